"""What is read from each format: text, headline, date."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from pipeline.read.blob import Blob, SourceDocument
from pipeline.read.fields import is_month_first, iso_day
from pipeline.read.formats import read_documents
from pipeline.records import Quarantined
from pipeline.settings import FieldNames, Publisher, Settings
from tests.read.releases_in_formats import workbook


def read(name: str, data: bytes) -> list[SourceDocument | Quarantined]:
    return list(read_documents(Blob(name, name, data)))


def one(name: str, data: bytes) -> SourceDocument:
    (found,) = read(name, data)
    assert isinstance(found, SourceDocument), found
    return found


@pytest.mark.parametrize(
    ("data", "content", "published", "start"),
    [
        (b"No front matter\n\nText", b"No front matter\n\nText", None, 0),
        (b"---\ndate: 2023-09-27\n---\n# Head\n", b"# Head\n", "2023-09-27", 25),
        (b"\r\n---\ndate: 2023-09-27\n---\n# Head\n", b"# Head\n", "2023-09-27", 27),  # Hugo allows empty lines first
        (b"---\r\ntitle: 'Head'\r\ndate: 27 Sep 2023\r\n---\r\nText", b"Head\n\nText", "2023-09-27", 38),
        (b'+++\ndate = "2023-09-27T10:00:00Z"\n+++\nText', b"Text", "2023-09-27", 42),
        # a release between two horizontal rules
        (b"---\n\nRELEASE\n\nIt is open.\n\n---\nAbout", b"---\n\nRELEASE\n\nIt is open.\n\n---\nAbout", None, 0),
        (b"---\nPRESS RELEASE: Open\n\n---\nT", b"---\nPRESS RELEASE: Open\n\n---\nT", None, 0),
        (b"---\nonly a rule\n\nText", b"---\nonly a rule\n\nText", None, 0),
        (b"---\ntitle: Head\nabout: 'Ada\n\ngives\n---\nT", b"---\ntitle: Head\nabout: 'Ada\n\ngives\n---\nT", None, 0),
        (b'---\ntitle: Head\nabout: "Ada\ngives" it\n---\nT', b"Head\n\nT", None, 37),  # no YAML, but no paragraphs
        (b"---\n\nNEWS\n\nContact: Ada Lund\n\n---\nAbout", b"---\n\nNEWS\n\nContact: Ada Lund\n\n---\nAbout", None, 0),
        (
            "---\ntitle: Café\n---\nAm Fluß".encode("cp1252"),
            "Café\n\nAm Fluß".encode("cp1252"),
            None,
            14,
        ),  # one encoding
        (b"---\ntitle: Head\n---\n# Head\n\nText", b"# Head\n\nText", None, 20),
        # a quoted title with escapes, folded over two lines, as YAML libraries write it
        (
            b'---\ntitle: "The mayor\\u2019s\\\n  \\ Grand\\_Caf\\xE9"\n---\nText',
            "The mayor’s Grand Café\n\nText".encode(),
            None,
            48,
        ),
        (b"---\ntitle: The mayor\n  opens a bridge\n---\nText", b"The mayor opens a bridge\n\nText", None, 43),
        (b"---\ntitle: 'It''s open'\ndate: 2023-09-27 23:30:00-04:00\n---\nT", b"It's open\n\nT", "2023-09-27", 60),
        (b'---\ntitle: "Open \\ud83d\\ude00"\n---\nT', "Open \U0001f600\n\nT".encode(), None, 34),
        (b"---\ntitle: Exports: a record\ndate: 2023-09-27\n---\nT", b"Exports: a record\n\nT", "2023-09-27", 50),
        (
            b"---\n" + b"a: " + b"b " * 11000 + b"\ntitle: 'Head'\n---\nT",
            b"Head\n\nT",
            None,
            22026,
        ),  # too long for the parser
        (
            b"---\na: " + b"[" * 1000 + b"\ntitle: Head\n---\nT",
            b"Head\n\nT",
            None,
            1025,
        ),  # nested too deep for the parser
        (b"---\ntags: [a, b]\ntitle: Head\n---\nT", b"Head\n\nT", None, 34),
        # a title within a line is not yet a headline
        (
            b"---\ntitle: Acme saws more logs again\n---\nNews: Acme saws more logs again\nT",
            b"Acme saws more logs again\n\nNews: Acme saws more logs again\nT",
            None,
            14,
        ),
        (b"---\ntitle: Zed Fund\n---\nThe Zed Fund grew.\nT", b"Zed Fund\n\nThe Zed Fund grew.\nT", None, 16),
        (b'+++\ntitle = "It\\u2019s open"\ndate = 2023-09-27\n+++\nT', "It’s open\n\nT".encode(), "2023-09-27", 52),
    ],
)
def test_markdown_front_matter_is_metadata(data: bytes, content: bytes, published: str | None, start: int) -> None:
    found = one("a.md", data)
    assert (found.content, found.published) == (content, published)
    if data.endswith(content):
        assert data[found.content_start :] == content


def test_json_lines_fields_are_guessed() -> None:
    rows = [
        {"id": 7, "Headline": "A head", "BODY": "The text", "date": "September 27, 2023"},
        {"text": "A head\n\nThe text", "title": "A head", "published_at": 1695800000},
        {"content": "Only text", "id": None},
    ]
    found = read("a.jsonl", b"\xef\xbb\xbf" + "\r\n".join(map(json.dumps, rows)).encode() + b"\n\n")
    assert [d.record for d in found] == ["7", "2", "3"]
    documents = [d for d in found if isinstance(d, SourceDocument)]
    assert [d.content for d in documents] == ["A head\n\nThe text", "A head\n\nThe text", "Only text"]
    assert [d.published for d in documents] == ["2023-09-27", "2023-09-27", None]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_json_lines_under_the_name_of_json_are_read(mark: bytes) -> None:
    assert [d.record for d in read("a.json", mark + b'{"text": "One"}\n{"text": "Two"}\n')] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Zed’s bridge opens\n\nText", "another apostrophe"),
        ("# ZED'S BRIDGE OPENS\n\nText", "a mark, and capitals"),
        ("FOR IMMEDIATE RELEASE\n\n**Zed's bridge opens**\n\nText", "below another line"),
    ],
)
def test_a_headline_that_the_text_has_is_not_added(text: str, why: str) -> None:
    assert one("a.json", json.dumps({"title": "Zed's bridge opens", "text": text}).encode()).content == text, why


def test_a_long_headline_may_be_broken_or_below_other_lines() -> None:
    for text in (
        "Zed's bridge\nopens over the river.",
        "NEWS\nMay 3\nOslo\n\nZed's Bridge opens over the river\n\nIt is open.",
    ):
        assert (
            one("a.json", json.dumps({"title": "Zed’s bridge opens over the river", "text": text}).encode()).content
            == text
        )


@pytest.mark.parametrize(
    "text", ["Today Zed's bridge opens.", "Zed's bridge opens in May.", "Home\nNews\nZed's bridge opens\n\nIt is open."]
)
def test_a_headline_that_is_but_part_of_a_line_is_added(text: str) -> None:
    record = {"title": "Zed's bridge opens", "text": text}
    assert one("a.json", json.dumps(record).encode()).content == f"Zed's bridge opens\n\n{text}"


def test_what_wordpress_rendered_is_html() -> None:
    record = {"title": {"rendered": "Zed &#8211; the pier opens"}, "content": {"rendered": "Ada&#8217;s pier"}}
    assert one("a.json", json.dumps([record]).encode()).content == "Zed – the pier opens\n\nAda’s pier"


@pytest.mark.parametrize("record", [{"Text": "The text", "text": ""}, {"text": "The text", "TEXT": None}])
def test_of_two_fields_with_the_same_name_the_one_with_a_value_is_taken(record: dict[str, str | None]) -> None:
    assert one("a.jsonl", json.dumps(record).encode()).content == "The text"


@pytest.mark.parametrize(
    ("name", "data", "want", "why"),
    [
        ("a.csv", "id,text,text\n1,One,Two", "two fields named 'text' differ", "the second column overwrote the first"),
        ("a.csv", "id,Text,text\n1,One,Two", "two fields named 'text' differ", "case is ignored"),
        ("a.csv", "id,text,text,text\n1,One,Two,One", "two fields named 'text' differ", "the middle one of three"),
        ("a.csv", "id,text,id\n1,One,2", "two fields named 'id' differ", "tables joined in SQL have two ids"),
        ("a.csv", "id,text,text\n1,One,One", "One", "the same words twice: nothing is lost"),
        ("a.csv", "id,text,text\n1,,Two", "Two", "one of them is empty"),
        ("a.csv", "id,text,note,note\n1,One,a,b", "One", "columns that are not read may have any name"),
        ("a.csv", "id,text,date,date\n1,One,soon,later", "One", "nor are those that hold no date"),
        ("a.csv", "id,text,,\n1,One,a,b", "One", "columns without a name"),
        ("a.csv", "\n\nid,text\n1,One", "One", "empty lines above the header"),
        ("a.jsonl", '{"text": "One", "text": "Two"}', "two fields named 'text' differ", "JSON allows a name twice"),
        ("a.json", '[{"body": "One", "Body": "Two"}]', "two fields named 'Body' differ", ""),
    ],
)  # fmt: skip
def test_no_field_overwrites_another_of_the_same_name(name: str, data: str, want: str, why: str) -> None:
    (found,) = read(name, data.encode())
    assert getattr(found, "detail", getattr(found, "content", "")).startswith(want), why


@pytest.mark.parametrize(
    ("data", "want", "why"),
    [
        ({"press": [{"text": "A"}, {"text": "B"}], "speeches": [{"text": "C"}]}, ["A", "B", "C"], "no list is lost"),
        ({"speeches": [{"text": "C"}], "press": [{"text": "A"}, {"text": "B"}]}, ["A", "B", "C"], "longest first"),
        ({"items": [{"text": "A"}, {"text": "B"}], "authors": [{"name": "C", "description": "D"}]}, ["A", "B"],
         "texts in another field may be about something else"),
        ({"items": [{"text": "A"}], "tags": [{"name": "C"}]}, ["A"], "a list without texts"),
        ({"items": [{"text": "A"}], "tags": []}, ["A"], "a list without anything"),
    ],
)  # fmt: skip
def test_every_list_of_releases_in_an_object_is_read(data: dict[str, object], want: list[str], why: str) -> None:
    assert [getattr(found, "content", found) for found in read("a.json", json.dumps(data).encode())] == want, why


def test_an_id_may_hold_anything() -> None:
    ids = ["a\0b", "\ud800", "x" * 500, "x" * 600, " ", True, 2.5, "../up", "Zeile\n2"]
    found = read("a.jsonl", b"\n".join(json.dumps({"text": "T", "id": i}).encode() for i in ids))
    assert [d.record for d in found] == [
        "a b",
        "\ufffd",
        "x" * 300,
        "x" * 300 + "-2",
        "5",
        "True",
        "7",
        "../up",
        "Zeile 2",
    ]


def test_broken_lines_do_not_affect_their_neighbours() -> None:
    good = json.dumps({"text": "Good"}).encode()
    found = read(
        "a.jsonl", b"\n".join([good, b'{"text": "cut', good, b'{"text": "\xff"}', b'{"text": ""}', b"null", good])
    )
    assert [getattr(d, "reason", "read") for d in found] == [
        "read", "bad_record", "read", "bad_record", "no_text", "bad_record", "read",
    ]  # fmt: skip
    assert [d.record for d in found] == ["1", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize(
    ("value", "want"),
    [
        ("2023-09-27", "2023-09-27"),
        ("2023-09-27T23:59:00-05:00", "2023-09-27"),
        ("2023/9/7", "2023-09-07"),
        ("20230927", "2023-09-27"),
        (20230927, "2023-09-27"),
        (20230927120000, "2023-09-27"),  # a day and a time in digits, and no Unix time
        ("202309271200", "2023-09-27"),
        (2023092712, "2023-09-27"),
        ("20230927T101500Z", "2023-09-27"),
        ("Wed, 27 Sep 2023 10:00:00 +0000", "2023-09-27"),
        ("27th September 2023", "2023-09-27"),
        ("Sept. 27, 2023", "2023-09-27"),
        ("Published on March 1st, 2024", "2024-03-01"),
        (1695800000, "2023-09-27"),
        (1695800000000, "2023-09-27"),
        ("1695800000", "2023-09-27"),  # as in CSV files
        ("1695772800.0", "2023-09-27"),
        (1695772800000.5, "2023-09-27"),
        (930000000, "1999-06-21"),
        ("1612112500000", "2021-01-31"),  # `fromisoformat` reads the year 1612
        ("2345678901234", None),
        ("03/04/2023", None),
        ("14/05/2024", "2024-05-14"),  # not a month
        ("5/14/2024 10:00 AM", "2024-05-14"),
        ("14-May-2024", "2024-05-14"),
        ("14th of May 2024", "2024-05-14"),
        ("31/31/2024", None),
        ("Fri May 03 10:00:00 UTC 2024", "2024-05-03"),  # of Java and Unix; “00 UTC 2024” is no day
        ("Fri May  3 10:00:00 2024", "2024-05-03"),
        ("2023", None),
        ("September 2023", None),
        ("31 February 2023", None),
        ("2023-13-01", None),
        ("12 Monkeys 2023", None),
        ("12 Marble 2023", None),
        ("5 marraskuu 2023", None),  # the November of Finns
        ("5 sept 2023", "2023-09-05"),
        ("soon", None),
        ("", None),
        (None, None),
        (True, None),
        (float("nan"), None),
    ],
)
def test_metadata_dates(value: object, want: str | None) -> None:
    assert iso_day(value) == want


@pytest.mark.parametrize(
    ("value", "want"),
    [
        ("2023-09-27T02:00:00Z", "2023-09-26"),
        ("2023-09-27T02:00:00+02:00", "2023-09-27"),
        ("0001-01-01T00:00:00Z", "0001-01-01"),  # a day without a time: no time zone can change it
    ],
)
def test_a_time_in_utc_gives_the_day_in_the_publishers_time_zone(value: str, want: str) -> None:
    assert iso_day(value, ZoneInfo("America/New_York")) == want


MAIL = b"""From: press@example.org
Date: Wed, 27 Sep 2023 10:00:00 +0200
Subject: =?utf-8?q?Caf=C3=A9_opens?=
MIME-Version: 1.0
Content-Type: text/plain; charset="%b"
Content-Transfer-Encoding: 8bit

