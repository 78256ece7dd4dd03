# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What another system saw, for an access log to look at."""
import json

NDJSON = "application/x-ndjson"
PEOPLE = ["Amélie Roux", "Bartosz Wilk", "Chiamaka Obi", "Hana Sato", "Dieter Kranz"]
HOUR = 3600 * 1000000


def make_lines(now, count):
    """A month of another system's events, most in the daytime; one in nine failed."""
    for i in range(count):
        at = now - (i * 37 % (29 * 24)) * HOUR - (i * 7919 % 3600) * 1000000 - i
        if (at // HOUR) % 24 < 6 and i % 3:
            at += 9 * HOUR if at + 9 * HOUR < now else -9 * HOUR
        failed = i % 9 == 0
        yield {"time": at - 60000000, "action": ("sign-in", "app.open", "factor.verify", "sign-out")[i % 4], "actorName": PEOPLE[i % 5],
               "actor": f"okta-{i % 5}", "address": f"192.0.2.{i % 40}" if i % 6 else f"2001:db8::{i % 7:x}", "source": "okta", "sourceId": f"e-{i}",
               "result": "failed" if failed else ("refused" if i % 31 == 5 else "ok"), "agent": "Firefox on Linux", "session": f"s-{i % 97}",
               **({"outcome": "password_wrong"} if failed else {})}


def ingest(device, lines):
    text = "".join(json.dumps(line) + "\n" for line in lines)
    reply = device.call("POST", f"{device.workspace}/access-log/ingest", text, content_type=NDJSON)
    assert reply.status == 200, reply
    return reply.json
