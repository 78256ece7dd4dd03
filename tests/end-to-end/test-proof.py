#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Where mails are sent, a second factor is set up only by who has followed a link from a mail to the address they sign in with."""
import os
import re

from browser import Browser, read_link
from desk import Desk
from harness import Keyring, Session, Tap
from harness.smtp_server import MailServer
from person import PASSWORD, Person
from remote import Certificate, Mailing

DEMANDED, FREE = ("Bo Lindqvist", "bo@vallis.example"), ("Cy Aspen", "cy@vallis.example")


def join(service, admin, person, role):
    """By the link that the administrator hands over."""
    name, address = person
    made = admin.post(f"{admin.workspace}/invitations", {"email": address, "displayName": name, "roles": [role]})
    assert made.status == 201, made
    browser = Browser(service.socket)
    browser.ask("GET", made.json["link"][made.json["link"].index("/p/"):])
    browser.submit("/p/invitation", name=name, password=PASSWORD, again=PASSWORD)
    assert "Welcome" in browser.body, browser.body


def confirm(app, service, server, who):
    app.wait_for(lambda: read_link(server, who[1], "confirm"), timeout=60, what=f"the mail to {who[1]}")
    browser = Browser(service.socket)
    browser.ask("GET", read_link(server, who[1], "confirm"))
    browser.submit("/p/confirm", password=PASSWORD)
    assert "Your address is confirmed" in browser.body, browser.body


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        server = MailServer(security="none", auth=False)
        try:
            with Mailing(Certificate(session.folder, "reeve.vallis.example"), server.port) as service:
                walk(tap, session, service, server)
        finally:
            server.close()


def walk(tap, session, service, server):
    bo = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"), *DEMANDED)
    desk = Desk(session, bo, service)
    admin = service.device()
    with tap.step("somebody whose role demands a second factor, in by a link that was handed over"):
        admin.set_up(token=service.token)
        join(service, admin, DEMANDED, "workspace-administrator")
        join(service, admin, FREE, "auditor")
        app = bo.start()
        desk.open_connect()
        desk.connect(service.address)
        bo.press("Trust and Connect")
        bo.fill("E-mail", bo.email)
        bo.fill("Password", PASSWORD)
        bo.press("Sign In")

    with tap.step("is to show first that the address is theirs"):
        app.find(name="Confirm Your Address", visible=True, timeout=30)
        bo.picture("proof-1-sign-in")
        bo.press("Send the Mail")
        app.find(name="Look into Your Mail", visible=True)
        bo.picture("proof-2-sent")
        bo.press("Try Again")
        app.find(name="Confirm Your Address", visible=True)

    with tap.step("and sets it up once they have followed the link"):
        confirm(app, service, server, DEMANDED)
        bo.press("Send the Mail")
        app.find(name="Look into Your Mail", visible=True)
        bo.press("Try Again")
        pictures, bo.pictures = bo.pictures, None
        bo.enrol()
        bo.at_users()
        bo.pictures = pictures

    with tap.step("so does who sets one up without being asked"):
        app.activate("io.github.reeve.Reeve", "sign-out", window=1)
        bo.fill("E-mail", FREE[1])
        bo.fill("Password", PASSWORD)
        bo.press("Sign In")
        bo.at_users()
        app.find("toggle button", re.compile("^Cy Aspen"), visible=True).open()
        app.find("menu item", re.compile("^Second Factor"), visible=True).click()
        dialog = app.find("dialog", "Second Factor")
        bo.press(re.compile("^Set Up an Authenticator App"))
        dialog.find(name="Confirm Your Address", visible=True, timeout=20)
        bo.picture("proof-3-dialog")
        bo.press("Send the Mail")
        dialog.find(name="Look into Your Mail", visible=True)
        confirm(app, service, server, FREE)
        bo.press("Try Again")
        app.find("image", re.compile("^QR code"), timeout=20)
        bo.picture("proof-4-dialog")
        session.key("Escape", "Escape")
        app.wait_gone("dialog", "Second Factor")

    with tap.step("a workspace that added them opens with its link, and tells only then what they may do there"):
        second = admin.post("/v1/workspaces", {"name": "Aster Labs"})
        assert second.status == 201, second
        reply = admin.post(f"/v1/workspaces/{second.json['id']}/users", {"email": FREE[1], "displayName": FREE[0], "roles": ["auditor"]})
        assert reply.status == 201, reply
        server.received.clear()
        app.activate("io.github.reeve.Reeve", "sign-out", window=1)
        bo.fill("E-mail", FREE[1])
        bo.fill("Password", PASSWORD)
        bo.press("Sign In")
        bo.at_users()
        app.find("toggle button", re.compile("Acme"), visible=True).open()
        app.find(re.compile("menu item"), "Aster Labs", visible=True).click()
        app.find(name="Confirm Your Address", visible=True)
        app.wait_gone("list item", "Groups", visible=True)
        bo.press("Send the Mail")
        app.find(name="Look into Your Mail", visible=True)
        confirm(app, service, server, FREE)
        bo.press("Try Again")
        bo.at_users()
        app.find("list item", "Groups", visible=True)
        bo.row(FREE[0])
        bo.picture("proof-5-open")
    bo.quit()


if __name__ == "__main__":
    main()
