#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The keyring in every mood: locked, asked for, missing, and without the key. Nothing is lost and no key is made anew."""
import hashlib
import os
import pathlib
import re

from harness import Keyring, Session, Tap
from person import Person

LOCKED = re.compile("^The keyring is locked")
ROOT_KEY = {"site": "local", "kind": "root-key"}


def pairs(attributes):
    return [part for pair in attributes.items() for part in pair]


def state_of_disk(session):
    """Of each file of the workspace what it holds."""
    folder = pathlib.Path(session.environ["XDG_DATA_HOME"]) / "reeve"
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session) as keyring:
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        with tap.step("a workspace with somebody in it"):
            hana.start()
            hana.pictures, pictures = None, hana.pictures
            hana.open_local()
            hana.set_up()
            hana.at_users()
            hana.pictures = pictures
            hana.add("Amélie Roux", "amelie.roux@northlab.example")
            hana.quit()
            root_key = keyring.lookup(**ROOT_KEY)
            attributes = keyring.attributes(**ROOT_KEY)
            disk = state_of_disk(session)
            assert root_key and attributes and disk, (attributes, disk)
        with tap.step("locked, and nobody who could ask: it says so, starts no service and writes nothing"):
            keyring.lock()
            hana.start()
            hana.app.find(name=LOCKED, visible=True)
            hana.picture("keyring-locked")
            assert not session.run("pgrep", "-P", hana.app.process.pid, "-x", "reeved", check=False)
            assert state_of_disk(session) == disk
            assert keyring.is_locked()
        with tap.step("unlocked meanwhile: it goes on, signed in, with all that was there"):
            keyring.unlock()
            hana.press("Unlock")
            hana.at_users()
            hana.row("Amélie Roux")
            hana.quit()
            disk = state_of_disk(session)
        with tap.step("no Secret Service at all: it says so"):
            keyring.stop()
            hana.start()
            hana.app.find(name=re.compile("^There is no keyring"), visible=True)
            hana.picture("keyring-missing")
            assert state_of_disk(session) == disk
        with tap.step("it comes back: Try Again goes on"):
            keyring.start()
            hana.press("Try Again")
            hana.at_users()
            hana.row("Amélie Roux")
            hana.quit()
        with tap.step("the root key is lost: it says so, makes no new one and leaves every file as it was"):
            disk = state_of_disk(session)
            session.run("secret-tool", "clear", *pairs(ROOT_KEY))
            assert keyring.lookup(**ROOT_KEY) is None
            hana.start()
            hana.app.find(name=re.compile("^The key to this workspace is not in the keyring"), visible=True)
            hana.picture("root-key-lost")
            hana.press("Try Again")
            hana.app.find(name=re.compile("^The key to this workspace is not in the keyring"), visible=True)
            assert keyring.lookup(**ROOT_KEY) is None
            assert state_of_disk(session) == disk
        with tap.step("the key of another workspace does not fit, and nothing is changed"):
            keyring.store(attributes, "A" * len(root_key.rstrip("=")) + root_key[len(root_key.rstrip("=")):])
            hana.press("Try Again")
            hana.app.find(name=re.compile("^The key does not fit this workspace"), visible=True)
            assert state_of_disk(session) == disk
        with tap.step("the key is put back: nothing was lost"):
            keyring.store(attributes, root_key)
            hana.press("Try Again")
            hana.at_users()
            hana.row("Amélie Roux")
            hana.quit()
        with tap.step("locked, and the question is dismissed: it says so, and asks again when told to"):
            keyring.lock()
            keyring.offer_prompts()
            hana.start()
            keyring.dismiss_prompt()
            hana.app.find(name=LOCKED, visible=True)
            hana.press("Unlock")
        with tap.step("the question is answered: it goes on by itself"):
            keyring.answer_prompt()
            hana.at_users()
            hana.row("Amélie Roux")
            assert not keyring.is_locked()
            assert keyring.lookup(**ROOT_KEY) == root_key
            hana.quit()


if __name__ == "__main__":
    main()
