#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""All static checks, as TAP:  check.py [NAME…]   with names out of CHECKS; without any, all.

Meson runs the quick ones with every test run; `./dev lint` runs them all.
"""
import ast
import pathlib
import re
import subprocess
import sys

import layers
import rules

TOP = pathlib.Path(__file__).resolve().parents[2]
POTFILES = "po/POTFILES.in"
# Meson's preset "glib", and what po/meson.build adds.
KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3", "g_dpgettext2:2c,3", "NP_:1,2")
WORDS = re.compile(r"(?<!\w)(_|N_|NP_|C_|NC_|ngettext|g_dngettext) \(")
TEMPLATE_GRAMMAR = "/usr/share/gtk-4.0/gtk4builder.rng"


def of_kind(files, *suffixes):
    return [name for name, path in files if path.suffix in suffixes]


def complaints(*command):
    """What a tool has to say, or nothing when it is content."""
    result = subprocess.run(command, cwd=TOP, capture_output=True, text=True)
    if result.returncode == 0:
        return []
    lines = (result.stdout + result.stderr).strip().splitlines()
    return lines or [f"{command[0]} ended with {result.returncode}"]


def check_rules(files):
    for name, rule in rules.RULES.items():
        yield name, list(rule(files))
    for complaint in rules.long_files(files):
        print(f"# {complaint}")


def check_layers(_files):
    yield from layers.checks(layers.Tree(TOP / "src"))


def check_format(files):
    names = of_kind(files, ".c", ".h")
    said = complaints("clang-format", "--dry-run", "-Werror", *names) if names else []
    yield "C is formatted (./dev format mends it)", [line for line in said if "error:" in line]


def check_shell(files):
    yield "shellcheck is content", complaints("shellcheck", *[name for name, path in files if rules.is_script(path)])


def check_python(files):
    names = of_kind(files, ".py")
    problems = []
    for name in names:
        try:
            ast.parse((TOP / name).read_text(), name)
        except SyntaxError as error:
            problems.append(f"{name}:{error.lineno}: {error.msg}")
    yield "pyflakes is content", problems or complaints("pyflakes3", *names)


def is_row(name):
    """GTK refuses a parent in the template of a list row, and GTK's grammar demands one."""
    return re.search(r'<template class="Gtk(ListItem|ListHeader|ColumnViewCell|ColumnViewRow)">', (TOP / name).read_text())


def check_templates(files):
    names = of_kind(files, ".ui")
    rows = [name for name in names if is_row(name)]
    said = complaints("xmllint", "--noout", "--relaxng", TEMPLATE_GRAMMAR, *names) if names else []
    for name in rows:
        known = (f"{name} fails to validate", "Element template failed to validate attributes",
                 "element template: Relax-NG validity error : Expecting an element property, got nothing")
        said = [line for line in said if not (line.startswith(name) and line.endswith(known))]
    yield "templates follow GtkBuilder's grammar", [line for line in said if not line.endswith("validates")]


def has_words(path):
    text = path.read_text(errors="replace")
    return 'translatable="yes"' in text if path.suffix == ".ui" else path.suffix == ".c" and WORDS.search(rules.code_only(text))


def check_words(files):
    """What xgettext is not told of, nobody can translate; and what it takes for a fault stops all of them."""
    listed = {line for line in (TOP / POTFILES).read_text().splitlines() if line and not line.startswith("#")}
    yield f"files with words are in {POTFILES}", [f"{name}: has words, and is not in {POTFILES}" for name, path in files
                                                  if has_words(path) and name not in listed]
    yield f"files in {POTFILES} are there", [f"{name}: gone" for name in sorted(listed) if not (TOP / name).exists()]
    said = complaints("xgettext", "--from-code=UTF-8", f"--files-from={POTFILES}", "--output=-", *[f"--keyword={each}" for each in KEYWORDS])
    yield "the template of translations can be made", [line for line in said if " error: " in line]


def check_cppcheck(files):
    names = of_kind(files, ".c")
    yield "cppcheck is content", complaints(
        "cppcheck", "-j2", "--quiet", "--error-exitcode=1", "--enable=warning,portability", "--library=gtk", "--inline-suppr",
        "--suppress=nullPointerOutOfMemory",  # GLib's allocators end the program instead
        "--std=c11", "-Isrc", "--suppress=missingInclude", "--suppress=normalCheckLevelMaxBranches", "--suppress=unknownMacro",
        "--suppress=checkersReport", "--template={file}:{line}: {severity}: {message} [{id}]", *names) if names else []


CHECKS = {"rules": check_rules, "layers": check_layers, "format": check_format, "shell": check_shell, "python": check_python,
          "templates": check_templates, "words": check_words, "cppcheck": check_cppcheck}


def main():
    wanted = sys.argv[1:] or list(CHECKS)
    files = rules.sources(TOP)
    count = failed = 0
    print("TAP version 14")
    for each in wanted:
        for name, problems in CHECKS[each](files):
            count += 1
            failed += bool(problems)
            print(f"{'not ok' if problems else 'ok'} {count} - {each}: {name}", flush=True)
            for problem in problems:
                print(f"# {problem}")
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
