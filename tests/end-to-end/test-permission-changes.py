#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Permissions are changed: each change looked at first, several as one, taken back in one step, and never more than was looked at."""
import os
import re

from folders import Folders
from harness import Keyring, Session, Tap
from permission_changes import Changes
from person import Person

PICTURES = os.environ.get("REEVE_TEST_PICTURES")


def main():
    scheme = os.environ.get("REEVE_TEST_SCHEME", "light")
    with Tap() as tap, Session() as session, Keyring(session):
        tap.watch(session)
        person = Person(session, PICTURES, scheme)
        pictures, person.pictures = person.pictures, None
        with tap.step("a workspace with people, folders and grants"):
            app = person.start()
            person.open_local()
            person.set_up()
            person.at_users()
            others = Folders(session, person)
            northlab = others.add("groups", name="Northlab")
            harrow = others.add("groups", name="Harrow")
            others.add("users", displayName="Bartosz Wilk", email="b.wilk@northlab.example", groups=[northlab])
            others.add("users", displayName="Chiamaka Obi", email="c.obi@harrow.example", groups=[harrow])
            roux = others.add("users", displayName="Amélie Roux", email="amelie.roux@vallis.example")
            top = others.make("Northlab")
            others.belong(top, northlab)
            others.make("Recipes", top)
            shared = others.make("Shared")
            person.pictures = pictures
            changes = Changes(session, person)
            app.find("list item", "Permissions", visible=True).click()

        with tap.step("a folder's history names its company"):
            changes.choose("Northlab")
            changes.shown("^Company: — → Northlab")

        with tap.step("access is given: asked for, looked at, applied, seen in the rows"):
            changes.choose("Shared")
            dialog = changes.give("People", "Amélie Roux", "Edit")
            dialog.find("text", "Why they need it").type("Ticket 4711")
            person.picture("permission-changes-1-give")
            dialog = changes.preview()
            dialog.find(name="Give access to Amélie Roux", visible=True)
            dialog.find(name=re.compile("^Vallis Research / Shared · May view and edit"), visible=True)
            dialog.find(name="People who gain", visible=True)
            dialog.find(name=re.compile("Shared · No access → May view and edit"))
            person.picture("permission-changes-2-preview")
            changes.apply()
            app.wait_gone("dialog", "Give Access")
            changes.shown("^May view and edit · Ticket 4711")
            changes.shown("^Access given to Amélie Roux")

        with tap.step("it is taken back and done again in one step each"):
            session.key("ctrl+z")
            changes.shown("^None\\.")
            session.key("ctrl+shift+z")
            changes.shown("^May view and edit · Ticket 4711")
            grants = others.device.get(f"{others.workspace}/folders/{shared}/grants").json["items"]
            assert [grant["principal"] for grant in grants] == [roux], grants

        with tap.step("a grant is changed, and removed"):
            changes.of_row("Amélie Roux", "Change…")
            dialog = app.find("dialog", "Change Access")
            dialog.find("check box", "Edit", visible=True).click()
            dialog.find("check box", "Approve", visible=True).click()
            dialog = changes.preview()
            dialog.find(name=re.compile("May view and edit → May view and approve"))
            changes.apply()
            changes.shown("^May view and approve · Ticket 4711")
            changes.of_row("Amélie Roux", "Remove…")
            dialog = changes.previewed()
            dialog.find(name="Remove the access of Amélie Roux", visible=True)
            dialog.find(name="People who lose", visible=True)
            session.key("ctrl+Return")
            app.wait_gone("dialog", "Preview Changes")
            changes.shown("^None\\.")
            app.find("button", "Undo", visible=True).click()
            changes.shown("^May view and approve · Ticket 4711")

        with tap.step("what is sensitive needs a code, to apply it and to take it back"):
            changes.choose("Shared")
            changes.give("Groups", "Harrow", "Manage")
            dialog = changes.preview()
            dialog.find(name="Get to manage", visible=True)
            dialog.find(name="Gets to manage")
            person.picture("permission-changes-3-sensitive")
            app.find("button", "Apply with Code…", visible=True).click()
            app.find("dialog", "Enter a Code")
            session.key("Escape")  # nothing is lost
            app.wait_gone("dialog", "Enter a Code")
            changes.apply("Apply with Code…")
            changes.shown("^May view, edit and manage")
            session.key("ctrl+z")
            app.find("dialog", "Enter a Code")  # nobody could manage it then
            session.key("Escape")
            app.wait_gone("dialog", "Enter a Code")
            changes.shown("^May view, edit and manage")
            session.key("ctrl+z")  # it can still be taken back
            app.find("dialog", "Enter a Code")
            person.give_code(person.code())
            app.wait_gone("dialog", "Enter a Code")
            app.wait_gone(name=re.compile("^May view, edit and manage"))

        with tap.step("another company is refused before it is tried"):
            changes.choose("Northlab")
            changes.give("People", "Chiamaka Obi")
            dialog = changes.preview()
            dialog.find(name=re.compile("^People of another company would get in"), visible=True)
            dialog.find(name="Another company")
            person.picture("permission-changes-4-crossing")
            assert "sensitive" not in dialog.find("button", re.compile("^Apply")).states
            session.key("Escape")
            app.wait_gone("dialog", "Preview Changes")
            app.find("dialog", "Give Access")  # with what was chosen
            app.find(name="Chiamaka Obi", visible=True)
            session.key("Escape")
            app.wait_gone("dialog", "Give Access")

        with tap.step("the world moves between the look and the act: what would come of it now is shown"):
            changes.give("Groups", "Northlab")
            dialog = changes.preview()
            dialog.find("text", "Reason, kept in the history").type("Ticket 4712")
            others.add("users", displayName="Dorota Lis", email="d.lis@northlab.example", groups=[northlab])
            person.press("Apply")
            dialog.find(name=re.compile("^Something has changed meanwhile"), visible=True, timeout=30)
            dialog.find(name=re.compile("^Dorota Lis"))
            assert dialog.find("text", "Reason, kept in the history").text == "Ticket 4712"
            person.picture("permission-changes-5-moved")
            changes.apply()
            changes.shown("^May view$")

        person.quit()


if __name__ == "__main__":
    main()
