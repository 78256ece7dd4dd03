#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The evidence as those see it who need large text, more contrast, or read from the right to the left: nothing reaches over the sides
of the window."""
import os
import re
import shutil
import time

import elsewhere
from foreign_events import PEOPLE, ingest, make_lines
from harness import Keyring, Session, Tap
from person import NARROW, WIDE, Person

EVENTS = 2000
SLACK = 3  # pixels: GTK rounds where something is
LOOKS = (("large", 1.5, {}), ("large-right-to-left", 1.5, {"LC_ALL": "he_IL.UTF-8"}), ("contrast", 1.0, {"ADW_DEBUG_HIGH_CONTRAST": "1"}))
PAGES = (("Access Log", "Access log"), ("Changes", "Changes"))


def set_text_size(session, factor):
    """As the desktop's "Large Text" does, for programs that start from now on."""
    resources = session.folder / "resources"
    resources.write_text(f"Xft.dpi: {96 * factor:.0f}\n")
    session.run("xrdb", "-nocpp", "-load", resources)


def offer_hebrew(session):
    """GTK asks no more of a locale than its name, and Debian's C has all that it is made of."""
    shutil.copytree("/usr/lib/locale/C.utf8", session.folder / "locales/he_IL.utf8")
    session.environ["LOCPATH"] = str(session.folder / "locales")


def find_outside(app, width):
    """What can be seen and reaches over the window's sides; it may go on above and below."""
    return [f"[{node.role}] {node.name!r} {tuple(node.extents)}" for node in app.find_all(state="showing", where=lambda node: node.visible())
            if node.role not in ("application", "frame") and (node.extents[0] < -SLACK or node.extents[0] + node.extents[2] > width + SLACK)]


def look_at(hana, look, page, name):
    """The page wide and narrow: what reaches over the sides of each."""
    outside = []
    for width, height in (WIDE, NARROW):
        hana.app.resize(width, height)
        time.sleep(1)  # breakpoints apply, the fold slides; bars and counts come later
        hana.app.find("list", name, state="showing")
        if hana.pictures:
            hana.app.screenshot(f"{hana.pictures}/looks-{look}-{page.split()[-1].lower()}-{hana.scheme}-{width}.png")
        outside += find_outside(hana.app, width)
    hana.app.resize(*WIDE)
    time.sleep(0.5)
    return outside


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, None, os.environ.get("REEVE_TEST_SCHEME", "light"))
        with tap.step("a workspace with a month of events, and changes"):
            offer_hebrew(session)
            hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            assert ingest(other, make_lines(int(time.time() * 1000000), EVENTS))["taken"] == EVENTS
            for name in PEOPLE[:3]:
                reply = other.post(f"{other.workspace}/users", {"email": f"{name.split()[1].lower()}@vallis.example", "displayName": name})
                assert reply.status == 201, reply
            other.close()
            hana.quit()
            hana.pictures = os.environ.get("REEVE_TEST_PICTURES")

        for look, factor, environ in LOOKS:
            with tap.step(f"{look}: the pages have room", independent=True):
                set_text_size(session, factor)
                outside = []
                hana.start(**environ)
                try:
                    for page, name in PAGES:
                        hana.app.find("list item", page, timeout=30).reveal().click()
                        hana.app.find("list", name, state="showing", timeout=30)
                        outside += look_at(hana, look, page, name)
                finally:
                    hana.app.close()
                assert not re.search("WARNING|CRITICAL", hana.app.output()), hana.app.output()
                assert not outside, "\n".join(outside)


if __name__ == "__main__":
    main()
