#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Accounts are locked for a breach, from wherever a person is shown, by three keys; and what cannot be done is said."""
import os
import re
import time

import elsewhere
from harness import Keyring, Session, Tap
from person import Person

BO, ADA, MIA = ("Bartosz Wilk", "b.wilk@northlab.example"), ("Ada Lund", "ada.lund@harrow.example"), ("Mia Roux", "mia.roux@northlab.example")


class Contain:
    """The dialog, by the keys of somebody in a hurry."""

    def __init__(self, session, app, tap):
        self.session, self.app, self.tap = session, app, tap

    def ask(self):
        begun = time.monotonic()
        self.session.key("ctrl+shift+l")
        dialog = self.app.find("dialog", "Lock Accounts")
        self.tap.note(f"shown after {(time.monotonic() - begun) * 1000:.0f} ms")
        return dialog

    def lock(self, dialog, done):
        """Tab, Enter. `done`: the words of the toast."""
        dialog.find("button", "Cancel", state="focused")
        self.session.key("Tab")
        dialog.find("button", re.compile("^Lock"), state="focused")
        begun = time.monotonic()
        self.session.key("Return")
        self.app.find(name=re.compile(done), visible=True, timeout=30)
        self.tap.note(f"contained after {(time.monotonic() - begun) * 1000:.0f} ms")
        self.app.wait_gone("dialog", "Lock Accounts")


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace with people at work"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            bo = elsewhere.let_in(session, other, *BO)
            ada = elsewhere.let_in(session, other, *ADA)
            mia = elsewhere.let_in(session, other, *MIA)
            users = {user["email"]: user["id"] for user in other.get(f"{other.workspace}/users").json["items"]}
            contain = Contain(session, app, tap)
            session.key("F5")
            hana.row(MIA[0])
            hana.pictures = pictures

        def cases(query=""):
            return other.get(f"{other.workspace}/cases{query}").json["items"]

        with tap.step("nobody is chosen, which is said"):
            session.key("ctrl+shift+l")
            app.find(name=re.compile("^Nobody is chosen here"), visible=True)

        with tap.step("Escape takes nothing"):
            hana.row(BO[0]).click()
            dialog = contain.ask()
            dialog.find(name=re.compile("Lock .?Bartosz Wilk.?\\?"))
            dialog.find("list item", re.compile("^1 session ends"))
            dialog.find("list item", re.compile("^They are asked for the instruction"))
            hana.picture("contain-1-one")
            session.key("Escape")
            app.wait_gone("dialog", "Lock Accounts")
            assert bo.get("/v1/me").status == 200 and not cases()

        with tap.step("three keys lock: out at the next request, and seen at once"):
            hana.row(BO[0]).click()
            contain.lock(contain.ask(), "^Bartosz Wilk is locked")
            assert bo.get("/v1/me").status != 200
            app.find(name=re.compile("Locked: breach report"), visible=True)
            assert [found["person"] for found in cases()] == [users[BO[1]]], cases()
            hana.picture("contain-2-locked")
        with tap.step("a session's row says whom; who is locked already is said, and nothing is done"):
            hana.go_to("Sessions")
            app.find("list item", re.compile("^Mia Roux"), visible=True, timeout=20).click()
            dialog = contain.ask()
            dialog.find(name=re.compile("Lock .?Mia Roux.?\\?"))
            session.key("Escape")
            app.wait_gone("dialog", "Lock Accounts")
            hana.go_to("Users")
            hana.row(BO[0]).click()
            dialog = contain.ask()
            dialog.find("label", re.compile("^.?Bartosz Wilk.? is locked already"), visible=True)
            assert "sensitive" not in dialog.find("button", "Lock Account").states
            hana.picture("contain-3-already")
            session.key("Escape")
            app.wait_gone("dialog", "Lock Accounts")

        with tap.step("several that are ticked, one of them locked, oneself among them"):
            session.key("ctrl+a")
            app.find(name=re.compile("^4 selected"), visible=True)
            dialog = contain.ask()
            dialog.find("list item", re.compile("^1 of 4 is locked already"))
            dialog.find("list item", "You are left out")
            dialog.find("button", "Lock 2 Accounts")
            hana.picture("contain-4-several")
            session.key("Escape")
            app.wait_gone("dialog", "Lock Accounts")
            session.key("Escape")

        with tap.step("from a line of the access log"):
            hana.go_to("Access Log")
            session.key("ctrl+f")
            session.type("who:ada result:ok")
            session.key("Return")
            app.find("list item", re.compile("Ada Lund"), visible=True, timeout=30, rows=True).click()
            app.find("button", "Lock for a Breach…", visible=True, timeout=20)
            hana.picture("contain-5-log")
            dialog = contain.ask()
            dialog.find(name=re.compile("Lock .?Ada Lund.?\\?"))
            hana.picture("contain-6-choice")
            session.key("Escape")
            app.wait_gone("dialog", "Lock Accounts")
        hana.quit()


if __name__ == "__main__":
    main()
