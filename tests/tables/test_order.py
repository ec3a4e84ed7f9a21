"""The order of rows and of their keys is natural: 10 comes after 9."""

from __future__ import annotations

import itertools

import pytest

from pipeline.records import row_id
from pipeline.review.session import Session
from pipeline.tables.sql import natural_sort_key
from tests.corpus import Corpus


@pytest.fixture(scope="module")
def counted(tmp_path_factory) -> Corpus:
    made = Corpus(tmp_path_factory.mktemp("counted"))
    text = "Anna Berg of ABC spoke. " * 90 + "On 3 May 2024 “It is so,” she said.\n"
    (made.raw / "r10.txt").write_text(text, "utf-8")
    made.run()
    return made


@pytest.mark.parametrize("table", ["documents", "mentions", "dates", "quotes", "sections", "statements"])
def test_releases_are_in_natural_order_and_rows_in_the_order_of_the_text(counted, table):
    rows = counted.rows(table)
    assert list(dict.fromkeys(r["document_id"] for r in rows)) == ["r0", "r1", "r2", "r10"]
    for _, some in itertools.groupby(rows, key=lambda r: r["document_id"]):
        starts = [r.get("start", 0) for r in some]
        assert starts == sorted(starts)


def test_keys_of_rows_sort_in_natural_order(counted):
    for table, key in (("mentions", "mention_id"), ("dates", "date_id"), ("quotes", "quote_id")):
        rows = [r for r in counted.rows(table, "document_id == 'r10'") if r.get("label", "PERSON") == "PERSON"]
        assert sorted(rows, key=lambda r: r[key]) == rows, "as in a spreadsheet sorted by the key"
    assert row_id("d", "quote", 40, 60) < row_id("d", "quote", 1000, 1010)


def test_the_page_lists_releases_in_natural_order(counted):
    assert [r["key"] for r in Session(counted.out).releases()["releases"]] == ["r0", "r1", "r2", "r10"]


@pytest.mark.parametrize(
    "names",
    [
        ["r2", "r02", "r10", "r100"],
        ["2023-9", "2023-10", "2023-10-b"],
        ["a", "a-1", "a-1-x", "a-12", "b"],
        ["x9", f"x{10**40}"],
    ],
)
def test_numbers_in_names_are_compared_as_numbers(names):
    assert sorted({*names}, key=lambda n: (natural_sort_key(n), n != "r2")) == names
