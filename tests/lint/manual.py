#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The manual pages tell of every option, command and configuration key that there is, and of no others:  manual.py SECTION PROGRAM …"""
import pathlib
import re
import subprocess
import sys

from harness import Tap

TOP = pathlib.Path(__file__).resolve().parents[2]
PAGES = TOP / "docs" / "man"


def ask_options(program):
    """Long options, as --help (and what it says is more help) lists them."""
    told = subprocess.run([program, "--help"], capture_output=True, text=True, check=True, timeout=60).stdout
    return set(re.findall(r"^ +(?:-\w, )?--([a-z-]+)", told, re.M)), told


def read_options(page):
    return set(re.findall(r"^\.It Fl (?:\w , )?-([a-z-]+)", page, re.M))


def read_keys(page):
    """Of each section of the configuration the keys that the page tells of."""
    keys = set()
    for section, text in re.findall(r"^\.Ss \[([a-z-]+)\]\n(.*?)(?=^\.S[sh] )", page, re.M | re.S):
        for names in re.findall(r"^\.It Ic (.*)$", text, re.M):
            keys |= {(section, name) for name in names.split(" , ")}
    return keys


def find_keys():
    return set(re.findall(r'\{ "([a-z-]+)", "([a-z-]+)", SETTING_', (TOP / "src" / "service" / "config.c").read_text()))


def complain(path):
    """What mandoc has to say about a page; that it does not find the others is not its matter."""
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "style", str(path)], capture_output=True, text=True, timeout=60)
    told = (done.stdout + done.stderr).splitlines()
    return "; ".join(line for line in told if not re.search("referenced manual not found|trailing delimiter: Ss ", line))


def main():
    with Tap() as tap:
        for section, program in zip(sys.argv[1::2], sys.argv[2::2]):
            name = pathlib.Path(program).name
            path = PAGES / f"{name}.{section}"
            page = path.read_text()
            options, told = ask_options(program)
            tap.check(len(options) > 1 and read_options(page) == options, f"{path.name} has the options of {name} --help: {read_options(page) ^ options or 'all'}")
            tap.check(not complain(path), f"{path.name} is as a page should be: {complain(path) or 'well'}")
            if name == "reeved":
                commands = {word.split()[0] for word in re.search(r"\] (\S.*)", told).group(1).split("|")}
                known = set(re.findall(r"^\.It Cm (\S+)", page, re.M))
                tap.check(len(commands) > 2 and known == commands, f"{path.name} has its commands: {known ^ commands or 'all'}")
                tap.check(len(find_keys()) > 20 and read_keys(page) == find_keys(), f"{path.name} has its keys: {read_keys(page) ^ find_keys() or 'all'}")


if __name__ == "__main__":
    main()
