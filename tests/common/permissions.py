#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The permission model beside permission_oracle.py, in worlds made by chance: folders moved, broken, binned, groups nested, grants that
expire, people who leave.

    permissions.py ASK-PERMISSIONS [WORLDS [SEED]]
"""
import copy
import itertools
import json
import random
import subprocess
import sys

from harness.tap import Tap
from permission_oracle import IMPLIES, World

NOW = 1000
BITS = {"view": 1, "edit": 2, "approve": 4, "manage": 8}
ROLES = ["keeper", "reviewer"]


def bits(verbs):
    return sum(BITS[verb] for verb in verbs)


def names(number):
    return frozenset(verb for verb, bit in BITS.items() if number & bit)


def is_below(tree, node, top):
    while node is not None and node != top:
        node = tree[node]
    return node == top


class Asked:
    """The program, told and asked lines."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, lines, questions):
        self.process.stdin.write("".join(f"{line}\n" for line in [*lines, *questions]))
        self.process.stdin.flush()
        return [self.process.stdout.readline().rstrip("\n") for _ in questions]

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


# --- A world, and the lines that say it ---

def line_of(world, kind, id):
    if kind == "group":
        return f"group {id} {world.groups[id] or '-'}"
    if kind == "user":
        groups, roles = world.users[id]
        return f"user {id} {','.join(sorted(groups)) or '-'} {','.join(sorted(roles)) or '-'}"
    if kind == "contact":
        return f"contact {id}"
    if kind == "folder":
        parent, inherits, binned = world.folders[id]
        return f"folder {id} {parent or '-'} {int(inherits)} {int(binned)} {world.companies.get(id, '-')}"
    folder, principal_kind, principal, verbs, expires = world.grants[id]
    return f"grant {id} {folder} {principal_kind} {principal} {','.join(sorted(verbs))} {expires}"


def lines_of(world, chance):
    """In any order, but that nothing may be below what is not there yet."""
    lines = [line_of(world, kind, id) for kind, ids in
             (("group", world.groups), ("user", world.users), ("contact", world.contacts), ("folder", world.folders), ("grant", world.grants))
             for id in ids if id != "root"]
    chance.shuffle(lines)
    return ["world root", *lines]


def principal(world, chance):
    kind = chance.choice(["user", "user", "contact", "group", "group", "group", "role"])
    of = {"user": list(world.users), "contact": sorted(world.contacts), "group": list(world.groups), "role": ROLES}[kind]
    return kind, chance.choice(of)


def grant(world, chance, folder=None):
    kind, who = principal(world, chance)
    verbs = frozenset(chance.sample(list(BITS), chance.choice([1, 1, 1, 2])))
    return folder or chance.choice(list(world.folders)), kind, who, verbs, chance.choice([0, 0, 0, 0, NOW - 1, NOW, NOW + 1])


def make_world(chance):
    world = World(folders={"root": (None, True, False)})
    for i in range(chance.randint(1, 5)):
        world.groups[f"g{i}"] = chance.choice([None, *world.groups])
    for i in range(chance.randint(1, 5)):
        world.users[f"u{i}"] = (frozenset(chance.sample(list(world.groups), chance.randint(0, min(3, len(world.groups))))),
                                frozenset(chance.sample(ROLES, chance.choice([0, 0, 1, 2]))))
    world.contacts = {f"c{i}" for i in range(chance.randint(1, 2))}
    for i in range(chance.randint(1, 8)):
        world.folders[f"f{i}"] = (chance.choice(list(world.folders)[-3:]), chance.random() > 0.2, chance.random() < 0.05)
    world.companies = {folder: chance.choice(list(world.groups)) for folder in world.folders if folder != "root" and chance.random() < 0.2}
    for i in range(chance.randint(0, 14)):
        world.grants[f"x{i}"] = grant(world, chance)
    return world


