#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""X-Forwarded-For, against the real reeved: from a trusted proxy it decides whom the rate limit and the access log mean, from
anybody else it says nothing."""
import re
import socket
import subprocess
import sys

from harness.api import BUILD, Service
from harness.tap import Tap

MANY = 400  # more than an address may ask for at once


def ask(service, *forwarded, path="/v1/password-policy"):
    lines = "".join(f"X-Forwarded-For: {value}\r\n" for value in forwarded)
    with socket.create_connection(("127.0.0.1", service.port), 15) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{lines}Connection: close\r\n\r\n".encode())
        return int(re.match(rb"HTTP/1\.1 (\d+)", line.recv(4096)).group(1))


def exhaust(service, forwarded):
    """Whether so many requests from there were too many."""
    return any(ask(service, forwarded(i)) == 429 for i in range(MANY))


def packed(address):
    """As the access log keeps it."""
    return f"X'{socket.inet_aton(address).hex().upper()}'"


def dump(service):
    """All that is kept, once the service is stopped."""
    key = service.folder / "key"
    key.write_bytes(service.key)
    key.chmod(0o400)
    return subprocess.run([BUILD / "tests/service/plain-dump", service.folder / "data", key],
                          check=True, capture_output=True).stdout.decode(errors="replace")


def main():
    with Tap() as tap:
        with Service(tcp=True, listen={"trusted-proxies": "192.0.2.1;127.0.0.1"}, limits={"connections-per-address": 8}) as service:
            tap.check(exhaust(service, lambda i: "198.51.100.7"), "a client behind the proxy has a limit of its own")
            tap.check(exhaust(service, lambda i: f"203.0.113.{i % 250}, 198.51.100.7"), "and escapes it by no address of their making")
            tap.check(ask(service, "203.0.113.9", "198.51.100.7") == 429, "nor by a second header")
            tap.check(ask(service, "198.51.100.8") == 401, "another client is not held up")
            tap.check(ask(service, "198.51.100.7, 192.0.2.1") == 429, "a chain of trusted proxies is followed")
            tap.check(ask(service, "rubbish") == 401, "without a readable address it is the proxy's own request")
            tap.check(exhaust(service, lambda i: f"2001:db8::{i + 1:x}"), "all of an IPv6 network's addresses are one client")
            tap.check(ask(service, "2001:db8:0:1::1") == 401, "and another network is another")
            answers = {ask(service, "198.51.100.9", path="/readyz") for _ in range(100)}
            tap.check(answers == {204, 429}, f"what writes to every store is not to be had without end ({answers})")
            lines = [socket.create_connection(("127.0.0.1", service.port), 15) for _ in range(20)]
            answers = 0
            for line in lines:
                line.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
                answers += line.recv(4096).startswith(b"HTTP/1.1 204")
            tap.check(answers == 20, "the proxy may have more connections than one client may")
            for line in lines:
                line.close()
            tap.check(service.stop() == 0, "it stops in order")
            tap.check(packed("198.51.100.8") in dump(service), "the access log names the client")
        with Service(tcp=True) as service:
            tap.check(exhaust(service, lambda i: f"198.51.100.{i % 250}"), "nobody else is believed")
            tap.check(service.stop() == 0, "it stops in order")
            kept = dump(service)
            tap.check(packed("198.51.100.8") not in kept and packed("127.0.0.1") in kept, "nor does the log repeat them")


if __name__ == "__main__":
    sys.exit(main())
