"""Input in shared storage (`s3://…`, `gs://…`, `memory://…`) through fsspec: an extra, and what the storage needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from pipeline.errors import NoExtraError, NoInputError
from pipeline.read.files import SourceFile, StoredFile, passed_over_paths


def is_shared(raw: object) -> bool:
    """Whether an input is an address and not a folder."""
    return "://" in str(raw)


def discover_shared(address: str) -> Iterator[SourceFile]:
    """Every file below an address, sorted by path; hidden files and folders are passed over.

    Raises `NoInputError` where nothing can be listed there, `NoExtraError` where a package is missing.
    """
    try:
        import fsspec  # type: ignore[import-untyped]

        filesystem, root = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise NoExtraError(f"{address}: {error}; pip install 'communique[dask]' and what this storage needs") from error
    except ValueError as error:
        raise NoInputError(f"{address}: no known kind of storage ({error})") from error
    try:
        found = filesystem.find(root, detail=True)
    except Exception as error:  # every kind of storage has its own for a wrong key, a time-out, no network
        why = f"{type(error).__name__}: {error}"
        raise NoInputError(f"{address}: cannot be listed ({why[:500]}); the tables stay as they are") from error
    sources = {name: name.removeprefix(root).lstrip("/") for name in found}
    left_out = passed_over_paths(sources.values())
    for name, about in sorted(found.items()):
        source = sources[name]
        if source not in left_out:
            yield SourceFile(source, StoredFile(filesystem, name), int(about["size"]))


def local_folder(address: str) -> Path | None:
    """The folder of this machine that an address names (`file:///releases`); None for all others."""
    scheme, _, rest = address.partition("://")
    if scheme not in ("file", "local"):
        return None
    return Path(unquote(rest.removeprefix("localhost")))
