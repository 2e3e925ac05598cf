"""The desk: keyboard first, nothing jumps, nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from app.live.models import QuestionState
from tests.e2e.conftest import Desk, Visit
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]


def test_new_questions_are_counted_until_the_moderator_wants_them(
    stage: Stage, room: str, desk: Desk
) -> None:
    stage.ask(room, "Une", "Première question")
    page = desk()
    expect(page.locator("#chosen")).to_contain_text("Première question")
    before = page.locator("#chosen").bounding_box()
    stage.ask(room, "Deux", "Deuxième question")
    stage.ask(room, "Trois", "Troisième question")
    expect(page.locator("#show-new")).to_contain_text("2 nouvelles")
    expect(page.locator("#counters")).to_contain_text("3 à trier")
    assert page.locator("#chosen").bounding_box() == before
    expect(page.locator("#inbox-list > li")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.locator("#inbox-list > li")).to_have_count(2)
    expect(page.locator("#inbox-list > li a").first).to_be_focused()
    expect(page.locator("#show-new")).to_be_hidden()


def test_an_empty_desk_opens_the_first_question_that_comes(
    stage: Stage, room: str, desk: Desk
) -> None:
    page = desk()
    expect(page.locator("#chosen-place")).to_contain_text("Tout est trié")
    stage.ask(room, "Une", "Première question")
    expect(page.locator("#chosen")).to_contain_text("Première question")


def test_keys_do_the_whole_work(stage: Stage, room: str, desk: Desk) -> None:
    bodies = ["Je serai prise", "Je serai écartée", "Je serai réunie"]
    for number, body in enumerate(bodies):
        stage.ask(room, f"Voix {number}", body)
    page = desk()
    chosen = page.locator("#chosen")
    page.keyboard.press("a")
    expect(chosen).to_contain_text("Je serai écartée")
    expect(chosen).to_be_focused()
    page.keyboard.press("r")
    expect(chosen.locator("select[name=reason]")).to_be_focused()
    page.keyboard.type("elle sort")
    page.keyboard.press("Tab")
    page.keyboard.type("Aux autres, bonjour a")  # no key of the desk is heard here
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(chosen).to_contain_text("Je serai réunie")
    page.keyboard.press("f")
    expect(chosen.locator("select[name=into]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen-place")).to_contain_text("Tout est trié")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text("Je serai prise")
    page.keyboard.press("o")
    expect(page.locator(".on-air-panel")).to_contain_text("Je serai prise")
    page.keyboard.press("v")
    expect(page.locator(".on-air-panel")).to_contain_text("Rien à l’antenne")
    assert stage.states(room) == {
        "Je serai prise": QuestionState.ANSWERED,
        "Je serai écartée": QuestionState.REFUSED,
        "Je serai réunie": QuestionState.MERGED,
    }
    assert stage.rows(room)[1].reason_words == "Aux autres, bonjour a"


def test_arrows_go_through_what_waits_and_then_the_queue(
    stage: Stage, room: str, desk: Desk
) -> None:
    stage.taken(room, "File", "Dans la file")
    stage.ask(room, "Une", "Première")
    stage.ask(room, "Deux", "Deuxième")
    page = desk()
    chosen = page.locator("#chosen .speech")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_text("Deuxième")
    acts = page.locator("#chosen-acts").bounding_box()
    expect(page.locator("#chosen")).to_contain_text("Vous la lisez")
    assert page.locator("#chosen-acts").bounding_box() == acts
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_text("Dans la file")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(chosen).to_have_text("Première")
    expect(page.locator("#inbox-list > li")).to_have_count(1)


def test_words_about_a_question_wait_while_another_is_open(
    stage: Stage, room: str, desk: Desk
) -> None:
    stage.ask(room, "Une", "Première")
    stage.ask(room, "Deux", "Deuxième")
    page = desk()
    page.keyboard.press("r")
    words = page.locator("#chosen textarea[name=words]")
    words.fill("À moitié écrit")
    page.get_by_role("link", name="Deuxième").click()
    expect(page.locator("#chosen")).to_contain_text("Deuxième")
    page.get_by_role("link", name="Première").click()
    expect(words).to_have_value("À moitié écrit")
    expect(words).to_be_visible()


def test_a_refused_move_says_why_and_changes_nothing(stage: Stage, room: str, desk: Desk) -> None:
    on_air = stage.taken(room, "Une", "Déjà à l’antenne")
    stage.taken(room, "Deux", "Voudrait y passer")
    stage.moderate(on_air, "on_air")
    page = desk()
    page.locator(".queue-list").get_by_role("button", name="Antenne").click()
    expect(page.locator("#refused")).to_contain_text("encore à l’antenne")
    expect(page.locator(".on-air-panel")).to_contain_text("Déjà à l’antenne")


def test_a_dead_server_loses_no_word(stage: Stage, room: str, desk: Desk) -> None:
    stage.ask(room, "Une", "Première")
    page = desk()
    page.keyboard.press("r")
    page.locator("#chosen select[name=reason]").select_option("other")
    words = page.locator("#chosen textarea[name=words]")
    words.fill("La raison")
    page.context.set_offline(True)
    page.locator("#chosen").get_by_role("button", name="Ne pas retenir").click()
    expect(page.locator("#notice")).to_contain_text("rien n’est parti")
    expect(page.locator("#desk-link")).to_have_text("Liaison coupée")
    expect(words).to_have_value("La raison")
    page.context.set_offline(False)
    expect(page.locator("#desk-link")).to_have_text("Relié")
    page.locator("#chosen").get_by_role("button", name="Ne pas retenir").click()
    expect(page.locator("#chosen-place")).to_contain_text("Tout est trié")
    assert stage.rows(room)[0].reason_words == "La raison"


def test_single_keys_can_be_turned_off(stage: Stage, room: str, desk: Desk) -> None:
    stage.ask(room, "Une", "Première")
    page = desk()
    page.keyboard.press("?")
    page.get_by_label("Touches actives").uncheck()
    page.keyboard.press("a")
    page.reload()
    page.keyboard.press("a")
    expect(page.locator("#counters")).to_contain_text("1 à trier")
    assert stage.states(room) == {"Première": QuestionState.RECEIVED}


def test_supports_are_counted_in_place(stage: Stage, room: str, desk: Desk) -> None:
    question = stage.taken(room, "Une", "Soutenez-moi")
    page = desk()
    stage.vote(question, "Voisine", "Voisin")
    expect(page.locator(f"[data-votes-of='{question}']")).to_have_text("2 soutiens")


def test_the_room_is_paused_from_the_desk(stage: Stage, room: str, desk: Desk) -> None:
    page = desk()
    pressed = page.locator("#desk-room button").first
    pressed.click()
    expect(page.locator("#room-title")).to_contain_text("En pause")
    expect(pressed).to_have_text("Ouvrir")  # and not what it did before


def test_the_desk_is_closed_to_others(stage: Stage, room: str, visit: Visit) -> None:
    page = visit(f"{stage.url}/direct/{room}/bureau", cookie=stage.guest("Curieuse"))
    assert "À trier" not in page.content()


def test_a_filter_is_set_kept_and_called_by_keys(stage: Stage, room: str, desk: Desk) -> None:
    stage.ask(room, "Une", "Quel stage au pays ?")
    cards = [stage.ask(room, f"Voix {n}", f"Où est ma carte n° {n} ?") for n in range(2)]
    page = desk()
    page.keyboard.press("/")
    expect(page.locator("#filter-words")).to_be_focused()
    page.keyboard.type("CARTE")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen")).to_contain_text("carte n° 0")
    expect(page.locator("#filter-words")).to_be_focused()
    told = page.locator("#filter-told")
    expect(told).to_contain_text("1 autre attend hors du filtre")
    stage.ask(room, "Deux", "Une bourse, pour qui ?")
    expect(told).to_contain_text("2 autres attendent hors du filtre")
    expect(page.locator("#show-new")).to_be_hidden()
    page.get_by_text("Garder cette vue").click()
    page.get_by_label("Nom de la vue").fill("Cartes")
    page.keyboard.press("Enter")
    expect(page.locator("#saved-views [aria-current]")).to_contain_text("Cartes")
    expect(page.get_by_role("button", name="Supprimer la vue")).to_be_visible()
    assert page.evaluate("document.activeElement !== document.body")
    page.keyboard.press("0")
    expect(told).to_be_empty()
    expect(page.locator("#inbox-list > li")).to_have_count(3)
    expect(page.locator("#filter-words")).to_have_value("")
    page.keyboard.press("1")
    expect(page.locator("#inbox-list > li")).to_have_count(1)
    expect(page.locator("#filter-words")).to_have_value("CARTE")
    page.keyboard.press("a")
    expect(page.locator("#chosen")).to_contain_text("carte n° 1")
    assert page.url.endswith("/bureau?words=CARTE")
    expect(page.locator(f"#desk-queue #row-{cards[0]}")).to_be_visible()
