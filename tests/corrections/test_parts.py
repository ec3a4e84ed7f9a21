"""A headline, a publication date, a part of the release and a contact are corrected like any row."""

from __future__ import annotations

import re

import pytest

from pipeline.corrections.decisions import Decision, StaleError
from pipeline.records import Contact, row_id
from pipeline.review.session import Session
from pipeline.runs.run import run
from tests.corpus import TEXT, Corpus, analyse, append

END = len(TEXT.format(n=1))
WHOLE = f"r1:sections:0-{END}"


@pytest.fixture
def session(corpus) -> Session:
    return Session(corpus.out, reviewer="eva")


def parts(corpus) -> list[tuple[object, ...]]:
    rows = corpus.rows("sections", "document_id == 'r1'")
    return [(r["start"], r["end"], r["kind"], r["review"]) for r in rows]


def test_a_headline_and_a_publication_date_can_be_edited(corpus, session):
    session.set_release("r1", {"headline": "Berg meets Dahl", "published": "2024-05-04"})
    corpus.run()
    (row,) = corpus.rows("documents", "document_id == 'r1'")
    assert (row["headline"], row["published"]) == ("Berg meets Dahl", "2024-05-04")
    with pytest.raises(StaleError, match="2023-09-27"):
        session.set_release("r1", {"published": "4 May"})


def test_an_edited_kind_of_a_part_applies_to_the_rows_in_it(corpus, session):
    session.edit(WHOLE, "kind", "boilerplate")
    session.apply()
    assert parts(corpus) == [(0, END, "boilerplate", "edited")]
    assert {r["section"] for r in corpus.rows("mentions", "document_id == 'r1'")} == {"boilerplate"}
    with pytest.raises(StaleError, match="kind cannot be"):
        session.edit(f"r1:sections:0-{END}", "kind", "chapter")


def test_an_added_part_takes_its_lines_from_the_part_that_had_them(corpus, session):
    start, end = 53, 80
    words = TEXT.format(n=1)[start:end]
    session.add("r1", "sections", words, field="notes")
    session.apply()
    assert parts(corpus) == [
        (0, start, "body", "unreviewed"),
        (start, end, "notes", "added"),
        (end, END, "body", "unreviewed"),
    ]
    assert [r["section"] for r in corpus.rows("roles", "document_id == 'r1'")] == ["notes"]


def test_a_rejected_part_becomes_body(corpus, session):
    session.edit(WHOLE, "kind", "footer")
    session.reject(WHOLE)
    session.apply()
    assert parts(corpus) == []
    assert {r["section"] for r in corpus.rows("mentions", "document_id == 'r1'")} == {"body"}


def test_a_contact_can_be_edited(corpus, session):
    session.add("r1", "contacts", "Carl Dahl")
    key = "r1:contacts:21-30"
    session.edit(key, "email", "carl@example.org")
    session.edit(key, "person_id", "carl-dahl")
    session.edit(key, "organisation_id", "XYZ")
    session.apply()
    (row,) = corpus.rows("contacts")
    assert {k: row[k] for k in ("name", "email", "person_id", "organisation_id", "review")} == {
        "name": "Carl Dahl", "email": "carl@example.org", "person_id": "carl-dahl", "organisation_id": "org-xyz",
        "review": "added",
    }  # fmt: skip
    session.reject(key)
    session.apply()
    assert corpus.rows("contacts") == []


@pytest.mark.parametrize(
    ("words", "label", "longer", "entity", "why"),
    [
        (
            "Director",
            "ORGANISATION",
            "Director Berg",
            "org-director-berg",
            "the reader had cut the name short",
        ),
        ("met Carl", "ORGANISATION", "met", "org-met", "the reader's name was too long and stands nowhere else"),
        ("Anna Berg", None, "Anna", "anna-berg", "a short form of someone who is named elsewhere"),
    ],
)
def test_a_mention_moved_to_other_words_names_their_entity(corpus, session, words, label, longer, entity, why):
    key = "r1:person:000000-000009"
    if label:
        session.add("r1", "mentions", words, field=label)
        start = TEXT.format(n=1).index(words)
        key = row_id("r1", "added", start, start + len(words), label)
    session.edit(key, "text", longer)
    session.apply()
    (row,) = corpus.rows("mentions", "document_id == 'r1' and text == @longer".replace("@longer", repr(longer)))
    assert row["entity_id"] == entity, why


