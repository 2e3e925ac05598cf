"""The screen in the hall: always the last thing known, always inside its frame."""

import json
import re
from itertools import count

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.conftest import PROJECTOR, Visit
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]
numbers = count(1)

LONG = (
    "Nos enfants nés ici n’ont ni acte de naissance ni passeport, et le consulat le plus proche "
    "est à deux jours de route : pouvez-vous envoyer une mission chaque trimestre, dire ses dates "
    "un mois avant, accepter les copies, et garder un guichet pour les malades, les anciens et les "
    "mères seules, qui ne peuvent pas attendre debout tout un jour devant la porte du consulat ?"
)
WIDE = "Anticonstitutionnellement" * 12


@pytest.fixture
def room(stage: Stage) -> str:
    """A room of its own for each test."""
    return stage.room(f"ecran-{next(numbers)}")


def overflowing(page: Page) -> list[str]:
    """Return what sticks out of the window, or of the frame."""
    return page.evaluate(
        """() => Array.from(document.querySelectorAll('body *')).filter((one) => {
             const box = one.getBoundingClientRect();
             const isIn = box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
             return box.width > 1 && box.height > 1 && !isIn;
           }).map((one) => one.tagName + '.' + one.className).concat(
             document.getElementById('frame').scrollHeight >
             document.getElementById('frame').clientHeight + 1 ? ['frame'] : [])"""
    )


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (3840, 2160)])
@pytest.mark.parametrize("body", [LONG, WIDE], ids=["long", "one word"])
def test_the_longest_question_stays_in_its_frame(
    stage: Stage, room: str, visit: Visit, size: tuple[int, int], body: str
) -> None:
    for number in range(4):
        stage.taken(room, f"Voix {number}", LONG)
    question = stage.taken(room, "Quelqu’un", body[:400])
    viewport = {"width": size[0], "height": size[1]}
    page = visit(f"{stage.url}/direct/{room}/ecran", device={"viewport": viewport})
    assert overflowing(page) == []
    stage.moderate(question, "on_air")
    expect(page.locator("#on-screen")).to_contain_text(body[:30])
    assert overflowing(page) == []


def refuse_the_first(page: Page, event: str) -> list[str]:
    """Answer in the server's place, once, that too many come; return the messages so refused."""
    refused: list[str] = []

    def route(line: WebSocketRoute) -> None:
        server = line.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            sent = re.match(r"42/live,(\d+)\[\"(.+?)\"", str(message))
            if refused or sent is None or sent[2] != event:
                return server.send(message)
            refused.append(str(message))
            error = {"code": "too_many", "message": "Trop vite", "fields": {}}
            return line.send(f"43/live,{sent[1]}{json.dumps([{'error': error}])}")

        line.on_message(pass_on)

    page.route_web_socket("**", route)
    return refused


def test_that_was_refused_among_a_crowd_comes_again(stage: Stage, room: str, visit: Visit) -> None:
    page = visit(device=PROJECTOR)
    refused = refuse_the_first(page, "room.join")
    page.goto(f"{stage.url}/direct/{room}/ecran")
    while not refused:
        page.wait_for_timeout(50)
    question = stage.taken(room, "Étudiante", "Dite après le refus")
    stage.moderate(question, "on_air")
    expect(page.locator("#on-screen")).to_contain_text("Dite après le refus")


def test_a_lost_link_keeps_the_question_and_says_so(stage: Stage, room: str, visit: Visit) -> None:
    question = stage.taken(room, "Étudiante", "Ma carte a expiré")
    stage.moderate(question, "on_air")
    page = visit(f"{stage.url}/direct/{room}/ecran", device=PROJECTOR)
    stage.vote(question, "Voisine")
    expect(page.locator(f"[data-votes-of='{question}']")).to_have_text("1 soutien")
    page.clock.install()
    page.context.set_offline(True)
    page.clock.run_for(11_000)
    expect(page.locator("#link-lost")).to_be_visible()
    expect(page.locator("#on-screen")).to_contain_text("Ma carte a expiré")
    stage.moderate(question, "answered")
    page.context.set_offline(False)
    page.clock.resume()
    expect(page.locator("#on-screen")).not_to_contain_text("Ma carte a expiré")
    expect(page.locator("#link-lost")).to_be_hidden()


def size_in_frame(page: Page, frame: str) -> float:
    """Return how large the words of a frame are, of its width."""
    return page.locator(frame).evaluate(
        """(frame) => parseFloat(getComputedStyle(frame.querySelector('[data-fits]')).fontSize)
             / frame.getBoundingClientRect().width"""
    )


def test_the_desk_sees_a_message_before_the_hall_and_the_hall_keeps_it(
    stage: Stage, room: str, visit: Visit
) -> None:
    question = stage.taken(room, "Étudiante", "Ma carte a expiré")
    stage.moderate(question, "on_air")
    screen = visit(device=PROJECTOR)
    screen.clock.install()
    screen.goto(f"{stage.url}/direct/{room}/ecran")
    hall, clock = screen.locator("#on-screen"), screen.locator("#clock")
    expect(hall).to_contain_text("Ma carte a expiré")
    desk = visit(f"{stage.url}/direct/{room}/bureau", cookie=stage.moderator())
    panel = desk.locator("#desk-screen")
    expect(panel.locator("#screen-now .frame")).to_contain_text("Ma carte a expiré")

    panel.get_by_text("Un message", exact=True).click()
    panel.get_by_label("Ce que la salle doit lire").fill("La séance reprend à 15 h")
    panel.get_by_role("button", name="Préparer le message").click()
    expect(panel.locator("#screen-prepared .frame")).to_contain_text("La séance reprend à 15 h")
    expect(panel.locator("#screen-now .frame")).to_contain_text("Ma carte a expiré")
    expect(hall).to_contain_text("Ma carte a expiré")
    in_small = size_in_frame(desk, "#screen-prepared .frame")

    panel.get_by_role("button", name="Envoyer à l’écran").click()
    expect(hall).to_have_text("La séance reprend à 15 h")
    assert in_small == pytest.approx(size_in_frame(screen, "#frame"), rel=0.05)
    expect(panel.locator("#screen-stands")).to_contain_text("un message")
    expect(panel.locator("#screen-now .frame")).to_contain_text("La séance reprend à 15 h")
    expect(panel.locator("#screen-prepared")).to_be_empty()

    at = clock.inner_text()
    screen.context.set_offline(True)
    screen.clock.run_for(61_000)
    expect(screen.locator("#link-lost")).to_be_visible()
    expect(hall).to_have_text("La séance reprend à 15 h")
    expect(clock).not_to_have_text(at)
    panel.get_by_role("button", name="Revenir à ce qui se passe en salle").click()
    expect(panel.locator("#screen-stands")).to_contain_text("ce qui se passe en salle")
    screen.context.set_offline(False)
    expect(hall).to_contain_text("Ma carte a expiré")
    expect(screen.locator("#link-lost")).to_be_hidden()


def test_the_clock_is_the_hall_s(stage: Stage, room: str, visit: Visit) -> None:
    page = visit(device=PROJECTOR, timezone_id="Asia/Tokyo")
    page.clock.install(time="2025-12-16T11:24:30Z")
    page.goto(f"{stage.url}/direct/{room}/ecran")
    expect(page.locator("#clock")).to_have_text("11\u202fh\u202f24")
    page.clock.run_for(60_000)
    expect(page.locator("#clock")).to_have_text("11\u202fh\u202f25")
