#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""One's own second factor, in the person's menu: its state, new recovery codes, another authenticator app."""
import os
import re

import elsewhere
from harness import Keyring, Session, Tap
from person import Person


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("an administrator, who has one"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            hana.pictures = pictures

        def read_codes():
            text = "\n".join((node.name or "") + "\n" + (node.text if "Text" in node.interfaces else "") for node in app.snapshot())
            return sorted(set(re.findall(r"\b[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}\b", text)))

        with tap.step("one's own stands in the person's menu: state, and what can be done"):
            app.find("toggle button", re.compile("^Hana Sato"), visible=True).open()
            app.find("menu item", re.compile("^Second Factor"), visible=True).click()
            dialog = app.find("dialog", "Second Factor")
            dialog.find(name="9 of ten are unused", timeout=20)
            hana.picture("own-factor-1-state")

        with tap.step("new recovery codes take the place of the old, and have to be stored"):
            hana.press(re.compile("^Renew Recovery Codes"))
            app.find("dialog", "Enter a Code")
            hana.give_code(hana.code())
            app.find(name="I have stored them", timeout=20)
            shown = read_codes()
            assert len(shown) == 10 and not set(shown) & set(hana.recovery_codes), shown
            hana.picture("own-factor-2-codes")
            session.key("Escape")
            app.find(name="I have stored them", state="focused", visible=True)
            app.find("check box", re.compile("^I have stored them"), visible=True).click()
            hana.press("Done")
            dialog.find(name="10 of ten are unused", timeout=20)
            reply = elsewhere.connect(session, "old").sign_in(hana.email, elsewhere.PASSWORD, hana.recovery_codes[2])
            assert reply.status != 200 and reply.json["reason"] == "code_wrong", reply
            again = elsewhere.connect(session, "new")
            assert again.sign_in(hana.email, elsewhere.PASSWORD, shown[0]).json["stage"] == "complete"

        with tap.step("another authenticator app: the old one serves until the new one has shown a code"):
            hana.press(re.compile("^Replace the Authenticator App"))
            app.find("dialog", "Enter a Code")
            hana.give_code(hana.code())
            app.find("image", re.compile("^QR code"), timeout=20)
            app.find("label", re.compile("The app that you have now serves until then"), visible=True)
            hana.picture("own-factor-3-replace")
            shown = app.find("label", re.compile(r"^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$"))
            old, hana.key, hana.used_steps = hana.key, shown.name.replace(" ", ""), set()
            assert hana.key != old
            hana.give_code(hana.code())
            app.find(name="I have stored them", timeout=20)
            app.find("check box", re.compile("^I have stored them"), visible=True).click()
            hana.press("Done")
            dialog.find(name="10 of ten are unused", timeout=20)
            session.key("Escape")
            app.wait_gone("dialog", "Second Factor")

        for device in (other, again):
            device.close()
        hana.quit()


if __name__ == "__main__":
    main()
