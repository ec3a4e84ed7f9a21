"""Who holds a job title: the person that the reader links it to, or the one where lists and sentences put a holder."""

import re
from bisect import bisect_right
from collections.abc import Container
from itertools import pairwise, takewhile

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import JobTitle
from pipeline.extraction.roles.held import probabilities_of
from pipeline.extraction.roles.wording import is_job_title, is_plural
from pipeline.records import Mention
from pipeline.structure.release import span_at

BESIDE = 0.1  # probability from which a person named right after a job title is preferred to a likelier one elsewhere
_STANDS_BEFORE = re.compile(r"[ ,]*\n?[ ,]*")  # between a job title and its holder: “Director[, ]Ada Lund”
_BRACKETS = r"(?:\s\([^()\n]{1,40}\))?"
_APPOSED = re.compile(_BRACKETS + r"\s?,\s(?:who is )?(?:the |an? )?|\s\\?[(\[](?:[^()\[\]\n]{1,80}(?:[,;&]|\band)\s)?")
"""Between a holder and the title after it: “Ada Lund[ (D-IN), who is the ]Director”, “Ada Lund[ (Clerk and ]Dean)”."""
_BEFORE_PLURAL = re.compile(_BRACKETS + r"(?:\s?,\s(?:who are )?|\s(?:are|were|as)\s)(?:the\s)?|\s\\?[(\[]")
_LEADS = re.compile(r"(?:(?<=\s\w{3})\.)?(?:,?\s(?:[^\W\da-z][^\s,;]*+|of|for|the|at|in|&)|\sand(?:\s[a-z]+)?)*+,?\s")
"""Between a title and the holder after it: “Clerk[ of Mines and singer ]Ada Lund”, “Clerk[, Zed Bank, Ms. ]Lund”."""
_OF_ANOTHER = re.compile(r"\s(?:of|to|for|by)\s(?:(?:then|[A-Z][a-z]*\.?)\s){0,3}")  # “lawyer[ to then Mayor ]Jan Roe”
_VERB = r"(?:,?\s(?:who|will|is|was|has|been|now|set|due|elected|appointed|named|to))*\s(?:succeed|replace)(?:s|e?d)?\s"
_SUCCEEDS = re.compile(rf"(?:[^.;\n]{{,80}}\.\s(?:She|He)|,[^.;\n]{{1,60}},)?{_VERB}(?:[A-Z][\w.]*\s){{0,3}}")
_AS = re.compile(rf"{_BRACKETS},?\sas\s(?:[\w’'-]+\s){{0,3}}")  # “Ada Lund[ succeeds Mr ]Jan Roe[ as the new ]Chair”
COORDINATES = re.compile(_BRACKETS + r"(?:[,;]|,?\s(?:and|&))\s+(?:and\s+)?")
"""Between two holders of a job title: “Senators A[ (D-IN), ]B[ and ]C”."""
_SAYS_WHO = re.compile(
    r"(?i)(?:[,;(•]|\b(?:and|as|is|was|be(?:en|came|come)?|appointed|elected|named))"
    r"(?:\s(?:also|now|then|\w+ly))?(?:\s(?:the|an?))?(?:\s\w+)?\s$"
)
"""Before a job title whose holder is named earlier: “, who came here as a child, and [is the ]King of Chad”."""
_OTHER_WORD = re.compile(r"\b(?!(?:the|and|his|her|former|current|first|ever|new)\b)[a-z]{3,}")
_ITEM_END = re.compile(r";|(?<=[a-z]{3})[.!?]\s")
_PRONOUN = re.compile(r"(?i)\b(?:s?he|his|her|I|my)\b")
_FAR = 600  # code points: of 18 titles whose holder was named only farther off, and without a pronoun, 17 were others'
_NEAR = 50  # code points: room for a comma, an honorific and words in brackets


