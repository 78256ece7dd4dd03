# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Attacks with rights that somebody has, or took: by insiders, or by whoever has the session of one. As in attacks.py."""
from attacks import RULING, SNOOPING
from benign import give_support, meet_support
from places import HOUR, MINUTE, SECOND
from stage import is_plain
from world import encode, make_id


def mass_read(stage, sly):
    """Everything that can be had, in a few hours."""
    rng = stage.rng
    exporter = rng.random() < 0.3
    person = stage.pick((lambda someone: "reviewer" in someone.roles) if exporter else is_plain, 15, stage.days)
    day, block = stage.working_block(person, 15)
    label = stage.label("mass-read", True, "T1213", sly).name(person)
    usual = stage.ordinary.scale * person.activity
    count = int(min(usual * (1.5 if sly else rng.uniform(8, 14)), 60_000 * stage.volume) + 300 * min(stage.volume * 5, 1))
    time, place = block.start + 5 * MINUTE, block.place(block.start)
    step = rng.uniform(1.2, 3) * HOUR / count
    folders = rng.sample(stage.world.folders, len(stage.world.folders))
    for number in range(count):
        _read_one(stage, (person, place, block.session), int(time), folders[number % len(folders)], exporter and number % 12 == 0, label)
        time += step * rng.uniform(0.5, 1.5)
    label.at(place[0])
    label.note = f"{count} reads in one go, {'exports among them, ' if exporter else ''}from their own desk"
    return label


def _read_one(stage, who, time, folder, export, label):
    if export:
        stage.act(*who, time, "permissions.export", "GET /folders/{folder}/access/export", (folder[0], None),
                  mark=(label, True), size=stage.rng.randrange(4000, 50_000))
    else:
        stage.act(*who, time, None, "GET /folders/{folder}", folder, mark=(label, True), size=700)


def excessive_admin_access(stage, sly):
    rng, person = stage.rng, stage.pick_administrator(15, stage.days)
    days = stage.calendar.find_working(person, min(19, max(stage.days - 4, 0)), stage.days - 1) or stage.calendar.find_working(person, 0,
                                                                                                                               stage.days)
    block = stage.calendar.blocks[person.number, rng.choice(days)][0]
    label = stage.label("excessive-admin-access", True, "T1087, T1213", sly).name(person)
    count = min(rng.randrange(35, 48) if sly else rng.randrange(140, 240), len(stage.world.directory))
    time, place = block.start + stage.gap(60, 2000), block.place(block.start)
    for other in rng.sample(stage.world.directory, count):
        stage.read_person(person, place, block.session, time, other, (label, True))
        time += stage.gap(2, 6 * 3600 / count)
    label.at(place[0])
    label.note = f"an administrator reads {count} people in a day, from their own desk"
    return label


def off_hours_administration(stage, sly):
    rng, person = stage.rng, stage.pick_administrator(2, stage.days)
    label = stage.label("off-hours-administration", True, "T1078, T1098", sly).name(person)
    own = sly or rng.random() < 0.5
    day = stage.day(16)
    start = stage.at(person, day, *((20.5, 22) if sly else (1, 3.5)))
    place = (person.home.get_address(person.number, day), stage.calendar.console(person, start)) if own else stage.intruder()
    session, time = stage.enter(person, place, start, (label, True), f"device {place[1]}" if own else None)
    for _ in range(rng.randrange(3, 6) if sly else rng.randrange(12, 40)):
        time += stage.gap(15, 150)
        _change_something(stage, person, place, session, time, label)
    label.at(place[0])
    label.note = f"changes in the night by an administrator who is not on call and never works then, from {'home' if own else 'elsewhere'}"
    return label


