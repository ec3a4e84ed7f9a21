"""Write `tests/read/files/` again: the made-up release as saved by other programs.

    python -m tests.read.make_files

Needs LibreOffice (Writer and Calc), Chromium, Mutt, faketime and Wget; the files in the repository are of LibreOffice
25.2, Chromium 156, Mutt 2.2, Wget 1.25 and pandoc. They contain no text of a publisher.
"""

from __future__ import annotations

import csv
import subprocess
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.read import releases_in_formats as made

FILES = Path(__file__).parent / "files"
_FROM_CSV = "--infilter=CSV:44,34,76,1"
_CSV = "csv:Text - txt - csv (StarCalc)"


def main() -> None:
    """Let every program write its files."""
    FILES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _libreoffice(folder)
        _chromium(folder)
        _mutt(folder)
        _wget(folder)
    title = f"---\ntitle: {made.HEADLINE}\ndate: {made.DAY}\nurl: {made.URL}\n---\n\n"
    (FILES / "pandoc.md").write_bytes(made.pandoc("markdown-smart", f"{title}{made.BODY}\n"))


def _libreoffice(folder: Path) -> None:
    page, rows = folder / "libreoffice.html", folder / "libreoffice.csv"
    page.write_text(f"<meta charset=utf-8><p>{made.HEADLINE}</p>{made.HTML_BODY}", "utf-8")
    with rows.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Title", "Text", "Date", "URL", "Publisher"])
        writer.writerow([made.HEADLINE, made.BODY, made.DAY, made.URL, made.PUBLISHER])
    for form in ("docx", "odt", "rtf", "doc", "pdf:writer_web_pdf_Export"):
        _soffice(folder, "--writer", "--convert-to", form, "--outdir", FILES, page)
    for form in ("xlsx", "xls", "ods", f"{_CSV}:59,34,1,1"):  # semicolons, in windows-1252
        _soffice(folder, "--calc", _FROM_CSV, "--convert-to", form, "--outdir", FILES, rows)
    _soffice(folder, "--calc", _FROM_CSV, "--convert-to", f"{_CSV}:9,34,76,1", "--outdir", folder / "tabs", rows)
    (folder / "tabs" / "libreoffice.csv").replace(FILES / "libreoffice.tsv")


def _soffice(folder: Path, *words: str | Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(["soffice", profile, "--headless", *words], check=True, capture_output=True)


def _chromium(folder: Path) -> None:
    saved, html, address = made.saved_page(folder)
    (FILES / "chromium.mhtml").write_bytes(saved.encode().replace(address.encode(), made.URL.encode()))
    (FILES / "chromium.html").write_text(html, "utf-8")
    (FILES / "chromium.pdf").write_bytes(made.printed())


def _mutt(folder: Path) -> None:
    body, settings, sent = folder / "body.txt", folder / "muttrc", FILES / "mutt.eml"
    body.write_text(f"{made.BODY}\n", "utf-8")
    post = folder / "post"
    post.write_text(f"#!/bin/sh\ncat > {sent}\n")
    post.chmod(0o700)
    settings.write_text(
        f'set sendmail="{post}"\nset from="press@ministry.example"\nset realname="{made.PUBLISHER}"\nset copy=no\n'
        "set hostname=ministry.example\nset charset=utf-8\nset send_charset=utf-8\nset user_agent=yes\n"
    )
    mutt = ["mutt", "-n", "-F", str(settings), "-s", made.HEADLINE, "news@paper.example"]
    with body.open("rb") as text:
        subprocess.run(["faketime", "2023-09-27 12:00:00", *mutt], stdin=text, check=True, env={"PATH": "/usr/bin:/bin",
                       "HOME": str(folder), "TZ": "UTC", "LC_ALL": "C.UTF-8"})  # fmt: skip


def _wget(folder: Path) -> None:
    site = folder / "site"
    site.mkdir()
    (site / "bridge.html").write_text(made.PAGE, "utf-8")
    (site / "a.png").write_bytes(b"\x89PNG")
    handler = partial(SimpleHTTPRequestHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}"
        crawl = ["wget", "-nv", "--warc-file", "wget"]
        subprocess.run([*crawl, f"{root}/bridge.html", f"{root}/a.png"], check=True, cwd=folder)
        server.shutdown()
    (FILES / "wget.warc.gz").write_bytes((folder / "wget.warc.gz").read_bytes())


if __name__ == "__main__":
    main()
