#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The access log whose bars and counts cannot be had: those of another question do not stay as if they answered this one, nothing pops
up while one types, and all is there again once it can be. And bars that come in parts, newest first: what is not counted yet does not look
empty."""
import os
import re
import time

from desk import Desk
from foreign_events import ingest, make_lines
from harness import Keyring, Session, Tap
from lying import Liar
from person import Person
from remote import Certificate

EVENTS = 600
UNKNOWN = re.compile("^These events could not be counted over time. The service is busy.$")
PEAK = re.compile("peak")
UNCOUNTED = re.compile("^What is before .+ is not counted yet")
COUNT = re.compile(r"^[\d,]+ lines?( ·|$)")


def count_behind_peak(path, value):
    """As if the service had counted no further than to the longest bar, unless it is asked for what is before."""
    if "access-log/histogram" not in path or "to=" in path:
        return value
    peak = max(value["bars"], key=lambda bar: sum(bar.get(result, 0) for result in ("ok", "failed", "refused", "error")))
    newer = [bar for bar in value["bars"] if bar["time"] > peak["time"]]
    return value | {"bars": newer, "countedFrom": newer[0]["time"]}


class Log:
    def __init__(self, tap, session, liar):
        self.tap, self.session, self.liar = tap, session, liar
        self.hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        self.pictures, self.hana.pictures = self.hana.pictures, None

    def begin(self):
        desk = Desk(self.session, self.hana, self.liar)
        self.hana.start()
        desk.open_connect()
        desk.connect(self.liar.address)
        self.hana.press("Trust and Connect")
        desk.set_up()
        self.hana.at_users()
        desk.sign_in_elsewhere()
        assert ingest(desk.other, make_lines(int(time.time() * 1000000), EVENTS))["taken"] == EVENTS
        self.hana.app.find("list item", "Access Log", visible=True).click()
        self.hana.app.find("list", "Access log", visible=True, timeout=30)
        self.known()
        self.hana.pictures = self.pictures

    def known(self):
        self.hana.app.find("image", PEAK, visible=True, timeout=30)
        self.hana.app.find("label", COUNT, timeout=30)
        assert not self.sees(UNKNOWN)

    def sees(self, pattern, role="label"):
        return self.hana.app.find(role, pattern, visible=True, timeout=0)

    def unknown(self, places=1):
        """No bars, no number of lines; one sentence where the bars were, and nothing else pops up."""
        app = self.hana.app
        app.find("label", UNKNOWN, visible=True, timeout=30)
        app.wait_for(lambda: not app.find("label", COUNT, timeout=0), 30, "no count of lines")
        assert not self.sees(PEAK, "image")
        said = [node.name for node in app.find_all("label", re.compile("The service is busy"), where=lambda node: node.visible())]
        assert len(said) == places, said

    def ask(self, text):
        self.session.key("ctrl+f")
        self.session.key("ctrl+a", "BackSpace")
        self.session.type(text)

    def bars(self):
        return self.hana.app.find("image", re.compile("peak|^No events$"), visible=True)

    def count_anew(self):
        """By way of another question, whose bars are others."""
        self.ask("result:refused")
        self.rows_say("Refused|refused")
        self.known()
        self.ask("who:bartosz")
        self.rows_say("Bartosz Wilk")

    def rows_say(self, what):
        self.hana.app.find("list item", re.compile(what), rows=True, visible=True, timeout=30)

    def walk(self):
        tap, app, liar = self.tap, self.hana.app, self.liar
        slow = re.compile("access-log/(histogram|facets)")
        with tap.step("the service has the list and not the rest: the bars of the question before are not shown for it"):
            liar.busy = slow
            self.ask("who:bartosz")
            self.rows_say("Bartosz Wilk")
            self.unknown()
            self.hana.picture("log-unknown-1-busy")

        with tap.step("and while one types on, that is said in one place"):
            self.ask("who:bartosz result:failed ")
            app.wait_for(lambda: not app.find("list item", re.compile(", OK, "), rows=True, visible=True, timeout=0), 30, "failed ones only")
            self.unknown()

        with tap.step("a button gets the bars once they can be had"):
            liar.busy = None
            app.find("button", "Try Again", visible=True).click()
            app.find("image", PEAK, visible=True, timeout=30)
            app.wait_gone("label", UNKNOWN)

        with tap.step("so does another question"):
            liar.busy = slow
            self.ask("who:roux")
            self.rows_say("Amélie Roux")
            self.unknown()
            liar.busy = None
            self.ask("result:failed")
            self.known()

        with tap.step("bars that are not all counted yet: what is missing is told of, and asked for"):
            liar.lie, liar.busy = count_behind_peak, re.compile("histogram.*[?&]to=")
            liar.turned_away.clear()
            self.ask("who:bartosz")
            self.rows_say("Bartosz Wilk")
            app.wait_for(lambda: liar.turned_away, 30, "the older bars asked for")
            app.wait_for(lambda: UNCOUNTED.search(self.bars().description), 30, "bars that are not counted yet")
            part = self.bars().name
            self.hana.picture("log-unknown-3-counting")

        with tap.step("with the rest, which comes by itself once it can be had, they are those that are counted in one go"):
            liar.busy = None
            app.wait_for(lambda: self.bars().name != part and not UNCOUNTED.search(self.bars().description), 30, "the older bars")
            parts = self.bars().name
            liar.lie = None
            self.count_anew()
            app.wait_for(lambda: self.bars().name == parts, 30, f"the same in one go: {parts}")

        with tap.step("bars that answer the question stay when they cannot be had anew"):
            liar.busy = slow
            liar.turned_away.clear()
            self.session.key("F5")
            app.wait_for(lambda: {"histogram", "facets"} <= {path.rpartition("/")[2] for path in liar.turned_away}, 30, "bars and counts refused")
            time.sleep(0.5)  # whatever the answer makes of the page
            self.known()

        with tap.step("without the list, nothing looks like an answer"):
            liar.busy = re.compile("/access-log")
            self.ask("who:roux")
            app.find("button", "Try Again", visible=True)
            self.unknown(places=2)  # and below the rows, which are of another question
            self.hana.picture("log-unknown-2-nothing")
            liar.busy = None
            self.session.key("F5")
            self.rows_say("Amélie Roux")
            self.known()
        self.hana.quit()


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        with Liar(Certificate(session.folder, "reeve.vallis.example")) as liar, liar.open_door():
            log = Log(tap, session, liar)
            with tap.step("a service with a log, behind a way that can refuse"):
                log.begin()
            log.walk()


if __name__ == "__main__":
    main()
