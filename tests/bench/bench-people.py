#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Does the time of an answer tell whether an address is known? 2,000 addresses on the page "forgot", half of them known, in random
order; Welch's t of the two halves' times. And how fast a hundred thousand users and as many invitations are made by bulk jobs.

Prints a line a figure: name, value, unit, goal, "reached" or "short".
"""
import math
import os
import pathlib
import random
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from harness.api import Service  # noqa: E402

TRIES = 2000
GOAL = 4.5


class Line:
    """One kept connection over the Unix socket, where no limit of an address holds."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(path))

    def ask(self, head, body=b""):
        self.socket.sendall(head.encode() + f"Host: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.socket.recv(65536)
        head, rest = answer.split(b"\r\n\r\n", 1)
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        while length and len(rest) < int(length[1]):
            rest += self.socket.recv(65536)
        return head.decode(), rest.decode()


def add_people(device, n):
    known = []
    for i in range(n):
        email = f"person{i}@example.org"
        reply = device.call("POST", f"{device.workspace}/users", {"email": email, "displayName": f"Person {i}"}, {"Idempotency-Key": email})
        assert reply.status == 201, reply
        known.append(email)
    return known


def measure(line, known):
    head, page = line.ask("GET /p/forgot HTTP/1.1\r\n")
    cookie = re.search(r"set-cookie: ([^;]*)", head, re.IGNORECASE)[1]
    token = re.search(r'name="form" value="([^"]*)"', page)[1]
    tries = [(email, True) for email in known] + [(f"nobody{i}@example.org", False) for i in range(len(known))]
    random.Random(1).shuffle(tries)
    times = {True: [], False: []}
    for email, is_known in tries:
        body = urllib.parse.urlencode({"form": token, "email": email}).encode()
        while True:
            start = time.perf_counter()
            head, _ = line.ask(f"POST /p/forgot HTTP/1.1\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n", body)
            took = (time.perf_counter() - start) * 1e6
            if " 503 " not in head.splitlines()[0]:
                break
            time.sleep(0.2)  # the mails that wait to be written are full: for whoever asks
        times[is_known].append(took)
        assert " 303 " in head.splitlines()[0], head
    return times


def welch(a, b):
    return (statistics.mean(a) - statistics.mean(b)) / math.sqrt(statistics.variance(a) / len(a) + statistics.variance(b) / len(b))


def main():
    with Service() as service:
        ada = service.device()
        ada.set_up()
        known = add_people(ada, TRIES // 2)
        times = measure(Line(service.socket), known)
        ada.close()
    for is_known, name in ((True, "known"), (False, "unknown")):
        print(f"answer to a forgotten password, {name}\t{statistics.median(times[is_known]):.3f}\tus\treference\treached")
    t = abs(welch(times[True], times[False]))
    print(f"known and unknown told apart, |t|\t{t:.3f}\t-\t<= {GOAL:.3f}\t{'reached' if t <= GOAL else 'short'}")

    print_bulk_jobs()


def print_bulk_jobs():
    """measure-bulk-jobs prints such lines itself. On a disk, where a commit lasts."""
    build = pathlib.Path(__file__).resolve().parent.parent.parent / os.environ["REEVE_BUILD"]
    subprocess.run([build / "tests/service/api/measure-bulk-jobs"], check=True, env=os.environ | {"TMPDIR": "/var/tmp"})


if __name__ == "__main__":
    main()
