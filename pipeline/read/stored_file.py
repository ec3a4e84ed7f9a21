"""A file of shared storage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a file system of fsspec; opens as a `Path` does."""

    filesystem: Any
    name: str

    def open(self, mode: str) -> IO[bytes]:
        """The file's bytes."""
        opened: IO[bytes] = self.filesystem.open(self.name, mode)
        return opened
