"""The releases in raw/, each in another layout: what a reader would look for first."""

import pytest


@pytest.fixture(scope="module")
def head(tables):
    documents = tables["documents"].set_index("document_id")
    return lambda document_id: documents.loc[document_id]


@pytest.mark.parametrize(
    ("document_id", "headline", "published", "published_from"),
    [
        (
            "ministry-river-accord",
            "Kenya and Uganda agree on shared gauges for the Malaba River",
            "2024-03-14",
            "dateline",
        ),
        (
            "newswire-halden-robotics",
            "Halden Robotics Opens Second Plant in Trondheim and Names New Chief Financial Officer",
            "2024-09-09",
            "dateline",
        ),
        (
            "university-heat-study.html",
            "Trees on school yards cool classrooms by two degrees",
            "2025-05-20",
            "metadata",
        ),
        ("agency-bulletins.jsonl.bulletin-17", "Namibia and Botswana open joint border post", "2024-02-12", "metadata"),
        (
            "observers-lake-levels.md",
            "Monitors warn of falling lake levels in Central America",
            "2023-11-28",
            "metadata",
        ),
    ],
)
def test_head(head, document_id, headline, published, published_from):
    row = head(document_id)
    assert (row["headline"], row["published"], row["published_from"]) == (headline, published, published_from)


def test_a_dateline_has_no_marks(head):
    assert head("observers-lake-levels.md")["dateline"] == "Managua, 28 November 2023 –", "not 2023** –"


def test_a_legacy_encoding_is_read(head, processed):
    assert head("town-organ-workshop")["encoding"] in {"cp1250", "windows-1250"}
    text = (processed / "text" / "town-organ-workshop.txt").read_bytes().decode()
    assert "Zdeňka Šťastná, Director of the Václav Říha Foundation" in text


def test_utf8_read_as_cp1252_in_one_record_is_repaired(processed):
    text = (processed / "text" / "agency-bulletins.jsonl.bulletin-18.txt").read_bytes().decode()
    assert "said that “no child was left out”." in text


def test_namibia_keeps_its_code(tables):
    countries = tables["countries"].set_index("country")
    assert countries.loc["NAM", "alpha2"] == "NA"


@pytest.mark.parametrize(
    ("start", "speaker", "kind"),
    [
        ("A river does not stop", "wanjiru-otieno-maina", "direct"),
        ("Farmers on both banks", "wanjiru-otieno-maina", "direct"),
        ("Demand from wind farm", "per-anders-lie", "direct"),
        ("Ingrid knows our", "per-anders-lie", "direct"),
        ("I am joining a company", "ingrid-solheim-dahl", "direct"),
        ("We expected an effect", "leonor-tavares-de-brito", "direct"),
        ("Shade is the cheapest", "joao-nunes-carreira", "direct"),
        ("One stop, one stamp", "selma-hamutenya", "direct"),
        ("What we see is not", "marisol-urtecho-peralta", "direct"),
    ],
)  # fmt: skip
def test_quotes(tables, start, speaker, kind):
    quotes = tables["quotes"]
    found = quotes[quotes["text"].str.startswith(start)]
    assert [(q.speaker_id, q.kind) for q in found.itertuples()] == [(speaker, kind)]


def test_contacts(tables):
    contacts = tables["contacts"]
    assert {"press@water-energy.example", "ir@halden-robotics.example", "info@varhany-belcice.example"} <= set(
        contacts["email"].dropna()
    )
