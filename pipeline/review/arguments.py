"""The arguments of `communique review`, apart from what carries them out: help is to come up at once."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.add_argument("out", nargs="?", default="processed", type=Path, metavar="OUT", help="output folder of a run")
    page = command.add_argument_group("in the browser, with a click on the words")
    page.add_argument("--serve", action="store_true", help="open a page on this machine; Ctrl-C ends it")
    page.add_argument("--port", type=int, default=0, metavar="N", help="port of the page (a free one)")
    page.add_argument("--no-browser", action="store_false", dest="browser", help="print the address, open nothing")
    listing = command.add_argument_group("what to review (without other options: the queue)")
    listing.add_argument("--number", type=int, default=20, metavar="N", help="rows of the queue (20)")
    listing.add_argument(
        "--order",
        choices=["gain", "text", "random"],
        default="gain",
        help="most to gain first; as in the text; by lot",
    )
    listing.add_argument("--document", metavar="ID", help="rows of one release only")
    listing.add_argument("--score", action="store_true", help="precision and recall over what was reviewed")
    deciding = command.add_argument_group("decisions, added to the file of corrections; each several times if you like")
    deciding.add_argument("--accept", action="append", default=[], metavar="ROW", help="the row is right")
    deciding.add_argument("--reject", action="append", default=[], metavar="ROW", help="the row is wrong")
    deciding.add_argument("--edit", action="append", default=[], nargs=2, metavar=("ROW", "FIELD=VALUE"))
    deciding.add_argument(
        "--add", action="append", default=[], nargs=4, metavar=("DOCUMENT", "TABLE", "WORDS", "FIELD=VALUE"),
        help="a row at these words: mentions PERSON=name, dates =2023-09, roles =person, quotes direct=speaker",
    )  # fmt: skip
    deciding.add_argument(
        "--done", action="append", default=[], metavar="DOCUMENT", help="read to its end: the rest is right"
    )
    deciding.add_argument("--published", action="append", default=[], nargs=2, metavar=("DOCUMENT", "YYYY-MM-DD"))
    deciding.add_argument("--headline", action="append", default=[], nargs=2, metavar=("DOCUMENT", "TEXT"))
    deciding.add_argument("--merge", action="append", default=[], nargs=2, metavar=("GOES", "STAYS"))
    deciding.add_argument(
        "--apart", action="append", default=[], nargs=2, metavar=("ONE", "OTHER"), help="candidates that are two"
    )
    deciding.add_argument("--split", action="append", default=[], nargs=3, metavar=("DOCUMENT", "ENTITY", "NAME"))
    deciding.add_argument("--reviewer", default="", metavar="NAME", help="who decides")
    deciding.add_argument("--note", default="", metavar="TEXT", help="why")
    exchange = command.add_argument_group("exchange: .json for Label Studio, .spacy for a spaCy DocBin")
    exchange.add_argument("--export", type=Path, metavar="FILE", help="write the releases with their rows")
    exchange.add_argument("--import", type=Path, metavar="FILE", dest="import_", help="read annotations as decisions")
