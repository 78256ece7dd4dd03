# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""The people of generate.py, where they work and with what."""
import json
import unicodedata

from places import Network, Provider

OFFICES = [("Hamburg", "Europe/Berlin", 0.3), ("London", "Europe/London", 0.22), ("Lisbon", "Europe/Lisbon", 0.18),
           ("Boston", "America/New_York", 0.2), ("Singapore", "Asia/Singapore", 0.1)]
COMPANIES = [("Halden Marine", "halden.example"), ("Brightwater Legal", "brightwater.example"), ("Castanho Foods", "castanho.example"),
             ("Osei & Park Analytics", "oseipark.example")]
FIRST = """Ada Bo Carla Dmitri Elif Femi Greta Hiro Ines Jonas Katarzyna Lars Mei Nadia Oskar Priya Quentin Rosa Samuel Tove Ursula
Viktor Wanda Xenia Yusuf Zoë Łukasz José Aoife Bjørn Chidi Danuta Émile Fatima Georg Hanne Ivan Joana Kofi Lucía Marek Niamh Owen
Paulo Ruth Søren Teresa Uche Vera Wen Yara Zbigniew Anneke Bilal Cormac Delphine Esra Filipa Gunnar Heloísa Ingrid Jakub""".split()
LAST = """Hopper Almeida Becker Costa Dąbrowski Eriksen Ferreira Gruber Haddad Ivanov Jansen Kowalski Lindqvist Moreau Nguyễn O'Brien
Park Quinn Ribeiro Schröder Tanaka Ueda Vasquez Weiß Xu Yıldız Zhang Adeyemi Brandt Carvalho Doyle Engel Fischer Goh Hughes
Iversen Jürgens Khan Lopes Müller Nakamura Osei Petersen Reis Sato Thorn Ullmann Vogel Whitfield Young""".split()
BROWSERS = ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36",
            "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:{0}.0) Gecko/20100101 Firefox/{0}.0",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.{1} Safari/605.1.15",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{0}.0.0.0 Safari/537.36 Edg/{0}.0.0.0"]
PHONES = ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_{} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
          "Mozilla/5.0 (Linux; Android 15; Pixel {}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36"]
# What the console calls itself; few differ, since everybody gets it from the same packages.
CONSOLES = ["reeve/1.4.1", "reeve/1.4.1", "reeve/1.4.1", "reeve/1.4.0", "reeve/1.3.2"]
NEXT_CONSOLE = "reeve/1.4.2"
STRANGE = ["reeve/1.2.0", "curl/8.5.0", "python-requests/2.31.0", "Go-http-client/2.0", "python-httpx/0.27.2", "okhttp/4.12.0",
           "Mozilla/5.0 (Windows NT 10.0; rv:102.0) Gecko/20100101 Firefox/102.0",
           "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.5993.70 Safari/537.36"]

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def make_id(rng):
    bits = f"{rng.getrandbits(128):032x}"
    return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-{'89ab'[int(bits[16], 16) % 4]}{bits[17:20]}-{bits[20:]}"


def encode(text):
    """As JSON has it, with what is not ASCII as it is."""
    return json.dumps(text, ensure_ascii=False)


def fold(text):
    text = text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("ß", "ss").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFD", text).lower() if c.isascii() and c.isalnum())


class Person:
    """Somebody with an account. `shown` is what Reeve's events call them; the texts ending in _json are encoded."""

    def __init__(self, rng, name, company, office, number):
        login = fold(name.split()[0])[:1] + fold(name.split()[-1])
        self.number, self.name, self.company, self.office = number, name, company[0], office
        self.email = f"{fold(name.split()[0])}.{fold(name.split()[-1])}@{company[1]}"
        self.login, self.id, self.roles = login, make_id(rng), {"member"}
        self.okta = "00u" + "".join(rng.choices("abcdefghijkmnpqrstuvwxyz0123456789", k=17))
        self.keycloak = make_id(rng)
        self.ssh_key = "publickey ED25519 SHA256:" + "".join(rng.choices(BASE64, k=43))
        self.who_json = f'"actor":"{self.id}","actorName":{encode(f"{name} <{self.email}>")},'
        self.okta_json = f'"actor":"{self.okta}","actorName":"{self.email}",'
        self.keycloak_json = f'"actor":"{self.keycloak}","actorName":"{login}",'
        self.name_json = encode(name)
        self.on_call, self.absent, self.extra_devices = [], set(), []
        self.shift = self.federated = self.hourly6 = self.handover = False
        self.updates = None
        self.habits(rng)

    def habits(self, rng):
        self.start = rng.gauss(8.6, 0.6)
        self.hours = rng.choice([8.5, 8.5, 8.5, 9, 9.5, 6])
        self.weekdays = [0, 1, 2, 3, 4] if self.hours > 6 else sorted(rng.sample(range(5), 4))
        self.weekend = rng.random() < 0.05
        self.home_share = rng.choice([0, 0.2, 0.4, 0.4, 0.6, 1])
        self.signs_out = rng.random() < 0.35
        self.clumsy = rng.choice([0.01, 0.02, 0.02, 0.05, 0.12])
        self.factor = rng.random() < 0.6
        self.activity = rng.lognormvariate(0, 0.45)
        self.vpn = rng.random() < 0.3
        self.shell = rng.random() < 0.1

    def equip(self, rng, providers, mobile):
        self.console = rng.choice(CONSOLES)
        browser = rng.choice(BROWSERS)
        self.browser = browser.format(rng.randrange(126, 133), rng.randrange(0, 6))
        self.phone = rng.choice(PHONES).format(rng.randrange(6, 10))
        self.home = Network(rng, rng.choice(providers), rng.random() < 0.45)
        self.carrier = rng.choice(mobile)

    @property
    def is_administrator(self):
        return "administrator" in self.roles

    @property
    def names(self):
        return [self.id, self.name, self.email, self.login, self.okta, self.keycloak]


