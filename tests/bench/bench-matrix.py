#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""How long a frame of the matrix takes while it scrolls through 10,000 x 10,000: a real window, drawn by cairo.

Prints a line a figure: name, value, unit, goal, "reached" or "short". A snapshot is what our code does; a whole frame is that,
the layout, and drawing it into the window.
"""
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))
from harness import Session  # noqa: E402
from harness.api import BUILD  # noqa: E402

with Session() as session:
    sys.exit(subprocess.run([BUILD / "tests/console/widgets/test-matrix", "--time"], env=os.environ | session.environ, timeout=300).returncode)
