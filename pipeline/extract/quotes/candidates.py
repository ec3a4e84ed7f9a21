"""Who may have said a run of marks, and on what evidence: one candidate a place where the text can say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.extract.quotes.cues import saying_nouns, strength, subject_of
from pipeline.extract.quotes.frame import Frame
from pipeline.extract.quotes.marks import Run
from pipeline.extract.quotes.speakers import Speaker, from_head, named


@dataclass(frozen=True, slots=True)
class Candidate:
    """A speaker of a run: the place the evidence stands in, the cue words, and a score above 0 for good evidence."""

    place: str
    speaker: Speaker
    cue: tuple[int, int] | None
    score: float
    verb: int = 0  # strength of the cue


def candidates(frame: Frame, run: Run) -> Iterator[Candidate]:
    """Candidates from the sentence around the run and from the layout; carried speakers are the caller's."""
    yield from _after(frame, run)
    yield from _before(frame, run)
    yield from _layout(frame, run)


def _allowed(frame: Frame, run: Run) -> range:
    p = frame.paragraphs[run.paragraph]
    return range(*frame.range_of(p.start, p.end))


def _speaker(frame: Frame, verb: Token, zone: range) -> Speaker | None:
    head = subject_of(verb, lambda t: frame.outside(t.i) and t.i in zone)
    return from_head(frame, head, verb) if head is not None else None


def _cue(*tokens: Token) -> tuple[int, int]:
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def _after(frame: Frame, run: Run) -> Iterator[Candidate]:
    first, last = frame.after(run)
    inner = run.text(frame.text).rstrip()
    invites = (
        inner.endswith((",", "?", "!", "—", "-", "–", "…")) or frame.text[run.outer_end : run.outer_end + 1] == ","
    )
    zone = range(first, last)
    tokens = [frame.tokens[i] for i in zone if frame.outside(i)]
    lead = next((t for t in tokens if not t.is_punct and not t.is_space), None)
    if lead is None:
        return
    base = 8.0 if invites else 5.0
    if inner.endswith(".") and run.closed:
        base = 3.0
    for token in tokens:
        power = strength(token)
        opens = token.i == lead.i and token.pos_ == "VERB"
        if token.lower_ == "according" and token.i + 2 < last:
            speaker = _object(frame, token)
            if speaker:
                yield Candidate("according", speaker, _cue(token, frame.tokens[token.i + 1]), base, 3)
                return
        if not power and not opens:
            continue
        if token.tag_ == "VB" and token.dep_ == "xcomp" and not opens:
            continue
        speaker = _speaker(frame, token, zone)
        if speaker is None and (opens or token.i - lead.i <= 8):
            speaker = _nearest(frame, token, zone)
        if speaker is None:
            continue
        if not power and not (invites and token.tag_ != "VBN" and (speaker.name or speaker.pronoun)):
            continue
        near = min(token.i - lead.i, 20)
        yield Candidate("after", speaker, _cue(token), base + power - 0.15 * near - (0 if power else 1), power or 2)
        return


def _nearest(frame: Frame, verb: Token, zone: range) -> Speaker | None:
    """The name after an inverted verb, else the one before it, where the parse gives no subject."""
    end = frame.tokens[zone[-1]].idx + len(frame.tokens[zone[-1]])
    after = frame.names.between(verb.idx, end)
    if after and frame.token_at(after[0].start) - verb.i <= 12:
        return named(next((n for n in after if n.kind == "person"), after[0]))
    before = frame.names.between(frame.tokens[zone[0]].idx, verb.idx)
    if before:
        return named(before[-1])
    for i in (*range(verb.i - 1, zone[0] - 1, -1), *range(verb.i + 1, min(verb.i + 3, zone[-1] + 1))):
        if frame.tokens[i].pos_ == "PRON" and frame.tokens[i].lower_ in ("he", "she", "they"):
            return from_head(frame, frame.tokens[i])
    return None


def _object(frame: Frame, according: Token) -> Speaker | None:
    """Who “according to” names."""
    to = frame.tokens[according.i + 1]
    if to.lower_ != "to":
        return None
    head = next((c for c in to.children if c.dep_ == "pobj" and frame.outside(c.i)), None)
    return from_head(frame, head) if head is not None else None


