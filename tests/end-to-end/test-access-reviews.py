#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""An access review: opened by hand, rights kept and dropped with reasons, taken back, one's own left to somebody else, and closed."""
import os
import re

import elsewhere
from harness import Keyring, Session, Tap
from person import Person

CHIEF = ("Chiamaka Obi", "c.obi@harrow.example", ["workspace-administrator"])
PEOPLE = [("Bartosz Wilk", "b.wilk@northlab.example", ["reviewer"]), ("Dorota Lis", "d.lis@harrow.example", ["auditor"]),
          ("Ada Lund", "ada.lund@harrow.example", ["register-keeper"])]


def row(app, name, label=None):
    return app.find("list item", re.compile("^" + re.escape(name)), visible=True, timeout=30,
                    where=lambda node: label is None or node.find(name=label, timeout=0))


def shown(app, pattern):
    return app.find(name=re.compile(pattern), visible=True, timeout=30)


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace with people who have roles, and a second administrator"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            chief = elsewhere.let_in(session, other, *CHIEF)
            for name, email, roles in PEOPLE:
                reply = other.post(f"{other.workspace}/users", {"email": email, "displayName": name, "roles": roles})
                assert reply.status == 201, reply
            hana.pictures = pictures

        def roles(email):
            return next(user for user in other.get(f"{other.workspace}/users").json["items"] if user["email"] == email).get("roles", [])

        def wait_roles(email, *wanted):
            app.wait_for(lambda: roles(email) == list(wanted), 30, f"{email} has {wanted}")

        with tap.step("there is none yet, and one is opened by hand"):
            app.find("list item", "Access Reviews").reveal().click()
            shown(app, "^No Access Review Yet")
            hana.picture("access-reviews-1-empty")
            session.key("ctrl+n")
            dialog = app.find(re.compile("dialog|alert"), "Open an Access Review Now?", timeout=20)
            shown(app, "in 14 days is suspended")
            hana.picture("access-reviews-2-open")
            dialog.find("button", "Open").click()
            shown(app, "^0 of 5 decided, 14 days left")
            for name, *_ in [CHIEF, *PEOPLE]:
                row(app, name)
            hana.picture("access-reviews-3-rights")

        with tap.step("one's own is for somebody else to decide"):
            app.find("button", "Keep: Workspace administrator of Hana Sato", visible=True).click()
            shown(app, "^Somebody else has to decide about your own")
            hana.picture("access-reviews-4-own")
            shown(app, "^0 of 5 decided")

        with tap.step("a right is kept with one click"):
            app.find("button", "Keep: Reviewer of Bartosz Wilk", visible=True).click()
            shown(app, "^1 of 5 decided")
            row(app, "Bartosz Wilk", "Kept")

        with tap.step("one is dropped with a reason, and given back by Ctrl+Z"):
            app.find("button", "Drop: Auditor of Dorota Lis", visible=True).click()
            dialog = app.find(re.compile("dialog|alert"), "Drop This Role?", timeout=20)
            dialog.find("text", "Reason, for the record").type("left the audit team")
            hana.picture("access-reviews-5-reason")
            dialog.find("button", "Drop").click()
            row(app, "Dorota Lis", "Dropped")
            shown(app, "left the audit team")
            wait_roles("d.lis@harrow.example", "member")
            hana.picture("access-reviews-6-dropped")
            session.key("ctrl+z")
            row(app, "Dorota Lis", "Kept")
            app.wait_for(lambda: "auditor" in roles("d.lis@harrow.example"), 30, "Dorota is auditor again")

        with tap.step("several are dropped together, and one of them given back"):
            for name in ("Auditor of Dorota Lis", "Register keeper of Ada Lund"):
                app.find("check box", f"Select: {name}", visible=True).click()
            shown(app, "^2 selected")
            hana.picture("access-reviews-7-selected")
            hana.press("Drop…")
            app.find(re.compile("dialog|alert"), "Drop Roles?", timeout=20).find("button", "Drop").click()
            row(app, "Ada Lund", "Dropped")
            wait_roles("ada.lund@harrow.example", "member")
            app.find("button", "Give back: Register keeper of Ada Lund", visible=True).click()
            row(app, "Ada Lund", "Kept")
            app.wait_for(lambda: "register-keeper" in roles("ada.lund@harrow.example"), 30, "Ada keeps the register again")

        with tap.step("only the undecided ones"):
            box = app.find("combo box", "All", visible=True)
            box.open()
            app.find("list item", state="focused")
            session.key("Down", "Return")
            app.wait_for(lambda: not app.find("list item", re.compile("^Ada Lund"), visible=True, timeout=0), 30, "the decided ones to go")
            row(app, "Hana Sato")
            hana.picture("access-reviews-8-undecided")
            app.find("combo box", "Undecided", visible=True).open()
            app.find("list item", state="focused")
            session.key("Up", "Return")
            row(app, "Ada Lund")

        with tap.step("the other administrator decides elsewhere, which shows here; and it is closed"):
            app.find("button", f"Keep: Workspace administrator of {CHIEF[0]}", visible=True).click()
            shown(app, "^4 of 5 decided")
            [review] = chief.get(f"{chief.workspace}/access-reviews").json["items"]
            rights = chief.get(f"{chief.workspace}/access-reviews/{review['id']}/rights?decision=undecided").json["items"]
            reply = chief.post(f"{chief.workspace}/access-reviews/{review['id']}/decide", {"ids": [right["id"] for right in rights], "action": "keep"})
            assert reply.status == 200 and reply.json["changed"] == 1, reply
            shown(app, "^Closed on ")
            hana.picture("access-reviews-9-closed")

        with tap.step("the next one has the one before beside it"):
            session.key("ctrl+n")
            app.find(re.compile("dialog|alert"), "Open an Access Review Now?", timeout=20).find("button", "Open").click()
            shown(app, "^0 of 4 decided")
            app.find("combo box", re.compile("^Since "), visible=True).open()
            app.find("list item", state="focused")
            session.key("Down", "Return")
            shown(app, "^Closed on ")
            row(app, "Dorota Lis", "Dropped")
            hana.picture("access-reviews-10-earlier")

        with tap.step("how often, and how long: the policy says"):
            hana.go_to("Policy")
            app.find("text", re.compile("^Days to decide in"), visible=True).type("7")
            session.key("Return")
            app.wait_for(lambda: other.get(f"{other.workspace}/policy").json["accessReviewGraceDays"] == 7, 30, "seven days")
            hana.picture("access-reviews-11-policy")
        other.close()
        chief.close()
        hana.quit()


if __name__ == "__main__":
    main()
