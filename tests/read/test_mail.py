"""Odd mails: each is read or refused with its reason, and none causes an internal error."""

from __future__ import annotations

import random
import time
from base64 import b64encode

import pytest

from pipeline.read.blob import Blob, SourceDocument
from pipeline.read.formats import read_documents

BODY = "\n\nAnna Berg of ABC spoke in Windhoek on Monday.\n"
HEADS = [
    "Subject: =?utf-8?q?", "Subject: =?utf-8?b?=?=", "From: <", "From: @", "From: \"", "From: a@[", "Date: ,",
    "Date: x:y:z",
    "Date: Mon, 99 Foo 0000 99:99:99 +99999", "Content-Type: ;", "Content-Type: text/plain; charset",
    "Content-Type: text",
    "Content-Type: text/plain; charset*=", "Content-Type: text/plain; charset=\"\\x00\"", "Content-Disposition: ;;=*",
    "Content-Type: text/plain; a*0*=x''%ff; a*1=b", "Content-Transfer-Encoding: nonsense", "MIME-Version: ()(",
    "Content-Type: multipart/mixed", "Content-Type: multipart/mixed; boundary=\"\"", "Message-ID: <[", "To: ;:,<>",
    "\xff: \xff",
]  # fmt: skip


def read(data: bytes) -> list[str]:
    found = read_documents(Blob("a.eml", "a.eml", data))
    return ["read" if isinstance(f, SourceDocument) else f.reason for f in found]


@pytest.mark.parametrize("head", HEADS)
def test_an_odd_header_is_no_internal_error(head: str) -> None:
    assert read((head + BODY).encode("latin-1")) in (["read"], ["no_text"], ["bad_document"])


