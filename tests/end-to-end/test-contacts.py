#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Somebody outside is asked about a folder, by a real mail; looks, approves, and is out again; another is revoked."""
import os
import re

from browser import Browser, read_link
from desk import Desk
from harness import Keyring, Session, Tap
from harness.smtp_server import MailServer
from person import Person
from remote import Certificate, Mailing

EVE, PAT = "eve@tender.example", "pat@print.example"


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


def walk(tap, session, service, server):
    hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
    desk = Desk(session, hana, service)
    browser = Browser(service.socket)
    with tap.step("a workspace with folders, and nobody asked"):
        app = hana.start()
        desk.open_connect()
        desk.connect(service.address)
        hana.press("Trust and Connect")
        pictures, hana.pictures = hana.pictures, None
        desk.set_up()
        hana.at_users()
        desk.sign_in_elsewhere()
        hana.pictures = pictures
        for name in ("Recipes", "Tenders"):
            assert desk.other.post(f"{desk.other.workspace}/folders", {"name": name}).status == 201
        app.find("list item", "Contacts", visible=True).click()
        app.find(name="Nobody Was Asked", visible=True)
        hana.picture("contacts-1-empty")

    def find_row(name, state):
        return app.find("list item", re.compile(f"^{re.escape(name)} · "), visible=True, timeout=30,
                        where=lambda row: row.find("label", state, timeout=0) is not None)

    def ask(name, email, decision):
        session.key("ctrl+n")
        dialog = app.find("dialog", "Ask Somebody Outside")
        dialog.find("toggle button", "Choose…", visible=True).open()
        app.find(name="Find a folder", visible=True, state="focused").type("tend")
        app.find("list item", re.compile("^Tenders"), visible=True).click()
        dialog.find(name="Vallis Research / Tenders", visible=True)
        # A popover that fades still takes the clicks.
        for label, text in (("E-mail", email), ("Name", name), ("What you ask them", "Is this what you offered?")):
            field = dialog.find("text", label)
            field.focus()
            session.type(text)
            app.wait_for(lambda: field.text == text, 10, f"{text!r} in {label}")
        if decision:
            switch = dialog.find("check box", re.compile("^Ask for a decision"))
            switch.focus()
            session.key("space")
            app.wait_for(lambda: "checked" in switch.states, 10, "the switch")
        return dialog

    with tap.step("a person with an account is given access as who they are"):
        dialog = ask("Bartosz Wilk", "b.wilk@northlab.example", True)
        hana.picture("contacts-2-dialog")
        session.key("ctrl+Return")
        hana.give_code(hana.code())
        dialog.find(name=re.compile("^This person has an account"), visible=True, timeout=20)
        hana.picture("contacts-3-member")
        session.key("Escape")
        app.wait_gone("dialog", "Ask Somebody Outside")

    with tap.step("somebody outside is asked, with a fresh code, and the mail goes out"):
        ask("Eve Tender", EVE, True)
        session.key("ctrl+Return")
        hana.give_code(hana.code())
        app.wait_gone("dialog", "Ask Somebody Outside", timeout=20)
        find_row("Eve Tender", "Sent")
        assert not any("/p/contact/" in (node.name or "") for node in app.snapshot())
        hana.picture("contacts-4-sent")

    with tap.step("they look, which the list shows by itself"):
        link = read_link(server, EVE, "contact")
        assert browser.ask("GET", link) == 200 and "Tenders" in browser.body and "Recipes" not in browser.body, browser.body
        find_row("Eve Tender", "Opened")
        app.find("button", "Go to Its Folder", visible=True).click()
        app.find("heading", "Tenders", visible=True)
        app.find(name="1 person.", visible=True)
        app.find(name="May view and approve · eve@tender.example · Contact", visible=True)

    with tap.step("why? on a contact: who asked them, what would end it, and nothing that gives them more"):
        app.find("button", "Why?", visible=True).focus()
        session.key("F2")
        app.find("heading", "Why can Eve Tender view Vallis Research / Tenders?", visible=True)
        app.find(name="Eve Tender may view and approve in Vallis Research / Tenders", visible=True)
        app.find(name="Revoke the grant of Eve Tender on Vallis Research / Tenders")
        hana.picture("contacts-4-why")
        app.find(re.compile("radio button|toggle button"), "Edit", visible=True).click()
        app.find("heading", "Why can Eve Tender not edit Vallis Research / Tenders?", visible=True)
        assert not app.find(name="What Would Allow It", timeout=0) and not app.find("button", "Try…", timeout=0)
        session.key("Escape")
        app.wait_gone("dialog", "Why?")
        app.find("list item", "Contacts", visible=True).click()

    with tap.step("they approve, once, and are out"):
        assert browser.submit("/p/contact", decision="approved", text="Yes, as offered.") == 200, browser.body
        find_row("Eve Tender", "Approved")
        app.find(name=re.compile("“Yes, as offered.”"), visible=True)
        assert not app.find("button", "Revoke", visible=True, timeout=0)
        again = Browser(service.socket)
        again.ask("GET", link)
        assert "Tenders" not in again.body, again.body
        hana.picture("contacts-5-approved")

    with tap.step("another is asked, and revoked: the link is dead at once"):
        ask("Pat Printer", PAT, False)
        session.key("ctrl+Return")
        hana.give_code(hana.code())
        app.wait_gone("dialog", "Ask Somebody Outside", timeout=20)
        find_row("Pat Printer", "Sent")
        app.find("button", "Revoke", visible=True).click()
        app.find("alert", "Revoke the Access?")
        hana.picture("contacts-6-revoke")
        app.find("alert", "Revoke the Access?").find("button", "Revoke").click()
        find_row("Pat Printer", "Revoked")
        other = Browser(service.socket)
        other.ask("GET", read_link(server, PAT, "contact"))
        assert "Tenders" not in other.body, other.body

    with tap.step("what happened to a contact is in the access log"):
        find_row("Pat Printer", "Revoked").find("button", "Access Log").click()
        app.find("list", "Access log", visible=True, timeout=30)
        for words in ("Contact revoked", "Contact asked"):
            app.find("list item", re.compile(words), rows=True, visible=True, timeout=30)
        app.find("list item", "Contacts", visible=True).click()
        find_row("Pat Printer", "Revoked")

    with tap.step("a folder's menu asks about that folder"):
        app.find("list item", "Permissions", visible=True).click()
        app.find("list item", re.compile("^Recipes"), visible=True).click()
        app.find("heading", "Recipes", visible=True)
        app.find("toggle button", "Folder Menu", visible=True).focus()
        session.key("space")
        app.find("menu item", "Ask Somebody Outside…", visible=True).click()
        dialog = app.find("dialog", "Ask Somebody Outside")
        dialog.find(name="Vallis Research / Recipes", visible=True)
        assert not dialog.find("toggle button", "Choose…", visible=True, timeout=0)
        session.key("Escape")
        app.wait_gone("dialog", "Ask Somebody Outside")
        app.find("list item", "Contacts", visible=True).click()

    with tap.step("only those that can look now: none"):
        app.find("combo box", "All", visible=True).find("toggle button").focus()
        session.key("space")
        app.find("list item", state="focused")
        session.key("Down", "Return")
        app.find(name=re.compile("^No Results|^Nothing"), visible=True)
    hana.quit()


if __name__ == "__main__":
    main()
