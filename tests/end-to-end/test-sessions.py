#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Who is signed in: seen by person and by address, ended one by one, all of a person and all at once; and what is refused afterwards."""
import os
import re

import elsewhere
from harness import Keyring, Session, Tap
from person import Person

BO, ADA = ("Bartosz Wilk", "b.wilk@northlab.example"), ("Ada Lund", "ada.lund@harrow.example")


def row(app, name, timeout=20, **options):
    return app.find("list item", re.compile("^" + re.escape(name)), visible=True, timeout=timeout, **options)


def gone(app, name):
    app.wait_for(lambda: not row(app, name, timeout=0), 30, f"no row of {name}")


def question(app, heading):
    return app.find(re.compile("dialog|alert"), heading, timeout=20)


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace whose people are signed in"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            bo = elsewhere.let_in(session, other, *BO)
            ada = elsewhere.let_in(session, other, *ADA)
            hana.pictures = pictures

        with tap.step("the page lists their devices, and says which one is this"):
            app.find("list item", "Sessions", visible=True).click()
            for name in (BO[0], ADA[0]):
                row(app, name)
            assert len(app.find_all("list item", re.compile("^Hana Sato"))) == 2
            row(app, "Hana Sato", where=lambda node: node.find(name="This one", timeout=0))
            hana.picture("sessions-1-list")

        with tap.step("searched by person"):
            session.key("ctrl+f")
            app.find(name="Search sessions by person", state="focused")
            session.type("lund")
            gone(app, BO[0])
            row(app, ADA[0])
            session.type(" xyzzy")
            app.find(name=re.compile("^No Results|^Nothing"), visible=True)
            hana.press(re.compile("^Clear"))
            row(app, BO[0])

        with tap.step("one is ended, and refused at its next request"):
            app.find("button", f"End the session of {ADA[0]}, test", visible=True).click()
            gone(app, ADA[0])
            app.find(name="Session ended")
            assert ada.get("/v1/me").status == 401

        with tap.step("a new sign-in shows by itself, or at the latest with F5"):
            assert ada.sign_in(ADA[1], elsewhere.PASSWORD).status == 200
            session.key("F5")
            row(app, ADA[0])

        with tap.step("one's own is not ended without a warning"):
            mine = row(app, "Hana Sato", where=lambda node: node.find(name="This one", timeout=0))
            mine.find("button", re.compile("^End the session of Hana Sato")).click()
            dialog = question(app, "Sign Out Here?")
            hana.picture("sessions-2-own")
            dialog.find("button", "Cancel").click()
            app.wait_gone(re.compile("dialog|alert"), "Sign Out Here?")
            assert other.get("/v1/me").status == 200

        with tap.step("all of a person, after their number is said"):
            again = elsewhere.connect(session, "again")
            assert again.sign_in(BO[1], elsewhere.PASSWORD).status == 200
            session.key("F5")
            app.wait_for(lambda: len(app.find_all("list item", re.compile("^" + BO[0]))) == 2, 20, "both sessions of Bartosz")
            app.find("toggle button", f"More for {BO[0]}", visible=True, index=0).open()
            app.find("menu item", "End All Sessions of This Person…", visible=True).click()
            dialog = question(app, "End Their Sessions?")
            app.find(name=re.compile("^2 sessions of .*Bartosz Wilk"))
            hana.picture("sessions-3-of-person")
            dialog.find("button", "End All").click()
            gone(app, BO[0])
            assert bo.get("/v1/me").status == 401 and again.get("/v1/me").status == 401

        with tap.step("a person's sessions stand in their detail, and end there too"):
            app.find("list item", "Users", visible=True).click()
            hana.at_users()
            session.key("F5")
            hana.row(ADA[0]).click()
            app.find("button", "End the session of test", timeout=20)
            hana.picture("sessions-4-detail")
            button = app.find("button", "End the session of test", timeout=20)
            session.key("F6")  # into the detail, where it may be below what is seen
            button.focus()
            session.key("space")
            app.find(name="Not signed in to this workspace.", timeout=20)
            assert ada.get("/v1/me").status == 401
            app.find("list item", re.compile("^Session ended"), timeout=20)

        with tap.step("everybody's, but the one at this console"):
            for device, who in ((bo, BO), (ada, ADA)):
                assert device.sign_in(who[1], elsewhere.PASSWORD).status == 200
            app.find("list item", "Sessions", visible=True).click()
            row(app, ADA[0])
            hana.press("End All…")
            dialog = question(app, "End All Sessions?")
            app.find(name=re.compile("^3 sessions end.*\n2 people are signed out"))
            hana.picture("sessions-5-all")
            dialog.find("button", "End All").click()
            gone(app, ADA[0])
            row(app, "Hana Sato", where=lambda node: node.find(name="This one", timeout=0))
            assert {device.get("/v1/me").status for device in (other, bo, ada)} == {401}

        with tap.step("one's own devices, in the dialog of the person's menu"):
            assert other.sign_in(hana.email, elsewhere.PASSWORD, hana.recovery_codes[1]).json["stage"] == "complete"
            app.find("toggle button", re.compile("^Hana Sato"), visible=True).open()
            app.find("menu item", re.compile("^Sessions"), visible=True).click()
            dialog = app.find("dialog", "Sessions")
            dialog.find("button", "End the session of test")
            hana.picture("sessions-6-own-devices")
            dialog.find("button", "End the session of test").click()
            app.wait_for(lambda: not dialog.find("button", "End the session of test", timeout=0), 20, "the other device to go")
            assert other.get("/v1/me").status == 401
            session.key("Escape")
            app.wait_gone("dialog", "Sessions")

        with tap.step("who may only look sees that, and no way to end anything"):
            assert other.sign_in(hana.email, elsewhere.PASSWORD, hana.recovery_codes[2]).json["stage"] == "complete"
            chief = elsewhere.let_in(session, other, "Chiamaka Obi", "c.obi@harrow.example", ["workspace-administrator"])
            [me] = [user for user in chief.get(f"{chief.workspace}/users").json["items"] if user["email"] == hana.email]
            change = f"{chief.workspace}/users/{me['id']}"
            assert chief.patch(change, {"roles": ["auditor"]}, me["version"]).status == 200
            app.find(name="You can look at sessions, but not end them.", visible=True, timeout=30)
            assert not app.find_all("button", re.compile("^End the session of"))
            hana.picture("sessions-7-read-only")
            assert chief.patch(change, {"roles": ["workspace-administrator"]}, chief.get(change).json["version"]).status == 200
            app.wait_gone("label", "You can look at sessions, but not end them.")

        with tap.step("ending one's own signs out"):
            mine = row(app, "Hana Sato", where=lambda node: node.find(name="This one", timeout=0))
            mine.find("button", re.compile("^End the session of Hana Sato")).click()
            question(app, "Sign Out Here?").find("button", "Sign Out").click()
            app.find("text", "E-mail", visible=True, timeout=30)
        for device in (other, bo, ada, again, chief):
            device.close()
        hana.quit()


if __name__ == "__main__":
    main()
