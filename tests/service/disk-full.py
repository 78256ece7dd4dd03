#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A data folder on a file system of a few MiB that fills up under the real reeved: changes are refused clearly and leave nothing
behind, reading goes on, nothing that was acknowledged is lost, and all is well again as soon as there is room, with and without a
kill in between. The file system is a tmpfs in a mount namespace of the test's own."""
import os
import signal
import subprocess
import sys
import tempfile
import time

from harness.api import PASSWORD, Service
from harness.tap import Tap

SIZE = 48 << 20
INSIDE = "REEVE_TEST_DISK_FULL_INSIDE"


class Disk:
    def __init__(self, folder):
        self.folder = folder
        self.filler = folder / "filler"
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "none", folder], check=True)

    def fill(self, leave=0):
        with open(self.filler, "wb", buffering=0) as file:
            while True:
                try:
                    if file.write(b"x" * 4096) < 4096:
                        break
                except OSError:
                    break
        if leave:
            os.truncate(self.filler, self.filler.stat().st_size - leave)

    def free(self):
        self.filler.unlink(missing_ok=True)

    def left(self):
        status = os.statvfs(self.folder)
        return status.f_bavail * status.f_bsize


class Users:
    """Makes users, and remembers which were acknowledged."""

    def __init__(self, device):
        self.device = device
        self.made, self.refused, self.strange = set(), set(), []
        self.count = 0

    def make(self):
        self.count += 1
        email = f"u{self.count}@example.org"
        reply = self.device.post(f"{self.device.workspace}/users", {"email": email, "displayName": "U" * 150}, Idempotency_Key=f"k{self.count}")
        if reply.status == 201:
            self.made.add(email)
        elif is_full(reply):
            self.refused.add(email)
        else:
            self.strange.append(reply)
        return reply

    def listed(self):
        found, path = set(), f"{self.device.workspace}/users?limit=500"
        while path:
            page = self.device.get(path)
            assert page.status == 200, page
            found |= {user["email"] for user in page.json["items"]}
            path = f"{self.device.workspace}/users?limit=500&cursor={page.json['next']}" if page.json.get("next") else None
        return {email for email in found if email.startswith("u")}


def is_full(reply):
    return reply.status == 503 and reply.json["code"] == "busy" and reply.json.get("reason") == "disk_full"


def make_until_full(users):
    """Room can be left in a log that is used again from its start, so it takes some."""
    for _ in range(6000):
        if users.make().status != 201:
            break
    for _ in range(20):
        users.make()


def check_full(tap, disk, users, service):
    ada = users.device
    make_until_full(users)
    tap.check(users.refused and not users.strange, f"{disk.left()} bytes left: after {len(users.made)} users the next are refused as busy, disk_full")
    tap.note(users.strange[:2])
    tap.check(service.process.poll() is None and ada.get("/livez").status == 204, "the service is up")
    ready = ada.get("/readyz")
    tap.check(ready.status == 503, f"and says that it is not ready: {ready}")
    tap.check(users.listed() == users.made, "reading goes on; of the refused users none is there")
    history = ada.get(f"{ada.workspace}/users/{ada.identity['account']['id']}/history")
    tap.check(history.status == 200, "so does the history")
    one = ada.get(f"{ada.workspace}/users?limit=1&sort=created").json["items"][0]
    reply = ada.patch(f"{ada.workspace}/users/{one['id']}", {"displayName": "N" * 190}, one["version"])
    after = ada.get(f"{ada.workspace}/users/{one['id']}").json
    tap.check(reply.status == 200 or is_full(reply) and after == one, f"a change is made or leaves all as it was: {reply.status}")


def check_others(tap, disk, users, service):
    """What writes elsewhere than in a workspace; how many workspaces were made."""
    ada = users.device
    replies = []
    before = sorted(path.name for path in (disk.folder / "workspaces").glob("*.db"))
    for i in range(60):
        replies.append(ada.post("/v1/workspaces", {"name": f"W{i}"}, Idempotency_Key=f"w{i}"))
        replies.append(service.device().sign_in("ada@example.org", PASSWORD) if i < 4 else ada.get("/v1/me"))
    strange = [reply for reply in replies if reply.status not in (200, 201) and not is_full(reply)]
    made = sum(reply.status == 201 for reply in replies)
    tap.check(not strange, f"new workspaces and sign-ins: {made} made, {sum(map(is_full, replies))} refused as busy, disk_full")
    tap.note(strange[:3])
    tap.check(len(ada.get("/v1/workspaces").json["items"]) == 1 + made, "and no half of a workspace is listed")
    after = sorted(path.name for path in (disk.folder / "workspaces").glob("*.db"))
    tap.check(len(after) - len(before) == made, f"or left on the disk: {len(after)} files")
    tap.check(service.process.poll() is None, "the service is up")
    return made


