# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The API for Python tests: a real reeved of the test's own, and devices that sign their requests (by reeve-call --lines).

    with Service() as service:
        ada = service.device()
        ada.set_up()                                  # first workspace, first administrator, second factor
        reply = ada.post(f"{ada.workspace}/users", {"email": "bo@example.org", "displayName": "Bo"})
        assert reply.status == 201 and reply.json["version"] == 1

REEVE_BUILD names the build folder (default: the one of ./dev, `build`).
"""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import secrets
import shutil
import signal
import struct
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / os.environ.get("REEVE_BUILD", "build")
PASSWORD = "correct horse battery staple 9"


def totp(key, at=None):
    """The six digits of RFC 6238 for a base32 key."""
    key = key.replace(" ", "")
    raw = base64.b32decode(key + "=" * (-len(key) % 8))
    step = int(time.time() if at is None else at) // 30
    digest = hmac.new(raw, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 10 ** 6:06}"


class Service:
    """A reeved with a data folder of its own, on a Unix socket; with tcp=True on a loopback port too (plain HTTP)."""

    def __init__(self, tcp=False, tls=None, limits=None, listen=None, program=None, more=()):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="reeve-"))
        self.socket = self.folder / "run" / "socket"
        self.program = program or BUILD / "src" / "service" / "reeved"
        self.key = secrets.token_bytes(32)
        self.process = None
        self.origin = None
        self.port = None
        lines = [f"socket = {self.socket}"]
        if tcp or tls:
            lines += ["address = 127.0.0.1", "port = 0"] + ([] if tls else ["plain-http = true"])
        lines += [f"{name} = {value}" for name, value in (listen or {}).items()]
        text = ["[service]", f"data-folder = {self.folder / 'data'}", "[listen]", *lines]
        if tls:
            text += ["[tls]", f"certificate = {tls[0]}", f"key = {tls[1]}", f"profile = {tls[2]}"]
        text += ["[limits]", *(f"{name} = {value}" for name, value in (limits or {}).items()), *more]
        (self.folder / "data").mkdir(mode=0o700)
        self.config = self.folder / "reeved.conf"
        self.config.write_text("\n".join(text) + "\n")

    def run(self):
        """Its root key goes the way of a workspace on this computer."""
        read, write = os.pipe()
        os.write(write, self.key)
        os.close(write)
        process = subprocess.Popen([self.program, "run", "--config", self.config, "--root-key-fd", str(read)],
                                   stdin=subprocess.DEVNULL, stderr=self.log, pass_fds=[read])
        os.close(read)
        return process

    def start(self):
        self.log = open(self.folder / "log", "a+b")
        before = self.log.tell()  # now: the service writes at the same place of the same open file, and may be quick
        self.process = self.run()
        for _ in range(600):
            ended = self.process.poll() is not None  # asked first: its last words are in the log then
            self.log.seek(before)
            lines = self.log.read().decode().splitlines()
            started = [line for line in lines if "event=started" in line]
            if started:
                self.origin = started[-1].split("origin=")[1]
                if self.origin != "http://reeved":
                    self.port = int(self.origin.rsplit(":", 1)[1])
                return self
            if ended:
                self.process = None
                self.log.close()
                raise RuntimeError("reeved ended: " + " ".join(lines))
            time.sleep(0.05)
        self.stop(signal.SIGKILL)
        raise RuntimeError("reeved did not start: " + self.read_log()[-2000:])

    def reset_link(self, email):
        """The token of a link for a new password, as the machine's owner gets it while the service runs."""
        read, write = os.pipe()
        os.write(write, self.key)
        os.close(write)
        done = subprocess.run([self.program, "reset-link", email, "--config", self.config, "--root-key-fd", str(read)],
                              capture_output=True, text=True, pass_fds=[read], timeout=600, check=True)
        os.close(read)
        return done.stdout.strip().rsplit("/", 1)[1]

    def stop(self, how=signal.SIGTERM):
        """Its exit status."""
        if self.process is None:
            return None
        self.process.send_signal(how)
        status = self.process.wait(20)
        self.process = None
        self.log.close()
        return status

    def device(self, over_tcp=False):
        """A device with a key of its own, not signed in."""
        return Device(["--origin", self.origin] if over_tcp else ["--socket", str(self.socket)],
                      tempfile.mkstemp(prefix="device-", dir=self.folder)[1])

    def read_log(self):
        return (self.folder / "log").read_text()

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        status = self.stop()
        log = self.read_log()
        shutil.rmtree(self.folder)
        if status and kind is None:  # a sanitizer, say, found a leak
            raise RuntimeError(f"reeved ended with {status}: {log[-2000:]}")


class Reply:
    def __init__(self, line):
        value = json.loads(line)
        self.status = value["status"]
        self.headers = value["headers"]
        self.body = value["body"]
        self.bytes = base64.b64decode(value.get("bytes", ""))

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:300]}>"


class Device:
    """One signed-in device. Tokens, nonces and their renewal are reeve-call's business."""

    def __init__(self, where, state):
        pathlib.Path(state).unlink()
        self.process = subprocess.Popen([BUILD / "tests" / "service" / "http" / "reeve-call", *where, "--state", state, "--lines"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.workspace = None
        self.totp_key = None
        self.recovery_codes = []
        self.identity = None

    def call(self, method, path, body=None, headers=None, content_type=None):
        request = {"method": method, "path": path, "headers": headers or {}}
        if body is not None:
            request["body"] = body if isinstance(body, str) else json.dumps(body)
        if content_type:
            request["contentType"] = content_type
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("reeve-call ended")
        return Reply(line)

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, body=None, **headers):
        return self.call("POST", path, body, {name.replace("_", "-"): value for name, value in headers.items()})

    def patch(self, path, body, version):
        return self.call("PATCH", path, body, {"If-Match": f'"{version}"'}, "application/merge-patch+json")

    def delete(self, path, version=None):
        return self.call("DELETE", path, headers={} if version is None else {"If-Match": f'"{version}"'})

    def set_up(self, email="ada@example.org", name="Ada Lovelace", workspace="Acme", password=PASSWORD, token=None):
        """The first workspace and its first administrator; enrols the second factor that the role demands."""
        body = {"workspaceName": workspace, "email": email, "displayName": name, "password": password, "device": "test"}
        if token:
            body["setupToken"] = token
        reply = self.post("/v1/setup", body)
        assert reply.status == 200, reply
        if reply.json["stage"] == "enrol":
            self.enrol()
        return self.find_workspace()

    def enrol(self):
        reply = self.post("/v1/me/second-factor")
        assert reply.status == 200, reply
        self.totp_key = reply.json["key"]
        reply = self.post("/v1/me/second-factor/confirm", {"code": totp(self.totp_key)})
        assert reply.status == 200, reply
        self.recovery_codes = reply.json["recoveryCodes"].split()

    def sign_in(self, email, password=PASSWORD, code=None):
        """The last reply; `code` serves where the account has a second factor."""
        reply = self.post("/v1/sign-in", {"email": email, "password": password, "device": "test"})
        if reply.status == 200 and reply.json["stage"] == "code" and code:
            reply = self.post("/v1/sign-in/code", {"challenge": reply.json["challenge"], "code": code})
        if reply.status == 200 and reply.json["stage"] == "complete":
            self.find_workspace()
        return reply

    def find_workspace(self):
        self.identity = self.get("/v1/me").json
        if self.identity["workspaces"]:
            self.workspace = "/v1/workspaces/" + self.identity["workspaces"][0]["id"]
        return self.workspace

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
