#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The harness on its sample: what Reeve's graphical tests rely on, each thing once."""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

from harness import Keyring, Session, Tap, Timeout

SAMPLE = ["/usr/bin/python3", str(pathlib.Path(__file__).with_name("sample.py"))]
pictures = pathlib.Path(os.environ.get("REEVE_TEST_PICTURES") or tempfile.mkdtemp())


def brightness(session, path):
    return float(session.run("convert", path, "-colorspace", "gray", "-gravity", "center", "-crop", "50%x50%+0+0", "-format", "%[fx:mean]", "info:"))


def main():
    with Tap() as tap, Session() as session:
        tap.watch(session)
        with tap.step("a program shows its window"):
            app = session.launch(SAMPLE, env={"ADW_DEBUG_COLOR_SCHEME": "prefer-light"})
            app.find("label", "ready")
        tap.note(f"window after {app.seconds_to_window:.2f} s")

        with tap.step("a small button is found by its tooltip and clicked; a dialog opens"):
            app.find("button", "Add User").click()
            dialog = app.find("dialog", "New User")
        with tap.step("entry rows take typed text, other scripts too"):
            dialog.find("text", "Display name").type("Jürgen Øß 語")
        with tap.step("a password row takes typed text"):
            password = dialog.find("text", "Password")
            password.type("pä$$ wörd")
        with tap.step("a button inside a row is hit"):
            dialog.find("button", "Show Password").click()
            app.wait_for(lambda: dialog.find("button", "Hide Password", timeout=0), 5, "Hide Password")
        with tap.step("a switch row is toggled by the pointer"):
            switch = dialog.find("check box", "Active")
            switch.click()
            app.wait_for(lambda: "checked" in switch.states, 5, "checked switch")
        with tap.step("a choice is made in a combo row's popover"):
            dialog.find("combo box", "Role").open()
            app.find("label", "Auditor", visible=True).click()
            app.wait_for(lambda: not any(window[6] for window in app.windows()), 5, "closed popover")
        with tap.step("saving closes the dialog and shows a toast"):
            dialog.find("button", "Save").click()
            app.wait_gone("dialog", "New User")
            app.find("label", "Jürgen Øß 語/pä$$ wörd/True/Auditor")
            app.find(name="Undo")

        with tap.step("a list row is activated by the pointer"):
            app.find("list item", "Grace").click()
            app.find("label", "opened Grace")
        with tap.step("a list row is activated by keys"):
            app.find("list item", "Ada").focus()
            session.key("Down", "Down", "Return")
            app.find("label", "opened Edsger")
        with tap.step("a table row is found by its name and activated"):
            app.find("tree table", "Events").find("table row", "Row 3").click(count=2)
            app.find("label", "activated 3")
        with tap.step("keys scroll a long table to its end"):
            session.key("End")
            app.find("table row", "Row 5000", rows=True, visible=True)
        with tap.step("a search entry takes text"):
            app.find("entry").type("ada")
            app.find("label", "searched ada")

        with tap.step("a menu item is clicked by its name"):
            app.find("toggle button", "Main Menu").open()
            app.find("menu item", "Refresh").click()
            app.find("label", "refreshed")
        with tap.step("a checked menu item is reached by keys"):
            session.park_pointer()  # a menu that opens under the pointer gives the focus back to what is there
            session.key("F10")
            app.find("menu item", "Refresh", state="focused")  # keys sent before the focus has come go elsewhere
            session.key("Down")
            app.find("check menu item", "Show Archived", state="focused")
            session.key("Return")
            app.find("label", "archived True")
        with tap.step("an alert is answered by the pointer, at its displaced buttons"):
            app.activate("io.github.reeve.Sample", "delete", window=1)
            alert = app.find("alert", "Delete User?")
            alert.find("button", "Delete").click()
            app.find("label", "answered delete")
        with tap.step("an alert is dismissed by Escape"):
            app.activate("io.github.reeve.Sample", "delete", window=1)
            app.find("alert", "Delete User?").find("button", "Cancel")
            app.find("button", re.compile("Cancel|Delete"), state="focused")
            session.key("Escape")
            app.find("label", "answered cancel")

        with tap.step("a small button at the top of a short page is hit"):
            app.activate("io.github.reeve.Sample", "short", window=1)
            app.find("dialog", "Short").find("button", "Small").click()
            app.find("label", "clicked small")

        with tap.step("a window narrows to 400 pixels and its breakpoint applies"):
            app.resize(400, 640)
            app.find("label", "narrow")
            picture = app.screenshot(str(pictures / "harness-400.png"))
            tap.note(picture)
        with tap.step("what is not there is not found, in time"):
            try:
                app.find("button", "No Such Thing", timeout=0.3)
            except Timeout:
                pass
            else:
                raise AssertionError("found it")
            assert app.find("button", "No Such Thing", timeout=0) is None
        with tap.step("the tree is dumped as text"):
            assert re.search(r"\[list item\] 'Barbara'", app.dump())
        with tap.step("light and dark pictures differ as they should"):
            light = brightness(session, app.screenshot(str(pictures / "harness-light.png")))
            app.close()
            app = session.launch(SAMPLE, env={"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"})
            app.find("label", "ready")
            dark = brightness(session, app.screenshot(str(pictures / "harness-dark.png")))
            assert light > 0.8 and dark < 0.35, (light, dark)
        with tap.step("a program that dies is reported with its output"):
            try:
                session.launch(["sh", "-c", "echo last words; exit 3"], timeout=5)
            except AssertionError as error:
                assert "ended with 3" in str(error) and "last words" in str(error)
            else:
                raise AssertionError("nothing was reported")
        if pathlib.Path("/proc/sys/kernel/core_pattern").read_text().startswith("core"):
            with tap.step("one that a signal ends, with where it was"):
                app.process.send_signal(signal.SIGTRAP)
                try:
                    app.find("label", "no such label")
                except AssertionError as error:
                    assert "ended with -5" in str(error) and re.search(r"^#\d.*g_main_context_iteration|^#\d.* poll ", str(error), re.M), error
                else:
                    raise AssertionError("nothing was reported")

        with tap.step("a keyring is stored to, locked and unlocked"):
            with Keyring(session) as keyring:
                session.run("sh", "-c", "printf secret | secret-tool store --label=x service reeve-test")
                assert keyring.lookup(service="reeve-test") == "secret"
                keyring.lock()
                assert keyring.is_locked()
                keyring.unlock()
                assert not keyring.is_locked() and keyring.lookup(service="reeve-test") == "secret"
        with tap.step("a locked keyring's prompt is dismissed, then answered"):
            with Keyring(session) as keyring:
                keyring.lock()
                keyring.offer_prompts()
                lookup = ["secret-tool", "lookup", "service", "reeve-test"]
                asking = subprocess.Popen(lookup, env=session.environ, stdout=subprocess.PIPE, text=True)
                keyring.dismiss_prompt()
                assert asking.communicate(timeout=10)[0] == "" and keyring.is_locked()
                asking = subprocess.Popen(lookup, env=session.environ, stdout=subprocess.PIPE, text=True)
                keyring.answer_prompt()
                assert asking.communicate(timeout=10)[0] == "secret" and not keyring.is_locked()
        with tap.step("a keyring starts again, locked"):
            keyring.start(unlocked=False)
            assert keyring.is_locked()
            keyring.stop()


if __name__ == "__main__":
    sys.exit(main())
