"""The wording of job titles: where a title begins and ends, and when two titles are the same."""

import re
from html import unescape

from pipeline.data import word_list, word_table
from pipeline.extraction.people.honorifics import HONORIFICS
from pipeline.extraction.people.trim import POST_NOMINALS
from pipeline.extraction.text.forms import NOT_READ, closes_bracket, folded, without_lone_marks
from pipeline.records import grouped, one_line

_EDGES = grouped((where, pattern) for where, pattern, _ in word_table("roles/edges.tsv"))
_STRAY = {where: "|".join(patterns) for where, patterns in _EDGES.items()}
_START = re.compile(rf"(?:[^()\n]{{1,30}}\)\s)?(?:{_STRAY['start']})*", re.IGNORECASE)  # “[ZB) ]Director” of “(ZB)”
_END = re.compile(rf"(?:{_STRAY['end']})+$", re.IGNORECASE)
_NO_TITLE_ALONE = re.compile(_STRAY["alone"])
_PROFESSOR = re.compile(  # a form of address at the end of a title: “Chief Clerk[ Professor]”
    r"(?<=[\w)])(?<!\band)(?<!\b(?:or|as))(?<!['’]s)(?<!Trustees)"
    r"(?<!Assistant)(?<!Chair)(?<!Fellow)\s(?:(?:Associate|Assistant)\s)?(?:Professor|Prof\.?)$"
)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
# “Clerk of [Zed\*Lab](https://…)”, but a star within a word is its own: “Clerk of B*ats”
_MARKS = re.compile(r"[\[\]]|\\(?=[*_])|(?<![*_\\])(?:(?<!\w)[*_]++|[*_]++(?!\w))")
_GENERAL = rf"(?:{'|'.join(f'(?<={word})' for word in word_list('people/generals.txt'))})\sgeneral\b"
_CUT_OFF = re.compile(
    rf"(?i)[-‑]\w+|\sd['’]affaires\b|(?<=associate)\sprofessors?\b|{_GENERAL}|\sof\sthe\syear\b|{NOT_READ.pattern}"
)
_WORD = re.compile(r"\w+")
_HEAD_NOUNS = frozenset(map(folded, word_list("roles/heads.txt") + word_list("roles/heads_more.txt")))
_PROFESSIONS = frozenset(word_list("roles/professions.txt"))
_FUNCTION_WORDS = frozenset(["the", "of", "for", "and", "to", "in", "at", "a", "an", "on"])
_WRITTEN_OUT = {row[0]: row[1] for row in word_table("roles/abbreviations.tsv")}


def whole_end(text: str, start: int, end: int) -> int:
    """The end of a title, extended by what the reader cut off: “Attorney[-General]”, “Ambassador[ Extraordinary …]”."""
    end = start + len(text[start:end].rstrip("-‑"))
    while m := _CUT_OFF.match(text, end):
        end = m.end()
    return end


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without article, punctuation and function words at its edges; empty if nothing else is left."""
    if m := _START.match(text, start, end):
        start = m.end()
    if m := _END.search(text[start:end]):
        end = start + m.start()
    if (m := _PROFESSOR.search(text[start:end])) and has_head_noun(text[start : start + m.start()]):
        end = start + m.start()
    return start, end + closes_bracket(text, start, end)


def shown(words: str) -> str:
    """A job title for display: on one line, without tags and Markdown marks, with `&amp;` as “&”."""
    return without_lone_marks(one_line(unescape(_MARKS.sub("", _TAG.sub(" ", words)))))


def has_head_noun(title: str) -> bool:
    """Whether one of the words is a head noun of job titles: “Chief [Executive]”, “co-[founders]”; not “U.S. Army”."""
    heads = _HEAD_NOUNS.intersection(map(_singular, _folded_words(title)))
    # “charge of the Railways”, “General Assembly”, “Ada Lund, who heads Zed”; not “Chargé d'Affaires”
    is_none = heads <= {"charge", "general"} and not re.search("é|affaires", title, re.IGNORECASE)
    bare = title.replace(".", "")  # “Ada Lund, MP” and “Senator Lund” have no job title, “MP for Port Vale” is one
    return not (is_none or bare in POST_NOMINALS or _NO_TITLE_ALONE.fullmatch(bare.title() if bare.isupper() else bare))


def is_job_title(honorific: str) -> bool:
    """Whether an honorific is a job title of its own: “[Governor] Roe”, not “[Dr.] Roe”."""
    known = HONORIFICS.get(tuple(_folded_words(honorific)))
    return known is not None and known.kind == "office"


def is_profession(title: str) -> bool:
    """Whether a title says what somebody does rather than in which organisation: “fashion [designer]”, “[Actor]”."""
    last = _folded_words(title)[-1]
    return not _PROFESSIONS.isdisjoint((last, last.removesuffix("s")))  # not only “actres”


def is_plural(title: str) -> bool:
    """Whether a title is in the plural: “[Senators] A and B”."""
    return any(_singular(word) != word for word in _folded_words(title))


def _folded_words(title: str) -> list[str]:
    return _WORD.findall(folded(title))


def _singular(word: str) -> str:
    """A head noun of job titles in the singular; any other word unchanged."""
    forms = (word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word))
    return next((form for form in forms if form in _HEAD_NOUNS), word)


def wording_of(role: str) -> frozenset[str]:
    """The words by which titles are compared: lower case, no function words, common abbreviations written out."""
    words = (w for word in map(_singular, _folded_words(role)) for w in _WRITTEN_OUT.get(word, word).split())
    return frozenset(words) - _FUNCTION_WORDS
