"""Stage 2: bytes -> text -> repaired text, with every edit recorded and reversible."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.records import Repair
from pipeline.repair.decoding import Decoded, NotTextError, blocks_of, decode_file, rejoined
from pipeline.repair.escapes import escape_edits, normalising_edits
from pipeline.repair.findings import finding, findings_of
from pipeline.repair.repaired import Edit, Repaired, apply, byte_offsets, compose
from pipeline.repair.utf8 import restored, second_opinion

__all__ = ["NotTextError", "Repaired", "repair_bytes", "repair_file", "repair_text"]

ROUNDS = 8
"""The most passes: a repaired text is repaired again until nothing changes (`&Atilde;&copy;` to “Ã©”, then to “é”)."""


def repair_text(text: str, *, document_id: str = "document", normalise: bool = False) -> Repaired:
    """Repair a decoded text: encoding errors, HTML entities, control characters.

    Surrogates are joined to the characters that they stand for, or become U+FFFD, before anything else.
    `normalise` also replaces ligatures, soft hyphens, full-width letters and separate accents by what one would type.
    """
    return _repair(Decoded(rejoined(text)), document_id, normalise=normalise)


def repair_bytes(
    data: bytes, *, document_id: str = "document", encoding: str | None = None, normalise: bool = False
) -> Repaired:
    """Decode the bytes of a file, then repair the text; `encoding` is the one that something outside the file states.

    Raises `NotTextError`, with a reason code, if the bytes are not text.
    """
    return _repair(decode_file(data, encoding), document_id, normalise=normalise)


def repair_file(path: str | Path, *, normalise: bool = False) -> Iterator[Repaired]:
    """Repair a large file a block of paragraphs at a time, in bounded memory; each block is judged on its own.

    The texts joined are the text of the file, and the results of `undo_bytes` joined are its bytes. A file in UTF-16 or
    UTF-32 is one block. Raises `NotTextError`, with a reason code, if a block is not text.
    """
    with Path(path).open("rb") as file:
        for block in blocks_of(file):
            yield repair_bytes(block, normalise=normalise)


def _repair(decoded: Decoded, document_id: str, *, normalise: bool) -> Repaired:
    """Repair a decoded text in rounds, until one changes nothing, and keep every edit with its place in the source."""
    source = text = decoded.text
    edits: list[Edit] = []
    undecided: dict[str, tuple[str, ...]] = {}
    for _ in range(ROUNDS):
        found, doubtful = _round(text)
        undecided |= doubtful
        if not found:
            break
        edits = compose(edits, found, text)
        text = apply(text, found)
    found = list(normalising_edits(text)) if normalise else []
    edits, text = compose(edits, found, text), apply(text, found)
    repairs = tuple(_records(decoded, edits, document_id))
    findings = list(findings_of(text, document_id, undecided))
    if decoded.poor:
        findings.append(finding(document_id, "poor_encoding", 0, len(text), decoded.poor))
    return Repaired(text, source, repairs, tuple(findings), decoded.encoding, tuple(edits), decoded.segments)


def _round(text: str) -> tuple[list[Edit], dict[str, tuple[str, ...]]]:
    """The edits that undo one layer of damage, and the undecided words with their candidates."""
    edits: list[Edit] = []
    undecided: dict[str, tuple[str, ...]] = {}
    now = text
    if not text.isascii():
        from pipeline.repair.mojibake import mojibake_edits  # loads numpy and the tables, so only if needed

        lost = restored(text)
        now = apply(text, lost)
        found, suspicious, undecided = mojibake_edits(now)
        # a byte is only put back if the word then turns out to be an encoding error
        edits = [edit for edit in compose(lost, found, now) if edit.kind != "lossy" or edit.written_as]
        edits = edits or second_opinion(text, suspicious)
        now = apply(text, edits)
    return compose(edits, list(escape_edits(now)), now), undecided


def _records(decoded: Decoded, edits: Sequence[Edit], document_id: str) -> Iterator[Repair]:
    """A row for each edit, with its place in the repaired text and in the source: bytes of a file, else characters."""
    points = [point for edit in edits for point in (edit.start, edit.end)]
    offsets = list(byte_offsets(points, decoded.segments, decoded.text)) if decoded.segments else points
    shift = 0
    for edit, source_start, source_end in zip(edits, offsets[::2], offsets[1::2], strict=True):
        start = edit.start + shift
        shift += edit.growth
        yield Repair(
            document_id=document_id,
            start=start,
            end=start + len(edit.after),
            source_start=source_start,
            source_end=source_end,
            source_unit="character" if decoded.encoding is None else "byte",
            before=decoded.text[edit.start : edit.end],
            after=edit.after,
            kind=edit.kind,
            written_as=" < ".join(edit.written_as) or None,
            read_as=" < ".join(edit.read_as) or None,
            confidence=edit.confidence,
        )
