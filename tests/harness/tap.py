# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Writes a test's steps as TAP. A failed step leaves a traceback in the log, and names a picture and a file with the tree.

    with Tap() as tap:
        with tap.step("the list is shown"):
            ...
        with tap.step("a picture is taken", independent=True):
            ...

A failed step ends the test, because what follows builds on it, unless the step is independent.
"""
import contextlib
import os
import pathlib
import re
import sys
import traceback


class Stop(BaseException):
    """A step failed: the rest cannot run."""


class Skip(Exception):
    """Raised by Tap.skip()."""


class Tap:
    def __init__(self):
        self.count = self.failed = 0
        self.session = None

    def __enter__(self):
        print("TAP version 14", flush=True)
        return self

    def watch(self, session):
        """Show this session's applications when a step fails."""
        self.session = session

    @contextlib.contextmanager
    def step(self, name, independent=False):
        try:
            yield
        except Skip as skip:
            self.point("ok", f"{name} # SKIP {skip}")
        except Exception:
            self.failed += 1
            self.point("not ok", name)
            self.note(traceback.format_exc())
            self.show(name)
            if not independent:
                raise Stop from None
        else:
            self.point("ok", name)

    def check(self, condition, name):
        """A step of one condition; the test goes on if it is false."""
        self.failed += not condition
        self.point("ok" if condition else "not ok", name)

    def skip(self, reason):
        """Inside a step: it cannot run here, and why."""
        raise Skip(reason)

    def point(self, outcome, name):
        self.count += 1
        print(f"{outcome} {self.count} - {name}", flush=True)

    def note(self, text):
        for line in str(text).rstrip().splitlines():
            print(f"# {line}", flush=True)

    def show(self, name):
        if not self.session:
            return
        folder = pathlib.Path(os.environ.get("REEVE_TEST_FAILURES", "build/failures"))
        path = folder / re.sub(r"\W+", "-", f"{pathlib.Path(sys.argv[0]).stem}-{name}").strip("-")
        with contextlib.suppress(Exception):
            self.note(f"picture: {self.session.screenshot(f'{path}.png')}")
        for application in self.session.applications:
            if application.process.poll() is None:
                with contextlib.suppress(Exception):
                    tree = application.dump(extents=True)
                    pathlib.Path(f"{path}.txt").write_text(tree + "\n")
                    self.note(f"tree: {path}.txt; the focus is on {application.focused()}")
            self.note(f"{application.command[-1]} wrote:\n{application.output()[-2000:]}")

    def __exit__(self, kind, error, trace):
        if kind is not None and kind is not Stop:
            self.failed += 1
            self.point("not ok", "the test itself")
            self.note("".join(traceback.format_exception(kind, error, trace)))
        print(f"1..{self.count}", flush=True)
        sys.exit(1 if self.failed else 0)
