#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Reads every sample of tests/fixtures/logs and compares to the byte with what is expected of it (NAME.expected: its
events as JSON lines with the number of their entry, then what became of the others), whatever the size of the pieces
and whether the format is told or found out. What is secret in the samples ("s3cr3t") must be in no event.

    log-formats.py READ-LOG [--write]
"""
import json
import pathlib
import subprocess
import sys

LOGS = pathlib.Path(__file__).parent.parent / "fixtures/logs"
NOW = "2026-11-22T22:00:00Z"
FORMATS = {"auth": "openssh", "auth-5424": "openssh", "common": "combined", "cloudtrail-lookup": "cloudtrail"}
LISTS = ["Records", "Events", "items"]


def read(program, path, form="auto", size=1 << 20, zone="+01:00", data=None):
    data = path.read_bytes() if data is None else data
    run = subprocess.run([program, form, str(size), zone, NOW], input=data, capture_output=True, check=False)
    return run.stdout.decode() if run.returncode == 0 else f"exit {run.returncode}\n"


def count(path):
    """How many entries there are, by another reader: Python's own."""
    data = path.read_bytes()
    if path.suffix == ".json":
        document = json.loads(data)
        elements = document if isinstance(document, list) else next(document[name] for name in LISTS if name in document)
    elif path.suffix == ".jsonl":
        elements = []
        for line in data.decode().splitlines():
            try:
                elements.append(json.loads(line))
            except ValueError:
                elements.append(None)
    else:
        return data.count(b"\n") + (not data.endswith(b"\n"))
    several = [e["events"] for e in elements if isinstance(e, dict) and isinstance(e.get("events"), list)]
    return len(elements) + sum(max(0, len(events) - 1) for events in several)


def totals(output):
    words = output.splitlines()[-1].split()
    return dict(zip(words[1::2], map(int, words[2::2])))


def check(program, path):
    output = read(program, path)
    form = FORMATS.get(path.stem, path.stem)
    sums = totals(output)
    events = [line for line in output.splitlines() if line[0].isdigit()]
    ids = [json.loads(line.split(" ", 1)[1])["sourceId"] for line in events]
    sources = [json.loads(line.split(" ", 1)[1])["source"] for line in events]
    yield "as expected", output == path.with_name(path.name + ".expected").read_text()
    yield "in any pieces", all(read(program, path, size=size) == output for size in (1, 7, 4096))
    yield "the format told", output == read(program, path, form) and output.splitlines()[-1].startswith(form + ":")
    yield "all is counted", sums["entries"] == count(path) == sums["events"] + sums["unknown"] + sums["broken"] + sums["blank"]
    yield "events are counted", sums["events"] == len(events) > 0
    yield "ids are unique", len(set(zip(sources, ids))) == len(ids)
    yield "no secret", "s3cr3t" not in output


def check_others(program):
    """Formats are not mistaken for each other, and what is none is refused."""
    yield "no format", read(program, None, data=b"hello\nworld\n") == "exit 3\n"
    yield "binary", read(program, None, data=bytes(range(256)) * 64) == "exit 3\n"
    yield "nothing", totals(read(program, None, data=b""))["entries"] == 0
    yield "a byte order mark", read(program, None, data=b"\xef\xbb\xbf" + (LOGS / "okta.json").read_bytes()) == read(
        program, LOGS / "okta.json")
    shut = read(program, LOGS / "combined.log", "okta")
    yield "a format insisted on", totals(shut)["events"] == 0 and totals(shut)["broken"] == totals(shut)["entries"] - 1
    lost = (LOGS / "okta.json").read_bytes().replace(b'"zone": "null"', b'"zone": "null', 1)
    yield "behind a lost quote", totals(read(program, None, data=lost))["events"] == totals(
        read(program, LOGS / "okta.json"))["events"] - 1
    flat = (LOGS / "cloudtrail.json").read_bytes()
    lost = flat.replace(b'"eventVersion":"1.08"', b'"eventVersion":1.08"', 1)
    yield "behind a lost quote, on one line", totals(read(program, None, data=lost))["events"] == totals(
        read(program, None, data=flat))["events"] - 1
    cut = read(program, None, data=flat[:len(flat) // 2])
    yield "cut off in the middle", totals(cut)["broken"] == 1 and totals(cut)["events"] > 3


def main():
    program = sys.argv[1]
    samples = sorted(path for path in LOGS.iterdir() if path.suffix != ".expected")
    if "--write" in sys.argv:
        for path in samples:
            path.with_name(path.name + ".expected").write_text(read(program, path))
        return
    cases = [(f"{path.name}: {what}", good) for path in samples for what, good in check(program, path)]
    cases += check_others(program)
    print(f"1..{len(cases)}")
    for number, (what, good) in enumerate(cases, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}")


main()
