# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Attacks from outside: guessing, stealing and using what was stolen. Those by people with rights are in insiders.py.

Each function tells one story, and returns its label. With @sly it stays below what published guidance counts as suspicious, hides
among others or takes its time; otherwise it stays clear above.
"""
from days import Block
from log import W
from places import DAY, HOUR, MINUTE, SECOND, Network, make_in64
from stage import is_plain
from world import make_id

DOORS = ["reeve", "reeve", "reeve", "okta", "keycloak"]
SNOOPING = ["browse", "folder", "browse", "approvals"]
RULING = ["people", "look", "search", "groups", "policy", "why", "log"]


def _rotate(stage, place):
    """The same machine with another address of its /64, if it has one."""
    if ":" not in place[0]:
        return place
    return make_in64(stage.rng, ":".join(place[0].split(":")[:4])), place[1]


def _knock(stage, label, place, time):
    """Somebody looks at the doors before: pages that are there for everybody, and some that are not."""
    for route, status in [("GET /p/sign-in", 200), ("GET /p/forgot", 200), ("GET -", 404), ("GET -", 404), (f"GET {W}/users", 401)]:
        if stage.rng.random() < 0.7:
            stage.log.reeve(time, place, route, status, outcome={404: "not_found", 401: "proof"}.get(status), mark=(label, False))
        time += stage.gap(1, 90)


def _start(stage, label, place, low=1):
    """A moment of any day and hour, perhaps after a look around."""
    time = stage.calendar.origin + stage.day(low) * DAY + stage.gap(0, 86_000)
    if stage.rng.random() < 0.4:
        _knock(stage, label, place, time - stage.gap(400, 20_000))
    label.at(place[0])
    return time


def _guess_on(stage, label, person, place, time, count, low, high, door):
    """So many wrong tries, from one network; returns when the last was."""
    rotating = stage.rng.random() < 0.5
    for _ in range(count):
        now = _rotate(stage, place) if rotating else place
        stage.log.guess(door, time, now, person, (label, True))
        label.at(now[0])
        time += stage.gap(low, high)
    return time


def brute_force(stage, sly):
    rng, person, place = stage.rng, stage.pick_plain(), stage.intruder()
    label = stage.label("brute-force", True, "T1110.001", sly).name(person)
    time, door = _start(stage, label, place), rng.choice(DOORS + ["sshd"])
    if sly:
        _guess_on(stage, label, person, place, time, rng.randrange(60, 120), 260, 420, door)
        label.note = f"at {door}, one try in five minutes or so, for hours"
    else:
        low, high = rng.choice([(0.6, 2.5), (2, 9), (15, 45)])
        _guess_on(stage, label, person, place, time, rng.randrange(90, 400), low, high, door)
        label.note = f"at {door}, a try every {low} to {high} seconds"
    return label


def many_networks(stage, sly):
    rng, person = stage.rng, stage.pick_plain()
    places = stage.intruders(rng.randrange(20, 60))
    label = stage.label("many-networks", True, "T1110.001", sly).name(person)
    time, door = _start(stage, label, places[0]), rng.choice(DOORS)
    low, high = (900, 3600) if sly else rng.choice([(5, 40), (20, 90)])
    for _ in range(rng.randrange(60, 160)):
        place = rng.choice(places)
        stage.log.guess(door, time, place, person, (label, True))
        label.at(place[0])
        time += stage.gap(low, high)
    label.note = f"at {door}, from {len(places)} networks"
    return label


def password_spray(stage, sly):
    rng, place = stage.rng, stage.intruder()
    label = stage.label("password-spray", True, "T1110.003", sly)
    time, door = _start(stage, label, place), rng.choice(DOORS)
    people = stage.pick_many(rng.randrange(18, 60))
    hours, rounds = (rng.uniform(30, 60), 1) if sly else (rng.uniform(1, 6), rng.choice([1, 2, 3]))
    for _ in range(rounds):
        for person in people:
            now = _rotate(stage, place)
            stage.log.guess(door, time, now, person, (label, True))
            if rng.random() < 0.2:
                _guess_nobody(stage, label, door, time + 400_000, now)
            label.at(now[0])
            time += stage.gap(0.4, 1.6) * int(hours * 3600 / len(people) / rounds + 1)
    label.note = f"at {door}, {len(people)} accounts, {rounds} tries each over {hours:.1f} hours"
    return label


def credential_stuffing(stage, sly):
    rng = stage.rng
    people = stage.pick_many(rng.randrange(15, 30) if sly else rng.randrange(50, 140))
    places = stage.intruders(len(people) if sly else rng.randrange(3, 7))
    label = stage.label("credential-stuffing", True, "T1110.004", sly)
    time, door, successes = _start(stage, label, places[0]), rng.choice(["reeve", "reeve", "okta"]), 0
    low, high = (200, 2400) if sly else rng.choice([(0.8, 4), (5, 40)])
    for person in people:
        place = rng.choice(places)
        label.at(place[0])
        if rng.random() < 0.04 or (person is people[-1] and not successes):
            successes += 1
            _let_in(stage, label, door, time, place, person)
        else:
            stage.log.guess(door, time, place, person, (label, True))
        if rng.random() < 0.4:
            _guess_nobody(stage, label, door, time + 300_000, place)
        time += stage.gap(low, high)
    label.note = f"at {door}, {len(people)} accounts once each, from {len(places)} networks; {successes} of the pairs were right"
    return label


def _guess_nobody(stage, label, door, time, place):
    """Of a leak, most have no account here: other systems say so, Reeve's log does not have them."""
    rng = stage.rng
    name = f"{rng.choice('abcdefghjklmprst')}{rng.choice(stage.world.people).login[1:]}{rng.randrange(60, 99)}"
    if door == "keycloak":
        stage.log.keycloak(time, place[0], name, "sign-in", "LOGIN_ERROR", "failed", "user_not_found", mark=(label, True))
    elif door == "okta":
        stage.log.okta(time, place, name, "sign-in", "user.session.start", "failed", "VERIFICATION_ERROR", mark=(label, True))


