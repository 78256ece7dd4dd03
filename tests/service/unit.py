#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The systemd unit: systemd understands every line of it, and its own judgement of the sandbox does not get worse.

    unit.py UNIT REEVED
"""
import pathlib
import subprocess
import sys
import tempfile

from harness.tap import Tap

# "systemd-analyze security" counts from 0 (nothing is exposed) to 10; times ten.
EXPOSURE = 13


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, env={"PATH": "/usr/bin", "SYSTEMD_COLORS": "0"})


def main():
    unit, program = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    with Tap() as tap, tempfile.TemporaryDirectory() as folder:
        # what is not installed cannot be executed, which is the one thing that is not the unit's fault
        lines = unit.read_text().splitlines()
        start = [line for line in lines if line.startswith("ExecStart=")]
        tap.check(len(start) == 1 and start[0].split()[0].endswith("/bin/reeved"), f"it starts reeved: {start}")
        copy = pathlib.Path(folder) / "reeved.service"
        copy.write_text("\n".join(line.replace(start[0].split()[0], f"ExecStart={program}") for line in lines) + "\n")
        done = analyze("verify", copy)
        said = done.stdout + done.stderr
        tap.check(done.returncode == 0 and not said, f"systemd finds nothing to say about it {said}")
        done = analyze("security", "--offline=true", f"--threshold={EXPOSURE}", copy)
        tap.check(done.returncode == 0, f"{(done.stdout.strip().splitlines() or [done.stderr])[-1]}")
        copy.write_text(copy.read_text().replace("ProtectSystem=strict", "ProtectSystem=no").replace("NoNewPrivileges=yes", ""))
        done = analyze("security", "--offline=true", f"--threshold={EXPOSURE}", copy)
        tap.check(done.returncode != 0, "with less it would not pass")


if __name__ == "__main__":
    sys.exit(main())
