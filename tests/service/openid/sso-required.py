#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A workspace that is entered through its identity provider alone: for whom that holds, from when on, and that neither the last
administrator is locked out by it nor another workspace hears of it."""
import importlib
import sys

from harness.api import PASSWORD, Service, totp
from harness.provider import CONFIG, Provider
from harness.tap import Tap
from sso import Administrators, add, at, configure, drop, go, save

sso_invitation = importlib.import_module("sso-invitation")


def accept(service, admin, email, roles=("member",), workspace=None):
    """A member with a password, signed in by it."""
    reply = admin.post(f"{workspace or admin.workspace}/invitations", {"email": email, "roles": list(roles)})
    assert reply.status == 201, reply
    device = service.device()
    reply = device.post("/v1/invitations/accept", {"token": reply.json["link"].rsplit("/", 1)[1], "displayName": email, "password": PASSWORD})
    assert reply.status == 204, reply
    device.entered = device.sign_in(email)
    return device


def enrol(device):
    key = device.post("/v1/me/second-factor").json["key"]
    reply = device.post("/v1/me/second-factor/confirm", {"code": totp(key)})
    assert reply.status == 200, reply
    return reply.json["recoveryCodes"].split("\n")


def is_kept_out(device, place):
    reply = device.get(place)
    return reply.status == 403 and reply.json["reason"] == "provider_required"


def entered(ada, email):
    """By whom and in which session the trail says that they came in with a password all the same."""
    user = next(one for one in ada.get(f"{ada.workspace}/users").json["items"] if one["email"] == email)
    history = ada.get(f"{ada.workspace}/users/{user['id']}/history").json["items"]
    return [(entry["actorName"], entry["session"]) for entry in history if entry["action"] == "user.break-glass"]


def is_marked(device, workspace):
    identity = device.get("/v1/me").json
    listed = device.get("/v1/workspaces").json["items"]
    marks = {one["providerRequired"] for one in identity["workspaces"] + listed if one["id"] == workspace.rsplit("/", 1)[1]}
    assert len(marks) == 1, marks
    return marks.pop()


def main():
    with Tap() as tap, Service(tcp=True, more=CONFIG) as service, Provider("lying") as lying:
        ada = service.device()
        ada.set_up()
        ada.team = Administrators(service, ada)
        here = ada.workspace
        saved = configure(ada, lying.issuer)
        mia = accept(service, ada, "mia@example.org")
        ned = accept(service, ada, "ned@example.org")
        enrol(ned)
        out = accept(service, ada, "out@elsewhere.example")
        reply = ada.post("/v1/workspaces", {"name": "Second"})
        second = f"/v1/workspaces/{reply.json['id']}"
        accept(service, ada, "mia@example.org", workspace=second)
        chief = accept(service, ada, "chief@example.org", ["workspace-administrator"])
        assert chief.entered.json["stage"] == "enrol"
        codes = enrol(chief)
        lying.say(email="mia@example.org")
        with tap.step("before, everybody enters as they like"):
            through, reply = go(service, saved)
            assert reply.status == 200, reply
            assert all(one.get(here).status == 200 for one in (ada, mia, ned, out, chief, through))
            assert not any(is_marked(one, here) for one in (ada, mia, ned, out, chief, through))
        with tap.step("turning it on takes a fresh code"):
            reply = ada.patch(at(ada), {"required": True}, saved["version"])
            assert reply.status == 403 and reply.json["reason"] == "step_up", reply
        saved = save(ada, at(ada), {"required": True}, saved["version"]).json
        with tap.step("from then on a session that began with a password is kept out, at the next request, of everything"):
            assert saved["required"] and is_kept_out(mia, here)
            for path in ("/users", "/live", "/roles", "/invitations", "/policy", "/identity-provider"):
                assert is_kept_out(mia, here + path), path
        with tap.step("so is one that begins now, and one with a second factor"):
            again = service.device()
            assert again.sign_in("mia@example.org").status == 200 and is_kept_out(again, here)
            assert is_kept_out(ned, here)
        with tap.step("a session through the provider goes on, and a new one begins"):
            assert through.get(here).status == 200
            device, reply = go(service, saved)
            assert reply.status == 200 and device.get(here).status == 200, reply
        with tap.step("whom the provider cannot vouch for is not concerned"):
            assert out.get(here).status == 200
        with tap.step("administrators who gave a code enter with a password, and can turn it off"):
            assert ada.get(here).status == 200 and chief.get(here).status == 200
            back = service.device()
            assert back.sign_in("chief@example.org", PASSWORD, codes[0]).json["stage"] == "complete"
            assert all(back.get(here + path).status == 200 for path in ("", "/users", "/policy"))
        with tap.step("which the workspace's trail says of each session, once, and of nobody else"):
            sessions = [one.get("/v1/me").json["session"] for one in (chief, back)]
            assert sorted(entered(ada, "chief@example.org")) == sorted(("chief@example.org <chief@example.org>", one) for one in sessions)
            assert len(entered(ada, "ada@example.org")) == 1
            assert not any(entered(ada, email) for email in ("mia@example.org", "ned@example.org", "out@elsewhere.example"))
        with tap.step("whoever is kept out of it is told so in their list of workspaces"):
            assert all(is_marked(one, here) for one in (mia, ned)) and not is_marked(mia, second)
            assert not any(is_marked(one, here) for one in (ada, out, chief, through))
        with tap.step("an administrator without a second factor sets one up first"):
            late = accept(service, ada, "late@example.org", ["workspace-administrator"])
            assert late.entered.json["stage"] == "enrol" and late.get(here).status == 403
            enrol(late)
            assert late.get(here).status == 200
        with tap.step("the account and other workspaces are the person's own matter"):
            assert mia.get("/v1/me").status == 200 and mia.get(second).status == 200 and mia.get("/v1/me/sessions").status == 200
            assert through.get(second).status == 404  # which does not trust that provider
        with tap.step("what they may there does not count for the installation either"):
            role = ada.post(here + "/roles", {"name": "Keeper", "capabilities": ["workspace.write"]})
            assert role.status == 201, role
            keeper = accept(service, ada, "keeper@example.org", [role.json["id"]])
            enrol(keeper)
            kept = accept(service, ada, "keeper@elsewhere.example", [role.json["id"]])
            enrol(kept)
            assert is_kept_out(keeper, here) and kept.get(here).status == 200
            reply = keeper.post("/v1/workspaces", {"name": "Third"})
            assert reply.status == 403, reply
            assert kept.post("/v1/workspaces", {"name": "Third"}).status == 201
        with tap.step("a stranger hears no more than of a workspace that there is not"):
            alone = accept(service, ada, "alone@example.org", workspace=second)
            missing = alone.get("/v1/workspaces/01890000-0000-7000-8000-000000000000")
            there = alone.get(here)
            assert there.status == missing.status == 404 and there.json["detail"] == missing.json["detail"], there
        with tap.step("somebody invited is offered the provider alone"):
            page = sso_invitation.visit(service, sso_invitation.invite(ada, "new@example.org"))
            assert page.has(sso_invitation.OFFERED) and not page.has('name="password"'), page.text
            page = sso_invitation.visit(service, sso_invitation.invite(ada, "new@elsewhere.example"))
            assert page.has('name="password"')
        with tap.step("a session that was vouched for by an address ends when the account gets another one"):
            nia = add(ada, "nia@example.org")
            lying.say(email="nia@example.org")
            device, reply = go(service, saved)
            assert reply.status == 200 and device.get(here).status == 200, reply
            reply = ada.patch(f"{here}/users/{nia['id']}", {"displayName": "Nia"}, ada.get(f"{here}/users/{nia['id']}").json["version"])
            assert reply.status == 200 and device.get(here).status == 200, reply
            reply = ada.patch(f"{here}/users/{nia['id']}", {"email": "mona@example.org"}, reply.json["version"])
            assert reply.status == 200 and device.get("/v1/me").status == 401, reply
        with tap.step("it holds while the provider is on"):
            off = save(ada, at(ada), {"enabled": False}, saved["version"]).json
            assert mia.get(here).status == 200
            saved = save(ada, at(ada), {"enabled": True}, off["version"]).json
            assert is_kept_out(mia, here)
            drop(ada, at(ada), saved["version"])
            assert mia.get(here).status == 200


if __name__ == "__main__":
    sys.exit(main())
