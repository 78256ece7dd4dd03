#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""An invitation to the workspace on this computer, which no browser gets to, is accepted in the console: by its link, once, with a
first password that meets the policy."""
import os
import re

import elsewhere
from harness import Keyring, Session, Tap
from person import PASSWORD, Person

NOT_A_LINK = "https://vallis.example/welcome"


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("an administrator invites somebody, hands the link over and signs out"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            admin = elsewhere.same_person(session, hana)
            made = admin.post(f"{admin.workspace}/invitations", {"email": "bo@vallis.example", "message": "Welcome to the team."}).json
            link = admin.post(f"{admin.workspace}/invitations/{made['id']}/link").json["link"]
            assert link.startswith("http://reeved/p/invitation/"), link
            app.find("toggle button", re.compile("^Hana Sato"), visible=True).open()
            app.find("menu item", "Sign Out", visible=True).click()
            app.find("text", "E-mail", visible=True, timeout=60)
            hana.pictures = pictures
            hana.picture("acceptance-1-sign-in")

        def paste(text):
            dialog = app.find("dialog", "Use an Invitation")
            dialog.find("text", "Link", visible=True).type(text)
            session.key("Return")
            return dialog

        with tap.step("what is no link is said to be none; one of another service is for the browser"):
            hana.press("Use an Invitation…")
            paste(NOT_A_LINK).find(name=re.compile("^This is not the link of an invitation"), timeout=60)
            hana.picture("acceptance-2-no-link")
            paste("https://reeve.vallis.example/p/invitation/abc").find(name=re.compile("^This invitation is of https://reeve.vallis.example"), timeout=60)
            hana.picture("acceptance-3-elsewhere")
            session.key("Escape")  # a step back
            app.find("text", "Link", state="focused", visible=True)
            session.key("Escape")
            app.wait_gone("dialog", "Use an Invitation")

        with tap.step("from the list of services too: it says who invites, where to, and as whom"):
            app.find("button", "All Workspaces", visible=True).click()
            app.find(name=re.compile("^Use an Invitation"), role="list item", visible=True, timeout=60)
            hana.picture("acceptance-4-start")
            app.find(name=re.compile("^Use an Invitation"), role="list item", visible=True).click()
            paste(link)
            app.find(name=re.compile("^Hana Sato.* invites you to the workspace Vallis Research as bo@vallis.example"), timeout=60)
            app.find(name="Welcome to the team.", visible=True)

        with tap.step("a password has to meet the policy; then it is accepted, and the sign-in page comes"):
            hana.fill("Your name", "Bo Lindqvist")
            hana.fill("Password", "short")
            accept = app.find("button", "Accept", visible=True)
            app.wait_for(lambda: "sensitive" not in accept.states, 10, "a button that waits")
            hana.picture("acceptance-5-weak")
            hana.fill("Password", PASSWORD)
            app.wait_for(lambda: "sensitive" in app.find("button", "Accept").states, 10, "a button to press")
            session.key("Return")
            app.wait_gone("dialog", "Accept the Invitation", timeout=60)
            app.find("text", "E-mail", visible=True, timeout=60)

        with tap.step("it worked, once"):
            bo = elsewhere.connect(session, "bo")
            assert bo.sign_in("bo@vallis.example", PASSWORD).status == 200
            hana.press("Use an Invitation…")
            paste(link).find(name=re.compile("^The link does not work any more"), timeout=60)
            session.key("Escape")
            app.wait_gone("dialog", "Use an Invitation")

        admin.close()
        bo.close()
        hana.quit()


if __name__ == "__main__":
    main()
