#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Documents as other programs read them: poppler finds every text and tag, qpdf nothing that is wrong.

    documents.py WRITE-DOCUMENT
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

from harness.tap import Tap

WRITE = sys.argv[1]


def write(folder, *arguments, text=b"", name="document.pdf"):
    done = subprocess.run([WRITE, *map(str, arguments)], input=text, capture_output=True, timeout=170)
    assert done.returncode == 0, done.stderr
    path = pathlib.Path(folder) / name
    path.write_bytes(done.stdout)
    return path


def run(*arguments):
    done = subprocess.run(list(map(str, arguments)), capture_output=True, text=True, timeout=170)
    assert done.returncode == 0 and not done.stderr, done
    return done.stdout


def squeeze(text):
    """The letters alone: where a line was broken is no matter. What directions are marked with is not seen."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and c not in "\u2068\u2069\u202a\u202b\u202c\ufeff\u200e\u200f")


def tags(path):
    """[(depth, tag, words)]"""
    found = []
    for line in run("pdfinfo", "-struct-text", path).splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        if line.lstrip().startswith('"'):
            found[-1][2] += line.strip()[1:-1]
        else:
            found.append([depth, line.split()[0], ""])
    return found


def check_certificate(tap, folder):
    path = write(folder, "certificate")
    again = write(folder, "certificate", name="again.pdf")
    tap.check(path.read_bytes() == again.read_bytes(), "two runs write the same bytes")
    info = dict(line.split(":", 1) for line in run("pdfinfo", "-isodates", path).splitlines())
    info = {key: value.strip() for key, value in info.items()}
    tap.check((info["Title"], info["Author"], info["Creator"], info["CreationDate"], info["ModDate"], info["Tagged"], info["Page size"]) ==
              ("Certificate of a review", "Reeve", "Reeve", "2026-11-22T01:51:56Z", "2026-11-22T01:51:56Z", "yes", "595.28 x 841.89 pts (A4)"),
              f"what the file says of itself: {info}")
    text = run("pdftotext", "-layout", path, "-")
    for words in ("Nordwind Research GmbH", "Certificate of a review", "certifies", "1,310,442 of 1,310,442 (100 %)", "Twenty folders opened within a minute",
                  "d61e21a8f9c3a117", "Hana Nováková", "Countersigned by", "Page 1 of 1", "Written by Reeve from the record of the workspace"):
        tap.check(words in text, f"the text has {words!r}")
    fonts = run("pdffonts", path).splitlines()[2:]
    tap.check(len(fonts) >= 2 and all(re.search(r" yes yes yes +\d+ +\d+$", line) for line in fonts), f"fonts are embedded, cut to size, and have text: {fonts}")
    links = run("pdfinfo", "-url", path)
    tap.check("https://reeve.example.org/verify?x=1&y=%272%27" in links, f"the link leads there: {links!r}")
    found = tags(path)
    names = [tag for _, tag, _ in found]
    tap.check(names.count("Table") == 1 and names.count("TH") == 4 and names.count("TD") == 12 and names.count("H1") == 1 and names.count("H2") == 4 and
              "Link" in names and names.count("LBody") == 3, f"tags: {names}")
    tap.check(not any("Page 1" in words or "Written by" in words for *_, words in found), "head and foot are in none")
    outline = json.loads(run("qpdf", "--json", "--json-key=outlines", path))["outlines"]
    tap.check([(entry["title"], [kid["title"] for kid in entry["kids"]]) for entry in outline] ==
              [("Certificate of a review", []), ("What was reviewed", []), ("How far it went", []), ("Findings", ["Remarks"]), ("Signed", [])], "the outline")


def check_rows(tap, folder):
    path = write(folder, "rows", 2000)
    run("qpdf", "--check", path)
    sheets = run("pdftotext", "-layout", path, "-").rstrip("\f\n").split("\f")
    tap.check(len(sheets) > 20, f"{len(sheets)} sheets")
    bad = [i for i, sheet in enumerate(sheets, 1) if not re.search(r"Time +Who +What +Address +Events", sheet) or f"Page {i} of {len(sheets)}" not in sheet]
    tap.check(not bad, f"the head of the table and the number are on each sheet: {bad}")
    people = [int(n) for n in re.findall(r"person(\d+)@", "".join(sheets))]
    tap.check(people == list(range(2000)), "every row is there, in order")
    # A row is on one sheet: its second line ("in the folder") follows on the sheet of the first.
    torn = [sheet for sheet in sheets if sheet.count("Looked at every") != sheet.count("folder “Contracts") - sheet.count("Opened the folder")]
    tap.check(not torn, "no row is torn")
    names = [tag for _, tag, _ in tags(path)]
    tap.check(names.count("TD") == 10000 and names.count("TH") == 5 and names.count("Table") == 1, "every cell has its tag, and the table one head")


TEXTS = {
    "german": "Größe über alles: „Maße“",
    "hebrew": "שלום עולם",
    "arabic": "محمد بن راشد",
    "greek and cyrillic": "Αθήνα Москва",
    "a script without a font": "ok 漢字 \U0001F468 done",
    "controls": "a\x01b\x1b[2Jc",
    "an override": "invoice\u202efdp.exe",
    "no characters": "a\ufffeb\U000e0041",
    "marks": "Z" + "\u0301" * 30 + "x",
    "a word of 3,000 letters": "abcdefghij" * 300,
    "200 lines": "\n".join(f"line {i}" for i in range(200)),
    "nothing": "",
    "no UTF-8": b"ab\xff\xfe\xc0c",
    "what would end a string": "https://example.org/') /JS (x\\ \\) ''",
    "a script as a link": "javascript:alert(1)",
    "a link with letters": "https://example.org/größe",
    "markup": "<b>&lt;</b> %s %n {page}",
}
SEEN = {"controls": r"a\u0001b\u001b[2Jc", "an override": r"invoice\u202efdp.exe", "no characters": r"a\ufffeb\ue0041", "no UTF-8": r"ab\xff\xfe\xc0c",
        "a script without a font": "done"}


def check_hostile(tap, folder):
    for name, text in TEXTS.items():
        data = text if isinstance(text, bytes) else text.encode()
        path = write(folder, "everywhere", text=data)
        run("qpdf", "--check", path)
        links = run("pdfinfo", "-url", path)
        seen = squeeze(run("pdftotext", "-raw", path, "-"))
        want = squeeze(SEEN.get(name, text if isinstance(text, str) else ""))
        enough = want in seen or name in ("marks", "200 lines", "a word of 3,000 letters")
        tap.check(enough and "javascript" not in links, f"{name}: {want[:60]!r} in {seen[:200]!r}")
        if name in ("200 lines", "a word of 3,000 letters"):
            tap.check(seen.count("line199" if name == "200 lines" else "j") >= (5 if name == "200 lines" else 1500), f"{name}: all of it")
        if name in ("hebrew", "arabic"):
            tap.check("on2026-11-22,3findings." in seen, f"{name}: what follows a name stays after it")


def check_breaks(tap, folder):
    text = "A line that is long enough to be more than one, and a second sentence that makes three lines of them or so, which is enough for what is " \
           "looked at here, namely where a sheet ends and the next one begins in the midst of a paragraph; that takes some more words, and then it is over."
    path = write(folder, "paragraphs", 200, text=text.encode())
    run("qpdf", "--check", path)
    sheets = run("pdftotext", "-layout", path, "-").rstrip("\f\n").split("\f")
    last = [[line for line in sheet.splitlines() if line.strip()][-2] for sheet in sheets]
    tap.check(not any("A heading that stays" in line for line in last), "no heading stands alone at the bottom")
    tap.check(squeeze("".join(sheets)).count("thenitisover.") == 200, "every paragraph is whole")


def main():
    with Tap() as tap, tempfile.TemporaryDirectory() as folder:
        check_certificate(tap, folder)
        check_rows(tap, folder)
        check_hostile(tap, folder)
        check_breaks(tap, folder)


if __name__ == "__main__":
    main()
