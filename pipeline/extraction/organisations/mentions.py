"""Where organisations are mentioned: the reader's names that are sure, and sure or listed names that it missed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from pipeline.extraction.document.analysis import Analysis, MentionSpan
from pipeline.extraction.document.reading import Links, Name, Reading
from pipeline.extraction.organisations.coordination import Coordinated, coordinations
from pipeline.extraction.organisations.joining import joined_names
from pipeline.extraction.organisations.names import country_of, is_head_noun, is_legal_form, known_by
from pipeline.extraction.text.forms import GLUED, closes_bracket
from pipeline.extraction.text.gazetteer import Gazetteer
from pipeline.extraction.text.lexicon import known_gazetteer

SURE = 0.7  # least probability of a name that is sure, and searched for; up to .8 scores differ by .4 either way
LINKED = 0.7  # least probability of a link that makes a name sure; with .5 names lose .2 points, with .9 roles .8
LISTED = 0.67  # probability of a listed name or re-mention that the reader missed: share right in held-back releases
_NAME = re.compile(
    r"(?s)(?:[\s\"“”‘’'(*_–—]|(?i:the)(?:\s|$)|[a-z]+(?:al|ary|san|dent)\s(?=[A-Z]))*+(?P<name>.*?)"
    rf"(?:{GLUED}|['’][sS]?|(?<=\s)[.-]|[\s\"“”‘,;:(*_™®–—]|\s(?i:and|&|of|the|to|for|in|on|at|by|with))*"
)
"""A name with what the reader may include at its edges: article, adjective, quotation marks, possessive, “of”."""
_BEFORE_LEGAL_FORM = re.compile(r",?\s(?:\([^()\n]{1,20}\)\s)?")  # “Zed Mines[ (UK) ]Limited”, “Zed Mines[, ]L.P.”
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_POINT = r"(?:North|South|East|West)"
_LANDS = r"Coast|U\.?S\.?A?\.?|China|Asia|Africa|America|Europe|(?:(?:Standard|Daylight|Summer)\s)?Time"
_NO_NAME = re.compile(rf"[\W_]*|{_POINT}|(?:(?:{_POINT}\w*|Central|Mountain|Pacific)[\s-])+(?:{_LANDS})")
_IN_AMOUNT = re.compile(r"[$€£]|(?<=\d)[.,]")  # before “$[3M]” and “61.[3M]”
_NOT_BEFORE = re.compile(r"(?m)\s?[$€£]\s?\d|(?:(?<=^WHO)|(?<=^\*\*WHO))[*_]*:")  # “AU[ $3] million”, “WHO[:] a mayor”
_TWICE = re.compile(r"(?s)\A(\w.{2,100}?)(?:\s{1,40}|(?<=.{4}))\1\Z")  # two columns or a caption: “Zed BankZed Bank”
_GLUED_ON = re.compile(r"((?<=\.)(?:gov|edu|eu)\b|(?<=\d)[A-Z]\b)|(?<=\.)(?:com|org|net)\b")
"""What continues a name without a space: “Zeda.[gov]”, “12[A]”; in “Vale.[com]” the name is “Vale”."""
_OWN_S = re.compile(r"(?s)(?<!\b(?:to|as|is)\s)(?<!\bwas\s)(?<!\b(?:than|like)\s)\w[^\Wa-z]*+[a-z].*['’]s[,.;:]")
"""A name that itself ends in “’s”, since no noun follows: “at [Zeda’s], …”; not “better than Zed’s.”"""
_ADJECTIVES = frozenset(["European", "Federal", "High", "World"])
_SHORTEST = 3  # letters of a name that is searched for


def named_spans(analysis: Analysis) -> list[MentionSpan]:
    """The spans that name an organisation, in text order."""
    text, reading = analysis.release.text, analysis.reading
    countries = {number for number, row in analysis.mention_of.items() if row.label == "COUNTRY"}
    names = _with_coordinated(text, reading, _join_split_names(text, _trimmed_names(text, reading)))
    named = (c for c in names if c.full or not countries.issuperset(c.claims))  # not “the U.S. said”
    found = sorted(c for c in named if not (_is_adjective(text, c) or analysis.release.is_ignored(c.start, c.end)))
    return sorted(_with_rementions(analysis, _sure(text, found, _linked(reading))))


def _is_adjective(text: str, c: MentionSpan) -> bool:
    """Whether a span is the adjective of another name: “[High] Commissioner”, “[Chadian] Government”."""
    name = text[c.start : c.end]
    is_one = name in _ADJECTIVES or (name.isalpha() and country_of(name) is not None)
    return is_one and re.match(" [A-Z]", text[c.end : c.end + 2]) is not None


def _trimmed_names(text: str, reading: Reading) -> Iterator[MentionSpan]:
    """The reader's names of organisations, trimmed at their edges; no amounts, and no names without letter or digit."""
    for number, (name, following) in enumerate(pairwise([*reading.names, Name(0, 0, "", 0.0)])):
        m = _NAME.fullmatch(text, name.start, name.end) if name.label == "ORG" else None
        if m and not _NO_NAME.fullmatch(m["name"]) and not _NOT_BEFORE.match(text, m.end("name")):
            start, end = m.start("name"), _end_of_name(text, *m.span("name"))
            if following.label == "COUNTRY" and end < name.end and _OF.fullmatch(text, end, following.start):
                end = following.end  # “Ministry of Mines of the[ Republic of Chad]”
            yield MentionSpan(start, end, "organisations.reader", name.probability, (number,))


