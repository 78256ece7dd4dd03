#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""After a whole run no secret lies anywhere but in the keyring: not in a file, not in a process's arguments or
environment, not in what the programs wrote."""
import base64
import pathlib

from harness import Keyring, Session, Tap
from person import PASSWORD, Person


def forms(name, raw):
    """Each way in which bytes may have been written down."""
    return {f"{name}, {form}": value for form, value in {
        "as it is": raw, "in hex": raw.hex().encode(), "in capital hex": raw.hex().upper().encode(),
        "in base64": base64.b64encode(raw).rstrip(b"="), "in base64url": base64.urlsafe_b64encode(raw).rstrip(b"=")}.items()}


def unpadded(text):
    return base64.b64decode(text + "=" * (-len(text) % 4))


def collect(person, keyring):
    """Every secret of this person and this workspace, under a name."""
    markers = forms("the password", PASSWORD.encode())
    key = person.key
    markers |= forms("the authenticator's key", base64.b32decode(key)) | {"the authenticator's key, in base32": key.encode()}
    for number, code in enumerate(person.recovery_codes):
        markers |= {f"recovery code {number}": code.encode(), f"recovery code {number}, without hyphens": code.replace("-", "").encode()}
    for kind in ("root-key", "refresh-token", "device-key"):
        kept = keyring.lookup(site="local", kind=kind)
        if kept:
            markers |= forms(f"the {kind}", unpadded(kept.strip())) | {f"the {kind}, as kept": kept.strip().rstrip("=").encode()}
    return markers


def search(markers, where, content):
    return [f"{name}: {where}" for name, value in markers.items() if value in content]


def search_files(markers, folders, allowed):
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not any(part in path.parents for part in allowed):
                found += search(markers, path, path.read_bytes())
    return found


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session) as keyring:
        tap.watch(session)
        hana = Person(session)
        home = pathlib.Path(session.environ["HOME"])
        keyrings = [home / ".local/share/keyrings"]
        places = [home, pathlib.Path(session.environ["XDG_RUNTIME_DIR"])]
        with tap.step("a workspace is made, somebody added, signed out and in again"):
            hana.start(G_MESSAGES_DEBUG="all")
            hana.open_local()
            hana.set_up()
            hana.at_users()
            hana.add("Amélie Roux", "amelie.roux@northlab.example")
            hana.app.activate("io.github.reeve.Reeve", "sign-out", window=1)
            hana.app.find("text", "E-mail", visible=True)
            hana.sign_in()
            hana.at_users()
        markers = collect(hana, keyring)
        with tap.step("every secret is known to the test"):
            assert len(hana.recovery_codes) == 10
            for kind in ("root-key", "refresh-token"):
                assert f"the {kind}, as it is" in markers, sorted(markers)
        with tap.step("the test finds what is there"):
            proof = home / "planted"
            proof.write_bytes(b"x" + markers["the root-key, in hex"] + b"x")
            assert search_files(markers, places, keyrings)
            proof.unlink()
        with tap.step("while it runs: no secret in a file", independent=True):
            found = search_files(markers, places, keyrings)
            assert not found, "\n".join(found)
        with tap.step("no secret in arguments or environment", independent=True):
            service = session.run("pgrep", "-P", hana.app.process.pid, "-x", "reeved").split()
            assert len(service) == 1, service
            found = []
            for number in [str(hana.app.process.pid), *service]:
                for part in ("cmdline", "environ"):
                    path = pathlib.Path("/proc") / number / part
                    try:
                        found += search(markers, path, path.read_bytes())
                    except PermissionError:  # better still: it lets nobody look
                        assert part == "environ", path
            assert not found, "\n".join(found)
        with tap.step("it ends cleanly"):
            hana.quit()
        markers |= collect(hana, keyring)
        with tap.step("afterwards: no secret in a file", independent=True):
            found = search_files(markers, places, keyrings)
            assert not found, "\n".join(found)
        with tap.step("nor in anything that the programs wrote, with every message on", independent=True):
            output = pathlib.Path(hana.app.log).read_bytes()
            assert b"DEBUG" in output, output[:500]
            found = search(markers, "output", output)
            assert not found, "\n".join(found)


if __name__ == "__main__":
    main()
