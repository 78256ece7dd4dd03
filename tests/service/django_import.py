#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A table of users that Django made: its passwords go on working and are stored anew at the next sign-in, its rights give nothing, and
nobody gets into an account with it that is somebody's already. Hashes are in no answer, no log and no trail.

    django_import.py PLAIN-DUMP
"""
import base64
import csv
import io
import json
import random
import sqlite3
import subprocess
import sys

import django
from django.conf import settings
from harness.api import PASSWORD, Service
from harness.tap import Tap

NEXT = "another long password 77 x"
DUMP = sys.argv[1]


def make_table(folder):
    """auth_user of a new Django database; its rows."""
    settings.configure(INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"], USE_TZ=True,
                       DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "django.sqlite3")}})
    django.setup()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection
    call_command("migrate", verbosity=0)
    weak = PBKDF2PasswordHasher().encode(PASSWORD, "Zm9vYmFyc2FsdA", 12000)
    User.objects.create_user("grace", "grace@example.org", PASSWORD, first_name="Grace", last_name="Hopper")
    for name, password, more in (
            ("old", weak, {}), ("gone", weak, {"is_active": False}), ("staff", weak, {"is_staff": True}), ("root", weak, {"is_superuser": True, "is_staff": True}),
            ("known", weak, {}), ("foreign", weak, {}), ("bcrypt", "bcrypt_sha256$$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW", {}),
            ("md5", "md5$salt$0123456789abcdef0123456789abcdef", {}), ("plain", "5f4dcc3b5aa765d61d8327deb882cf99", {}),
            ("none", "", {}), ("zero", weak.replace("$12000$", "$0$"), {}), ("endless", weak.replace("$12000$", "$1000000000$"), {}),
            ("slow", weak.replace("$12000$", "$9999999$"), {}), ("cut", weak[:-9], {})):
        User.objects.create(username=name, email=f"{name}@example.org", password=password, **more)
    unusable = User.objects.create(username="unusable", email="unusable@example.org")
    unusable.set_unusable_password()
    unusable.save()
    User.objects.create(username="nomail", password=weak)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM auth_user ORDER BY id")
        return [column[0] for column in cursor.description], cursor.fetchall()


def to_csv(table):
    text = io.StringIO()
    csv.writer(text).writerows([table[0], *table[1]])
    return text.getvalue()


def to_url(path):
    return "data:application/vnd.sqlite3;base64," + base64.b64encode(path.read_bytes()).decode()


def make_database(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def check_databases(tap, ada, second, folder):
    """What is no such database is refused in words, whatever it does."""
    columns = "id INTEGER PRIMARY KEY, username, email, first_name, last_name, password, is_active, is_staff, is_superuser"
    whole = (folder / "django.sqlite3").read_bytes()
    (folder / "cut.sqlite3").write_bytes(whole[:len(whole) // 2])
    (folder / "noise.sqlite3").write_bytes(whole[:100] + bytes(random.Random(5).randbytes(len(whole) - 100)))
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, 'a' AS username, 'a' AS email, '' AS first_name, '' AS last_name, '' AS password, 1 AS is_active, 0 AS is_staff, 0 AS is_superuser FROM n"
    cases = {
        "cut off": folder / "cut.sqlite3",
        "noise": folder / "noise.sqlite3",
        "no table": make_database(folder / "empty.sqlite3", "CREATE TABLE other (id)"),
        "a view in its place": make_database(folder / "view.sqlite3", f"CREATE VIEW auth_user AS {endless}"),
        "other columns": make_database(folder / "columns.sqlite3", "CREATE TABLE auth_user (id, email)"),
        "a virtual table": make_database(folder / "virtual.sqlite3", "CREATE VIRTUAL TABLE auth_user USING fts5 (username, email)"),
    }
    for name, path in cases.items():
        reply = ada.post(f"{second}/users/import", {"content": to_url(path)})
        tap.check(reply.status == 400 and reply.json["reason"] == "database", f"refused: {name}: {str(reply)[:200]}")
    for text in ("data:application/vnd.sqlite3;base64,", "data:application/vnd.sqlite3;base64,%%%", "data:application/vnd.sqlite3;base64,SGVsbG8="):
        reply = ada.post(f"{second}/users/import", {"content": text})
        tap.check(reply.status == 400 and reply.json["reason"] == "database", f"refused: {text}")
    log = make_database(folder / "wal.sqlite3", "PRAGMA journal_mode = WAL", f"CREATE TABLE auth_user ({columns})",
                        "INSERT INTO auth_user VALUES (1, 'wally', 'wally@example.org', 'Wally', '', '', 1, 0, 0)")
    reply = ada.post(f"{second}/users/import", {"content": to_url(log)})
    tap.check(reply.status == 200 and reply.json["rows"][0]["email"] == "wally@example.org", f"one with a write-ahead log is read: {str(reply)[:200]}")


def rows_of(reply):
    assert reply.status == 200, reply
    return {row.get("email", ""): row for row in reply.json["rows"]}


def say(row):
    return row.get("fate"), row.get("password"), row.get("state"), row.get("staff", False)


def can(service, name, password=PASSWORD):
    """Whether the password opens the account, whatever comes next."""
    device = service.device()
    try:
        return device.post("/v1/sign-in", {"email": f"{name}@example.org", "password": password, "device": "test"}).status == 200
    finally:
        device.close()


def add_second(ada):
    reply = ada.post("/v1/workspaces", {"name": "Second"}, Idempotency_Key="second")
    assert reply.status == 201, reply
    return "/v1/workspaces/" + reply.json["id"]


def dump(service):
    """Every value of every database, while the service is stopped."""
    service.stop()
    key = service.folder / "root-key"
    key.unlink(missing_ok=True)
    key.write_bytes(service.key)
    key.chmod(0o400)
    try:
        return subprocess.run([DUMP, service.folder / "data", key], capture_output=True, check=True, text=True).stdout
    finally:
        service.start()


def get_stored(text):
    return {line.split("reeve1$", 1)[1].split("'", 1)[0] for line in text.splitlines() if "reeve1$" in line}


def check_words(tap, ada, second, content):
    """The dry run says of each row what becomes of it, and changes nothing."""
    rows = rows_of(ada.post(f"{second}/users/import", {"content": content, "dryRun": True}))
    wanted = {
        "grace": ("create", "usable", "active", False), "old": ("create", "usable", "active", False), "gone": ("create", "usable", "suspended", False),
        "staff": ("create", "usable", "active", True), "root": ("create", "usable", "active", True), "foreign": ("create", "usable", "active", False),
        **{name: ("create", "unknown", "active", False) for name in ("bcrypt", "md5", "plain", "zero", "endless", "slow", "cut")},
        **{name: ("create", "none", "active", False) for name in ("none", "unusable")},
    }
    for name, fate in wanted.items():
        tap.check(say(rows[f"{name}@example.org"]) == fate, f"{name} is to be {fate}: {rows[f'{name}@example.org']}")
    tap.check(rows["root@example.org"]["roles"] == ["member"] and rows["grace@example.org"]["displayName"] == "Grace Hopper" and rows["old@example.org"]["displayName"] == "old",
              "a superuser comes in as a member, and who gave no name goes by the user name")
    tap.check(rows[""]["fate"] == "bad" and rows[""]["column"] == "email", "who has no address is told by name")
    tap.check(ada.get(f"{second}/users").json["total"] == 1, "a preview adds nobody")
    return rows


def check_rights(tap, ada, second, content):
    """A role for staff is one that the caller may give; passwords take the capability."""
    rows = rows_of(ada.post(f"{second}/users/import", {"content": content, "dryRun": True, "staffRoles": ["auditor"]}))
    tap.check(rows["root@example.org"]["roles"] == ["auditor"] and rows["old@example.org"]["roles"] == ["member"], "staff get the role that is chosen for them")
    reply = ada.post(f"{second}/users/import", {"content": content, "dryRun": True, "staffRoles": ["no-such"]})
    tap.check(reply.status == 400, f"a role must exist: {reply}")


def check_lesser(tap, service, ada, second, table):
    """Who may add people and not touch credentials adds them without."""
    role = ada.post(f"{second}/roles", {"name": "Desk", "capabilities": ["users.read", "users.write"]}, Idempotency_Key="desk").json
    [grace] = [user for user in ada.get(f"{second}/users").json["items"] if user["email"] == "grace@example.org"]
    reply = ada.patch(f"{second}/users/{grace['id']}", {"roles": [role["id"]]}, grace["version"])
    assert reply.status == 200, reply
    desk = service.device()
    reply = desk.sign_in("grace@example.org")
    assert reply.json["stage"] == "enrol", reply  # who may change people has a second factor
    desk.enrol()
    email = table[0].index("email")
    row = list(next(row for row in table[1] if row[email] == "old@example.org"))
    row[email] = "later@example.org"
    content = to_csv((table[0], [row]))
    rows = rows_of(desk.post(f"{second}/users/import", {"content": content}))
    tap.check(say(rows["later@example.org"]) == ("create", "not_allowed", "active", False) and not can(service, "later"), f"the password is not taken: {rows}")
    rows = rows_of(desk.post(f"{second}/users/import", {"content": to_csv((table[0], [[*row[:email], "more@example.org", *row[email + 1:]]])), "staffRoles": ["workspace-administrator"], "roles": ["workspace-administrator"]}))
    tap.check(rows["more@example.org"]["fate"] == "bad" and rows["more@example.org"]["reason"] == "escalation", f"nor is more given than is held: {rows}")
    desk.close()


def main():
    with Tap() as tap, Service() as service:
        table = make_table(service.folder)
        content = to_csv(table)
        hashes = [row[table[0].index("password")] for row in table[1]]
        ada = service.device()
        ada.set_up()
        second = add_second(ada)
        # In the first workspace: an account with a password of its own, and one without.
        first = rows_of(ada.post(f"{ada.workspace}/users/import", {"content": to_csv((table[0], [row for row in table[1] if row[table[0].index("username")] == "known"]))}))
        tap.check(say(first["known@example.org"]) == ("create", "usable", "active", False) and can(service, "known"), "a table of one user is imported")
        foreign = ada.post(f"{ada.workspace}/users", {"email": "foreign@example.org", "displayName": "F"}, Idempotency_Key="foreign")
        assert foreign.status == 201, foreign

        check_words(tap, ada, second, content)
        check_rights(tap, ada, second, content)
        done = ada.post(f"{second}/users/import", {"content": content, "skipBad": True, "dryRun": False})
        tap.check(done.status == 200 and done.json["applied"] and done.json["format"] == "django", f"it is applied: {str(done)[:200]}")
        tap.check(not any(part in done.body for value in hashes if value for part in value.split("$")[2:] if len(part) > 8), "the answer has no hash")

        again = ada.post(f"{second}/users/import", {"content": to_url(service.folder / "django.sqlite3")})
        tap.check(again.status == 200 and again.json["format"] == "django" and {row["email"]: row["fate"] for row in again.json["rows"] if row.get("email")} == {
            email: "exists" if row["fate"] == "create" else row["fate"] for email, row in rows_of(done).items() if email}, f"the database itself says the same: {str(again)[:300]}")
        check_databases(tap, ada, second, service.folder)

        before = get_stored(dump(service))
        tap.check(can(service, "grace") and can(service, "old") and can(service, "root"), "their passwords go on working")
        tap.check(not can(service, "grace", NEXT) and not can(service, "gone") and not any(can(service, name) for name in ("bcrypt", "md5", "plain", "none", "zero", "endless", "slow", "cut", "unusable")),
                  "no other does, and nobody gets in who was not active or has none")
        tap.check(not can(service, "foreign"), "an account that was there without a password has none now")
        known = service.device()
        known.sign_in("known@example.org")
        refusal = known.get(f"{second}/users")
        tap.check(can(service, "known") and refusal.status == 403 and refusal.json["reason"] == "unconfirmed",
                  f"a password that one workspace imported does not open another that adds the person: {refusal}")
        known.close()
        everything = dump(service)
        after = get_stored(everything)
        tap.check(len(before) == len(after) and len(before - after) == 3 - 1, f"the two weak ones that signed in are stored anew, the one of today's strength is not: {len(before)}, {len(before - after)}")
        leaks = [value for value in hashes if value.startswith("pbkdf2") and value in everything + service.read_log()]
        tap.check(not leaks, "no hash of the table lies open in any database or in the log")
        roles = {user["email"]: user["roles"] for user in ada.get(f"{second}/users").json["items"]}
        tap.check(roles["root@example.org"] == ["member"], "a superuser is a member")
        trail = json.dumps(ada.get(f"{second}/users/{[u for u in ada.get(f'{second}/users').json['items'] if u['email'] == 'old@example.org'][0]['id']}/history").json)
        tap.check("pbkdf2" not in trail and "reeve1" not in trail, "the trail tells no hash")
        check_lesser(tap, service, ada, second, table)
        ada.close()


main()