The caf\xe9 opens.
"""


@pytest.mark.parametrize("charset", [b"iso-8859-1", b"no-such-charset", b"utf-8"])
def test_a_mail_gives_subject_body_and_date(charset: bytes) -> None:
    found = one("a.eml", MAIL.replace(b"%b", charset))
    assert found.content == "Café opens\n\nThe café opens.\n"
    assert found.published == "2023-09-27"


def test_a_mail_without_text_is_reported() -> None:
    (found,) = read("a.eml", b"Subject: Nothing\nContent-Type: image/png\n\nabc")
    assert isinstance(found, Quarantined)
    assert found.reason == "no_text"


def test_csv_rows_are_documents() -> None:
    data = 'ID;Title;Text;Date\r\nx-1;Head;"Text; with\nlines";2023-09-27\r\n;Head;Text;\r\n'
    found = [d for d in read("a.csv", data.encode()) if isinstance(d, SourceDocument)]
    assert [(d.record, d.content, d.published) for d in found] == [
        ("x-1", "Head\n\nText; with\nlines", "2023-09-27"),
        ("4", "Head\n\nText", None),
    ]


@pytest.mark.parametrize(
    ("rows", "want"),
    [
        (["1,Good one", '2,"never closed', "3,Good too"], ["1", "quarantine 3", "3"]),
        (["1,Good one", "2,too,many", "3"], ["1", "quarantine 3", "quarantine 4"]),
        (['1,"closed" by accident', '2,"Good, ""too"""'], ["quarantine 2", "2"]),
        (["1,", "2,Good"], ["quarantine 2", "2"]),
    ],
)
def test_a_broken_csv_row_loses_only_itself(rows: list[str], want: list[str]) -> None:
    found = read("a.csv", "\n".join(["id,text", *rows]).encode())
    assert [f"quarantine {d.record}" if isinstance(d, Quarantined) else d.record for d in found] == want


