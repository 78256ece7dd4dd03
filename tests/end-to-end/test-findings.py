#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What detections raise of another system's log: looked at, followed to the very events, decided on, taken back, and grouped."""
import datetime
import os
import re
import time

import elsewhere
from foreign_events import ingest
from harness import Keyring, Session, Tap
from person import Person

MINUTE = 60_000_000


def fail(n, who, address, when, **more):
    return {"time": when, "action": "sign-in", "result": "refused", "outcome": "password_wrong", "actor": who, "address": address,
            "source": "vault", "sourceId": f"{n}-{who}-{address}", **more}


def make_attacks(now):
    """Somebody's password, guessed at; many names from one address; and a session in two hands."""
    lines = [fail(i, "ada", "203.0.113.7", now - 50 * MINUTE + i * MINUTE, actorName="Ada Lund <ada.lund@harrow.example>") for i in range(24)]
    lines += [fail(i, f"name{i:02d}", "198.51.100.9", now - 40 * MINUTE + i * MINUTE) for i in range(12)]
    lines.append(fail(0, "bartosz", "192.0.2.44", now - 5 * MINUTE, action="session.renew", outcome="refresh_reused", session="0-0",
                      actorName="Bartosz Wilk <b.wilk@northlab.example>"))
    return sorted(lines, key=lambda line: line["time"])


