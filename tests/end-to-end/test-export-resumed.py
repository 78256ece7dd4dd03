#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""An export of the access log over a connection that breaks: it goes on by itself, and the file is what it would have been."""
import json
import os
import re
import time

from cutting import CuttingProxy
from desk import Desk
from harness import Keyring, Session, Tap
from person import Person
from remote import Certificate, Remote

LINES = 12000


def make_lines(now):
    for i in range(LINES):
        yield {"time": now - (LINES - i) * 1000000, "action": "sign-in", "actorName": "Amélie Roux", "address": f"192.0.2.{i % 250}",
               "source": "okta", "sourceId": f"e-{i}", "result": "failed" if i % 9 == 0 else "ok", "agent": "Firefox on Linux",
               "text": f"the {i}. line, \"quoted\", and long enough to fill a file"}


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        certificate = Certificate(session.folder, "reeve.vallis.example")
        service = Remote(certificate)
        with CuttingProxy(service.number) as proxy:
            # what clients sign is what they type
            service.config.write_text(service.config.read_text().replace("[service]", f"[service]\npublic-uri = https://127.0.0.1:{proxy.port}"))
            with service:
                walk(tap, session, service, proxy)


def walk(tap, session, service, proxy):
    hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
    pictures, hana.pictures = hana.pictures, None
    desk = Desk(session, hana, service)

    def export(name):
        """Begun; its first code given."""
        target = session.folder / name
        hana.app.find("toggle button", "Log Menu", visible=True).open()
        hana.app.find("menu item", "Export What Is Found", visible=True).click()
        hana.app.find("menu item", "JSON lines, as in the record", visible=True).click()
        desk.save_as("Export the Access Log", target)
        return target

    def give_code():
        hana.app.find("dialog", "Enter a Code")
        hana.give_code(hana.code())
        hana.app.wait_gone("dialog", "Enter a Code", timeout=20)

    def read_lines(path):
        return [line for line in path.read_bytes().splitlines(keepends=True)]

    with tap.step("a service behind a way that may break, with events of another system"):
        hana.start()
        desk.open_connect()
        desk.connect(f"127.0.0.1:{proxy.port}")
        hana.press("Trust and Connect")
        desk.set_up()
        hana.at_users()
        desk.sign_in_elsewhere()
        text = "".join(json.dumps(line) + "\n" for line in make_lines(int(time.time() * 1000000) - 60000000))
        for part in range(0, len(text.splitlines()), 4000):
            lines = "".join(line + "\n" for line in text.splitlines()[part:part + 4000])
            reply = desk.other.call("POST", f"{desk.other.workspace}/access-log/ingest", lines, content_type="application/x-ndjson")
            assert reply.status == 200 and reply.json["taken"] == 4000, reply
        hana.app.find("list item", "Access Log", visible=True).click()
        hana.app.find("list", "Access log", visible=True, timeout=30)
        session.key("ctrl+f")
        session.type("source:okta")
        hana.app.find(name=re.compile("[0-9,]+ lines( ·|$)"), timeout=60)

    with tap.step("an export without a break"):
        whole = export("whole.jsonl")
        give_code()
        hana.app.find(name=re.compile("^Exported 12,?000 lines to .*whole.jsonl"), visible=True, timeout=60)
        assert len(read_lines(whole)) == LINES

    with tap.step("one that is cut off in the middle goes on by itself, and says so"):
        hana.pictures = pictures
        proxy.cut_after, proxy.cuts = 700000, 2
        cut = export("cut.jsonl")
        give_code()
        hana.app.find(name=re.compile("^Connection lost, going on"), visible=True, timeout=60)
        hana.picture("log-export-1-lost", narrow=False)
        hana.app.find(name=re.compile("^Exported 12,?000 lines to .*cut.jsonl"), visible=True, timeout=120)
        assert proxy.cuts == 0, proxy.cuts
        hana.picture("log-export-2-done", narrow=False)

    with tap.step("to the byte what it would have been"):
        assert cut.read_bytes() == whole.read_bytes()

    with tap.step("it can be stopped while it waits, and leaves what was there"):
        proxy.cut_after, proxy.cuts = 700000, 1000
        stopped = export("stopped.jsonl")
        give_code()
        hana.app.find(name=re.compile("^Connection lost, going on"), visible=True, timeout=60)
        hana.press("Cancel")
        hana.app.wait_gone(name=re.compile("^Connection lost, going on"), timeout=20)
        hana.app.wait_for(lambda: not stopped.exists(), 10, "no part of a file")
        proxy.cuts = 0
    hana.quit()


if __name__ == "__main__":
    main()
