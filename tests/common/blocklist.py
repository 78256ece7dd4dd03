#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The blocklist, asked about every password that it holds, about Django's list as Debian installs it, and about what it must not know:
strong ones, and neighbours of those that it holds.

    blocklist.py ASK-BLOCKLIST
"""
import gzip
import pathlib
import random
import string
import subprocess
import sys

from harness.tap import Tap

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DJANGO = pathlib.Path("/usr/lib/python3/dist-packages/django/contrib/auth/common-passwords.txt.gz")
WANTED = 100_000
SIGNS = str.maketrans("aeost", "@3057")


def get_unknown(program, words, *arguments):
    """Which of them are not found."""
    lines = "".join(f"{word}\n" for word in words).encode()
    return subprocess.run([program, *arguments], input=lines, capture_output=True, check=True).stdout.decode().splitlines()


def mutate(chance, word):
    """Something near it, without the signs that the list takes for letters."""
    place = chance.randrange(len(word) + 1)
    letter = chance.choice("abcxyz26~#")
    return chance.choice([word[:place] + letter + word[place:], word[:place] + word[place + 1:], word[:place] + letter + word[place + 1:]])


def main():
    program = sys.argv[1]
    chance = random.Random(1)
    listed = subprocess.run([sys.executable, ROOT / "data" / "passwords" / "pack.py", "--list"], capture_output=True, check=True).stdout.decode().splitlines()
    known = set(listed)
    with Tap() as tap:
        tap.check(len(listed) == len(known) >= WANTED, f"it holds {len(listed)} passwords, none of them twice")
        tap.check(sum(len(word) >= 8 for word in listed) >= WANTED, "more than enough of 8 and more characters, which the length alone lets pass")
        tap.check(get_unknown(program, listed) == [], "each of them is found")
        tap.check(get_unknown(program, [word.upper() for word in listed]) == [], "and in capitals")
        tap.check(get_unknown(program, [word.translate(SIGNS).title() for word in listed if word.isalpha()]) == [], "and with signs for letters")
        sample = chance.sample(listed, 20_000)
        tap.check(get_unknown(program, sample, "policy") == [], "the policy refuses 20,000 of them, whatever their strength")
        with gzip.open(DJANGO, "rt") as file:
            django = [word for word in file.read().split("\n") if word.isascii() and 0 < len(word) < 64]
        tap.check(len(django) > 19_900 and get_unknown(program, django) == [], f"{len(django)} of Django's 20,000 are found, all but the damaged")

        near = [word for word in (mutate(chance, chance.choice(listed)) for _ in range(100_000)) if not set(word) & set("0134578@9$!|+") and word]
        tap.check(get_unknown(program, near) == [word for word in near if word.lower() not in known], f"of {len(near)} neighbours it knows those that it holds")
        letters = string.ascii_letters + string.digits + string.punctuation
        strong = ["".join(chance.choices(letters, k=chance.randrange(12, 40))) for _ in range(100_000)]
        tap.check(get_unknown(program, strong) == strong, "and none of 100,000 made by chance")
        words = [word for word in listed if word.isalpha() and 5 <= len(word) <= 8]
        phrases = [" ".join(chance.choices(words, k=4)) for _ in range(20_000)]
        tap.check(get_unknown(program, phrases, "policy") == phrases, "nor any of 20,000 phrases of four words")
        odd = ["é" * 20, "\u202e" + "password", "x" * 63, "x" * 64, "x" * 1000, "\x7f\x01abcdefgh"]
        tap.check(get_unknown(program, odd) == odd, "nor what is no text of a keyboard")


main()
