"""The live room on a phone: nothing moves under a finger, nothing that is written is lost."""

import re
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from app.live.models import QuestionState
from tests.e2e.conftest import PHONE, Visit
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]
numbers = count(1)


@pytest.fixture
def room(stage: Stage) -> str:
    """A room of its own for each test."""
    return stage.room(f"salle-{next(numbers)}")


def joined(page: Page) -> Page:
    """Wait until the page hears its room."""
    expect(page.locator("#present-note")).not_to_be_empty()
    return page


def enter(visit: Visit, stage: Stage, room: str, name: str = "Visiteuse") -> Page:
    """Return a guest's phone in the room."""
    address = f"{stage.url}/direct/{room}"
    return joined(visit(address, cookie=stage.guest(name), device=PHONE))


def field(page: Page) -> Locator:
    """Return where a question is written."""
    return page.get_by_role("textbox", name="Votre question")


def ask(page: Page, words: str) -> None:
    """Write a question and send it."""
    field(page).fill(words)
    page.get_by_role("button", name="Envoyer").tap()


def bodies(page: Page, selector: str = "#queue-list") -> list[str]:
    return page.locator(f"{selector} .speech").all_inner_texts()


def test_a_new_question_waits_for_a_tap_and_is_then_sorted_by_support(
    stage: Stage, room: str, visit: Visit
) -> None:
    first = stage.taken(room, "Menuisier", "Où déposer mon projet")
    page = enter(visit, stage, room)
    read = page.locator(f"#question-{first}")
    before = read.bounding_box()
    liked = stage.taken(room, "Commerçante", "Quels frais pour envoyer de l’argent")
    stage.vote(liked, "Voisine", "Voisin")
    stage.taken(room, "Étudiant", "Quand arrive la bourse")
    button = page.locator("#new-questions")
    expect(button).to_have_text("2 nouvelles questions")
    assert bodies(page) == ["Où déposer mon projet"]
    assert read.bounding_box() == before
    expect(page.locator(f"[data-votes-of='{first}'] [aria-hidden]")).to_have_text("0")
    button.tap()
    expect(button).to_be_hidden()
    assert bodies(page) == [
        "Quels frais pour envoyer de l’argent",
        "Où déposer mon projet",
        "Quand arrive la bourse",
    ]
    expect(page.locator(f"#question-{liked}")).to_be_focused()


def test_the_first_question_of_an_empty_queue_is_shown_at_once(
    stage: Stage, room: str, visit: Visit
) -> None:
    page = enter(visit, stage, room)
    expect(page.locator("#queue-empty")).to_be_visible()
    stage.taken(room, "Menuisier", "Où déposer mon projet")
    expect(page.locator("#queue-list .speech")).to_have_text("Où déposer mon projet")
    expect(page.locator("#queue-empty")).to_be_hidden()
    expect(page.locator("#new-questions")).to_be_hidden()


def test_a_question_that_is_no_more_public_leaves_its_place_in_words(
    stage: Stage, room: str, visit: Visit
) -> None:
    gone = stage.taken(room, "Menuisier", "Où déposer mon projet")
    stays = stage.taken(room, "Étudiant", "Quand arrive la bourse")
    page = enter(visit, stage, room)
    before = page.locator(f"#question-{stays}").bounding_box()
    stage.moderate(gone, "refused", reason="off_topic")
    place = page.locator(f"#question-{gone}")
    expect(place).to_contain_text("n’est plus dans la file")
    expect(place).not_to_contain_text("déposer")
    assert page.locator(f"#question-{stays}").bounding_box() == before


def test_what_is_on_air_comes_and_goes(stage: Stage, room: str, visit: Visit) -> None:
    question = stage.taken(room, "Étudiante", "Ma carte a expiré")
    page = enter(visit, stage, room)
    air = page.locator("#on-air")
    stage.moderate(question, "on_air")
    expect(air).to_contain_text("Ma carte a expiré")
    expect(page.locator(f"#question-{question}")).to_contain_text("On y répond maintenant")
    stage.moderate(question, "answered", answer="Au consulat")
    expect(air).to_contain_text("Aucune question à l’antenne")
    expect(page.locator(f"#question-{question}")).to_contain_text("Au consulat")


