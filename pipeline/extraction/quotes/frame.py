"""A text as the rules of quotes see it: what stands between marks is hidden, sentences go on over it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.extraction.text.sentences import sentences
from pipeline.structure import Span

_HIDDEN = ("ｘ", "Ｘ")  # for words between marks that begin small or large: letters, but of no word of a rule


class Frame:
    """The text outside the marks, in sentences: “Why?” she asked is one.

    `plain` is as long as `text`, so that offsets are the same in both.
    """

    def __init__(self, text: str, quoted_spans: Sequence[QuotedSpan], paragraphs: Sequence[Span]) -> None:
        self.text, self.quoted_spans = text, quoted_spans
        self.plain = _hidden(text, quoted_spans)
        self.sentences = sentences(self.plain, paragraphs)
        self._starts = [s.start for s in self.sentences]

    def number(self, offset: int) -> int:
        """The number of the sentence that holds `offset`, or of the one before it."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def sentence(self, quoted: QuotedSpan) -> Span:
        """The sentence around a quoted span; a line end parts no quote from “Mayor Karim said:” or from “…,”"""
        n = self.number(quoted.outer_start)
        first, last = self.sentences[n], self.sentences[self.number(max(quoted.outer_end - 1, quoted.outer_start))]
        before = self.sentences[n - 1] if n else first
        if not self.plain[first.start : quoted.outer_start].strip() and self.plain[before.start : before.end].endswith(
            ":"
        ):
            first = before
        open_ended = quoted.text(self.text).endswith(",") and not self.plain[quoted.outer_end : last.end].strip()
        if open_ended and last is not self.sentences[-1]:
            last = self.sentences[self.number(last.end) + 1]
        return Span(first.start, last.end)


def _hidden(text: str, quoted_spans: Sequence[QuotedSpan]) -> str:
    """The text with the letters of each quoted span hidden; full stops that end it still end a sentence."""
    parts, at = [], 0
    for quoted in quoted_spans:
        end = quoted.end
        while end > quoted.start and not text[end - 1].isalnum():
            end -= 1
        letter = _HIDDEN[not text[quoted.start : quoted.start + 1].islower()]
        parts += [text[at : quoted.start], letter * (end - quoted.start)]
        at = max(end, quoted.start)
    return "".join([*parts, text[at:]])
