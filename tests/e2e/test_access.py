"""Every page for everybody: axe in both schemes and sizes, 320 pixels, large targets."""

import pytest

from tests.e2e.conftest import PROJECTOR, Read, Visit
from tests.e2e.everybody import AXE, SAID_AT_EACH_VOTE, faults, violations
from tests.e2e.stage import Cookie, Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]

ROOM = "acces"
PAGES = {
    "home": ("/", None),
    "meetings": ("/rencontres", None),
    "meeting": (f"/rencontres/rencontre-{ROOM}", None),
    "organisations": ("/organisations", None),
    "frameworks": ("/cadres", None),
    "framework": (f"/cadres/cadre-{ROOM}", None),
    "help": ("/aide", None),
    "accessibility": ("/accessibilite", None),
    "privacy": ("/donnees-personnelles", None),
    "not found": ("/nulle-part", None),
    "sign in": ("/connexion", None),
    "password": ("/connexion/mot-de-passe", None),
    "visitor": ("/visiteur", None),
    "my space": ("/moi", "member"),
    "profile": ("/moi/profil", "member"),
    "devices": ("/moi/appareils", "member"),
    "second factor": ("/moi/seconde-verification", "member"),
    "my password": ("/moi/mot-de-passe", "member"),
    "management": ("/gestion", "secretary"),
    "plan a meeting": ("/gestion/rencontres/nouvelle", "secretary"),
    "people": ("/gestion/personnes", "secretary"),
    "rooms": ("/direct", None),
    "room, unknown": (f"/direct/{ROOM}", None),
    "room": (f"/direct/{ROOM}", "guest"),
    "text": (f"/direct/{ROOM}/texte", "guest"),
    "ask": (f"/direct/{ROOM}/poser", "guest"),
    "raise": (f"/direct/{ROOM}/parole", "guest"),
    "poll": (f"/direct/{ROOM}/scrutins/1", "guest"),
    "find": ("/ma-question", None),
    "desk": (f"/direct/{ROOM}/bureau", "moderator"),
    "feed": (f"/direct/{ROOM}/redaction", "moderator"),
    "prepare": (f"/gestion/rencontres/rencontre-{ROOM}/salles", "secretary"),
}
# The desk, the room and their forms are worked with a finger.
LIVE_PAGES = {
    *("rooms", "room, unknown", "room", "ask", "raise", "poll"),
    *("find", "desk", "feed", "prepare"),
}


@pytest.fixture(scope="module")
def people(stage: Stage) -> dict[str, Cookie]:
    """One browser session for each kind of person."""
    return {
        "member": stage.member("Membre de démonstration"),
        "guest": stage.guest("Visiteuse"),
        "moderator": stage.moderator(),
        "secretary": stage.secretary(),
    }


@pytest.fixture(scope="module", autouse=True)
def _full_room(stage: Stage, people: dict[str, Cookie]) -> None:
    """A room with something in each of its places."""
    stage.room(ROOM)
    states = ("on_air", "answered", "refused")
    for number, state in enumerate(states):
        question = stage.taken(ROOM, "Visiteuse", f"Question {number}, à lire")
        details = {"reason": "off_topic"} if state == "refused" else {}
        stage.moderate(question, state, **details)
    kept = stage.taken(ROOM, "Étudiante", "Ma carte a expiré")
    stage.vote(kept, "Visiteuse")
    for number in range(2):
        stage.ask(ROOM, "Visiteuse", f"Question {number}, à trier")
    stage.say(ROOM, "La direction répond", "Direction compétente")
    stage.poll(ROOM)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(
    read: Read, stage: Stage, people: dict[str, Cookie], name: str
) -> None:
    address, who = PAGES[name]
    status = 404 if name == "not found" else 200
    page = read(f"{stage.url}{address}", cookie=people[who] if who else None, status=status)
    # Axe takes a page without a sheet for a white one, whatever the browser paints.
    assert faults(page, has_large_targets=name in LIVE_PAGES, has_sheet=name != "text") == {}


@pytest.mark.parametrize("name", ["home", "meeting", "sign in", "profile", "room", "text"])
def test_a_page_read_from_right_to_left_is_for_everybody(
    read: Read, stage: Stage, people: dict[str, Cookie], name: str
) -> None:
    address, who = PAGES[name]
    arabic = {"name": "language", "value": "ar", "url": stage.url}
    cookie = people[who] if who else None
    page = read(f"{stage.url}{address}", cookie=cookie)
    page.context.add_cookies([arabic])  # type: ignore[list-item]
    page.reload()
    assert page.locator("html").get_attribute("dir") == "rtl"
    found = faults(page, has_large_targets=name in LIVE_PAGES, has_sheet=name != "text")
    page.context.clear_cookies(name="language")
    assert found == {}


def test_the_screen_is_for_everybody(visit: Visit, stage: Stage) -> None:
    page = visit(f"{stage.url}/direct/{ROOM}/ecran", device=PROJECTOR)
    page.evaluate(AXE)
    assert violations(page) == []
    assert page.evaluate(SAID_AT_EACH_VOTE) == []
