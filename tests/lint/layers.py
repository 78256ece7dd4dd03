#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The include graph of a source tree: prints it by folder, refuses cycles and arrows that run up.

A module is a .c file with its .h and its -private.h. An arrow is an include of another module, read from `#include "folder/name.h"`.
Includes go down the order below only, skipping layers as they like; the two programs know common and never each other.

    layers.py [SRC]     speaks TAP; the graph stands in its comments
"""
import pathlib
import re
import sys

ORDER = {
    "service": ["service", "service/http", "service/web", "service/api", "service/evidence", "service/jobs", "service/rules", "service/mail", "service/openid", "service/store", "service/detect", "service/print", "common"],
    "console": ["console", "console/pages", "console/dialogs", "console/widgets", "console/lists", "console/client", "common"],
    "common": ["common"],
}
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def module_of(path):
    return str(path.with_suffix("")).removesuffix("-private")


class Tree:
    def __init__(self, source):
        self.source = pathlib.Path(source)
        self.files = sorted(path for path in self.source.rglob("*") if path.suffix in (".c", ".h"))
        self.modules = {self.module(path) for path in self.files}
        self.arrows = {}  # (from, to) -> the first place that says so
        self.nameless = []
        for path in self.files:
            self.read(path)

    def module(self, path):
        return module_of(path.relative_to(self.source))

    def read(self, path):
        text = path.read_text(errors="replace")
        for match in INCLUDE.finditer(text):
            place = f"{path.relative_to(self.source)}:{text.count(chr(10), 0, match.start(1)) + 1}"
            target = module_of(pathlib.PurePosixPath(match[1]))
            if "/" not in target:
                # config.h and what Meson generates lie in the build folder; a neighbour is to be named with its folder.
                if str(pathlib.PurePosixPath(self.module(path)).parent / target) in self.modules:
                    self.nameless.append(f'{place}: "{match[1]}" lacks its folder')
            elif target in self.modules and target != self.module(path):
                self.arrows.setdefault((self.module(path), target), place)


def folder(module):
    """The layer that a module is in: folders below common and below a layer belong to it."""
    parts = module.split("/")
    return parts[0] if parts[0] == "common" or len(parts) == 2 else "/".join(parts[:2])


def cycles(arrows):
    """The strongly connected parts of more than one node (Tarjan), each sorted."""
    below = {}
    for start, end in arrows:
        below.setdefault(start, set()).add(end)
        below.setdefault(end, set())
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for end in sorted(below[node]):
            if end not in index:
                visit(end)
                low[node] = min(low[node], low[end])
            elif end in stack:
                low[node] = min(low[node], index[end])
        if low[node] == index[node]:
            part = []
            while not part or part[-1] != node:
                part.append(stack.pop())
            if len(part) > 1:
                found.append(sorted(part))

    sys.setrecursionlimit(10000)
    for node in sorted(below):
        if node not in index:
            visit(node)
    return found


def folder_arrows(tree):
    counts = {}
    for start, end in tree.arrows:
        if folder(start) != folder(end):
            counts[folder(start), folder(end)] = counts.get((folder(start), folder(end)), 0) + 1
    return counts


def arrows_up(tree):
    problems = []
    for (start, end), place in sorted(tree.arrows.items()):
        order = ORDER.get(start.split("/")[0])
        here, there = folder(start), folder(end)
        if order is None or here not in order:
            problems.append(f"{place}: {here} has no place in the order of layers")
        elif there not in order:
            problems.append(f"{place}: {here} must not know {there}")
        elif order.index(there) < order.index(here):
            problems.append(f"{place}: {here} is below {there} and must not include {end}.h")
    return problems


def explain(tree, part):
    lines = ["cycle: " + ", ".join(part)]
    return lines + [f"  {place} includes {end}" for (start, end), place in sorted(tree.arrows.items()) if start in part and end in part]


def checks(tree):
    """[(name, problems)] of a tree."""
    folders = folder_arrows(tree)
    return [
        ("every include names its folder", tree.nameless),
        ("no cycle of modules", [line for part in cycles(tree.arrows) for line in explain(tree, part)]),
        ("no cycle of folders", ["cycle: " + ", ".join(part) for part in cycles(folders)]),
        ("no arrow runs up", arrows_up(tree)),
    ]


def main():
    tree = Tree(sys.argv[1] if len(sys.argv) > 1 else "src")
    print("TAP version 14\n1..4")
    print(f"# {len(tree.modules)} modules, {len(tree.arrows)} arrows")
    for (start, end), count in sorted(folder_arrows(tree).items()):
        print(f"# {start} -> {end} ({count})")
    failed = False
    for number, (name, problems) in enumerate(checks(tree), 1):
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        failed = failed or bool(problems)
        for problem in problems:
            print(f"# {problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
