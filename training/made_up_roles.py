"""Made-up sentences and rosters with job titles and speakers, inserted into annotated releases.

They are made of annotated names and titles. Releases from West Africa and South Asia introduce people as “the Director,
Monetary Policy Department (MPD), Mr. Roe”; many quote “a spokesman for Zed”; team pages list names above titles. The
annotated releases have few of these, and a network that has not seen them links the title to the nearest person. The
sentences are inserted between paragraphs of a real release, whose names are the ones that the network must not choose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from pipeline.structure import Span
from training.made_up_lists import Names, names_of
from training.reader.data import Document, Quotation, Title

_FORMS = Path(__file__).with_name("role_sentences.txt")
_SLOT = re.compile(r"\{([^{}]+)\}|\[([^\[\]]*)\]|([^{}\[\]]+)")
_ADDRESSES = (
    "Mr.", "Mr.", "Mr", "Ms.", "Ms", "Mrs.", "Dr.", "Dr", "Prof.", "Professor", "Hon.", "Engr.", "Barr.", "Alhaji",
    "Shri", "Smt.", "H.E.", "Sir", "Rev.", "Rt. Hon.", "Arc.", "Mallam",
)  # fmt: skip
_OF = (" of ", " of the ", " at ", " for ")
_HEADINGS = (
    "", "", "Our Team⏎⏎", "Speakers:⏎", "PANELISTS⏎", "Present:⏎", "{H} Board of Directors⏎", "{H} leadership⏎⏎",
    "The board of {H}: ", "{H} is led by⏎⏎", "About {H}⏎⏎{H} was founded in 1999.⏎⏎Our people:⏎", "{H}⏎", "{H}⏎⏎",
    "For the {H}:⏎", "Officers of the {H}⏎⏎",
)  # fmt: skip
_MARKS = ("“”", "“”", '""', "‘’")
_ROSTER = "* "
_REST = re.compile(r" (?:of|for|to|and|in|on)\b|[,/&]")
"""Where the part of a title after its noun begins: “Director[ of] Trade”, “Chair[,] Audit”."""
_PLURAL = re.compile(r".*(?:or|er|ent|ist|chair|ant)")
_TITLE = re.compile(r"[A-Za-z][A-Za-z&'’/ -]{2,60}")
_BARE_ADDRESSES = frozenset(
    ["senator", "representative", "professor", "congressman", "congresswoman", "justice", "judge"]
)


@dataclass(frozen=True, slots=True)
class Material:
    """What the forms are filled with: names, and job titles and quoted words that contain no name."""

    names: Names
    titles: Sequence[str]
    quoted: Sequence[str]


def material_of(documents: Sequence[Document]) -> Material:
    """The material found in annotated releases, each item once, in alphabetical order."""
    titles, quoted = set(), set()
    for d in documents:
        for title in d.titles:
            words = d.text[slice(*title.place)]
            if _TITLE.fullmatch(words) and words.casefold() not in _BARE_ADDRESSES and not _named(d, title.place):
                titles.add(words)
        for quotation in d.quotations:
            words = d.text[quotation.place[0] + 1 : quotation.place[1] - 1]
            if quotation.speech and 20 < len(words) < 200 and "\n" not in words and not _named(d, quotation.place):
                quoted.add(words)
    return Material(names_of(documents), sorted(titles), sorted(quoted))


def _named(document: Document, place: tuple[int, int]) -> bool:
    return any(start < place[1] and place[0] < end for start, end, _ in document.names)


@cache
def forms() -> list[str]:
    """The sentences and rosters to be filled; the head of `role_sentences.txt` explains their syntax."""
    lines = _FORMS.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def with_roles(document: Document, material: Material, random: Random) -> Document:
    """The document with one to three made-up sentences or rosters inserted between two of its paragraphs."""
    taken = [*(q.place for q in document.quotations), *(t.place for t in document.titles)]
    taken += [(start, end) for start, end, _ in document.names]
    breaks = [m.end() for m in re.finditer(r"\n\n+", document.text)]
    breaks = [at for at in breaks if not any(start < at < end for start, end in taken)]
    if not breaks:
        return document
    chosen = random.choices(forms(), k=random.randint(1, 3))
    return _inserted(document, sentences(chosen, material, random), random.choice(breaks))


def sentences(chosen: Sequence[str], material: Material, random: Random) -> Document:
    """The chosen forms, filled, as one text that ends with an empty line."""
    return _Writer(material, random).document(chosen)


def _inserted(outer: Document, inner: Document, at: int) -> Document:
    """`outer` with `inner` inserted at an offset; the numbers of names are adjusted."""
    before = sum(start < at for start, _, _ in outer.names)
    around = _Moved(outer, lambda i: i + len(inner.text) * (i >= at), lambda n: n + len(inner.names) * (n >= before))
    within = _Moved(inner, lambda i: i + at, lambda n: n + before)
    return replace(
        outer,
        text=outer.text[:at] + inner.text + outer.text[at:],
        names=(*around.names[:before], *within.names, *around.names[before:]),
        optional=tuple(map(around.place, outer.optional)),
        titles=(*around.titles, *within.titles),
        maybe=tuple(map(around.place, outer.maybe)),
        quotations=(*around.quotations, *within.quotations),
        contacts=tuple(Span(*around.place((c.start, c.end))) for c in outer.contacts),
    )


@dataclass(frozen=True, slots=True)
class _Moved:
    """The annotations of a document with their offsets and numbers of names mapped to new ones."""

    document: Document
    offset: Callable[[int], int]
    number: Callable[[int], int]

    def place(self, place: tuple[int, int]) -> tuple[int, int]:
        """The new place, from where the first character goes to where the last one goes."""
        return self.offset(place[0]), self.offset(place[1] - 1) + 1

    def _numbers(self, numbers: tuple[int, ...] | None) -> tuple[int, ...] | None:
        return None if numbers is None else tuple(map(self.number, numbers))

    @property
    def names(self) -> list[tuple[int, int, str]]:
        """The names."""
        return [(*self.place((start, end)), label) for start, end, label in self.document.names]

    @property
    def titles(self) -> Iterator[Title]:
        """The job titles."""
        for t in self.document.titles:
            person = tuple(map(self.number, t.person))
            yield Title(self.place(t.place), person, self._numbers(t.organisation), self._numbers(t.country))

    @property
    def quotations(self) -> Iterator[Quotation]:
        """The quotations."""
        for q in self.document.quotations:
            yield replace(q, place=self.place(q.place), speaker=self._numbers(q.speaker))


class _Writer:
    """Fills forms, and remembers where names, titles and quotations stand."""

    def __init__(self, material: Material, random: Random) -> None:
        self.material, self.random = material, random
        self.text = ""
        self.names: list[tuple[int, int, str]] = []
        # the keys of these dicts are those of `_key`: a letter of a form, which stands for a person or an organisation
        self.places: dict[str, list[int]] = {}  # numbers of the names written for it
        self.known: dict[str, str] = {}  # its name
        self.nouns: dict[str, str] = {}  # noun of the title that the person holds: “Minister”
        self.titles: list[tuple[tuple[int, int], str, str, str]] = []  # place, holders, organisation, country
        self.quotations: list[tuple[tuple[int, int], str]] = []
        self.form = self.roster = 0

    def document(self, chosen: Sequence[str]) -> Document:
        """The text of the filled forms, annotated."""
        for form in chosen:
            self.text += self.random.choice((" ", "\n\n")) if self.text else ""
            self._form(form)
        self.text = self.text.rstrip() + "\n\n"

        def numbers(letters: str) -> tuple[int, ...]:
            return tuple(sorted(n for letter in letters.split() for n in self.places.get(letter, ())))

        return Document(
            "made-up roles",
            self.text,
            tuple(self.names),
            (),
            tuple(
                Title(place, numbers(holders), numbers(organisation) or None, numbers(country) or None)
                for place, holders, organisation, country in self.titles
            ),
            (),
            tuple(Quotation(place, True, numbers(speaker)) for place, speaker in self.quotations),
        )

    def _form(self, form: str) -> None:
        """Write a sentence, or a heading and a roster: the line of the form several times, each for other people."""
        rows = self.random.randint(3, 8) if form.startswith(_ROSTER) else 1
        self.roster = self.form
        if rows > 1:
            self.text += "\n\n" if self.text else ""
            self._fill(self.random.choice(_HEADINGS))
        for _ in range(rows):
            self.form += 1
            self._fill(form.removeprefix(_ROSTER))
            self.text += "" if self.text.endswith("\n") or rows == 1 else " "

    def _fill(self, form: str) -> None:
        for slot, choices, words in _SLOT.findall(form.replace("⏎", "\n")):
            if slot:
                self._slot(slot)
            elif choices:
                self._fill(self.random.choice(choices.split("|")))
            else:
                self.text += words.removeprefix(" ") if self.text.endswith((" ", "\n")) else words

    def _slot(self, slot: str) -> None:
        kind, _, letters = slot.partition(":")
        if kind == "s":
            self.text += self._clause()
        elif kind == "place":
            self._name("PLACE", f"place {len(self.names)}")
        elif kind == "q":
            start = len(self.text)
            marks = self.random.choice(_MARKS)
            self.text += marks[0] + self.random.choice(self.material.quoted) + marks[1]
            self.quotations.append(((start, len(self.text)), self._key(letters)))
        elif kind in ("T", "t") and letters:
            self._title(kind == "T", letters)
        elif kind in ("T", "t"):
            self.text += _cased(self.random.choice(self.material.titles), kind == "T")
        elif kind == "h":
            self.text += self.nouns[self._key(letters)]
        else:
            self._named_slot(slot)

    def _named_slot(self, slot: str) -> None:
        address, _, letter = slot.rpartition(" ")
        if address == "Mr" or (address and self.random.random() < 0.5):
            self.text += self.random.choice(_ADDRESSES) + " "
        if letter.islower():
            self._name("PERSON", letter)
        elif letter.startswith("#"):
            self._name("COUNTRY", letter)
        else:
            self._name("ORG", letter.removesuffix("+"))
        if letter.endswith("+") and len(short := _acronym(self.known[self._key(letter[0])])) > 1:
            self.text += " ("
            self._name("ORG", letter[0], short)
            self.text += ")"

    def _title(self, is_capital: bool, slot: str) -> None:
        held, of, at = re.fullmatch(r"([a-z]+)( of |@|(?=#)|$)(.*)", slot).groups()  # type: ignore[union-attr]
        start = len(self.text)
        words = self.random.choice(self.material.titles)
        if len(held) > 1:
            words = self.random.choice([t for t in self.material.titles if _PLURAL.fullmatch(t)]) + "s"
        self.text += _cased(words, is_capital)
        noun = _REST.split(self.text[start:])[0].split()[-1]
        self.nouns |= {self._key(a): noun for a in held}
        if of == " of ":
            self.text += " of " if at.startswith("#") else self.random.choice(_OF)
            self._named_slot(at)
        in_country = at.startswith("#")
        key, holders = self._key(at), " ".join(map(self._key, held))
        self.titles.append(((start, len(self.text)), holders, "" if in_country else key, key if in_country else ""))

    def _key(self, letter: str) -> str:
        """The key of a letter: each line of a roster has people of its own, but all share the organisation H."""
        return f"{letter}{self.roster if letter == 'H' else self.form}" if letter else ""

    def _name(self, label: str, letter: str, name: str = "") -> None:
        pools = {"PERSON": "people", "ORG": "organisations", "COUNTRY": "countries", "PLACE": "places"}
        drawn = self.random.choice(getattr(self.material.names, pools[label]))
        name = name or self.known.setdefault(self._key(letter), drawn)
        self.places.setdefault(self._key(letter), []).append(len(self.names))
        self.names.append((len(self.text), len(self.text) + len(name), label))
        self.text += name

    def _clause(self) -> str:
        words = self.random.choice(self.material.quoted).rstrip(".,!?")
        return words[:1].lower() + words[1:]


def _cased(title: str, in_title_case: bool) -> str:
    small = {"of", "and", "for", "the", "to", "in", "at", "on", "a"}
    if not in_title_case:
        return title
    return " ".join(w if w in small else w[:1].upper() + w[1:] for w in title.split(" "))


def _acronym(name: str) -> str:
    return "".join(w[0] for w in re.findall(r"[A-Z]\w+", name))


def mixed(documents: Iterable[Document], material: Material, share: float, random: Random) -> list[Document]:
    """The documents, a share of them with made-up roles inserted."""
    return [with_roles(d, material, random) if random.random() < share else d for d in documents]
