#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Closes a test run: every failure with its output, every skip with its reason, and one line of counts.

Reads Meson's testlog.json, not the JUnit file beside it, which says nothing of a program that hung. Each TAP point of
a program counts as one test; a program that fails without a failed point (a crash, a timeout, a leak) counts as one.
Exit status 0 means: something ran, and nothing failed.

    summary.py MESON-LOGS
"""
import json
import pathlib
import re
import sys

TAIL = 40
POINT = re.compile(r"^(not )?ok\b *(\d+)?(?: *-)? *(.*?)(?: # *(SKIP|TODO)\b:? *(.*))?$", re.IGNORECASE)
SKIP_ALL = re.compile(r"^1\.\.0 *# *SKIP\w*:? *(.*)$", re.IGNORECASE | re.MULTILINE)
GOOD = ("OK", "SKIP", "EXPECTEDFAIL")


def points(output):
    """The TAP points of a program: [(outcome, name, reason)]; empty when it does not speak TAP."""
    found = []
    for line in output.splitlines():
        match = POINT.match(line)
        if match:
            bad, _, name, directive, reason = match.groups()
            outcome = "skipped" if directive else "failed" if bad else "passed"
            found.append((outcome, name, (reason or directive or "").strip()))
    return found


def outcomes(program):
    """What one program contributes: [(outcome, name, reason)]."""
    output, result = program.get("stdout", ""), program["result"]
    found = points(output) if re.search(r"^(1\.\.\d|TAP version)", output, re.MULTILINE) else []
    if result not in GOOD and not any(outcome == "failed" for outcome, _, _ in found):
        found.append(("failed", "", f"{result.lower()}, exit status {program.get('returncode')}"))
    if found:
        return found
    if result == "SKIP":
        match = SKIP_ALL.search(output)
        lines = output.strip().splitlines()
        return [("skipped", "", match.group(1) if match else lines[-1] if lines else "no reason given")]
    return [("passed", "", "")]


def title(program, name):
    program = re.sub(r"^[^:]*:", "", program["name"], count=1)
    return f"{program}: {name}" if name else program


def evidence(program, named):
    """What a person needs to see of the output: what follows the failed points, or the end where there are none."""
    lines = program.get("stdout", "").rstrip().splitlines()
    errors = program.get("stderr", "").rstrip().splitlines()[-TAIL:]
    shown = lines[-TAIL:]
    if named:
        shown, left = [], 0
        for line in lines:
            match = POINT.match(line)
            if match:
                left = TAIL if match[1] and not match[4] else 0
            if left:
                shown.append(line)
                left -= 1
        # GLib writes its messages before the point.
        first = next((number for number, line in enumerate(lines) if line in shown), 0)
        before = [line for line in lines[max(0, first - 8):first] if line.startswith("#")]
        shown = before + shown
    return "\n".join("    " + line for line in shown + errors if line.strip())


def main():
    log = pathlib.Path(sys.argv[1]) / "testlog.json"
    programs = [json.loads(line) for line in log.read_text(errors="replace").splitlines()] if log.exists() else []
    count = {"passed": 0, "failed": 0, "skipped": 0}
    skips = []
    for program in sorted(programs, key=lambda each: each["name"]):
        found = outcomes(program)
        for outcome, name, reason in found:
            count[outcome] += 1
            if outcome == "skipped":
                skips.append(f"SKIPPED {title(program, name)}: {reason or 'no reason given'}")
        failures = [(name, reason) for outcome, name, reason in found if outcome == "failed"]
        if failures:
            print()
            for name, reason in failures:
                print(f"FAILED {title(program, name)}" + (f" ({reason})" if reason else ""))
            print(evidence(program, any(name for name, _ in failures)))
    if skips:
        print("\n" + "\n".join(skips))
    if not programs:
        print("no test ran")
    print(f"\n{count['passed']} passed, {count['failed']} failed" + (f", {count['skipped']} skipped" if count["skipped"] else ""))
    return 0 if programs and count["passed"] and not count["failed"] else 1


if __name__ == "__main__":
    sys.exit(main())