def test_a_support_counts_for_everybody_and_is_taken_back(
    stage: Stage, room: str, visit: Visit
) -> None:
    question = stage.taken(room, "Étudiante", "Ma carte a expiré")
    mine, other = (enter(visit, stage, room, name) for name in ("Moi", "Autre"))
    button = mine.locator(f"#question-{question} .support")
    counted = other.locator(f"#question-{question} [data-votes-of]")
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(counted.locator("[aria-hidden]")).to_have_text("1")
    expect(counted.locator(".visually-hidden")).to_have_text("1 soutien")
    assert stage.votes(question) == 1
    mine.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    joined(mine)
    button.tap()
    expect(counted.locator("[aria-hidden]")).to_have_text("0")
    expect(counted.locator(".visually-hidden")).to_have_text("0 soutien")
    assert stage.votes(question) == 0


def test_a_refused_support_is_rolled_back_with_the_reason(
    stage: Stage, room: str, visit: Visit
) -> None:
    question = stage.taken(room, "Étudiante", "Ma carte a expiré")
    page = enter(visit, stage, room)
    stage.change_room(room, "paused")
    expect(page.locator("#room-banner")).to_contain_text("en pause")
    expect(page.locator("#room-status")).to_have_text("En pause")
    button = page.locator(f"#question-{question} .support")
    button.tap()
    expect(page.locator("#notice")).to_contain_text("ne peut pas recevoir de soutien")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_who_has_not_said_a_name_is_told_so_when_they_support(
    stage: Stage, room: str, visit: Visit
) -> None:
    question = stage.taken(room, "Étudiante", "Ma carte a expiré")
    page = joined(visit(f"{stage.url}/direct/{room}", device=PHONE))
    page.locator(f"#question-{question} .support").tap()
    expect(page.locator("#notice")).to_contain_text("qui vous êtes")


def test_a_question_gets_its_receipt_and_then_its_state_for_its_author_alone(
    stage: Stage, room: str, visit: Visit
) -> None:
    mine, other = (enter(visit, stage, room, name) for name in ("Moi", "Autre"))
    ask(mine, "Comment adhérer à l’assurance")
    receipt = mine.locator("#receipts .receipt")
    expect(receipt).to_contain_text("Question n° 1 reçue")
    expect(field(mine)).to_have_value("")
    expect(mine.locator("#own-list > li")).to_contain_text("Reçue, en lecture")
    row = stage.rows(room)[0]
    expect(receipt).to_contain_text(row.receipt)
    stage.moderate(row.id, "refused", reason="unclear")
    expect(mine.locator("#own-list > li")).to_contain_text("Non retenue")
    assert "assurance" not in other.content()
    mine.reload()
    expect(receipt).to_contain_text(row.receipt)
    receipt.get_by_role("button").tap()
    expect(receipt).to_have_count(0)


def test_a_refused_question_returns_to_the_field_with_the_reason(
    stage: Stage, room: str, visit: Visit
) -> None:
    page = enter(visit, stage, room)
    stage.change_room(room, "closed")
    ask(page, "Quand rouvrez-vous")
    expect(page.locator("#ask-error")).to_contain_text("La salle est fermée")
    expect(field(page)).to_have_value("Quand rouvrez-vous")
    assert stage.rows(room) == []


def test_a_draft_survives_the_page(stage: Stage, room: str, visit: Visit) -> None:
    page = enter(visit, stage, room)
    field(page).press_sequentially("Une question à finir")
    expect(page.locator("#draft-note")).to_contain_text("Brouillon gardé")
    expect(page.locator("#length-note")).to_have_text(re.compile(r"20.*400"))
    page.reload()
    expect(field(page)).to_have_value("Une question à finir")


