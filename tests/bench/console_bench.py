# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What the benches of the console share: figures, and a console that is looked at from outside."""
import fcntl
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(HERE.parent), str(HERE.parent / "end-to-end")]
from person import BUILD, SERVICE, Person  # noqa: E402

TOOLS = BUILD / "tests/bench"
ENVIRON = {"REEVE_SERVICE": str(SERVICE), "GSETTINGS_SCHEMA_DIR": str(BUILD / "data"), "GSETTINGS_BACKEND": "keyfile"}
LATE_MS = 33


def figure(name, value, unit, goal):
    print(f"{name}\t{value:.3f}\t{unit}\t<= {goal:.3f}\t{'reached' if value <= goal else 'short'}", flush=True)


def reference(name, value, unit):
    print(f"{name}\t{value:.3f}\t{unit}\treference\treached", flush=True)


class Bench:
    def __init__(self, session, keyring):
        self.session, self.keyring = session, keyring
        self.person = Person(session)
        self.folder = pathlib.Path(session.environ["XDG_DATA_HOME"]) / "reeve/local"

    def probe(self, *arguments, timeout=300, **env):
        result = subprocess.run([str(each) for each in (TOOLS / "x-probe", *arguments)], env=self.session.environ | env, stdout=subprocess.PIPE,
                                text=True, timeout=timeout, check=True)
        return [float(each) for each in result.stdout.split()]

    def seed(self, program, *arguments):
        with open(self.folder / "lock") as lock:  # the service ends some time after the console
            fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run([TOOLS / program, self.folder, *map(str, arguments)], input=self.keyring.lookup(kind="root-key"), text=True, check=True)

    def pss_mb(self):
        text = pathlib.Path(f"/proc/{self.person.app.process.pid}/smaps_rollup").read_text()
        return int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) / 1024

    def first_run(self):
        self.person.start(**ENVIRON)
        self.person.open_local()
        self.person.set_up(workspace="Bench")
        self.person.at_users()
        self.person.quit()

    def start(self, frames, **env):
        """Every frame is written into the file."""
        self.person.start(LD_PRELOAD=str(TOOLS / "frame-hook.so"), FRAME_HOOK=str(frames), **(ENVIRON | env))

    def frames(self, path, *arguments):
        """Times between frames, and the work of each, while the probe moves something all the time."""
        time.sleep(0.5)
        start = time.monotonic() * 1000
        self.probe(*arguments)
        end = time.monotonic() * 1000
        seen = [tuple(map(float, line.split())) for line in path.read_text().splitlines()]
        seen = [each for each in seen if start <= each[0] <= end]
        return [after[0] - before[0] for before, after in zip(seen, seen[1:])], [work for _, work in seen]

    def scroll(self, path, go_far):
        """Wheel down for some seconds while pages load; far, which is `go_far`'s; the whole of it by the bar's handle."""
        app = self.person.app
        _, x, y, width, height = app.window()[:5]
        left, right, top, bottom = app.shadow(app.window()[0])
        middle, edge, low, high = x + width * 6 // 10, x + width - right - 6, y + height - bottom - 30, y + top + height // 4
        self.session.move_pointer(middle, y + height * 6 // 10)
        gaps, work = self.frames(path, "repeat", 10000, 12, "wheel-down")
        self.session.move_pointer(middle, y + height * 6 // 10)
        end = time.monotonic() + float(os.environ.get("REEVE_TEST_SCROLL_SECONDS", 60))
        while time.monotonic() < end:
            go_far()
        far = self.pss_mb()
        dragged, drag_work = self.frames(path, "drag", edge, low, edge, high, 5000)
        for name, some, works in (("wheel", gaps, work), ("handle", dragged, drag_work)):
            reference(f"console: frames while scrolling by {name}", len(works), "frames")
            reference(f"console: median time between frames by {name}", sorted(some)[len(some) // 2], "ms")
            reference(f"console: work of a frame by {name}, 99th of 100", sorted(works)[len(works) * 99 // 100], "ms")
        late = sum(gap > LATE_MS for gap in gaps + dragged)
        figure("console: frames past 33 ms while scrolling", 100 * late / len(gaps + dragged), "%", 1)
        return far
