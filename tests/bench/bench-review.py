#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A review of a million events: how long it takes to open, over HTTP, and how long the detections take to go through all of them where
the service has not seen any. Beside it, in the same run: SQLite counting as many rows of a plain table by action and result.

    bench-review.py [EVENTS]

Prints a line a figure: name, value, unit, goal, "reached" or "short".
"""
import base64
import os
import pathlib
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from harness.api import BUILD, Service  # noqa: E402

DAYS = 27  # and today, which is not over
TIMES = 30
GOAL_MS = 1000
ACTIONS = [f"noun.verb-{i}" for i in range(30)]
TICK = os.sysconf("SC_CLK_TCK")


def figure(name, value, unit, goal="-", reached=None):
    print(f"{name}\t{value:.4g}\t{unit}\t{goal}\t{'-' if reached is None else 'reached' if reached else 'short'}", flush=True)


def measure(ask):
    """Milliseconds: the first, and the median of the others."""
    times = []
    for _ in range(TIMES):
        begun = time.monotonic()
        ask()
        times.append((time.monotonic() - begun) * 1000)
    return times[0], statistics.median(times[1:])


def count_plain_table(events):
    """Milliseconds."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(pathlib.Path(folder) / "plain.db")
        database.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, actor TEXT, address TEXT, action TEXT, result INTEGER)")
        database.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)",
                             ((i, f"person{chance.randrange(2000)}", f"10.0.{chance.randrange(256)}.{chance.randrange(256)}",
                               chance.choice(ACTIONS), chance.randrange(4)) for i in range(events)))
        database.commit()
        return measure(lambda: database.execute("SELECT action, result, count(*) FROM events GROUP BY action, result").fetchall())[1]


def used(pid):
    """Seconds of processor time."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def settle(pid):
    """Waits until the process rests; how long it worked."""
    begun, before = time.monotonic(), used(pid)
    quiet = 0
    while quiet < 10:
        now = used(pid)
        time.sleep(0.2)
        quiet = quiet + 1 if used(pid) - now <= 0.01 else 0
    return time.monotonic() - begun - 2, used(pid) - before


def main():
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    service = Service()
    service.start()
    device = service.device()
    workspace = device.set_up()
    code = device.recovery_codes[0]
    service.stop()
    device.close()
    subprocess.run([BUILD / "tests" / "bench" / "seed-log", service.folder / "data", str(events), str(DAYS)],
                   input=base64.b64encode(service.key) + b"\n", check=True)
    service.start()
    begun = time.monotonic()
    worked, processor = settle(service.process.pid)
    figure(f"detections through {events} events that were there", worked, "s")
    figure("  processor time of all of the service", processor, "s")
    device = service.device()
    assert device.sign_in("ada@example.org", code=code).json["stage"] == "complete"
    reviews = f"{workspace}/log-reviews"

    def opened():
        reply = device.get(f"{reviews}?limit=5")
        assert reply.status == 200 and reply.json["items"][-1]["events"] > 0, reply
        return reply.json["items"][-1]

    review = opened()
    figure("events in the review", review["events"], "events")
    first, median = measure(opened)
    figure("review opened, median", median, "ms", f"<= {GOAL_MS}", median <= GOAL_MS)
    figure("  right after the one that opened the days", first, "ms")
    first, median = measure(lambda: device.get(f"{reviews}/{review['id']}/slices"))
    figure("what happened in it, median", median, "ms", f"<= {GOAL_MS}", median <= GOAL_MS)
    service.stop()
    service.start()
    settle(service.process.pid)
    begun = time.monotonic()
    opened()
    took = (time.monotonic() - begun) * 1000
    figure("review opened first after a start", took, "ms", f"<= {GOAL_MS}", took <= GOAL_MS)
    service.stop()
    figure("reference: SQLite counts a plain table of as many, median", count_plain_table(events), "ms")


if __name__ == "__main__":
    main()
