#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What the record costs: taking events in, asking 10 million of them what administrators ask, dropping a day. Beside it, in the same run:
the same events in a table of SQLite's without words and with one index, and a scan of it, which is what a log without more design does;
and lnav, which reads a log file each time that it is asked.

    REEVE_BENCH_EVENTS=1000000 bench-record.py      (10 million take some ten minutes)

Prints a line a figure: name, value, unit, goal, "reached" or "short"; "-" where there is no goal.
"""
import datetime
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
from harness.api import Service  # noqa: E402

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


def write_log(path, lines):
    """Of a web server over ten days, oldest first; everybody on some ten of its lines."""
    begun = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=10)
    chance = random.Random(2)
    with open(path, "w") as log:
        for i in range(lines):
            at = begun + datetime.timedelta(seconds=i * 860_000 / lines)
            log.write(f'10.{i % 7}.{i // 256 % 256}.{i % 256} - person{chance.randrange(lines // 10)} [{at:%d/%b/%Y:%H:%M:%S} +0000] '
                      f'"GET /documents/{i % 5000} HTTP/1.1" {404 if i % 9 == 0 else 200} {i % 90_000} "-" "Mozilla/5.0 (X11; Linux x86_64)"\n')


def time_lnav(path, word):
    """Milliseconds to its first line, without a screen to paint."""
    begun = time.perf_counter()
    with subprocess.Popen(["lnav", "-n", "-c", f":filter-in {word}", path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          env=os.environ | {"HOME": str(path.parent)}) as lnav:
        assert lnav.stdout.read(1)
        took = (time.perf_counter() - begun) * 1000
        lnav.stdout.read()
    return took


def time_service(device, word):
    """The same over HTTP, with all that a request costs."""
    begun = time.perf_counter()
    reply = device.get(f"{device.workspace}/access-log?q={word}")
    took = (time.perf_counter() - begun) * 1000
    assert reply.status == 200 and reply.json["items"], reply
    return took


def import_log(service, path):
    """Seconds."""
    read, write = os.pipe()
    os.write(write, service.key)
    os.close(write)
    begun = time.perf_counter()
    subprocess.run([service.program, "import-log", path, "--config", service.config, "--root-key-fd", str(read)], pass_fds=[read],
                   check=True, stdout=subprocess.DEVNULL)
    os.close(read)
    return time.perf_counter() - begun


def compare_lnav(lines):
    """Both have the same file: one reads it each time, the other took it in once."""
    with Service() as service:
        path = service.folder / "access.log"
        write_log(path, lines)
        device = service.device()
        device.set_up()
        figure(f"{lines:,} lines of a web server imported", lines / import_log(service, path), "lines/s")
        words = [f"person{lines // 10 - n}" for n in (1, 7, 12, 31, 99)]
        lnav = statistics.median(time_lnav(path, word) for word in words)
        first = time_service(device, words[0])
        ours = statistics.median(time_service(device, word) for word in words)
        figure("  one word sought by lnav, first line", lnav, "ms")
        figure("  by the service, over HTTP, the first", first, "ms")
        figure("  by the service, median", ours, "ms", f"<= {lnav / 5:.4g}", ours <= lnav / 5)


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
    compare_lnav(min(EVENTS, 1_000_000))
    year = read(PROGRAM, "365000", "365")
    figure("a year of days of 1,000, newest 100, median", year["newest_ms"], "ms")
    figure("  free text", year["text_ms"], "ms")
    figure("  histogram of one person", year["histogram_person_ms"], "ms")


main()
