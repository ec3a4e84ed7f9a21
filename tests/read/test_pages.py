"""Web pages: headline, main text, date and encoding."""

from __future__ import annotations

import pytest

from pipeline.read.blob import Blob, SourceDocument
from pipeline.read.formats import read_documents
from pipeline.records import Quarantined


def one(name: str, data: bytes) -> SourceDocument:
    (found,) = read_documents(Blob(name, name, data))
    assert isinstance(found, SourceDocument), found
    return found


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Bridge opens | City</title>
<meta property="article:published_time" content="2024-05-02T23:30:00+02:00"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Bridge opens in Viseu</h1>
<p>The city opened a bridge over the river on Thursday, after four years of work and many delays of all kinds.</p>
<p>“It is a café with a view,” said Mayor Ana Lopes, who cut the ribbon in front of two hundred guests.</p>
</article><footer>Last updated 7 June 2024</footer></body></html>"""


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("windows-1252", "cp1252")]
)
def test_a_page_gives_headline_main_text_and_date(charset: str, encoding: str) -> None:
    codec = "cp1252" if encoding == "cp1252" else "utf-8"
    found = one("page.html", PAGE.format(charset=charset).encode(codec))
    assert isinstance(found.content, str)
    head, *paragraphs = [line for line in found.content.splitlines() if line]
    assert head == "Bridge opens in Viseu"
    assert len(paragraphs) == 2
    assert paragraphs[1].startswith("“It is a café")
    assert (found.published, found.media_type, found.encoding) == ("2024-05-02", "text/html", encoding)


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("City opens a bridge | News | City", "City opens a bridge", "City opens a bridge"),
        ("City opens a bridge – News – City", "City opens a bridge<br>The piers", "City opens a bridge"),
        ("City | City opens a bridge", "City", "City | City opens a bridge"),  # the site's name, not the release's
        ("City opens a bridge – and a pier", "City opens a bridge", "City opens a bridge"),
        ("City opens bridge » Zed » An agency", "News City opens bridge", "City opens bridge"),  # a kicker before it
        ("City opens Lindmoor bridge", "The city opens a bridge in Lindmoor", "The city opens a bridge in Lindmoor"),
        ("Opening the Lindmoor bridge", "All our press releases", "Opening the Lindmoor bridge"),  # other words
        ("Opening the Lindmoor bridge", "Bridge: Lindmoor opening", "Opening the Lindmoor bridge"),  # short
        ("Zed opens a bridge – for the City", "Zed opens a bridge – for the City", "Zed opens a bridge – for the City"),
    ],
)
def test_a_headline_is_without_the_name_of_the_site(title: str, heading: str, expected: str) -> None:
    page = PAGE.format(charset="utf-8").replace("Bridge opens | City", title).replace("Bridge opens in Viseu", heading)
    told = f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="City"><meta'
    assert one("page.html", page.replace("<meta", told, 1).encode()).content.splitlines()[0] == expected


def test_a_heading_that_shares_no_word_with_the_title_of_the_page_is_no_headline() -> None:
    page = PAGE.format(charset="utf-8").replace("Bridge opens | City", "Mayor opens the old bridge again | Zed City")
    page = page.replace("<h1>Bridge opens in Viseu</h1>", '<h3 class="social-title">Connect with us:</h3>')
    assert one("page.html", page.encode()).content.splitlines()[0] == "Mayor opens the old bridge again"
    told = '<meta property="og:title" content="Zed wins prizes"><meta'  # what a page says of itself counts more
    assert one("page.html", page.replace("<meta", told, 1).encode()).content.splitlines()[0] == "Zed wins prizes"


def test_a_page_that_declares_an_old_encoding_and_is_utf_8_is_read_as_utf_8() -> None:
    assert "café" in one("page.html", PAGE.format(charset="iso-8859-1").encode()).content


@pytest.mark.parametrize(
    ("words", "want"),
    [
        (b"The caf\xe9 is \x93open\x94", "The café is “open”"),  # pasted from Word
        (b"Zed\x92s na\xc3\xafve caf\xe9 opens", "Zed’s naïve café opens"),
        (b"a quote\xe2\x80 and on", "a quote\ufffd and on"),  # the rest of a character in UTF-8
    ],
)
def test_bytes_of_windows_1252_in_a_page_that_declares_utf_8_are_read(words: bytes, want: str) -> None:
    page = PAGE.format(charset="utf-8").encode().replace(b"The city opened a bridge", words)
    assert want in one("page.html", page).content


@pytest.mark.parametrize(
    ("words", "want", "why"),
    [
        ("The city\xe2\x80\x99s bridge", "The cityâ€™s bridge", "UTF-8 misread as Latin-1, which the repair undoes"),
        ("The \x93new\x94 bridge", "The “new” bridge", "Windows-1252 misread as Latin-1"),
        ("The naïve café’s bridge", "The naïve café’s bridge", "no controls"),
    ],
)
def test_controls_in_a_page_are_the_characters_of_windows_1252(words: str, want: str, why: str) -> None:
    page = PAGE.format(charset="utf-8").replace("The city opened a bridge", words).encode()
    assert want in one("page.html", page).content, why


def told(encoding: str, kind: str, text: str, written: str = "") -> bytes:
    """A mail or saved page with a text in its own encoding, or in the one in which it was `written`."""
    return f"Content-Type: text/{kind}; charset={encoding}\n\n".encode() + text.encode(written or encoding)


@pytest.mark.parametrize(
    ("name", "data", "want", "why"),
    [
        ("a.eml", told("shift_jis", "html", "<p>東京で橋が開いた。</p>"), "東京で橋が開いた。", "no <meta>"),
        ("a.eml", told("iso-2022-jp", "html", "<p>東京で橋が開いた。</p>"), "東京で橋が開いた。", "ASCII bytes"),
        ("a.eml", told("iso-2022-jp", "plain", "東京で橋が開いた。"), "東京で橋が開いた。", ""),
        ("a.eml", told("windows-1250", "html", "<p>Zażółć gęślą jaźń</p>"), "Zażółć gęślą jaźń", ""),
        ("a.eml", told("gb2312", "plain", "镕基说开桥了", "gbk"), "镕基说开桥了", "one sign is only in the superset"),
        ("a.eml", told("utf-8", "plain", "“Ours”, said Zoë.") + b" Caf\xe9.", "“Ours”, said Zoë. Café.", "stray byte"),
        ("a.eml", told("utf-8", "plain", "At £5, said Zoë.", "cp1252"), "At £5, said Zoë.", "nothing of it is UTF-8"),
        ("a.eml", told("hex", "plain", "Zoë", "cp1252"), "Zoë", "no encoding"),
        ("a.mhtml", told("iso-8859-1", "html", "<p>Ada’s café</p>", "cp1252"), "Ada’s café", "Latin-1 has no ’"),
        ("a.html", "<meta charset=utf-16><p>Ada’s café".encode("cp1252"), "Ada’s café", "then it could not be read"),
        ("a.html", "<meta charset=utf-16><p>Ada’s café".encode(), "Ada’s café", ""),
    ],
)  # fmt: skip
def test_a_text_is_read_in_the_encoding_that_its_mail_or_page_states(
    name: str, data: bytes, want: str, why: str
) -> None:
    assert one(name, data).content == want, why


def test_an_address_hidden_from_robots_is_read() -> None:
    hidden = "2a" + bytes(byte ^ 0x2A for byte in b"press@zed.example").hex()
    link = (
        f'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{hidden}">[email&#160;protected]</a>'
    )
    page = PAGE.format(charset="utf-8").replace("</article>", f"<p>For questions on the bridge write to {link}.</p>")
    assert "write to press@zed.example." in one("page.html", page.encode()).content
    span = link.replace("<a ", "<span ").replace("</a>", "</span>")
    assert one("part.html", f"<p>Write to {span}.</p>".encode()).content == "Write to press@zed.example."
    mark = "2a" + bytes(byte ^ 0x2A for byte in b"<!--").hex()
    assert "For questions" in one("page.html", page.replace(hidden, mark).encode()).content
    assert "[email protected]" in one("page.html", page.replace(hidden, "2a").encode()).content.replace("\xa0", " ")


def test_a_fragment_of_a_page_is_read_whole() -> None:
    head = '<div><p style="float:right">CONTACT: Ada Lund<br />ada@city.example</p></div>'
    body = (
        "<h1>City to open a bridge</h1><p>The City of Lindmoor will open its new bridge in May." + " It is long." * 20
    )
    piece = f"{head}<div>{body}</div>"
    assert one("page.html", piece.encode()).content.startswith("CONTACT: Ada Lund\nada@city.example\n\nCity to open")


@pytest.mark.parametrize(
    "data", [b"   \n", b"<p> </p>", b"<style>" + b"<" * 5_000 + b"x" * 300_000], ids=["blanks", "tags", "open"]
)
def test_a_fragment_of_a_page_without_words_is_no_text(data: bytes) -> None:
    (found,) = read_documents(Blob("page.html", "page.html", data))
    assert isinstance(found, Quarantined)
    assert found.reason == "no_text"


def test_a_page_of_a_static_site_has_front_matter() -> None:
    page = b"---\ntitle: Pier opens in Viseu\ndate: 2024-05-02\n---\n<p>The city opened a pier on Thursday.</p>"
    found = one("pier.html", page)
    assert (found.content, found.published) == (
        "Pier opens in Viseu\n\nThe city opened a pier on Thursday.", "2024-05-02",
    )  # fmt: skip


def test_a_page_keeps_the_place_and_day_above_its_text() -> None:
    prose = (
        "The bank appointed two members to its board, who bring it decades of knowledge of ports and of piers.",
        "It will hold its meeting in spring, when the board elects its chair for the next three years of its work.",
        "The pier that the bank pays for opens in May, and boats will land there each day from then on.",
    )
    head = "<section><div class='grid'><div class='date'>Oslo,<br>July 19, 2016</div></div></section>"
    body = "".join(f"<p>{words}</p>" for words in prose)
    page = f"<html><body><nav><a href='/'>Home</a></nav>{head}<section><div>{body}</div></section></body></html>"
    text = one("two.html", page.encode()).content
    assert isinstance(text, str)
    assert text.split("\n\n") == ["Oslo,\nJuly 19, 2016", *prose]


def test_a_line_with_an_anchor_is_no_menu() -> None:
    prose = "".join(f"<p>The harbour of Zed reopened after a long winter, and ferry {n} left.</p>" for n in range(40))
    line = "<p><a name=top></a><b>Report – 4 May 2005</b></p>"
    page = f"<html><head><title>Zed Harbour opens again</title></head><body><div>{line}{prose}</div></body></html>"
    text = one("old.html", page.encode()).content
    assert isinstance(text, str)
    assert text.startswith("Zed Harbour opens again\n\nReport – 4 May 2005\n")


def test_a_title_is_no_publisher_however_it_is_capitalised() -> None:
    prose = "<p>The harbour of Zed reopened today after a long winter, and the first ferry left at noon.</p>" * 5
    head = "<title>#1 in Zed: Pier Tops List</title><meta property='og:site_name' content='#1 in Zed: Pier Tops List'>"
    found = one("old.html", f"<html><head>{head}</head><body><div>{prose}</div></body></html>".encode())
    assert found.publisher is None


def test_a_table_that_lays_out_a_page_keeps_its_paragraphs() -> None:
    prose = "The bank appointed two members to its board, who bring it decades of knowledge of ports and of piers. " * 7
    figures = "<table><tr><td>Oslo</td><td>12</td></tr><tr><td>Lima</td><td>7</td></tr></table>"
    cell = f"<p>Zed Bank grows</p><p>{prose}</p>{figures}<p>Contact:<br>Ada Lund</p>"
    text = one("old.html", f"<html><body><table><tr><td>{cell}</td></tr></table></body></html>".encode()).content
    assert isinstance(text, str)
    assert text.startswith("Zed Bank grows\n")
    assert "Contact:\nAda Lund" in text
    assert "| Oslo | 12 |" in text, "a table of figures stays a table"


def test_a_table_that_lays_out_a_page_keeps_its_heading_and_the_day_below() -> None:
    prose = "Long words of a mayor. " * 40
    cell = f"<h4>CITY OPENS A BRIDGE</h4><!-- -->RELEASE: Thursday, May 2, 2024<p>{prose}</p>"
    text = one("old.html", f"<html><body><table><tr><td>{cell}</td></tr></table></body></html>".encode()).content
    assert text.startswith("CITY OPENS A BRIDGE\n\nRELEASE: Thursday, May 2, 2024\n\nLong words")


@pytest.mark.parametrize(
    "speaker", ["— Ana Lopes, <cite>mayor</cite>", "<cite><div><p>Ana Lopes, mayor</p></div></cite>"]
)
@pytest.mark.parametrize("quote", ["<p>It is a view.</p>", "It is a view."])
def test_who_is_quoted_is_not_the_footer_of_the_page(quote: str, speaker: str) -> None:
    said = f"<blockquote>{quote}<footer class='blockquote-footer'>{speaker}</footer></blockquote></article>"
    lines = one("page.html", PAGE.format(charset="utf-8").replace("</article>", said).encode()).content.splitlines()
    assert next(line for line in lines if "Lopes, m" in line).lstrip(" —") == "Ana Lopes, mayor"


@pytest.mark.parametrize(
    ("head", "body", "day", "why"),
    [
        ("", "<footer>Last updated 7 June 2024</footer>", None, "the day of a change"),
        ("", "<p><b>Page last modified:</b> 2024-06-07</p>", None, "its words and its day may be parted"),
        ("", "<p class='date'>Published 2 May 2024. Page last modified 7 June</p>", "2024-05-02", "both in one line"),
        ("<meta property='article:modified_time' content='2024-06-07'>", "", None, ""),
        ("<meta http-equiv='last-modified' content='2024-06-07'>", "", None, ""),
        ("", "<time class='updated' datetime='2024-06-07'>7 June</time>", None, ""),
        ("", "<time class='published updated' datetime='2024-05-02'>2 May</time>", "2024-05-02", "of WordPress"),
        (
            "<meta property='og:updated_time' content='2024-06-07'>",
            "<time class='published' datetime='2024-05-02'>2 May</time>",
            "2024-05-02",
            "the day of publication stands elsewhere",
        ),
    ],
)
def test_the_day_of_a_change_is_not_that_of_publication(head: str, body: str, day: str | None, why: str) -> None:
    page = PAGE.format(charset="utf-8").replace("<footer>Last updated 7 June 2024</footer>", body)
    page = page.replace('<meta property="article:published_time" content="2024-05-02T23:30:00+02:00">', head)
    assert one("page.html", page.encode()).published == day, why


@pytest.mark.parametrize(
    ("data", "url", "publisher"),
    [
        (PAGE.format(charset="utf-8").replace("<title>", '<link rel="canonical" href="https://city.example/bridge">'
         '<meta property="og:site_name" content="City of Viseu"><title>').encode(), "https://city.example/bridge",
         "City of Viseu"),
        (PAGE.format(charset="utf-8").encode(), None, None),
        (PAGE.format(charset="utf-8").replace("<title>", '<link rel="canonical" href="/b"><title>').encode(),
         None, None),
    ],
)  # fmt: skip
def test_a_page_gives_url_and_publisher(data: bytes, url: str | None, publisher: str | None) -> None:
    found = one("a.html", data)
    assert (found.url, found.publisher) == (url, publisher)
