#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A service elsewhere, over TLS, in every state that a console meets: unknown and changed certificates, gone and back, not the right
thing at all; and what is exchanged with other programs: two who edit at once, a file out, a file in."""
import os
import pathlib
import re
import subprocess
import time

from harness import Keyring, Session, Tap
from person import PASSWORD, Person
from remote import Certificate, Remote, free_port, impostor, web_server

PEOPLE = [("Amélie Roux", "amelie.roux@northlab.example"), ("Bartosz Wilk", "b.wilk@northlab.example"),
          ("Chiamaka Obi", "c.obi@harrow.example"), ("Dorota Lis", "d.lis@harrow.example")]
OFFLINE = re.compile("^Offline since")


class Desk:
    """One person at a console that knows one remote service."""

    def __init__(self, session, person, service):
        self.session, self.person, self.service = session, person, service
        self.other = self.ids = None

    @property
    def app(self):
        return self.person.app

    def shown(self, pattern, timeout=10, **options):
        return self.app.find(name=re.compile(pattern), visible=True, timeout=timeout, **options)

    def open_connect(self):
        self.app.find(name=re.compile("^Connect to a Service"), role="list item", visible=True).click()
        return self.app.find("dialog", "Connect to a Service")

    def connect(self, address):
        """With the dialog open. Return is the way of somebody who types."""
        self.person.fill("Address", address)
        self.session.key("Return")

    def fingerprints(self):
        """Those on screen, in the order in which they stand there."""
        found = [re.sub(r"\s", "", node.name) for node in self.app.find_all("label", re.compile(r"^[0-9A-F]{4}[ \n]"))
                 if "showing" in node.states]
        return [text for text in found if re.fullmatch("[0-9A-F]{64}", text)]

    def set_up(self):
        person = self.person
        person.fill("Name", "Vallis Research")
        person.press("Next")
        person.fill("Your name", person.name)
        person.fill("E-mail", person.email)
        person.fill("Password", PASSWORD)
        person.fill("Set-up code", self.service.token)
        person.picture("remote-2-administrator")
        person.press("Create Workspace")
        pictures, person.pictures = person.pictures, None
        person.enrol()
        person.pictures = pictures

    def sign_in_elsewhere(self):
        """The same administrator on another device, through the service's socket; and some people."""
        self.other = self.service.device()
        reply = self.other.sign_in(self.person.email, PASSWORD, self.person.recovery_codes[0])
        assert reply.json["stage"] == "complete", reply
        self.ids = {}
        for name, email in PEOPLE:
            reply = self.other.post(f"{self.other.workspace}/users", {"email": email, "displayName": name})
            assert reply.status == 201, reply
            self.ids[name] = reply.json["id"]

    def path(self, name):
        return f"{self.other.workspace}/users/{self.ids[name]}"

    def change(self, who, **fields):
        """Somebody else's doing."""
        reply = self.other.patch(self.path(who), fields, self.other.get(self.path(who)).json["version"])
        assert reply.status == 200, reply

    def edit(self, name):
        """The dialog on a person's row, with its field for the name."""
        self.person.row(name).click()
        self.app.find("text", "Name", visible=True, text=name)
        self.session.key("F2")
        dialog = self.app.find("dialog", "Edit Person")
        return dialog, dialog.find("text", "Name")

    def give_fresh_code(self, recovery_code):
        """The dialog takes no wrong code for a right one, and stays until it has one."""
        dialog = self.app.find("dialog", "Enter a Code")
        self.person.picture("step-up")
        self.person.give_code("000000")
        dialog.find(name=re.compile("^The code is wrong"))
        dialog.find("button", "Use a Recovery Code…").click()
        field = dialog.find("text", "Recovery code", visible=True)
        field.type("aaaa-bbbb-cccc")
        self.session.key("Return")
        dialog.find(name=re.compile("The code is wrong"), visible=True)
        self.person.picture("step-up-wrong", narrow=True)
        field.type(recovery_code)
        self.session.key("Return")
        self.app.wait_gone("dialog", "Enter a Code")

    def menu(self, item):
        """An entry of the list's menu, by pointer."""
        self.app.find("toggle button", "List Menu", visible=True).click()
        self.app.find("menu item", item, visible=True).click()

    def whole_picture(self, name):
        """Of the screen: a popover or a dialog of GTK's is a window of its own."""
        if self.person.pictures:
            time.sleep(0.5)  # nothing tells when it has been painted
            self.session.screenshot(str(pathlib.Path(self.person.pictures) / f"{name}-{self.person.scheme}.png"))

    def chooser(self, title):
        """GTK's own dialog for files, where no portal is: a window beside the console's."""
        self.app.wait_for(lambda: any(window[5] == title for window in self.app.windows()), 10, f"window {title!r}")
        return self.app.find("dialog", title, where=lambda node: node.parent == self.app.root)

    def wait_closed(self, title):
        self.app.wait_for(lambda: not any(window[5] == title for window in self.app.windows()), 10, f"end of {title!r}")

    def save_as(self, title, path):
        line = self.chooser(title).find("text", state="focused")
        self.session.key("ctrl+a")
        self.session.type(str(path))
        self.app.wait_for(lambda: line.text == str(path), 5, f"{path} in {line}")
        self.whole_picture("chooser-save")
        self.session.key("Return")
        self.wait_closed(title)

    def open_from_home(self, title, name):
        chooser = self.chooser(title)
        chooser.find("label", "Home", visible=True).click()
        chooser.find(name=re.compile(f"^{name}"), rows=True, visible=True).click()
        self.whole_picture("chooser-open")
        chooser.find("button", "Open", where=lambda node: "sensitive" in node.states).click()
        self.wait_closed(title)


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
        hana.app.find("toggle button", re.compile("^Connection: Connected"), visible=True).click()
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
        dialog.find("combo box", "Role of everyone in the file", visible=True).click()
        hana.app.find("label", "Reviewer", where=lambda node: node.popover(), visible=True).click()
        dialog.find(name=re.compile("^Line 3, Will be added, Fatou Diop.*Reviewer"), rows=True)
        hana.picture("import-report")
        hana.app.find("dialog", "Import People").find("button", "Import 2 People").click()
        hana.app.wait_gone("dialog", "Import People", timeout=20)
        assert "Reviewer" in hana.row("Fatou Diop").name
    with tap.step("it ends cleanly"):
        desk.other.close()
        hana.quit()


if __name__ == "__main__":
    main()
