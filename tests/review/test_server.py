"""The server of the review page: whose requests it accepts, what it answers, and that releases are never markup."""

from __future__ import annotations

import http.client
import json

import pytest

from pipeline.arguments import parser
from pipeline.cli import main
from pipeline.corrections.file import read_corrections
from pipeline.errors import OutputError
from pipeline.review.server import ReviewServer, serve
from pipeline.review.session import Session
from tests.corpus import Corpus

ANNA = "r1:person:000000-000009"


@pytest.fixture
def server(corpus):
    with ReviewServer(Session(corpus.out)).in_background() as running:
        yield running
        running.shutdown()


def accept(*keys: str) -> dict[str, object]:
    return {"verdict": "accept", "keys": keys, "reviewer": "eva"}


def ask(server, method="GET", path="", *, token=None, body=None, **headers):
    link = http.client.HTTPConnection(*server.server_address, timeout=20)
    sent = {k.replace("_", "-"): v for k, v in headers.items() if v is not None}
    if body is not None:
        sent.setdefault("Content-Type", "application/json")
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
    link.request(method, f"/{server.token if token is None else token}/{path}", body, sent)
    response = link.getresponse()
    data = response.read()
    link.close()
    return response, data


def test_a_port_in_use_is_reported_with_the_remedy(server, corpus):
    with pytest.raises(OutputError, match=r"cannot be used .* leave --port out"):
        serve(corpus.out, port=server.server_address[1], browser=False)


@pytest.mark.parametrize("port", ["-1", "65536", "99999999", "http"])
def test_an_invalid_port_is_refused(port, capsys):
    with pytest.raises(SystemExit) as end:
        parser().parse_args(["review", "--serve", "--port", port])
    assert end.value.code == 2
    assert f"{port!r} is not a number up to 65535" in capsys.readouterr().err


@pytest.mark.parametrize(("error", "printed"), [(ConnectionResetError("closed"), False), (ValueError("odd"), True)])
def test_a_page_that_is_closed_while_it_loads_prints_no_traceback(server, monkeypatch, capfd, error, printed):
    def fails(*_):
        raise error

    monkeypatch.setattr(server, "finish_request", fails)
    with pytest.raises((ConnectionError, http.client.BadStatusLine)):
        ask(server)
    assert ("Traceback" in capfd.readouterr().err) == printed


def test_the_command_told_at_the_end_can_be_typed_again(corpus, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(ReviewServer, "serve_forever", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    out = corpus.out.rename(tmp_path / "my releases")
    assert serve(out, port=0, browser=False) == 0
    assert f"`communique tables '{out}'`" in capsys.readouterr().out
    assert main(["review", str(out)]) == 0
    assert f"`communique review --serve '{out}'`" in capsys.readouterr().out
    assert main(["review", str(out), "--accept", ANNA]) == 0
    assert f"`communique tables '{out}'`" in capsys.readouterr().out


def test_it_listens_on_this_machine_only(server):
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"token": ""}, "no token"),
        ({"token": "guess"}, "another token"),
        ({"Host": "evil.example"}, "a host name that was pointed to this machine (DNS rebinding)"),
        ({"Host": "127.0.0.1:1"}, "another port"),
        ({"Origin": "https://evil.example"}, "a request from another page"),
        ({"Origin": "null"}, "a page without an origin"),
        ({"Sec_Fetch_Site": "cross-site"}, "a request caused by another page"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_requests_that_do_not_come_from_the_page_are_refused(server, corpus, method, headers, why):
    body = {"verdict": "accept", "keys": [ANNA], "reviewer": "eva"} if method == "POST" else None
    response, data = ask(server, method, "judge" if body else "listed", body=body, **headers)
    assert response.status == 403, why
    assert b"r1" not in data
    assert not corpus.file.exists()


def test_the_page_may_load_nothing_from_elsewhere(server):
    response, data = ask(server)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["Referrer-Policy"] == "no-referrer", "the address contains the token"
    assert b"http://" not in data
    assert b"style=" not in data


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("judge", b"{", 400),
        ("judge", b"[]", 400),
        ("judge", b"[" * 100_000, 400),
        ("judge", {"verdict": "accept", "keys": [ANNA]}, 409),
        ("judge", {"reviewer": "eva"}, 400),
        ("judge", {"verdict": "accept", "keys": [3], "reviewer": "eva"}, 400),
        ("judge", {"verdict": "accept", "keys": [], "reviewer": "eva"}, 400),
        ("set_release", {"document_id": "r1", "cells": {}, "reviewer": "eva"}, 400),
        ("judge", {"verdict": "accept", "keys": ["r9:none:0-1"], "reviewer": "eva"}, 409),
        ("judge", {"verdict": "edit", "keys": [ANNA], "reviewer": "eva"}, 409),
        ("judge", {"verdict": "accept", "keys": [ANNA], "reviewer": ""}, 409),
        ("edit", {"key": ANNA, "cells": {"label": "NAME"}, "reviewer": "eva"}, 409),
        ("edit", {"key": ANNA, "cells": {"section": "body"}, "reviewer": "eva"}, 409),
        ("apply", {"reviewer": "eva"}, 404),
        ("erase", {"row": ANNA, "reviewer": "eva"}, 404),
        ("undo", {}, 409),
        ("undo", {"reviewer": 5}, 400),
        ("judge", {"verdict": "accept", "keys": [ANNA], "reviewer": 5}, 400),
        ("judge", {"verdict": "accept", "keys": ANNA, "reviewer": "eva"}, 400),
        ("edit", {"key": ANNA, "cells": {"honorific": 3}, "reviewer": "eva"}, 400),
        ("edit", {"key": ANNA, "cells": {"called": "Anna \ud800"}, "reviewer": "eva"}, 400),
        ("edit", {"key": ANNA, "cells": {"entity_id": "Anna \ud800"}, "reviewer": "eva"}, 400),
        ("add", {"document_id": "r1", "table": "dates", "words": "May", "start": "x", "reviewer": "eva"}, 400),
    ],
)
def test_an_impossible_decision_is_reported_and_nothing_is_written(server, corpus, name, body, status):
    response, data = ask(server, "POST", name, body=body)
    assert response.status == status
    assert json.loads(data)["error"]
    assert not corpus.file.exists()


