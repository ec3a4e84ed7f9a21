"""Rules and word lists as data files, each with a comment on its source, and the functions that read them."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


def data_file(name: str) -> Traversable:
    """The data file at `name`, a path below `pipeline/data` (“structure/contact.txt”)."""
    return files(__name__).joinpath(*name.split("/"))


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The entries of a word list: one per line; `#` starts a comment, blank lines are ignored."""
    lines = (line.split("#", 1)[0].strip() for line in data_file(name).read_text("utf-8").splitlines())
    return tuple(line for line in lines if line)


@cache
def word_table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table: one per line, with cells separated by tabs; a line that starts with `#` is a comment."""
    lines = (line for line in data_file(name).read_text("utf-8").splitlines() if line.strip() and line[0] != "#")
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines)
