"""Convert files of the source repositories to the plain texts that were annotated: one function per form of file.

Each function takes the bytes of a file and the record (which release of the file is meant, where it holds several) and
returns the same text on every run, so that the offsets of annotations stay valid.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from functools import lru_cache

_FRONT_MATTER = re.compile(r"---\s*\n.*?\n---\s*\n", re.DOTALL)
_ANY_FRONT_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n\1[ \t]*(?:\r?\n|$)", re.DOTALL)
_TITLE = re.compile(r"^title\s*[:=][ \t]*(.*?)\s*$", re.MULTILINE)
_WIRE_FOOT = re.compile(r"\n---\s*\n+\[Original")
_STYLE = re.compile(r"<style.*?</style>|table, th.*?\n\}\ntd.*?\}", re.DOTALL)
_MARKUP = (
    (r"!\[[^\]]*\]\([^)]*\)", ""),
    (r"\[([^\]]*)\]\([^)]*\)", r"\1"),
    (r"(\*\*|__)", ""),
    (r"(?m)^#{1,6} +", ""),
    (r"(?m)^#{1,6}\s*$", ""),
    (r"(?m)^(=+|-{4,})$", ""),
    (r"\\([\\`*_{}\[\]()#+.!>~|-])", r"\1"),
    (r"(?m)[ \t]+$", ""),
    (r"\n{3,}", "\n\n"),
)
_LINKED_MARKUP = (
    (r"!\[[^\]]*\]\([^)]*\)", ""),
    (r"\[([^\]]*)\]\([^)]*\)(?:\{[^}]*\})?", r"\1"),
    (r"(\*\*|__)", ""),
    (r"(?m)^#{1,6} +(.*?)(?: *\{#[^}]*\})?$", r"\1"),
    (r"\\([\\`*_{}\[\]()#+.!>~|\"'-])", r"\1"),
    (r"(?m)[ \t]+$", ""),
    (r"\n{3,}", "\n\n"),
)
_HTML = (
    (r"(?is)<(script|style|svg)\b.*?</\1>", ""),
    (r"(?s)<!--.*?-->", ""),
    (r"\s+", " "),
    (r"(?i)<br\s*/?>", "\n"),
    (
        r"(?i)</?(p|div|h[1-6]|ul|ol|blockquote|article|section|footer|header|table|tr|figure|hr)\b[^>]*>",
        "\n\n",
    ),
    (r"(?i)<li\b[^>]*>", "\n"),
)
_UNMARKED = (
    (r"(?s)\{\{[<%].*?[>%]\}\}|<!--.*?-->", ""),
    (r"(?m)^ *\[\^?[^\]]+\]:.*$", ""),
    (r"!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])", ""),
    (r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])(?:\{[^}]*\})?", r"\1"),
    (r"</?[a-zA-Z][^>]*>", ""),
    (r"<(https?://[^>]+|[^>\s]+@[^>]+)>", r"\1"),
    (r"(\*\*|__)", ""),
    (r"(?m)(?<![\w*])[*_](?=\S)([^*_\n]+)[*_](?!\w)", r"\1"),
    (r"(?m)^(#{1,6} +|> ?)", ""),
    (r"(?m)^([-*_] *){3,}$", ""),
    (r"\\([\\`*_{}\[\]()#+.!>~|\"'-])", r"\1"),
    (r"(?m)[ \t\\]+$", ""),
)
_SCOOP_LINES = re.compile(
    r"(?m)^(?:(?:Using Scoop for work\?|Did you know Scoop|Join Pro Individual|Find more from .* on InfoPages\.).*"
    r"|(?:Advertisement - scroll to continue reading|© Scoop Media)[ \t]*)$"
)


def plain(data: bytes, record: str = "") -> str:
    """The file as it is."""
    return data.decode("utf-8")


def wire(data: bytes, record: str = "") -> str:
    """A file of Newsworthyai/press-release-archive, without the archive's links below the release."""
    return _WIRE_FOOT.split(data.decode("utf-8"))[0].rstrip() + "\n"