def test_an_answer_lost_on_the_way_is_asked_again_with_the_same_key(
    stage: Stage, room: str, visit: Visit
) -> None:
    page = visit(cookie=stage.guest("Loin"), device=PHONE)
    page.route("**/socket.io/**", lambda route: route.abort())
    page.add_init_script("window.WebSocket = function () { throw new Error('no'); }")
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()
        if lost:
            return route.fulfill(response=answer)
        lost.append(answer.status)
        return route.abort()

    page.route("**/api/v1/rooms/*/questions", lose_the_first)
    page.goto(f"{stage.url}/direct/{room}")
    ask(page, "Arrivée une seule fois")
    expect(page.locator("#receipts")).to_contain_text("Pas encore envoyée")
    expect(page.locator("#receipts")).to_contain_text("Question n° 1 reçue")
    assert lost == [201]
    assert [row.body for row in stage.rows(room)] == ["Arrivée une seule fois"]


def test_a_long_silence_is_said_and_ends(stage: Stage, room: str, visit: Visit) -> None:
    page = enter(visit, stage, room)
    page.clock.install()
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_hidden()
    page.clock.run_for(11_000)
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator(".room-now")).to_contain_text("Hors ligne")
    page.context.set_offline(False)
    page.clock.resume()
    expect(page.locator("#offline")).to_be_hidden()


def test_what_happened_during_an_absence_is_there_at_the_return(
    stage: Stage, room: str, visit: Visit
) -> None:
    question = stage.taken(room, "Étudiante", "Ma carte a expiré")
    page = enter(visit, stage, room)
    page.context.set_offline(True)
    stage.moderate(question, "on_air")
    stage.say(room, "Le directeur prend la parole")
    stage.taken(room, "Commerçante", "Quels frais")
    expect(page.locator("#on-air")).to_contain_text("Aucune question")
    page.context.set_offline(False)
    expect(page.locator("#on-air")).to_contain_text("Ma carte a expiré")
    expect(page.locator("#feed-lines")).to_contain_text("Le directeur prend la parole")
    expect(page.locator("#new-questions")).to_have_text("1 nouvelle question")


def test_a_question_is_withdrawn_after_a_second_word(stage: Stage, room: str, visit: Visit) -> None:
    page = enter(visit, stage, room)
    ask(page, "Je retire ceci")
    own = page.locator("#own-list > li")
    own.get_by_role("button", name="Retirer ma question").tap()
    own.get_by_role("button", name="Non").tap()
    assert stage.states(room) == {"Je retire ceci": QuestionState.RECEIVED}
    own.get_by_role("button", name="Retirer ma question").tap()
    own.get_by_role("button", name="Oui").tap()
    expect(own).to_contain_text("Retirée par vous")
    assert stage.states(room) == {"Je retire ceci": QuestionState.WITHDRAWN}


def test_a_refused_question_is_taken_up_again_where_it_was_written(
    stage: Stage, room: str, visit: Visit
) -> None:
    cookie = stage.guest("Moi")
    question = stage.ask(room, "Moi", "Mots à revoir")
    stage.moderate(question, "refused", reason="unclear")
    page = joined(visit(f"{stage.url}/direct/{room}", cookie=cookie, device=PHONE))
    page.get_by_role("link", name="La reformuler").tap()
    expect(field(page)).to_have_value("Mots à revoir")


def test_what_arrives_is_in_the_language_of_the_reader_as_the_page_is(
    stage: Stage, room: str, visit: Visit
) -> None:
    cookie = stage.guest("Moi")
    question = stage.ask(room, "Moi", "Ma carte a expiré")
    refused = stage.ask(room, "Moi", "Qui est mon voisin")
    page = visit(f"{stage.url}/direct/{room}", cookie=cookie, device=PHONE, locale="en-GB")
    joined(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    stage.moderate(question, "taken")
    stage.moderate(question, "on_air")
    stage.moderate(refused, "refused", reason="private_person")
    expect(page.locator("#on-air")).to_contain_text("Ma carte a expiré")
    expect(page.locator(f"#own-{refused}")).to_have_attribute("data-state", "refused")
    parts = ["#on-air", f"#own-{question}", f"#own-{refused}"]
    arrived = [page.locator(part).inner_text() for part in parts]
    page.reload()
    assert [page.locator(part).inner_text() for part in parts] == arrived
