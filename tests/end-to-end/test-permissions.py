#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Permissions: the tree of folders, what comes to a folder, what is stopped and by what, and who reaches it; others' changes; new names."""
import os
import re

from folders import Folders
from harness import Keyring, Session, Tap
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
            company = others.add("groups", name="Northlab")
            others.add("users", displayName="Bartosz Wilk", email="b.wilk@northlab.example", groups=[company])
            roux = others.add("users", displayName="Amélie Roux", email="amelie.roux@vallis.example")
            northlab = others.make("Northlab")
            recipes = others.make("Recipes", northlab)
            others.make("Drafts", recipes)
            others.make("Shared")
            others.grant(northlab, "group", company, "edit", reason="Ticket 4690")
            others.grant(recipes, "user", roux, "view", expires="2031-03-03T12:00:00Z")
            person.pictures = pictures

        def row(name):
            return app.find("list item", re.compile(f"^{re.escape(name)}(,|$)"), visible=True, rows=True)

        def shown(pattern, **options):
            return app.find(name=re.compile(pattern), visible=True, **options)

        def chosen(name):
            """What the right side tells about."""
            app.find("heading", name, visible=True)

        with tap.step("the tree begins with the workspace, and says how many grants a folder has"):
            app.find("list item", "Permissions", visible=True).click()
            row("Vallis Research")
            row("Northlab, 1 grant")
            row("Shared")
            chosen("Vallis Research")
            shown("^None\\.")
            person.picture("permissions-1-root")

        with tap.step("a folder says what is on it, and who reaches it"):
            row("Northlab").click()
            chosen("Northlab")
            shown("^May view and edit · Ticket 4690")
            shown("^1 person\\.")
            shown("^May view and edit · b\\.wilk@northlab\\.example")
            app.find("button", "Rename…", visible=True)
            person.picture("permissions-2-folder")

        with tap.step("the arrow keys open folders and go into them"):
            session.key("Right")
            row("Recipes, 1 grant")
            session.key("Right")
            chosen("Recipes")
            shown("^May view · until 3 March 2031")
            shown("^May view and edit · from Vallis Research / Northlab")
            shown("^2 people\\.")
            person.picture("permissions-3-from-above")

        with tap.step("a grant from above leads to its folder"):
            shown("^From above")
            app.find("label", re.compile("from Vallis Research / Northlab"), visible=True).click()
            chosen("Northlab")

        with tap.step("others' changes are seen: what is stopped, and by what"):
            others.change(action="break", folder=recipes)
            row("Recipes, 1 grant, does not inherit").click()
            chosen("Recipes")
            shown("^These do not come down: this folder does not inherit")
            shown("^1 person\\.")
            session.key("Right")
            row("Drafts").click()
            chosen("Drafts")
            shown("^These do not come down: “Recipes” does not inherit")
            shown("^May view · until 3 March 2031 · from Vallis Research / Northlab / Recipes")
            person.picture("permissions-4-stopped")

        with tap.step("search finds folders by name, and says where they are"):
            session.key("ctrl+f")
            app.find(name="Search folders", visible=True, state="focused").type("draf")
            row("Drafts, Vallis Research / Northlab / Recipes").click()
            chosen("Drafts")
            person.picture("permissions-5-search")
            session.key("ctrl+f")
            session.key("ctrl+a", "BackSpace")
            row("Recipes")
            app.find(name="Search folders", visible=True, state="focused")

        with tap.step("a folder is made, and a name serves once"):
            row("Shared").click()
            chosen("Shared")
            session.key("ctrl+n")
            dialog = app.find("dialog", "New Folder")
            dialog.find("label", "Vallis Research / Shared", visible=True)
            dialog.find("text", "Name").type("Photos")
            session.key("Return")
            app.wait_gone("dialog", "New Folder")
            row("Photos")
            session.key("ctrl+n")
            dialog = app.find("dialog", "New Folder")
            dialog.find("text", "Name").type("photos")
            session.key("Return")
            dialog.find(name=re.compile("has this name"), visible=True)
            person.picture("permissions-6-taken")
            session.key("Escape")
            app.wait_gone("dialog", "New Folder")

        with tap.step("it is renamed, which can be undone"):
            row("Photos").click()
            chosen("Photos")
            app.find("button", "Rename…", visible=True).click()
            dialog = app.find("dialog", "Rename Folder")
            dialog.find("text", "Name").type("Pictures")
            dialog.find("button", "Rename").click()
            app.wait_gone("dialog", "Rename Folder")
            chosen("Pictures")
            row("Pictures")
            session.key("ctrl+z")
            chosen("Photos")
            row("Photos")

        with tap.step("a folder that somebody else puts into the bin gives way to the root"):
            row("Northlab")
            row("Shared").click()
            chosen("Shared")
            others.change(action="bin", folder=others.device.get(f"{others.workspace}/folders?q=Shared").json["items"][0]["id"])
            chosen("Vallis Research")
            app.wait_gone("list item", "Shared")

        with tap.step("a grant on the workspace itself is counted on its row, too"):
            others.grant("root", "user", roux, "view")
            app.find("list item", re.compile("^Vallis Research, 1 grant$"), visible=True, rows=True, timeout=30)
            person.picture("permissions-7-root-grant")
            person.quit()


if __name__ == "__main__":
    main()