def front_matter(data: bytes, record: str = "") -> str:
    """Markdown without its front matter (the fields between two lines of `---`)."""
    return _FRONT_MATTER.sub("", data.decode("utf-8"), count=1)


def front_matter_html(data: bytes, record: str = "") -> str:
    """The text of HTML below front matter, without the front matter and the tags."""
    text = _STYLE.sub("", front_matter(data))
    text = re.sub(r"</p>", "\n\n", re.sub(r"<br ?/?>", "\n", text))
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def markdown(data: bytes, record: str = "") -> str:
    """Markdown without its front matter (between `---` or `+++`) and without white space around it."""
    text = data.decode("utf-8")
    fields = _ANY_FRONT_MATTER.match(text)
    return (text[fields.end() :] if fields else text).strip()


def titled_markdown(data: bytes, record: str = "") -> str:
    """The title from the front matter, above the Markdown."""
    text = data.decode("utf-8")
    fields = _ANY_FRONT_MATTER.match(text)
    title = _TITLE.search(fields[2]) if fields else None
    if fields is None or title is None:
        raise ValueError("a file without a title")
    words = title[1]
    if len(words) > 1 and words[0] == words[-1] and words[0] in "\"'":
        words = words[1:-1]
    return f"{words}\n\n{text[fields.end() :].strip()}"


def words_of_markdown(data: bytes, record: str = "") -> str:
    """The words of Markdown: without front matter, link targets, images, bold marks and heading marks."""
    text = data.decode("utf-8").replace("\r\n", "\n")
    text = html.unescape(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL))
    for pattern, replacement in _MARKUP:
        text = re.sub(pattern, replacement, text)
    return text.strip() + "\n"


def scoop(data: bytes, record: str = "") -> str:
    """A page of scoop.co.nz in Markdown, up to the site's copyright line."""
    return markdown(data).split("[\u00a9 Scoop Media]")[0].strip()


def words_of_scoop(data: bytes, record: str = "") -> str:
    """The words of a page of scoop.co.nz, without the site's advertisements."""
    text = _SCOOP_LINES.sub("", words_of_markdown(data).split("a.supporter:hover")[0])
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def pdf_blocks(data: bytes, record: str = "") -> str:
    """The extracted text of a PDF, without the lines `==== … ====` between its blocks."""
    return re.sub(r"(?m)^==== .* ====[ \t]*$\n?", "", data.decode("utf-8")).strip() + "\n"


def titled_pieces(data: bytes, record: str) -> str:
    """One of the releases of a file (`record`: its number from 0) that are separated by lines ending in “==”."""
    return re.split(r"==\s*\n(?=Title: )", data.decode("utf-8"))[int(record)].strip()


def zipped_csv(data: bytes, record: str) -> str:
    """A cell (`record`: `row:column`, rows from 0) of the CSV file in a ZIP archive, unchanged."""
    row, column = record.split(":")
    rows = _rows(data)
    return rows[int(row) + 1][rows[0].index(column)]


def mended_csv(data: bytes, record: str) -> str:
    """A cell as `zipped_csv` reads it, where UTF-8 was misread as cp1252: with that undone."""
    return re.sub(r"[^\x00-\x7f]+", _mended, zipped_csv(data, record)).replace("\xa0", " ")


def csv_cell(data: bytes, record: str) -> str:
    """A cell (`record`: `row:column`, rows from 0) of a CSV file in which some UTF-8 was misread as cp1252: undone."""
    row, column = record.split(":")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    text = re.sub(r"[^\x00-\x7f]+", _mended, rows[int(row) + 1][rows[0].index(column)]).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]*\r?\n", "\n", text)).strip() + "\n"


def mended_text(data: bytes, record: str = "") -> str:
    """The text of a file in which UTF-8 was misread as cp1252: with that undone."""
    return re.sub(r"[^\x00-\x7f]+", _mended, plain(data)).replace("\xa0", " ")


