"""Whether a job title is held now."""

from __future__ import annotations

import pytest

from tests.extraction.roles.reading import roles

STATUS = [
    ("former Mayor Jan Roe", "Mayor", "former"),
    ("the “one-time” Mayor Jan Roe", "Mayor", "former"),
    ("ex-Mayor Jan Roe", "Mayor", "former"),
    ("The vote ran late. Mayor Jan Roe spoke.", "Mayor", "current"),
    ("Since then, Mayor Jan Roe has led it.", "Mayor", "current"),
    ("Mayor-elect Jan Roe", "Mayor-elect", "elect"),
    ("Acting Mayor Jan Roe", "Acting Mayor", "acting"),
    ("incoming Mayor Jan Roe", "Mayor", "incoming"),
    ("Jan Roe previously served as Mayor of Lindmoor.", "Mayor of Lindmoor", "former"),
    (
        "Jan Roe, who served as senior associate to the council, chief of diversity, and associate mayor, left.",
        "associate mayor",
        "former",
    ),
    ("Jan Roe was the Mayor of Lindmoor.", "Mayor of Lindmoor", "former"),
    ("Bo Berg will succeed Jan Roe, who became the Mayor of Lindmoor in 2015.", "Mayor of Lindmoor", "current"),
    ("Jan Roe has been the Mayor of Lindmoor.", "Mayor of Lindmoor", "current"),
    ("Jan Roe has resigned from her positions as Mayor.", "Mayor", "former"),
    ("Jan Roe has left his role as Head Coach.", "Head Coach", "former"),
    ("It told of the resignation of Jan Roe from his role as Zed’s Chief Clerk.", "Chief Clerk", "former"),
    ("May 5, 2020\n\nJan Roe, Mayor of Lindmoor from May 2010 to 2013, spoke.", "Mayor of Lindmoor", "former"),
    ("May 5, 2020\n\nJan Roe, Mayor of the City of Lindmoor from 2019 to 2023, spoke.", "Mayor", "current"),
    (f"Jan Roe, Mayor {'Ada, Bo, ' * 200}spoke.", "Mayor", "current"),  # a long list must not take long
    ("Jan Roe, Mayor of Lindmoor, said rents rose from 2010 to 2013.", "Mayor of Lindmoor", "current"),
    ("Jan Roe will become Mayor in May.", "Mayor", "incoming"),
    ("Jan Roe was nominated by the council as Mayor.", "Mayor", "nominee"),
    ("Jan Roe left. Now she is the Mayor.", "Mayor", "current"),
    ("Jan Roe, Clerk and previously Mayor of Lindmoor, spoke.", "Mayor", "former"),
    ("He previously served. Mayor Jan Roe spoke.", "Mayor", "current"),  # another sentence
    ("Until 2019, Jan Roe was there as Mayor.", "Mayor", "former"),
    ("Eva Lund (Clerk until 2020), Jan Roe, Mayor", "Mayor", "current"),  # another person
    ("Previously, Jan Roe was Clerk and later Mayor of Lindmoor.", "Clerk", "former"),
    ("Prior to joining Zed, Jan Roe worked as an adviser to Ada Bank.", "adviser to Ada Bank", "former"),
    ("Before that, Jan Roe was Clerk, and now she is the Mayor.", "Mayor", "current"),
    ("Prior to becoming Mayor, Jan Roe was Clerk.", "Mayor", "current"),
    ("May 5, 2020\n\nJan Roe, Mayor of Lindmoor (2010-2013), spoke.", "Mayor", "former"),
    ("May 5, 2020\n\nJan Roe was Mayor of Lindmoor from 2010–2013.", "Mayor", "former"),
    ("May 5, 2020\n\nMayor Jan Roe (1950–2013) was born here.", "Mayor", "current"),  # years of birth and death
    ("Jan Roe served as Mayor of Lindmoor in 2015 and is a farmer.", "Mayor of Lindmoor", "former"),
    ("Jan Roe has served as Mayor of Lindmoor since May 2010.", "Mayor of Lindmoor", "current"),
    ("Jan Roe has served as Mayor of Lindmoor. She has lived here since 2010.", "Mayor of Lindmoor", "former"),
    ("May 5, 2020\n\nJan Roe, Mayor of Lindmoor (1999-07), spoke.", "Mayor", "former"),
    ("May 5, 2020\n\nJan Roe, Mayor of Lindmoor (2019-23), spoke.", "Mayor", "current"),
    ("Jan Roe, Mayor of Lindmoor (2010-05-03)", "Mayor", "current"),  # a date
    ("Jan Roe, a Mayor of Zed at the material time, was fined.", "Mayor of Zed", "former"),
    ("Jan Roe, Mayor of Lindmoor, left. At the time it rained.", "Mayor of Lindmoor", "current"),
    ("Jan Roe was also Mayor of Lindmoor.", "Mayor of Lindmoor", "former"),
    ("As a child Jan Roe sang, and later she was Mayor of Lindmoor.", "Mayor of Lindmoor", "former"),
    ("The guest was Mayor Jan Roe.", "Mayor", "current"),
    ("Jan Roe, formerly a singer and Mayor of Lindmoor, spoke.", "Mayor of Lindmoor", "former"),
    ("Jan Roe previously held the post of Mayor.", "Mayor", "former"),
    ("It grew more than previously, said Mayor Jan Roe.", "Mayor", "current"),
    ("Jan Roe began her career as a clerk.", "clerk", "former"),
    ("The race began as a joke and was won by Mayor Jan Roe.", "Mayor", "current"),
    ("Most recently she was a clerk, Jan Roe said.", "clerk", "former"),
    ("Jan Roe worked for two years as a clerk.", "clerk", "former"),
    ("Jan Roe has worked as a clerk since May.", "clerk", "current"),
    ("Jan Roe has served as Mayor of Lindmoor\nsince 2016.", "Mayor of Lindmoor", "current"),
    ("Prior to joining Zed, Ms. Jan Roe was Mayor.", "Mayor", "former"),
    ("Earlier in his career, Jan Roe served as Clerk.", "Clerk", "former"),
    ("Jan Roe, Nominee for Mayor of Lindmoor", "Mayor of Lindmoor", "nominee"),
    ("Ada Lund was nominated as a judge by Mayor Jan Roe.", "Mayor", "current"),
    ("Ada Lund will join Mayor Jan Roe in May.", "Mayor", "current"),
    ("Jan Roe will join Zed as Mayor.", "Mayor", "incoming"),
    ("Jan Roe, Director of Late Stage Trials, spoke.", "Director of Late Stage Trials", "current"),
    ("The late Mayor Jan Roe was kind.", "Mayor", "former"),
    ("Earlier at Zed, Jan Roe held the roles of Clerk and Mayor.", "Mayor", "former"),
    ("Jan Roe has held the post of Mayor since May.", "Mayor", "current"),
    ("Jan Roe spent five years as the Mayor.", "Mayor", "former"),
    ("During her tenure as Mayor, Jan Roe built bridges.", "Mayor", "former"),
    ("During the race as Mayor Jan Roe spoke, it rained.", "Mayor", "current"),
    ("May 5, 2020\n\nJan Roe was interim Mayor from May 2010 until April 2011.", "interim Mayor", "former"),
    ("May 5, 2020\n\nJan Roe was interim Mayor from May 2020 until April 2021.", "interim Mayor", "acting"),
    ("Prior to Zed, Jan Roe was Mayor of Lindmoor.", "Mayor of Lindmoor", "former"),
    ("Jan Roe was most recently Mayor of Lindmoor.", "Mayor of Lindmoor", "former"),
    ("Jan Roe steps down as Mayor in May.", "Mayor", "former"),
    ("Jan Roe stepped down as Zed Bank’s Clerk.", "Clerk", "former"),
    ("Ada Lund stood left of the Mayor, Jan Roe.", "Mayor", "current"),
    ("Jan Roe will step aside from her role as our Mayor.", "Mayor", "former"),
    ("**Former** Mayor Jan Roe", "Mayor", "former"),
    ("the (former) Mayor Jan Roe", "Mayor", "former"),
    ("Ex‑Mayor Jan Roe", "Mayor", "former"),  # a hyphen that does not break
    ("Jan Roe had been the Mayor of Lindmoor.", "Mayor of Lindmoor", "former"),
    ("Jan Roe will be the next Mayor.", "Mayor", "incoming"),
    ("Lindmoor’s next Mayor, Jan Roe, spoke.", "Mayor", "incoming"),
    ("Jan Roe is set to become Mayor.", "Mayor", "incoming"),
    ("Jan Roe, who previously was Clerk, is the Mayor.", "Mayor", "current"),
    ("Jan Roe previously served as Clerk, and is now our Mayor.", "Mayor", "current"),
    ("Roe was Mayor of Lindmoor until Jan Roe left.", "Mayor of Lindmoor", "former"),
    ("The Guest of Honour was Mayor Jan Roe.", "Mayor", "current"),
    ("Our Keynote Speaker will be Mayor Jan Roe.", "Mayor", "current"),
    ("Jan Roe will be Mayor.", "Mayor", "incoming"),
    ("Jan Roe, clerk, will be appointed Mayor.", "Mayor", "incoming"),
    ("Jan Roe recently served as clerk of St. Ada's.", "clerk", "former"),
    ("She spent a decade working for Zed as clerk, Jan Roe said.", "clerk", "former"),
    ("Jan Roe was nominated by St. Ada’s council as Mayor.", "Mayor", "nominee"),
    ("Jan Roe was Zed’s first clerk; she is the Mayor.", "Mayor", "current"),
    ("Jan Roe was once Zed’s Clerk.", "Clerk", "former"),
    ("Jan Roe sits on the Zed Council and was its Clerk.", "Clerk", "former"),
    ("Jan Roe held several posts at Zed Bank, including Clerk.", "Clerk", "former"),
    ("Jan Roe has worked for Zed Bank in various roles, including Clerk and Dean.", "Dean", "former"),
    ("Jan Roe spent nine years working for Zed Bank in various roles, including Clerk.", "Clerk", "former"),
    ("Jan Roe serves in various capacities, including as Clerk.", "Clerk", "current"),
    ("We worked with people in various positions, including Clerk Jan Roe.", "Clerk", "current"),
    ("Jan Roe now plays several vital roles, including Clerk.", "Clerk", "current"),
    ("Jan Roe’s career includes being Clerk of Lindmoor.", "Clerk of Lindmoor", "former"),
    ("Jan Roe chairs Zed; her other past roles include being Clerk.", "Clerk", "former"),
    ("Jan Roe worked at Zed Bank, most recently Clerk.", "Clerk", "former"),
    ("Jan Roe ran the Ice Fair, ultimately serving as the Clerk.", "Clerk", "former"),
    ("Jan Roe began at Zed Bank in Lindmoor, served as Clerk, and left.", "Clerk", "former"),
    ("Jan Roe leaves his position of Head Coach.", "Head Coach", "former"),
    ("Jan Roe was in the army, retiring in May 2005 as a clerk.", "clerk", "former"),
    ("Ada Lund is leaving her position as chair, and Jan Roe was appointed Clerk.", "Clerk", "current"),
]