def _let_in(stage, label, door, time, place, person):
    """The pair was right: in, or as far as the code."""
    label.name(person)
    stage.used.add(person.number)
    if door == "okta":
        stage.log.okta(time, place, person, "sign-in", "user.session.start", mark=(label, True))
    elif person.factor:
        stage.log.password(time, place, person, True, (label, True))
    else:
        session = make_id(stage.rng)
        if stage.log.sign_in(time, place, person, session, (label, True)) and stage.rng.random() < 0.7:
            stage.work(person, place, session, time + stage.about(MINUTE), 30, SNOOPING, (label, True), stage.rng.randrange(3, 12))


def lockout_storm(stage, sly):
    rng = stage.rng
    places = stage.intruders(rng.randrange(8, 16) if sly else rng.choice([1, 1, 2]))
    label = stage.label("lockout-storm", True, "T1531", sly)
    time, door = _start(stage, label, places[0]), rng.choice(["reeve", "reeve", "okta", "keycloak"])
    people = stage.pick_many(rng.randrange(15, 40))
    for person in people:
        place = rng.choice(places)
        label.at(place[0])
        for _ in range(rng.randrange(4, 8)):
            stage.log.guess(door, time, place, person, (label, True))
            time += stage.gap(1, 5)
        _lock(stage, label, door, time, place, person)
        time += stage.gap(200, 900) if sly else stage.gap(2, 30)
    label.note = f"at {door}, {len(people)} people locked out"
    return label


def _lock(stage, label, door, time, place, person):
    """What the other systems say of a lock; Reeve says so in its answers."""
    if door == "okta":
        stage.log.okta(time, place, person, "account.lock", "user.account.lock", "refused", "LOCKED_OUT", mark=(label, True))
    elif door == "keycloak":
        stage.log.keycloak(time, place[0], person, "account.lock", "USER_DISABLED_BY_TEMPORARY_LOCKOUT", mark=(label, True))


