# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""What people do with Reeve all day: tasks, each a few requests, as the console makes them when somebody opens something.

A step is (route, status, action, what it is about, bytes of a usual answer, outcome, whether a person had to think before it).
What it is about: "user", "folder", "group", "invitation", "same" as the step before, or None.
"""
from log import W


def _step(route, about=None, size=900, action=None, status=200, outcome=None, human=False):
    method, path = route.split(" ", 1)
    return f"{method} {W}{path}", status, action, about, size, outcome, human


def _list(path, size=14000):
    return _step(f"GET {path}", None, size)


LOOK = [_step("GET /users/{user}", "user", 1300, human=True), _step("GET /users/{user}/second-factor", "same", 220)]
OPEN_FOLDER = [_list("/folders", 6000), _step("GET /folders/{folder}", "folder", 700, human=True)]
READ_LOG = [_step("GET /access-log", None, 61000, "log.read", human=True), _step("GET /access-log/histogram", None, 2400, "log.count"),
            _step("GET /access-log/facets", None, 3800, "log.count")]

TASKS = {
    "start": [_step("GET "), _list("/folders", 6000), _list("/approvals", 2100)],
    "browse": OPEN_FOLDER + [_list("/folders", 5000), _step("GET /folders/{folder}", "folder", 700, human=True)],
    "folder": OPEN_FOLDER,
    "folder-new": [_step("POST /folders", "folder", 640, "folder.create", 201, human=True), _list("/folders", 6100)],
    "folder-save": OPEN_FOLDER + [_step("PATCH /folders/{folder}", "same", 650, "folder.save", human=True)],
    "folder-gone": [_step("GET /folders/{folder}", "folder", 190, status=404, outcome="not_found", human=True)],
    "folder-stale": OPEN_FOLDER + [_step("PATCH /folders/{folder}", "same", 230, "folder.save", 412, "stale", True),
                                   _step("GET /folders/{folder}", "same", 700)],
    "approvals": [_list("/approvals", 3000), _step("GET /approvals/{approval}", "approval", 1900, human=True)],
    "ask": [_step("POST /approvals", "approval", 1700, "approval.ask", 201, human=True), _list("/approvals", 3000)],
    "approve": [_step("GET /approvals/{approval}", "approval", 1900, human=True),
                _step("POST /approvals/{approval}/approve", "same", 1900, "approval.approve", human=True)],
    "denied": [_step("GET /users", None, 200, status=403, outcome="denied", human=True)],
    "denied-log": [_step("GET /access-log", None, 200, "log.read", 403, "denied", True)],
    "busy": [_step("GET /folders", None, 190, status=503, outcome="busy", human=True), _list("/folders", 6000)],
    "broken": [_step("GET /folders/{folder}/access", "folder", 260, status=500, outcome="internal", human=True)],
    "people": [_list("/users", 31000), _list("/users", 31000), _list("/users", 22000)],
    "look": LOOK + [_step("GET /users/{user}/history", "same", 4100)],
    "search": [_list("/users", 9000), _list("/users", 3000)] + LOOK,
    "save": LOOK + [_step("PATCH /users/{user}", "same", 1320, "user.save", human=True), _list("/users", 31000)],
    "save-stale": LOOK + [_step("PATCH /users/{user}", "same", 240, "user.save", 412, "stale", True),
                          _step("GET /users/{user}", "same", 1300)],
    "save-bad": LOOK + [_step("PATCH /users/{user}", "same", 410, "user.save", 400, "invalid", True)],
    "unlock": LOOK + [_step("POST /users/{user}/unlock", "same", 1310, "user.unlock", human=True)],
    "leave": LOOK + [_step("GET /users/{user}/leave", "same", 2200, human=True),
                     _step("POST /users/{user}/leave", "same", 2100, "user.leave", human=True)],
    "invite": [_step("POST /invitations", "invitation", 800, "invitation.create", 201, human=True), _list("/invitations", 5200)],
    "invitations": [_list("/invitations", 5200), _list("/mails", 4000)],
    "groups": [_list("/groups", 9000), _step("GET /groups/{group}", "group", 620, human=True),
               _step("GET /groups/{group}/members", "same", 15000)],
    "group-save": [_step("GET /groups/{group}", "group", 620, human=True),
                   _step("PATCH /groups/{group}", "same", 630, "group.save", human=True)],
    "why": [_step("GET /folders/{folder}/grants", "folder", 2600, human=True), _step("GET /folders/{folder}/access", "same", 7300),
            _step("POST /permissions/why", None, 1800, human=True)],
    "permit": [_step("GET /folders/{folder}/grants", "folder", 2600, human=True), _step("POST /permissions/plan", None, 3100, human=True),
               _step("POST /permissions/apply", "same", 3100, "permissions.apply", human=True)],
    "sessions": [_list("/sessions", 12000)],
    "mails": [_list("/mails", 9000), _step("GET /mail-status", None, 160)],
    "policy": [_step("GET /policy", None, 900, human=True), _step("GET /second-factor-demands", None, 400),
               _step("GET /roles", None, 3400)],
    "policy-save": [_step("GET /policy", None, 900, human=True), _step("PATCH /policy", "policy", 900, "policy.save", human=True)],
    "log": READ_LOG,
    "log-more": READ_LOG + [_step("GET /access-log", None, 61000, "log.read-on", human=True)] * 3,
    "audit": [_step("GET /audit", None, 38000, "audit.read", human=True), _step("GET /audit", None, 38000, "audit.read", human=True)],
    "review": [_list("/access-reviews", 1500), _step("GET /access-reviews/{review}/rights", None, 17000, human=True)],
    "decide": [_step("GET /access-reviews/{review}/rights", None, 17000, human=True),
               _step("POST /access-reviews/{review}/decide", None, 700, "access-review.decide", human=True)],
    "reach": [_step("GET /folders/{folder}/access", "folder", 7300, human=True), _list("/grants", 8000)],
}

_MEMBER = {"start": 6, "browse": 40, "folder": 35, "folder-new": 3, "folder-save": 4, "folder-gone": 1, "folder-stale": 0.4,
           "approvals": 8,
           "ask": 1.5, "denied": 0.25, "denied-log": 0.05, "busy": 0.1, "broken": 0.04}
_KEEPER = {"start": 5, "people": 10, "look": 5, "search": 5, "save": 2.2, "save-stale": 0.15, "save-bad": 0.3, "unlock": 0.5,
           "leave": 0.05,
           "invite": 1, "invitations": 5, "groups": 9, "group-save": 1.5, "browse": 14, "folder": 10, "approvals": 6, "approve": 2, "sessions": 5,
           "busy": 0.1}
HABITS = {
    "member": _MEMBER,
    "group-administrator": _KEEPER,
    "administrator": {**_KEEPER, "why": 5, "permit": 3, "mails": 5, "policy": 2, "policy-save": 0.02, "log": 8, "log-more": 2,
                      "audit": 3},
    "reviewer": {"start": 5, "log": 30, "log-more": 14, "audit": 8, "look": 2, "people": 5, "review": 8, "decide": 4, "browse": 10},
    "auditor": {"start": 5, "audit": 18, "log": 14, "people": 8, "look": 2, "reach": 8, "review": 6, "browse": 14, "groups": 6},
}
WEIGHT = {"member": 1, "group-administrator": 1.3, "administrator": 1.5, "reviewer": 1.3, "auditor": 1.1, "support-agent": 0.05}
