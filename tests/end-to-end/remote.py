# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Services that a console reaches over TLS: a real one, made by `reeved init` and run from its configuration, and two that are none."""
import contextlib
import http.server
import re
import socket
import ssl
import subprocess
import threading

from harness.api import Service
from person import SERVICE


class Certificate:
    """Self-signed, P-256, for 127.0.0.1; `fingerprint` is what openssl says of it."""

    def __init__(self, folder, name, days=30):
        self.path, self.key = folder / f"{name}.pem", folder / f"{name}.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.key, "-out",
                        self.path, "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-days", str(days)], check=True, capture_output=True)
        self.key.chmod(0o600)
        said = subprocess.run(["openssl", "x509", "-in", self.path, "-noout", "-fingerprint", "-sha256"], check=True, capture_output=True, text=True)
        self.fingerprint = said.stdout.split("=")[1].strip().replace(":", "")

    def context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path, self.key)
        return context


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Remote(Service):
    """`address` is what a person types, `token` what `reeved init` prints; a socket beside it serves the test's own device."""

    def __init__(self, certificate):
        super().__init__(tls=(certificate.path, certificate.key, "aead6"), program=SERVICE)
        self.number = free_port()
        self.address = f"127.0.0.1:{self.number}"
        text = self.config.read_text().replace("port = 0", f"port = {self.number}")
        self.config.write_text(text.replace("[listen]", f"root-key-file = {self.folder / 'root-key'}\n[listen]"))
        said = subprocess.run([self.program, "init", "--config", self.config], check=True, capture_output=True, text=True).stdout
        self.token = re.search(r"set-up token .*: (\S+)$", said, re.MULTILINE).group(1)

    def run(self):
        return subprocess.Popen([self.program, "run", "--config", self.config], stdin=subprocess.DEVNULL, stderr=self.log)

    def listen_at(self, port):
        """From its next start."""
        self.config.write_text(re.sub(r"^port = .*$", f"port = {port}", self.config.read_text(), flags=re.MULTILINE))

    def use(self, certificate):
        """From its next start."""
        text = re.sub(r"^certificate = .*$", f"certificate = {certificate.path}", self.config.read_text(), flags=re.MULTILINE)
        self.config.write_text(re.sub(r"^key = .*$", f"key = {certificate.key}", text, flags=re.MULTILINE))


class Mailing(Remote):
    """A service with a mail server, which may be there or not."""

    def __init__(self, certificate, port):
        super().__init__(certificate)
        text = self.config.read_text()
        self.config.write_text(f"{text}\n[mail]\nserver = 127.0.0.1\nport = {port}\nsecurity = none\nfrom = reeve@vallis.example\n")


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, address):
        """A handshake that the other side broke off is what is wanted here."""


@contextlib.contextmanager
def serve(server, certificate):
    server.socket = certificate.context().wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def web_server(certificate, folder):
    """Something else that answers HTTP."""
    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=folder)

        def log_message(self, *_):
            pass

    with serve(Server(("127.0.0.1", 0), Handler), certificate) as server:
        yield f"127.0.0.1:{server.server_address[1]}"


@contextlib.contextmanager
def impostor(certificate, port):
    """Sits at a service's address and keeps what it is told: a list of bytes, one a connection."""
    heard = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def handle(self):
            try:
                heard.append(self.request.recv(65536))
            except OSError:  # the other side ended the handshake
                heard.append(b"")

    with serve(Server(("127.0.0.1", port), Handler), certificate):
        yield heard
