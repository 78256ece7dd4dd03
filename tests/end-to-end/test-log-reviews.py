#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A review of the access log, from what happened in it to its certificate: looked at, decided on, signed by two."""
import hashlib
import json
import os
import re
import time

import elsewhere
from harness import Keyring, Session, Tap
from person import Person

DAY = 86400 * 1000000
REVIEWER = ("Rex Moore", "r.moore@harrow.example", ["reviewer"])


def bring(device, midnight):
    """Nine days of another system, and somebody guessing a password in them."""
    lines = [{"time": midnight - i * DAY + j * 60000000, "action": "sign-in", "result": "ok", "actorName": "Amélie Roux", "source": "okta", "sourceId": f"d-{i}-{j}"}
             for i in range(1, 10) for j in range(20)]
    lines += [{"time": midnight - 2 * DAY + 3600000000 + i * 45000000, "action": "sign-in", "result": "failed", "actor": "amelie", "actorName": "Amélie Roux",
               "address": "203.0.113.9", "outcome": "password_wrong", "source": "okta", "sourceId": f"f-{i}"} for i in range(30)]
    reply = device.call("POST", f"{device.workspace}/access-log/ingest", "".join(json.dumps(line) + "\n" for line in lines), content_type="application/x-ndjson")
    assert reply.status == 200 and reply.json["taken"] == len(lines), reply


