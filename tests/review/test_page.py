"""The review page in a real browser: by mouse, by keyboard alone, on a telephone."""

from __future__ import annotations

import pytest

from pipeline.corrections.file import read_corrections
from pipeline.review.server import ReviewServer
from pipeline.review.session import Session
from tests.corpus import Corpus, copied

ANNA = "r1:person:000000-000009"
READY = "body:not([aria-busy]) #words:not(:empty)"


SIZES = {"desk": (1280, 800), "telephone": (390, 844)}
on_both = pytest.mark.parametrize("page", SIZES, indirect=True)
"""A telephone: touch in place of the mouse, and what is beside the text on a desktop is below it."""


@pytest.fixture
def many(tmp_path, tmp_path_factory) -> Corpus:
    more = {"r3.txt": "Anne Dahlberg of ABC spoke.\n", "r4.txt": "Anna Dahlberg of XYZ spoke.\n"}
    return copied(tmp_path_factory, tmp_path, more)


@pytest.fixture
def server(many):
    with ReviewServer(Session(many.out, reviewer="eva")).in_background() as running:
        yield running
        running.shutdown()


@pytest.fixture(scope="module")
def tab(browser):
    """One tab for all tests, with its console messages and its requests."""
    page = browser.new_page()
    told: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda m: told.append(m.text) if "409" not in m.text else None)
    page.on("request", lambda r: asked.append(r.url))
    yield page, told, asked
    page.close()


@pytest.fixture
def page(request, tab, server):
    page, told, asked = tab
    width, height = SIZES[getattr(request, "param", "desk")]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(server.address)
    page.wait_for_selector(READY)
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    elsewhere = [url for url in asked if not url.startswith((server.address, "data:"))]
    page.goto("about:blank")
    seen = [*told, *elsewhere]
    told.clear()
    asked.clear()
    assert seen == []


def settle(page) -> None:
    page.wait_for_selector("body:not([aria-busy])")


def pause(page) -> None:
    settle(page)
    page.wait_for_timeout(400)  # longer than the page's pause between two clicks


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        settle(page)


def decisions(many: Corpus) -> list[tuple[str, ...]]:
    return [(d.decision, d.table, d.text, d.field, d.value) for d in read_corrections(many.file).decisions]


def go_to(page, words: str) -> None:
    """Go to release r1 in the order of the text, to the mark with these words."""
    page.select_option("#release", "r1")
    settle(page)
    page.locator("#text [data-row]", has_text=words).last.click()
    settle(page)


def select(page, words: str) -> None:
    page.evaluate(
        """(words) => { const text = document.getElementById("text"), from = text.textContent.indexOf(words);
        const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), at = [];
        for (let n, before = 0; (n = walk.nextNode()); before += n.data.length)
          for (const i of [from, from + words.length])
            if (before < i + (i === from) && i <= before + n.data.length && at.length < 4) at.push(n, i - before);
        getSelection().setBaseAndExtent(...at); }""",
        words,
    )


def test_a_key_is_one_decision_and_the_next_row_comes_up(page, many):
    seen = [page.inner_text("#says")]
    press(page, "a")
    seen.append(page.inner_text("#words") + page.inner_text("#name"))
    press(page, "r")
    assert [d[0] for d in decisions(many)] == ["accept", "reject"]
    assert page.inner_text("#progress").startswith("2 of ")
    assert "Saved" in page.inner_text("#status")
    assert {d.reviewer for d in read_corrections(many.file).decisions} == {"eva"}


def test_undo_goes_back_step_by_step(page, many):
    first = page.inner_text("#says"), page.inner_text("#words"), page.inner_text("#name")
    press(page, "a", "a", "u", "u")
    assert decisions(many) == []
    assert (page.inner_text("#says"), page.inner_text("#words"), page.inner_text("#name")) == first
    assert page.inner_text("#progress").startswith("0 of ")
    press(page, "u")
    assert "nothing to undo" in page.inner_text("#status")


@on_both
def test_a_double_click_and_what_is_typed_into_a_field_are_no_second_decision(page, many):
    pause(page)
    page.dblclick("[data-do=accept]")
    settle(page)
    assert len(decisions(many)) == 1
    page.focus("#reviewer")
    page.keyboard.type("ar")
    pause(page)
    page.click("[data-do=reject]")
    settle(page)
    assert [d[0] for d in decisions(many)] == ["accept", "reject"], "the letters were typed into the field"


def test_next_and_previous_decide_nothing(page, many):
    first = page.inner_text("#words"), page.inner_text("#name")
    press(page, "n", "n", "p", "p")
    assert (page.inner_text("#words"), page.inner_text("#name")) == first
    assert decisions(many) == []


