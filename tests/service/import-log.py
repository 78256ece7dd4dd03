#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""`reeved import-log`: logs of every format, with a service that runs and without one, packed and through a pipe, twice, cut off, and
killed in the middle; what it counts is what is there, and what it cannot read is kept to the byte.

    import-log.py PLAIN-DUMP
"""
import datetime
import gzip
import os
import re
import secrets
import signal
import subprocess
import sys
import time

from harness.api import ROOT, Service
from harness.tap import Tap

LOGS = ROOT / "tests" / "fixtures" / "logs"
FORMATS = {"auth.log": "openssh", "auth-5424.log": "openssh", "combined.log": "combined", "okta.json": "okta", "cloudtrail.json": "cloudtrail",
           "cloudtrail-lookup.json": "cloudtrail", "google.json": "google", "keycloak.json": "keycloak", "ocsf.jsonl": "ocsf", "reeve.jsonl": "reeve"}
COUNTS = re.compile(rb"(?P<name>.*): (?P<format>[a-z]+): (?P<taken>\d+) taken, (?P<known>\d+) known already, (?P<refused>\d+) refused, "
                    rb"(?P<unreadable>\d+) unreadable, (?P<without>\d+) without an event(, (?P<left>\d+) not brought)?\n")
ALL, PARTLY, INPUT = 0, 1, 2
NOW = datetime.datetime.now(datetime.timezone.utc)
YESTERDAY = NOW - datetime.timedelta(days=1)


def freshen(text):
    """The samples are of 22 November 2026; what is kept is of the last days."""
    there = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)
    shift = int((YESTERDAY.replace(hour=0, minute=0, second=0, microsecond=0) - there).total_seconds())
    text = text.replace(b"2026-11-22", f"{YESTERDAY:%Y-%m-%d}".encode()).replace(b"22/Nov/2026", f"{YESTERDAY:%d/%b/%Y}".encode())
    text = text.replace(b"Nov 22 ", f"{YESTERDAY:%b %e} ".encode())
    return re.sub(rb"\b1795[34]\d{5}((?:\d{3}){0,2})\b", lambda m: str(int(m[0]) + shift * 10 ** len(m[1])).encode(), text)


class Importer:
    def __init__(self, service):
        self.service = service

    def begin(self, *words, key=None, **more):
        read, write = os.pipe()
        os.write(write, key or self.service.key)
        os.close(write)
        process = subprocess.Popen([self.service.program, "import-log", *map(str, words), "--config", self.service.config, "--root-key-fd", str(read)],
                                   pass_fds=[read], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.service.folder, **more)
        os.close(read)
        return process

    def run(self, *words, stdin=None, key=None):
        process = self.begin(*words, key=key, stdin=subprocess.PIPE)
        process.out, process.err = process.communicate(stdin or b"", timeout=600)
        process.counts = [{name: value if name in ("name", "format") else int(value or 0) for name, value in match.groupdict().items()}
                          for match in COUNTS.finditer(process.out)]
        return process


def tell(done):
    return f"{done.returncode} {done.out.decode(errors='replace')} {done.err.decode(errors='replace')}"


def make_log(count, first=0, days=3):
    """A Combined log over some days, oldest first."""
    start = NOW - datetime.timedelta(days=days)
    step = datetime.timedelta(days=days) / count
    return b"".join(f'192.0.2.{i % 250} - user{i % 99} [{start + step * i:%d/%b/%Y:%H:%M:%S} +0000] "GET /{i} HTTP/1.1" 200 5 "-" "curl"\n'.encode()
                    for i in range(first, count))


def check_formats(tap, importer, folder, where):
    first = {}
    for name, word in FORMATS.items():
        path = folder / name
        path.write_bytes(freshen((LOGS / name).read_bytes()))
        done = importer.run(path)
        counts = done.counts[0] if done.counts else {}
        good = counts and counts["format"].decode() == word and counts["left"] == 0 and counts["taken"] + counts["known"] > 0
        tap.check(good and done.returncode == (PARTLY if counts["refused"] + counts["unreadable"] else ALL), f"{where}: {name} comes in")
        if not good:
            tap.note(tell(done))
        first[name] = counts
    again = importer.run(*(folder / name for name in FORMATS))
    tap.check([counts["known"] for counts in again.counts] == [counts["taken"] + counts["known"] for counts in first.values()]
              and not any(counts["taken"] for counts in again.counts), f"{where}: all of them again, in one call: known")


def check_ways_in(tap, importer, folder):
    log = make_log(300)
    (folder / "packed.log").write_bytes(gzip.compress(log[:5000]) + gzip.compress(log[5000:]) + bytes(512))
    done = importer.run(folder / "packed.log")
    tap.check(done.returncode == ALL and done.counts[0]["taken"] == 300, "a packed log of two streams, with padding")
    done = importer.run("-", stdin=log)
    tap.check(done.returncode == ALL and done.counts[0]["known"] == 300 and done.counts[0]["name"] == b"standard input", "the same through a pipe")
    done = importer.run("-", stdin=gzip.compress(log))
    tap.check(done.returncode == ALL and done.counts[0]["known"] == 300, "and packed")
    (folder / "cut.gz").write_bytes(gzip.compress(make_log(300, days=2))[:-900])
    done = importer.run(folder / "cut.gz")
    tap.check(done.returncode == INPUT and b"cut off" in done.err and done.counts[0]["taken"] > 0, "one that is cut off: what is there, and an error")
    (folder / "bad.gz").write_bytes(gzip.compress(log)[:40] + b"rubbish" * 99)
    done = importer.run(folder / "bad.gz")
    tap.check(done.returncode == INPUT and b"damaged" in done.err, "one that is damaged")
    done = importer.run(folder / "none", folder / "packed.log")
    tap.check(done.returncode == INPUT and done.counts[0]["known"] == 300, "after a file that is missing comes the next")


def check_rejected(tap, importer, folder):
    lines = make_log(20).splitlines(keepends=True)
    bad = {3: b"rubbish\twith a tab", 5: b"\xff\xfe\x00 bytes", 9: b"y" * 200000, 12: b"ends in a return\r"}
    for number, line in bad.items():
        lines.insert(number - 1, line + b"\n")
    path = folder / "partly.log"
    path.write_bytes(b"".join(lines))
    done = importer.run(path, "--source", "partly")
    tap.check(done.returncode == PARTLY and done.counts[0]["taken"] == 20 and done.counts[0]["unreadable"] == len(bad), "a log with bad lines comes in without them")
    aside = folder / "partly.log.rejected"
    kept = dict(line.split(b"\t", 1) for line in aside.read_bytes().split(b"\n")[:-1])
    tap.check({int(name.split()[0]): line for name, line in kept.items()} == bad, "which are kept to the byte, behind their number")
    tap.check(aside.stat().st_mode & 0o777 == 0o600, "for nobody else")
    done = importer.run(path, "--rejected", path)
    tap.check(done.returncode == INPUT and path.read_bytes() == b"".join(lines), "never over the log itself")
    (folder / "link").symlink_to(folder / "victim")
    (folder / "victim").write_bytes(b"mine")
    done = importer.run(path, "--rejected", folder / "link")
    tap.check(done.returncode == INPUT and (folder / "victim").read_bytes() == b"mine", "nor through a link")


def check_words(tap, importer, folder):
    log = folder / "words.log"
    log.write_bytes(make_log(5))
    for words, pattern in ((["--workspace", "Nowhere"], b"workspace: "), (["--format", "csv"], b"format: "), (["--zone", "Mars/Base"], b"zone: ")):
        done = importer.run(log, *words)
        tap.check(done.returncode == INPUT and pattern in done.err and not any(counts["taken"] for counts in done.counts), " ".join(words))
    (folder / "poem.txt").write_text("Shall I compare thee to a summer's day?\n" * 99)
    done = importer.run(folder / "poem.txt")
    tap.check(done.returncode == INPUT and b"poem.txt" in done.err, "what is no log is refused")
    old = make_log(5).replace(f"/{NOW:%Y}".encode(), b"/2019").replace(f"/{NOW - datetime.timedelta(days=3):%Y}".encode(), b"/2019")
    done = importer.run("-", stdin=old)
    tap.check(done.returncode == PARTLY and done.counts[0]["refused"] == 5 and b"30 days" in done.err, "what is older than what is kept is counted, with a hint")
    done = importer.run(log, "--workspace", "Acme", "--source", "web1")
    other = importer.run(log, "--workspace", "Acme", "--source", "web2")
    tap.check(done.counts[0]["taken"] == other.counts[0]["taken"] == 5, "the same lines of two hosts are two logs")


def check_trail(tap, service, importer, folder, dump):
    """Whoever has not the root key brings nothing; who has it is in the trail, with the log's name and never its lines."""
    log = folder / "trail.log"
    log.write_bytes(make_log(5).replace(b"curl", b"MARKER-OF-A-LINE") + b"MARKER-OF-RUBBISH\n")
    for where in ("with the service", "without one"):
        done = importer.run(log, "--source", where, key=secrets.token_bytes(32))
        tap.check(done.returncode == INPUT and b"wrong_key: " in done.err and not done.counts, f"{where}: another root key")
        done = importer.run(log, "--source", where)
        tap.check(done.counts[0]["taken"] == 5, f"{where}: the right one")
        service.stop()
    key = folder / "key"
    key.write_bytes(service.key)
    key.chmod(0o400)
    said = subprocess.run([dump, folder / "data", key], check=True, capture_output=True).stdout
    tap.check(said.count(b"trail.log") == 4 and said.count(b"MARKER-OF-A-LINE") > 0 and b"MARKER-OF-RUBBISH" not in said,
              "each import is in the audit trail when it begins and when it has ended")
    tap.check("MARKER" not in service.read_log(), "no line is in the service's log")
    service.start()


