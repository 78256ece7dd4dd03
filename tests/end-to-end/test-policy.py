#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What the workspace demands of passwords: looked at, changed row by row, taken back, told to who sets one; and what happens when
somebody else changes it at the same time."""
import os
import pathlib
import re

from harness import Keyring, Session, Tap, api
from person import PASSWORD, Person

PICTURES = os.environ.get("REEVE_TEST_PICTURES")


def other_device(session, person):
    """The same administrator elsewhere: through the console's own service, without the console."""
    socket = next(pathlib.Path(session.environ["XDG_RUNTIME_DIR"]).glob("reeve/*/socket"))
    state = session.folder / "device"
    state.touch()
    device = api.Device(["--socket", str(socket)], str(state))
    assert device.sign_in(person.email, PASSWORD, person.recovery_codes[0]).json["stage"] == "complete"
    return device


def main():
    scheme = os.environ.get("REEVE_TEST_SCHEME", "light")
    with Tap() as tap, Session() as session, Keyring(session):
        tap.watch(session)
        person = Person(session, PICTURES, scheme)
        with tap.step("a workspace, and the same administrator elsewhere"):
            app = person.start()
            person.open_local()
            person.set_up()
            person.at_users()
            other = other_device(session, person)
            policy = "/v1/workspaces/" + other.get("/v1/workspaces").json["items"][0]["id"] + "/policy"

        def wait_policy(**wanted):
            app.wait_for(lambda: wanted.items() <= other.get(policy).json.items(), 600, f"the policy is {wanted}")

        def wait_rule(words, there=True):
            app.wait_for(lambda: bool(app.find_all("label", re.compile(words))) == there, 600, f"{words} is {'' if there else 'not '}among the rules")

        with tap.step("the page shows the rules in force, as people will read them"):
            person.go_to("Policy")
            app.find("text", re.compile("^Fewest characters"), visible=True)
            wait_rule("At least 12 characters")
            person.picture("policy-1-default")

        with tap.step("another length is saved by itself"):
            app.find("text", re.compile("^Fewest characters"), visible=True).type("16")
            session.key("Return")
            wait_policy(passwordMinLength=16)
            wait_rule("At least 16 characters")
            app.find(name="Password length changed")
            person.picture("policy-2-changed")

        with tap.step("one that is out of bounds is not"):
            app.find("text", re.compile("^Fewest characters"), visible=True).type("70")
            session.key("Return")
            person.picture("policy-3-refused", narrow=False)
            assert other.get(policy).json["version"] == 2
            app.find("text", re.compile("^Fewest characters"), visible=True).type("16")

        with tap.step("and taken back"):
            person.go_to("Policy")
            session.key("ctrl+z")
            wait_policy(passwordMinLength=12)
            wait_rule("At least 12 characters")

        with tap.step("other rules are chosen"):
            app.find("combo box", "Rules", visible=True).open()
            app.find("label", "Four kinds of characters", rows=True, visible=True).click()
            wait_policy(passwordProfile="seed")
            wait_rule("An upper-case letter")
            wait_rule("At least 8 characters")
            person.picture("policy-4-seed")

        with tap.step("and shown to who sets a password now"):
            assert other.get("/v1/me/password-policy").json == {"passwordProfile": "seed", "passwordMinLength": 8, "setUp": True}

        with tap.step("what changes elsewhere shows here"):
            reply = other.patch(policy, {"passwordProfile": "default", "passwordMinLength": 20}, other.get(policy).json["version"])
            assert reply.status == 200, reply
            wait_rule("At least 20 characters")
            wait_rule("An upper-case letter", there=False)
        person.quit()


if __name__ == "__main__":
    main()
