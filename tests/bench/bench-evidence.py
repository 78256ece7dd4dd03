#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""How long the evidence pack of a person with 100,000 events takes, and what it keeps of memory; beside it, what it takes to put the
same files into a ZIP once they are there, which is the least that anybody would do."""
import json
import os
import pathlib
import subprocess
import tempfile
import time
import zipfile

BUILD = pathlib.Path(os.environ.get("REEVE_BUILD", "build-release"))
OTHERS = 300000  # events of somebody else, in the same days


def write(folder, *arguments):
    path = pathlib.Path(folder) / "pack.zip"
    done = subprocess.run([BUILD / "tests/service/evidence/write-evidence", path, *map(str, arguments)], check=True, capture_output=True, text=True)
    return path, json.loads(done.stdout)


def zip_again(folder, path):
    """In seconds of the processor, of the same contents."""
    with zipfile.ZipFile(path) as pack:
        contents = {entry.filename: pack.read(entry) for entry in pack.infolist()}
    begun = time.process_time()
    with zipfile.ZipFile(pathlib.Path(folder) / "again.zip", "w", zipfile.ZIP_DEFLATED) as again:
        for name, data in contents.items():
            again.writestr(name, data)
    return time.process_time() - begun, sum(map(len, contents.values()))


def check(folder, path):
    with zipfile.ZipFile(path) as pack:
        pack.extractall(pathlib.Path(folder) / "unpacked")
    begun = time.monotonic()
    subprocess.run(["python3", "verify.py"], cwd=pathlib.Path(folder) / "unpacked", check=True, capture_output=True)
    return time.monotonic() - begun


def say(name, value, unit, goal=None):
    print(f"{name}\t{value}\t{unit}\t{'' if goal is None else goal}\t{'' if goal is None else 'reached' if value <= goal else 'short'}", flush=True)


def main():
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        path, told = write(folder, 100000, OTHERS)
        say("evidence: 100,000 events, of the processor", told["processorMs"] / 1000, "s", 10)
        say("evidence: 100,000 events, by the clock", told["ms"] / 1000, "s", 10)
        say("evidence: the longest piece", told["longestMs"] / 1000, "s", 2)
        say("evidence: memory that it takes", told["grownKb"] / 1024, "MiB", 64)
        again, size = zip_again(folder, path)
        say("evidence: the ZIP", round(told["bytes"] / 2**20, 1), "MiB")
        say("evidence: what is in it", round(size / 2**20, 1), "MiB")
        say("reference: the same files into a ZIP, of the processor", round(again, 2), "s")
        say("evidence: verify.py", round(check(folder, path), 2), "s")
        _, longer = write(folder, 400000, OTHERS)
        say("evidence: memory with four times as many", longer["grownKb"] / 1024, "MiB", 64)


main()
