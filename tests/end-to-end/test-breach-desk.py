#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A breach of accounts as those see it who say what becomes of them: reported elsewhere, decided on here, and by two at once."""
import os
import re

import elsewhere
from harness import Keyring, Session, Tap
from person import Person

PEOPLE = [("Bo Lind", "bo.lind@vallis.example"), ("Cleo Adebayo", "cleo@vallis.example"), ("Dana Öz", "dana@vallis.example"),
          ("Emil Straßer-Hohenlohe", "emil@vallis.example")]


class BreachDesk:
    def __init__(self, session, person):
        self.session, self.person = session, person
        self.other = self.ids = None

    @property
    def app(self):
        return self.person.app

    def fill(self):
        """People, and another administrator, who has a device of their own."""
        admin = elsewhere.same_person(self.session, self.person)
        self.other = elsewhere.let_in(self.session, admin, "Ivo Kern", "ivo.kern@vallis.example", ("workspace-administrator",))
        self.ids = {}
        for name, email in PEOPLE:
            reply = admin.post(f"{admin.workspace}/users", {"email": email, "displayName": name})
            assert reply.status == 201, reply
            self.ids[name] = reply.json["id"]

    def report(self, *names, **more):
        """The other administrator, who was called."""
        reply = self.other.post(f"{self.other.workspace}/cases", {"people": [self.ids[name] for name in names]} | more)
        assert reply.status in (200, 201), reply
        return reply.json

    def case(self, case, below=""):
        reply = self.other.get(f"{self.other.workspace}/cases/{case['id']}{below}")
        assert reply.status == 200, reply
        return reply.json

    def instruct(self, case, decision, reason, **more):
        """The same, with a recovery code."""
        reply = self.other.post(f"{self.other.workspace}/cases/{case['id']}/instruct", {"decision": decision, "reason": reason} | more,
                                Reeve_Code=self.other.recovery_codes.pop())
        assert reply.status == 200, reply

    def wait_state(self, case, state):
        self.app.wait_for(lambda: self.case(case)["state"] == state, 30, f"case {case['number']} to be {state}")

    def row(self, *words):
        """By what is read out: number, people, state, who waits."""
        return self.app.find("list item", re.compile(".*".join(words)), visible=True, timeout=30)

    def shown(self, pattern):
        return self.app.find(name=re.compile(pattern), visible=True, timeout=30)

    def below(self, pattern):
        """Further down than the window, perhaps."""
        return self.app.find(name=re.compile(pattern), timeout=30).reveal()

    def gone(self, pattern):
        self.app.wait_for(lambda: not self.app.find(name=re.compile(pattern), visible=True, timeout=0), 30, f"{pattern} to go")

    def dialog(self, name):
        return self.app.find(re.compile("dialog|alert"), name, timeout=20)

    def give_code(self):
        self.app.find("text", "Code from your authenticator app", visible=True, timeout=20)
        self.person.give_code(self.person.code())


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        desk = BreachDesk(session, hana)
        with tap.step("a workspace with two administrators, in which nobody is locked"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            desk.fill()
            hana.pictures = pictures
            hana.go_to("Breach Desk")
            desk.shown("^No Account Is Locked")
            hana.picture("breach-desk-1-empty")

        with tap.step("somebody is reported elsewhere: their case is here at once, with what was done"):
            first = desk.report("Bo Lind", noticed="Mails that she did not write", ticket="4711", since="2026-01-03T08:00:00Z")
            desk.row("^Case 1, .?Bo Lind.?, Waits for instruction")
            hana.picture("breach-desk-2-list")
            desk.row("^Case 1, ").click()
            desk.shown("^1 account locked")
            desk.shown("^Waiting for the Instruction")
            desk.shown("Hana Sato")
            hana.picture("breach-desk-3-case")
            desk.below("^Ivo Kern.? reported it|.?Ivo Kern.? reported it")
            hana.picture("breach-desk-3-timeline")

        with tap.step("by keys alone it is decided: with new credentials, with a reason, and with a code"):
            app.find("button", "Instruct…").reveal().focus()
            session.key("Return")
            dialog = desk.dialog(re.compile("^Case 1 "))
            button = dialog.find("button", "Choose First")
            assert "sensitive" not in button.states
            app.find(re.compile("radio button|check box"), "Release", state="focused", timeout=10)
            session.key("Down", "space")
            app.find("button", "Release Account", visible=True)
            dialog.find("text", "Why").focus()
            session.type("Called Bo, it was an old phone")
            hana.picture("breach-desk-4-instruct")
            session.key("Return")
            desk.give_code()
            desk.shown("^Released; a link for a new password")
            desk.wait_state(first, "reissued")
            person = desk.case(first, "/people")["items"][0]
            assert person["decision"] == "reissue" and person["reason"] == "Called Bo, it was an old phone", person
            desk.row("^Case 1, .?Bo Lind.?, New credentials")
            hana.picture("breach-desk-5-released")

        hana.quit()


if __name__ == "__main__":
    main()
