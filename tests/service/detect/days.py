# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Ordinary days: who works when, from where and in which session, and what all of them leave in the log.

The calendar is made first, so that what happens on purpose can be laid into it; the requests follow, day by day.
"""
import datetime
import itertools
import math
import random

from log import W
from places import DAY, HOUR, MINUTE, SECOND, get_offset, make_in64, to_micros
from tasks import HABITS, TASKS, WEIGHT
from world import NEXT_CONSOLE, make_id

HISTORY_SHARE = 0.28  # of the days of thin history, those on which somebody comes at all
HISTORY_VOLUME = 0.6
FIXED = 8.5  # events of somebody's day that are not from tasks
APPS = [("0oa1wiki", '"Wiki"'), ("0oa2mail", '"Mail"'), ("0oa3pay", '"Payroll"'), ("0oa4crm", '"CRM"'), ("0oa5desk", '"Service desk"')]


class Block:
    """Some hours at one machine. @address: of a moment."""

    def __init__(self, start, end, address, agent, session):
        self.start, self.end, self.address, self.agent, self.session = start, end, address, agent, session
        self.signs_in = self.signs_out = False

    def place(self, time):
        return self.address(time), self.agent


class Calendar:
    def __init__(self, world, rng, start, days, history):
        self.world, self.rng, self.start, self.days, self.history = world, rng, start, days, history
        self.origin = to_micros(start)
        self.blocks = {}  # (number of the person, day) to blocks
        self.sessions = {}  # number of the person to (id, began, last day)
        for person in world.people:
            self.give_leave(person)
            person.updates = self.origin + int(rng.uniform(0.2, 0.9) * days * DAY) if rng.random() < 0.8 else None
            person.federated = person.company == "Castanho Foods" and len(person.roles) == 1
            person.hourly6 = rng.random() < 0.1

    def give_leave(self, person):
        rng = self.rng
        if rng.random() < 0.16:
            first, length = rng.randrange(-self.history, self.days), rng.choice([5, 7, 10, 14])
            person.absent |= set(range(first, first + length))

    def date(self, day):
        return self.start + datetime.timedelta(day)

    def midnight(self, person, day):
        """Of where somebody works, in microseconds."""
        date = self.date(day)
        return to_micros(date) - get_offset(person.office.zone, date) * HOUR

    def console(self, person, time):
        return NEXT_CONSOLE if person.updates is not None and time >= person.updates else person.console

    # --- Who comes when ---

    def get_hours(self, person, day):
        """(start, end) in hours of local time, or None."""
        rng = self.rng
        if day in person.absent or rng.random() < 0.03 or (day < 0 and rng.random() > HISTORY_SHARE):
            return None
        if person.shift:
            turn = (day + self.history + person.number) % 8
            return (None if turn > 5 else (6, 14.2) if turn < 2 else (14, 22.2) if turn < 4 else (22, 30.1))
        weekday = self.date(day).weekday()
        if weekday in person.weekdays:
            start = max(5.5, person.start + rng.gauss(0, 0.35))
            return start, start + person.hours + rng.gauss(0, 0.5)
        if person.weekend and weekday > 4 and rng.random() < 0.3:
            start = rng.uniform(9, 17)
            return start, start + rng.uniform(0.3, 1.5)
        return None

    def plan(self):
        for day in range(-self.history, self.days):
            for person in self.world.people:
                hours = self.get_hours(person, day)
                if hours is not None and hours[1] > hours[0]:
                    self.blocks[person.number, day] = self.cut(person, day, hours)
        return sum(1 for blocks in self.blocks.values() if blocks)

    def choose_place(self, person, day):
        rng = self.rng
        if rng.random() >= person.home_share or person.shift:
            network = person.office.network
            return lambda time: network.v4
        if person.vpn and rng.random() < 0.5:
            return lambda time: self.world.vpn.v4
        home, machine, every = person.home, person.number, 1 if person.hourly6 else 24
        if rng.random() < 0.15:
            return lambda time: home.v4
        return lambda time: home.get_address(machine, day, time // HOUR // every)

    def make_roaming(self, carrier, salt):
        """A mobile network, which hands over every few minutes."""
        def address(time):
            rng = random.Random(f"{salt} {time // (4 * MINUTE)}")
            return carrier.make_v4(rng) if rng.random() < 0.6 else make_in64(rng, carrier.make_net6(rng))
        return address

    def cut(self, person, day, hours):
        """A day into what lies before and after the break, and the way home for those who work in trains."""
        rng, midnight = self.rng, self.midnight(person, day)
        start, end = (midnight + int(hour * HOUR) for hour in hours)
        address, blocks = self.choose_place(person, day), []
        middle = start + (end - start) * rng.uniform(0.4, 0.55)
        spans = [(start, int(middle)), (int(middle) + int(rng.uniform(0.4, 1) * HOUR), end)] if end - start > 4 * HOUR else [(start, end)]
        for first, last in spans:
            blocks.append(Block(first, last, address, self.console(person, first), None))
        if person.handover and rng.random() < 0.7:
            roaming = self.make_roaming(person.carrier, person.number)
            blocks.append(Block(end + 5 * MINUTE, end + int(rng.uniform(25, 70)) * MINUTE, roaming, self.console(person, end), None))
        self.give_sessions(person, day, blocks)
        return blocks

    def give_sessions(self, person, day, blocks):
        rng = self.rng
        session = self.sessions.get(person.number)
        if session is None or day - session[2] > 6 or day - session[1] > 28 or rng.random() < 0.02:
            session = make_id(rng), day, day
            blocks[0].signs_in = True
        for block in blocks:
            block.session = session[0]
        blocks[-1].signs_out = person.signs_out
        self.sessions[person.number] = None if person.signs_out else (session[0], session[1], day)

    def keep_away(self, person, first, last):
        """Takes somebody's days away, from @first up to before @last; the session that waits for them ends."""
        for day in range(first, last):
            self.blocks.pop((person.number, day), None)
        later = [day for day in range(last, self.days) if (person.number, day) in self.blocks]
        if later:
            block = self.blocks[person.number, later[0]][0]
            old = block.session
            block.signs_in, fresh = True, make_id(self.rng)
            for day in later:
                for each in self.blocks[person.number, day]:
                    each.session = fresh if each.session == old else each.session

    def find_working(self, person, low, high):
        """Days of those on which somebody works in the console."""
        return [day for day in range(low, high) if self.blocks.get((person.number, day))]


