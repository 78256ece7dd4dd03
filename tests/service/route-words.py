#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Every line that the service's own requests leave in the access log has words at the console.

    route-words.py ROUTES-DUMP
"""
import pathlib
import re
import subprocess
import sys

from harness.tap import Tap

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "src"
WORKSPACE = "/v1/workspaces/{workspace}"


def read_words():
    """What the console has words for: actions and looks."""
    text = (SOURCE / "console/widgets/log-action-words.c").read_text()
    vocabulary = dict(re.findall(r'#define (REEVE_LOG_\w+)[ \\\n]+"([^"]+)"', (SOURCE / "common/log-action.h").read_text()))
    named = {vocabulary[name] for name in re.findall(r"{ (REEVE_LOG_\w+), N_", text)}
    return named | set(re.findall(r'{ "([^"]+)", N_', text))


def main():
    rows = [line.split() for line in subprocess.run([sys.argv[1], "--actions"], check=True, capture_output=True, text=True).stdout.splitlines()]
    known = read_words()
    with Tap() as tap:
        assert len(rows) > 100 and len(known) > 100, (len(rows), len(known))
        missing = sorted({action for _, _, action in rows if action != "-"} - known)
        tap.check(not missing, f"every action of a route has words{': not ' + ', '.join(missing) if missing else ''}")
        looks = [f"{method} {path.removeprefix(WORKSPACE)}" for method, path, action in rows if action == "-"]
        missing = [look for look in looks if look not in known]
        tap.check(not missing, f"so has every request without an action{': not ' + ', '.join(missing) if missing else ''}")


if __name__ == "__main__":
    main()
