#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A link to a view of the access log: copied from the menu, and opened by another start of the program, whether one runs or not."""
import os
import re
import subprocess
import urllib.parse
import uuid

import elsewhere
from harness import Keyring, Session, Tap
from person import BUILD, CONSOLE, SERVICE, Person

QUERY = "action:session.begin result:ok -who:\"J & Ö\""


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None

        def query():
            return hana.app.find(re.compile("entry|text"), "Query of the access log", visible=True).text

        def asks(text):
            hana.app.wait_for(lambda: query() == text, 20, f"the query {text!r}")

        def start(*words):
            """The program once more, by its name, as a browser would."""
            return subprocess.run([CONSOLE, *words], env=session.environ | {"GSETTINGS_SCHEMA_DIR": str(BUILD / "data")}, timeout=30,
                                  capture_output=True, text=True)

        with tap.step("a workspace, and a view of its log"):
            hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            other.find_workspace()
            hana.pictures = pictures
            hana.app.find("list item", "Access Log", visible=True).click()
            hana.app.find("list", "Access log", visible=True, timeout=30)
            session.key("ctrl+f")
            hana.app.find(re.compile("entry|text"), "Query of the access log", state="focused")
            session.key("ctrl+a", "BackSpace")
            session.type(QUERY)
            asks(QUERY)
            session.key("Return")

        with tap.step("its link is copied from the menu"):
            hana.app.find("toggle button", "Log Menu", visible=True).open()
            hana.app.find("menu item", "Copy a Link to This View", visible=True).click()
            hana.app.find(name="Link copied", visible=True)
            field = hana.app.find("text", "From", visible=True)
            field.click()
            session.key("ctrl+v")
            hana.app.wait_for(lambda: field.text.startswith("reeve://"), 10, "the link")
            link = field.text
            assert urllib.parse.unquote(link) == f"reeve://{other.workspace.rsplit('/', 1)[1]}/access-log?q={QUERY}", link
            session.key("ctrl+a", "BackSpace")

        with tap.step("another start hands it to the one that runs, which shows the view"):
            hana.app.find("list item", "Users", visible=True).click()
            hana.at_users()
            done = start(link)
            assert done.returncode == 0 and not done.stderr.strip(), done
            asks(QUERY)
            assert len([window for window in hana.app.windows() if not window[6]]) == 1, hana.app.windows()

        with tap.step("a link into a workspace that is not open here says so, and one that is none, too"):
            assert start(f"reeve://{uuid.uuid4()}/access-log?q=result:failed").returncode == 0
            hana.app.find(name=re.compile("^The link is of a workspace that is not open to you"), visible=True, timeout=20)
            assert query() == QUERY
            assert start("reeve://nothing").returncode == 0
            hana.app.find(name="Reeve cannot open this link", visible=True, timeout=20)
            assert query() == QUERY
            hana.picture("log-links-1-none", narrow=False)
            hana.quit()

        with tap.step("a start with the link, while none runs, leads there as well"):
            hana.app = session.launch([CONSOLE, link.replace("result:ok", "result:failed").replace("result%3Aok", "result%3Afailed")], env={
                "ADW_DEBUG_COLOR_SCHEME": f"prefer-{hana.scheme}", "REEVE_SERVICE": str(SERVICE), "GSETTINGS_SCHEMA_DIR": str(BUILD / "data"),
                "GSETTINGS_BACKEND": "keyfile", "G_DEBUG": "fatal-criticals"})
            asks(QUERY.replace("result:ok", "result:failed"))
        other.close()
        hana.quit()


if __name__ == "__main__":
    main()
