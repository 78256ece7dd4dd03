#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What generate.py writes is what it says: the same for a seed, in order, readable by Reeve to the byte, and labelled where it is
labelled; and score.py counts as it should.

    test-generate.py [READ-LOG]
"""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

from benign import KINDS
from generate import ATTACKS

HERE = pathlib.Path(__file__).parent
EVENTS = 30_000
OPTIONS = ["--people", "60", "--events", str(EVENTS)]
NOW = "2026-11-22T22:00:00Z"


def generate(folder, seed, *options):
    """(bytes of the events, labels, what is known of the people)"""
    labels, world = pathlib.Path(folder) / "labels.json", pathlib.Path(folder) / "world.json"
    run = subprocess.run([sys.executable, HERE / "generate.py", "--seed", str(seed), *OPTIONS, *options, "--labels", labels, "--world", world],
                         capture_output=True, check=True)
    return run.stdout, json.loads(labels.read_text(encoding="utf-8")), json.loads(world.read_text(encoding="utf-8"))


def check_events(data, document):
    lines = data.decode().splitlines()
    events = [json.loads(line) for line in lines]
    times = [event["time"] for event in events]
    yield "in order, and no two at once", all(a < b for a, b in zip(times, times[1:]))
    yield "about as many as asked for", 0.8 * EVENTS < len(events) < 1.3 * EVENTS and document["events"] == len(events)
    yield "canonical", all(line == json.dumps(event, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
                           for line, event in zip(lines, events))
    yield "from other systems, too", {event.get("source", "reeve").split()[0] for event in events} == {"reeve", "okta", "keycloak", "sshd"}
    ids = [event["sourceId"] for event in events if "sourceId" in event]
    yield "an id of a source is there once", len(set(ids)) == len(ids)


def check_labels(data, document):
    times = {json.loads(line)["time"] for line in data.decode().splitlines()}
    labels = document["labels"]
    attacks = collections.Counter(label["kind"] for label in labels if label["attack"])
    harmless = {label["kind"] for label in labels if not label["attack"]}
    yield "labels point at events", all(set(label["events"]) <= times for label in labels)
    yield "within their times", all(label["from"] <= time <= label["to"] for label in labels for time in label["events"])
    yield "every attack has events and a technique", all(label["events"] and label["technique"] for label in labels if label["attack"])
    yield "each kind of attack at least twice", set(attacks) == set(ATTACKS) and min(attacks.values()) >= 2
    yield "as many as asked for", sum(attacks.values()) == document["attacks"] == 40
    yield "every harmless story", harmless == set(KINDS)
    yield "ids are there once", len({label["id"] for label in labels}) == len(labels)


def check_truth(data, document):
    """The stories are in the events as their labels tell them."""
    events = {event["time"]: event for event in map(json.loads, data.decode().splitlines())}
    by_kind = collections.defaultdict(list)
    for label in document["labels"]:
        by_kind[label["kind"]].append((label, [events[time] for time in label["events"]]))
    yield "guessing is refused", all(event["result"] in ("refused", "failed") for _, told in by_kind["brute-force"] for event in told)
    yield "a spray goes over many", all(len({e.get("actor", e.get("actorName")) for e in told}) >= 15 for _, told in by_kind["password-spray"])
    yield "success ends the guessing", all(told[-1]["result"] == "ok" for _, told in by_kind["success-after-attack"])
    yield "who is dormant was away", all(is_away(events, label) for label, _ in by_kind["dormant-account"])
    yield "attackers come from elsewhere", all(
        event["address"] in label["addresses"] for kind in ("brute-force", "lockout-storm", "new-network-and-device")
        for label, told in by_kind[kind] for event in told)


def is_away(events, label):
    """Not used: that others try their luck with it is no use."""
    before = [time for time, event in events.items() if time < label["from"] and event["result"] == "ok" and
              {event.get("actor"), event.get("actorName")} & set(label["names"])]
    return bool(before) and label["from"] - max(before) > 30 * 86_400_000_000


def check_reader(data, reader):
    """Reeve reads every line, and prints what it read as it stood there."""
    run = subprocess.run([reader, "reeve", "65536", "Z", NOW], input=data, capture_output=True, check=True)
    lines = run.stdout.decode().splitlines()
    count = data.count(b"\n")
    yield "Reeve takes every line", lines[-1] == f"reeve: entries {count} events {count} unknown 0 broken 0 blank 0"
    read = [json.loads(line.split(" ", 1)[1]) for line in lines[:-1]]
    for event in read:
        if event["source"] == "reeve":
            del event["source"], event["sourceId"]
    yield "and reads what stands there", read == [json.loads(line) for line in data.decode().splitlines()]


def score(folder, document, findings, *options):
    labels, file = pathlib.Path(folder) / "of-score.json", pathlib.Path(folder) / "findings.jsonl"
    labels.write_text(json.dumps(document), encoding="utf-8")
    file.write_text("".join(json.dumps(finding) + "\n" for finding in findings), encoding="utf-8")
    return subprocess.run([sys.executable, HERE / "score.py", labels, file, *options], capture_output=True, text=True, check=False)


def check_score(folder, document):
    attacks = [label for label in document["labels"] if label["attack"]]
    travel = next(label for label in document["labels"] if label["kind"] == "travel" and label["events"])
    right = [{"rule": label["kind"], "key": "?", "time": label["events"][-1], "events": label["events"]} for label in attacks]
    keyed = [{"rule": label["kind"], "key": label["actor"] or label["address"], "time": label["to"]} for label in attacks]
    wrong = {"rule": "impossible-travel", "key": travel["actor"], "time": travel["events"][0], "events": travel["events"]}
    strict = ["--require-recall", "1.0", "--most-false", "0"]
    yield "all found by their events", score(folder, document, right, *strict).returncode == 0
    yield "or by whom they are about, and when", score(folder, document, keyed, *strict).returncode == 0
    yield "one less is noticed", score(folder, document, [f for f in right if f["rule"] != "impairment"], *strict).returncode == 1
    run = score(folder, document, right + [wrong], *strict)
    yield "a false one too, and what it is", run.returncode == 1 and "travel                     called impossible-travel" in run.stdout
    yield "and no matter if not asked to", score(folder, document, [wrong]).returncode == 0
    run = score(folder, document, [{"rule": "impairment"}])
    yield "a bad finding is told by its line", run.returncode == 2 and "line 1" in run.stderr


def check_all(folder, reader):
    data, document, world = generate(folder, 1)
    again, others, known = generate(folder, 1)
    yield "the same seed, the same bytes", (data, document, world) == (again, others, known)
    yield "another seed, others", generate(folder, 2)[0] != data
    yield from check_events(data, document)
    yield from check_labels(data, document)
    yield from check_truth(data, document)
    sly = generate(folder, 3, "--sly")[1]
    yield "sly ones come on top", sum(label["level"] == "sly" for label in sly["labels"]) == len(ATTACKS)
    yield from check_score(folder, document)
    if reader is not None:
        yield from check_reader(data, reader)


def main():
    reader = sys.argv[1] if len(sys.argv) > 1 else None
    failed = count = 0
    print("TAP version 14")
    with tempfile.TemporaryDirectory() as folder:
        for count, (name, passed) in enumerate(check_all(folder, reader), 1):
            print(f"{'ok' if passed else 'not ok'} {count} - {name}", flush=True)
            failed += not passed
    print(f"1..{count}")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
