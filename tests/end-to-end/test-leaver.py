#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Somebody leaves: what goes is told before, everything goes with one code, and what is left to do stands under Rotations until it is done. So for several."""
import os
import re

import elsewhere
from harness import Keyring, Session, Tap
from person import Person

BO, ADA = ("Bartosz Wilk", "b.wilk@northlab.example"), ("Ada Lund", "ada.lund@harrow.example")
CHIA = ("Chiamaka Obi", "c.obi@harrow.example")
SECRET, SHARED, ALARM = "Mail server, root", "Mailbox of the desk", "Alarm code"


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None

        def page(name):
            app.find("list item", name).reveal().click()

        def shown(name):
            """A row under Rotations."""
            return app.find("list item", re.compile("^" + re.escape(name)), visible=True, timeout=600)

        def gone(name):
            app.wait_for(lambda: not app.find("list item", re.compile("^" + re.escape(name)), visible=True, timeout=0), 600, f"no row of {name}")

        def choose(now, label, *keys):
            app.find("combo box", now, visible=True).open()
            app.find("list item", state="focused")
            session.key(*keys, "Return")
            app.find("combo box", label, visible=True)

        def rotation(name):
            [one] = [one for one in other.get(f"{workspace}/rotations").json["items"] if one["name"] == name]
            return one

        def give_code():
            app.find("text", "Code from your authenticator app", visible=True, timeout=600)
            hana.give_code(hana.code())
            app.wait_gone("dialog", "Enter a Code", timeout=600)

        with tap.step("a workspace whose people are signed in"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            workspace = other.find_workspace()
            bo = elsewhere.let_in(session, other, *BO)
            ada = elsewhere.let_in(session, other, *ADA)
            chia = elsewhere.let_in(session, other, *CHIA)
            users = {user["email"]: user for user in other.get(f"{workspace}/users").json["items"]}
            hana.pictures = pictures

        with tap.step("nothing is to be changed, and the page says what it is for"):
            page("Rotations")
            app.find(name="Nothing to Change", visible=True)
            hana.picture("leaver-1-empty")

        with tap.step("a secret is entered, and who knows it"):
            session.key("ctrl+n")
            dialog = app.find("dialog", "Add a Secret")
            assert "sensitive" not in dialog.find("button", "Add").states
            dialog.find("text", "Which secret it is").type(SECRET)
            dialog.find("text", "Where it is kept or used").type("mail.northlab.example")
            dialog.find("toggle button", "Add Who Knows It", visible=True).open()
            app.find(name=re.compile("^Find a person"), visible=True, state="focused").type("Bartosz")
            found = app.find(name=re.compile("People found"), visible=True)
            app.wait_still(found.find("list item", re.compile("^Bartosz Wilk")))
            session.key("Return")
            dialog.find("button", "Bartosz Wilk Does Not Know It", visible=True)
            hana.picture("leaver-2-add")
            session.key("ctrl+Return")
            app.wait_gone("dialog", "Add a Secret")
            assert rotation(SECRET)["users"] == [users[BO[1]]["id"]] and rotation(SECRET)["everyDays"] == 90

        with tap.step("a name serves once, which is said at the field"):
            session.key("ctrl+n")
            dialog = app.find("dialog", "Add a Secret")
            dialog.find("text", "Which secret it is").type(SECRET.upper())
            dialog.find("button", "Add").click()
            dialog.find(name=re.compile("Another one has this name"), visible=True)
            hana.picture("leaver-3-taken", narrow=False)
            session.key("Escape")
            app.wait_gone("dialog", "Add a Secret")

        with tap.step("it is not due yet, and what others enter shows by itself"):
            app.find(name="Nothing to Change", visible=True)
            choose("To do", "All", "Down", "Down")
            shown(SECRET)
            known = [users[email]["id"] for email in (ADA[1], CHIA[1])]
            reply = other.post(f"{workspace}/rotations", {"name": SHARED, "everyDays": 30, "users": known})
            assert reply.status == 201, reply
            shown(SHARED)
            assert other.post(f"{workspace}/rotations", {"name": ALARM, "users": [users[ADA[1]]["id"]]}).status == 201
            shown(ALARM)
            app.find(name="3 secrets")
            hana.picture("leaver-4-all")

        with tap.step("before somebody is offboarded, it says what goes and what is left to do"):
            page("Users")
            hana.at_users()
            session.key("F5")
            hana.row(BO[0], timeout=600).click()
            app.find("text", "Name", visible=True, text=BO[0])
            app.find("toggle button", "User Menu", visible=True).open()
            app.find("menu item", "Offboard…", visible=True).click()
            dialog = app.find("dialog", f"Offboard {BO[0]}")
            dialog.find(name=re.compile("^1 signed-in device"), visible=True)
            dialog.find(name=re.compile("^1 secret to change"), visible=True)
            dialog.find(name=re.compile(re.escape(SECRET)))
            assert "sensitive" not in dialog.find("button", "Offboard").states
            hana.picture("leaver-5-preview")

        with tap.step("without a code, nothing happens"):
            dialog.find("text", "Why do they leave?").type("Works elsewhere from December")
            session.key("Return")
            app.find("text", "Code from your authenticator app", visible=True, timeout=600)
            session.key("Escape")
            app.wait_gone("dialog", "Enter a Code")
            app.wait_for(lambda: "sensitive" in dialog.find("button", "Offboard").states, 600, "it can be tried again")
            assert bo.get(workspace).status == 200 and not other.get(f"{workspace}/users/{users[BO[1]]['id']}").json.get("deleted")

        with tap.step("with one, everything goes at once, and the dialog says what is left"):
            dialog.find("button", "Offboard").click()
            give_code()
            dialog.find(name=re.compile(f"{BO[0]}.*has left"), timeout=600)
            hana.picture("leaver-6-left")
            assert bo.get("/v1/me").status == 401
            left = other.get(f"{workspace}/users/{users[BO[1]]['id']}").json
            assert left["deleted"] and left["roles"] == ["member"], left
            [entry] = [entry for entry in other.get(f"{workspace}/users/{left['id']}/history").json["items"] if entry["action"] == "user.leave"]
            assert entry["reason"] == "Works elsewhere from December"

        with tap.step("from there one goes to what is to be changed: who left, since when"):
            dialog.find("button", "Open Rotations").click()
            app.wait_gone("dialog", f"Offboard {BO[0]}")
            choose("All", "To do", "Up", "Up")
            gone(SHARED)
            row = shown(SECRET)
            row.find(name=re.compile(rf"{BO[0]}\W left"))
            row.find(name=re.compile("^Due "))
            hana.picture("leaver-7-due")

        with tap.step("what is written of it can be changed, beside its history"):
            app.find("toggle button", f"More for {SECRET}", visible=True).open()
            app.find("menu item", "Edit…", visible=True).click()
            dialog = app.find("dialog", "Edit Secret")
            dialog.find(name=re.compile("^Who left: .*Bartosz Wilk", re.MULTILINE), timeout=600)
            dialog.find(name=re.compile("Reason: Works elsewhere from December"))
            hana.picture("leaver-7-edit")
            dialog.find("text", "Where it is kept or used").type("the new mail server")
            session.key("ctrl+Return")
            app.wait_gone("dialog", "Edit Secret", timeout=600)
            assert rotation(SECRET)["place"] == "the new mail server" and rotation(SECRET)["leavers"] == [BO[0]]

        with tap.step("it is marked once it was changed, after a question"):
            app.find("button", f"Mark as rotated: {SECRET}", visible=True).click()
            question = app.find(re.compile("dialog|alert"), "Mark as Rotated?")
            hana.picture("leaver-8-question", narrow=False)
            question.find("button", "Cancel").click()
            app.wait_gone(re.compile("dialog|alert"), "Mark as Rotated?")
            assert rotation(SECRET)["leavers"] == [BO[0]]
            app.find("button", f"Mark as rotated: {SECRET}", visible=True).click()
            app.find(re.compile("dialog|alert"), "Mark as Rotated?").find("button", "Mark as Rotated").click()
            gone(SECRET)
            app.find(name="Nothing to Change", visible=True)
            assert not rotation(SECRET).get("leavers")

        with tap.step("several leave together; who cannot is left out, with the reason"):
            page("Users")
            hana.at_users()
            session.key("F5")
            hana.row(ADA[0], timeout=600).click()
            app.find("text", "Name", visible=True, text=ADA[0])
            session.key("F9")
            app.find(re.compile("row|item"), re.compile("^" + ADA[0]), rows=True, state="focused")
            session.key("space", "Down", "space", "Down", "space")
            app.find("label", "3 selected", visible=True)
            hana.press("Offboard…")
            dialog = app.find("dialog", "Offboard People")
            dialog.find("button", "Offboard 2 People")
            dialog.find(name="Your own account")
            dialog.find(name=re.compile("^2 secrets to change"))
            hana.picture("leaver-9-several")
            dialog.find("text", "Why do they leave?").type("The desk closes")
            dialog.find("button", "Offboard 2 People").click()
            give_code()
            dialog.find(name=re.compile("^2 people have left"), timeout=600)
            hana.picture("leaver-10-several-left")
            assert {device.get("/v1/me").status for device in (ada, chia)} == {401}
            assert other.get("/v1/me").status == 200

        with tap.step("what they knew is ticked and marked together"):
            dialog.find("button", "Open Rotations").click()
            app.wait_gone("dialog", "Offboard People")
            shown(ALARM)
            shown(SHARED).find(name=re.compile(rf"{ADA[0]}\W+{CHIA[0]}\W left|{CHIA[0]}\W+{ADA[0]}\W left"))
            hana.press("Select All Shown")
            app.find("label", "2 selected", visible=True)
            hana.picture("leaver-11-ticked")
            hana.press("Mark as Rotated…")
            app.find(re.compile("dialog|alert"), "Mark These as Rotated?").find("button", "Mark as Rotated").click()
            app.find(name="Nothing to Change", visible=True, timeout=600)
            assert not [one for one in other.get(f"{workspace}/rotations?state=due").json["items"]]

        with tap.step("one who comes back is a plain member, which is said before"):
            page("Users")
            hana.at_users()
            session.key("F5")
            hana.no_row(BO[0])
            app.find("toggle button", "Everyone", visible=True).open()
            app.find(re.compile("menu item"), "Bin", visible=True).click()
            hana.row(BO[0], timeout=600).click()
            app.find(name=re.compile("comes back as: Member"), visible=True, timeout=600)
            hana.picture("leaver-12-bin")
            hana.press("Restore")
            app.wait_for(lambda: not other.get(f"{workspace}/users/{users[BO[1]]['id']}").json.get("deleted"), 600, "he is back")
            assert other.get(f"{workspace}/users/{users[BO[1]]['id']}").json["roles"] == ["member"]
        for device in (other, bo, ada, chia):
            device.close()
        hana.quit()


if __name__ == "__main__":
    main()
