"""Parts whose first words are in `communique.toml` take precedence over the labeller."""

from __future__ import annotations

import pytest

from pipeline.settings import ConfiguredParts
from tests.structure.labels import read

PROSE = (
    "The Ministry of Trade said today that exports of timber rose again in the first half of the year, by a tenth over "
    "the year before."
)
ACME = "Acme Mills saws logs in four countries, and has done so since 1911."
BOILERPLATE: ConfiguredParts = (("boilerplate", "About Acme"),)


CASES: list[tuple[str, str, ConfiguredParts, list[tuple[str, str]], str]] = [
    (f"{PROSE}\n\nAbout Acme\n\n{ACME}\n\n{ACME}\n\nTel. 1", "body body body body contact", BOILERPLATE,
     [("body", PROSE), ("boilerplate", f"About Acme\n\n{ACME}\n\n{ACME}"), ("contact", "Tel. 1")],
     "the part goes from the words to the next part that the labeller sees"),
    (f"{PROSE}\n\n## ABOUT  ACME: {ACME}\n\n{PROSE}", "body notes footer", BOILERPLATE,
     [("body", PROSE), ("boilerplate", f"## ABOUT  ACME: {ACME}"), ("footer", PROSE)],
     "capitals, blanks and marks before the words do not count"),
    (f"{PROSE}\n\nAbout Acmeville", "body body", BOILERPLATE, [("body", f"{PROSE}\n\nAbout Acmeville")],
     "only whole words match"),
    (f"{PROSE} It went on about Acme.", "body", BOILERPLATE, [("body", f"{PROSE} It went on about Acme.")],
     "only at the beginning of a line"),
    (f"{PROSE}\nWe are Acme, {ACME}", "body body", (("boilerplate", "We are *, Acme"),),
     [("body", PROSE), ("boilerplate", f"We are Acme, {ACME}")], "`*` stands for any words"),
    (f"{PROSE}\n\nNotes:\n\nOne.\n\nNotes were taken.", "body body body footer", (("notes", "Notes$"),),
     [("body", PROSE), ("notes", "Notes:\n\nOne."), ("footer", "Notes were taken.")],
     "`$` stands for the end of the line"),
    (f"{PROSE}\n\nFollow us\n\nOn all channels\n\nAbout Acme\n\n{ACME}", "body body body body body",
     (("footer", "Follow us"), *BOILERPLATE),
     [("body", PROSE), ("footer", "Follow us\n\nOn all channels"), ("boilerplate", f"About Acme\n\n{ACME}")],
     "the part ends at the next configured part"),
    (f"About 300 came.\n\n{PROSE}\n\nTel. 1", "boilerplate boilerplate contact", (("body", "About * came"),),
     [("body", f"About 300 came.\n\n{PROSE}"), ("contact", "Tel. 1")], "the configured part wins over the labeller's"),
    (f"Newsroom\n\n{PROSE}\n\nooOoo\n\n{ACME}", "body body body body", (("header", "Newsroom"), ("end_mark", "ooOoo")),
     [("header", "Newsroom"), ("body", PROSE), ("end_mark", "ooOoo"), ("body", ACME)],
     "a line of the head and an end mark are one paragraph each"),
    (f"Acme saws more logs than ever\n\n{PROSE}", "body body", (("headline", "Acme saws more logs than ever$"),),
     [("headline", "Acme saws more logs than ever"), ("body", PROSE)], "a headline ends with its paragraph"),
    (f"{PROSE}About Acme Mills It makes paper.", "body body", BOILERPLATE,
     [("body", PROSE), ("boilerplate", "About Acme Mills It makes paper.")], "the words are glued to the text before"),
    (f"{PROSE}\n\n{PROSE} They come from the\nAcme mills of the north\n", "body", (("boilerplate", "Acme mills"),),
     [("body", f"{PROSE}\n\n{PROSE} They come from the"), ("boilerplate", "Acme mills of the north")],
     "the words begin a line that continues the sentence before"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "labels", "configured", "want", "why"), CASES, ids=[why for *_, why in CASES])
def test_configured_parts(
    text: str, labels: str, configured: ConfiguredParts, want: list[tuple[str, str]], why: str
) -> None:
    release = read(text, labels, configured=configured)
    assert [(p.kind, text[p.start : p.end]) for p in release.parts] == want


def test_a_configured_line_of_the_head_is_no_headline() -> None:
    text = f"Timber Today\n\n{PROSE}"
    assert read(text, "header body").headline_text == "Timber Today"
    assert read(text, "header body", configured=(("header", "Timber Today"),)).headline_text is None
    assert read(text, "header body", configured=(("body", "Timber Today"),)).headline_text is None
