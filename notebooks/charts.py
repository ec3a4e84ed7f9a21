"""Charts of a corpus, drawn from its tables, for the notebooks `overview` and `repairs`. Needs the extra `notebooks`.

Each function takes the tables of `load_tables` and returns one figure. The colours are those of Okabe and Ito, which
colour-blind readers can tell apart; every axis says what it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import MaxNLocator

from pipeline.records import one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Tables = Mapping[str, pd.DataFrame]
_INK, _BLUE, _ORANGE, _GREEN = "#1c1e26", "#0072B2", "#D55E00", "#009E73"
_UNDATED = "no publication date is known for what is counted here"
_MOST_LINES, _MOST_CELLS = 15, 12  # most lines of a chart, most rows and columns of a heat map: the largest are drawn


def _chart(
    title: str, x: str, y: str, *, nothing: str = "nothing to count", height: float = 3.2
) -> Callable[[Callable[[Axes, Tables], int]], Callable[[Tables], Figure]]:
    """Decorate a drawing function, which returns how many labelled lines need room, or 0 if it drew nothing."""

    def chart(draw: Callable[[Axes, Tables], int]) -> Callable[[Tables], Figure]:
        @wraps(draw)
        def drawn(tables: Tables) -> Figure:
            figure, axes = plt.subplots(layout="constrained", dpi=88)
            shown = title.format(releases=len(tables["documents"]))
            figure.suptitle(shown, fontsize=11, fontweight="bold", x=0.01, ha="left")
            axes.spines[["top", "right"]].set_visible(False)
            axes.set(xlabel=x, ylabel=y)
            lines = draw(axes, tables)
            figure.set_size_inches(7.2, max(height, 0.8 + 0.3 * lines))
            if not lines:
                axes.text(0.5, 0.5, nothing, ha="center", va="center", transform=axes.transAxes, color=_INK)
                axes.set_axis_off()
            return figure

        return drawn

    return chart


def _days(axes: Axes) -> None:
    """Label the x axis with dates, few enough to be legible where long labels beside the y axis leave little room."""
    locator = AutoDateLocator(minticks=3, maxticks=6)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.grid(axis="x", color="#e6e8ee")


def _names(tables: Tables) -> dict[str, str]:
    entities = tables["entities"]
    return {k: one_line(n, 42) for k, n in zip(entities["entity_id"], entities["name"], strict=True)}


def _dated(tables: Tables, table: str) -> pd.DataFrame:
    """The rows of a table whose release has a known date of publication, with that date in a new column `day`."""
    documents = tables["documents"][["document_id", "published"]]
    days = documents.assign(day=pd.to_datetime(documents["published"].str[:10], errors="coerce")).dropna(subset="day")
    return tables[table].merge(days[["document_id", "day"]], on="document_id")


@_chart("Releases by month of publication", "Month of publication", "Releases", nothing=_UNDATED, height=2.4)
def releases_over_time(axes: Axes, tables: Tables) -> int:
    """How many releases were published in each month."""
    months = _dated(tables, "documents")["day"].dt.to_period("M").value_counts().sort_index()
    axes.bar([p.to_timestamp() for p in months.index], months.to_list(), width=25, color=_BLUE)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    _days(axes)
    return min(len(months), 1)


@_chart("People over time", "Day of publication (area of a dot: mentions in the release)", "Person", nothing=_UNDATED)
def people_over_time(axes: Axes, tables: Tables) -> int:
    """When the people named in most releases are named; the area of a dot is the number of mentions."""
    people, names = _dated(tables, "document_people"), _names(tables)
    order = people.groupby("person_id").size().nlargest(_MOST_LINES).index[::-1]
    shown = people[people["person_id"].isin(order)]
    lines, areas = order.get_indexer(pd.Index(shown["person_id"])), [18 * n for n in shown["mentions"]]
    axes.scatter(shown["day"].to_list(), lines, s=areas, color=_BLUE, alpha=0.7)
    axes.set_yticks(range(len(order)), [names[k] for k in order])
    _days(axes)
    return len(order)


@_chart("Roles over time", "Day of publication", "Person and role", nothing=_UNDATED)
def roles_over_time(axes: Axes, tables: Tables) -> int:
    """A line from the first to the last release that gives a person a role; a dot if only one does."""
    names = _names(tables)
    spans = _dated(tables, "roles").groupby(["person_id", "role"])["day"].agg(["min", "max", "size"])
    spans = spans.sort_values("size", ascending=False).head(_MOST_LINES).sort_values("min", ascending=False)
    for i, (first, last) in enumerate(zip(spans["min"], spans["max"], strict=True)):
        axes.plot([first, last], [i, i], color=_GREEN, linewidth=4, solid_capstyle="round", marker="o", markersize=6)
    axes.set_yticks(range(len(spans)), [f"{names[p]}: {one_line(r, 40)}" for p, r in spans.index])
    _days(axes)
    return len(spans)


@_chart("Organisations and countries named in one release", "Country", "Organisation")
def named_together(axes: Axes, tables: Tables) -> int:
    """In how many releases an organisation and a country are both named."""
    both = tables["document_organisations"].merge(tables["document_countries"], on="document_id")
    return _counts(axes, both["organisation_id"], both["country"], _names(tables), "Releases")


@_chart("Who is quoted by whom", "Publisher, else release", "Speaker")
def quoted_by(axes: Axes, tables: Tables) -> int:
    """How often each release or publisher quotes each speaker."""
    documents = tables["documents"].set_index("document_id")
    quotes = tables["quotes"].dropna(subset=["speaker_id"])
    by = quotes["document_id"].map(documents["publisher"].fillna(documents.index.to_series()).to_dict())
    headlines = documents["headline"].dropna().to_dict()
    names = _names(tables) | {b: one_line(str(headlines.get(b, b)), 28) for b in by}
    return _counts(axes, quotes["speaker_id"], by.rename("by"), names, "Quotes")


def _counts(axes: Axes, rows: pd.Series[Any], columns: pd.Series[Any], names: Mapping[str, str], unit: str) -> int:
    """Draw a map of how often two values occur together, for the most frequent ones; return the number of lines."""
    if rows.empty:
        return 0
    counts = pd.crosstab(rows, columns)
    counts = counts.loc[counts.sum(axis="columns").nlargest(_MOST_CELLS).index]
    most = counts.sum().nlargest(_MOST_CELLS)
    counts = counts[most.index[most > 0]]
    cells = counts.to_numpy()
    image = axes.imshow(cells, cmap="Blues", vmin=0, vmax=cells.max(), aspect="auto")
    for (i, j), number in np.ndenumerate(cells):
        if number:
            colour = "white" if number > 0.6 * cells.max() else _INK
            axes.text(j, i, str(number), ha="center", va="center", color=colour)
    axes.set_xticks(range(counts.shape[1]), [names.get(c, c) for c in counts.columns], rotation=40, ha="right")
    axes.set_yticks(range(counts.shape[0]), [names.get(c, c) for c in counts.index])
    axes.spines[:].set_visible(False)
    axes.figure.colorbar(image, ax=axes, shrink=0.6, label=unit, ticks=MaxNLocator(integer=True))
    return len(counts) + 3


@_chart("What was found in {releases:,} releases", "Share of releases (%)", "Found")
def coverage(axes: Axes, tables: Tables) -> int:
    """The share of releases for which each thing was found."""
    documents = tables["documents"]
    found = {
        "headline": documents.dropna(subset=["headline"]),
        "publication date": documents.dropna(subset=["published"]),
        "a person": tables["document_people"],
        "a person with a role": tables["roles"],
        "an organisation": tables["document_organisations"],
        "a country": tables["document_countries"],
        "a date with a value": tables["dates"].dropna(subset=["value"]),
        "a quote": tables["quotes"],
        "a quote with its speaker": tables["quotes"].dropna(subset=["speaker_id"]),
    }
    if documents.empty:
        return 0
    shares = [100 * float(documents["document_id"].isin(rows["document_id"]).mean()) for rows in found.values()]
    bars = axes.barh(list(found)[::-1], shares[::-1], color=_BLUE)
    axes.bar_label(bars, fmt="%.0f %%", padding=3)
    axes.set_xlim(0, 110)
    return len(found)


@_chart("Confidence of quotes", "Probability that words and speaker are right", "Quotes")
def speaker_confidence(axes: Axes, tables: Tables) -> int:
    """How sure the speakers of quotes are, by kind of quote."""
    quotes = tables["quotes"].dropna(subset=["speaker_id"])
    kinds = {k: rows["confidence"].to_list() for k, rows in quotes.groupby("kind")}
    colours = {"direct": _BLUE, "partial": _ORANGE, "indirect": _GREEN}
    drawn = [k for k in colours if k in kinds]
    if drawn:
        edges = [i / 20 for i in range(21)]
        axes.hist([kinds[k] for k in drawn], bins=edges, stacked=True, label=drawn, color=[colours[k] for k in drawn])
        axes.legend(title="Kind of quote", frameon=False)
    return len(drawn)


@_chart("Damage repaired, and what was noticed", "Rows", "Kind", nothing="nothing was repaired and nothing noticed")
def damage(axes: Axes, tables: Tables) -> int:
    """Repairs by kind, and findings by kind: what was wrong with the texts."""
    rows = [
        (f"{what}: {kind}".replace("_", " "), number, colour)
        for what, table, colour in (("repaired", "repairs", _GREEN), ("found", "findings", _ORANGE))
        for kind, number in tables[table]["kind"].value_counts().items()
    ]
    for label, number, colour in reversed(rows):
        axes.bar_label(axes.barh(label, number, color=colour), padding=3)
    return len(rows)
