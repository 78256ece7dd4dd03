#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""reeved as whoever runs it meets it: its options, its configuration, `init`, starts that must fail, each with one line that says
why and a status of its own, and ends in order.

    program.py REEVED
"""
import hashlib
import hmac
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from harness.api import BUILD, Service
from harness.tap import Tap

PROGRAM = BUILD / "src" / "service" / "reeved"
INPUT, BUSY = 2, 75


def run(*words, **more):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL, **more)


def derive(root, info):
    """HKDF-SHA-256 for one block."""
    pseudorandom = hmac.digest(bytes(32), root, "sha256")
    return hmac.digest(pseudorandom, info.encode() + b"\x01", "sha256")


def fingerprint(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != "lock" and not path.name.endswith("-shm")}


def check_refused(tap, done, status, pattern, name):
    """One line of the form that the console reads, and nothing else."""
    lines = [line for line in done.stderr.splitlines() if not re.match(r"\d{4}-\d\d-\d\dT\S+ (warning|notice) ", line)]
    good = done.returncode == status and len(lines) == 1 and re.match(rf"reeved: {pattern}", lines[0]) and not done.stdout
    tap.check(good, f"{name}: {lines[-1] if lines else ''}")
    if not good:
        tap.note(done)


def check_options(tap, folder):
    done = run("--version")
    tap.check(done.returncode == 0 and re.fullmatch(r"reeved \d+\.\d+\.\d+\n", done.stdout), "--version")
    done = run("--help")
    tap.check(done.returncode == 0 and all(word in done.stdout for word in ("run|init", "--config", "--root-key-fd", "--exit-on-eof")), "--help")
    for words in ([], ["walk"], ["run", "init"], ["--no-such-option", "run"], ["run", "--root-key-fd", "x"]):
        check_refused(tap, run(*words, env={**os.environ, "HOME": str(folder)}), INPUT, "configuration: ", f"reeved {' '.join(words)}")


def check_config(tap, folder):
    config = folder / "reeved.conf"
    config.write_text(f"[service]\ndata-folder = {folder}/data\npublic-uri = https://reeve.example.org\n[listen]\naddress = 192.0.2.1\nport = 4711\n"
                      f"[tls]\ncertificate = /c\nkey = /k\nprofile = tls13\n")
    done = run("--check-config", "--config", config)
    tap.check(done.returncode == 0 and not done.stderr and all(word in done.stdout for word in (
        f"{folder}/data", "192.0.2.1 port 4711", "profile tls13", "https://reeve.example.org", "systemd credential")), "--check-config says what would be done")
    tap.check(not (folder / "data").exists(), "and does nothing")
    config.write_text("[service]\nfoo = 1\ndata-folder = here\n[bar]\nx = 1\n[listen]\nport = 99999\nplain-http = yes\nsocket = s\n[limits]\nconnections = 0\n")
    done = run("--check-config", "--config", config)
    check_refused(tap, done, INPUT, "configuration: ", "all mistakes at once")
    for mistake in ("[service] foo: unknown key", "[service] data-folder: ", "unknown group [bar]", "[listen] port: ", "[listen] plain-http: ",
                    "[listen] socket: ", "[limits] connections: "):
        tap.check(mistake in done.stderr, f"names {mistake}")
    for text, name in (("rubbish\n", "no key file"), ("[listen]\naddress = 0.0.0.0\nplain-http = true\n", "plain HTTP for the world"),
                       ("[listen]\naddress = 127.0.0.1\n", "no certificate"), ("", "nothing to listen on")):
        config.write_text(text)
        for words in (["--check-config"], ["run"], ["init"]):
            check_refused(tap, run(*words, "--config", config), INPUT, "configuration: ", f"{words[0]}, {name}")
    check_refused(tap, run("run", "--config", folder / "missing"), INPUT, "configuration: .*missing", "no such file")


def check_init(tap, folder):
    data, key = folder / "init" / "data", folder / "init-key"
    config = folder / "init.conf"
    config.write_text(f"[service]\ndata-folder = {data}\nroot-key-file = {key}\n[listen]\nsocket = {folder}/s\n")
    first = run("init", "--config", config)
    tokens = [first.stdout.strip().rsplit(" ", 1)[1]]
    tap.check(first.returncode == 0 and len(tokens[0]) == 43 and str(key) in first.stdout, "init makes a key and a token")
    tap.check(key.stat().st_mode & 0o777 == 0o400 and key.stat().st_size == 32 and data.stat().st_mode & 0o777 == 0o700,
              "the key is of mode 0400, the folder of mode 0700")
    before = key.read_bytes()
    again = run("init", "--config", config)
    tokens.append(again.stdout.strip().rsplit(" ", 1)[1])
    tap.check(again.returncode == 0 and key.read_bytes() == before and tokens[0] != tokens[1], "a second time: the same key, a fresh token")
    kept = (data / "setup-token").read_text()
    tap.check(tokens[1] not in kept and kept.strip() == hashlib.sha256(tokens[1].encode()).hexdigest(), "only the token's hash is kept")
    (data / "directory.db").write_bytes(b"data")
    key.unlink()
    check_refused(tap, run("init", "--config", config), INPUT, "wrong_key: .*missing", "data without its key: no new one is made")
    tap.check(not key.exists(), "indeed not")
    config.write_text(f"[service]\ndata-folder = /proc/none\nroot-key-file = {key}\n[listen]\nsocket = {folder}/s\n")
    check_refused(tap, run("init", "--config", config), INPUT, "data_folder: ", "a place where nothing can be made")


def check_keys(tap, folder):
    data = folder / "keys"
    data.mkdir(mode=0o700)
    key, config = folder / "key", folder / "key.conf"
    config.write_text(f"[service]\ndata-folder = {data}\nroot-key-file = {key}\n[listen]\nsocket = {folder}/s\n")
    check_refused(tap, run("run", "--config", config), INPUT, "root_key: ", "a key file that is missing")
    for mode in (0o444, 0o440, 0o404, 0o644, 0o620):
        key.unlink(missing_ok=True)
        key.write_bytes(secrets.token_bytes(32))
        key.chmod(mode)
        check_refused(tap, run("run", "--config", config), INPUT, "root_key: .*0400", f"a key file of mode {mode:04o}")
    for content in (b"", bytes(31), bytes(33), b"zz" * 32):
        key.unlink()
        key.write_bytes(content)
        key.chmod(0o400)
        check_refused(tap, run("run", "--config", config), INPUT, "root_key: ", f"a key file of {len(content)} bytes")
    key.unlink()
    key.symlink_to("/dev/zero")
    check_refused(tap, run("run", "--config", config), INPUT, "root_key: ", "a key file that is a device")
    config.write_text(f"[service]\ndata-folder = {data}\n[listen]\nsocket = {folder}/s\n")
    bare = {name: value for name, value in os.environ.items() if name != "CREDENTIALS_DIRECTORY"}
    check_refused(tap, run("run", "--config", config, env=bare), INPUT, "root_key: .*--root-key-fd", "no key at all")
    check_refused(tap, run("run", "--config", config, "--root-key-fd", "77"), INPUT, "root_key: ", "a descriptor that is not open")
    tap.check(not (data / "directory.db").exists(), "and nothing was made with any of them")
    data.chmod(0o755)
    key.unlink()
    key.write_bytes(bytes(range(32)))
    key.chmod(0o400)
    config.write_text(f"[service]\ndata-folder = {data}\nroot-key-file = {key}\n[listen]\nsocket = {folder}/s\n")
    check_refused(tap, run("run", "--config", config), INPUT, "data_folder: .*0700", "a data folder that others can read")


def start_again(service, *, key=None, sock=None):
    """A second reeved on the same data; its end."""
    read, write = os.pipe()
    os.write(write, key or service.key)
    os.close(write)
    try:
        return run("run", "--data", service.folder / "data", "--socket", sock or service.folder / "other", "--root-key-fd", str(read), pass_fds=[read])
    finally:
        os.close(read)


def check_data(tap, service):
    data = service.folder / "data"
    check_refused(tap, start_again(service), BUSY, "in_use: ", "a data folder in use")
    tap.check(service.device().get("/v1/password-policy").status == 200, "whose service goes on")
    other = pathlib.Path(tempfile.mkdtemp(prefix="reeve-"))
    read, write = os.pipe()
    os.write(write, service.key)
    os.close(write)
    done = run("run", "--data", other / "data", "--socket", service.socket, "--root-key-fd", str(read), pass_fds=[read])
    os.close(read)
    check_refused(tap, done, BUSY, "", "a socket in use")
    tap.check(service.device().get("/v1/password-policy").status == 200, "which stays the first one's")
    shutil.rmtree(other)

    service.stop()
    before = fingerprint(data)
    check_refused(tap, start_again(service, key=secrets.token_bytes(32)), INPUT, "wrong_key: ", "another root key")
    tap.check(fingerprint(data) == before, "leaves every byte as it was")

    directory = data / "directory.db"
    whole = directory.read_bytes()
    pages = derive(service.key, "reeve/1/directory pages").hex()
    words = f"PRAGMA key = \"x'{pages}'\"; PRAGMA user_version"
    known = int(subprocess.run(["sqlcipher", directory, words + ";"], check=True, capture_output=True, text=True).stdout.split()[-1])
    subprocess.run(["sqlcipher", directory, f"{words} = {known + 1};"], check=True, capture_output=True)
    for name in ("-wal", "-shm"):
        directory.with_name(directory.name + name).unlink(missing_ok=True)
    before = fingerprint(data)
    check_refused(tap, start_again(service), INPUT, "newer_schema: ", "a directory of a newer version")
    tap.check(fingerprint(data) == before, "leaves every byte as it was")
    directory.write_bytes(whole)

    directory.rename(directory.with_suffix(".away"))
    check_refused(tap, start_again(service), INPUT, "directory_missing: ", "workspaces without their directory")
    tap.check(not directory.exists(), "none is made for them")
    directory.with_suffix(".away").rename(directory)
    workspace = next((data / "workspaces").glob("*.db"))
    workspace.rename(workspace.with_suffix(".away"))
    check_refused(tap, start_again(service), INPUT, "workspace_missing: ", "a directory without its workspace")
    workspace.with_suffix(".away").rename(workspace)
    service.start()
    tap.check(service.device().get("/v1/password-policy").json["setUp"], "put back, all of it serves as before")


def check_ends(tap, service, ada):
    """In order, with clients in the middle of things."""
    for how in (signal.SIGTERM, signal.SIGINT):
        idle = socket.socket(socket.AF_UNIX)
        idle.connect(str(service.socket))
        half = socket.socket(socket.AF_UNIX)
        half.connect(str(service.socket))
        half.sendall(b"POST /v1/sign-in HTTP/1.1\r\nHost: reeved\r\nDPoP: a\r\nContent-Length: 100\r\n\r\n{")
        answers = []

        def work():
            try:
                for i in range(2000):
                    email = f"{how.name.lower()}{i}@example.org"
                    reply = ada.post(f"{ada.workspace}/users", {"email": email, "displayName": "U"}, Idempotency_Key=email)
                    if reply.status == 0:
                        return  # cut off before it was answered: nobody said that it was made
                    answers.append((email, reply.status))
                    if reply.status != 201:
                        return
            except (RuntimeError, OSError, ValueError):
                pass

        worker = threading.Thread(target=work)
        worker.start()
        time.sleep(0.7)
        began = time.monotonic()
        status = service.stop(how)
        took = time.monotonic() - began
        worker.join(30)
        made = {email for email, status in answers if status == 201}
        tap.check(status == 0 and took < 10, f"{how.name} in the middle of {len(answers)} changes, with an idle and a half-sent request: {took:.1f} s")
        tap.check(made and {status for _, status in answers} <= {201, 503}, f"they were made, or refused as busy: { {status for _, status in answers} }")
        tap.check(not service.socket.exists() and not list((service.folder / "data").rglob("*-wal")), "no socket and no write-ahead log is left")
        idle.close()
        half.close()
        service.start()
        found = ada.get(f"{ada.workspace}/users?limit=1")
        tap.check(found.status == 200 and found.json["total"] >= len(made), f"started again: nobody is signed out, {found.json['total']} users")


def main():
    with Tap() as tap:
        # else the sanitizers, say, look at the tests and never at the service
        tap.check(PROGRAM.samefile(sys.argv[1]), "the tests start the service of the build that they belong to")
        folder = pathlib.Path(tempfile.mkdtemp(prefix="program-"))
        check_options(tap, folder)
        check_config(tap, folder)
        check_init(tap, folder)
        check_keys(tap, folder)
        shutil.rmtree(folder)
        with Service() as service:
            ada = service.device()
            ada.set_up()
            check_ends(tap, service, ada)
            check_data(tap, service)


if __name__ == "__main__":
    sys.exit(main())
