#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What is done with users all day, in one window: edit, suspend, bin, sort, filter, many at once, import, and
what another administrator does meanwhile."""
import os
import pathlib
import re
import subprocess
import time

from harness import Keyring, Session, Tap, api
from person import PASSWORD, Person

PEOPLE = [("Amélie Roux", "amelie.roux@northlab.example"), ("Bartosz Wilk", "b.wilk@northlab.example"),
          ("Chiamaka Obi", "c.obi@harrow.example"), ("Dorota Lis", "d.lis@harrow.example"), ("Emil Berg", "e.berg@harrow.example")]
GOOD = 117
BAD = {5: "no-address", 40: "two@@signs.example", 90: ""}  # line of the file: what stands there as e-mail


COPY = """
import sys, gi
gi.require_version("Gtk", "4.0")
from gi.repository import GLib, Gtk, Gdk
Gtk.init()
display = Gdk.Display.get_default()
display.get_clipboard().set(open(sys.argv[1]).read())
display.sync()  # the clipboard is ours when the display says so, not before
print("copied", flush=True)
GLib.MainLoop().run()
"""


def other_console(session, person):
    """The same administrator on another device: through the console's own service, without the console."""
    socket = next(pathlib.Path(session.environ["XDG_RUNTIME_DIR"]).glob("reeve/*/socket"))
    device = api.Device(["--socket", str(socket)], str(make_state(session)))
    reply = device.sign_in(person.email, PASSWORD, person.recovery_codes[0])
    assert reply.json["stage"] == "complete", reply
    return device


def make_state(session):
    path = session.folder / "device"
    path.touch()
    return path


def make_csv():
    lines = ["email,name,roles"]
    for number in range(2, GOOD + len(BAD) + 2):
        email = BAD.get(number, f"import{number:03}@many.example")
        lines.append(f"{email},Import {number:03},")
    return "\n".join(lines) + "\n"


def lies_below(app, name):
    """What has this name covers no row."""
    _, top, _, height = app.find(re.compile("table|list"), "Users", visible=True).extents
    return app.find(name=name, visible=True).extents[1] >= top + height