def holders_of(analysis: Analysis, title: JobTitle) -> dict[str, float]:
    """The people who hold a job title, likeliest first, each with the probability of holding it. Preferred to the link
    are a person right before the title (“Ada Lund, Director”) or in the same item between semicolons, since the reader
    just as often links that of another item; else one right after it, from `BESIDE`. Only a plural has several."""
    text, any_link = analysis.release.text, 1 - title.person.no_link
    beside = _beside(analysis, title.end)
    are_many = is_plural(text[title.start : title.end].partition(" of ")[0]) and not beside
    if are_many and len(before := _in_a_row_before(analysis, title.start)) > 1:
        return dict.fromkeys(before, any_link)
    if (apposed := _apposed(analysis, title.start, title.end)) is not None:
        return {apposed: any_link}
    linked = _linked(analysis, title, beside[:1])
    if linked is None:
        return {}
    person, probability = linked
    if (succession := succession_to(analysis, title.start)) and person in succession:
        return dict.fromkeys(succession, probability)
    if person in beside and is_plural(text[title.start : title.end]):
        return dict.fromkeys(beside, any_link)
    is_about_others = person not in beside and (_has_turns(analysis, person) or _is_far(analysis, title, person))
    return {} if is_about_others or _lacks_stated_holder(analysis, title, person) else {person: probability}


def succession_to(analysis: Analysis, start: int) -> tuple[str, str] | None:
    """Who takes a job title over, and from whom: “[Ada Lund] will succeed [Jan Roe] as Chair”."""
    text, people = analysis.release.text, [m for m in analysis.labelled("PERSON") if m.entity_id and m.end <= start]
    for new, old in pairwise(people[-2:]):
        if _AS.fullmatch(text, old.end, start) and _SUCCEEDS.fullmatch(text, new.end, old.start):
            return str(new.entity_id), str(old.entity_id)
    return None


def _linked(analysis: Analysis, title: JobTitle, right_after: Container[str]) -> tuple[str, float] | None:
    """The likeliest holder, if any, by the reader's link, by the title's item and by who stands right after it."""
    links, ranked = title.person, _ranked(analysis, title)
    if not ranked or ranked[0][1] <= links.no_link:
        return None
    of_item = _of_item(analysis, title)
    if of_item and ranked[0][0] not in of_item:
        linked = [person for person, _ in ranked if person in of_item]
        ranked = [*dict.fromkeys([*linked, *of_item], 1 - links.no_link).items()]
    return next((item for item in ranked if item[0] in right_after and item[1] >= BESIDE), ranked[0])


def _ranked(analysis: Analysis, title: JobTitle) -> list[tuple[str, float]]:
    """The people whom the reader links to a title, likeliest first; not one after “of”: “the lawyer of Jan Roe”."""
    text, people = analysis.release.text, analysis.labelled("PERSON")
    others = {m.entity_id for m in people if _OF_ANOTHER.fullmatch(text, title.end, m.start)}
    found = probabilities_of(analysis, title.person, "PERSON").items()
    return sorted((item for item in found if item[0] not in others), key=lambda item: (-item[1], item[0]))


def _has_turns(analysis: Analysis, person: str) -> bool:
    """Whether a person speaks in a transcript, and so about other people's titles: “MS. ROE:  He was King of Chad.”"""
    turns = (m for m in analysis.mentions if m.entity_id == person and analysis.release.text.startswith(":", m.end))
    return any(m.text.isupper() for m in turns)


def _is_far(analysis: Analysis, title: JobTitle, person: str) -> bool:
    """Whether a person is named only far from a title, and no pronoun before it: “Vale LLP serves as legal counsel”."""
    text, paragraph = analysis.release.text, span_at(analysis.release.paragraphs, title.start) or title
    if _PRONOUN.search(text, paragraph.start, title.start):
        return False
    return all(abs(m.start - title.start) > _FAR for m in analysis.mentions if m.entity_id == person)


def _lacks_stated_holder(analysis: Analysis, title: JobTitle, person: str) -> bool:
    """Whether a title that is one person's has no stated holder nearby: “Roe wrote to the Dean of Ice”."""
    text, start, end = analysis.release.text, title.start, title.end
    if not _is_definite(analysis, title) or _SAYS_WHO.search(text[max(0, start - _NEAR) : start]):
        return False
    mentions = (m for m in analysis.mentions if m.entity_id == person)
    gaps = (text[m.end : start] if m.end <= start else text[end : m.start] for m in mentions)
    return all(map(_OTHER_WORD.search, gaps))


def _is_definite(analysis: Analysis, title: JobTitle) -> bool:
    """Whether a title has “the” before it, or a country at its end: “the Dean”, “King of Chad”."""
    text, start, end = analysis.release.text, title.start, title.end
    has_the = text[:start][-5:].lower().strip() == "the" and not text.startswith(" and ", end)
    return has_the or any(m.end == end and " of " in text[start : m.start][-8:] for m in analysis.labelled("COUNTRY"))


