#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""reeved killed in the middle of its work and started again: nothing that was acknowledged is lost, nobody is signed out, a create
that got no answer can be repeated; and a stop in order, by signal or by the end of its standard input."""
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

from harness.api import PASSWORD, Service
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


def check_init(tap):
    """From an empty folder to the first administrator, from far away."""
    service = Service(tcp=True)
    key = service.folder / "root-key"
    service.config.write_text(service.config.read_text().replace("[service]", f"[service]\nroot-key-file = {key}"))
    command = [service.program, "init", "--config", service.config]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    token = said.strip().rsplit(" ", 1)[1]
    tap.check(key.stat().st_mode & 0o777 == 0o400 and key.stat().st_size == 32, "init makes a root key that only its owner reads")
    tap.check(token not in (service.folder / "data" / "setup-token").read_text(), "the set-up token is kept by its hash")
    service.key = key.read_bytes()
    with service:
        far = service.device(over_tcp=True)
        body = {"workspaceName": "Acme", "email": "a@example.org", "displayName": "A", "password": PASSWORD, "device": "test"}
        refused = [far.post("/v1/setup", body), far.post("/v1/setup", body | {"setupToken": token[:-1] + "_"})]
        tap.check(all(400 <= reply.status < 500 for reply in refused), f"nobody sets up from afar without it {refused}")
        tap.check(far.set_up(token=token) is not None, "with it the first administrator is made")
        again = service.device(over_tcp=True).post("/v1/setup", body | {"setupToken": token})
        tap.check(again.status == 409, f"once {again}")
        key.unlink()
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        tap.check(said.returncode == 2 and "reeved: wrong_key: " in said.stderr, "init makes no new key beside data of another")


def sign_in_to(replies, device):
    with contextlib.suppress(RuntimeError, OSError):
        replies.append(device.post("/v1/sign-in", {"email": "nobody@example.org", "password": PASSWORD}))


HALVES = (b"", b"GET /v1/me HTTP/1.1\r\nHos",
          b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nDPoP: x\r\nContent-Length: 100\r\n\r\n{")


def check_half_sent(tap):
    """A stop cuts who has not finished asking."""
    service = Service(tcp=True).start()
    lines = []
    for half in HALVES:
        lines.append(socket.create_connection(("127.0.0.1", service.port), 30))
        lines[-1].sendall(half)
    service.device().get("/livez")  # by now it has seen them
    begin = time.monotonic()
    tap.check(service.stop() == 0, "a stop is in order while requests are half sent")
    took = time.monotonic() - begin
    # they used to hold it for 5 s
    tap.check(took < 4, f"and they do not hold it ({took:.1f} s)")
    for line in lines:
        with contextlib.suppress(ConnectionResetError):
            tap.check(line.recv(100) == b"", "their lines are cut")
        line.close()
    shutil.rmtree(service.folder)


def check_running(tap):
    """And lets what runs be answered."""
    service = Service().start()
    devices = [service.device() for _ in range(6)]
    for device in devices:  # a connection and a nonce
        device.get("/v1/password-policy")
    replies = []
    workers = [threading.Thread(target=sign_in_to, args=(replies, device)) for device in devices]
    for worker in workers:
        worker.start()
    time.sleep(0.5)  # each password takes a while; those that come too late are told so
    tap.check(service.stop() == 0, "a stop is in order while passwords are hashed")
    for worker in workers:
        worker.join(30)
    tap.check(len(replies) == len(devices), f"everybody who had asked is answered {replies}")
    tap.check(any(reply.status != 503 for reply in replies), "and not only that it is too late")
    shutil.rmtree(service.folder)


def come_and_go(service, until):
    """Somebody who connects, hangs up and connects again, as fast as can be."""
    while not until.is_set():
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(service.socket))


def check_crowd(tap, rounds=20):
    """The engine once lost a race with its own threads over who takes the listener away, and aborted."""
    ends = []
    service = Service()
    for _ in range(rounds):
        service.start()
        until = threading.Event()
        crowd = [threading.Thread(target=come_and_go, args=(service, until)) for _ in range(3)]
        for somebody in crowd:
            somebody.start()
        time.sleep(0.05)
        ends.append(service.stop())
        until.set()
        for somebody in crowd:
            somebody.join(30)
    tap.check(not any(ends), f"a stop is in order while people come and go {ends}")
    shutil.rmtree(service.folder)


def main():
    with Tap() as tap, Service() as service:
        check_init(tap)
        check_half_sent(tap)
        check_running(tap)
        check_crowd(tap)
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