def test_the_name_of_a_contact_moves_with_its_mention(corpus, session):
    session.add("r1", "contacts", "Carl Dahl of XYZ", value="Carl Dahl")
    session.add("r1", "contacts", "Anna Berg of ABC", value="Anna Berg")
    session.edit("r1:person:000021-000030", "text", "Carl Dahl of")
    session.apply()
    assert [r["name"] for r in corpus.rows("contacts")] == ["Anna Berg", "Carl Dahl of"]


def test_rows_about_a_name_follow_its_only_mention(corpus, session):
    session.edit("r1:organisation:000013-000016", "entity_id", "Alpha Board")
    session.apply()
    (role,) = corpus.rows("roles", "document_id == 'r1'")
    assert role["organisation_id"] == "org-alpha-board", "the release has no other mention of ABC"


@pytest.mark.parametrize(
    ("text", "start", "edited", "why"),
    [
        ("Carl Dahl", None, ["Carl Dahl"], "the name alone, although the text has it twice"),
        ("Carl\nDahl", None, ["Carl Dahl"], "white space"),
        ("Anna Berg", None, [], "two contacts have this name"),
        ("Carl Dahl", 21, [], "a place was given: no contact has exactly these words"),
        ("Carl Dahl\ncarl@example.org", None, ["Carl Dahl"], "all its words"),
    ],
)
def test_a_contact_is_found_by_its_name_alone(tmp_path, text, start, edited, why):
    made = Corpus(tmp_path)
    (made.raw / "r1.txt").write_text(
        TEXT.format(n=1) + "Carl Dahl\ncarl@example.org\n\nAnna Berg\n1\n\nAnna Berg\n2\n", "utf-8"
    )

    def with_contacts(prepared, settings):
        for item, records in zip(prepared, analyse(prepared, settings), strict=True):
            words = re.finditer(r"^(\w+ \w+)\n\S+$", item.repaired.text, re.MULTILINE)
            about = {"document_id": item.source.document_id, "person_id": None, "organisation_id": None}
            blank = {"email": None, "phone": None}
            yield [*records, *(Contact(name=m[1], start=m.start(), end=m.end(), **about, **blank) for m in words)]

    decided = Decision(
        document_id="r1", table="contacts", text=text, start=start, decision="edit", field="phone", value="7"
    )
    append(made.file, [decided])
    misfits = run(made.raw, made.out, analyse=with_contacts).misfits
    assert len(made.rows("contacts")) == 3
    assert [r["name"] for r in made.rows("contacts", "phone == '7'")] == edited, why
    assert bool(misfits) != bool(edited), why


def test_an_added_contact_takes_the_place_of_no_other(corpus, session):
    session.add("r1", "contacts", "Anna Berg of ABC", value="Anna Berg", cells={"email": "anna@example.org"})
    with pytest.raises(StaleError, match="a contact begins there already: edit it"):
        session.add("r1", "contacts", "Anna Berg", start=0)
    session.apply()
    assert [r["email"] for r in corpus.rows("contacts")] == ["anna@example.org"]


def test_a_contact_is_not_moved_onto_another(corpus, session):
    session.add("r1", "contacts", "Anna Berg of ABC", value="Anna Berg")
    session.add("r1", "contacts", "ABC met Carl Dahl", value="Carl Dahl")
    with pytest.raises(StaleError, match="a contact begins there already"):
        session.edit("r1:contacts:13-30", "text", TEXT.format(n=1)[:30])
    session.apply()
    assert [r["name"] for r in corpus.rows("contacts")] == ["Anna Berg", "Carl Dahl"]


def test_of_two_values_added_at_the_same_words_the_later_one_counts(corpus, session):
    session.add("r1", "dates", "May 2024", value="2024-05")
    session.add("r1", "dates", "May 2024", value="2024-06")
    session.apply()
    assert [r["value"] for r in corpus.rows("dates", "review == 'added'")] == ["2024-06"]
