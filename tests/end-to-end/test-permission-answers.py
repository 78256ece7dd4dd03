#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Permissions, the answers: why somebody reaches a folder or does not, what would turn that round, and everything somebody reaches."""
import datetime
import os
import re

from desk import Desk
from folders import Folders
from harness import Keyring, Session, Tap
from person import Person

LAYOUT = re.compile("radio button|toggle button")
PICTURES = os.environ.get("REEVE_TEST_PICTURES")


def soon():
    """A moment from now: a grant cannot be given that has ended already."""
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=4)).strftime("%Y-%m-%dT%H:%M:%SZ")


class World:
    """Bartosz is in Bakers, which is in Northlab; Northlab edits the folder Northlab, and Recipes in it; Secret stops that."""

    def __init__(self, session, person):
        others = self.others = Folders(session, person)
        self.northlab_group = others.add("groups", name="Northlab")
        self.bakers = others.add("groups", name="Bakers", parent=self.northlab_group)
        self.bartosz = others.add("users", displayName="Bartosz Wilk", email="b.wilk@northlab.example", groups=[self.bakers])
        self.roux = others.add("users", displayName="Amélie Roux", email="amelie.roux@vallis.example")
        self.northlab = others.make("Northlab")
        self.recipes = others.make("Recipes", self.northlab)
        self.secret = others.make("Secret", self.northlab)
        self.archive = others.make("Archive")
        others.grant(self.northlab, "group", self.northlab_group, "edit", reason="Ticket 4690")
        others.change(action="break", folder=self.secret)


