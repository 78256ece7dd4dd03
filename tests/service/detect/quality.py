#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Every attack that is hidden in a month of a workspace's log is found, and at most one finding in a thousand days of a person is none.
The logs are made by who did not write the rules; no seed here was one that they were tried on.

    quality.py REPLAY [SEED…]
"""
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
SEEDS = ["401", "402"]


def judge(replay, seed, folder):
    """(whether it is good enough, what score.py says)"""
    labels, events, findings = (folder / f"{seed}.{name}" for name in ("labels", "events", "findings"))
    with events.open("wb") as out:
        subprocess.run([sys.executable, HERE / "generate.py", "--seed", seed, "--labels", labels], stdout=out, check=True)
    with events.open("rb") as lines, findings.open("wb") as out:
        subprocess.run([replay], stdin=lines, stdout=out, check=True)
    events.unlink()  # hundreds of megabytes
    score = subprocess.run([sys.executable, HERE / "score.py", "--require-recall", "1.0", "--most-false", "1.0", labels, findings],
                           capture_output=True, text=True, check=False)
    return score.returncode == 0, score.stdout + score.stderr


def main():
    replay, seeds = sys.argv[1], sys.argv[2:] or SEEDS
    print(f"TAP version 14\n1..{len(seeds)}")
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds, 1):
            found, said = judge(replay, seed, pathlib.Path(folder))
            for line in said.splitlines():
                print(f"# {line}")
            print(f"{'ok' if found else 'not ok'} {number} - a month of a million events, seed {seed}", flush=True)
            good = good and found
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