def disturb(world, chance):
    """Lines that change the world as it was said, and the world with them."""
    lines = []
    for _ in range(chance.randint(0, 6)):
        what = chance.choice(["move", "flags", "regrant", "revoke", "regroup", "rejoin", "leave", "purge"])
        folder = chance.choice(list(world.folders))
        children = [id for id, (parent, _, _) in world.folders.items() if parent == folder]
        if what in ("move", "flags") and folder != "root":
            parent, inherits, binned = world.folders[folder]
            tree = {id: above for id, (above, _, _) in world.folders.items()}
            if what == "move":
                parent = chance.choice([id for id in world.folders if not is_below(tree, id, folder)])
            world.folders[folder] = (parent, chance.random() > 0.3, chance.random() < 0.1) if what == "flags" else (parent, inherits, binned)
            lines.append(line_of(world, "folder", folder))
        elif what == "regrant":
            id = chance.choice([*world.grants, f"y{len(lines)}"])
            world.grants[id] = grant(world, chance)
            lines.append(line_of(world, "grant", id))
        elif what == "revoke" and world.grants:
            id = chance.choice(list(world.grants))
            del world.grants[id]
            lines.append(f"no-grant {id}")
        elif what == "regroup":
            id = chance.choice(list(world.groups))
            world.groups[id] = chance.choice([None, *[other for other in world.groups if not is_below(world.groups, other, id)]])
            lines.append(line_of(world, "group", id))
        elif what == "rejoin":
            id = chance.choice(list(world.users))
            world.users[id] = (frozenset(chance.sample(list(world.groups), chance.randint(0, len(world.groups)))), frozenset(chance.sample(ROLES, 1)))
            lines.append(line_of(world, "user", id))
        elif what == "leave" and len(world.users) > 1:
            id = chance.choice(list(world.users))
            del world.users[id]
            world.grants = {each: g for each, g in world.grants.items() if (g[1], g[2]) != ("user", id)} if chance.random() < 0.5 else world.grants
            lines.append(f"no-subject {id}")
        elif what == "purge" and folder != "root" and not children:
            del world.folders[folder]
            world.grants = {each: g for each, g in world.grants.items() if g[0] != folder}
            lines.append(f"no-folder {folder}")
    return lines


# --- Changes, told to the program and done to the oracle's world ---

def change_text(change):
    return " ".join(",".join(sorted(word)) if isinstance(word, frozenset) else str(word) for word in change)


def do(world, change, index):
    """A world with the change done."""
    world = copy.copy(world)
    world.folders, world.grants, world.users = dict(world.folders), dict(world.grants), dict(world.users)
    action, *words = change
    if action == "grant":
        id, *grant = words[5:] or [f"new-{index}"], *words[:5]
        world.grants[id[0]] = tuple(grant)
    elif action == "amend":
        world.grants[words[0]] = (*world.grants[words[0]][:3], words[1], words[2])
    elif action == "revoke":
        del world.grants[words[0]]
    elif action in ("move", "break", "inherit", "bin", "restore"):
        parent, inherits, binned = world.folders[words[0]]
        world.folders[words[0]] = {"move": (words[-1], inherits, binned), "break": (parent, False, binned), "inherit": (parent, True, binned),
                                   "bin": (parent, inherits, True), "restore": (parent, inherits, False)}[action]
    else:
        groups, roles = world.users[words[0]]
        other = frozenset([words[1]])
        world.users[words[0]] = {"join": (groups | other, roles), "leave": (groups - other, roles),
                                 "give-role": (groups, roles | other), "take-role": (groups, roles - other)}[action]
    return world


def do_all(world, changes):
    for index, change in enumerate(changes):
        world = do(world, change, index)
    return world


def from_wire(change):
    """A change as the program writes it, as a tuple."""
    action = change["action"]
    verbs = frozenset(change.get("verbs", []))
    expires = change.get("expires", 0)
    expires = expires if isinstance(expires, int) else int(expires[20:26])  # the first second of 1970
    if action == "grant":
        return action, change["folder"], change["principalKind"], change["principal"], verbs, expires, *([change["grant"]] if "grant" in change else [])
    if action == "amend":
        return action, change["grant"], verbs, expires
    return (action, *[change[name] for name in ("grant", "folder", "parent", "user", "group", "role") if name in change])


def random_change(world, chance):
    tree = {id: above for id, (above, _, _) in world.folders.items()}
    folder = chance.choice(list(world.folders))
    user = chance.choice(list(world.users))
    action = chance.choice(["grant", "grant", "amend", "revoke", "move", "move", "break", "inherit", "bin", "restore", "join", "leave", "give-role", "take-role"])
    if action == "grant":
        return (action, *grant(world, chance, folder))
    if action in ("amend", "revoke"):
        if not world.grants:
            return None
        id = chance.choice(list(world.grants))
        if world.grants[id][0] not in world.folders:
            return None
        return (action, id) if action == "revoke" else (action, id, *grant(world, chance)[3:])
    if action in ("break", "inherit", "bin", "restore"):
        return (action, folder) if folder != "root" else None
    if action == "move":
        places = [id for id in world.folders if not is_below(tree, id, folder) and not any(world.folders[each][2] for each in world.path(id))]
        return (action, folder, chance.choice(places)) if places and folder != "root" else None
    return action, user, chance.choice(list(world.groups) if action in ("join", "leave") else ROLES)


