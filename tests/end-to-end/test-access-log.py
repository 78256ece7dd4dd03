#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The access log at the console: asked by typing, clicking and brushing; one line with all that it says; and everything by keyboard."""
import contextlib
import csv
import datetime
import hashlib
import json
import os
import pathlib
import re
import time

import elsewhere
from desk import Desk
from foreign_events import ingest, make_lines
from harness import Keyring, Session, Tap
from person import Person


def spoil_a_day(session, which):
    """Every page of that day's file is something else; returns the day as a person has it."""
    date = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=which)
    folder = pathlib.Path(session.environ["XDG_DATA_HOME"]) / "reeve"
    file, = (path for path in folder.rglob(f"{date:%Y-%m-%d}.db") if path.parent.name != "directory")
    content = bytearray(file.read_bytes())
    for at in range(16, len(content), 4096):
        content[at:at + 64] = b"spoilt" + bytes(58)
    file.write_bytes(content)
    return f"{date:%-d %b}"


@contextlib.contextmanager
def held(session, key):
    session.run("xdotool", "keydown", key)
    try:
        yield
    finally:
        session.run("xdotool", "keyup", key)


class Log:
    def __init__(self, session, person):
        self.session, self.app, self.person = session, person.app, person

    def open(self):
        self.app.find("list item", "Access Log", visible=True).click()
        self.app.find("list", "Access log", visible=True, timeout=30)

    def entry(self):
        return self.app.find(re.compile("entry|text"), "Query of the access log", visible=True)

    def ask(self, text):
        self.session.key("ctrl+f")
        self.app.find(re.compile("entry|text"), "Query of the access log", state="focused")
        self.session.key("ctrl+a", "BackSpace")
        if text:
            self.session.type(text)

    def asked(self, text):
        self.app.wait_for(lambda: self.entry().text == text, 10, f"the query {text!r}, not {self.entry().text!r}")

    def row(self, pattern, timeout=30, **options):
        return self.app.find("list item", re.compile(pattern), rows=True, visible=True, timeout=timeout, **options)

    def no_row(self, pattern):
        self.app.wait_for(lambda: not self.app.find("list item", re.compile(pattern), rows=True, visible=True, timeout=0), 30, f"no row {pattern!r}")

    def counted(self, pattern):
        self.app.find("label", re.compile(pattern), timeout=30)

    def count(self):
        found = [node.name for node in self.app.find_all("label", re.compile(r"^(at least )?[\d,]+ lines?( · kept .*)?$"))]
        return found[0].split(" · ")[0] if found else None


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace with a month of events"):
            hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            now = int(time.time() * 1000000)
            assert ingest(other, make_lines(now, 4000))["taken"] == 4000
            hana.pictures = pictures
            log = Log(session, hana)

        with tap.step("the page shows them, newest first, with a heading for each day"):
            log.open()
            log.row(r"^\d\d:\d\d:\d\d, ")
            hana.app.find("image", re.compile(r"peak"), visible=True)
            hana.app.wait_for(lambda: log.count(), 30, "a count of lines")
            hana.picture("log-1-list")

        with tap.step("it begins without what looking at it writes, says so, and shows that, too, when asked"):
            log.asked("-action:log.read*,log.count,log.watch ")
            remove = hana.app.find("button", "Remove “Without readings of this log”", visible=True)
            hana.app.find("button", "Sign-ins", visible=True)
            assert not hana.app.find("list item", re.compile("Log (read|counted)"), rows=True, visible=True, timeout=0)
            remove.click()
            log.asked("")
            log.row("Log counted")
            hana.app.find("button", "Without readings of this log", visible=True).click()
            log.asked("-action:log.read*,log.count,log.watch")
            log.no_row("Log (read|counted)")
            log.ask("")

        with tap.step("typing asks, and the answer is what was asked for"):
            begun = time.monotonic()
            log.ask("result:failed ")
            log.no_row(", OK, ")
            tap.note(f"last key to rows, seen through AT-SPI: {time.monotonic() - begun:.2f} s")
            log.row(", Failed, .*Wrong password$")
            hana.app.find(name="Result: Failed", visible=True)
            hana.picture("log-2-failed")

        with tap.step("times are shown to the second, and asked for exactly"):
            begin = datetime.datetime.fromtimestamp(now // 1000000 - 86400, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:01")
            exact = f"since:{begin}.250000 until:{begin[:-2]}31.750000 "
            log.ask(exact)
            field = hana.app.find("text", "From", visible=True)
            hana.app.wait_for(lambda: field.text == begin, 10, f"the beginning {begin!r}, not {field.text!r}")
            assert hana.app.find("text", "Until", visible=True).text == begin[:-2] + "31"
            field.click()
            session.key("Return")
            log.asked(exact)
            field.type(begin[:-2] + "02")
            session.key("Return")
            hana.app.wait_for(lambda: re.fullmatch(rf"on:{begin[:-2]}02\.\.{begin[:-2]}31\.750000 ?", log.entry().text), 10,
                              f"another beginning, not {log.entry().text!r}")

        with tap.step("half a word is no mistake; a wrong one is underlined and told in words"):
            log.ask("colour:red ")
            hana.app.find(name=re.compile("^There is no such key"), visible=True)
            hana.picture("log-3-mistake")

        with tap.step("Tab takes what is offered, Escape clears"):
            log.ask("outc")
            hana.app.find("list item", re.compile("^outcome:, why"), visible=True)
            hana.picture("log-4-offers", narrow=False)
            session.key("Tab")
            log.asked("outcome:")
            session.type("pass")
            hana.app.find("list item", re.compile("^password_wrong"), visible=True)
            session.key("Tab")
            log.asked("outcome:password_wrong ")
            log.no_row(", OK, ")
            session.key("Escape")
            log.asked("")

        with tap.step("a line with all that it says; a click on a field asks for it"):
            log.ask("result:failed who:bartosz ")
            log.row("Bartosz Wilk").click()
            hana.app.find("heading", re.compile(".+"), visible=True)
            detail = hana.app.find("button", "More for Address", visible=True)
            hana.picture("log-5-detail")
            hana.app.find("list item", re.compile("^Address"), visible=True).click()
            hana.app.wait_for(lambda: "ip:" in log.entry().text, 10, "the address in the query")
            hana.picture("log-6-address", narrow=False)
            assert detail is not None

        with tap.step("what else came from here"):
            log.row("Bartosz Wilk").click()
            hana.press("What Else Came From Here")
            session.park_pointer()  # its tool tip would come, and lie on "Prove This Line…"
            hana.app.wait_for(lambda: re.fullmatch(r"ip:\S+ on:\S+", log.entry().text), 10, "address and times")
            log.row("Bartosz Wilk")
            hana.picture("log-7-around", narrow=False)
            log.ask("result:ok ")  # its row is not in the list any more
            log.no_row(", Failed, ")

        with tap.step("the line is proved"):
            hana.press("Prove This Line…")
            hana.app.find("dialog", "Prove This Line").find(name="This line is in the record", timeout=30)
            hana.picture("log-14-proof", narrow=False)
            session.key("Escape")
            hana.app.wait_gone("dialog", "Prove This Line")

        with tap.step("what the query offers takes no click from what is beside it, and is gone with it"):
            log.ask("result:ok acti")
            hana.app.find("list item", re.compile("^action:, what"), visible=True)
            assert hana.app.popups(), "offers"
            hana.press("Prove This Line…")
            hana.app.find("dialog", "Prove This Line")
            hana.app.wait_closed()
            assert not hana.app.popups(), hana.app.popups()
            session.key("Escape")
            hana.app.wait_gone("dialog", "Prove This Line")

        with tap.step("nothing is offered between two words unless it is asked for"):
            log.ask("result:ok ")
            log.no_row(", Failed, ")
            assert not hana.app.popups(), "offers"
            session.key("Down")
            hana.app.find("list item", re.compile("^who:, a name"), visible=True)
            session.key("Escape")
            hana.app.wait_closed()

        with tap.step("the counts include, and with Shift exclude"):
            log.ask("")
            session.key("Escape", "F9")
            hana.app.find("button", re.compile("^Result: Failed, "), visible=True, timeout=30)
            hana.picture("log-8-counts")
            hana.app.find("button", re.compile("^Result: Failed, "), visible=True).click()
            log.asked("result:failed")
            hana.app.find("button", re.compile("^Result: Failed, .* included$"), visible=True).click()
            log.asked("")
            with held(session, "shift"):
                hana.app.find("button", re.compile("^Result: Failed, "), visible=True).click()
            log.asked("-result:failed")
            hana.app.find("button", re.compile("^Result: Failed, .* excluded$"), visible=True)
            log.no_row(", Failed, ")
            hana.picture("log-16-excluded", narrow=False)
            session.key("Return")  # the focus is still there
            log.asked("")

        with tap.step("both by keyboard, and from the menu of a count"):
            button = hana.app.find("button", re.compile("^Result: OK, "), visible=True).focus("shift+Tab")
            session.key("shift+Return")
            log.asked("-result:ok")
            session.key("Return")
            log.asked("")
            session.key("shift+F10")
            hana.app.find("menu item", "Only This", visible=True).click()
            log.asked("result:ok")
            session.key("F9")
            log.ask("")
            assert button is not None

        with tap.step("in the detail, too: only, include, exclude"):
            log.ask("source:okta")
            log.row("Bartosz Wilk").click()
            row = hana.app.find("list item", re.compile("^Source"), visible=True)
            row.click()
            log.asked("source:=okta")
            with held(session, "shift"):
                hana.app.find("list item", re.compile("^Device"), visible=True).click()
            log.asked('source:=okta -agent:="Firefox on Linux"')
            log.ask("source:okta")
            log.row("Bartosz Wilk")
            hana.app.find("button", "More for Person", visible=True).open()
            hana.app.find("menu item", "Exclude", visible=True).click()
            log.asked("source:okta -who:=okta-1")
            log.no_row("Bartosz Wilk")
            log.ask("")

        with tap.step("the histogram is brushed with keys, and Escape clears it"):
            log.ask("result:failed")
            log.row(", Failed, ")
            hana.app.find("image", re.compile("peak"), visible=True, timeout=30).focus()
            session.key("alt+Right", "alt+Right")
            hana.app.wait_for(lambda: re.fullmatch(r"result:failed (since|on):\S+", log.entry().text), 10, "times in the query")
            hana.app.wait_for(lambda: hana.app.find("text", "From", visible=True).text, 10, "the same time in the field")
            hana.picture("log-9-brush", narrow=False)
            session.key("Escape")
            log.asked("result:failed")

        with tap.step("the fields take what the brush does"):
            field = hana.app.find("text", "From", visible=True)
            field.type("yesterday")
            session.key("Return")
            hana.app.wait_for(lambda: re.fullmatch(r"result:failed since:\S+", log.entry().text), 10, "since yesterday")
            field.type("next week")
            session.key("Return")
            assert re.fullmatch(r"result:failed since:\S+", log.entry().text), log.entry().text
            hana.press("Clear Time")
            log.asked("result:failed")

        with tap.step("a view is saved, found again and taken away"):
            hana.app.find("toggle button", "Saved Views", visible=True).open()
            hana.app.find("text", "Name of this view", visible=True).type("Everything that failed")
            session.key("Return")
            hana.app.find("list item", re.compile("^Everything that failed"), visible=True)
            hana.picture("log-10-saved", narrow=False)
            session.key("Escape")
            log.ask("")
            hana.app.find("toggle button", "Saved Views", visible=True).open()
            hana.app.find("list item", re.compile("^Everything that failed"), visible=True).click()
            log.asked("result:failed")

        desk = Desk(session, hana, None)
        with tap.step("what is found goes into a file, and its manifest into another, which agree"):
            target, manifest = session.folder / "failed.csv", session.folder / "failed.manifest.json"
            hana.app.find("toggle button", "Log Menu", visible=True).open()
            hana.app.find("menu item", "Export What Is Found", visible=True).click()
            hana.app.find("menu item", "CSV, for spreadsheets", visible=True).click()
            desk.save_as("Export the Access Log", target)
            desk.give_fresh_code(hana.recovery_codes.pop())
            hana.app.find(name=re.compile("^Exported [0-9,]+ lines to .*failed.csv"), visible=True, timeout=60)
            hana.picture("log-15-exported", narrow=False)
            hana.app.find("button", "Save Manifest…", visible=True).click()
            desk.save_as("Save the Manifest", manifest)
            hana.app.wait_for(lambda: manifest.exists() and manifest.read_text().endswith("}\n"), 10, "the manifest")
            said, rows = json.loads(manifest.read_text()), list(csv.DictReader(target.open(newline="")))
            assert said["query"] == "result:failed" and said["lines"] == len(rows) > 100, (said, len(rows))
            assert said["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest(), said
            assert {row["result"] for row in rows} == {"failed"}, rows[0]

        with tap.step("followed, new lines come on top; while a line is looked at they are only counted"):
            log.ask("source:okta")
            log.row("Amélie Roux")
            log.counted(r"^4000 lines( ·|$)")
            hana.app.find("toggle button", "Follow New Lines", visible=True).click()
            fresh = [{"time": int(time.time() * 1000000) + i, "action": "sign-in", "actorName": "Zoë New", "source": "okta", "sourceId": f"live-{i}",
                      "result": "ok"} for i in range(3)]
            time.sleep(1)  # until the stream is open
            ingest(other, fresh)
            log.row("Zoë New")
            log.counted(r"^4000 lines, 3 new( ·|$)")
            hana.picture("log-12-live", narrow=False)
            log.row("Zoë New").click()
            hana.app.find("button", "More for Person", visible=True)
            ingest(other, [dict(line, sourceId=f"more-{i}", time=line["time"] + 5000000, actorName="Yan Later") for i, line in enumerate(fresh)])
            hana.app.find("button", re.compile("^3 new"), visible=True, timeout=30)
            log.counted(r"^4000 lines, 6 new( ·|$)")
            log.no_row("Yan Later")
            hana.picture("log-13-news", narrow=False)
            hana.app.find("button", re.compile("^3 new"), visible=True).click()
            log.row("Yan Later")
            log.counted(r"^4000 lines, 6 new( ·|$)")

        with tap.step("the row with the focus does not move, nor what was scrolled to"):
            log.row("Amélie Roux").click()
            session.key("Escape")  # no detail, no cursor: the focus alone
            focused = hana.app.wait_for(hana.app.focused, 10, "a focus")
            before, place = focused.name, focused.extents
            assert "Amélie Roux" in before, before
            ingest(other, [dict(line, sourceId=f"focus-{i}", time=line["time"] + 9000000, actorName="Xia Unseen") for i, line in enumerate(fresh)])
            hana.app.find("button", re.compile("^3 new"), visible=True, timeout=30)
            now_there = hana.app.focused()
            assert (now_there.name, now_there.extents) == (before, place), (now_there, now_there.extents, before, place)
            log.no_row("Xia Unseen")
            session.key("Page_Down", "Page_Down")
            seen = log.row(r"^\d\d:\d\d:\d\d, ").name
            hana.app.find("toggle button", "Log Menu", visible=True).focus()  # elsewhere: only the scrolling holds it now
            ingest(other, [dict(line, sourceId=f"deep-{i}", time=line["time"] + 10000000, actorName="Xia Unseen") for i, line in enumerate(fresh)])
            hana.app.find("button", re.compile("^6 new"), visible=True, timeout=30)
            assert log.row(r"^\d\d:\d\d:\d\d, ").name == seen
            log.counted(r"^4000 lines, 12 new( ·|$)")
            hana.app.find("button", re.compile("^6 new"), visible=True).click()
            log.row("Xia Unseen")
            hana.app.find("toggle button", "Follow New Lines", visible=True).click()

        with tap.step("from a person to what they did"):
            hana.app.find("list item", "Users").reveal().click()
            hana.at_users()
            hana.row("Hana Sato").click()
            hana.app.find("toggle button", "User Menu", visible=True).open()
            hana.app.find("menu item", "Access Log", visible=True).click()
            hana.app.find(name="“Hana Sato”", visible=True, timeout=30)
            log.row("Hana Sato")
            hana.picture("log-11-person")

        with tap.step("of a day whose file the disk has spoilt it says that it cannot be read, and shows the others"):
            other.close()
            hana.quit()
            day = spoil_a_day(session, -3)
            hana.start()
            hana.at_users(60)
            log = Log(session, hana)
            log.open()
            hana.app.find(name=re.compile(f"^The log of {day} is damaged"), visible=True, timeout=30)
            log.row(r"^\d\d:\d\d:\d\d, ")
            hana.picture("log-12-damaged")
        hana.quit()


if __name__ == "__main__":
    main()