@on_both
def test_a_click_on_a_mark_shows_its_row_and_an_edit_shows_it_as_it_will_be(page, many):
    go_to(page, "Carl Dahl")
    assert page.inner_text("#words") == "Carl Dahl"
    press(page, "e")
    page.select_option("#form [name=label]", "ORGANISATION")
    page.click("#form [type=submit]")
    settle(page)
    assert decisions(many) == [("edit", "mentions", "Carl Dahl", "label", "ORGANISATION")]
    mark = page.locator("#text [data-row='r1:person:000021-000030']")
    assert "organisation edited" in mark.get_attribute("class")


@on_both
def test_a_role_is_tied_to_another_person_with_a_click_on_the_name(page, many):
    go_to(page, "Director")
    press(page, "e")
    page.focus("#form [name=person_id]")
    page.locator("#text [data-row]", has_text="Carl Dahl").last.click()
    assert page.input_value("#form [name=person_id]") == "Carl Dahl"
    page.keyboard.press("Enter")
    settle(page)
    assert decisions(many) == [("edit", "roles", "Director", "person_id", "carl-dahl")]


@on_both
def test_words_are_selected_and_added(page, many):
    page.select_option("#release", "r1")
    settle(page)
    select(page, "met")
    press(page, "+")
    page.select_option("#form [name=kind]", "PLACE")
    page.click("#form [type=submit]")
    settle(page)
    assert decisions(many) == [("add", "mentions", "met", "PLACE", "")]
    assert page.locator("#text .added").inner_text() == "met"


def test_words_are_typed_and_added_by_keyboard_alone(page, many):
    page.select_option("#release", "r1")
    settle(page)
    press(page, "+")
    page.keyboard.type("May 2024")
    page.keyboard.press("Tab")
    settle(page)
    page.keyboard.type("a date")
    page.keyboard.press("Tab")
    page.keyboard.type("2024-05")
    page.keyboard.press("Enter")
    settle(page)
    assert decisions(many) == [("add", "dates", "May 2024", "", "2024-05")]


def test_enter_in_a_choice_saves(page, many):
    go_to(page, "Carl Dahl")
    press(page, "e")
    page.keyboard.type("PLACE")
    page.keyboard.press("Enter")
    settle(page)
    assert decisions(many) == [("edit", "mentions", "Carl Dahl", "label", "PLACE")]


def test_an_edit_shows_the_row_as_it_is_now_and_one_without_effect_is_refused(page, many):
    go_to(page, "Director")
    press(page, "e")
    page.fill("#form [name=person_id]", "anna-berg")
    page.keyboard.press("Enter")
    settle(page)
    assert "says that already" in page.inner_text("#status")
    assert decisions(many) == []
    page.fill("#form [name=person_id]", "Carl Dahl")
    page.keyboard.press("Enter")
    settle(page)
    assert page.inner_text("#status").startswith("Now: job title of Carl Dahl (ABC, NAM), “Director”.")


def test_an_edited_name_of_a_person_changes_all_rows(page, many):
    go_to(page, "Anna Berg")
    press(page, "e")
    page.fill("#form [name=called]", "Anna Maria Berg")
    page.keyboard.press("Enter")
    settle(page)
    assert decisions(many) == [("edit", "people", "anna-berg", "name", "Anna Maria Berg")]
    go_to(page, "Director")
    assert page.inner_text("#says").startswith("job title of Anna Maria Berg")


def test_words_selected_over_a_row_replace_its_words_in_the_form(page, many):
    go_to(page, "XYZ")
    select(page, "Dahl of XYZ")
    press(page, "e")
    assert page.input_value("#form [name=text]") == "Dahl of XYZ"
    page.keyboard.press("Escape")
    select(page, "met")
    press(page, "e")
    assert page.input_value("#form [name=text]") == "XYZ", "words elsewhere are not about this row"


@pytest.fixture
def many_times(tmp_path, tmp_path_factory) -> Corpus:
    return copied(
        tmp_path_factory,
        tmp_path,
        {"r3.txt": "Anna Berg of ABC and Carl Dahl of ABC met Carl Dahl of XYZ and Ida Ek of ABC.\n"},
    )


def test_all_rows_of_one_name_are_judged_with_one_action(browser, many_times):
    with ReviewServer(Session(many_times.out, reviewer="eva")).in_background() as running:
        page = browser.new_page()
        page.goto(running.address)
        page.wait_for_selector(READY)
        page.select_option("#release", "r3")
        settle(page)
        page.locator("#text [data-row]", has_text="ABC").last.click()
        assert "all 3" in page.inner_text("#many")
        press(page, "R")
        assert [(d[0], d[2]) for d in decisions(many_times)] == [("reject", "ABC")] * 3
        press(page, "u")
        assert decisions(many_times) == []
        assert "all 3" in page.inner_text("#many")
        page.close()
        running.shutdown()


def test_judged_rows_can_be_looked_at_again(page, many):
    first = page.inner_text("#words")
    press(page, "a", "p")
    assert page.inner_text("#words") == first
    assert "accepted" in page.inner_text("#says")
    press(page, "n")
    assert "accepted" not in page.inner_text("#says")