def _of_item(analysis: Analysis, title: JobTitle) -> list[str]:
    """The people in a title's item of a list with semicolons: “A; [Chair B]; C”; none in “A; Chair⏎B; Clerk⏎”."""
    text, paragraph = analysis.release.text, span_at(analysis.release.paragraphs, title.start)
    if paragraph is None or text.startswith("\n", title.end) or text.count(";", paragraph.start, paragraph.end) < 2:
        return []
    items = [m.end() for m in _ITEM_END.finditer(text, paragraph.start, paragraph.end)]
    edges = [paragraph.start, *items, max(paragraph.end, title.end) + 1]  # an organisation may end in the next line
    item = range(edges[bisect_right(edges, title.start) - 1], edges[bisect_right(edges, title.end)])
    return [str(m.entity_id) for m in analysis.labelled("PERSON") if m.start in item]


def _beside(analysis: Analysis, end: int) -> list[str]:
    """The people named right after a job title: “the Director, Ms. [Ada Lund]”, “Senators [A] (D-IN), [B] and [C]”."""
    found: list[str] = []
    for m in analysis.labelled("PERSON"):
        if end <= m.start <= end + _NEAR:
            if not _stands_after(analysis.release.text[end : m.start], m, first=not found):
                break
            found.append(str(m.entity_id))
            end = m.end
    return found


def _in_a_row_before(analysis: Analysis, start: int) -> list[str]:
    """The people in a row before a plural title: “[A], [B] (D-IN) and [C], co-chairs”, “[A] and [B] as members”."""
    text, people = analysis.release.text, [m for m in analysis.labelled("PERSON") if m.end <= start]
    if not people or not _BEFORE_PLURAL.fullmatch(text, people[-1].end, start):
        return []
    pairs = pairwise(reversed(people))
    row = takewhile(lambda p: _stands_after(text[p[1].end : p[0].start], p[0], first=False), pairs)
    return [str(m.entity_id) for m in (people[-1], *(before for _, before in row))][::-1]


def _apposed(analysis: Analysis, start: int, end: int) -> str | None:
    """The person before a title who holds it: “⏎[Ada Lund], Director⏎”, “[Ada Lund], the Director, and Jan Roe”."""
    text = analysis.release.text
    person = next((m for m in reversed(analysis.labelled("PERSON")) if m.end <= start), None)
    if person is None or not _APPOSED.fullmatch(text, person.end, start):
        return None
    before = text[text.rfind("\n", 0, start) + 1 : person.start]
    before = before.replace(person.honorific, "", 1) if person.honorific else before
    is_line = not any(map(str.isalnum, before)) and "\n" in text[end : end + 2]
    return person.entity_id if is_line or not _is_of_next(analysis, person, end) else None


def _is_of_next(analysis: Analysis, person: Mention, end: int) -> bool:
    """Whether a title after a person is the next one's: “Ada Lund, Dean [Jan Roe]”, “… Clerk and singer [Jan Roe]”."""
    near = (m for m in analysis.labelled("PERSON") if end <= m.start < end + 2 * _NEAR)
    following = (m for m in near if _LEADS.fullmatch(analysis.release.text, end, m.start))
    return not all(_is_in_turn(analysis, person, end, m) for m in following)


def _is_in_turn(analysis: Analysis, person: Mention, end: int, following: Mention) -> bool:
    """Whether names stand before their titles: “[Ada Lund], Clerk, [Jan Roe], Dean”, not “Chair, [Ada Lund], Clerk”."""
    text, titles = analysis.release.text, analysis.reading.job_titles
    is_titled = any(_APPOSED.fullmatch(text, following.end, t.start) for t in titles)
    before = (t.end for t in titles if person.start - t.end in range(_NEAR))
    is_first = all(person.entity_id not in _beside(analysis, title_end) for title_end in before)
    return is_titled and is_first and COORDINATES.match(text, end) is not None


def _stands_after(between: str, person: Mention, *, first: bool) -> bool:
    """Whether a person stands right after a job title, or after another of its holders; not “A and Governor B”."""
    if person.honorific and any(map(str.isalnum, between)):  # it may begin in the title: “Minister Dr”
        between = between[: max(0, len(between.rstrip()) - len(person.honorific))]
    if first:
        return _STANDS_BEFORE.fullmatch(between) is not None
    return COORDINATES.fullmatch(between) is not None and not is_job_title(person.honorific or "")
