#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The linters on fixtures: each must find what its fixture is made to hold, and nothing in the good one."""
import pathlib

import check
import layers
import rules
from harness.tap import Tap

FIXTURES = pathlib.Path(__file__).with_name("fixtures")

# Fixture tree -> the check of layers.py that must fail on it (several may).
TREES = {
    "good": None, "nameless": "every include names its folder", "module-cycle": "no cycle of modules",
    "folder-cycle": "no cycle of folders", "upward": "no arrow runs up", "across": "no arrow runs up", "stray": "no arrow runs up",
}
BANNED_LINES = [6, 7, 8, 8, 9, 10, 11]


def named(path):
    return str(path.relative_to(check.TOP)), path


def main():
    with Tap() as tap:
        for tree, expected in TREES.items():
            failed = [name for name, problems in layers.checks(layers.Tree(FIXTURES / "layers" / tree)) if problems]
            tap.check(expected in failed if expected else not failed, f"layers: {tree}")
        for path in sorted((FIXTURES / "rules").iterdir()):
            rule = getattr(rules, path.stem)
            found = list(rule([named(path)]))
            tap.check(found and all(path.name in line for line in found), f"rules: {path.stem} complains")
            others = [each for each in rules.RULES.values() if each is not rule and list(each([named(path)]))]
            tap.check(not others, f"rules: nothing else complains about {path.name}")
        banned = rules.banned_calls([named(FIXTURES / "rules" / "banned_calls.c")])
        lines = [int(line.split(":")[1]) for line in banned if "nested" not in line]
        tap.check(lines == BANNED_LINES, f"rules: every banned call is found, once: {lines}")
        nested = list(rules.banned_calls([("src/console/x.c", FIXTURES / "rules" / "banned_calls.c")]))
        tap.check(any("nested" in line for line in nested), "rules: a nested main loop is found in the programs, not in the tests")
        tap.check(len(list(rules.marks([named(FIXTURES / "rules" / "marks.c")]))) == 1, "rules: a mark with an issue is let through")
        for path in sorted((FIXTURES / "tools").iterdir()):
            problems = [line for _, found in check.CHECKS[path.stem]([named(path)]) for line in found]
            tap.check(any(path.name in line for line in problems), f"tools: {path.stem} complains")


if __name__ == "__main__":
    main()
