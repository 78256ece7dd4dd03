#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Evidence packs as those see them who get one: unpacked by something else, checked by just the commands of its README, and
counted once more.

    evidence.py WRITE-EVIDENCE
"""
import collections
import csv
import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

from harness.tap import Tap

WRITE = sys.argv[1]
SECRET = "somebody-elses-business"


def hold(tap, condition, name, *details):
    tap.check(condition, name)
    if not condition:
        tap.note(" ".join(map(str, details)))


def write(folder, *arguments):
    """What should be in it, and where it is, unpacked."""
    path = pathlib.Path(folder) / "pack.zip"
    done = subprocess.run([WRITE, path, *map(str, arguments)], capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stderr
    place = pathlib.Path(folder) / "unpacked"
    with zipfile.ZipFile(path) as pack:
        assert pack.testzip() is None
        pack.extractall(place)
    return json.loads(done.stdout), place, path


def commands(place):
    return [line[6:] for line in (place / "README.txt").read_text().splitlines() if line.startswith("    $ ")]


def check(place, lines):
    """Whether each of them ends well, with nothing but what every system has; and what they said."""
    said = ""
    for line in lines:
        done = subprocess.run(["/bin/sh", "-c", line], cwd=place, capture_output=True, text=True, timeout=100,
                              env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
        said += done.stdout + done.stderr
        if done.returncode != 0:
            return False, said
    return True, said


def page(place, number):
    done = subprocess.run(["pdftotext", "-layout", "-f", str(number), "-l", str(number), "timeline.pdf", "-"], cwd=place,
                          capture_output=True, text=True, check=True)
    return re.sub(r"[\u2068\u2069]", "", done.stdout)


def rows(place, name="events.csv"):
    with open(place / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def check_changed(tap, place, lines):
    """One byte of one file, at three places of each."""
    passed = []
    for file in sorted(path for path in place.iterdir() if path.is_file()):
        before = file.read_bytes()
        for at in {0, len(before) // 2, len(before) - 1}:
            changed = bytearray(before)
            changed[at] ^= 1
            file.write_bytes(changed)
            if check(place, lines)[0]:
                passed.append((file.name, at))
        file.write_bytes(before)
    hold(tap, not passed, "one changed byte in any file is found", passed)
    (place / "more.txt").write_text("x")
    hold(tap, not check(place, lines)[0], "so is a file that was put there")
    (place / "more.txt").unlink()
    hold(tap, check(place, lines)[0], "as it was, it passes again")


def check_forged(tap, place, lines):
    """Whoever changes an event and makes all hashes anew has no key; and with another key, no record."""
    events = place / "events.jsonl"
    before = {path: path.read_bytes() for path in place.iterdir() if path.is_file()}
    events.write_bytes(before[events].replace(b"203.0.113.66", b"203.0.113.67"))
    manifest = json.loads(before[place / "manifest.json"])
    for file in manifest["files"]:
        if file["name"] == "events.jsonl":
            file["sha256"] = hashlib.sha256(events.read_bytes()).hexdigest()
    (place / "SHA256SUMS").write_text("".join(f"{file['sha256']}  {file['name']}\n" for file in manifest["files"][:-1]))
    for file in manifest["files"]:
        if file["name"] == "SHA256SUMS":
            file["sha256"] = hashlib.sha256((place / "SHA256SUMS").read_bytes()).hexdigest()
    (place / "manifest.json").write_text(json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n")
    hold(tap, not check(place, lines[:1])[0], "a manifest that was made anew lacks the signature")
    good, said = check(place, ["python3 verify.py"])
    hold(tap, not good and "not in the record" in said, "and its events are not in the record", said)
    for path, data in before.items():
        path.write_bytes(data)


def count(place):
    """The table of the first page, by the words of the README, from rows alone."""
    about = json.loads((place / "case.json").read_text())
    table = collections.Counter()
    for row in rows(place):
        time = row["time"]
        phase = "contained" if time >= about["contained"] else "reported" if time >= about["reported"] else \
            "since" if time >= about["since"] else "before"
        ok = row["result"] == "ok"
        if row["by"] == "":
            kind = "byOthers"
        elif row["action"] == "sign-in":
            kind = "signIns" if ok else "failedSignIns"
        elif not ok:
            kind = "failedActions"
        else:
            kind = "actions" if row["session"] or row["source"] else "unsigned"
        table[phase, kind] += 1
    return table


PHASES = {"before": "Before it may have become known", "since": "Since then, until it was reported",
          "reported": "After that, until it was contained", "contained": "After it was contained"}
KINDS = ["signIns", "failedSignIns", "actions", "failedActions", "unsigned", "byOthers"]


def check_first_page(tap, place, expected):
    text = page(place, 1)
    table = count(place)
    after = {kind: table["reported", kind] + table["contained", kind] for kind in KINDS}
    uses = after["signIns"] + after["actions"]
    hold(tap, uses == expected["uses"] and after["failedSignIns"] + after["failedActions"] == expected["failures"],
              "rows of events.csv are what happened", after, expected)
    flat = " ".join(text.split())
    about = json.loads((place / "case.json").read_text())
    used = [row for row in rows(place) if row["by"] and row["result"] == "ok" and row["time"] >= about["reported"]]

    def said(time):
        return datetime.datetime.fromisoformat(time).strftime("%Y-%m-%d %H:%M:%S UTC")
    hold(tap, f"Yes. After {said(about['reported'])} they were used {uses} times: {after['signIns']} sign-ins and {after['actions']} actions, "
              f"the first at {said(used[0]['time'])}, the last at {said(used[-1]['time'])}" in flat, "how often, first and last", flat[:900])
    for phase, words in PHASES.items():
        line = next(line for line in text.splitlines() if re.search(words + r"\s+\d", line))
        hold(tap, [int(number) for number in line.split(words)[1].split()] == [table[phase, kind] for kind in KINDS], f"the numbers of the phase {phase}", line)
    places = collections.Counter(row["address"] for row in used)
    known = {row["address"]: row["known"] for row in rows(place, "addresses.csv")}
    fresh = sum(known[address] == "new" for address in places)
    hold(tap, f"from {len(places)} address" in flat and f"of which {fresh} had not been used" in flat, "from where", places, known)
    hold(tap, known["192.0.2.10"] == "known" and known["203.0.113.66"] == "new", "the office is known, the stranger is not")
    for action, number in collections.Counter(row["action"] for row in used if row["action"] != "sign-in").items():
        line = next((line for line in text.splitlines() if line.split()[:1] == [action]), "")
        hold(tap, line.split()[1:2] == [str(number)], f"what was touched: {action}", number, line)
    hold(tap, "Page 1 of" in text and "Over time" not in text and "Timeline" not in text, "the first page has that and no more")
    done = subprocess.run(["qpdf", "--check", "timeline.pdf"], cwd=place, capture_output=True, text=True)
    hold(tap, done.returncode == 0, "the PDF is sound", done.stdout, done.stderr)
    second = " ".join(page(place, 2).split())
    hold(tap, all(word in second for word in ["Over time", "may have been known since", "reported", "contained", "Timeline"]), "then come plot and timeline", second[:300])


def check_contents(tap, place, expected):
    lines = (place / "events.jsonl").read_text().splitlines()
    ocsf = [json.loads(line) for line in (place / "events.ocsf.jsonl").read_text().splitlines()]
    table = rows(place)
    hold(tap, len(lines) == len(ocsf) == len(table) == expected["events"], "all events in three forms", len(lines), len(ocsf), len(table), expected)
    hold(tap, all(json.dumps(json.loads(line), sort_keys=True, separators=(",", ":"), ensure_ascii=False) == line for line in lines), "lines of JSON are canonical")
    hold(tap, {event["metadata"]["version"] for event in ocsf} == {"1.8.0"}, "OCSF says so")
    dangerous = [cell for name in ("events.csv", "touched.csv", "addresses.csv", "sessions.csv") for row in rows(place, name)
                 for cell in row.values() if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    hold(tap, not dangerous and any("'=HYPERLINK" in row["objectName"] for row in table), "no cell is a formula", dangerous[:3])
    leaks = [path.name for path in place.iterdir() if path.is_file() and SECRET.encode() in path.read_bytes()]
    hold(tap, not leaks and SECRET not in page(place, 1), "nothing of what is about nobody in the case", leaks)
    hold(tap, {row["by"] for row in table} == {expected["bo"], ""}, "rows say who of the case did it")
    manifest = json.loads((place / "manifest.json").read_text())
    hold(tap, {file["name"] for file in manifest["files"]} | {"manifest.json", "manifest.sig"} == {path.name for path in place.iterdir() if path.is_file()},
              "the manifest has every file")
    state = {line["moment"]: line for line in map(json.loads, (place / "state.jsonl").read_text().splitlines())}
    roles = {moment: [role["id"] for role in line["roles"]] for moment, line in state.items()}
    hold(tap, roles == {"since": ["auditor"], "reported": ["auditor", "member"], "made": ["member"]}, "roles as they were", roles)
    hold(tap, "log.read" in state["reported"]["capabilities"] and "log.read" not in state["made"]["capabilities"], "and what they allowed")
    changes = [json.loads(line) for line in (place / "changes.jsonl").read_text().splitlines()]
    hold(tap, [change["action"] for change in changes] == ["user.save"] and changes[0]["objectId"] == expected["bo"], "what was changed", changes)


def check_damaged(tap):
    """A day of the log that cannot be read is told, and what is left is proved."""
    with tempfile.TemporaryDirectory() as folder:
        expected, place, _ = write(folder, 0, 20, "damaged")
        manifest = json.loads((place / "manifest.json").read_text())
        day = (datetime.datetime.fromisoformat(json.loads((place / "case.json").read_text())["since"]) - datetime.timedelta(days=1)).strftime("%Y-%m-%d")
        good, said = check(place, commands(place))
        hold(tap, good, "what is left of a damaged log passes", said)
        hold(tap, manifest["unreadDays"] == [day] and manifest["events"] < expected["events"], "the manifest names the day", manifest["unreadDays"], day)
        hold(tap, f"could not be read: {day}" in " ".join(page(place, 1).split()) and day in said, "so does the first page", page(place, 1))


def check_unused(tap):
    """Nothing happened after the report: it says so, and names no moments that there were not."""
    with tempfile.TemporaryDirectory() as folder:
        _, place, _ = write(folder, 0, 20, "unused")
        good, said = check(place, commands(place))
        hold(tap, good, "a pack without a use passes", said)
        text = page(place, 1)
        flat = " ".join(text.split())
        reported = datetime.datetime.fromisoformat(json.loads((place / "case.json").read_text())["reported"]).strftime("%Y-%m-%d %H:%M:%S UTC")
        hold(tap, f"No. After {reported} the log has no use of them." in flat and "Contained not yet" in flat, "the first page says no", text)
        hold(tap, "it is not known since when" in flat and "Before it was reported" in flat and PHASES["contained"] not in flat, "with the moments that there are", text)
        hold(tap, "From nowhere" in flat and "Nothing: after it was reported" in flat, "from nowhere, on nothing", text)
        summary = json.loads((place / "summary.json").read_text())
        hold(tap, summary["usedAfterReport"] is False and "firstUseAfterReport" not in summary, "so does the summary", summary)


def check_long(tap):
    """Many events of one person take many stretches of proofs, and the first page is one page all the same."""
    with tempfile.TemporaryDirectory() as folder:
        expected, place, _ = write(folder, 6000, 500)
        good, said = check(place, commands(place))
        hold(tap, good and f"events: {expected['events']} proved" in said, "thousands of events pass", said)
        check_first_page(tap, place, expected)
        hold(tap, len((place / "events.proofs.jsonl").read_text().splitlines()) > 6, "in stretches")


def main():
    with Tap() as tap, tempfile.TemporaryDirectory() as folder:
        expected, place, path = write(folder)
        lines = commands(place)
        hold(tap, len(lines) == 8, "the README has commands", lines)
        good, said = check(place, lines)
        hold(tap, good and said.count("Signature Verified Successfully") == 2 and f"events: {expected['events']} proved" in said, "they pass", said)
        check_contents(tap, place, expected)
        check_first_page(tap, place, expected)
        check_forged(tap, place, lines)
        check_changed(tap, place, lines)
        with zipfile.ZipFile(path) as pack:
            hold(tap, {entry.date_time for entry in pack.infolist()} == {pack.infolist()[0].date_time} and
                 all(entry.filename.isascii() and entry.compress_type == zipfile.ZIP_DEFLATED for entry in pack.infolist()),
                 "names are ASCII, times all the same, all of it deflated")
            hold(tap, all(entry.extract_version < 45 for entry in pack.infolist()), "a small one needs no ZIP64")
        check_damaged(tap)
        check_unused(tap)
        check_long(tap)

if __name__ == "__main__":
    main()
