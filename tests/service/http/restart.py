#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""reeved killed in the middle of its work and started again: nothing that was acknowledged is lost, nobody is signed out, a create
that got no answer can be repeated; and a stop in order, by signal or by the end of its standard input."""
import os
import signal
import subprocess
import sys
import threading
import time

from harness.api import Service
from harness.tap import Tap


def create_until_dead(device, created):
    for i in range(10000):
        try:
            reply = device.post(f"{device.workspace}/users", {"email": f"u{i}@example.org", "displayName": f"U {i}"}, Idempotency_Key=f"k{i}")
        except (RuntimeError, OSError):
            return
        if reply.status != 201:
            return
        created.append((i, reply.json["id"]))


def main():
    with Tap() as tap, Service() as service:
        ada = service.device()
        ada.set_up()
        created = []
        worker = threading.Thread(target=create_until_dead, args=(ada, created))
        worker.start()
        time.sleep(1.5)
        service.stop(signal.SIGKILL)
        worker.join(60)
        service.start()
        tap.check(len(created) > 3, f"{len(created)} creates were acknowledged before kill -9")
        reply = ada.get("/v1/me")
        tap.check(reply.status == 200, f"the session goes on ({reply})")
        found = set()
        path = f"{ada.workspace}/users?limit=500"
        while path:
            page = ada.get(path).json
            found |= {user["id"] for user in page["items"]}
            path = f"{ada.workspace}/users?limit=500&cursor={page['next']}" if page.get("next") else None
        lost = [user for _, user in created if user not in found]
        tap.check(not lost, f"none of them is lost ({len(lost)} are)")
        last = created[-1][0] + 1
        body = {"email": f"u{last}@example.org", "displayName": f"U {last}"}
        reply = ada.post(f"{ada.workspace}/users", body, Idempotency_Key=f"k{last}")
        tap.check(reply.status == 201, "the one without an answer is made by asking again, once")
        reply = ada.post(f"{ada.workspace}/users", body, Idempotency_Key=f"k{last}")
        tap.check(reply.status == 201 and reply.headers.get("idempotency-replayed") == "true", "and answered alike for ever")
        tap.check(service.stop() == 0, "SIGTERM stops in order")
        tap.check(not service.socket.exists(), "and takes the socket away")

        read, write = os.pipe()
        os.write(write, service.key)
        os.close(write)
        child = subprocess.Popen([service.program, "run", "--data", service.folder / "data", "--socket", service.socket,
                                  "--root-key-fd", str(read), "--exit-on-eof"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=[read])
        os.close(read)
        child.stderr.readline()
        tap.check(ada.get("/v1/me").status == 200, "a child of the console answers")
        child.stdin.close()
        tap.check(child.wait(20) == 0, "and ends with it")
        child.stderr.close()

        service.key = bytes(32)
        try:
            service.start()
            tap.check(False, "another root key is refused")
        except RuntimeError as error:
            tap.check("reeved: wrong_key: " in str(error), f"another root key is refused: {error}")


if __name__ == "__main__":
    sys.exit(main())
