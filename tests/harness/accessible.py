# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""One node of a program's accessibility tree, over AT-SPI's D-Bus calls: every call has a timeout, nothing is cached.

What GTK 4.18 does, measured:
- extents leave out the padding and border of every widget above, so a node lies some pixels further down and right than
  it says (24 in an alert's buttons); `centre` puts an estimate back, and asks the window what is there;
- a menu item has no name, only a relation to its label, which is not in the tree;
- an entry row is a list item with the title twice in its name, and holds a "text" with the title once: take that one;
- a hidden password reads back as dots from the "text" and in clear from the row around it.
"""
import time

from gi.repository import Gio, GLib

INTERFACE = "org.a11y.atspi."
LABELLED_BY = 2
POPUP_LAYER = 5
WIDEST_PADDING = 32
DEEPEST = 100

STATES = {1: "active", 3: "busy", 4: "checked", 7: "editable", 8: "enabled", 9: "expandable", 10: "expanded", 11: "focusable",
          12: "focused", 16: "modal", 20: "pressed", 22: "selectable", 23: "selected", 24: "sensitive", 25: "showing",
          30: "visible", 32: "indeterminate", 33: "required", 36: "invalid", 41: "checkable", 42: "has-popup", 43: "read-only"}
ROLES = {2: "alert", 7: "check box", 8: "check menu item", 11: "combo box", 16: "dialog", 20: "filler", 23: "frame", 26: "icon",
         27: "image", 29: "label", 31: "list", 32: "list item", 33: "menu", 34: "menu bar", 35: "menu item", 37: "page tab",
         38: "page tab list", 39: "panel", 40: "password text", 42: "progress bar", 43: "button", 44: "radio button",
         45: "radio menu item", 48: "scroll bar", 49: "scroll pane", 50: "separator", 51: "slider", 52: "spin button",
         54: "status bar", 55: "table", 56: "table cell", 57: "column header", 58: "row header", 61: "text", 62: "toggle button",
         63: "tool bar", 64: "tool tip", 65: "tree", 66: "tree table", 69: "window", 75: "application", 79: "entry",
         83: "heading", 85: "section", 88: "link", 90: "table row", 91: "tree item", 98: "list box", 99: "grouping",
         101: "notification", 116: "static", 130: "switch"}


class Timeout(AssertionError):
    """What was waited for did not come."""


class Gone(Exception):
    """The widget went away while it was looked at."""


def wait_for(question, timeout=10, what="", step=0.03):
    """Ask until the answer is true, and return it. A widget that vanishes meanwhile is no answer yet."""
    end = time.monotonic() + timeout
    last = None
    while True:
        try:
            answer = question()
            if answer:
                return answer
        except (Gone, GLib.Error) as error:
            last = error
        if time.monotonic() > end:
            raise Timeout(f"no {what or question} within {timeout} s" + (f" ({last})" if last else ""))
        time.sleep(step)


def in_flight(bus, calls):
    """All calls at once; answers in order, None where the widget has gone."""
    answers, left = [None] * len(calls), [len(calls)]

    def on_answer(source, result, index):
        left[0] -= 1
        try:
            answers[index] = source.call_finish(result).unpack()[0]
        except GLib.Error:
            pass

    for index, ((name, path), interface, method, arguments) in enumerate(calls):
        bus.call(name, path, interface, method, arguments, None, 0, 5000, None, on_answer, index)
    while left[0]:
        GLib.MainContext.default().iteration(True)
    return answers


def property_call(reference, interface, name):
    return reference, "org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (INTERFACE + interface, name))


class Node:
    def __init__(self, application, reference, parent=None):
        self.application, self.reference, self.parent = application, tuple(reference), parent
        self.depth = parent.depth + 1 if parent else 0
        self.children = []
        self.known = None  # (name, role, interfaces) of the snapshot this node is from

    @property
    def bus(self):
        return self.application.session.accessibility

    def call(self, interface, method, signature=None, *arguments):
        try:
            variant = GLib.Variant(signature, arguments) if signature else None
            return self.bus.call_sync(*self.reference, interface, method, variant, None, 0, 5000, None).unpack()
        except GLib.Error as error:
            if error.matches(Gio.dbus_error_quark(), Gio.DBusError.UNKNOWN_METHOD) or "Unknown" in error.message:
                raise Gone(error.message) from error
            raise

    def read(self, interface, name):
        return self.call("org.freedesktop.DBus.Properties", "Get", "(ss)", INTERFACE + interface, name)[0]

    # --- Reading ---

    @property
    def name(self):
        if self.known:
            return self.known[0]
        return self.read("Accessible", "Name") or self.name_of_label()

    def name_of_label(self):
        for kind, targets in self.call(INTERFACE + "Accessible", "GetRelationSet")[0]:
            if kind == LABELLED_BY:
                labels = [Node(self.application, target) for target in targets]
                return " ".join(label.read("Accessible", "Name") or label.text for label in labels)
        return ""

    @property
    def role(self):
        number = self.known[1] if self.known else self.call(INTERFACE + "Accessible", "GetRole")[0]
        return ROLES.get(number, str(number))

    @property
    def description(self):
        return self.read("Accessible", "Description")

    @property
    def states(self):
        """Read anew each time: {"showing", "sensitive", "focused", …}."""
        low, high = self.call(INTERFACE + "Accessible", "GetState")[0]
        bits = low | high << 32
        return {STATES.get(bit, str(bit)) for bit in range(64) if bits >> bit & 1}

    @property
    def interfaces(self):
        names = self.known[2] if self.known else self.call(INTERFACE + "Accessible", "GetInterfaces")[0]
        return [name.removeprefix(INTERFACE) for name in names]

    @property
    def text(self):
        """Of an entry, a text view or a label."""
        return self.call(INTERFACE + "Text", "GetText", "(ii)", 0, self.read("Text", "CharacterCount"))[0]

    @property
    def value(self):
        return self.read("Value", "CurrentValue")

    @property
    def extents(self):
        """x, y, width, height in the window, short of the padding above it (see the top of this file)."""
        return self.call(INTERFACE + "Component", "GetExtents", "(u)", 1)[0]

    def ancestors(self):
        node = self.parent
        while node:
            yield node
            node = node.parent

    def frame(self):
        """The window that it is in."""
        chain = [self, *self.ancestors()]
        return chain[-2]

    def popover(self):
        """The popover that it is in, if any: an X window of its own."""
        for node in [self, *self.ancestors()][:-2]:
            if node.role in ("menu", "tool tip", "panel", "dialog", "list") and node.layer() == POPUP_LAYER:
                return node
        return None

    def layer(self):
        try:
            return self.call(INTERFACE + "Component", "GetLayer")[0]
        except GLib.Error:
            return 0

    # --- Where it is ---

    def padding_above(self, until):
        """An estimate of what GTK left out: where the children of a widget begin at its corner and leave room on the
        far side, half of that room is padding."""
        chain = [self, *self.ancestors()]
        chain = chain[:chain.index(until) + 1] if until in chain else chain[:-1]
        x = y = 0
        for parent in chain[1:]:
            px, py, pw, ph = parent.extents
            references = parent.call(INTERFACE + "Accessible", "GetChildren")[0]
            calls = [(tuple(each), INTERFACE + "Component", "GetExtents", GLib.Variant("(u)", (1,))) for each in references[:64]]
            inside = [each for each in in_flight(self.bus, calls) if each and each[2] > 0 and each[3] > 0]
            if not inside:
                continue
            left, top = min(e[0] for e in inside), min(e[1] for e in inside)
            right, bottom = max(e[0] + e[2] for e in inside), max(e[1] + e[3] for e in inside)
            if left == px and 0 < px + pw - right <= 2 * WIDEST_PADDING:
                x += (px + pw - right) // 2
            if top == py and 0 < py + ph - bottom <= 2 * WIDEST_PADDING:
                y += (py + ph - bottom) // 2
        return x, y

    def holds(self, reference):
        """True if that is the node itself, or inside it."""
        for _ in range(DEEPEST):
            if reference == self.reference:
                return True
            if not reference[0]:  # the end of the tree
                return False
            try:
                reference = tuple(Node(self.application, reference).read("Accessible", "Parent"))
            except (Gone, GLib.Error):
                return False
        return False

    def hits(self, window, points):
        """Those of the points in the window at which a pointer meets this node."""
        calls = [(window.reference, INTERFACE + "Component", "GetAccessibleAtPoint", GLib.Variant("(iiu)", (*point, 1)))
                 for point in points]
        found = [answer and tuple(answer) for answer in in_flight(self.bus, calls)]
        inside = {each for each in set(found) if each and self.holds(each)}
        return [point for point, each in zip(points, found) if each in inside]

    def centre(self):
        """Where a pointer hits it, on the screen. Room below a short page looks like padding, and so does room at the end of
        a row that wraps: where the window says that something else is there, it is asked all the way down, then all the way
        across (what is insensitive is never met, and is where it seems)."""
        x, y, width, height = self.extents
        popover = self.popover()
        base = popover or self.frame()
        bx, by, bw, bh = base.extents
        ox, oy = self.application.popover_origin(bw, bh) if popover else self.application.window_origin(base)
        dx, dy = self.padding_above(base)
        left, top = x + width // 2, y + height // 2
        point = left + dx, top + dy
        if not popover and not self.hits(base, [point]):
            line = (self.hits(base, [(point[0], top + down) for down in range(0, dy + WIDEST_PADDING, 2)]) or
                    self.hits(base, [(left + across, point[1]) for across in range(0, dx + WIDEST_PADDING, 2)]))
            point = line[len(line) // 2] if line else point
        return ox + point[0] - bx, oy + point[1] - by

    def visible(self):
        """True if its centre lies inside everything around it, so that it is not scrolled away or folded."""
        if "showing" not in self.states:
            return False
        x, y, width, height = self.extents
        if width <= 0 or height <= 0:
            return False
        middle_x, middle_y = x + width // 2, y + height // 2
        edge = self.popover() or self.frame()
        for node in self.ancestors():
            if node.role in ("scroll pane", "frame"):
                nx, ny, nw, nh = node.extents
                if not (nx <= middle_x < nx + nw and ny <= middle_y < ny + nh):
                    return False
            if node == edge:
                break
        return True

    # --- Acting ---

    def click(self, button=1, count=1):
        """A real pointer click in its middle, once it is there to be clicked."""
        self.application.wait_for(self.visible, 5, f"{self} on screen")
        if not self.popover():
            self.application.wait_closed()
        self.application.wait_still(self)
        x, y = self.centre()
        self.application.session.run("xdotool", "mousemove", x, y, "click", "--repeat", count, "--delay", 60, button)
        return self

    def open(self, at_most=3):
        """Click on what opens a popover, until it has: as the window manager moves or focuses the window, the X server
        takes the grab away that a popover needs, and GTK closes it before anybody has seen it. People click again."""
        before = set(self.application.popups())
        for _ in range(at_most):
            self.click()
            try:
                self.application.wait_for(lambda: set(self.application.popups()) - before, 5, f"popover of {self}")
                self.application.session.park_pointer()  # its tool tip would come, and lie on what opened
                return self
            except Timeout:
                print(f"# clicked, and nothing opened: {self}", flush=True)
        raise Timeout(f"{self} opens no popover, clicked {at_most} times")

    def reveal(self, at_most=40):
        """Roll the wheel over what it is scrolled away in, until it is on screen."""
        for _ in range(at_most):
            if self.visible():
                return self
            y = self.extents[1] + self.extents[3] // 2
            pane = next(node for node in self.ancestors() if node.role == "scroll pane")
            self.application.session.run("xdotool", "mousemove", *pane.centre(), "click", 5 if y > pane.extents[1] + pane.extents[3] // 2 else 4)
            time.sleep(0.1)
        raise Timeout(f"{self} does not come into sight")

    def hover(self):
        self.application.session.move_pointer(*self.centre())
        return self

    def focus(self, key="Tab", at_most=60):
        """Walk the keyboard focus to it (GTK does not let an assistive technology place it)."""
        for _ in range(at_most):
            if "focused" in self.states:
                return self
            self.application.session.key(key)
            time.sleep(0.03)
        raise Timeout(f"{self} is not reached by {at_most} times {key}; the focus is on {self.application.focused()}")

    def type(self, text, clear=True):
        """Click into it, empty it, type with real keys, wait until the text has arrived."""
        self.click()
        session = self.application.session
        if clear and self.text:
            session.key("ctrl+a", "BackSpace")
            self.application.wait_for(lambda: self.text == "", 3, f"{self} empty")
        session.type(text)
        self.application.wait_for(lambda: self.text.endswith((text, "●" * len(text))), 5, f"{text!r} in {self}")
        return self

    def do(self, index=0):
        """Its own action (a press, a toggle), for what a pointer cannot reach."""
        return self.call(INTERFACE + "Action", "DoAction", "(i)", index)[0]

    def set_text(self, text):
        return self.call(INTERFACE + "EditableText", "SetTextContents", "(s)", text)[0]

    def find(self, *arguments, **options):
        return self.application.find(*arguments, within=self, **options)

    def find_all(self, *arguments, **options):
        return self.application.find_all(*arguments, within=self, **options)

    def __eq__(self, other):
        return isinstance(other, Node) and self.reference == other.reference

    def __hash__(self):
        return hash(self.reference)

    def __repr__(self):
        try:
            return f"[{self.role}] {self.name!r}"
        except (Gone, GLib.Error):
            return f"<gone {self.reference[1][-8:]}>"
