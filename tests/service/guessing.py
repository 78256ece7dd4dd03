#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Guessing at addresses that nobody has, at a real reeved: who runs it is told, once, by the journal and through a real mail server; no
name that was tried is told or kept, no workspace hears of it, and fail2ban's filter (docs/fail2ban) finds the address.

    guessing.py PLAIN-DUMP
"""
import email
import email.policy
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from harness.api import ROOT, Service
from harness.smtp_server import PASSWORD, USER, MailServer
from harness.tap import Tap

ATTACKER, SECOND, OPERATOR = "203.0.113.7", "198.51.100.23", "root@acme.example"
FORM = re.compile(r"event=sign-in-guessing rule=password-spray severity=high address=203\.0\.113\.7 network=203\.0\.113\.0/24 tries=(\d+) names=(\d+) "
                  r"since=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def wait_for(what, seconds=60):
    """Something true, or the last thing that was not."""
    for _ in range(int(seconds / 0.05)):
        found = what()
        if found:
            return found
        time.sleep(0.05)
    return found


def lines(service):
    return [line for line in service.read_log().splitlines() if "event=sign-in-guessing" in line]


def spray(service, names, address):
    """Statuses of one try at each. Every other name is a password that somebody typed into the wrong field."""
    device = service.device(over_tcp=True)
    found = {device.call("POST", "/v1/sign-in", {"email": name, "password": "not the one 4711", "device": "d"}, {"X-Forwarded-For": address}).status for name in names}
    device.close()
    return found


def read_mails(server):
    return [(each.rcpt_tos, email.message_from_bytes(each.content, policy=email.policy.default)) for each in server.received]


def read_filter():
    """fail2ban's regular expression as Python's, which it is but for the tag."""
    text = (ROOT / "docs/fail2ban/filter.conf").read_text()
    pattern = re.search(r"^failregex = (.*)$", text, re.M).group(1)
    return re.compile(pattern.replace("<ADDR>", r"(?P<addr>\d+(?:\.\d+){3}|[0-9a-f:]*:[0-9a-f:]*)"))


def find_banned(folder, text):
    """The addresses that the filter finds in a log, by fail2ban itself where it is installed."""
    log = folder / "to-read"
    log.write_text(text)
    program = shutil.which("fail2ban-regex")
    if program:
        # out of a folder in which the filter has the name that a jail gives it
        done = subprocess.run([program, "-o", "ip", str(log), str(ROOT / "docs/fail2ban/filter.conf")], capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.split()
    pattern = read_filter()
    found = (pattern.match(re.sub(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\w{3} [ \d]\d \d\d:\d\d:\d\d)", "", line)) for line in text.splitlines())
    return [match.group("addr") for match in found if match]


def check_filter(tap, service, folder):
    said = [line.split(" reeved: ", 1)[1] for line in lines(service)]
    journal = "".join(f"Nov 24 01:02:03 host reeved[{n}]: {line}\n" for n, line in enumerate(said, 1))
    tap.check(find_banned(folder, service.read_log()) == [ATTACKER, SECOND], f"the filter finds both in reeved's own file: {find_banned(folder, service.read_log())}")
    tap.check(find_banned(folder, journal) == [ATTACKER, SECOND], "and in the journal")
    others = [re.sub(r"address=\S+ network=\S+ ", "", said[0]), re.sub(r"address=\S+ network=\S+ ", "address=local ", said[0]), f"event=owner-refused {said[0]}",
              said[0].replace("sign-in-guessing", "sign-in")]
    stamped = "".join(f"2026-11-24T01:02:03Z notice reeved: {line}\nNov 24 01:02:03 host reeved[7]: {line}\nNov 24 01:02:03 host other[7]: {said[0]}\n" for line in others)
    tap.check(find_banned(folder, stamped) == [], "nothing in lines without an address, nor in what others say")
    v6 = said[0].replace(ATTACKER, "2001:db8:1::7").replace("203.0.113.0/24", "2001:db8:1::/48")
    tap.check(find_banned(folder, f"Nov 24 01:02:03 host reeved[7]: {v6}\n") == ["2001:db8:1::7"], "an IPv6 address too")
    jail = (ROOT / "docs/fail2ban/jail.conf").read_text()
    tap.check("\nfilter = reeved\n" in jail and "\nmaxretry = 1\n" in jail, "the jail takes that filter, and one line")


def check_workspace(tap, ada, unknown, before):
    told = ada.get(f"{ada.workspace}/access-log?limit=200")
    tap.check(told.status == 200, f"the workspace's log is read {told}")
    tried = [line for line in told.json["items"] if line.get("address") == ATTACKER]
    tap.check(len(tried) == 2 and {line["actorName"] for line in tried} == {"Ada Lovelace <ada@example.org>", "Bo <bo@example.org>"},
              f"it tells of the tries at its own accounts alone: {tried}")
    tap.check("unknown:" not in told.body and not any(name in told.body for name in unknown), "and of nobody else's")
    tap.check(ada.get(f"{ada.workspace}/findings").json["items"] == [], "no finding is the workspace's")
    mails = ada.get(f"{ada.workspace}/mails")
    tap.check(mails.status == 200 and OPERATOR not in mails.body and len(mails.json["items"]) == before, f"nor is the mail {mails}")


def check_told(tap, service, server):
    wait_for(lambda: lines(service) and server.received)
    found, mails = lines(service), read_mails(server)
    tap.check(len(found) == 1 and bool(FORM.fullmatch(found[0].split(" reeved: ", 1)[1])), f"one line in the journal, of its form: {found}")
    tries, names = map(int, FORM.search(found[0]).groups())
    tap.check(tries == names == 10, f"tries and names are counted: {tries} {names}")
    tap.check(len(mails) == 1 and mails[0][0] == [OPERATOR] and mails[0][1]["Subject"] == f"Sign-ins are guessed at from {ATTACKER}", f"one mail: {mails}")
    text = " ".join(mails[0][1].get_body(("plain",)).get_content().split())
    tap.check(f"10 tries at 10 names, from {ATTACKER} (203.0.113.0/24), since" in text, f"which says so: {text}")


def check_restart(tap, service, server):
    for how in (signal.SIGKILL, signal.SIGTERM):
        service.stop(how)
        service.start()
    more = [f"other-{i}@example.net" for i in range(12)]
    spray(service, more, SECOND)
    found = wait_for(lambda: lines(service) if len(lines(service)) > 1 else None)
    tap.check(len(found) == 2 and f"address={ATTACKER} " in found[0] and f"address={SECOND} " in found[1], f"neither kill -9 nor a restart tells it again, and the next is told: {found}")
    tap.check(len(server.received) == 1, "which waits for the mail of the next hour")
    return more


def check_names(tap, service, server, names, plain_dump):
    """Passwords in the wrong field, and the names, in their own spelling and in the folded one."""
    service.stop()
    key = service.folder / "key"
    key.write_bytes(service.key)
    key.chmod(0o400)
    kept = subprocess.run([plain_dump, service.folder / "data", key], check=True, capture_output=True).stdout.decode(errors="replace").lower()
    sent = "".join(each.content.decode(errors="replace") for each in server.received).lower()
    log = service.read_log().lower()
    tap.check("unknown:" in kept, "a name is a hash in the directory")
    for where, text in (("database", kept), ("mail", sent), ("journal", log)):
        there = [name for name in names if name.lower() in text or name.lower().split("@")[0] in text]
        tap.check(not there, f"no name in any {where}: {there}")


def main():
    with Tap() as tap, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server = MailServer(folder)
        password = folder / "password"
        password.write_text(PASSWORD + "\n")
        password.chmod(0o400)
        mail = {"server": "127.0.0.1", "port": server.port, "security": "starttls", "user": USER, "password-file": password, "ca-file": server.certificate,
                "from": "reeve@acme.example", "operator-address": OPERATOR}
        with Service(tcp=True, listen={"trusted-proxies": "127.0.0.1"}, more=["[mail]", *(f"{key} = {value}" for key, value in mail.items())]) as service:
            ada = service.device()
            ada.set_up()
            made = ada.post(f"{ada.workspace}/users", {"email": "bo@example.org", "displayName": "Bo"}, Idempotency_Key="bo")
            assert made.status == 201, made
            wait_for(lambda: all(mail["state"] == "sent" for mail in ada.get(f"{ada.workspace}/mails").json["items"]))
            before = len(ada.get(f"{ada.workspace}/mails").json["items"])
            server.received.clear()
            unknown = [f"Hunter{i}-{i * 7919:05}zqX@nobody.example" if i % 2 else f"person-{i * 7919:05}-zq@nobody.example" for i in range(30)]
            known = ["ada@example.org", "bo@example.org"]
            answers = spray(service, unknown[:20] + known + unknown[20:], ATTACKER)
            tap.check(answers == {401}, f"32 tries, all answered alike: {answers}")
            check_told(tap, service, server)
            check_workspace(tap, ada, unknown, before)
            more = check_restart(tap, service, server)
            check_filter(tap, service, folder)
            ada.close()
            check_names(tap, service, server, unknown + more, sys.argv[1])
        server.close()


main()
