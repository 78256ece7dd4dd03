# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What a person does at the console, in the words on the screen. The tests of the whole path and the pictures share it."""
import os
import pathlib
import re
import subprocess
import time

BUILD = pathlib.Path(os.environ.get("REEVE_BUILD_ROOT") or pathlib.Path(__file__).resolve().parents[2] / "build")
CONSOLE = BUILD / "src/console/reeve"
SERVICE = BUILD / "src/service/reeved"
WIDE, NARROW = (1200, 760), (400, 760)

PASSWORD = "a long enough passphrase for Hana 7"


def one_time_code(key, step=None):
    """Foreign eyes: Debian's oathtool computes the code, not our own code. `step`: of 30 s; None: the one that is."""
    when = f"@{(int(time.time()) // 30 if step is None else step) * 30}"
    return subprocess.run(["oathtool", "--totp", "-b", "--now", when, "-"], input=key.replace(" ", ""), capture_output=True, text=True, check=True).stdout.strip()


class Person:
    """One person at one console; `self.app` is the running program, `self.key` the authenticator's key."""

    def __init__(self, session, pictures=None, scheme="light", name="Hana Sato", email="hana.sato@vallis.example", lands="users"):
        self.session, self.pictures, self.scheme, self.name, self.email = session, pictures, scheme, name, email
        self.app = self.key = None
        self.lands = lands
        self.recovery_codes, self.used_steps = [], set()

    def remember(self, page):
        """As if they had looked at it last, the first time that they start here: most tests are not about where one lands."""
        kept = pathlib.Path(self.session.environ["XDG_CONFIG_HOME"]) / "glib-2.0/settings/keyfile"
        if page and not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(f"[io/github/reeve/Reeve]\nlast-page='{page}'\n")

    def start(self, **env):
        self.remember(self.lands)
        self.app = self.session.launch([CONSOLE], env={
            "ADW_DEBUG_COLOR_SCHEME": f"prefer-{self.scheme}", "REEVE_SERVICE": str(SERVICE), "GSETTINGS_SCHEMA_DIR": str(BUILD / "data"),
            "GSETTINGS_BACKEND": "keyfile", "G_DEBUG": "fatal-criticals"} | env)  # keyfile: the next start remembers
        self.app.resize(*WIDE)
        return self.app

    def quit(self):
        self.app.wait_for(lambda: self.app.find("frame", state="active", timeout=0), 10, "the window that keys go to")
        self.session.key("ctrl+q")
        try:
            self.app.process.wait(5)
        except subprocess.TimeoutExpired:
            # One in many comes to nothing, though GTK has it and no dialog is open: where the window learns at that
            # very moment that the service is back. It is pressed again, as a person would.
            self.session.key("ctrl+q")
            self.app.process.wait(10)
        assert self.app.process.returncode == 0, self.app.last_words()

    def picture(self, name, narrow=True):
        """One screen, wide and narrow."""
        if not self.pictures:
            return
        self.app.screenshot(str(pathlib.Path(self.pictures) / f"{name}-{self.scheme}-{WIDE[0]}.png"))
        if narrow:
            self.app.resize(*NARROW)
            time.sleep(0.4)  # breakpoints apply, then the fold slides
            self.app.screenshot(str(pathlib.Path(self.pictures) / f"{name}-{self.scheme}-{NARROW[0]}.png"))
            self.app.resize(*WIDE)
            time.sleep(0.4)

    def press(self, name, role="button"):
        """Press the button that can be seen, waiting until it can be pressed."""
        button = self.app.find(role, name, visible=True, where=lambda node: "sensitive" in node.states)
        self.app.wait_still(button)
        button.click()

    def go_to(self, page):
        """By its row in the sidebar, which may be further down than the window."""
        self.app.find("list item", page).reveal().click()

    def fill(self, name, text):
        self.app.find("text", name, visible=True).type(text)

    def code(self):
        """The next code of the authenticator: each serves once, so the same step is never used twice."""
        while int(time.time()) // 30 in self.used_steps:
            time.sleep(0.5)
        step = int(time.time()) // 30  # one reading: the next step may begin any moment
        self.used_steps.add(step)
        return one_time_code(self.key, step)

    # --- First run ---

    def open_local(self):
        self.app.find(name=re.compile("^Open a Workspace on This Computer"), visible=True).click()

    def set_up(self, workspace="Vallis Research"):
        self.app.find("text", "Name", visible=True)
        self.picture("set-up-1-workspace")
        self.fill("Name", workspace)
        self.press("Next")
        self.fill("Your name", self.name)
        self.fill("E-mail", self.email)
        self.fill("Password", "short")
        self.picture("set-up-2-administrator")
        self.fill("Password", PASSWORD)
        self.press("Create Workspace")
        self.enrol()

    def enrol(self):
        self.app.find("image", re.compile("^QR code"), timeout=20)
        self.picture("set-up-3-second-factor")
        shown = self.app.find("label", re.compile(r"^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$"))
        self.key = shown.name.replace(" ", "")
        self.give_code(self.code())
        self.app.find(name="I have stored them", timeout=20)
        self.picture("set-up-4-recovery-codes")
        self.recovery_codes = sorted(set(re.findall(r"\b[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}\b", "\n".join(
            (node.name or "") + "\n" + (node.text if "Text" in node.interfaces else "") for node in self.app.snapshot()))))
        self.app.find("check box", re.compile("^I have stored them"), visible=True).click()
        self.press("Done")

    # --- Signing in and out ---

    def sign_in(self, code=None):
        self.fill("E-mail", self.email)
        self.fill("Password", PASSWORD)
        self.picture("sign-in-1-password")
        self.press("Sign In")
        self.app.find(name=re.compile("^Enter the Code|^Code"), visible=True)
        self.picture("sign-in-2-code")
        self.give_code(code or self.code())

    def give_code(self, code):
        """It sends itself at the sixth digit, so nothing stays to be read back."""
        self.app.find("text", "Code from your authenticator app", visible=True).click()
        self.session.key("ctrl+a")
        self.session.type(code)

    def at_users(self, timeout=20):
        """Signed in, with the list of users on screen."""
        return self.app.find(name="Users", role=re.compile("table|list"), timeout=timeout, visible=True)

    # --- Users ---

    def add(self, name, email):
        self.press("Add a Person")
        dialog = self.app.find("dialog", "Add a Person")
        dialog.find("text", "Name").type(name)
        dialog.find("text", "E-mail").type(email)
        self.session.key("ctrl+Return")
        self.app.wait_gone("dialog", "Add a Person")
        self.row(name)

    def row(self, name, timeout=10):
        """The row of a person in the list, by what is read aloud for it."""
        return self.app.find(re.compile("row|item"), re.compile("^" + re.escape(name) + r"\b"), timeout=timeout, rows=True, visible=True)

    def no_row(self, name):
        self.app.wait_for(lambda: not self.app.find(re.compile("row|item"), re.compile("^" + re.escape(name) + r"\b"), timeout=0, rows=True),
                          10, f"no row of {name}")

    def search(self, text):
        self.session.key("ctrl+f")
        entry = self.app.find(name="Search users by name or e-mail", visible=True)
        self.session.key("ctrl+a", "BackSpace")
        if text:
            self.session.type(text)
        return entry
