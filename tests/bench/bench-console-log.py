#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What a person waits for who looks at the access log of 10 million events, seen from outside: real session, keyring, service and
store, of this build.

    bench-console-log.py [EVENTS]      (10 million take some seven minutes to be made)

What was made is kept for a day in the build folder, for the next time. REEVE_TEST_BENCH_ONLY names the parts to measure (open, keys,
type, brush, scroll) where not all are wanted. Prints a line a figure: name, value, unit, goal, "reached" or "short".
"""
import os
import pathlib
import re
import shutil
import statistics
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent))
from console_bench import BUILD, Bench, figure, reference  # noqa: E402
from harness import Keyring, Session, Timeout  # noqa: E402

DAYS = 29  # and today: as long as events are kept
KEPT_HOURS = 20  # of what was made: its first day still is one of those
OPENINGS = 5
GOAL_MS = 150  # from a key, or a released brush, to its answer
MEMORY_MB = 80  # more than with an empty log
KEY_NAMES = {":": "colon", ".": "period", " ": "space", "-": "minus", "@": "at", "/": "slash"}
# What stands there, and what is typed behind it and taken away again: each letter is a question with other rows.
KEYS = {"who:": ("who:person1", "2345678"), "address": ("ip:10.1.0.15", "5"), "another address": ("ip:10.2.0.16", "3"),
        "free words": ("firefox person2", "3456789"), "outcome": ("outcome:forbidden person3", "1245678")}
ROUNDS = {"address": 6, "another address": 6}
TYPED = ["who:person42", "who:person7", "ip:10.1.0.15", "ip:10.3.0.17", "firefox forbidden", "person77 update", "outcome:forbidden",
         "outcome:forbidden person5"]
TYPING_MS = 90  # a key: a quick typist
TYPED_TIMES = 3
BRUSHES = 6  # for the bars, and for the rows
REST_S = 2  # until bars and counts are there, too


def name_keys(text):
    return [KEY_NAMES.get(letter, letter) for letter in text]


class Log(Bench):
    def sign_in(self):
        """The one who was here before still is, or has to say who it is."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.person.app.find(name="Users", role=re.compile("table|list"), timeout=0, visible=True):
                return
            if self.person.app.find("text", "E-mail", timeout=0, visible=True):
                self.person.sign_in()
            time.sleep(0.1)
        raise Timeout("not signed in")

    def go_to_users(self):
        self.person.go_to("Users")
        self.person.at_users()

    def close(self):
        self.go_to_users()  # for the next start
        self.person.quit()

    def open(self, frames, **env):
        """The console with its first page, the users; then the log. Returns how long the log took, in ms."""
        self.start(frames, **env)
        self.sign_in()
        self.go_to_users()  # it remembers where it was
        time.sleep(1)
        row = self.person.app.find("list item", "Access Log", visible=True)
        x, y = row.centre()
        _, left, top, width, height = self.person.app.window()[:5]
        # where rows will be, and now are others
        area = left + width * 4 // 10, top + height * 55 // 100, width // 2, height * 4 // 10
        self.session.move_pointer(x, y)
        time.sleep(0.5)
        took = self.probe("type", *area, 0, "click", X_PROBE_QUIET="2000")[1]
        self.session.park_pointer()
        self.person.app.find("list", "Access log", visible=True, timeout=30)
        return took

    def place(self, role, name):
        """x, y, width and height on the screen."""
        node = self.person.app.find(role, name, visible=True)
        x, y = node.centre()
        width, height = node.extents[2:]
        return x - width // 2, y - height // 2, width, height

    def rows(self):
        """The lower part of the list, where nothing lies above it."""
        x, y, width, height = self.place("list", "Access log")
        return x + 8, y + height * 55 // 100, width - 40, height * 4 // 10

    def ask(self, text):
        self.session.key("ctrl+f")
        self.session.key("ctrl+a", "BackSpace")
        if text:
            self.session.type(text)
        time.sleep(REST_S)

    def said(self):
        """ms, each time that the console said how long an answer took."""
        return [int(each) / 1000 for each in re.findall(r"lines are here after (\d+)", self.person.app.output())]

    def keys(self):
        """Each letter by itself: from the press to the rows that stay."""
        everything = []
        for name, (before, letters) in KEYS.items():
            self.ask(before)
            area, known = self.rows(), len(self.said())
            keys = [each for letter in letters * ROUNDS.get(name, 2) for each in (letter, "BackSpace")]
            times = sorted(each for each in self.probe("keys", *area, *keys, X_PROBE_QUIET="500") if each >= 0)
            said = sorted(self.said()[known:])
            assert len(times) >= len(keys) * 3 // 4, f"{name}: only {len(times)} of {len(keys)} keys changed the rows"
            everything += times
            reference(f"console: key to rows, {name}, median of {len(times)}", statistics.median(times), "ms")
            reference("  the slowest", times[-1], "ms")
            reference("  the answer alone, as the console says, median", statistics.median(said), "ms")
            reference("  the slowest", said[-1], "ms")
        figure(f"console: key to rows, median of {len(everything)}", statistics.median(everything), "ms", GOAL_MS)
        figure("console: key to rows, 95th of 100", sorted(everything)[len(everything) * 95 // 100], "ms", GOAL_MS)

    def typing(self):
        """Whole questions at the speed of a quick typist."""
        first, last = [], []
        for text in TYPED * TYPED_TIMES:
            self.ask("")
            seen, kept = self.probe("type", *self.rows(), TYPING_MS, *name_keys(text))
            first.append(seen)
            last.append(kept)
        known = sorted(each for each in last if each >= 0)
        reference(f"console: first key of a question to the first other rows, median of {len(first)}", statistics.median(first), "ms")
        figure(f"console: last key of a question to its rows, median of {len(known)}", statistics.median(known), "ms", GOAL_MS)
        reference("  the slowest", known[-1], "ms")

    def brushes(self):
        """A twelfth of the width, each time from another place on; the probe watches the bars and the rows in turn."""
        self.ask("")
        chart = re.compile("peak")
        bars, rows = [], []
        for i in range(2 * BRUSHES):
            x, y, width, height = self.place("image", chart)
            area, seen = ((x, y, width, height), bars) if i % 2 == 0 else (self.rows(), rows)
            start = x + width * (15 + 5 * i) // 100
            seen += self.probe("brush", *area, start, y + height // 2, start + width // 12, y + height // 2, 400)
            self.session.park_pointer()
            self.ask("")
        figure(f"console: brush to new bars, median of {len(bars)}", statistics.median(bars), "ms", GOAL_MS)
        reference("  the slowest", max(bars), "ms")
        figure(f"console: brush to new rows, median of {len(rows)}", statistics.median(rows), "ms", GOAL_MS)
        reference("  the slowest", max(rows), "ms")

    def go_down(self):
        self.probe("repeat", 2000, 2, "wheel-down")


def make_kept(events):
    """A home with a workspace and its log, made once. Returns where it is."""
    kept = BUILD / f"console-log-{events}"
    if kept.exists() and time.time() - (kept / "whole").stat().st_mtime < KEPT_HOURS * 3600:
        return kept
    new = kept.with_suffix(".new")
    for folder in (kept, new):
        shutil.rmtree(folder, ignore_errors=True)
    with Session() as session:
        move_home(session, new)
        with Keyring(session) as keyring:
            bench = Log(session, keyring)
            bench.first_run()
            bench.seed("seed-log", events, DAYS)
            (new / "whole").write_text(bench.person.key)
    new.rename(kept)
    return kept


def move_home(session, folder):
    """What the session's programs remember is there."""
    for kind in ("CONFIG", "DATA", "STATE"):
        name = f"XDG_{kind}_HOME"
        if not (folder / kind.lower()).exists():
            shutil.copytree(session.environ[name], folder / kind.lower(), symlinks=True)
            (folder / kind.lower()).chmod(0o700)
        session.environ[name] = str(folder / kind.lower())


def measure_empty():
    """The memory of a console whose log has a handful of lines."""
    with Session() as session, Keyring(session) as keyring:
        bench = Log(session, keyring)
        bench.first_run()
        bench.open(session.folder / "frames")
        time.sleep(3)
        empty = bench.pss_mb()
        bench.person.quit()
    return empty


def main():
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    wanted = os.environ.get("REEVE_TEST_BENCH_ONLY", "open keys type brush scroll").split()
    empty = measure_empty() if "scroll" in wanted else 0
    kept = make_kept(events)
    with Session() as session:
        move_home(session, kept)
        with Keyring(session) as keyring:
            bench = Log(session, keyring)
            bench.person.key = (kept / "whole").read_text()
            times = []
            for _ in range(OPENINGS - 1 if "open" in wanted else 0):
                times.append(bench.open(session.folder / "open.frames"))
                bench.close()
            frames = session.folder / "frames"
            times.append(bench.open(frames, G_MESSAGES_DEBUG="reeve"))
            reference(f"console: access log of {events:,} opened, to its first rows, median of {len(times)}", statistics.median(times), "ms")
            reference("  the slowest", max(times), "ms")
            time.sleep(3)
            opened = bench.pss_mb()
            for name, part in (("keys", bench.keys), ("type", bench.typing), ("brush", bench.brushes)):
                if name in wanted:
                    part()
            if "scroll" in wanted:
                bench.ask("")
                searched = bench.pss_mb()
                far = bench.scroll(frames, bench.go_down)
                reference("console: PSS with an empty log", empty, "MB")
                reference(f"console: PSS with {events:,} events, first page", opened, "MB")
                reference("console: PSS after searching", searched, "MB")
                figure(f"console: memory with {events:,} events, searched and scrolled far, over an empty log", far - empty, "MB", MEMORY_MB)
            bench.close()


if __name__ == "__main__":
    main()
