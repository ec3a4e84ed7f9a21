"""Where a job title is held, and for which country."""

import re
from collections.abc import Iterable, Sequence

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import JobTitle, Links
from pipeline.extraction.organisations.names import is_governmental
from pipeline.extraction.roles.wording import is_profession, wording_of
from pipeline.records import Mention, MentionLabel, grouped

STATED = 0.9  # probability that the organisation in a job title's words or right beside them is where it is held
_ENDS_IN_OF = re.compile(r"(?:\s(?:of|at|for|with|in)\s+(?:the\s+)?|['’]s?\s+)$", re.IGNORECASE)
_OWNS = re.compile(r"['’]s?\s+[A-Z]")  # “of Zed Bank['s A]cademy”: Zed Bank only owns the organisation
_POSSESSIVE = re.compile(r"(?:['’]s?|\))?[^\S\n]+")
"""“Zed Bank['s ]Director”, “Zed Bank (ZB[) ]Director”, “Chad['s ]President”, “the Polish[ ]minister”."""
_BEFORE_ORGANISATION = re.compile(r"(?:(?:[^\S\n][^\W\da-z][\w.'’-]*){0,5},|\s(?:of|at|for|with|in))?\s(?:[Tt]he\s)?")
"""Between a title and the organisation after it: “Director[ at the ]Zed Bank”, “Director[ Ada Lund, ]Zed Bank”."""
_NEAR = 40  # code points: room for the words between a title and an organisation or its holder
_SENTENCE_END = re.compile(r"(?:^|[a-z]{3}(?<!Prof)(?<!Capt))(?:\.['’”\"]*[^\S\n]++(?![a-z])|;\s)")
"""“Chair[. S]he advises Zed Bank”, “Chair tod[ay; ]she advises Zed Bank”; not “Chair of Ice Br[os. a]nd Zed Bank”."""
_ENDS_IN_AND = re.compile(r"(?:\band|&|\b[Oo]ur)(?: \w+)?\s$")  # “Zed Bank's Director Ada Lund[ and former ]Clerk”
_TITLES_WITHIN = 1000  # code points on either side of a title; only other titles there are considered
_US = r"U\.?S\.? "
_PORTFOLIO = r"(?: of state)?(?: \(independent charge\))? (?:\(|(?:of|for) (?!state\b))(.+?)(?:\).*| of .*)?$"
"""“Minister of State for [Trade] of Ghana”, “Permanent Secretary ([Education])”, in India “(Independent Charge)”."""
_MINISTER = re.compile(rf"(?i)\b(?:minister|secretary){_PORTFOLIO}|^(?:{_US}|deputy )*+(.+) (?:minister|secretary)$")
_MINISTRY = re.compile(rf"(?i)(?:the |{_US})?(?:ministry|department){_PORTFOLIO}")
SERVED = 0.6  # probability from which a linked country is served; held-back releases: precision .62 → .74, F1 .51 → .53
_SERVES_IN = re.compile(r"\b(to|in)\s+(?:the\s+)?(?:[^,]*(?:,|\band)\s+)?(?:the\s+)?$")
"""Words before a country in which the title's holder serves: “Envoy [to ]Chad”, “[to Nepal and ]Bhutan”."""
_OF_HOLDER = re.compile(r"\sof\s(?:the\s)?")  # “President Ada Lund[ of the ]Republic of Chad”


def probabilities_of(analysis: Analysis, links: Links, *labels: MentionLabel) -> dict[str, float]:
    """The probability of each linked entity with a label; the reader may take “[U S] Senators” for an organisation."""
    entities = {number: m.entity_id for number, m in analysis.mention_of.items() if m.label in labels}
    return links.by_entity(entities.get)


def organisation_of_title(analysis: Analysis, title: JobTitle) -> tuple[str | None, float]:
    """The organisation in which a job title is held, or None, and a probability: `STATED` if the words or those right
    beside them state it, else that of the link, even if this is rejected."""
    text, mentions = analysis.release.text, analysis.labelled("ORGANISATION")
    named = (m for rule in _STATED_WHERE for m in mentions if rule(text, title.start, title.end, m))
    stated = next((m.entity_id for m in named), None)
    linked, probability = _likeliest(analysis, title.organisation, "ORGANISATION")
    if stated is not None and stated != linked:
        return stated, STATED
    is_rejected = stated is None and linked and _is_held_elsewhere(analysis, title, linked)
    return (None if is_rejected else linked), probability


def _is_held_elsewhere(analysis: Analysis, title: JobTitle, organisation: str) -> bool:
    """Whether a title is hardly held in the organisation linked: that is others', or named later, or it needs none."""
    words, after = (analysis.release.text[a:b] for a, b in ((title.start, title.end), (title.end, title.end + 5)))
    is_free = is_profession(words) and not re.match(r"\s(?:at|for|of|with)\s", after)  # “designer at the Ice Lab”
    first, *others = (m.start for m in analysis.mentions if m.entity_id == organisation)
    between = analysis.release.text[title.end : first]
    is_later = not others and "\n" not in between and _SENTENCE_END.search(between) is not None
    return is_free or is_later or _goes_with_other_titles(analysis, title, organisation)


