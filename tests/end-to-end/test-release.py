#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Somebody reports a breach of their own account in a browser; the administrator sees it happen and opens the account again."""
import os
import pathlib
import re

from browser import Browser
from harness import Keyring, Session, Tap, api
from person import PASSWORD, Person

PICTURES = os.environ.get("REEVE_TEST_PICTURES")
NAME, EMAIL, OTHER = "Bo Lindqvist", "bo@vallis.example", "seventeen brass lanterns"


def administrator(session, person, path):
    """The same administrator on another device."""
    state = session.folder / "device"
    state.touch()
    device = api.Device(["--socket", str(path)], str(state))
    assert device.sign_in(person.email, PASSWORD, person.recovery_codes[0]).json["stage"] == "complete"
    return device


def join(session, other, path):
    """Somebody who was invited, and has a password."""
    workspace = "/v1/workspaces/" + other.get("/v1/workspaces").json["items"][0]["id"]
    made = other.post(f"{workspace}/invitations", {"email": EMAIL, "displayName": NAME})
    assert made.status == 201, made
    browser = Browser(path)
    browser.ask("GET", made.json["link"][made.json["link"].index("/p/"):])
    browser.submit("/p/invitation", name=NAME, password=OTHER, again=OTHER)
    assert "Welcome" in browser.body, browser.body
    return browser


def main():
    scheme = os.environ.get("REEVE_TEST_SCHEME", "light")
    with Tap() as tap, Session() as session, Keyring(session):
        tap.watch(session)
        person = Person(session, PICTURES, scheme)
        with tap.step("a workspace, and somebody in it"):
            app = person.start()
            person.open_local()
            person.set_up()
            person.at_users()
            path = next(pathlib.Path(session.environ["XDG_RUNTIME_DIR"]).glob("reeve/*/socket"))
            browser = join(session, administrator(session, person, path), path)
            session.key("ctrl+r")
            person.row(NAME, timeout=600).click()

        with tap.step("who reports a breach in a browser"):
            browser.ask("GET", "/p/sign-in")
            browser.submit("/p/sign-in", email=EMAIL, password=OTHER)
            browser.ask("GET", "/p/report")
            browser.submit("/p/report", text="Mails that I did not write")
            assert "Your account is locked" in browser.body, browser.body

        with tap.step("is seen locked in the console, at once"):
            app.find(name=re.compile("Locked: breach report"), visible=True, timeout=600)
            assert not app.find_all("button", "Unlock") or not app.find("button", "Unlock", visible=True, timeout=0)
            person.picture("release-1-locked")

        with tap.step("and on the overview, which leads to their case, and from there to them"):
            person.row(NAME).click()
            session.key("Escape")
            app.wait_for(lambda: not app.find("button", "Release…", visible=True, timeout=0), 20, "nobody's detail to be open")
            person.go_to("Overview")
            row = app.find("list item", re.compile(f"^.?{NAME}.? is locked, waiting for your instruction"), visible=True, timeout=600)
            assert not row.find("button", re.compile("^Put off"), visible=True, timeout=0)
            person.picture("release-1-overview")
            app.find("list item", re.compile(f"^.?{NAME}.? is locked"), visible=True).click()
            app.find(name="Waiting for the Instruction", visible=True, timeout=600)
            app.find("list item", re.compile(f"^Case 1, .?{NAME}"), visible=True, timeout=600)
            app.find("list item", NAME).find("button").reveal().click()
            app.find("button", "Release…", visible=True, timeout=600)
            person.row(NAME)
            app.find(name=re.compile("Locked: breach report"), visible=True, timeout=600)

        with tap.step("and released, with a reason"):
            person.press("Release…")
            dialog = app.find("dialog", f"Release {NAME}", timeout=600)
            button = dialog.find("button", "Release Account")
            assert "sensitive" not in button.states
            person.picture("release-2-dialog")
            dialog.find("text", "Why is it safe again?").type("Called Bo, it was an old phone")
            session.key("Return")

        with tap.step("and a fresh code"):
            app.find("text", "Code from your authenticator app", visible=True, timeout=600)
            person.give_code(person.code())
            app.wait_gone("dialog", f"Release {NAME}", timeout=600)
            app.find(name=re.compile("^Released; a link"), visible=True, timeout=600)
            app.wait_for(lambda: not app.find("button", "Release…", visible=True, timeout=0), 600, "nothing is left to release")
            person.picture("release-3-released")
        person.quit()


if __name__ == "__main__":
    main()