def make_draft(world, chance):
    changes = []
    for _ in range(chance.randint(1, 4)):
        change = random_change(do_all(world, changes), chance)
        if change is not None:
            changes.append(change)
    return changes


# --- What is right ---

def flips_less(world, who, folder, verb, fewer, leaves=True):
    """Whether some set of fewer changes takes the verb away. Who stands for a group or a role does not leave it."""
    groups, roles = world.users.get(who, ((), ()))
    places, principals = world.reached_from(folder), world.principals(who)
    single = [("revoke", id) for id, g in world.grants.items() if g[0] in places and (g[1], g[2]) in principals]
    if leaves:
        single += [("leave", who, group) for group in groups] + [("take-role", who, role) for role in roles]
    single += [("break", each) for each in places if each != "root"]
    return any(verb not in do_all(world, set_of).verbs(who, folder, NOW) for n in range(fewer) for set_of in itertools.combinations(single, n))


def standing_for(world, kind, name):
    """The world, with somebody who is this and nothing else."""
    alone = copy.copy(world)
    alone.users = {"somebody": (frozenset([name]) if kind == "group" else frozenset(), frozenset([name]) if kind == "role" else frozenset())}
    return alone


def wrong_answer(world, who, folder, verb, answer, leaves=True):
    """What is wrong with the answer to "why", in words; None: nothing."""
    had = world.verbs(who, folder, NOW)
    if answer["allowed"] != (verb in had) or frozenset(answer.get("verbs", [])) != had:
        return "verbs"
    path, principals = world.path(folder), world.principals(who)
    expected = {}
    for id, (place, kind, name, verbs, expires) in world.grants.items():
        if place in path and (kind, name) in principals and any(verb in IMPLIES[each] for each in verbs):
            stopped = place not in world.reached_from(folder)
            expected[id] = "stopped" if stopped else "expired" if expires and expires <= NOW else "decides"
    if {reason["grant"]: reason["state"] for reason in answer.get("reasons", [])} != expected:
        return f"reasons, expected {expected}"
    for reason in answer.get("reasons", []):
        chain = reason.get("chain", [])
        if reason["principalKind"] != "group":
            if chain:
                return "a chain of nobody"
        elif chain[0] not in world.users[who][0] or chain[-1] != reason["principal"] or any(world.groups[a] != b for a, b in zip(chain, chain[1:])):
            return "chain"
        if reason["state"] == "stopped" and reason["stoppedAt"] != world.reached_from(folder)[-1]:
            return "where it stops"
    flips = [[from_wire(change) for change in flip["changes"]] for flip in answer["flips"]]
    if len({len(flip) for flip in flips}) != 1:
        return "flips of several sizes"
    for flip in flips:
        if not leaves and any(change[0] in ("leave", "take-role", "join", "give-role") for change in flip):
            return f"nobody leaves what they are: {flip}"
        if (verb in do_all(world, flip).verbs(who, folder, NOW)) == answer["allowed"]:
            return f"a flip that does not: {flip}"
    if answer["allowed"] and flips_less(world, who, folder, verb, len(flips[0]), leaves):
        return f"not the smallest: {flips[0]}"
    binned = sum(world.folders[each][2] for each in path)
    if not answer["allowed"] and len(flips[0]) > binned + 1:
        return "too many changes"
    return None


def through(world, who, folder, verb):
    """The grants each of which would do alone: without all others the verb is still had."""
    found = set()
    for id, grant in world.grants.items():
        alone = copy.copy(world)
        alone.grants = {id: grant}
        if verb in alone.verbs(who, folder, NOW):
            found.add(id)
    return found


