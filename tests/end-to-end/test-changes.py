#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Changes at the console: all of them, each field by field, from the request that made one to the record's versions, and back to one of those."""
import os
import re

import elsewhere
from harness import Keyring, Session, Tap
from harness.accessible import Timeout
from person import Person


ISOLATED = str.maketrans("", "", "\u2068\u2069")


def close(session, app, *names):
    """From the one on top down, each once it has the keys. Where a toast is shown, the first Escape is the toast's."""
    for name in names:
        app.find("dialog", name)
        session.key("Escape")
        try:
            app.wait_gone("dialog", name, timeout=2)
        except Timeout:
            session.key("Escape")
            app.wait_gone("dialog", name)


class Changes:
    def __init__(self, session, person):
        self.session, self.app, self.person = session, person.app, person

    def open(self):
        self.app.find("list item", "Changes", visible=True).click()
        self.app.find("list", "Changes", visible=True, timeout=30)

    def row(self, pattern, timeout=20, **options):
        """Names stand in marks that keep their direction to themselves."""
        return self.app.find("list item", visible=True, timeout=timeout,
                             where=lambda node: re.search(pattern, node.name.translate(ISOLATED)), **options)

    def gone(self, pattern):
        self.app.wait_for(lambda: not self.row(pattern, timeout=0), 20, f"no row {pattern!r}")

    def search(self, text):
        self.session.key("ctrl+f")
        self.app.find(re.compile("entry|text"), "Search changes", state="focused")
        self.session.key("ctrl+a", "BackSpace")
        if text:
            self.session.type(text)


