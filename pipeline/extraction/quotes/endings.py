"""Where a quote ends whose closing mark is lost, and where one begins whose opening mark is."""

from __future__ import annotations

from pipeline.extraction.quotes.cues import strength
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.marks import Run

_SUBJECT_ROOM = 8  # tokens between the comma and the verb of an attribution
_OWN = frozenset(("i", "we", "you", "one"))


def mended(frame: Frame, run: Run) -> Run:
    """The run with a guessed end or start where a mark is lost; others as they are.

    A quote that goes on in the next paragraph ends with its own.
    """
    if run.opened and not run.closed and not run.continues and not run.single:
        return _cut(frame, run, _end(frame, run))
    if not run.opened and not run.continued and run.closed:
        return run._replace(start=_start(frame, run), outer_start=_start(frame, run))
    return run


def _cut(frame: Frame, run: Run, end: int) -> Run:
    while end > run.start and frame.text[end - 1].isspace():
        end -= 1
    return run._replace(end=end, outer_end=end)


def _end(frame: Frame, run: Run) -> int:
    first, last = frame.range_of(run.start, run.end)
    sentences = _sentences(frame, first, last)
    for n, (a, b) in enumerate(sentences):
        cut = _attribution(frame, a, b)
        if cut is not None:
            return cut
        if n and _narrative(frame, a, b):
            return frame.tokens[a].idx
    closed_by_mark = run.outer_end < frame.paragraphs[run.paragraph].end
    if closed_by_mark and len(sentences) > 1 and not _complete(frame, *sentences[-1]):
        return frame.tokens[sentences[-1][0]].idx  # “… in May. He also said that “funding …”: ends before He
    return run.end


def _sentences(frame: Frame, first: int, last: int) -> list[tuple[int, int]]:
    found, start = [], first
    for i in range(first + 1, last):
        before = frame.text[: frame.tokens[i].idx].rstrip() if frame.tokens[i].is_sent_start else ""
        if before.endswith((".", "?", "!", "…")):
            found.append((start, i))
            start = i
    return [*found, (start, last)] if start < last else found


def _complete(frame: Frame, a: int, b: int) -> bool:
    words = [t for t in frame.tokens[a:b] if not t.is_space]
    return bool(words) and words[-1].text in (".", "?", "!", "…")


def _attribution(frame: Frame, a: int, b: int) -> int | None:
    """Offset after the comma of “…, she said”, or of “…, said Jan Berg, …” within tokens `a` to `b`."""
    for i in range(a + 1, b):
        if frame.tokens[i - 1].text not in (",", "?", "!"):
            continue
        for j in range(i, min(b, i + _SUBJECT_ROOM)):
            token = frame.tokens[j]
            if token.is_punct and token.text != "-":
                break
            if strength(token) < 3 or token.tag_ not in ("VBD", "VBZ", "VBP"):
                continue
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            if j == i and (subject is None or subject.i > j):
                return frame.tokens[i].idx
            if subject is not None and i <= subject.i < j and subject.lower_ not in _OWN:
                return frame.tokens[i].idx
    return None


def _narrative(frame: Frame, a: int, b: int) -> bool:
    """Whether a sentence reports: “Mr. Berg said that …”, “She also stressed …”."""
    for token in frame.tokens[a:b]:
        if strength(token) < 3 or token.tag_ not in ("VBD", "VBZ"):
            continue
        subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
        if (
            subject is not None
            and subject.lower_ not in _OWN
            and (frame.names.at(subject.idx) is not None or subject.pos_ == "PRON")
        ):
            return True
    return False


def _start(frame: Frame, run: Run) -> int:
    """After “said, ” or “said that ” of the same sentence, else where the sentence or the paragraph begins."""
    first, last = frame.range_of(run.start, run.end)
    sentences = _sentences(frame, first, last)
    if not sentences:
        return run.start
    for a, b in reversed(sentences):
        for i in range(b - 1, a, -1):
            token, before = frame.tokens[i], frame.tokens[i - 1]
            if strength(before) == 3 and (token.text in (",", ":") or token.lower_ == "that") and i + 1 < b:
                return frame.tokens[i + 1].idx
    p = frame.paragraphs[run.paragraph]
    start = sentences[0][0] if run.start == p.start else sentences[-1][0]
    token = frame.tokens[start]
    while token.is_space and token.i + 1 < last:
        token = frame.tokens[token.i + 1]
    return token.idx
