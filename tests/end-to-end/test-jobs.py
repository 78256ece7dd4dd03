#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Bulk jobs in the console: what somebody else began is seen as it goes on, with what could not be done."""
import os
import pathlib
import re

from harness import Keyring, Session, Tap, api
from person import PASSWORD, Person

PICTURES = os.environ.get("REEVE_TEST_PICTURES")


def other_device(session, person):
    socket = next(pathlib.Path(session.environ["XDG_RUNTIME_DIR"]).glob("reeve/*/socket"))
    state = session.folder / "device"
    state.touch()
    device = api.Device(["--socket", str(socket)], str(state))
    assert device.sign_in(person.email, PASSWORD, person.recovery_codes[0]).json["stage"] == "complete"
    return device


def table(prefix, n):
    return "email,name\n" + "".join(f"{prefix}{i}@northlab.example,Person {i}\n" for i in range(n))


def main():
    scheme = os.environ.get("REEVE_TEST_SCHEME", "light")
    with Tap() as tap, Session() as session, Keyring(session):
        tap.watch(session)
        person = Person(session, PICTURES, scheme)
        with tap.step("a workspace without jobs"):
            app = person.start()
            person.open_local()
            person.set_up()
            person.at_users()
            other = other_device(session, person)
            workspace = "/v1/workspaces/" + other.get("/v1/workspaces").json["items"][0]["id"]
            app.find(name="Main Menu", visible=True).click()
            app.find("menu item", "Jobs", visible=True).click()
            app.find("dialog", "Jobs")
            app.find(name="No Jobs", visible=True)
            person.picture("jobs-1-empty")

        with tap.step("one that begins elsewhere comes, and is over with what was not done"):
            reply = other.call("POST", workspace + "/users/import-job", {"content": table("p", 3000) + "nothing,Nobody\n", "skipBad": True})
            assert reply.status == 200, reply
            app.find(name=re.compile("^Import of people"), visible=True)
            app.wait_for(lambda: other.get(f"{workspace}/bulk-jobs/{reply.json['id']}").json["state"] == "done", 600, "the job is over")
            app.find("label", re.compile("^Done · 3,?000 done, 0 unchanged, 1 not done"), visible=True, timeout=60)
            app.find("button", "Save what was not done: Import of people", visible=True)
            person.picture("jobs-2-done")

        with tap.step("one that runs can be cancelled"):
            reply = other.call("POST", workspace + "/users/import-job", {"content": table("q", 12000)})
            app.find("button", "Cancel: Import of people", visible=True, timeout=60).click()
            app.wait_for(lambda: other.get(f"{workspace}/bulk-jobs/{reply.json['id']}").json["state"] == "cancelled", 600, "the job is cancelled")
            app.find("label", re.compile("^Cancelled · "), visible=True, timeout=60)
            app.resize(400, 700)
            person.picture("jobs-3-narrow")
        person.quit()


if __name__ == "__main__":
    main()
