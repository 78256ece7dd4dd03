#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Accepting an invitation through the workspace's identity provider: the real reeved, a browser's cookies, oidc-provider with its own
login pages, and a provider that lies. What it says counts for the address that was invited, for that link, once."""
import concurrent.futures
import html
import http.client
import itertools
import re
import sys
import urllib.parse

from harness.api import PASSWORD, Service
from harness.provider import CONFIG, Browser, Provider
from harness.tap import Tap
from sso import Administrators, add, at, configure, drop, go, is_out, save

PAGE = "/p/invitation"
SOURCES = itertools.count()


class Visitor:
    """A browser without a window."""

    def __init__(self, service):
        self.service, self.cookies = service, {}
        self.status = self.location = self.text = self.path = None

    def ask(self, method, path, fields=None):
        n = next(SOURCES)  # from another address each time: one alone is soon told to wait
        line = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=600, source_address=(f"127.1.{n // 250}.{n % 250 + 1}", 0))
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, urllib.parse.urlencode(fields) if fields is not None else None, headers)
        reply = line.getresponse()
        for cookie in reply.headers.get_all("set-cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
            if "Max-Age=0" in cookie:
                del self.cookies[name]
            assert "HttpOnly" in cookie and "SameSite=Lax" in cookie, cookie
        self.status, self.location = reply.status, reply.headers["location"]
        self.text = html.unescape(reply.read().decode())
        line.close()
        return self

    def open(self, path):
        self.ask("GET", path)
        while self.status == 303 and self.location.startswith("/"):
            path = self.location
            self.ask("GET", path)
        self.path = path
        return self

    def fields(self, **fields):
        return {"form": re.search(r'name="form" value="([^"]*)"', self.text)[1]} | fields

    def submit(self, **fields):
        self.ask("POST", PAGE, self.fields(**fields))
        return self.open(self.location) if self.status == 303 else self

    def leave(self):
        """Where the provider asks who it is."""
        self.ask("GET", f"{PAGE}?provider=1")
        assert self.status == 303 and self.location.startswith("http"), (self.status, self.location)
        return self.location

    def come_back(self, query):
        return self.open(f"{PAGE}?{urllib.parse.urlencode(query)}")

    def go(self, address=None):
        return self.come_back(Browser().sign_in(self.leave(), address, PAGE))

    def has(self, *texts):
        return all(text in self.text for text in texts)


CONFIRMED = "confirms that you are"
OFFERED = "Continue with Example Login (127.0.0.1)"
FAILED = "did not confirm who you are"
GONE = "does not work any more"


def invite(admin, email, workspace=None):
    reply = admin.post(f"{workspace or admin.workspace}/invitations", {"email": email})
    assert reply.status == 201, reply
    return urllib.parse.urlsplit(reply.json["link"]).path


def visit(service, link):
    return Visitor(service).open(link)


def check_way(tap, service, ada, real):
    saved = configure(ada, real.issuer)
    link = invite(ada, "gus@example.org")
    gus = visit(service, link)
    with tap.step("the page offers the provider beside a password, and says whose it is"):
        assert gus.status == 200 and gus.has(OFFERED, 'name="password"'), gus.text
    with tap.step("not to an address of another domain"):
        assert not visit(service, invite(ada, "gus@elsewhere.example")).has(OFFERED)
    with tap.step("nor while it is off"):
        off = save(ada, at(ada), {"enabled": False}, saved["version"]).json
        gus.open(PAGE)
        assert not gus.has("Continue with"), gus.text
        assert gus.ask("GET", f"{PAGE}?provider=1").location == PAGE
        save(ada, at(ada), {"enabled": True}, off["version"])
    with tap.step("going there and coming back uses nothing up"):
        for _ in range(3):
            assert gus.go("gus@example.org").has(CONFIRMED, "gus@example.org"), gus.text
            assert not gus.has('name="password"') and gus.path == PAGE
        assert visit(service, link).has(OFFERED)
    with tap.step("whoever wants to may still use a password"):
        assert gus.open(f"{PAGE}?password=1").has('name="password"', OFFERED) and not gus.has(CONFIRMED)
    with tap.step("a name is asked for, and what is wrong with it is said"):
        assert gus.go("gus@example.org").submit(vouched="1", name=" ").status == 422
        assert gus.has("Enter your name", CONFIRMED)
    with tap.step("then they are a member without a password, and come in through the provider"):
        assert gus.submit(vouched="1", name="Gus Guest").has("Welcome"), gus.text
        assert not any(name in gus.cookies for name in ("reeve-link", "reeve-vouch", "reeve-trip")), gus.cookies
        user = next(one for one in ada.get(f"{ada.workspace}/users").json["items"] if one["email"] == "gus@example.org")
        assert user["displayName"] == "Gus Guest" and not user.get("hasPassword"), user
        device, reply = go(service, ada.get(at(ada)).json, "gus@example.org")
        assert reply.status == 200 and reply.json["stage"] == "complete", reply
        assert service.device().post("/v1/sign-in", {"email": "gus@example.org", "password": PASSWORD, "device": "x"}).status == 401
    with tap.step("the link is used"):
        assert visit(service, link).has(GONE)
    with tap.step("the trail says who accepted"):
        entry = ada.get(f"{ada.workspace}/users/{user['id']}/history").json["items"][-1]
        assert entry["action"] == "user.create" and "gus@example.org" in entry["actorName"], entry


def check_doubts(tap, service, ada, real):
    configure(ada, real.issuer)
    link = invite(ada, "ida@example.org")

    def turned_away(name, visitor, text=FAILED):
        right = visitor.status == 200 and visitor.has(text) and not visitor.has(CONFIRMED)
        tap.check(right, name)
        if not right:
            tap.note(visitor.text)
        tap.check(not visitor.open(PAGE).has(text), "which is said once")

    turned_away("another address than the one that was invited", visit(service, link).go("gus@example.org"), "another address")
    turned_away("one of another domain", visit(service, link).go("ida@elsewhere.example"), "another address")
    turned_away("one that the provider has not verified", visit(service, link).go("unverified-ida@example.org"), "another address")
    ida = visit(service, link)
    ida.leave()
    turned_away("giving up", ida.come_back({"error": "access_denied", "state": "x"}))
    ida.leave()
    turned_away("another state", ida.come_back({"code": "x", "state": "A" * 43}))
    query = Browser().sign_in(ida.leave(), "ida@example.org", PAGE)
    turned_away("another issuer (RFC 9207)", ida.come_back(query | {"iss": "https://evil.example"}))
    query = Browser().sign_in(ida.leave(), "ida@example.org", PAGE)
    turned_away("an answer in a browser that nobody left with", visit(service, link).come_back(query))
    ticket = ida.cookies["reeve-trip"]
    with tap.step("the one who left takes it"):
        assert ida.come_back(query).has(CONFIRMED)
    ida.cookies["reeve-trip"] = ticket
    del ida.cookies["reeve-vouch"]
    turned_away("the same answer again", ida.come_back(query))
    with tap.step("neither ticket nor word serves for another invitation"):
        jo = visit(service, invite(ada, "jo@example.org"))
        query = Browser().sign_in(ida.leave(), "ida@example.org", PAGE)
        jo.cookies["reeve-trip"] = ida.cookies["reeve-trip"]
        assert jo.come_back(query).has(FAILED)
        assert ida.go("ida@example.org").has(CONFIRMED)
        jo.cookies["reeve-vouch"] = ida.cookies["reeve-vouch"]
        assert not jo.open(PAGE).has(CONFIRMED)
        assert jo.submit(vouched="1", name="Jo").has(FAILED), jo.text
    with tap.step("nor does anything made up"):
        for made in ("", "x", "A" * 43, ticket):
            jo.cookies["reeve-vouch"] = made
            assert jo.open(PAGE).has(OFFERED) and not jo.has(CONFIRMED)
            assert jo.submit(vouched="1", name="Jo").has(FAILED), jo.text
    with tap.step("a provider that is another one by now has said nothing"):
        configure(ada, real.issuer)
        assert ida.submit(vouched="1", name="Ida").has(FAILED), ida.text
        saved = ada.get(at(ada)).json
        assert ida.go("ida@example.org").has(CONFIRMED)
        save(ada, at(ada), {"domains": ["example.com"]}, saved["version"])
        assert ida.submit(vouched="1", name="Ida").has(FAILED), ida.text
    with tap.step("and all that time the link goes on working"):
        configure(ada, real.issuer)
        assert visit(service, link).go("ida@example.org").submit(vouched="1", name="Ida").has("Welcome")


def check_race(tap, service, ada, lying):
    configure(ada, lying.issuer)
    lying.say(email="kim@example.org")
    link = invite(ada, "kim@example.org")
    kim = visit(service, link).go()
    fields = kim.fields(vouched="1", name="Kim")

    def accept(_):
        one = Visitor(service)
        one.cookies = dict(kim.cookies)
        one.ask("POST", PAGE, fields)
        return one.location == "/p/invitation-done"

    with tap.step("of a thousand who accept at once, one does"), concurrent.futures.ThreadPoolExecutor(32) as pool:
        assert sum(pool.map(accept, range(1000))) == 1
        assert sum(one["email"] == "kim@example.org" for one in ada.get(f"{ada.workspace}/users").json["items"]) == 1


def check_subject(tap, service, ada, lying):
    """Whose address it is today."""
    saved = configure(ada, lying.issuer)
    lying.say(email="lee@example.org", claims={"sub": "first"})
    assert visit(service, invite(ada, "lee@example.org")).go().submit(vouched="1", name="Lee").has("Welcome")
    with tap.step("who accepted is known again"):
        _, reply = go(service, saved)
        assert reply.status == 200, reply
    with tap.step("whoever has the address at the provider later is somebody else"):
        lying.say(email="lee@example.org", claims={"sub": "second"})
        device, reply = go(service, saved)
        assert reply.status == 401 and reply.json["reason"] == "provider_stranger" and is_out(device), reply
        lying.say(email="lee@example.org", claims={"sub": "first"})
        assert go(service, saved)[1].status == 200
    with tap.step("unless they are invited again: who accepts then is who it is"):
        lying.say(email="lee@example.org", claims={"sub": "second"})
        assert visit(service, invite(ada, "lee@example.org")).go().submit(vouched="1", name="Lee").has("Welcome")
        assert go(service, saved)[1].status == 200
        lying.say(email="lee@example.org", claims={"sub": "first"})
        assert go(service, saved)[1].status == 401
    with tap.step("of another client nothing is known"):
        saved = save(ada, at(ada), {"clientId": "other", "clientSecret": "x"}, saved["version"]).json
        assert go(service, saved)[1].status == 200


def check_two_subjects(tap, service, ada, lying):
    """Two workspaces of one provider, where Ivy's address is given to somebody else: who it is, each knows for itself."""
    here = configure(ada, lying.issuer)
    reply = ada.post("/v1/workspaces", {"name": "Ivy's"})
    second = f"/v1/workspaces/{reply.json['id']}"
    there = configure(ada, lying.issuer, place=f"{second}/identity-provider")
    for workspace in (ada.workspace, second):
        add(ada, "ivy@example.org", workspace=workspace)
    lying.say(email="ivy@example.org", claims={"sub": "ivy"})
    ivy, reply = go(service, here)
    with tap.step("one sign-in opens both"):
        assert reply.status == 200 and ivy.get(ada.workspace).status == 200, reply
        assert len(ivy.get("/v1/me").json["workspaces"]) == 2 and ivy.get("/v1/me/sessions").status == 200
    lying.say(email="ivy@example.org", claims={"sub": "heir"})
    with tap.step("whoever has the address then is let into the one that invites them, not into the other"):
        assert visit(service, invite(ada, "ivy@example.org")).go().submit(vouched="1", name="Heir").has("Welcome")
        heir, reply = go(service, here)
        assert reply.status == 200 and heir.get(ada.workspace).status == 200, reply
        missing = heir.get("/v1/workspaces/01890000-0000-7000-8000-000000000000")
        reply = heir.get(second)
        assert reply.status == missing.status == 404 and reply.json["detail"] == missing.json["detail"], reply
        assert heir.get(f"{second}/live").status == 404
        assert [entry["id"] for entry in heir.get("/v1/me").json["workspaces"]] == [ada.workspace.rsplit("/", 1)[1]]
        assert len(heir.get("/v1/workspaces").json["items"]) == 1
    with tap.step("nor do they anything with the whole account"):
        for reply in (heir.get("/v1/me/sessions"), heir.post("/v1/me/second-factor"), heir.post("/v1/sign-out-everywhere")):
            assert reply.status == 403 and reply.json["reason"] == "federated", reply
    with tap.step("nor by the other one's own door"):
        device, reply = go(service, there)
        assert reply.status == 401 and reply.json["reason"] == "provider_stranger" and is_out(device), reply
    with tap.step("who had it before stays in the other one only"):
        assert ivy.get(ada.workspace).status == 404 and ivy.get(second).status == 200
        assert ivy.get("/v1/me/sessions").status == 403
        lying.say(email="ivy@example.org", claims={"sub": "ivy"})
        assert go(service, here)[1].status == 401
        ivy, reply = go(service, there)
        assert reply.status == 200 and ivy.get(second).status == 200 and ivy.get(ada.workspace).status == 404, reply
    with tap.step("an account that another workspace knows as somebody else is not vouched for"):
        third = f"/v1/workspaces/{ada.post('/v1/workspaces', {'name': 'Third'}).json['id']}"
        configure(ada, lying.issuer, place=f"{third}/identity-provider")
        configure(ada, lying.issuer, place=f"{second}/identity-provider")
        link = invite(ada, "ivy@example.org", third)
        visitor = visit(service, link).go().submit(vouched="1", name="Ivy")  # who is "ivy" is nobody's but the second one's
        assert visitor.has(FAILED), visitor.text
        lying.say(email="ivy@example.org", claims={"sub": "heir"})
        assert visit(service, link).go().submit(vouched="1", name="Heir").has("Welcome")
        heir, reply = go(service, here)
        assert reply.status == 200 and heir.get(third).status == heir.get(ada.workspace).status == 200, reply


