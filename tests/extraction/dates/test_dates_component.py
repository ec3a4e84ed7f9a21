"""The spaCy component, used alone."""

from pipeline.extraction.document.analysis import MentionSpan, analysis_of
from tests.extraction.blank import blank


def test_component_alone():
    nlp = blank("dates")
    analysis = analysis_of(nlp("The quay opened on 4 May 2021, the bridge on 05/06/2021."))
    assert [d.value for d in analysis.dates] == ["2021-05-04", "2021-06-05"]
    assert [m.label for m in analysis.mentions] == ["DATE", "DATE"]


def test_a_date_in_the_name_of_an_organisation_is_no_date():
    doc = blank("dates").make_doc("The 22nd Century Group sang in the 22nd century.")
    analysis_of(doc).add_mention(MentionSpan(4, 22, "test", 1.0), "ORGANISATION", "org-x")
    assert [d.text for d in analysis_of(blank("dates")(doc)).dates] == ["22nd century"]


def test_ambiguous_date_is_a_finding():
    nlp = blank("dates")
    analysis = analysis_of(nlp("The quay opened on 05/06/2021."))
    assert [(f.kind, d.value) for f, d in zip(analysis.findings, analysis.dates, strict=True)] == [
        ("ambiguous_date", None)
    ]
