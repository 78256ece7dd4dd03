#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The post of a real reeved: notices go out by a real mail server, wait while it is away, are tried again, survive kill -9, and are
kept where there is no server. The password for the server is nowhere but in its file."""
import email
import email.policy
import os
import pathlib
import shutil
import signal
import stat
import sys
import tempfile
import time

from harness.api import PASSWORD as USUAL
from harness.api import Service
from harness.tap import Tap
from harness.smtp_server import PASSWORD, USER, MailServer

NEXT = "another long password 77 x"


def wait_for(what, seconds=30):
    """Something true, or the last thing that was not."""
    for _ in range(int(seconds / 0.05)):
        found = what()
        if found:
            return found
        time.sleep(0.05)
    return found


def mails(ada, **wanted):
    reply = ada.get(f"{ada.workspace}/mails")
    assert reply.status == 200, reply
    return [mail for mail in reply.json["items"] if all(mail.get(name) == value for name, value in wanted.items())]


def wait_mail(ada, **wanted):
    found = wait_for(lambda: mails(ada, **wanted))
    assert found, mails(ada)
    return found[0]


def change_password(ada, current, following):
    reply = ada.post("/v1/me/password", {"current": current, "password": following})
    assert reply.status in (200, 204), reply


def retry(ada, mail):
    return ada.post(f"{ada.workspace}/mails/{mail['id']}/retry")


class MailService(Service):
    """Says all it ever says, and has a mail server."""

    def __init__(self, server, password=PASSWORD, **more):
        super().__init__()
        file = self.folder / "smtp-password"
        file.write_text(password + "\n")
        file.chmod(0o400)
        keys = {"server": "127.0.0.1", "port": server.port, "security": "starttls", "user": USER, "password-file": file,
                "ca-file": server.certificate, "from": "reeve@acme.example", "from-name": "Acme, Reeve", **more}
        self.config.write_text(self.config.read_text() + "[service]\npublic-uri = https://reeve.acme.example\n[mail]\n" + "".join(f"{name} = {value}\n" for name, value in keys.items() if value is not None))

    def start(self):
        os.environ["G_MESSAGES_DEBUG"] = "all"
        try:
            return super().start()
        finally:
            del os.environ["G_MESSAGES_DEBUG"]


class Keeping(Service):
    """Without a mail server; its mails lie in a folder."""

    def __init__(self):
        super().__init__()
        self.mails = self.folder / "mails"
        self.config.write_text(self.config.read_text() + f"[mail]\nfolder = {self.mails}\n")


def check_kept(tap):
    with Service() as service:
        ada = service.device()
        ada.set_up()
        tap.check(wait_mail(ada, state="kept") and not list(service.folder.rglob("*.eml")), "no file is written, encrypted or not, unless a folder is named")
    with Keeping() as service:
        ada = service.device()
        ada.set_up()
        mail = wait_mail(ada, state="kept")
        tap.check(mail["kind"] == "security-notice" and mail["subject"] == "Your second factor was set up" and "text" not in mail and "html" not in mail,
                  f"without a mail server it is kept: {mail}")
        one = ada.get(f"{ada.workspace}/mails/{mail['id']}").json
        tap.check("text" not in one and "html" not in one and "link" not in one,
                  f"its link, which reports a breach, is not shown to administrators: {one}")
        tap.check(ada.get(f"{ada.workspace}/mail-status").json == {"state": "none", "waiting": 0}, "which the console is told")
        folder = service.mails
        file = folder / f"{mail['id']}.eml"
        tap.check(stat.S_IMODE(folder.stat().st_mode) == 0o700 and stat.S_IMODE(file.stat().st_mode) == 0o600, "and in a file for nobody else")
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        tap.check(message["to"].addresses[0].addr_spec == mail["recipient"] and message["auto-submitted"] == "auto-generated", "that is a mail")
        again = retry(ada, mail)
        tap.check(again.status == 200 and again.json["state"] == "waiting" and "text" not in again.json, f"it can be tried again: {again}")
        tap.check(wait_mail(ada, id=mail["id"], state="kept"), "and is kept again")
        tap.check(ada.get(f"{ada.workspace}/mails?state=sent").json["items"] == [] and ada.get(f"{ada.workspace}/mails?state=bad").status in (200, 400)
                  and ada.get(f"{ada.workspace}/mails/018f0000-0000-7000-8000-000000000002").status == 404, "filters, and none that is not there")


def read(envelope):
    return email.message_from_bytes(envelope.content, policy=email.policy.default)


def check_sent(tap, server, service, ada):
    mail = wait_mail(ada, state="sent")
    message = read(server.received[-1])
    tap.check(message["subject"] == "Your second factor was set up" and message["from"].addresses[0].display_name == "Acme, Reeve"
              and message["from"].addresses[0].addr_spec == "reeve@acme.example" and message["message-id"] == f"<{mail['id']}@acme.example>", "a notice is sent")
    one = ada.get(f"{ada.workspace}/mails/{mail['id']}").json
    tap.check("text" not in one and "link" not in one and one["sent"], f"and not shown any more: {one}")
    tap.check(retry(ada, mail).status == 409, "nor sent twice")
    change_password(ada, USUAL, NEXT)
    wait_for(lambda: len(server.received) == 2)
    message = read(server.received[-1])
    text = message.get_body(("plain",)).get_content()
    tap.check(message["subject"] == "Your password was changed" and mail["recipient"] in text and "https://reeve.acme.example/p/report/" in text, f"of a password that was changed: {text}")
    other = service.device()
    asked = other.sign_in(mail["recipient"], NEXT)
    tap.check(len(server.received) == 2, "a password alone is no new device")
    return asked


def check_failures(tap, server, ada):
    server.received.clear()
    server.mode = "refuse"
    change_password(ada, NEXT, USUAL)
    mail = wait_mail(ada, state="failed")
    tap.check(mail["error"].startswith("550 5.1.1") and mail["attempts"] == 1, f"refused for good: {mail}")
    tap.check(ada.get(f"{ada.workspace}/mail-status").json["state"] == "ok", "which is no fault of the server's")
    server.mode = "later"
    tap.check(retry(ada, mail).status == 200, "tried again")
    waiting = wait_for(lambda: [each for each in mails(ada, id=mail["id"], state="waiting") if each.get("error")])[0]
    tap.check(waiting["error"].startswith("450 4.2.1") and waiting["nextTry"] > waiting["created"], f"not now, but later: {waiting}")
    server.mode = "accept"
    retry(ada, mail)
    tap.check(wait_mail(ada, id=mail["id"], state="sent") and len(server.received) == 1, "and then taken, once")


def check_dead_server(tap, server, folder, ada):
    port = server.port
    server.close()
    change_password(ada, USUAL, NEXT)
    status = wait_for(lambda: (found := ada.get(f"{ada.workspace}/mail-status").json)["state"] == "failing" and found)
    tap.check(status and status["error"] and status["since"], f"a dead server is told of: {status}")
    mail = wait_mail(ada, state="waiting")
    tap.check(wait_for(lambda: mails(ada, id=mail["id"])[0].get("error")), f"its mail waits: {mails(ada, id=mail['id'])}")
    server = MailServer(folder, port=port)
    retry(ada, mail)
    tap.check(wait_mail(ada, id=mail["id"], state="sent") and len(server.received) == 1, "until it is back")
    tap.check(ada.get(f"{ada.workspace}/mail-status").json["state"] == "ok", "which is told of too")
    return server


def check_kill(tap, server, service, ada):
    """The server has the mail, and has not said so."""
    server.received.clear()
    server.arrived.clear()
    server.mode = "hang"
    change_password(ada, NEXT, USUAL)
    server.arrived.wait(20)
    service.stop(signal.SIGKILL)
    server.mode = "accept"
    service.start()
    wait_for(lambda: len(server.received) == 2)
    ids = [read(envelope)["message-id"] for envelope in server.received]
    tap.check(len(ids) == 2 and ids[0] == ids[1], f"killed before it was noted: sent again under the same id: {ids}")
    mail = wait_for(lambda: mails(ada, state="sent") and not mails(ada, state="waiting"))
    tap.check(mail, "and noted")
    server.received.clear()
    server.arrived.clear()
    server.mode = "hang"
    change_password(ada, USUAL, NEXT)
    server.arrived.wait(20)
    began = time.monotonic()
    status = service.stop()
    tap.check(status == 0, f"a server that hangs does not hold up the end: {time.monotonic() - began:.1f} s")
    server.mode = "accept"
    service.start()
    wait_for(lambda: len(server.received) == 2)
    tap.check(len(server.received) == 2, "and the mail is sent at the next start")


def check_loop(tap, server, folder):
    with MailService(server, **{"from": "ada@example.org"}) as service:
        ada = service.device()
        ada.set_up()
        server.received.clear()
        mail = wait_mail(ada, state="failed")
        tap.check(mail["recipient"] == "ada@example.org" and not server.received, f"nothing is sent to ourselves: {mail}")


def check_secret(tap, service):
    forms = {PASSWORD.encode(), PASSWORD.encode().hex().encode()}
    import base64  # noqa: PLC0415
    for prefix in (b"", f"\0{USER}\0".encode()):
        forms.add(base64.b64encode(prefix + PASSWORD.encode()).rstrip(b"="))
    process = pathlib.Path(f"/proc/{service.process.pid}")
    found = [str(path) for path in (process / "cmdline", process / "environ") if any(form in path.read_bytes() for form in forms)]
    found += [str(path) for path in service.folder.rglob("*") if path.is_file() and path.name != "smtp-password" and any(form in path.read_bytes() for form in forms)]
    tap.check(not found and PASSWORD in (service.folder / "smtp-password").read_text(), f"the password is in its file and nowhere else: {found}")


def check_password_file(tap, server):
    for mode, text in ((0o444, PASSWORD), (0o400, ""), (0o400, "two\nlines"), (0o400, "x" * 2000)):
        service = MailService(server)
        file = service.folder / "smtp-password"
        file.unlink()
        file.write_text(text)
        file.chmod(mode)
        try:
            service.start()
            tap.check(False, f"started with a password file of mode {mode:o} {text[:10]!r}")
            service.stop()
        except RuntimeError as problem:
            tap.check("mail_password: " in str(problem) and PASSWORD not in str(problem), f"refused: {str(problem)[-120:]}")
        shutil.rmtree(service.folder)


def main():
    with Tap() as tap:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="post-"))
        check_kept(tap)
        server = MailServer(folder)
        with MailService(server) as service:
            ada = service.device()
            ada.set_up()
            check_sent(tap, server, service, ada)
            check_failures(tap, server, ada)
            server = check_dead_server(tap, server, folder, ada)
            check_kill(tap, server, service, ada)
            check_secret(tap, service)
        check_loop(tap, server, folder)
        check_password_file(tap, server)
        server.close()
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