def main():
    if INSIDE not in os.environ:
        probe = subprocess.run(["unshare", "-Urm", "mount", "-t", "tmpfs", "none", tempfile.gettempdir()], capture_output=True, text=True)
        if probe.returncode:
            print(f"1..0 # SKIP no mount namespace of one's own: {probe.stderr.strip()}")
            return
        os.execvpe("unshare", ["unshare", "-Urm", sys.executable, os.path.abspath(__file__)], {**os.environ, INSIDE: "1"})
    with Tap() as tap:
        service = Service()
        disk = Disk(service.folder / "data")
        with service:
            ada = service.device()
            ada.set_up()
            users = Users(ada)
            for _ in range(20):
                users.make()
            tap.check(len(users.made) == 20, "with room, users are made")

            disk.fill()
            check_full(tap, disk, users, service)
            before = check_others(tap, disk, users, service)
            again = len(users.refused)
            disk.free()
            reply = users.make()
            tap.check(reply.status == 201, f"with room again, the next change is made at once: {reply}")
            ready = ada.get("/readyz")
            tap.check(ready.status < 300, f"and the service says that it is ready: {ready}")
            tap.check(users.listed() == users.made and again, "all acknowledged users are there, and no other")

            # Room that ends in the middle of making a workspace, somewhere else each time.
            replies = []
            for leave in range(0, 2048 << 10, 64 << 10):
                disk.fill(leave=leave)
                replies.append(ada.post("/v1/workspaces", {"name": f"L{leave}"}, Idempotency_Key=f"l{leave}"))
                disk.free()
            made = sum(reply.status == 201 for reply in replies)
            strange = [reply for reply in replies if reply.status != 201 and not is_full(reply)]
            tap.check(made and made < len(replies) and not strange, f"of {len(replies)} workspaces with ever more room {made} are made, the rest refused")
            tap.note(strange[:2])
            listed = ada.get("/v1/workspaces?limit=500").json["items"]
            answers = {ada.get(f"/v1/workspaces/{workspace['id']}/users").status for workspace in listed}
            tap.check(len(listed) == 1 + before + made and answers == {200}, f"those are listed, and answer {answers}")

            # A change of many: all of it or nothing.
            disk.fill(leave=200 << 10)
            rows = "".join(f"many{i}@example.org,{'M' * 180} {i}\n" for i in range(2500))
            reply = ada.post(f"{ada.workspace}/users/import", {"content": "Email,Display name\n" + rows})
            many = ada.get(f"{ada.workspace}/users?limit=1&q=many").json
            tap.check(is_full(reply) and not many["items"], f"2,500 users that find no room are none: {reply}")
            disk.free()
            reply = ada.post(f"{ada.workspace}/users/import", {"content": "Email,Display name\n" + rows[:rows.index('many200@')]})
            tap.check(reply.status == 200 and reply.json["create"] == 200, f"with room again, 200 of them are made: {str(reply)[:200]}")

            # Killed, and started again, while there is no room.
            disk.fill()
            make_until_full(users)
            service.stop(signal.SIGKILL)
            try:
                service.start()
                tap.check(ada.get("/v1/me").status in (200, 503), "after kill -9 it starts without room")
                service.stop(signal.SIGKILL)
            except RuntimeError as error:
                tap.check("disk_full" in str(error), f"after kill -9 it says why it cannot start: {error}")
            disk.free()
            began = time.monotonic()
            service.start()
            tap.check(ada.get("/v1/me").status == 200, f"with room it starts ({time.monotonic() - began:.1f} s), and nobody is signed out")
            tap.check(users.listed() == users.made, f"all {len(users.made)} acknowledged users are there, and no other")
            tap.check(users.make().status == 201, "and the next is made")
            tap.check(not users.strange, "no answer was anything but made, or busy, disk_full")
            tap.check(service.stop() == 0, "it stops in order")
            log = service.read_log()
            tap.check(" critical " not in log and "sealed" not in log, "no critical message, no sealed database")
            tap.note(log[-1000:])
            subprocess.run(["umount", disk.folder], check=True)


if __name__ == "__main__":
    sys.exit(main())
