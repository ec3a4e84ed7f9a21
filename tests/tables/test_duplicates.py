"""Releases that are nearly the same, and those that only look like it."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from pipeline.runs.run import run
from pipeline.tables.duplicates import add, recompute
from pipeline.tables.minhash import SIMILAR, Signature, signature, similarity
from pipeline.tables.sql import create
from tests.corpus import table_of
from tests.stubs import analyse

RELEASE = """Harbour city opens a bridge for its trams

The city of Varde opened a bridge over the river on Thursday, after four years of work and many delays. It carries
trams, bicycles and people on foot, and cost 41 million crowns, a third of which the region paid.

“It is a bridge with a view,” said Anna Berg, the mayor, who cut the ribbon in front of two hundred guests. The old
bridge had been closed to all but buses since a barge ran into one of its piers in the storm of 2019.

The first tram is to cross at six on Monday morning. Until the end of June the ride is free on the whole of line 4,
and the port authority will open its roof to the public on the first Sunday of every month.
"""
OTHER = """Library lends seeds as well as books

The library of Varde lends packets of seeds from this week on. Whoever takes one home brings back seeds of the next
harvest in autumn, says Carl Dahl, who looks after the collection of some ninety kinds of beans, peas and herbs.

Gardeners of the allotments by the canal gave most of them. A course on how to dry and clean seeds begins in May and
is free for holders of a card, of whom there are more than eleven thousand in the city and its villages.
"""
ABOUT = """
The city of Varde lies where the river meets the sound. It has 71,000 people in nine districts, a harbour for ferries
and fish, and a university for the sea. Its council meets on the second Tuesday of every month in the old customs
house, and its meetings are open to all. The press office answers questions of journalists on working days from eight
until four, and sends pictures in print quality on request. All releases of the last ten years stand on its pages.
The city is a member of the league of northern harbours and of the network of cities with trams, and has been given
the prize for quiet streets three times. Its budget for this year comes to 5.2 billion crowns, and its own staff to
six thousand people, of whom more than half work in schools, in kindergartens and in homes for the old.
"""
BULLETIN = """Prices of fish {trend} in {month}