def check_somebody(tap, service, ada, lying):
    """Bea's workspace has a provider of Bea's own, who says there what she likes."""
    drop(ada, at(ada), ada.get(at(ada)).json["version"])
    reply = ada.post("/v1/workspaces", {"name": "Bea's"})
    second = f"/v1/workspaces/{reply.json['id']}"
    configure(ada, lying.issuer, place=f"{second}/identity-provider")
    lying.say(email="max@example.org")
    link = invite(ada, "max@example.org", second)
    max_there = visit(service, link).go()
    assert max_there.has(CONFIRMED), max_there.text
    with tap.step("an account that somebody else made of the address changes nothing"):
        add(ada, "max@example.org")
        assert max_there.open(PAGE).has(CONFIRMED)
        assert visit(service, link).has(OFFERED)
    with tap.step("who has a password elsewhere by then is not let in by Bea's word"):
        here = visit(service, invite(ada, "max@example.org"))
        assert here.submit(name="Max", password=PASSWORD, again=PASSWORD).has("Welcome"), here.text
        assert max_there.submit(vouched="1", name="Max").has(FAILED), max_there.text
        assert max_there.open(PAGE).has("You have an account with this address already") and not max_there.has("Continue with")
    with tap.step("not even by typing the address of the way"):
        assert max_there.ask("GET", f"{PAGE}?provider=1").location == PAGE
    with tap.step("nor once they were here, though Bea's is the same provider as one for another client"):
        device = service.device()
        assert device.sign_in("max@example.org").json["stage"] == "complete"
        configure(ada, lying.issuer, client="another")
        assert not max_there.open(PAGE).has("Continue with")
    with tap.step("where both trust the same, it opens what it opens already"):
        saved = configure(ada, lying.issuer)
        assert max_there.open(PAGE).has(OFFERED)
        assert max_there.go().has(CONFIRMED) and not max_there.has('name="name"')
        assert max_there.submit(vouched="1").has("Welcome"), max_there.text
        through, reply = go(service, saved)
        assert reply.status == 200 and through.get(second).status == 200, reply
    with tap.step("by the provider alone: nothing is known there of whose the password is"):
        reply = device.get(second)
        assert reply.status == 403 and reply.json["reason"] == "unconfirmed", reply


def main():
    with Tap() as tap, Service(tcp=True, more=CONFIG) as service, Provider("real") as real, Provider("lying") as lying:
        ada = service.device()
        ada.set_up()
        ada.team = Administrators(service, ada)
        check_way(tap, service, ada, real)
        check_doubts(tap, service, ada, real)
        check_race(tap, service, ada, lying)
        check_subject(tap, service, ada, lying)
        check_two_subjects(tap, service, ada, lying)
        check_somebody(tap, service, ada, lying)
        log = service.read_log()
        tap.check("code=" not in log and "state=" not in log, "nothing that came with an answer is in the service's log")


if __name__ == "__main__":
    sys.exit(main())
