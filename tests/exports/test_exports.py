"""Each export is read back with the tool that it is for, and agrees with the tables."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import spacy
from spacy.tokens import DocBin
from spacy.training.converters import conll_ner_to_docs

from pipeline.cli import main
from pipeline.data import data_file
from pipeline.exports import FORMATS, write_export
from pipeline.runs.run import run
from tests.stubs import analyse

SCHEMA: dict[str, Any] = json.loads((Path(__file__).parent / "followthemoney_schema.json").read_text("utf-8"))
"""The parts of followthemoney 4.11.2 (MIT) that the export uses; the package itself needs ICU's headers to install."""


@pytest.fixture(scope="module")
def files(processed: Path) -> dict[str, Path]:
    return {form: write_export(processed, form) for form in FORMATS}


def test_the_command_offers_them_all() -> None:
    choices = tomllib.loads(data_file("commands.toml").read_text("utf-8"))["options"]["form"]["choices"]
    assert choices == ["csv", "xlsx", "parquet", *FORMATS]


@pytest.mark.parametrize("form", FORMATS)
def test_equal_stores_give_equal_bytes(processed: Path, files: dict[str, Path], form: str) -> None:
    before = files[form].read_bytes()
    assert main(["tables", str(processed), "--format", form]) == 0
    assert files[form].read_bytes() == before


def test_followthemoney_entities_fit_the_published_schema(
    files: dict[str, Path], tables: dict[str, pd.DataFrame]
) -> None:
    entities = [json.loads(line) for line in files["followthemoney"].read_text("utf-8").splitlines()]
    schemata = {e["id"]: e["schema"] for e in entities}
    assert len(schemata) == len(entities), "one id each"
    for e in entities:
        schema = SCHEMA[e["schema"]]
        assert set(schema["required"]) <= e["properties"].keys()
        for name, values in e["properties"].items():
            about = schema["properties"][name]
            assert all(isinstance(v, str) and v for v in values), e
            if "range" in about:
                kinds = {schemata[v] for v in values}
                assert all(about["range"] in SCHEMA[k]["is"] for k in kinds), (e, kinds)
    counts = Counter(schemata.values())
    assert counts["Person"] == len(tables["people"])
    assert counts["Article"] == len(tables["documents"])
    assert counts["Occupancy"] == len(tables["roles"])
    assert counts["Company"] + counts["PublicBody"] + counts["Organization"] == len(tables["organisations"])
    ambassador = next(e for e in entities if e["properties"].get("name") == ["Charlotte Adriaen"])
    posts = [e for e in entities if e["properties"].get("holder") == [ambassador["id"]]]
    assert [next(p for p in entities if p["id"] == o["properties"]["post"][0])["properties"] for o in posts] == [
        {
            "country": ["uz"],
            "name": ["Ambassador of the European Union to Uzbekistan"],
            "organization": [next(e["id"] for e in entities if e["properties"].get("name") == ["European Union"])],
        }
    ]


def test_a_release_may_have_the_id_of_a_person(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "anna-berg.txt").write_text("Anna Berg of ABC spoke.\n", "utf-8")
    run(tmp_path / "raw", tmp_path / "out", analyse=analyse)
    lines = write_export(tmp_path / "out", "followthemoney").read_text("utf-8").splitlines()
    entities = {e["id"]: e for e in map(json.loads, lines)}
    assert len(entities) == len(lines)
    told = [e["properties"] for e in entities.values()]
    assert {entities[i]["schema"] for p in told for i in p.get("proof", []) + p.get("document", [])} == {"Article"}


def test_followthemoney_itself_takes_them(files: dict[str, Path]) -> None:
    model = pytest.importorskip("followthemoney", reason="followthemoney needs ICU's headers").model
    for line in files["followthemoney"].read_text("utf-8").splitlines():
        data = json.loads(line)
        assert model.get_proxy(data, cleaned=False).to_dict()["properties"].keys() == data["properties"].keys()


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_graphs_are_read_back(files: dict[str, Path], tables: dict[str, pd.DataFrame], form: str) -> None:
    import networkx as nx  # imported here: it takes a second, and every test process reads this file

    graph = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[form](files[form])
    mentions = tables["mentions"].dropna(subset=["entity_id"])
    releases = mentions.groupby("entity_id")["document_id"].nunique().to_dict()
    assert {node: about["releases"] for node, about in graph.nodes(data=True)} == releases
    assert set(nx.get_node_attributes(graph, "kind").values()) == {"person", "organisation", "country"}
    edge = graph.edges["charlotte-adriaen", "UZB"]
    assert (edge["weight"], edge["role"]) == (1, "Ambassador of the European Union to Uzbekistan")


def test_json_ld_is_read_as_triples_of_schema_org(files: dict[str, Path], tables: dict[str, pd.DataFrame]) -> None:
    import rdflib

    schema_org = rdflib.Namespace("https://schema.org/")
    graph = rdflib.Graph().parse(files["jsonld"], format="json-ld")
    articles = set(graph.subjects(rdflib.RDF.type, schema_org.NewsArticle))
    named = {s for s in graph.subjects() if isinstance(s, rdflib.URIRef)}
    assert {str(s).startswith("urn:communique:/") for s in named} == {True}
    assert len(articles) == len(tables["documents"])
    assert len(set(graph.subjects(rdflib.RDF.type, schema_org.Quotation))) == len(tables["quotes"])
    said = graph.query(
        "PREFIX s: <https://schema.org/> SELECT ?text WHERE { ?a s:hasPart ?q . ?q s:text ?text ; "
        "s:spokenByCharacter ?p . ?p s:name 'Charlotte Adriaen' }"
    )
    quotes = tables["quotes"]
    assert {str(row[0]) for row in said} == set(quotes[quotes["speaker_id"] == "charlotte-adriaen"]["text"])


def test_conll_is_read_by_spacy(files: dict[str, Path], tables: dict[str, pd.DataFrame]) -> None:
    docs = list(conll_ner_to_docs(files["conll"].read_text("utf-8"), no_print=True))
    names = [(e.text, e.label_) for doc in docs for e in doc.ents]
    assert ("Charlotte Adriaen", "PERSON") in names
    people = tables["mentions"][(tables["mentions"]["label"] == "PERSON") & (tables["mentions"]["how"] == "name")]
    found = sum(label == "PERSON" for _, label in names)
    assert 0.95 * len(people) <= found <= len(tables["mentions"][tables["mentions"]["label"] == "PERSON"])
    assert "licence" in (files["conll"].parent / "LICENCE.txt").read_text("utf-8")


def test_docbin_is_read_by_spacy(files: dict[str, Path], tables: dict[str, pd.DataFrame]) -> None:
    docs = list(DocBin(store_user_data=True).from_disk(files["docbin"]).get_docs(spacy.blank("en").vocab))
    assert {doc.user_data["document_id"] for doc in docs} == set(tables["documents"]["document_id"])
    assert any(e.text == "Charlotte Adriaen" and e.label_ == "PERSON" for doc in docs for e in doc.ents)
