"""Which runs are speech and who speaks: candidates of the sentence, then speakers carried over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extraction.quotes.candidates import Candidate, candidates
from pipeline.extraction.quotes.cues import FAIR, STRONG, strength
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.indirect import Reported
from pipeline.extraction.quotes.marks import Run
from pipeline.extraction.quotes.resolve import resolve
from pipeline.extraction.quotes.speakers import Speaker
from pipeline.extraction.quotes.speech import Shape, shape_of
from pipeline.extraction.quotes.topic import following, topic

LENIENT = 0.3  # off the score needed where nothing looks like a title
NEAR = 60  # characters between the parts of one statement: a “first” and, at last, a “second”


@dataclass(frozen=True, slots=True)
class Choice:
    """A run and what was decided: `candidate` is None for speech without a speaker; `speech` False for titles."""

    run: Run
    shape: Shape
    speech: bool
    candidate: Candidate | None
    group: int  # index of the first run of the utterance


def choose(frame: Frame, clauses: Sequence[Reported]) -> list[Choice]:
    """Decide over all runs of a document, in order; `clauses` are its reported clauses."""
    made: list[Choice] = []
    last: Speaker | None = None
    for n, run in enumerate(frame.runs):
        shape = shape_of(frame, run)
        before = next((c for c in reversed(made) if c.speech), None)
        best = max(candidates(frame, run, shape.clause, _holder(clauses, run)), key=lambda c: c.score, default=None)
        for other in (_carried(frame, run, shape, before), *_about(frame, run, shape)):
            if other and (best is None or best.score < other.score):
                best = other
        speech = _is_speech(shape, best, run)
        group = n
        if speech and best:
            speaker = resolve(frame, best.speaker, last)
            best = Candidate(best.place, speaker, best.cue, best.score, best.verb)
            if before and before.candidate and (best.place == "carried" or best.cue == before.candidate.cue):
                group = before.group
            last = speaker
        elif speech and run.continued and before:
            group = before.group
        made.append(Choice(run, shape, speech, best if speech else None, group))
    return made


def _about(frame: Frame, run: Run, shape: Shape) -> tuple[Candidate | None, ...]:
    """Who the sentences beside a clause in marks are about."""
    return (topic(frame, run), following(frame, run)) if shape.clause and shape.capital else ()


def _holder(clauses: Sequence[Reported], run: Run) -> Reported | None:
    """The innermost reported clause around a run, one of a verb of saying before others."""
    around = [c for c in clauses if c.start <= run.start and run.end <= c.end + 2]
    return min(around, key=lambda c: (c.how != "said", c.end - c.start), default=None)


def _carried(frame: Frame, run: Run, shape: Shape, before: Choice | None) -> Candidate | None:
    """The speaker of the quote before, where nothing stands between but its attribution."""
    if before is None or before.candidate is None:
        return None
    speaker, cue = before.candidate.speaker.carried(), before.candidate.cue
    score: float | None = None
    if run.continued:
        score = 9.0
    elif run.paragraph == before.run.paragraph:
        first, _ = frame.before(run)
        start = frame.token_from(before.run.outer_end)
        if first <= start and before.run.outer_end <= run.outer_start:
            near = run.outer_start - before.run.outer_end < NEAR
            score = (
                4.4
                if _spoken_anew(frame, before, run)
                else 6.5
                if before.candidate.place == "after"
                else 5.6
                if near
                else 4.5
            )  # “A,” she said, “B.”
        elif _only_attribution(frame, before, first) and shape.words > 2:
            score = 6.0 if _bare(frame, run, first) else 3.5
    elif run.paragraph - before.run.paragraph <= 2 and _says_on(frame, run):
        score = 5.0
    elif shape.words > 4 and shape.stop | shape.comma and shape.alone and run.paragraph - before.run.paragraph <= 2:
        score = 4.0
    return Candidate("carried", speaker, cue, score, 2) if score is not None else None


def _says_on(frame: Frame, run: Run) -> bool:
    """Whether a verb of saying without a subject is all that stands before a quote: Further added, “…”."""
    first, last = frame.before(run)
    words = [t for t in frame.tokens[first:last] if not t.is_space and not t.is_punct]
    verbs = [t for t in words if strength(t) == STRONG and t.tag_ == "VBD"]
    return len(verbs) == 1 and all(t.pos_ in ("ADV", "CCONJ") for t in words if t is not verbs[0])


def _spoken_anew(frame: Frame, before: Choice, run: Run) -> bool:
    """Whether someone else is said to speak between two quotes: “…,” said Jan Berg, who thinks the bill “is …”."""
    cue = before.candidate.cue if before.candidate else None
    for token in frame.tokens[slice(*frame.range_of(before.run.outer_end, run.outer_start))]:
        subject = any(c.dep_ == "nsubj" and c.i < token.i for c in token.children)
        if subject and strength(token) >= FAIR and (cue is None or token.idx != cue[0]):
            return True
    return False


def _only_attribution(frame: Frame, before: Choice, first: int) -> bool:
    """Whether the sentence of the quote before ends right where this one begins."""
    return first <= frame.sentence_end(before.run)


def _bare(frame: Frame, run: Run, first: int) -> bool:
    """Whether nothing but the mark stands before the run in its sentence."""
    return not frame.text[frame.tokens[first].idx : run.outer_start].strip() if first < len(frame.tokens) else True


def _is_speech(shape: Shape, best: Candidate | None, run: Run) -> bool:
    if shape.parenthesis or (run.single and shape.words < 4 and (best is None or best.score < 7)):
        return False
    if shape.title_noun and shape.title_case and not (shape.stop or shape.comma):
        return False  # At the seminar “Trade Without Borders”, Minister Mendes said …
    if best is None:
        sentence = shape.clause and shape.words > 6 and not shape.title_like
        return sentence and (shape.first_person or (shape.alone and shape.capital and shape.stop))
    return best.score >= _needed(shape) - (0.0 if shape.title_like or shape.title_case else LENIENT)


def _needed(shape: Shape) -> float:
    """The score that makes speech of a run: little for a sentence, much for a name."""
    if shape.clause and shape.capital and (shape.stop or shape.comma):
        need = 3.0
    elif shape.verb and shape.words > 2:
        need = 4.0
    else:
        need = 5.0 if shape.words > 2 else 5.5
    if shape.title_case:
        need += 0.5 if shape.clause or shape.first_person else 1.5
    need += 3.0 if shape.title_cue else 0.0
    need += 2.5 if shape.title_noun else 0.0
    return need + (1.0 if shape.listed and shape.words < 5 else 0.0)
