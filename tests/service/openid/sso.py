#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Signing in through an identity provider: the real reeved, oidc-provider with its own login pages, and a provider that lies.
Whatever a provider does, there is one plain error and no session; and what it says counts in the workspaces that trust it, and
nowhere else."""
import concurrent.futures
import sys
import time

from harness.api import PASSWORD, Service, totp
from harness.provider import CLIENT, CONFIG, SECRET, Browser, Provider
from harness.tap import Tap

PORT = 49200  # where the device would listen
OFFER = "/v1/sign-in/providers"
START = "/v1/sign-in/provider"
END = "/v1/sign-in/provider/complete"


def at(device):
    return f"{device.workspace}/identity-provider"


class Administrators:
    """Saves what needs a fresh code each time, as administrators who have recovery codes left; they are made as they are needed."""

    def __init__(self, service, ada):
        self.service, self.ada = service, ada
        self.codes, self.made, self.joined = [], 0, set()

    def renew(self):
        self.made += 1
        self.email = f"admin{self.made}@staff.example"
        self.device = self.service.device()
        self.join(self.ada.workspace)
        assert self.device.sign_in(self.email).json["stage"] == "enrol"
        key = self.device.post("/v1/me/second-factor").json["key"]
        self.codes = self.device.post("/v1/me/second-factor/confirm", {"code": totp(key)}).json["recoveryCodes"].split("\n")

    def join(self, workspace):
        reply = self.ada.post(f"{workspace}/invitations", {"email": self.email, "roles": ["workspace-administrator"]})
        assert reply.status == 201, reply
        visitor = self.service.device()
        reply = visitor.post("/v1/invitations/accept", {"token": reply.json["link"].rsplit("/", 1)[1], "displayName": "Admin", "password": PASSWORD})
        assert reply.status == 204, reply
        visitor.close()

    def call(self, method, place, body, version):
        if not self.codes:
            self.renew()
        workspace = place.rsplit("/", 1)[0]
        if workspace != self.ada.workspace and (self.email, workspace) not in self.joined:
            self.joined.add((self.email, workspace))
            self.join(workspace)
        headers = {"If-Match": f'"{version}"', "Reeve-Code": self.codes.pop()}
        return self.device.call(method, place, body, headers, "application/merge-patch+json" if body else None)


def save(admin, place, body, version):
    return admin.team.call("PATCH", place, body, version)


def drop(admin, place, version):
    return admin.team.call("DELETE", place, None, version)


def configure(admin, issuer, domains=("example.org",), client=CLIENT, secret=SECRET, place=None, **more):
    """The saved record; what was there before is taken away."""
    place = place or at(admin)
    before = admin.get(place).json
    if before.get("version"):
        assert drop(admin, place, before["version"]).status == 204
    body = {"enabled": True, "label": "Example Login", "issuer": issuer, "clientId": client, "domains": list(domains), **more}
    if secret:
        body["clientSecret"] = secret
    reply = save(admin, place, body, 0)
    assert reply.status == 200, reply
    return reply.json


def start(device, provider):
    reply = device.post(START, {"provider": provider["id"], "port": PORT, "device": "test"})
    assert reply.status == 200, reply
    return reply.json


def end(device, begun, query, **other):
    body = {"ticket": begun["ticket"], "state": query["state"], "code": query["code"], "issuer": query.get("iss"), **other}
    return device.post(END, {name: value for name, value in body.items() if value is not None})


def go(service, provider, address=None, device=None):
    """The device, and how its sign-in ended."""
    device = device or service.device()
    reply = device.post(START, {"provider": provider["id"], "port": PORT, "device": "test"})
    if reply.status != 200:
        return device, reply
    return device, end(device, reply.json, Browser().sign_in(reply.json["url"], address))


def add(admin, email, roles=("member",), workspace=None):
    reply = admin.post(f"{workspace or admin.workspace}/users", {"email": email, "displayName": email.split("@")[0], "roles": list(roles)})
    assert reply.status == 201, reply
    return reply.json


def is_out(device):
    return device.get("/v1/me").status == 401


def refused(tap, name, device, reply, reason, status=401):
    right = reply.status == status and reply.json.get("reason") == reason and is_out(device)
    tap.check(right, name)
    if not right:
        tap.note(f"{reply} instead of {status} {reason}")


def check_configuration(tap, service, ada, real):
    place = at(ada)
    with tap.step("none is set up, and that has version 0"):
        assert ada.get(place).json == {"version": 0, "enabled": False, "hasClientSecret": False, "trustsSecondFactor": False, "required": False,
                                       "webRedirect": f"{service.origin}/p/invitation"}, ada.get(place)
    for name, change, pointer, reason in (
            ("an issuer that is no URL", {"issuer": "example"}, "/issuer", "issuer"),
            ("an issuer with a query", {"issuer": "https://a.example/?x=1"}, "/issuer", "issuer"),
            ("an issuer with a user", {"issuer": "https://u:p@a.example"}, "/issuer", "issuer"),
            ("an issuer of a file", {"issuer": "file:///etc/passwd"}, "/issuer", "issuer"),
            ("a domain that is an address", {"domains": ["ada@example.org"]}, "/domains/0", "domain"),
            ("a domain with a wildcard", {"domains": ["*.example.org"]}, "/domains/0", "domain"),
            ("no domain", {"domains": []}, "/domains", "required"),
            ("no label", {"label": None}, "/label", "required"),
            ("what is read only", {"hasClientSecret": True}, "/hasClientSecret", "read_only")):
        body = {"enabled": True, "label": "L", "issuer": "https://a.example", "clientId": "c", "domains": ["example.org"], **change}
        reply = save(ada, place, body, 0)
        members = {(error["pointer"].lstrip("#"), error["reason"]) for error in reply.json.get("errors", [])}
        tap.check(reply.status == 400 and any(where == pointer and why in (reason, "too_few") for where, why in members), f"{name} is refused")
        if reply.status != 400:
            tap.note(reply)
    with tap.step("it is set up; the secret never comes back"):
        saved = configure(ada, real.issuer, domains=["EXAMPLE.org", "example.org"])
        assert saved["domains"] == ["example.org"] and saved["hasClientSecret"] and "clientSecret" not in saved, saved
        assert "clientSecret" not in ada.get(place).json
    with tap.step("a stale version changes and deletes nothing"):
        assert save(ada, place, {"label": "Other"}, saved["version"] - 1).status == 412
        assert drop(ada, place, saved["version"] + 1).status == 412
    with tap.step("another label keeps the secret; another issuer or client forgets it, unless it comes along"):
        saved = save(ada, place, {"label": "Other"}, saved["version"]).json
        assert saved["hasClientSecret"]
        saved = save(ada, place, {"clientId": "another"}, saved["version"]).json
        assert not saved["hasClientSecret"]
        saved = save(ada, place, {"clientId": CLIENT, "clientSecret": SECRET}, saved["version"]).json
        assert saved["hasClientSecret"]
        saved = save(ada, place, {"issuer": "https://evil.example"}, saved["version"]).json
        assert not saved["hasClientSecret"]
    with tap.step("who may not write the policy neither reads nor tests it"):
        add(ada, "aud@example.org", ["auditor"])
        aud, reply = go(service, configure(ada, real.issuer), "aud@example.org")
        aud.enrol() if reply.json["stage"] == "enrol" else None
        aud.find_workspace()
        for reply in (aud.get(place), aud.patch(place, {"label": "x"}, 1), aud.delete(place, 1), aud.post(f"{place}/test", {"issuer": real.issuer})):
            assert reply.status == 403, reply


def check_test(tap, ada, real, lying):
    def test(issuer):
        reply = ada.post(f"{at(ada)}/test", {"issuer": issuer})
        assert reply.status == 200, reply
        return reply.json

    with tap.step("a test of the real provider finds nothing"):
        report = test(real.issuer)
        assert "problem" not in report and report["keys"] >= 1 and report["host"] == "127.0.0.1", report
    for name, said, problem in (
            ("another issuer", {"metadata": {"issuer": "https://other.example"}}, "issuer_differs"),
            ("no PKCE", {"metadata": {"code_challenge_methods_supported": ["plain"]}}, "no_pkce"),
            ("no code flow", {"metadata": {"response_types_supported": ["id_token"]}}, "no_code_flow"),
            ("a token endpoint that is no https", {"metadata": {"token_endpoint": "http://example.org/token"}}, "answer"),
            ("a key endpoint that is a file", {"metadata": {"jwks_uri": "file:///etc/passwd"}}, "answer"),
            ("keys that cannot be used", {"keys": [{"kty": "oct", "k": "AAAA"}, {"kty": "RSA", "n": "AQAB", "e": "AQAB"}, 7]}, "no_keys"),
            ("a page instead of a description", {"odd": {"/.well-known/openid-configuration": "html"}}, "answer"),
            ("a redirect", {"odd": {"/.well-known/openid-configuration": "redirect"}}, "answer"),
            ("8 MiB", {"odd": {"/.well-known/openid-configuration": "huge"}}, "answer"),
            ("an endless answer", {"odd": {"/keys": "endless"}}, "answer"),
            ("a member twice", {"odd": {"/.well-known/openid-configuration": "twice"}}, "answer"),
            ("a dropped connection", {"odd": {"/.well-known/openid-configuration": "drop"}}, "unreachable")):
        lying.say(**said)
        report = test(lying.issuer)
        whole = "\ufffd" not in report.get("detail", "")  # nothing of the service's memory behind it
        tap.check(report.get("problem") == problem and whole, f"a test finds {name}")
        if report.get("problem") != problem or not whole:
            tap.note(report)
    with tap.step("no redirect was followed"):
        assert lying.seen()["elsewhere"] == 0
    with tap.step("a port where nobody listens"):
        assert test("http://127.0.0.1:1")["problem"] == "unreachable"


def check_offers(tap, service, ada, real, lying):
    saved = configure(ada, real.issuer)
    stranger = service.device()
    with tap.step("a domain's provider is offered to whoever asks; nothing but label and host is told"):
        reply = stranger.post(OFFER, {"domain": "Example.ORG"})
        assert reply.json == {"providers": [{"id": saved["id"], "label": "Example Login", "host": "127.0.0.1"}]}, reply
    for name in ("example.com", "sub.example.org", "org", "", "x" * 250, "exämple.org"):
        reply = stranger.post(OFFER, {"domain": name})
        tap.check(reply.json.get("providers", []) == [], f"none is offered for {name[:20]!r}")
    with tap.step("one that is off is neither offered nor begun with"):
        off = save(ada, at(ada), {"enabled": False}, saved["version"]).json
        assert "providers" not in stranger.post(OFFER, {"domain": "example.org"}).json
        reply = stranger.post(START, {"provider": saved["id"], "port": PORT})
        assert reply.status == 404 and reply.json["reason"] == "provider", reply
        save(ada, at(ada), {"enabled": True}, off["version"])
    add(ada, "mia@example.org")
    for name, change in (("off", {"enabled": False}), ("another one", {"issuer": "https://other.example"}), ("another client", {"clientId": "other"})):
        with tap.step(f"whoever came through it is signed out at once when it is {name}, and nobody else is"):
            saved = configure(ada, real.issuer)
            mia, reply = go(service, saved, "mia@example.org")
            assert reply.status == 200 and mia.get(ada.workspace).status == 200, reply
            saved = save(ada, at(ada), {"label": "Renamed", "trustsSecondFactor": True}, saved["version"]).json
            assert mia.get(ada.workspace).status == 200
            save(ada, at(ada), change, saved["version"])
            assert is_out(mia) and ada.get(ada.workspace).status == 200
    with tap.step("so is whose domain is taken away, with the session's tokens; whose domain stays, stays"):
        add(ada, "nat@example.com")
        saved = configure(ada, lying.issuer, domains=["example.org", "example.com"])
        here = []
        for email in ("mia@example.org", "nat@example.com"):
            lying.say(email=email, claims={"sub": email})
            device, reply = go(service, saved)
            assert reply.status == 200 and device.get(ada.workspace).status == 200, reply
            device.refresh = reply.json["refreshToken"]
            here.append(device)
        saved = save(ada, at(ada), {"domains": ["example.org", "example.net"]}, saved["version"]).json
        assert here[0].get(ada.workspace).status == 200 and is_out(here[1])
        assert here[1].post("/v1/sign-in/refresh", {"refreshToken": here[1].refresh}).status == 401
        save(ada, at(ada), {"domains": ["example.com", "example.org"]}, saved["version"])
        assert here[0].get(ada.workspace).status == 200 and is_out(here[1])
    with tap.step("so is who came without a code of ours, when the provider's word for that counts no longer"):
        saved = configure(ada, lying.issuer, trustsSecondFactor=True)
        lying.say(email="mia@example.org", claims={"amr": ["mfa"]})
        mia, reply = go(service, saved)
        assert reply.status == 200 and mia.get(ada.workspace).status == 200, reply
        save(ada, at(ada), {"trustsSecondFactor": False}, saved["version"])
        assert is_out(mia)


def check_real(tap, service, ada, real):
    with tap.step("a member signs in at the provider's own pages and is in"):
        mia, reply = go(service, configure(ada, real.issuer), "mia@example.org")
        assert reply.status == 200 and reply.json["stage"] == "complete", reply
        assert mia.get("/v1/me").json["account"]["email"] == "mia@example.org"
    with tap.step("the session goes on with its refresh token"):
        reply = mia.post("/v1/sign-in/refresh", {"refreshToken": reply.json["refreshToken"]})
        assert reply.status == 200, reply
    with tap.step("other case in the address, the same person"):
        other, reply = go(service, configure(ada, real.issuer), "Mia@Example.org")
        assert reply.status == 200, reply
    for client, secret in ((f"{CLIENT}-post", "posted"), (f"{CLIENT}-public", None)):
        with tap.step(f"as the client {client}"):
            device, reply = go(service, configure(ada, real.issuer, client=client, secret=secret), "mia@example.org")
            assert reply.status == 200, reply
    with tap.step("a wrong client secret"):
        device, reply = go(service, configure(ada, real.issuer, secret="wrong"), "mia@example.org")
        refused(tap, "is said to be the provider's refusal", device, reply, "provider_refused")
    saved = configure(ada, real.issuer)
    device, reply = go(service, saved, "unverified-mia@example.org")
    refused(tap, "an address that the provider has not verified", device, reply, "provider_email")
    device, reply = go(service, saved, "mia@elsewhere.example")
    refused(tap, "an address of a domain that it may not vouch for", device, reply, "provider_email")
    device, reply = go(service, saved, "nobody@example.org")
    refused(tap, "an address that nobody here has", device, reply, "provider_stranger")
    with tap.step("the administrator's second factor is asked for all the same"):
        device, reply = go(service, saved, "ada@example.org")
        assert reply.status == 200 and reply.json["stage"] == "code" and "accessToken" not in reply.json, reply
        assert is_out(device)
        challenge = reply.json["challenge"]
        reply = service.device().post("/v1/sign-in/code", {"challenge": challenge, "code": totp(ada.totp_key, time.time() + 30)})
        assert reply.status == 401, "another device's key serves no challenge"
        reply = device.post("/v1/sign-in/code", {"challenge": challenge, "code": totp(ada.totp_key, time.time() + 30)})
        assert reply.status == 200 and reply.json["stage"] == "complete", reply
        assert device.get(at(ada)).status == 200
    with tap.step("a role that demands the second factor: it is set up first"):
        add(ada, "zoe@example.org", ["workspace-administrator"])
        zoe, reply = go(service, saved, "zoe@example.org")
        assert reply.json["stage"] == "enrol", reply
        assert zoe.get(f"{ada.workspace}/users").status == 403
        zoe.enrol()
        assert zoe.get(f"{ada.workspace}/users").status == 200
    with tap.step("the trail says through whom"):
        reply = ada.get(f"{ada.workspace}/users")
        assert reply.status == 200


def check_tickets(tap, service, ada, real):
    saved = configure(ada, real.issuer)
    device = service.device()
    begun = start(device, saved)
    query = Browser().sign_in(begun["url"], "mia@example.org")
    thief = service.device()
    refused(tap, "another device cannot end it", thief, end(thief, begun, query), "ticket")
    refused(tap, "another state", device, end(device, begun, query, state="A" * 43), "ticket")
    other = start(device, saved)
    refused(tap, "the ticket of another start", device, end(device, other, query), "ticket")
    refused(tap, "a changed ticket", device, end(device, begun, query, ticket=begun["ticket"][:-4] + "AAAA"), "ticket")
    refused(tap, "no ticket at all", device, end(device, begun, query, ticket="x"), "ticket")
    mixed = start(device, saved)
    fresh = Browser().sign_in(mixed["url"], "mia@example.org")
    refused(tap, "an answer that names another issuer (RFC 9207)", device, end(device, mixed, fresh, issuer="https://evil.example"), "provider_lies")
    silent = start(device, saved)
    fresh = Browser().sign_in(silent["url"], "mia@example.org")
    fresh.pop("iss")
    refused(tap, "an answer that names none, though this provider always does", device, end(device, silent, fresh), "provider_lies")
    with tap.step("of twenty that end it at once, one is in"):
        devices = [device]
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            replies = list(pool.map(lambda _: end(devices[0], begun, query), range(20)))
        assert sorted(reply.status for reply in replies) == [200] + [401] * 19, replies
    stolen = start(thief, saved)
    reply = end(thief, stolen, {**query, "state": stolen["state"]})
    refused(tap, "a code in a sign-in that it was not made for (PKCE)", thief, reply, "provider_refused")


def check_lies(tap, service, ada, lying):
    saved = configure(ada, lying.issuer)
    good = {"email": "mia@example.org"}
    now = int(time.time())

    for alg in ("RS256", "ES256", "EdDSA"):
        with tap.step(f"an honest ID token by {alg}, with at_hash"):
            lying.say(**good, alg=alg, accessHash=True)
            device, reply = go(service, saved)
            assert reply.status == 200, reply
    with tap.step("an audience in a list of one, an address from userinfo"):
        lying.say(**good, claims={"aud": [CLIENT], "azp": CLIENT}, without=["email", "email_verified"])
        device, reply = go(service, saved)
        assert reply.status == 200 and lying.seen()["userinfo"] == 1, reply
    for name, said in (
            ("another nonce", {"claims": {"nonce": "x"}}),
            ("no nonce", {"without": ["nonce"]}),
            ("another issuer", {"claims": {"iss": "https://evil.example"}}),
            ("the issuer with a slash", {"claims": {"iss": lying.issuer + "/"}}),
            ("another audience", {"claims": {"aud": "somebody"}}),
            ("an audience besides", {"claims": {"aud": [CLIENT, "somebody"]}}),
            ("no audience", {"without": ["aud"]}),
            ("another authorized party", {"claims": {"azp": "somebody"}}),
            ("expired", {"claims": {"exp": now - 100}}),
            ("no expiry", {"without": ["exp"]}),
            ("an expiry that is a text", {"claims": {"exp": "soon"}}),
            ("made long ago", {"claims": {"iat": now - 7200}}),
            ("made tomorrow", {"claims": {"iat": now + 86400}}),
            ("not yet", {"claims": {"nbf": now + 86400}}),
            ("no subject", {"without": ["sub"]}),
            ("another access token's hash", {"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}}),
            ("alg none", {"alg": "none"}),
            ("alg HS256 with the public key", {"alg": "HS256"}),
            ("another's key under the right name", {"stranger": True}),
            ("a key of another name", {"header": {"kid": "nobody"}}),
            ("the name of a key of another kind", {"header": {"kid": "ec"}}),
            ("critical extensions", {"header": {"crit": ["b64"], "b64": True}}),
            ("no token", {"token": "a.b"}),
            ("20 KiB of token", {"claims": {"padding": "x" * 20000}}),
            ("userinfo of somebody else", {"without": ["email"], "userinfo": {"sub": "2"}})):
        lying.say(**{**good, **said})
        device, reply = go(service, saved)
        refused(tap, f"a lie: {name}", device, reply, "provider_lies")
    for name, said in (
            ("unverified", {"claims": {"email_verified": False}}),
            ("verified by a text", {"claims": {"email_verified": "true"}}),
            ("not said to be verified", {"without": ["email_verified"]}),
            ("unverified in userinfo", {"without": ["email"], "userinfo": {"email_verified": False}}),
            ("no address", {"claims": {"email": ""}}),
            ("a list of addresses", {"claims": {"email": ["mia@example.org"]}}),
            ("another domain", {"claims": {"email": "mia@evil.example"}}),
            ("a domain behind a second at sign", {"claims": {"email": "mia@evil.example@example.org"}}),
            ("a domain that looks alike", {"claims": {"email": "mia@exämple.org"}})):
        lying.say(**{**good, **said})
        device, reply = go(service, saved)
        refused(tap, f"an address: {name}", device, reply, "provider_email")
    with tap.step("letters that the store folds are not the same person"):
        wide = configure(ada, lying.issuer, domains=["example.org", "exämple.org"])
        lying.say(email="mia@exämple.org")
        device, reply = go(service, wide)
        refused(tap, "mia@exämple.org is not mia@example.org", device, reply, "provider_stranger")
        saved = configure(ada, lying.issuer)


def check_faults(tap, service, ada, lying):
    good = {"email": "mia@example.org"}
    for path in ("/token", "/userinfo"):
        for odd, reason, status in (("huge", "provider_answer", 502), ("endless", "provider_answer", 502), ("hang", "provider_down", 502),
                                    ("drop", "provider_down", 502), ("redirect", "provider_answer", 502), ("html", "provider_answer", 502),
                                    ("error", "provider_answer", 502), ("list", "provider_answer", 502)):
            saved = configure(ada, lying.issuer)
            lying.say(**good, odd={path: odd}, without=["email", "email_verified"] if path == "/userinfo" else [])
            device, reply = go(service, saved)
            refused(tap, f"{path}: {odd}", device, reply, reason, status)
    lying.say(**good, odd={"/token": "refuse"})
    device, reply = go(service, configure(ada, lying.issuer))
    refused(tap, "/token: refuse", device, reply, "provider_refused")
    with tap.step("no redirect was followed"):
        assert lying.seen()["elsewhere"] == 0
    with tap.step("the client's secret went to nobody but its provider, in the form of RFC 6749"):
        assert all(value.startswith("Basic ") for value in lying.seen()["authorization"]), lying.seen()
    with tap.step("what a stranger is told of a failure has no word of the server elsewhere"):
        assert "127.0.0.1" not in reply.body and lying.issuer not in reply.body
    with tap.step("a provider that hangs keeps nobody else waiting, and is not asked by everybody"):
        saved = configure(ada, lying.issuer)
        lying.say(**good, odd={"/token": "hang"})
        devices = [service.device() for _ in range(12)]
        begun = [start(device, saved) for device in devices]
        queries = [Browser().sign_in(one["url"]) for one in begun]
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            waiting = [pool.submit(end, *each) for each in zip(devices, begun, queries)]
            assert ada.get("/v1/me").status == 200 and not all(one.done() for one in waiting)
            reasons = sorted(one.result().json["reason"] for one in waiting)
        assert set(reasons) == {"provider_down", "queue"} and reasons.count("provider_down") >= 1, reasons
    with tap.step("keys that were turned over are found; made-up names of keys are not asked for again and again"):
        before = lying.seen()["keys"]
        for _ in range(5):
            lying.say(**good, header={"kid": "made-up"})
            go(service, saved)
        assert lying.seen()["keys"] - before <= 1, lying.seen()


def check_second_factor(tap, service, ada, lying):
    lying.say(email="ada@example.org", claims={"amr": ["pwd", "mfa"]})
    with tap.step("amr does not replace ours by itself"):
        device, reply = go(service, configure(ada, lying.issuer))
        assert reply.json["stage"] == "code", reply
    with tap.step("it does where the administrator says so"):
        saved = configure(ada, lying.issuer, trustsSecondFactor=True)
        device, reply = go(service, saved)
        assert reply.json["stage"] == "complete", reply
        assert device.get(f"{ada.workspace}/users").status == 200
    with tap.step("and no longer, at the next request, when the administrator takes it back"):
        save(ada, at(ada), {"trustsSecondFactor": False}, saved["version"])
        assert is_out(device)
    lying.say(email="ada@example.org", claims={"amr": "mfa"})
    with tap.step("amr that is no list says nothing"):
        device, reply = go(service, configure(ada, lying.issuer, trustsSecondFactor=True))
        assert reply.json["stage"] == "code", reply


def check_two_workspaces(tap, service, ada, lying):
    """Ada's second workspace is Bea's too; Bea's own provider may say what it likes."""
    add(ada, "bea@example.org")
    reply = ada.post("/v1/workspaces", {"name": "Bea's"})
    assert reply.status == 201, reply
    second = f"/v1/workspaces/{reply.json['id']}"
    add(ada, "bea@example.org", ["reviewer"], second)
    provider = configure(ada, lying.issuer, place=f"{second}/identity-provider")
    before = ada.get(at(ada)).json
    drop(ada, at(ada), before["version"])
    lying.say(email="bea@example.org")
    bea, reply = go(service, provider)
    if reply.status == 403:
        tap.check(reply.json["reason"] == "provider_enrol", "a provider that not all trust sets up no second factor")
        add_member_role(ada, second)
        bea, reply = go(service, provider)
    with tap.step("the provider of one workspace opens that workspace"):
        assert reply.status == 200 and reply.json["stage"] == "complete", reply
        assert bea.get(second).status == 200
    with tap.step("and not the other, which cannot be told from one that there is not"):
        missing = bea.get("/v1/workspaces/01890000-0000-7000-8000-000000000000")
        there = bea.get(ada.workspace)
        assert there.status == missing.status == 404 and there.json["detail"] == missing.json["detail"], (there, missing)
        for path in ("/users", "/live", "/roles", "/invitations"):
            assert bea.get(ada.workspace + path).status == 404, path
    with tap.step("nor is the other in any list"):
        assert [entry["id"] for entry in bea.get("/v1/me").json["workspaces"]] == [second.rsplit("/", 1)[1]]
        assert len(bea.get("/v1/workspaces").json["items"]) == 1
    for name, reply in (
            ("a second factor", bea.post("/v1/me/second-factor")),
            ("a password", bea.post("/v1/me/password", {"current": "x" * 12, "password": PASSWORD + "!"})),
            ("the list of devices", bea.get("/v1/me/sessions")),
            ("signing out elsewhere", bea.post("/v1/sign-out-everywhere"))):
        tap.check(reply.status == 403 and reply.json["reason"] == "federated", f"it does nothing with the whole account: {name}")
        if reply.status != 403:
            tap.note(reply)
    with tap.step("nor one that begins to trust the same provider: whom that knows there is said by signing in again"):
        configure(ada, lying.issuer)
        assert bea.get(ada.workspace).status == 404 and bea.get("/v1/me/sessions").status == 403
        assert len(bea.get("/v1/me").json["workspaces"]) == 1
    with tap.step("then it enters both"):
        bea, reply = go(service, provider)
        assert reply.status == 200 and bea.get(ada.workspace).status == 200, reply
        assert len(bea.get("/v1/me").json["workspaces"]) == 2
        assert bea.get("/v1/me/sessions").status == 200
    with tap.step("the same issuer for another client, or for other domains, is not the same provider"):
        found = ada.get(at(ada)).json
        found = save(ada, at(ada), {"domains": ["example.com"]}, found["version"]).json
        assert bea.get(ada.workspace).status == 401 and bea.get(second).status == 200  # signed out of that one
        found = save(ada, at(ada), {"domains": ["example.org"]}, found["version"]).json
        assert bea.get(ada.workspace).status == 401
        bea, reply = go(service, provider)
        assert reply.status == 200 and bea.get(ada.workspace).status == 200, reply
        save(ada, at(ada), {"clientId": "another", "clientSecret": "x"}, found["version"])
        assert bea.get(ada.workspace).status == 401
        assert bea.get(second).status == 200
    with tap.step("it makes no workspace, which it could not enter"):
        reply = bea.post("/v1/workspaces", {"name": "Mine"})
        assert reply.status == 403, reply
    with tap.step("a provider that is taken away takes its sessions with it"):
        found = ada.get(f"{second}/identity-provider").json
        drop(ada, f"{second}/identity-provider", found["version"])
        assert bea.get(second).status == 401
        assert bea.get("/v1/me").json.get("workspaces", []) == []
    with tap.step("a member of the other workspace only is no member of this one"):
        add(ada, "cleo@example.org")
        provider = configure(ada, lying.issuer, place=f"{second}/identity-provider")
        lying.say(email="cleo@example.org")
        device, reply = go(service, provider)
        refused(tap, "even where both trust the provider", device, reply, "provider_stranger")


