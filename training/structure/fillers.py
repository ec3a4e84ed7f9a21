"""Made-up names, numbers, dates and addresses for the slots of `parts.txt`."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

from pipeline.data import word_list, word_table

_NAMES = Path(__file__).parent
_SLOT = re.compile(r"\{([A-Za-z]+)(\d?)\}")
_TITLES = """Communications Officer;Head of Communications;Director;Chief Executive Officer;CEO;Press Secretary
Media Adviser
Public Relations Manager;Minister of Trade;Minister for Health;Permanent Secretary;Chair;President;Secretary General
Account Director;Vice President, Marketing;Spokesperson;Executive Director;Press Officer;Media Relations Manager
Governor;Senior Vice President;Managing Director;Registrar;Chief of Staff;Deputy Director;Professor of Economics"""
_THINGS = """renewable energy;clean water;education for girls;financial services;medical devices;timber and paper
public health;software for hospitals;mine clearance;small farms;the rights of workers;freight and logistics;steel
insurance;the arts;consumer protection;road safety;scientific research;housing;cloud computing;fisheries"""
_WIRES = "Examplewire;Newsline;PR Courier;MediaPost Wire;Globe Release;Business Herald Wire;PressPoint"
_STREETS = "High Street;Main Street;Rue de la Gare;Station Road;Park Avenue;Church Lane;Avenida Central;Market Square"
_PHONES = """+## # #### ####;+## ## ### ####;+1 ###-###-####;(###) ###-####;###-###-####;### ### ####;0### ### ####
+44 (0)20 #### ####;0#### ######;02 #### ####;04## ### ###;+##-##-#######;###.###.####;+### ## ### ###
###/###-####;+##########;(0#) #### ####;+49 (0) ## ### ####;#### ####;+### ########"""
_DAYS = """{d} {m} {y};{m} {d}, {y};{d} {m} {y};{b} {d}, {y};{d:02d} {b} {y};{d}{th} {m}, {y};{m} {d}{th} {y}
{d:02d}.{n:02d}.{y};{d:02d}/{n:02d}/{y};{y}-{n:02d}-{d:02d};{b}. {d}, {y}"""
_TIMES = "{h}:{m:02d};{h}:{m:02d} GMT;{h}.{m:02d} am;{h}:{m:02d} AM;{h}:{m:02d} p.m."
_NUMBERS = "3;7;12;25;40;110;248;3000"
_REFERENCES = """IP/{s}/{n};{n}/{y};PR{n:03d}-{y};{y}-{n:02d}-MR;MR {n:02d}/{s:02d};No. {n};GA/{m}
{y}/{n:03d};NR-{n}-{s}
#{n}-{y}"""
_ENDINGS = ".org;.com;.gov;.co.uk;.int;.net;.gov.au;.de;.com.br;.go.ke"


