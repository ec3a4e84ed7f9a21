"""Which country “the Minister” serves if a release does not say so, and which organisation published it."""

import re
from collections.abc import Iterable, Mapping
from math import exp, log

from pipeline.data import word_table
from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.organisations.names import is_governmental, name_key
from pipeline.records import Mention, Organisation, grouped, one_line

WEIGHTS, NONE = {name: float(weight) for name, weight in word_table("roles/publisher.tsv")}, "none of them"
LEAST, _EARLY = 0.7, 300  # cross-validated, organisations with a probability from .7 to .75 are publishers in .81
Features = dict[str, dict[str, float]]  # by organisation; training/publisher.py learns the weight of each
_ADDRESS = re.compile(r"\s*<[^>]*>")  # “Ministry of Transport[ <press@ministry.example>]”
_ONLY_ALONE = {word: bool(alone) for word, *alone in word_table("roles/of_a_state.tsv")}
_TITLE = re.compile(rf"(?ai)\b({'|'.join(map(re.escape, _ONLY_ALONE))})s?\b")  # ASCII: else “i” would match “ı” too
_COUNTRY_SHARE = 0.8  # of mentions of countries, from which “the Minister” serves that one: right for 13 of 17


def serves_a_state(title: str, organisation: Organisation | None) -> bool:
    """Whether a job title is held for a state: “the Minister”, “Senator for the Greens”, “Clerk, Ministry of Mines”."""
    only_alone = [_ONLY_ALONE[m[1].lower()] for m in _TITLE.finditer(one_line(title.replace("‑", "-")))]
    if organisation is None:
        return bool(only_alone)
    is_states = is_governmental(organisation) and organisation.kind not in ("armed_force", "intergovernmental")
    return is_states or (organisation.kind is None and not all(only_alone))  # a company has a president, no minister


def country_served(analysis: Analysis) -> str | None:
    """The country (alpha-3) of a state's job titles that name none: from settings, else that of a publisher that is a
    government (None if its name states none), else the country that the release means."""
    publisher = name_key(_ADDRESS.sub("", analysis.publisher).strip(" \"'")) if analysis.publisher else None
    called = next((key for key, name in analysis.organisation_names() if name_key(name) == publisher), None)
    row = analysis.organisation(called)
    of_publisher = row.country if row and row.kind == "government" else analysis.main_country_with(_COUNTRY_SHARE)
    return analysis.serves or of_publisher


def features(mentions: Iterable[Mention]) -> Features:
    """What tells the publisher, for each organisation: the parts that name it, whether early, how often (logarithm)."""
    found = grouped((m.entity_id, m) for m in mentions if m.label == "ORGANISATION" and m.entity_id)
    told = {key: {"early": float(ms[0].start < _EARLY), "often": log(len(ms))} for key, ms in found.items()}
    return {key: row | {str(m.section): 1.0 for m in found[key]} for key, row in told.items()}


def likeliest(rows: Features, weights: Mapping[str, float] = WEIGHTS) -> tuple[float, str]:
    """The probability of the organisation that most likely published a release, and its id; (0.0, "") without any."""
    scores = {key: exp(sum(weights.get(name, 0.0) * n for name, n in row.items())) for key, row in rows.items()}
    score, best = max(((score, key) for key, score in scores.items()), default=(0.0, ""))
    return score / (exp(weights[NONE]) + sum(scores.values())), best


def likely_publisher(mentions: Iterable[Mention]) -> str | None:
    """The organisation_id of the likeliest publisher if its probability is `LEAST` or more, else None."""
    probability, best = likeliest(features(mentions))
    return best if probability >= LEAST else None
