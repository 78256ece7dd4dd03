#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""docs/haproxy.cfg in front of the real reeved: people sign in and work through it, and the access log names who stands before the
proxy, whatever they say of themselves."""
import pathlib
import re
import socket
import subprocess
import sys
import time

from harness.api import BUILD, ROOT, Service, totp
from harness.tap import Tap


def find_ports(n):
    lines = [socket.socket() for _ in range(n)]
    for line in lines:
        line.bind(("127.0.0.1", 0))
    ports = [line.getsockname()[1] for line in lines]
    for line in lines:
        line.close()
    return ports


def start_proxy(folder, front, back):
    text = (ROOT / "docs" / "haproxy.cfg").read_text()
    text, n = re.subn(r"bind :443 .*", f"bind 127.0.0.1:{front}", text)
    text, m = re.subn(r"127\.0\.0\.1:4711", f"127.0.0.1:{back}", text)
    assert n == m == 1
    config = pathlib.Path(folder) / "haproxy.cfg"
    config.write_text(text)
    proxy = subprocess.Popen(["/usr/sbin/haproxy", "-db", "-q", "-f", config])
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", front), 1).close()
            return proxy
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("haproxy did not start")


def ask(port, *headers):
    with socket.create_connection(("127.0.0.1", port), 15, source_address=("127.0.0.77", 0)) as line:
        line.sendall(f"GET /v1/password-policy HTTP/1.1\r\nHost: x\r\n{''.join(f'{h}\r\n' for h in headers)}Connection: close\r\n\r\n".encode())
        return int(re.match(rb"HTTP/1\.1 (\d+)", line.recv(4096)).group(1))


def packed(address):
    return f"X'{socket.inet_aton(address).hex().upper()}'"


def dump(service):
    key = service.folder / "key"
    key.write_bytes(service.key)
    key.chmod(0o400)
    return subprocess.run([BUILD / "tests/service/plain-dump", service.folder / "data", key],
                          check=True, capture_output=True).stdout.decode(errors="replace")


def main():
    front, back = find_ports(2)
    service = Service(tcp=True, listen={"trusted-proxies": "127.0.0.1"})
    text = service.config.read_text().replace("port = 0", f"port = {back}")
    service.config.write_text(text.replace("[service]", f"[service]\npublic-uri = http://127.0.0.1:{front}"))
    with Tap() as tap, service:
        ada = service.device()
        ada.set_up()
        proxy = start_proxy(service.folder, front, back)
        far = service.device(over_tcp=True)
        reply = far.get("/v1/password-policy")
        tap.check(reply.status == 200, f"a signed request passes: the proof names the address that people type {reply}")
        signed_in = far.sign_in("ada@example.org", code=totp(ada.totp_key, time.time() + 30))
        tap.check(signed_in.status == 200 and far.workspace == ada.workspace, f"a person signs in {signed_in}")
        made = far.post(f"{far.workspace}/users", {"email": "bo@example.org", "displayName": "Bo"}, Idempotency_Key="bo")
        tap.check(made.status == 201 and far.get(f"{far.workspace}/users/{made.json['id']}").json == made.json, f"and works {made}")
        tap.check(ask(front, "X-Forwarded-For: 198.51.100.1") == 401, "so does one that is not signed, to its refusal")
        tap.check(reply.headers.get("x-content-type-options") == "nosniff", "answers keep their headers")
        proxy.terminate()
        proxy.wait(20)
        tap.check(service.stop() == 0, "it stops in order")
        kept = dump(service)
        tap.check(packed("127.0.0.77") in kept, "the log names who stood before the proxy")
        tap.check(packed("198.51.100.1") not in kept, "not whom they named")


if __name__ == "__main__":
    sys.exit(main())