def _change_something(stage, person, place, session, time, label):
    rng, mark = stage.rng, (label, True)
    other, folder, group = rng.choice(stage.world.people), rng.choice(stage.world.folders), rng.choice(stage.world.groups)
    action, route, thing = rng.choice([
        ("user.save", "PATCH /users/{user}", (other.id, other.name_json)), ("user.save", "PATCH /users/{user}",
                                                                            (other.id, other.name_json)),
        ("permissions.apply", "POST /permissions/apply-sensitive", folder), ("group.save", "PATCH /groups/{group}", group),
        ("invitation.create", "POST /invitations", stage.thing(f"{rng.choice('abcdefg')}.{rng.randrange(999)}@mail.example")),
        ("session.end-all", "POST /users/{user}/end-sessions", (other.id, other.name_json))])
    stage.act(person, place, session, time, action, route, thing, mark=mark)


def privilege_escalation(stage, sly):
    """To themselves; to somebody who uses it; or for an hour, and back."""
    turn = (sum(label.kind == "privilege-escalation" for label in stage.labels) + stage.twist) % 3
    person = stage.pick(lambda someone: "group-administrator" in someone.roles, 2, stage.days)
    day, block = stage.working_block(person, 2)
    label = stage.label("privilege-escalation", True, "T1098", sly).name(person)
    time, place, session = block.start + stage.gap(300, 4000), block.place(block.start), block.session
    for route, action in [("GET /audit", "audit.read"), ("GET /access-log", "log.read"),
                          ("PATCH /policy", "policy.save")][:1 if sly else 3]:
        stage.act(person, place, session, time, action, route, status=403, outcome="denied", mark=(label, False))
        time += stage.gap(3, 30)
    time += stage.gap(60, 1200)
    if turn == 1:
        label.note = _grant_to_other(stage, label, person, place, session, time, sly)
    else:
        label.note = _grant_to_self(stage, label, person, place, session, time, turn == 2, sly)
    label.at(place[0])
    return label


def _grant_to_self(stage, label, person, place, session, time, takes_back, sly):
    own, role = (person.id, person.name_json), stage.thing("Helpers")
    if stage.rng.random() < 0.5 or takes_back:
        stage.act(person, place, session, time, "role.create", "POST /roles", role, 201, mark=(label, True))
        time += stage.gap(9, 60)
    stage.act(person, place, session, time, "user.save", "PATCH /users/{user}", own, outcome="rights_given", mark=(label, True))
    stage.log.keycloak(time + stage.about(30 * SECOND), place[0], person, "role.assign", "REALM_ROLE_MAPPING CREATE",
                       thing=f"users/{person.keycloak}/role-mappings/realm", mark=(label, True))
    time += 6 * HOUR if sly else stage.gap(60, 600)
    time = stage.work(person, place, session, time, 30, ["audit", "log", "policy-save"], (label, True), 8)
    if takes_back:
        time += stage.gap(900, 9000)
        stage.act(person, place, session, time, "user.save", "PATCH /users/{user}", own, outcome="rights_taken", mark=(label, True))
        stage.act(person, place, session, time + SECOND * 9, "role.delete", "DELETE /roles/{role}", role, 204, mark=(label, True))
        stage.log.keycloak(time + stage.about(20 * SECOND), place[0], person, "role.remove", "REALM_ROLE_MAPPING DELETE",
                           thing=f"users/{person.keycloak}/role-mappings/realm", mark=(label, True))
    return "gives a role to themselves and uses it" + (", then takes it back" if takes_back else "")


def _grant_to_other(stage, label, person, place, session, time, sly):
    other = stage.pick(lambda someone: is_plain(someone) and someone is not person)
    theirs = other.home.v4, other.console
    label.name(other)
    entry, own = stage.enter(other, theirs, time - 20 * MINUTE, None, f"device {theirs[1]}")
    for action, route in [("log.read", "GET /access-log"), (None, "GET /users")]:
        stage.act(other, theirs, entry, own + stage.gap(5, 60), action, route, status=403, outcome="denied", mark=(label, False))
    stage.change(person, place, session, time, other, (label, True), "rights_given")
    stage.act(person, place, session, time + stage.about(30 * SECOND), "group.administrators", "POST /groups/{group}/administrators",
              (other.id, other.name_json), outcome="rights_given", mark=(label, True))
    time += stage.gap(120, 3000) + (5 * HOUR if sly else 0)
    stage.work(other, theirs, entry, time, 40, RULING, (label, True), 14)
    stage.change(person, place, session, time + 2 * HOUR, other, (label, True), "rights_taken")
    return "gives a role to an accomplice, who uses it at once; taken back in two hours"


