#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Runs screens.c on a display of its own and passes its TAP on:  test-screens.py PROGRAM"""
import os
import subprocess
import sys

from harness import Session

with Session() as session:
    sys.exit(subprocess.run(sys.argv[1:], env=session.environ | {"G_DEBUG": "fatal-criticals", "GSETTINGS_SCHEMA_DIR": os.environ["GSETTINGS_SCHEMA_DIR"]},
                            timeout=100).returncode)
