#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What a person at the console waits for, seen from outside: real session, keyring, service and store, of this build.

Prints a line a figure: name, value, unit, goal, "reached" or "short". Times are of this machine as it is now: that is why
the start is measured beside an empty window's, in turns. The memory is the console's own (proportional set size).
REEVE_TEST_BENCH_ONLY names the parts to measure (starts, keys, scroll) where not all are wanted.
"""
import os
import pathlib
import statistics
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent))
from console_bench import ENVIRON, TOOLS, Bench, figure, reference  # noqa: E402
from harness import Keyring, Session  # noqa: E402
from person import CONSOLE  # noqa: E402

STARTS = 9
FEW, MANY = 10_000, 100_000
# Each changes what is on top of the list, or is left out.
KEYS = [*"gwen", *["BackSpace"] * 4, *"hana", "space", *"sato", *["BackSpace"] * 9, *"elin", *["BackSpace"] * 4, *"kranz",
        *["BackSpace"] * 5, *"wilk", *["BackSpace"] * 4, *"noor", *["BackSpace"] * 4, *"dieter"]


class Users(Bench):
    clicked = False

    def seed_users(self, start, end):
        self.seed("seed-users", start, end)

    def starts(self):
        """In turns, so that both meet the same machine; the first of each warms the caches."""
        empty, console = [], []
        for _ in range(STARTS + 1):
            empty.append(self.probe("start", TOOLS / "reference-window", **ENVIRON))
            console.append(self.probe("start", CONSOLE, **ENVIRON))
        def median(runs, column):
            return statistics.median(run[column] for run in runs[1:])

        def ratio(of, to):
            return statistics.median(after[of] / before[to] for before, after in list(zip(empty, console))[1:])

        reference("first frame of an empty window, median", median(empty, 1), "ms")
        reference("console: first frame, median", median(console, 1), "ms")
        reference("console: users list on screen, 10,000 users, median", median(console, 2), "ms")
        figure("console: users list on screen beside an empty window's first frame, median of pairs", ratio(2, 1), "ratio", 1.5)
        reference("console: the same by CPU time of the main thread", ratio(5, 4), "ratio")
        reference("PSS of an empty window", median(empty, 3) / 1024, "MB")
        figure("console: PSS with 10,000 users", median(console, 3) / 1024, "MB", 110)

    def open(self, frames):
        self.start(frames)
        self.person.at_users()
        time.sleep(1)  # memory settles
        return self.pss_mb()

    def keys(self):
        app = self.person.app
        _, x, y, width, height = app.window()[:5]
        self.person.search("")
        time.sleep(1)
        times = [each for each in self.probe("keys", x + width * 4 // 10, y + height * 3 // 10, width // 2, height * 6 // 10, *KEYS) if each >= 0]
        self.session.key("ctrl+a", "BackSpace")
        times.sort()
        assert len(times) >= 15, f"only {len(times)} keys changed the list"
        figure(f"console: key to filtered list of 100,000, median of {len(times)}", statistics.median(times), "ms", 80)
        reference("console: key to filtered list of 100,000, 95th of 100", times[len(times) * 95 // 100], "ms")

    def go_to_end(self):
        if not self.clicked:
            self.session.run("xdotool", "click", 1)
        self.clicked = True
        self.probe("repeat", 2000, 30, "End")


def main():
    with Session() as session, Keyring(session) as keyring:
        bench = Users(session, keyring)
        wanted = os.environ.get("REEVE_TEST_BENCH_ONLY", "starts keys scroll").split()
        bench.first_run()
        empty = bench.open(session.folder / "empty.frames")
        bench.person.quit()
        bench.seed_users(0, FEW)
        if "starts" in wanted:
            bench.starts()
        if not {"keys", "scroll"} & set(wanted):
            return
        bench.seed_users(FEW, MANY)
        frames = session.folder / "frames"
        opened = bench.open(frames)
        reference("console: PSS with an empty list", empty, "MB")
        reference("console: PSS with 100,000 users, first page", opened, "MB")
        if "keys" in wanted:
            bench.keys()
        if "scroll" in wanted:
            far = bench.scroll(frames, bench.go_to_end)
            figure("console: memory with 100,000 users, scrolled far, over an empty list", far - empty, "MB", 60)
        bench.person.quit()


if __name__ == "__main__":
    main()
