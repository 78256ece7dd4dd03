#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Compares the JSON gate with Python's parser, on hostile documents by hand and on thousands made by a fixed seed.

Python's `json` decides what is JSON; on top of it stand the gate's own rules, written here once more: valid UTF-8, no
BOM, no U+0000, no lone surrogates, no duplicate names, at most 256 members, 32 levels and 1 MiB, integers within
+-(2^53-1), numbers finite and of at most 64 characters. For each document both must say the same, and where they say
yes they must have read the same.

    json-corpus.py JSON-GATE
"""
import json
import random
import struct
import subprocess
import sys

MAX_BYTES, MAX_DEPTH, MAX_MEMBERS, MAX_NUMBER, MAX_INTEGER = 1 << 20, 32, 256, 64, 2**53 - 1


class Refused(Exception):
    pass


def read_integer(text):
    if len(text) > MAX_NUMBER or abs(int(text)) > MAX_INTEGER:
        raise Refused("integer")
    return int(text)


def read_double(text):
    value = float(text)
    if len(text) > MAX_NUMBER or value in (float("inf"), float("-inf")):
        raise Refused("number")
    return value


def read_members(pairs):
    if len(pairs) > MAX_MEMBERS or len({name for name, _ in pairs}) < len(pairs):
        raise Refused("members")
    return dict(pairs)


def refuse(word):
    raise Refused(word)


def check_text(text):
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise Refused("string")


def check(value, depth):
    """The rules that a parsed value still shows."""
    if isinstance(value, str):
        check_text(value)
    if isinstance(value, (dict, list)) and depth >= MAX_DEPTH:
        raise Refused("depth")
    if isinstance(value, dict):
        for name, member in value.items():
            check_text(name)
            check(member, depth + 1)
    if isinstance(value, list):
        for item in value:
            check(item, depth + 1)


def write(value):
    """As json-gate writes it."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode())
        return "{" + ",".join(write_text(name) + ":" + write(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(write, value)) + "]"
    if isinstance(value, float):
        return '"d' + struct.pack(">d", value).hex() + '"'
    return write_text(value) if isinstance(value, str) else json.dumps(value)


def write_text(text):
    return json.dumps(text, ensure_ascii=False)


def judge(document):
    """What the gate ought to answer."""
    try:
        if len(document) > MAX_BYTES:
            raise Refused("size")
        text = document.decode("utf-8", "strict")
        value = json.loads(text, parse_int=read_integer, parse_float=read_double, parse_constant=refuse,
                           object_pairs_hook=read_members)
        check(value, 0)
        return "ok " + write(value)
    except (Refused, ValueError, RecursionError):
        return "no"


BY_HAND = [
    b"", b" ", b"\n", b"null", b"true", b"false", b"nul", b"nulll", b"True", b"NaN", b"Infinity", b"-Infinity", b"undefined",
    b"0", b"-0", b"00", b"01", b"-01", b"+1", b"-", b"--1", b"1.", b".5", b"-.5", b"1.5", b"1e5", b"1E5", b"1e+5", b"1e-5", b"1e",
    b"1e+", b"1.e5", b"0e0", b"-0.0", b"0.0", b"1e400", b"-1e400", b"1e-400", b"1e308", b"1.7976931348623157e308",
    b"1.7976931348623159e308", b"5e-324", b"0x10", b"1_000", b"1,000", b"9007199254740991", b"9007199254740992",
    b"-9007199254740991", b"-9007199254740992", b"99999999999999999999", b"123456789" * 8, b"0." + b"1" * 62, b"0." + b"1" * 63,
    b"9007199254740993.0", b"1.0", b"100000000000000000000.0", b"4.35", b"2.2250738585072011e-308", b"1e23", b"123e-2",
    b'""', b'"', b'"a', b"'a'", b'"\\"', b'"\\\\"', b'"\\/"', b'"\\b\\f\\n\\r\\t"', b'"\\a"', b'"\\x41"', b'"\\u0041"', b'"\\u004"',
    b'"\\u00g1"', b'"\\U0041"', b'"\\u0000"', b'"a\\u0000b"', b'"\x00"', b'"\x01"', b'"\x1f"', b'"\x7f"', b'"\t"', b'"\n"',
    b'"\\ud83d\\ude00"', b'"\\ud83d"', b'"\\ude00"', b'"\\ud83d\\u0041"', b'"\\ud83dx"', b'"\\ude00\\ud83d"', b'"\\ud83d\\ud83d\\ude00"',
    b'"\\uD83D\\uDE00"', b'"\\ud800\\udc00"', b'"\\udbff\\udfff"', b'"\\uffff"', b'"\\ufffe"', b'"\\u+041"', b'"\\u 041"',
    "\"äöü€😀\"".encode(), b'"\xff"', b'"\xc3"', b'"\xc0\x80"', b'"\xe0\x80\x80"', b'"\xed\xa0\x80"', b'"\xf4\x90\x80\x80"', b'"\xf8\x88\x80\x80\x80"',
    b"\xff", b"[\xa0]", b"\xef\xbb\xbf{}", b"{}\xef\xbb\xbf", "\u00a0{}".encode(), "\u2028{}".encode(), b"\xfe\xff\x00{\x00}",
    b"{}\x00", b"\x00{}", b"{}\x0b", b"\x0c{}", b" \t\r\n{} \t\r\n",
    b"[]", b"[", b"]", b"[,]", b"[1,]", b"[,1]", b"[1 2]", b"[1,,2]", b"[1}", b"{]", b"[]]", b"[[]", b"[1][2]", b"[1],", b"[1] // x",
    b"/* */[]", b"[/**/]", b"# x\n[]",
    b"{}", b"{", b"}", b"{,}", b'{"a"}', b'{"a":}', b'{"a":1,}', b'{"a":1,,"b":2}', b'{:1}', b"{1:1}", b"{a:1}", b"{'a':1}", b"{null:1}",
    b'{"a" 1}', b'{"a"=1}', b'{"a":1 "b":2}', b'{"a":1;"b":2}', b'{"a"::1}', b'{"":1}', b'{"":1,"":2}', b'{"a":1,"a":1}',
    b'{"a":1,"\\u0061":2}', b'{"\\u00e4":1,"\xc3\xa4":2}', b'{"a":{"a":{"a":1}},"b":{"a":1}}', b'{"a":[{"b":1},{"b":2}]}',
    b'{"\\/":1,"/":2}', b'{"\\ud83d\\ude00":1,"\xf0\x9f\x98\x80":2}', b'{"a\\u0000":1}', b'{"\\ud800":1}', b'{"__proto__":1}',
    b'{"a":1}{"a":1}', b'{"a":true,"b":false,"c":null}', b"tru", b"truefalse", b"[true,false,null]", b"[nul]", b"-true",
    b"[" * 32 + b"]" * 32, b"[" * 33 + b"]" * 33, b"[" * 100000, b"[" * 100000 + b"]" * 100000, b'{"a":' * 32 + b"1" + b"}" * 32,
    b'{"a":' * 33 + b"1" + b"}" * 33, b'{"a":' * 100000, b"[[[[" * 8 + b"1" + b"]]]]" * 8,
    b'"' + b"a" * (MAX_BYTES - 2) + b'"', b'"' + b"a" * (MAX_BYTES - 1) + b'"', b" " * (MAX_BYTES - 2) + b"[]", b" " * (MAX_BYTES - 1) + b"[]",
    b"{" + b",".join(b'"%d":0' % i for i in range(256)) + b"}", b"{" + b",".join(b'"%d":0' % i for i in range(257)) + b"}",
    b"[" + b",".join([b"0"] * 100000) + b"]", b"[" + b",".join([b"{}"] * 50000) + b"]",
]

ATOMS = ["null", "true", "false", "0", "-1", "1.5", "-0.0", "1e3", "2E-2", "9007199254740991", "-9007199254740992", '""', '"a"',
         '"\\n"', '"\\u00e9"', '"ü"', '"\\ud83d\\ude00"', "[]", "{}", "1e999", '"\\ud800"', "-", "01"]
NAMES = ['"a"', '"b"', '"\\u0061"', '"é"', '"\\u00e9"', '""', '"a b"', '"\\\\"']
BYTES = [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"u", b"0", b"1", b"e", b"-", b".", b" ", b"\n", b"\x00", b"\x7f", b"\xff",
         b"\xc3", b"\xa9", b"\xed\xa0\x80", b"\\u0000", b"\\ud83d", b"\\ude00", b"true", b"null", b'"a":1', b"/", b"\xef\xbb\xbf"]


def make(random_, depth):
    """A document, most often a good one."""
    kind = random_.random()
    space = random_.choice(["", "", " ", "\n", "\t", "\r\n"])
    if depth > 5 or kind < 0.5:
        return space + random_.choice(ATOMS[:19] if random_.random() < 0.97 else ATOMS) + space
    items = [make(random_, depth + 1) for _ in range(random_.randrange(5))]
    if kind < 0.75:
        return space + "[" + ",".join(items) + "]"
    names = random_.sample(NAMES, len(items)) if random_.random() < 0.8 else random_.choices(NAMES, k=len(items))
    return "{" + ",".join(space + name + space + ":" + item for name, item in zip(names, items)) + "}" + space


def damage(random_, document):
    """The same with a few bytes inserted, removed, doubled or exchanged."""
    data = bytearray(document)
    for _ in range(random_.randrange(1, 4)):
        at = random_.randrange(len(data) + 1)
        kind = random_.randrange(4)
        if kind == 0:
            data[at:at] = random_.choice(BYTES)
        elif kind == 1:
            del data[at:at + random_.randrange(1, 4)]
        elif kind == 2:
            data[at:at] = data[at:at + random_.randrange(1, 8)]
        elif at < len(data):
            data[at] = random_.randrange(256)
    return bytes(data)


def generate(seed, count):
    random_ = random.Random(seed)
    for _ in range(count):
        document = make(random_, 0).encode()
        yield document
        yield damage(random_, document)
    for _ in range(count // 2):
        yield b"".join(random_.choices(BYTES, k=random_.randrange(1, 12)))


def ask(gate, documents):
    """The gate's answers, one a document."""
    data = b"".join(struct.pack(">I", len(document)) + document for document in documents)
    done = subprocess.run([gate], input=data, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().split("\n")[:-1]


def compare(gate, documents):
    """Descriptions of the documents on which the two differ, and how many both accept."""
    answers = ask(gate, documents)
    expected = [judge(document) for document in documents]
    if len(answers) != len(documents):
        return [f"{len(answers)} answers to {len(documents)} documents"], 0
    wrong = [f"{document[:120]!r}: gate {answer[:120]!r}, Python {wanted[:120]!r}"
             for document, answer, wanted in zip(documents, answers, expected) if answer != wanted]
    return wrong, sum(answer != "no" for answer in expected)


def main():
    sys.setrecursionlimit(10000)
    gate = sys.argv[1]
    corpora = [("documents by hand", BY_HAND), ("generated documents", list(generate(20261122, 4000)))]
    print(f"1..{len(corpora)}")
    for number, (name, documents) in enumerate(corpora, 1):
        wrong, accepted = compare(gate, documents)
        for line in wrong[:20]:
            print("#", line)
        print(f"# {len(documents)} documents, {accepted} of them good, {len(wrong)} judged differently")
        print("ok" if not wrong and 0 < accepted < len(documents) else "not ok", number, "-", name)


if __name__ == "__main__":
    main()