The price of fish {trend} by {share} per cent in {month}, the office of statistics of Varde said. Cod cost {cod}
crowns a kilo on average and herring {herring}. Boats brought in {tons} tons, {more} than in the month before. The
office asks {boats} boats and all {halls} auction halls on the last day of the month. The next figures come on {next}.
"""


def bulletin(seed: int) -> str:
    chance = random.Random(seed)
    months = ["May", "June", "July", "August"]
    return BULLETIN.format(
        trend=chance.choice(["rose", "fell", "held", "doubled"]), month=months[seed % 4], share=chance.randrange(90),
        cod=chance.randrange(99), herring=chance.randrange(99), tons=chance.randrange(9999), boats=chance.randrange(99),
        halls=chance.randrange(9), more=chance.choice(["more", "less"]), next=f"{seed + 3} {months[(seed + 1) % 4]}",
    )  # fmt: skip


ALIKE = [
    (RELEASE, RELEASE, "the same text"),
    (RELEASE, RELEASE.replace("“", '"').replace("”", '"').replace("\n", "  "), "other quotation marks and line ends"),
    (RELEASE, RELEASE.upper(), "capitals"),
    (RELEASE, RELEASE.replace(".", "").replace(",", "").replace("“", "").replace("”", ""), "without punctuation"),
    (RELEASE, RELEASE.replace("41 million", "44 million"), "a corrected figure"),
    (RELEASE, RELEASE.replace("Thursday", "Friday").replace("six on Monday", "seven on Tuesday"), "corrected days"),
    (RELEASE, "CORRECTION. The release of Thursday gave a wrong sum, which came from a draft of the budget and not "
     "from the council; we are sorry for the mistake. The whole text follows.\n\n" + RELEASE, "a note before the text"),
    (RELEASE, RELEASE.replace("The first", "Tickets are sold as always. The first"), "an additional sentence"),
    (RELEASE, RELEASE[: RELEASE.index("The first tram")], "cut at the end"),
    (RELEASE, RELEASE.replace("Harbour city opens", "Varde opens"), "another headline"),
    (RELEASE + ABOUT, OTHER[:60] + RELEASE[110:] + ABOUT, "another first paragraph, and nearly all of the rest"),
]  # fmt: skip
UNLIKE = [
    (RELEASE, OTHER, "nothing in common"),
    (RELEASE + ABOUT, OTHER + ABOUT, "two releases that share the publisher's boilerplate, without a heading"),
    (RELEASE[:400] + ABOUT, OTHER[:400] + ABOUT, "short releases that mostly consist of the same boilerplate"),
    (bulletin(1), bulletin(2), "a monthly bulletin with other figures"),
    (RELEASE, RELEASE[:300], "a teaser of the release"),
    (RELEASE, OTHER + "\n" + RELEASE, "a digest of two releases"),
    ("Photo: the mayor.", "Photo: the mayor of Varde.", "too short to tell"),
    ("", "Photo.", "nothing"),
]


@pytest.mark.parametrize(("one", "two", "why"), ALIKE, ids=[why for *_, why in ALIKE])
def test_near_duplicates_are_found(one: str, two: str, why: str) -> None:
    a, b = signature(one), signature(two)
    assert similarity(a, b) == similarity(b, a) >= SIMILAR
    assert set(a.buckets()) & set(b.buckets()), "they share a bucket, so that they are compared"


@pytest.mark.parametrize(("one", "two", "why"), UNLIKE, ids=[why for *_, why in UNLIKE])
def test_releases_that_only_look_alike_are_no_duplicates(one: str, two: str, why: str) -> None:
    a, b = signature(one), signature(two)
    assert similarity(a, b) < SIMILAR
    assert similarity(b, a) < SIMILAR


def test_boilerplate_and_contacts_are_left_out() -> None:
    text = RELEASE + ABOUT
    parts = [(43, len(RELEASE), "body"), (len(RELEASE), len(text), "boilerplate")]
    assert signature(text, parts).letters == signature(RELEASE, parts[:1]).letters


def test_releases_with_other_headlines_are_not_the_same() -> None:
    parts = [(43, len(RELEASE), "body")]
    one, other = (signature(RELEASE, parts, headline) for headline in ("City opens a bridge", "City shuts a bridge"))
    assert one.letters != other.letters
    assert similarity(one, other) == 1.0
    parts = [(43, 400, "body")]  # a text that a page prints below each headline may be as short
    one, other = (signature(RELEASE, parts, headline) for headline in ("City opens a bridge", "City shuts a bridge"))
    assert similarity(one, other) == 0.0


def test_a_long_text_is_compared_as_a_whole() -> None:
    chance = random.Random(1)
    words = [f"w{chance.randrange(3000)}" for _ in range(30_000)]
    half = [*words[:15_000], *(f"v{chance.randrange(3000)}" for _ in range(15_000))]
    found = similarity(signature(" ".join(words)), signature(" ".join(half)))
    assert found == pytest.approx(1 / 3, abs=0.001)


# by name; no date in the first line, because a sidecar gives it
CORPUS = {
    "a-first": RELEASE,
    "b-copy": RELEASE.replace("“", '"').replace("”", '"'),
    "c-amended": RELEASE.replace("41 million", "44 million"),
    "d-correction": "CORRECTION: the sum was wrong.\n\n" + RELEASE.replace("41 million", "45 million"),
    "e-other": OTHER + ABOUT,
    "f-about": bulletin(5) + ABOUT,
    "g-bulletin": bulletin(3),
    "h-bulletin": bulletin(4),
    "z-earliest": RELEASE.replace("two hundred", "300"),
}
DATES = {"a-first": "2024-05-02", "c-amended": "2024-05-04", "z-earliest": "2024-05-01"}


def put(raw: Path, names: list[str]) -> None:
    raw.mkdir(exist_ok=True)
    for name in names:
        (raw / f"{name}.txt").write_text(CORPUS[name], "utf-8")
        if name in DATES:
            (raw / f"{name}.txt.meta.json").write_text(f'{{"date": "{DATES[name]}"}}', "utf-8")


def duplicates(out: Path) -> list[tuple[str, str, str, str | None, str | None]]:
    found = table_of(out, "duplicates")
    columns = ["document_id", "of_document_id", "kind", "first", "first_from"]
    rows = found[columns].astype(object).where(found[columns].notna(), None)
    return list(rows.itertuples(index=False, name=None))


def test_the_table_names_the_most_similar_earlier_release_and_the_first_one(tmp_path: Path) -> None:
    put(tmp_path / "raw", list(CORPUS))
    run(tmp_path / "raw", tmp_path / "out", analyse=analyse)
    assert duplicates(tmp_path / "out") == [
        ("a-first", "z-earliest", "amended", "z-earliest", "published"),
        ("b-copy", "a-first", "same", None, None),
        ("c-amended", "a-first", "amended", "a-first", "published"),
        ("d-correction", "a-first", "amended", "a-first", "words"),
    ]


@pytest.mark.parametrize("seed", [0, 1, pytest.param(2, marks=pytest.mark.slow)])
def test_the_table_depends_only_on_the_present_releases(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    raw, out = tmp_path / "raw", tmp_path / "out"
    for _ in range(3):
        there = chance.sample(sorted(CORPUS), chance.randrange(2, len(CORPUS)))
        shutil.rmtree(raw, ignore_errors=True)
        put(raw, there)
        run(raw, out, analyse=analyse, allow_removal=True)
        shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
        run(raw, tmp_path / "fresh", analyse=analyse)
        assert duplicates(out) == duplicates(tmp_path / "fresh"), there


def test_many_copies_of_one_text_all_name_the_first_one(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for n in range(30):
        (raw / f"copy-{n:02}.txt").write_text(RELEASE.replace("41", str(40 + n % 3)), "utf-8")
    run(raw, out, analyse=analyse)
    rows = table_of(out, "duplicates")
    assert len(rows) == 29
    assert set(rows["of_document_id"]) <= {f"copy-{n:02}" for n in range(3)}
    (raw / "copy-00.txt").unlink()
    run(raw, out, analyse=analyse)
    assert len(table_of(out, "duplicates")) == 28


def of_shingles(number: int, shingles: list[int]) -> Signature:
    made = np.array(sorted(shingles), dtype=np.uint32)
    return Signature(letters=number, shingles=made, lead=made[:0], amended=False)


def test_if_the_most_similar_release_is_removed_the_next_one_is_named() -> None:
    for seed in range(1000):  # until the two releases that the third is like share no bucket with each other
        words = random.Random(seed).sample(range(2**32), 200)
        three = [
            of_shingles(1, words[:78] + words[100:122]),
            of_shingles(2, words[16:100] + words[122:138]),
            of_shingles(3, words[:100]),
        ]
        a, b, c = (set(made.buckets()) for made in three)
        if a & c and b & c and not a & b:
            break
    db = sqlite3.connect(":memory:", isolation_level=None)
    create(db)
    for name, made in zip("abc", three, strict=True):
        add(db, name, None, made)
    recompute(db)
    rows = "SELECT document_id, of_document_id FROM duplicates"
    assert db.execute(rows).fetchall() == [("c", "b")]
    for table in ("state_buckets", "state_signatures"):
        db.execute(f"DELETE FROM {table} WHERE document_id = 'b'")
    db.execute("DELETE FROM duplicates WHERE of_document_id = 'b'")
    recompute(db)
    assert db.execute(rows).fetchall() == [("c", "a")]
