# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A running program: its windows, its accessibility tree, pictures of it."""
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time

from gi.repository import GLib

from .accessible import INTERFACE, STATES, Gone, Node, Timeout, in_flight, property_call, wait_for

MANY_CHILDREN = 64  # a GtkColumnView keeps some 200 row widgets: they are entered only when asked for


def matches(pattern, value):
    if pattern is None:
        return True
    return pattern.search(value or "") is not None if hasattr(pattern, "search") else pattern == value


def leave_core():
    resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)


class Application:
    """Made by Session.launch(). It runs in a folder of its own, where it leaves a core if a signal ends it."""

    def __init__(self, session, command, env, log):
        self.session, self.root = session, None
        self.command = [str(part) for part in command]
        self.log = log or session.folder / f"application-{len(session.applications)}.log"
        self.folder = session.folder / f"application-{len(session.applications)}"
        self.folder.mkdir()
        if "/" in self.command[0]:
            self.command[0] = os.path.abspath(self.command[0])
        with open(self.log, "wb") as output:
            self.started = time.monotonic()
            self.process = subprocess.Popen(self.command, env=session.environ | env, stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=subprocess.STDOUT, cwd=self.folder, preexec_fn=leave_core)

    def wait_until_up(self, timeout):
        def up():
            self.root = self.find_root()
            return self.root and self.references(self.root) and self.windows()

        self.wait_for(up, timeout, f"window of {self.command[0]}")
        self.seconds_to_window = time.monotonic() - self.started

    def find_root(self):
        bus = self.session.accessibility
        registry = Node(self, ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"))
        for reference in self.references(registry):
            try:
                pid = bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                    GLib.Variant("(s)", (reference[0],)), None, 0, 2000, None).unpack()[0]
            except GLib.Error:
                continue
            if pid == self.process.pid:
                return Node(self, reference)
        return None

    @staticmethod
    def references(node):
        return node.call(INTERFACE + "Accessible", "GetChildren")[0]

    def output(self):
        """What it has written to its standard output and error."""
        with open(self.log, errors="replace") as log:
            return log.read()

    def stack(self):
        """Where a signal ended it, if the machine leaves cores there: what crashes once in a hundred runs is not seen again."""
        cores = sorted(self.folder.glob("core*"))
        if not cores or not shutil.which("gdb"):
            return ""
        told = subprocess.run(["gdb", "-batch", "-nx", "-ex", "bt 40", self.command[0], str(cores[0])], capture_output=True, text=True,
                              timeout=120, check=False).stdout
        return "\n" + "\n".join(line for line in told.splitlines() if line.startswith("#"))

    def last_words(self):
        return f"{self.command[0]} ended with {self.process.returncode}:\n{self.output()[-3000:]}{self.stack()}"

    # --- Finding ---

    def snapshot(self, within=None, rows=False):
        """The tree below `within`: one round trip a level. Long lists are entered only with rows=True."""
        bus, root = self.session.accessibility, within or self.root
        nodes, level = [root], [root]
        while level:
            found = in_flight(bus, [(node.reference, INTERFACE + "Accessible", "GetChildren", None) for node in level])
            below = []
            for node, references in zip(level, found):
                references = references or []
                node.children = [Node(self, each, node) for each in (references if rows or len(references) <= MANY_CHILDREN else [])]
                below += node.children
            nodes += below
            level = below
        calls = []
        for node in nodes:
            calls.append(property_call(node.reference, "Accessible", "Name"))
            calls += [(node.reference, INTERFACE + "Accessible", method, None) for method in ("GetRole", "GetInterfaces")]
        answers = in_flight(bus, calls)
        for index, node in enumerate(nodes):
            known = tuple(answers[3 * index:3 * index + 3])
            node.known = None if None in known else known
        nodes = [node for node in nodes if node.known]
        for node in nodes:
            if not node.known[0] and node.role in ("menu item", "check menu item", "radio menu item"):
                try:
                    node.known = (node.name_of_label(), *node.known[1:])
                except (Gone, GLib.Error):
                    pass
        return nodes

    def find_all(self, role=None, name=None, text=None, state=None, within=None, where=None, rows=None):
        """All nodes with this role, name and text (each a string or a compiled pattern) and state, in tree order."""
        found = []
        for node in self.snapshot(within, within is not None if rows is None else rows):
            try:
                if (matches(role, node.role) and matches(name, node.name) and (state is None or state in node.states)
                        and (text is None or "Text" in node.interfaces and matches(text, node.text)) and (where is None or where(node))):
                    found.append(node)
            except (Gone, GLib.Error):
                continue
        return found

    def find(self, role=None, name=None, timeout=10, index=0, visible=False, **options):
        """The first such node (or the index-th), waited for. With timeout=0: now, or None. visible=True: on screen only."""
        def look():
            found = self.find_all(role, name, **options)
            if visible:
                found = [node for node in found if node.visible()]
            return found[index] if -len(found) <= index < len(found) else None

        if timeout == 0:
            return look()
        return self.wait_for(look, timeout, f"{role or 'node'} {name!r} {options or ''}".strip())

    def wait_for(self, question, timeout=10, what=""):
        def ask():
            if self.process.poll() is not None:
                raise AssertionError(self.last_words())
            return question()

        return wait_for(ask, timeout, what)

    def wait_gone(self, role=None, name=None, timeout=10, **options):
        self.wait_for(lambda: not self.find(role, name, timeout=0, **options), timeout, f"end of {role} {name!r}")

    def wait_still(self, node, timeout=3):
        """Until it has stopped moving for a while, that of some frames on a busy machine: a pointer that aims at a sliding
        dialog, or at a row below one that is still loaded, hits what comes after."""
        last, wanted = [], 4
        place = lambda: node.extents  # noqa: E731
        if node.popover():  # in a window of its own, which is put into its place after it is there
            place, wanted = node.centre, 3

        def still():
            last[:] = [*last[1 - wanted:], place()]
            return len(last) == wanted and all(each == last[0] for each in last)

        wait_for(still, timeout, f"{node} at rest", step=0.06)

    def focused(self):
        """The node that has the keyboard focus, or None."""
        return self.find(state="focused", timeout=0)

    # --- Windows ---

    def windows(self):
        """Its mapped X windows: [(id, x, y, width, height, title, popup)], on the screen, shadow included."""
        found = []
        for number in self.session.run("xdotool", "search", "--onlyvisible", "--pid", self.process.pid, check=False).split():
            facts = self.session.run("xwininfo", "-id", number, check=False)
            if "IsViewable" not in facts:
                continue
            geometry = [int(re.search(label + r":\s*(-?\d+)", facts).group(1))
                        for label in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")]
            title = re.search(r'"(.*)"', facts)
            found.append((int(number), *geometry, title.group(1) if title else "", "Override Redirect State: yes" in facts))
        return found

    def windows_on_top(self):
        """Popovers and dialogs with windows of their own: [(id, x, y)]."""
        if self.process.poll() is not None:
            return []
        return [window[:3] for window in self.windows()
                if window[6] or "window id" in self.session.run("xprop", "-id", window[0], "WM_TRANSIENT_FOR", check=False)]

    def popups(self):
        """The numbers of its popovers, menus and tool tips on screen."""
        return [window[0] for window in self.windows() if window[6]]

    def wait_closed(self, timeout=2):
        """Until no popover is left: a click beside one closes it and does nothing else. A tool tip may stay."""
        try:
            self.wait_for(lambda: not self.popups(), timeout, "end of the popovers")
        except Timeout:
            pass

    def window(self, title=None):
        for window in self.windows():
            if not window[6] and title in (None, window[5]):
                return window
        raise Timeout(f"no window {title!r}: {self.windows()}")

    def window_origin(self, frame):
        """Where the window's content begins on the screen: its shadow is part of the X window, not of the extents."""
        number, x, y, width, height = self.window(frame.name)[:5]
        _, _, inner_width, inner_height = frame.extents
        left, right, top, bottom = self.shadow(number)
        return x + left + (width - left - right - inner_width) // 2, y + top + (height - top - bottom - inner_height) // 2

    def popover_origin(self, width, height):
        fitting = [window for window in self.windows() if window[6] and window[3] >= width and window[4] >= height]
        if not fitting:
            raise Timeout(f"no popover of {width}x{height}: {self.windows()}")
        best = min(fitting, key=lambda window: window[3] * window[4])
        return best[1], best[2]

    def resize(self, width, height, title=None):
        """Give the window this content size; its shadow comes on top."""
        frame = next(node for node in (Node(self, each, self.root) for each in self.references(self.root)) if title in (None, node.name))
        number, _, _, outer_width, outer_height = self.window(frame.name)[:5]
        _, _, inner_width, inner_height = frame.extents
        self.session.run("xdotool", "windowsize", number, width + outer_width - inner_width, height + outer_height - inner_height)
        self.wait_for(lambda: tuple(frame.extents[2:]) == (width, height), 5, f"window of {width}x{height}, it is {frame.extents[2:]}")
        self.wait_drawn(number)

    # --- Looking ---

    def wait_drawn(self, number, path=None, timeout=3):
        """Until two pictures of a window running are the same; the last one is at `path`."""
        last, end = None, time.monotonic() + timeout
        with tempfile.TemporaryDirectory() as folder:
            path = path or os.path.join(folder, "window.png")
            while True:
                self.session.run("import", "-window", number, path)
                now = self.session.run("identify", "-format", "%#", path)
                if now == last or time.monotonic() > end:
                    return
                last = now
                time.sleep(0.1)

    def screenshot(self, path, title=None):
        """One window without its shadow, pointer away, once two pictures running are the same."""
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        self.session.park_pointer()
        number = self.window(title)[0]
        self.wait_drawn(number, path)
        margins = self.shadow(number)
        if any(margins):
            left, right, top, bottom = margins
            self.session.run("convert", path, "-crop", f"+{left}+{top}", "+repage", "-crop", f"-{right}-{bottom}", "+repage", path)
        return path

    def shadow(self, number):
        """Left, right, top and bottom of what the window draws round itself: black where nothing composites."""
        match = re.search(r"= (\d+), (\d+), (\d+), (\d+)", self.session.run("xprop", "-id", number, "_GTK_FRAME_EXTENTS", check=False))
        return tuple(map(int, match.groups())) if match else (0, 0, 0, 0)

    def dump(self, within=None, extents=False, rows=False):
        """The tree as text, for a failure's log."""
        lines = []

        def walk(node):
            if node.known:
                line = "  " * node.depth + f"[{node.role}] {node.name!r}"
                try:
                    states = node.states
                    line += "".join(" " + state for state in sorted(states & set(STATES.values()) - {"sensitive", "visible", "enabled", "showing"}))
                    line += "" if "sensitive" in states else " insensitive"
                    line += "" if "showing" in states else " hidden"
                    line += f" {tuple(node.extents)}" if extents else ""
                except (Gone, GLib.Error):
                    line += " gone"
                lines.append(line)
            for child in node.children:
                walk(child)

        self.snapshot(within, rows)
        walk(within or self.root)
        return "\n".join(lines)

    # --- Around it ---

    def activate(self, application_id, action, parameter=None, window=None):
        """Activate a GAction over D-Bus: the application's, or with window= (1, 2, …) that window's."""
        path = "/" + application_id.replace(".", "/").replace("-", "_") + (f"/window/{window}" if window else "")
        self.session.bus.call_sync(application_id, path, "org.gtk.Actions", "Activate",
                                   GLib.Variant("(sava{sv})", (action, [parameter] if parameter is not None else [], {})), None, 0, 5000, None)

    def resident_kb(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s*(\d+)", status.read()).group(1))

    def close(self, timeout=10):
        """End it politely; returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode
