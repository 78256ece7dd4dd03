#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""/openapi.json of the real service: it passes a foreign linter, it says what the table of routes says, and a walk through every
operation gets the answers that it describes, with no member that it does not.

    openapi.py ROUTES-DUMP
"""
import copy
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from harness.api import PASSWORD, ROOT, Service, totp
from harness.provider import CONFIG, Browser, Provider
from harness.tap import Tap

LINTER = ROOT / "tests" / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
SECURITY = {"anybody": [], "device": [{"proof": []}], "session": [{"token": [], "proof": []}]}
# Answered, but not by this walk, and where it is.
ELSEWHERE = {"GET /v1/workspaces/{workspace}/live": "a stream: test-live-feed.c",
             "GET /v1/workspaces/{workspace}/access-log/live": "a stream: test-live-feed.c",
             "POST /v1/workspaces/{workspace}/users/{user}/release": "takes a report by mail: test-report.c",
             **{f"POST /v1/workspaces/{{workspace}}/cases/{{case}}/{verb}": "a case goes its way: test-cases.c"
                for verb in ("contain", "instruct", "reopen", "dismiss", "close")},
             "POST /v1/workspaces/{workspace}/users/{user}/leave": "no code is left for it: test-revocation.c",
             "POST /v1/workspaces/{workspace}/leavings": "no code is left for it: test-leaver.py",
             **{f"POST /v1/workspaces/{{workspace}}/recoveries{rest}": "takes two of support: test-recoveries.c"
                for rest in ("", "/{recovery}/release", "/{recovery}/stop")},
             **{f"{operation.replace(' ', ' /v1/workspaces/{workspace}', 1)}": "nothing unusual happens in a minute: test-findings.c"
                for operation in ("GET /findings/{finding}", "PATCH /findings/{finding}", "GET /findings/{finding}/history")},
             **{f"{operation.replace(' ', ' /v1/workspaces/{workspace}/log-reviews/{review}', 1)}": "no day is over in a minute: test-log-reviews.c"
                for operation in ("POST /looks", "POST /sign", "POST /return", "GET /certificate", "GET /certificate/pdf")},
             **{f"POST /v1/workspaces/{{workspace}}/second-factor-resets/{{reset}}/{verb}": "takes three administrators: test-second-factor-resets.c"
                for verb in ("approve", "decline")}}
RESTS = {"tile": ".+"}  # go on behind slashes
IGNORED = {"description", "readOnly", "title", "default"}
FORMATS = {
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"),
    "email": re.compile(r"[^@\s]+@[^@\s]+$"),
    "uuid": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    "password": re.compile(r""),
}
TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def lint(description):
    """What the linter complains about."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(json.dumps(description))
        file.flush()
        done = subprocess.run(["node", LINTER, "lint", "--config", ROOT / "tests" / "redocly.yaml", "--format=json", file.name],
                              capture_output=True, text=True, env={**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"})
    report = json.loads(done.stdout[done.stdout.index("{"):])
    found = [f"{problem['ruleId']} at {problem['location'][0].get('pointer')}: {problem['message']}" for problem in report["problems"]]
    if done.returncode and not found:
        found = [done.stderr[-500:]]
    return found


class Schemas:
    """As much of JSON Schema 2020-12 as the description uses; a keyword beyond that is a complaint."""

    def __init__(self, description):
        self.description = description

    def resolve(self, schema):
        while "$ref" in schema:
            at = self.description
            for name in schema["$ref"].removeprefix("#/").split("/"):
                at = at[name]
            schema = at
        return schema

    def complaints(self, schema, value, where="", closed=True):
        """`closed`: a member that is in no properties is one, too."""
        schema = self.resolve(schema)
        for part in schema.get("allOf", []):
            yield from self.complaints(part, value, where, closed)
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        if types and not any(isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool)) for name in types):
            yield f"{where}: {value!r} is no {types}"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where}: {value!r} is not among {schema['enum']}"
        known = {"$ref", "allOf", "type", "enum"} | IGNORED
        for kind, check in ((str, self.text), (list, self.array), (dict, self.members), (int, self.number)):
            if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
                yield from check(schema, value, where, closed)
        known |= {"format", "minLength", "maxLength", "items", "minItems", "maxItems", "uniqueItems", "properties", "required",
                  "additionalProperties", "minimum", "maximum"}
        for keyword in schema.keys() - known:
            yield f"{where}: this test does not know the keyword {keyword}"

    def text(self, schema, value, where, _closed):
        if "format" in schema and not FORMATS[schema["format"]].match(value):
            yield f"{where}: {value!r} is no {schema['format']}"
        if schema.get("format") == "date-time":
            datetime.datetime.fromisoformat(value)
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            yield f"{where}: {len(value)} characters"

    def array(self, schema, value, where, closed):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{where}: {len(value)} items"
        if schema.get("uniqueItems") and len({json.dumps(item) for item in value}) != len(value):
            yield f"{where}: an item comes twice"
        for i, item in enumerate(value):
            yield from self.complaints(schema["items"], item, f"{where}/{i}", closed)

    def members(self, schema, value, where, closed):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{where}: lacks {name}"
        for name, member in value.items():
            if name in properties:
                yield from self.complaints(properties[name], member, f"{where}/{name}", closed)
            elif properties and (closed or schema.get("additionalProperties") is False):
                yield f"{where}: nothing is said of {name}"

    def number(self, schema, value, where, _closed):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield f"{where}: {value} is out of bounds"


class Walker:
    """Calls like a Device, and holds every call against the description."""

    def __init__(self, description, tap):
        self.description = description
        self.schemas = Schemas(description)
        self.tap = tap
        self.seen = set()
        self.templates = [(re.compile(re.sub(r"\{([^}]*)\}", lambda name: RESTS.get(name[1], "[^/]+"), path) + "$"), path)
                          for path in description["paths"]]
        self.templates.sort(key=lambda entry: entry[1].count("{"))

    def call(self, device, method, path, body=None, headers=None, status=None, name=""):
        kind = "application/merge-patch+json" if method == "PATCH" else "application/x-ndjson" if isinstance(body, str) else None
        reply = device.call(method, path, body, headers, kind)
        template = next((template for pattern, template in self.templates if pattern.match(path.split("?")[0])), None)
        bad = list(self.judge(method, template, body, reply)) if template else ["no such path"]
        if status and reply.status != status:
            bad.append(f"{reply.status} instead of {status}")
        self.tap.check(not bad, f"{method} {template} {name or reply.status}")
        if bad:
            self.tap.note("\n".join(bad[:10]))
            self.tap.note(reply)
        return reply

    def judge(self, method, template, body, reply):
        operation = self.description["paths"][template][method.lower()]
        right = reply.status < 400
        if right:
            self.seen.add(f"{method} {template}")
        described = operation["responses"].get(str(reply.status)) or operation["responses"].get(f"{reply.status // 100}XX")
        if described is None:
            yield f"the status {reply.status} is not described"
            return
        contents = self.schemas.resolve(described).get("content", {})
        media = (reply.headers.get("content-type") or "").split(";")[0]
        if not contents:
            if reply.body:
                yield "a body that is not described"
        elif media not in contents:
            yield f"{media} is not among {list(contents)}"
        elif media.endswith("json"):
            yield from self.schemas.complaints(contents[media]["schema"], reply.json)
        if right and body is not None:
            content = next(iter(operation["requestBody"]["content"].values()))
            yield from self.schemas.complaints(content["schema"], body, "request", closed=False)


def check_table(tap, description, dump):
    rows = [line.replace("...}", "}").split() for line in subprocess.run([dump], check=True, capture_output=True, text=True).stdout.splitlines()]
    tap.check(len(rows) > 20, f"{len(rows)} rows are in the table")
    described = {f"{method.upper()} {path}" for path, operations in description["paths"].items() for method in operations}
    tap.check(described == {f"{method} {path}" for method, path, *_ in rows}, "the description has those and no others")
    for method, path, capability, callers, step_up in rows:
        operation = description["paths"].get(path, {}).get(method.lower(), {})
        parameters = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "path"}
        headers = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "header"}
        tap.check(operation.get("security") == SECURITY[callers]
                  and (capability == "-") == ("description" not in operation)
                  and (capability == "-" or f"`{capability}`" in operation["description"]
                       and ("{workspace}" in path) == ("in one of the caller's workspaces" not in operation["description"]))
                  and (step_up != "-") == ("Reeve-Code" in headers) == ("403" in operation["responses"])
                  and parameters == set(re.findall(r"\{([^}]*)\}", path)), f"{method} {path}: for {callers}, needs {capability}")
    return described


def walk(walker, service):
    ada = service.device()

    def call(method, path, body=None, headers=None, **rest):
        return walker.call(ada, method, path, body, headers, **rest)

    call("GET", "/livez", status=204)
    call("GET", "/readyz")
    call("GET", "/v1/password-policy", status=200)
    call("GET", "/v1/me", status=401)
    call("POST", "/v1/setup", {"workspaceName": "Acme", "email": "ada@example.org", "displayName": "Ada", "password": "short"}, status=400)
    call("POST", "/v1/setup", {"workspaceName": "Acme", "email": "ada@example.org", "displayName": "Ada", "password": PASSWORD, "device": "t"})
    key = call("POST", "/v1/me/second-factor").json["key"]
    call("POST", "/v1/me/second-factor/confirm", {"code": "000000x"}, status=403)
    codes = call("POST", "/v1/me/second-factor/confirm", {"code": totp(key)}, status=200).json["recoveryCodes"].split("\n")
    call("GET", "/v1/me", status=200)

    workspace = "/v1/workspaces/" + call("GET", "/v1/workspaces", status=200).json["items"][0]["id"]
    call("GET", workspace, status=200)
    call("PATCH", workspace, {"name": "Acme & Co"}, {"If-Match": '"1"'}, status=200)
    call("PATCH", workspace, {"name": "Acme"}, {"If-Match": '"1"'}, status=412)
    call("PATCH", workspace, {"name": "Acme"}, status=428)
    call("POST", "/v1/workspaces", {"name": "Other"}, {"Idempotency-Key": "w"}, status=201)

    users = workspace + "/users"
    bo = call("POST", users, {"email": "bo@example.org", "displayName": "Bo"}, {"Idempotency-Key": "b"}, status=201).json
    call("POST", users, {"email": "bo@example.org", "displayName": "Bo"}, {"Idempotency-Key": "b2"}, status=409)
    call("POST", users, {"email": "no", "displayName": ""}, {"Idempotency-Key": "b3"}, status=400)
    one = f"{users}/{bo['id']}"
    call("GET", one, status=200)
    bo = call("PATCH", one, {"displayName": "Bo Li", "roles": ["reviewer"]}, {"If-Match": f'"{bo["version"]}"'}, status=200).json
    bo = call("PATCH", one, {"state": "suspended"}, {"If-Match": f'"{bo["version"]}"'}, status=200).json
    bo = call("DELETE", one, headers={"If-Match": f'"{bo["version"]}"'}, status=200).json
    call("POST", one + "/restore", headers={"If-Match": f'"{bo["version"]}"'}, status=200)
    call("POST", one + "/unlock")
    call("POST", one + "/release", {"reason": "all clear"}, status=403)
    call("GET", one + "/history", status=200)
    call("GET", users + "?limit=1&sort=-created", status=200)
    call("GET", users + "?sort=nonsense", status=400)
    call("GET", users + "/00000000-0000-7000-8000-000000000000", status=404)
    call("POST", users + "/bulk", {"action": "suspend", "query": "", "dryRun": True}, name="preview")
    done = call("POST", users + "/bulk", {"action": "reactivate", "ids": [bo["id"], "00000000-0000-7000-8000-000000000000"]}, status=200).json
    if done.get("batch"):
        call("POST", users + "/bulk", {"action": "undo", "batch": done["batch"]}, name="undo")
    table = "Email,Display name\ncy@example.org,Cy\nnone,No\n"
    call("POST", users + "/import", {"content": table, "dryRun": True}, name="preview")
    call("POST", users + "/import", {"content": table, "skipBad": True}, status=200)
    call("GET", users + "/export", status=403)
    call("GET", users + "/export", headers={"Reeve-Code": codes[3]}, status=200)

    codes = call("POST", "/v1/me/second-factor/recovery-codes", headers={"Reeve-Code": codes[8]}, status=200).json["recoveryCodes"].split("\n")
    call("POST", "/v1/me/second-factor/replace", status=403)
    call("POST", "/v1/me/second-factor/replace", headers={"Reeve-Code": codes[0]}, status=200)
    demands = workspace + "/second-factor-demands"
    later = {"demands": [{"role": "auditor", "since": "2199-01-01T00:00:00Z"}]}
    call("GET", demands, status=200)
    call("POST", demands + "/preview", later, status=200)
    call("PATCH", demands, later, {"If-Match": '"1"', "Reeve-Code": codes[1]}, status=200)
    codes = call("POST", "/v1/me/second-factor/recovery-codes", headers={"Reeve-Code": codes[2]}, status=200).json["recoveryCodes"].split("\n")
    call("GET", workspace + "/overview", status=200)
    rotations = workspace + "/rotations"
    key = call("POST", rotations, {"name": "Root key", "everyDays": 30}, {"Idempotency-Key": "key"}, status=201).json
    call("POST", rotations, {"name": "root KEY"}, {"Idempotency-Key": "key2"}, status=409)
    one = f"{rotations}/{key['id']}"
    call("GET", rotations + "?sort=name", status=200)
    call("GET", rotations + "?state=due", status=200)
    call("GET", one, status=200)
    call("PATCH", one, {"users": [bo["id"]], "roles": ["auditor"]}, {"If-Match": '"1"'}, status=200)
    call("PATCH", one, {"users": ["00000000-0000-7000-8000-000000000000"]}, {"If-Match": '"2"'}, status=400)
    call("POST", one + "/rotated", headers={"If-Match": '"2"'}, status=200)
    call("GET", one + "/history", status=200)
    call("DELETE", one, headers={"If-Match": '"3"'}, status=204)

    folders = workspace + "/folders"
    hr = call("POST", folders, {"name": "HR"}, {"Idempotency-Key": "hr"}, status=201).json
    call("POST", folders, {"name": "hr"}, {"Idempotency-Key": "hr2"}, status=409)
    call("POST", folders, {"name": "Pay", "parent": hr["id"]}, {"Idempotency-Key": "pay"}, status=201)
    call("GET", f"{folders}?parent={hr['id']}&principalKind=user&principal={bo['id']}", status=200)
    call("GET", f"{folders}?q=pay", status=200)
    call("GET", f"{folders}?principalKind=user", status=400)
    call("GET", folders + "/root", status=200)
    one = f"{folders}/{hr['id']}"
    call("GET", one, status=200)
    call("PATCH", one, {"name": "People"}, {"If-Match": '"1"'}, status=200)
    call("GET", one + "/history", status=200)
    draft = {"changes": [{"action": "grant", "folder": hr["id"], "principalKind": "user", "principal": bo["id"], "verbs": ["manage"]}]}
    permissions = workspace + "/permissions"
    plan = call("POST", permissions + "/plan", draft, status=200).json
    call("POST", permissions + "/plan", {"changes": []}, status=400)
    call("POST", permissions + "/apply", {**draft, "hash": plan["hash"]}, status=409)
    call("POST", permissions + "/apply-sensitive", {**draft, "hash": plan["hash"]}, {"Reeve-Code": codes[6]}, status=200)
    draft = {"changes": [{"action": "break", "folder": hr["id"]}]}
    plan = call("POST", permissions + "/plan", draft, status=200).json
    call("POST", permissions + "/apply", {**draft, "hash": plan["hash"]}, status=200)
    call("GET", one + "/grants", status=200)
    call("GET", one + "/access", status=200)
    call("GET", one + "/access/export", headers={"Reeve-Code": codes[7]}, status=200)
    call("GET", f"{folders}/export?principalKind=user&principal={bo['id']}", headers={"Reeve-Code": codes[8]}, status=200)
    call("GET", f"{workspace}/grants?principalKind=user&principal={bo['id']}", status=200)
    codes = call("POST", "/v1/me/second-factor/recovery-codes", headers={"Reeve-Code": codes[9]}, status=200).json["recoveryCodes"].split("\n")
    call("POST", permissions + "/why", {"subject": bo["id"], "folder": hr["id"], "verb": "view"}, status=200)
    call("POST", permissions + "/matrix", {"folders": [hr["id"]], "principals": [f"user {bo['id']}"]}, status=200)

    contacts = workspace + "/contacts"
    asked = {"email": "eve@outside.example", "displayName": "Eve", "folder": hr["id"], "verbs": ["view", "approve"]}
    call("POST", contacts, {**asked, "verbs": ["manage"]}, {"Idempotency-Key": "c2", "Reeve-Code": codes[3]}, status=400)
    one = contacts + "/" + call("POST", contacts, asked, {"Idempotency-Key": "c", "Reeve-Code": codes[3]}, status=201).json["id"]
    call("GET", contacts + "?state=live", status=200)
    call("GET", one, status=200)
    call("POST", one + "/resend", status=200)
    call("POST", one + "/revoke", status=200)
    call("POST", one + "/revoke", status=409)
    call("GET", one + "/history", status=200)

    policy = workspace + "/policy"
    call("GET", policy, status=200)
    call("PATCH", policy, {"passwordMinLength": 13}, {"If-Match": '"1"'}, status=200)
    call("PATCH", policy, {"passwordMinLength": 3}, {"If-Match": '"2"'}, status=400)
    call("GET", policy + "/history", status=200)

    detections = workspace + "/detections"
    call("GET", detections, status=200)
    call("PATCH", detections, {"numbers": ["brute-force/failures=10"]}, {"If-Match": '"1"'}, status=200)
    call("PATCH", detections, {"switchedOff": ["rain"]}, {"If-Match": '"2"'}, status=400)
    call("PATCH", detections, {"switchedOff": ["brute-force"]}, {"If-Match": '"2"'}, status=403)

    guest = call("POST", users, {"email": "gil@example.org", "displayName": "Gil"}, {"Idempotency-Key": "g"}, status=201).json
    one = f"{users}/{guest['id']}/second-factor"
    call("GET", one, status=200)
    call("POST", one + "/reset", {"reason": "lost", "proofing": "rumour"}, {"Reeve-Code": codes[4]}, status=400)
    call("POST", one + "/reset", {"reason": "lost", "proofing": "in-person"}, {"Reeve-Code": codes[4]}, status=409)

    roles = workspace + "/roles"
    call("GET", roles, status=200)
    desk = call("POST", roles, {"name": "Front desk", "capabilities": ["users.read"]}, {"Idempotency-Key": "r"}, status=201).json
    call("POST", roles, {"name": "front_desk", "capabilities": ["no.such"]}, {"Idempotency-Key": "r2"}, status=400)
    one = f"{roles}/{desk['id']}"
    call("GET", one, status=200)
    call("GET", roles + "/auditor", status=200)
    call("GET", one + "/history", status=200)
    call("POST", one + "/preview", {"action": "save", "capabilities": ["log.read"]}, name="preview")
    call("PATCH", one, {"description": "At the door"}, {"If-Match": '"1"'}, status=200)
    call("PATCH", roles + "/auditor", {"name": "Mine"}, {"If-Match": '"1"'}, status=409)
    call("POST", one + "/remove", {"removeFrom": "all", "version": 2}, status=200)
    spare = call("POST", roles, {"name": "Spare"}, {"Idempotency-Key": "s"}, status=201).json
    call("DELETE", f"{roles}/{spare['id']}", headers={"If-Match": '"1"'}, status=200)

    groups = workspace + "/groups"
    vallis = call("POST", groups, {"name": "Vallis"}, {"Idempotency-Key": "group"}, status=201).json
    team = call("POST", groups, {"name": "Team", "parent": vallis["id"]}, {"Idempotency-Key": "g2"}, status=201).json
    call("POST", groups, {"name": "vallis"}, {"Idempotency-Key": "g3"}, status=409)
    one = f"{groups}/{vallis['id']}"
    call("GET", groups + "?limit=1&sort=-members&q=val", status=200)
    call("GET", one, status=200)
    call("PATCH", one, {"description": "All of it"}, {"If-Match": '"1"'}, status=200)
    call("PATCH", one, {"parent": team["id"]}, {"If-Match": '"2"'}, status=409)
    call("POST", users + "/bulk", {"action": "add-to-groups", "ids": [bo["id"]], "groups": [team["id"]]}, name="groups")
    call("GET", one + "/members", status=200)
    call("POST", one + "/administrators", {"action": "add", "user": bo["id"]}, status=200)
    call("GET", one + "/administrators", status=200)
    call("POST", one + "/administrators", {"action": "remove", "user": bo["id"]}, status=200)
    call("GET", one + "/history", status=200)
    call("DELETE", f"{groups}/{team['id']}", headers={"If-Match": '"1"'}, status=200)

    invitations = workspace + "/invitations"
    made = call("POST", invitations, {"email": "eve@example.org", "message": "Come in"}, {"Idempotency-Key": "i"}, status=201).json
    call("POST", invitations, {"email": "eve@example.org"}, {"Idempotency-Key": "i2"}, status=409)
    one = f"{invitations}/{made['id']}"
    call("GET", invitations + "?limit=1&state=waiting", status=200)
    call("GET", one, status=200)
    call("POST", one + "/resend", status=200)
    link = call("POST", one + "/link", status=200).json["link"]
    guest, token = service.device(), link.rsplit("/", 1)[1]
    walker.call(guest, "POST", "/v1/invitations/look", {"token": made["link"].rsplit("/", 1)[1]}, status=404)
    walker.call(guest, "POST", "/v1/invitations/look", {"token": token}, status=200)
    walker.call(guest, "POST", "/v1/invitations/accept", {"token": token, "displayName": "Eve", "password": "short"}, status=400)
    walker.call(guest, "POST", "/v1/invitations/accept", {"token": token, "displayName": "Eve", "password": PASSWORD + "y"}, status=204)
    walker.call(guest, "POST", "/v1/sign-in", {"email": "eve@example.org", "password": PASSWORD + "y"}, status=200)
    key = walker.call(guest, "POST", "/v1/me/second-factor", status=200).json["key"]
    spare = walker.call(guest, "POST", "/v1/me/second-factor/confirm", {"code": totp(key)}, status=200).json["recoveryCodes"].split("\n")
    eve = walker.call(guest, "GET", "/v1/me", status=200).json["account"]["id"]
    codes = walk_approvals(walker, call, workspace, guest, eve, key, spare[0], codes)
    codes = walk_support(walker, call, users, workspace, guest, eve, codes)
    stranger, reset = service.device(), service.reset_link("eve@example.org")
    walker.call(stranger, "POST", "/v1/password-resets/look", {"token": token}, status=404)
    walker.call(stranger, "POST", "/v1/password-resets/look", {"token": reset}, status=200)
    walker.call(stranger, "POST", "/v1/password-resets/use", {"token": reset, "password": "short"}, status=400)
    walker.call(stranger, "POST", "/v1/password-resets/use", {"token": reset, "password": PASSWORD + "z"}, status=204)
    walker.call(stranger, "POST", "/v1/password-resets/use", {"token": reset, "password": PASSWORD + "z"}, status=404)
    done = call("POST", f"{users}/{eve}/second-factor/reset", {"reason": "lost", "proofing": "in-person"}, {"Reeve-Code": codes[5]}, status=200).json
    call("GET", f"{users}/{eve}/leave", status=200)
    call("POST", f"{users}/{eve}/leave", {"reason": "x"}, {"Reeve-Code": codes[1]}, status=400)
    call("POST", workspace + "/leavings/preview", {"ids": [eve]}, status=200)
    call("POST", workspace + "/leavings/preview", {}, status=400)
    call("POST", workspace + "/leavings", {"ids": [eve], "reason": "x"}, {"Reeve-Code": codes[1]}, status=400)
    resets = workspace + "/second-factor-resets"
    call("GET", resets, status=200)
    call("GET", resets + "?state=nonsense", status=400)
    call("GET", f"{resets}/{done['id']}", status=200)
    call("POST", f"{resets}/{done['id']}/approve", headers={"Reeve-Code": codes[6]}, status=409)
    call("POST", f"{resets}/{done['id']}/decline", status=409)
    call("POST", invitations + "/import", {"content": table.replace("cy", "di")}, name="preview")
    call("POST", invitations + "/import", {"content": table.replace("cy", "di"), "skipBad": True}, status=200)
    di = call("GET", invitations + "?q=di", status=200).json["items"][0]
    call("POST", f"{invitations}/{di['id']}/revoke", status=200)
    jobs = workspace + "/bulk-jobs"
    call("POST", workspace + "/users/import-job", {"content": "name\nNobody\n"}, status=400)
    job = call("POST", workspace + "/users/import-job", {"content": table.replace("cy", "jo"), "skipBad": True}, status=200).json
    call("POST", invitations + "/import-job", {"content": table.replace("cy", "ki"), "skipBad": True}, status=200)
    call("POST", workspace + "/users/bulk-job", {"action": "suspend", "query": "q=jo"}, status=200)
    call("GET", jobs + "?limit=1", status=200)
    call("GET", jobs + "?sort=nonsense", status=400)
    one = f"{jobs}/{job['id']}"
    call("POST", one + "/cancel", status=200)
    call("GET", one, status=200)
    call("GET", one + "/rows?state=failed", status=200)
    call("GET", one + "/export", status=200)
    call("DELETE", one, status=204)
    call("GET", workspace + "/mail-status", status=200)
    mail = call("GET", workspace + "/mails?state=kept", status=200).json["items"][0]
    call("GET", f"{workspace}/mails/{mail['id']}", status=200)
    call("POST", f"{workspace}/mails/{mail['id']}/retry", status=200)
    call("POST", workspace + "/mails/retry", status=204)
    call("GET", workspace + "/mails?sort=nonsense", status=400)

    log = workspace + "/access-log"
    call("GET", log + "?q=since:2h&zone=Europe/Berlin", status=200)
    call("GET", log + "?q=whom:ada", status=400)
    call("GET", log + "/histogram", status=200)
    call("GET", log + "/histogram?bucket=1", status=400)
    call("GET", log + "/facets?q=-result:ok", status=200)
    call("GET", log + "/facets?zone=Mars", status=400)
    call("GET", log + "/export?format=csv", status=403)
    call("GET", log + "/export?q=since:2h&format=csv", headers={"Reeve-Code": codes[3]}, status=200)
    call("GET", log + "/export/manifest?q=since:2h&format=csv", status=200)
    call("GET", log + "/export/manifest?format=xml", status=400)
    record = workspace + "/record"
    entry = call("GET", f"{workspace}/folders/{hr['id']}/history", status=200).json["items"][-1]["id"]
    call("GET", workspace + "/audit?objectType=folder&since=2026-01-01T00:00:00Z&q=hr", status=200)
    call("GET", workspace + "/audit?until=tomorrow", status=400)
    call("GET", f"{workspace}/audit/{entry}", status=200)
    call("GET", record + "/checkpoint", status=200)
    call("POST", record + "/consistency", {"oldSize": 1, "size": 2}, status=200)
    call("POST", record + "/consistency", {"oldSize": 2, "size": 1}, status=400)
    call("POST", record + "/inclusion", {"entry": entry}, status=200)
    call("POST", record + "/inclusion", {"event": 1}, status=404)
    call("GET", record + "/log/checkpoint", status=200)
    call("GET", record + "/log/tile/0/000.p/1", status=200)
    call("GET", record + "/log/tile/0/x001/000", status=404)
    call("GET", record + "/log/tile/entries/000.p/1", status=404)
    now = int(time.time() * 1e6)
    soon = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=20)).strftime("%Y-%m-%dT%H:%M:%SZ")
    held = {"since": "2026-01-01T00:00:00Z", "until": soon, "ends": soon, "reason": "Evidence of case 12"}
    call("POST", log + "/holds", {**held, "ends": "2020-01-01T00:00:00Z"}, {"Idempotency-Key": "h1"}, status=400)
    one = log + "/holds/" + call("POST", log + "/holds", {**held, "account": eve, "ticket": "T-7"}, {"Idempotency-Key": "h2"}, status=201).json["id"]
    call("GET", log + "/holds?limit=1&sort=-created", status=200)
    call("GET", one, status=200)
    call("GET", one + "/history", status=200)
    call("DELETE", one, status=403)
    call("DELETE", one, headers={"Reeve-Code": codes[4]}, status=204)
    walk_findings(call, workspace, soon)
    walk_cases(call, workspace, users, codes[8])
    codes = walk_notifications(call, workspace, codes)
    walk_log_reviews(call, workspace)
    call("POST", workspace + "/access-log/ingest?source=web1&format=reeve", json.dumps({"time": now, "action": "sign-in"}) + "\n{}\n", status=200)
    call("POST", workspace + "/access-log/ingest?format=csv", "{}", status=400)

    walk_provider(walker, call, service, workspace, (codes[7], codes[9]))

    call("GET", "/v1/me/password-policy", status=200)
    call("POST", "/v1/me/confirmation", status=204)
    reviews = workspace + "/access-reviews"
    review = call("POST", reviews, status=200).json
    call("POST", reviews, status=409)
    call("GET", reviews, status=200)
    call("GET", f"{reviews}/{review['id']}", status=200)
    right = call("GET", f"{reviews}/{review['id']}/rights", status=200).json["items"][0]
    call("POST", f"{reviews}/{review['id']}/decide", {"ids": [right["id"]], "action": "keep"}, status=200)

    call("POST", "/v1/me/password", {"current": "wrong", "password": PASSWORD + "x"})
    call("POST", "/v1/me/password", {"current": PASSWORD, "password": PASSWORD + "x"}, status=204)
    second = service.device()
    walker.call(second, "POST", "/v1/sign-in", {"email": "ada@example.org", "password": PASSWORD}, status=401)
    asked = walker.call(second, "POST", "/v1/sign-in", {"email": "ada@example.org", "password": PASSWORD + "x"}, status=200).json
    signed_in = walker.call(second, "POST", "/v1/sign-in/code", {"challenge": asked["challenge"], "code": codes[0]}, status=200).json
    walker.call(second, "POST", "/v1/sign-in/refresh", {"refreshToken": signed_in["refreshToken"]}, status=200)
    sessions = call("GET", "/v1/me/sessions", status=200).json["items"]
    call("DELETE", "/v1/me/sessions/" + next(session["id"] for session in sessions if not session.get("current")), status=204)
    fourth = service.device()
    asked = walker.call(fourth, "POST", "/v1/sign-in", {"email": "ada@example.org", "password": PASSWORD + "x"}).json
    walker.call(fourth, "POST", "/v1/sign-in/code", {"challenge": asked["challenge"], "code": codes[8]})
    walker.call(fourth, "GET", users, status=200)
    sessions = call("GET", workspace + "/sessions?sort=-lastSeen", status=200).json["items"]
    call("DELETE", workspace + "/sessions/" + next(session["id"] for session in sessions if not session.get("current")), status=204)
    call("POST", f"{workspace}/users/{bo['id']}/end-sessions", status=200)
    call("POST", workspace + "/sessions/end-all", status=200)
    for route in ("/v1/sign-out", "/v1/sign-out-everywhere"):
        third = service.device()
        asked = walker.call(third, "POST", "/v1/sign-in", {"email": "ada@example.org", "password": PASSWORD + "x"}).json
        walker.call(third, "POST", "/v1/sign-in/code", {"challenge": asked["challenge"], "code": codes[1 if route.endswith("out") else 2]})
        walker.call(third, "POST", route, status=204)


def walk_approvals(walker, call, workspace, guest, eve, key, spare, codes):
    """Eve, on the device guest, with an authenticator, decides what is asked of her. Other recovery codes."""
    rules, approvals = workspace + "/approval-rules", workspace + "/approvals"
    rule = {"operation": "sessions.end-all", "approvers": [eve]}
    call("POST", rules, rule, {"Idempotency-Key": "rule"}, status=403)
    made = call("POST", rules, rule, {"Idempotency-Key": "rule", "Reeve-Code": codes[0]}, status=201).json
    call("POST", rules, {**rule, "folder": "root"}, {"Idempotency-Key": "rule2", "Reeve-Code": codes[7]}, status=400)
    one = f"{rules}/{made['id']}"
    call("GET", rules + "?operation=sessions.end-all", status=200)
    call("GET", one, status=200)
    call("PATCH", one, {"hours": 24}, {"If-Match": '"1"', "Reeve-Code": codes[8]}, status=200)
    call("GET", one + "/history", status=200)
    call("POST", workspace + "/sessions/end-all", status=403)
    asked = {"method": "POST", "path": workspace + "/sessions/end-all", "reason": "It is time"}
    call("POST", approvals, {**asked, "path": workspace + "/users"}, {"Idempotency-Key": "ask0"}, status=409)

    last = {"method": "DELETE", "path": one, "reason": "It is time"}
    call("DELETE", one, headers={"If-Match": '"2"'}, status=403)
    granted = call("POST", approvals, last, {"Idempotency-Key": "ask"}, status=201).json["id"]
    first = f"{approvals}/{granted}"
    call("GET", approvals + "?mine=asked&state=waiting", status=200)
    call("GET", approvals + "?mine=nobody", status=400)
    call("GET", first, status=200)
    call("POST", first + "/approve", {"code": "123456"}, status=403)
    walker.call(guest, "POST", first + "/approve", {"code": totp(key, time.time() + 30)}, status=200)

    second = approvals + "/" + call("POST", approvals, asked, {"Idempotency-Key": "ask2"}, status=201).json["id"]
    key = walker.call(guest, "POST", "/v1/me/second-factor/replace", headers={"Reeve-Code": spare}, status=200).json["key"]
    walker.call(guest, "POST", "/v1/me/second-factor/confirm", {"code": totp(key)}, status=200)
    walker.call(guest, "POST", second + "/refuse", {"code": totp(key, time.time() + 30)}, status=400)
    walker.call(guest, "POST", second + "/refuse", {"code": totp(key, time.time() + 30), "note": "no"}, status=200)

    third = approvals + "/" + call("POST", approvals, asked, {"Idempotency-Key": "ask3"}, status=201).json["id"]
    call("POST", third + "/withdraw", status=200)
    call("POST", third + "/withdraw", status=409)
    call("GET", third + "/history", status=200)
    call("DELETE", one, headers={"If-Match": '"2"', "Reeve-Code": codes[9], "Reeve-Approval": granted}, status=204)
    return call("POST", "/v1/me/second-factor/recovery-codes", headers={"Reeve-Code": codes[2]}, status=200).json["recoveryCodes"].split("\n")


def walk_support(walker, call, users, workspace, guest, eve, codes):
    """Eve, on the device guest, is of support for a while. Other recovery codes."""

    def set_role(role):
        version = call("GET", f"{users}/{eve}", status=200).json["version"]
        call("PATCH", f"{users}/{eve}", {"roles": [role]}, {"If-Match": f'"{version}"'}, status=200)

    def ask(key):
        return grants + "/" + walker.call(guest, "POST", grants, asked, {"Idempotency-Key": key}, status=201).json["id"]

    grants, asked = workspace + "/support-grants", {"ticket": "T-12", "reason": "cannot sign in", "minutes": 60}
    set_role("support-agent")
    walker.call(guest, "GET", users, status=404)
    walker.call(guest, "POST", grants, {**asked, "minutes": 481}, {"Idempotency-Key": "s0"}, status=400)
    first = ask("s1")
    walker.call(guest, "POST", grants, asked, {"Idempotency-Key": "s2"}, status=409)
    call("POST", first + "/refuse", {}, status=400)
    call("POST", first + "/refuse", {"note": "no"}, status=200)
    second = ask("s3")
    call("POST", second + "/approve", {}, status=403)
    call("POST", second + "/approve", {"minutes": 30}, {"Reeve-Code": codes[0]}, status=200)
    walker.call(guest, "GET", users, status=200)
    walker.call(guest, "GET", second, status=200)
    walker.call(guest, "GET", "/v1/workspaces", status=200)
    call("GET", grants + "?state=active&sort=-asked", status=200)
    call("GET", grants + "?state=nonsense", status=400)
    call("GET", second + "/events?limit=1", status=200)
    call("GET", second + "/history", status=200)
    call("POST", second + "/end", status=200)
    call("POST", second + "/end", status=409)
    walker.call(guest, "GET", users, status=404)
    set_role("member")
    return call("POST", "/v1/me/second-factor/recovery-codes", headers={"Reeve-Code": codes[7]}, status=200).json["recoveryCodes"].split("\n")


def walk_provider(walker, call, service, workspace, codes):
    place = workspace + "/identity-provider"
    with Provider("lying") as provider:
        provider.say(email="eve@example.org")
        call("GET", place, status=200)
        call("POST", place + "/test", {"issuer": provider.issuer}, status=200)
        call("POST", place + "/test", {"issuer": "http://127.0.0.1:1"}, status=200, name="nobody there")
        call("PATCH", place, {"noSuchMember": 1}, {"If-Match": '"0"'}, status=403)
        saved = call("PATCH", place, {"enabled": True, "label": "Acme", "issuer": provider.issuer, "clientId": "c", "domains": ["example.org"]},
                     {"If-Match": '"0"', "Reeve-Code": codes[0]}, status=200).json
        guest = service.device()
        offers = walker.call(guest, "POST", "/v1/sign-in/providers", {"domain": "example.org"}, status=200).json["providers"]
        begun = walker.call(guest, "POST", "/v1/sign-in/provider", {"provider": offers[0]["id"], "port": 49200}, status=200).json
        query = Browser().sign_in(begun["url"])
        wrong = {"ticket": "x", "state": "x", "code": "x"}
        walker.call(guest, "POST", "/v1/sign-in/provider/complete", wrong, status=401)
        walker.call(guest, "POST", "/v1/sign-in/provider/complete", {"ticket": begun["ticket"], "state": query["state"], "code": query["code"]}, status=200)
        begun = walker.call(guest, "POST", "/v1/sign-in/provider", {"provider": offers[0]["id"], "port": 49200}, status=200).json
    late = {"ticket": begun["ticket"], "state": begun["state"], "code": "x"}
    walker.call(guest, "POST", "/v1/sign-in/provider/complete", late, status=502)
    call("DELETE", place, headers={"If-Match": f'"{saved["version"]}"', "Reeve-Code": codes[1]}, status=204)


def walk_notifications(call, workspace, codes):
    """Other recovery codes."""
    codes = call("POST", "/v1/me/second-factor/recovery-codes", headers={"Reeve-Code": codes[7]}, status=200).json["recoveryCodes"].split("\n")
    rules = workspace + "/notification-rules"
    rule = {"name": "On call", "channel": "webhook", "severity": "high", "uri": "https://192.0.2.1/hook"}
    call("POST", rules, rule, {"Idempotency-Key": "n1"}, status=403)
    made = call("POST", rules, rule, {"Idempotency-Key": "n2", "Reeve-Code": codes[3]}, status=201).json
    assert made["secret"].startswith("whsec_"), made
    one = f"{rules}/{made['id']}"
    call("GET", rules + "?limit=1&sort=name", status=200)
    assert "secret" not in call("GET", one, status=200).json
    call("PATCH", one, {"paused": True}, {"If-Match": '"1"', "Reeve-Code": codes[4]}, status=200)
    assert call("POST", one + "/secret", headers={"Reeve-Code": codes[6]}, status=200).json["secret"] != made["secret"]
    call("POST", one + "/test", status=200)
    call("DELETE", one, headers={"If-Match": '"2"', "Reeve-Code": codes[5]}, status=204)
    call("GET", one + "/history", status=200)
    return codes


