#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Judges findings by the labels that generate.py wrote.

    score.py LABELS FINDINGS [--require-recall 1.0] [--most-false 1.0] [--list]

FINDINGS: JSON lines, "-" for standard input: {"rule": kind, "key": account, name, address or network, "time": microseconds,
"first": (optional) when it began, "events": (optional) times of its events}.

A finding is true if it shares an event with an attack, or has its key among the attack's accounts and addresses within its time
plus a day. An attack is found if a true finding is of its kind, or of one that is the same seen from another side; "by others"
counts those that only findings of other kinds point at. False ones are told by the harmless story that they belong to. Exits with
1 if less than --require-recall of the attacks is found, or more than --most-false per 1,000 person-days are false; 2 on bad input.
"""
import argparse
import collections
import ipaddress
import json
import sys

DAY = 86_400_000_000
# What a story is also rightly called.
RELATED = {"brute-force": {"many-networks", "lockout-storm"}, "many-networks": {"brute-force"}, "password-spray": {"credential-stuffing"},
           "credential-stuffing": {"password-spray", "lockout-storm"}, "lockout-storm": {"password-spray", "brute-force", "credential-stuffing"},
           "success-after-attack": {"brute-force"}, "new-network-and-device": {"impossible-travel"},
           "impossible-travel": {"new-network-and-device"}, "mass-read": {"excessive-admin-access"}, "excessive-admin-access": {"mass-read"}}
ORDINARY = "(ordinary days)"


class Wrong(Exception):
    """The input is not what it should be."""


def _is_time(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def read_finding(text, number):
    try:
        finding = json.loads(text)
    except ValueError as error:
        raise Wrong(f"findings, line {number}: {error}") from error
    if not isinstance(finding, dict) or not isinstance(finding.get("rule"), str) or not _is_time(finding.get("time")):
        raise Wrong(f"findings, line {number}: needs a rule, and a time in microseconds")
    finding["first"] = finding.get("first") if finding.get("first") is not None else finding["time"]
    finding["events"] = finding.get("events") or []
    if not _is_time(finding["first"]) or not isinstance(finding["events"], list) or not all(map(_is_time, finding["events"])):
        raise Wrong(f"findings, line {number}: \"first\" and \"events\" are times in microseconds")
    return finding


def read_findings(lines):
    return [read_finding(line, number) for number, line in enumerate(lines, 1) if line.strip()]


def read_labels(path):
    with open(path, encoding="utf-8") as file:
        try:
            document = json.load(file)
        except ValueError as error:
            raise Wrong(f"{path}: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("labels"), list) or "personDays" not in document:
        raise Wrong(f"{path}: these are no labels of generate.py")
    return document


class Judge:
    def __init__(self, document):
        self.labels = document["labels"]
        self.person_days = max(document["personDays"], 1)
        self.by_event = collections.defaultdict(list)
        self.by_key = collections.defaultdict(list)
        for label in self.labels:
            for time in label["events"]:
                self.by_event[time].append(label)
            for key in {*label["names"], *label["addresses"], label["actor"], label["address"]} - {None}:
                self.by_key[key].append(label)

    def find_by_key(self, key):
        """Labels of an account or an address; of a network, those of all addresses in it."""
        if not isinstance(key, str):
            return []
        if "/" not in key:
            return self.by_key.get(key, [])
        try:
            network = ipaddress.ip_network(key, strict=False)
        except ValueError:
            return self.by_key.get(key, [])
        return [label for label in self.labels if any(ipaddress.ip_address(address) in network for address in label["addresses"])]

    def match(self, finding):
        """(attacks, harmless stories) that a finding points at; those with an event in common first."""
        shared = [label for time in finding["events"] + [finding["time"]] for label in self.by_event.get(time, [])]
        near = [label for label in self.find_by_key(finding.get("key"))
                if label["from"] <= finding["time"] and finding["first"] <= label["to"] + DAY]
        near.sort(key=lambda label: label["to"] - label["from"])  # what goes on all month explains least
        matched = {label["id"]: label for label in shared + near}.values()
        return [label for label in matched if label["attack"]], [label for label in matched if not label["attack"]]

    def judge(self, findings):
        self.found, self.touched, self.false = set(), set(), []
        self.true_by_rule = collections.Counter()
        for finding in findings:
            attacks, harmless = self.match(finding)
            for label in attacks:
                self.touched.add(label["id"])
                if finding["rule"] == label["kind"] or finding["rule"] in RELATED.get(label["kind"], ()):
                    self.found.add(label["id"])
            if attacks:
                self.true_by_rule[finding["rule"]] += 1
            else:
                self.false.append((finding, harmless[0]["kind"] if harmless else ORDINARY))

    @property
    def attacks(self):
        return [label for label in self.labels if label["attack"]]

    def get_recall(self):
        return len(self.found) / len(self.attacks) if self.attacks else 1.0

    def get_false_rate(self):
        return len(self.false) * 1000 / self.person_days


def count_by(labels):
    return collections.Counter((label["kind"], label["level"]) for label in labels)


def print_table(judge):
    injected = count_by(judge.attacks)
    found = count_by(label for label in judge.attacks if label["id"] in judge.found)
    touched = count_by(label for label in judge.attacks if label["id"] in judge.touched - judge.found)
    false = collections.Counter(finding["rule"] for finding, _ in judge.false)
    print(f"{'kind':26} {'level':6} {'injected':>8} {'found':>6} {'by others':>9} {'true':>6} {'false':>6}")
    shown = set()
    for (kind, level), number in sorted(injected.items()):
        counts = ["", ""] if kind in shown else [judge.true_by_rule[kind], false[kind]]
        shown.add(kind)
        print(f"{kind:26} {level:6} {number:8} {found[kind, level]:6} {touched[kind, level]:9} {counts[0]:>6} {counts[1]:>6}")
    for rule in sorted((set(false) | set(judge.true_by_rule)) - shown):
        print(f"{rule:26} {'-':6} {0:8} {0:6} {0:9} {judge.true_by_rule[rule]:6} {false[rule]:6}")
    print(f"\n{len(judge.found)} of {len(judge.attacks)} attacks found; {len(judge.false)} false findings, "
          f"{judge.get_false_rate():.2f} per 1,000 person-days ({judge.person_days} of them)")


def print_false(judge, each):
    stories = collections.Counter((story, finding["rule"]) for finding, story in judge.false)
    if stories:
        print("\nfalse findings by what they are really:")
    for (story, rule), number in sorted(stories.items(), key=lambda item: (-item[1], item[0])):
        print(f"{number:6}  {story:26} called {rule}")
    for finding, story in judge.false if each else []:
        print(f"false: {finding['rule']} {finding.get('key')} at {finding['time']}: {story}")
    for label in judge.attacks:
        if label["id"] not in judge.found:
            print(f"missed: {label['id']} {label['kind']} ({label['level']}), {label['note']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("labels")
    parser.add_argument("findings")
    parser.add_argument("--require-recall", type=float)
    parser.add_argument("--most-false", type=float)
    parser.add_argument("--list", action="store_true", help="every false finding")
    options = parser.parse_args()
    try:
        judge = Judge(read_labels(options.labels))
        if options.findings == "-":
            findings = read_findings(sys.stdin)
        else:
            with open(options.findings, encoding="utf-8") as file:
                findings = read_findings(file)
    except (Wrong, OSError) as error:
        print(f"score.py: {error}", file=sys.stderr)
        return 2
    judge.judge(findings)
    print_table(judge)
    print_false(judge, options.list)
    missing = options.require_recall is not None and judge.get_recall() < options.require_recall
    return 1 if missing or (options.most_false is not None and judge.get_false_rate() > options.most_false) else 0


if __name__ == "__main__":
    sys.exit(main())
