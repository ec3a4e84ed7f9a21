"""Words broken by a line end are one word in all rows; offsets are those of the text, and quotes stay verbatim."""

from __future__ import annotations

from pipeline import extract

TEXT = """LIMA, 3 May 2022 – The Foreign Ministry of Moldova said today that exports rose again in the first half.

“We have under-
lined how much it matters,” said Mihai Pop-
șoi, Deputy Prime Minister of Moldova. Mr Popșoi met Ilse Ahnfeldt-
Mollerup of the Inter-
national Organization for Migration on 4 Septem-
ber 2021.
"""


def test_rows_of_broken_words() -> None:
    found = extract(TEXT)
    people = {m.text: (TEXT[m.start : m.end], m.entity_id) for m in found.mentions if m.label == "PERSON"}
    assert people == {
        "Mihai Popșoi": ("Mihai Pop-\nșoi", "mihai-popsoi"),
        "Popșoi": ("Popșoi", "mihai-popsoi"),
        "Ilse Ahnfeldt-Mollerup": ("Ilse Ahnfeldt-\nMollerup", "ilse-ahnfeldt-mollerup"),
    }
    assert {m.text for m in extract("The clerk said Bil-\nlie Lund, the mayor, left.").mentions} == {"Billie Lund"}
    assert "International Organization for Migration" in {o.name for o in found.organisations}
    assert [(d.value, TEXT[d.start : d.end]) for d in found.dates][-1] == ("2021-09-04", "4 Septem-\nber 2021")
    (quote,) = (q for q in found.quotes if q.kind == "direct")
    assert quote.text == TEXT[quote.start : quote.end] == "We have under-\nlined how much it matters,"
    assert (quote.speaker_id, TEXT[quote.speaker_start : quote.speaker_end]) == ("mihai-popsoi", "Mihai Pop-\nșoi")
    assert [TEXT[r.start : r.end] for r in found.roles] == ["Deputy Prime Minister of Moldova"]
