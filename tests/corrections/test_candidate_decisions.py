"""Pairs of entities that may be one: merged or kept apart, and updated when an entity is merged or removed."""

from __future__ import annotations

import pytest

from pipeline.corrections.decisions import Decision
from pipeline.report import write_report
from tests.corpus import Corpus


@pytest.fixture
def alike(tmp_path) -> Corpus:
    made = Corpus(tmp_path)
    (made.raw / "r3.txt").write_text("Eva Lund Olsen of ABC spoke.\n", "utf-8")
    (made.raw / "r4.txt").write_text("Ewa Olsen of XYZ spoke. Anne Dahlberg of XYZ did not.\n", "utf-8")
    (made.raw / "r5.txt").write_text("Anna Dahlberg of ABC spoke.\n", "utf-8")
    made.run()
    return made


def pairs(corpus: Corpus) -> set[tuple[object, object]]:
    return {(r["entity_a"], r["entity_b"]) for r in corpus.rows("candidates")}


def test_a_pair_can_be_merged_or_kept_apart(alike):
    found = pairs(alike)
    assert ("anna-dahlberg", "anne-dahlberg") in found
    merged = alike.decide(Decision(table="people", text="anne-dahlberg", value="anna-dahlberg", decision="merge"))
    assert merged.misfits == ()
    assert pairs(alike) == found - {("anna-dahlberg", "anne-dahlberg")}
    alike.file.write_text("")
    alike.run()
    assert pairs(alike) == found
    apart = Decision(table="candidates", text="anne-dahlberg", value="anna-dahlberg", decision="reject")
    assert alike.decide(apart).misfits == ()
    assert pairs(alike) == found - {("anna-dahlberg", "anne-dahlberg")}
    assert {"anna-dahlberg", "anne-dahlberg"} <= {r["person_id"] for r in alike.rows("people")}


def test_a_pair_disappears_with_its_person_and_follows_a_merge(alike):
    text = (alike.raw / "r5.txt").read_text("utf-8")
    gone = Decision(document_id="r5", table="mentions", text="Anna Dahlberg", start=0, end=13, decision="reject")
    assert text.startswith(gone.text)
    alike.decide(gone)
    assert "anna-dahlberg" not in {e for pair in pairs(alike) for e in pair}
    assert "anna-dahlberg" not in {r["person_id"] for r in alike.rows("people")}
    alike.file.write_text("")
    alike.decide(Decision(table="people", text="anna-dahlberg", value="zoe-dahl", decision="split", document_id="r5"))
    alike.file.write_text("")
    alike.decide(Decision(table="people", text="anne-dahlberg", value="carl-dahl", decision="merge"))
    assert ("anna-dahlberg", "carl-dahl") in pairs(alike)


def test_the_page_of_a_person_names_those_who_may_be_the_same(alike):
    first, _ = write_report(alike.out)
    page = (first.parent / "people" / "anna-dahlberg.html").read_text("utf-8")
    assert "May be the same as" in page
    assert 'href="../people/anne-dahlberg.html"' in page