class Desk:
    """The list of users in the hands of one person."""

    def __init__(self, person):
        self.person, self.app, self.session = person, person.app, person.session

    def total(self):
        """What the title says: how many people there are."""
        title = self.app.find("label", re.compile(r"^[\d,.]+ (person|people)$"), visible=True)
        return int(re.sub(r"\D", "", title.name))

    def wait_total(self, number):
        self.app.wait_for(lambda: self.total() == number, 15, f"{number} people")

    def say(self, pattern):
        """A toast says so."""
        return self.app.find(name=re.compile(pattern), visible=True)

    def order(self):
        rows = [node for node in self.app.find_all(re.compile("row|item"), re.compile("|".join(name for name, _ in PEOPLE)), rows=True)
                if node.role in ("table row", "list item") and node.visible()]
        return [next(name for name, _ in PEOPLE if node.name.startswith(name)) for node in sorted(rows, key=lambda node: node.extents[1])]

    def open(self, name):
        self.person.row(name).click()
        return self.app.find("text", "Name", visible=True, text=name)

    def menu(self, button, item, role="menu item"):
        """Menus open under the pointer only to lose the focus again: away with it."""
        self.app.find("toggle button", button, visible=True).open()
        entry = self.app.find(re.compile(role), item, visible=True)
        entry.click()

    def list_menu(self, item):
        """By keys alone."""
        self.session.park_pointer()
        self.session.key("ctrl+shift+s")
        for _ in range(12):
            focused = self.app.find("menu item", re.compile("."), state="focused")
            if item.search(focused.name):
                self.session.key("Return")
                return
            self.session.key("Down")
            time.sleep(0.2)
        raise AssertionError(f"no {item} in the list's menu")

    def state(self, choice):
        """The chip that says which of them are shown."""
        self.menu(re.compile("^(Everyone|Active|Suspended|Bin)$"), choice, "menu item|radio menu item|check menu item")

    def has_state(self, name, word, there=True):
        self.app.wait_for(lambda: (word in self.person.row(name).name) == there, 10, f"{name} {'' if there else 'not '}{word}")

    def chip(self, name):
        self.app.find("toggle button", name, visible=True).click()

    def copy(self, text):
        """Into the clipboard, as a spreadsheet would: a program of its own holds it."""
        path = self.session.folder / "clipboard"
        path.write_text(text)
        holder = self.session.start("/usr/bin/python3", "-c", COPY, str(path), stdout=subprocess.PIPE)
        assert holder.stdout.readline() == b"copied\n"


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, None, os.environ.get("REEVE_TEST_SCHEME", "light"))
        with tap.step("a workspace with five people, made from elsewhere; they appear without doing anything"):
            hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = other_console(session, hana)
            ids = {}
            for name, email in PEOPLE:
                reply = other.post(f"{other.workspace}/users", {"email": email, "displayName": name})
                assert reply.status == 201, reply
                ids[name] = reply.json["id"]
            desk = Desk(hana)
            session.park_pointer()
            hana.row("Emil Berg", timeout=15)
            desk.wait_total(6)

        def change(name, **fields):
            """Someone else's doing."""
            path = f"{other.workspace}/users/{ids[name]}"
            reply = other.patch(path, fields, other.get(path).json["version"])
            assert reply.status == 200, reply

        with tap.step("a column sorts, once up, once down"):
            header = hana.app.find("filler", "Name", visible=True)
            assert desk.order() == [name for name, _ in PEOPLE], desk.order()
            header.click()
            hana.app.wait_for(lambda: desk.order() == [name for name, _ in PEOPLE][::-1], 10, "names downwards")
            header.click()
            hana.app.wait_for(lambda: desk.order() == [name for name, _ in PEOPLE], 10, "names upwards")
        with tap.step("a name is edited in the detail, and Ctrl+Z takes it back"):
            desk.open("Dorota Lis").type("Dorota Lis-Nowak")
            session.key("Return")
            desk.say("^Renamed to .*Dorota Lis-Nowak")
            hana.row("Dorota Lis-Nowak")
            hana.row("Amélie Roux").click()
            session.key("ctrl+z")
            desk.say("^Taken back: Renamed")
            hana.no_row("Dorota Lis-Nowak")
        with tap.step("roles are changed"):
            desk.open("Chiamaka Obi")
            hana.app.find("toggle button", "Roles", visible=True).open()
            hana.app.find("check box", "Auditor", visible=True).click()
            session.key("Escape")
            desk.say("^Roles of .*Chiamaka Obi.* changed")
            desk.has_state("Chiamaka Obi", "Auditor")
        with tap.step("one is suspended and reactivated, and each is taken back by Ctrl+Z"):
            desk.open("Bartosz Wilk")
            hana.press("Suspend")
            hana.app.find("button", "Reactivate", state="focused")  # where the keyboard goes on
            desk.say("Bartosz Wilk.* suspended$")
            desk.has_state("Bartosz Wilk", "Suspended")
            session.key("ctrl+z")
            desk.has_state("Bartosz Wilk", "Suspended", False)
            session.key("ctrl+shift+z")
            desk.has_state("Bartosz Wilk", "Suspended")
            hana.press("Reactivate")
            desk.has_state("Bartosz Wilk", "Suspended", False)
        with tap.step("one goes into the bin, is seen there and comes back"):
            desk.open("Emil Berg")
            hana.press("Delete")
            desk.say("Emil Berg.* moved to the bin")
            hana.no_row("Emil Berg")
            desk.wait_total(5)
            hana.app.find("button", "Restore", visible=True)  # the detail still shows whom it was
            session.key("ctrl+z")
            hana.row("Emil Berg")
            desk.wait_total(6)
            session.key("ctrl+shift+z")
            hana.no_row("Emil Berg")
            desk.wait_total(5)
            desk.state("Bin")
            hana.row("Emil Berg").click()
            hana.press("Restore")
            desk.say("Emil Berg.* restored")
            hana.no_row("Emil Berg")
            hana.press("Clear Filters")
            hana.row("Emil Berg")
        with tap.step("the own account cannot be suspended or deleted, and it is said why"):
            desk.open("Hana Sato")
            hana.app.find(name=re.compile("You cannot suspend your own account"))
            for name in ("Suspend", "Delete"):
                assert "sensitive" not in hana.app.find("button", name, visible=True).states, name
            session.key("F9")
        with tap.step("F6 goes round list, detail and sidebar, and the Delete key means the row"):
            def at(pattern):
                """The focus, or what it is in, is named so."""
                def there():
                    node = hana.app.focused()
                    return node is not None and any(re.search(pattern, f"{part.role}: {part.name}") for part in (node, *node.ancestors()))
                hana.app.wait_for(there, 5, f"the focus at {pattern}")

            desk.open("Emil Berg")
            for key, pattern in (("F6", "grouping: Emil Berg"), ("F6", "list item: Users"), ("F6", "(row|item): Emil Berg"), ("shift+F6", "list item: Users"),
                                 ("shift+F6", "grouping: Emil Berg"), ("shift+F6", "(row|item): Emil Berg")):
                session.key(key)
                at(pattern)
            session.key("Delete")
            desk.say("Emil Berg.* moved to the bin")
            session.key("ctrl+z")
            desk.say("^Taken back: .*Emil Berg")
            session.key("F9")
        with tap.step("filters: no second factor, never signed in"):
            for chip in ("No second factor", "Never signed in"):
                desk.chip(chip)
                hana.no_row("Hana Sato")
                hana.row("Emil Berg")
                hana.app.find("label", "5 of 6")
                desk.chip(chip)
                hana.row("Hana Sato")
        with tap.step("two are ticked by Space and suspended after a preview; one Undo takes both back"):
            desk.open("Amélie Roux")
            session.key("F9")
            hana.app.find(re.compile("row|item"), re.compile("^Amélie Roux"), rows=True, state="focused")
            session.key("space", "Down", "space")
            hana.app.find("label", "2 selected", visible=True)
            hana.press("Suspend…")
            dialog = hana.app.find("dialog", "Suspend People")
            dialog.find("button", "Suspend 2 People").click()
            hana.app.wait_gone("dialog", "Suspend People")
            for name in ("Amélie Roux", "Bartosz Wilk"):
                desk.has_state(name, "Suspended")
            hana.press("Undo")
            for name in ("Amélie Roux", "Bartosz Wilk"):
                desk.has_state(name, "Suspended", False)
        with tap.step("a file of many is looked at: three bad rows, each with its line; nothing is written yet"):
            desk.copy(make_csv())
            before = other.get(f"{other.workspace}/users?limit=1").json
            desk.list_menu(re.compile("^_?Import"))
            dialog = hana.app.find("dialog", "Import People")
            dialog.find("button", "Paste").click()
            dialog.find(name="3 rows have a problem")
            for line in BAD:
                dialog.find(name=re.compile(rf"^Line {line}, Problem"))
            assert not dialog.find(name=re.compile(r"^Line 6, Problem"), timeout=0)
            assert other.get(f"{other.workspace}/users?limit=1").json.get("total") == before.get("total") == 6, before
        with tap.step("the other rows are imported at one press"):
            dialog.find("button", f"Import the Other {GOOD}").click()
            hana.app.wait_gone("dialog", "Import People", timeout=30)
            desk.say(f"^{GOOD} people added")
            desk.wait_total(6 + GOOD)
        with tap.step("all that match are selected, with those not on screen"):
            hana.search("Import ")
            hana.row("Import 002").click()
            session.key("space")
            hana.press(f"Select All {GOOD} Matching")
            hana.app.find("label", f"{GOOD} selected")
            hana.press("Delete…")
            dialog = hana.app.find("dialog", "Delete People")
            dialog.find("button", f"Delete {GOOD} People").click()
            hana.app.wait_gone("dialog", "Delete People", timeout=30)
            hana.search("")
            hana.no_row("Import 002")
            desk.wait_total(6)
        with tap.step("a change from elsewhere appears without doing anything"):
            change("Emil Berg", displayName="Emil Berg-Hansen")
            hana.row("Emil Berg-Hansen")
        with tap.step("two save the same person: both versions are shown, one is chosen and stands"):
            name = desk.open("Chiamaka Obi")
            name.type("Chiamaka Mine")
            change("Chiamaka Obi", displayName="Chiamaka Theirs")
            hana.row("Chiamaka Theirs")
            assert name.text == "Chiamaka Mine", name.text
            session.key("Return")
            dialog = hana.app.find("dialog", "Changed by Somebody Else")
            dialog.find(name=re.compile("Chiamaka Mine"))
            dialog.find(name=re.compile("Chiamaka Theirs"))
            assert other.get(f"{other.workspace}/users/{ids['Chiamaka Obi']}").json["displayName"] == "Chiamaka Theirs"
            dialog.find("button", "Save").click()
            hana.row("Chiamaka Mine")
            hana.app.wait_for(lambda: other.get(f"{other.workspace}/users/{ids['Chiamaka Obi']}").json["displayName"] == "Chiamaka Mine",
                              5, "the chosen name at the service")
        with tap.step("of somebody new it is told below the rows: none is covered, and none moves"):
            hana.row("Chiamaka Mine").click()
            before = hana.row("Chiamaka Mine").extents
            reply = other.post(f"{other.workspace}/users", {"email": "f.amal@northlab.example", "displayName": "Fatima Amal"})
            assert reply.status == 201, reply
            hana.app.find(name="The list has changed", visible=True)
            hana.app.wait_for(lambda: lies_below(hana.app, "The list has changed"), 5, "news below the rows")
            assert hana.row("Chiamaka Mine").extents == before
            session.key("Escape")
            hana.pictures = os.environ.get("REEVE_TEST_PICTURES")
            hana.picture("users-news")
            hana.press("Refresh")
            hana.app.wait_gone(name="The list has changed", visible=True)
            hana.row("Fatima Amal")
        with tap.step("a file of thousands is imported as a job, which is looked at where all jobs are"):
            desk.copy("email,name\n" + "".join(f"job{number}@many.example,Job {number}\n" for number in range(2100)))
            desk.list_menu(re.compile("^_?Import"))
            dialog = hana.app.find("dialog", "Import People")
            dialog.find("button", "Paste").click()
            dialog.find("button", re.compile("^Import 2,?100 People"), timeout=60).click()
            hana.app.wait_gone("dialog", "Import People", timeout=60)
            jobs = hana.app.find("dialog", "Jobs", timeout=60)
            jobs.find("label", re.compile("^Done · 2,?100 done"), timeout=600)
            session.key("Escape")
            hana.app.wait_gone("dialog", "Jobs")
            hana.press("Refresh")  # a list in use does not move by itself
            desk.wait_total(7 + 2100)
        with tap.step("it ends cleanly"):
            other.close()
            hana.quit()


if __name__ == "__main__":
    main()