@pytest.mark.parametrize(("text", "title", "expected"), STATUS)
def test_status(text: str, title: str, expected: str) -> None:
    (role,) = roles(text, ["Jan Roe"], [(title, [("Jan Roe", 0.9)])])
    assert role.status == expected


@pytest.mark.parametrize(
    ("text", "titles", "expected"),
    [
        ("Jan Roe was Clerk of Ice and Mayor of Lindmoor.", ["Clerk of Ice", "Mayor of Lindmoor"], ["former"] * 2),
        ("Jan Roe was a teacher, the Clerk, and a Dean.", ["teacher", "Clerk", "Dean"], ["former"] * 3),
        ("Jan Roe was teacher (2001), Clerk, Dean.", ["teacher", "Clerk", "Dean"], ["former"] * 3),
        ("Jan Roe was teacher here, and as Clerk he spoke.", ["teacher", "Clerk"], ["former", "current"]),
        ("Jan Roe was Clerk. Mayor Jan Roe spoke.", ["Clerk", "Mayor"], ["former", "current"]),
    ],
)
def test_job_titles_in_a_row_have_the_status_of_the_first(text: str, titles: list[str], expected: list[str]) -> None:
    found = roles(text, ["Jan Roe"], [(title, [("Jan Roe", 0.9)]) for title in titles])
    assert [r.status for r in found] == expected
