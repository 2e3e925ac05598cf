"""A poll is prepared on a page that asks for what its way of answering needs, script or not."""

import pytest
from playwright.sync_api import Page, expect

from app.core.actors import SYSTEM
from app.live import actions, queries
from tests.e2e.conftest import Desk, Visit
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]


def asked(page: Page) -> list[str]:
    """Return the names of the fields that are shown and belong to a way of answering."""
    names = ("options", "most_choices", "low", "low_words", "high", "high_words")
    return [name for name in names if page.locator(f"[name={name}]").is_visible()]


@pytest.mark.parametrize("has_script", [True, False])
def test_each_way_of_answering_asks_for_its_own(
    stage: Stage, visit: Visit, has_script: bool
) -> None:
    room = stage.room(f"scrutins-{has_script}".lower())
    page = visit(
        f"{stage.url}/direct/{room}/scrutins/nouveau",
        cookie=stage.moderator(),
        java_script_enabled=has_script,
    )
    assert asked(page) == ["options"]
    page.get_by_label("Plusieurs réponses, jusqu’à un nombre").check()
    assert asked(page) == ["options", "most_choices"]
    page.get_by_label("Toutes les réponses qui conviennent").check()
    assert asked(page) == ["options"]
    page.get_by_label("Une note sur une échelle").check()
    assert asked(page) == ["low", "low_words", "high", "high_words"]
    page.get_by_label("Question posée").fill("Êtes-vous satisfaits de l’accueil ?")
    page.get_by_role("button", name="Préparer").click()
    expect(page.locator("#desk-polls")).to_contain_text("Prêt")
    expect(page.locator("#desk-polls ol.small > li")).to_have_text(["1", "2", "3", "4", "5"])


def test_pressing_twice_opens_a_poll_and_closes_nothing(
    stage: Stage, room: str, desk: Desk
) -> None:
    with stage.data():
        actions.prepare_poll(
            SYSTEM, queries.room(SYSTEM, room), title="Où ?", options=["Kayes", "Gao"]
        )
    page = desk()
    page.get_by_role("button", name="Ouvrir le scrutin").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#desk-polls")).to_contain_text("0 participant")
    expect(page.locator("#poll-1")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_text("Fermer le scrutin").click()
    expect(page.locator("#poll-1")).to_contain_text("il ne se rouvre pas")
    page.get_by_role("button", name="Fermer maintenant").click()
    expect(page.locator("#poll-1")).to_contain_text("Fermé, à publier")
    expect(page.locator("#poll-1")).to_be_focused()