def wrong_plan(world, changes, plan):
    before, after_world = world.everything(NOW), do_all(world, changes)
    after = after_world.everything(NOW)
    expected = {pair: (bits(before[pair]), bits(after[pair])) for pair in before if before[pair] != after[pair]}
    got = {(who, folder): (a, b) for who, folder, a, b in plan["differences"]}
    if got != expected or len(got) != len(plan["differences"]):
        return f"differences, expected {expected}"
    gained = [pair for pair, (a, b) in expected.items() if b & ~a]
    lost = [pair for pair, (a, b) in expected.items() if a & ~b]
    counts = {"gained": len(gained), "lost": len(lost), "peopleGained": len({who for who, _ in gained}), "peopleLost": len({who for who, _ in lost}),
              "folders": len({folder for _, folder in expected}), "manageGained": sum(b & ~a & 8 != 0 for a, b in expected.values()),
              "outsideGained": sum(after_world.is_outside(who, folder) and b & ~a & 1 != 0 for (who, folder), (a, b) in expected.items()),
              "crossing": sum(after_world.is_outside(who, folder) and bool(after_world.users.get(who, [()])[0]) and b & ~a & 1 != 0
                              for (who, folder), (a, b) in expected.items())}
    if {name: plan[name] for name in counts} != counts:
        return f"counts, expected {counts}"
    lost_manage = {folder for (_, folder), (a, b) in expected.items() if a & ~b & 8}
    unmanaged = {folder for folder in lost_manage if not any(after_world.folders[each][2] for each in after_world.path(folder))
                 and not any("manage" in verbs for (_, place), verbs in after.items() if place == folder)}
    if set(plan["unmanaged"]) != unmanaged:
        return f"unmanaged, expected {unmanaged}"
    back = after_world
    for index, change in enumerate(from_wire(each) for each in plan["inverse"]):
        back = do(back, change, f"back-{index}")
    return None if back.everything(NOW) == before else "the inverse does not take it back"


def check_world(asked, world, lines, chance):
    everything = world.everything(NOW)
    people = [*world.users, *sorted(world.contacts)]
    folders = list(world.folders)
    questions = [f"check {who} {folder} {NOW}" for who, folder in everything] + [f"who {folder} {NOW}" for folder in folders]
    questions += [f"reach {'contact' if who in world.contacts else 'user'} {who} {NOW}" for who in people] + [f"reach group {group} {NOW}" for group in world.groups]
    whys = [(chance.choice(people), chance.choice(folders), chance.choice(list(BITS))) for _ in range(3)]
    whys += [(who, folder, chance.choice(sorted(verbs))) for (who, folder), verbs in chance.sample(sorted(everything.items()), min(3, len(everything))) if verbs]
    absent = set(chance.sample(sorted(world.users), chance.randint(0, len(world.users))))
    away = ",".join(sorted(absent)) or "-"
    principals = [("user", who) for who in world.users] + [("contact", who) for who in sorted(world.contacts)] + [("group", group) for group in world.groups] + [("role", role) for role in ROLES]
    drafts = [draft for draft in (make_draft(world, chance) for _ in range(2)) if draft]
    questions += [f"why {who} {folder} {verb} {NOW}" for who, folder, verb in whys]
    questions += [f"through {who} {folder} {verb} {NOW}" for who, folder, verb in whys]
    questions += [f"member {kind} {name} {away}" for kind, name in principals] + [f"holder {folder} manage {away} {NOW}" for folder in folders]
    standing = [(*chance.choice([each for each in principals if each[0] in ("group", "role")]), chance.choice(folders), chance.choice(list(BITS))) for _ in range(3)]
    questions += [f"why-principal {kind} {name} {folder} {verb} {NOW}" for kind, name, folder, verb in standing]
    questions += ["; ".join([f"plan {NOW}", *map(change_text, draft)]) for draft in drafts]
    answers = iter(asked.ask(lines, questions))
    for pair, verbs in everything.items():
        answer = next(answers)
        assert answer == str(bits(verbs)), ("check", pair, answer, verbs)
    for folder in folders:
        answer = next(answers)
        expected = {f"{who}={bits(everything[who, folder])}" for who in people if everything[who, folder]}
        assert set(answer.split()) == expected, ("who", folder, answer, expected)
    for who in people:
        answer = next(answers)
        assert set(answer.split()) == {f"{folder}={bits(everything[who, folder])}" for folder in folders if everything[who, folder]}, ("reach", who, answer)
    for group in world.groups:
        alone = standing_for(world, "group", group)
        answer = next(answers)
        assert set(answer.split()) == {f"{folder}={bits(verbs)}" for folder in folders if (verbs := alone.verbs("somebody", folder, NOW))}, ("reach", group, answer)
    for who, folder, verb in whys:
        answer = next(answers)
        wrong = wrong_answer(world, who, folder, verb, json.loads(answer))
        assert wrong is None, ("why", who, folder, verb, wrong, answer)
    for who, folder, verb in whys:
        answer = next(answers)
        assert set(answer.split()) == through(world, who, folder, verb), ("through", who, folder, verb, answer)
    here = [who for who in people if who not in absent]
    for kind, name in principals:
        assert next(answers) == str(int(any((kind, name) in world.principals(who) for who in here))), ("member", kind, name, away)
    for folder in folders:
        managed = any("manage" in everything[who, folder] for who in here if who in world.users)
        assert next(answers) == str(int(managed)), ("holder", folder, away)
    for kind, name, folder, verb in standing:
        answer = next(answers)
        wrong = wrong_answer(standing_for(world, kind, name), "somebody", folder, verb, json.loads(answer), leaves=False)
        assert wrong is None, ("why", kind, name, folder, verb, wrong, answer)
    plans = []
    for draft in drafts:
        answer = next(answers)
        plans.append(json.loads(answer))
        wrong = "an error" if "error" in plans[-1] else wrong_plan(world, draft, plans[-1])
        assert wrong is None, ("plan", draft, wrong, answer)
    # said in another order, the world has other numbers, and the plans the same names
    again = asked.ask(lines_of(world, chance), ["; ".join([f"plan {NOW}", *map(change_text, draft)]) for draft in drafts])
    assert [json.loads(plan)["hash"] for plan in again] == [plan["hash"] for plan in plans], ("hash", drafts)
    if len(drafts) == 2 and drafts[0] != drafts[1]:
        assert plans[0]["hash"] != plans[1]["hash"], ("hash", drafts)
    return len(everything), sum(len(plan["differences"]) for plan in plans)


