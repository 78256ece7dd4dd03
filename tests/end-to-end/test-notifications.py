#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Who is told of findings: a webhook whose secret is shown once, a test that says why it came to nothing, a mail to whoever holds a role."""
import os
import re

import elsewhere
from harness import Keyring, Session, Tap
from person import Person

HOOK = "https://127.0.0.1:9/hook"


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            path = f"{other.workspace}/notification-rules"
            hana.pictures = pictures

        def rules():
            return {rule["name"]: rule for rule in other.get(path).json["items"]}

        def prove():
            app.find("dialog", "Enter a Code")
            hana.press("Use a Recovery Code…")
            hana.fill("Recovery code", hana.recovery_codes.pop())
            hana.press("Continue")
            app.wait_gone("dialog", "Enter a Code", timeout=20)

        def choose(combo, words):
            app.find("combo box", combo, visible=True).click()
            app.find("label", words, rows=True, visible=True).click()

        def add():
            session.key("F6", "F6")
            app.find("button", "Tell Somebody…", timeout=20).focus()
            session.key("space")
            return app.find("dialog", "Tell Somebody")

        with tap.step("nobody is told yet"):
            hana.go_to("Policy")
            app.find("text", re.compile("^Fewest characters"), visible=True)
            app.find("list item", "Nobody is told", timeout=20)

        with tap.step("a webhook is told with a fresh code, and its secret is shown once"):
            dialog = add()
            hana.fill("Name", "On call")
            choose("Tell by", "Webhook")
            hana.fill("Address, with https://", HOOK)
            hana.picture("notifications-1-webhook")
            hana.press("Add")
            prove()
            dialog.find(name=re.compile("^whsec_[A-Za-z0-9+/]{43}=$"), timeout=20)
            hana.picture("notifications-2-secret")
            hana.press("Close")
            app.wait_gone("dialog", "Tell Somebody")
            assert rules()["On call"]["uri"] == HOOK and "secret" not in rules()["On call"], rules()

        def edit(name):
            row = app.find("list item", name, timeout=20)
            row.focus()
            session.key("Return")
            return app.find("dialog", "Edit Notifications")

        with tap.step("a test says what came of it, here and in the list"):
            dialog = edit("On call")
            dialog.find("button", "Send a Test").focus()
            session.key("space")
            dialog.find(name="The receiver is at an address of a private network", timeout=30)
            hana.picture("notifications-3-tested")
            hana.press("Cancel")
            app.wait_gone("dialog", "Edit Notifications")
            app.find("label", re.compile("private network$"), timeout=20)

        with tap.step("another secret, for which the receiver has a day"):
            dialog = edit("On call")
            dialog.find("button", "New Secret…").focus()
            session.key("space")
            hana.picture("notifications-3b-new-secret")
            app.find("alert", "Give It a New Secret?", timeout=20).find("button", "New Secret").click()
            prove()
            dialog.find(name=re.compile("^whsec_[A-Za-z0-9+/]{43}=$"), timeout=20)
            hana.picture("notifications-3c-renewed")
            hana.press("Close")
            app.wait_gone("dialog", "Edit Notifications")

        with tap.step("a mail to whoever holds a role"):
            dialog = add()
            hana.fill("Name", "Reviewers")
            app.find("list item", "Everybody with a role").focus()
            session.key("space")
            dialog.find("check box", "Reviewer", timeout=20).focus()
            session.key("space")
            hana.picture("notifications-4-mail")
            hana.press("Add")
            prove()
            app.wait_gone("dialog", "Tell Somebody", timeout=20)
            app.find("list item", "Reviewers", timeout=20)
            assert rules()["Reviewers"]["roles"] == ["reviewer"] and rules()["Reviewers"]["severity"] == "high", rules()

        with tap.step("what is paused elsewhere shows here"):
            rule = rules()["Reviewers"]
            reply = other.call("PATCH", f"{path}/{rule['id']}", {"paused": True}, {"If-Match": f'"{rule["version"]}"', "Reeve-Code": hana.recovery_codes.pop()},
                               "application/merge-patch+json")
            assert reply.status == 200, reply
            app.find("label", re.compile("Paused$"), timeout=30)
            app.find("list item", "Reviewers").focus()
            hana.picture("notifications-5-list")

        with tap.step("the overview tells of it, and leads there"):
            hana.go_to("Overview")
            app.find("list item", re.compile("finding to decide on: high"), visible=True, timeout=60)  # of the pause: then nothing moves any more
            hana.picture("notifications-6-overview")
            app.find("list item", re.compile("^The notification “.*Reviewers.*” is paused"), visible=True, timeout=30).click()
            dialog = app.find("dialog", "Edit Notifications", timeout=20)
            assert dialog.find("text", "Name").text == "Reviewers"
            hana.picture("notifications-7-led")
            hana.press("Cancel")
            app.wait_gone("dialog", "Edit Notifications")

        with tap.step("and deleted"):
            dialog = edit("On call")
            dialog.find("button", "Delete").focus()
            session.key("space")
            prove()
            app.wait_gone("dialog", "Edit Notifications", timeout=20)
            app.wait_gone("list item", "On call")
            assert set(rules()) == {"Reviewers"}
        other.close()
        hana.quit()


if __name__ == "__main__":
    main()
