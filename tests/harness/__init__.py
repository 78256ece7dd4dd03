# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Drives a graphical program as a person would, in a desktop session of the test's own.

    from harness import Session, Tap

    with Tap() as tap, Session() as session:
        tap.watch(session)
        with tap.step("a user is added"):
            app = session.launch(["build/src/console/reeve"])
            app.find("button", "Add User").click()
            app.find("text", "Display name").type("Ada")
"""
from .accessible import Gone, Timeout, wait_for
from .application import Application
from .keyring import Keyring
from .session import Session
from .tap import Tap

__all__ = ["Application", "Gone", "Keyring", "Session", "Tap", "Timeout", "wait_for"]