def main():
    worlds, seed = (int(word) for word in [*sys.argv[2:], *["10000", "1"][len(sys.argv) - 2:]])
    pairs = differences = 0
    with Tap() as tap:
        with tap.step(f"{worlds} worlds made by chance: check, who, reach, why, what-if and reviews are as the oracle says"):
            asked = Asked(sys.argv[1])
            for number in range(worlds):
                chance = random.Random(seed * 1_000_000 + number)
                world = make_world(chance)
                lines = lines_of(world, chance)
                lines += disturb(world, chance)
                try:
                    n, m = check_world(asked, world, lines, chance)
                except AssertionError as error:
                    raise AssertionError("\n".join([f"world {number}: {error}", *lines])) from error
                pairs, differences = pairs + n, differences + m
            assert asked.close() == 0
        print(f"# {pairs} pairs, {differences} differences")
        with tap.step("what cannot be done is refused, with its place"):
            asked = Asked(sys.argv[1])
            lines = ["world root", "folder a root 1 0 -", "folder b a 1 0 -", "folder bin root 1 1 -", "group g -", "user u g -", "contact c", "grant x a group g view 0"]
            for draft, pointer in (("grant none user u view 0", "0/folder"), ("grant a user none view 0", "0/principal"), ("grant a user c view 0", "0/principal"),
                                   ("grant a contact u view 0", "0/principal"), ("grant a group none view 0", "0/principal"), ("grant a user u - 0", "0/verbs"),
                                   ("amend none view 0", "0/grant"), ("amend x - 0", "0/verbs"), ("revoke x; revoke x", "1/grant"), ("revoke none", "0/grant"),
                                   ("move a b", "0/parent"), ("move a a", "0/parent"), ("move a none", "0/parent"), ("move root a", "0/folder"), ("move a bin", "0/parent"),
                                   ("break root", "0/folder"), ("bin root", "0/folder"), ("bin none", "0/folder"), ("move b root; move a b; move b a", "2/parent"),
                                   ("join none g", "0/user"), ("join u none", "0/group"), ("join c g", "0/user"), ("leave none g", "0/user"), ("fly u g", "0/action")):
                [answer] = asked.ask(lines, [f"plan {NOW}; {draft}"])
                assert json.loads(answer).get("error") == f"/changes/{pointer}", (draft, answer)
            assert asked.ask(lines, [f"check u b {NOW}", f"why nobody b view {NOW}", f"why u none view {NOW}", f"check none b {NOW}"]) == ["1", "null", "null", "0"]
            for cycle in ("folder a b 1 0 -", "folder root b 1 0 -", "group g g"):
                assert asked.ask([*lines], [cycle, f"check u b {NOW}"]) == ["cycle", "1"], cycle
            assert asked.close() == 0


main()
