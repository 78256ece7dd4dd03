#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""An administrator invites somebody and hands over the link; they accept it, sign in, and are in the list of users."""
import os
import pathlib
import re

from harness import Keyring, Session, Tap, api
from person import Person

GUEST, FIRST = "gus.guest@harrow.example", "nine brown kettles 57"
PASTE = """
import gi
gi.require_version("Gtk", "4.0")
from gi.repository import GLib, Gtk, Gdk
Gtk.init()
loop = GLib.MainLoop()
def on_read(clipboard, result):
    print(clipboard.read_text_finish(result), flush=True)
    loop.quit()
Gdk.Display.get_default().get_clipboard().read_text_async(None, on_read)
loop.run()
"""


def connect(session, name):
    """A device of somebody else, at the console's own service."""
    socket = next(pathlib.Path(session.environ["XDG_RUNTIME_DIR"]).glob("reeve/*/socket"))
    state = session.folder / name
    state.touch()
    return api.Device(["--socket", str(socket)], str(state))


def paste(session):
    return session.run("/usr/bin/python3", "-c", PASTE).strip()


def find_row(app, state):
    return app.find("list item", re.compile(re.escape(GUEST)), visible=True, timeout=15,
                    where=lambda row: row.find("label", state, timeout=0) is not None)


def main():
    pictures = os.environ.get("REEVE_TEST_PICTURES")
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, pictures, os.environ.get("REEVE_TEST_SCHEME", "light"))
        with tap.step("the page says that nobody is invited"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            session.key("ctrl+n")
            app.find("dialog", "Invite")
            session.key("Escape")
            app.wait_gone("dialog", "Invite")
            app.find("list item", "Invitations", visible=True).click()
            app.find(name="Nobody Is Invited", visible=True)
            hana.picture("invitations-1-empty")
        with tap.step("an address that is a user already is refused at its field"):
            session.key("ctrl+n")
            dialog = app.find("dialog", "Invite")
            dialog.find("text", re.compile("^E-mail")).type(hana.email)
            session.key("ctrl+Return")
            app.find(name=re.compile("is a user of the workspace already$"), visible=True)
            hana.picture("invitations-2-dialog")
        with tap.step("a person is invited, and their link copied"):
            app.find("text", re.compile("^E-mail"), visible=True).click()
            session.key("ctrl+a")
            session.type(GUEST)
            session.key("ctrl+Return")
            app.wait_gone("dialog", "Invite")
            find_row(app, re.compile("^(Waiting to be sent|Not sent)$"))
            hana.picture("invitations-3-list")
            hana.press("Copy a New Link")
            app.wait_for(lambda: "/p/invitation/" in paste(session), 10, "the link in the clipboard")
            token = paste(session).rsplit("/", 1)[1]
        with tap.step("they open it, which the list shows by itself, and accept it once"):
            guest = connect(session, "guest")
            assert guest.post("/v1/invitations/look", {"token": token}).json["email"] == GUEST
            find_row(app, "Opened")
            body = {"token": token, "displayName": "Gus Guest", "password": FIRST}
            assert guest.post("/v1/invitations/accept", body).status == 204
            assert guest.post("/v1/invitations/accept", body).status == 404
            find_row(app, "Accepted")
            hana.picture("invitations-4-accepted")
        with tap.step("they sign in, and are in the list of users"):
            reply = guest.sign_in(GUEST, FIRST)
            assert reply.status == 200, reply
            app.find("list item", "Users", visible=True).click()
            hana.at_users()
            hana.row("Gus Guest", timeout=15)
        with tap.step("without a mail server their mails are kept, and the page of mails says how links get about"):
            app.find("list item", "Mails", visible=True).click()
            app.find(name=re.compile("^There is no mail server"), visible=True, timeout=15)
            app.find("list item", re.compile("^Invitation to"), visible=True, timeout=15,
                     where=lambda row: row.find("label", "Withdrawn", timeout=0))
            app.find("list item", re.compile("^Your second factor"), visible=True,
                     where=lambda row: row.find("label", "Kept", timeout=0)).click()
            app.find(name="There is no mail server to send it.", visible=True, timeout=15)
            hana.picture("mails-0-no-server")
            hana.press("Open Invitations")
            find_row(app, "Accepted")
        hana.quit()


if __name__ == "__main__":
    main()
