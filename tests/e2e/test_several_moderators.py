"""Several moderators at one desk: each sees what the others do, and nothing moves under a hand."""

import pytest
from playwright.sync_api import expect

from app.live.models import QuestionState
from tests.e2e.conftest import Desk
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]


def test_words_being_typed_outlive_what_another_moderator_does(
    stage: Stage, room: str, desk: Desk
) -> None:
    first = stage.ask(room, "Une", "Question disputée")
    page = desk()
    page.keyboard.press("r")
    words = page.locator("#chosen textarea[name=words]")
    words.fill("Une raison longue à écrire")
    stage.moderate(first, "taken", over=True)
    expect(page.locator("#chosen-place")).to_contain_text(
        "Traitée entre-temps par quelqu’un d’autre"
    )
    expect(page.locator("#counters")).to_contain_text("1 en file")
    expect(words).to_have_value("Une raison longue à écrire")
    expect(words).to_be_focused()


def test_a_row_treated_by_another_stays_in_its_place(stage: Stage, room: str, desk: Desk) -> None:
    stage.taken(room, "File", "Dans la file")  # so that the open question may be merged from now on
    ids = [stage.ask(room, f"Voix {n}", f"Question {n}") for n in range(3)]
    page = desk()
    last = page.locator(f"#row-{ids[2]}")
    before = last.bounding_box()
    stage.moderate(ids[1], "taken")
    expect(page.locator(f"#inbox-list #row-{ids[1]}")).to_contain_text("Traitée")
    assert last.bounding_box() == before


def test_the_focus_stays_on_its_button_when_another_reads_the_question(
    stage: Stage, room: str, desk: Desk
) -> None:
    stage.ask(room, "Une", "Quand la carte ?")
    stage.ask(room, "Deux", "Où est l’école ?")
    page = desk()
    accept = page.locator("#chosen").get_by_role("button", name="Accepter")
    accept.focus()
    other = desk("Voisine de bureau")
    other.locator("#inbox-list .choose").click()
    expect(other.locator("#chosen")).to_contain_text("école")
    other.keyboard.press("ArrowUp")
    expect(page.locator("#chosen")).to_contain_text("Lue par Voisine de bureau")
    expect(accept).to_be_focused()


def test_the_open_question_keeps_still_under_the_hand(stage: Stage, room: str, desk: Desk) -> None:
    number = stage.ask(room, "Une", "Quand la carte ?")
    page = desk()
    accept = page.locator("#chosen").get_by_role("button", name="Accepter")
    before = accept.bounding_box()
    accept.evaluate("""button => {
        const move = () => button.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }));
        window.hand = setInterval(move, 50);
    }""")
    stage.moderate(number, "taken")
    expect(page.locator("#counters")).to_contain_text("1 en file")
    assert accept.bounding_box() == before
    page.evaluate("clearInterval(window.hand)")
    expect(page.locator("#chosen-place")).to_contain_text(
        "Traitée entre-temps par quelqu’un d’autre"
    )


def test_a_row_that_leaves_the_filter_says_so_and_stays(
    stage: Stage, room: str, desk: Desk
) -> None:
    ids = [stage.ask(room, f"Voix {n}", f"Question {n}") for n in range(3)]
    page = desk()
    page.goto(f"{stage.url}/direct/{room}/bureau?reader=nobody")
    expect(page.locator("#desk-link")).to_have_text("Relié")
    desk("Voisine de bureau").get_by_role("link", name="Question 2").click()
    expect(page.locator(f"#inbox-list #row-{ids[2]}")).to_contain_text("Hors du filtre")


def test_a_question_treated_meanwhile_says_so_until_the_next_is_opened(
    stage: Stage, room: str, desk: Desk
) -> None:
    first, second, third = (stage.ask(room, f"Voix {n}", f"Question {n}") for n in range(3))
    page = desk()
    told = page.locator("#chosen-place [data-treated]")
    stage.moderate(first, "taken")
    expect(told).to_be_visible()
    stage.moderate(third, "taken")
    expect(page.locator("#counters")).to_contain_text("2 en file")
    expect(told).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#chosen")).to_contain_text("Question 1")
    expect(told).to_have_count(0)
    stage.moderate(second, "taken", over=True)
    expect(told).to_be_visible()
    stage.moderate(second, "received")
    expect(told).to_have_count(0)


def test_ones_own_act_beside_the_open_question_is_not_somebody_elses(
    stage: Stage, room: str, desk: Desk
) -> None:
    stage.taken(room, "Une", "Passera à l’antenne")
    page = desk()
    page.locator(".queue-list").get_by_role("link", name="Passera").click()
    expect(page.locator("#chosen")).to_contain_text("En file")
    page.locator(".queue-list").get_by_role("button", name="Antenne").click()
    expect(page.locator("#chosen")).to_contain_text("À l’antenne")
    expect(page.locator("#chosen-place [data-treated]")).to_have_count(0)


def test_who_begins_to_write_about_the_first_question_is_seen_reading_it(
    stage: Stage, room: str, desk: Desk
) -> None:
    stage.ask(room, "Une", "Quand la carte ?")
    page, other = desk(), desk("Voisine de bureau")
    page.keyboard.press("r")
    expect(other.locator("#chosen")).to_contain_text("Lue par Modératrice de démonstration")
    expect(page.locator("#chosen select[name=reason]")).to_be_focused()
    assert stage.states(room) == {"Quand la carte ?": QuestionState.IN_REVIEW}


def test_who_comes_to_the_desk_is_told_without_any_other_act(room: str, desk: Desk) -> None:
    page = desk()
    desk("Voisine de bureau")
    expect(page.locator("#desk-who")).to_contain_text("Voisine de bureau")
    expect(page.locator("#desk-countries tbody")).to_contain_text("2")


def test_a_refusal_said_above_what_is_shown_is_said_in_view_too(
    stage: Stage, room: str, desk: Desk
) -> None:
    for number in range(30):
        stage.ask(room, f"Voix {number}", f"Question {number}")
    page = desk()
    page.locator("#together").get_by_role("button", name="Accepter").click()
    expect(page.locator("#refused")).to_contain_text("Cochez")
    expect(page.locator("#refused")).not_to_be_in_viewport()
    expect(page.locator("#notice")).to_contain_text("Cochez")
