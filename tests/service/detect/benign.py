# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Harmless stories that look like attacks. Each is labelled, so that a false alarm can be told to be one of them."""
import itertools
import types

from days import Block
from log import W
from places import DAY, HOUR, MINUTE, SECOND, Network, make_in64
from stage import is_plain
from world import BROWSERS, Person, encode, make_id


def travel(stage):
    """Another country, its hotel and its phone network, for some days; the laptop is their own."""
    rng = stage.rng
    person = stage.pick(None if rng.random() < 0.4 else is_plain, 4, stage.days)
    first, provider = stage.day(3, stage.days - 3), rng.choice(stage.world.hotels)
    hotel = Network(rng, provider, False)
    label = stage.label("travel", False).name(person).at(hotel.v4)
    label.note = f"works from a hotel for some days from day {first} on, with their own laptop"
    shift = rng.choice([-6, -5, 3, 5, 7])
    for day in range(first, min(first + rng.randrange(2, 6), stage.days)):
        for block in stage.calendar.blocks.get((person.number, day), []):
            block.address = lambda time: hotel.v4
            block.start, block.end = block.start - shift * HOUR, block.end - shift * HOUR
    blocks = [stage.calendar.blocks[person.number, day][0] for day in stage.calendar.find_working(person, first, min(first + 6, stage.days))]
    if blocks:
        label.began, label.ended = blocks[0].start - HOUR, blocks[-1].end + DAY
        _sign_in_again(stage, person, blocks[0], label)


def _sign_in_again(stage, person, block, label):
    """Ahead of a block of the calendar, and into its session: whoever travels is asked for the password."""
    stage.log.sign_in(block.start - 2 * MINUTE, block.place(block.start), person, block.session, (label, True), f"device {block.agent}")


def new_laptop(stage):
    rng, person = stage.rng, stage.pick(is_plain, 3, stage.days)
    day, block = stage.working_block(person, 3)
    agent, session = rng.choice(["reeve/1.4.2", "reeve/1.4.0", "reeve/1.3.2"]), make_id(rng)
    label = stage.label("new-laptop", False).name(person)
    label.note = "a new laptop, at the usual place: other program, other device, old network"
    for later in stage.calendar.find_working(person, day, stage.days):
        for each in stage.calendar.blocks[person.number, later]:
            each.agent, each.session, each.signs_in, each.signs_out = agent, session, False, False
    place = block.place(block.start)
    if rng.random() < 0.5:
        stage.log.password(block.start - 4 * MINUTE, place, person, mark=(label, True))
    stage.log.sign_in(block.start - 3 * MINUTE, place, person, session, (label, True))
    label.at(place[0])
    label.ended = block.start + 14 * DAY


def shift_work(stage):
    """Everybody who works in shifts, all month."""
    for person in stage.world.people:
        if person.shift:
            label = stage.label("shift-work", False).name(person)
            label.began, label.ended = stage.calendar.origin - stage.history * DAY, stage.calendar.origin + stage.days * DAY
            label.note = "early, late and night turns"


def on_call(stage):
    """Administrators who take turns; whoever has the week may be called at night, and mends something."""
    rng = stage.rng
    team = [stage.pick_administrator() for _ in range(2)]
    for week, first in enumerate(range(-stage.history - 3, stage.days, 7)):
        person = team[week % 2]
        person.on_call.append((stage.calendar.origin + first * DAY, stage.calendar.origin + (first + 7) * DAY))
        for _ in range(rng.randrange(1, 4)):
            day = rng.randrange(first, first + 7)
            if not -stage.history <= day < stage.days:
                continue
            label = stage.label("on-call", False).name(person)
            label.note = "called at night in their own week on call"
            start = stage.at(person, day, 22.5, 28)
            place = person.home.get_address(person.number, day), stage.calendar.console(person, start)
            session, time = stage.enter(person, place, start, (label, True), f"device {place[1]}")
            stage.work(person, place, session, time, rng.randrange(15, 70), ["log", "look", "unlock", "save", "sessions", "search"],
                       (label, True),
                       rng.randrange(5, 16))
            label.at(place[0])


