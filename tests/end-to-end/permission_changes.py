# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Changing permissions at the console, in the words on the screen. The tests of single changes and of drafts share it."""
import re


class Changes:
    """What a person does on the page, in the words on the screen."""

    def __init__(self, session, person):
        self.session, self.person, self.app = session, person, person.app

    def row(self, name):
        return self.app.find("list item", re.compile(f"^{re.escape(name)}(,|$)"), visible=True, rows=True)

    def shown(self, pattern, **options):
        return self.app.find(name=re.compile(pattern), visible=True, **options)

    def choose(self, name):
        self.row(name).click()
        self.app.find("heading", name, visible=True)

    def give(self, kind, name, *verbs):
        """Up to the preview."""
        self.person.press("Give Access…")
        dialog = self.app.find("dialog", "Give Access")
        dialog.find("toggle button", re.compile("^Choose…")).open()
        if kind != "People":
            self.app.find(re.compile("toggle button|radio button"), kind, visible=True).click()
        entry = self.app.find(name={"People": "Find a person", "Groups": "Find a group", "Roles": "Find a role"}[kind], visible=True)
        entry.type(name)
        self.app.find("list item", re.compile(f"^{re.escape(name)}"), visible=True)
        self.session.key("Return")
        dialog.find(name=name, visible=True)
        for verb in verbs:
            dialog.find("check box", verb, visible=True).click()
        return dialog

    def preview(self):
        self.person.press("Preview…")
        return self.previewed()

    def previewed(self):
        """The dialog, once it says what would come of it."""
        dialog = self.app.find("dialog", "Preview Changes")
        dialog.find(name="What Comes of It", timeout=30)
        return dialog

    def apply(self, name="Apply"):
        self.person.press(name)
        if name != "Apply":
            self.app.find("dialog", "Enter a Code")
            self.person.give_code(self.person.code())
        self.app.wait_gone("dialog", "Preview Changes", timeout=30)

    def of_row(self, name, item):
        """An entry of the menu of a grant."""
        self.app.find("toggle button", f"Access of {name}", visible=True).open()
        self.app.find("menu item", item, visible=True).click()

    def of_folder(self, item):
        """By the keyboard."""
        self.app.find("toggle button", "Folder Menu", visible=True).focus()
        self.session.key("space")
        self.app.find("menu item", item, visible=True).click()
