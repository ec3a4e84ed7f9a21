"""Every chart says what it counts, for a corpus and for an empty one."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
import pytest

mpl.use("Agg")
from matplotlib import pyplot as plt

from notebooks import charts

DRAWN = [
    charts.releases_over_time, charts.people_over_time, charts.roles_over_time, charts.named_together,
    charts.quoted_by, charts.coverage, charts.speaker_confidence, charts.damage,
]  # fmt: skip


@pytest.mark.parametrize("draw", DRAWN, ids=lambda d: d.__name__)
def test_a_chart_has_a_title_and_named_axes(draw, tables):
    figure = draw(tables)
    axes = figure.axes[0]
    assert figure.get_suptitle()
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    assert axes.has_data()
    plt.close(figure)


@pytest.mark.parametrize("draw", DRAWN, ids=lambda d: d.__name__)
@pytest.mark.parametrize("column", ["publisher", "published", "headline"])
def test_a_chart_of_releases_of_which_nothing_else_is_known_is_no_error(draw, tables, column):
    documents = tables["documents"]
    unknown = documents.assign(**{column: pd.Series([None] * len(documents), dtype=documents[column].dtype)})
    figure = draw({**tables, "documents": unknown})
    assert figure.get_suptitle()
    plt.close(figure)


@pytest.mark.parametrize("draw", DRAWN, ids=lambda d: d.__name__)
def test_a_chart_of_an_empty_corpus_is_no_error(draw, tables):
    figure = draw({name: table.head(0) for name, table in tables.items()})
    assert figure.get_suptitle()
    plt.close(figure)
