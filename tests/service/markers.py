#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Where secrets must not be. A real reeved is given markers of every kind and made to fail with them in hand; then they are looked
for, in every spelling, in all files under its folders (after kill -9 too, with the write-ahead logs as they fell), in its command
line, environment and log, in what it answers to mistakes, and behind the page encryption, in every value of every database.

    markers.py PLAIN-DUMP
"""
import base64
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.parse

from harness.api import Service, totp
from harness.tap import Tap


def spellings(secret):
    raw = secret if isinstance(secret, bytes) else secret.encode()
    found = {raw, raw.hex().encode(), raw.hex().upper().encode(), base64.b32encode(raw).rstrip(b"=")}
    for skipped in range(3):  # base64 of it wherever it begins within three bytes: but for the ends it looks the same
        padded = base64.b64encode(b"\0" * skipped + raw)
        inner = padded[(0, 2, 3)[skipped]:len(padded) - 4]
        found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    if isinstance(secret, str):
        found |= {secret.encode("utf-16-le"), urllib.parse.quote(secret).encode(), urllib.parse.quote_plus(secret).encode()}
    return found


class LoudService(Service):
    """Says all it ever says. Its devices must not: they talk on standard output."""

    def start(self):
        os.environ["G_MESSAGES_DEBUG"] = "all"
        try:
            return super().start()
        finally:
            del os.environ["G_MESSAGES_DEBUG"]


class Markers:
    def __init__(self):
        self.kinds = {}

    def add(self, kind, *found):
        for secret in found:
            assert len(secret) >= 10, (kind, secret)
            self.kinds.setdefault(kind, set()).update(spellings(secret))

    def find(self, data):
        """Kinds of secrets that stand in these bytes."""
        return {kind for kind, forms in self.kinds.items() if any(form in data for form in forms)}


def search_files(folder, markers):
    """{path: kinds}, and how many bytes were read."""
    found, size = {}, 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        data = path.read_bytes()
        size += len(data)
        kinds = markers.find(data) | markers.find(str(path).encode())
        if kinds:
            found[str(path.relative_to(folder))] = kinds
    return found, size


def take_tokens(markers, tokens):
    for name, kind in (("accessToken", "access token"), ("refreshToken", "refresh token"), ("challenge", "challenge")):
        if tokens.get(name):
            markers.add(kind, tokens[name])
    if tokens.get("accessToken"):
        markers.add("access token", tokens["accessToken"].split(".")[2])


def live(service, markers, replies):
    """A person's day, with everything that is secret in it."""
    password, other, wrong = (f"Marker-{name}-{secrets.token_hex(8)} x" for name in ("first", "second", "wrong"))
    markers.add("password", password, other)
    markers.add("wrong password", wrong)
    token = subprocess.run([service.program, "init", "--config", service.config], check=True, capture_output=True,
                           text=True).stdout.strip().rsplit(" ", 1)[1]
    markers.add("set-up token", token)
    service.start()
    ada = service.device(over_tcp=True)
    setup = {"workspaceName": "Acme", "email": "ada@example.org", "displayName": "Ada", "device": "d"}
    replies += [ada.post("/v1/setup", {**setup, "password": password, "setupToken": "wrong-" + token}),
                ada.post("/v1/setup", {**setup, "password": password[:10], "setupToken": token})]
    markers.add("password", password[:10])
    reply = ada.post("/v1/setup", {**setup, "password": password, "setupToken": token})
    assert reply.status == 200, reply
    take_tokens(markers, reply.json)
    begun = ada.post("/v1/me/second-factor").json
    key = begun["key"].replace(" ", "")
    markers.add("TOTP key", key, base64.b32decode(key + "=" * (-len(key) % 8)))
    replies.append(ada.post("/v1/me/second-factor/confirm", {"code": "999999999999"}))
    enrolled = ada.post("/v1/me/second-factor/confirm", {"code": totp(key)}).json
    take_tokens(markers, enrolled["tokens"])
    codes = enrolled["recoveryCodes"].split("\n")
    markers.add("recovery code", *codes, *(code.replace("-", "") for code in codes))
    ada.find_workspace()
    ada.post(f"{ada.workspace}/users", {"email": "bo-marker@example.org", "displayName": "Bo Marker Personal"})
    markers.add("personal data", "bo-marker@example.org", "Bo Marker Personal")

    for _ in range(2):
        replies.append(service.device().sign_in("ada@example.org", wrong))
    replies.append(service.device().sign_in(wrong, password))
    second = service.device()
    asked = second.post("/v1/sign-in", {"email": "ada@example.org", "password": password}).json
    take_tokens(markers, asked)
    replies += [second.post("/v1/sign-in/code", {"challenge": asked["challenge"], "code": codes[9][:-2] + "xx"}),
                second.post("/v1/sign-in/code", {"challenge": asked["challenge"][:-2] + "xx", "code": codes[0]})]
    signed_in = second.post("/v1/sign-in/code", {"challenge": asked["challenge"], "code": codes[1]})
    assert signed_in.status == 200, signed_in
    take_tokens(markers, signed_in.json)
    fresh = second.post("/v1/sign-in/refresh", {"refreshToken": signed_in.json["refreshToken"]})
    take_tokens(markers, fresh.json)
    replies.append(ada.post("/v1/me/password", {"current": wrong, "password": other}))
    changed = ada.post("/v1/me/password", {"current": password, "password": other})
    assert changed.status == 204, changed
    return ada, fresh.json, codes, other


