"""Make the pictures of the README from a run over raw/.

    python -m benchmarks.pictures

Writes docs/images/report.png (the page of the sample, by headless Chromium; a font with Chinese characters must be
installed), docs/images/review.png (the review page), docs/images/workbook.png (by LibreOffice and pdftoppm) and
docs/images/chart.png. The files are small because they have palettes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from openpyxl import load_workbook
from PIL import Image, ImageOps

from pipeline import load_tables, run
from pipeline.report import write_report
from pipeline.runs.run import PLACES, write_tables

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
SHEET = "who said what"
PAGE = "releases/ct-tech-tashkent.html"
_SIZE = {"width": 1360, "height": 940}
_COLOURS = 192


def page_picture(site: Path) -> bytes:
    """The report page of the sample, with one repair shown."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport=_SIZE)
        page.goto((site / PAGE).as_uri())
        page.locator(".text .repair").nth(3).scroll_into_view_if_needed()
        page.evaluate("scrollTo(0, 560)")
        page.locator(".text .repair").nth(3).hover()
        picture = page.screenshot()
        browser.close()
    return picture


def review_picture(out: Path) -> bytes:
    """The review page at a role of the sample that is being edited."""
    from playwright.sync_api import sync_playwright

    from pipeline.review.server import ReviewServer
    from pipeline.review.session import Session

    server = ReviewServer(Session(out, reviewer="Eva")).in_background()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport=_SIZE)
        page.goto(server.address)
        page.select_option("#release", "ct-tech-tashkent")
        page.wait_for_timeout(1500)
        page.locator("#text .role").first.click()
        page.keyboard.press("e")
        page.evaluate("document.querySelector('.bar small').textContent = 'processed'")
        page.evaluate("document.activeElement.blur()")
        page.wait_for_timeout(300)
        picture = page.screenshot()
        browser.close()
    return picture


def workbook_picture(out: Path) -> bytes:
    """The first columns and rows of the sheet “who said what”, as LibreOffice prints it."""
    write_tables(out, form="xlsx")
    book = load_workbook(out / PLACES["xlsx"])
    sheet = book[SHEET]
    for name in set(book.sheetnames) - {SHEET}:
        del book[name]
    sheet.delete_cols(9, sheet.max_column)
    sheet.delete_rows(12, sheet.max_row)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.gridLines = sheet.print_options.headings = True
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder, "sheet.xlsx"))
        for command in (
            ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/sheet.xlsx"],
            ["pdftoppm", "-r", "140", "-png", "-singlefile", f"{folder}/sheet.pdf", f"{folder}/sheet"],
        ):
            subprocess.run(command, check=True, capture_output=True)
        page = Image.open(f"{folder}/sheet.png").convert("RGB")
    stream = BytesIO()
    page.crop(ImageOps.invert(page).getbbox()).save(stream, format="png")
    return stream.getvalue()


def chart_picture(out: Path) -> bytes:
    """A chart of the notebook `overview`."""
    mpl.use("Agg")
    from notebooks import charts

    stream = BytesIO()
    charts.quoted_by(load_tables(out)).savefig(stream, format="png", dpi=130)
    return stream.getvalue()


def write(path: Path, picture: bytes) -> None:
    """Write a picture, reduced to a palette."""
    path.parent.mkdir(parents=True, exist_ok=True)
    small = Image.open(BytesIO(picture)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Make all pictures."""
    if not subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout:
        sys.exit("the sample needs a font with Chinese characters: install Debian's fonts-wqy-zenhei")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "processed"
        run(ROOT / "raw", out)
        first, _ = write_report(out)
        write(IMAGES / "report.png", page_picture(first.parent))
        write(IMAGES / "review.png", review_picture(out))
        write(IMAGES / "workbook.png", workbook_picture(out))
        write(IMAGES / "chart.png", chart_picture(out))


if __name__ == "__main__":
    main()
