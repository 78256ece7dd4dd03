#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Is a group administrator's list of users slower than everybody's? Groups of 100, 1,000 and 10,000 among 100,000 users, every sort and
filter of the list; measure-users prints the lines itself.
"""
import os
import pathlib
import subprocess

BUILD = pathlib.Path(__file__).resolve().parent.parent.parent / os.environ["REEVE_BUILD"]

if __name__ == "__main__":
    subprocess.run([BUILD / "tests/service/store/measure-users", "--groups"], check=True)
