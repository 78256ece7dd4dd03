#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The record of a running service, as Go's own transparency log sees it (golang.org/x/mod/sumdb: note and tlog, built from Debian's
package, offline): signatures, consistency proofs, inclusion proofs, tiles and the proofs that Go makes of them; and each of them,
spoiled."""
import base64
import json
import os
import pathlib
import subprocess
import time

from harness.api import BUILD, Service
from harness.tap import Tap

HERE = pathlib.Path(__file__).resolve().parent
LINES = 70000
PATIENCE_S = 120


class Go:
    def __init__(self):
        folder = BUILD / "tests" / "foreign"
        program = folder / "record-go"
        environment = os.environ | {"GO111MODULE": "off", "GOFLAGS": "", "GOPATH": "/usr/share/gocode", "GOPROXY": "off", "GOTOOLCHAIN": "local",
                                    "GOCACHE": str(folder / "go-cache"), "CGO_ENABLED": "0"}
        subprocess.run(["go", "build", "-o", program, "."], cwd=HERE / "record", env=environment, check=True, timeout=500)
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, fetch=None, **question):
        """`fetch` gives the bytes at a path below the log's prefix."""
        self.tell(json.dumps(question))
        while (said := self.process.stdout.readline().strip()).startswith("fetch "):
            self.tell(base64.b64encode(fetch(said.removeprefix("fetch "))).decode())
        return said

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)


def spoiled(proof, at):
    data = bytearray(base64.b64decode(proof[at]))
    data[7] ^= 1
    return proof[:at] + [base64.b64encode(data).decode()] + proof[at + 1:]


def canonical(line):
    """RFC 8785, of what has only texts and whole numbers."""
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def size_of(checkpoint):
    return int(checkpoint["note"].split("\n")[1])


def wait_grown(device, record, checkpoints):
    """Lines come into the record a moment after the answer; the question is one, too."""
    least = size_of(checkpoints[-1]) if checkpoints else 0
    while True:
        checkpoint = device.get(f"{record}/checkpoint").json
        if size_of(checkpoint) > least:
            return checkpoint


def wait_proof(device, record, entry):
    """Of an entry that may have been made just now; with the checkpoint that it leads to."""
    while True:
        checkpoint = device.get(f"{record}/checkpoint").json["note"]
        proof = device.post(f"{record}/inclusion", {"entry": entry, "size": int(checkpoint.split("\n")[1])})
        if proof.status == 200:
            return checkpoint, proof.json
        assert proof.status == 404, proof


def main():
    with Tap() as tap, Service() as service:
        go = Go()
        ada = service.device()
        ada.set_up()
        record = f"{ada.workspace}/record"
        checkpoints = []
        for number in range(24):
            reply = ada.post(f"{ada.workspace}/users", {"email": f"p{number}@example.org", "displayName": f"Ünï <{number}> & \"Søn\""})
            assert reply.status == 201, reply
            if number % 3 == 0:
                checkpoints.append(wait_grown(ada, record, checkpoints))
        user = reply.json["id"]
        verifier = checkpoints[0]["verifier"]
        sizes = [size_of(each) for each in checkpoints]
        check_signatures(tap, go, verifier, checkpoints)
        check_consistency(tap, go, ada, verifier, checkpoints, sizes)
        check_inclusion(tap, go, ada, verifier, user)
        check_tiles(tap, go, ada, verifier, checkpoints[-1]["note"])
        go.close()


def check_signatures(tap, go, verifier, checkpoints):
    said = {go.ask(verifier=verifier, new=each["note"]) for each in checkpoints}
    tap.check(said == {"good"}, f"every checkpoint is signed ({said})")
    note = checkpoints[-1]["note"]
    lines = note.split("\n")
    lines[1] = str(int(lines[1]) + 1)
    tap.check(go.ask(verifier=verifier, new="\n".join(lines)) != "good", "and none that was changed")


def check_consistency(tap, go, ada, verifier, checkpoints, sizes):
    said, lied = set(), set()
    for i, old in enumerate(checkpoints):
        for new, size in list(zip(checkpoints, sizes))[i:]:
            reply = ada.post(f"{ada.workspace}/record/consistency", {"oldSize": sizes[i], "size": size})
            assert reply.status == 200, reply
            proof = reply.json.get("hashes") or []
            said.add(go.ask(verifier=verifier, old=old["note"], new=new["note"], proof=proof))
            lied |= {go.ask(verifier=verifier, old=old["note"], new=new["note"], proof=spoiled(proof, at)) for at in range(len(proof))}
    tap.check(said == {"good"}, f"any checkpoint leads to any later one ({said})")
    tap.check(lied and "good" not in lied, f"and not by a proof with one wrong bit ({lied})")