@pytest.mark.parametrize(
    ("days", "want"),
    [
        (
            ["5/1/2022", "5/31/2022 9:00"],
            ["2022-05-01", "2022-05-31"],
        ),  # the other date shows that the month comes first
        (["5/1/2022", "31/5/2022"], ["2022-01-05", "2022-05-31"]),
        (["5/1/2022", "6/1/2022"], [None, None]),
        (["5/1/2022", "5/31/2022", "31/5/2022"], [None, "2022-05-31", "2022-05-31"]),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_all_days_of_a_file_are_read_in_one_order(
    days: list[str], want: list[str | None], end: str, encoding: str
) -> None:
    rows = [f"{day},It is open" for day in days]
    found = read("a.csv", end.join(["date,text", *rows]).encode(encoding))
    assert [getattr(d, "published", "quarantine") for d in found] == want


def test_the_order_of_days_is_found_in_escaped_json_and_in_workbooks() -> None:
    days = ["5/1/2022", "5/31/2022"]
    rows = json.dumps([{"date": day, "text": "It is open"} for day in days]).replace("/", "\\/").encode()
    sheet = workbook([["date", "text"], *([day, "It is open"] for day in days)])
    for name, data in (("a.json", rows), ("a.xlsx", sheet)):
        assert [getattr(d, "published", "quarantine") for d in read(name, data)] == ["2022-05-01", "2022-05-31"], name


def test_a_text_that_is_a_day_stays_as_it_is() -> None:
    (found,) = read("a.json", b'{"title": "5/31/2022", "text": "5/31/2022", "date": "5/31/2022"}')
    assert isinstance(found, SourceDocument)
    assert (found.content, found.published) == ("5/31/2022", "2022-05-31")


def test_the_order_of_days_of_a_large_file_is_found_quickly() -> None:
    assert is_month_first(b"\n" * 2_000_000 + b'"' * 2_000_000 + b",5/31/2022") is True


def test_csv_rows_have_the_encoding_of_the_file() -> None:
    (found,) = read("a.csv", "id,text\n1,Café Zoë is open".encode("cp1252"))
    assert (getattr(found, "encoding", None), found.content) == ("cp1252", "Café Zoë is open")
    (marked,) = read("a.csv", b"\xef\xbb\xbfid,text\n1,open")
    assert (marked.encoding, marked.bytes) == ("utf-8", 6)


def test_csv_of_excel_for_mac_has_other_line_ends_in_cells() -> None:
    (found,) = read("a.csv", b'id,text\r1,"The pier\nis open"\r')
    assert found.content == "The pier\nis open"


def test_csv_without_a_header_row_is_reported() -> None:
    (found,) = read("a.csv", b"only one column\nand another line\n")
    assert (found.record, getattr(found, "reason", None)) == ("0", "bad_record")


@pytest.mark.parametrize(
    ("name", "data", "url", "publisher"),
    [
        ("a.md", b"---\nurl: https://city.example/x\nsource: City\n---\nText", "https://city.example/x", "City"),
        ("a.md", "---\nsource: Zed<sup>®</sup>\n---\nText".encode(), None, "Zed®"),
        ("a.eml", MAIL, None, "press@example.org"),
        ("a.eml", MAIL.replace(b"press@", b"=?utf-8?q?Caf=C3=A9?= Press <press@").replace(b".org", b".org>"), None,
         "Café Press"),
        ("a.jsonl", b'{"text": "T", "link": "https://city.example/y", "source": "City"}', "https://city.example/y",
         "City"),
        ("a.jsonl", b'{"text": "T", "source": "https://city.example/y"}', "https://city.example/y", None),
        ("a.jsonl", b'{"text": "T", "url": "javascript:alert(1)", "publisher": 7}', None, None),
        ("a.jsonl", b'{"text": "T", "url": "http://[x", "publisher": "a\\u0000\\nb"}', None, "a b"),
        ("a.txt", b"https://city.example/z", None, None),
    ],
)  # fmt: skip
def test_metadata_give_url_and_publisher(name: str, data: bytes, url: str | None, publisher: str | None) -> None:
    found = one(name, data)
    assert (found.url, found.publisher) == (url, publisher)


@pytest.mark.parametrize(
    ("told", "content", "published", "taken"),
    [
        ((), "Head\n\nGuessed", "2023-09-27", (("text", "Body"), ("title", "Headline"), ("date", "date"))),
        (
            (("text", "story"),),
            "Head\n\nTold",
            "2023-09-27",
            (("text", "STORY"), ("title", "Headline"), ("date", "date")),
        ),
        ((("date", "day"), ("title", "none")), "Guessed", "2020-01-01", (("text", "Body"), ("date", "day"))),
        (
            (("text", "none"), ("text", "STORY"), ("date", "none"), ("title", "none")),
            "Told",
            None,
            (("text", "STORY"),),
        ),
        (
            (("date", "STORY"), ("date", "day"), ("title", "none")),  # a field of dates that holds none is reported
            "Guessed",
            "2020-01-01",
            (("text", "Body"), ("no date", "STORY"), ("date", "day")),
        ),
        (
            (("date", "STORY"), ("title", "none")),
            "Guessed",
            None,
            (("text", "Body"), ("no date", "STORY")),
        ),
    ],
)
def test_fields_are_guessed_or_configured_and_the_fields_taken_are_reported(
    told: FieldNames, content: str, published: str | None, taken: FieldNames
) -> None:
    record = {"Body": "Guessed", "STORY": "Told", "Headline": "Head", "date": "2023-09-27", "day": "2020-01-01"}
    data = json.dumps(record).encode()
    rows = "\n".join([",".join(record), ",".join(record.values())]).encode()
    for name, content_of_file in (("a.jsonl", data), ("a.csv", rows)):
        (found,) = read_documents(Blob(name, name, content_of_file, Settings(fields=told)))
        assert isinstance(found, SourceDocument)
        assert (found.content, found.published, found.fields) == (content, published, taken)


def test_a_configured_text_field_that_is_missing_is_named() -> None:
    settings = Settings(fields=(("text", "Story"),))
    (found,) = read_documents(Blob("a.jsonl", "a.jsonl", b'{"text": "T"}', settings))
    assert isinstance(found, Quarantined)
    assert found.reason == "no_text"
    assert "Story" in found.detail


@pytest.mark.parametrize(
    ("name", "data", "fields", "told"),
    [
        ("a.jsonl", b'{"Text ": "", "title": "T"}', (), "(found: text, title); fill it or leave the record out"),
        ("a.jsonl", b'{"words": "Long."}', (), "(found: words); name the right one with --field"),
        ("a.jsonl", b'{"story": ""}', (("text", "Story"),), "fields Story is filled (found: story); fill it"),
        ("a.jsonl", b"{}", (), "(found: none); name the right one"),
        ("release", b"Words.", (), "; if it is text, let its name end in .txt"),
        ("a.zed", b"Words.", (), "; convert it"),
    ],
)
def test_what_to_do_about_a_record_or_file_without_text_is_told(name, data, fields, told) -> None:
    (found,) = read_documents(Blob(name, name, data, Settings(fields=fields)))
    assert isinstance(found, Quarantined)
    assert told in found.detail


def test_front_matter_of_an_exported_blog() -> None:
    data = b"---\npost_title: Pier opens\npost_date: 2024-05-02 10:00:00\n---\nThe city opened a pier."
    found = one("pier.md", data)
    assert (found.content, found.published) == (b"Pier opens\n\nThe city opened a pier.", "2024-05-02")


def test_the_text_of_a_record_is_the_article_and_not_its_teaser() -> None:
    record = {"headline": "Zed grows", "description": "A teaser.", "articleBody": "Zed grew. It will go on."}
    assert one("a.json", json.dumps(record).encode()).content == "Zed grows\n\nZed grew. It will go on."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "id,text\n1,Zdeňka Šťastná řekla"),
        ("a.html", "<html><body><p>Zdeňka Šťastná řekla</p></body></html>"),
        ("a.eml", "Subject: Zed\nContent-Type: text/plain\n\nZdeňka Šťastná řekla"),
        ("a.txt", "Zdeňka Šťastná řekla"),
    ],
)
def test_the_encoding_in_the_settings_holds_for_every_format(name: str, text: str) -> None:
    settings = Settings(publishers=(Publisher("**", encoding="windows-1250"),))
    (found,) = read_documents(Blob(name, name, text.encode("cp1250"), settings))
    assert isinstance(found, SourceDocument)
    content = found.content if isinstance(found.content, str) else found.content.decode(found.encoding or "utf-8")
    assert "Zdeňka Šťastná řekla" in content