def add_member_role(ada, second):
    user = next(one for one in ada.get(f"{second}/users").json["items"] if one["email"] == "bea@example.org")
    reply = ada.patch(f"{second}/users/{user['id']}", {"roles": ["member"]}, user["version"])
    assert reply.status == 200, reply


def check_states(tap, service, ada, lying):
    saved = configure(ada, lying.issuer)
    lying.say(email="dee@example.org")
    dee = add(ada, "dee@example.org")
    device, reply = go(service, saved)
    with tap.step("a suspended person is out at the next request, and does not come back in"):
        assert reply.status == 200, reply
        place = f"{ada.workspace}/users/{dee['id']}"
        dee = ada.get(place).json
        dee = ada.patch(place, {"state": "suspended"}, dee["version"]).json
        assert device.get(ada.workspace).status in (401, 404)
        device, reply = go(service, saved)
        refused(tap, "and hears no more than a stranger", device, reply, "provider_stranger")
    with tap.step("nor one in the bin"):
        dee = ada.get(place).json
        assert ada.delete(place, dee["version"]).status == 200
        device, reply = go(service, saved)
        refused(tap, "the bin is no membership", device, reply, "provider_stranger")
    with tap.step("who cools off here after wrong passwords waits"):
        lying.say(email="mia@example.org")
        for _ in range(3):
            reply = device.post("/v1/sign-in", {"email": "mia@example.org", "password": "wrong wrong wrong", "device": "x"})
        assert reply.status == 423, reply
        device, reply = go(service, saved, device=device)
        refused(tap, "whichever way they come", device, reply, "cooling_off", 423)