def success_after_attack(stage, sly):
    rng, place = stage.rng, stage.intruder()
    person = stage.pick(lambda someone: is_plain(someone) and not someone.factor)
    label = stage.label("success-after-attack", True, "T1110.001, T1078", sly).name(person)
    time, door = _start(stage, label, place), rng.choice(["reeve", "reeve", "okta"])
    count, low, high = (rng.randrange(4, 9), 1000, 5000) if sly else (rng.randrange(30, 140), 2, 20)
    time = _guess_on(stage, label, person, place, time, count, low, high, door) + stage.gap(16 * 60, 22 * 60)
    if door == "okta":
        stage.log.okta(time, place, person, "sign-in", "user.session.start", session="102Zx", mark=(label, True))
        for _ in range(rng.randrange(2, 6)):
            time += stage.gap(20, 200)
            stage.log.okta(time, place, person, "app.open", "user.authentication.sso", thing=("0oa3pay", '"Payroll"'), session="102Zx",
                           mark=(label, True))
    else:
        session, time = stage.enter(person, place, time, (label, True))
        stage.work(person, place, session, time + stage.about(20 * SECOND), rng.randrange(10, 90), SNOOPING, (label, True),
                   rng.randrange(6, 30))
    label.note = f"at {door}, {count} wrong tries, then in"
    return label


def new_network_and_device(stage, sly):
    """A stolen password and a code that was talked out of them: no wrong try at all."""
    rng = stage.rng
    person = stage.pick_administrator(0, 15)
    place = stage.intruder(agent=person.console if sly else None)
    label = stage.label("new-network-and-device", True, "T1078", sly).name(person).at(place[0])
    start = stage.at(person, stage.day(16), *rng.choice([(9, 16), (1, 4), (19, 23)]))
    session, time = stage.enter(person, place, start, (label, True))
    time = stage.work(person, place, session, time + stage.about(10 * SECOND), rng.randrange(15, 60), RULING, (label, True),
                      rng.randrange(8, 25))
    if rng.random() < 0.6:
        stage.change(person, place, session, time + stage.about(30 * SECOND), rng.choice(stage.world.people), (label, True))
    label.note = "an administrator's account from a network and with a program never seen before"
    return label


