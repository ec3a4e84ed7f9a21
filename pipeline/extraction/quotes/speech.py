"""What the words between marks look like: a clause that someone says, or a title, a term, a name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.symbols import csubj, expl, nsubj, nsubjpass  # type: ignore[import-not-found]

from pipeline.data import word_list
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.marks import Run

_FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))
_SUBJECTS = frozenset((csubj, expl, nsubj, nsubjpass))
_LINKS = frozenset(("on", "about", "of", "under"))


@dataclass(frozen=True, slots=True)
class Shape:
    """What a run looks like from outside and inside."""

    words: int
    clause: bool  # has a finite verb with a subject
    verb: bool  # has a finite verb
    capital: bool  # begins with a capital
    title_case: bool  # most words that can be lower case are not
    comma: bool  # ends with a comma inside
    stop: bool  # ends with . ? ! inside
    first_person: bool
    parenthesis: bool  # stands in brackets of its own: (“the Company”)
    title_noun: bool  # a noun before or after it that bears a title: the workshop “…”, the “…” initiative
    title_cue: bool  # called, entitled, so-called … before it
    alone: bool  # is all of its paragraph
    listed: bool  # stands in a list of runs: “plans,” “believes,” and …

    @property
    def title_like(self) -> bool:
        """Whether it would be a title if nobody said it."""
        return self.parenthesis or self.title_cue or self.title_noun or (self.title_case and not self.stop)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word_list(f"quotes/{name}.txt"))


def shape_of(frame: Frame, run: Run) -> Shape:
    """The shape of a run."""
    text = frame.text
    first, last = frame.range_of(run.start, run.end)
    small = _words("small_words")
    plain = frame.plain
    words = [i for i in range(first, last) if _is_word(frame, i)]
    content = [plain.texts[i] for i in words if plain.lowers[i] not in small and plain.texts[i][0].isalpha()]
    capitals = sum([word[0].isupper() for word in content])
    tags = enumerate(plain.tags[first:last], first)
    finite = any(tag in _FINITE or (tag == "VB" and frame.tokens[i].dep_ == "ROOT") for i, tag in tags)
    subject = not _SUBJECTS.isdisjoint(frame.parse.relations[first:last].tolist())
    cased = bool(content) and capitals >= 0.75 * len(content)
    inner = run.text(text).rstrip()
    # they say the study “is a first step”; they ask for a plan “to reduce the load”
    predicate = inner[:1].islower() and bool(words) and (finite or plain.lowers[words[0]] in ("to", "that"))
    outer_before = text[max(0, run.outer_start - 60) : run.outer_start].rstrip()
    outer_after = text[run.outer_end : run.outer_end + 60]
    return Shape(
        words=len(words),
        clause=finite and subject,
        verb=finite,
        capital=inner[:1].isupper(),
        title_case=cased,
        comma=inner.endswith(","),
        stop=inner.endswith((".", "?", "!")),
        first_person=not _words("first_person").isdisjoint(map(plain.lowers.__getitem__, words)),
        parenthesis=_bracketed(outer_before, outer_after),
        title_noun=(not predicate and _noun_beside(frame, run, _words("title_nouns")))
        or (cased and not subject and _names_title(frame, words)),
        title_cue=_after_cue(outer_before, _words("title_cues")) or (cased and not subject and _named_by(outer_before)),
        alone=_alone(frame, run),
        listed=_listed(outer_before, outer_after),
    )


def _alone(frame: Frame, run: Run) -> bool:
    p = frame.paragraphs[run.paragraph]
    return not frame.text[p.start : run.outer_start].strip() and not frame.text[run.outer_end : p.end].strip(
        " .\n\t\xa0"
    )


def _bracketed(before: str, after: str) -> bool:
    tail = before.rsplit("(", 1)
    return (
        len(tail) == 2
        and ")" not in tail[1]
        and len(tail[1]) < 30
        and after.lstrip(" ,")[:1] in (")", "“", '"', "o", ";")
    )


def _after_cue(before: str, cues: frozenset[str]) -> bool:
    words = before.casefold().replace(",", " ").replace(":", " ").split()
    return any(" ".join(words[-n:]) in cues for n in range(1, 5) if len(words) >= n)


def _is_word(frame: Frame, i: int) -> bool:
    text = frame.plain.texts[i]
    return text[0].isalnum() or not (text.isspace() or frame.tokens[i].is_punct)


def _names_title(frame: Frame, words: list[int]) -> bool:
    """Whether a title says itself what it is: the “Clear Rivers and Lakes Act”."""
    return len(words) > 1 and any(
        frame.tokens[i].lemma_.lower() in _words("title_nouns") for i in (words[-1], words[0])
    )


def _named_by(before: str) -> bool:
    """Whether a broadcaster or a preposition stands before a name: on ABC’s “Sunday Talk”, told “Sunday Talk”."""
    last = before.split()[-1:] or [""]
    return last[0].casefold().endswith(("’s", "'s")) or last[0].casefold() in (
        "on",
        "in",
        "at",
        "with",
        "to",
        "from",
        "told",
        "of",
    )


def _noun_beside(frame: Frame, run: Run, nouns: frozenset[str]) -> bool:
    i = frame.token_from(run.outer_start) - 1
    before = frame.tokens[i] if i >= 0 else None
    if before is not None and (before.text in (",", ":") or before.lower_ in _LINKS) and i > 0:
        before = frame.tokens[i - 1]  # the report, “…”; the conference on “…”
    if before is not None and before.pos_ in ("NOUN", "PROPN") and before.lemma_.lower() in nouns:
        return True
    j = frame.token_from(run.outer_end)
    for token in frame.tokens[j : j + 3]:
        if token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in nouns:
            return frame.text[run.end - 1 : run.end] not in (".", "!", "?")
        if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            break
    return False


def _listed(before: str, after: str) -> bool:
    return before.endswith(("”", "”,", '",', "”;")) or after.lstrip(" ,;")[:1] in ("“",)
