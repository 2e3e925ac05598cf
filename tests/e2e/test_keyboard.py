"""Every task of the room by keyboard alone, the focus always seen and never lost."""

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from app.live.models import QuestionState
from tests.e2e.conftest import PHONE, Visit
from tests.e2e.stage import Stage
from tests.e2e.test_room import joined

pytestmark = [pytest.mark.browser, pytest.mark.live]
numbers = count(1)

FOCUS_IS_SEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return false;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return box.width > 0 && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
}"""


def tab_to(page: Page, target: str, *, most: int = 60) -> None:
    """Press Tab until the focus reaches the first element of a selector; see it at each step."""
    for _ in range(most):
        page.keyboard.press("Tab")
        is_seen = page.evaluate(FOCUS_IS_SEEN)
        if page.evaluate("document.activeElement === document.body"):
            continue  # in the browser's own bars, or what had it was redrawn just now
        assert is_seen, page.evaluate("document.activeElement.outerHTML")
        if page.evaluate(
            "(target) => document.activeElement === document.querySelector(target)", target
        ):
            return
    raise AssertionError(f"{target} was not reached")


def test_a_visitor_joins_asks_and_supports(stage: Stage, visit: Visit) -> None:
    room = stage.room("clavier")
    question = stage.taken(room, "Étudiante", "Ma carte a expiré")
    page = visit(f"{stage.url}/direct/{room}")
    tab_to(page, "[name=name]")
    page.keyboard.type("Visiteuse")
    tab_to(page, "[name=country]")
    page.keyboard.type("Gabon")
    tab_to(page, "#ask form button")
    page.keyboard.press("Enter")
    expect(page.locator("#ask-form")).to_be_visible()
    joined(page)
    tab_to(page, "#body")
    page.keyboard.type("Quels frais pour envoyer de l’argent")
    tab_to(page, "#ask-form > button")
    page.keyboard.press("Enter")
    expect(page.locator("#receipts")).to_contain_text("Question n° 2 reçue")
    assert page.evaluate("document.activeElement !== document.body")
    tab_to(page, f"#question-{question} .support")
    page.keyboard.press("Space")
    support = page.locator(f"#question-{question} .support")
    expect(support).to_have_attribute("aria-pressed", "true")
    stage.vote(question, "Voisine")
    expect(page.locator(f"[data-votes-of='{question}'] [aria-hidden]")).to_have_text("2")
    expect(support).to_be_focused()
    stage.moderate(question, "refused", reason="off_topic")
    expect(page.locator(f"#question-{question}")).to_contain_text("n’est plus dans la file")
    expect(page.locator(f"#question-{question}")).to_be_focused()


def test_a_moderator_sorts_with_tab_and_enter_alone(stage: Stage, visit: Visit) -> None:
    room = stage.room("clavier-bureau")
    stage.ask(room, "Une", "Première question")
    stage.ask(room, "Deux", "Deuxième question")
    page = visit(f"{stage.url}/direct/{room}/bureau", cookie=stage.moderator())
    expect(page.locator("#desk-link")).to_have_text("Relié")
    tab_to(page, "#chosen [data-move=taken] button")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen")).to_contain_text("Deuxième question")
    expect(page.locator("#chosen")).to_be_focused()
    tab_to(page, "#chosen [data-details=refused] summary")
    page.keyboard.press("Enter")
    tab_to(page, "#chosen select[name=reason]")
    page.keyboard.type("elle sort")
    tab_to(page, "#chosen [data-details=refused] button")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen-place")).to_contain_text("Tout est trié")
    assert page.evaluate("document.activeElement !== document.body")
    assert stage.states(room) == {
        "Première question": QuestionState.TAKEN,
        "Deuxième question": QuestionState.REFUSED,
    }


@pytest.fixture
def desk(stage: Stage, visit: Visit) -> Page:
    """The desk of a room where three questions wait."""
    room = stage.room(f"touches-{next(numbers)}")
    for name in ("Une", "Deux", "Trois"):
        stage.ask(room, name, f"Question {name.lower()}")
    page = visit(f"{stage.url}/direct/{room}/bureau", cookie=stage.moderator())
    expect(page.locator("#desk-link")).to_have_text("Relié")
    return page


def test_escape_closes_the_form_that_a_key_opened_and_keeps_its_words(desk: Page) -> None:
    words = desk.locator("#chosen textarea[name=words]")
    desk.keyboard.press("r")
    desk.keyboard.press("Tab")
    desk.keyboard.type("À moitié")
    desk.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(desk.locator("#chosen [data-details=refused] summary")).to_be_focused()
    desk.keyboard.press("r")
    expect(words).to_have_value("À moitié")


def test_a_question_is_moved_by_keys_and_the_reason_stays_chosen(desk: Page) -> None:
    desk.keyboard.press("a")
    expect(desk.locator("#chosen")).to_contain_text("Question deux")
    desk.keyboard.press("a")
    expect(desk.locator("#chosen")).to_contain_text("Question trois")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    chosen = desk.locator("#chosen")
    expect(chosen).to_contain_text("En file")
    desk.evaluate("document.querySelector('#move-form select').value = 'urgent'")
    first = desk.locator("#desk-queue .queue-list > li").first
    was = first.inner_text()
    desk.keyboard.press("d" if "Question une" in chosen.inner_text() else "m")
    expect(first).not_to_have_text(was, use_inner_text=True)
    expect(desk.locator("#notice")).to_have_text(re.compile(r"^N°.\d.: rang \d dans la file\.$"))
    expect(chosen).to_be_focused()
    expect(desk.locator("#move-form select")).to_have_value("urgent")


def test_an_open_menu_closes_when_the_focus_leaves_it(stage: Stage, visit: Visit) -> None:
    page = visit(f"{stage.url}/associations", device=PHONE)
    tab_to(page, "details.menu > summary")
    page.keyboard.press("Enter")
    expect(page.locator("details.menu")).to_have_attribute("open", "")
    tab_to(page, "main a")
    expect(page.locator("details.menu")).not_to_have_attribute("open", "")


def test_escape_leaves_the_search_and_the_keys_are_heard_again(desk: Page) -> None:
    desk.keyboard.press("/")
    expect(desk.locator("#filter-words")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.locator("#chosen")).to_be_focused()
    desk.keyboard.press("a")
    expect(desk.locator("#desk-undo")).to_contain_text("acceptée")
    desk.keyboard.press("z")
    expect(desk.locator("#notice")).to_contain_text("acceptée")
    expect(desk.locator("#notice")).to_contain_text("Annulé")
    expect(desk.locator("#chosen")).to_be_focused()


def test_a_form_that_was_sent_keeps_the_focus(desk: Page) -> None:
    tab_to(desk, "#note-form [name=body]", most=120)
    desk.keyboard.type("Le temps presse")
    desk.keyboard.press("Enter")
    expect(desk.locator("#notes-latest")).to_contain_text("Le temps presse")
    expect(desk.locator("#note-form [name=body]")).to_be_focused()
    expect(desk.locator("#note-form [name=body]")).to_have_value("")
    tab_to(desk, "#inbox-list [data-tick]", most=120)
    desk.keyboard.press("Space")
    tab_to(desk, "#together button[value=taken]")
    desk.keyboard.press("Enter")
    expect(desk.locator("#counters")).to_contain_text("1 en file")
    expect(desk.locator("#together button[value=taken]")).to_be_focused()


def test_a_batch_comes_back_by_one_key(desk: Page) -> None:
    for box in desk.locator("[data-tick]").all():
        box.check()
    desk.locator("#together button[value=taken]").click()
    expect(desk.locator("#desk-undo")).to_contain_text("N° 1, 2, 3 acceptées.")
    desk.keyboard.press("z")
    expect(desk.locator("#counters")).to_contain_text("3 à trier")
    expect(desk.locator("#chosen")).to_contain_text("Question une")
    expect(desk.locator("#chosen")).to_be_focused()
    expect(desk.locator("#desk-undo")).to_be_empty()


def test_a_tab_that_is_cut_comes_in_with_the_focus(stage: Stage, visit: Visit) -> None:
    room = stage.room("onglets")
    page = visit(f"{stage.url}/direct/{room}", device=PHONE)
    tab_to(page, ".tabs a[href='#mine']")
    expect(page.locator(".tabs a[href='#mine']")).to_be_in_viewport(ratio=1)


def test_who_raises_a_hand_is_brought_to_it(stage: Stage, visit: Visit) -> None:
    room = stage.room("main-levee")
    page = visit(f"{stage.url}/direct/{room}", cookie=stage.guest("Awa"), device=PHONE)
    tab_to(page, "#floor summary")
    page.keyboard.press("Enter")
    tab_to(page, "#raise-form button")
    page.keyboard.press("Enter")
    expect(page.locator("#floor-own")).to_contain_text("Main levée, n° 1")
    expect(page.locator("#floor-own")).to_be_focused()


def test_the_only_field_of_a_refused_form_has_the_focus(stage: Stage, visit: Visit) -> None:
    page = visit(f"{stage.url}/ma-question")
    tab_to(page, "#receipt")
    page.keyboard.type("BLON-1-AAAAAA")
    page.keyboard.press("Enter")
    expect(page.locator("#receipt-error")).to_be_visible()
    expect(page.locator("#receipt")).to_be_focused()


def test_the_hours_of_a_window_show_the_focus(stage: Stage, visit: Visit) -> None:
    room = stage.room("fenetre")
    address = f"/gestion/rencontres/rencontre-{room}/salles/{room}/fenetre"
    page = visit(f"{stage.url}{address}", cookie=stage.secretary())
    tab_to(page, "#answers_until")
    tab_to(page, "main form button")
