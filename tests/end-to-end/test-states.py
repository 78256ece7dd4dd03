#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A service elsewhere, over TLS, in every state that a console meets: unknown and changed certificates, gone and back, not the right
thing at all; and what is exchanged with other programs: two who edit at once, a file out, a file in."""
import os
import pathlib
import re
import subprocess

from desk import Desk
from harness import Keyring, Session, Tap
from person import Person
from remote import Certificate, Remote, free_port, impostor, web_server

OFFLINE = re.compile("^Offline since")


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session) as keyring:
        tap.watch(session)
        old, new = Certificate(session.folder, "reeve.vallis.example"), Certificate(session.folder, "renewed.vallis.example")
        with Remote(old) as service:
            walk(tap, session, keyring, service, old, new)


def walk(tap, session, keyring, service, old, new):
    hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
    desk = Desk(session, hana, service)

    with tap.step("an address that is none, a name that nobody has, a port where nobody listens: each says what to do"):
        hana.start()
        desk.open_connect()
        desk.connect("two words")
        desk.shown("^This is not an address of a service.*such as")
        desk.connect("reeve.vallis.invalid")
        desk.shown("^There is no computer of this name.*[Cc]heck")
        hana.picture("connect-no-such-name")
        desk.connect(f"127.0.0.1:{free_port()}")
        desk.shown("^The service cannot be reached.*port.*running")
        hana.picture("connect-refused")
    with tap.step("a web server that is no Reeve: its certificate is asked about, then it is said to be none"):
        with web_server(new, session.folder / "services") as address:
            desk.connect(address)
            hana.press("Trust and Connect")
            desk.shown("^This is not a Reeve service.*[Cc]heck the address")
        assert keyring.lookup(site=f"https://{address}", kind="refresh-token") is None
    with tap.step("plain HTTP where TLS was expected is said to be unsafe"):
        with subprocess.Popen(["python3", "-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", session.folder / "services", "0"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as plain:
            port = re.search(r"port (\d+)", plain.stdout.readline()).group(1)
            desk.connect(f"127.0.0.1:{port}")
            desk.shown("^No safe connection is possible")
            plain.terminate()
    with tap.step("the right address: an unknown certificate, shown with the fingerprint that openssl says"):
        desk.connect(service.address)
        desk.shown("^Unknown Certificate")
        assert desk.fingerprints() == [old.fingerprint], desk.fingerprints()
        hana.picture("certificate-unknown")
    with tap.step("trusted: set-up with the token that `reeved init` printed, a second factor, the list"):
        hana.press("Trust and Connect")
        hana.app.find("text", "Name", visible=True)
        hana.picture("remote-1-workspace")
        desk.set_up()
        hana.at_users()
        session.park_pointer()  # a list under the pointer does not move by itself
        desk.sign_in_elsewhere()
        hana.row("Dorota Lis", timeout=15)
    with tap.step("the connection says which TLS it is and why it is trusted"):
        hana.app.find("toggle button", re.compile("^Connection: Connected"), visible=True).open()
        desk.shown(r"^TLS 1\.3")
        desk.shown("fingerprint")
        desk.whole_picture("connection")
        session.key("Escape")
        hana.quit()
    with tap.step("the next start is signed in without typing or asking"):
        hana.start()
        hana.at_users()
        hana.row("Dorota Lis")
        assert not desk.fingerprints()
        hana.quit()
    with tap.step("another certificate: refused, said to have changed, old and new shown"):
        service.stop()
        service.use(new)
        service.start()
        hana.start()
        desk.shown("^The Certificate Has Changed")
        assert desk.fingerprints() == [old.fingerprint, new.fingerprint], desk.fingerprints()
        hana.picture("certificate-changed")
    with tap.step("to whoever shows it, nothing is said"):
        service.stop()
        with impostor(new, service.number) as heard:
            hana.press("Try Again")
            hana.app.wait_for(lambda: heard, 10, "connection")
            desk.shown("^The Certificate Has Changed")
        assert not any(heard), heard
    with tap.step("the old one is put back: Try Again goes on, signed in"):
        service.use(old)
        service.start()
        hana.press("Try Again")
        hana.at_users()
        hana.row("Dorota Lis")
    with tap.step("it changes under an open console: the same question, and the same way back"):
        service.stop()
        service.use(new)
        service.start()
        desk.shown("^The Certificate Has Changed", timeout=20)
        assert desk.fingerprints() == [old.fingerprint, new.fingerprint], desk.fingerprints()
        service.stop()
        service.use(old)
        service.start()
        hana.press("Try Again")
        hana.row("Dorota Lis", timeout=20)

    with tap.step("the service goes away while somebody edits: a strip says so, the list stays, the text stays"):
        dialog, name = desk.edit("Bartosz Wilk")
        name.type("Bartosz Written Offline")
        service.stop()
        session.key("ctrl+Return")
        dialog.find(name=re.compile("^Not saved.*cannot be reached"))
        assert name.text == "Bartosz Written Offline"
        hana.picture("offline-dialog")
        desk.shown(OFFLINE.pattern)
        hana.row("Chiamaka Obi")
    with tap.step("it comes back by itself, and what was typed is saved"):
        service.start()
        hana.app.wait_for(lambda: not hana.app.find(name=OFFLINE, timeout=0, visible=True), 20, "end of the strip")
        hana.app.find("dialog", "Edit Person").find("text", "Name", text="Bartosz Written Offline")
        session.key("ctrl+Return")
        hana.app.wait_gone("dialog", "Edit Person")
        hana.row("Bartosz Written Offline")
        assert desk.other.get(desk.path("Bartosz Wilk")).json["displayName"] == "Bartosz Written Offline"
    with tap.step("offline, a change from the detail is refused in words, and nothing is pretended"):
        hana.row("Chiamaka Obi").click()
        hana.app.find("text", "Name", visible=True, text="Chiamaka Obi")
        service.stop()
        hana.press("Suspend")
        desk.shown("^Not changed.*cannot be reached")
        desk.shown(OFFLINE.pattern)
        assert "Suspended" not in hana.row("Chiamaka Obi").name
        hana.picture("offline")
    with tap.step("what others changed meanwhile is there after Try Again, and it says that it is back"):
        service.listen_at(free_port())  # where the console does not look
        service.start()
        desk.change("Dorota Lis", displayName="Dorota Meanwhile")
        desk.change("Chiamaka Obi", displayName="Chiamaka Meanwhile")
        service.stop()
        service.listen_at(service.number)
        service.start()
        again = hana.app.find("button", "Try Again", timeout=0, visible=True)
        if again:  # unless it was faster by itself
            hana.app.activate("io.github.reeve.Reeve", "retry", window=1)
        desk.shown("^Reconnected$")
        hana.app.wait_for(lambda: not hana.app.find(name=OFFLINE, timeout=0, visible=True), 10, "end of the strip")
        hana.row("Dorota Meanwhile")
        hana.app.find("text", "Name", visible=True, text="Chiamaka Meanwhile")

    for choice, outcome in (("Theirs, saved already", "Amélie Theirs 0"), ("Yours", "Amélie Mine 1")):
        number = int(choice == "Yours")
        with tap.step(f"two save the same person: both versions are shown, and “{choice}” stands"):
            before = desk.other.get(desk.path("Amélie Roux")).json["displayName"]
            dialog, name = desk.edit(before)
            name.type(f"Amélie Mine {number}")
            desk.change("Amélie Roux", displayName=f"Amélie Theirs {number}")
            session.key("ctrl+Return")
            dialog = hana.app.find("dialog", "Changed by Somebody Else")
            for words in (f"Was: {before}", f"Amélie Mine {number}", f"Amélie Theirs {number}"):
                dialog.find(name=re.compile(words))
            hana.picture("conflict", narrow=not number)
            dialog.find(re.compile("radio button|check box"), choice).click()
            dialog.find("button", "Save").click()
            hana.app.wait_gone("dialog", "Changed by Somebody Else")
            hana.row(outcome)
            assert desk.other.get(desk.path("Amélie Roux")).json["displayName"] == outcome

    with tap.step("the list is exported to a file: what the service says, byte for byte"):
        target = session.folder / "out.csv"
        desk.menu(re.compile("^_?Export"))
        desk.save_as("Export People", target)
        desk.give_fresh_code(hana.recovery_codes[1])
        desk.shown("^Exported to .*out.csv")
        reply = desk.other.call("GET", f"{desk.other.workspace}/users/export", headers={"Reeve-Code": hana.recovery_codes[2]})
        assert target.read_bytes() == reply.body.encode() and "Dorota Meanwhile" in reply.body, (target.read_bytes(), reply)
        assert target.stat().st_mode & 0o077 == 0, oct(target.stat().st_mode)
    with tap.step("a file is imported, chosen by its name, with a role for those who have none"):
        source = pathlib.Path(session.environ["HOME"]) / "in.csv"
        source.write_text("email,name\nemil@harrow.example,Emil Berg\nfatou@harrow.example,Fatou Diop\n")
        desk.menu(re.compile("^_?Import"))
        dialog = hana.app.find("dialog", "Import People")
        hana.picture("import-choose")
        dialog.find("button", "Choose a File…").click()
        desk.open_from_home("Import People", source.name)
        dialog.find(name="2 will be added")
        assert all("Member" in row.name for row in dialog.find_all(name=re.compile("^Line [23],"), rows=True))
        dialog.find("combo box", "Role of everyone in the file", visible=True).open()
        hana.app.find("label", "Reviewer", where=lambda node: node.popover(), visible=True).click()
        dialog.find(name=re.compile("^Line 3, Will be added, Fatou Diop.*Reviewer"), rows=True)
        hana.picture("import-report")
        hana.app.find("dialog", "Import People").find("button", "Import 2 People").click()
        hana.app.wait_gone("dialog", "Import People", timeout=20)
        assert "Reviewer" in hana.row("Fatou Diop").name
    with tap.step("people are invited from a file, with a role of the workspace's own and into a group; the same file again invites nobody twice"):
        reply = desk.other.post(f"{desk.other.workspace}/roles", {"name": "Archivist", "capabilities": ["users.read"]})
        assert reply.status == 201, reply
        group = desk.other.post(f"{desk.other.workspace}/groups", {"name": "Harrow Foods"})
        assert group.status == 201, group
        source = pathlib.Path(session.environ["HOME"]) / "guests.csv"
        source.write_text("email,name\ngus@harrow.example,Gus Guest\ngina@harrow.example,Gina Gast\nhana.sato@vallis.example,Hana Sato\nno address,Nobody\n")
        hana.app.find("list item", "Invitations", visible=True).click()
        for again in (False, True):
            hana.press("Invite From a File…")
            dialog = hana.app.find("dialog", "Invite From a File")
            dialog.find("button", "Choose a File…").click()
            desk.open_from_home("Invite From a File", source.name)
            dialog.find(name="3 are here already" if again else "2 will be invited", timeout=15)
            dialog.find(name=re.compile("^Line 5, Problem"), rows=True)
            if again:
                session.key("Escape")
                hana.app.wait_gone("dialog", "Invite From a File")
                break
            dialog.find("combo box", "Role of everyone in the file", visible=True).open()
            hana.app.find("label", "Archivist", where=lambda node: node.popover(), visible=True).click()
            dialog.find(name=re.compile("^Line 2, Will be invited, Gus Guest.*Archivist"), rows=True)
            dialog.find("toggle button", "Add to a Group", visible=True).open()
            hana.app.find(name=re.compile("^Find a group"), visible=True, state="focused").type("Harrow")
            hana.app.wait_still(hana.app.find(name=re.compile("Groups found"), visible=True).find("list item", re.compile("^Harrow Foods")))
            session.key("Return")
            dialog.find("button", "Remove From “Harrow Foods”", visible=True)
            dialog.find(name=re.compile("^Line 2, Will be invited, Gus Guest.*Archivist"), rows=True)
            hana.picture("import-invitations")
            hana.app.find("dialog", "Invite From a File").find("button", "Invite the Other 2").click()
            hana.app.wait_gone("dialog", "Invite From a File", timeout=20)
            desk.shown("^2 people invited")
            for name in ("Gus Guest", "Gina Gast"):
                hana.app.find("list item", re.compile(f"^{name}"), visible=True, timeout=15)
        invited = desk.other.get(f"{desk.other.workspace}/invitations").json["items"]
        assert {item["email"]: item["roles"] for item in invited} == {f"{name}@harrow.example": [reply.json["id"]] for name in ("gus", "gina")}, invited
        assert all(item["groups"] == [group.json["id"]] for item in invited), invited
    with tap.step("it ends cleanly"):
        desk.other.close()
        hana.quit()


if __name__ == "__main__":
    main()
