"""The spaCy component `communique_own_names`: names from the user's `communique.toml` override those of the reader."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extraction.document.analysis import Analysis, component
from pipeline.extraction.document.reading import Name
from pipeline.records import one_line
from pipeline.settings import OwnNames

NO_NAME = "OTHER"  # label of a name that becomes no row; it stays in the reading, as links refer to names by number


@component("communique_own_names")
def set_own_names(analysis: Analysis) -> None:
    """Replace the reader's names by the user's wherever these occur."""
    names = with_own_names(analysis.release.text, analysis.reading.names, analysis.own)
    analysis.reading = replace(analysis.reading, names=names)


def with_own_names(text: str, names: Sequence[Name], own: OwnNames) -> tuple[Name, ...]:
    """The reader's names, overridden by the user's wherever these occur as whole words in exactly this spelling. Of
    several names at such a place, the first is replaced; the others, and those in `own.none`, become `NO_NAME`."""
    found = list(names)
    for name in _occurrences(text, own):
        over = [i for i, n in enumerate(found) if _overrides(name, n)]
        if over and name.label != NO_NAME:
            found[over.pop(0)] = name
        else:
            found.append(name)  # `none` too, or a listed organisation would be found there
        for i in over:
            found[i] = replace(found[i], label=NO_NAME)
    return tuple(found)


def _overrides(name: Name, read: Name) -> bool:
    """Whether a name of the user takes the place of one that the reader found."""
    is_inside = name.start <= read.start and read.end <= name.end
    return read.label != NO_NAME and (is_inside or (name.label != NO_NAME and read.overlaps(name.start, name.end)))


def _occurrences(text: str, own: OwnNames) -> Iterator[Name]:
    """The user's names where they occur in the text; a longer name is preferred to its beginning."""
    organisations = [name for pair in own.organisations for name in pair if name]
    labelled = ((own.people, "PERSON"), (organisations, "ORG"), (own.none, NO_NAME))
    spellings = {one_line(name): label for names, label in labelled for name in names}
    longest = sorted(spellings, key=lambda name: (-len(name), name))
    pattern = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text) if pattern else ():
        yield Name(match.start(), match.end(), spellings[one_line(match[0])], 1.0, of_user=True)
