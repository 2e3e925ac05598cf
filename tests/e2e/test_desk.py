"""The desk: keyboard first, nothing jumps, nothing typed is lost."""

from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from app.live.models import QuestionState
from tests.e2e.conftest import Visit
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]
numbers = count(1)
Desk = Callable[..., Page]


@pytest.fixture
def room(stage: Stage) -> str:
    """A room of its own for each test."""
    return stage.room(f"bureau-{next(numbers)}")


@pytest.fixture
def desk(visit: Visit, stage: Stage, room: str) -> Desk:
    """The function that opens the desk of the room in a new browser."""

    def sit_down(name: str = "Modératrice de démonstration") -> Page:
        page = visit(f"{stage.url}/direct/{room}/bureau", cookie=stage.moderator(name))
        expect(page.locator("#desk-link")).to_have_text("Relié")
        return page

    return sit_down


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


def test_words_being_typed_outlive_what_another_moderator_does(
    stage: Stage, room: str, desk: Desk
) -> None:
    first = stage.ask(room, "Une", "Question disputée")
    page = desk()
    page.keyboard.press("r")
    words = page.locator("#chosen textarea[name=words]")
    words.fill("Une raison longue à écrire")
    stage.moderate(first, "taken")
    expect(page.locator("#chosen")).to_contain_text("Traitée entre-temps par quelqu’un d’autre")
    expect(page.locator("#counters")).to_contain_text("1 en file")
    expect(words).to_have_value("Une raison longue à écrire")
    expect(words).to_be_focused()


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


def test_a_row_treated_by_another_stays_in_its_place(stage: Stage, room: str, desk: Desk) -> None:
    stage.taken(room, "File", "Dans la file")  # so that the open question may be merged from now on
    ids = [stage.ask(room, f"Voix {n}", f"Question {n}") for n in range(3)]
    page = desk()
    last = page.locator(f"#row-{ids[2]}")
    before = last.bounding_box()
    stage.moderate(ids[1], "taken")
    expect(page.locator(f"#inbox-list #row-{ids[1]}")).to_contain_text("Traitée")
    assert last.bounding_box() == before


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


def test_a_row_that_leaves_the_filter_says_so_and_stays(
    stage: Stage, room: str, desk: Desk
) -> None:
    ids = [stage.ask(room, f"Voix {n}", f"Question {n}") for n in range(3)]
    page = desk()
    page.goto(f"{stage.url}/direct/{room}/bureau?reader=nobody")
    expect(page.locator("#desk-link")).to_have_text("Relié")
    desk("Voisine de bureau").get_by_role("link", name="Question 2").click()
    expect(page.locator(f"#inbox-list #row-{ids[2]}")).to_contain_text("Hors du filtre")


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
    expect(page.locator("#chosen")).to_contain_text("Traitée entre-temps par quelqu’un d’autre")
