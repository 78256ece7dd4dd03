#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Events with the most hostile texts that the store lets in, in every format, read back by others: Python's csv and
json, the tables of OCSF 1.8.0 (tests/fixtures/ocsf), a real rsyslogd, a reader of CEF written from its description.

    log-exports.py EXPORT-LOG READ-LOG
"""
import csv
import datetime
import io
import json
import random
import re
import subprocess
import sys

import ocsf
import syslog_receiver

MEMBERS = ["time", "result", "action", "actor", "actorName", "address", "object", "objectName", "outcome", "route",
           "status", "bytesOut", "durationUs", "session", "agent", "source", "sourceId", "text", "id"]
TEXTS = ["action", "actor", "actorName", "address", "agent", "object", "objectName", "outcome", "route", "session",
         "source", "sourceId", "text"]
MOST = {"action": 128, "actor": 256, "actorName": 512, "address": 128, "agent": 256, "object": 256, "objectName": 512,
        "outcome": 128, "route": 256, "session": 128, "source": 128, "sourceId": 256, "text": 512}
HOSTILE = [
    '=1+1', '+SUM(A1)', '-2', '@cmd', '"', '""', "'", 'a,b', 'a;b', 'a|b', 'a\\b', '\\', '\\"', 'a=b', ']', '[x]', '"]',
    '\\]', ' x ', '|', 'CEF:0|a|b|c|', 'x\u2028y', 'x\u2029y', 'x\u0085y', '\u009b31m', '\u202egnp.exe', '\ufeffx',
    '\u200b', '\U0001f600', 'e\u0301', '\ufffd', '\ufffe', 'x' * 700, '\u20ac' * 300, '%s%n', '<13>1 - - - - - -',
    '{"a":1}', 'null', '0', '-', 'a\tb', 'rt=1 src=10.0.0.1', '\\n', 'a b=c', '<script>', "'; DROP TABLE x; --",
]
ACTIONS = ["sign-in", "session.begin", "session.end", "user.suspend", "user.create", "account.password", "group.delete",
           "group.create", "folder.save", "users.export", "request", "impersonate", "factor.verify", "connect",
           "token.refresh", "role.assign", "email.verify", "second-factor.enrol", "Weird Action"]
RESULTS = ["ok", "failed", "refused", "error"]
ROUTES = ["GET /v1/workspaces/{workspace}/users", "POST /v1/sign-in", "DELETE /p/x", "iam:CreateUser", "GET x", "/x"]
ADDRESSES = ["192.0.2.1", "2001:db8::1", "::ffff:10.0.0.1", "fe80::1%eth0", "host.example", "999.1.1.1", "unix"]


def cut(text, most):
    """As the store keeps it: no controls, and no more bytes than that."""
    text = re.sub("[\x00-\x1f\x7f]", " ", text)
    while len(text.encode()) > most:
        text = text[:-1]
    return text


def events():
    rng = random.Random(5)
    time = 1795377780123456
    made = [{"result": "ok", "time": time - 1}, {"result": "error", "time": time - 1000, "status": 500}]
    made += [{"result": rng.choice(RESULTS), "time": time + 10 * n, "action": action, "actor": "u1", "actorName": "ada@example.org",
              "address": "192.0.2.7", "object": "o1", "objectName": "Bo", "route": ROUTES[0], "status": 200,
              "durationUs": 1234, "bytesOut": 17, "session": "s1", "agent": "curl/8", "outcome": "because"}
             for n, action in enumerate(ACTIONS)]
    made += [{"result": "ok", "time": time + 500 + n, member: cut(text, MOST[member])}
             for n, (member, text) in enumerate((m, t) for m in TEXTS for t in HOSTILE)]
    for n in range(2000):
        event = {"result": rng.choice(RESULTS), "time": time + 5000 + 7 * n}
        for member in TEXTS:
            kind = rng.random()
            if kind < 0.4:
                pool = {"action": ACTIONS, "route": ROUTES, "address": ADDRESSES}.get(member, ["x1", "ada@example.org", "Ada"])
                event[member] = rng.choice(pool)
            elif kind < 0.7:
                event[member] = cut("".join(rng.choices(HOSTILE, k=rng.randint(1, 3))), MOST[member])
        for member, values in (("status", [200, 204, 301, 400, 401, 403, 404, 429, 500, 503]),
                               ("bytesOut", [1, 99, 2**31 - 1, 2**31, 2**53 - 1]), ("durationUs", [1, 999, 1000, 123456])):
            if rng.random() < 0.6:
                event[member] = rng.choice(values)
        made.append(event)
    return made


def export(program, form, lines, *scope):
    return subprocess.run([program, form, *scope], input=lines, capture_output=True, check=True).stdout.decode()


def rfc3339(time):
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=time)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def check_jsonl(program, made, lines):
    text = export(program, "jsonl", lines)
    rows = text.split("\n")
    yield "an object a line, and a line's end behind the last", len(rows) == len(made) + 1 and rows[-1] == ""
    yield "each says all of the event", [json.loads(row) for row in rows[:-1]] == made
    yield "in canonical form", all(row == json.dumps(e, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
                                   for row, e in zip(rows, made))


def check_csv(program, made, lines):
    text = export(program, "csv", lines)
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    yield "CSV ends every row in CR LF", text.endswith("\r\n") and text.count("\r\n") == len(made) + 1 == len(rows)
    yield "headings", rows[0] == MEMBERS
    good = formulas = True
    for row, event in zip(rows[1:], made):
        said = dict(zip(MEMBERS, row))
        formulas &= not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for cell in row)
        expected = {member: str(event.get(member, "")) for member in MEMBERS}
        expected = {m: "'" + v if v[:1] in ("=", "+", "-", "@") and v else v for m, v in expected.items()}
        expected.update(time=rfc3339(event["time"]), id=str(event["time"]))
        good &= len(row) == len(MEMBERS) and said == expected
    yield "every cell says what the event says", good
    yield "no cell is a formula", formulas


def check_ocsf(program, reader, made, lines):
    schema = ocsf.Schema()
    text = export(program, "ocsf", lines, "w1", "reeve.example")
    rows = text.split("\n")
    objects = [json.loads(row) for row in rows[:-1]]
    wrong = [(made[n], complaint) for n, o in enumerate(objects) for complaint in schema.complaints(o)]
    for event, complaint in wrong[:5]:
        print(f"# {complaint}: {event}")
    yield "an object an event", len(objects) == len(made) and rows[-1] == ""
    yield "all is valid OCSF 1.8.0", not wrong
    yield "all four classes are there", {o["class_uid"] for o in objects} == {3001, 3002, 3004, 6003}
    yield "and what is not valid is told", all(refuses(schema, objects))
    yield "the workspace is the tenant", all(o["metadata"]["tenant_uid"] == "w1" for o in objects)
    run = subprocess.run([reader, "ocsf", "4096", "UTC", "2026-11-23T00:00:00Z"], input=text.encode(), capture_output=True,
                         check=True)
    back = [line.split(" ", 1)[1] for line in run.stdout.decode().split("\n") if line[:1].isdigit()]
    yield "Reeve reads every one of them", len(back) == len(made)
    differing = [(e, b) for e, b in zip(made, map(json.loads, back)) if e_read_back(e) != b]
    for event, read in differing[:5]:
        print(f"# wrote {e_read_back(event)}\n#  read {read}")
    yield "and reads what was written", not differing


def refuses(schema, objects):
    """Whether the validation would see a mistake, of each kind."""
    def broken(change, number=-1):
        event = json.loads(json.dumps(objects[number]))
        change(event)
        return bool(schema.complaints(event))

    yield broken(lambda e: e.update(colour="red"))
    yield broken(lambda e: e.pop("severity_id"))
    yield broken(lambda e: e.update(severity_id=17))
    yield broken(lambda e: e.update(severity="Low", severity_id=1))
    yield broken(lambda e: e.update(type_uid=1))
    yield broken(lambda e: e.update(time="now"))
    yield broken(lambda e: e["metadata"].update(version="1.0.0"))
    yield broken(lambda e: e["metadata"].update(profiles=["datetime"]))
    yield broken(lambda e: e["src_endpoint"].clear())
    yield broken(lambda e: e["src_endpoint"].update(ip="host"))
    number = next(n for n, e in enumerate(objects) if e["class_uid"] == 3002)
    yield broken(lambda e: e.pop("service"), number)
    yield broken(lambda e: e.pop("user"), number)
    yield broken(lambda e: e.update(user={"type_id": 0}), number)


def e_read_back(event):
    """What an import makes of it: an event of the source "ocsf Reeve" with our time as its id, unless it was another
    system's before, with an id; no action is a request; of one's own account one is the object, too. Empty is unsaid."""
    event = {member: value for member, value in event.items() if value != ""}
    if not ("source" in event and "sourceId" in event):
        event.update(source="ocsf Reeve", sourceId=str(event["time"]))
    action = event.setdefault("action", "request")
    own = {"account.password", "email.verify", "role.assign", "second-factor.enrol", "user.create", "user.suspend"}
    if action in own and "object" not in event and "actor" in event:
        event["object"] = event["actor"]
        if "objectName" not in event and "actorName" in event:
            event["objectName"] = event["actorName"]
    route = event.get("route")
    if route is not None and re.match("[A-Z]{1,16} /", route):
        event["route"] = re.split("[?#;]", route)[0]
    if route is not None and route == event["action"]:
        del event["route"]
    return event


def plain(text):
    """What ends a line for some readers is a space."""
    return re.sub("[\x80-\x9f\u2028\u2029]", " ", text)


def check_cef(program, made, lines):
    text = export(program, "cef", lines, "w1", "reeve.example")
    rows = text.split("\n")
    yield "CEF: a line an event", len(rows) == len(made) + 1 == len(text.splitlines()) + 1
    good = True
    for row, event in zip(rows, made):
        header, extension = parse_cef(row)
        family = 4 if re.fullmatch(r"\d+(\.\d+){3}", event.get("address", "")) and "999" not in event["address"] else 0
        family = 6 if event.get("address") in ("2001:db8::1", "::ffff:10.0.0.1") else family
        said = {"action": extension.get("act"), "actor": extension.get("suid"), "actorName": extension.get("suser"),
                "address": extension.get({4: "src", 6: "c6a2", 0: "shost"}[family]), "agent": extension.get("requestClientApplication"),
                "object": extension.get("cs2"), "objectName": extension.get("cs3"), "outcome": extension.get("reason"),
                "session": extension.get("cs1"), "source": extension.get("cs4"), "sourceId": extension.get("cs5"),
                "text": extension.get("msg"), "status": extension.get("cn1"), "bytesOut": extension.get("out"),
                "durationUs": extension.get("cn2"), "result": extension.get("outcome"), "time": extension.get("externalId")}
        said["route"] = extension.get("cs6") or (f"{extension['requestMethod']} {extension['request']}" if "request" in extension
                                                 else None)
        expected = {member: plain(str(value)) for member, value in event.items() if value != ""}
        if "action" in expected:
            expected["action"] = plain(cut(event["action"], 63))
        same = {m: v for m, v in said.items() if v is not None} == expected
        same &= header[:3] == ["CEF:0", "Reeve", "Reeve"] and len(header) == 7 and header[6] in "1356"
        same &= header[4:6] == [plain(event.get("action") or "request"), plain(event.get("route") or event.get("action") or "request")]
        if not same and good:
            print(f"# {row}\n# {expected}\n# {said}")
        good &= same
    yield "and every field of it", good


def parse_cef(row):
    """By the description: fields part at | that has no backslash; keys are words before an = that has none."""
    fields = re.split(r"(?<!\\)((?:\\\\)*)\|", row, maxsplit=7)
    header = [re.sub(r"\\(.)", r"\1", fields[i] + fields[i + 1]) for i in range(0, 14, 2)]
    keys = list(re.finditer(r"(?:^| )([A-Za-z0-9]+)=", fields[14]))
    unescaped = [k for k in keys if not fields[14][:k.start(1)].endswith("\\")]
    extension = {}
    for key, following in zip(unescaped, unescaped[1:] + [None]):
        value = fields[14][key.end():following.start() if following else len(fields[14])]
        extension[key[1]] = re.sub(r"\\(.)", r"\1", value)
    return header, extension


def check_syslog(program, made, lines):
    text = export(program, "syslog", lines, "w1", "reeve.example")
    rows = text.split("\n")
    yield "syslog: a line an event", len(rows) == len(made) + 1 == len(text.splitlines()) + 1
    with syslog_receiver.Receiver() as receiver:
        received = receiver.receive(rows[:-1])
    yield "rsyslogd has every message", len(received) == len(made)
    good = True
    for message, event in zip(received, made):
        expected = {member: plain(str(value)) for member, value in event.items() if value != "" and member not in ("time", "text")}
        expected.update(id=str(event["time"]), workspace="w1")
        msgid = re.sub("[^!-~]", "", event.get("action", ""))[:32] or "-"
        severity = {"ok": 6, "failed": 5, "refused": 4, "error": 3}[event["result"]]
        same = message["data"] == {"reeve@32473": expected}
        same &= [message[m] for m in ("time", "host", "app", "pid", "id")] == [
            rfc3339(event["time"]), "reeve.example", "reeve", "-", msgid]
        same &= (message["facility"], message["severity"], message["version"]) == ("10", str(severity), "1")
        same &= message["text"].endswith(plain(event.get("text", "")))
        if not same and good:
            print(f"# {message}\n# {expected}")
        good &= same
    yield "every field of them as it was", good


def main():
    program, reader = sys.argv[1:3]
    made = events()
    lines = "".join(json.dumps(event) + "\n" for event in made).encode()
    cases = [*check_jsonl(program, made, lines), *check_csv(program, made, lines), *check_ocsf(program, reader, made, lines),
             *check_cef(program, made, lines), *check_syslog(program, made, lines)]
    print(f"1..{len(cases)}")
    for number, (what, good) in enumerate(cases, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}")


main()
