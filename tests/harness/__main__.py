# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Runs one command in a desktop session of its own:  python3 -m harness [--size 1280x900] CMD…"""
import subprocess
import sys

from .session import Session


def main():
    arguments, size = sys.argv[1:], (1280, 900)
    if arguments[:1] == ["--size"]:
        size, arguments = tuple(int(part) for part in arguments[1].split("x")), arguments[2:]
    with Session(size) as session:
        sys.exit(subprocess.run(arguments, env=session.environ).returncode)


main()
