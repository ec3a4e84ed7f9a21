"""Made-up releases for the line labeller: the body of an annotated release between a new head and a new tail.

The annotated releases come from few publishers: one has most of the signatures, another most of the notes. `parts.txt`
holds heads and tails as publishers all over the world write them, so that the labeller learns what a part is and not
who published it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import cast

from pipeline.records import SectionKind
from training.corpus import Release
from training.structure.data import Example, Labels, annotated, example
from training.structure.fillers import Fillers

PARTS = Path(__file__).with_name("parts.txt")
PER_RELEASE = 4  # made-up releases per annotated one
_SEED = 21
_SENTENCE = re.compile(r"(?<=[.!?] )[A-Z][^.!?\n“”\"]{40,250}\.(?= )")
_LAYOUTS = (
    ("\n\n", "\n"), ("\n\n", "\n"), ("\n\n", "\n\n"), ("\n\n", "\n\n"), ("\n", "\n"), ("\n", "\n"), ("\n\n \n", "  \n"),
    ("\n\n", " "), ("\n\n ", ""), ("  ", "  "), ("\n\n", "\n\n "),
)  # fmt: skip
"""What separates the parts of a text, and the lines of a part: a scraper may have lost line ends."""
_CALLS = {"body/end": 0.0, "contact": 0.35, "footer": 0.2}  # share of these parts that follow a “Learn more at …”
_STYLES = (str, str, str.upper, "# {}".format, "**{}**".format)
_TWO = 0.2  # share of texts that hold two releases
_TAILS: tuple[tuple[str, ...], ...] = (
    ("end_mark", "boilerplate", "contact", "footer"), ("boilerplate", "contact", "end_mark", "footer"),
    ("end_mark", "contact", "notes", "footer"), ("end_mark", "notes", "contact"), ("notes", "contact", "footer"),
    ("signature", "footer"), ("signature", "contact", "footer"), ("end_mark", "signature"), ("signature", "notes"),
    ("contact", "end_mark", "notes"), ("contact", "boilerplate", "footer"), ("footer",), ("contact", "footer"),
    ("end_mark", "contact", "boilerplate", "boilerplate"), ("notes", "footer"), ("boilerplate", "notes", "footer"),
    ("boilerplate", "boilerplate", "contact", "footer", "footer"), ("contact", "end_mark"), ("notes", "signature"),
    ("signature", "end_mark", "footer"), ("footer", "footer"), ("contact",), ("boilerplate",), ("end_mark", "footer"),
)  # fmt: skip


def made_up(documents: Iterable[Release], draw: int = 0) -> Iterator[Example]:
    """Examples made of the bodies and headlines of `documents`; each `draw` gives different ones."""
    bodies = {r.id: body for r in documents if (body := _body(r))}
    recombiner = Recombiner(list(bodies.values()), [h for r in documents for h in _headlines(r)])
    for ident, body in bodies.items():
        for n in range(PER_RELEASE):
            random = Random(f"{_SEED + draw} {ident} {n}")
            out = _Text(random)
            recombiner.add_release(out, body, random)
            if random.random() < _TWO:
                recombiner.add_release(out, random.choice(recombiner.bodies), random)
            yield example(f"made-{ident}-{n}", out.text + "\n", out.parts)


def _headlines(release: Release) -> list[str]:
    found = [release.text[s:e] for s, e, kind in annotated(release) if kind == "headline"]
    return [" ".join(h.split("\n", 1)[0].strip("#* ").split()) for h in found if len(h) > 5]


def _body(release: Release) -> str:
    """The text of a release without its annotated parts: the body."""
    kept, at = [], 0
    for start, end, _ in sorted(annotated(release)):
        if start >= at:
            kept.append(release.text[at:start])
        at = max(at, end)
    return "".join((*kept, release.text[at:])).strip()


class _Text:
    """A text that is built part by part, with the label of each part."""

    def __init__(self, random: Random) -> None:
        self.random, self.text = random, ""
        self.parts: Labels = []
        self.gap, self.line = random.choice(_LAYOUTS)

    def add(self, words: str, kind: str) -> None:
        """Append a part; its lines get the separator that this text has."""
        if self.text:
            self.text += self.gap
        if kind != "body" or self.gap == "  ":
            words = re.sub(r"\n+", self.line, words)
        if kind != "body":
            start = len(self.text)
            self.parts.append((start, start + len(words), cast(SectionKind, kind)))
        self.text += words


class Recombiner:
    """Bodies, headlines and sentences of which releases are made."""

    def __init__(self, bodies: Sequence[str], headlines: Sequence[str]) -> None:
        self.bodies, self.headlines = bodies, headlines
        self.sentences = [s for body in bodies for s in _SENTENCE.findall(body)]

    def add_release(self, out: _Text, body: str, random: Random) -> None:
        """Append a release to a text: a head, some paragraphs of a body, a tail."""
        parts, chance = _parts(), random.random
        headline = random.choice(self.headlines)
        if chance() < 0.4:
            headline = Fillers(random, headline, self.sentences)(random.choice(parts["headline/own"]))
        fill = Fillers(random, headline, self.sentences)

        def add(key: str) -> None:
            out.add(fill(random.choice(parts[key])), key.partition("/")[0])

        for _ in range(random.choice((0, 1, 1, 1, 2))):
            add("header/top")
        for key, share in (("contact", 0.08), ("headline", 0.85), ("headline/sub", 0.17), ("header/below", 0.45)):
            if chance() < share and key == "headline":
                out.add(random.choice(_STYLES)(headline), "headline")
            elif key != "headline" and chance() < share:
                add(key)
        between = "\n\n" if "\n\n" in body else "\n"
        out.add(between.join(body.split(between)[: random.choice((3, 6, 10, 20, 60))]), "body")
        for kind in ("body/end", *random.choice(_TAILS)):
            if chance() < _CALLS.get(kind, 0.1):
                add("body/call")
            if kind != "body/end" or chance() < 0.4:
                add(kind)


@cache
def _parts() -> dict[str, list[str]]:
    """The patterns of `parts.txt` by kind of part."""
    found: dict[str, list[str]] = {}
    text = "".join(line for line in PARTS.read_text("utf-8").splitlines(keepends=True) if not line.startswith("# "))
    for block in text.split("== ")[1:]:
        kind, _, words = block.partition("\n")
        found.setdefault(kind, []).append(words.strip("\n"))
    return found
