# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Folder permissions as DESIGN 9 says them, in as few lines as can be, and as slow as they like."""
import dataclasses

IMPLIES = {"manage": {"manage", "edit", "view"}, "edit": {"edit", "view"}, "approve": {"approve", "view"}, "view": {"view"}}


@dataclasses.dataclass
class World:
    groups: dict = dataclasses.field(default_factory=dict)  # id: parent
    users: dict = dataclasses.field(default_factory=dict)  # id: (groups, roles)
    contacts: set = dataclasses.field(default_factory=set)
    folders: dict = dataclasses.field(default_factory=dict)  # id: (parent, inherits, binned)
    grants: dict = dataclasses.field(default_factory=dict)  # id: (folder, kind, principal, verbs, expires)
    companies: dict = dataclasses.field(default_factory=dict)  # folder: group

    def up(self, tree, node):
        while node is not None:
            yield node
            node = tree[node]

    def principals(self, who):
        if who in self.contacts:
            return {("contact", who)}
        groups, roles = self.users[who]
        nested = {("group", above) for group in groups for above in self.up(self.groups, group)}
        return {("user", who)} | nested | {("role", role) for role in roles}

    def path(self, folder):
        """The folder and those above it."""
        return list(self.up({id: parent for id, (parent, _, _) in self.folders.items()}, folder))

    def reached_from(self, folder):
        """The folders whose grants reach it."""
        reached = []
        for each in self.path(folder):
            reached.append(each)
            if not self.folders[each][1]:
                break
        return reached

    def verbs(self, who, folder, at):
        if any(self.folders[each][2] for each in self.path(folder)):
            return set()
        places, who = self.reached_from(folder), self.principals(who)
        reaching = [g for g in self.grants.values() if g[0] in places and (g[1], g[2]) in who and not (g[4] and g[4] <= at)]
        return {implied for grant in reaching for verb in grant[3] for implied in IMPLIES[verb]}

    def everything(self, at):
        people = list(self.users) + sorted(self.contacts)
        return {(who, folder): frozenset(self.verbs(who, folder, at)) for who in people for folder in self.folders}

    def is_outside(self, who, folder):
        company = next((self.companies[each] for each in self.path(folder) if each in self.companies), None)
        return who in self.contacts or (company is not None and ("group", company) not in self.principals(who))
