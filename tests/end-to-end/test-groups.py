#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Groups: made, moved, filled with people, administered and deleted; and on the users page, as chips, filter and for many at once."""
import os
import pathlib
import re

from harness import Keyring, Session, Tap, api
from person import PASSWORD, Person

PICTURES = os.environ.get("REEVE_TEST_PICTURES")


def connect(session, name):
    """A device elsewhere: through the console's own service, without the console."""
    socket = next(pathlib.Path(session.environ["XDG_RUNTIME_DIR"]).glob("reeve/*/socket"))
    state = session.folder / name
    state.touch()
    return api.Device(["--socket", str(socket)], str(state))


def other_device(session, person):
    """The same administrator."""
    device = connect(session, "device")
    assert device.sign_in(person.email, PASSWORD, person.recovery_codes[0]).json["stage"] == "complete"
    return device


def main():
    scheme = os.environ.get("REEVE_TEST_SCHEME", "light")
    with Tap() as tap, Session() as session, Keyring(session):
        tap.watch(session)
        person = Person(session, PICTURES, scheme)
        pictures, person.pictures = person.pictures, None
        with tap.step("a workspace with some more people"):
            app = person.start()
            person.open_local()
            person.set_up()
            person.at_users()
            other = other_device(session, person)
            workspace = "/v1/workspaces/" + other.get("/v1/workspaces").json["items"][0]["id"]
            ids = {}
            for name, email in (("Bartosz Wilk", "b.wilk@northlab.example"), ("Amélie Roux", "amelie.roux@northlab.example"),
                                ("Chiamaka Obi", "c.obi@harrow.example")):
                reply = other.post(f"{workspace}/users", {"email": email, "displayName": name})
                assert reply.status == 201, reply
                ids[name] = reply.json["id"]
            person.pictures = pictures

        def group(name):
            [found] = [item for item in other.get(f"{workspace}/groups").json["items"] if item["name"] == name]
            return found

        def row(name):
            return app.find("list item", name, visible=True)

        def groups_of(name):
            return other.get(f"{workspace}/users/{ids[name]}").json.get("groups") or []

        def pick(word):
            """In the popover that finds people and groups."""
            entry = app.find(name=re.compile("^Find a (person|group)"), visible=True, state="focused")
            entry.type(word)
            found = app.find(name=re.compile("(People|Groups) found"), visible=True)
            app.wait_still(found.find("list item", re.compile(f"^{re.escape(word)}")))
            session.key("Return")

        def make(name, inside=None):
            """The group that is looked at is offered as the one above."""
            session.key("ctrl+n")
            dialog = app.find("dialog", "New Group")
            dialog.find("text", "Name").type(name)
            dialog.find("label", inside or "At the top: a company", visible=True)
            dialog.find("button", "Create").click()
            app.wait_gone("dialog", "New Group")
            row(name)

        with tap.step("a company is made, and a team in it"):
            row("Groups").click()
            app.find(name="No Groups Yet", visible=True)
            person.picture("groups-1-empty")
            make("Northlab")
            make("Research", "Northlab")
            assert group("Research")["parent"] == group("Northlab")["id"]
            app.find(name=re.compile("^Company"), visible=True)

        with tap.step("a name serves once, which is said at the field"):
            session.key("ctrl+n")
            dialog = app.find("dialog", "New Group")
            dialog.find("text", "Name").type("northlab")
            dialog.find("button", "Create").click()
            dialog.find(name=re.compile("Another one has this name"), visible=True)
            person.picture("groups-2-taken")
            session.key("Escape")
            app.wait_gone("dialog", "New Group")

        with tap.step("people are put in by typing their names"):
            row("Research").click()
            app.find("toggle button", "Add a Member", visible=True).open()
            pick("Bartosz Wilk")
            app.wait_for(lambda: groups_of("Bartosz Wilk") == [group("Research")["id"]], 10, "he is in it")
            app.find("list item", "Bartosz Wilk", visible=True)
            person.picture("groups-3-member")

        with tap.step("which can be undone, and done again"):
            session.key("ctrl+z")
            app.wait_for(lambda: not groups_of("Bartosz Wilk"), 10, "he is out again")
            session.key("ctrl+shift+z")
            app.wait_for(lambda: groups_of("Bartosz Wilk") == [group("Research")["id"]], 10, "he is back")

        with tap.step("an administrator is named, with what that means said"):
            app.find(name=re.compile("^None yet: nobody can give instructions"))
            app.find("toggle button", "Add a Group Administrator", visible=True).focus()
            session.key("space")
            pick("Chiamaka Obi")
            app.wait_for(lambda: group("Research")["administrators"] == 1, 10, "she administers it")
            app.find(name=re.compile("^They see the people of this group"))
            assert "group-administrator" in other.get(f"{workspace}/users/{ids['Chiamaka Obi']}").json["roles"]
            person.picture("groups-4-administrator")

        with tap.step("above it stands the company, with whoever is below"):
            row("Northlab").click()
            app.find(name=re.compile("by way of “Research”"), visible=True)
            person.picture("groups-5-company")

        with tap.step("no group goes below itself, which is said in words"):
            app.find("list item", "Inside", visible=True).click()
            pick("Research")
            app.find(name=re.compile("^A group cannot be inside itself"), visible=True)
            assert not group("Northlab").get("parent")
            person.picture("groups-6-cycle", narrow=False)

        with tap.step("a group moves to the top, and back"):
            row("Research").click()
            app.find("button", "Move to the Top", visible=True).click()
            app.wait_for(lambda: not group("Research").get("parent"), 10, "it is a company")
            session.key("ctrl+z")
            app.wait_for(lambda: group("Research").get("parent") == group("Northlab")["id"], 10, "it is inside again")

        with tap.step("one with groups below cannot be deleted"):
            row("Northlab").click()
            app.find("label", "Northlab", visible=True)
            app.find("button", "Delete…").focus()  # it may be further down than can be seen
            session.key("space")
            question = app.find(re.compile("dialog|alert"), "Delete “Northlab”?")
            question.find("button", "Delete").click()
            app.find(name=re.compile("^There are groups in this group"), visible=True)

        with tap.step("what was done to a group is in the access log"):
            app.find("list item", "Access Log", index=-1).focus("shift+Tab")
            session.key("Return")
            app.find("list", "Access log", visible=True, timeout=30)
            app.find("list item", re.compile("Group (changed|made|viewed)"), rows=True, visible=True, timeout=30)
            app.find("list item", "Groups").reveal().click()

        with tap.step("search finds by name, and says where"):
            session.key("ctrl+f")
            app.find(name="Search groups", visible=True, state="focused").type("rese")
            app.wait_for(lambda: not app.find("list item", "Northlab", timeout=0), 10, "only what matches")
            app.find(name=re.compile("^Northlab"), role="label", visible=True)
            session.key("ctrl+a", "BackSpace")
            row("Northlab")

        with tap.step("the members are shown among the users, where many are changed at once"):
            row("Northlab").click()
            app.find("button", "Show in Users", visible=True).click()
            person.at_users()
            person.row("Bartosz Wilk")
            person.no_row("Amélie Roux")
            person.picture("groups-7-users")
            session.key("Escape")

        with tap.step("a person's groups are chips that can be added to and taken from"):
            app.find("button", "Clear Filters", visible=True).click()
            person.row("Amélie Roux").click()
            app.find("toggle button", "Add to a Group").reveal().open()
            pick("Northlab")
            app.wait_for(lambda: groups_of("Amélie Roux") == [group("Northlab")["id"]], 10, "she is in it")
            app.find("label", re.compile("^Groups of .* changed"), visible=True)
            person.picture("groups-8-chips")
            app.find("button", "Remove From “Northlab”", visible=True).focus("shift+Tab")  # the toast lies on it
            session.key("space")
            app.wait_for(lambda: not groups_of("Amélie Roux"), 10, "she is out of it")

        with tap.step("a group is deleted after a look at what that does"):
            row("Groups").click()
            row("Research").click()
            app.find("button", "Delete…").focus()  # it may be further down than can be seen
            session.key("space")
            question = app.find(re.compile("dialog|alert"), "Delete “Research”?")
            app.find(name=re.compile("^1 person leaves it"))
            person.picture("groups-9-delete", narrow=False)
            question.find("button", "Delete").click()
            app.wait_for(lambda: not app.find("list item", "Research", timeout=0), 10, "it is gone")
            assert "group-administrator" not in other.get(f"{workspace}/users/{ids['Chiamaka Obi']}").json["roles"]
            assert not groups_of("Bartosz Wilk")

        with tap.step("many people are put into a group at once, after a look at what that does"):
            row("Users").click()
            person.at_users()
            person.row("Bartosz Wilk").click()
            session.key("ctrl+a")
            app.find("toggle button", "Groups…", visible=True).open()
            app.find("menu item", "Add to Groups…", visible=True).click()
            dialog = app.find("dialog", "Add to Groups")
            dialog.find("toggle button", "Add to a Group", visible=True).open()
            pick("Northlab")
            dialog.find("button", "Add 4 People", where=lambda node: "sensitive" in node.states)
            person.picture("groups-10-many")
            dialog.find("button", "Add 4 People").click()
            app.wait_gone("dialog", "Add to Groups")
            assert groups_of("Bartosz Wilk") == [group("Northlab")["id"]]
            session.key("ctrl+z")
            app.wait_for(lambda: not groups_of("Bartosz Wilk"), 10, "taken back at once")

        with tap.step("an invitation says which groups somebody comes into"):
            make_in = group("Northlab")["id"]
            row("Invitations").click()
            session.key("ctrl+n")
            dialog = app.find("dialog", "Invite")
            dialog.find("text", re.compile("^E-mail")).type("lena@northlab.example")
            dialog.find("toggle button", "Add to a Group").open()
            pick("Northlab")
            dialog.find("button", "Remove From “Northlab”", visible=True)
            person.picture("groups-11-invitation")
            session.key("ctrl+Return")
            app.wait_gone("dialog", "Invite")
            [invitation] = other.get(f"{workspace}/invitations").json["items"]
            assert invitation["groups"] == [make_in], invitation

        with tap.step("a group administrator sees their groups, and nothing else"):
            lena = Person(session, PICTURES, scheme, "Lena Falk", "lena@northlab.example")
            token = other.post(f"{workspace}/invitations/{invitation['id']}/link").json["link"].rsplit("/", 1)[1]
            reply = connect(session, "guest").post("/v1/invitations/accept", {"token": token, "displayName": lena.name, "password": PASSWORD})
            assert reply.status == 204, reply
            [user] = [item for item in other.get(f"{workspace}/users").json["items"] if item["displayName"] == lena.name]
            assert other.post(f"{workspace}/groups", {"name": "Harrow Foods"}).status == 201
            assert other.post(f"{workspace}/groups/{make_in}/administrators", {"action": "add", "user": user["id"]}).status == 200
            app.activate("io.github.reeve.Reeve", "sign-out", window=1)
            lena.app = app
            lena.fill("E-mail", lena.email)
            lena.fill("Password", PASSWORD)
            lena.press("Sign In")
            pictures, lena.pictures = lena.pictures, None
            lena.enrol()
            lena.pictures = pictures
            row("Groups").click()
            row("Northlab").click()
            app.find(name=re.compile("^They see the people of this group"))
            assert not app.find("list item", "Harrow Foods", timeout=0)
            for hidden in ("New Group", "Delete…", "Move to the Top"):
                assert not app.find("button", hidden, timeout=0, visible=True), hidden
            for hidden in ("Mails",):
                assert not app.find("list item", hidden, timeout=0, visible=True), hidden
            app.find("list item", "Lena Falk", visible=True)
            lena.picture("groups-12-administrator")
            row("Users").click()
            lena.at_users()
            lena.row("Lena Falk")
            lena.no_row("Bartosz Wilk")
            lena.row("Lena Falk").click()
            app.find("label", "Northlab", visible=True)
            lena.picture("groups-13-administrator-users")
        person.quit()


if __name__ == "__main__":
    main()