class Fillers:
    """Fills slots such as `{person}`: within one text a slot always gets the same filler, `{person2}` another one."""

    def __init__(self, random: Random, headline: str, sentences: Sequence[str]) -> None:
        self.random = random
        self._filled: dict[str, str] = {"headline": headline}
        self._makers: dict[str, Callable[[], str]] = {
            "person": self._person,
            "org": self._organisation,
            "phone": self._phone,
            "date": self._date,
            "title": lambda: self._of(_TITLES),
            "thing": lambda: self._of(_THINGS),
            "wire": lambda: self._of(_WIRES),
            "city": lambda: random.choice(word_list("structure/dateline_cities.txt")),
            "country": lambda: random.choice(word_table("countries/countries.tsv"))[2].split("|")[0].strip("~"),
            "year": lambda: str(random.randint(1990, 2026)),
            "n": lambda: self._of(_NUMBERS),
            "month": lambda: calendar.month_name[random.randint(1, 12)],
            "weekday": lambda: calendar.day_name[random.randint(0, 6)],
            "time": lambda: self._of(_TIMES).format(h=random.randint(1, 12), m=random.randint(0, 59)),
            "isodate": lambda: self._day().isoformat(),
            "street": lambda: f"{random.randint(1, 300)} {self._of(_STREETS)}",
            "short": lambda: "".join(w[0] for w in self("{org}").split() if w[0].isupper()),
            "domain": self._domain,
            "site": lambda: self._of("www.;https://www.;https://") + self("{domain}"),
            "handle": lambda: self("{domain}").split(".")[0],
            "slug": lambda: re.sub(r"\W+", "-", headline[:60]).lower(),
            "sentence": lambda: random.choice(sentences),
            "email": self._email,
            "ref": self._reference,
        }

    def __call__(self, pattern: str) -> str:
        """`pattern` with its slots filled; a slot in capitals (`{PERSON}`) is filled in capitals."""
        return _SLOT.sub(self._slot, pattern)

    def _slot(self, m: re.Match[str]) -> str:
        name, number = m.groups()
        key = name.casefold() + number
        if key not in self._filled:
            self._filled[key] = self._makers[name.casefold()]()
        return self._filled[key].upper() if name.isupper() else self._filled[key]

    def _of(self, choices: str) -> str:
        return self.random.choice(re.split(r"[;\n]", choices))

    def _person(self) -> str:
        given, family = self.random.choice(_people())
        initial = f" {self.random.choice('ABDEHJKLMPRST')}." if self.random.random() < 0.1 else ""
        honorific = self.random.choice(("Mr ", "Ms ", "Dr ", "Hon. ")) if self.random.random() < 0.1 else ""
        return f"{honorific}{self.random.choice(given)}{initial} {self.random.choice(family)}"

    def _organisation(self) -> str:
        return _SLOT.sub(self._in_organisation, self.random.choice(_organisations()))

    def _in_organisation(self, m: re.Match[str]) -> str:
        choices = _words()
        if m[1] in choices:
            return self.random.choice(choices[m[1]])
        return (
            self(f"{{{m[1]}2}}")
            if m[1] in ("city", "country")
            else self.random.choice(self.random.choice(_people())[1])
        )

    def _phone(self) -> str:
        return re.sub("#", lambda _: str(self.random.randint(0, 9)), self._of(_PHONES))

    def _day(self) -> datetime.date:
        return datetime.date(self.random.randint(1998, 2026), self.random.randint(1, 12), self.random.randint(1, 28))

    def _date(self) -> str:
        day = self._day()
        th = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day.day, "th")
        name = calendar.month_name[day.month]
        return self._of(_DAYS).format(d=day.day, n=day.month, m=name, b=name[:3], y=day.year, th=th)

    def _domain(self) -> str:
        name = re.sub(r"[^a-z]", "", self("{org}").casefold())[:14] or "example"
        return name + self._of(_ENDINGS)

    def _email(self) -> str:
        first, *_, last = (re.sub(r"\W", "", w) for w in self("{person}").casefold().split())
        return (
            self.random.choice((f"{first}.{last}", "press", "media", f"{first[0]}{last}", "info"))
            + "@"
            + self("{domain}")
        )

    def _reference(self) -> str:
        n, y = self.random.randint(1, 400), self.random.randint(1998, 2026)
        return self._of(_REFERENCES).format(n=n, y=y, s=y % 100, m=n + 9000)


@cache
def _people() -> list[tuple[list[str], list[str]]]:
    rows = [line.split("\t") for line in (_NAMES / "people.tsv").read_text("utf-8").splitlines() if line[0] != "#"]
    return [(given.split(), family.split()) for _, given, family in rows]


@cache
def _rows() -> dict[str, list[str]]:
    rows = [
        line.split("\t") for line in (_NAMES / "organisations.tsv").read_text("utf-8").splitlines() if line[0] != "#"
    ]
    return {kind: [p.strip() for p in patterns.split(";")] for kind, patterns in rows}


@cache
def _organisations() -> list[str]:
    return [p for kind in ("ministry", "body", "school", "company", "company") for p in _rows()[kind]]


@cache
def _words() -> dict[str, list[str]]:
    return {kind: _rows()[kind] for kind in ("field", "topic", "adjective") if kind in _rows()}
