# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Events as they are written: Reeve's own and those that it reads of other systems, and what the sign-in answers to wrong tries.

An event is kept as (time, line without its time, mark): "time" is the last of the members in canonical order, so that it is set
when all are sorted and no two have the same. A mark is (label, whether the event is one that decides) or None.
"""
import json
import random

from places import DAY, MINUTE

W = "/v1/workspaces/{workspace}"
TRIES = 3
JITTER = 400_000  # microseconds: no line hits the mark


class Label:
    """Something that happened on purpose of this program: an attack, or what only looks like one."""

    def __init__(self, kind, attack, technique=None, level="plain"):
        self.kind, self.attack, self.technique, self.level = kind, attack, technique, level
        self.actor = self.address = self.note = None
        self.names, self.addresses = [], []
        self.began = self.ended = None
        self.events = []

    def name(self, person):
        if self.actor is None:
            self.actor = person.id
        self.names += [name for name in person.names if name not in self.names]
        return self

    def at(self, *addresses):
        for address in addresses:
            if self.address is None:
                self.address = address
            if address not in self.addresses:
                self.addresses.append(address)
        return self

    def note_event(self, time, decides):
        self.began = time if self.began is None else min(self.began, time)
        self.ended = time if self.ended is None else max(self.ended, time)
        if decides:
            self.events.append(time)

    def describe(self, number):
        kind = "attack" if self.attack else "benign"
        return {"id": f"{kind}-{number}", "kind": self.kind, "attack": self.attack, "level": self.level, "technique": self.technique,
                "actor": self.actor, "names": self.names, "address": self.address, "addresses": self.addresses,
                "from": self.began, "to": self.ended, "events": self.events, "note": self.note}


class Lockout:
    """How Reeve counts wrong tries: for an account and where they come from, in memory for a day, three before the first lock."""

    def __init__(self):
        self.counts = {}

    def guess(self, kind, person, source, time, right=False):
        """TRUE: in; otherwise the status and the outcome of the refusal. Source: the address, of IPv6 the /64, or the device."""
        key = kind, person.id, ":".join(source.split(":")[:4])
        count, last, until = self.counts.get(key, (0, 0, 0))
        if time < until:
            return 423, "cooling_off"
        if right:
            self.counts.pop(key, None)
            return True
        count = 1 if time - last > DAY else count + 1
        until = time + min(15 * MINUTE, MINUTE << min(count - TRIES, 9)) if count >= TRIES else 0
        self.counts[key] = count, time, until
        if until:
            return 423, "cooling_off"
        return (401, "password_wrong") if kind == "password" else (403, "code_wrong")


class Log:
    """What was written so far, in no order."""

    def __init__(self, seed):
        self.rng = random.Random(f"{seed} log")
        self.events = []
        self.lockout = Lockout()
        self.silences = []  # (source, from, to): somebody switched off what brought its events

    def add(self, time, line, mark=None):
        self.events.append((time, line, mark))

    def make_source_id(self):
        return f"{self.rng.getrandbits(80):020x}"

    # --- Reeve's own ---

    def reeve(self, time, place, route, status, who=None, action=None, thing=None, outcome=None, session=None, size=None, mark=None,
              jitter=JITTER):
        """@place: (address, agent); @thing: (id, encoded name or None)."""
        rng = self.rng
        result = "ok" if status < 400 else "refused" if status in (401, 403, 423, 429) else "error" if status >= 500 else "failed"
        size = size if size is not None else 0 if status in (204, 304) else rng.randrange(180, 1400)
        agent = f'"agent":"{place[1]}",' if place[1] else ""
        self.events.append((time + rng.randrange(jitter), "".join((
            "{", f'"action":"{action}",' if action else "", who.who_json if who else "", f'"address":"{place[0]}",', agent,
            f'"bytesOut":{size},' if size else "", f'"durationUs":{int(rng.lognormvariate(8.2, 0.6)) + 300},',
            f'"object":"{thing[0]}",' if thing else "", f'"objectName":{thing[1]},' if thing and thing[1] else "",
            f'"outcome":"{outcome}",' if outcome else "", f'"result":"{result}","route":"{route}",',
            f'"session":"{session}",' if session else "", f'"status":{status},"time":')), mark))

    def password(self, time, place, who, right=False, mark=None, page=False, device=None):
        """One try at signing in with a password: whether it was right, and not locked. @device: one that is known."""
        answer = self.lockout.guess("password", who, device or place[0], time, right)
        route = "POST /p/sign-in" if page else "POST /v1/sign-in"
        if answer is True:
            if who.factor:
                self.reeve(time, place, route, 200, who, "factor.challenge", size=210, mark=mark)
            return True
        self.reeve(time, place, route, answer[0], who, "sign-in", outcome=answer[1], mark=mark)
        return False

    def code(self, time, place, who, session=None, mark=None, device=None):
        """One try at the code; @session: it is right, and begins one."""
        answer = self.lockout.guess("code", who, device or place[0], time, session is not None)
        status, outcome = (200, None) if answer is True else answer
        self.reeve(time, place, "POST /v1/sign-in/code", status, who, "sign-in", outcome=outcome,
                   session=session if answer is True else None, mark=mark)
        return answer is True

    def sign_in(self, time, place, who, session, mark=None, device=None):
        """All of it, without a mistake; returns when it was over, or None where a lock was in the way."""
        if not self.password(time, place, who, True, mark, device=device):
            return None
        if who.factor:
            time += self.rng.randrange(4_000_000, 19_000_000)
            return time if self.code(time, place, who, session, mark, device) else None
        self.reeve(time, place, "POST /v1/sign-in", 200, who, "sign-in", session=session, size=1180, mark=mark)
        return time

    def refresh(self, time, place, who, session, outcome=None, mark=None):
        self.reeve(time, place, "POST /v1/sign-in/refresh", 401 if outcome else 200, who, "token.refresh", outcome=outcome,
                   session=session, size=None if outcome else 1180, mark=mark, jitter=60_000)

    # --- Of others ---

    def okta(self, time, place, who, action, text, result="ok", outcome=None, thing=None, session=None, mark=None):
        """@who: a name: somebody whom it has no account of."""
        named = f'"actorName":{json.dumps(who + "@mail.example")},' if isinstance(who, str) else who.okta_json
        self.events.append((time + self.rng.randrange(JITTER), "".join((
            f'{{"action":"{action}",', named, f'"address":"{place[0]}",',
            f'"agent":"{place[1]}",' if place[1] else "", f'"object":"{thing[0]}","objectName":{thing[1]},' if thing else "",
            f'"outcome":"{outcome}",' if outcome else "", f'"result":"{result}",', f'"session":"{session}",' if session else "",
            f'"source":"okta","sourceId":"{self.make_source_id()}","text":"{text}","time":')), mark))

    def keycloak(self, time, address, who, action, text, result="ok", outcome=None, thing="reeve", session=None, mark=None):
        """@who: a name: somebody whom it has no account of is called as they called themselves."""
        name = f'"actor":{json.dumps(who)},"actorName":{json.dumps(who)},' if isinstance(who, str) else who.keycloak_json
        self.events.append((time + self.rng.randrange(JITTER), "".join((
            f'{{"action":"{action}",', name, f'"address":"{address}","object":"{thing}",', f'"outcome":"{outcome}",' if outcome else "",
            f'"result":"{result}",', f'"session":"{session}",' if session else "",
            f'"source":"keycloak staff","sourceId":"{self.make_source_id()}","text":"{text}","time":')), mark))

    def sshd(self, time, host, name, address, pid, action="sign-in", result="ok", outcome=None, text=None, mark=None):
        self.events.append((time + self.rng.randrange(40_000), "".join((
            f'{{"action":"{action}","actor":"{name}",', f'"address":"{address}",' if address else "",
            f'"outcome":"{outcome}",' if outcome else "",
            f'"result":"{result}","session":"{host}[{pid}]","source":"sshd {host}","sourceId":"{self.make_source_id()}",',
            f'"text":"{text}",' if text else "", '"time":')), mark))

    def okta_wrong(self, time, place, who, mark=None):
        self.okta(time, place, who, "sign-in", "user.session.start", "failed", "INVALID_CREDENTIALS", mark=mark)

    def keycloak_wrong(self, time, place, who, mark=None):
        self.keycloak(time, place[0], who, "sign-in", "LOGIN_ERROR", "failed", "invalid_user_credentials", mark=mark)

    def sshd_wrong(self, time, place, who, mark=None, host="web1"):
        self.sshd(time, host, who.login, place[0], self.rng.randrange(900, 64000), result="failed", outcome="password_wrong",
                  text="password", mark=mark)

    def password_wrong(self, time, place, who, mark=None):
        self.password(time, place, who, mark=mark)

    def guess(self, door, time, place, who, mark=None):
        """A wrong password at one of the doors."""
        {"reeve": self.password_wrong, "okta": self.okta_wrong, "keycloak": self.keycloak_wrong, "sshd": self.sshd_wrong}[door](
            time, place, who, mark)
