# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What both attacks and harmless stories are told with: whom they are about, when, from where, and the labels that say so."""
from days import Block
from log import W, Label
from places import HOUR, MINUTE, SECOND, make_in64
from tasks import TASKS
from world import STRANGE, encode, make_id


class Stage:
    def __init__(self, world, calendar, ordinary, log, rng):
        self.world, self.calendar, self.ordinary, self.log, self.rng = world, calendar, ordinary, log, rng
        self.labels, self.used, self.gone = [], set(), set()
        self.support = []  # (agent, when) of each story with a grant, or without one
        self.twist = rng.randrange(6)  # where stories begin that go through their variants in turn
        self.days, self.history = calendar.days, calendar.history

    def label(self, kind, attack, technique=None, sly=False):
        label = Label(kind, attack, technique, "sly" if sly else "plain")
        self.labels.append(label)
        return label

    # --- Whom ---

    def pick(self, suits=None, low=None, high=None):
        """Somebody about whom no other story is, who works between two days if those are given; else anybody who suits."""
        people = [person for person in self.world.people if suits is None or suits(person)]
        people = [person for person in people if person.number not in self.gone] or people
        if low is not None:
            people = [person for person in people if self.calendar.find_working(person, low, high)] or people
        fresh = [person for person in people if person.number not in self.used]
        person = self.rng.choice(fresh or people)
        self.used.add(person.number)
        return person

    def pick_plain(self, low=None, high=None):
        return self.pick(is_plain, low, high)

    def pick_administrator(self, low=None, high=None):
        return self.pick(lambda person: person.is_administrator and not person.on_call, low, high)

    def pick_keeper(self, low, high):
        """An administrator of everybody, or of a group."""
        return self.pick(lambda person: person.roles & {"administrator", "group-administrator"} and not person.on_call, low, high)

    def pick_helper(self, low, high):
        """An administrator who only does their work in a story about somebody else."""
        return self.rng.choice([person for person in self.world.people if person.is_administrator and person.number not in self.gone
                                and self.calendar.find_working(person, low, high - 1)])

    def take_away(self, person, first, last):
        """Somebody is not there for a while, and in no other story."""
        self.gone.add(person.number)
        self.calendar.keep_away(person, first, last)

    def pick_many(self, count):
        """For what goes over whoever is there: they may be in other stories, too."""
        people = [person for person in self.world.people if "robot" not in person.roles and person.number not in self.gone]
        return self.rng.sample(people, min(count, len(people) * 9 // 10))

    # --- When ---

    def day(self, low=1, high=None):
        """One of the full days; @low gives way where there are few."""
        last = (self.days if high is None else min(high, self.days)) - 1
        return self.rng.randrange(max(0, min(low, last - 2)), max(last, 1))

    def at(self, person, day, low, high):
        """A moment between two hours of somebody's own time."""
        return self.calendar.midnight(person, day) + int(self.rng.uniform(low, high) * HOUR)

    def working_block(self, person, low, high=None):
        """(day, block) in which somebody is at work."""
        days = self.calendar.find_working(person, max(0, min(low, self.days - 4)), (self.days if high is None else high) - 1)
        days = days or self.calendar.find_working(person, -self.history, self.days - 1)
        day = self.rng.choice(days)
        return day, self.calendar.blocks[person.number, day][0]

    def gap(self, low, high):
        """Seconds, as microseconds."""
        return int(self.rng.uniform(low, high) * SECOND)

    def about(self, duration):
        return int(duration * self.rng.uniform(0.85, 1.15))

    # --- Where ---

    def intruder(self, v6=None, agent=None):
        """(address, agent) of somebody who never was here."""
        rng = self.rng
        provider = rng.choice(self.world.hosters if rng.random() < 0.7 else self.world.residential)
        v6 = rng.random() < 0.25 if v6 is None else v6
        address = make_in64(rng, provider.make_net6(rng)) if v6 else provider.make_v4(rng)
        return address, agent or rng.choice(STRANGE)

    def intruders(self, count, agent=None):
        agent = agent or self.rng.choice(STRANGE)
        return [self.intruder(agent=agent) for _ in range(count)]

    # --- What ---

    def block(self, place, start, minutes, session):
        return Block(start, start + minutes * MINUTE, lambda time: place[0], place[1], session)

    def work(self, person, place, session, start, minutes, names, mark=None, count=None):
        """Tasks with somebody's name, spread over some minutes. Returns when the last was over."""
        rng, time = self.rng, start
        block = self.block(place, start, minutes, session)
        count = count if count is not None else len(names)
        for moment in sorted(rng.randrange(start, block.end) for _ in range(count)):
            time = self.ordinary.write_task(person, block, max(moment, time + 300_000), TASKS[rng.choice(names)], mark)
        return time

    def enter(self, person, place, time, mark=None, device=None):
        """Signs somebody in without a mistake; returns (session, when)."""
        session = make_id(self.rng)
        return session, self.log.sign_in(time, place, person, session, mark, device) or time

    def read_person(self, person, place, session, time, other, mark=None):
        """Opens the page of one person of the directory."""
        thing = other if isinstance(other, tuple) else (other.id, other.name_json)
        self.log.reeve(time, place, f"GET {W}/users/{{user}}", 200, person, None, thing, session=session, size=1300, mark=mark,
                       jitter=1)
        self.log.reeve(time + 60_000, place, f"GET {W}/users/{{user}}/second-factor", 200, person, None, (thing[0], None), session=session,
                       size=220, mark=mark, jitter=30_000)

    def act(self, person, place, session, time, action, route, thing=None, status=200, outcome=None, mark=None, size=None):
        method, path = route.split(" ", 1)
        self.log.reeve(time, place, f"{method} {W}{path}", status, person, action, thing, outcome, session, size, mark)

    def change(self, person, place, session, time, other, mark=None, outcome=None):
        """Saves another person's entry: a name of theirs, or a role, of which the log says whether it gave or took rights."""
        self.act(person, place, session, time, "user.save", "PATCH /users/{user}", (other.id, other.name_json), outcome=outcome, mark=mark)

    def thing(self, name):
        return make_id(self.rng), encode(name)


def is_plain(person):
    return len(person.roles) == 1 and not person.shift and not person.federated and "robot" not in person.roles
