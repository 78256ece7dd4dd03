#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What the blocklist of common passwords costs: its size in the program, and the time of a look for one that is there and one that is not.

Prints a line a figure: name, value, unit, goal, "reached" or "short".
"""
import os
import pathlib
import random
import string
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PACKED = ROOT / "data" / "passwords" / "common.list"
PROGRAM = ROOT / os.environ.get("REEVE_BUILD", "build-release") / "tests" / "bench" / "time-passwords"


def figure(name, value, unit, goal, reached):
    print(f"{name}\t{value}\t{unit}\t{goal}\t{'reached' if reached else 'short'}")


def main():
    chance = random.Random(1)
    listed = subprocess.run([sys.executable, PACKED.parent / "pack.py", "--list"], capture_output=True, check=True).stdout.decode().splitlines()
    chance.shuffle(listed)
    letters = string.ascii_letters + string.digits
    strong = ["".join(chance.choices(letters, k=16)) for _ in listed]
    size = PACKED.stat().st_size
    figure("passwords in the list", len(listed), "", ">= 100000", len(listed) >= 100_000)
    figure("bytes in the program", size, "bytes", "<= 1500000", size <= 1_500_000)
    figure("bytes a password", f"{size / len(listed):.2f}", "bytes", "<= 6", size / len(listed) <= 6)
    for which, words in ("listed", listed), ("strong", strong):
        sys.stdout.flush()
        subprocess.run([PROGRAM, which], input="\n".join(words).encode(), check=True)


main()
