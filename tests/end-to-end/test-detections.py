#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What looks at the access log: finding more is set at once, finding less takes a code, and what somebody else set meanwhile stays."""
import os
import re

import elsewhere
from harness import Keyring, Session, Tap
from person import Person


def main():
    with Tap() as tap, Session((1440, 1000)) as session, Keyring(session):
        tap.watch(session)
        hana = Person(session, os.environ.get("REEVE_TEST_PICTURES"), os.environ.get("REEVE_TEST_SCHEME", "light"))
        pictures, hana.pictures = hana.pictures, None
        with tap.step("a workspace"):
            app = hana.start()
            hana.open_local()
            hana.set_up()
            hana.at_users()
            other = elsewhere.same_person(session, hana)
            path = f"{other.workspace}/detections"
            hana.pictures = pictures

        def settings():
            reply = other.get(path).json
            return reply.get("switchedOff", []), reply.get("numbers", [])

        def prove():
            app.find("dialog", "Enter a Code", timeout=20)
            hana.press("Use a Recovery Code…")
            hana.fill("Recovery code", hana.recovery_codes.pop())
            hana.press("Continue")
            app.wait_gone("dialog", "Enter a Code", timeout=20)

        def open_dialog():
            session.key("F6", "F6")
            app.find("list item", "What is looked for", timeout=20).focus()
            session.key("Return")
            return app.find("dialog", "Detections", timeout=20)

        def expand(dialog, title):
            dialog.find("list item", title).focus()
            session.key("space")

        def set_number(dialog, title, value):
            dialog.find("spin button", re.compile(f"^{title}")).reveal().type(str(value))
            session.key("Tab")

        def save():
            hana.press("Save")

        with tap.step("all are on, as usual"):
            hana.go_to("Policy")
            app.find("label", "20 detections are on; with the usual numbers", timeout=20)
            app.find("list item", "What is looked for").focus()
            hana.picture("detections-1-policy")

        with tap.step("a lower number finds more, and takes no code"):
            dialog = open_dialog()
            expand(dialog, "Password guessing")
            dialog.find("label", "Usual: 20", timeout=20)
            set_number(dialog, "Wrong passwords within an hour", 10)
            hana.picture("detections-2-number")
            save()
            app.wait_gone("dialog", "Detections", timeout=20)
            assert settings() == ([], ["brute-force/failures=10"]), settings()
            app.find("label", "20 detections are on; 1 number is other than usual", timeout=20)

        with tap.step("one is switched off with a code"):
            dialog = open_dialog()
            dialog.find("check box", re.compile("^Less is kept")).focus()
            session.key("space")
            hana.picture("detections-3-off")
            save()
            prove()
            app.wait_gone("dialog", "Detections", timeout=20)
            assert settings() == (["impairment"], ["brute-force/failures=10"]), settings()
            app.find("label", "19 detections are on, 1 off; 1 number is other than usual", timeout=20)

        with tap.step("what somebody else set meanwhile stays"):
            dialog = open_dialog()
            expand(dialog, "Password guessing")
            set_number(dialog, "Wrong passwords within an hour", 8)
            version = other.get(path).json["version"]
            reply = other.call("PATCH", path, {"switchedOff": []}, {"If-Match": f'"{version}"'}, "application/merge-patch+json")
            assert reply.status == 200, reply
            save()
            dialog.find("label", re.compile("^Nothing was saved: somebody else"), timeout=20)
            hana.picture("detections-4-meanwhile")
            save()
            app.wait_gone("dialog", "Detections", timeout=20)
            assert settings() == ([], ["brute-force/failures=8"]), settings()

        with tap.step("and all goes back to the usual"):
            dialog = open_dialog()
            dialog.find("button", "Set All Back to the Usual").focus()
            session.key("Return")
            hana.press("Save")
            prove()
            app.wait_gone("dialog", "Detections", timeout=20)
            assert settings() == ([], []), settings()
            app.find("label", "20 detections are on; with the usual numbers", timeout=20)

        def sites():
            return other.get(path).json.get("sites", [])

        def fill_form(name, networks, place=""):
            form = app.find("dialog", re.compile("Site$"), timeout=20)
            for title, text in (("Name", name), ("Networks", networks), ("Latitude, longitude", place)):
                form.find("text", title).type(text)
            return form

        with tap.step("what is wrong with a site stands at its field"):
            dialog = open_dialog()
            dialog.find("button", "Add Site…").focus()
            session.key("Return")
            form = fill_form("Berlin", "192.0.2.0/24, 192.0.2.7", "91,13")
            form.find("button", "Done").click()
            form.find("label", re.compile("^192.0.2.7: This overlaps"), timeout=20)
            form.find("label", re.compile("^This is not a latitude"), timeout=20)
            hana.picture("detections-5-site-wrong")
            fill_form("Berlin", "192.0.2.0/24, 203.0.113.0/25", "52.520, 13.405")
            hana.picture("detections-6-site")
            session.key("Return")
            app.wait_gone("dialog", "New Site", timeout=20)

        with tap.step("two networks become one place with a code"):
            dialog.find("list item", "Berlin").find("label", "192.0.2.0/24, 203.0.113.0/25 · at 52.52,13.405")
            save()
            prove()
            app.wait_gone("dialog", "Detections", timeout=20)
            berlin = {"name": "Berlin", "networks": ["192.0.2.0/24", "203.0.113.0/25"], "place": "52.52,13.405"}
            assert sites() == [berlin], sites()

        with tap.step("a site far away finds more, and takes no code"):
            dialog = open_dialog()
            dialog.find("button", "Add Site…").focus()
            session.key("Return")
            fill_form("Sydney", "198.51.100.0/24", "-33.8688,151.2093")
            session.key("Return")
            app.wait_gone("dialog", "New Site", timeout=20)
            dialog.find("list item", "Sydney", state="focused", timeout=20)
            hana.picture("detections-7-sites")
            save()
            app.wait_gone("dialog", "Detections", timeout=20)
            assert [site["name"] for site in sites()] == ["Berlin", "Sydney"], sites()

        with tap.step("a site is removed"):
            dialog = open_dialog()
            dialog.find("list item", "Berlin").focus()
            session.key("Return")
            form = app.find("dialog", "Site", timeout=20)
            form.find("button", "Remove Site").focus()
            session.key("Return")
            app.wait_gone("dialog", "Site", timeout=20)
            save()
            prove()
            app.wait_gone("dialog", "Detections", timeout=20)
            assert [site["name"] for site in sites()] == ["Sydney"], sites()
        other.close()
        hana.quit()


if __name__ == "__main__":
    main()
