#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Mails handed to a real mail server (aiosmtpd), and read by another program (Python's email) when they have arrived.

    smtp.py SEND-MAILS
"""
import email
import email.header
import email.policy
import email.utils
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from harness.tap import Tap
from harness.smtp_server import PASSWORD, USER, MailServer

SEND = sys.argv[1]
LINK = "https://reeve.example.org/p/invitation/abc?x=1&y=<2>"


def send(server, *recipients, ca="-", user=USER, password=PASSWORD, wait=20000, from_name="Reeve", name="Ada", subject="Hello", host="127.0.0.1",
         security=None, port=None):
    done = subprocess.run([SEND, host, str(port or server.port), security or server.security, str(ca), user, password, str(wait), from_name, name,
                           subject, *recipients], capture_output=True, text=True, timeout=170)
    assert done.returncode == 0 and not done.stderr, done
    return [tuple(line.split("\t")) for line in done.stdout.splitlines()]


def parse(envelope):
    return email.message_from_bytes(envelope.content, policy=email.policy.default)


def read_header(envelope, name):
    """Unfolded and decoded by the older reader: the newer puts spaces where a long name was folded."""
    value = email.message_from_bytes(envelope.content, policy=email.policy.compat32)[name].replace("\r\n", "")
    text = value if name == "Subject" else email.utils.parseaddr(value)[0]
    return str(email.header.make_header(email.header.decode_header(text)))


def check_message(tap, envelope):
    message = parse(envelope)
    raw = envelope.content
    tap.check(not message.defects and envelope.mail_from == "reeve@xn--mnchen-3ya.example" and envelope.rcpt_tos == ["ada@example.org"], "the envelope")
    tap.check(raw.replace(b"\r\n", b"").count(b"\n") == 0 and max(map(len, raw.split(b"\r\n"))) < 998 and raw.isascii(),
              "lines end by CR LF, none is too long, all is ASCII")
    tap.check(message["auto-submitted"] == "auto-generated" and message["message-id"] == "<018f0000-0000-7000-8000-000000000011@xn--mnchen-3ya.example>"
              and message["date"].datetime.timestamp() == 1795312316, f"headers: {message.items()}")
    tap.check(message.get_content_type() == "multipart/alternative" and [part.get_content_type() for part in message.iter_parts()] ==
              ["text/plain", "text/html"], "plain text, then HTML")
    plain = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    page = message.get_body(("html",)).get_content()
    tap.check(LINK in plain.split("\n") and "<b>Größe</b> & \"Maße\" = 20 %" in plain.replace("\n", " ") and "\n.\n" in plain and "\n.hidden From" in plain,
              "the plain text has every word, dots too")
    tap.check(max(len(line) for line in plain.split("\n") if "://" not in line) <= 76, "and lines to read")
    tap.check("&lt;b&gt;Größe&lt;/b&gt;" in page and "<b>" not in page and 'href="https://reeve.example.org/p/invitation/abc?x=1&amp;y=&lt;2&gt;"' in page,
              "the HTML has them as text")


def check_hostile(tap, server):
    """Whatever a name is, it stays one; no header comes of it."""
    for name in ("Zoë Ångström", "Ada, Countess", 'A "quoted" one', "<eve@example.org>", "a@b, eve@example.org", "=?utf-8?q?x?=", "x" * 190, "李" * 90,
                 "(comment)", "a;b:c", "\\", "Ada =?utf-8?b?DQpCY2M6IGV2ZUBleGFtcGxlLm9yZw==?="):
        server.received.clear()
        results = send(server, "ada@example.org", name=name, subject=f"For {name}", from_name=name, user="-")
        if results != [("sent", "")] or not server.received:
            tap.check(False, f"sent to {name!r}: {results}")
            continue
        message = parse(server.received[0])
        names = {read_header(server.received[0], header) for header in ("To", "From")}
        shown = name.replace("=?", "= ?")
        tap.check(len(message["to"].addresses) == 1 and message["to"].addresses[0].addr_spec == "ada@example.org" and message["bcc"] is None
                  and len(message["from"].addresses) == 1 and set(map(str.lower, message.keys())) == {
                      "from", "to", "subject", "date", "message-id", "auto-submitted", "content-language", "mime-version", "content-type"}
                  and names == {shown} and read_header(server.received[0], "Subject").replace(" ", "") == f"For{shown}".replace(" ", ""),
                  f"a name stays a name: {name[:40]!r} {names if names != {shown} else ''}")
    for name in ("Ada\r\nBcc: eve@example.org", "Ada\nBcc: eve@example.org", "Ada\rx", "Ada\x01", "Ada\u2028x", "Ada\x7f"):
        server.received.clear()
        for where in ("name", "subject", "from_name"):
            results = send(server, "ada@example.org", user="-", **{where: name})
            tap.check(results[0][0] == "unwritten" and not server.received, f"{where} {name!r} is not sent")
    for address in ("ada@example.org\r\nRCPT TO:<eve@example.org>", "ada@example.org> SIZE=1", "ada@example.org,eve@example.org", "ada", "@example.org", "a b@example.org"):
        results = send(server, address, user="-")
        tap.check(results[0][0] == "unwritten" and not server.received, f"address {address!r} is not sent to")


def check_results(tap, server):
    server.received.clear()
    server.connections = 0
    results = send(server, "ada@example.org", "nobody@example.org", "bo@example.org", "busy@example.org", "cy@example.org", user="-")
    tap.check([kind for kind, _ in results] == ["sent", "refused", "sent", "later", "sent"], f"each by itself: {results}")
    tap.check(results[1][1].startswith("550 5.1.1 No") and results[3][1] == "450 4.2.1 Mailbox busy" and results[1][1].isprintable(), "with the server's words, made harmless")
    tap.check([envelope.rcpt_tos[0][:2] for envelope in server.received] == ["ad", "bo", "cy"], "and the others arrive")
    server.mode = "spam"
    tap.check(send(server, "ada@example.org", user="-")[0] == ("refused", "554 5.7.1 Looks like spam"), "refused after the message")
    server.mode = "drop"
    began = time.monotonic()
    results = send(server, "ada@example.org", "bo@example.org", user="-")
    tap.check([kind for kind, _ in results] == ["down", "down"], f"dropped in the middle: {results} {time.monotonic() - began:.1f} s")
    server.mode = "hang"
    began = time.monotonic()
    results = send(server, "ada@example.org", user="-", wait=1500)
    tap.check(results[0][0] == "down", f"hangs: {results} {time.monotonic() - began:.1f} s")
    server.mode = "accept"
    deaf = socket.create_server(("127.0.0.1", 0))
    results = send(None, "ada@example.org", user="-", wait=1500, security="none", port=deaf.getsockname()[1])
    tap.check(results[0][0] == "down", f"says nothing: {results}")
    port = deaf.getsockname()[1]
    deaf.close()
    results = send(None, "ada@example.org", user="-", security="none", port=port)
    tap.check(results[0][0] == "down", f"is not there: {results}")


def check_security(tap, folder):
    other = folder / "other"
    other.mkdir()
    for security in ("starttls", "tls"):
        server = MailServer(folder, security, auth=security == "starttls")
        good = {"user": USER if security == "starttls" else "-"}
        results = send(server, "ada@example.org", ca=server.certificate, **good)
        tap.check(results == [("sent", "")] and len(server.received) == 1, f"{security}: {results}")
        results = send(server, "ada@example.org", **good)
        tap.check(results[0][0] == "down", f"{security}: a certificate that nobody vouches for: {results}")
        results = send(server, "ada@example.org", ca=server.certificate, host="localhost", **good)
        tap.check(results[0][0] == "down", f"{security}: another's certificate: {results}")
        if security == "starttls":
            results = send(server, "ada@example.org", ca=server.certificate, password="wrong")
            tap.check(results[0][0] == "down" and "wrong" not in results[0][1], f"a wrong password: {results}")
            results = send(server, "ada@example.org", ca=server.certificate, user="-")
            tap.check(results[0][0] == "down", f"no password where one is needed: {results}")
        tap.check(len(server.received) == 1, "none of these was sent")
        server.close()
    plain = MailServer(folder, "none", auth=False)
    results = send(plain, "ada@example.org", ca=folder / "smtp.pem", security="starttls")
    tap.check(results[0][0] == "down" and not plain.received, f"a server without STARTTLS is not spoken to in the clear: {results}")
    plain.close()


def main():
    with Tap() as tap:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="smtp-"))
        server = MailServer(folder, "none", auth=False)
        results = send(server, "ada@example.org", user="-")
        tap.check(results == [("sent", "")], f"a mail is sent: {results}")
        check_message(tap, server.received[0])
        check_hostile(tap, server)
        check_results(tap, server)
        server.received.clear()
        server.connections = 0
        began = time.monotonic()
        results = send(server, *(f"u{i}@example.org" for i in range(1000)), user="-", wait=60000)
        took = time.monotonic() - began
        tap.check(results == [("sent", "")] * 1000 and len(server.received) == 1000 and server.connections == 1, "a thousand mails over one connection")
        tap.note(f"1,000 mails in {took:.2f} s: {1000 / took:.0f} mails/s")
        server.close()
        check_security(tap, folder)
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
