#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""How long the access log is kept: said by the page, changed by the policy, and what is held back from it."""
import json
import os
import re
import time

import elsewhere
from harness import Keyring, Session, Tap
from person import Person

DAY = 86400 * 1000000


def bring(device, now, days):
    lines = "".join(json.dumps({"time": now - i * DAY - 60000000, "action": "sign-in", "actorName": "Amélie Roux", "source": "okta", "sourceId": f"d-{i}"}) + "\n"
                    for i in range(days))
    reply = device.call("POST", f"{device.workspace}/access-log/ingest", lines, content_type="application/x-ndjson")
    assert reply.status == 200, reply
    return reply.json["taken"]


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace whose log goes back 45 days"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            policy = f"{other.workspace}/policy"
            now = int(time.time() * 1000000)
            assert bring(other, now, 45) == 31
            assert other.call("PATCH", policy, {"accessLogDays": 60}, {"If-Match": '"1"'}).status == 200
            assert bring(other, now, 45) == 14
            hana.pictures = pictures

        with tap.step("the page says how long, and where the line is that leaves tomorrow"):
            app.find("list item", "Access Log", visible=True).click()
            app.find("list", "Access log", visible=True, timeout=30)
            app.find("label", re.compile(r"^\d+ lines · kept 60 days, \d+ \w+ – \d+ \w+$"), visible=True)
            hana.picture("retention-1-page")

        with tap.step("what is found is kept longer"):
            app.find("toggle button", "Log Menu", visible=True).open()
            app.find("menu item", "Keep What Is Found Longer…", visible=True).click()
            dialog = app.find("dialog", "Keep Longer")
            dialog.find("text", "Why they are kept", visible=True).type("Evidence of case 12")
            dialog.find("text", "Ticket, if there is one", visible=True).type("T-7")
            hana.picture("retention-2-keep")
            dialog.find("text", "From", visible=True).type("sometime")
            session.key("ctrl+Return")
            app.find(name=re.compile("^Not a time"), visible=True)
            hana.picture("retention-3-wrong", narrow=False)
            dialog.find("text", "From", visible=True).type("40d")
            session.key("ctrl+Return")
            app.wait_gone("dialog", "Keep Longer")
            app.find(name=re.compile("^Held until "))
            held = other.get(f"{other.workspace}/access-log/holds").json["items"]
            assert [(one["reason"], one["ticket"], one.get("account")) for one in held] == [("Evidence of case 12", "T-7", None)], held

        with tap.step("a query of one person's lines makes a hold on that person's"):
            me = other.get("/v1/me").json["account"]["id"]
            session.key("ctrl+f")
            app.find(re.compile("entry|text"), "Query of the access log", state="focused")
            session.type(f"who:{me} since:2h ")
            app.find("label", re.compile(r"^\d+ lines · kept"), visible=True)
            app.find("toggle button", "Log Menu", visible=True).open()
            app.find("menu item", "Keep What Is Found Longer…", visible=True).click()
            dialog = app.find("dialog", "Keep Longer")
            dialog.find("text", "Why they are kept", visible=True).type("What Hana did")
            dialog.find("label", "Hana Sato", visible=True)
            hana.picture("retention-3-person", narrow=False)
            session.key("ctrl+Return")
            app.wait_gone("dialog", "Keep Longer")
            newest = other.get(f"{other.workspace}/access-log/holds").json["items"][0]
            assert newest["account"] == me and newest["accountName"].startswith("Hana Sato <"), newest
            assert other.call("DELETE", f"{other.workspace}/access-log/holds/{newest['id']}").status == 403
            session.key("ctrl+f", "ctrl+a", "BackSpace")

        with tap.step("a shorter time says what would go, and takes a code"):
            hana.go_to("Policy")
            spin = app.find("spin button", re.compile("^Days the access log is kept"), visible=True)
            spin.type("31")
            session.key("Tab")
            app.find(name=re.compile("^13 days of the log go within the hour"), visible=True)
            hana.picture("retention-4-shorter")
            hana.press("Keep It for So Many Days")
            app.find("text", "Code from your authenticator app", visible=True)
            hana.picture("retention-5-code", narrow=False)
            hana.give_code(hana.code())
            app.find(name="Time that the access log is kept changed")
            app.wait_for(lambda: other.get(policy).json["accessLogDays"] == 31, 20, "the policy says 31 days")

        with tap.step("the page says so, and where the line is"):
            app.find("list item", "Access Log", visible=True).click()
            app.find("label", re.compile(r"^\d+ lines · kept 31 days, "), visible=True)
            app.find("image", re.compile("peak"), visible=True,
                     where=lambda node: re.search("^What is before .+ leaves tomorrow$", node.description or ""))
            hana.picture("retention-6-line")
            hana.go_to("Policy")

        with tap.step("a longer one does not"):
            app.find("spin button", re.compile("^Days the access log is kept"), visible=True).type("90")
            session.key("Tab")
            app.find(name="What has left already does not come back", visible=True)
            hana.press("Keep It for So Many Days")
            app.wait_for(lambda: other.get(policy).json["accessLogDays"] == 90, 20, "the policy says 90 days")

        with tap.step("the hold is lifted, with a code"):
            app.find("list item", "Access Log", visible=True).click()
            app.find("toggle button", "Log Menu", visible=True).open()
            app.find("menu item", "Holds…", visible=True).click()
            app.find("dialog", "Holds on the Access Log")
            app.find("button", "Lift…", visible=True)
            hana.picture("retention-7-holds")
            hana.press("Lift…")
            app.find("alert", "Lift This Hold?", visible=True)
            hana.picture("retention-8-lift", narrow=False)
            hana.press("Lift")
            hana.give_code(hana.code())
            app.wait_gone("button", "Lift…")

        with tap.step("its history stays"):
            app.find("list item", re.compile("^Hold lifted"), rows=True, visible=True)
            assert len(app.find_all("list item", re.compile("(^|: )Hold made"), rows=True)) == 2

        with tap.step("the one on oneself is for somebody else to lift"):
            app.find("list item", re.compile("^Hana Sato"), rows=True, visible=True)
            hana.picture("retention-9-own", narrow=False)
            assert [one["account"] for one in other.get(f"{other.workspace}/access-log/holds").json["items"]] == [me]


if __name__ == "__main__":
    main()