@lru_cache(maxsize=1)
def _rows(data: bytes) -> list[list[str]]:
    csv.field_size_limit(10**9)
    archive = zipfile.ZipFile(io.BytesIO(data))
    name = next(n for n in archive.namelist() if n.endswith(".csv") and not n.startswith("__"))
    return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig", errors="replace"), newline="")))


def _mended(m: re.Match[str]) -> str:
    try:
        return b"".join(_byte(c) for c in m[0]).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return m[0]


def _byte(c: str) -> bytes:
    try:
        return c.encode("cp1252")
    except UnicodeEncodeError:
        return c.encode("latin-1")


def html_main(data: bytes, record: str = "") -> str:
    """The words of the `<main>` element of an HTML page, without the label “Primary image”."""
    main = re.search(r"(?is)<main\b.*?</main>", data.decode("utf-8"))
    return _words_of_html(main[0]).replace("\nPrimary image\n\n", "") if main else ""


def titled_words(data: bytes, record: str = "") -> str:
    """The title from the front matter, above the words of the Markdown or HTML below it."""
    text = data.decode("utf-8").replace("\r\n", "\n")
    title = ""
    if fields := re.match(r"---\n(.*?)\n---\n", text, flags=re.DOTALL):
        text = text[fields.end() :]
        found = re.search(r"(?m)^title: *(.*)$", fields[1])
        title = found[1].strip().strip("\"'") + "\n\n" if found else ""
    if re.search(r"(?i)</(p|h\d|div)>", text):
        text = _words_of_html(text)
    text = html.unescape(text)
    for pattern, replacement in _LINKED_MARKUP:
        text = re.sub(pattern, replacement, text)
    return title + text.strip() + "\n"


def html_between(data: bytes, record: str = "") -> str:
    """The words of an HTML page between two strings of its source (`record`: `first|last`; empty: the whole page)."""
    text = data.decode("utf-8")
    if record:
        first, last = record.split("|")
        text = text[text.index(first) + len(first) :]
        text = text[: text.index(last)]
    return _words_of_html(text)


def mended_html_between(data: bytes, record: str = "") -> str:
    """The words as `html_between` reads them, of a page in which UTF-8 was misread as cp1252: with that undone."""
    return html_between(re.sub(r"[^\x00-\x7f]+", _mended, data.decode("utf-8")).encode("utf-8"), record)


def json_fields(data: bytes, record: str) -> str:
    """Fields of one object of a JSON list (`record`: `number:field,field`), separated by empty lines."""
    number, names = record.split(":")
    found = json.loads(data.decode("utf-8"))[int(number)]
    return "\n\n".join(found[name].strip() for name in names.split(","))


def json_doubled(data: bytes, record: str = "") -> str:
    """The title and the text of a JSON object whose text is repeated: the first copy of it."""
    found = json.loads(data.decode("utf-8"))
    text = found["text"].strip()
    again = text.find(text[:60], 60)
    return found["title"].strip() + "\n\n" + (text if again < 0 else text[:again]).strip()


def _words_of_html(text: str) -> str:
    for pattern, replacement in _HTML:
        text = re.sub(pattern, replacement, text)
    text = html.unescape(re.sub(r"<[^>]+>", "", text)).replace("\xa0", " ")
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"[ \t]+", " ", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def words_between(data: bytes, record: str) -> str:
    """Part of the words in the body of an HTML page (`record`: `start-end`, places in them in code points)."""
    try:
        page = data.decode("utf-8")
    except UnicodeDecodeError:
        page = data.decode("cp1252")
    start, end = map(int, record.split("-"))
    return _words_of_html(re.sub(r"(?is)^.*?<body\b[^>]*>", "", page, count=1))[start:end] + "\n"


def docx(data: bytes, record: str = "") -> str:
    """The paragraphs of a Word document."""
    import docx as library  # python-docx of the group `dev`; nothing else in training needs it

    paragraphs = (p.text for p in library.Document(io.BytesIO(data)).paragraphs)
    return "\n\n".join(p for p in paragraphs if p.strip()) + "\n"


