#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Starts a service with links that wait to be opened, and browser.mjs, which does; TAP is the latter's.

    browser.py [SHOTS]      SHOTS: a folder for pictures
"""
import http.client
import pathlib
import re
import subprocess
import sys
import urllib.parse

from harness.api import BUILD, Service

HERE = pathlib.Path(__file__).resolve().parent


def ask_for_links(service, email):
    line = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    line.request("GET", "/p/forgot")
    reply = line.getresponse()
    cookie = reply.headers["set-cookie"].split(";")[0]
    token = re.search(r'name="form" value="([^"]*)"', reply.read().decode()).group(1)
    line.request("POST", "/p/forgot", urllib.parse.urlencode({"form": token, "email": email}),
                 {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})
    assert line.getresponse().status == 303
    line.close()
    service.stop()  # which does what is left to do
    key = service.folder / "key"
    key.write_bytes(service.key)
    key.chmod(0o400)
    text = subprocess.run([BUILD / "tests/service/plain-dump", service.folder / "data", key], check=True,
                          capture_output=True).stdout.decode(errors="replace")
    service.start()
    return [re.search(rf"/p/{page}/[A-Za-z0-9_.-]+", text).group(0) for page in ("reset", "contact")]


def ask_contact(ada):
    folder = ada.call("POST", f"{ada.workspace}/folders", {"name": "Tenders"}, {"Idempotency-Key": "folder"}).json["id"]
    for name in ("Plans", "Prices"):
        ada.call("POST", f"{ada.workspace}/folders", {"name": name, "parent": folder}, {"Idempotency-Key": name})
    asked = {"email": "eve@outside.example", "displayName": "Eve Out", "folder": folder, "verbs": ["approve"],
             "message": "Are these complete?\nAda"}
    reply = ada.call("POST", f"{ada.workspace}/contacts", asked, {"Idempotency-Key": "eve", "Reeve-Code": ada.recovery_codes[0]})
    assert reply.status == 201, reply


def main():
    with Service(tcp=True) as service:
        ada = service.device()
        ada.set_up()
        reply = ada.call("POST", f"{ada.workspace}/invitations", {"email": "guest@example.org", "message": "Welcome!\nAda"},
                         {"Idempotency-Key": "guest"})
        assert reply.status == 201, reply
        invitation = re.search(r"/p/invitation/[^/]*$", reply.json["link"]).group(0)
        ask_contact(ada)
        ada.close()
        link, contact = ask_for_links(service, "ada@example.org")
        return subprocess.run(["node", HERE / "browser.mjs", service.origin, link, invitation, contact, *sys.argv[1:]]).returncode


if __name__ == "__main__":
    sys.exit(main())
