#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What a hostile client may try on a socket, against the real reeved: every refusal, the deadlines, the caps, and whether
100,000 bad connections (REEVE_TEST_CONNECTIONS) leave anything behind."""
import contextlib
import os
import re
import socket
import sys
import time

from harness.api import Service
from harness.tap import Tap

CONNECTIONS = int(os.environ.get("REEVE_TEST_CONNECTIONS", "100000"))
GOOD = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"


def connect(service):
    return socket.create_connection(("127.0.0.1", service.port), 15)


def send(service, data, close=True):
    """The answer's first bytes; b"" if the line was cut."""
    with connect(service) as line:
        try:
            with contextlib.suppress(OSError):
                line.sendall(data)
                if close:
                    line.shutdown(socket.SHUT_WR)
            return line.recv(65536)
        except OSError:
            return b""


def status(answer):
    found = re.match(rb"HTTP/1\.[01] (\d+)", answer)
    return int(found.group(1)) if found else 0


# What is sent, and the statuses that are right; 0: the line is cut without an answer.
REFUSED = [
    ("a method that is in no row", b"BREW /livez HTTP/1.1\r\nHost: x\r\n\r\n", {405}),
    ("TRACE", b"TRACE /livez HTTP/1.1\r\nHost: x\r\n\r\n", {405}),
    ("CONNECT", b"CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n", {400, 405}),
    ("a method of another row", b"DELETE /livez HTTP/1.1\r\nHost: x\r\n\r\n", {405}),
    ("no Host", b"GET /livez HTTP/1.1\r\n\r\n", {400}),
    ("no Host in HTTP/1.0", b"GET /livez HTTP/1.0\r\n\r\n", {400}),
    ("two Hosts", b"GET /livez HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", {400}),
    ("Content-Length and Transfer-Encoding", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
     b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400}),
    ("two Content-Lengths", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", {400}),
    ("two equal Content-Lengths", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}", {400}),
    ("Content-Length with a list", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2, 2\r\n\r\n{}", {400}),
    ("Content-Length with a sign", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\n{}", {400}),
    ("a negative Content-Length", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -2\r\n\r\n{}", {400}),
    ("a Content-Length past 2^64", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", {400, 413}),
    ("an encoding in another case and place", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", {400, 501}),
    ("an unknown encoding", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", {400, 501}),
    ("an encoding behind a tab", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\tchunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", {400}),
    ("a header name with a space", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length : 4\r\n\r\nabcd", {400}),
    ("a folded header", b"GET /livez HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", {400, 204}),
    ("a bare carriage return", b"GET /livez HTTP/1.1\r\nHost: x\rX: y\r\n\r\n", {400, 0}),
    ("two proofs", b"GET /v1/password-policy HTTP/1.1\r\nHost: x\r\nDPoP: a\r\nDPoP: b\r\n\r\n", {400}),
    ("two Authorizations", b"GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: DPoP a\r\nAuthorization: DPoP b\r\n\r\n", {400}),
    ("NUL in the path", b"GET /livez\x00/ HTTP/1.1\r\nHost: x\r\n\r\n", {400, 0}),
    ("NUL in a header", b"GET /livez HTTP/1.1\r\nHost: x\x00y\r\n\r\n", {400, 0}),
    ("%00 in the path", b"GET /livez%00 HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
    ("invalid UTF-8 in the path", b"GET /v1/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
    ("raw invalid UTF-8 in the path", b"GET /v1/\xff HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
    ("an overlong slash", b"GET /v1/%c0%af HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
    ("dot segments", b"GET /v1/../livez HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
    ("coded dot segments", b"GET /v1/%2e%2e/livez HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
    ("a coded slash", b"GET /v1%2fme HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
    ("an absolute target", b"GET http://x/livez HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
    ("no path", b"GET livez HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
    ("a parameter that is no id", b"GET /v1/workspaces/1'%20or%201=1 HTTP/1.1\r\nHost: x\r\n\r\n", {404}),
    ("a target of 9 KiB", b"GET /" + b"a" * 9216 + b" HTTP/1.1\r\nHost: x\r\n\r\n", {413}),
    ("a target of 1 MiB", b"GET /" + b"a" * 2 ** 20 + b" HTTP/1.1\r\nHost: x\r\n\r\n", {413, 414, 431, 0}),
    ("a header of 40 KiB", b"GET /livez HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 40960 + b"\r\n\r\n", {413, 431}),
    ("5000 headers", b"GET /livez HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 5000 + b"\r\n", {413, 431}),
    ("rubbish", bytes(range(256)) * 8, {400, 0}),
    ("a TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 512, {400, 0}),
    ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 405, 505}),
    ("HTTP/0.9", b"GET /livez\r\n", {400, 0, 505}),
    ("a body that is announced too large", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nDPoP: a\r\nContent-Length: 20000\r\n\r\n", {413}),
    ("a body that grows too large", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nDPoP: a\r\nTransfer-Encoding: chunked\r\n\r\n"
     + (b"1000\r\n" + b"a" * 4096 + b"\r\n") * 5 + b"0\r\n\r\n", {413}),
    ("a body without end", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nDPoP: a\r\nTransfer-Encoding: chunked\r\n\r\n"
     + (b"10000\r\n" + b"a" * 65536 + b"\r\n") * 40, {413, 0}),
    ("a chunk that lies about its size", b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nDPoP: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", {400, 0}),
    ("no token", b"GET /v1/me HTTP/1.1\r\nHost: x\r\n\r\n", {401}),
    ("a bearer token", b"GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nDPoP: a\r\n\r\n", {401}),
    ("no proof on an open route", b"GET /v1/password-policy HTTP/1.1\r\nHost: x\r\n\r\n", {401}),
    ("a proof that is none", b"GET /v1/password-policy HTTP/1.1\r\nHost: x\r\nDPoP: " + b"a.b.c" + b"\r\n\r\n", {401}),
]


# Refused before there is a request that we could look at.
ENGINE = [
    ("a request without Host", b"GET /marker HTTP/1.1\r\nX-Marker: marker\r\n\r\n"),
    ("a header without a colon", b"GET /marker HTTP/1.1\r\nHost: marker\r\nmarker\r\n\r\n"),
    ("two kinds of length", b"POST /marker HTTP/1.1\r\nHost: marker\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ("a length that is none", b"POST /marker HTTP/1.1\r\nHost: marker\r\nContent-Length: marker\r\n\r\n"),
    ("headers without end", b"GET /marker HTTP/1.1\r\nHost: marker\r\n" + b"marker: marker\r\n" * 5000 + b"\r\n"),
    ("another version", b"GET /marker HTTP/3.0\r\nHost: marker\r\n\r\n"),
]


def check_refusals(tap, service):
    for name, data, right in REFUSED:
        got = status(send(service, data, close=False)) if 0 not in right else status(send(service, data))
        tap.check(got in right, f"refused: {name}" + ("" if got in right else f" (got {got})"))
    tap.check(status(send(service, GOOD, close=False)) == 204, "and a good request is answered still")


def check_headers(tap, service):
    for name, data in (("an answer", GOOD), ("a refusal", b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n")):
        head = send(service, data, close=False).lower()
        right = all(part in head for part in (b"x-content-type-options: nosniff", b"cache-control: no-store", b"default-src 'none'"))
        tap.check(right, f"{name} carries the security headers")
    tap.check(b"\r\nallow: GET\r\n" in send(service, b"PUT /livez HTTP/1.1\r\nHost: x\r\n\r\n", close=False).replace(b"Allow", b"allow"),
              "405 says what is allowed")


def check_engine(tap, service):
    """What the engine refuses by itself it answers in its own way (HACKING, known traps): harmless, and the last on its line."""
    for name, data in ENGINE:
        answer = send(service, data, close=False)
        head, _, body = answer.partition(b"\r\n\r\n")
        right = status(answer) // 100 in (4, 5) and b"Connection: close" in head and b"marker" not in answer and len(body) < 1000
        tap.check(right, f"the engine refuses {name}, repeats nothing of it, and closes")
        tap.note("" if right else answer[:500])


def check_pipeline(tap, service):
    with connect(service) as line:
        line.sendall(GOOD * 20)
        line.settimeout(5)
        answers = b""
        while answers.count(b"204 No Content") < 20:
            part = line.recv(65536)
            if not part:
                break
            answers += part
        tap.check(answers.count(b"204 No Content") == 20, "20 requests in one packet get 20 answers")


def drip(line, data, seconds):
    """Sends a byte now and then; how long the other side bore it."""
    begin = time.monotonic()
    line.settimeout(0.5)
    while time.monotonic() - begin < seconds:
        try:
            line.sendall(data)
            if not line.recv(100):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - begin


def check_slow(tap, service):
    lines = [connect(service) for _ in range(20)]
    for line in lines:
        line.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\nX: ")
    took = drip(lines[0], b"a", 20)
    tap.check(8 < took < 14, f"a head that comes byte by byte is cut after 10 s (after {took:.1f} s)")
    for line in lines:
        line.close()
    with connect(service) as line:
        took = drip(line, b"", 20)
        tap.check(8 < took < 14, f"a silent connection is cut after 10 s (after {took:.1f} s)")
    with connect(service) as line:
        line.sendall(GOOD)
        line.recv(4096)
        line.sendall(b"GET /livez HTTP/1.1\r\nX: ")
        took = drip(line, b"a", 20)
        tap.check(8 < took < 14, f"nor may a second head take longer (cut after {took:.1f} s)")
    with connect(service) as line:
        line.sendall(GOOD)
        line.recv(4096)
        time.sleep(1)
        line.sendall(b"GET /")
        took = drip(line, b"a", 20)
        tap.check(8 < took < 14, f"nor its first line (cut after {took:.1f} s)")
    with connect(service) as line:
        line.sendall(GOOD)
        line.recv(4096)
        time.sleep(14)
        line.sendall(GOOD)
        tap.check(status(line.recv(4096)) == 204, "a kept connection may be silent between requests for longer than that")


def check_address_cap(tap, service, cap):
    lines = [connect(service) for _ in range(cap + 40)]
    time.sleep(0.5)
    alive = 0
    for line in lines:
        line.settimeout(2)
        try:
            line.sendall(GOOD)
            alive += status(line.recv(4096)) == 204
        except OSError:
            pass
    tap.check(alive <= cap + 2, f"one address has at most {cap} connections ({alive} of {len(lines)} answered)")
    tap.check(alive >= cap - 2, "and has those")
    for line in lines:
        line.close()
    time.sleep(0.5)
    tap.check(status(send(service, GOOD, close=False)) == 204, "and may come again")


def look(service):
    """Open descriptors and resident KiB. Databases come and go with their readers: only the rest is counted."""
    folder = f"/proc/{service.process.pid}"
    targets = []
    for fd in os.listdir(f"{folder}/fd"):
        with contextlib.suppress(OSError):
            targets.append(os.readlink(f"{folder}/fd/{fd}"))
    with open(f"{folder}/status") as lines:
        resident = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return sum(".db" not in target for target in targets), resident


def storm(service, n):
    """Each kind of bad connection in turn, several at a time."""
    kinds = [data for _, data, _ in REFUSED if len(data) < 2000] + [b"", b"GET /liv", GOOD]
    for i in range(0, n, 16):
        lines = []
        for j in range(16):
            try:
                line = connect(service)
                line.setblocking(False)
                line.send(kinds[(i + j) % len(kinds)] or b"\n")
                lines.append(line)
            except OSError:
                pass
        for line in lines:
            line.close()


def check_growth(tap, service):
    storm(service, 3000)
    time.sleep(2)
    before = look(service)
    begin = time.monotonic()
    storm(service, CONNECTIONS)
    took = time.monotonic() - begin
    # Lines that were left without a word end at their deadline of 10 seconds: growth is what stays after it.
    end, after = time.monotonic() + 25, look(service)
    while after[0] - before[0] > 4 and time.monotonic() < end:
        time.sleep(0.5)
        after = look(service)
    tap.check(after[0] - before[0] <= 4, f"{CONNECTIONS} bad connections leave no descriptor ({before[0]} before, {after[0]} after)")
    tap.check(after[1] - before[1] < 16384, f"and no memory ({before[1]} KiB before, {after[1]} KiB after)")
    tap.check(took < 240, f"in {took:.0f} s")
    tap.check(status(send(service, GOOD, close=False)) == 204, "and the service answers still")


def main():
    cap = 48
    # What the address sanitizer holds back of freed memory is no growth.
    os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1:thread_local_quarantine_size_kb=16"
    with Tap() as tap:
        with Service(tcp=True, limits={"connections-per-address": cap}) as service:
            check_refusals(tap, service)
            check_headers(tap, service)
            check_engine(tap, service)
            check_pipeline(tap, service)
            check_address_cap(tap, service, cap)
            check_slow(tap, service)
            check_growth(tap, service)
            tap.check(service.stop() == 0, "it stops in order")
            tap.check("critical" not in service.read_log() and "incident" not in service.read_log(), "nothing went wrong inside")


if __name__ == "__main__":
    sys.exit(main())