def monday_typos(stage):
    """An office behind one address on a Monday morning: thirty people, several of whom get their passwords wrong."""
    rng, office = stage.rng, stage.rng.choice(stage.world.offices[:4])
    mondays = [day for day in range(1, stage.days) if stage.calendar.date(day).weekday() == 0]
    day = rng.choice(mondays or [1])
    people = [person for person in stage.world.people if person.office is office and not person.shift and
              stage.calendar.find_working(person, day, day + 1)]
    label = stage.label("shared-office", False).at(office.network.v4)
    label.note = f"{office.name} on a Monday morning, behind one address"
    for person in rng.sample(people, min(len(people), 30)):
        time = stage.at(person, day, 7.6, 9.3)
        _move(stage, person, day, 0, office.network)
        place = office.network.v4, stage.calendar.console(person, time)
        for _ in range(rng.choice([0, 0, 1, 1, 2])):
            stage.log.password(time, place, person, mark=(label, True), device=f"device {place[1]}")
            time += stage.gap(5, 40)
        stage.enter(person, place, time + stage.about(MINUTE), (label, False), f"device {place[1]}")


def _move(stage, person, day, since, network):
    """Nobody is in two places: the rest of the day's blocks are in this network, too."""
    for block in stage.calendar.blocks[person.number, day]:
        old = block.address
        block.address = lambda time, old=old: network.v4 if time >= since else old(time)


def vpn_exit(stage):
    """The VPN came back after an outage, and everybody signs in again at once, from its one address."""
    label = stage.label("vpn-exit", False).at(stage.world.vpn.v4)
    label.note = "all who work over the VPN sign in anew within minutes"
    day = stage.rng.choice([day for day in range(1, stage.days - 1) if stage.calendar.date(day).weekday() < 5])
    people = [person for person in stage.world.people if person.vpn and is_plain(person) and stage.calendar.find_working(person, day, day + 1)]
    start = stage.calendar.origin + day * DAY + int(stage.rng.uniform(8, 15) * HOUR)
    for person in people:
        time = start + stage.gap(5, 900)
        _move(stage, person, day, start, stage.world.vpn)
        place = stage.world.vpn.v4, stage.calendar.console(person, time)
        if stage.rng.random() < 0.2:
            stage.log.password(time, place, person, mark=(label, True), device=f"device {place[1]}")
            time += stage.gap(9, 30)
        stage.enter(person, place, time, (label, False), f"device {place[1]}")


def broken_script(stage):
    """A machine that signs in every minute with a password of before, until somebody notices."""
    rng, person = stage.rng, stage.pick_plain()
    place = f"{stage.world.servers.v4.rsplit('.', 1)[0]}.{rng.randrange(1, 255)}", rng.choice(["python-requests/2.32.3", "curl/7.88.1"])
    label = stage.label("broken-script", False).name(person).at(place[0])
    label.note = "a script with an old password, every minute, from the server room"
    hours = rng.uniform(30, 60) * stage.volume + 5
    door = rng.choice(["reeve", "keycloak"])
    time = start = stage.calendar.origin + stage.day(1, stage.days - 2) * DAY + stage.gap(0, 80000)
    while time < start + hours * HOUR:
        stage.log.guess(door, time, place, person, (label, True))
        time += MINUTE + rng.randrange(-300_000, 900_000)


def forgotten_password(stage):
    """Back from the holidays: some tries, a wait, the link by mail, and in."""
    rng, person = stage.rng, stage.pick_plain(4, stage.days)
    day, block = stage.working_block(person, 4)
    time, device = block.start - 25 * MINUTE, f"device {block.agent}"
    place, web = block.place(block.start), (block.address(block.start), person.browser)
    label = stage.label("forgotten-password", False).name(person).at(place[0])
    label.note = "forgot the password, tried what came to mind, then took the link"
    for _ in range(rng.randrange(3, 8)):
        stage.log.password(time, place, person, mark=(label, True), device=device)
        time += stage.gap(8, 70)
    _reset(stage, person, web, time + stage.about(MINUTE), label)
    stage.log.sign_in(time + stage.about(5 * MINUTE), web[:1] + place[1:], person, block.session, (label, True), "another " + device)


