"""Speakers that the layout names: “Jan Berg: “…””, “Statement by Jan Berg:” above, “— Jan Berg” below a quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extraction.quotes.cues import STRONG, saying_nouns, strength, subject_of
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.marks import Run
from pipeline.extraction.quotes.names import Name
from pipeline.extraction.quotes.speakers import Speaker, adjacent, from_head, named

DASHES = "—–-―"
LONGEST_SIGNATURE = 200  # characters of “— Jan Berg, Director of the Institute of …”
_ORNAMENT = " \t\n\u00a0.*_#•>" + DASHES


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker named beside a quote and not in a sentence with it."""

    place: str
    speaker: Speaker
    cue: tuple[int, int] | None
    score: float


def labels(frame: Frame, run: Run) -> Iterator[Label]:
    """The labels before and after a run."""
    p = frame.paragraphs[run.paragraph]
    head = frame.text[p.start : run.outer_start].strip(_ORNAMENT)
    if not head and run.paragraph:
        q = frame.paragraphs[run.paragraph - 1]
        if frame.text[q.start : q.end].rstrip(_ORNAMENT).endswith(":"):
            yield from _before(frame, q.start, q.end)
    elif head.endswith(":"):
        first, last = frame.before(run)
        if first < last:
            yield from _before(frame, frame.tokens[first].idx, run.outer_start)
    start, end = run.outer_end, p.end
    if not frame.text[start:end].strip(_ORNAMENT) and run.paragraph + 1 < len(frame.paragraphs):
        start, end = frame.paragraphs[run.paragraph + 1].start, frame.paragraphs[run.paragraph + 1].end
    yield from _after(frame, start, end, run)


def _before(frame: Frame, start: int, end: int) -> Iterator[Label]:
    tokens = [t for t in frame.tokens[slice(*frame.range_of(start, end))] if frame.outside(t.i)]
    if not tokens:
        return
    zone = range(tokens[0].i, tokens[-1].i + 1)
    cue = next((t for t in reversed(tokens) if strength(t) == STRONG), None)
    head = subject_of(cue, lambda t: frame.outside(t.i) and t.i in zone) if cue is not None else None
    speaker = from_head(frame, head, cue) if cue is not None and head is not None else None
    if speaker is None and cue is not None and (beside := adjacent(frame, cue)):
        speaker = named(beside)
    if speaker is None and cue is not None and tokens[-1].text == ":" and (name := _before_cue(frame, start, cue.idx)):
        speaker = named(name)
    if cue is not None and speaker is not None:
        yield Label("label", speaker, (cue.idx, cue.idx + len(cue)), 7.0)
        return
    names = frame.names.between(start, end)
    best = next((n for n in names if n.kind == "person"), names[0] if names else None)
    noun = next((t for t in tokens if t.lemma_.lower() in saying_nouns()), None)
    verbs = any(t.pos_ == "VERB" and t.tag_ in ("VBD", "VBZ", "VBP") for t in tokens)
    if best is not None and (noun is not None or not verbs):
        yield Label("label", named(best), (noun.idx, noun.idx + len(noun)) if noun is not None else None, 6.5)
    elif best is None and not verbs and len(tokens) <= 6:
        at = start + len(frame.text[start:end]) - len(frame.text[start:end].lstrip(_ORNAMENT))
        words = frame.text[at:end].split(":")[0].rstrip(_ORNAMENT)
        if words[:1].isupper():
            yield Label("label", Speaker(at, at + len(words), words), None, 5.0)


def _before_cue(frame: Frame, start: int, cue: int) -> Name | None:
    """The person between commas nearest before a cue whose subject the parse loses, else the nearest person.

    Answering the claims of a former clerk, Omar Diallo, Chair of the Board, said:
    """
    people = [n for n in frame.names.between(start, cue, "person") if frame.outside(frame.token_at(n.start))]
    apart = [n for n in people if frame.text[n.end : n.end + 1] == "," and frame.text[: n.start].rstrip().endswith(",")]
    return next(reversed(apart or people), None)


def _after(frame: Frame, start: int, end: int, run: Run) -> Iterator[Label]:
    tail = frame.text[start:end]
    if len(tail) > LONGEST_SIGNATURE or (
        not run.text(frame.text).endswith((".", "!", "?")) and tail[:2].strip() == ","
    ):
        return
    body = tail.lstrip(_ORNAMENT)
    at = start + len(tail) - len(body)
    dash = any(c in DASHES for c in tail[: len(tail) - len(body)])
    names = frame.names.between(at, end)
    first = names[0] if names and names[0].start <= at + 25 and names[0].kind == "person" else None
    tokens = frame.tokens[slice(*frame.range_of(at, end))]
    verbs = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in tokens)
    if first is not None and not verbs and not body.startswith("by ") and (dash or not tail.rstrip().endswith(".")):
        yield Label("signature", named(first), None, 8.0 if dash else 6.5)
    elif dash and not verbs:
        words = body.split(",")[0].split("\n")[0].rstrip(_ORNAMENT)
        if 1 < len(words.split()) < 6 and all(w[0].isupper() for w in words.split()):
            yield Label("signature", Speaker(at, at + len(words), words), None, 7.0)
