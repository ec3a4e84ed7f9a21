"""One release as a page by itself, for a notebook: the style within it, no script, no link to other pages."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from pipeline.errors import NoInputError
from pipeline.records import Document
from pipeline.report import usual_decisions
from pipeline.report.names import Names
from pipeline.report.release_page import release_page
from pipeline.runs.output_folder import reading

_POLICY = re.compile(r'(http-equiv="Content-Security-Policy" content=")[^"]*')
_SCRIPT = re.compile(r"<script [^>]*></script>\n")
_STYLE = '<link rel="stylesheet" href="../style.css">'
_ELSEWHERE = re.compile(r'<a href="\.\./[^"]*">(.*?)</a>', re.DOTALL)


def release_document(out: str | Path, document_id: str) -> str:
    """The page of a release as one file. Raises `NoInputError` where there is no store or no such release."""
    with reading(out, usual_decisions(Path(out))) as store:
        found = store.select(Document, document_id=document_id)
        if not found:
            raise NoInputError(f"{out}: there is no release {document_id}; `documents` lists them")
        html = str(release_page(store, Names(store), found[0]))  # no longer escapes what is put into it
    css = files(__package__).joinpath("assets", "style.css").read_text("utf-8")
    digest = b64encode(sha256(css.encode()).digest()).decode()
    html = _POLICY.sub(rf"\1default-src 'none'; style-src 'sha256-{digest}'; img-src data:", html, count=1)
    html = _SCRIPT.sub("", html).replace(_STYLE, f"<style>{css}</style>")
    return _ELSEWHERE.sub(r"\1", html)
