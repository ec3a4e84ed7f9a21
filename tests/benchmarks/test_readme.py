"""README and docs show what the program prints."""

from benchmarks import readme


def test_the_pages_show_real_output(processed):
    parts = {
        "explain": readme.excerpt(),
        "rows": readme.rows(processed),
        "scores": readme.scores(),
        "folds": readme.folds(),
        "parts": readme.parts(),
    }
    pages = [page.read_text("utf-8") for page in readme.PAGES]
    assert all(any(f"<!-- {name} -->" in page for page in pages) for name in parts)
    for stored in pages:
        assert readme.filled(stored, parts) == stored, "run `python -m benchmarks.readme`"
