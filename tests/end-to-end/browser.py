# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A browser for the pages below /p/, at a service's Unix socket: keeps cookies, follows redirects, fills in the form it was shown last."""
import email
import email.policy
import http.client
import re
import socket
import urllib.parse


class Line(http.client.HTTPConnection):
    """To a Unix socket."""

    def __init__(self, path):
        super().__init__("reeved")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


class Browser:
    def __init__(self, path):
        self.path, self.cookies, self.body = path, {}, ""

    def ask(self, method, page, body=None):
        line = Line(self.path)
        line.request(method, page, body, {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                                          **({"Content-Type": "application/x-www-form-urlencoded"} if body else {})})
        reply = line.getresponse()
        for cookie in reply.headers.get_all("set-cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        self.body = reply.read().decode()
        where = reply.headers["location"]
        line.close()
        return self.ask("GET", where) if where else reply.status

    def submit(self, page, **fields):
        hidden = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', self.body))
        return self.ask("POST", page, urllib.parse.urlencode({**hidden, **fields}))


def read_link(server, recipient, page):
    """The way to a page, of the newest mail to somebody that leads there; None: there is none."""
    for envelope in reversed(server.received):
        text = email.message_from_bytes(envelope.content, policy=email.policy.default).get_body(("plain",)).get_content()
        found = re.search(rf"/p/{page}/\S+", text)
        if envelope.rcpt_tos == [recipient] and found:
            return found.group()
    return None
