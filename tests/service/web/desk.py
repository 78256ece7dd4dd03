#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Starts a service with cases that wait for an instruction, and desk.mjs, which gives it; TAP is the latter's.

    desk.py [SHOTS]      SHOTS: a folder for pictures
"""
import json
import os
import pathlib
import subprocess
import sys

from harness.api import PASSWORD, Service

HERE = pathlib.Path(__file__).resolve().parent
NOTICED = "Mails that they did not write, and a sign-in from a place where they never were.\nA customer called about it."


def report(ada, *names):
    people = []
    for name in names:
        body = {"email": f"{name.split()[0].lower()}@example.org", "displayName": name}
        people.append(ada.post(f"{ada.workspace}/users", body).json["id"])
    body = {"people": people, "noticed": NOTICED, "since": "2026-11-20T18:30:00.000000Z"}
    reply = ada.post(f"{ada.workspace}/cases", body)
    assert reply.status == 201, reply
    return f"/p/instruct/{ada.workspace.split('/')[-1]}.{reply.json['id']}"


def main():
    shots = sys.argv[1:] or [path for path in [os.environ.get("REEVE_TEST_PICTURES")] if path]
    with Service(tcp=True) as service:
        ada = service.device()
        ada.set_up()
        one = report(ada, "Bo Lind")
        paths = {"one": one, "several": report(ada, "Cy Ek", "Dag Ö. Långström-Gyllenstierna", "Eve Out"),
                 "missing": one.rsplit(".", 1)[0] + ".00000000-0000-7000-8000-000000000000"}
        codes = ada.recovery_codes
        ada.close()
        return subprocess.run(["node", HERE / "desk.mjs", service.origin, json.dumps(paths), json.dumps(codes), PASSWORD,
                               *shots]).returncode


if __name__ == "__main__":
    sys.exit(main())
