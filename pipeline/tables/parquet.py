"""The tables as Parquet: typed columns, one folder a table, split by year of publication.

Layout: `TABLE/year=2023/part-0.parquet` for tables with a `document_id` (Hive partitions, which DuckDB, pandas, Spark
and Arrow read; `year=none` where no publication day is known), `TABLE/part-0.parquet` for the others. Days that are
whole (`published`, `earliest`, `latest`) are of type `date32`. Needs pyarrow (the extra `parquet`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import NoExtraError
from pipeline.records import Document, Record
from pipeline.tables.export import TABLES
from pipeline.tables.files import replacing_folder
from pipeline.tables.schema import DAYS, Cell, Column, columns
from pipeline.tables.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 20_000
"""Rows a group: what is held in memory at once."""


def export_parquet(store: Store, folder: Path) -> None:
    """Write all tables into `folder`, in the place of what stands there, once all are written.

    Raises `NoExtraError` where pyarrow is not installed, `OSError` with the old files intact.
    """
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise NoExtraError("Parquet needs pyarrow: pip install 'communique[parquet]'") from error
    years = {d.document_id: (d.published or "none")[:4] for d in store.select(Document)}
    with replacing_folder(folder) as part:
        for record in TABLES:
            _write(record, store.rows(record), part / record.TABLE.name, years)


def _write(record: type[Record], rows: Iterator[tuple[Cell, ...]], folder: Path, years: dict[str, str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    shape = columns(record)
    schema = pa.schema([pa.field(c.name, _type(c), nullable=c.optional) for c in shape])
    names = [c.name for c in shape]
    at = names.index("document_id") if "document_id" in names else None
    with ExitStack() as stack:
        writers: dict[str, Any] = {}

        def writer(year: str) -> Any:
            if year not in writers:
                place = folder / f"year={year}" if at is not None else folder
                place.mkdir(parents=True)
                writers[year] = stack.enter_context(
                    pq.ParquetWriter(place / "part-0.parquet", schema, compression="zstd")
                )
            return writers[year]

        while batch := list(islice(rows, ROWS)):
            by_year: dict[str, list[tuple[Cell, ...]]] = {}
            for row in batch:
                by_year.setdefault(years.get(str(row[at]), "none") if at is not None else "", []).append(row)
            for year, some in sorted(by_year.items()):
                writer(year).write_table(_table(some, shape, schema))
        if not writers:  # an empty table has its columns all the same
            writer("none" if at is not None else "").write_table(schema.empty_table())


def _table(rows: list[tuple[Cell, ...]], shape: tuple[Column, ...], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    cells = zip(*rows, strict=True)
    arrays = [
        pa.array([date.fromisoformat(str(v)) if v else None for v in values] if c.name in DAYS else values, f.type)
        for c, f, values in zip(shape, schema, cells, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _type(column: Column) -> pa.DataType:
    import pyarrow as pa

    if column.name in DAYS:
        return pa.date32()
    return {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}[column.type]
