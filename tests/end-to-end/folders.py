# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What somebody does to folders and grants on another device, while a console is open."""
import elsewhere


class Folders:
    def __init__(self, session, person):
        self.device = elsewhere.same_person(session, person)
        self.codes = person.recovery_codes[1:]
        self.workspace = "/v1/workspaces/" + self.device.get("/v1/workspaces").json["items"][0]["id"]

    def make(self, name, parent="root"):
        reply = self.device.post(f"{self.workspace}/folders", {"name": name, "parent": parent})
        assert reply.status == 201, reply
        return reply.json["id"]

    def add(self, noun, **fields):
        reply = self.device.post(f"{self.workspace}/{noun}", fields)
        assert reply.status == 201, reply
        return reply.json["id"]

    def change(self, **change):
        """Looked at, and done."""
        plan = self.device.post(f"{self.workspace}/permissions/plan", {"changes": [change]})
        assert plan.status == 200, plan
        body = {"changes": [change], "hash": plan.json["hash"]}
        if plan.json["sensitive"]:
            reply = self.device.post(f"{self.workspace}/permissions/apply-sensitive", body, Reeve_Code=self.codes.pop())
        else:
            reply = self.device.post(f"{self.workspace}/permissions/apply", body)
        assert reply.status == 200, reply

    def save(self, folder, **fields):
        path = f"{self.workspace}/folders/{folder}"
        reply = self.device.patch(path, fields, self.device.get(path).json["version"])
        assert reply.status == 200, reply

    def belong(self, folder, company):
        """Its people, and nobody of another company."""
        self.save(folder, company=company)

    def rename(self, folder, name):
        self.save(folder, name=name)

    def grant(self, folder, kind, principal, verb, **more):
        self.change(action="grant", folder=folder, principalKind=kind, principal=principal, verbs=[verb], **more)
