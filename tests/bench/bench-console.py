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
import re
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(HERE.parent), str(HERE.parent / "end-to-end")]
from harness import Keyring, Session  # noqa: E402
from person import BUILD, CONSOLE, SERVICE, Person  # noqa: E402

TOOLS = BUILD / "tests/bench"
ENVIRON = {"REEVE_SERVICE": str(SERVICE), "GSETTINGS_SCHEMA_DIR": str(BUILD / "data"), "GSETTINGS_BACKEND": "keyfile"}
STARTS = 9
FEW, MANY = 10_000, 100_000
# Each changes what is on top of the list, or is left out.
KEYS = [*"gwen", *["BackSpace"] * 4, *"hana", "space", *"sato", *["BackSpace"] * 9, *"elin", *["BackSpace"] * 4, *"kranz",
        *["BackSpace"] * 5, *"wilk", *["BackSpace"] * 4, *"noor", *["BackSpace"] * 4, *"dieter"]
LATE_MS = 33


def figure(name, value, unit, goal):
    print(f"{name}\t{value:.3f}\t{unit}\t<= {goal:.3f}\t{'reached' if value <= goal else 'short'}", flush=True)


def reference(name, value, unit):
    print(f"{name}\t{value:.3f}\t{unit}\treference\treached", flush=True)


class Bench:
    def __init__(self, session, keyring):
        self.session, self.keyring = session, keyring
        self.person = Person(session)

    def probe(self, *arguments, timeout=300, **env):
        result = subprocess.run([str(each) for each in (TOOLS / "x-probe", *arguments)], env=self.session.environ | env, stdout=subprocess.PIPE,
                                text=True, timeout=timeout, check=True)
        return [float(each) for each in result.stdout.split()]

    def seed(self, start, end):
        folder = pathlib.Path(self.session.environ["XDG_DATA_HOME"]) / "reeve/local"
        subprocess.run([TOOLS / "seed-users", folder, str(start), str(end)], input=self.keyring.lookup(kind="root-key"), text=True, check=True)

    def pss_mb(self):
        text = pathlib.Path(f"/proc/{self.person.app.process.pid}/smaps_rollup").read_text()
        return int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) / 1024

    def first_run(self):
        self.person.start(**ENVIRON)
        self.person.open_local()
        self.person.set_up(workspace="Bench")
        self.person.at_users()
        self.person.quit()

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
        self.person.start(LD_PRELOAD=str(TOOLS / "frame-hook.so"), FRAME_HOOK=str(frames), **ENVIRON)
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

    def frames(self, path, *arguments):
        """Times between frames, and the work of each, while the probe moves something all the time."""
        time.sleep(0.5)
        start = time.monotonic() * 1000
        self.probe(*arguments)
        end = time.monotonic() * 1000
        seen = [tuple(map(float, line.split())) for line in path.read_text().splitlines()]
        seen = [each for each in seen if start <= each[0] <= end]
        return [after[0] - before[0] for before, after in zip(seen, seen[1:])], [work for _, work in seen]

    def scroll(self, path):
        """Wheel down for some seconds while pages load; to the end of all by key; the whole of it by the bar's handle."""
        app = self.person.app
        _, x, y, width, height = app.window()[:5]
        left, right, top, bottom = app.shadow(app.window()[0])
        middle, edge, low, high = x + width * 6 // 10, x + width - right - 6, y + height - bottom - 30, y + top + height // 4
        self.session.move_pointer(middle, y + height // 2)
        gaps, work = self.frames(path, "repeat", 10000, 12, "wheel-down")
        self.person.app.find(name="Users", role=re.compile("table|list"), visible=True)
        self.session.move_pointer(middle, y + height // 2)
        self.session.run("xdotool", "click", 1)
        end = time.monotonic() + float(os.environ.get("REEVE_TEST_SCROLL_SECONDS", 60))
        while time.monotonic() < end:
            self.probe("repeat", 2000, 30, "End")
        far = self.pss_mb()
        dragged, drag_work = self.frames(path, "drag", edge, low, edge, high, 5000)
        for name, some, works in (("wheel", gaps, work), ("handle", dragged, drag_work)):
            reference(f"console: frames while scrolling by {name}", len(works), "frames")
            reference(f"console: median time between frames by {name}", statistics.median(some), "ms")
            reference(f"console: work of a frame by {name}, 99th of 100", sorted(works)[len(works) * 99 // 100], "ms")
        late = sum(gap > LATE_MS for gap in gaps + dragged)
        figure("console: frames past 33 ms while scrolling", 100 * late / len(gaps + dragged), "%", 1)
        return far


def main():
    with Session() as session, Keyring(session) as keyring:
        bench = Bench(session, keyring)
        wanted = os.environ.get("REEVE_TEST_BENCH_ONLY", "starts keys scroll").split()
        bench.first_run()
        empty = bench.open(session.folder / "empty.frames")
        bench.person.quit()
        bench.seed(0, FEW)
        if "starts" in wanted:
            bench.starts()
        if not {"keys", "scroll"} & set(wanted):
            return
        bench.seed(FEW, MANY)
        frames = session.folder / "frames"
        opened = bench.open(frames)
        reference("console: PSS with an empty list", empty, "MB")
        reference("console: PSS with 100,000 users, first page", opened, "MB")
        if "keys" in wanted:
            bench.keys()
        if "scroll" in wanted:
            far = bench.scroll(frames)
            figure("console: memory with 100,000 users, scrolled far, over an empty list", far - empty, "MB", 60)
        bench.person.quit()


if __name__ == "__main__":
    main()
