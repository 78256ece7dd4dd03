#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Accounts are locked for a breach, from wherever a person is shown, by three keys; and what cannot be done is said."""
import os
import re
import time

import elsewhere
import foreign_events
from harness import Keyring, Session, Tap
from person import Person

BO, ADA, MIA = ("Bartosz Wilk", "b.wilk@northlab.example"), ("Ada Lund", "ada.lund@harrow.example"), ("Mia Roux", "mia.roux@northlab.example")


class Contain:
    """The dialog, by the keys of somebody in a hurry."""

    def __init__(self, session, app, tap):
        self.session, self.app, self.tap = session, app, tap

    def ask(self):
        self.session.key("ctrl+shift+l")
        return self.app.find("dialog", "Lock Accounts")

    def leave(self):
        self.session.key("Escape")
        self.app.wait_gone("dialog", "Lock Accounts")

    def lock(self, dialog, done):
        """Tab, Enter. `done`: the words of the toast."""
        dialog.find("button", "Cancel", state="focused")
        self.session.key("Tab")
        dialog.find("button", re.compile("^Lock"), state="focused")
        self.session.key("Return")
        self.app.find(name=re.compile(done), visible=True, timeout=30)
        self.app.wait_gone("dialog", "Lock Accounts")

    def tell(self):
        """How long it took: said, and never judged."""
        for what, took in re.findall(r"(asked whether to lock|contained) after (\d+) µs", self.app.output()):
            self.tap.note(f"{what} after {int(took) / 1000:.0f} ms")


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace with people at work"):
            app = hana.start(G_MESSAGES_DEBUG="reeve")
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
            contain.leave()
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
            contain.leave()
            hana.go_to("Users")
            hana.row(BO[0]).click()
            dialog = contain.ask()
            dialog.find("label", re.compile("^.?Bartosz Wilk.? is locked already"), visible=True)
            hana.picture("contain-3-already")
            app.find("dialog", "Lock Accounts").find("button", "Open Case", visible=True).click()
            app.wait_gone("dialog", "Lock Accounts")
            app.find(name=re.compile("Case 1"), visible=True, timeout=20)
            hana.go_to("Users")
            hana.row(BO[0]).click()

        with tap.step("several that are ticked, one of them locked, oneself among them"):
            session.key("ctrl+a")
            app.find(name=re.compile("^4 selected"), visible=True)
            dialog = contain.ask()
            dialog.find("list item", re.compile("^1 of 4 is locked already"))
            dialog.find("list item", "You are left out")
            dialog.find("button", "Lock 2 Accounts")
            hana.picture("contain-4-several")
            contain.leave()
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
            contain.leave()

        with tap.step("everybody who came from an address, which another system saw"):
            event = {"time": int(time.time() * 1e6), "action": "sign-in", "result": "ok", "actor": users[ADA[1]], "actorName": "ada", "address": "192.0.2.44",
                     "source": "okta", "sourceId": "e-1"}
            foreign_events.ingest(other, [event, event | {"actor": users[MIA[1]], "sourceId": "e-2", "time": event["time"] - 1000},
                                          event | {"actor": "somebody else's", "sourceId": "e-3", "time": event["time"] - 2000}])
            app.find("text", state="focused", timeout=0) or session.key("ctrl+f")
            session.key("ctrl+a")
            session.type("ip:192.0.2.44 who:ada")
            session.key("Return")
            app.find("list item", re.compile("192.0.2.44"), visible=True, timeout=30, rows=True).click()
            dialog = contain.ask()
            dialog.find("combo box", re.compile("^Whom"), visible=True).open()
            app.find("label", re.compile("^Everybody who came in from .?192.0.2.44"), where=lambda node: node.popover(), visible=True).click()
            dialog.find("button", "Lock 2 Accounts")
            hana.picture("contain-6-address")
            contain.leave()

        with tap.step("a group: the person in its list, or everybody in it"):
            reply = other.post(f"{other.workspace}/groups", {"name": "Northlab"})
            assert reply.status == 201, reply
            found = other.get(f"{other.workspace}/users/{users[MIA[1]]}").json
            assert other.patch(f"{other.workspace}/users/{users[MIA[1]]}", {"groups": [reply.json["id"]]}, found["version"]).status == 200
            hana.go_to("Groups")
            app.find("list item", "Northlab", visible=True, timeout=20).click()
            app.find("list item", MIA[0], visible=True, timeout=20)
            dialog = contain.ask()
            dialog.find(name=re.compile("Lock .?Mia Roux.?\\?"))  # nobody else is in it
            hana.picture("contain-7-group")
            contain.lock(dialog, "^Mia Roux is locked")
            assert mia.get("/v1/me").status != 200
            assert [found["person"] for found in cases()] == [users[MIA[1]], users[BO[1]]], cases()

        with tap.step("a finding's person, with the finding in the case"):
            for i in range(30):
                elsewhere.connect(session, f"guess-{i}").sign_in(ADA[1], "not the passphrase")
            hana.go_to("Findings")
            app.find("list item", re.compile("Ada Lund"), visible=True, timeout=120).click()
            app.find("button", "Lock for a Breach…", visible=True, timeout=20)
            hana.picture("contain-8-finding")
            contain.lock(contain.ask(), "^Ada Lund is locked")
            assert ada.get("/v1/me").status != 200
            newest = cases()[0]
            assert newest["person"] == users[ADA[1]] and newest.get("finding"), newest
            app.find("button", f"Open Case {newest['number']}", visible=True).click()
            app.find(name=re.compile(f"Case {newest['number']}"), visible=True, timeout=20)
            hana.picture("contain-9-case")
            contain.tell()
        hana.quit()


if __name__ == "__main__":
    main()
