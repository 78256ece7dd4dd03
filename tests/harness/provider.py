# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""An identity provider of the test's own, and a browser that goes through its pages without showing them.

    with Provider("real") as provider:
        query = Browser().sign_in(url, "ada@example.org")     # what the loopback redirect carried
"""
import html
import http.client
import json
import re
import subprocess
import urllib.parse

from .api import ROOT

CLIENT = "reeve-tests"
SECRET = "a secret with signs: %&=+:~"
REDIRECT_PATH = "/reeve/signed-in"
CONFIG = ["[identity-providers]", "private-addresses = true", "plain-http = true"]


class Provider:
    """kind: "real" (oidc-provider) or "lying"."""

    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        self.process = subprocess.Popen(["node", ROOT / "tests" / "service" / "openid" / "provider.mjs", self.kind],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.issuer = self.process.stdout.readline().strip()
        if not self.issuer:
            raise RuntimeError("the provider did not start")
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(60)

    def _ask(self, method, path, body=None):
        line = http.client.HTTPConnection(urllib.parse.urlsplit(self.issuer).netloc, timeout=600)
        line.request(method, path, json.dumps(body) if body is not None else None)
        reply = json.loads(line.getresponse().read())
        line.close()
        return reply

    def say(self, **said):
        """What the lying one does from now on."""
        self._ask("POST", "/say", said)

    def seen(self):
        """How often it was asked for what."""
        return self._ask("GET", "/seen")


class Browser:
    def __init__(self):
        self.cookies = {}

    def _ask(self, method, url, body=None):
        parts = urllib.parse.urlsplit(url)
        line = http.client.HTTPConnection(parts.netloc, timeout=600)
        headers = {"Accept": "text/html", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        reply = line.getresponse()
        for cookie in reply.headers.get_all("set-cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        text = reply.read().decode(errors="replace")
        line.close()
        return reply.status, urllib.parse.urljoin(url, reply.headers["location"] or ""), text

    def sign_in(self, url, address=None, back=REDIRECT_PATH):
        """The query of the redirect to the console, or to the path @back, as a dictionary; nobody is asked there."""
        method, body = "GET", None
        for _ in range(20):
            status, place, text = self._ask(method, url, body)
            if status in (301, 302, 303):
                if urllib.parse.urlsplit(place).path == back:
                    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(place).query))
                method, url, body = "GET", place, None
                continue
            action = re.search(r'<form[^>]*action="([^"]*)"', text)
            prompt = re.search(r'name="prompt" value="([^"]*)"', text)
            if status != 200 or not action:
                raise RuntimeError(f"{status}: {re.sub('<style.*?</style>', '', text, flags=re.S)[:1500]}")
            method, url = "POST", urllib.parse.urljoin(url, html.unescape(action[1]))
            fields = {"prompt": prompt[1]}
            if prompt[1] == "login":
                fields |= {"login": address, "password": "anything"}
            body = urllib.parse.urlencode(fields)
        raise RuntimeError("the provider sends round and round")
