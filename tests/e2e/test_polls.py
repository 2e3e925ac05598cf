"""A poll on a phone: one ballot of each, whatever the network makes of it."""

from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, Visit
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]
numbers = count(1)
COUNTED = "Votre bulletin est compté."


@pytest.fixture
def room(stage: Stage) -> str:
    """A room of its own for each test."""
    return stage.room(f"vote-{next(numbers)}")


def enter(visit: Visit, stage: Stage, room: str, *, name: str | None = "Votante") -> Page:
    """Return the phone of a guest, or of somebody who gave no name, once it hears the room."""
    cookie = stage.guest(name) if name else None
    page = visit(f"{stage.url}/direct/{room}", cookie=cookie, device=PHONE)
    expect(page.locator("#present-note")).not_to_be_empty()
    return page


def choose(page: Page, answer: str = "Oui") -> None:
    page.get_by_role("radio", name=answer).check()


def send(page: Page) -> None:
    page.get_by_role("button", name="Envoyer mon bulletin").tap()


def test_opens_under_the_eyes_of_a_guest_who_votes_and_reads_the_result(
    stage: Stage, room: str, visit: Visit
) -> None:
    page = enter(visit, stage, room)
    poll = stage.poll(room)
    expect(page.locator("#notice")).to_contain_text("Un scrutin est ouvert")
    choose(page)
    send(page)
    receipt = page.locator("#poll-open [data-ballot-receipt]")
    expect(receipt).to_be_focused()
    expect(receipt).to_be_in_viewport(ratio=1)
    expect(page.locator("#notice")).to_be_empty()
    expect(page.get_by_role("radio")).to_have_count(0)
    stage.move_poll(room, poll, "closed", "published")
    expect(page.locator("#poll-open")).to_be_empty()
    expect(page.locator("#poll-result")).to_contain_text("résultat")


def test_asks_who_they_are_of_those_who_gave_no_name(stage: Stage, room: str, visit: Visit) -> None:
    page = enter(visit, stage, room, name=None)
    stage.poll(room)
    expect(page.locator("#poll-open")).to_contain_text("dites d’abord qui vous êtes")
    expect(page.get_by_role("radio")).to_have_count(0)


def test_tells_a_page_that_did_not_know_that_its_reader_has_voted(
    stage: Stage, room: str, visit: Visit
) -> None:
    stage.poll(room)
    first = enter(visit, stage, room)
    second = first.context.new_page()
    second.goto(first.url)
    choose(second, "Non")
    choose(first)
    send(first)
    expect(first.locator("#poll-open")).to_contain_text(COUNTED)
    send(second)
    expect(second.locator("#poll-open")).to_contain_text(COUNTED)
    expect(second.get_by_role("radio")).to_have_count(0)


def test_leaves_the_choice_as_it_is_without_network_and_takes_it_once_afterwards(
    stage: Stage, room: str, visit: Visit
) -> None:
    stage.poll(room)
    page = enter(visit, stage, room)
    choose(page)
    page.context.set_offline(True)
    send(page)
    expect(page.locator("#notice")).to_contain_text("Pas de réseau")
    expect(page.get_by_role("radio", name="Oui")).to_be_checked()
    page.context.set_offline(False)
    send(page)
    expect(page.locator("#poll-open")).to_contain_text(COUNTED)


def test_says_that_there_is_none_to_who_looks_for_it(stage: Stage, room: str, visit: Visit) -> None:
    page = enter(visit, stage, room)
    expect(page.locator("#poll-open")).to_be_hidden()
    page.get_by_role("link", name="Scrutin").tap()
    expect(page.locator("#poll-open")).to_be_in_viewport()
