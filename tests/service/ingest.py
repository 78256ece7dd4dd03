#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Events of other systems over the real API: limits, what the service is told it is, and a service that is killed while it takes
them in, after which the same call goes on where it was.
"""
import json
import signal
import threading
import time

from harness.api import Service
from harness.tap import Tap

NDJSON = "application/x-ndjson"
LINES = 10000


def make_lines(count, tag):
    now = int(time.time() * 1e6)
    return "".join(json.dumps({"time": now - i % 20 * 86400000000, "action": "sign-in", "actor": f"a{i % 50}", "source": "okta", "sourceId": f"{tag}-{i}"}) + "\n"
                   for i in range(count))


def ingest(device, lines, kind=NDJSON, query=""):
    return device.call("POST", f"{device.workspace}/access-log/ingest{query}", lines, content_type=kind)


def check_limits(tap, ada):
    reply = ingest(ada, make_lines(LINES, "limit"))
    tap.check(reply.status == 200 and reply.json["taken"] == LINES, "ten thousand lines come in at once")
    reply = ingest(ada, make_lines(LINES, "limit") + "{}")
    tap.check(reply.status == 413 and reply.json["reason"] == "lines", "one more does not")
    wide = json.dumps({"time": int(time.time() * 1e6), "source": "okta", "text": "x" * 400}) + "\n"
    most = (8 << 20) // len(wide)
    reply = ingest(ada, wide * 20 + "\n" * (most * len(wide) - 20 * len(wide)))
    tap.check(reply.status == 413, "so many blank lines neither")
    reply = ingest(ada, "x" * (8 << 20))
    tap.check(reply.status == 200 and reply.json["refusals"][0]["reason"] == "too_long", "8 MiB are read")
    reply = ingest(ada, "x" * ((8 << 20) + 1))
    tap.check(reply.status == 413, "more is not")


def check_words(tap, ada):
    line = make_lines(1, "word")
    for kind in ("application/json", "text/plain", "application/x-ndjson; charset=latin1"):
        tap.check(ingest(ada, line, kind).status == 400, f"{kind} is not taken")
    tap.check(ingest(ada, line, NDJSON + "; charset=utf-8").json.get("taken") == 1, "a charset of UTF-8 is")
    tap.check(ada.call("POST", f"{ada.workspace}/access-log/ingest").status == 400, "nothing at all is not")
    for query in ("?cursor=x", "?q=x", "?limit=5", "?zone=UTC", "?format=okta"):
        reply = ingest(ada, line, query=query)
        tap.check(reply.status == 400 and reply.json["errors"][0]["pointer"] == query.split("=")[0], f"{query} is refused")


def check_other_workspace(tap, ada):
    made = ada.post("/v1/workspaces", {"name": "Other"}).json["id"]
    line = make_lines(1, "other")
    first = ingest(ada, line).json
    home, ada.workspace = ada.workspace, f"/v1/workspaces/{made}"
    second = ingest(ada, line).json
    ada.workspace = home
    tap.check(first["taken"] == second["taken"] == 1, "what one workspace knows, another does not")


def check_killed(tap, service, ada):
    for delay in (0.02, 0.2, 0.3, 0.4, 0.5, 0.6):
        lines = make_lines(LINES, f"kill-{delay}")
        answers = []

        def bring():
            try:
                answers.append(ingest(ada, lines).status)
            except RuntimeError:
                answers.append(0)

        thread = threading.Thread(target=bring)
        thread.start()
        time.sleep(delay)
        service.stop(signal.SIGKILL)
        thread.join()
        service.start()
        again = ingest(ada, lines).json
        tap.check(again["taken"] + again["known"] == LINES and not again["refused"],
                  f"killed after {delay} s: the same lines come in once ({again['known']} were there, {answers[0]} was answered)")
        tap.check(ingest(ada, lines).json["known"] == LINES, "then all are known")


def main():
    with Tap() as tap, Service() as service:
        ada = service.device()
        ada.set_up()
        check_limits(tap, ada)
        check_words(tap, ada)
        check_other_workspace(tap, ada)
        check_killed(tap, service, ada)
        ada.close()


main()
