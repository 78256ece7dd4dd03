#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A breach is reported by address: by whoever may lock people, by a colleague, and by support without a grant, who see nobody."""
import os
import re
import time

import elsewhere
from harness import Keyring, Session, Tap
from person import PASSWORD, Person

BO, MIA, OLGA, SAM = (("Bartosz Wilk", "b.wilk@northlab.example"), ("Mia Roux", "mia.roux@northlab.example"),
                      ("Olga Ilves", "olga@northlab.example"), ("Sam Reed", "sam@support.example"))


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace with people at work"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            bo, mia = elsewhere.let_in(session, other, *BO), elsewhere.let_in(session, other, *MIA)
            elsewhere.let_in(session, other, *OLGA)
            sam = elsewhere.let_in(session, other, *SAM)
            sam.enrol()
            [agent] = [user for user in other.get(f"{other.workspace}/users").json["items"] if user["email"] == SAM[1]]
            assert other.patch(f"{other.workspace}/users/{agent['id']}", {"roles": ["support-agent"]}, agent["version"]).status == 200
            hana.pictures = pictures

        def report():
            app.find("toggle button", "Main Menu", visible=True).open()
            app.find("menu item", "Report a Breach…", visible=True).click()
            return app.find("dialog", "Report a Breach")

        def sign_out(name):
            app.find("toggle button", re.compile("^" + name), visible=True, timeout=20).open()
            app.find("menu item", "Sign Out", visible=True).click()
            app.find("text", "E-mail", visible=True, timeout=20)

        def sign_in(email):
            hana.fill("E-mail", email)
            hana.fill("Password", PASSWORD)
            hana.press("Sign In")

        def cases():
            return other.get(f"{other.workspace}/cases").json["items"]

        with tap.step("who may lock people looks for the address, and sees what it does"):
            dialog = report()
            dialog.find("text", "E-mail address of the account", state="focused")
            session.type("nobody@northlab.example")
            session.key("Return")
            dialog.find(name=re.compile("Nobody here has this address"), visible=True)
            hana.picture("breach-report-1-find")
            dialog = app.find("dialog", "Report a Breach")
            dialog.find("text", "E-mail address of the account").type(BO[1].upper())
            session.key("Return")
            question = app.find("dialog", "Lock Accounts")
            question.find(name=re.compile("Lock .?Bartosz Wilk.?\\?"))
            session.key("Escape")
            app.wait_gone("dialog", "Lock Accounts")
            assert not cases()

        with tap.step("a colleague reports, and is told the same whoever it is about"):
            sign_out(hana.name)
            sign_in(OLGA[1])
            app.find("toggle button", re.compile("^" + OLGA[0]), visible=True, timeout=20)
            session.key("ctrl+shift+l")
            dialog = app.find("dialog", "Report a Breach")
            dialog.find("text", "E-mail address of the account", state="focused")
            session.type("not an address")
            dialog.find("text", "What was noticed").type("Mails that she did not write")
            session.key("Return")
            dialog.find(name=re.compile("not an e-mail address", re.IGNORECASE), visible=True, timeout=20)
            hana.picture("breach-report-2-colleague")
            dialog = app.find("dialog", "Report a Breach")
            dialog.find("text", "E-mail address of the account").type(MIA[1])
            session.key("Return")
            app.find(name=re.compile("^If there is such an account here, it is locked, or"), visible=True, timeout=20)
            hana.picture("breach-report-3-receipt")
            assert mia.get("/v1/me").status != 200
            session.key("Escape")
            app.wait_gone("dialog", "Report a Breach")
            dialog = report()
            dialog.find("text", "E-mail address of the account").type("nobody@northlab.example")
            dialog.find("text", "What was noticed").type("The same")
            session.key("Return")
            app.find(name=re.compile("^If there is such an account here, it is locked, or"), visible=True, timeout=20)
            session.key("Escape")
            app.wait_gone("dialog", "Report a Breach")
            assert len(cases()) == 1, cases()

        with tap.step("support without a grant locks by address, and names the ticket"):
            sign_out(OLGA[0])
            sign_in(SAM[1])
            app.find(name=re.compile("^Enter the Code|^Code"), visible=True, timeout=20)
            hana.key = sam.totp_key
            hana.give_code(hana.code())
            app.find("toggle button", re.compile("^" + SAM[0]), visible=True, timeout=40)
            session.key("ctrl+shift+l")
            dialog = app.find("dialog", "Report a Breach")
            dialog.find("text", "E-mail address of the account", state="focused")
            session.type(BO[1])
            assert "sensitive" not in dialog.find("button", "Lock Account").states
            dialog.find("text", "Ticket").type("T-4711")
            hana.picture("breach-report-4-support")
            app.find("dialog", "Report a Breach").find("text", "Ticket").click()
            session.key("Return")
            app.find(name=re.compile("^If there is such an account here, it is locked\\."), visible=True, timeout=20)
            assert bo.get("/v1/me").status != 200
            assert cases()[0]["ticket"] == "T-4711" and cases()[0]["source"] == "support", cases()
            session.key("Escape")
            app.wait_gone("dialog", "Report a Breach")
        def ask():
            session.key("ctrl+shift+l")
            return app.find("dialog", "Lock Accounts")

        with tap.step("support under a grant names the ticket first; Enter locks"):
            grants = f"{other.workspace}/support-grants"
            reply = sam.post(grants, {"ticket": "T-4711", "reason": "a breach", "minutes": 60})
            assert reply.status == 201, reply
            reply = other.post(f"{grants}/{reply.json['id']}/approve", {}, Reeve_Code=hana.recovery_codes[1])
            assert reply.status == 200, reply
            sign_out(SAM[0])
            sign_in(SAM[1])
            hana.give_code(hana.code())
            app.find("list item", "Users", visible=True, timeout=60).click()
            hana.row(OLGA[0], timeout=30).click()
            dialog = ask()
            dialog.find("text", "Ticket", state="focused")
            hana.picture("breach-report-5-granted")
            app.find("dialog", "Lock Accounts").find("text", "Ticket").type("T-4712")
            session.key("Return")
            app.find(name=re.compile("^Olga Ilves is locked"), visible=True, timeout=30)
            assert cases()[0]["ticket"] == "T-4712" and cases()[0]["source"] == "support", cases()
        with tap.step("the last administrator is not locked: it is said why, and who can help"):
            reply = other.post(f"{other.workspace}/roles", {"name": "Desk", "capabilities": ["users.read", "breach.report"]})
            assert reply.status == 201, reply
            desk = elsewhere.let_in(session, other, "Dorota Lis", "d.lis@northlab.example", [reply.json["id"]])
            hana.used_steps.add(int(time.time()) // 30)  # by which her second factor was confirmed
            sign_out(SAM[0])
            sign_in("d.lis@northlab.example")
            if desk.totp_key:
                hana.key = desk.totp_key
                app.find(name=re.compile("^Enter the Code|^Code"), visible=True, timeout=20)
                hana.give_code(hana.code())
            app.find("list item", "Users", visible=True, timeout=60).click()
            hana.row(hana.name, timeout=30).click()
            dialog = ask()
            dialog.find("list item", re.compile("Hana Sato.? is the last administrator: nobody could administer"))
            dialog.find(name=re.compile("^Make somebody else an administrator first, or call support"), visible=True)
            assert "sensitive" not in dialog.find("button", "Lock Account").states
            hana.picture("breach-report-6-last")
            session.key("Escape")
            app.wait_gone("dialog", "Lock Accounts")
            assert other.get("/v1/me").status == 200
        hana.quit()


if __name__ == "__main__":
    main()