def save(device, path, **fields):
    reply = device.patch(path, fields, device.get(path).json["version"])
    assert reply.status == 200, reply
    return reply.json


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace in which somebody changed a few things"):
            hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            group = other.post(f"{other.workspace}/groups", {"name": "Northlab"}).json
            ada = other.post(f"{other.workspace}/users", {"email": "ada@vallis.example", "displayName": "Ada King"}).json
            path = f"{other.workspace}/users/{ada['id']}"
            save(other, path, displayName="Ada Lovelace")
            save(other, path, roles=["auditor", "reviewer"])
            save(other, path, groups=[group["id"]])
            save(other, path, state="suspended")
            role = other.post(f"{other.workspace}/roles", {"name": "Desk", "capabilities": ["users.read", "log.read"]}).json
            save(other, f"{other.workspace}/roles/{role['id']}", capabilities=["users.read", "groups.write"])
            secret = other.post(f"{other.workspace}/rotations", {"name": "Door", "everyDays": 90, "users": [ada["id"]]}).json
            me = other.get("/v1/me").json["account"]["id"]
            save(other, f"{other.workspace}/rotations/{secret['id']}", users=[ada["id"], me])
            reply = other.delete(f"{other.workspace}/roles/{role['id']}", 2)
            assert reply.status in (200, 204), reply
            hana.pictures = pictures
            changes = Changes(session, hana)
            app = hana.app

        with tap.step("the page has them, newest first, whoever and whatever they are about"):
            changes.open()
            changes.row("^Ada Lovelace: Suspended")
            changes.row("^Desk: Role deleted")
            hana.picture("changes-1-list")
            changes.search("lovelace roles")
            changes.gone("^Desk")
            changes.search("northlab")
            changes.row("^Northlab: Group made")
            changes.search("")
            changes.row("^Desk: Role deleted")

        with tap.step("one of them with each field before and after"):
            changes.row("^Ada Lovelace: Roles changed").click()
            dialog = app.find("dialog", "Change")
            changes.row("^Roles: before: Member. now: Auditor. now: Reviewer.")
            dialog.find("list item", re.compile("^Who"))
            hana.picture("changes-2-change")

        with tap.step("from there to the request that made it, and from the request to what it changed"):
            app.find("list item", re.compile("^Request in the Access Log"), visible=True).click()
            app.wait_gone("dialog", "Change")
            app.find("list", "Access log", visible=True, timeout=30)
            line = app.find("list item", re.compile(r"^\d\d:\d\d:\d\d, .*Ada Lovelace"), rows=True, visible=True, timeout=30)
            line.click()
            changes.row("^Ada Lovelace: ")
            hana.picture("changes-3-request")
            changes.row("^Ada Lovelace: ").click()
            app.find("dialog", "Change")
            app.find("list item", re.compile("^All Changes of This Session"), visible=True).click()
            app.wait_gone("dialog", "Change")
            app.find(name="Changes of one session", visible=True, timeout=20)
            changes.row("^Desk: Role deleted")
            app.find("button", "Show All", visible=True).click()

        with tap.step("all versions of a record, what differs between any two, and all fields of one"):
            changes.row("^Ada Lovelace: Suspended").click()
            app.find("dialog", "Change")
            app.find("list item", re.compile("^Versions"), visible=True).click()
            dialog = app.find("dialog", "Versions")
            dialog.find(name="5 versions", timeout=20)
            changes.row("^State: before: Active. now: Suspended.")
            hana.picture("changes-4-versions")
            changes.row("^Added").click()
            changes.row("^E-mail: .*ada@vallis.example")
            changes.row("^Name: .*Ada King")
            hana.picture("changes-5-first", narrow=False)
            dialog.find(re.compile("combo box"), re.compile("^Compare With"), visible=True).click()
            app.find("label", re.compile("^Version 4 "), rows=True, visible=True).click()
            changes.row("^Name: before: Ada Lovelace. now: Ada King.")
            changes.row("^Groups: before: Northlab.")
            hana.picture("changes-6-compare", narrow=False)

        with tap.step("one is restored, after a look at what that changes, and that is taken back"):
            hana.press("Restore This Version…")
            alert = app.find("alert", "Restore This Version?")
            changes.row("^Name: before: Ada Lovelace. now: Ada King.")
            hana.picture("changes-7-restore")
            alert.find("button", "Restore").click()
            app.wait_for(lambda: other.get(path).json["displayName"] == "Ada King", 20, "the old name")
            kept = other.get(path).json
            assert kept["state"] == "active" and kept["roles"] == ["member"] and not kept.get("groups"), kept
            dialog.find(name="6 versions", timeout=20)
            app.find("button", "Undo", visible=True).click()
            app.wait_for(lambda: other.get(path).json["displayName"] == "Ada Lovelace", 20, "the new name again")
            assert other.get(path).json["state"] == "suspended"
            dialog.find(name="7 versions", timeout=20)
            close(session, app, "Versions", "Change")

        with tap.step("what is gone is made again as it was"):
            changes.row("^Desk: Role deleted").click()
            app.find("dialog", "Change")
            app.find("list item", re.compile("^Versions"), visible=True).click()
            dialog = app.find("dialog", "Versions")
            changes.row("^May: ")
            assert not app.find("button", re.compile("Make It Again"), visible=True, timeout=0)
            changes.row("^Role changed").click()
            hana.press("Make It Again…")
            app.find("alert", "Make It Again?").find("button", "Make It Again").click()
            app.wait_gone("alert", "Make It Again?")
            app.wait_for(lambda: any(each["name"] == "Desk" for each in other.get(f"{other.workspace}/roles").json["items"]), 20, "the role")
            made = next(each for each in other.get(f"{other.workspace}/roles").json["items"] if each["name"] == "Desk")
            assert made["id"] != role["id"] and sorted(made["capabilities"]) == ["groups.write", "users.read"], made
            close(session, app, "Versions", "Change")

        with tap.step("people are named, not counted"):
            changes.search("Door")
            changes.gone("^Ada Lovelace")
            changes.row("^Door: Changed").click()
            app.find("dialog", "Change")
            changes.row("^Known to: now: Hana Sato.")
            app.find("list item", re.compile("^Versions"), visible=True).click()
            app.find("dialog", "Versions").find(name="2 versions", timeout=20)
            changes.row("^Entered").click()
            changes.row("^Known to: .*Ada Lovelace")
            hana.picture("changes-8-people", narrow=False)
            close(session, app, "Versions", "Change")
            changes.search("")

        with tap.step("a person's own history leads to their versions, and the list to what they changed"):
            hana.go_to("Users")
            app.find("table cell", re.compile("^Ada Lovelace"), rows=True, visible=True).click()
            app.find("button", "Versions…").reveal().click()
            app.find("dialog", "Versions").find(name="7 versions", timeout=20)
            close(session, app, "Versions")
            hana.row("Hana Sato").click()
            app.find("toggle button", "User Menu", visible=True).open()
            app.find("menu item", "Changes They Made", visible=True).click()
            app.find(name="Changes by one person", visible=True, timeout=20)
            changes.row("^Desk: Role made")
        other.close()
        hana.quit()


if __name__ == "__main__":
    main()
