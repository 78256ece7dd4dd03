#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A role of one's own: made, given to a person, changed after a look at what that does, taken back, and deleted."""
import os
import pathlib
import re

from harness import Keyring, Session, Tap, api
from person import PASSWORD, Person

PICTURES = os.environ.get("REEVE_TEST_PICTURES")


def other_device(session, person):
    """The same administrator elsewhere: through the console's own service, without the console."""
    socket = next(pathlib.Path(session.environ["XDG_RUNTIME_DIR"]).glob("reeve/*/socket"))
    state = session.folder / "device"
    state.touch()
    device = api.Device(["--socket", str(socket)], str(state))
    assert device.sign_in(person.email, PASSWORD, person.recovery_codes[0]).json["stage"] == "complete"
    return device


def page(app, name):
    row = app.find("list item", name, visible=True)
    row.click()


def main():
    scheme = os.environ.get("REEVE_TEST_SCHEME", "light")
    with Tap() as tap, Session() as session, Keyring(session):
        tap.watch(session)
        person = Person(session, PICTURES, scheme)
        with tap.step("a workspace with one more person"):
            app = person.start()
            person.open_local()
            person.set_up()
            person.at_users()
            person.add("Bartosz Wilk", "b.wilk@northlab.example")
            other = other_device(session, person)
            workspace = "/v1/workspaces/" + other.get("/v1/workspaces").json["items"][0]["id"]

        with tap.step("the roles page shows the built-in ones and how many hold them"):
            page(app, "Roles")
            app.find(name="Built In", visible=True)
            app.find(name=re.compile("^Workspace administrator"), visible=True)
            person.picture("roles-1-page")

        with tap.step("a role is made of capabilities"):
            session.key("ctrl+n")
            dialog = app.find("dialog", "New Role")
            dialog.find("text", "Name").type("Front desk")
            dialog.find(re.compile("switch|check box|toggle button|list item"), re.compile("^See people"), visible=True).click()
            person.picture("roles-2-new")
            dialog.find("button", "Save").click()
            app.wait_gone("dialog", "New Role")
            app.find(name=re.compile("^Front desk"), visible=True)
            [role] = [role for role in other.get(workspace + "/roles").json["items"] if role["name"] == "Front desk"]
            assert role["capabilities"] == ["users.read"], role

        with tap.step("given to a person elsewhere, the page counts them"):
            [user] = [user for user in other.get(workspace + "/users").json["items"] if user["displayName"] == "Bartosz Wilk"]
            reply = other.patch(f"{workspace}/users/{user['id']}", {"roles": [role["id"]]}, user["version"])
            assert reply.status == 200, reply
            app.wait_for(lambda: app.find_all("label", "1 person", within=app.find("list item", "Front desk", visible=True)), 10, "one at the desk")
            app.find(name=re.compile("^Front desk"), visible=True).click()
            dialog = app.find("dialog", "Edit Role")
            dialog.find(name=re.compile("^Held by 1 person"))

        with tap.step("a change says whom it touches before it is saved"):
            dialog.find(re.compile("switch|check box|toggle button|list item"), re.compile("^See people"), visible=True).click()
            dialog.find("button", "Save").click()
            question = app.find(re.compile("dialog|alert"), "Save This Role?")
            app.find(name=re.compile("^It changes what 1 person may do"))
            app.find(name=re.compile("^Bartosz Wilk"))
            person.picture("roles-3-preview")
            question.find("button", "Save").click()
            app.wait_gone("dialog", "Edit Role")
            app.wait_for(lambda: not other.get(f"{workspace}/roles/{role['id']}").json.get("capabilities"), 10, "nothing is given any more")

        with tap.step("and can be undone"):
            session.key("ctrl+z")
            app.wait_for(lambda: other.get(f"{workspace}/roles/{role['id']}").json.get("capabilities") == ["users.read"], 10, "it is given again")

        with tap.step("what was changed of it stands below what it gives"):
            app.find(name=re.compile("^Front desk"), visible=True).click()
            dialog = app.find("dialog", "Edit Role")
            dialog.find("list item", re.compile("^Role made"), timeout=15)
            dialog.find(name=re.compile("May: See people → —"))
            session.key("Escape")
            app.wait_gone("dialog", "Edit Role")

        with tap.step("the users page names the role, and filters by it"):
            app.find(name=re.compile("^Front desk"), visible=True).click()
            dialog = app.find("dialog", "Edit Role")
            dialog.find(name=re.compile("^Held by 1 person"), visible=True).click()
            person.at_users()
            person.row("Bartosz Wilk")
            person.no_row("Hana Sato")
            app.find(name="Front desk", visible=True)
            person.picture("roles-4-users")

        with tap.step("deleted, it is taken from its holder"):
            page(app, "Roles")
            app.find(name=re.compile("^Front desk"), visible=True).click()
            dialog = app.find("dialog", "Edit Role")
            dialog.find(name=re.compile("^Delete")).click()
            question = app.find(re.compile("dialog|alert"), "Delete This Role?")
            person.picture("roles-5-delete")
            question.find("button", "Delete").click()
            app.wait_gone("dialog", "Edit Role")
            app.wait_for(lambda: other.get(f"{workspace}/users/{user['id']}").json["roles"] == ["member"], 10, "the person is a member")
        person.quit()


if __name__ == "__main__":
    main()