def test_release_follows_release(page, many):
    page.select_option("#release", "r0")
    settle(page)
    press(page, "d", "d")
    assert page.input_value("#release") == "r1"
    assert "next release" in page.inner_text("#status")


def test_the_day_of_publication_is_set_where_the_release_begins(page, many):
    page.select_option("#release", "r1")
    settle(page)
    page.click("#about")
    page.keyboard.type("2024-05-04")
    page.keyboard.press("Enter")
    settle(page)
    assert decisions(many) == [("set", "documents", "", "published", "2024-05-04")]
    assert page.inner_text("#about") == "Published 2024-05-04", "although only the next run reads the release with it"


@pytest.fixture
def lines(tmp_path, tmp_path_factory) -> Corpus:
    return copied(
        tmp_path_factory, tmp_path, {"r3.txt": "<p>Anna Berg of ABC met\nCarl Dahl of XYZ <b>there</b>.</p>\n"}
    )


def test_words_may_go_over_a_line_break_and_markup_is_faint(browser, lines):
    with ReviewServer(Session(lines.out, reviewer="eva")).in_background() as running:
        page = browser.new_page()
        page.goto(running.address)
        page.wait_for_selector(READY)
        page.select_option("#release", "r3")
        settle(page)
        assert page.locator("#text .markup").all_inner_texts() == ["<p>", "<b>", "</b>", "</p>"]
        page.locator("#text [data-row]", has_text="Carl Dahl").last.click()
        select(page, "met\nCarl Dahl")
        press(page, "e")
        assert page.input_value("#form [name=text]") == "met Carl Dahl"
        press(page, "Enter")
        assert "“met Carl Dahl”" in page.inner_text("#status")
        assert decisions(lines) == [("edit", "mentions", "Carl Dahl", "text", "met Carl Dahl")]
        page.close()
        running.shutdown()


def test_an_impossible_edit_is_reported_beside_the_form_and_can_be_corrected(page, many):
    go_to(page, "3 May 2024")
    press(page, "e")
    page.fill("#form [name=value]", "July")
    page.keyboard.press("Enter")
    settle(page)
    assert "not a date value" in page.inner_text("#status")
    page.fill("#form [name=value]", "2024-05")
    page.keyboard.press("Enter")
    settle(page)
    assert decisions(many) == [("edit", "dates", "3 May 2024", "value", "2024-05")]


@on_both
def test_a_part_and_the_headline_are_edited_like_other_rows(page, many):
    page.select_option("#release", "r1")
    settle(page)
    page.click("#all summary")
    page.locator("#rows button", has_text="the release").click()
    press(page, "e")
    page.fill("#form [name=headline]", "Berg meets Dahl")
    page.keyboard.press("Enter")
    settle(page)
    page.locator("#rows button", has_text="section").first.click()
    press(page, "e")
    page.select_option("#form [name=kind]", "notes")
    page.click("#form [type=submit]")
    settle(page)
    assert [d[1] for d in decisions(many)] == ["documents", "sections"]
    assert page.inner_text("#name").casefold() == "berg meets dahl"


def test_a_release_can_be_marked_as_done(page, many):
    go_to(page, "Anna Berg")
    press(page, "r", "d")
    assert "d again" in page.inner_text("#status")
    assert len(decisions(many)) == 1, "a single key must not accept rows that nobody looked at"
    press(page, "d")
    made = read_corrections(many.file).decisions
    assert {d.document_id for d in made} == {"r1"}
    assert [d.decision for d in made].count("reject") == 1
    assert (made[-1].table, made[-1].decision) == ("documents", "accept")
    press(page, "u")
    assert len(read_corrections(many.file).decisions) == 1, "one action, one step back"


@on_both
def test_pairs_are_decided_side_by_side(page, many):
    page.select_option("#order", "pairs")
    settle(page)
    assert page.locator(".pair article").count() == 2
    assert "Anne Dahlberg" in page.inner_text("#pairs")
    press(page, "x")
    assert decisions(many) == [("reject", "candidates", "anna-dahlberg", "", "anne-dahlberg")]
    press(page, "u", "1")
    assert decisions(many) == [("merge", "people", "anne-dahlberg", "", "anna-dahlberg")]


def test_without_a_name_nothing_is_decided(browser, many):
    with ReviewServer(Session(many.out)).in_background() as running:
        page = browser.new_page()
        page.goto(running.address)
        page.wait_for_selector(READY)
        settle(page)
        press(page, "?")
        assert page.is_visible("#keys"), "keys work from the beginning"
        press(page, "a")
        assert "say who you are" in page.inner_text("#status")
        assert page.evaluate("document.activeElement.id") == "reviewer"
        page.keyboard.type("Eva")
        page.keyboard.press("Enter")
        press(page, "a")
        assert [d.reviewer for d in read_corrections(many.file).decisions] == ["Eva"]
        page.close()
        running.shutdown()
