#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Of whom a second factor is demanded: who has none is said before it is saved with a fresh code; and two who change it at once."""
import datetime
import os
import re
import time

import elsewhere
from harness import Keyring, Session, Tap
from person import Person


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace with people without a second factor"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            auditor = elsewhere.let_in(session, other, "Ada Lund", "ada.lund@harrow.example", ["auditor"])
            reply = other.post(f"{other.workspace}/users", {"email": "b.wilk@northlab.example", "displayName": "Bartosz Wilk", "roles": ["auditor"]})
            assert reply.status == 201, reply
            path = f"{other.workspace}/second-factor-demands"
            hana.pictures = pictures

        def demands():
            return {demand["role"]: demand["since"] for demand in other.get(path).json.get("demands") or []}

        def change(new):
            """Elsewhere, with one recovery code after the other."""
            code = hana.recovery_codes.pop()
            now = other.get(path).json
            reply = other.call("PATCH", path, {"demands": [{"role": role, "since": since} for role, since in new.items()]},
                               {"If-Match": f'"{now["version"]}"', "Reeve-Code": code}, "application/merge-patch+json")
            assert reply.status == 200, reply

        def prove():
            app.find("dialog", "Enter a Code")
            hana.press("Use a Recovery Code…")
            hana.fill("Recovery code", hana.recovery_codes.pop())
            hana.press("Continue")
            app.wait_gone("dialog", "Enter a Code", timeout=20)

        def choose(combo, words):
            app.find("combo box", combo, visible=True).click()
            app.find("label", words, rows=True, visible=True).click()

        def open_group():
            hana.go_to("Policy")
            app.find("text", re.compile("^Fewest characters"), visible=True)
            session.key("F6")

        with tap.step("nothing is demanded yet, but of administrators"):
            open_group()
            app.find("list item", "Of nobody else")
            hana.picture("demands-1-none")
            session.key("F6", "F6")
            app.find("button", "Demand of Another Role…", timeout=20).focus()
            session.key("space")
            dialog = app.find("dialog", "Demand a Second Factor")

        with tap.step("the dialog says who has none"):
            choose("Who", "Auditor")
            dialog.find(name=re.compile("^2 of 2, of whom 1 never signed in"), timeout=20)
            dialog.find("list item", "Ada Lund")
            dialog.find("list item", "Bartosz Wilk")
            hana.picture("demands-2-preview")

        with tap.step("saved with a fresh code, from a day in two weeks on"):
            hana.press("Save")
            app.find("dialog", "Enter a Code")
            hana.give_code(hana.code())
            app.wait_gone("dialog", "Demand a Second Factor", timeout=20)
            app.find("list item", "Auditor", timeout=20)
            since = datetime.datetime.fromisoformat(demands()["auditor"].replace("Z", "+00:00"))
            days = (since.timestamp() - time.time()) / 86400
            assert 12.9 < days <= 14, since
            assert auditor.get("/v1/me").status == 200
            hana.picture("demands-3-demanded")

        with tap.step("what is changed elsewhere shows here"):
            change(demands() | {"reviewer": "2027-03-12T00:00:00Z"})
            app.find("list item", "Reviewer", timeout=30)
            app.find("label", re.compile("^From 1[12] March 2027 on"))

        def edit(name):
            row = app.find("list item", name, timeout=20)
            row.focus()
            session.key("Return")
            return app.find("dialog", "Demand a Second Factor")

        with tap.step("where two change the same one at once, nothing is saved before both were seen"):
            dialog = edit("Auditor")
            dialog.find(name=re.compile("^2 of 2"), timeout=20)
            choose("From when on", "At once")
            change(demands() | {"auditor": "2027-05-01T00:00:00Z"})
            hana.press("Save")
            prove()
            dialog.find(name=re.compile("^Nothing was saved: somebody else has set (1 May|30 April) 2027 meanwhile"), timeout=20)
            hana.picture("demands-4-conflict")
            assert demands()["auditor"].startswith("2027-05-01"), demands()

        with tap.step("saved once more, it is in force at the very next request"):
            hana.press("Save")
            prove()
            app.wait_gone("dialog", "Demand a Second Factor", timeout=20)
            assert set(demands()) == {"auditor", "reviewer"}
            reply = auditor.get(f"{auditor.workspace}/users")
            assert reply.status in (401, 403) and reply.json["reason"] == "enrol", reply

        with tap.step("and demanded no longer"):
            dialog = edit("Auditor")
            dialog.find(name=re.compile("^2 of 2"), timeout=20)
            hana.press("Demand No Longer")
            prove()
            app.wait_gone("dialog", "Demand a Second Factor", timeout=20)
            assert set(demands()) == {"reviewer"}
            assert auditor.get(f"{auditor.workspace}/users").status == 200
        other.close()
        auditor.close()
        hana.quit()


if __name__ == "__main__":
    main()
