"""The server of the review page (`communique review --serve`), for one person's browser on this machine.

It listens on the loopback address only. Every URL holds a token that only the person who started it knows, every
request must name this host and come from this page, and the page may not load from or send to anywhere else. A request
is answered by the method of `Session` with the same name.
"""

import json
import secrets
import sys
import threading
import webbrowser
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shlex import quote
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from pipeline.errors import OutputError, RunError
from pipeline.report.html import CLOSED, asset, environment
from pipeline.review.session import Session
from pipeline.review.views import Json

HOST = "127.0.0.1"
_POLL = 0.02  # seconds within which a server in the background notices its shutdown
_LONGEST = 1_000_000  # bytes of a request; a decision has some hundreds
_ASSETS = {"style.css": "pipeline.report", "review.css": "pipeline.review", "review.js": "pipeline.review"}
_POLICY = CLOSED + "script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors "
_KINDS: dict[str, Any] = {"start": int | None, "keys": list, "cells": dict}
_READ = {"listed", "releases", "release", "pairs", "names", "places"}
_WRITE = {"judge", "edit", "add", "set_release", "done", "merge", "apart", "undo"}
"""Methods of `Session` that requests may call for reading and for deciding, with the data sent as arguments."""


class ReviewServer(ThreadingHTTPServer):
    """The server of one session; `address` is the URL to open, `hosts` are the host names that requests may use."""

    daemon_threads = True
    frames = "'none'"  # pages that may embed it in a frame

    def __init__(self, session: Session, *, port: int = 0) -> None:
        self.session = session  # set first, as the server is closed if the port is taken
        super().__init__((HOST, port), _Handler)
        self.token = secrets.token_urlsafe(24)
        self.hosts = tuple(f"{name}:{self.server_port}" for name in (HOST, "localhost"))
        self.address = f"http://{self.hosts[0]}/{self.token}/"

    def server_close(self) -> None:
        """Close the server and the session."""
        super().server_close()
        self.session.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print a traceback, unless the page was closed or reloaded."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def in_background(self) -> Self:
        """Serve from a thread, until the process ends or `shutdown` is called."""
        threading.Thread(target=self.serve_forever, args=(_POLL,), daemon=True).start()
        return self


def serve(out: Path, corrections: Path | None = None, *, reviewer: str = "", port: int, browser: bool) -> int:
    """Serve the page until Ctrl-C and return the exit code. Raises `OutputError` if the port is taken."""
    session = Session(out, corrections=corrections, reviewer=reviewer)
    session.releases()  # so that an unreadable store is reported here and not by an empty page
    try:
        server = ReviewServer(session, port=port)
    except OSError as error:
        raise OutputError(f"port {port} of {HOST} cannot be used ({error.strerror}); leave --port out") from error
    with server:
        try:
            print(f"Review at {server.address}")
            print(f"Every decision is saved in {session.file} at once. Ctrl-C ends.", flush=True)
            if browser:
                webbrowser.open(server.address)
            server.serve_forever()
        except KeyboardInterrupt:
            print(f"\nEnded. `communique tables {quote(str(out))}` writes the tables with the decisions.")
    return 0


def _is_of_its_kind(action: str, name: str, value: Any) -> bool:
    """Whether a value of a decision is of the kind of its name: text, or a list or map of texts, which hold some."""
    texts = [*value.values()] if isinstance(value, dict) else value if isinstance(value, list) else [""]
    is_text = all(isinstance(text, str) for text in texts)
    return isinstance(value, _KINDS.get(name, str)) and is_text and (bool(texts) or action == "add")


class _Handler(BaseHTTPRequestHandler):
    """Handles a request: checks it, passes it to the session and sends the answer."""

    server: ReviewServer
    server_version, sys_version = "communique", ""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer requests for the page, its files and its data."""
        name, query = self._checked()
        if name == "":
            page = environment("pipeline.review").get_template("page.html")
            self._send(HTTPStatus.OK, "text/html", page.render(session=self.server.session))
        elif name in _ASSETS:
            kind = "text/javascript" if name.endswith(".js") else "text/css"
            self._send(HTTPStatus.OK, kind, asset(name, _ASSETS[name]))
        elif name is not None:
            self._answer(self.server.session, _READ, name, query)

    def do_POST(self) -> None:
        """Answer a decision."""
        name, _ = self._checked()
        length = self.headers.get("Content-Length", "")
        if name is None:
            return
        if self.headers.get("Content-Type") != "application/json" or not length.isdecimal() or int(length) > _LONGEST:
            self._refuse(HTTPStatus.BAD_REQUEST, "a decision is JSON of at most a megabyte")
            return
        asked = None
        with suppress(ValueError, RecursionError):
            asked = json.loads(self.rfile.read(int(length)))
        if not isinstance(asked, dict) or not all(_is_of_its_kind(name, given, asked[given]) for given in asked):
            self._refuse(HTTPStatus.BAD_REQUEST, "this is not a JSON object with the values of a decision")
        elif name != "undo" and not asked.get("reviewer"):
            self._refuse(HTTPStatus.CONFLICT, "say who you are first: each decision is saved with a name")
        else:
            self._answer(self.server.session.signed_by(asked.pop("reviewer", "")), _WRITE, name, asked)

    def _checked(self) -> tuple[str | None, Json]:
        """The name and arguments of a request from our own page; any other request is refused (name None)."""
        address = urlsplit(self.path)
        _, token, name, *_ = (*address.path.split("/", 2), "", "")
        host, origin = self.headers.get("Host", ""), self.headers.get("Origin")
        ours = host in self.server.hosts and origin in (None, f"http://{host}")
        same = self.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin") or not name
        if not (ours and same and secrets.compare_digest(token.encode(), self.server.token.encode())):
            self._refuse(HTTPStatus.FORBIDDEN, "not from here: open the address that `communique review` printed")
            return None, {}
        return name, {k: v[0] for k, v in parse_qs(address.query).items()}

    def _answer(self, session: Session, known: set[str], name: str, asked: Json) -> None:
        if name not in known:
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such page")
            return
        try:
            made = getattr(session, name)(**asked)
        except RunError as error:  # shown to the reviewer, who can go on
            self._refuse(HTTPStatus.CONFLICT, str(error))
        except (TypeError, ValueError) as error:  # a missing value; a surrogate, which UTF-8 cannot encode
            self._refuse(HTTPStatus.BAD_REQUEST, f"wrong request: {error}")
        else:
            self._send(HTTPStatus.OK, "application/json", json.dumps(made, ensure_ascii=False))

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.close_connection = True  # the rest of the request is not read
        self._send(status, "application/json", json.dumps({"error": why}))

    def _send(self, status: HTTPStatus, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", _POLICY + self.server.frames)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        with suppress(ConnectionError):  # the page was closed or reloaded
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing, since a logged URL would hold the token."""
