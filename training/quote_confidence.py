"""Count how often the speaker of a quote is right, and write the table that `confidence` reads.

    python -m training.quote_confidence ANNOTATED      # a folder with texts/*.txt and annotations/*.json

Per place of the evidence (after, before, carried, …), fragments apart, the quotes with a known speaker are sorted by
score and pooled into a rising staircase (pool adjacent violators); shares are smoothed with one right and one wrong.
The annotated releases are those the recogniser of names is trained on, so the shares are a little too high for names.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from pipeline.extraction import load_nlp
from pipeline.extraction.analysis import Analysis, analysis_of
from pipeline.extraction.quotes.component import decide
from pipeline.extraction.quotes.confidence import evidence
from pipeline.extraction.quotes.names import names_of
from pipeline.extraction.quotes.rows import kind_of
from pipeline.records import slug
from pipeline.structure import structure

TABLE = Path(__file__).parents[1] / "pipeline" / "data" / "quotes" / "confidence.tsv"
HEAD = """\
# How often the speaker is right: place of the evidence, least score, share. Source: counted on 363 press releases,
# annotated by readers, by training/quote_confidence.py; no text of theirs is in here.
"""
FEWEST = 12  # quotes in a step
OVERLAP = 0.8


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description="Count how often speakers are right.")
    parser.add_argument("annotated", type=Path)
    args = parser.parse_args()
    rows: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for path in sorted((args.annotated / "annotations").glob("*.json")):
        text = (args.annotated / "texts" / f"{path.stem}.txt").read_bytes().decode("utf-8")
        for place, score, right in outcomes(json.loads(path.read_text("utf-8")), text):
            rows[place].append((score, right))
    lines = [
        f"{place}\t{least:.2f}\t{share:.3f}\n" for place, found in sorted(rows.items()) for least, share in steps(found)
    ]
    TABLE.write_text(HEAD + "".join(lines), "utf-8")


def outcomes(note: dict, text: str) -> list[tuple[str, float, bool]]:
    """Place, score and whether the speaker is right, of each quote that the annotation knows."""
    nlp = load_nlp()
    doc = nlp.make_doc(text)
    release = structure(text, published=note.get("meta_date"))
    doc._.communique = Analysis(release=release, document_id="d", published=release.published)
    doc = nlp(doc)
    called = {p["name"]: {slug(n) for n in (p["name"], *p.get("aliases", ()))} for p in note["people"]}
    found = []
    _, choices, _ = decide(doc, names_of(doc, analysis_of(doc)))
    for choice in choices:
        gold = next((q for q in note["quotes"] if same(q, choice.run.start, choice.run.end)), None)
        if gold is None or not choice.speech or gold["kind"] == "title_or_scare" or gold.get("speaker_ambiguous"):
            continue
        speaker = choice.candidate.speaker if choice.candidate else None
        wanted = {key for name in gold["speaker"] or () for key in called.get(name, {slug(name)})}
        got = {slug(s.name.full) for s in (speaker, *speaker.others) if s.name} if speaker else set()
        right = bool(got & wanted) if wanted else not got
        place, score = (choice.candidate.place, choice.candidate.score) if choice.candidate else ("clause", 0.0)
        found.append((evidence(place, speaker, kind_of(choice)), score, right))
    return found


def same(quote: dict, start: int, end: int) -> bool:
    """Whether a quote of the annotation is this span."""
    common = min(quote["end"], end) - max(quote["start"], start)
    return common >= OVERLAP * (max(quote["end"], end) - min(quote["start"], start))


def steps(found: list[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Least scores and shares of a rising staircase, lowest first."""
    pools: list[list[float]] = []  # least score, right, all
    for score, right in sorted(found):
        pools.append([score, float(right), 1.0])
        while len(pools) > 1 and (pools[-2][2] < FEWEST or pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]):
            _, right_, all_ = pools.pop()
            pools[-1][1] += right_
            pools[-1][2] += all_
    if len(pools) > 1 and pools[-1][2] < FEWEST:
        _, right_, all_ = pools.pop()
        pools[-1][1] += right_
        pools[-1][2] += all_
    return [(least, (right + 1) / (count + 2)) for least, right, count in pools]


if __name__ == "__main__":
    main()
