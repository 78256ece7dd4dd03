#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The record of a running service, as Go's own transparency log sees it (golang.org/x/mod/sumdb: note and tlog, built from Debian's
package, offline): signatures, consistency proofs, inclusion proofs; and each of them, spoiled."""
import base64
import json
import os
import pathlib
import subprocess

from harness.api import BUILD, Service
from harness.tap import Tap

HERE = pathlib.Path(__file__).resolve().parent


class Go:
    def __init__(self):
        folder = BUILD / "tests" / "foreign"
        program = folder / "record-go"
        environment = os.environ | {"GO111MODULE": "off", "GOFLAGS": "", "GOPATH": "/usr/share/gocode", "GOPROXY": "off", "GOTOOLCHAIN": "local",
                                    "GOCACHE": str(folder / "go-cache"), "CGO_ENABLED": "0"}
        subprocess.run(["go", "build", "-o", program, "."], cwd=HERE / "record", env=environment, check=True, timeout=500)
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

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


if __name__ == "__main__":
    main()
