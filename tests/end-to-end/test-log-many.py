#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What a bulk job did to each of many is in the log, and a line leads to the person and to what was changed of them."""
import os
import re

import elsewhere
from harness import Keyring, Session, Tap
from person import Person

QUERY = "action:user.create "


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None

        with tap.step("a workspace, and a job that adds people to it"):
            hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            other.find_workspace()
            table = "email,name,roles\n" + "".join(f"p{i}@northlab.example,Person {i},{'auditor' if i == 3 else ''}\n" for i in range(6))
            reply = other.post(f"{other.workspace}/users/import-job", {"content": table})
            assert reply.status == 200, reply
            job = f"{other.workspace}/bulk-jobs/{reply.json['id']}"
            hana.app.wait_for(lambda: other.get(job).json["state"] == "done", 120, "the job is over")
            hana.pictures = pictures

        with tap.step("the log has a line for each of them, and says what it came to"):
            hana.app.find("list item", "Access Log", visible=True).click()
            hana.app.find("list", "Access log", visible=True, timeout=30)
            session.key("ctrl+f")
            hana.app.find(re.compile("entry|text"), "Query of the access log", state="focused")
            session.type(QUERY)
            hana.app.find("label", re.compile(r"^6 lines( ·|$)"), timeout=30)
            hana.app.find("list item", re.compile("Person 3"), rows=True, visible=True, timeout=30).click()
            hana.app.find("label", "Rights given", visible=True)

        with tap.step("one of them shows what was changed of that person, and of nobody else"):
            hana.app.find(name="What It Changed", visible=True, timeout=30)
            hana.app.find("label", re.compile("Person 3.*: Added$"), visible=True, timeout=30)
            hana.picture("log-many-1", narrow=False)
            added = [node.name for node in hana.app.find_all("label", re.compile(": Added$"))]
            assert len(added) == 1, added

        with tap.step("and leads to them"):
            hana.app.find("button", "Open the User", visible=True).click()
            hana.app.find("table row", re.compile("^Person 3, p3@"), rows=True, visible=True, timeout=30)
        other.close()
        hana.quit()


if __name__ == "__main__":
    main()
