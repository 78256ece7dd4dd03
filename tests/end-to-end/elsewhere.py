# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Other devices at the console's own service: the same administrator's, and those of people whom they let in."""
import pathlib

from harness import api
from person import PASSWORD


def connect(session, name):
    """A device that is not signed in yet."""
    socket = next(pathlib.Path(session.environ["XDG_RUNTIME_DIR"]).glob("reeve/*/socket"))
    state = session.folder / name
    state.touch()
    return api.Device(["--socket", str(socket)], str(state))


def same_person(session, person):
    device = connect(session, "device")
    reply = device.sign_in(person.email, PASSWORD, person.recovery_codes[0])
    assert reply.status == 200 and reply.json["stage"] == "complete", reply
    return device


def let_in(session, admin, name, email, roles=("member",)):
    """Somebody whom `admin` invites, who accepts and signs in; with a second factor where their role demands one."""
    reply = admin.post(f"{admin.workspace}/invitations", {"email": email, "roles": list(roles)})
    assert reply.status == 201, reply
    reply = admin.post(f"{admin.workspace}/invitations/{reply.json['id']}/link")
    assert reply.status == 200, reply
    device = connect(session, email)
    reply = device.post("/v1/invitations/accept", {"token": reply.json["link"].rsplit("/", 1)[1], "displayName": name, "password": PASSWORD})
    assert reply.status == 204, reply
    reply = device.sign_in(email, PASSWORD)
    assert reply.status == 200, reply
    if reply.json["stage"] == "enrol":
        device.enrol()
    assert device.get(f"{device.find_workspace()}").status == 200
    return device
