# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A real gnome-keyring in a test's session: unlocked, locked, or absent, with or without someone to prompt."""
import subprocess
import time

from gi.repository import GLib

from .accessible import wait_for

SERVICE, PATH = "org.freedesktop.secrets", "/org/freedesktop/secrets"
COLLECTION = PATH + "/collection/login"
INTERNAL = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"


class Keyring:
    """`with Keyring(session) as keyring:` has an unlocked login keyring; its password is `keyring.password`."""

    def __init__(self, session, password="keyring password"):
        self.session, self.password, self.process = session, password, None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def start(self, unlocked=True):
        """With unlocked=False the keyring of an earlier start() stays locked; without one there is none."""
        command = ["gnome-keyring-daemon", "--unlock" if unlocked else "--start", "--foreground", "--components=secrets"]
        self.process = self.session.start(*command, stdin=subprocess.PIPE)
        self.process.stdin.write(self.password.encode() if unlocked else b"")
        self.process.stdin.close()
        wait_for(self.has_owner, 10, "Secret Service")
        if unlocked:
            wait_for(lambda: not self.is_locked(), 10, "unlocked keyring")
        return self

    def has_owner(self):
        answer = self.session.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
                                            GLib.Variant("(s)", (SERVICE,)), None, 0, 2000, None)
        return answer.unpack()[0]

    def call(self, interface, method, variant=None, path=PATH):
        return self.session.bus.call_sync(SERVICE, path, interface, method, variant, None, 0, 5000, None).unpack()

    def secret(self, text=None):
        opened = self.call("org.freedesktop.Secret.Service", "OpenSession", GLib.Variant("(sv)", ("plain", GLib.Variant("s", ""))))
        return opened[1], [], list((self.password if text is None else text).encode()), "text/plain"

    def lock(self):
        self.call("org.freedesktop.Secret.Service", "Lock", GLib.Variant("(ao)", ([COLLECTION],)))

    def unlock(self):
        """Without a prompt."""
        self.call(INTERNAL, "UnlockWithMasterPassword", GLib.Variant("(o(oayays))", (COLLECTION, self.secret())))

    def is_locked(self):
        variant = GLib.Variant("(ss)", ("org.freedesktop.Secret.Collection", "Locked"))
        return self.call("org.freedesktop.DBus.Properties", "Get", variant, COLLECTION)[0]

    def offer_prompts(self):
        """Let the keyring ask the person. Take pictures with Session.screenshot(): the prompt grabs the input."""
        self.session.offer_service("org.gnome.keyring.SystemPrompter", "/usr/libexec/gcr-prompter")

    def wait_for_prompt(self):
        wait_for(lambda: self.session.run("xdotool", "search", "--onlyvisible", "--name", "Unlock .*Keyring", check=False), 10, "keyring prompt")
        time.sleep(0.3)  # it takes the keys once its fade has begun; no property says so

    def answer_prompt(self):
        self.wait_for_prompt()
        self.session.type(self.password)
        self.session.key("Return")

    def dismiss_prompt(self):
        self.wait_for_prompt()
        self.session.key("Escape")

    def lookup(self, **attributes):
        """What is stored under these attributes, or None: read by another program than the one under test."""
        pairs = [part for pair in attributes.items() for part in pair]
        result = subprocess.run(["secret-tool", "lookup", *pairs], env=self.session.environ, capture_output=True, text=True, timeout=20)
        return result.stdout if result.returncode == 0 else None

    def attributes(self, **attributes):
        """All that the item with these attributes is known by, its schema included; None without one."""
        found = self.call("org.freedesktop.Secret.Service", "SearchItems", GLib.Variant("(a{ss})", (attributes,)))
        variant = GLib.Variant("(ss)", ("org.freedesktop.Secret.Item", "Attributes"))
        return self.call("org.freedesktop.DBus.Properties", "Get", variant, sum(found, [])[0])[0] if any(found) else None

    def store(self, attributes, text):
        """Put an item into the keyring, in place of one with the same attributes."""
        item = {"org.freedesktop.Secret.Item.Label": GLib.Variant("s", "put back"),
                "org.freedesktop.Secret.Item.Attributes": GLib.Variant("a{ss}", attributes)}
        self.call("org.freedesktop.Secret.Collection", "CreateItem", GLib.Variant("(a{sv}(oayays)b)", (item, self.secret(text), True)), COLLECTION)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(5)
        self.process = None
