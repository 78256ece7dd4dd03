#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Somebody whom a second workspace has added by their address: it opens once they have shown that the address is theirs."""
import os
import pathlib
import re

from harness import Keyring, Session, Tap, api
from person import PASSWORD, Person

PICTURES = os.environ.get("REEVE_TEST_PICTURES")


def connect(session, name):
    """A device elsewhere: through the console's own service, without the console."""
    socket = next(pathlib.Path(session.environ["XDG_RUNTIME_DIR"]).glob("reeve/*/socket"))
    state = session.folder / name
    state.touch()
    return api.Device(["--socket", str(socket)], str(state))


def join(session, other, workspace, email):
    """Somebody who accepts an invitation."""
    made = other.post(f"{workspace}/invitations", {"email": email, "roles": ["auditor"]})
    assert made.status == 201, made
    reply = connect(session, "guest").post("/v1/invitations/accept", {"token": made.json["link"].rsplit("/", 1)[1], "displayName": "Bo Lindqvist", "password": PASSWORD})
    assert reply.status == 204, reply


def main():
    scheme = os.environ.get("REEVE_TEST_SCHEME", "light")
    with Tap() as tap, Session() as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, None, scheme)
        bo = Person(session, PICTURES, scheme, "Bo Lindqvist", "bo@vallis.example")
        with tap.step("somebody of one workspace, added by another"):
            app = bo.app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = connect(session, "device")
            assert other.sign_in(hana.email, PASSWORD, hana.recovery_codes[0]).json["stage"] == "complete"
            join(session, other, other.workspace, bo.email)
            second = other.post("/v1/workspaces", {"name": "Aster Labs"})
            assert second.status == 201, second
            reply = other.post(f"/v1/workspaces/{second.json['id']}/users", {"email": bo.email, "displayName": bo.name, "roles": ["auditor"]})
            assert reply.status == 201, reply

        with tap.step("comes into the one that is open to them"):
            app.activate("io.github.reeve.Reeve", "sign-out", window=1)
            bo.fill("E-mail", bo.email)
            bo.fill("Password", PASSWORD)
            bo.press("Sign In")
            bo.at_users()
            bo.row(bo.name)

        with tap.step("and not into the other, which says why"):
            app.find("toggle button", re.compile("Vallis Research"), visible=True).open()
            app.find(re.compile("menu item"), "Aster Labs", visible=True).click()
            app.find(name="Confirm Your Address", visible=True)
            bo.picture("confirm-1-closed")

        with tap.step("nor before the link that is sent to them was followed"):
            bo.press("Send the Mail")
            app.find(name="Look into Your Mail", visible=True)
            bo.picture("confirm-2-sent")
            bo.press("Try Again")
            app.find(name="Confirm Your Address", visible=True)
        hana.quit()


if __name__ == "__main__":
    main()
