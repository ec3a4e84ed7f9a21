"""The spaCy component `communique_organisations`: rows of organisations, made of the reader's names."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.extraction.document.reading import Reading
from pipeline.extraction.organisations.candidates import Candidate, candidates, joined_names
from pipeline.extraction.organisations.names import name_key
from pipeline.extraction.organisations.nation import country_named_most
from pipeline.extraction.organisations.rows import Rows
from pipeline.extraction.text.lexicon import known_gazetteer


@Language.factory("communique_organisations")
class Organisations:
    """Writes ORGANISATION mentions, organisations with their aliases, and the countries that their names say."""

    def __init__(self, nlp: Language, name: str) -> None:
        known_gazetteer()

    def __call__(self, doc: Doc) -> Doc:
        """Append the rows to the document's analysis."""
        analysis = analysis_of(doc)
        found = candidates(analysis, analysis.reading or Reading())
        names = joined_names(analysis.release.text, found, country_named_most(analysis.mentions))
        for name, acronym in analysis.own.organisations:
            if acronym and {name_key(name), name_key(acronym)} & names.spellings.keys():
                names.join(names.add_spelling(name), names.add_spelling(acronym))
        rows = Rows(names)
        for candidate in found:
            _add_mention(analysis, rows, candidate)
        _write(analysis, rows, {m.entity_id for m in analysis.mentions if m.label == "ORGANISATION"})
        return doc


def _add_mention(analysis: Analysis, rows: Rows, candidate: Candidate) -> None:
    start, end = candidate.start, candidate.end
    key = rows.names.places[start, end]
    analysis.add_mention(
        start,
        end,
        "ORGANISATION",
        entity_id=rows.entity(key),
        how=rows.how(key),
        confidence=candidate.probability,
        rule=f"organisations.{candidate.rule}",
        claims=candidate.numbers,
    )


def _write(analysis: Analysis, rows: Rows, mentioned: set[str | None]) -> None:
    """Add the rows of the organisations that are mentioned, and of those that they are part of."""
    made = {o.organisation_id: o for o in rows.organisations()}
    kept = mentioned | {made[key].part_of for key in mentioned if key in made}
    analysis.organisations += [made[key] for key in sorted(made) if key in kept]
    analysis.countries += [o.country for o in analysis.organisations if o.country]
    aliases = {(a.entity_id, a.alias): a for a in rows.aliases() if a.entity_id in kept}
    analysis.aliases += [aliases[key] for key in sorted(aliases)]
    analysis.mentions.sort(key=lambda m: (m.start, m.end))
