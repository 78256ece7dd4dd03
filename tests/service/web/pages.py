#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The pages below /p/ over HTTP, as the real reeved answers them: headers, cookies, refusals, and that no link's secret reaches the
access log or the service's own."""
import hmac
import http.client
import re
import signal
import socket
import subprocess
import sys
import urllib.parse

from harness.api import BUILD, Service
from harness.tap import Tap

HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "content-language": "en",
}


class Browser:
    def __init__(self, service):
        self.service = service
        self.cookies = {}

    def ask(self, method, path, body=None, **headers):
        line = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            headers.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        line.request(method, path, body, headers)
        reply = line.getresponse()
        self.status = reply.status
        self.headers = {name.lower(): value for name, value in reply.getheaders()}
        for cookie in reply.headers.get_all("set-cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        self.body = reply.read().decode()
        line.close()
        return self

    def submit(self, path, fields, **headers):
        token = re.search(r'name="form" value="([^"]*)"', self.body)
        body = urllib.parse.urlencode({"form": token.group(1) if token else "", **fields})
        return self.ask("POST", path, body, **{"Content_Type": "application/x-www-form-urlencoded", **headers})

    def is_page(self, status, text):
        right = self.status == status and text in self.body and '<html lang="en">' in self.body
        right = right and all(self.headers.get(name) == value for name, value in HEADERS.items())
        if not right:
            print(f"# {self.status} {self.headers} {self.body[:600]}")
        return right


def dump(service):
    key = service.folder / "key"
    key.unlink(missing_ok=True)
    key.write_bytes(service.key)
    key.chmod(0o400)
    return subprocess.run([BUILD / "tests/service/plain-dump", service.folder / "data", key],
                          check=True, capture_output=True).stdout.decode(errors="replace")


FORM = "application/x-www-form-urlencoded"
REFUSED = [
    ("a page that is none", "GET", "/p/nothing", None, {}, 404, "There is no such page"),
    ("the folder", "GET", "/p/", None, {}, 404, "There is no such page"),
    ("a token where none belongs", "GET", "/p/forgot/abc", None, {}, 404, "There is no such page"),
    ("a file outside", "GET", "/p/..%2f..%2fetc%2fpasswd", None, {}, 404, "There is no such page"),
    ("a method that is none of a page's", "PUT", "/p/forgot", "x", {}, 405, "That is not possible here"),
    ("DELETE", "DELETE", "/p/reset", None, {}, 405, "That is not possible here"),
    ("a form sent to a link", "POST", "/p/reset/abc", "a=b", {"Content_Type": FORM}, 405, "That is not possible here"),
    ("a form sent to a page without one", "POST", "/p/reset-done", "a=b", {"Content_Type": FORM}, 405, "That is not possible here"),
    ("a form from elsewhere", "POST", "/p/forgot", "a=b", {"Content_Type": FORM, "Origin": "https://evil.example"}, 403, "can no longer be sent"),
    ("a form from a sister site", "POST", "/p/forgot", "a=b", {"Content_Type": FORM, "Sec_Fetch_Site": "same-site"}, 403, "can no longer be sent"),
    ("a form without its token", "POST", "/p/forgot", "email=a%40b", {"Content_Type": FORM}, 403, "can no longer be sent"),
    ("JSON", "POST", "/p/forgot", "{}", {"Content_Type": "application/json"}, 400, "could not be read"),
    ("no type", "POST", "/p/forgot", "a=b", {"Content_Type": ""}, 400, "could not be read"),
    ("a form with a wrong escape", "POST", "/p/forgot", "a=%zz", {"Content_Type": FORM}, 400, "could not be read"),
    ("a form that is no UTF-8", "POST", "/p/forgot", b"a=\xff", {"Content_Type": FORM}, 400, "could not be read"),
    ("a field twice", "POST", "/p/forgot", "a=1&a=2", {"Content_Type": FORM}, 400, "could not be read"),
    ("65 fields", "POST", "/p/forgot", "&".join(f"f{i}=" for i in range(65)), {"Content_Type": FORM}, 400, "could not be read"),
    ("a form past 16 KiB", "POST", "/p/forgot", "a=" + "x" * 16383, {"Content_Type": FORM}, 413, "too long"),
]


def check_pages(tap, service):
    browser = Browser(service)
    tap.check(browser.ask("GET", "/p/forgot").is_page(200, "<h1>Forgot your password?</h1>"), "a page comes with every header")
    tap.check(browser.ask("HEAD", "/p/forgot").status == 200 and browser.body == "", "HEAD is GET without the page")
    style = Browser(service).ask("GET", "/p/style.css")
    tap.check(style.status == 200 and style.headers["content-type"] == "text/css; charset=utf-8" and
              style.headers["cache-control"] == "public, max-age=3600", "the style sheet may be kept")
    tap.check(not re.search(r"<script|<style| style=| on\w+=|javascript:|https?://", browser.ask("GET", "/p/forgot").body),
              "nothing inline, nothing from elsewhere")
    for name, method, path, body, headers, status, text in REFUSED:
        tap.check(Browser(service).ask(method, path, body, **headers).is_page(status, text), f"refused as a page: {name}")
    twice = Browser(service)
    twice.ask("GET", "/p/forgot", Accept_Language="\xff\xfe;q=,,,", Cookie="; =;reeve-form;reeve-form=;reeve-form=%;" + "x=y;" * 200)
    tap.check(twice.is_page(200, "Forgot"), "headers of rubbish change nothing")


def check_secret(tap, service):
    browser = Browser(service)
    browser.ask("GET", "/p/forgot")
    browser.submit("/p/forgot", {"email": "ada@example.org"}, Sec_Fetch_Site="same-origin", Origin="null")
    tap.check(browser.status == 303 and browser.headers["location"] == "/p/forgot-sent", "an address is taken")
    service.stop()
    token = re.search(r"/p/reset/([A-Za-z0-9_-]{43})", dump(service)).group(1)
    service.start()
    browser = Browser(service)
    browser.ask("GET", f"/p/reset/{token}")
    tap.check(browser.status == 303 and browser.headers["location"] == "/p/reset" and browser.body == "", "a link leads to its page")
    tap.check(browser.ask("GET", "/p/reset").is_page(200, "ada@example.org") and token not in browser.body, "which does not show it")
    browser.submit("/p/reset", {"password": "seventeen brass lanterns", "again": "seventeen brass lanterns"})
    tap.check(browser.status == 303 and browser.headers["location"] == "/p/reset-done", "a new password is set")
    service.stop()
    text = dump(service)
    events = text[text.index("access-log"):] if "access-log" in text else ""
    tap.check("/p/reset/…" in text and "/p/forgot" in text, "access events name the pages")
    tap.check(token not in service.read_log(), "the service's log does not have the secret")
    rows = [line for line in text.splitlines() if token in line]
    tap.check(not any("/p/reset/…" in line or "GET" in line for line in rows) and token not in events,
              f"no access event has it ({len(rows)} rows of the outbox do)")
    service.start()
    device = service.device()
    tap.check(device.sign_in("ada@example.org", "seventeen brass lanterns").json.get("stage") == "code",
              "the new password signs in, and a code is asked for")
    device.close()


def check_owner(tap, service):
    """Without a mail: by who owns machine and root key."""
    config = service.folder / "owner.conf"
    config.write_text(service.config.read_text().replace("port = 0", f"port = {service.port}")
                      + f"[service]\nroot-key-file = {service.folder / 'key'}\n")

    def ask(email):
        return subprocess.run([service.program, "reset-link", email, "--config", config], capture_output=True, text=True, timeout=600)

    link = rf"http://127.0.0.1:{service.port}(/p/reset/[A-Za-z0-9_-]{{43}})\n"
    done = ask("ada@example.org")
    good = re.fullmatch(link, done.stdout)
    tap.check(done.returncode == 0 and good, f"the service that runs makes a link for its owner: {done}")
    browser = Browser(service)
    browser.ask("GET", good.group(1))
    tap.check(browser.ask("GET", "/p/reset").is_page(200, "ada@example.org"), "which sets a new password")
    done = ask("nobody@example.org")
    tap.check(done.returncode == 2 and "reeved: not_found: " in done.stderr and not done.stdout, f"but none for nobody: {done.stderr}")
    check_door(tap, service, ask)
    service.stop(signal.SIGKILL)
    service.start()
    tap.check(ask("ada@example.org").stdout.startswith(f"http://127.0.0.1:{service.port}/p/reset/"), "after a crash too")
    service.stop()
    tap.check(not (service.folder / "data" / "owner").exists(), "a service that ends takes its door with it")
    done = ask("nobody@example.org")
    tap.check(done.returncode == 2 and "not_found" in done.stderr and not done.stdout, f"nor for nobody: {done.stderr}")
    first, second = (ask("ada@example.org").stdout for _ in range(2))
    good = re.fullmatch(link, second)
    tap.check(good, f"the owner gets a link: {second}")
    text = dump(service)
    tap.check("password-reset.by-owner" in text and second.strip()[-43:] not in text, "it is audited, and kept nowhere")
    service.start()
    browser = Browser(service)
    browser.ask("GET", first.strip()[first.index("/p/"):])
    tap.check(browser.ask("GET", "/p/reset").is_page(410, "does not work any more"), "a later link ends the one before")
    browser.ask("GET", good.group(1))
    tap.check(browser.ask("GET", "/p/reset").is_page(200, "ada@example.org"), "and sets a new password")


def check_door(tap, service, ask):
    """Who is on the machine as the service's user and has not got the root key learns nothing and gets nothing."""
    key, where = service.folder / "key", service.folder / "data" / "owner"
    tap.check(where.stat().st_mode & 0o777 == 0o600, "the owner's door is nobody else's")
    right = key.read_bytes()
    key.chmod(0o600)
    key.write_bytes(bytes(32))
    key.chmod(0o400)
    for email in ("ada@example.org", "nobody@example.org"):
        done = ask(email)
        tap.check(done.returncode == 2 and "reeved: wrong_key: " in done.stderr and not done.stdout, f"another key opens nothing: {done.stderr}")
    key.chmod(0o600)
    key.write_bytes(right)
    key.chmod(0o400)

    def knock(*messages):
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
            door.settimeout(60)
            door.connect(str(where))
            nonce = door.recv(64)
            for message in messages:
                door.send(message)
            return nonce, door.recv(64)

    secret = hmac.digest(hmac.digest(bytes(32), right, "sha256"), b"reeve/1/owner\x01", "sha256")
    first, _ = knock(bytes(32) + b"ada@example.org")
    overheard = hmac.digest(secret, first + b"ada@example.org", "sha256") + b"ada@example.org"
    for message in (b"", b"x" * 33, bytes(32), overheard, b"\0" * 4096):
        nonce, answer = knock(message) if message else knock()
        tap.check(nonce != first and answer == b"", f"{len(message)} bytes open nothing")
    tap.check(ask("ada@example.org").returncode == 0, "and its owner still comes in")


def check_contact(tap, service, ada):
    """An external contact: asked, looking, answering once; their link in no access event and no log."""
    folder = ada.call("POST", f"{ada.workspace}/folders", {"name": "Tenders"}, {"Idempotency-Key": "folder"}).json["id"]
    asked = {"email": "eve@outside.example", "displayName": "Eve", "folder": folder, "verbs": ["approve"]}
    reply = ada.call("POST", f"{ada.workspace}/contacts", asked, {"Idempotency-Key": "contact"})
    tap.check(reply.status == 403, "without a code nobody from outside is asked")
    headers = {"Idempotency-Key": "contact2", "Reeve-Code": ada.recovery_codes[0]}
    reply = ada.call("POST", f"{ada.workspace}/contacts", asked, headers)
    tap.check(reply.status == 201 and "/p/" not in repr(reply.json), "with one they are, and no answer tells the link")
    service.stop()
    token = re.search(r"/p/contact/([0-9a-f]{32}\.[A-Za-z0-9_-]{43})", dump(service)).group(1)
    service.start()
    browser = Browser(service)
    browser.ask("GET", f"/p/contact/{token}")
    tap.check(browser.status == 303 and browser.headers["location"] == "/p/contact" and browser.body == "", "a contact's link leads to its page")
    tap.check(browser.ask("GET", "/p/contact").is_page(200, "Tenders") and token not in browser.body, "which shows the folder, and not the link")
    late = Browser(service)
    late.ask("GET", f"/p/contact/{token}")
    late.ask("GET", "/p/contact")
    fields = {"contact": reply.json["id"], "decision": "approved", "text": "Fine"}
    browser.submit("/p/contact", fields)
    tap.check(browser.status == 303 and browser.headers["location"] == "/p/contact-done", "an answer is taken")
    tap.check(browser.ask("GET", "/p/contact-done").is_page(200, "Your answer is sent"), "and said so")
    late.submit("/p/contact", fields)
    tap.check(late.is_page(410, "This link does not work any more"), "once")
    stranger = Browser(service)
    stranger.ask("GET", f"/p/contact/{token[:33]}{'A' * 43}")
    tap.check(stranger.ask("GET", "/p/contact").body == late.body, "one that never was gets the same page")
    service.stop()
    rows = [line for line in dump(service).splitlines() if token in line]
    tap.check(not any("/p/contact/…" in line or "GET" in line for line in rows), "no access event has the link")
    tap.check(token not in service.read_log(), "nor has the service's log")
    service.start()


def main():
    with Tap() as tap, Service(tcp=True) as service:
        ada = service.device()
        ada.set_up()
        check_contact(tap, service, ada)
        ada.close()
        check_pages(tap, service)
        check_secret(tap, service)
        check_owner(tap, service)


if __name__ == "__main__":
    sys.exit(main())
