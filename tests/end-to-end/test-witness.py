#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The console as a witness: a record that only grows is never red, whatever is restarted; one that was cut, rolled back, rewritten or
signed by somebody else always is, before anything of it is shown, and stays so until the person says otherwise."""
import json
import os
import pathlib
import re
import time

from desk import Desk
from harness import Keyring, Session, Tap, api
from lying import Liar, OtherKey, instead_of, malformed, older, retouched, spoil
from person import Person
from remote import Certificate

RED = re.compile("^The record of .* is not what it was")
CHECKPOINT = "record/checkpoint"


class Watcher:
    def __init__(self, session, person, service):
        self.session, self.person, self.service = session, person, service
        self.n_evidence = 0

    @property
    def app(self):
        return self.person.app

    def sign_in(self):
        self.person.fill("E-mail", self.person.email)
        self.person.fill("Password", api.PASSWORD)
        self.person.press("Sign In")
        self.app.find(name=re.compile("^Enter the Code|^Code"), visible=True)
        self.person.give_code(self.person.code())

    def arrive(self):
        """At the users, or where one signs in first: what was put back knows no newer tokens."""
        self.app.wait_for(lambda: self.is_at("text", "E-mail") or self.is_at(re.compile("table|list"), "Users"), 60, "users or sign-in")
        if self.is_at("text", "E-mail"):
            self.sign_in()
        self.person.at_users(60)

    def is_at(self, role, name):
        return self.app.find(role, name, visible=True, timeout=0)

    def restart(self):
        self.person.quit()
        self.person.start()

    def is_red(self):
        return self.app.find(name=RED, visible=True, timeout=0) is not None

    def evidence(self):
        """Newest last."""
        folder = pathlib.Path(self.session.environ["XDG_DATA_HOME"]) / "reeve" / "evidence"
        return sorted(folder.glob("*.json")) if folder.is_dir() else []

    def expect_red(self, reason):
        """One more file, which says why, for nobody else to read."""
        self.app.find(name=RED, visible=True, timeout=60)
        files = self.evidence()
        assert len(files) == self.n_evidence + 1, files
        self.n_evidence += 1
        assert files[-1].stat().st_mode & 0o777 == 0o600, oct(files[-1].stat().st_mode)
        kept = json.loads(files[-1].read_text())
        assert kept["reason"] == reason, kept
        return kept

    def refuse_write(self):
        self.person.press("Add a Person")
        dialog = self.app.find("dialog", "Add a Person")
        dialog.find("text", "Name").type("Never Was")
        dialog.find("text", "E-mail").type("never.was@example.org")
        self.session.key("ctrl+Return")
        self.app.find(name=re.compile("The record of this workspace was changed"), visible=True)
        self.person.picture("witness-refused", narrow=False)
        self.session.key("Escape")
        self.app.wait_gone("dialog", "Add a Person")

    def trust(self):
        self.person.press("What This Means…")
        self.app.find("dialog", "What This Means")
        self.app.find("button", "Trust This Record From Now On…").do()
        dialog = self.app.find(re.compile("dialog|alert"), "Trust This Record From Now On?")
        assert "sensitive" not in dialog.find("button", "Trust From Now On").states
        dialog.find("text", "Name of the workspace").type("Acme")
        self.person.picture("witness-trust", narrow=False)
        self.person.press("Trust From Now On")
        self.app.wait_gone(name=RED)

    def prove(self, who):
        """The newest line of somebody's history."""
        self.person.row(who).click()
        self.app.find("button", "Prove This Line…", index=0, timeout=20).do()
        return self.app.find("dialog", "Prove This Line")


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        with Liar(Certificate(session.folder, "reeve.vallis.example")) as service, service.open_door():
            walk(tap, session, service)


