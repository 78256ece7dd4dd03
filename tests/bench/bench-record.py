#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What the record costs: taking events in, asking 10 million of them what administrators ask, dropping a day. Beside it, in the same run:
the same events in a table of SQLite's without words and with one index, and a scan of it, which is what a log without more design does.

    REEVE_BENCH_EVENTS=1000000 bench-record.py      (10 million take some ten minutes)

Prints a line a figure: name, value, unit, goal, "reached" or "short"; "-" where there is no goal.
"""
import os
import pathlib
import random
import sqlite3
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / os.environ.get("REEVE_BUILD", "build-release") / "tests" / "bench" / "time-record"
EVENTS = int(os.environ.get("REEVE_BENCH_EVENTS", "10000000"))
REFERENCE = 100_000


def figure(name, value, unit, goal="-", reached=None):
    print(f"{name}\t{value:.4g}\t{unit}\t{goal}\t{'-' if reached is None else 'reached' if reached else 'short'}", flush=True)


def read(*command, **environment):
    lines = subprocess.run(command, capture_output=True, check=True, text=True, env=os.environ | environment).stdout.split("\n")
    return {name: float(value) for name, value in (line.split() for line in lines if line)}


def most(name, values, key, goal):
    figure(f"{name}, median", values[f"{key}_ms"], "ms", f"<= {goal}", values[f"{key}_ms"] <= goal)
    figure("  the slowest of a hundred but one", values[f"{key}_p99_ms"], "ms")
    figure("  the first", values[f"{key}_first_ms"], "ms")


def scan_plain_table():
    """Milliseconds of a search through a plain table, at REFERENCE rows."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        table = sqlite3.connect(pathlib.Path(folder) / "plain.db")
        table.execute("CREATE TABLE events (time INTEGER PRIMARY KEY, actor TEXT, address TEXT, agent TEXT, route TEXT, text TEXT)")
        table.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)",
                          ((i, f"Person {n} <person{n}@example.org>", f"10.{n % 7}.{n // 256 % 256}.{n % 256}", "Mozilla/5.0 (X11; Linux x86_64)",
                            "GET /v1/workspaces/{workspace}/users", "") for i in range(REFERENCE) for n in [chance.randrange(10000)]))
        table.commit()
        times = []
        for _ in range(11):
            word = f"%person{chance.randrange(10000)}@%"
            begun = time.perf_counter()
            table.execute("SELECT * FROM events WHERE actor LIKE ? OR address LIKE ? OR agent LIKE ? OR route LIKE ? OR text LIKE ? "
                          "ORDER BY time DESC LIMIT 100", [word] * 5).fetchall()
            times.append((time.perf_counter() - begun) * 1000)
        return statistics.median(times)


def main():
    day = read(PROGRAM, "333333", "1")
    figure("taken in, durable, encrypted, indexed and proved", day["ingest_per_core_s"], "events/s of a core", ">= 15000",
           day["ingest_per_core_s"] >= 15000)
    figure("  by the clock", day["ingest_per_s"], "events/s")
    figure("on disk, a day of 333,333", day["bytes_per_event"], "bytes/event", "<= 220", day["bytes_per_event"] <= 220)
    foreign = read(PROGRAM, "333333", "1", REEVE_BENCH_FOREIGN="100")
    figure("a day of another system's lines, taken in", foreign["ingest_per_core_s"], "events/s of a core")
    figure("  on disk", foreign["bytes_per_event"], "bytes/event")
    figure("  free text in it, median", foreign["foreign_text_ms"], "ms")
    year = read(PROGRAM, "365000", "365")
    figure("a year of days of 1,000, newest 100, median", year["newest_ms"], "ms")
    figure("  free text", year["text_ms"], "ms")
    figure("  histogram of one person", year["histogram_person_ms"], "ms")
    values = read(PROGRAM, str(EVENTS), "30")
    figure(f"on disk, 30 days of {EVENTS:,}", values["bytes_per_event"], "bytes/event", "<= 220", values["bytes_per_event"] <= 220)
    most("newest 100", values, "newest", 5)
    most("one person's newest 100", values, "person", 10)
    most("one address's newest 100", values, "address", 10)
    most("free text", values, "text", 100)
    most("histogram of 30 days by hour, one person", values, "histogram_person", 50)
    for name, key in (("a network's newest 100", "network"), ("an object's newest 100", "object"), ("refused sign-ins, newest 100", "failures"),
                      ("histogram of everything", "histogram"), ("histogram of refused sign-ins", "histogram_failures"),
                      ("counts of everything", "facets"), ("counts of one person", "facets_person")):
        figure(name, values[f"{key}_ms"], "ms")
    figure("dropping the oldest day", values["drop_ms"], "ms", "<= 100", values["drop_ms"] <= 100)
    figure("consistency proof", values["proof_bytes"], "bytes", "<= 2048", values["proof_bytes"] <= 2048)
    figure("  made in", values["prove_ms"], "ms")
    figure(f"a plain table of {REFERENCE:,} events, one word sought", scan_plain_table(), "ms")


main()
