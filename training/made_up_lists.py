"""Made-up lists of organisations in the layouts of press releases: grants, signatories, members.

They are made of annotated names. Releases list organisations one per line, separated by commas, in columns, between
amounts and towns, or one after another where a scraper lost the line ends. A network that has mostly seen sentences
joins such names (“Kenya⏎Amnesty International”), and annotated releases have few such lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipeline.data import word_list
from training.reader.data import Document
from training.reader.variants import capitals, wrapped

_HEADINGS = [
    line
    for line in Path(__file__).with_name("list_headings.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
_ENDINGS = ("", "", "For more information visit the website.", "ENDS", "###", "The list is updated every week.")
_SEPARATORS = (", ", ", ", "; ", " • ", " - ", " – ", " | ", " / ", "  ", " ")
"""What stands between the names of a list in one paragraph."""
_STARTS = ("", "", "", "- ", "• ", "* ", "– ", "{number}. ", "{number}) ", "\t")
"""What stands before each name of a list that has one per line."""
_DETAILS = (
    ", {place}", " ({place})", " – {place}", " ({country})", ", {country}", " {amount}", " – {amount}", ": {amount}",
    ", {place}, {country}", ", {place} – {amount}", " ({place}) {amount}", "\t{place}\t{amount}", " {place}",
)  # fmt: skip
"""What stands after each name of a list."""
_LEADS = ("{place}: ", "{place} – ", "{amount} to ", "{amount} – ", "{person}, ", "{person} – ", "{country}: ")
"""What stands before each name of a list."""
_PLAIN, _LED = 0.4, 0.25
"""Share of lists that have names alone; share of the others that have details before each name (else after it)."""
_CAPITALS, _ONE_A_LINE = 0.1, 0.55
"""Share of lists in capitals; share of lists with one name per line."""
_LEGAL_FORM = 0.15
"""Share of names after which a legal form of some country is put: “Velora A.Ş.”."""


@dataclass(frozen=True, slots=True)
class Names:
    """Annotated names of which lists are made."""

    organisations: Sequence[str]
    people: Sequence[str]
    places: Sequence[str]
    countries: Sequence[str]


def names_of(documents: Iterable[Document]) -> Names:
    """The names in annotated releases, each once, in alphabetical order."""
    found: dict[str, set[str]] = {}
    for d in documents:
        for start, end, label in d.names:
            name = d.text[start:end]
            if (start, end) not in d.optional and 2 < end - start < 70 and "\n" not in name and name[0].isupper():
                found.setdefault(label, set()).add(name)
    people = {name for name in found.get("PERSON", ()) if " " in name}
    kinds = (found.get("ORG", ()), people, found.get("PLACE", ()), found.get("COUNTRY", ()))
    return Names(*map(sorted, kinds))


def made_up_lists(names: Names, count: int, random: Random) -> list[Document]:
    """`count` texts, each a heading and a list of 4 to 30 organisations."""
    return [_List(names, random).document(f"made-list-{number}") for number in range(count)]


class _List:
    """One text as it grows, with the places of its names."""

    def __init__(self, names: Names, random: Random) -> None:
        self.names = names
        self.random = random
        self.legal_forms = word_list("organisations/legal_forms.txt")
        self.text = ""
        self.places: list[tuple[int, int, str]] = []

    def document(self, ident: str) -> Document:
        """Write a heading, the list and what may follow it."""
        random = self.random
        self._write(random.choice(_HEADINGS) + random.choice(("\n\n", "\n", " ")))
        chosen = random.sample(self.names.organisations, min(random.randint(4, 30), len(self.names.organisations)))
        organisations = [self._named(name) for name in chosen]
        form = "{organisation}"
        if random.random() > _PLAIN:
            is_led = random.random() < _LED
            form = random.choice(_LEADS) + form if is_led else form + random.choice(_DETAILS)
        if random.random() < _ONE_A_LINE:
            self._lines(organisations, random.choice(_STARTS) + form, random.choice(("\n", "\n", "\n\n")))
        else:
            self._paragraph(organisations, form)
        self.text += "\n\n" + random.choice(_ENDINGS) + "\n"
        text = capitals(self.text) if random.random() < _CAPITALS else self.text
        return Document(ident, text, tuple(self.places), (), maybe=((0, len(text)),))

    def _named(self, name: str) -> str:
        if "," in name or self.random.random() > _LEGAL_FORM:
            return name
        return f"{name} {self.random.choice(self.legal_forms)}"

    def _lines(self, organisations: Sequence[str], form: str, between: str) -> None:
        for number, name in enumerate(organisations, 1):
            self._write(form.replace("{number}", str(number)), name)
            self.text += between

    def _paragraph(self, organisations: Sequence[str], form: str) -> None:
        separator = self.random.choice(_SEPARATORS)
        last = self.random.choice((" and ", " & ", ", and ")) if "," in separator else separator
        for number, name in enumerate(organisations):
            self.text += "" if not number else last if number == len(organisations) - 1 else separator
            self._write(form, name)
        self.text = wrapped(self.text, self.random.choice((60, 72, 90, 100_000)))

    def _write(self, form: str, organisation: str = "") -> None:
        """Append a form with `{organisation}`, `{person}`, `{place}`, `{country}` and `{amount}` filled in."""
        kinds = {
            "organisation": ("ORG", [organisation]), "person": ("PERSON", self.names.people),
            "place": ("PLACE", self.names.places), "country": ("COUNTRY", self.names.countries),
            "amount": ("", [f"${self.random.randint(1, 900) * 500:,}"]),
        }  # fmt: skip
        for part in form.replace("{", "}").split("}"):
            label, choices = kinds.get(part, ("", [part]))
            word = self.random.choice(choices)
            if label:
                self.places.append((len(self.text), len(self.text) + len(word), label))
            self.text += word