def walk(tap, session, service):
    ada = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"), "Ada Lovelace", "ada@example.org")
    desk, watcher = Desk(session, ada, service), Watcher(session, ada, service)
    admin = service.device()
    with tap.step("somebody connects, and the record is as it should be"):
        admin.set_up(token=service.token)
        ada.key = admin.totp_key
        ada.used_steps.add(int(time.time()) // 30)
        ada.start()
        desk.open_connect()
        desk.connect(service.address)
        ada.press("Trust and Connect")
        watcher.sign_in()
        ada.at_users()
        assert not watcher.is_red()
        first = service.seen[CHECKPOINT]

    with tap.step("a line of it is proved"):
        ada.add("Bo Lindqvist", "bo@vallis.example")
        dialog = watcher.prove("Bo Lindqvist")
        dialog.find(name="This line is in the record", visible=True, timeout=30)
        ada.picture("witness-proved")
        session.key("Escape")
        ada.app.wait_gone("dialog", "Prove This Line")

    with tap.step("it grows, service and console are restarted, and it stays so"):
        for number in range(20):
            reply = admin.post(f"{admin.workspace}/users", {"email": f"p{number}@example.org", "displayName": f"Person {number}"})
            assert reply.status == 201, reply
        watcher.restart()
        ada.at_users(60)
        service.stop()
        service.start()
        ada.app.find(name=re.compile("^Reconnected"), timeout=60)
        watcher.restart()
        ada.at_users(60)
        ada.row("Bo Lindqvist")
        assert not watcher.is_red() and not watcher.evidence()

    with tap.step("yesterday's copy in its place is red at once, in the window that is open"):
        service.copy()
        ada.app.wait_for(lambda: "bo@" in str(admin.get(f"{admin.workspace}/users").json), 30, "an answer")
        ada.app.find(name=re.compile("^Reconnected"), timeout=60)
        ada.add("Cy Aspen", "cy@vallis.example")
        size = lambda: int(service.seen[CHECKPOINT]["note"].split("\n")[1])  # noqa: E731
        before = size()
        watcher.restart()
        ada.at_users(60)
        assert size() > before
        service.put_back()
        watcher.restart()
        watcher.arrive()
        kept = watcher.expect_red("shrunk")
        assert kept["note"] and kept["keptNote"] and "reeve/witness" in kept["keptNote"], kept
        ada.picture("witness-red")

    with tap.step("nothing is written, and what it means can be read"):
        watcher.refuse_write()
        ada.press("What This Means…")
        ada.app.find("dialog", "What This Means").find(name="Lines are missing that this device has seen.", visible=True)
        ada.picture("witness-meaning")
        session.key("Escape")
        ada.app.wait_gone("dialog", "What This Means")
        saved = session.folder / "saved.json"
        ada.press("Save Evidence…")
        desk.save_as("Save Evidence", saved)
        ada.app.find(name="Evidence saved", timeout=20)
        assert json.loads(saved.read_text()) == kept
        assert saved.stat().st_mode & 0o077 == 0, oct(saved.stat().st_mode)

    with tap.step("a restart does not forget, even if all is well again"):
        watcher.restart()
        ada.app.find(name=RED, visible=True, timeout=60)
        assert len(watcher.evidence()) == 1

    with tap.step("only the person ends it, by saying so"):
        watcher.trust()
        ada.add("Dee Moss", "dee@vallis.example")
        watcher.restart()
        ada.at_users(60)
        ada.row("Dee Moss")
        assert not watcher.is_red() and len(watcher.evidence()) == 1
        ada.go_to("Policy")
        ada.app.find("label", re.compile("^First seen on .* by this device, where it was trusted again on "))
        ada.go_to("Users")
        ada.at_users()

    with tap.step("a copy that has grown past what was seen is found out as well"):
        service.copy()
        ada.app.find(name=re.compile("^Reconnected"), timeout=60)
        ada.add("Eve Park", "eve@vallis.example")
        watcher.restart()
        ada.at_users(60)
        before = size()
        service.put_back()
        device = service.device()
        assert device.sign_in("ada@example.org", code=admin.recovery_codes[0]).status == 200
        while int(device.get(f"{device.workspace}/{CHECKPOINT}").json["note"].split("\n")[1]) <= before + 5:
            pass
        watcher.restart()
        watcher.arrive()
        watcher.expect_red("rewritten")
        watcher.trust()

    with tap.step("so is a tree that was made anew"):
        service.lose_ledger()
        watcher.restart()
        watcher.arrive()
        reason = json.loads(ada.app.wait_for(lambda: watcher.evidence()[2:], 60, "evidence")[0].read_text())["reason"]
        assert reason in ("shrunk", "forked", "rewritten"), reason
        watcher.expect_red(reason)
        watcher.trust()

    other = OtherKey(session.folder)
    lies = {"key": instead_of(CHECKPOINT, other.sign), "shrunk": older(first["note"]),
            "signature": instead_of(CHECKPOINT, retouched), "malformed": instead_of(CHECKPOINT, malformed),
            "rewritten": instead_of("record/consistency", spoil), "origin": instead_of(CHECKPOINT, other.elsewhere)}
    for reason, lie in lies.items():
        with tap.step(f"a service that lies ({reason}) is caught"):
            service.lie = lie
            watcher.restart()
            watcher.expect_red(reason)
            service.lie = None
            watcher.trust()

    with tap.step("and one that changed a line, when it is proved"):
        service.lie = lambda path, value: json.loads(json.dumps(value).replace("Ada Lovelace", "Eva Lovelace")) if "history" in path else value
        watcher.restart()
        ada.at_users(60)
        dialog = watcher.prove("Bo Lindqvist")
        dialog.find(name="This line is not in the record", visible=True, timeout=30)
        ada.picture("witness-wrong-line")
        kept = watcher.expect_red("line")
        assert "Eva Lovelace" in kept["line"], kept
        session.key("Escape")
        ada.app.wait_gone("dialog", "Prove This Line")
    ada.quit()


if __name__ == "__main__":
    main()
