#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A finding on its way out of a real reeved: raised by events that come in, told by a webhook to a real HTTPS receiver, which checks the
signature by itself (Standard Webhooks 1.0), and by mail through a real mail server."""
import base64
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import pathlib
import ssl
import subprocess
import tempfile
import threading
import time

from harness.api import Service
from harness.smtp_server import PASSWORD, USER, MailServer
from harness.tap import Tap


def wait_for(what, seconds=60):
    """Something true, or the last thing that was not."""
    for _ in range(int(seconds / 0.05)):
        found = what()
        if found:
            return found
        time.sleep(0.05)
    return found


class Receiver:
    """`status`: what it answers; `received`: (headers, body) of each request."""

    def __init__(self, folder):
        self.status, self.received = 204, []
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                owner.received.append((self.path, self.headers, body))
                self.send_response(owner.status)
                if owner.status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *_):
                pass

        self.certificate = folder / "hook.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "hook.key", "-out", self.certificate], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, folder / "hook.key")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.uri = f"https://127.0.0.1:{self.server.server_address[1]}/hook?team=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def check_signature(secret, headers, body):
    """As a receiver's library does it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(wanted, each) for each in headers["webhook-signature"].split(" ")) and abs(time.time() - int(headers["webhook-timestamp"])) < 300


def attack(ada, who):
    """Forty wrong passwords within half an hour."""
    now = int(time.time() * 1e6) - 60 * 1000000
    lines = "".join(json.dumps({"time": now - (40 - i) * 45 * 1000000, "action": "sign-in", "result": "refused", "outcome": "password_wrong", "status": 401,
                                "actor": who, "actorName": who, "address": "203.0.113.5", "source": "okta", "sourceId": f"{who}-{i}"}) + "\n" for i in range(40))
    reply = ada.call("POST", f"{ada.workspace}/access-log/ingest", lines, content_type="application/x-ndjson")
    assert reply.status == 200 and reply.json["taken"] == 40, reply


def find(ada, who):
    return [item for item in ada.get(f"{ada.workspace}/findings").json["items"] if item.get("person") == who or item.get("key") == who]


def make(ada, codes, rule):
    reply = ada.post(f"{ada.workspace}/notification-rules", rule, **{"Reeve-Code": codes.pop(), "Idempotency-Key": rule["name"]})
    assert reply.status == 201, reply
    return reply.json


def get(ada, rule):
    return ada.get(f"{ada.workspace}/notification-rules/{rule['id']}").json


