#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Support is let in, watched and shut out again: an administrator's console and an agent's, each on a desktop of its own."""
import os
import re
import time

from desk import Desk
from harness import Keyring, Session, Tap
from person import PASSWORD, Person
from remote import Certificate, Remote

PICTURES = os.environ.get("REEVE_TEST_PICTURES")
SCHEME = os.environ.get("REEVE_TEST_SCHEME", "light")
RUTH = "ruth.diallo@support.example"
DIGITS = re.compile(r"\d\d:\d\d:\d\d")


def plain(text):
    """Without the marks that keep names and numbers in their direction."""
    return re.sub("[\u2066-\u2069]", "", text or "")


def main():
    with Tap() as tap, Session((1440, 1000)) as here, Keyring(here), Session((1440, 1000)) as there, Keyring(there):
        with Remote(Certificate(here.folder, "reeve.vallis.example")) as service:
            Walk(tap, here, there, service).run()


class Walk:
    def __init__(self, tap, here, there, service):
        self.tap, self.here, self.there, self.service = tap, here, there, service
        self.hana = Person(here, None, SCHEME, lands="support")
        self.ruth = Person(there, None, SCHEME, name="Ruth Diallo", email=RUTH, lands=None)
        self.desk = Desk(here, self.hana, service)
        self.desk_there = Desk(there, self.ruth, service)

    def step(self, name, session):
        self.tap.watch(session)
        return self.tap.step(name)

    def run(self):
        self.begin()
        self.ask()
        self.approve()
        self.watch()
        self.end()
        self.refuse()
        self.end_there()
        self.hana.quit()
        self.ruth.quit()

    # --- What stands in the windows ---

    def shown(self, person, pattern, timeout=20, **options):
        """By what is read, whatever marks are in it."""
        return person.app.find(visible=True, timeout=timeout, where=lambda node: re.search(pattern, plain(node.name)), **options)

    def digits(self, person):
        return [match.group(0) for node in person.app.find_all("label") if "showing" in node.states
                for match in [DIGITS.search(plain(node.name))] if match and "ticket" in node.name]

    def lines(self):
        """What Hana sees of what Ruth did."""
        rows = self.hana.app.find("list", "What They Did", timeout=0)
        return rows.find_all("list item") if rows else []

    def grants(self):
        return self.desk.other.get(f"{self.desk.other.workspace}/support-grants").json["items"]

    def ask_again(self, ticket, reason="The export fails"):
        ruth = self.ruth
        ruth.press("Ask for Access…")
        dialog = ruth.app.find("dialog", "Ask for Access")
        dialog.find("text", "Ticket", visible=True).type(ticket)
        dialog.find("text", "What is to be done", visible=True).type(reason)
        ruth.press("Ask")
        ruth.app.wait_gone("dialog", "Ask for Access")
        self.shown(ruth, "^Waiting to Be Let In")

    def open_request(self):
        """At Hana's, who does nothing to see it."""
        row = self.shown(self.hana, "^Ruth Diallo, Asks now", role="list item")
        self.hana.app.wait_still(row)
        row.click()
        return row

    def is_closed(self):
        """At Ruth's: nothing of the workspace is left, but that it is closed."""
        ruth = self.ruth
        self.shown(ruth, "^Closed to You")
        ruth.app.wait_for(lambda: [node.name for node in ruth.app.find("list item", "Support Access").parent.find_all("list item")] == ["Support Access"],
                          10, "a sidebar without pages")
        left = [node.name for node in ruth.app.snapshot() if re.search("Roux|Wilk|Obi|Lis\\b", node.name or "")]
        assert not left, left

    # --- The walk ---

    def begin(self):
        hana, ruth = self.hana, self.ruth
        with self.step("a workspace, and somebody of support", self.here):
            hana.start()
            self.desk.open_connect()
            self.desk.connect(self.service.address)
            hana.press("Trust and Connect")
            self.desk.set_up()
            self.desk.sign_in_elsewhere()
            admin = self.desk.other
            reply = admin.post(f"{admin.workspace}/invitations", {"email": RUTH, "roles": ["support-agent"]})
            assert reply.status == 201, reply
            link = admin.post(f"{admin.workspace}/invitations/{reply.json['id']}/link").json["link"]
            agent = self.service.device()
            reply = agent.post("/v1/invitations/accept", {"token": link.rsplit("/", 1)[1], "displayName": ruth.name, "password": PASSWORD})
            assert reply.status == 204, reply
            reply = agent.sign_in(RUTH, PASSWORD)
            assert reply.status == 200 and reply.json["stage"] == "enrol", reply
            ruth.used_steps.add(int(time.time()) // 30)
            agent.enrol()
            ruth.used_steps.add(int(time.time()) // 30)
            ruth.key = agent.totp_key
            agent.close()
        hana.pictures = ruth.pictures = PICTURES
        with self.step("nobody from support can see anything", self.here):
            self.shown(hana, "^Nobody From Support Can See Your Data")
            hana.picture("support-1-nobody")

        with self.step("to who is of support the workspace is closed, and says so", self.there):
            ruth.pictures = None
            ruth.start()
            self.desk_there.open_connect()
            self.desk_there.connect(self.service.address)
            ruth.press("Trust and Connect")
            ruth.sign_in()
            ruth.pictures = PICTURES
            self.is_closed()
            ruth.picture("support-2-closed")
            ruth.press("Report a Breach…")  # which takes no grant
            self.shown(ruth, "^Ticket", role="text")
            self.there.key("Escape")

    def ask(self):
        ruth = self.ruth
        with self.step("asking takes a ticket", self.there):
            ruth.press("Ask for Access…")
            dialog = ruth.app.find("dialog", "Ask for Access")
            ticket = dialog.find("text", "Ticket", visible=True)
            ticket.type("47 11")
            dialog.find(name="A ticket has no spaces in it", visible=True)
            dialog.find("text", "What is to be done", visible=True).type("The export of users fails with an error")
            assert "sensitive" not in dialog.find("button", "Ask").states
            ticket.type("4711")
            ruth.app.wait_for(lambda: "sensitive" in dialog.find("button", "Ask").states, 10, "a ticket that serves")
            ruth.picture("support-3-ask")
            ruth.press("Ask")
            ruth.app.wait_gone("dialog", "Ask for Access")
            self.shown(ruth, "^Waiting to Be Let In")
            ruth.picture("support-4-waiting")

    def approve(self):
        hana, ruth = self.hana, self.ruth
        with self.step("who may let them in sees it at once, and for what", self.here):
            self.open_request()
            self.shown(hana, "^The export of users fails")
            hana.app.find("list item", re.compile("^May"), visible=True)
            hana.picture("support-5-request")

        with self.step("and lets them in, for less than they asked, with a code", self.here):
            hana.press("Approve…")
            dialog = hana.app.find("dialog", "Let Support In")
            hana.app.find("combo box", re.compile("^For how long"), visible=True).focus()
            self.here.key("space")
            hana.app.find("list item", state="focused")
            self.here.key("Home", "Down", "Return")
            dialog.find("text", "A note to who asks", visible=True).type("Only the list")
            hana.picture("support-6-approve")
            hana.press("Approve")
            hana.app.find("dialog", "Enter a Code", timeout=20)
            hana.give_code(hana.code())
            hana.app.wait_gone("dialog", "Let Support In", timeout=20)
            self.shown(hana, "^Ruth Diallo, of support, is here until .* left · ticket 4711$")
            grant = self.grants()[0]
            assert grant["state"] == "active" and grant["minutes"] == 30 and grant["note"] == "Only the list", grant

        with self.step("their window opens by itself, and counts down", self.there):
            self.shown(ruth, "^Your access to Vallis Research ends in .* · ticket 4711$")
            ruth.app.find("list item", "Users", visible=True).click()
            ruth.app.find(re.compile("row|item"), re.compile("^Bartosz Wilk"), timeout=20, rows=True, visible=True)
            first = self.digits(ruth)
            ruth.app.wait_for(lambda: self.digits(ruth) != first, 5, "another second")
            ruth.picture("support-7-inside")

    def watch(self):
        hana, ruth = self.hana, self.ruth
        with self.step("all that they do is seen as they do it", self.here):
            hana.app.wait_for(lambda: self.lines(), 20, "what they did")
            self.shown(hana, "^left, until ")
            before = len(self.lines())
            ruth.app.find(re.compile("row|item"), re.compile("^Bartosz Wilk"), rows=True, visible=True).click()
            hana.app.wait_for(lambda: len(self.lines()) > before, 20, "one line more")
            first = self.digits(hana)
            hana.app.wait_for(lambda: self.digits(hana) != first, 5, "another second")
            hana.picture("support-8-here")

        with self.step("and is in the access log", self.here):
            hana.press("Open in Access Log")
            hana.app.find(name=re.compile("^Person: .*"), visible=True, timeout=20)
            hana.app.find("list item", "Support Access").reveal().click()

    def end(self):
        hana, ruth = self.hana, self.ruth
        with self.step("who cannot reach the service to end it is told, and it is tried until it is over", self.here):
            self.service.stop()
            hana.app.find("button", "End Now", visible=True).click()
            self.shown(hana, "Not ended yet: .*It is tried again until it is", timeout=40)
            hana.picture("support-9-not-ended")
            self.service.start()
            hana.app.wait_for(lambda: not self.digits(hana), 40, "the end of it")
            assert self.grants()[0]["state"] == "ended"

        with self.step("their window closes, and says why", self.there):
            self.is_closed()
            self.shown(ruth, "^Hana Sato ended your access[.]")
            assert not self.digits(ruth)
            ruth.picture("support-10-ended")

        with self.step("what it was is kept", self.here):
            self.shown(hana, "^Ruth Diallo, Ended, .*requests?$", role="list item")
            hana.picture("support-11-past")

    def refuse(self):
        hana, ruth = self.hana, self.ruth
        with self.step("a request is refused, with a reason", self.here):
            self.ask_again("4712")
            self.open_request()
            hana.press("Refuse…")
            dialog = hana.app.find("dialog", "Refuse Access")
            assert "sensitive" not in dialog.find("button", "Refuse").states
            dialog.find("text", "Why, for who asks", visible=True).type("We found it ourselves")
            hana.picture("support-12-refuse")
            hana.press("Refuse")
            hana.app.wait_gone("dialog", "Refuse Access", timeout=20)
            self.shown(hana, "^Ruth Diallo, Refused, ", role="list item")

        with self.step("which they read", self.there):
            self.shown(ruth, "^Hana Sato refused your last request: We found it ourselves")
            self.is_closed()

        with self.step("a request is taken back", self.there):
            self.ask_again("4713")
            self.shown(ruth, "^Ruth Diallo, Asks now", role="list item").click()
            ruth.press("Take Back")
            self.is_closed()
            self.hana.app.wait_for(lambda: not self.hana.app.find("list", "Asks Now", timeout=0, visible=True), 20, "no request at Hana's")

    def end_there(self):
        hana, ruth, admin = self.hana, self.ruth, self.desk.other
        with self.step("they end it themselves", self.there):
            self.ask_again("4714")
            waiting = next(grant for grant in self.grants() if grant["state"] == "waiting")
            reply = admin.post(f"{admin.workspace}/support-grants/{waiting['id']}/approve", {}, Reeve_Code=hana.recovery_codes[1])
            assert reply.status == 200, reply
            self.shown(ruth, "^Your access to Vallis Research ends in .* · ticket 4714$")
            ruth.app.find("list item", "Users", visible=True).click()
            ruth.app.find(re.compile("row|item"), re.compile("^Bartosz Wilk"), timeout=20, rows=True, visible=True)
            ruth.press("End")
            self.is_closed()
            self.shown(ruth, "^You ended your access[.]")

        with self.step("which the other side sees at once", self.here):
            hana.app.wait_for(lambda: not self.digits(hana), 20, "no strip")
            self.shown(hana, "^Ruth Diallo, Ended, Ticket 4714", role="list item")


main()
