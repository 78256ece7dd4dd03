# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A person at a console, and a service elsewhere: connecting to it, what others do there meanwhile, files in and out."""
import pathlib
import re
import time

from person import PASSWORD

PEOPLE = [("Amélie Roux", "amelie.roux@northlab.example"), ("Bartosz Wilk", "b.wilk@northlab.example"),
          ("Chiamaka Obi", "c.obi@harrow.example"), ("Dorota Lis", "d.lis@harrow.example")]


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
        dialog = self.app.find("dialog", "Enter a Code")  # made anew as the window was narrow
        dialog.find("text", "Recovery code", visible=True).type(recovery_code)
        self.session.key("Return")
        self.app.wait_gone("dialog", "Enter a Code")

    def menu(self, item):
        """An entry of the list's menu, by pointer."""
        self.app.find("toggle button", "List Menu", visible=True).open()
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