def test_a_form_of_another_page_is_no_decision(server, corpus):
    body = json.dumps(accept(ANNA)).encode()
    response, _ = ask(server, "POST", "judge", body=body, Content_Type="text/plain")
    assert response.status == 400
    assert not corpus.file.exists()


@pytest.mark.parametrize("length", ["", "-1", "²", "2000000"])
def test_an_invalid_content_length_is_refused(server, corpus, length):
    response, _ = ask(server, "POST", "judge", body=accept(ANNA), Content_Length=length)
    assert response.status == 400
    assert not corpus.file.exists()


def test_a_decision_is_saved_and_undone_without_touching_those_of_others(server, corpus):
    corpus.file.write_text("table,document_id,decision,text,reviewer\nmentions,r0,accept,Anna Berg,me\n", "utf-8")
    ask(server, "POST", "judge", body=accept(ANNA))
    ask(server, "POST", "judge", body=accept("r1:date:000041-000051") | {"verdict": "reject"})
    with corpus.file.open("a", encoding="utf-8") as file:
        file.write("mentions,r2,accept,Anna Berg,me\n")
    ask(server, "POST", "undo", body={})
    decisions = read_corrections(corpus.file).decisions
    assert [(d.document_id, d.decision) for d in decisions] == [("r0", "accept"), ("r1", "accept"), ("r2", "accept")]
    ask(server, "POST", "undo", body={})
    header, *rows = corpus.file.read_text("utf-8").splitlines()
    assert header == "table,document_id,decision,text,reviewer,start,end,after,before", (
        "the columns that it needed stay"
    )
    assert rows == ["mentions,r0,accept,Anna Berg,me", "mentions,r2,accept,Anna Berg,me"]
    assert ask(server, "POST", "undo", body={})[0].status == 409


def test_text_of_a_release_is_never_interpreted_as_markup(tmp_path):
    made = Corpus(tmp_path)
    (made.raw / "r1.txt").write_text(
        "News: <img src=x onerror=alert(1)> <b>Anna Berg of ABC said “<script>”.\n", "utf-8"
    )
    made.run()
    html = Session(made.out).release("r1")["html"]
    assert "&lt;img" in html
    assert "<img" not in html
    assert "<script" not in html


def test_a_part_is_described_by_its_words(corpus):
    (part,) = (row for row in Session(corpus.out).release("r1")["rows"] if row["table"] == "sections")
    assert part["says"] == "section body"
    assert part["words"].startswith("Anna Berg of ABC met")


def test_a_run_and_the_page_do_not_block_each_other(server, corpus):
    from pipeline.tables.files import locked

    with locked(corpus.out):
        response, data = ask(server, "POST", "judge", body=accept(ANNA))
    assert response.status == 409
    assert "another run" in json.loads(data)["error"]
    assert not corpus.file.exists()
    assert ask(server, "POST", "judge", body=accept(ANNA))[0].status == 200
