"""Charts of a corpus, from its tables: what `notebooks/overview.ipynb` shows. Needs the extra `notebooks`.

Each function takes the tables of `load_tables` and draws on one figure, which it returns. Colours are those of
Okabe and Ito, which readers who see few colours tell apart; every axis says what it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import MaxNLocator

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Tables = Mapping[str, pd.DataFrame]
INK, BLUE, ORANGE, GREEN, GREY = "#1c1e26", "#0072B2", "#D55E00", "#009E73", "#9aa0ad"


def _figure(title: str, rows: int = 0, height: float = 3.2) -> tuple[Figure, Axes]:
    """A figure; `rows` are labelled lines that must have room."""
    figure, axes = plt.subplots(figsize=(7.2, max(height, 0.8 + 0.3 * rows)), layout="constrained", dpi=88)
    figure.suptitle(title, fontsize=11, fontweight="bold", x=0.01, ha="left")
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _days(axes: Axes) -> None:
    """Dates below, few enough to be read beside long labels."""
    locator = AutoDateLocator(minticks=3, maxticks=6)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.grid(axis="x", color="#e6e8ee")


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip(" -,") + "…"


def _nothing(axes: Axes, why: str) -> None:
    axes.text(0.5, 0.5, why, ha="center", va="center", transform=axes.transAxes, color=INK)
    axes.set_axis_off()


def _names(tables: Tables) -> dict[str, str]:
    entities = tables["entities"]
    return {k: _short(n, 42) for k, n in zip(entities["entity_id"], entities["name"], strict=True)}


def _published(tables: Tables) -> pd.Series[Any]:
    """Day of publication by document, of those where it is known."""
    documents = tables["documents"].dropna(subset=["published"]).set_index("document_id")
    return pd.to_datetime(documents["published"].str[:10], errors="coerce").dropna()


def releases_over_time(tables: Tables) -> Figure:
    """How many releases were published in each month."""
    figure, axes = _figure("Releases by month of publication", height=2.4)
    days = _published(tables)
    if days.empty:
        _nothing(axes, "no release has a publication date")
        return figure
    months = days.dt.to_period("M").value_counts().sort_index()
    axes.bar([p.to_timestamp() for p in months.index], months.to_list(), width=25, color=BLUE)
    axes.set_xlabel("Month of publication")
    axes.set_ylabel("Releases")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    _days(axes)
    return figure


def people_over_time(tables: Tables, most: int = 15) -> Figure:
    """When the people named in most releases are named; the area of a dot is the number of mentions."""
    days, names = _published(tables), _names(tables)
    people = tables["document_people"]
    people = people[people["document_id"].isin(days.index)]
    order = people.groupby("person_id")["document_id"].nunique().sort_values(ascending=False).head(most).index[::-1]
    figure, axes = _figure("People over time", len(order))
    if people.empty:
        _nothing(axes, "no one is named in a release with a publication date")
        return figure
    place = {key: i for i, key in enumerate(order)}
    shown = people[people["person_id"].isin(place)]
    when, line = shown["document_id"].map(days.to_dict()), shown["person_id"].map(place)
    areas = [18 * n for n in shown["mentions"]]
    axes.scatter(when.to_list(), line.to_list(), s=areas, color=BLUE, alpha=0.7)
    axes.set_yticks(range(len(order)), [names[k] for k in order])
    axes.set_xlabel("Day of publication (area of a dot: mentions in the release)")
    axes.set_ylabel("Person")
    _days(axes)
    return figure


def roles_over_time(tables: Tables, most: int = 15) -> Figure:
    """From the first to the last release that gives a person a role; a dot where one release does."""
    days, names = _published(tables), _names(tables)
    roles = tables["roles"]
    roles = roles[roles["document_id"].isin(days.index)]
    roles = roles.assign(day=pd.to_datetime(roles["document_id"].map(days.to_dict())))
    spans = roles.groupby(["person_id", "role"])["day"].agg(["min", "max", "size"])
    spans = spans.sort_values("size", ascending=False).head(most).sort_values("min", ascending=False)
    figure, axes = _figure("Roles over time", len(spans))
    if spans.empty:
        _nothing(axes, "no role is named in a release with a publication date")
        return figure
    for i, (first, last) in enumerate(zip(spans["min"], spans["max"], strict=True)):
        axes.plot([first, last], [i, i], color=GREEN, linewidth=4, solid_capstyle="round", marker="o", markersize=6)
    labels = [f"{names[p]}: {_short(r, 40)}" for p, r in spans.index]
    axes.set_yticks(range(len(spans)), labels)
    axes.set_xlabel("Day of publication")
    axes.set_ylabel("Person and role")
    _days(axes)
    return figure


def named_together(tables: Tables, most: int = 12) -> Figure:
    """In how many releases an organisation and a country are both named."""
    names = _names(tables)
    both = tables["document_organisations"].merge(tables["document_countries"], on="document_id")
    counts = pd.crosstab(both["organisation_id"], both["country"]) if len(both) else pd.DataFrame()
    counts = _largest(counts, most)
    return _heat(
        counts, names, "Organisations and countries named in one release", "Country", "Organisation", "Releases"
    )


def quoted_by(tables: Tables, most: int = 12) -> Figure:
    """How often each release or publisher quotes each speaker."""
    names = _names(tables)
    documents = tables["documents"].set_index("document_id")
    publisher = documents["publisher"] if "publisher" in documents else pd.Series(dtype="string")
    quotes = tables["quotes"].dropna(subset=["speaker_id"])
    by = quotes["document_id"].map(publisher.to_dict()).fillna(quotes["document_id"])
    counts = pd.crosstab(quotes["speaker_id"], by.rename("by")) if len(quotes) else pd.DataFrame()
    headlines = documents["headline"].dropna().to_dict()
    names |= {b: _short(str(headlines.get(b, b)), 28) for b in counts.columns}
    return _heat(_largest(counts, most), names, "Who is quoted by whom", "Publisher, else release", "Speaker", "Quotes")


def _largest(counts: pd.DataFrame, most: int) -> pd.DataFrame:
    rows = counts.sum(axis=1).sort_values(ascending=False, kind="stable").head(most).index
    counts = counts.loc[rows]
    columns = counts.sum(axis=0).sort_values(ascending=False, kind="stable").head(most)
    return counts[columns.index[columns > 0]]


def _heat(counts: pd.DataFrame, names: Mapping[str, str], title: str, x: str, y: str, unit: str) -> Figure:
    figure, axes = _figure(title, len(counts) + 3)
    if counts.empty:
        _nothing(axes, "nothing to count")
        return figure
    top = int(counts.to_numpy().max())
    image = axes.imshow(counts.to_numpy(), cmap="Blues", vmin=0, vmax=max(top, 1), aspect="auto")
    for i, row in enumerate(counts.to_numpy()):
        for j, number in enumerate(row):
            if number:
                axes.text(j, i, str(number), ha="center", va="center", color="white" if number > 0.6 * top else INK)
    axes.set_xticks(range(counts.shape[1]), [names.get(c, c) for c in counts.columns], rotation=40, ha="right")
    axes.set_yticks(range(counts.shape[0]), [names.get(c, c) for c in counts.index])
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(image, ax=axes, shrink=0.6, label=unit)
    bar.locator = MaxNLocator(integer=True)
    bar.update_ticks()
    return figure


def coverage(tables: Tables) -> Figure:
    """The share of releases for which each thing was found."""
    documents = tables["documents"]
    ids = documents["document_id"]

    def named(table: str, query: str = "") -> float:
        rows = tables[table].query(query) if query else tables[table]
        return float(ids.isin(rows["document_id"]).mean())

    shares = {
        "headline": float(documents["headline"].notna().mean()),
        "publication date": float(documents["published"].notna().mean()),
        "a person": named("document_people"),
        "a person with a role": named("roles"),
        "an organisation": named("document_organisations"),
        "a country": named("document_countries"),
        "a date with a value": named("dates", "value.notna()"),
        "a quote": named("quotes"),
        "a quote with its speaker": named("quotes", "speaker_id.notna()"),
    }
    figure, axes = _figure(f"What was found in {len(documents):,} releases", len(shares))
    labels = list(shares)[::-1]
    bars = axes.barh(labels, [100 * shares[label] for label in labels], color=BLUE)
    axes.bar_label(bars, fmt="%.0f %%", padding=3)
    axes.set_xlim(0, 110)
    axes.set_xlabel("Share of releases (%)")
    axes.set_ylabel("Found")
    return figure


def speaker_confidence(tables: Tables) -> Figure:
    """How sure the speakers of quotes are, by kind of quote."""
    figure, axes = _figure("Confidence in the speaker")
    quotes = tables["quotes"].dropna(subset=["speaker_id"])
    kinds = [k for k in ("direct", "partial", "indirect") if (quotes["kind"] == k).any()]
    if not kinds:
        _nothing(axes, "no quote has a speaker")
        return figure
    values = [quotes.loc[quotes["kind"] == k, "confidence"].to_list() for k in kinds]
    edges = [i / 20 for i in range(21)]
    axes.hist(values, bins=edges, stacked=True, label=kinds, color=[BLUE, ORANGE, GREEN][: len(kinds)])
    axes.set_xlabel("Probability that the speaker is right")
    axes.set_ylabel("Quotes")
    axes.legend(title="Kind of quote", frameon=False)
    return figure


def damage(tables: Tables) -> Figure:
    """Repairs by kind, and findings by kind: what was wrong with the texts."""
    repairs = tables["repairs"]["kind"].value_counts()
    findings = tables["findings"]["kind"].value_counts()
    labels = [f"repaired: {k}" for k in repairs.index] + [f"found: {k}" for k in findings.index]
    figure, axes = _figure("Damage repaired, and what was noticed", len(labels))
    if not labels:
        _nothing(axes, "nothing was repaired and nothing noticed")
        return figure
    numbers = [*repairs.to_list(), *findings.to_list()]
    colours = [GREEN] * len(repairs) + [ORANGE] * len(findings)
    bars = axes.barh([label.replace("_", " ") for label in labels][::-1], numbers[::-1], color=colours[::-1])
    axes.bar_label(bars, padding=3)
    axes.set_xlabel("Rows")
    axes.set_ylabel("Kind")
    return figure
