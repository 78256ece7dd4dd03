#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A breach of accounts as those see it who say what becomes of them: reported elsewhere, decided on here, and by two at once."""
import os
import re
import zipfile

import elsewhere
from desk import Desk
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

    def states(self, case):
        """Of its people, by name."""
        return [person["state"] for person in self.case(case, "/people")["items"]]

    def press(self, name):
        self.app.find("button", name, timeout=20).reveal()
        self.person.press(name)

    def say(self, field, text, verb):
        """In the dialog that asks why."""
        self.app.find("text", field, visible=True, timeout=20).type(text)
        self.person.press(verb)

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

        with tap.step("done with, it is closed, and stays to be read"):
            desk.press("Close Case…")
            desk.say("What came of it", "A sold phone, wiped now", "Close Case")
            desk.wait_state(first, "closed")
            desk.shown("^No Account Is Locked")
            desk.shown("^The last case was closed on")
            desk.below("^Closed just now")
            hana.picture("breach-desk-6-closed")

        with tap.step("three at once are kept locked for a while"):
            second = desk.report("Cleo Adebayo", "Dana Öz", "Emil Straßer-Hohenlohe")
            desk.row("^Case 2, .?Cleo Adebayo.? and 2 others, Waits for instruction").click()
            desk.shown("^3 accounts locked")
            desk.press("Instruct…")
            dialog = desk.dialog(re.compile("^Case 2 "))
            dialog.find("list item", "Keep locked").click()
            dialog.find(name=re.compile("^For all 3 who wait")).click()
            dialog.find("check box", "Dana Öz").click()
            dialog.find("button", "Keep 2 Accounts Locked").reveal()
            hana.picture("breach-desk-7-keep")
            dialog = desk.dialog(re.compile("^Case 2 "))
            dialog.find("text", "Why").reveal().type("Nobody answers the phone")
            session.key("ctrl+Return")
            desk.give_code()
            desk.shown("^Kept locked")
            app.wait_for(lambda: desk.states(second) == ["instructed", "awaiting", "instructed"], 30, "two of three to be kept locked")

        with tap.step("of two who decide, the second is told what the first decided"):
            app.wait_gone("dialog", re.compile("^Case 2 "), timeout=20)
            desk.press("Instruct…")
            dialog = desk.dialog(re.compile("^Case 2 "))
            dialog.find("list item", "Release", visible=True).click()
            desk.instruct(second, "remove", "Was never seen again")
            dialog.find("text", "Why").reveal().type("Is back from leave")
            session.key("Return")
            desk.give_code()
            desk.shown("^Somebody Was First")
            desk.shown("Dana Öz\\W*\n.*Remove.*Ivo Kern")
            hana.picture("breach-desk-8-first")
            desk.press("Close")
            app.wait_gone("dialog", re.compile("^Case 2 "), timeout=20)
            assert desk.states(second)[1] == "erased", desk.case(second, "/people")

        with tap.step("what was decided is decided again"):
            desk.press("Decide Again…")
            desk.say("Why it is decided again", "They called back", "Decide Again")
            desk.wait_state(second, "awaiting")
            desk.shown("^Waiting for the Instruction")

        with tap.step("a note is added by keys, and is everybody's"):
            session.key("ctrl+n")
            app.find("text", "New note", state="focused", timeout=10)
            session.type("Both will come by tomorrow")
            session.key("Return")
            desk.below("^Note by .?Hana Sato")
            app.wait_for(lambda: any(entry["kind"] == "note" and entry["text"] == "Both will come by tomorrow"
                                     for entry in desk.case(second, "/entries")["items"]), 20, "the note")
            hana.picture("breach-desk-9-note")

        with tap.step("the evidence is saved with a code, whole"):
            target = session.folder / "evidence.zip"
            desk.press("Save Evidence…")
            Desk(session, hana, None).save_as("Save the Evidence", target)
            desk.give_code()
            desk.shown("^Evidence saved to .*evidence.zip")
            with zipfile.ZipFile(target) as pack:
                assert pack.testzip() is None
                names = pack.namelist()
            assert any("README" in name for name in names) and any("manifest" in name for name in names), names
            assert target.stat().st_mode & 0o077 == 0
            hana.picture("breach-desk-10-evidence", narrow=False)

        hana.quit()


if __name__ == "__main__":
    main()
