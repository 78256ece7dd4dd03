#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A service whose certificate is about to end: the overview says so in time, and leads to where the day stands."""
import os
import re
import time

from desk import Desk
from harness import Keyring, Session, Tap
from person import Person
from remote import Certificate, Remote

ROW = re.compile(r"^The certificate of the connection ends\..* Ends .*\. Open the connection\.$")


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"), lands=None)
        pictures, hana.pictures = hana.pictures, None
        with Remote(Certificate(session.folder, "reeve.vallis.example", days=9)) as service:
            desk = Desk(session, hana, service)
            with tap.step("it is among what is to be done, with its day"):
                app = hana.start()
                desk.open_connect()
                desk.connect(service.address)
                hana.press("Trust and Connect")
                desk.set_up()
                row = lambda: app.find("list item", ROW, timeout=30, visible=True)  # noqa: E731
                row()
                hana.pictures = pictures
                hana.picture("certificate-1-overview")
            with tap.step("and Return opens the connection, which says until when it is good"):
                row().focus()
                session.key("Return")
                said = app.find("label", re.compile("^Valid until "), visible=True, timeout=20).name
                day = time.localtime(time.time() + 9 * 86400)
                assert time.strftime("%Y", day) in said and str(day.tm_mday) in said, said
                desk.whole_picture("certificate-2-connection")
                session.key("Escape")
            hana.quit()


main()
