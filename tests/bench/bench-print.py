#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""How long documents take: the processor's time of the whole program, so that other work on the machine does not count."""
import os
import pathlib
import resource
import subprocess

BUILD = pathlib.Path(os.environ.get("REEVE_BUILD", "build-release"))
ROUNDS = 5


def measure(*arguments):
    """The least of some rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([BUILD / "tests/service/print/write-document", *arguments], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def main():
    for name, arguments, goal in (("certificate", ["certificate"], 0.2), ("table of 2,000 rows", ["rows", "2000"], 1.0), ("table of 20,000 rows", ["rows", "20000"], 10.0)):
        took = measure(*arguments)
        print(f"{name}\t{took:.3f}\ts\t{goal}\t{'reached' if took <= goal else 'short'}", flush=True)


main()