def _reset(stage, person, web, time, label):
    """The link for a new password: asked for, opened and used. Who asks is nobody yet."""
    log = stage.log
    log.reeve(time, web, "POST /p/forgot", 303, None, "password.ask-reset", mark=(label, True))
    log.reeve(time + stage.about(70 * SECOND), web, "GET /p/reset/…", 200, mark=(label, False), size=5200)
    log.reeve(time + stage.about(110 * SECOND), web, "POST /p/reset", 303, person, "password.reset",
              (person.id, encode(f"{person.name} <{person.email}>")),
              mark=(label, True))


def old_phone_password(stage):
    """The password is changed at the laptop; the phone goes on with the old one until it is told."""
    rng, person = stage.rng, stage.pick_plain(3, stage.days)
    day, block = stage.working_block(person, 3)
    place, phone = (block.address(block.start), person.browser), "Outlook-iOS/4.2435.0"
    label = stage.label("old-phone-password", False).name(person)
    label.note = "the phone tries the old password after a change"
    stage.log.okta(block.start + HOUR // 2, place, person, "password.change", "user.account.update_password", mark=(label, True))
    time = block.start + HOUR // 2
    roaming = stage.calendar.make_roaming(person.carrier, person.number + 5000)
    for _ in range(rng.randrange(12, 45)):
        time += stage.gap(300, 960)
        address = roaming(time) if rng.random() < 0.5 else person.home.get_address(person.number + 9000, day)
        stage.log.okta_wrong(time, (address, phone), person, (label, True))
    stage.log.okta(time + stage.about(20 * MINUTE), (address, phone), person, "sign-in", "user.session.start", mark=(label, True))
    label.at(address)


def onboarding(stage):
    """Sixty people are invited, and accept in a morning; an administrator looks after them all day."""
    rng, person = stage.rng, stage.pick_keeper(2, stage.days)
    day, block = stage.working_block(person, 2)
    label = stage.label("mass-onboarding", False).name(person)
    label.note = "sixty invitations accepted in a morning, from the one address of an office, and read one by one"
    place, session = block.place(block.start), block.session
    count = min(60, len(stage.world.passive))
    stage.act(person, place, session, block.start + stage.about(9 * MINUTE), "invitation.import", "POST /invitations/import",
              mark=(label, True), size=8000)
    office = rng.choice(stage.world.offices).network.v4
    label.at(office, place[0])
    for identity, name in rng.sample(stage.world.passive, count):
        time = block.start + stage.gap(2400, 4 * 3600)
        web = office, rng.choice(BROWSERS).format(rng.randrange(126, 132), rng.randrange(6))
        stage.log.reeve(time, web, "GET /p/invitation/…", 200, size=6100, mark=(label, False))
        newcomer = types.SimpleNamespace(who_json=f'"actor":"{identity}","actorName":{name},')
        stage.log.reeve(time + stage.gap(60, 500), web, "POST /p/invitation", 303, newcomer, "invitation.accept", mark=(label, True))
        stage.read_person(person, place, session, time + stage.gap(600, 4000), (identity, name), (label, True))


def auditor_export(stage):
    """The quarter's end: everything that an auditor has to keep, in one go, at their own desk."""
    rng = stage.rng
    person = stage.pick(lambda someone: "auditor" in someone.roles and "robot" not in someone.roles, 1, stage.days)
    day, block = stage.working_block(person, 1)
    label = stage.label("auditor-export", False).name(person)
    label.note = "quarterly export: users, who reaches what, the access log"
    place, time = block.place(block.start), block.start + 40 * MINUTE
    for route, action in [("GET /users/export", "user.export"), ("GET /access-log/export", "access-log.export"),
                          ("GET /folders/export", "permissions.export")]:
        stage.act(person, place, block.session, time, action, route, mark=(label, True), size=rng.randrange(90_000, 90_000_000))
        time += stage.gap(60, 400)
    for folder in rng.sample(stage.world.folders, rng.randrange(20, 60)):
        stage.act(person, place, block.session, time, "permissions.export", "GET /folders/{folder}/access/export", (folder[0], None),
                  mark=(label, True), size=rng.randrange(3000, 30_000))
        time += stage.gap(6, 40)
    label.at(place[0])


def busy_administrator(stage):
    """A reorganisation: an administrator reads and changes about twice as many people as on other days."""
    rng, person = stage.rng, stage.pick_keeper(2, stage.days)
    day, block = stage.working_block(person, 2)
    label = stage.label("busy-administrator", False).name(person).at(block.address(block.start))
    label.note = "a busy day: a few dozen people read and changed"
    time, place = block.start + 10 * MINUTE, block.place(block.start)
    outcomes = itertools.cycle((None, "rights_given", None, "rights_taken"))
    for other in rng.sample(stage.world.directory, min(rng.randrange(30, 52), len(stage.world.directory))):
        stage.read_person(person, place, block.session, time, other, (label, True))
        if rng.random() < 0.6:
            stage.act(person, place, block.session, time + stage.gap(10, 40), "user.save", "PATCH /users/{user}", other,
                      outcome=next(outcomes), mark=(label, True))
        time += stage.gap(50, 400)


def return_from_leave(stage):
    """Six weeks and more away; the helpdesk knows, looks them up and sets the second factor back, and they take the link."""
    rng, person = stage.rng, stage.pick_plain(3, stage.days)
    helper = stage.pick_helper(5, stage.days)
    day, block = stage.working_block(helper, 5)
    stage.take_away(person, day - rng.randrange(42, min(60, max(stage.history, 43))), day + 1)
    label = stage.label("return-from-leave", False).name(person)
    label.note = f"back after weeks of leave; {helper.name} was told, and reset the second factor"
    time, place = block.start + stage.gap(600, 3600), block.place(block.start)
    stage.read_person(helper, place, block.session, time, person, (label, False))
    if person.factor:
        stage.act(helper, place, block.session, time + stage.about(MINUTE), "second-factor.reset",
                  "POST /users/{user}/second-factor/reset",
                  (person.id, person.name_json), mark=(label, True))
    home = person.home.get_address(person.number, day)
    _reset(stage, person, (home, person.browser), time + stage.about(6 * MINUTE), label)
    _enrol(stage, person, (home, person.console), time + stage.about(12 * MINUTE), label)
    label.at(home)


def _enrol(stage, person, place, time, label, session=None):
    """Signs in with the password alone, and sets a second factor up."""
    session = session or make_id(stage.rng)
    if stage.log.lockout.guess("password", person, f"device {place[1]}", time, True) is True:
        stage.log.reeve(time, place, "POST /v1/sign-in", 200, person, "sign-in", session=session, mark=(label, True), size=1180)
        _confirm(stage, person, place, time + stage.about(50 * SECOND), label, session)


def _confirm(stage, person, place, time, label, session):
    stage.log.reeve(time, place, "POST /v1/me/second-factor", 200, person, "second-factor.begin", session=session, mark=(label, False))
    stage.log.reeve(time + stage.about(40 * SECOND), place, "POST /v1/me/second-factor/confirm", 200, person, "factor.add",
                    session=session, mark=(label, True))


def double_enrolment(stage):
    """A new phone: the factor is set up twice within the hour, once with a wrong code between."""
    person = stage.pick(lambda someone: is_plain(someone) and someone.factor, 3, stage.days)
    day, block = stage.working_block(person, 3)
    label = stage.label("double-enrolment", False).name(person).at(block.address(block.start))
    label.note = "a new phone; set the second factor up twice"
    time, place = block.start + 20 * MINUTE, block.place(block.start)
    for _ in range(2):
        stage.log.reeve(time, place, "POST /v1/me/second-factor/replace", 200, person, "second-factor.begin", session=block.session,
                        mark=(label, True))
        stage.log.reeve(time + stage.about(30 * SECOND), place, "POST /v1/me/second-factor/confirm", 403, person, "factor.add",
                        outcome="code_wrong",
                        session=block.session, mark=(label, True))
        stage.log.reeve(time + stage.about(60 * SECOND), place, "POST /v1/me/second-factor/confirm", 200, person, "factor.add",
                        session=block.session,
                        mark=(label, True))
        time += stage.gap(900, 2400)


def all_month(stage):
    """Those whose networks change by themselves, all month."""
    for person in stage.world.people:
        kind = "mobile-handover" if person.handover else "ipv6-privacy" if person.hourly6 and person.home.net6 else None
        if kind is not None:
            label = stage.label(kind, False).name(person)
            label.began, label.ended = stage.calendar.origin - stage.history * DAY, stage.calendar.origin + stage.days * DAY
            label.note = "an address that changes every few minutes" if person.handover else "another address of one /64 every hour"


def support_under_grant(stage):
    """A ticket, the customer's approval, and support reads for as long as that lasts."""
    rng = stage.rng
    agent, place, start, approver, block = meet_support(stage)
    label = stage.label("support-under-grant", False).name(agent)
    label.note = "support reads under a grant that the customer approved, and stops before it ends"
    hours = rng.choice([4, 8])
    session, time = stage.enter(agent, place, start, (label, False), f"device {place[1]}")
    give_support(stage, agent, place, session, time + MINUTE, approver, block, hours, (label, True))
    stage.work(agent, place, session, time + stage.about(20 * MINUTE), int(hours * 60 * 0.6), ["log", "search", "look", "log-more"],
               (label, True), rng.randrange(8, 25))
    label.at(place[0])


def meet_support(stage):
    """(support agent, where they are, when, an administrator who is at work then, in which block)"""
    for _ in range(200):
        agent = stage.rng.choice(stage.world.having("support-agent"))
        _, own = stage.working_block(agent, 1)
        start = own.start + stage.gap(600, 5000)
        if any(other is agent and abs(met - start) < 2 * DAY for other, met in stage.support):
            continue  # with a grant in one story, they cannot lack it in another
        approver = stage.pick_helper(1, stage.days)
        _, block = stage.working_block(approver, 1)
        if block.start < start < block.end - HOUR:
            break
    stage.support.append((agent, start))
    return agent, own.place(start), start, approver, block


def give_support(stage, agent, place, session, time, approver, block, hours, mark):
    """Asks for a support grant and gets it; notes it for the directory. Returns until when, and the grant."""
    ticket = stage.thing(f"Ticket {stage.rng.randrange(10_000, 99_999)}")
    stage.act(agent, place, session, time, "support.request", "POST /support-grants", ticket, 201, mark=mark)
    approved = time + stage.about(8 * MINUTE)
    stage.act(approver, block.place(block.start), block.session, approved, "support.approve", "POST /support-grants/{grant}/approve",
              ticket,
              mark=mark)
    until = approved + hours * HOUR
    stage.grants.append({"agent": agent.id, "approver": approver.id, "from": approved, "to": until})
    return until, ticket


def refresh_retry(stage):
    """The answer to a renewal was lost on the way, and the same laptop asked again with the token of before."""
    person = stage.pick_plain(2, stage.days)
    day, block = stage.working_block(person, 2)
    time, place, old = block.start + HOUR, block.place(block.start), block.session
    label = stage.label("refresh-retry", False).name(person).at(place[0])
    label.note = "a renewal asked for twice by the same device on a bad line: the session ends, and they sign in again"
    session = make_id(stage.rng)
    stage.log.refresh(time, place, person, old, mark=(label, False))
    again = time + stage.about(31 * SECOND)
    stage.log.refresh(again, place, person, old, "refresh_reused", (label, True))
    stage.log.reeve(again + SECOND, place, f"GET {W}/folders", 401, outcome="session_ended", mark=(label, True))
    stage.log.sign_in(time + stage.about(50 * SECOND), place, person, session, (label, True), f"device {place[1]}")
    renew(stage, person, day, block, old, session, time)


def renew(stage, person, day, block, old, session, time):
    """The calendar goes on in another session from a moment on: the block is cut there."""
    rest = Block(time + 80 * SECOND, max(block.end, time + 90 * SECOND), block.address, block.agent, session)
    block.end, rest.signs_out = min(block.end, time - SECOND), block.signs_out
    block.signs_out = False
    stage.calendar.blocks[person.number, day].insert(1, rest)
    for later in range(day, stage.days):
        for each in stage.calendar.blocks.get((person.number, later), []):
            if each is not block and each.session == old:
                each.session = session


def breach_released(stage):
    """Somebody reports a strange mail, is locked, sets a new password, and is released by an administrator as it should be."""
    person, helper = stage.pick_plain(3, stage.days), stage.pick_helper(3, stage.days)
    day, block = stage.working_block(helper, 3)
    label = stage.label("breach-released", False).name(person)
    label.note = f"a breach reported by its owner; released by {helper.name} with a new password before it is used again"
    home, time = person.home.get_address(person.number, day), block.start + stage.gap(60, 900)
    stage.take_away(person, day, day + 1)
    stage.log.reeve(time, (home, person.browser), "POST /p/report", 303, person, "account.report-breach", mark=(label, True))
    stage.read_person(helper, block.place(time), block.session, time + HOUR, person, (label, False))
    stage.act(helper, block.place(time), block.session, time + HOUR + stage.about(MINUTE), "user.release", "POST /users/{user}/release",
              (person.id, person.name_json), mark=(label, True))
    _reset(stage, person, (home, person.browser), time + HOUR + stage.about(9 * MINUTE), label)
    stage.enter(person, (home, person.console), time + HOUR + stage.about(20 * MINUTE), (label, True), f"device {person.console}")
    label.at(home)


def collector(stage):
    """A machine with an account of its own fetches the access log every hour, day and night."""
    rng = stage.rng
    robot = Person(rng, "SIEM collector", ("Halden Marine", "halden.example"), stage.world.offices[0], len(stage.world.people))
    robot.equip(rng, stage.world.providers, stage.world.mobile)
    robot.roles, robot.factor, robot.vpn, robot.shell = {"auditor", "robot"}, False, False, False
    stage.world.people.append(robot)
    label = stage.label("log-collector", False).name(robot).at(stage.world.servers.v4)
    label.note = "fetches the access log every hour, day and night"
    place, session = (stage.world.servers.v4, "vector/0.41.1"), make_id(rng)
    for hour in range(-24 * stage.history, 24 * stage.days):
        time = stage.calendar.origin + hour * HOUR + 7 * MINUTE + rng.randrange(SECOND)
        if hour % 600 == 0 or hour == -24 * stage.history:
            session = make_id(rng)
            stage.log.sign_in(time - SECOND, place, robot, session, (label, False))
        stage.log.refresh(time, place, robot, session, mark=(label, False))
        stage.act(robot, place, session, time + 200_000, "access-log.export", "GET /access-log/export", mark=(label, False),
                  size=rng.randrange(40_000, 400_000))


def internet_noise(stage):
    """What every machine on the Internet hears at its port 22: a try or two from anywhere, for names that nobody has."""
    rng = stage.rng
    for part in range(2):
        label = stage.label("internet-noise", False)
        label.note = "single tries for names that nobody has, each from another address"
        for _ in range(int(stage.days * 20 * stage.volume)):
            time = stage.calendar.origin + rng.randrange(stage.days * DAY)
            address = make_in64(rng,
                                rng.choice(stage.world.hosters).make_net6(rng)) if part else rng.choice(stage.world.residential).make_v4(rng)
            name, pid = rng.choice(["admin", "root", "test", "ubuntu", "oracle", "git", "postgres"]), rng.randrange(900, 64000)
            stage.log.sshd(time, rng.choice(["web1", "build2"]), name, address, pid, result="failed",
                           text="password" if name == "root" else None,
                           outcome="password_wrong" if name == "root" else "user_unknown", mark=(label, True))


STORIES = [(collector, 1), (shift_work, 1), (all_month, 1), (on_call, 1), (travel, 4), (new_laptop, 4), (monday_typos, 2), (vpn_exit, 2),
           (broken_script, 2), (forgotten_password, 4), (old_phone_password, 3), (onboarding, 2), (auditor_export,
                                                                                                   2), (busy_administrator, 3),
           (return_from_leave, 3), (double_enrolment, 3), (support_under_grant, 4), (refresh_retry, 2), (breach_released,
                                                                                                         2), (internet_noise, 1)]
KINDS = ["log-collector", "shift-work", "mobile-handover", "ipv6-privacy", "on-call", "travel", "new-laptop", "shared-office", "vpn-exit",
         "broken-script", "forgotten-password", "old-phone-password", "mass-onboarding", "auditor-export", "busy-administrator",
         "return-from-leave", "double-enrolment", "support-under-grant", "refresh-retry", "breach-released", "internet-noise"]


def tell(stage):
    for story, times in STORIES:
        for _ in range(times):
            story(stage)
