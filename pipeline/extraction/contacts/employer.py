"""The organisation of a contact that names none: that of its address, its person's role or the publisher's."""

import re
from collections.abc import Iterable, Iterator

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.text.forms import folded

_PROVIDER = re.compile(r"(?i)@(?:gmail|hotmail|yahoo|outlook|icloud|mail|proton|protonmail)\.")
_SHORTEST = 4  # letters of a part of a domain that is compared with initials and beginnings of names
_FAR = 1000  # more letters than a name has
_INTRODUCED = re.compile(r"(?:(?<![a-z,] )(?:About|ABOUT)|SOURCE|Source:)[\s\W]*(?:the\s+)?$")


def employer(analysis: Analysis, address: str, person: str | None) -> str | None:
    """The organisation_id for an address (or “”) and a person_id: called like the domain, of this site, of a role."""
    domain = "" if _PROVIDER.search(address) else address.rpartition("@")[2].casefold()
    roles = [r for r in analysis.roles if person and r.person_id == person and r.status != "former"]
    held = [r.organisation_id for r in sorted(roles, key=lambda r: r.section != "contact") if r.organisation_id]
    called = _called_like(analysis, domain)
    found = [*(entity for entity in held if entity in called), *called, *_of_site(analysis, domain), *held]
    return next(iter(found), None)


def own_desk(analysis: Analysis, addresses: Iterable[str]) -> str | None:
    """The only organisation that the release introduces, if the addresses of a part belong to no other (an agency)."""
    introduced = {entity for _, entity in _introduced(analysis)}
    own = (employer(analysis, a, None) in introduced for a in addresses if not _PROVIDER.search(a))
    return introduced.pop() if len(introduced) == 1 and all(own) else None


def _introduced(analysis: Analysis) -> Iterator[tuple[int, str]]:
    """Where an organisation is introduced, with its id, in order: “About Zed Mines”, “SOURCE Zed Mines”."""
    for m in analysis.labelled("ORGANISATION"):
        if m.entity_id and _INTRODUCED.search(analysis.release.text[max(0, m.start - 20) : m.start]):
            yield m.start, m.entity_id


def _of_site(analysis: Analysis, domain: str) -> Iterator[str]:
    """The organisation in whose “About …” a domain stands: “About Zed Mines … www.zed.example”."""
    for site in re.finditer(rf"(?i)(?<![\w@-]){re.escape(domain)}\b", analysis.release.text) if domain else ():
        yield from [entity for start, entity in _introduced(analysis) if start < site.start()][-1:]


def _called_like(analysis: Analysis, domain: str) -> list[str]:
    """The organisations called like a domain, then those where one begins with the other: “veloragroup” – “Velora”."""
    most = 1 if domain.endswith(".gov") else _FAR  # “house.gov” belongs to no committee
    names = [(o.name, o.organisation_id) for o in analysis.organisations]
    names += [(a.alias, a.entity_id) for a in analysis.aliases if a.entity_id.startswith("org-")]
    far = sorted((_distance(name, domain), entity) for name, entity in names)
    return [entity for distance, entity in far if distance < most]


def _distance(name: str, domain: str) -> int:
    """By how many letters a name and a part of a domain differ if one begins with the other; 0 if it is a piece."""
    letters = _letters(name)
    parts = [_letters(part) for part in (*domain.split(".")[:-1], domain)]
    if not _spellings(name).isdisjoint([*parts, *re.split(r"[.-]", domain)[:-1]]):
        return 0
    begin = [p for p in parts if len(p) >= _SHORTEST and (letters.startswith(p) or p.startswith(letters))]
    return min((abs(len(letters) - len(p)) for p in begin if len(letters) > _SHORTEST), default=_FAR)


def _spellings(name: str) -> set[str]:
    """The letters of a name, its initials and its capital initials: “Zed Mines of Lund” – zedminesoflund, zmol."""
    initials = re.findall(r"\b\w", name.casefold()), re.findall(r"\b[A-Z]", name)
    return {_letters(name), *("".join(i).casefold() for i in initials if len(i) >= _SHORTEST)}


def _letters(name: str) -> str:
    return re.sub(r"\W", "", folded(name))
