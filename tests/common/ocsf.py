# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Whether an object is an event of OCSF 1.8.0, as its classes, objects and enumerations demand (tests/fixtures/ocsf)."""
import ipaddress
import json
import pathlib
import re

FACTS = pathlib.Path(__file__).parent.parent / "fixtures/ocsf/schema-1.8.0.json"
SIBLINGS = {"activity_id": "activity_name", "severity_id": "severity", "status_id": "status", "action_id": "action",
            "disposition_id": "disposition", "class_uid": "class_name"}


def is_ip(value):
    try:
        return bool(ipaddress.ip_address(value)) or True
    except ValueError:
        return False


def is_whole(value, most):
    return isinstance(value, int) and not isinstance(value, bool) and -most - 1 <= value <= most


TYPES = {
    "string_t": lambda v: isinstance(v, str), "username_t": lambda v: isinstance(v, str) and v != "",
    "boolean_t": lambda v: isinstance(v, bool), "integer_t": lambda v: is_whole(v, 2**31 - 1),
    "long_t": lambda v: is_whole(v, 2**63 - 1), "timestamp_t": lambda v: is_whole(v, 2**63 - 1) and v >= 0,
    "datetime_t": lambda v: isinstance(v, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", v),
    "ip_t": lambda v: isinstance(v, str) and is_ip(v), "json_t": lambda v: True,
    "email_t": lambda v: isinstance(v, str) and re.fullmatch(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+", v),
    "hostname_t": lambda v: isinstance(v, str) and re.fullmatch(r"[A-Za-z0-9._-]+", v),
}


class Schema:
    def __init__(self):
        self.facts = json.loads(FACTS.read_text())

    def complaints(self, event):
        """Sentences on what is wrong with it; none if it is valid."""
        known = self.facts["classes"].get(str(event.get("class_uid")))
        if known is None:
            return ["no such class"]
        profiles = set(event.get("metadata", {}).get("profiles", []))
        found = [f"profile {name} is none of the class" for name in profiles - set(known["profiles"])]
        found += self.of_members(event, known, profiles, known["name"])
        if event.get("type_uid") != event["class_uid"] * 100 + event.get("activity_id", -1):
            found.append("type_uid")
        if event.get("category_uid") != known["category_uid"]:
            found.append("category_uid")
        if event.get("metadata", {}).get("version") != self.facts["version"]:
            found.append("metadata.version")
        enums = {**self.facts["enums"], "activity_id": known["activities"], "class_uid": {str(event["class_uid"]): known["caption"]}}
        for member, sibling in SIBLINGS.items():
            found += self.of_enum(event, member, sibling, enums[member])
        return found

    def of_enum(self, event, member, sibling, values):
        caption = values.get(str(event[member])) if member in event else None
        if member in event and caption is None:
            return [f"{member}: {event[member]} is none of its values"]
        if member in event and event[member] != 99 and event.get(sibling, caption) != caption:
            return [f"{sibling} is not what {member} says"]
        if event.get(member) == 99 and event.get(sibling) in (None, "", "Other"):
            return [f"{sibling} must say what {member} 99 is"]
        return []

    def of_members(self, value, known, profiles, where):
        attributes = known["attributes"]
        if known["at_least_one"] and not any(name in value for name in known["at_least_one"]):
            yield f"{where}: none of {known['at_least_one']}"
        for name, (_, requirement, *profile) in attributes.items():
            if requirement == "required" and name not in value and set(profile) <= profiles:
                yield f"{where}.{name} is missing"
        for name, member in value.items():
            if name not in attributes:
                yield f"{where}.{name} is no attribute"
                continue
            kind, _, *profile = attributes[name]
            if not set(profile) <= profiles:
                yield f"{where}.{name} needs the profile {profile}"
            yield from self.of_value(member, kind, profiles, f"{where}.{name}")

    def of_value(self, value, kind, profiles, where):
        if kind.endswith("[]"):
            if not isinstance(value, list) or not value:
                yield f"{where} is no list, or empty"
            else:
                for element in value:
                    yield from self.of_value(element, kind[:-2], profiles, where)
        elif kind == "object:object":
            if not isinstance(value, dict):
                yield f"{where} is no object"
        elif kind.startswith("object:"):
            name = kind[len("object:"):]
            if not isinstance(value, dict) or name not in self.facts["objects"]:
                yield f"{where} is no {name}, or one that is not written down"
                return
            yield from self.of_members(value, self.facts["objects"][name], profiles, where)
            if name == "user" and "type_id" in value and str(value["type_id"]) not in self.facts["enums"]["user.type_id"]:
                yield f"{where}.type_id"
        elif not TYPES[kind](value):
            yield f"{where}: {value!r} is no {kind}"
