#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Single sign-on: an administrator sets up a provider (oidc-provider) and tests it; people come in through it with a real browser,
give up, are strangers; and it is taken away again. The browser is the desktop's default one: nothing in the console names it."""
import json
import os
import pathlib
import re
import socket

from desk import Desk
from harness import Keyring, Session, Tap
from harness.provider import CLIENT, CONFIG, SECRET, Provider
from person import Person
from remote import Certificate, Remote

HERE = pathlib.Path(__file__).resolve().parent
PICTURES = os.environ.get("REEVE_TEST_PICTURES")
OFFER = re.compile("^Sign In With Example Login")


class Browser:
    """The default browser of the session."""

    def __init__(self, session):
        self.data = pathlib.Path(session.environ["XDG_DATA_HOME"])
        applications = self.data / "applications"
        applications.mkdir()
        (applications / "browser.desktop").write_text(
            f"[Desktop Entry]\nType=Application\nName=Browser\nExec=node {HERE / 'browser.mjs'} %u\n"
            "MimeType=x-scheme-handler/http;x-scheme-handler/https;\n")
        (pathlib.Path(session.environ["XDG_CONFIG_HOME"]) / "mimeapps.list").write_text(
            "[Default Applications]\nx-scheme-handler/http=browser.desktop\nx-scheme-handler/https=browser.desktop\n")

    def be(self, **wanted):
        (self.data / "browser.json").write_text(json.dumps(wanted))

    def count(self, what):
        return sum(what in each for each in self.seen())

    def seen(self):
        log = self.data / "browser.log"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def is_listening(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=10).close()
    except ConnectionRefusedError:
        return False
    return True


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session), Provider("real") as provider:
        tap.watch(session)
        certificate = Certificate(session.folder, "reeve.vallis.example")
        remote = Remote(certificate)
        remote.config.write_text(remote.config.read_text() + "\n".join(CONFIG) + "\n")
        with remote as service:
            walk(tap, session, service, provider, Browser(session))