def check_inclusion(tap, go, ada, verifier, user):
    lines = ada.get(f"{ada.workspace}/users/{user}/history").json["items"]
    said, lied = set(), set()
    for line in lines:
        checkpoint, proof = wait_proof(ada, f"{ada.workspace}/record", line["id"])
        asked = {"verifier": verifier, "new": checkpoint, "salt": proof["salt"], "leaf": proof.get("leaf", 0)}
        hashes = proof["hashes"]
        said.add(go.ask(line=canonical(line), proof=hashes, **asked))
        lied.add(go.ask(line=canonical(line | {"actorName": "Somebody Else"}), proof=hashes, **asked))
        lied |= {go.ask(line=canonical(line), proof=spoiled(hashes, at), **asked) for at in range(len(hashes))}
    tap.check(lines and said == {"good"}, f"lines of the trail are in it ({said})")
    tap.check("good" not in lied, f"and no line that was changed, nor by a wrong proof ({lied})")


class Log:
    """The prefix of the log, over the API; notes what was fetched. `lie` is the path of a tile to spoil."""

    def __init__(self, device):
        self.device = device
        self.fetched = {}
        self.lie = None

    def get(self, path):
        return self.device.get(f"{self.device.workspace}/record/log/{path}")

    def __call__(self, path):
        reply = self.get(path)
        good = reply.status == 200 and reply.headers["content-type"] == "application/octet-stream" \
            and reply.headers["cache-control"] == "private, max-age=31536000, immutable"
        data = bytearray(reply.bytes if good else b"")
        self.fetched[path] = bytes(data)
        if path == self.lie:
            data[len(data) // 2] ^= 1
        return data


def bring(device, lines):
    """A service that writes slower than it is told says how long to wait."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        reply = device.call("POST", f"{device.workspace}/access-log/ingest", lines, content_type="application/x-ndjson")
        if reply.status != 503 or "retryAfterMs" not in reply.json or time.monotonic() > deadline:
            break
        time.sleep(reply.json["retryAfterMs"] / 1000)
    assert reply.status == 200 and not reply.json["refused"], reply


def grow(device, lines):
    """So many lines of another system, in as many calls as it takes. The last checkpoint, with all of them in it."""
    least = size_of(device.get(f"{device.workspace}/record/checkpoint").json) + lines
    now = int(time.time() * 1e6)
    for begin in range(0, lines, 10000):
        some = "".join(json.dumps({"time": now - i, "source": "web1", "action": "sign-in"}) + "\n" for i in range(begin, min(begin + 10000, lines)))
        bring(device, some)
    while True:
        reply = device.get(f"{device.workspace}/record/log/checkpoint")
        assert reply.status == 200 and reply.headers["content-type"] == "text/plain; charset=utf-8", reply
        assert reply.headers["cache-control"] == "no-store", reply
        if int(reply.body.split("\n")[1]) >= least:
            return reply.body


def check_tiles(tap, go, ada, verifier, old):
    """Three levels of tiles: a full tile of the first level above the leaves takes 65,536 of them."""
    record, log = f"{ada.workspace}/record", Log(ada)
    new = grow(ada, LINES)
    old_size, size = (int(note.split("\n")[1]) for note in (old, new))
    asked = {"verifier": verifier, "new": new, "tiles": True}
    proof = ada.post(f"{record}/consistency", {"oldSize": old_size, "size": size}).json["hashes"]
    said = go.ask(log, old=old, proof=proof, **asked)
    tap.check(said == "good", f"Go proves from tiles that it grew, as the service does ({said})")
    said = go.ask(log, old=old, proof=spoiled(proof, 0), **asked)
    tap.check(said != "good", f"and compares ({said})")

    entry = ada.post(f"{ada.workspace}/users", {"email": "last@example.org", "displayName": "Last"}).json["id"]
    entry = ada.get(f"{ada.workspace}/users/{entry}/history").json["items"][0]["id"]
    asked["new"], included = wait_proof(ada, record, entry)
    log.fetched.clear()
    said = go.ask(log, leaf=included["leaf"], proof=included["hashes"], **asked)
    tap.check(said == "good" and included["leaf"] > LINES, f"and that a line is in it ({said})")
    tap.check({path.split("/")[1] for path in log.fetched} == {"0", "1", "2"} and any(".p/" in path for path in log.fetched),
              f"from tiles of three levels, full ones and others: {', '.join(sorted(log.fetched))}")
    fetched = sorted(log.fetched)
    for log.lie in fetched:
        said = go.ask(log, leaf=included["leaf"], proof=included["hashes"], **asked)
        tap.check(said != "good", f"but not if {log.lie} has one wrong bit ({said})")
    check_widths(tap, Log(ada), size)


def check_widths(tap, log, size):
    """A tile is there as far as the tree goes; what was served once is served for ever."""
    full = log("tile/0/000")
    tap.check(len(full) == 8192, "a full tile has 256 hashes")
    tap.check(all(log(f"tile/0/000.p/{width}") == full[:32 * width] for width in (1, 2, 128, 255)), "and is there as it was when it had less")
    for path in (f"tile/0/x001/{size // 256 % 1000:03}", "tile/0/999", "tile/2/000", "tile/3/000.p/1", "tile/entries/000", "tile/data/000", "tile/0/000.p/256"):
        tap.check(log.get(path).status == 404, f"{path} is not there")


if __name__ == "__main__":
    main()
