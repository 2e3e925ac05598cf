"""Every task of the room by keyboard alone, the focus always seen and never lost."""

import pytest
from playwright.sync_api import Page, expect

from app.live.models import QuestionState
from tests.e2e.conftest import Visit
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]

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
