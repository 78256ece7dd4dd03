#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A forgotten password of the workspace on this computer, where no mail is sent and no browser gets to: whoever has the computer's
keyring sets a new one in the console. The second factor stays, and every session ends."""
import os
import re

import elsewhere
from harness import Keyring, Session, Tap
from person import PASSWORD, Person

NEXT = "seventeen brass lanterns"


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("an administrator, who has signed out"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            hana.pictures = pictures
            app.find("toggle button", re.compile("^Hana Sato"), visible=True).open()
            app.find("menu item", "Sign Out", visible=True).click()
            app.find("button", "Forgot Password…", visible=True, timeout=20)
            hana.picture("forgotten-1-sign-in")

        def begin(address):
            hana.press("Forgot Password…")
            dialog = app.find("dialog", "Forgotten Password")
            dialog.find("text", "E-mail").type(address)
            hana.press("Continue")
            return dialog

        with tap.step("an address that nobody has is said to be none"):
            begin("nobody@vallis.example").find(name=re.compile("^Nobody in the workspaces on this computer"), timeout=60)
            hana.picture("forgotten-2-nobody")
            session.key("Escape")
            app.wait_gone("dialog", "Forgotten Password")

        with tap.step("the next password is held to the policy, and not the one before"):
            begin(hana.email)
            app.find(name=re.compile(f"^{hana.name}, {hana.email}"), timeout=60)
            hana.fill("Password", "short")
            save = app.find("button", "Set Password", visible=True)
            app.wait_for(lambda: "sensitive" not in save.states, 10, "a button that waits")
            hana.picture("forgotten-3-weak")
            hana.fill("Password", PASSWORD)
            hana.press("Set Password")
            app.find(name=re.compile("^This is the previous password"), timeout=60)

        with tap.step("it is set; the dialog goes, and every session has ended"):
            hana.fill("Password", NEXT)
            hana.picture("forgotten-4-new")
            hana.press("Set Password")
            app.wait_gone("dialog", "Set a New Password", timeout=60)
            app.find(name=re.compile("^Password set"), timeout=60)
            assert other.get("/v1/me").status == 401
            assert elsewhere.connect(session, "old").sign_in(hana.email, PASSWORD).status == 401

        with tap.step("who forgot it signs in with the new one, and still with a code"):
            assert app.find("text", "E-mail", visible=True).text == hana.email
            hana.fill("Password", NEXT)
            hana.press("Sign In")
            app.find(name=re.compile("^Enter the Code|^Code"), visible=True, timeout=60)
            hana.give_code(hana.code())
            hana.at_users(timeout=60)

        other.close()
        hana.quit()


if __name__ == "__main__":
    main()
