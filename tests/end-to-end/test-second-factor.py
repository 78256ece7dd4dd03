#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Other people's second factors: reset with a reason, a proof of who it is and a fresh code; an administrator's by two administrators only,
one of whom may refuse it."""
import os
import re
import time

import elsewhere
from harness import Keyring, Session, Tap, api
from person import Person

BO, ADA, ELIN, CHIAMAKA = (("Bartosz Wilk", "b.wilk@northlab.example"), ("Ada Lund", "ada.lund@harrow.example"),
                           ("Elin Berg", "e.berg@harrow.example"), ("Chiamaka Obi", "c.obi@harrow.example"))


def next_code(device):
    """Of the step after this one, which is accepted too: the one of now has served when it enrolled."""
    return api.totp(device.totp_key, time.time() + 30)


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace with a member and administrators who sign in with codes"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            bo = elsewhere.let_in(session, other, *BO)
            bo.enrol()
            ada = elsewhere.let_in(session, other, *ADA, ["workspace-administrator"])
            session.key("F5")
            hana.pictures = pictures

        def show(name):
            """In the detail, the keys walk through what is below the fold."""
            hana.row(name).click()
            app.find("heading", name)
            session.key("F6")

        def ask(name, reason):
            show(name)
            app.find("button", "Reset…", timeout=20).focus()
            session.key("space")
            dialog = app.find("dialog", "Reset Second Factor")
            button = dialog.find("button", "Reset Second Factor", visible=True)
            assert "sensitive" not in button.states
            dialog.find("text", "Reason").type(reason)
            assert "sensitive" not in button.states, "nobody is reset without a proof of who they are"
            dialog.find("combo box", "How you checked who it is").click()
            app.find("label", "Video call", rows=True, visible=True).click()
            app.wait_for(lambda: "sensitive" in button.states, 10, "all is there")
            return dialog

        def prove():
            """A recovery code serves as well, and does not have to be waited for."""
            app.find("dialog", "Enter a Code")
            hana.press("Use a Recovery Code…")
            hana.fill("Recovery code", hana.recovery_codes.pop())
            hana.press("Continue")
            app.wait_gone("dialog", "Enter a Code", timeout=20)

        def reach(name):
            """In the detail, from the list."""
            hana.row(ADA[0]).click()
            session.key("F6")
            app.find("button", name).focus()
            session.key("space")

        def state_of(name, words):
            app.find("list item", re.compile("^" + words), timeout=30)

        with tap.step("a member's is reset for a reason, and who they are was checked"):
            dialog = ask(BO[0], "Phone lost on the train")
            dialog.find("text", re.compile("^What you saw")).type("Badge 17")
            hana.picture("second-factor-1-reset")
            hana.press("Reset Second Factor")
            app.find("dialog", "Enter a Code")
            hana.picture("second-factor-2-code")

        with tap.step("without a fresh code nothing is done, and said to be"):
            session.key("Escape")
            app.wait_gone("dialog", "Enter a Code")
            dialog.find(name=re.compile("^This needs a fresh code. Nothing was done"), visible=True)
            hana.picture("second-factor-3-no-code")
            assert bo.get("/v1/me").status == 200

        with tap.step("with one it is gone, and they are signed out"):
            hana.press("Reset Second Factor")
            app.find("dialog", "Enter a Code")
            hana.give_code(hana.code())
            app.find(name="Second factor reset; they got a mail with a link", timeout=20)
            app.wait_gone("dialog", "Reset Second Factor")
            assert bo.get("/v1/me").status == 401
            state_of(BO[0], "Signs in with a password only")
            app.find("list item", re.compile("^Second factor reset"), timeout=20)
            hana.picture("second-factor-4-done")
            [mail] = [mail for mail in other.get(f"{other.workspace}/mails").json["items"] if mail["kind"] == "second-factor-reset"] or [None]
            assert mail is None or mail["recipient"] == BO[1]

        with tap.step("an administrator's needs another one, who is neither of the two"):
            dialog = ask(ADA[0], "New phone")
            hana.press("Reset Second Factor")
            prove()
            dialog.find(name=re.compile("^Another administrator is needed"), timeout=20)
            hana.picture("second-factor-5-alone")
            session.key("Escape")
            app.wait_gone("dialog", "Reset Second Factor")
            assert ada.get("/v1/me").status == 200

        with tap.step("with a third one it waits, and can be taken back"):
            chiamaka = elsewhere.let_in(session, other, *CHIAMAKA, ["workspace-administrator"])
            ask(ADA[0], "New phone")
            hana.press("Reset Second Factor")
            prove()
            app.find(name="Another administrator has to approve the reset", timeout=20)
            app.find("label", "A Reset Waits for Another Administrator", timeout=20)
            app.find("label", "New phone")
            hana.picture("second-factor-6-waiting")
            assert ada.get("/v1/me").status == 200
            assert not app.find_all(name="Approve the Reset", state="showing"), "nobody approves what they asked for"
            reach("Take It Back")
            app.wait_for(lambda: not app.find_all("label", "A Reset Waits for Another Administrator", state="showing"), 20, "it to go")
            [reset] = chiamaka.get(f"{chiamaka.workspace}/second-factor-resets?state=declined").json["items"]
            assert reset["displayName"] == ADA[0], reset

        with tap.step("asked for again, the other one approves it, and the window says so by itself"):
            ask(ADA[0], "New phone, really")
            hana.press("Reset Second Factor")
            prove()
            app.find("label", "A Reset Waits for Another Administrator", timeout=20)
            [reset] = chiamaka.get(f"{chiamaka.workspace}/second-factor-resets?state=waiting").json["items"]
            path = f"{chiamaka.workspace}/second-factor-resets/{reset['id']}/approve"
            assert chiamaka.post(path).status != 200
            assert chiamaka.post(path, Reeve_Code=next_code(chiamaka)).status == 200
            state_of(ADA[0], "Signs in with a password only")
            assert ada.get("/v1/me").status == 401

        with tap.step("what another one asks for shows on whichever page is open"):
            elin = elsewhere.let_in(session, other, *ELIN, ["workspace-administrator"])
            app.find("list item", "Roles", visible=True).click()
            asked = {"reason": "Lost in the sea", "proofing": "known-number", "proofingNote": "Her desk, 14:05"}
            path = f"{chiamaka.workspace}/users/{elin.identity['account']['id']}/second-factor/reset"
            assert chiamaka.post(path, asked, Reeve_Code=chiamaka.recovery_codes[0]).status == 200
            app.find(name=re.compile("^.?Chiamaka Obi.* asks to reset the second factor of .*Elin Berg"), timeout=30)
            hana.picture("second-factor-7-banner")

        with tap.step("declined, it goes, and nothing has happened"):
            hana.press("Review…")
            dialog = app.find("dialog", "Second Factor Resets")
            dialog.find("list item", re.compile("^Elin Berg"), timeout=20)
            dialog.find(name=re.compile("Lost in the sea"))
            dialog.find(name=re.compile("Called a number known before: Her desk, 14:05"))
            hana.picture("second-factor-8-review")
            hana.press("Decline")
            dialog.find(name="Nothing Waits", timeout=20)
            session.key("Escape")
            app.wait_gone("dialog", "Second Factor Resets")
            app.wait_for(lambda: not app.find("button", "Review…", timeout=0, state="showing"), 20, "the banner to go")
            assert elin.get("/v1/me").status == 200

        with tap.step("who asked for it and may no longer is no reason to do it"):
            assert chiamaka.post(path, asked, Reeve_Code=chiamaka.recovery_codes[1]).status == 200
            hana.press("Review…")
            dialog = app.find("dialog", "Second Factor Resets")
            dialog.find("list item", re.compile("^Elin Berg"), timeout=20)
            change = f"{other.workspace}/users/{chiamaka.identity['account']['id']}"
            assert other.patch(change, {"roles": ["auditor"]}, other.get(change).json["version"]).status == 200
            hana.press("Approve the Reset")
            prove()
            dialog.find(name=re.compile("^Who asked for it may no longer"), timeout=20)
            hana.picture("second-factor-9-refused")
            assert elin.get("/v1/me").status == 200
            assert other.patch(change, {"roles": ["workspace-administrator"]}, other.get(change).json["version"]).status == 200

        with tap.step("approved with a fresh code, it is done"):
            hana.press("Approve the Reset")
            prove()
            dialog.find(name="Nothing Waits", timeout=20)
            assert elin.get("/v1/me").status == 401
            session.key("Escape")
            app.wait_gone("dialog", "Second Factor Resets")

        for device in (other, bo, ada, chiamaka, elin):
            device.close()
        hana.quit()


if __name__ == "__main__":
    main()