def check_webhook(tap, ada, receiver, rule):
    attack(ada, "mallory")
    found = wait_for(lambda: find(ada, "mallory"))
    tap.check(bool(found), f"the finding is raised: {found}")
    told = wait_for(lambda: [each for each in receiver.received if b"mallory" in each[2]])
    tap.check(bool(told), "and told")
    path, headers, body = told[0]
    tap.check(path == "/hook?team=1" and headers["Content-Type"] == "application/json" and check_signature(rule["secret"], headers, body), "signed, where it belongs")
    message = json.loads(body)
    canonical = json.dumps(message, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    finding = message["data"]["finding"]
    tap.check(body == canonical and message["type"] == "finding.raised" and message["data"]["workspace"]["name"] == "Acme", f"as canonical JSON: {body!r}")
    same = [each for each in found if each["id"] == finding["id"]]
    tap.check(bool(same) and finding == same[0], f"the finding that the API tells of: {finding} in {found}")
    now = wait_for(lambda: get(ada, rule) if "lastSent" in get(ada, rule) else None)
    tap.check("failingSince" not in now and "lastAnswer" not in now and now["version"] == 1, f"the rule says that it went well: {now}")


def check_failing(tap, service, ada, receiver, rule):
    receiver.status = 503
    receiver.received.clear()
    attack(ada, "trudy")
    failing = wait_for(lambda: get(ada, rule) if "failingSince" in get(ada, rule) else None)
    tap.check(failing["lastAnswer"] == "status_503", f"the rule says what the receiver answered: {failing}")
    told = len(receiver.received)
    first = [each for each in receiver.received if b"trudy" in each[2]][0]
    receiver.status = 200
    service.stop()
    service.start()
    again = wait_for(lambda: receiver.received[told:], seconds=90)
    tap.check(bool(again) and again[0][1]["webhook-id"] == first[1]["webhook-id"] and again[0][2] == first[2] and
              check_signature(rule["secret"], again[0][1], again[0][2]), "a minute later the same comes again under the same id, also after a restart")
    tap.check("failingSince" not in wait_for(lambda: get(ada, rule) if "failingSince" not in get(ada, rule) else None), "and all is well")


def check_test(tap, ada, receiver, rule):
    def test():
        before = len(receiver.received)
        assert ada.post(f"{ada.workspace}/notification-rules/{rule['id']}/test").status == 200
        return wait_for(lambda: receiver.received[before:])

    for status in (302, 404):
        receiver.status = status
        sent = test()
        told = wait_for(lambda: get(ada, rule).get("lastAnswer"))
        tap.check(len(sent) == 1 and told == f"status_{status}", f"a test that is answered {status} is told so, and is sent nowhere else: {told}")
        receiver.status = 204
        sent = test()
        wait_for(lambda: "lastAnswer" not in get(ada, rule))
        tap.check(json.loads(sent[0][2])["type"] == "test" and "lastAnswer" not in get(ada, rule), "a test that arrives")


def check_renewal(tap, ada, codes, receiver, rule):
    """The receiver knows the old one, and learns the new one within the day."""
    reply = ada.post(f"{ada.workspace}/notification-rules/{rule['id']}/secret", **{"Reeve-Code": codes.pop()})
    tap.check(reply.status == 200 and reply.json["secret"] != rule["secret"], "a new secret")
    before = len(receiver.received)
    assert ada.post(f"{ada.workspace}/notification-rules/{rule['id']}/test").status == 200
    _, headers, body = wait_for(lambda: receiver.received[before:])[0]
    tap.check(check_signature(rule["secret"], headers, body) and check_signature(reply.json["secret"], headers, body),
              f"what is sent now is signed with both: {headers['webhook-signature']}")


def check_mail(tap, server):
    mails = wait_for(lambda: [mail for mail in (email.message_from_bytes(each.content, policy=email.policy.default) for each in server.received)
                              if "Finding (medium): Password guessing" == mail["Subject"] and "mallory" in mail.get_body(("plain",)).get_content()])
    tap.check(bool(mails) and mails[0]["To"] is not None and "brute-force" not in mails[0].get_body(("plain",)).get_content(),
              "the mail arrives, and tells of it in words")


def main():
    with Tap() as tap, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server, receiver = MailServer(folder), Receiver(folder)
        password = folder / "password"
        password.write_text(PASSWORD + "\n")
        password.chmod(0o400)
        mail = {"server": "127.0.0.1", "port": server.port, "security": "starttls", "user": USER, "password-file": password, "ca-file": server.certificate,
                "from": "reeve@acme.example"}
        more = ["[service]", "public-uri = https://reeve.acme.example", "[webhooks]", f"ca-file = {receiver.certificate}", "private-addresses = true", "[mail]", *(f"{key} = {value}" for key, value in mail.items())]
        with Service(more=more) as service:
            ada = service.device()
            ada.set_up()
            codes = ada.recovery_codes
            me = ada.get("/v1/me").json["account"]["id"]
            hook = make(ada, codes, {"name": "Hook", "channel": "webhook", "severity": "low", "uri": receiver.uri})
            make(ada, codes, {"name": "Mail", "channel": "mail", "severity": "low", "users": [me], "rules": ["brute-force"]})
            check_webhook(tap, ada, receiver, hook)
            check_mail(tap, server)
            check_test(tap, ada, receiver, hook)
            check_renewal(tap, ada, codes, receiver, hook)
            check_failing(tap, service, ada, receiver, hook)
            tap.check(hook["secret"] not in service.read_log() and base64.b64decode(hook["secret"][6:]) not in (service.folder / "log").read_bytes(), "the log knows no secret")
            ada.close()
        server.close()


main()
