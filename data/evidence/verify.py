#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Checks the pack in this folder, with nothing but Python's own library. README.txt says what else is to be checked, and how."""
import base64, bisect, csv, hashlib, json, os, sys  # noqa: E401


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root(leaves, hashes, rest, first, last, begin, end):
    """The hash of a range of the tree (RFC 9162, 2.1.1): of leaves[first:last], and of the proof what is between them."""
    if first == last:
        return next(rest)
    if end - begin == 1:
        return hashes[leaves[first]]
    middle = begin + (1 << (end - begin - 1).bit_length() - 1)
    cut = bisect.bisect_left(leaves, middle, first, last)
    return sha(b"\1", root(leaves, hashes, rest, first, cut, begin, middle), root(leaves, hashes, rest, cut, last, middle, end))


def prove(name, size, want):
    """Every line of a file is a leaf of the record's tree: its salt and its text, hashed twice. How many are, and are not."""
    proved = bare = 0
    with open(name + ".jsonl", "rb") as lines, open(name + ".proofs.jsonl") as batches:
        for batch in map(json.loads, batches):
            hashes = {}
            for leaf, salt in zip(batch["leaves"], batch["salts"], strict=True):
                text = next(lines).rstrip(b"\n")
                bare += leaf is None
                if leaf is not None:
                    assert 0 <= leaf < size and leaf not in hashes, f"{name}: leaf {leaf}"
                    hashes[leaf] = sha(b"\0", sha(base64.b64decode(salt), text))
            rest = iter([base64.b64decode(text) for text in batch["hashes"]])
            if hashes:
                got = root(sorted(hashes), hashes, rest, 0, len(hashes), 0, size)
                assert got == want and next(rest, None) is None, f"{name}: a line that is not in the record"
            proved += len(hashes)
        assert not lines.read(1), f"{name}: lines without a proof"
    return proved, bare


def count(summary):
    """The numbers of the first page, from the rows of events.csv."""
    phases = {name: dict.fromkeys(kinds, 0) for name, kinds in summary["phases"].items()}
    contained = max(summary["contained"], summary["reported"]) if "contained" in summary else "~"
    for row in csv.DictReader(open("events.csv", newline="", encoding="utf-8")):
        time, ok = row["time"], row["result"] == "ok"
        since = "since" if time >= summary.get("since", "~") else "before"
        phase = "contained" if time >= contained else "reported" if time >= summary["reported"] else since
        kind = ("signIns" if ok else "failedSignIns") if row["action"] == "sign-in" else "failedActions" if not ok else \
            "actions" if row["session"] or row["source"] else "unsigned"
        phases[phase]["byOthers" if row["by"] == "" else kind] += 1
    return phases


def main():
    manifest = json.load(open("manifest.json"))
    for file in manifest["files"]:
        data = open(file["name"], "rb")
        assert hashlib.file_digest(data, "sha256").hexdigest() == file["sha256"], f"{file['name']} is not as it was signed"
        assert os.path.getsize(file["name"]) == file["bytes"], f"{file['name']} has another size"
    known = {file["name"] for file in manifest["files"]} | {"manifest.json", "manifest.sig"}
    strange = [name for name in os.listdir(".") if os.path.isfile(name) and name not in known]
    assert not strange, f"not of this pack: {strange}"
    note = open("checkpoint.txt", encoding="utf-8").read()
    assert note == manifest["checkpoint"], "the checkpoint is another one"
    size, want = int(note.split("\n")[1]), base64.b64decode(note.split("\n")[2])
    for name in ("events", "changes"):
        proved, bare = prove(name, size, want)
        assert proved + bare == manifest[name], f"{name}.jsonl has another number of lines"
        print(f"{name}: {proved} proved" + (f", {bare} from before there was a tree" if bare else ""))
    summary = json.load(open("summary.json"))
    assert count(summary) == summary["phases"], "the first page has other numbers than events.csv"
    ids = [row["id"] for row in csv.DictReader(open("events.csv", newline="", encoding="utf-8"))]
    assert ids == [str(json.loads(line)["time"]) for line in open("events.jsonl", encoding="utf-8")], "events.csv has other events"
    print("all files, numbers and proofs hold; missing, as the manifest says:", *(manifest["missing"] or ["nothing known"]), sep="\n  ")


if __name__ == "__main__":
    try:
        main()
    except (AssertionError, OSError, ValueError, KeyError, StopIteration) as error:
        sys.exit(f"FAILED: {error or type(error).__name__}")
