"""The repairs of a document for a person to read."""

from __future__ import annotations

from pipeline.repair.repaired import Repaired

CONTEXT = 20


def format_repairs(repaired: Repaired) -> str:
    """Each edit with its surroundings, before and after, the encodings, confidence and runner-up; then the findings.

    Plain text, one paragraph an edit; “nothing repaired” where there are none.
    """
    unit = "character" if repaired.encoding is None else "byte"
    out = [] if repaired.encoding is None else [f"decoded as {repaired.encoding}"]
    if not repaired.repairs:
        out.append("nothing repaired")
    for repair, edit in zip(repaired.repairs, repaired.edits, strict=True):
        before = _shown(repaired.text[max(0, repair.start - CONTEXT) : repair.start])
        after = _shown(repaired.text[repair.end : repair.end + CONTEXT])
        place = f"{unit} {repair.source_start}-{repair.source_end} of the source"
        lines = [
            f"{repair.start}-{repair.end} ({place}): {repair.kind}",
            f"  {before}[{_shown(repair.before)} → {_shown(repair.after)}]{after}",
        ]
        if repair.written_as:
            lines.append(f"  written as {repair.written_as}, read as {repair.read_as}")
        rival = f", next best: {_shown(edit.runner_up)}" if edit.runner_up else ""
        lines.append(f"  confidence {repair.confidence:.3f}{rival}")
        out.append("\n".join(lines))
    for finding in repaired.findings:
        out.append(f"{finding.start}-{finding.end}: {finding.kind}\n  {finding.detail}")
    return "\n\n".join(out) + "\n"


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04x}" for c in text)
