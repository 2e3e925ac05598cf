"""Every page for everybody: axe in both schemes and sizes, 320 pixels, large targets."""

from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import PROJECTOR, Visit
from tests.e2e.stage import Cookie, Stage
from tests.services.programs import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.live]

SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
SIZES = [(360, 740), (1440, 900)]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
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
    "find": ("/ma-question", None),
    "desk": (f"/direct/{ROOM}/bureau", "moderator"),
    "feed": (f"/direct/{ROOM}/redaction", "moderator"),
    "prepare": (f"/gestion/rencontres/rencontre-{ROOM}/salles", "secretary"),
}
# The desk, the room and their forms are worked with a finger.
LIVE_PAGES = ["rooms", "room, unknown", "room", "ask", "find", "desk", "feed", "prepare"]

# Axe takes a page without a sheet for a white one, whatever the browser paints.
WITHOUT_SHEET = {"text"}
# Links in a sentence are excepted, as in WCAG 2.5.8; a box is reached through its label.
SMALL_TARGETS = """() => Array.from(document.querySelectorAll(
    'button, select, summary, textarea, input:not([type=hidden]), a[href]:not(.visually-hidden)'))
  .map((one) => one.matches('[type=checkbox], [type=radio]') ? one.closest('label') || one : one)
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const isShown = box.width > 1 && box.height > 1 && style.visibility === 'visible';
    const isText = one.tagName === 'A' && style.display === 'inline';
    const narrowest = one.tagName === 'A' ? 24 : 43.9;
    return isShown && !isText && (box.height < 43.9 || box.width < narrowest);
  })
  .map((one) => `${one.tagName} ${one.textContent.trim().slice(0, 30)} ` +
    `${Math.round(one.getBoundingClientRect().width)}x${Math.round(one.getBoundingClientRect().height)}`)"""


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


def violations(page: Page) -> list[str]:
    """Return what axe finds serious or critical, with the first places."""
    found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(
    visit: Visit, stage: Stage, people: dict[str, Cookie], name: str
) -> None:
    address, who = PAGES[name]
    page = visit(cookie=people[who] if who else None, reduced_motion="reduce")
    page.goto(f"{stage.url}{address}")
    assert (name == "not found") == (page.locator(".overline", has_text="404").count() > 0)
    page.evaluate(AXE)
    found: dict[str, list[str]] = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES[: 1 if name in WITHOUT_SHEET else 2]:
            page.emulate_media(color_scheme=scheme)
            found[f"axe, {width}, {scheme}"] = violations(page)
        if name in LIVE_PAGES:
            found[f"small targets, {width}"] = page.evaluate(SMALL_TARGETS)
    page.set_viewport_size({"width": 320, "height": 640})
    over = page.evaluate("document.documentElement.scrollWidth") - 320
    found["sticks out at 320"] = [f"{over} px"] if over > 0 else []
    assert {what: faults for what, faults in found.items() if faults} == {}


def test_the_screen_is_for_everybody(visit: Visit, stage: Stage) -> None:
    page = visit(f"{stage.url}/direct/{ROOM}/ecran", device=PROJECTOR)
    page.evaluate(AXE)
    assert violations(page) == []