class Office:
    def __init__(self, rng, name, zone, providers):
        self.name, self.zone = name, zone
        self.network = Network(rng, rng.choice(providers), False)


class World:
    """All there is before anybody does anything."""

    def __init__(self, rng, people):
        self.providers = [Provider(rng) for _ in range(7)]
        self.mobile = [Provider(rng) for _ in range(3)]
        self.hotels = [Provider(rng, True) for _ in range(6)]
        self.hosters = [Provider(rng, True) for _ in range(12)]
        self.residential = [Provider(rng, True) for _ in range(40)]
        self.offices = [Office(rng, name, zone, self.providers) for name, zone, _ in OFFICES]
        self.vpn = Network(rng, self.providers[0], False)
        self.servers = Network(rng, self.providers[1], False)
        self.make_people(rng, people)
        self.give_roles(rng)
        self.folders = [(make_id(rng), encode(name)) for name in make_folder_names(rng, 3000)]
        self.groups = [(make_id(rng), encode(f"{office.name} {team}")) for office in self.offices
                       for team in ("Sales", "Finance", "Operations", "Engineering", "People", "Legal")]
        self.workspace = make_id(rng)

    def make_people(self, rng, count):
        names = sorted({f"{first} {last}" for first in FIRST for last in LAST})
        rng.shuffle(names)
        seen, chosen = set(), []
        for name in names:
            login = fold(name.split()[0])[:1] + fold(name.split()[-1])
            if login not in seen:
                seen.add(login)
                chosen.append(name)
        active, passive = chosen[:count], names[-3 * count:]
        weights = [weight for _, _, weight in OFFICES]
        self.people = []
        for number, name in enumerate(active):
            office = rng.choices(self.offices, weights)[0]
            self.people.append(Person(rng, name, rng.choice(COMPANIES), office, number))
            self.people[-1].equip(rng, self.providers, self.mobile)
        # Of the directory, but never seen at the door: externals, former people, those who have not begun.
        self.passive = [(make_id(rng), encode(name)) for name in passive if name not in set(active)]
        self.directory = [(person.id, person.name_json) for person in self.people] + self.passive

    def give_roles(self, rng):
        """Administrators are few; who has a right signs in with a code."""
        count = len(self.people)
        order = rng.sample(self.people, count)
        many = {"administrator": max(10, count // 14), "group-administrator": max(8, count // 12), "support-agent": max(4, count // 33),
                "reviewer": max(3, count // 50), "auditor": max(3, count // 60)}
        for role, number in many.items():
            for _ in range(number):
                person = order.pop()
                person.roles.add(role)
                person.factor = person.factor or role != "auditor"
                person.hours, person.weekdays = max(person.hours, 8), [0, 1, 2, 3, 4]
        for person in order[:max(4, count // 20)]:
            person.shift = True
        for person in order[-max(8, count // 16):]:
            person.handover = True
        self.plain = order

    def having(self, role):
        return [person for person in self.people if role in person.roles]


def make_folder_names(rng, count):
    kinds = ["Contracts", "Invoices", "Payroll", "Board papers", "Tenders", "Audits", "Onboarding", "Patents", "Budget", "Minutes"]
    parts = ["2024", "2025", "2026", "Hamburg", "London", "Lisboa", "Boston", "Singapore", "Häfen", "drafts", "signed", "archive", "Q3", "Q4"]
    return [f"{rng.choice(kinds)} {rng.choice(parts)} {rng.choice(parts)}" for _ in range(count)]
