#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Walks the first path by itself where there is no display, and leaves pictures; the test of it does the walking."""
import os
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent


def main():
    failed = 0
    for scheme in sys.argv[1:] or ["light", "dark"]:
        environ = os.environ | {"REEVE_TEST_SCHEME": scheme, "PYTHONPATH": str(here.parent), "PYTHONDONTWRITEBYTECODE": "1"}
        failed |= subprocess.run([sys.executable, here / "test-path.py"], env=environ).returncode
    sys.exit(failed)


if __name__ == "__main__":
    main()