def walk(tap, session, service, provider, browser):
    hana = Person(session, PICTURES, os.environ.get("REEVE_TEST_SCHEME", "light"))
    desk = Desk(session, hana, service)

    def told(pattern):
        """On the page, which is longer than the window."""
        return hana.app.find(name=re.compile(pattern), timeout=600, where=lambda node: "showing" in node.states).reveal()

    def open_dialog():
        hana.app.find("list item", re.compile("^Identity Provider"), where=lambda node: "sensitive" in node.states, timeout=600).reveal().click()
        return hana.app.find("dialog", "Single Sign-On")

    def give_fresh_code(n):
        asked = hana.app.find("dialog", "Enter a Code", timeout=600)
        asked.find("button", "Use a Recovery Code…").click()
        asked.find("text", "Recovery code", visible=True).type(hana.recovery_codes[n])
        session.key("Return")
        hana.app.wait_gone("dialog", "Enter a Code")

    def sign_out():
        hana.app.activate("io.github.reeve.Reeve", "sign-out", window=1)
        hana.app.find("text", "E-mail", visible=True)

    def choose():
        hana.fill("E-mail", hana.email)
        button = hana.app.find("button", OFFER, visible=True, where=lambda node: "sensitive" in node.states, timeout=600)
        hana.app.wait_still(button)
        button.click()

    def wait_seen(what):
        hana.app.wait_for(lambda: any(what in seen for seen in browser.seen()), 600, f"{what} in {browser.seen()}")

    with tap.step("a service elsewhere, and its first administrator"):
        hana.start()
        desk.open_connect()
        desk.connect(service.address)
        hana.press("Trust and Connect")
        hana.app.find("text", "Name", visible=True)
        pictures, hana.pictures = hana.pictures, None
        desk.set_up()
        hana.pictures = pictures
        hana.at_users(600)
        desk.sign_in_elsewhere()
        place = f"{desk.other.workspace}/identity-provider"
    with tap.step("none is set up"):
        hana.go_to("Policy")
        told("^Off: everybody signs in with a password")
        hana.picture("sso-1-off")
        dialog = open_dialog()
    with tap.step("a test says in words what is wrong, and when nothing is"):
        dialog.find("text", re.compile("^Issuer")).type("http://127.0.0.1:1")
        hana.press("Test")
        desk.shown("^It cannot be reached", timeout=600)
        dialog.find("text", re.compile("^Issuer")).type(provider.issuer)
        hana.press("Test")
        desk.shown("^It works. People sign in at", timeout=600)
        hana.picture("sso-2-tested")
    with tap.step("what is missing is said where it is missing"):
        dialog.find("text", "Name on the Button").type("Example Login")
        dialog.find("text", "Client ID").type(CLIENT)
        dialog.find("text", re.compile("^Client Secret")).type(SECRET)
        hana.press("Save")
        give_fresh_code(1)
        hana.app.find("label", "This is needed", timeout=600)
        hana.picture("sso-3-refused")
    with tap.step("it is saved with a fresh code; the secret is nowhere to be seen"):
        dialog.find("text", re.compile("^Domains")).type("vallis.example")
        hana.press("Save")
        give_fresh_code(2)
        hana.app.wait_gone("dialog", "Single Sign-On")
        told("^.?Example Login")
        saved = desk.other.get(place).json
        assert saved["hasClientSecret"] and saved["domains"] == ["vallis.example"] and saved["enabled"] and not saved["trustsSecondFactor"], saved
        dialog = open_dialog()
        assert not dialog.find("text", re.compile("^Client Secret.*stored")).text
        assert SECRET not in hana.app.dump()
        hana.picture("sso-4-saved")
        session.key("Escape")
        hana.app.wait_gone("dialog", "Single Sign-On")
    with tap.step("passwords can be turned off for whom it knows; an administrator with a code is not shut out"):
        dialog = open_dialog()
        switch = dialog.find("check box", re.compile("^No Way In With a Password"))
        switch.focus()  # further down than can be seen
        session.key("space")
        hana.app.wait_for(lambda: "checked" in switch.states, 600, "the switch")
        hana.picture("sso-5-required")
        hana.press("Save")
        give_fresh_code(4)
        hana.app.wait_gone("dialog", "Single Sign-On")
        told("nobody it knows enters with a password$")
        hana.picture("sso-5-required-saved")
        assert desk.other.get(place).json["required"]
    with tap.step("an address of the domain brings the button, another one takes it away"):
        sign_out()
        hana.fill("E-mail", hana.email)
        hana.app.find("button", OFFER, visible=True, timeout=600)
        hana.picture("sso-5-offer")
        hana.fill("E-mail", "somebody@elsewhere.example")
        hana.app.wait_for(lambda: not hana.app.find("button", OFFER, visible=True, timeout=0), 600, "no button")
    with tap.step("who gives up at the provider is back, and what was typed is still there"):
        browser.be(abort=True)
        choose()
        desk.shown("^The identity provider did not confirm the sign-in", timeout=600)
        assert hana.app.find("text", "E-mail", visible=True).text == hana.email
        hana.picture("sso-6-given-up")
        wait_seen("leaks")
    with tap.step("who is nobody here is told so"):
        browser.be(login="stranger@vallis.example")
        choose()
        desk.shown("^You are not a member of this workspace", timeout=600)
    with tap.step("waiting can be cancelled, and nobody listens any more"):
        browser.be(idle=True)
        opened = browser.count("url")
        choose()
        desk.shown("^Go On in the Browser")
        hana.app.find("button", "Open the Browser Again", visible=True, where=lambda node: "sensitive" in node.states, timeout=600)
        hana.picture("sso-7-waiting")
        hana.press("Cancel")
        hana.app.find("button", OFFER, visible=True)
        hana.app.wait_for(lambda: browser.count("url") > opened, 600, "the browser")  # and it has read what it is to be
        port = re.search(r"redirect_uri=http%3A%2F%2F127.0.0.1%3A(\d+)", browser.seen()[-1]["url"])[1]
        hana.app.wait_for(lambda: not is_listening(int(port)), 600, "the end of listening")
    with tap.step("through the provider, past requests that are not the provider's, to our own code, and in"):
        browser.be(login=hana.email, stray=True, pictures=PICTURES)
        choose()
        hana.app.find("text", "Code from your authenticator app", visible=True, timeout=600)
        hana.give_code(hana.code())
        hana.at_users(600)
        seen = browser.seen()
        strays = [(each["status"], each["heading"]) for each in seen if "stray" in each]
        assert strays == [(400, "This Is Not What Reeve Waits For")] * 3, seen
    with tap.step("the page in the browser says that it is over, and holds nothing of what came with it"):
        hana.app.wait_for(lambda: browser.seen()[-1].get("heading") == "Back to Reeve", 600, "the last page")
        last = [each for each in browser.seen() if "leaks" in each]
        assert all(not each["leaks"] and not each["problems"] for each in last), last
        assert not any("error" in each for each in browser.seen()), browser.seen()
    with tap.step("the list of devices says through whom"):
        hana.app.activate("io.github.reeve.Reeve", "sessions", window=1)
        hana.app.find("dialog", re.compile("Devices|Sessions"))
        desk.shown("signed in through .?127.0.0.1", timeout=600)
        hana.picture("sso-8-devices")
        session.key("Escape")
    with tap.step("taking it away says who came through it, and signs them out"):
        hana.go_to("Policy")
        open_dialog()
        hana.app.find("button", "Remove…").focus()  # further down than can be seen
        session.key("space")
        desk.shown("^1 device is signed in through it.*Hana Sato", timeout=600)
        hana.picture("sso-9-remove")
        hana.press("Remove")
        give_fresh_code(3)
        hana.app.find("text", "E-mail", visible=True, timeout=600)
        assert desk.other.get(place).json["version"] == 0
    with tap.step("then there is no button, and the password goes on working"):
        hana.sign_in()
        hana.at_users(600)
        hana.quit()


if __name__ == "__main__":
    main()
