"""A question from a phone to the screen in the hall, through a power cut and a lost network."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from app.live.models import QuestionState
from tests.e2e.conftest import LAPTOP, PHONE, PROJECTOR, Visit
from tests.e2e.stage import Stage
from tests.e2e.test_room import joined
from tests.services import fresh_database, serve

pytestmark = [pytest.mark.browser, pytest.mark.live, pytest.mark.faults]

ROOM = "ccmex-1"
FIRST = "Ma carte consulaire a expiré, à qui m’adresser à Fès"
SECOND = "Comment inscrire mon fils à l’école"
DRAFT = "Combien de temps pour un passe"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def hall(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """A room that is open, on each kind of database."""
    with serve({"DATABASE_URL": fresh_database(request.param)}) as server:
        stage = Stage(server)
        stage.room(ROOM, meeting="CCMEX, première session")
        yield stage
        stage.close()


def take_part(page: Page, name: str, country: str) -> None:
    """Say who speaks, as anybody does."""
    page.get_by_label("Votre nom").fill(name)
    page.get_by_label("Pays où vous vivez").select_option(country)
    page.get_by_role("button", name="Prendre la parole").click()
    expect(field(page)).to_be_attached()
    joined(page)


def field(page: Page) -> Locator:
    """Return where a question is written."""
    return page.get_by_role("textbox", name="Votre question")


def ask(page: Page, words: str) -> None:
    """Write a question and send it."""
    field(page).fill(words)
    page.get_by_role("button", name="Envoyer").tap()


def test_a_question_goes_from_a_phone_to_the_screen_and_its_answer(
    hall: Stage, visit: Visit
) -> None:
    phone = visit(f"{hall.url}/direct/{ROOM}", device=PHONE)
    take_part(phone, "Étudiante de démonstration", "MA")
    ask(phone, FIRST)
    expect(phone.locator("#receipts .receipt")).to_contain_text("Question n° 1 reçue")

    hall.server.kill()
    phone.context.set_offline(True)
    ask(phone, SECOND)
    expect(phone.locator("#receipts")).to_contain_text("Pas encore envoyée")
    expect(field(phone)).to_have_value("")
    field(phone).press_sequentially(DRAFT)
    expect(phone.locator("#draft-note")).to_contain_text("Brouillon gardé")
    hall.server.start()

    laptop = visit(f"{hall.url}/direct/{ROOM}/bureau", cookie=hall.moderator(), device=LAPTOP)
    expect(laptop.locator("#chosen")).to_contain_text(FIRST)
    expect(laptop.locator("#counters")).to_contain_text("1 à trier")
    phone.context.set_offline(False)
    expect(phone.locator("#receipts")).to_contain_text("Question n° 2 reçue")
    expect(phone.locator("#receipts")).not_to_contain_text("Pas encore envoyée")
    expect(field(phone)).to_have_value(DRAFT)
    phone.reload()
    expect(field(phone)).to_have_value(DRAFT)
    expect(phone.locator("#receipts .receipt")).to_have_count(2)
    assert [row.body for row in hall.rows(ROOM)] == [FIRST, SECOND]

    screen = visit(f"{hall.url}/direct/{ROOM}/ecran", device=PROJECTOR)
    neighbour = visit(f"{hall.url}/direct/{ROOM}", device=PHONE)
    take_part(neighbour, "Commerçante de démonstration", "GA")
    expect(laptop.locator("#counters")).to_contain_text("2 à trier")
    laptop.keyboard.press("a")
    expect(laptop.locator("#desk-queue")).to_contain_text(FIRST)
    neighbour.get_by_role("button", name="Soutenir la n° 1").tap()
    expect(laptop.locator("#desk-queue")).to_contain_text("1 soutien")
    expect(phone.locator("#queue-list")).to_contain_text("1 soutien")
    expect(screen.locator("#next-list")).to_contain_text(FIRST)
    expect(phone.locator("#own-list")).to_contain_text("Retenue, en file")
    assert SECOND not in neighbour.content()
    assert SECOND not in screen.content()

    laptop.locator("#desk-queue").get_by_role("button", name="Antenne").click()
    shown = (screen.locator("#on-screen"), phone.locator("#on-air"), neighbour.locator("#on-air"))
    for place in shown:
        expect(place).to_contain_text(FIRST)
    expect(screen.locator("#frame")).to_contain_text("1 soutien")
    expect(laptop.locator(".on-air-panel")).to_contain_text(FIRST)
    laptop.keyboard.press("v")
    expect(screen.locator("#frame")).to_contain_text("Aucune question à l’antenne")
    expect(phone.locator("#own-list")).to_contain_text("Répondue")
    expect(neighbour.locator("#queue-list")).to_contain_text("Répondue")

    agree(hall, phone, laptop, screen)
    for page in (phone, laptop, screen):
        page.reload()
    agree(hall, phone, laptop, screen)


def agree(hall: Stage, phone: Page, laptop: Page, screen: Page) -> None:
    """Check that what each page shows is what the database holds."""
    rows = hall.rows(ROOM)
    assert [(row.body, row.state) for row in rows] == [
        (FIRST, QuestionState.ANSWERED),
        (SECOND, QuestionState.IN_REVIEW),  # the desk reads it: it opened once the first was done
    ]
    assert hall.votes(rows[0].id) == 1
    for row in rows:
        own = phone.locator(f"#own-{row.id}")
        expect(own).to_have_attribute("data-state", row.state.value)
        expect(own).to_contain_text(row.receipt)
    expect(phone.locator(f"#question-{rows[0].id} [data-votes-of] [aria-hidden]")).to_have_text("1")
    expect(laptop.locator("#counters")).to_contain_text("1 à trier")
    expect(laptop.locator("#counters")).to_contain_text("1 répondue")
    expect(laptop.locator("#chosen")).to_have_attribute("data-question", str(rows[1].id))
    expect(screen.locator("#on-screen")).to_have_text("CCMEX, première session")
    expect(screen.locator("#next-list")).to_contain_text("La file est vide")


@pytest.mark.parametrize("hall", ["sqlite"], indirect=True)
def test_the_same_without_javascript(hall: Stage, visit: Visit) -> None:
    plain = {"java_script_enabled": False}
    phone = visit(f"{hall.url}/direct/{ROOM}", device=PHONE, **plain)
    phone.get_by_label("Votre nom").fill("Étudiante de démonstration")
    phone.get_by_label("Pays où vous vivez").select_option("MA")
    phone.get_by_role("button", name="Prendre la parole").click()
    phone.get_by_role("link", name="Écrire ma question").click()
    field(phone).fill(FIRST)
    phone.get_by_role("button", name="Envoyer").click()
    expect(phone.get_by_role("status").first).to_contain_text("Question n° 1 reçue")
    expect(phone.locator("#own-list")).to_contain_text("Reçue, en lecture")

    laptop = visit(f"{hall.url}/direct/{ROOM}/bureau", cookie=hall.moderator(), **plain)
    expect(laptop.locator("#chosen")).to_contain_text(FIRST)
    laptop.locator("#chosen").get_by_role("button", name="Accepter").click()
    expect(laptop.locator("#desk-queue")).to_contain_text(FIRST)
    neighbour = visit(
        f"{hall.url}/direct/{ROOM}", cookie=hall.guest("Voisine"), device=PHONE, **plain
    )
    neighbour.get_by_role("button", name="Soutenir la n° 1").click()
    expect(neighbour.get_by_role("button", name="Soutenir la n° 1")).to_have_attribute(
        "aria-pressed", "true"
    )
    laptop.get_by_role("button", name="Antenne").click()
    screen = visit(f"{hall.url}/direct/{ROOM}/ecran", device=PROJECTOR, **plain)
    expect(screen.locator("#on-screen")).to_contain_text(FIRST)
    laptop.get_by_role("button", name="Répondue").click()
    phone.goto(f"{hall.url}/direct/{ROOM}")
    expect(phone.locator("#own-list")).to_contain_text("Répondue")
    assert hall.states(ROOM) == {FIRST: QuestionState.ANSWERED}
    assert hall.votes(hall.rows(ROOM)[0].id) == 1