def test_generated_headers_are_no_internal_error() -> None:
    chance = random.Random(3)
    signs = [
        "=?utf-8?q?",
        "?=",
        "<",
        ">",
        "@",
        "[",
        '"',
        ";",
        ":",
        "=",
        "*0*",
        "''",
        "%ff",
        "\xff",
        " ",
        ",",
        "(",
        "a",
        "\t",
    ]
    names = ["Subject", "From", "Date", "Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "To"]
    for _ in range(400):
        value = "".join(chance.choice(signs) for _ in range(chance.randrange(1, 12)))
        head = f"{chance.choice(names)}: {value}"
        assert read((head + BODY).encode("latin-1")) in (["read"], ["no_text"], ["bad_document"]), head


@pytest.mark.parametrize(
    "head",
    ["Subject: " + "=?utf-8?q?=41?= " * 4000, "From: " + "a <" * 20_000, "Content-Type: text/plain" + ";a=b" * 15_000],
)
def test_a_long_header_is_read_quickly(head: str) -> None:
    begun = time.process_time()
    assert read((head + BODY).encode()) in (["read"], ["bad_document"], ["too_large"])
    assert time.process_time() - begun < 5


def test_a_long_line_of_the_text_is_no_header() -> None:
    assert read((BODY + "Content-wise: " + "reeds and rivers " * 400).encode()) == ["read"]


RELEASE = "<p>Ada Lund of Zed Bank spoke in Lindmoor on Monday about reeds, rivers and the price of both.</p>" * 9
NOTE = " ".join(["Dear all, this week Bo Berg has news of the harbour."] * 12)
PARTS = {
    "note": b"Content-Type: text/plain\n\n" + NOTE.encode() + b"\n",
    "stub": b"Content-Type: text/plain\n\nView this mail in a browser.\n",
    "plain": b"Content-Type: text/plain\n\nAda Lund spoke.\n",
    "more": b"Content-Type: text/plain\n\nBo Berg spoke too.\n",
    "picture": b"Content-Type: image/png\n\nabc\n",
    "attached": b"Content-Type: text/plain\nContent-Disposition: attachment; filename=b.txt\n\nAttached.\n",
    "page": b"Content-Type: text/html\n\n" + f"<html><body>{RELEASE}</body></html>\n".encode(),
    "nameless": b"Content-Type: text/plain\nContent-Disposition: attachment\n\nA row.\n",
    "file": b"Content-Type: application/rtf\n\n{\\rtf1 A file.}\n",
    "short": b"Content-Type: text/html\n\n<p>Cy Dahl spoke.</p>\n",
    "apple": b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/html\n\n<p>Cy Dahl spoke.</p>\n"
    b"--a\nContent-Type: text/plain; name=c.txt\n\nIn the page.\n--a\nContent-Type: text/html\n\n<p>More.</p>\n--a--\n",
    "script": b"Content-Type: text/html\n\n<html><body><script>x()</script></body></html>\n",
}


@pytest.mark.parametrize(
    ("kind", "parts", "starts", "why"),
    [
        ("alternative", "stub page", ["Ada Lund of Zed Bank"], "a plain-text part that only points to the HTML part"),
        ("alternative", "plain page", ["Ada Lund of Zed Bank"], "an HTML part with much more text"),
        ("alternative", "plain script", ["Ada Lund spoke."], "an HTML part without text"),
        (
            "mixed",
            "plain picture more attached",
            ["Ada Lund spoke.\n\nBo Berg spoke too.", "Attached."],
            "a text in two parts",
        ),
        (
            "mixed",
            "short picture short",
            ["Cy Dahl spoke.\n\nCy Dahl spoke."],
            "a page in two parts, without plain text",
        ),
        ("alternative", "plain apple", ["Ada Lund spoke.", "In the page."], "Apple Mail puts files into the page"),
        ("alternative", "apple", ["Cy Dahl spoke.\n\nMore.", "In the page."], "the same without plain text"),
        ("mixed", "plain nameless", ["Ada Lund spoke.", "A row."], "an attached file without a name"),
        ("mixed", "plain file", ["Ada Lund spoke.", "A file."], "a document without a name or disposition"),
        ("mixed", "note short", [f"{NOTE}\n\nCy Dahl spoke."], "a release in HTML below a long note"),
        ("mixed", "more short", ["Bo Berg spoke too.\n\nCy Dahl spoke."], "and below a short one"),
        ("alternative", "note short", [NOTE], "the same text twice, of which the plain one is long enough"),
        ("mixed", "plain page", ["Ada Lund of Zed Bank"], "a page beside its plain text is no attached file"),
    ],
)
def test_the_body_of_a_mail(kind: str, parts: str, starts: list[str], why: str) -> None:
    data = f'Content-Type: multipart/{kind}; boundary="b"\n\n'.encode()
    data += b"".join(b"--b\n" + PARTS[name] for name in parts.split()) + b"--b--\n"
    found = list(read_documents(Blob("a.eml", "a.eml", data)))
    texts = [
        d.content if isinstance(d.content, str) else d.content.decode() for d in found if isinstance(d, SourceDocument)
    ]
    assert [text[: len(start)] for text, start in zip(texts, starts, strict=True)] == starts, why


@pytest.mark.parametrize(
    ("subject", "headline"),
    [(b"Subject: FW: Re: Reeds are back", "Reeds are back"), (b"Subject: Caf\xe9 opens", "Café opens")],
    ids=["forwarded", "bytes of no encoding that a head may have"],
)
def test_the_subject_is_the_headline(subject: bytes, headline: str) -> None:
    data = subject + BODY.encode()
    (found,) = read_documents(Blob("a.eml", "a.eml", data))
    assert isinstance(found, SourceDocument)
    assert str(found.content).splitlines()[0] == headline


MAIL = b"From: Zed Bank <press@zed.example>\nDate: Mon, 2 May 2022 10:00:00 +0000\nSubject: Zed grows\n\nZed grew.\n"
BOXES = [
    (b"From a@zed.example Mon May  2 10:00:00 2022\n" + MAIL + b"\nFrom b Tue\n" + MAIL, "1 2", "two mails"),
    (b"From a\r\n" + MAIL.replace(b"\n", b"\r\n") + b"\r\nFrom b\r\n" + MAIL, "1 2", "line ends of Windows"),
    (b"From a\n" + MAIL + b"From Lima it came.\n", "1", "“From” without an empty line before it begins no mail"),
    (b"From a\n" + MAIL + b"\n>From Lima it came.\n", "1", "a quoted “From” begins no mail"),
    (b"From a\n" + MAIL + b"\nFrom b\n\nFrom c\n" + MAIL, "1 2", "one of the mails is empty"),
    (
        b"From a\n" + MAIL + b"\nFrom Lima it came,\nin crates.\n\nFrom Oslo it left.\n\nFrom b\n" + MAIL,
        "1 2",
        "some programs do not quote “From”; no header follows it",
    ),
    (MAIL, "unknown_format", "a single mail is no mailbox"),
]


@pytest.mark.parametrize(("data", "expected", "why"), BOXES)
def test_mailboxes(data: bytes, expected: str, why: str) -> None:
    found = list(read_documents(Blob("box.mbox", "box.mbox", data)))
    shown = " ".join(str(f.record) if isinstance(f, SourceDocument) else f.reason for f in found)
    assert shown == expected, why


def test_quoted_from_in_a_mailbox_is_unquoted() -> None:
    data = b"From a\n" + MAIL + b"\n>From Lima it came.\n>>From Lima\n"
    (found,) = read_documents(Blob("b.mbox", "b.mbox", data))
    assert isinstance(found, SourceDocument)
    assert (found.published, found.publisher) == ("2022-05-02", "Zed Bank")
    assert str(found.content).endswith("\n\nFrom Lima it came.\n>From Lima\n")


@pytest.mark.parametrize(
    ("header", "forwarded", "headline", "why"),
    [
        ("", b"Subject: Premi\xe8re " + b"longue " * 12 + b"\xe9mission\n\nText.", "Première longue", "raw Latin-1"),
        ("", b'To: "' + b"x" * 100 + b'" <a@\nSubject: Zed grows\n\nText.', "Zed grows", "a header that is wrong"),
        (
            "Content-Transfer-Encoding: base64\n",
            b64encode(b"Subject: Zed grows\n\nText.").rstrip(b"="),
            "Zed grows",
            "encoded, which RFC 2046 forbids",
        ),
    ],
)
def test_a_forwarded_mail_is_read_as_it_was_written(header: str, forwarded: bytes, headline: str, why: str) -> None:
    data = b'Subject: Fw\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSee below.\n'
    data += f"--b\nContent-Type: message/rfc822\n{header}\n".encode() + forwarded + b"\n--b--\n"
    _, found = read_documents(Blob("a.eml", "a.eml", data))
    assert isinstance(found, SourceDocument), why
    assert str(found.content).startswith(headline), why