def pdf(data: bytes, record: str = "") -> str:
    """The text of a PDF, page by page."""
    import pypdf as library  # of the extra `office`; nothing else in training needs it

    pages = (page.extract_text() for page in library.PdfReader(io.BytesIO(data)).pages)
    text = re.sub(r"[ \t]+(?=\n|$)", "", "\n".join(pages).replace("\xa0", " ").replace("\u200b", ""))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def html_part(data: bytes, record: str) -> str:
    """The words of an HTML page from one string of its source up to another (`record`: `first…last`)."""
    first, _, last = record.partition("…")
    text = data.decode("utf-8")
    start = text.index(first)
    return _words_of_html(text[start : text.index(last, start) if last else len(text)])


def unmarked_markdown(data: bytes, record: str = "") -> str:
    """The title from the front matter, above the words of the Markdown: no shortcodes, tags, emphasis or links."""
    text = data.decode("utf-8").replace("\r\n", "\n")
    title = ""
    if fields := _ANY_FRONT_MATTER.match(text):
        text = text[fields.end() :]
        found = re.search(r"(?m)^title:[ \t]*(.*(?:\n[ \t]+\S.*)*)", fields[2])
        title = " ".join(found[1].split()).strip("\"'").replace("''", "'").replace('\\"', '"') + "\n\n" if found else ""
    for pattern, replacement in _UNMARKED:
        text = re.sub(pattern, replacement, text)
    return re.sub(r"\n{3,}", "\n\n", title + html.unescape(text).replace("\xa0", " ").strip()) + "\n"


def saved_page(data: bytes, record: str = "") -> str:
    """The words of a web page saved as Markdown, from its main heading to the links at its foot."""
    page = re.split(r"\n## +(?:Footer|Enews)|\n  \* \[Getting Here|\n\[ Read More", data.decode("utf-8"))[0]
    heading = re.search(r"(?m)^# ", page)
    words = re.sub(r"(?m)^(?:__ |_+$)", "", page[heading.start() if heading else 0 :])
    return unmarked_markdown(words.encode())


def php_page(data: bytes, record: str = "") -> str:
    """The words of the HTML in a PHP page, from its main heading on."""
    text = re.sub(r"(?s)<\?php.*?\?>", "", data.decode("utf-8"))
    return _words_of_html(text[max(text.find("<h1"), 0) :])


def encoded_text(data: bytes, record: str) -> str:
    """One of the texts (`record`: its number from 0) of an XML file in the style of the Text Encoding Initiative."""
    text = re.split(r"<text\s+source=", data.decode("utf-8"))[int(record) + 1]
    text = re.sub(r"\s+", " ", text.partition(">")[2].partition("</body>")[0] + _back(text))
    text = re.sub(r"<(docTitle|p|div|head)\b", r"\n\n<\1", re.sub(r"<l\b", "\n<l", text))
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", text)).strip() + "\n"


def india(data: bytes, record: str) -> str:
    """One of the releases (`record`: its number from 0) in a day's file of India's Press Information Bureau."""
    found = json.loads(data.decode("utf-8"))[int(record)]
    posted = found["date"].partition(":")[2]
    parts = (found["ministry"], found["title"], found["subtitle"], posted, found["content"])
    return _words_of_html("<p>".join(re.sub(r"\r?\n(?=\S)", "<br>", part.strip()) for part in parts))


def feed_entry(data: bytes, record: str = "") -> str:
    """The title and the full text of a feed entry: both are fields of the front matter, above a summary of the text."""
    import yaml

    fields = yaml.safe_load(re.split(r"(?m)^---$", data.decode("utf-8"), maxsplit=2)[1])
    title, text = fields["title"].strip(), fields["original_content"].strip()
    if re.search(r"(?i)</(p|h\d|div)>", text):
        text = _words_of_html(re.sub(r"(?i)</(span|time)>", "<br>", text))
    words = unmarked_markdown(text.encode())
    return words if words.startswith(title) else f"{title}\n\n{words}"


