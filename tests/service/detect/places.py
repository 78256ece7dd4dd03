# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Clocks and networks of the world that generate.py makes up.

Addresses belong to nobody: IPv4 ones are of 240.0.0.0/4 (never handed out), IPv6 ones of the prefixes for documentation
(2001:db8::/32 for people, 3fff::/20 for everybody else).
"""
import datetime

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime.date(1970, 1, 1)

# Standard time in hours east of UTC, and by whose rule the clocks change.
ZONES = {"Europe/Berlin": (1, "EU"), "Europe/London": (0, "EU"), "Europe/Lisbon": (0, "EU"), "America/New_York": (-5, "US"),
         "Asia/Singapore": (8, None)}


def to_micros(date):
    return (date - EPOCH).days * DAY


def _nth_sunday(year, month, nth):
    """The date of a month's nth Sunday; -1: the last one."""
    if nth > 0:
        first = datetime.date(year, month, 1)
        return first + datetime.timedelta((6 - first.weekday()) % 7 + 7 * (nth - 1))
    last = datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)
    return last - datetime.timedelta((last.weekday() + 1) % 7)


def get_offset(zone, date):
    """Hours east of UTC on that day, as of its noon."""
    hours, rule = ZONES[zone]
    if rule == "EU":
        return hours + (_nth_sunday(date.year, 3, -1) <= date < _nth_sunday(date.year, 10, -1))
    if rule == "US":
        return hours + (_nth_sunday(date.year, 3, 2) <= date < _nth_sunday(date.year, 11, 1))
    return hours


class Provider:
    """Whoever gives addresses to homes, phones, hotels, or rents out machines by the hour."""

    def __init__(self, rng, foreign=False):
        self.v4 = [f"{rng.randrange(240, 255)}.{rng.randrange(256)}" for _ in range(3)]
        head = f"3fff:{rng.randrange(0x1000):x}" if foreign else "2001:db8"
        self.v6 = f"{head}:{rng.randrange(0x1000, 0x10000):x}"

    def make_v4(self, rng):
        return f"{rng.choice(self.v4)}.{rng.randrange(256)}.{rng.randrange(1, 255)}"

    def make_net6(self, rng):
        """A /64, without its end."""
        return f"{self.v6}:{rng.randrange(1, 0x10000):x}"


def make_in64(rng, net6):
    """An address of a /64 as privacy extensions make it, in the one way to write it (no group of nothing but zeros)."""
    return net6 + "".join(f":{rng.randrange(0x1000, 0x10000):x}" for _ in range(4))


class Network:
    """One network that somebody is in: an office, a home, a hotel. Over IPv6 the end of the address changes by itself."""

    def __init__(self, rng, provider, v6):
        self.v4 = provider.make_v4(rng)
        self.net6 = provider.make_net6(rng) if v6 else None
        self.salt = rng.randrange(1 << 30)

    def get_address(self, machine, day, part=0):
        """Of one machine, on one day, in one part of it."""
        if self.net6 is None:
            return self.v4
        seed = (self.salt * 1_000_003 + machine * 7919 + day * 31 + part) * 0x9E3779B97F4A7C15 & (1 << 64) - 1
        seed ^= seed >> 29
        return self.net6 + "".join(f":{(seed >> 16 * i & 0xffff) | 0x1000:x}" for i in range(4))