def walk_cases(call, workspace, users, code):
    uma = call("POST", users, {"email": "uma@example.org", "displayName": "Uma"}, {"Idempotency-Key": "uma"}, status=201).json["id"]
    una = call("POST", users, {"email": "una@example.org", "displayName": "Una"}, {"Idempotency-Key": "una"}, status=201).json["id"]
    cases = workspace + "/cases"
    assert call("POST", cases + "/preview", {"people": [uma]}, status=200).json["people"] == [uma]
    call("POST", cases + "/preview", {"people": [uma], "address": "192.0.2.1"}, status=400)
    call("POST", workspace + "/containments/preview", {"address": "192.0.2.1"}, status=200)
    call("POST", cases, {"people": []}, {"Idempotency-Key": "case0"}, status=400)
    one = cases + "/" + call("POST", cases, {"people": [uma], "noticed": "Odd mails"}, {"Idempotency-Key": "case1"}, status=201).json["id"]
    call("POST", workspace + "/containments", {"people": [una], "ticket": "T-7"}, {"Idempotency-Key": "case2"}, status=201)
    call("POST", workspace + "/containments/by-address", {"email": "nobody@example.org"}, {"Idempotency-Key": "tip0"}, status=400)
    call("POST", workspace + "/containments/by-address", {"email": "nobody@example.org", "ticket": "T-8"}, {"Idempotency-Key": "tip1"}, status=201)
    call("POST", workspace + "/breach-reports", {"email": "nobody@example.org", "noticed": "Odd mails"}, {"Idempotency-Key": "tip2"}, status=201)
    call("GET", cases + "?state=open", status=200)
    call("GET", cases + "?state=lost", status=400)
    version = call("GET", one, status=200).json["version"]
    call("PATCH", one, {"nature": "vulnerability"}, {"If-Match": f'"{version}"'}, status=200)
    call("GET", one + "/people", status=200)
    call("GET", one + "/entries", status=200)
    call("GET", one + "/history", status=200)
    call("POST", one + "/notes", {"text": "Called them"}, status=200)
    call("POST", one + "/resolve", {"text": "Patched"}, status=200)
    call("GET", workspace + "/recoveries", status=200)
    ask = {"email": "una@example.org", "ticket": "T-9", "contact": "Una, called back", "reason": "Locked out"}
    call("POST", workspace + "/recoveries", ask, {"Idempotency-Key": "back"}, status=403)
    nobody = workspace + "/recoveries/00000000-0000-7000-8000-000000000000"
    call("POST", nobody + "/release", status=403)
    call("POST", nobody + "/stop", {"text": "No such call"}, status=404)
    settings = workspace + "/case-settings"
    assert call("GET", settings, status=200).json["noticeMinutes"] == 60
    call("PATCH", settings, {"noticeText": "{nonsense}"}, {"If-Match": '"1"'}, status=400)
    call("PATCH", settings, {"noticeTo": ["privacy@example.org"]}, {"If-Match": '"1"'}, status=200)
    call("PATCH", settings, {"noticeTo": []}, {"If-Match": '"2"'}, status=403)
    call("POST", one + "/notify", {"text": "What is known by now"}, status=200)
    call("GET", one + "/evidence", status=403)
    call("GET", one + "/evidence", headers={"Reeve-Code": code}, status=200)


def walk_findings(call, workspace, soon):
    nobody = "/00000000-0000-7000-8000-000000000000"
    call("GET", workspace + "/findings?state=undecided&sort=-severity&since=2026-01-01T00:00:00Z", status=200)
    call("GET", workspace + "/findings?state=lost", status=400)
    call("GET", workspace + "/findings/groups?by=address", status=200)
    call("GET", workspace + "/findings/groups?by=rule", status=400)
    call("GET", workspace + "/findings" + nobody, status=404)
    call("PATCH", workspace + "/findings" + nobody, {"state": "acknowledged"}, {"If-Match": '"1"'}, status=404)
    decision = {"id": nobody[1:], "version": 1, "state": "acknowledged"}
    call("POST", workspace + "/findings/bulk", {"decisions": [decision]}, status=200)
    call("POST", workspace + "/findings/bulk", {"decisions": [dict(decision, state="lost")]}, status=400)
    mutes = workspace + "/mutes"
    mute = {"network": "192.0.2.0/24", "reason": "Our way in", "ends": soon}
    call("POST", mutes, {**mute, "network": None}, {"Idempotency-Key": "m1"}, status=400)
    one = mutes + "/" + call("POST", mutes, mute, {"Idempotency-Key": "m2"}, status=201).json["id"]
    call("GET", mutes + "?limit=1&sort=ends", status=200)
    call("GET", one, status=200)
    call("PATCH", one, {"rule": "brute-force"}, {"If-Match": '"1"'}, status=200)
    call("PATCH", one, {"rule": "brute-force"}, {"If-Match": '"1"'}, status=412)
    call("DELETE", one, status=204)
    call("GET", one + "/history", status=200)



def walk_log_reviews(call, workspace):
    reviews = workspace + "/log-reviews"
    call("GET", reviews + "?state=lost", status=400)
    review = call("GET", reviews + "?limit=5&state=open", status=200).json["items"][0]
    one = f"{reviews}/{review['id']}"
    call("GET", one, status=200)
    call("GET", one + "/slices", status=200)
    saved = call("PATCH", one, {"note": "Looked at on Monday"}, {"If-Match": f'"{review["version"]}"'}, status=200).json
    call("POST", one + "/looks", {"action": "sign-in", "result": "ok", "looked": True}, status=400)
    now = {"If-Match": f'"{saved["version"]}"'}
    call("POST", one + "/sign", headers=now, status=403)
    call("POST", one + "/return", {"note": "Not yet"}, now, status=409)
    call("GET", one + "/certificate", status=404)
    call("GET", one + "/history", status=200)


def main():
    with Tap() as tap, Service(more=CONFIG) as service:
        reply = service.device().get("/openapi.json")
        tap.check(reply.status == 200 and reply.headers["content-type"].startswith("application/json"), "the description is served")
        description = reply.json
        found = lint(description)
        tap.check(not found, "redocly finds nothing to say about it, not even a warning")
        tap.note("\n".join(found[:20]))
        broken = copy.deepcopy(description)
        broken["paths"]["/v1/me"]["get"]["responses"] = {"200": {"content": {}}}
        broken["paths"]["/v1/me"]["get"]["operationId"] = "getWorkspaces"
        tap.check(len(lint(broken)) >= 2, "and it does speak up when there is something")
        described = check_table(tap, description, pathlib.Path(sys.argv[1]))
        walker = Walker(description, tap)
        walk(walker, service)
        missing = described - walker.seen - ELSEWHERE.keys()
        tap.check(not missing, f"the walk got a right answer from every operation {sorted(missing)}")


if __name__ == "__main__":
    sys.exit(main())