def check_killed(tap, service, importer, folder):
    total = 60000
    log = folder / "killed.log"
    log.write_bytes(make_log(total))
    for delay, victim in ((0.3, "command"), (1, "command"), (0.6, "service")):
        process = importer.begin(log, "--source", f"{victim}-{delay}", stdin=subprocess.DEVNULL)
        time.sleep(delay)
        if victim == "command":
            process.send_signal(signal.SIGKILL)
        else:
            service.stop(signal.SIGKILL)
        process.communicate(timeout=600)
        if victim == "service":
            service.start()
        done = importer.run(log, "--source", f"{victim}-{delay}")
        counts = done.counts[0]
        tap.check(done.returncode == ALL and counts["taken"] + counts["known"] == total,
                  f"{victim} killed after {delay} s: again, and all is there once ({counts['known']} were)")
        # However slow or fast this machine is: it may have ended before, or begun after.
        tap.check(process.returncode != ALL or counts["known"] == total, "whoever was cut off did not say that all is well")
        again = importer.run(log, "--source", f"{victim}-{delay}").counts[0]
        tap.check(again["known"] == total, "and known then")


def main():
    with Tap() as tap, Service() as service:
        ada = service.device()
        ada.set_up()
        ada.close()
        importer = Importer(service)
        check_formats(tap, importer, service.folder, "with the service")
        service.stop()
        check_formats(tap, importer, service.folder, "without one")
        check_ways_in(tap, importer, service.folder)
        service.start()
        check_rejected(tap, importer, service.folder)
        check_words(tap, importer, service.folder)
        check_trail(tap, service, importer, service.folder, sys.argv[1])
        check_killed(tap, service, importer, service.folder)


main()
