"""Documents that are archives inside (.docx, .odt, .xlsx): what unpacks to too much is refused before it is."""

from __future__ import annotations

import zipfile
from io import BytesIO

from pipeline.read.document import ReadError
from pipeline.settings import Limits

_RATIO = 100  # as for other archives; a picture hardly packs, text five to ten times, styles up to thirty
_ALWAYS = 1_000_000  # bytes that are taken whatever their ratio


def refuse_bombs(data: bytes, limits: Limits, what: str) -> None:
    """Raise `ReadError` by the sizes that the archive declares: more than these are never unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except Exception as error:  # zipfile raises half a dozen kinds for damaged heads
        raise ReadError("bad_document", f"no {what}, or a broken one ({error}); save it anew") from error
    for member in members:
        bomb = member.file_size > max(_ALWAYS, _RATIO * member.compress_size)
        if bomb or (member.filename.endswith(".xml") and member.file_size > limits.page_bytes):
            raise ReadError("too_large", f"{member.filename} unpacks to {member.file_size:,} bytes; save it as text")
    if sum(member.file_size for member in members) > limits.collection_bytes:
        raise ReadError("too_large", f"unpacks to over the limit of {limits.collection_bytes:,} bytes; save it as text")