class Ordinary:
    """Writes the days of the calendar."""

    def __init__(self, calendar, log, seed):
        self.calendar, self.world, self.log = calendar, calendar.world, log
        self.rng = random.Random(f"{seed} ordinary")
        self.scale = 1.0
        self.plans = {}
        for role, habits in HABITS.items():
            weights = list(itertools.accumulate(habits.values()))
            length = sum(len(TASKS[name]) * weight for name, weight in habits.items()) / weights[-1]
            self.plans[role] = list(habits), weights, length
        self.friends = {person.number: self.choose_things(person) for person in self.world.people}

    def choose_things(self, person):
        """The people, folders and groups that somebody has to do with."""
        rng = random.Random(f"{self.calendar.origin} {person.id}")
        many = 40 if person.is_administrator else 18
        return {"user": rng.sample(self.world.directory, many), "folder": rng.sample(self.world.folders, 25),
                "group": rng.sample(self.world.groups, 4)}

    def get_role(self, person):
        return next((role for role in ("administrator", "group-administrator", "support-agent", "reviewer", "auditor") if role in person.roles),
                    "member")

    # --- How much ---

    def get_weight(self, person, day, blocks):
        hours = sum(block.end - block.start for block in blocks) / HOUR
        return WEIGHT[self.get_role(person)] * person.activity * min(hours, 10) / 8 * (HISTORY_VOLUME if day < 0 else 1), hours

    def fit(self, events):
        """Sets the scale so that about so many events come about."""
        loads = []
        for (number, day), blocks in self.calendar.blocks.items():
            role = self.get_role(self.world.people[number])
            if blocks and role != "support-agent":
                loads.append((*self.get_weight(self.world.people[number], day, blocks), self.plans[role][2]))

        def count(scale):
            total = FIXED * len(loads)
            for weight, hours, length in loads:
                gap = hours * 60 / max(weight * scale / length, 0.1)
                total += weight * scale + hours * 60 / (5 + 2.2 * gap)
            return total

        low, high = 0.5, 1e6
        for _ in range(60):
            middle = math.sqrt(low * high)
            low, high = (middle, high) if count(middle) < events else (low, middle)
        self.scale = low

    # --- The days ---

    def write(self, day):
        for person in self.world.people:
            blocks = self.calendar.blocks.get((person.number, day))
            if blocks:
                self.write_day(person, day, blocks)

    def write_day(self, person, day, blocks):
        rng, role = self.rng, self.get_role(person)
        self.write_okta(person, blocks[0], day)
        if person.federated:
            self.write_keycloak(person, blocks)
        if person.shell:
            self.write_shell(person, blocks)
        if role == "support-agent":
            return
        weight, _ = self.get_weight(person, day, blocks)
        requests = weight * self.scale * rng.lognormvariate(-0.06, 0.35)
        length = sum(block.end - block.start for block in blocks)
        for block in blocks:
            start = block.start
            if block.signs_in:
                start = self.write_sign_in(person, block)
            elif rng.random() < 0.5:
                self.log.reeve(start, block.place(start), f"GET {W}", 401, outcome="use_nonce")
            self.write_block(person, role, block, start, requests * (block.end - block.start) / length)
            if block.signs_out:
                self.log.reeve(block.end + 2 * SECOND, block.place(block.end), "POST /v1/sign-out", 204, person, "sign-out",
                               session=block.session)

    def write_sign_in(self, person, block, mark=None):
        """With the mistakes that somebody makes; returns when they are in."""
        rng, log, time = self.rng, self.log, block.start
        place, device = block.place(time), f"device {block.agent}"
        if person.federated:
            log.keycloak(time, place[0], person, "sign-in", "LOGIN", session=make_id(rng))
            log.reeve(time + 2 * SECOND, place, "POST /v1/sign-in/provider/complete", 200, person, "sign-in", session=block.session,
                      size=1180)
            return time + 4 * SECOND
        tries = 0
        while rng.random() < person.clumsy and tries < 2:
            log.password(time, place, person, device=device, mark=mark)
            time += rng.randrange(4 * SECOND, 25 * SECOND)
            tries += 1
        if not log.password(time, place, person, True, device=device):
            return time
        if person.factor:
            time += rng.randrange(5 * SECOND, 25 * SECOND)
            if rng.random() < person.clumsy / 2:
                log.code(time, place, person, device=device)
                time += rng.randrange(8 * SECOND, 30 * SECOND)
            log.code(time, place, person, block.session, device=device)
        else:
            log.reeve(time, place, "POST /v1/sign-in", 200, person, "sign-in", session=block.session, size=1180)
        return time + 2 * SECOND

    def write_okta(self, person, block, day):
        rng, log = self.rng, self.log
        time = max(block.start - rng.randrange(1 * MINUTE, 20 * MINUTE), 0)
        place, session = (block.address(block.start), person.browser), "102" + person.okta[3:12] + str(day + 100)
        if rng.random() < person.clumsy:
            log.okta_wrong(time, place, person)
            time += rng.randrange(5 * SECOND, 25 * SECOND)
        log.okta(time, place, person, "sign-in", "user.session.start", session=session)
        if rng.random() < 0.6:
            log.okta(time + rng.randrange(4 * SECOND, 20 * SECOND), place, person, "factor.verify", "user.authentication.auth_via_mfa",
                     session=session)
        for _ in range(rng.randrange(2, 7)):
            later = rng.randrange(time + MINUTE, block.end + 3 * HOUR)
            log.okta(later, place, person, "app.open", "user.authentication.sso", thing=rng.choice(APPS), session=session)

    def write_keycloak(self, person, blocks):
        """Their own provider vouches for them at other applications, too."""
        rng, log, first = self.rng, self.log, blocks[0]
        time, session = first.start - rng.randrange(20 * SECOND, 900 * SECOND), make_id(rng)
        if rng.random() < person.clumsy:
            log.keycloak_wrong(time - rng.randrange(5 * SECOND, 40 * SECOND), first.place(time), person)
        log.keycloak(time, first.address(time), person, "sign-in", "LOGIN", thing="intranet", session=session)
        log.keycloak(time + SECOND // 2, first.address(time), person, "token.issue", "CODE_TO_TOKEN", thing="intranet", session=session)
        for _ in range(rng.randrange(3, 9)):
            block = rng.choice(blocks)
            time = rng.randrange(block.start, block.end)
            log.keycloak(time, block.address(time), person, "token.refresh", "REFRESH_TOKEN", thing="intranet", session=session)

    def write_shell(self, person, blocks):
        rng, log = self.rng, self.log
        for _ in range(rng.randrange(0, 4)):
            block = rng.choice(blocks)
            time, host, pid = rng.randrange(block.start, block.end), rng.choice(["web1", "build2"]), rng.randrange(900, 64000)
            log.sshd(time, host, person.login, block.address(time), pid, text=person.ssh_key)
            log.sshd(time + 40_000, host, person.login, None, pid, "session.start")
            log.sshd(time + rng.randrange(MINUTE, HOUR), host, person.login, block.address(time), pid, "disconnect")

    def write_block(self, person, role, block, start, requests):
        rng = self.rng
        names, weights, length = self.plans[role]
        tasks = requests / length
        count = int(tasks) + (rng.random() < tasks % 1)
        if block.end - start < MINUTE:
            return
        chosen = rng.choices(names, cum_weights=weights, k=count)
        token, free = start if block.signs_in else 0, 0
        for name, time in zip(chosen, self.spread(start, block.end, count)):
            time = max(time, free)
            if time - token > 5 * MINUTE:
                self.log.refresh(time, block.place(time), person, block.session)
                token = time
            free = self.write_task(person, block, time + 90_000, TASKS[name]) + 700_000

    def spread(self, start, end, count):
        """Moments of so many tasks: a few at a time, and then something else than Reeve for a while."""
        rng, times = self.rng, []
        while len(times) < count:
            time = rng.randrange(start, end)
            for _ in range(min(rng.choice((1, 2, 4, 6, 9)), count - len(times))):
                times.append(time)
                time = min(time + int(rng.expovariate(1 / 40) * SECOND) + 5 * SECOND, end)
        times.sort()
        return times

    def choose_thing(self, person, about):
        """Encoded members of what a step is about: mostly something of every day."""
        rng = self.rng
        if about in ("approval", "invitation", "policy"):
            return f'"object":"{about if about == "policy" else make_id(rng)}",'
        if rng.random() < 0.82:
            thing = rng.choice(self.friends[person.number][about])
        else:
            thing = rng.choice({"user": self.world.directory, "folder": self.world.folders, "group": self.world.groups}[about])
        return f'"object":"{thing[0]}","objectName":{thing[1]},'

    def write_task(self, person, block, time, steps, mark=None):
        """The one place where most events are made, and so without calls for each."""
        rng, events, thing = self.rng, self.log.events, ""
        head = f'{person.who_json}"address":"{block.address(time)}","agent":"{block.agent}","bytesOut":'
        tail = f'"session":"{block.session}","status":'
        for route, status, action, about, size, outcome, human in steps:
            chance = rng.random()
            if human:
                time += int(600_000 + 5_000_000 * chance * chance)
            if about is None:
                shown = ""
            elif about == "same":
                shown = thing
            else:
                shown = thing = self.choose_thing(person, about)
            result = "ok" if status < 400 else "refused" if status == 403 else "error" if status >= 500 else "failed"
            first = f'{{"action":"{action}",{head}' if action else "{" + head
            if action == "user.save" and status < 400:  # of ten saves one gives rights, and one takes some
                outcome = {0: "rights_given", 1: "rights_taken"}.get(int(chance * 10))
            why = f'"outcome":"{outcome}",' if outcome else ""
            length, duration = int(size * (0.7 + 0.6 * chance)), int(600 + size * 0.08 + 30000 * chance ** 6)
            middle = f'{length},"durationUs":{duration},{shown}{why}"result":"{result}","route":"{route}",'
            events.append((time, f'{first}{middle}{tail}{status},"time":', mark))
            time += 16_000 + int(160_000 * chance)
        return time
