"""A page that was read before something was told, and comes after it, takes nothing back."""

from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import PHONE, Visit
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]
numbers = count(1)


@pytest.fixture
def room(stage: Stage) -> str:
    """A room of its own for each test."""
    return stage.room(f"lente-{next(numbers)}")


def hold_the_next(page: Page, path: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """Keep the next answer from `path` on its way; return what awaits it and what lets it come."""
    held: list[Callable[[], None]] = []

    def keep(route: Route) -> None:
        answer = route.fetch()
        held.append(lambda: route.fulfill(response=answer))

    def wait() -> None:
        while not held:
            page.wait_for_timeout(50)

    page.route(lambda address: path in address, keep, times=1)
    return wait, lambda: held[0]()


def told_then_drawn(
    stage: Stage, page: Page, path: str, question: int, ask: Callable[[], None]
) -> None:
    """Let a support be told while a page, read before it, is on its way; check what then stands."""
    number = page.locator(f"[data-votes-of='{question}']").first
    expect(number).to_contain_text("0 soutien")
    read, let_come = hold_the_next(page, path)
    ask()
    read()
    stage.vote(question, "Voisine")
    expect(number).to_contain_text("1 soutien")
    page.evaluate("document.addEventListener('toukanblon:drawn', () => (window.wasDrawn = true))")
    let_come()
    page.wait_for_function("window.wasDrawn")
    expect(number).to_contain_text("1 soutien")


@pytest.mark.parametrize("view", ["bureau", "ecran"])
def test_in_front_of_the_hall(stage: Stage, room: str, visit: Visit, view: str) -> None:
    question = stage.taken(room, "Une", "Soutenez-moi")
    stage.moderate(question, "on_air")
    path = f"/direct/{room}/{view}"
    page = visit(f"{stage.url}{path}", cookie=stage.moderator())
    another = stage.ask(room, "Deux", "Une autre question")

    told_then_drawn(stage, page, path, question, lambda: stage.moderate(another, "taken"))


def test_on_a_phone(stage: Stage, room: str, visit: Visit) -> None:
    question = stage.taken(room, "Une", "Soutenez-moi")
    cookie = stage.guest("Visiteuse")
    stage.ask(room, "Visiteuse", "Je retire ceci")
    page = visit(f"{stage.url}/direct/{room}", cookie=cookie, device=PHONE)
    expect(page.locator("#present-note")).not_to_be_empty()

    def withdraw() -> None:
        page.get_by_role("button", name="Retirer ma question").click()
        page.get_by_role("button", name="Oui").click()

    told_then_drawn(stage, page, f"/direct/{room}", question, withdraw)
    expect(page.locator("#own-list")).to_contain_text("Retirée par vous")


def hears(stage: Stage, page: Page, question: int, supports: int) -> None:
    """Wait until the page heard all that was told so far: a support is told after the rest."""
    stage.vote(question, f"Voisine {supports}")
    number = page.locator(f"[data-votes-of='{question}']").first
    expect(number).to_contain_text(f"{supports} soutien")


def catch_up_slowly(stage: Stage, room: str, page: Page) -> Callable[[], None]:
    """Let a phone come back from an absence; return what lets the page come that it then read."""
    page.context.set_offline(True)
    stage.taken(room, "Deux", "Dite pendant l’absence")
    read, let_come = hold_the_next(page, f"/direct/{room}")
    page.context.set_offline(False)
    read()
    return let_come


def test_what_is_told_while_the_screen_is_read_is_shown_too(
    stage: Stage, room: str, visit: Visit
) -> None:
    question = stage.taken(room, "Une", "Soutenez-moi")
    stage.moderate(question, "on_air")
    path = f"/direct/{room}/ecran"
    page = visit(f"{stage.url}{path}")
    hears(stage, page, question, 1)
    read, let_come = hold_the_next(page, path)
    stage.taken(room, "Deux", "Dite avant la lecture")
    read()
    stage.taken(room, "Trois", "Dite pendant la lecture")
    hears(stage, page, question, 2)
    let_come()
    expect(page.locator("#next-list")).to_contain_text("Dite pendant la lecture")


def test_what_is_told_while_a_phone_catches_up_is_shown_too(
    stage: Stage, room: str, visit: Visit
) -> None:
    question = stage.taken(room, "Une", "Soutenez-moi")
    page = visit(f"{stage.url}/direct/{room}", device=PHONE)
    hears(stage, page, question, 1)
    let_come = catch_up_slowly(stage, room, page)
    stage.taken(room, "Trois", "Dite pendant la lecture")
    hears(stage, page, question, 2)
    let_come()
    expect(page.locator("#new-questions")).to_have_text("2 nouvelles questions")


def test_a_support_that_is_given_while_a_phone_catches_up_stays_given(
    stage: Stage, room: str, visit: Visit
) -> None:
    question = stage.taken(room, "Une", "Soutenez-moi")
    page = visit(f"{stage.url}/direct/{room}", cookie=stage.guest("Visiteuse"), device=PHONE)
    hears(stage, page, question, 1)
    let_come = catch_up_slowly(stage, room, page)
    button = page.locator(f"#question-{question} .support")
    button.tap()
    number = page.locator(f"[data-votes-of='{question}']").first
    expect(number).to_contain_text("2 soutien")
    let_come()
    expect(page.locator("#new-questions")).to_have_text("1 nouvelle question")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_a_ballot_that_is_cast_while_a_phone_catches_up_stays_cast(
    stage: Stage, room: str, visit: Visit
) -> None:
    stage.poll(room)
    question = stage.taken(room, "Une", "Soutenez-moi")
    page = visit(f"{stage.url}/direct/{room}", cookie=stage.guest("Votante"), device=PHONE)
    hears(stage, page, question, 1)
    let_come = catch_up_slowly(stage, room, page)
    page.get_by_role("radio", name="Oui").check()
    page.get_by_role("button", name="Envoyer mon bulletin").tap()
    receipt = page.locator("#poll-open [data-ballot-receipt]")
    expect(receipt).to_be_focused()
    let_come()
    expect(page.locator("#new-questions")).to_have_text("1 nouvelle question")
    expect(receipt).to_be_focused()
    expect(page.get_by_role("radio")).to_have_count(0)


def test_a_desk_whose_reading_failed_reads_again_at_its_next_connection(
    stage: Stage, room: str, visit: Visit
) -> None:
    question = stage.taken(room, "Une", "Soutenez-moi")
    path = f"/direct/{room}/bureau"
    page = visit(f"{stage.url}{path}", cookie=stage.moderator())
    hears(stage, page, question, 1)
    page.route(lambda address: path in address, lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed"):
        stage.ask(room, "Deux", "Encore à trier")
    page.context.set_offline(True)
    expect(page.locator("#desk-link")).to_have_text("Liaison coupée")
    page.context.set_offline(False)
    expect(page.locator("#counters")).to_contain_text("1 à trier")