def impossible_travel(stage, sly):
    """While the owner works, somebody else does with the same account."""
    rng, person = stage.rng, stage.pick_plain(2, stage.days)
    place = stage.intruder(agent=person.console if sly else None)
    day, block = stage.working_block(person, 2)
    label = stage.label("impossible-travel", True, "T1078", sly).name(person).at(place[0])
    session, time = stage.enter(person, place, block.start + (block.end - block.start) // 3, (label, True))
    for _ in range(rng.randrange(8, 20)):
        stage.work(person, block.place(time), block.session, time + stage.gap(1, 20), 1, ["folder"], (label, False), 1)
        stage.work(person, place, session, time + stage.gap(30, 80), 1, SNOOPING, (label, True), 1)
        time += stage.gap(60, 150)
    label.note = "both sessions at work within the same minutes, from networks far apart"
    return label


def dormant_account(stage, sly):
    """An account that nobody missed."""
    rng = stage.rng
    ruler = sum(label.kind == "dormant-account" for label in stage.labels) % 2 == 1
    person = stage.pick_administrator() if ruler else stage.pick_plain()
    day = stage.day(max(1, 64 - stage.history))
    days = rng.randrange(36, 44) if ruler else rng.randrange(50, 62)
    first = day - min(days, day + stage.history - 2)
    stage.take_away(person, first, stage.days)
    place = (person.home.v4, person.console) if sly else stage.intruder()
    label = stage.label("dormant-account", True, "T1078", sly).name(person).at(place[0])
    _last_seen(stage, person, first)
    start = stage.at(person, day, *rng.choice([(8, 18), (0, 5), (19, 23)]))
    session, time = stage.enter(person, place, start, (label, True))
    stage.work(person, place, session, time + stage.about(20 * SECOND), rng.randrange(10, 50), RULING if ruler else SNOOPING,
               (label, True), rng.randrange(5, 20))
    label.note = f"{'an administrator' if ruler else 'a member'} who was last there {day - first} days before, in the thin history"
    return label


def _last_seen(stage, person, first):
    """So that an account that is dormant has been used at all."""
    if stage.calendar.find_working(person, -stage.history, first):
        return
    start = stage.at(person, first - 1, 9, 16)
    place = person.home.v4, person.console
    session, time = stage.enter(person, place, start)
    stage.work(person, place, session, time + stage.about(SECOND), 20, SNOOPING, None, 4)


def token_theft(stage, sly):
    rng, person = stage.rng, stage.pick_plain(2, stage.days)
    reused = sum(label.kind == "token-theft" for label in stage.labels) % 2 == 0
    day, block = stage.working_block(person, 2)
    place = stage.intruder(agent=person.console if sly else None)
    label = stage.label("token-theft", True, "T1539, T1550.001", sly).name(person).at(place[0])
    time = block.start + stage.gap(2000, 6000)
    if reused:
        _reuse(stage, label, person, day, block, place, time)
        label.note = "a copied refresh token, used after its owner's program had swapped it"
    else:
        for _ in range(rng.randrange(2, 4) if sly else rng.randrange(6, 25)):
            route = rng.choice([f"GET {W}/users", f"GET {W}/folders", f"GET {W}", f"GET {W}/users/export"])
            stage.log.reeve(time, place, route, 401, outcome="use_nonce" if rng.random() < 0.2 else "proof", mark=(label, True))
            time += stage.gap(0.3, 12)
        label.note = "a copied access token without the device's key; Reeve names nobody in such an answer"
    return label


def _reuse(stage, label, person, day, block, place, time):
    owner, old, session = block.place(time), block.session, make_id(stage.rng)
    stage.log.refresh(time - 50 * SECOND, owner, person, old, mark=(label, False))
    stage.log.refresh(time, place, person, old, "refresh_reused", (label, True))
    for _ in range(stage.rng.randrange(0, 3)):
        stage.log.reeve(time + stage.gap(1, 9), place, "POST /v1/sign-in/refresh", 401, None, "token.refresh", outcome="session_ended",
                        mark=(label, True))
    stage.log.reeve(time + stage.about(20 * SECOND), owner, f"GET {W}/folders", 401, outcome="session_ended", mark=(label, False))
    stage.log.sign_in(time + stage.about(60 * SECOND), owner, person, session, (label, False), f"device {owner[1]}")
    rest = Block(time + 90 * SECOND, max(block.end, time + 100 * SECOND), block.address, block.agent, session)
    block.end, rest.signs_out, block.signs_out = min(block.end, time - 51 * SECOND), block.signs_out, False
    stage.calendar.blocks[person.number, day].insert(1, rest)
    for later in range(day, stage.days):
        for each in stage.calendar.blocks.get((person.number, later), []):
            each.session = session if each is not block and each.session == old else each.session


def use_after_breach(stage, sly):
    """Reported by its owner, and locked at Reeve; the thief does not know, and other systems do not either."""
    rng, person, place = stage.rng, stage.pick_plain(2, stage.days), stage.intruder()
    day, block = stage.working_block(person, 2)
    label = stage.label("use-after-breach", True, "T1078", sly).name(person).at(place[0])
    stage.take_away(person, day, stage.days)
    time = block.start
    stage.log.reeve(time, (block.address(time), person.browser), "POST /p/report", 303, person, "account.report-breach",
                    mark=(label, False))
    time += stage.gap(1200, 60_000)
    for _ in range(1 if sly else rng.randrange(2, 6)):
        stage.log.reeve(time, place, "POST /v1/sign-in", 401, person, "sign-in", outcome="password_wrong", mark=(label, True))
        time += 25 * HOUR if sly else stage.gap(20, 9000)
    door = rng.choice(["okta", "sshd", "keycloak"])
    if door == "okta":
        stage.log.okta(time, place, person, "sign-in", "user.session.start", mark=(label, True))
        stage.log.okta(time + stage.about(MINUTE), place, person, "app.open", "user.authentication.sso", thing=("0oa2mail", '"Mail"'),
                       mark=(label, True))
    elif door == "sshd":
        stage.log.sshd(time, "web1", person.login, place[0], rng.randrange(900, 64000), text="password", mark=(label, True))
    else:
        stage.log.keycloak(time, place[0], person, "sign-in", "LOGIN", session=make_id(rng), mark=(label, True))
    label.note = f"reported as breached, then tried at Reeve and used at {door}"
    label.ended = stage.calendar.origin + stage.days * DAY  # it is never released: whatever comes later is use after a breach, too
    return label


def code_guessing(stage, sly):
    """The password is known; of the codes there are a million."""
    rng, place = stage.rng, stage.intruder()
    person = stage.pick(lambda someone: is_plain(someone) and someone.factor)
    label = stage.label("code-guessing", True, "T1110.001, T1621", sly).name(person)
    time, door = _start(stage, label, place), rng.choice(["reeve", "reeve", "okta"])
    if door == "okta":
        _bomb(stage, label, person, place, time, 4 if sly else rng.randrange(12, 50))
    else:
        for _ in range(rng.randrange(4, 12)):
            stage.log.password(time, place, person, True, (label, False))
            for _ in range(1 if sly else rng.randrange(4, 6)):
                time += stage.gap(3, 15)
                stage.log.code(time, place, person, mark=(label, True))
            time += stage.gap(3600, 9000) if sly else stage.gap(15, 120)
    label.note = f"at {door}, the right password and then wrong codes"
    return label


def _bomb(stage, label, person, place, time, count):
    stage.log.okta(time, place, person, "sign-in", "user.session.start", mark=(label, False))
    push = stage.rng.random() < 0.5
    for _ in range(count):
        time += stage.gap(8, 35)
        if push:
            stage.log.okta(time, place, person, "factor.verify", "user.mfa.okta_verify.deny_push", "refused", mark=(label, True))
        else:
            stage.log.okta(time, place, person, "factor.verify", "user.authentication.auth_via_mfa", "failed", "INVALID_CREDENTIALS",
                           mark=(label, True))


def reset_burst(stage, sly):
    rng, place = stage.rng, stage.intruder()
    label = stage.label("reset-burst", True, "T1589.001, T1078", sly)
    time, number = _start(stage, label, place), sum(label.kind == "reset-burst" for label in stage.labels)
    one = stage.pick_plain()
    people = [one] if rng.random() < 0.5 else stage.pick_many(40)
    low, high = (700, 2500) if sly else rng.choice([(1, 8), (15, 70)])
    door = "reeve" if number % 2 else "keycloak"
    for _ in range(rng.randrange(30, 90)):
        if door == "reeve":
            stage.log.reeve(time, place, "POST /p/forgot", 303, None, "password.ask-reset", mark=(label, True))
        else:
            stage.log.keycloak(time, place[0], rng.choice(people), "password.ask-reset", "SEND_RESET_PASSWORD", mark=(label, True))
        time += stage.gap(low, high)
    if door == "keycloak" and len(people) == 1:
        label.name(one)
    label.note = f"at {door}, for {'one person' if len(people) == 1 else 'many people'}"
    return label


def factor_reset(stage, sly):
    """The helpdesk was talked into it; then the account is somebody else's."""
    rng, person = stage.rng, stage.pick(lambda someone: is_plain(someone) and someone.factor, 2, stage.days)
    helper = stage.pick_helper(2, stage.days)
    day, block = stage.working_block(helper, 2)
    place = (Network(rng, person.carrier, False).v4, person.console) if sly else stage.intruder()
    label = stage.label("factor-reset", True, "T1556.006", sly).name(person).at(place[0])
    time = block.start + stage.gap(600, 6000)
    stage.read_person(helper, block.place(time), block.session, time, person, (label, False))
    stage.act(helper, block.place(time), block.session, time + stage.about(40 * SECOND), "second-factor.reset",
              "POST /users/{user}/second-factor/reset",
              (person.id, person.name_json), mark=(label, True))
    stage.take_away(person, day, min(day + 3, stage.days))
    time, session = time + stage.gap(900, 9 * 3600), make_id(rng)
    if stage.log.lockout.guess("password", person, place[0], time, True) is True:
        stage.log.reeve(time, place, "POST /v1/sign-in", 200, person, "sign-in", session=session, mark=(label, True), size=1180)
    stage.log.reeve(time + stage.about(20 * SECOND), place, "POST /v1/me/second-factor", 200, person, "second-factor.begin",
                    session=session, mark=(label, True))
    stage.log.reeve(time + stage.about(50 * SECOND), place, "POST /v1/me/second-factor/confirm", 200, person, "factor.add",
                    session=session, mark=(label, True))
    stage.work(person, place, session, time + stage.about(MINUTE), 40, SNOOPING, (label, True), rng.randrange(4, 16))
    label.note = "second factor reset by the helpdesk, then a sign-in from elsewhere that sets up another"
    return label
