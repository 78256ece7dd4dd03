#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The service is gone, or its answer is lost, while an account is locked: that is loud, and trying again does nothing twice."""
import os
import re
import signal

from desk import Desk
from harness import Keyring, Session, Tap
from person import Person
from remote import Certificate, Remote

GONE, LOST = "Amélie Roux", "Bartosz Wilk"


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        with Remote(Certificate(session.folder, "reeve.vallis.example")) as service:
            walk(tap, session, service)


def walk(tap, session, service):
    hana = Person(session, None, os.environ.get("REEVE_TEST_SCHEME", "light"))
    desk = Desk(session, hana, service)
    with tap.step("a workspace elsewhere"):
        app = hana.start()
        desk.open_connect()
        desk.connect(service.address)
        hana.press("Trust and Connect")
        app.find("text", "Name", visible=True, timeout=20)
        desk.set_up()
        hana.at_users()
        desk.sign_in_elsewhere()
        session.key("F5")
        hana.row(LOST, timeout=20)
        hana.pictures = os.environ.get("REEVE_TEST_PICTURES")

    def cases_of(name):
        return desk.other.get(f"{desk.other.workspace}/cases?person={desk.ids[name]}").json["items"]

    def lock(name):
        hana.row(name).click()
        session.key("ctrl+shift+l")
        dialog = app.find("dialog", "Lock Accounts")
        dialog.find("list item", re.compile("^No session is open"))
        dialog.find("button", "Cancel", state="focused")
        session.key("Tab")
        dialog.find("button", "Lock Account", state="focused")
        return dialog

    def is_locked(name):
        return desk.other.get(desk.path(name)).json.get("lock") == "breach"

    with tap.step("nobody answers: it is said loudly, and the dialog stays"):
        dialog = lock(GONE)
        service.stop()
        session.key("Return")
        dialog.find(name=re.compile("^Not locked: the service did not answer"), visible=True, timeout=60)
        dialog.find("button", "Try Again", state="focused")
        hana.picture("contain-lost-1-gone")

    with tap.step("it is there again: Enter tries again, and it is done once"):
        service.start()
        app.find("dialog", "Lock Accounts").find("button", "Try Again", visible=True).focus()
        session.key("Return")
        # While the way there is found again it may be lost once more, which is said as loudly.
        app.wait_for(lambda: is_locked(GONE) or session.key("Return"), 60, f"{GONE} to be locked")
        app.find(name=re.compile(f"^{GONE} is locked"), visible=True, timeout=60)
        app.wait_gone("dialog", "Lock Accounts")
        assert len(cases_of(GONE)) == 1, cases_of(GONE)

    with tap.step("the answer is lost: what was done is not done again"):
        dialog = lock(LOST)
        service.process.send_signal(signal.SIGSTOP)
        session.key("Return")
        dialog.find(name=re.compile("^Still waiting"), visible=True, timeout=20)
        hana.picture("contain-lost-2-waiting")
        app.find(name=re.compile("^Not locked: the service did not answer"), visible=True, timeout=90)
        service.process.send_signal(signal.SIGCONT)
        app.wait_for(lambda: is_locked(LOST), 60, "what was sent to be done after all")
        app.find("dialog", "Lock Accounts").find("button", "Try Again", visible=True).focus()
        session.key("Return")
        app.find(name=re.compile(f"^{LOST} is locked"), visible=True, timeout=60)
        assert len(cases_of(LOST)) == 1, cases_of(LOST)
        entries = desk.other.get(f"{desk.other.workspace}/cases/{cases_of(LOST)[0]['id']}/entries").json["items"]
        assert [entry["kind"] for entry in entries].count("reported_again") == 0, entries
    hana.quit()


if __name__ == "__main__":
    main()
