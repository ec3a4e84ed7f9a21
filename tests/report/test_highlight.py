"""A text with marks: however the marks overlap, the words stay and the elements nest."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.html import Mark, line_numbers, marked


class Reader(HTMLParser):
    """The words of a page; fails if an element is closed that was not the last one opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self.open, self.ids, self.links = "", [], [], 0

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        assert self.open.count("a") <= 1, "a link within a link"
        self.ids += [v for k, v in attrs if k == "id"]
        self.links += tag == "a"

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def mark(start: int, end: int, rank: int = 0, **more: str) -> Mark:
    return Mark(start, end, rank, "span", {"class": f"m{rank}"}, **more)


@pytest.mark.parametrize(
    ("marks", "html", "why"),
    [
        ([], "a &lt;b&gt; c", "escaped"),
        ([mark(2, 5)], 'a <span class="m0">&lt;b&gt;</span> c', "escaped within a mark"),
        (
            [mark(0, 5, 1), mark(2, 7, 2)],
            '<span class="m1">a <span class="m2">&lt;b&gt;</span></span><span class="m2"> c</span>',
            "cut where they overlap",
        ),
        (
            [mark(0, 7, identity="x", href="#r"), mark(2, 5, 1, href="#s")],
            '<span id="x" class="m0"><a href="#r">a </a><span class="m1"><a href="#s">&lt;b&gt;</a></span>'
            '<a href="#r"> c</a></span>',
            "the narrower mark is the link",
        ),
        ([mark(3, 3), mark(5, 99)], "a &lt;b&gt; c", "marks without width or outside the text are dropped"),
    ],
)
def test_marks(marks: list[Mark], html: str, why: str) -> None:
    assert marked("a <b> c", marks) == html, why


def test_points_stand_between_the_words() -> None:
    assert marked("ab", [mark(1, 2)], {1: "<hr>", 2: "<br>"}) == 'a<hr><span class="m0">b</span><br>'


@given(
    st.text("a<>&\"' \n", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 3), st.booleans()), max_size=12),
)
def test_words_stay_and_elements_nest(text: str, spans: list[tuple[int, int, int, bool]]) -> None:
    marks = [mark(a, b, rank, identity=f"i{n}", href="#x" * link) for n, (a, b, rank, link) in enumerate(spans)]
    reader = read(marked(text, marks))
    assert reader.words == text
    assert len(reader.ids) == len(set(reader.ids)), "an anchor twice"
    assert set(reader.ids) == {m.identity for m in marks if 0 <= m.start < m.end <= len(text)}


@pytest.mark.parametrize("text", ["", "a", "\n", "\n\n", "a\r\nb\n\nc", "a\u2028b\rc\n"])
def test_lines_end_only_at_line_feeds(text: str) -> None:
    number = line_numbers(text)
    assert [number(n) for n in range(len(text) + 1)] == [text.count("\n", 0, n) + 1 for n in range(len(text) + 1)]