class Findings:
    def __init__(self, session, person):
        self.session, self.person = session, person

    @property
    def app(self):
        return self.person.app

    def row(self, *words):
        """By what is read out: severity, detection, state, numbers, who, from where."""
        return self.app.find("list item", re.compile(".*".join(words)), visible=True, timeout=30)

    def no_row(self, *words):
        self.app.wait_for(lambda: not self.app.find("list item", re.compile(".*".join(words)), visible=True, timeout=0), 30, f"{words} to go")

    def shown(self, pattern):
        return self.app.find(name=re.compile(pattern), visible=True, timeout=30)

    def dialog(self, name):
        return self.app.find(re.compile("dialog|alert"), name, timeout=20)

    def choose(self, shown, item, at):
        """By keys: the one at a place of the list."""
        self.app.find("combo box", shown, visible=True).find("toggle button").focus()
        self.session.key("space")
        self.app.find("list item", state="focused", where=lambda node: not node.name)  # none of the list's has a name
        self.session.key("Home", *["Down"] * at, "Return")
        self.app.find("combo box", item, visible=True)


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        page = Findings(session, hana)
        with tap.step("a workspace, and another system's log that nobody has brought yet"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            hana.pictures = pictures
            hana.go_to("Findings")
            page.shown("^Nothing to Decide")
            hana.picture("findings-1-empty")

        def ask(query=""):
            reply = other.get(f"{other.workspace}/findings{query}")
            assert reply.status == 200, reply
            return reply.json["items"]

        with tap.step("it comes, and what is unusual in it is listed, the worst first"):
            lines = make_attacks(int(time.time() * 1e6))
            assert ingest(other, lines)["taken"] == len(lines)
            page.row("^Critical", "Session in two hands")
            page.row("^High", "Few passwords at many accounts")
            page.row("^Medium", "Password guessing", "Ada Lund")
            rules = [finding["rule"] for finding in ask()]
            assert rules[0] == "token-theft" and {"brute-force", "password-spray"} <= set(rules), rules
            hana.picture("findings-2-queue")

        with tap.step("the overview tells of the worst, and leads to those"):
            hana.go_to("Overview")
            app.find("list item", re.compile("^1 finding to decide on: critical"), visible=True, timeout=30).click()
            page.row("^Critical", "Session in two hands")
            page.no_row("Password guessing", "Ada Lund")
            page.choose("Critical", "All severities", 0)

        with tap.step("one says what it means, what was counted, from where, and which technique that is"):
            page.row("Password guessing", "Ada Lund").click()
            page.shown("^One account’s password was guessed at")
            page.shown("^20 wrong passwords within 1 h")
            page.shown("^20 events in 19 min")
            page.shown("Ada Lund <ada.lund@harrow.example>")
            page.shown("T1110.001")
            hana.picture("findings-3-detail")

        with tap.step("its button shows the very events, and no others"):
            hana.press("Show in Access Log")
            page.shown("^20 lines|^20 ")
            hana.picture("findings-4-events")
            hana.go_to("Findings")

        def guessed():
            return next(finding for finding in ask("?rule=brute-force") if finding["key"] == "ada")

        def wait_state(state):
            app.wait_for(lambda: guessed()["state"] == state, 30, f"it is {state}")

        with tap.step("it is acknowledged, and that is taken back and done again"):
            hana.press("Acknowledge")
            page.row("Password guessing, Acknowledged", "Ada Lund")
            assert guessed()["state"] == "acknowledged", guessed()
            hana.press("Undo")
            wait_state("open")
            page.row("Password guessing, Open", "Ada Lund")
            session.key("ctrl+shift+z")
            wait_state("acknowledged")
            hana.picture("findings-5-acknowledged")
            session.key("ctrl+z")
            wait_state("open")

        with tap.step("it was expected: that takes a note, and it leaves the queue"):
            hana.press("Expected…")
            dialog = page.dialog("Was It Expected?")
            assert "sensitive" not in dialog.find("button", "Expected").states
            dialog.find("text", "Why it was expected").type("A script with the password of last month")
            hana.picture("findings-6-expected")
            dialog.find("button", "Expected").click()
            page.no_row("Password guessing", "Ada Lund")
            page.shown("^A script with the password of last month")
            assert guessed()["state"] == "expected", guessed()
            hana.picture("findings-7-decided")

        with tap.step("two are followed up together, and one of them is done"):
            for name in ("Session in two hands", "Few passwords at many accounts"):
                app.find("check box", f"Select: {name}", visible=True).click()
            page.shown("^2 selected")
            hana.picture("findings-8-selected")
            hana.press("Follow Up…")
            dialog = page.dialog("Follow Up?")
            dialog.find("text", "What is to be done").type("Call them")
            hana.picture("findings-9-follow-up")
            dialog.find("button", "Follow Up").click()
            page.no_row("Session in two hands")

            def together(state):
                states = {finding["rule"]: finding["state"] for finding in ask() if finding["key"] != "ada"}
                return {states["token-theft"], states["password-spray"]} == {state}

            page.shown("^2 findings: ")  # the toast of before is gone
            session.key("ctrl+z")
            app.wait_for(lambda: together("acknowledged"), 30, "both were taken back")
            page.row("Session in two hands, Acknowledged")
            session.key("ctrl+shift+z")
            app.wait_for(lambda: together("follow_up"), 30, "both are followed up again")
            page.no_row("Session in two hands")
            page.choose("Undecided", "To follow up", 3)
            page.row("Session in two hands", "due ").click()
            page.shown("^Call them")
            hana.press("Done…")
            dialog = page.dialog("Is It Done?")
            dialog.find("text", "What was done").type("It was the line")
            dialog.find("button", "Done").click()
            page.no_row("Session in two hands")
            page.row("Few passwords at many accounts")
            states = {finding["rule"]: finding["state"] for finding in ask() if finding["key"] != "ada"}
            assert states["token-theft"] == "done" and states["password-spray"] == "follow_up", states
            page.choose("To follow up", "Undecided", 0)

        with tap.step("what an address does is muted: it leaves the queue, with what comes later"):
            page.row("Password guessing", "203.0.113.7").click()
            hana.press("Mute…")
            dialog = page.dialog("Mute Findings")
            dialog.find("text", "Why it is expected").type("The scanner of our auditors")
            hana.picture("findings-10-mute")
            dialog.find("button", "Mute").click()
            page.shown("^Muted until ")
            page.no_row("Password guessing")
            page.shown("^Nothing to Decide")
            page.shown("^Muted$")
            page.shown("^Password guessing, from .*203.0.113.7")
            later = [dict(line, sourceId=f"again-{i}", actor="eve", actorName="Eve", time=int(time.time() * 1e6) - (24 - i) * 1000000)
                     for i, line in enumerate(line for line in lines if line["address"] == "203.0.113.7")]
            assert ingest(other, later)["taken"] == 24
            app.wait_for(lambda: any(finding["key"] == "eve" for finding in ask("?state=muted")), 30, "what came later is muted, too")
            page.shown("^Nothing to Decide")

        with tap.step("the mutes say why, who answers, until when and how many; and one is lifted"):
            hana.press("Mutes")
            dialog = page.dialog("Mutes")
            page.shown("The scanner of our auditors.* · .*Hana Sato.* · until .* · 2 findings so far")
            hana.picture("findings-11-mutes")
            app.find("button", "Change…", visible=True).focus()
            [mute] = other.get(f"{other.workspace}/mutes").json["items"]
            assert other.patch(f"{other.workspace}/mutes/{mute['id']}", {"reason": "The auditors"}, mute["version"]).status == 200
            page.shown("The auditors.* · .*Hana Sato")
            app.find("button", "Change…", state="focused")  # the row is another one now

        with tap.step("one is changed while somebody else does: both changes stay"):
            session.key("Return")
            change = page.dialog("Change Mute")
            page.shown("^Password guessing, from .*203.0.113.7")
            change.find("spin button", re.compile("^Days until the mute ends")).type("10")
            hana.picture("findings-11-change")
            [mute] = other.get(f"{other.workspace}/mutes").json["items"]
            assert other.patch(f"{other.workspace}/mutes/{mute['id']}", {"reason": "Our own auditors"}, mute["version"]).status == 200
            hana.press("Save")
            page.shown("^Somebody else changed it meanwhile")
            change.find("text", "Why it is expected", where=lambda node: node.text == "Our own auditors")
            hana.press("Save")
            app.wait_gone("dialog", "Change Mute")
            page.shown("Our own auditors.* · .*Hana Sato")
            beside = re.compile("^Password guessing, from .*Our own auditors", re.S)
            app.find("label", beside, visible=True, timeout=30)  # the finding, which names its mute
            [mute] = other.get(f"{other.workspace}/mutes").json["items"]
            ends = datetime.datetime.fromisoformat(mute["ends"])
            assert abs(ends.timestamp() - time.time() - 10 * 86400) < 3600 and mute["reason"] == "Our own auditors", mute
            dialog.find("button", "Lift…").click()
            page.dialog("Lift This Mute?").find("button", "Lift").click()
            page.shown("^Nothing Is Muted")
            app.find("button", "New Mute…", state="focused")
            dialog.find("button", "Close").click()
            assert other.get(f"{other.workspace}/mutes").json["items"] == []
            app.wait_gone("dialog", "Mutes")
            page.shown("^A mute that was lifted since")

        with tap.step("all of them, by person, and those of one"):
            page.choose("Undecided", "All states", 8)
            page.choose("Not grouped", "By person", 1)
            page.row("Ada Lund").click()
            hana.picture("findings-12-of-one")
            page.row("Password guessing, Expected", "Ada Lund")
            page.no_row("Session in two hands")
            hana.press("Show Groups")
            page.row("Bartosz Wilk")
            hana.picture("findings-13-groups")
            page.choose("By person", "By address", 2)
            page.row("^198.51.100.9")


if __name__ == "__main__":
    main()
