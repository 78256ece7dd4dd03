#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Several changes of permissions wait in a draft and are applied as one; folders are moved, binned and restored; who may only look changes nothing."""
import os
import re

import elsewhere
from folders import Folders
from harness import Keyring, Session, Tap
from permission_changes import Changes
from person import PASSWORD, Person

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
            top = others.make("Northlab")
            others.belong(top, northlab)
            shared = others.make("Shared")
            others.grant(top, "group", northlab, "view")
            others.grant(shared, "group", harrow, "edit")
            others.grant(shared, "group", northlab, "view")
            person.pictures = pictures
            changes = Changes(session, person)
            app.find("list item", "Permissions", visible=True).click()

        with tap.step("two changes wait in a draft, are applied as one and taken back as one"):
            changes.choose("Shared")
            changes.of_row("Harrow", "Remove…")
            changes.previewed()
            person.press("Add to Draft")
            app.wait_gone("dialog", "Preview Changes")
            changes.shown("^1 change · 1 person loses$")
            changes.choose("Northlab")
            changes.of_folder("Stop Inheriting…")
            dialog = changes.previewed()
            dialog.find(name="Remove the access of Harrow", visible=True)  # looked at together
            dialog.find(name="Stop inheriting in “Northlab”", visible=True)
            person.picture("permission-changes-6-together")
            person.press("Add to Draft")
            app.wait_gone("dialog", "Preview Changes")
            changes.shown("^2 changes · 1 person loses$")
            person.picture("permission-changes-7-draft")
            app.find("list item", "Users", visible=True).click()
            person.at_users()
            app.find("list item", "Permissions", visible=True).click()
            changes.shown("^2 changes")
            person.press("Discard")
            app.wait_gone(name=re.compile("^2 changes"))
            session.key("ctrl+z")
            changes.shown("^2 changes")
            others.add("users", displayName="Ewa Nowak", email="e.nowak@harrow.example", groups=[harrow])
            changes.shown("^2 changes · 2 people lose$")  # it follows
            person.press("Review…")
            changes.previewed()
            changes.apply()
            app.wait_gone(name=re.compile("^2 changes · "))
            changes.shown("^2 changes of permissions made")
            changes.row("Northlab, 1 grant, does not inherit")
            changes.row("Shared, 1 grant")
            session.key("ctrl+z")
            changes.row("Shared, 2 grants")
            app.wait_gone("list item", re.compile("^Northlab.*does not inherit"), rows=True)

        with tap.step("a change is taken out of the draft"):
            changes.of_folder("Stop Inheriting…")
            changes.previewed()
            person.press("Add to Draft")
            changes.shown("^1 change")
            changes.give("Roles", "Reviewer")
            dialog = changes.preview()
            dialog.find("button", "Take Out: Stop inheriting in “Northlab”", visible=True).click()
            app.wait_gone("button", "Take Out: Stop inheriting in “Northlab”")
            dialog.find(name="Give access to Reviewer", visible=True)
            changes.apply()
            app.wait_gone(name=re.compile("^1 change"))
            changes.row("Northlab, 2 grants")

        with tap.step("who leaves with a draft is told, once"):
            changes.of_folder("Stop Inheriting…")
            changes.previewed()
            person.press("Add to Draft")
            changes.shown("^1 change")
            session.key("ctrl+q")
            dialog = app.find(re.compile("dialog|alert"), "Discard the Draft?")
            app.find(name=re.compile("^The draft of 1 change of permissions was not applied"), visible=True)
            person.picture("permission-changes-8-leaving")
            person.press("Keep")
            changes.shown("^1 change")
            person.press("Discard")
            app.wait_gone(name=re.compile("^1 change"))

        with tap.step("a folder is moved, never into itself"):
            changes.choose("Shared")
            changes.of_folder("Move…")
            dialog = app.find("dialog", "Move Folder")
            dialog.find("list item", re.compile("^Shared"), visible=True, rows=True).click()
            dialog.find(name=re.compile("^A folder cannot go into itself"), visible=True)
            assert "sensitive" not in dialog.find("button", "Preview…").states
            dialog.find("list item", re.compile("^Northlab"), visible=True, rows=True).click()
            dialog.find(name="Into Vallis Research / Northlab", visible=True)
            person.picture("permission-changes-9-move")
            dialog = changes.preview()
            dialog.find(name="Vallis Research / Shared → into Vallis Research / Northlab", visible=True)
            dialog.find("button", re.compile("^Apply"))
            session.key("Escape")
            app.wait_gone("dialog", "Preview Changes")
            session.key("Escape")
            app.wait_gone("dialog", "Move Folder")
            archive = others.make("Archive")
            changes.row("Archive")
            changes.of_folder("Move…")
            dialog = app.find("dialog", "Move Folder")
            dialog.find("list item", re.compile("^Archive"), visible=True, rows=True).click()
            changes.preview()
            changes.apply()
            app.wait_gone("dialog", "Move Folder")
            app.find("label", "Vallis Research / Archive / Shared", visible=True)
            assert others.device.get(f"{others.workspace}/folders/{shared}").json["parent"] == archive
            session.key("ctrl+z")
            app.find("label", "Vallis Research / Shared", visible=True)

        with tap.step("a folder goes into the bin, and comes back"):
            changes.choose("Shared")
            changes.of_folder("Move to Bin…")
            dialog = changes.previewed()
            dialog.find(name="Move “Shared” to the bin", visible=True)
            changes.apply()
            app.find("heading", "Vallis Research", visible=True)
            app.wait_gone("list item", re.compile("^Shared"), rows=True)
            person.press("Folders in the Bin")
            dialog = app.find("dialog", "Folders in the Bin")
            dialog.find(name=re.compile("^Vallis Research · in the bin since"), visible=True)
            person.picture("permission-changes-10-bin")
            dialog.find("button", "Restore…", visible=True).click()
            changes.previewed()
            changes.apply()
            app.wait_gone("dialog", "Folders in the Bin")
            changes.row("Shared, 2 grants")

        with tap.step("who may only look finds nothing to change with, and who may not look finds no page"):
            dai = elsewhere.let_in(session, others.device, "Dai Morgan", "d.morgan@vallis.example", roles=["auditor"])
            app.find("toggle button", re.compile("^Hana Sato"), visible=True).open()
            app.find("menu item", "Sign Out", visible=True).click()
            person.fill("E-mail", "d.morgan@vallis.example")
            person.fill("Password", PASSWORD)
            person.press("Sign In")
            app.find("list item", "Permissions", visible=True, timeout=30).click()
            changes.choose("Shared")
            changes.shown("^May view and edit")
            for name in ("Give Access…", "New Folder…", "Rename…", "New Folder", "Review…"):
                assert not [node for node in app.find_all("button", name) if "showing" in node.states], name
            for name in ("Folder Menu", "Access of Harrow"):
                assert not [node for node in app.find_all("toggle button", name) if "showing" in node.states], name
            person.picture("permission-drafts-reader")
            path = f"{others.workspace}/users/{dai.identity['account']['id']}"
            reply = others.device.patch(path, {"roles": ["reviewer"]}, others.device.get(path).json["version"])
            assert reply.status == 200, reply
            for page in ("Permissions", "Contacts", "Grant Reviews"):
                app.wait_gone("list item", page, timeout=30)

        with tap.step("what was asked of them and what they asked for is still theirs, and the service says no to the rest"):
            app.find("list item", "Approvals").reveal().click()
            app.find(name="Nothing to Decide", visible=True)
            assert not [node for node in app.find_all("button", "Rules…") if "showing" in node.states]
            person.picture("permission-drafts-stranger")
            workspace, grant = others.workspace, {"action": "grant", "folder": shared, "principalKind": "role", "principal": "reviewer", "verbs": ["view"]}
            question = {"subject": dai.identity["account"]["id"], "folder": shared, "verb": "view"}
            for path in (f"folders/{shared}/grants", f"folders/{shared}/access", f"folders/{shared}/history", "grants", "grants?finding=nobody", "contacts",
                         "approval-rules", "folders?state=unmanaged"):
                reply = dai.get(f"{workspace}/{path}")
                assert reply.status == 403, (path, reply)
            for path, body in (("permissions/why", question), ("permissions/plan", {"changes": [grant]}),
                               ("permissions/matrix", {"folders": [shared], "principals": ["role reviewer"]})):
                reply = dai.post(f"{workspace}/{path}", body)
                assert reply.status == 403, (path, reply)
            assert dai.get(f"{workspace}/folders/{shared}").status == 404
            assert dai.get(f"{workspace}/approvals").json["items"] == []

        person.quit()


if __name__ == "__main__":
    main()