def _goes_with_other_titles(analysis: Analysis, title: JobTitle, organisation: str) -> bool:
    """Whether every mention of an organisation belongs to another person's title: for “Chair” in “Chair Jan Roe and
    Zed Bank's Clerk Ada Lund”. After “and” it may belong to both: “Zed Bank's Director Ada Lund and Clerk Jan Roe”."""
    text, holder = analysis.release.text, _likeliest(analysis, title.person, "PERSON")[0]
    if _ENDS_IN_AND.search(text[: title.start][-_NEAR:]):
        return False
    nearby = [o for o in analysis.reading.job_titles if o.start - title.start in range(-_TITLES_WITHIN, _TITLES_WITHIN)]
    others = [o for o in nearby if _likeliest(analysis, o.person, "PERSON")[0] not in (None, holder)]
    mentions = (m for m in analysis.mentions if m.entity_id == organisation)
    return all(any(rule(text, o.start, o.end, m) for o in others for rule in _STATED_WHERE) for m in mentions)


def _likeliest(analysis: Analysis, links: Links, *labels: MentionLabel) -> tuple[str | None, float]:
    """The entity with one of the labels to which the link is most probable, or None; and its probability."""
    found: dict[str | None, float] = {None: links.no_link}
    found.update(probabilities_of(analysis, links, *labels))
    best = max(found, key=lambda entity_id: (found[entity_id], entity_id is None, entity_id or ""))
    return best, found[best]


def _follows_of(text: str, start: int, end: int, m: Mention) -> bool:
    """Whether it follows “of” or the like in the title: “Head of the [Academy]”, “Fellow at Zed Bank's [Academy]”."""
    return m.end <= end and bool(_ENDS_IN_OF.search(text[start : m.start])) and not _OWNS.match(text, m.end, end)


def _precedes(text: str, start: int, end: int, m: Mention) -> bool:
    """Whether it begins the title or stands right before it: “[Zed Bank] Director”, “[Zed Bank]'s Director”."""
    return m.end < end and (m.start == start or _POSSESSIVE.fullmatch(text, m.end, start) is not None)


def _follows(text: str, start: int, end: int, m: Mention) -> bool:
    """Whether it stands right after the title: “Director, [Zed Bank]”, “Director at the [Zed Bank]”."""
    return end <= m.start <= end + _NEAR and _BEFORE_ORGANISATION.fullmatch(text, end, m.start) is not None


_STATED_WHERE = (_follows_of, _precedes, _follows)  # how a title states its organisation, the most reliable first


def ministry_of(analysis: Analysis, role: str, country: str | None) -> str | None:
    """The only ministry or department in the release with a minister's portfolio and of no other country, or None."""
    minister = _MINISTER.search(role)
    if minister is None:
        return None
    eligible = (o for o in analysis.organisations if o.country in (None, country))
    ministries = [(o.organisation_id, m[1]) for o in eligible if (m := _MINISTRY.match(o.name))]
    found = [key for key, portfolio in ministries if wording_of(portfolio) == wording_of(minister[1] or minister[2])]
    return found[0] if len(found) == 1 else None


def countries_of(analysis: Analysis, title: JobTitle, organisation: str | None) -> Sequence[str | None]:
    """The countries (alpha-3) that a job title serves: those in its words, else its organisation's, else one linked."""
    if stated := _countries_in_words(analysis, title):
        return list(dict.fromkeys(m.entity_id for m in stated))
    row = analysis.organisation(organisation)
    if row and row.kind == "intergovernmental" and " to " not in analysis.release.text[title.start : title.end]:
        return []  # “Secretary-General of the United Nations”, but not “ambassador to the United Nations”
    linked, probability = _likeliest(analysis, title.country, "COUNTRY", "DEMONYM")
    linked = linked if probability >= SERVED else None
    country = _organisations_country(analysis, title, organisation, linked is not None) or linked
    return [country] if country else []


def _inside(title: JobTitle, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions within the words of a job title."""
    return [m for m in mentions if title.start <= m.start and m.end <= title.end]


def _organisations_country(analysis: Analysis, title: JobTitle, organisation: str | None, linked: bool) -> str | None:
    """The country of a title's organisation or one in its words; only of a governmental one if no country is linked."""
    of_title = {organisation, *(m.entity_id for m in _inside(title, analysis.mentions))}
    named = (o for o in analysis.organisations if o.country and o.organisation_id in of_title)
    return next((o.country for o in named if linked or is_governmental(o)), None)


def _countries_in_words(analysis: Analysis, title: JobTitle) -> Sequence[Mention]:
    """The countries stated in a title, before it or after its holder: the sending state, not “Envoy to [Chad]”."""
    text = analysis.release.text
    mentions = analysis.labelled("COUNTRY", "DEMONYM")
    found = ((_SERVES_IN.search(text, title.start, m.start), m) for m in _inside(title, mentions))
    by_word = grouped((serves[1] if serves else "", m) for serves, m in found)  # “to” or “in” before a country, else “”
    before = [m for m in mentions if _POSSESSIVE.fullmatch(text, m.end, title.start)]  # “[Ghana]'s Envoy”
    # “Ambassador of [Ghana] to Chad”, then “Coordinator in [Chad]”
    return by_word.get("", [])[:1] or before or by_word.get("in", []) or _after_holder(analysis, title, mentions)


def _after_holder(analysis: Analysis, title: JobTitle, mentions: Iterable[Mention]) -> list[Mention]:
    """The country after “of” behind a title's holder: “President Ada Lund of the [Republic of Chad]”."""
    end = next((m.end for m in analysis.labelled("PERSON") if m.start - title.end in range(_NEAR)), title.end)
    return [m for m in mentions if _OF_HOLDER.fullmatch(analysis.release.text, end, m.start)]
