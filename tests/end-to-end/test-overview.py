#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The overview: where one lands; quiet at first; what comes to wait makes a row, which leads to just that list, and goes when it is done."""
import datetime
import os
import re
import time

import elsewhere
from harness import Keyring, Session, Tap
from person import NARROW, PASSWORD, WIDE, Person

GUEST = "ada.lund@harrow.example"
LONG = "Donaudampfschifffahrtsgesellschaft für Lebensmittelsicherheit Rheinland mbH"


def ahead(**span):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%SZ")


def row(app, pattern, timeout=30):
    return app.find("list item", re.compile(pattern), visible=True, timeout=timeout)


def shown(app, pattern):
    return app.find(name=re.compile(pattern), visible=True, timeout=30)


def make(service, below, body):
    reply = service.post(f"{service.workspace}/{below}", body)
    assert reply.status == 201, reply
    return reply.json


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"), lands=None)
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a new workspace opens with it, and all is quiet"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            shown(app, "^All Quiet$")
            shown(app, r"^Next: Review of the access log, \d+ ")
            app.wait_for(lambda: "selected" in app.find("list item", "Overview", visible=True).states, 10, "the sidebar to say so")
            hana.pictures = pictures
            hana.picture("overview-1-quiet")
            other = elsewhere.same_person(session, hana)

        with tap.step("what comes to wait makes a row by itself"):
            session.park_pointer()
            invitation = make(other, "invitations", {"email": GUEST, "expires": ahead(hours=50)})
            row(app, rf"^The invitation of .?{GUEST}.? is about to expire\..* Ends .*\. Open the invitations\.$")
            app.find("list", "This Week, 1", timeout=20)
            hana.picture("overview-2-invitation")

        with tap.step("Return leads to its list, narrowed to what was told of"):
            entry = row(app, "^The invitation of ")
            entry.focus()
            session.key("Return")
            app.find("combo box", "Open", visible=True, timeout=20)
            row(app, f"^{GUEST}")
            assert app.focused().name not in ("Workspace: Vallis Research", "Overview"), app.focused()
            hana.picture("overview-3-list")

        with tap.step("and it is gone once that is done"):
            hana.go_to("Overview")
            row(app, "^The invitation of ")
            session.park_pointer()
            reply = other.post(f"{other.workspace}/invitations/{invitation['id']}/revoke")
            assert reply.status == 200, reply
            shown(app, "^All Quiet$")

        with tap.step("rows stay where they are as long as somebody is among them"):
            for name in ("Harrow Foods", "Northlab", LONG):
                group = make(other, "groups", {"name": name})
                person = make(other, "users", {"email": f"p{abs(hash(name))}@vallis.example", "displayName": f"Pia of {name[:20]}"})
                reply = other.patch(f"{other.workspace}/users/{person['id']}", {"groups": [group["id"]]}, person["version"])
                assert reply.status == 200, reply
            for name in ("Harrow Foods", "Northlab"):
                row(app, f"^.?{name}.? has no group administrator")
            northlab = row(app, "^.?Northlab.? has no group administrator")
            northlab.focus()
            harrow = next(each for each in other.get(f"{other.workspace}/groups").json["items"] if each["name"] == "Harrow Foods")
            place = northlab.extents
            reply = other.post(f"{other.workspace}/groups/{harrow['id']}/administrators", {"action": "add", "user": person["id"]})
            assert reply.status == 200, reply
            row(app, "^Done: .?Harrow Foods")
            assert northlab.extents == place, (northlab.extents, place)
            hana.picture("overview-4-done", narrow=False)
            session.key("F6")
            app.wait_for(lambda: not app.find("list item", re.compile("^Done: "), timeout=0), 30, "what is done to go")

        with tap.step("Ctrl+Return runs the row, from its button as well"):
            row(app, "^.?Northlab.? has no group").focus()
            session.key("ctrl+Return")
            app.find("text", "Name", text="Northlab", visible=True, timeout=20)
            app.find("toggle button", "Companies without administrator", visible=True).click()
            app.wait_gone("list item", re.compile("^Harrow Foods"), timeout=20)
            row(app, "^Northlab")
            row(app, "^Donau")
            hana.picture("overview-7-groups")
            app.find("toggle button", "Companies without administrator", visible=True).click()
            row(app, "^Harrow Foods")
            hana.go_to("Overview")

        with tap.step("the keys are not lost on the page before when the window folds"):
            app.resize(*NARROW)
            shown(app, "^.?Northlab.? has no group")
            time.sleep(0.4)  # the fold slides
            app.resize(*WIDE)
            app.find("list item", "Groups", visible=True, timeout=20)
            row(app, "^.?Northlab.? has no group").focus()

        with tap.step("what is new comes to whoever has left the focus behind, too, and takes it not away"):
            session.park_pointer()
            extra = make(other, "invitations", {"email": GUEST, "expires": ahead(hours=20)})
            row(app, "^The invitation of ", timeout=120)
            app.wait_for(lambda: "focused" in row(app, "^.?Northlab.? has no group").states, 10, "the focus to stay on its row")
            assert other.post(f"{other.workspace}/invitations/{extra['id']}/revoke").status == 200
            session.key("F6")
            hana.go_to("Overview")

        with tap.step("secrets and second factors: now, this week, and next"):
            secret = make(other, "rotations", {"name": "Root key of the backup safe", "everyDays": 3})
            make(other, "rotations", {"name": "Door", "everyDays": 15})
            demands = other.get(f"{other.workspace}/second-factor-demands").json
            reply = other.call("PATCH", f"{other.workspace}/second-factor-demands", {"demands": [{"role": "member", "since": ahead(minutes=-3)}]},
                               {"If-Match": f'"{demands["version"]}"', "Reeve-Code": hana.recovery_codes[1]}, "application/merge-patch+json")
            assert reply.status == 200, reply
            row(app, "^Change the secret “.?Root key of the backup safe.?”.* Due ")
            row(app, r"^3 people have no second factor\. .* Overdue for \d+ min\. Open the list of these people\.$")
            app.find("list", "Needs You Now, 1", timeout=20)
            app.find("list", "This Week, 3", timeout=20)
            shown(app, "^Next: Change the secret “.?Door.?”, ")
            session.park_pointer()
            hana.picture("overview-5-now-and-week")
            row(app, "^3 people have no second factor").focus()
            session.key("Return")
            hana.at_users()
            for chip in ("No second factor",):
                app.wait_for(lambda: "pressed" in app.find("toggle button", chip, visible=True).states or
                             "checked" in app.find("toggle button", chip, visible=True).states, 10, f"{chip} to be on")
            shown(app, "^3 of 4$")
            hana.go_to("Overview")
            assert secret["id"]

        with tap.step("what may wait is put off, and brought back"):
            session.park_pointer()
            app.find("button", re.compile("^Put off until tomorrow: Change the secret"), visible=True).click()
            session.park_pointer()
            app.wait_gone("list item", re.compile("^Change the secret"), timeout=20)
            shown(app, "^Show 1 That Was Put Off")
            hana.picture("overview-6-put-off", narrow=False)
            hana.press("Undo")
            row(app, "^Change the secret")
            app.find("button", re.compile("^Put off until tomorrow: 3 people"), visible=True).click()
            app.wait_gone("list item", re.compile("^3 people"), timeout=20)
            hana.quit()

        with tap.step("which the next start remembers, as it does the page"):
            app = hana.start()
            row(app, "^Change the secret", timeout=60)
            assert not app.find("list item", re.compile("^3 people"), timeout=0)
            app.find("button", re.compile("^Show 1 That Was Put Off"), visible=True).click()
            row(app, "^3 people have no second factor")

        with tap.step("a hold that ends soon leads to the holds"):
            other = elsewhere.connect(session, "third")
            reply = other.sign_in(hana.email, PASSWORD, hana.recovery_codes[2])
            assert reply.status == 200 and reply.json["stage"] == "complete", reply
            # Until an hour from now: in the night, what lies behind may all be of yesterday, of which nothing is kept.
            make(other, "access-log/holds", {"since": ahead(hours=-5), "until": ahead(hours=1), "ends": ahead(hours=20),
                                             "reason": "Evidence of case 12"})
            session.park_pointer()
            app.find("list item", "Overview", visible=True).click()
            session.park_pointer()
            row(app, r"^1 hold on the access log is about to end\. Evidence of case 12\. Ends in \d+ h\. Open the holds\.$").click()
            app.find("dialog", timeout=20).find(name=re.compile("Evidence of case 12"), timeout=20)
            session.key("Escape")
            hana.go_to("Overview")

        with tap.step("the arrows go through both lists as one"):
            session.park_pointer()
            row(app, "^.?Northlab").focus()
            first = app.focused()
            session.key("Down")
            app.wait_for(lambda: app.focused() != first, 10, "the next row")
            hana.quit()


if __name__ == "__main__":
    main()