def shown(app, pattern):
    return app.find(name=re.compile(pattern), visible=True, timeout=30)


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace that wants two signatures, with a second reviewer"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            rex = elsewhere.let_in(session, other, *REVIEWER)
            rex.recovery_codes or rex.enrol()
            reviews = f"{other.workspace}/log-reviews"
            policy = f"{other.workspace}/policy"
            hana.pictures = pictures
            hana.go_to("Policy")
            app.find("label", "Notifications").reveal()  # further down: a toast lies on what is lowest
            app.find("combo box", "Signed by", visible=True).open()
            app.find("label", "Two people", rows=True, visible=True).click()
            app.wait_for(lambda: other.get(policy).json["logReviewSignatures"] == 2, 30, "two signatures")
            hana.picture("log-reviews-0-policy")

        with tap.step("fewer signatures take a code, and are not chosen without one"):
            app.find("label", "Notifications").reveal()
            app.find("combo box", "Signed by", visible=True).open()
            app.find("label", "One person", rows=True, visible=True).click()
            app.find("text", "Code from your authenticator app", visible=True)
            session.key("Escape")
            app.wait_gone("text", "Code from your authenticator app")
            app.find("combo box", "Signed by").find("label", "Two people", timeout=10)
            assert other.get(policy).json["logReviewSignatures"] == 2

        with tap.step("the first review opened by itself, and has no day that is over"):
            app.wait_for(lambda: other.get(reviews).json["items"], 30, "a review")
            hana.go_to("Log Reviews")
            shown(app, "^Due in 20 days|^Due in 21 days")
            shown(app, "^Nothing yet: no day of this review is over")
            assert "sensitive" not in app.find("button", "Sign…", visible=True).states
            hana.picture("log-reviews-1-new")

        with tap.step("another system's log goes back nine days, and so does the review"):
            midnight = int(time.time()) // 86400 * DAY
            bring(other, midnight)
            elsewhere.let_in(session, other, "Ada Lund", "ada.lund@harrow.example")  # what the service does by itself is done at once then
            app.wait_for(lambda: other.get(reviews).json["items"][0]["events"] == 210, 30, "the review to begin nine days ago")
            app.wait_for(lambda: other.get(f"{other.workspace}/findings").json["items"], 30, "what was guessed to be found")
            shown(app, "^Due in 1[12] days")
            shown(app, r"^0 of 210 \(0 %\)$")
            shown(app, r"^0 of [12] \(0 %\)$")
            hana.picture("log-reviews-2-days")

        with tap.step("what happened opens in the access log, just that"):
            app.find("list item", re.compile(r"^Sign-in.*Failed|^Sign-in"), rows=True, visible=True, where=lambda node: "Failed" in (node.description or "") + (node.name or "")
                     or node.find(name=re.compile("^Failed · 30 events"), timeout=0)).click()
            app.find("list", "Access log", visible=True, timeout=30)
            app.find("label", re.compile(r"^30 lines"), visible=True, timeout=30)
            hana.picture("log-reviews-3-log", narrow=False)
            hana.go_to("Log Reviews")

        with tap.step("it is marked when somebody has looked, and counts"):
            app.find("check box", "Looked at: Sign-in, Failed", visible=True).click()
            shown(app, r"^30 of 210 \(14 %\)$")
            shown(app, "^Failed · 30 events · looked at by .*Hana Sato")
            app.find("check box", "Looked at: Sign-in, OK", visible=True).click()
            shown(app, r"^210 of 210 \(100 %\)$")
            hana.picture("log-reviews-4-looked")

        with tap.step("somebody is to look, and there is something to say"):
            hana.press("Edit…")
            dialog = app.find("dialog", "Review")
            app.find("toggle button", "Choose…", visible=True).click()
            session.type("Rex")
            app.find("list item", re.compile("^Rex Moore"), rows=True, visible=True).click()
            dialog.find("text", "Note", visible=True).type("All of it is the import.")
            hana.picture("log-reviews-5-edit")
            hana.press("Save")
            app.wait_gone("dialog", "Review")
            shown(app, "^Rex Moore")
            shown(app, "^All of it is the import")

        with tap.step("nobody signs while a finding waits"):
            hana.press("Sign…")
            app.find("alert", "Decide on the Findings First", visible=True)
            hana.picture("log-reviews-6-undecided")
            hana.press("Show Findings")
            app.find("list item", re.compile("Password guessing"), visible=True, timeout=20)
            hana.go_to("Log Reviews")
            app.find("list item", re.compile("^Findings decided on"), visible=True, timeout=20).click()
            app.find("list item", re.compile("Password guessing"), visible=True, timeout=20)
            hana.go_to("Log Reviews")
            for finding in other.get(f"{other.workspace}/findings?state=undecided").json["items"]:
                reply = other.patch(f"{other.workspace}/findings/{finding['id']}", {"state": "expected", "note": "A test of ours"}, finding["version"])
                assert reply.status == 200, reply
            shown(app, r"^([12]) of \1 \(100 %\)$")

        with tap.step("a signature is for the review as it stood in the question"):
            hana.press("Sign…")
            app.find("alert", "Sign for the Access Log?", visible=True)
            hana.picture("log-reviews-6-sign")
            [review] = other.get(f"{reviews}?state=open").json["items"]
            assert other.patch(f"{reviews}/{review['id']}", {"note": "All of it is the import, and one address."}, review["version"]).status == 200
            shown(app, "^All of it is the import, and one address")
            hana.press("Sign")
            hana.give_code(hana.code())
            shown(app, "^Somebody else changed this")
            assert other.get(f"{reviews}?state=waiting").json["items"] == []

        with tap.step("signed once, it waits for somebody else"):
            hana.press("Sign…")
            hana.press("Sign")
            hana.give_code(hana.code())
            shown(app, "^Signed on .* by .*Hana Sato.*; a second signature is missing")
            hana.picture("log-reviews-7-waiting")
            review = other.get(f"{reviews}?state=waiting").json["items"][0]
            reply = rex.call("POST", f"{reviews}/{review['id']}/return", {"note": "Who is 203.0.113.9?"}, {"If-Match": f'"{review["version"]}"'})
            assert reply.status == 200, reply
            shown(app, "^Due in ")
            shown(app, "Who is 203.0.113.9")

        with tap.step("signed again, and by the other, it has a certificate"):
            hana.press("Sign…")
            hana.press("Sign")
            hana.give_code(hana.code())
            shown(app, "; a second signature is missing")
            review = other.get(f"{reviews}?state=waiting").json["items"][0]
            reply = rex.call("POST", f"{reviews}/{review['id']}/sign", None, {"If-Match": f'"{review["version"]}"', "Reeve-Code": rex.recovery_codes[0]})
            assert reply.status == 200, reply
            shown(app, "^Signed on .* by .*Hana Sato.*, and on .* by .*Rex Moore")
            signed = reply.json
            text = other.get(f"{reviews}/{signed['id']}/certificate").body
            assert hashlib.sha256(text.encode()).hexdigest() == signed["certificateHash"]
            shown(app, f"^{signed['certificateHash']}")
            hana.picture("log-reviews-8-signed")
            assert len(other.get(reviews).json["items"]) == 2


if __name__ == "__main__":
    main()