def _end_of_name(text: str, start: int, end: int) -> int:
    """The end of a trimmed name, with what belongs to it after all (“.gov”, “’s”, a bracket), without a second copy."""
    if glued := _GLUED_ON.match(text, end):
        end = glued.end() if glued[1] else end - 1
    elif _OWN_S.fullmatch(text, start, end + 3):
        end += 2
    end += closes_bracket(text, start, end)
    return start + len(_TWICE.sub(r"\1", text[start:end]))


def _join_split_names(text: str, names: Iterable[MentionSpan]) -> list[MentionSpan]:
    """The names, with those that the reader split joined: “⟦Zed Mines⟧ (⟦Ghana) Ltd⟧”, “⟦Academy⟧ of ⟦Ministry⟧”."""
    found: list[MentionSpan] = []
    for c in names:
        last, name = found[-1] if found else None, text[c.start : c.end]
        if last and (
            (is_head_noun(text[last.start : last.end]) and _OF.fullmatch(text, last.end, c.start))
            or (text[last.end : c.start] == " (" and name.count(")") > name.count("("))
            or (is_legal_form(name) and _BEFORE_LEGAL_FORM.fullmatch(text, last.end, c.start))
        ):
            confidence = min(last.confidence, c.confidence)
            found[-1] = MentionSpan(last.start, c.end, c.rule, confidence, last.claims + c.claims)
        else:
            found.append(c)
    return found


def _with_coordinated(text: str, reading: Reading, names: list[MentionSpan]) -> list[MentionSpan]:
    """The names, with coordinated names under one noun separated: “the [Ministries of Health] and [Finance]”."""
    for part in chain.from_iterable(_coordinated_spans(reading, group) for group in coordinations(text)):
        names = [*(c for c in names if c.full or c.end <= part.start or part.end <= c.start), part]
    return names


def _coordinated_spans(reading: Reading, group: Sequence[Coordinated]) -> Iterator[MentionSpan]:
    """The organisations of a group where the reader has an ORG, PLACE or COUNTRY, if it has an ORG in the group."""
    sure = [n.probability for _, n in _inside(reading, group[0][0], group[-1][1]) if n.label == "ORG"]
    for start, end, name in group if sure else ():
        numbers = [number for number, n in _inside(reading, start, end) if n.label in ("ORG", "PLACE", "COUNTRY")]
        if numbers:
            yield MentionSpan(start, end, "organisations.coordination", max(sure), tuple(numbers), name)


def _inside(reading: Reading, start: int, end: int) -> list[tuple[int, Name]]:
    """The reader's names that overlap a span, with their numbers."""
    return [(number, n) for number, n in enumerate(reading.names) if n.overlaps(start, end)]


def _linked(reading: Reading) -> set[int]:
    """The numbers of the names to which a job title or quotation is linked with a probability of `LINKED` or more."""
    linking: list[tuple[float, Links]] = [(t.probability, t.organisation) for t in reading.job_titles]
    linking += [(q.speech, q.speaker) for q in reading.quotations]
    return {number for probability, links in linking for number, link in links.names if probability * link >= LINKED}


def _sure(text: str, found: Sequence[MentionSpan], linked: set[int]) -> list[MentionSpan]:
    """The spans of each organisation that has a sure span: listed, linked, or read with `SURE`."""
    names = joined_names(text, found)
    roots = {c: names.roots[names.spans[c.start, c.end]] for c in found}
    read_or_linked = (c for c in found if c.confidence >= SURE or linked.intersection(c.claims))
    sure = {roots[c] for c in (*read_or_linked, *(c for c in found if known_by(c.full or text[c.start : c.end])))}
    return [c for c in found if roots[c] in sure]


def _with_rementions(analysis: Analysis, found: list[MentionSpan]) -> list[MentionSpan]:
    """The spans found, and re-mentions: sure or listed names where the reader found nothing or only a piece."""
    sure = Gazetteer(dict.fromkeys(sorted(_sure_names(analysis.release.text, found)), ""))
    for start, end, _ in chain(sure.find(analysis.words), known_gazetteer().find(analysis.words)):
        pieces = [c for c in found if c.start < end and start < c.end]
        if _is_free(analysis, start, end, pieces):
            claims = tuple(chain.from_iterable(c.claims for c in pieces))
            known = MentionSpan(start, end, "organisations.known name", LISTED, claims)
            found = [*(c for c in found if c not in pieces), known]
    return found


def _sure_names(text: str, found: Iterable[MentionSpan]) -> set[str]:
    """The names that are searched for in the whole release."""
    names = (text[c.start : c.end] for c in found if c.confidence >= SURE and not c.full)
    return {name for name in names if len(name) >= _SHORTEST}


def _is_free(analysis: Analysis, start: int, end: int, pieces: Sequence[MentionSpan]) -> bool:
    """Whether a known name may be added at a span: around the `pieces` of it that were found, or where nothing was."""
    if pieces:  # “Organization for Security and Co-” is one of a listed name
        return all(start <= c.start and c.end <= end for c in pieces) and [c[:2] for c in pieces] != [(start, end)]
    text = analysis.release.text
    is_read = any(n.overlaps(start, end) for n in analysis.reading.names)
    is_none = _IN_AMOUNT.match(text, max(0, start - 1), start) or _NOT_BEFORE.match(text, end)
    return not (is_read or is_none or analysis.release.is_ignored(start, end))
