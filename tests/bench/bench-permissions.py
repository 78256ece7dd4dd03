#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What the permission model costs, at 10,000 and at 100,000 people and folders; two other designs of it; casbin and Cedar (npm) asked about
the same world, in the same run.

Prints a line a figure: name, value, unit, goal, "reached" or "short"; "-" where there is no goal.
"""
import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDER = ROOT / os.environ.get("REEVE_BUILD", "build-release") / "tests" / "bench"
PROGRAM = FOLDER / "time-permissions"
LOADER = FOLDER / "load-permissions"
APPROVALS = FOLDER / "time-approvals"


def figure(name, value, unit, goal="-", reached=None):
    print(f"{name}\t{value:.4g}\t{unit}\t{goal}\t{'-' if reached is None else 'reached' if reached else 'short'}", flush=True)


def read(*command, **options):
    lines = subprocess.run(command, capture_output=True, check=True, text=True, **options).stdout.split("\n")
    return {name: float(value) for name, value in (line.split() for line in lines if line)}


def main():
    small, large = read(PROGRAM, "figures", "10000"), read(PROGRAM, "figures", "100000")
    figure("one check, warm", small["check_ns"] / 1000, "us", "<= 2", small["check_ns"] <= 2000)
    figure("who reaches a folder, 10,000 people decided", small["who_ms"], "ms", "<= 5", small["who_ms"] <= 5)
    figure("what if: a grant to 1,000 on 1,000 folders", small["plan_ms"], "ms", "<= 100", small["plan_ms"] <= 100)
    figure("  pairs in that difference", small["plan_pairs"], "pairs", ">= 1000000", small["plan_pairs"] >= 1_000_000)
    figure("memory of the model", small["heap_mb"], "MB", "<= 64", small["heap_mb"] <= 64)
    figure("the tree that one person reaches", small["reach_ms"], "ms")
    figure("why", small["why_ms"] * 1000, "us")
    figure("one grant changed, all answers right", small["change_us"], "us")
    stored, many = read(LOADER, "10000"), read(LOADER, "100000")
    figure("cold load from the store", stored["load_ms"], "ms", "<= 500", stored["load_ms"] <= 500)
    figure("memory that it takes", stored["load_mb"], "MB", "<= 64", stored["load_mb"] <= 64)
    figure("a change followed", stored["follow_ms"], "ms")
    figure("nothing to follow", stored["asked_ms"], "ms")
    figure("cold load, at 100,000 and 100,000", many["load_ms"] / stored["load_ms"], "times", "<= 12", many["load_ms"] <= 12 * stored["load_ms"])
    for finding in "unused", "expired", "nobody":
        figure(f"grants that are {finding}, of 50,000: 100 of them and how many", stored[f"{finding}_ms"], "ms")
        figure("  so many", stored[f"{finding}_n"], "grants")
    held = read(APPROVALS)
    for what, key in (("no rule", "free"), ("four rules about other things", "beside"), ("held and refused", "refused"),
                      ("let through with its approval", "let")):
        figure(f"a change of the policy over HTTP, {what}", held[f"{key}_ms"], "ms")
    for where, key in ("first, after folders changed", "counted"), ("first", "first"), ("last", "last"):
        figure(f"64 rows of the matrix of 100,000, the {where}", many[f"rows_{key}_ms"], "ms", "<= 50", many[f"rows_{key}_ms"] <= 50)
    for name, key in ("one check, warm", "check_ns"), ("who reaches a folder", "who_ms"), ("what if", "plan_ms"), ("memory", "heap_mb"):
        times = large[key] / small[key]
        figure(f"{name}, at 100,000 and 100,000", times, "times", "<= 12", times <= 12)
    figure("the tree that one person reaches, at 100,000", large["reach_ms"], "ms")
    for design, figures in ("merged lists", (small, large)), ("bitmaps", (small,)):
        key = design.split()[0]
        for scale, of in zip(("10,000", "100,000"), figures):
            figure(f"the other design, {design}, at {scale}: check", of[f"{key}_check_ns"] / 1000, "us")
            figure(f"the other design, {design}, at {scale}: one grant changed", of[f"{key}_change_us"], "us")
            figure(f"the other design, {design}, at {scale}: memory beside the model's", of[f"{key}_mb"], "MB")
    world = subprocess.run([PROGRAM, "dump", "10000"], capture_output=True, check=True).stdout.decode()
    for peer, pairs, goal in ("casbin", 21, 100), ("cedar", 201, 20):
        theirs = read("node", "--stack-size=65500", HERE / "permissions-peers.mjs", peer, str(pairs), input=world)
        figure(f"{peer}: one check", theirs[f"{peer}_check_us"], "us")
        times = theirs[f"{peer}_check_us"] * 1000 / small["check_ns"]
        figure(f"as many checks as {peer}'s", times, "times", f">= {goal}", times >= goal)


main()
