# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A service elsewhere that can be made to lie: the real one behind a proxy that changes what it answers, or with its data folder
put back to what it was."""
import base64
import contextlib
import hashlib
import http.client
import http.server
import json
import os
import re
import shutil
import ssl
import subprocess

from remote import Remote, Server, free_port, serve


class Liar(Remote):
    """`lie` is a function of path and answer (JSON), or None; `seen` what was answered to what path, last. The service is busy for paths
    that match `busy` (a pattern, or None); `turned_away` are those, without their queries."""

    def __init__(self, certificate):
        super().__init__(certificate)
        self.certificate, self.lie, self.seen = certificate, None, {}
        self.busy, self.turned_away = None, []
        self.door = free_port()
        self.address = f"127.0.0.1:{self.door}"
        text = self.config.read_text()
        self.config.write_text(text.replace("[service]", f"[service]\npublic-uri = https://{self.address}", 1))

    @contextlib.contextmanager
    def open_door(self):
        with serve(Server(("127.0.0.1", self.door), make_handler(self)), self.certificate):
            yield self

    # --- the data folder ---

    @property
    def data(self):
        return self.folder / "data"

    def copy(self):
        """Of a service that stands still."""
        self.stop()
        shutil.rmtree(self.folder / "copy", ignore_errors=True)
        shutil.copytree(self.data, self.folder / "copy", ignore=ignore_sockets)
        self.start()

    def put_back(self):
        self.stop()
        shutil.rmtree(self.data)
        shutil.copytree(self.folder / "copy", self.data)
        self.start()

    def lose_ledger(self):
        """The tree is made anew from what is kept."""
        self.stop()
        for path in self.data.rglob("ledger.db*"):
            path.unlink()
        self.start()


def ignore_sockets(folder, names):
    return [name for name in names if not (os.path.isfile(f"{folder}/{name}") or os.path.isdir(f"{folder}/{name}"))]


def make_handler(liar):
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def pass_on(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if liar.busy and liar.busy.search(self.path):
                self.turn_away()
                return
            behind = http.client.HTTPSConnection("127.0.0.1", liar.number, context=trusting, timeout=60)
            try:
                behind.request(self.command, self.path, body or None, dict(self.headers.items()))
                answer = behind.getresponse()
                if "event-stream" in answer.headers.get("Content-Type", ""):
                    self.stream(answer)
                else:
                    self.whole(answer, answer.read())
            except OSError:  # as if nobody listened here
                self.close_connection = True
            finally:
                behind.close()

        do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = pass_on

        def turn_away(self):
            liar.turned_away.append(self.path.split("?")[0])
            content = json.dumps({"type": "about:blank", "title": "Busy", "status": 503, "code": "busy"}).encode()
            self.send_response(503)
            self.send_header("Content-Type", "application/problem+json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def whole(self, answer, content):
            if answer.status == 200 and "json" in answer.headers.get("Content-Type", ""):
                value = json.loads(content)
                liar.seen[re.sub(r"^.*/workspaces/[^/]+/", "", self.path)] = json.loads(content)
                if liar.lie:
                    value = liar.lie(self.path, value)
                    content = json.dumps(value).encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                    self.send_header(name, value)
            if answer.status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def stream(self, answer):
            self.close_connection = True
            self.send_response(answer.status)
            for name in ("Content-Type", "Cache-Control"):
                if answer.headers.get(name):
                    self.send_header(name, answer.headers[name])
            self.send_header("Connection", "close")
            self.end_headers()
            while content := answer.read1(65536):
                self.wfile.write(content)
                self.wfile.flush()

    return Handler


# --- Lies ---

def instead_of(end, change):
    """What `change` makes of each answer whose path ends so."""
    return lambda path, value: change(value) if path.split("?")[0].endswith(end) else value


def older(note):
    """The checkpoint that was true a while ago."""
    return instead_of("/record/checkpoint", lambda value: value | {"note": note})


def spoil(value):
    """The last hash of a proof, changed; a proof of none gets one."""
    hashes = value.get("hashes") or []
    hashes[-1:] = [base64.b64encode(hashlib.sha256(b"another").digest()).decode()]
    return value | {"hashes": hashes}


def malformed(value):
    return value | {"note": value["note"].replace("\n\n", "\n")}


def retouched(value):
    """More lines than were signed."""
    lines = value["note"].split("\n")
    lines[1] = str(int(lines[1]) + 1)
    return value | {"note": "\n".join(lines)}


class OtherKey:
    """Signs everything, well, with a key that is not the service's: Ed25519 by openssl."""

    def __init__(self, folder):
        self.key = folder / "other.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.key], check=True, capture_output=True)
        der = subprocess.run(["openssl", "pkey", "-in", self.key, "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
        self.public = der[-32:]

    def sign(self, value):
        name = value["note"].split("\n")[0]
        text = value["note"].split("\n\n")[0] + "\n"
        number = hashlib.sha256(name.encode() + b"\n\x01" + self.public).digest()[:4]
        message = self.key.with_suffix(".text")
        message.write_text(text)
        signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", self.key, "-rawin", "-in", message],
                                   check=True, capture_output=True).stdout
        line = f"— {name} {base64.b64encode(number + signature).decode()}\n"
        return {"note": text + "\n" + line, "verifier": f"{name}+{number.hex()}+{base64.b64encode(bytes([1]) + self.public).decode()}"}

    def elsewhere(self, value):
        """The record of another workspace."""
        return self.sign(value | {"note": value["note"].replace("reeve/record/", "reeve/record/0", 1)})
