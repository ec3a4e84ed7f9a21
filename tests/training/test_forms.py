"""What is read from the files of repositories: the words of the release, the same on every run."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from training.forms import FORMS


def zipped(rows: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("releases.csv", rows)
    return file.getvalue()


HEAD = "---\ntitle: 'Mill opens'\ndate: 2021-01-05\n---\n"
DOUBLED = "The mill opened on Monday in the presence of the Minister and sixty guests. " * 2
CASES: list[tuple[str, bytes, str, str]] = [
    ("front_matter", (HEAD + "A mill.\n").encode(), "", "A mill.\n"),
    ("front_matter_html", (HEAD + "<p>A &amp; B</p><br>C").encode(), "", "A & B\n\n\nC"),
    ("markdown", b"+++\ntitle = 'x'\n+++\n\n**A** mill.\n", "", "**A** mill."),
    ("titled_markdown", (HEAD + "\nA mill.\n").encode(), "", "Mill opens\n\nA mill."),
    ("words_of_markdown", (HEAD + "# A **mill** [opens](https://a.example) &amp; runs\n").encode(), "",
     "A mill opens & runs\n"),
    ("titled_words", (HEAD + "**A** mill.\n").encode(), "", "Mill opens\n\nA mill.\n"),
    ("titled_words", (HEAD + "<p>A mill.</p><p>It runs.</p>").encode(), "", "Mill opens\n\nA mill.\n\nIt runs.\n"),
    ("wire", b"# A mill\n\nIt runs.\n\n---\n\n[Original](https://a.example)\n", "", "# A mill\n\nIt runs.\n"),
    ("scoop", "A mill.\n\n[\u00a9 Scoop Media](x)\n".encode(), "", "A mill."),
    ("words_of_scoop", b"A mill.\n\nAdvertisement - scroll to continue reading\n\nIt runs.\n", "",
     "A mill.\n\nIt runs.\n"),
    ("pdf_blocks", b"==== Page 1 ====\nA mill.\n", "", "A mill.\n"),
    ("titled_pieces", b"Title: a\nx\n==\nTitle: b\ny\n", "1", "Title: b\ny"),
    ("zipped_csv", zipped("id,Body\n1,A mill.\n2,It runs.\n"), "1:Body", "It runs."),
    ("mended_csv", zipped("id,Body\n1,\u00e2\u20ac\u0153A mill\u00e2\u20ac\u009d\n"), "0:Body", "“A mill”"),
    ("mended_text", "\u00e2\u20ac\u0153A mill\u00e2\u20ac\u009d\n".encode(), "", "“A mill”\n"),
    ("india", json.dumps([{"ministry": "Ministry of Mills", "title": "Mill opens", "subtitle": "<br/>It runs",
                           "date": "Posted:\r\n 21 AUG 2026 by PIB", "content": "A mill\nopened."}]).encode(), "0",
     "Ministry of Mills\n\nMill opens\n\nIt runs\n\n21 AUG 2026 by PIB\n\nA mill\nopened.\n"),
    ("html_main", b"<nav>Menu</nav><main><h1>A mill</h1><p>It &amp; runs.</p></main>", "", "A mill\n\nIt & runs.\n"),
    ("json_fields", json.dumps([{"title": "A mill ", "content": "It runs."}]).encode(), "0:title,content",
     "A mill\n\nIt runs."),
    ("json_doubled", json.dumps({"title": "A mill", "text": DOUBLED}).encode(), "",
     f"A mill\n\n{DOUBLED[: len(DOUBLED) // 2].strip()}"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "data", "record", "text"), CASES, ids=[form for form, *_ in CASES])
def test_text_of_a_file(form: str, data: bytes, record: str, text: str) -> None:
    assert FORMS[form](data, record) == text
