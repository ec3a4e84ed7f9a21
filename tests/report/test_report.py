"""The files of the report: valid links, links between rows and words in both directions, nothing unescaped."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from pipeline.cli import main
from pipeline.records import Finding, Quote
from pipeline.report import release_document, write_report
from pipeline.report.corpus_pages import search_index
from pipeline.report.names import file_name
from pipeline.review.session import Session
from pipeline.runs.run import run
from tests.corpus import TEXT, Corpus
from tests.stubs import analyse

SAMPLE = "ct-tech-tashkent"


class Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.tags: dict[str, int] = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        for name, value in attrs:
            if name == "id":
                assert value not in self.ids, f"{value} twice"
                self.ids.add(value)
            elif name in ("href", "src") and not value.startswith("data:"):
                self.targets.append(value)
            assert not name.startswith("on"), "no script in attributes"


@pytest.fixture(scope="module")
def pages(processed) -> dict[str, Links]:
    first, count = write_report(processed)
    site = first.parent
    found = {p.relative_to(site).as_posix(): Links(p.read_text("utf-8")) for p in site.rglob("*.html")}
    assert len(found) == count
    return found


def test_every_link_leads_to_a_page_and_a_place_on_it(pages, processed, tables):
    site = processed / "report"
    for name, page in pages.items():
        for target in page.targets:
            path, _, anchor = target.partition("#")
            if "://" in path:  # the URL of the release is only a link and loads nothing
                assert path in set(tables["documents"]["url"]), path
                continue
            there = (site / name).parent.joinpath(unquote(path)).resolve() if path else (site / name).resolve()
            assert there.is_file(), f"{name}: {target}"
            if anchor and there.suffix == ".html" and there.name != "index.html":
                assert anchor in pages[there.relative_to(site.resolve()).as_posix()].ids, f"{name}: {target}"


def test_a_page_for_each_release_person_and_organisation(pages, tables):
    folders = {"documents": "releases", "people": "people", "organisations": "organisations", "countries": "countries"}
    for table, folder in folders.items():
        keys = tables[table].iloc[:, 0]
        assert {f"{folder}/{file_name(k)}" for k in keys} == {p for p in pages if p.startswith(f"{folder}/")}


def test_rows_link_to_their_words_and_words_to_their_row(pages, tables):
    page = pages[f"releases/{SAMPLE}.html"]
    for table, row, words in (("dates", "d-{}", "w-{}"), ("quotes", "q-{}", "qw-{}"), ("repairs", None, "w-{}")):
        for start in tables[table].query("document_id == @SAMPLE")["start"]:
            assert words.format(start) in page.ids
            assert row is None or {row.format(start)} <= page.ids & {t[1:] for t in page.targets}
    for m in tables["mentions"].query("document_id == @SAMPLE and label != 'DATE'").itertuples():
        assert f"w-{m.start}" in page.ids
    for role in tables["roles"].query("document_id == @SAMPLE").itertuples():
        assert f"o-{role.role_id}" in page.ids


def test_the_text_of_a_page_is_the_repaired_text(processed, pages):
    html = (processed / "report" / "releases" / f"{SAMPLE}.html").read_text("utf-8")
    inside = html.split('<div class="text"', 1)[1].split("</article>")[0].split(">", 1)[1]
    bare = re.sub(r'<span class="tip".*?</small></span>|<a class="said".*?</a>', "", inside, flags=re.S)
    words = re.sub(r"<[^>]*>", "", bare)
    text = (processed / "text" / f"{SAMPLE}.txt").read_text("utf-8")
    assert words.replace("&#x27;", "'").replace("&amp;", "&").strip() == text.strip()


NASTY = "<script>alert(1)</script> “</article><img src=x onerror=alert(2)>”"


def test_text_of_a_release_is_never_interpreted_as_markup(tmp_path: Path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a & <b>.txt").write_text(f"{NASTY}\n\nAnna <b>Berg of ABC said {NASTY}\nCarl Dahl of XYZ\n", "utf-8")
    run(raw, tmp_path / "out", analyse=analyse)
    first, _ = write_report(tmp_path / "out")
    for path in first.parent.rglob("*.html"):
        assert Links(path.read_text("utf-8")).tags.get("img") is None
        assert "<script>" not in path.read_text("utf-8")
    assert "<" not in (first.parent / "index-data.js").read_text("utf-8")


def test_rows_of_a_release_are_described_in_words(corpus, decision):
    corpus.decide(
        decision("edit", "roles", "Director", field="status", value="former"),
        decision("edit", "dates", "3 May 2024", field="value", value="2024-05"),
        decision("edit", "quotes", "It is 1,", field="speaker_id", value=""),
        decision("edit", "quotes", "More.", field="kind", value="indirect"),
        decision("add", "contacts", "Carl Dahl", field="contact", value="Carl <Dahl>"),
    )
    assert {r["status"] for r in corpus.rows("corrections")} == {"applied"}
    html = (write_report(corpus.out)[0].parent / "releases" / "r1.html").read_text("utf-8")
    told = " ".join(re.sub(r"<[^>]*>", "", html.split("<aside", 1)[1]).split())
    for words in (
        "Director → ABC · Namibia · former line 1 ✓ edited", "3 May 2024 → 2024-05 (2024-05-01 to 2024-05-31)",
        "— speaker not known", "More. — Anna Berg", "reported ·", "Carl &lt;Dahl&gt;",
    ):  # fmt: skip
        assert words in told


@pytest.mark.parametrize(
    ("end", "marks", "why"),
    [
        (12, 1, "underlined"),
        (len(TEXT.format(n=1)), 0, "too much to underline, but its words are an anchor too"),
    ],
)
def test_a_finding_leads_to_its_words(corpus, end, marks, why):
    with Session(corpus.out).opened() as store, store.correcting():
        found = Finding(finding_id="f", document_id="r1", start=10, end=end, kind="not_english", detail="fr")
        store.change(Finding, ("f",), found)
        html = release_document(store, "r1")
    page = Links(html)
    assert {t[1:] for t in page.targets if t.startswith("#")} <= page.ids, why
    assert html.count('class="finding"') == marks, why


def test_the_list_of_quotes_gives_the_job_titles_of_the_statements(corpus, decision):
    corpus.decide(decision("add", "roles", "said", value="Anna Berg"))  # a later job title, without organisation
    html = (write_report(corpus.out)[0].parent / "quotes.html").read_text("utf-8")
    assert re.findall(r"</a>, ([^<]+)</p>", html) == [r["role"] for r in corpus.rows("statements") if r["role"]]


def test_a_page_says_how_many_rows_it_leaves_out(corpus, monkeypatch):
    monkeypatch.setattr("pipeline.report.corpus_pages.ROWS", 1)
    html = (write_report(corpus.out)[0].parent / "people" / "anna-berg.html").read_text("utf-8")
    counts = [len(corpus.rows("roles")), len(corpus.rows("quotes")), len(corpus.rows("documents"))]
    assert re.findall(r"The first 1 of (\d+)\.", html) == [str(n) for n in counts]
    assert html.count('<td data-label="Job title">') == 1


@pytest.mark.parametrize(
    ("shown", "ends", "repairs"),
    [(1, "“More.", 0), (len(TEXT.format(n=3)) + 13, "We can’t go. ", 1), (10_000, "", 3)],
    ids=["to the last quote", "within the text", "a whole text"],
)
def test_of_a_very_long_text_the_page_shows_the_beginning_to_the_last_name(tmp_path, monkeypatch, shown, ends, repairs):
    monkeypatch.setattr(sys.modules["pipeline.report.release_page"], "SHOWN", shown)
    text = TEXT.format(n=3) + "We can’t go. They don’t.\n" + "ok " * 99 + "She won’t.\n"
    made = Corpus(tmp_path, {"long.txt": TEXT.format(n=3) + text.removeprefix(TEXT.format(n=3)).replace("’", "â€™")})
    made.run()
    html = (write_report(made.out)[0].parent / "releases" / "long.html").read_text("utf-8")
    page = Links(html)
    assert {t[1:] for t in page.targets if t.startswith("#")} <= page.ids
    assert html.count('<li id="x-') == repairs
    hidden = len(text) - text.index(ends) - len(ends) if ends else 0
    assert re.findall(r"The text goes on for (\d+) characters", html) == [str(hidden)] * bool(hidden)
    assert ("ok ok" in html) == (not ends)


def test_of_a_very_long_text_the_page_shows_the_words_for_the_last_speaker(tmp_path, monkeypatch):
    def said(prepared, settings):
        at = prepared[0].repaired.text.index("the woman")
        speaker = {"speaker_text": "the woman", "speaker_start": at, "speaker_end": at + 9, "resolution": "none"}
        for records in analyse(prepared, settings):
            yield [replace(r, **speaker) if isinstance(r, Quote) else r for r in records]

    monkeypatch.setattr(sys.modules["pipeline.report.release_page"], "SHOWN", 1)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "long.txt").write_text("“The new pier is open now,” said the woman.\n" + "ok " * 99)
    run(tmp_path / "raw", tmp_path / "out", analyse=said)
    page = Links((write_report(tmp_path / "out")[0].parent / "releases" / "long.html").read_text("utf-8"))
    assert {t[1:] for t in page.targets if t.startswith("#")} <= page.ids


def test_a_new_report_replaces_the_old_one(tmp_path: Path):
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "one.txt").write_text("Anna Berg of ABC spoke.\n", "utf-8")
    run(raw, out, analyse=analyse)
    assert main(["report", str(out)]) == 0
    assert (out / "report" / "people" / "anna-berg.html").is_file()
    (raw / "one.txt").write_text("Carl Dahl of ABC spoke.\n", "utf-8")
    run(raw, out, analyse=analyse)
    assert main(["report", str(out)]) == 0
    assert not (out / "report" / "people" / "anna-berg.html").exists()
    again = {p: p.read_bytes() for p in (out / "report").rglob("*") if p.is_file()}
    write_report(out)
    assert {p: p.read_bytes() for p in (out / "report").rglob("*") if p.is_file()} == again


def test_words_of_texts_are_split_by_their_first_letters():
    made = dict(search_index(["Ärzte der WHO", "Who said who?"]))
    assert made["search/wh.js"] == 'COMMUNIQUE_WORDS("wh",{"who":[[0,2],[1,0,2]]});\n'
    assert made["search/ar.js"].startswith('COMMUNIQUE_WORDS("ar",{"arzte":[[0,0]]')
    scripts = [path for word in ("a", "who", "ø", "研究", "3d") for path, _ in search_index([word])]
    assert scripts == [f"search/{name}.js" for name in ("a", "wh", "other", "other", "3d")]


def test_without_a_run_there_is_no_report(tmp_path: Path, capsys):
    assert main(["report", str(tmp_path)]) == 2
    assert "run `communique run` first" in capsys.readouterr().err


@pytest.mark.parametrize(
    "key", ["a" * 300, "Ünïcode key", "A", "org-研究所", "..", "con/../x", "", "con", "aux.b", "lpt1"]
)
def test_page_names_are_safe_whatever_the_key(key: str):
    name = file_name(key)
    assert re.fullmatch(r"[a-z0-9-][a-z0-9._-]{0,110}\.html", name)
    assert name != file_name(key + "x")
    assert not re.match(r"(con|aux|lpt1)(\.|$)", name), "Windows cannot unpack such a name"


def test_the_report_shows_the_decisions_that_the_tables_hold(corpus, decision, capsys):
    corpus.decide(decision("reject", "roles", "Director"))
    other = corpus.file.rename(corpus.file.with_name("other.csv"))
    for command in ("tables", "report"):
        assert main([command, str(corpus.out)]) == 2
        assert "is missing, but the tables hold 1 of its decisions" in capsys.readouterr().err
    corpus.file.write_text("document_id,table,text,decision\n", "utf-8")
    for given, count in ([], 1), (["--corrections", str(other)], 0):
        assert main(["report", str(corpus.out), *given]) == 0
        html = (corpus.out / "report" / "releases" / "r1.html").read_text("utf-8")
        assert html.count("job title of Anna Berg") == count