def main():
    with Tap() as tap:
        with Service(tcp=True, more=CONFIG) as service, Provider("real") as real, Provider("lying") as lying:
            ada = service.device()
            ada.set_up()
            ada.team = Administrators(service, ada)
            with tap.step("without a fresh code nothing is set up"):
                reply = ada.patch(at(ada), {"enabled": True}, 0)
                assert reply.status == 403 and reply.json["reason"] == "step_up", reply
            check_configuration(tap, service, ada, real)
            check_test(tap, ada, real, lying)
            check_offers(tap, service, ada, real, lying)
            check_real(tap, service, ada, real)
            check_tickets(tap, service, ada, real)
            check_lies(tap, service, ada, lying)
            check_faults(tap, service, ada, lying)
            check_second_factor(tap, service, ada, lying)
            check_two_workspaces(tap, service, ada, lying)
            check_states(tap, service, ada, lying)
            log = service.read_log()
            tap.check("posted" not in log and SECRET not in log, "no secret is in the service's log")
        with Service(tcp=True) as strict, Provider("real") as real:
            ada = strict.device()
            ada.set_up()
            for issuer in ("https://127.0.0.1:1", "https://[::1]:1", "https://localhost:1", "https://10.0.0.1", "https://169.254.169.254",
                           "https://[fe80::1]", "https://[::ffff:10.0.0.1]", "https://[fd00::1]", "https://[64:ff9b::a00:1]", "https://100.64.0.1"):
                report = ada.post(f"{at(ada)}/test", {"issuer": issuer}).json
                tap.check(report.get("problem") == "private_address", f"without leave, {issuer} is not asked")
                if report.get("problem") != "private_address":
                    tap.note(report)
            reply = ada.post(f"{at(ada)}/test", {"issuer": real.issuer})
            tap.check(reply.status == 400, "nor is anything without TLS")


if __name__ == "__main__":
    sys.exit(main())