def support_outside_grant(stage, sly):
    rng = stage.rng
    agent, place, start, approver, block = meet_support(stage)
    after = sum(label.kind == "support-outside-grant" for label in stage.labels) % 2 == 1 or sly
    label = stage.label("support-outside-grant", True, "T1199, T1078", sly).name(agent)
    session, time = stage.enter(agent, place, start, (label, False), f"device {place[1]}")
    if after:
        until, ticket = give_support(stage, agent, place, session, time + MINUTE, approver, block, 2, (label, False))
        stage.work(agent, place, session, time + stage.about(15 * MINUTE), 80, ["log", "search"], (label, False), 8)
        stage.act(agent, place, session, until, "support.end", "POST /support-grants/{grant}/end", ticket,
                  mark=(label, False))
        time, names = until + (2 * MINUTE if sly else stage.gap(900, 9000)), ["search", "look", "log-more"]
        label.note = "goes on reading after the support grant has ended"
    else:
        for action, route in [(None, "GET /users"), ("log.read", "GET /access-log"), (None, "GET /users"),
                              ("user.export", "GET /users/export")]:
            stage.act(agent, place, session, time, action, route, status=403, outcome="denied", mark=(label, True))
            time += stage.gap(5, 200)
        time, names = time + stage.gap(600, 5000), ["people", "look", "search"]
        label.note = "no grant: refused several times, then in all the same, as nobody approved"
    stage.work(agent, place, session, time, 20 if sly else rng.randrange(30, 120), names, (label, True),
               3 if sly else rng.randrange(10, 30))
    label.at(place[0])
    return label


def impairment(stage, sly):
    """Somebody makes the record forget, or hear less."""
    rng, person = stage.rng, stage.pick_administrator(2, stage.days)
    day, block = stage.working_block(person, 2)
    label = stage.label("impairment", True, "T1562.008", sly).name(person)
    time, place, session = block.start + stage.gap(600, 5000), block.place(block.start), block.session
    steps = [("policy.save", "PATCH /policy", ("policy", None), 200),
             ("hold.lift", "DELETE /access-log/holds/{hold}", stage.thing("case of May"), 204),
             ("hold.lift", "DELETE /access-log/holds/{hold}", stage.thing("litigation"), 204),
             ("second-factor.demand", "PATCH /second-factor-demands", ("policy", None), 200),
             ("approval-rule.delete", "DELETE /approval-rules/{rule}", (make_id(rng), encode("Two pairs of eyes")), 204)]
    chosen = steps[:1] if sly else [steps[0]] + rng.sample(steps[1:], rng.randrange(2, 4))
    if not sly and not any(action == "hold.lift" for action, *_ in chosen):
        chosen.append(steps[1])
    for action, route, thing, status in chosen:
        stage.act(person, place, session, time, action, route, thing, status, "weakened", (label, True))
        time += stage.gap(15, 200)
    if sum(each.kind == "impairment" for each in stage.labels) % 2 == 0:
        stage.log.silences.append(("sshd build2", time, time + int(rng.uniform(14, 40) * HOUR)))
        label.note = "weakens what is kept; after it nothing comes from sshd build2 for hours"
    else:
        label.note = "weakens what is kept: " + ", ".join(action for action, *_ in chosen)
    stage.work(person, place, session, time + stage.about(2 * MINUTE), 20, SNOOPING, (label, False), 5)
    label.at(place[0])
    return label
