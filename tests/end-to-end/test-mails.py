#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The page of mails, with a real mail server that takes them, is gone, comes back, and refuses."""
import os
import re

from desk import Desk
from harness import Keyring, Session, Tap
from harness.smtp_server import MailServer
from person import Person
from remote import Certificate, Mailing

GUESTS = ["ada.lund@harrow.example", "bo.berg@harrow.example"]
NOBODY = "nobody@harrow.example"
DOWN = re.compile(r"^The mail server takes no mails since .*; 2 mails wait\.")


def find_row(app, recipient, state):
    return app.find("list item", re.compile(r"^Invitation to"), visible=True, timeout=30,
                    where=lambda row: row.find(name=re.compile(re.escape(recipient)), timeout=0) and row.find("label", state, timeout=0))


def find_sent(app, subject):
    return app.find("list item", re.compile(f"^{subject}"), visible=True, timeout=30, where=lambda row: row.find("label", "Sent", timeout=0))


def choose(session, app, shown, item, steps):
    """By keys: so many down from the choice that is shown, or up."""
    app.find("combo box", shown, visible=True).find("toggle button").focus()
    session.key("space")
    app.find("list item", state="focused")
    session.key(*(["Down" if steps > 0 else "Up"] * abs(steps)), "Return")
    app.find("combo box", item, visible=True)


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        certificate = Certificate(session.folder, "reeve.vallis.example")
        server = MailServer(security="none", auth=False)
        try:
            with Mailing(certificate, server.port) as service:
                walk(tap, session, service, server)
        finally:
            server.close()


def invite(desk, email):
    reply = desk.other.post(f"{desk.other.workspace}/invitations", {"email": email})
    assert reply.status == 201, reply


def walk(tap, session, service, server):
    hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
    desk = Desk(session, hana, service)
    with tap.step("the first mail, of one's own second factor, was sent"):
        app = hana.start()
        desk.open_connect()
        desk.connect(service.address)
        hana.press("Trust and Connect")
        pictures, hana.pictures = hana.pictures, None
        desk.set_up()
        hana.at_users()
        desk.sign_in_elsewhere()
        hana.pictures = pictures
        app.find("list item", "Mails", visible=True).click()
        for subject in ("A new device signed in", "Your second factor was set up"):
            row = find_sent(app, subject)
        row.click()
        desk.shown("^The mail server took it on ")
        desk.shown("^Its text is for the recipient alone")
        assert not app.find("button", "Retry Now", visible=True, timeout=0)
        hana.picture("mails-1-sent")
    with tap.step("the mail server is gone: mails wait, and a banner says since when and how many"):
        port = server.port
        server.close()
        for email in GUESTS:
            invite(desk, email)
        app.find(name=DOWN, visible=True, timeout=30)
        find_row(app, GUESTS[0], "Waiting").click()
        desk.shown("^Not sent yet: .*|^It is sent as soon as", timeout=30)
        desk.shown("^Its link is shown to nobody")
        assert not any("/p/invitation/" in (node.name or "") for node in app.snapshot())
        hana.picture("mails-2-down")
    with tap.step("it is tried again while it is still gone: nothing is lost"):
        hana.press("Try Again")
        desk.shown("^The mail server is tried now")
        app.find(name=DOWN, visible=True, timeout=30)
    with tap.step("it is back: tried again, everything goes out, and the banner goes"):
        fresh = MailServer(security="none", auth=False, port=port)
        server.__dict__.update(fresh.__dict__)
        hana.press("Try Again")
        for email in GUESTS:
            find_row(app, email, "Sent")
        app.wait_for(lambda: not app.find(name=DOWN, visible=True, timeout=0), 30, "the banner to go")
        assert sorted(envelope.rcpt_tos[0] for envelope in server.received[-2:]) == GUESTS, server.received
        hana.picture("mails-3-back")
    with tap.step("a mail that is refused has failed, with what the server said"):
        invite(desk, NOBODY)
        find_row(app, NOBODY, "Failed").click()
        desk.shown("^It is not tried any more: .*550")
        app.find("button", "Retry Now", visible=True)
        hana.picture("mails-4-refused")
    with tap.step("only those that failed, only those of an address, and none"):
        choose(session, app, "All states", "Failed", 3)
        app.wait_for(lambda: not app.find("list item", re.compile("^Your second factor"), visible=True, timeout=0), 15, "the others to go")
        find_row(app, NOBODY, "Failed")
        choose(session, app, "Failed", "All states", -3)
        choose(session, app, "All kinds", "Invitation", 1)
        session.key("ctrl+f")
        app.find(name="Search mails by address", state="focused")
        session.type("bo.berg")
        app.wait_for(lambda: not app.find("list item", re.compile("^Invitation"), visible=True, timeout=0,
                                          where=lambda row: row.find(name=re.compile("ada.lund"), timeout=0)), 15, "the others to go")
        find_row(app, "bo.berg", "Sent")
        session.type(" xyzzy")
        app.find(name=re.compile("^No Results|^Nothing"), visible=True)
        hana.picture("mails-5-no-results")
        hana.press(re.compile("^Clear"))
        find_row(app, NOBODY, "Failed")
    with tap.step("a mail is withdrawn with its invitation"):
        invitations = desk.other.get(f"{desk.other.workspace}/invitations").json["items"]
        one = next(item for item in invitations if item["email"] == NOBODY)
        assert desk.other.post(f"{desk.other.workspace}/invitations/{one['id']}/revoke").status == 200
        find_row(app, NOBODY, "Withdrawn").click()
        desk.shown("^It is not sent: its link works no longer")
        assert not app.find("button", "Retry Now", visible=True, timeout=0)
        hana.picture("mails-6-withdrawn")
    with tap.step("from here to the invitations, where a new link is to be had"):
        hana.press("Open Invitations")
        app.find(name=re.compile("^Search invitations"), visible=True)
        desk.other.close()
        hana.quit()


if __name__ == "__main__":
    main()
