#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Grant reviews: what has expired and what is nobody's is found and removed, looked at first and in one step; folders that lost their
manager."""
import datetime
import os
import re

from folders import Folders
from harness import Keyring, Session, Tap
from person import Person


def soon(seconds):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def main():
    scheme = os.environ.get("REEVE_TEST_SCHEME", "light")
    with Tap() as tap, Session() as session, Keyring(session):
        tap.watch(session)
        person = Person(session, os.environ.get("REEVE_TEST_PICTURES"), scheme)
        pictures, person.pictures = person.pictures, None
        with tap.step("a workspace with grants that want a second look"):
            app = person.start()
            person.open_local()
            person.set_up()
            person.at_users()
            others = Folders(session, person)
            wilk = others.add("users", displayName="Bartosz Wilk", email="b.wilk@northlab.example")
            roux = others.add("users", displayName="Amélie Roux", email="amelie.roux@vallis.example")
            empty = others.add("groups", name="Interns")
            recipes = others.make("Recipes")
            plans = others.make("Plans")
            ends = soon(2)
            others.grant(recipes, "user", roux, "view", expires=ends)
            others.grant(plans, "group", empty, "edit")
            others.grant(plans, "user", wilk, "manage")
            person.pictures = pictures

        def finding(now, then, key):
            app.find("combo box", now, visible=True).open()
            app.find("list item", state="focused")
            session.key(key, "Return")
            app.find("combo box", then, visible=True)

        def row(name):
            return app.find("list item", re.compile(f"^{re.escape(name)}"), visible=True, timeout=15)

        with tap.step("nothing has gone unused yet"):
            app.find("list item", "Grant Reviews").reveal().click()
            app.find(name="Everything Is Used", visible=True)
            app.find("list item", "Policy").focus()
            assert "selected" in app.find("list item", "Grant Reviews", visible=True).states
            person.picture("grant-reviews-1-empty")

        with tap.step("what has expired, and goes"):
            app.wait_for(lambda: soon(0) > ends, 10, "the end of a grant")  # the page asks once
            finding("Unused for 90 days", "Expired", "Down")
            row("Amélie Roux")
            person.picture("grant-reviews-2-expired")
            app.find("button", "Remove…", visible=True).click()
            dialog = app.find("dialog", timeout=15)
            person.picture("grant-reviews-3-preview")
            dialog.find("button", re.compile("^Apply"), visible=True).click()
            app.wait_gone("dialog")
            app.find(name="Nothing Has Expired", visible=True, timeout=15)
            app.find("button", "Undo", visible=True).click()
            row("Amélie Roux")

        with tap.step("what nobody has: an empty group, and somebody who is suspended, whose folder nobody manages"):
            path = f"{others.workspace}/users/{wilk}"
            reply = others.device.patch(path, {"state": "suspended"}, others.device.get(path).json["version"])
            assert reply.status == 200, reply
            app.find(name="A folder has lost its manager", visible=True, timeout=15)
            finding("Expired", "Nobody left who has it", "End")
            row("Interns")
            row("Bartosz Wilk")
            person.picture("grant-reviews-4-nobody")

        with tap.step("several go together, and come back together"):
            app.find("button", "Select All Shown", visible=True).click()
            app.find("label", "2 selected", visible=True)
            person.picture("grant-reviews-5-selected")
            app.find("button", "Remove…", visible=True, where=lambda node: node.find("label", timeout=0)).click()
            dialog = app.find("dialog", timeout=15)
            dialog.find(name=re.compile("Interns"), visible=True)
            dialog.find(name=re.compile("Bartosz Wilk"), visible=True)
            dialog.find("button", re.compile("^Apply"), visible=True).click()
            person.give_code(person.code())  # a folder loses its last manager
            app.find(name="Somebody Has Each of Them", visible=True, timeout=20)
            app.find("button", "Undo", visible=True).click()
            person.give_code(person.code())
            row("Interns")
            row("Bartosz Wilk")

        with tap.step("the folder that lost its manager is shown"):
            app.find("button", "Show…", visible=True, timeout=15).click()
            dialog = app.find("dialog", "Folders Without a Manager")
            dialog.find("list item", re.compile("^Plans"), visible=True)
            person.picture("grant-reviews-6-unmanaged")
            dialog = app.find("dialog", "Folders Without a Manager")
            dialog.find("list item", re.compile("^Plans"), visible=True).click()
            app.find("heading", "Plans", visible=True)
        person.quit()


if __name__ == "__main__":
    main()