def main():
    scheme = os.environ.get("REEVE_TEST_SCHEME", "light")
    with Tap() as tap, Session() as session, Keyring(session):
        tap.watch(session)
        person = Person(session, PICTURES, scheme)
        pictures, person.pictures = person.pictures, None
        with tap.step("a workspace with nested groups, folders and grants"):
            app = person.start()
            person.open_local()
            person.set_up()
            person.at_users()
            world = World(session, person)
            others = world.others
            person.pictures = pictures

        def row(name):
            return app.find("list item", re.compile(f"^{re.escape(name)}(,|$)"), visible=True, rows=True)

        def shown(pattern, **options):
            return app.find(name=re.compile(pattern), visible=True, **options)

        def asked(question):
            app.find("heading", question, visible=True)

        def show_as(name):
            app.find(LAYOUT, name, visible=True).click()

        def closed(name="Why?"):
            session.key("Escape")
            app.wait_gone("dialog", name)

        def ask_about(name):
            app.find(re.compile("button"), re.compile("^Ask About"), visible=True).click()
            app.find(name="Find a person", visible=True, state="focused").type(name.split()[0])
            app.find("list", "People found", visible=True).find("label", name, visible=True).click()

        with tap.step("why? on who reaches a folder tells the whole way, through the nested group"):
            app.find("list item", "Permissions", visible=True).click()
            row("Northlab, 1 grant").click()
            app.find("heading", "Northlab", visible=True)
            session.key("Right")
            row("Recipes").click()
            app.find("heading", "Recipes", visible=True)
            app.find("button", "Why?", visible=True).click()
            asked("Why can Bartosz Wilk view Vallis Research / Northlab / Recipes?")
            shown("^Yes, they can")
            shown("^Bartosz Wilk is in Bakers")
            shown("^Bakers is in Northlab")
            shown("^Northlab may view and edit Vallis Research / Northlab$")
            shown("^Ticket 4690")
            shown("^It comes down to Vallis Research / Northlab / Recipes")
            shown("^Take Bartosz Wilk out of the group “Bakers”")
            person.picture("why-1-holder")

        with tap.step("what would end it opens what would come of it, and changes nothing by itself"):
            app.find("button", "Try…").focus()
            session.key("Return")
            app.wait_gone("dialog", "Why?")
            preview = app.find("dialog", "Preview Changes")
            preview.find(name=re.compile("^Take Bartosz Wilk out of the group “Bakers”"))
            preview.find(name="What Comes of It", timeout=30)
            preview.find(name=re.compile("lose"))
            person.picture("why-5-preview")
            session.key("ctrl+Return")  # nothing to apply here
            assert not preview.find("button", re.compile("^(Apply|Add to Draft)"), timeout=0), preview.dump()

        with tap.step("what is not done there leads to where it is, and back it is still as it was"):
            preview.find("button", "Open Group").focus()
            session.key("Return")
            app.wait_gone("dialog", "Preview Changes")
            app.find("heading", "Bakers", visible=True)
            person.picture("why-6-group", narrow=False)
            app.find("list item", "Permissions", visible=True).click()
            app.find("heading", "Recipes", visible=True)
            app.find("button", "Why?", visible=True).click()
            asked("Why can Bartosz Wilk view Vallis Research / Northlab / Recipes?")

        with tap.step("another verb is asked about in place"):
            app.find(re.compile("radio button|toggle button"), "Manage", visible=True).click()
            asked("Why can Bartosz Wilk not manage Vallis Research / Northlab / Recipes?")
            shown("^No, they cannot")
            shown("^May view and edit$")
            person.picture("why-2-refusal")
            closed()

        with tap.step("F2 asks about the row with the focus"):
            app.find("button", "Why?", visible=True).focus()
            session.key("F2")
            asked("Why can Bartosz Wilk view Vallis Research / Northlab / Recipes?")

        with tap.step("a line leads to the folder that it speaks of"):
            app.find("label", "Northlab may view and edit Vallis Research / Northlab", visible=True).click()
            app.wait_gone("dialog", "Why?")
            app.find("heading", "Northlab", visible=True)

        with tap.step("what is stopped names the folder that stops it"):
            row("Secret, does not inherit").click()
            app.find("heading", "Secret", visible=True)
            ask_about("Bartosz Wilk")
            asked("Why can Bartosz Wilk not view Vallis Research / Northlab / Secret?")
            shown("^No, they cannot")
            shown("^It stops at Vallis Research / Northlab / Secret, which does not inherit")
            app.find(name="Let Vallis Research / Northlab / Secret inherit again")  # below the edge
            person.picture("why-3-stopped")
            closed()

        with tap.step("what has expired says when"):
            others.grant(world.archive, "user", world.roux, "view", expires=soon())
            row("Archive, 1 grant").click()
            app.find("heading", "Archive", visible=True)
            app.wait_for(lambda: others.device.post(f"{others.workspace}/permissions/why", {
                "subject": world.roux, "folder": world.archive, "verb": "view"}).json["allowed"] is False, 60, "the grant's end")
            ask_about("Amélie Roux")
            asked("Why can Amélie Roux not view Vallis Research / Archive?")
            shown("^expired on ")
            person.picture("why-4-expired")
            closed()

        with tap.step("what a person reaches is a tree, through the nested group, opened from their pane"):
            app.find("list item", "Users", visible=True).click()
            person.at_users()
            session.key("F5")  # who came meanwhile is offered, and not pushed in
            person.row("Bartosz Wilk").click()
            app.resize(1200, 880)
            app.find("list item", re.compile("^What They Reach"), visible=True).click()
            app.find(re.compile("button"), "Reach of: Bartosz Wilk", visible=True)
            row("Northlab, May view and edit").click()
            session.key("Right")
            row("Recipes, May view and edit")
            assert not app.find("list item", re.compile("^(Archive|Secret)"), rows=True, timeout=0), "what they do not reach is left out"
            person.picture("reach-1-person")

        with tap.step("F2 there asks about that person"):
            row("Recipes, May view and edit").click()
            session.key("F2")
            asked("Why can Bartosz Wilk view Vallis Research / Northlab / Recipes?")
            closed()

        desk = Desk(session, person, None)
        with tap.step("it is exported: what the service says, byte for byte"):
            target = session.folder / "reach.csv"
            app.find("button", "Export…", visible=True).click()
            desk.save_as("Export What They Reach", target)
            desk.give_fresh_code(others.codes.pop())
            shown("^Exported to .*reach.csv")
            reply = others.device.call("GET", f"{others.workspace}/folders/export?principalKind=user&principal={world.bartosz}",
                                       headers={"Reeve-Code": others.codes.pop()})
            assert target.read_bytes() == reply.body.encode() and "Northlab / Recipes" in reply.body, (target.read_bytes(), reply)
            assert "Secret" not in reply.body

        with tap.step("and everyone's folders are back with one click"):
            app.find(re.compile("button"), "Reach of: Bartosz Wilk", visible=True).click()
            app.find("button", "Everyone", visible=True).click()
            row("Archive, 1 grant")

        def reach_of(kind, name, now="Everyone"):
            app.find(re.compile("button"), f"Reach of: {now}", visible=True).open()
            app.find("page tab", kind, visible=True).click()
            if kind == "Group":
                app.find(name="Find a group", visible=True).type(name)
                app.find("list", "Groups found", visible=True).find("list item", re.compile(f"^{name}"), visible=True)
                session.key("Return")
            else:
                app.find("list", "Roles", visible=True).find("list item", name, visible=True).click()
            app.find(re.compile("button"), f"Reach of: {name}", visible=True)
            # Until it is gone it takes the next click.
            app.wait_for(lambda: not app.find("page tab", kind, visible=True, timeout=0), 10, "chooser that is closed")

        with tap.step("what a group reaches is a tree as well, through the groups that it is in"):
            reach_of("Group", "Bakers")
            row("Northlab, May view and edit").click()
            app.find("heading", "Northlab", visible=True)
            session.key("Right")
            row("Recipes, May view and edit").click()
            assert not app.find("list item", re.compile("^(Archive|Secret)"), rows=True, timeout=0), "what they do not reach is left out"
            person.picture("reach-2-group")
            session.key("F2")
            asked("Why can Bakers view Vallis Research / Northlab / Recipes?")
            closed()

        with tap.step("and what a role reaches: nothing, until it is given something"):
            reach_of("Role", "Auditor", "Bakers")
            app.wait_for(lambda: not app.find("list item", re.compile("^(Northlab|Archive), May"), rows=True, timeout=0), 10, "no folder")
            others.grant(world.archive, "role", "auditor", "view")
            row("Archive, May view")
            assert not app.find("list item", re.compile("^Northlab, May"), rows=True, timeout=0)
            person.picture("reach-3-role")
            app.find(re.compile("button"), "Reach of: Auditor", visible=True).click()
            app.find("button", "Everyone", visible=True).click()

        with tap.step("who reaches a folder is exported: what the service says, byte for byte"):
            row("Northlab, 1 grant").click()
            app.find("heading", "Northlab", visible=True)
            target = session.folder / "access.csv"
            app.find("button", "Export Who Reaches It…", visible=True).click()
            desk.save_as("Export Who Reaches It", target)
            desk.give_fresh_code(others.codes.pop())
            shown("^Exported to .*access.csv")
            reply = others.device.call("GET", f"{others.workspace}/folders/{world.northlab}/access/export",
                                       headers={"Reeve-Code": others.codes.pop()})
            assert target.read_bytes() == reply.body.encode() and "b.wilk@northlab.example" in reply.body, (target.read_bytes(), reply)
            assert "Roux" not in reply.body, reply.body

        with tap.step("the workspace itself says what they may do in it"):
            others.grant("root", "user", world.roux, "view")
            app.find("list item", "Users", visible=True).click()
            person.at_users()
            person.row("Amélie Roux").click()
            app.resize(1200, 880)
            app.find("list item", re.compile("^What They Reach"), visible=True).click()
            row("Vallis Research, May view")
            app.find(re.compile("button"), "Reach of: Amélie Roux", visible=True).click()
            app.find("button", "Everyone", visible=True).click()
            row("Archive, 2 grants")

        with tap.step("the matrix says of each cell what the service says"):
            app.resize(1200, 760)
            show_as("Matrix")
            session.park_pointer()
            rows = ["Vallis Research", "Archive", "Northlab", "Recipes", "Secret"]
            people = [(user["id"], user["displayName"]) for user in others.device.get(f"{others.workspace}/users?sort=displayName").json["items"]]
            answer = others.device.post(f"{others.workspace}/permissions/matrix", {"folders": ["root", world.archive, world.northlab, world.recipes, world.secret],
                                                                                   "principals": [f"user {id}" for id, name in people]}).json
            words = {"0": "No access", "1": "May view", "3": "May view and edit", "b": "May view, edit and manage", "f": "May view, edit, approve and manage"}

            def cell(row, column):
                verbs, own = answer["verbs"][row][column], answer["own"][row][column]
                where = "" if verbs == "0" else ", direct" if own != "0" else ", inherited"
                return f"{rows[row]}, {people[column][1]}: {words[verbs]}{where}"

            for row_number in range(len(rows)):
                app.find(name=cell(row_number, 0), state="focused")
                for column in range(1, len(people)):
                    session.key("Right")
                    app.find(name=cell(row_number, column), state="focused")
                session.key("Home", "Down")
            assert {digit for line in answer["verbs"] for digit in line} >= {"0", "3"}, answer

        with tap.step("F2 on a cell asks, and Return opens its folder"):
            session.key("ctrl+Home", "Down", "Down", *["Right"] * [name for id, name in people].index("Bartosz Wilk"))
            app.find(name="Northlab, Bartosz Wilk: May view and edit, inherited", state="focused")
            person.picture("matrix-1", narrow=False)
            session.key("F2")
            asked("Why can Bartosz Wilk view Vallis Research / Northlab?")
            closed()
            session.key("Return")
            app.find("heading", "Northlab", visible=True)

        with tap.step("F2 asks about a group as well"):
            show_as("Matrix")
            app.find("radio button", "Groups", visible=True).click()
            for _ in range(12):  # past the buttons of the window
                if app.find(name="Vallis Research, Bakers: No access", state="focused", timeout=0):
                    break
                session.key("Tab")
                app.wait_for(lambda: app.focused(), 5, "a focus")
            session.key("ctrl+Home", "Down", "Down")
            app.find(name="Northlab, Bakers: May view and edit, inherited", state="focused")
            session.key("F2")
            asked("Why can Bakers view Vallis Research / Northlab?")
            app.find(name="Bakers is in Northlab", visible=True)
            person.picture("why-group", narrow=False)
            closed()
            app.find("radio button", "People", visible=True).click()
            show_as("Tree")

        def may_view():
            return others.device.post(f"{others.workspace}/permissions/why",
                                      {"subject": world.roux, "folder": world.recipes, "verb": "view"}).json["allowed"]

        def turn_round(change):
            """By the button beside it."""
            line = app.find("list item", re.compile(f"^{re.escape(change)}"), where=lambda node: node.find("button", "Try…", timeout=0))
            line.find("button", "Try…").focus()
            session.key("Return")
            app.wait_gone("dialog", "Why?")
            preview = app.find("dialog", "Preview Changes")
            preview.find(name=change, timeout=30)
            preview.find(name="What Comes of It", timeout=30)
            sensitive = preview.find("button", "Apply with Code…", timeout=0) is not None
            person.press("Apply with Code…" if sensitive else "Apply")
            if sensitive:
                app.find("dialog", "Enter a Code")
                person.give_code(person.code())
            app.wait_gone("dialog", "Preview Changes", timeout=30)

        def why_of_roux():
            line = app.find("list item", re.compile("^Amélie Roux"), visible=True, where=lambda node: node.find("button", "Why?", timeout=0))
            line.find("button", "Why?").click()

        with tap.step("what would end it is done from there, and ends it; what would allow it allows it"):
            app.find("heading", "Northlab", visible=True)
            row("Northlab, 1 grant").click()
            session.key("Right")
            row("Recipes").click()
            app.find("heading", "Recipes", visible=True)
            assert may_view()
            why_of_roux()
            asked("Why can Amélie Roux view Vallis Research / Northlab / Recipes?")
            turn_round("Revoke the grant of Amélie Roux on Vallis Research")
            assert not may_view()
            shown("^1 person\\.")  # Bartosz, through the group
            ask_about("Amélie Roux")
            asked("Why can Amélie Roux not view Vallis Research / Northlab / Recipes?")
            turn_round("Give Amélie Roux a grant of their own on Vallis Research / Northlab / Recipes")
            assert may_view()
            why_of_roux()
            asked("Why can Amélie Roux view Vallis Research / Northlab / Recipes?")
            closed()

        with tap.step("a narrow window is offered no matrix"):
            show_as("Matrix")
            app.find(name="Columns", visible=True)
            show_as("Tree")
            row("Northlab, 1 grant")
            show_as("Matrix")
            app.find(name="Columns", visible=True)
            app.resize(600, 760)
            app.wait_for(lambda: not app.find(name="Columns", visible=True, timeout=0), 10, "the tree again")
            app.wait_for(lambda: not app.find(LAYOUT, "Matrix", visible=True, timeout=0), 10, "no matrix on offer")
            app.resize(1200, 760)

        person.quit()


if __name__ == "__main__":
    main()
