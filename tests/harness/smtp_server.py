# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A mail server for tests: aiosmtpd on a loopback port of its own, which takes mails or does what `mode` says."""
import asyncio
import subprocess
import ssl
import threading

from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "reeve-user", "Marker-smtp-password-41f7 x"


class Conversation(SMTP):
    def __init__(self, server, **more):
        super().__init__(server, **more)
        self.owner = server
        server.connections += 1

    async def smtp_DATA(self, arg):
        if self.owner.mode != "drop":
            return await super().smtp_DATA(arg)
        await self.push("354 go on")
        await self._reader.read(10)
        self.transport.abort()


class MailServer:
    """`mode`: accept, refuse, later, hang (after the message has come), drop (in the middle of it), deaf (says nothing)"""

    def __init__(self, folder=None, security="starttls", auth=True, port=0):
        self.mode, self.received, self.connections, self.security = "accept", [], 0, security
        self.arrived = threading.Event()
        self.loop = asyncio.new_event_loop()
        more = {"hostname": "mail.test"}
        context = None
        if security != "none":
            self.certificate = folder / "smtp.pem"
            key = folder / "smtp.key"
            if not key.exists():
                subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                                "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", self.certificate],
                               check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate, key)
        if security == "starttls":
            more |= {"tls_context": context, "require_starttls": True}
        if auth:
            more |= {"authenticator": self.authenticate, "auth_required": True, "auth_require_tls": security == "starttls"}
        self.server = self.loop.run_until_complete(self.loop.create_server(
            lambda: Conversation(self, loop=self.loop, **more), "127.0.0.1", port, ssl=context if security == "tls" else None))
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        return AuthResult(success=data.login == USER.encode() and data.password == PASSWORD.encode())

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.mode == "refuse" or address.startswith("nobody"):
            return "550 5.1.1 No \x1b[31msuch\x07 user"
        if self.mode == "later" or address.startswith("busy"):
            return "450 4.2.1 Mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        self.received.append(envelope)
        self.arrived.set()
        if self.mode == "hang":
            await asyncio.sleep(3600)
        return "554 5.7.1 Looks like spam" if self.mode == "spam" else "250 Taken"

    def close(self):
        async def end():
            self.server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0)
        asyncio.run_coroutine_threadsafe(end(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