def blunder(ada, tokens, codes, password):
    """Secrets where they do not belong; every answer. (Not in a member's name: who sends an unknown one is told its name.)"""
    token = tokens["accessToken"]
    users = f"{ada.workspace}/users"
    return [
        ada.post("/v1/sign-in", '{"email":"ada@example.org","password":"' + password + '",}'),
        ada.post("/v1/sign-in", {"email": "ada@example.org", "password": [password]}),
        ada.post("/v1/sign-in", {"email": "ada@example.org", "password": password * 40}),
        ada.post("/v1/sign-in/code", {"challenge": "x", "code": {"code": codes[2]}}),
        ada.post("/v1/sign-in/refresh", {"refreshToken": tokens["refreshToken"], "extra": tokens["refreshToken"]}),
        ada.post("/v1/me/second-factor/confirm", {"code": codes[3]}),
        ada.post("/v1/me/password", {"current": password, "password": password[:9]}),
        ada.get(f"/v1/me?access_token={token}"),
        ada.get(f"{users}?{token}=1"),
        ada.get(f"{users}?sort={token[:200]}"),
        ada.get(f"{users}?cursor={tokens['refreshToken']}"),
        ada.get(f"{users}/{tokens['refreshToken']}"),
        ada.get(f"/v1/{token}"),
        ada.call("POST", users, {"email": "x@example.org", "displayName": "X", "extra": token}, {"Idempotency-Key": tokens["refreshToken"]}),
        ada.call("GET", "/v1/me", headers={"X-Token": token, "User-Agent": "agent"}),
        ada.call("GET", users + "/export?q=nobody", headers={"Reeve-Code": codes[-1]}),
        ada.call("GET", users + "/export?q=nobody", headers={"Reeve-Code": codes[-1]}),
        ada.call("POST", users, token, content_type="text/plain"),
        ada.call("PATCH", f"{users}/{ada.identity['account']['id']}", {"roles": [tokens["refreshToken"]]}, {"If-Match": f'"{token[-40:]}"'},
                 "application/merge-patch+json"),
    ]


def main():
    with Tap() as tap:
        home = pathlib.Path(tempfile.mkdtemp(prefix="home-"))
        os.environ.update({"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "XDG_DATA_HOME": str(home / "data"),
                           "XDG_CACHE_HOME": str(home / "cache"), "XDG_STATE_HOME": str(home / "state")})
        service = LoudService(tcp=True)
        markers = Markers()
        markers.add("root key", service.key)
        look = [service.folder / name for name in ("data", "run")] + [home]
        replies = []

        def search(when):
            size = 0
            for folder in look:
                found, read = search_files(folder, markers)
                size += read
                tap.check(not found, f"{when}: nothing in {folder.name.split('-')[0]} {found or ''}")
            tap.check(size > 300000, f"{when}: {size} bytes were read")

        with tap.step("a person signs in, errs, changes the password"):
            ada, tokens, codes, password = live(service, markers, replies)
        with tap.step("secrets are sent where they do not belong"):
            replies += blunder(ada, tokens, codes, password)
        tap.check(len(markers.kinds) == 10, f"markers: {', '.join(markers.kinds)}")

        # The search finds what there is, in each spelling: else it would prove nothing.
        control = service.folder / "control" / "file"
        control.parent.mkdir()
        missed = []
        for kind, forms in markers.kinds.items():
            for form in forms:
                control.write_bytes(b"\x00junk " + form + b" more")
                missed += [kind] if not search_files(control.parent, markers)[0] else []
        tap.check(not missed, f"control: every marker would be found {missed}")

        search("while it runs")
        process = pathlib.Path("/proc") / str(service.process.pid)
        tap.check(not markers.find((process / "cmdline").read_bytes()), "nothing in the command line")
        environment = (process / "environ").read_bytes()
        tap.check(b"G_MESSAGES_DEBUG=all" in environment and not markers.find(environment), "nothing in the environment")
        bad = [reply for reply in replies if markers.find(repr(reply.headers).encode() + reply.body.encode())]
        tap.check(not bad, f"nothing in {len(replies)} answers to mistakes")
        tap.note("\n".join(map(repr, bad)))
        tap.check(sum(reply.status >= 400 for reply in replies) >= len(replies) - 3, "which they were")

        service.stop(signal.SIGKILL)
        search("after kill -9")
        service.start()
        ada.get("/v1/me")
        tap.check(service.stop() == 0, "it starts again, and stops")
        search("after a stop in order")
        log = (service.folder / "log").read_bytes()
        tap.check(b"event=stopped" in log and not markers.find(log), f"nothing in its log of {len(log)} bytes with G_MESSAGES_DEBUG=all {markers.find(log) or ''}")

        key_file = service.folder / "root-key"
        key_file.touch(0o600)
        key_file.write_bytes(service.key)
        plain = subprocess.run([sys.argv[1], service.folder / "data", key_file], check=True, capture_output=True).stdout
        places = {line.split(b" ")[0] for line in plain.splitlines()}
        tap.check(places == {b"directory", b"workspace", b"access-log"} and b"Bo Marker Personal" in plain and b"session.begin" in plain
                  and b"/v1/sign-in/code" in plain, f"behind the encryption: {len(plain)} bytes, the audit trail and the access log among them")
        found = {kind: [line[:300] for line in plain.splitlines() if kind in markers.find(line)] for kind in markers.find(plain)}
        tap.check(found.keys() == {"personal data"}, "of all markers only the person's name is there")
        for kind in found.keys() - {"personal data"}:
            tap.note(f"{kind}: {found[kind][:3]}")
        shutil.rmtree(service.folder)
        shutil.rmtree(home)


if __name__ == "__main__":
    sys.exit(main())
