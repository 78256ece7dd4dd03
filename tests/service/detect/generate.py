#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Makes up the access log of a workspace in which attacks are hidden, and says where. For judging detections by somebody who did
not write them: this program knows no rule, only attackers and ordinary people. Same seed and options, same bytes.

    generate.py --seed N [--people 200] [--days 30] [--history 50] [--events 1000000] [--start 2026-10-01] [--attacks 40] [--sly]
                [--labels FILE] [--world FILE] > events.jsonl

Before the days that count lies a thin history, in which people come one day in four, so that an account can be dormant and
habits can be known. --sly adds twenty attacks that stay below what is commonly counted. --labels takes what is what, --world what
a service knows of its people: roles, time zones, who is on call, support grants.
"""
import argparse
import datetime
import json
import operator
import random
import sys

import attacks
import benign
import insiders
from days import Calendar, Ordinary
from log import Log
from places import DAY, HOUR
from stage import Stage
from world import World

ATTACKS = {"brute-force": attacks.brute_force, "many-networks": attacks.many_networks, "password-spray": attacks.password_spray,
           "credential-stuffing": attacks.credential_stuffing, "lockout-storm": attacks.lockout_storm,
           "success-after-attack": attacks.success_after_attack, "new-network-and-device": attacks.new_network_and_device,
           "impossible-travel": attacks.impossible_travel, "dormant-account": attacks.dormant_account, "factor-reset": attacks.factor_reset,
           "mass-read": insiders.mass_read, "excessive-admin-access": insiders.excessive_admin_access,
           "off-hours-administration": insiders.off_hours_administration, "privilege-escalation": insiders.privilege_escalation,
           "support-outside-grant": insiders.support_outside_grant, "token-theft": attacks.token_theft, "impairment": insiders.impairment,
           "use-after-breach": attacks.use_after_breach, "code-guessing": attacks.code_guessing, "reset-burst": attacks.reset_burst}
GET_TIME = operator.itemgetter(0)


def read_options(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--history", type=int, default=50, help="days of thin history before")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--start", type=datetime.date.fromisoformat, default=datetime.date(2026, 10, 1))
    parser.add_argument("--attacks", type=int, default=40)
    parser.add_argument("--sly", action="store_true")
    parser.add_argument("--labels")
    parser.add_argument("--world")
    options = parser.parse_args(arguments)
    bounds = [(options.people, 60, 1000), (options.days, 14, 366), (options.history, 0, 366), (options.attacks, 0, options.people)]
    if not all(low <= number <= high for number, low, high in bounds):
        parser.error("takes 60 to 1000 people, 14 to 366 days, up to 366 of history, and as many attacks as people")
    if options.days + options.history < 68:
        parser.error("nobody can be dormant in less than 68 days, history included")
    return options


class Generator:
    def __init__(self, options):
        self.options = options
        self.world = World(self.random("world"), options.people)
        self.calendar = Calendar(self.world, self.random("calendar"), options.start, options.days, options.history)
        self.log = Log(options.seed)
        self.ordinary = Ordinary(self.calendar, self.log, options.seed)
        self.stage = Stage(self.world, self.calendar, self.ordinary, self.log, self.random("stage"))
        self.stage.volume, self.stage.grants = min(options.events / 1_000_000, 1), []
        self.last = self.written = 0

    def random(self, name):
        return random.Random(f"{self.options.seed} {name}")

    def prepare(self):
        """All stories, and then how much of everything else there must be for the number that was asked for."""
        self.calendar.plan()
        self.ordinary.fit(self.options.events)
        kinds = [list(ATTACKS)[number % len(ATTACKS)] for number in range(self.options.attacks)]
        told = [(kind, False) for kind in kinds] + [(kind, True) for kind in ATTACKS if self.options.sly]
        # Who has to be away must be in no other story, and so comes first.
        told.sort(key=lambda story: story[0] != "dormant-account")
        away = sum(kind == "dormant-account" for kind, _ in told)
        self.tell(told[:away])
        benign.tell(self.stage)
        self.tell(told[away:])
        self.ordinary.fit(max(self.options.events - len(self.log.events), 0))

    def tell(self, stories):
        for kind, sly in stories:
            ATTACKS[kind](self.stage, sly)

    def write(self, out):
        """Day by day: what is far enough back is in order for good."""
        for day in range(-self.options.history, self.options.days):
            self.ordinary.write(day)
            self.flush(out, self.calendar.origin + day * DAY - 20 * HOUR)
        self.flush(out, None)

    def flush(self, out, until):
        self.log.events.sort(key=GET_TIME)
        ready = self.log.events
        if until is not None:
            count = sum(1 for event in ready if event[0] < until)
            ready, self.log.events = ready[:count], ready[count:]
        else:
            self.log.events = []
        lines = []
        for time, line, mark in ready:
            if self.log.silences and self.is_silenced(time, line):
                continue
            self.last = time = max(time, self.last + 1)
            lines.append(f"{line}{time}}}\n")
            if mark is not None:
                mark[0].note_event(time, mark[1])
        self.written += len(lines)
        out.write("".join(lines))

    def is_silenced(self, time, line):
        return any(low <= time < high and f'"source":"{source}"' in line for source, low, high in self.log.silences)

    # --- What is what ---

    def describe(self):
        options = self.options
        numbers, labels = {True: 0, False: 0}, []
        for label in self.stage.labels:
            if label.began is not None:
                numbers[label.attack] += 1
                labels.append(label.describe(numbers[label.attack]))
        return {"seed": options.seed, "people": options.people, "days": options.days, "history": options.history,
                "start": options.start.isoformat(), "from": self.calendar.origin, "to": self.calendar.origin + options.days * DAY,
                "events": self.written, "attacks": options.attacks, "sly": options.sly,
                "personDays": sum(1 for blocks in self.calendar.blocks.values() if blocks),
                "note": f"{options.history} days of thin history stand before the {options.days} full ones, so that accounts can be dormant",
                "labels": labels}

    def describe_world(self):
        people = [{"id": person.id, "name": person.name, "email": person.email, "names": person.names, "roles": sorted(person.roles),
                   "company": person.company, "office": person.office.name, "zone": person.office.zone, "secondFactor": person.factor,
                   "onCall": [{"from": first, "to": last} for first, last in person.on_call]} for person in self.world.people]
        return {"people": people, "supportGrants": self.stage.grants, "vpn": self.world.vpn.v4,
                "offices": [{"name": office.name, "zone": office.zone, "address": office.network.v4} for office in self.world.offices]}


def save(path, document):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
        file.write("\n")


def main():
    options = read_options()
    generator = Generator(options)
    generator.prepare()
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    generator.write(sys.stdout)
    if options.labels:
        save(options.labels, generator.describe())
    if options.world:
        save(options.world, generator.describe_world())


if __name__ == "__main__":
    main()
