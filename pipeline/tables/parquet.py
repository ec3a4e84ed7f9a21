"""Writes the tables as Parquet: typed columns, a folder per table, split by year of publication.

Layout: `TABLE/year=2023/part-0.parquet` for tables with a `document_id` (Hive partitions, which DuckDB, pandas, Spark
and Arrow read; `year=none` if no publication date is known), `TABLE/part-0.parquet` for the others. Columns of whole
days (`published`, `earliest`, `latest`) are of type `date32`. Needs pyarrow (the extra `parquet`).
"""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import NoExtraError
from pipeline.records import Document, grouped
from pipeline.tables.export import TABLES
from pipeline.tables.files import replacing_folder
from pipeline.tables.schema import DAYS, Row, columns
from pipeline.tables.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 20_000  # rows held in memory at once, and in a row group at most
_TYPES = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}


def export_parquet(store: Store, folder: Path) -> None:
    """Write all tables into `folder`, replacing its contents once all are written. Raises `NoExtraError` if pyarrow is
    not installed, and `OSError` with the old files intact."""
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise NoExtraError("Parquet needs pyarrow: pip install 'communique[parquet]'") from error
    years = {d.document_id: f"year={(d.published or 'none')[:4]}" for d in store.select(Document)}
    with replacing_folder(folder) as part:
        for record in TABLES:
            types = {c.name: "date32" if c.name in DAYS else _TYPES[c.type] for c in columns(record)}
            schema = pa.schema([pa.field(c.name, types[c.name], c.optional) for c in columns(record)])
            with ExitStack() as stack:
                writers: dict[str, Any] = {}
                for year, table in _batches(store.rows(record), schema, years):
                    place = part / record.TABLE.name / year
                    if year not in writers:
                        place.mkdir(parents=True)
                        writers[year] = ParquetWriter(place / "part-0.parquet", schema, compression="zstd")
                        stack.enter_context(writers[year])
                    writers[year].write_table(table)


def _batches(rows: Iterator[Row], schema: "pa.Schema", years: dict[str, str]) -> "Iterator[tuple[str, pa.Table]]":
    """Folder and rows of each batch; there is at least one, so that an empty table has its columns too."""
    import pyarrow as pa

    at = schema.names.index("document_id") if "document_id" in schema.names else None
    other = "" if at is None else "year=none"  # also for corrections of a release that is gone, or of none
    batch = list(islice(rows, ROWS))
    if not batch:
        yield other, schema.empty_table()
    while batch:
        by_year = grouped((other if at is None else years.get(str(row[at]), other), row) for row in batch)
        for year, some in sorted(by_year.items()):
            cells = dict(zip(schema.names, zip(*some, strict=True), strict=True))
            yield year, pa.table(cells).cast(schema)  # days too, from text
        batch = list(islice(rows, ROWS))
