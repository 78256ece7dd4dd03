#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The first path, from an empty desktop to a managed user and back, through the accessibility bus: a real window, a real
keyring, a real service with an encrypted store. It would fail if any layer were a stub."""
import os
import pathlib
import re
import signal
import tempfile

from harness import Keyring, Session, Tap
from person import Person

pictures = os.environ.get("REEVE_TEST_PICTURES") or tempfile.mkdtemp()


def services_below(session, pid):
    """Process ids of `reeved` that the console has started."""
    return [int(number) for number in session.run("pgrep", "-P", pid, "-x", "reeved", check=False).split()]


def data_files(session):
    folder = pathlib.Path(session.environ["XDG_DATA_HOME"]) / "reeve"
    return [path for path in folder.rglob("*") if path.is_file()]


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session) as keyring:
        tap.watch(session)
        hana = Person(session, pictures, os.environ.get("REEVE_TEST_SCHEME", "light"))

        with tap.step("the console opens on Welcome"):
            hana.start()
            hana.app.find(name=re.compile("^Open a Workspace on This Computer"))
            hana.picture("welcome")
        with tap.step("a workspace is made, with its first administrator and a second factor"):
            hana.open_local()
            hana.set_up()
            hana.at_users()
            assert len(hana.recovery_codes) == 10, hana.recovery_codes
        with tap.step("the store is encrypted and private"):
            files = data_files(session)
            assert any(path.name == "directory.db" for path in files), files
            for path in files:
                content = path.read_bytes()
                assert not content.startswith(b"SQLite format 3"), path
                assert b"hana.sato" not in content, path
                assert path.stat().st_mode & 0o077 == 0, (path, oct(path.stat().st_mode))
        with tap.step("people are added"):
            for name, email in (("Amélie Roux", "amelie.roux@northlab.example"), ("Bartosz Wilk", "b.wilk@northlab.example"),
                                ("Chiamaka Obi", "c.obi@harrow.example"), ("A<b> & Søn", "markup@harrow.example")):
                hana.add(name, email)
            hana.picture("users")
        with tap.step("search narrows as one types, and clears"):
            hana.search("wil")
            hana.row("Bartosz Wilk")
            hana.no_row("Amélie Roux")
            hana.search("nobody by that name")
            hana.app.find(name=re.compile("No .*“nobody by that name”|nobody by that name"))
            hana.picture("users-no-results")
            session.key("Escape")
            hana.row("Amélie Roux")
        with tap.step("a person is suspended, and Undo takes it back"):
            hana.row("Bartosz Wilk").click()
            hana.picture("user-detail")
            hana.press("Suspend")
            hana.app.find(name=re.compile("Bartosz Wilk.*[Ss]uspended|[Ss]uspended.*Bartosz Wilk"))
            hana.row("Bartosz Wilk")
            hana.press("Undo")
            hana.app.find("button", "Suspend", visible=True)
        with tap.step("the service is killed; the console starts it again and says so"):
            before = services_below(session, hana.app.process.pid)
            assert len(before) == 1, before
            os.kill(before[0], signal.SIGKILL)
            hana.app.find(name=re.compile("Reconnected"), timeout=20)
            after = services_below(session, hana.app.process.pid)
            assert len(after) == 1 and after != before, (before, after)
            hana.search("obi")
            hana.row("Chiamaka Obi")
            session.key("Escape")
        with tap.step("closing ends the service too"):
            service = services_below(session, hana.app.process.pid)[0]
            hana.quit()
            assert not pathlib.Path(f"/proc/{service}").exists() or "Z" in pathlib.Path(f"/proc/{service}/stat").read_text()
        with tap.step("the next start is signed in without typing"):
            hana.start()
            hana.at_users()
            hana.row("Amélie Roux")
        with tap.step("signing out forgets the session"):
            hana.app.activate("io.github.reeve.Reeve", "sign-out", window=1)
            hana.app.find("text", "E-mail", visible=True)
            assert keyring.lookup(site="local", kind="refresh-token") is None
            assert keyring.lookup(site="local", kind="root-key") is not None
        with tap.step("a wrong code is said to be wrong; a right one signs in"):
            hana.sign_in("000000")
            hana.app.find(name=re.compile("[Nn]ot the (right )?code|[Ww]rong|does not match"), visible=True)
            hana.give_code(hana.code())
            hana.at_users()
        with tap.step("it ends cleanly"):
            hana.quit()


if __name__ == "__main__":
    main()
