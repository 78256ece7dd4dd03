# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A desktop session of the test's own: display, session bus, accessibility bus, window manager, home.

Nothing of the person's session is reached and nothing outlives it. On its bus only the accessibility bus can be
activated: portals, gvfs and trackers, which the stock session bus would start, stay away until a test offers them.
"""
import ctypes
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

from gi.repository import Gio

from .accessible import wait_for
from .application import Application

# Cantarell is GNOME's own font that Debian 13 has. Without a settings daemon GTK would take "Sans 10", hinted at random.
GTK_SETTINGS = """[Settings]
gtk-font-name=Cantarell 11
gtk-icon-theme-name=Adwaita
gtk-cursor-blink=0
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
"""

BUS_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}/run</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""

PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


def die_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Session:
    """`with Session() as session:` starts it; `session.environ` is what a program in it gets."""

    def __init__(self, size=(1280, 900), window_manager="metacity"):
        self.size, self.window_manager = size, window_manager
        self.processes, self.applications = [], []
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="reeve-session-"))
        self.environ = self.bus = self.accessibility = None

    def __enter__(self):
        try:
            self.make_home()
            self.start_display()
            self.start_bus()
            self.start_window_manager()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def make_home(self):
        home = self.folder / "home"
        for name in ("run", "services", "home/.config/gtk-4.0", "home/.local/share", "home/.local/state", "home/.cache"):
            (self.folder / name).mkdir(mode=0o700, parents=True)
        (home / ".config/gtk-4.0/settings.ini").write_text(GTK_SETTINGS)
        inherited = {key: value for key, value in os.environ.items() if key not in (
            "WAYLAND_DISPLAY", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "XAUTHORITY", "NO_AT_BRIDGE", "GTK_THEME")}
        self.environ = inherited | {
            "HOME": str(home), "XDG_RUNTIME_DIR": str(self.folder / "run"), "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local/share"), "XDG_STATE_HOME": str(home / ".local/state"),
            "XDG_CACHE_HOME": str(home / ".cache"), "LC_ALL": os.environ.get("LC_ALL", "C.UTF-8"),
            "GDK_BACKEND": "x11", "GTK_A11Y": "atspi", "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local",
            "ADW_DISABLE_PORTAL": "1",
            # Software GL takes four times as long to the first frame and scrolls at 24 frames a second.
            "GSK_RENDERER": os.environ.get("GSK_RENDERER", "cairo"), "LIBGL_ALWAYS_SOFTWARE": "1",
        }

    def start(self, *command, **options):
        """Start a helper that ends with the session; its output goes to a log in the session's folder."""
        with open(self.folder / f"{os.path.basename(command[0])}.log", "wb") as log:
            options = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, "env": self.environ} | options
            process = subprocess.Popen(command, preexec_fn=die_with_parent, **options)
        self.processes.append(process)
        return process

    def start_display(self):
        os.makedirs("/tmp/.X11-unix", mode=0o1777, exist_ok=True)  # Xvfb makes it only for root
        reader, writer = os.pipe()
        width, height = self.size
        self.start("Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset",
                   "-dpi", "96", pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start: " + (self.folder / "Xvfb.log").read_text())
        self.environ["DISPLAY"] = f":{number}"

    def start_bus(self):
        self.offer_service("org.a11y.Bus", "/usr/libexec/at-spi-bus-launcher")
        configuration = self.folder / "bus.conf"
        configuration.write_text(BUS_CONFIGURATION.format(folder=self.folder))
        reader, writer = os.pipe()
        self.start("dbus-daemon", f"--config-file={configuration}", "--nofork", f"--print-address={writer}", pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as pipe:
            address = pipe.readline().strip()
        self.environ["DBUS_SESSION_BUS_ADDRESS"] = address
        self.bus = connect(address)
        answer = self.bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, 10000, None)
        self.accessibility = connect(answer.unpack()[0])

    def offer_service(self, name, command):
        """Make a bus name activatable in this session, such as the keyring's prompter."""
        (self.folder / "services" / f"{name}.service").write_text(f"[D-BUS Service]\nName={name}\nExec={command}\n")
        if self.bus:
            self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "ReloadConfig", None, None, 0, 5000, None)

    def start_window_manager(self):
        if not self.window_manager:
            return
        self.start(self.window_manager, env=self.environ | {"NO_AT_BRIDGE": "1"})
        wait_for(lambda: "window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK", check=False), 10, self.window_manager)

    def run(self, *command, check=True, timeout=20):
        """A command in the session; returns what it printed."""
        result = subprocess.run([str(part) for part in command], env=self.environ, capture_output=True, text=True, timeout=timeout)
        if check and result.returncode:
            raise RuntimeError(f"{command[0]}: {result.stderr.strip()}")
        return result.stdout.strip()

    # --- What a person does without aiming ---

    def key(self, *keys):
        """Press keys, named as by xdotool: "ctrl+n", "Tab", "Return"."""
        self.run("xdotool", "key", "--clearmodifiers", *keys)

    def type(self, text):
        """Type text, whatever its script, where the focus is."""
        self.give_keys(text)
        self.run("xdotool", "type", "--clearmodifiers", "--delay", 10, "--", text)

    def give_keys(self, text):
        """xdotool lends a spare key to each character the layout lacks and takes it back before the program has
        looked; a key of its own, for good, is seen."""
        known = self.__dict__.setdefault("known_characters", set())
        new = [character for character in dict.fromkeys(text) if ord(character) > 126 and character not in known]
        if not new:
            return
        spare = re.findall(r"^keycode +(\d+) =\s*$", self.run("xmodmap", "-pke"), re.MULTILINE)[::-1]
        mapped = [part for character, code in zip(new, spare) for part in ("-e", f"keycode {code} = U{ord(character):04X}")]
        before = self.run("xmodmap", "-pke")
        self.run("xmodmap", *mapped)
        known.update(new)
        wait_for(lambda: self.run("xmodmap", "-pke") != before, 5, "the new keys")
        # The program reads the new map from an event: nothing tells from outside when it has.
        time.sleep(0.3)

    def move_pointer(self, x, y):
        self.run("xdotool", "mousemove", x, y)

    def park_pointer(self):
        """Out of the way, so that no picture has a hovered button."""
        self.move_pointer(*self.size)

    def screenshot(self, path):
        """The whole screen. Not `import`: it hangs while something like the keyring's prompter grabs the input."""
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        dump = self.folder / "screen.xwd"
        self.run("xwd", "-root", "-silent", "-out", dump)
        self.run("convert", f"xwd:{dump}", path)
        # The window manager keeps popovers and dialogs off the root window: what is read there is what lies behind.
        for number, x, y in [each for application in self.applications for each in application.windows_on_top()]:
            self.run("xwd", "-id", number, "-silent", "-out", dump)
            self.run("convert", path, f"xwd:{dump}", "-geometry", f"+{x}+{y}", "-composite", path)
        return path

    def launch(self, command, env=None, timeout=30, log=None):
        """Start a program and return its Application when its first window is mapped and in the accessibility tree."""
        application = Application(self, command, env or {}, log)
        self.applications.append(application)
        application.wait_until_up(timeout)
        return application

    def close(self):
        for application in self.applications:
            application.close()
        for connection in (self.accessibility, self.bus):
            if connection and not connection.is_closed():
                connection.set_exit_on_close(False)
                connection.close_sync(None)
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()
        shutil.rmtree(self.folder, ignore_errors=True)


def connect(address):
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