def page_part(data: bytes, record: str) -> str:
    """The words of a page without its server-side code, from one string of its source to another (as `html_part`)."""
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        source = data.decode("cp1252", errors="replace")
    title = re.search(r"\$pageTitle\s*=\s*\"(.*?)\"", source)
    first, _, last = record.partition("…")
    start = source.index(first)
    part = source[start : source.index(last, start) if last else len(source)]
    part = re.sub(r"(?s)<%.*?%>|<\?php.*?\?>|</?(?:jsp|tc-webtag):[^>]*>", "", part)
    return _words_of_html(part.replace("$pageTitle", title[1] if title else ""))


def relief_report(data: bytes, record: str) -> str:
    """The title and the words of one of the reports (`record`: its number from 0) of a ReliefWeb query."""
    found = json.loads(data.decode("utf-8"))["reports"][int(record)]
    return _words_of_html(f"<p>{found['title']}</p>{found['body_text']}")


def wiki_words(data: bytes, record: str = "") -> str:
    """The words of a wiki page in Markdown; with a record (`start-end`, places in code points), a part of them."""
    text = re.sub(r"(?m)[ \t]*\{#[^}\n]*\}$", "", data.decode("utf-8").replace("\r\n", "\n"))
    text = re.sub(r"(?m)^`|`?\\?$", "", unmarked_markdown(text.encode()))
    start, end = map(int, record.split("-")) if record else (0, None)
    return text[start:end].strip() + "\n"


def csv_fields(data: bytes, record: str) -> str:
    """Cells of one row of a CSV file (`record`: `row:column,column`, rows from 0), separated by empty lines."""
    csv.field_size_limit(10**9)
    row, columns = record.split(":")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    cells = (rows[int(row) + 1][rows[0].index(column)].strip() for column in columns.split(","))
    return "\n\n".join(cell for cell in cells if cell and cell != "NA") + "\n"


def tracked_news(data: bytes, record: str = "") -> str:
    """The title and the full article of a page saved by a news tracker."""
    text = data.decode("utf-8")
    article = text.partition("## Full Article")[2].partition("\n---\n")[0]
    return unmarked_markdown(f"{text.splitlines()[0]}\n\n{article.strip()}".encode())


def json_line(data: bytes, record: str) -> str:
    """The title above the text of one object of a JSON Lines file (`record`: the line's number from 0)."""
    found = json.loads(data.split(b"\n")[int(record)])
    text: str = re.sub(r"[ \t]*\r?\n[ \t]*", "\n", found["text"].replace("\xa0", " ")).strip()
    title: str = found["title"].strip()
    return re.sub(r"\n{3,}", "\n\n", text if title in text[:400] else f"{title}\n\n{text}") + "\n"


def _back(text: str) -> str:
    back = re.search(r"(?s)<back>.*?</back>", text)
    return back[0] if back else ""


FORMS: dict[str, Callable[[bytes, str], str]] = {
    "text": plain,
    "wire": wire,
    "front_matter": front_matter,
    "front_matter_html": front_matter_html,
    "markdown": markdown,
    "titled_markdown": titled_markdown,
    "words_of_markdown": words_of_markdown,
    "scoop": scoop,
    "words_of_scoop": words_of_scoop,
    "pdf_blocks": pdf_blocks,
    "titled_pieces": titled_pieces,
    "zipped_csv": zipped_csv,
    "mended_csv": mended_csv,
    "html_main": html_main,
    "titled_words": titled_words,
    "html_between": html_between,
    "mended_html_between": mended_html_between,
    "json_fields": json_fields,
    "json_doubled": json_doubled,
    "words_between": words_between,
    "docx": docx,
    "pdf": pdf,
    "html_part": html_part,
    "unmarked_markdown": unmarked_markdown,
    "saved_page": saved_page,
    "php_page": php_page,
    "encoded_text": encoded_text,
    "india": india,
    "mended_text": mended_text,
    "feed_entry": feed_entry,
    "csv_cell": csv_cell,
    "page_part": page_part,
    "relief_report": relief_report,
    "wiki_words": wiki_words,
    "csv_fields": csv_fields,
    "tracked_news": tracked_news,
    "json_line": json_line,
}