def _before(frame: Frame, run: Run) -> Iterator[Candidate]:
    first, last = frame.before(run)
    zone = range(first, last)
    tokens = [frame.tokens[i] for i in zone if frame.outside(i) and not frame.tokens[i].is_space]
    if not tokens:
        return
    lead = tokens[-1]
    joint = lead.text in (":", ",") or lead.lower_ == "that"
    governing = _governing(frame, run, zone)
    for token in reversed(tokens):
        if token.lower_ == "according" and token.i + 2 < last:
            speaker = _object(frame, token)
            if speaker:
                yield Candidate("according", speaker, _cue(token, frame.tokens[token.i + 1]), 7.0, 3)
                return
        power = strength(token)
        if not power and token.i in governing and token.pos_ == "VERB":
            power = 1
        if not power or token.dep_ in ("amod", "compound"):
            continue
        speaker = _speaker(frame, token, zone) or _nearest_before(frame, token, zone)
        if speaker is None:
            continue
        gap = sum(1 for t in tokens if t.i > token.i)
        score = 2.0 + power - 0.12 * min(gap, 25)
        score += (3.0 if lead.text == ":" else 2.0) if joint else 0.0
        score += 1.0 if gap <= 1 + joint else 0.0
        score += 1.0 if token.i in governing else 0.0
        yield Candidate("before", speaker, _cue(token), score, power)
        if power == 3:
            return


def _nearest_before(frame: Frame, verb: Token, zone: range) -> Speaker | None:
    before = frame.names.between(frame.tokens[zone[0]].idx, verb.idx, "person")
    outside = [n for n in before if frame.outside(frame.token_at(n.start))]
    return named(outside[-1]) if outside else None


def _governing(frame: Frame, run: Run, zone: range) -> set[int]:
    """Tokens before the run that its words hang on."""
    first, last = frame.range_of(run.start, run.end)
    above: set[int] = set()
    for token in frame.tokens[first:last]:
        if not first <= token.head.i < last:
            above |= {t.i for t in token.ancestors if t.i in zone}
    return above


def _layout(frame: Frame, run: Run) -> Iterator[Candidate]:
    """“Name: “…””, “Statement by Name:” in the paragraph before, “— Name” after the run."""
    p = frame.paragraphs[run.paragraph]
    head = frame.text[p.start : run.outer_start].strip()
    if not head and run.paragraph:
        q = frame.paragraphs[run.paragraph - 1]
        label = frame.text[q.start : q.end].strip()
        if label.endswith(":"):
            yield from _label(frame, q.start, q.end)
    elif head.endswith(":"):
        first, _ = frame.before(run)
        yield from _label(frame, frame.tokens[first].idx, run.outer_start)
    tail = frame.text[run.outer_end : p.end]
    start = run.outer_end
    if not tail.strip() and run.paragraph + 1 < len(frame.paragraphs):
        q = frame.paragraphs[run.paragraph + 1]
        start, tail = q.start, frame.text[q.start : q.end]
    if tail.lstrip(" \t.")[:1] in ("—", "–", "-", "―") and len(tail) < 160:
        speaker = _signatory(frame, start, start + len(tail))
        if speaker is not None:
            yield Candidate("signature", speaker, None, 8.0, 3)


def _signatory(frame: Frame, start: int, end: int) -> Speaker | None:
    """Whoever signs after a dash: a known name, else the capitalised words before the first comma."""
    tail = frame.text[start:end]
    at = start + len(tail) - len(tail.lstrip(" \t.—–-―*_"))
    names = frame.names.between(at, end)
    if names and names[0].start <= at + 1:
        return named(names[0])
    words = frame.text[at:end].split(",")[0].split("\n")[0].rstrip(" .*_")
    if 1 < len(words.split()) < 6 and all(w[0].isupper() for w in words.split()):
        return Speaker(at, at + len(words), words)
    return None


def _label(frame: Frame, start: int, end: int) -> Iterator[Candidate]:
    names = frame.names.between(start, end)
    people = [n for n in names if n.kind == "person"]
    if not names:
        return
    tokens = frame.tokens[slice(*frame.range_of(start, end))]
    if any(t.lemma_.lower() in saying_nouns() for t in tokens):
        yield Candidate("label", named((people or names)[0]), None, 6.5, 3)
    elif not frame.text[start : names[0].start].strip(" *_#-•") or not any(t.pos_ == "VERB" for t in tokens):
        yield Candidate("label", named((people or names)[0]), None, 6.0, 3)
    else:
        cue = next((t for t in tokens if strength(t) == 3), None)
        if cue is not None:
            speaker = _speaker(frame, cue, range(*frame.range_of(start, end))) or named((people or names)[-1])
            yield Candidate("label", speaker, _cue(cue), 7.0, 3)
