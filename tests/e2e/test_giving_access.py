"""Giving and accreditation for everybody: axe, sizes, targets, weight, the keyboard alone."""

import pytest
from playwright.sync_api import expect

from app.core.clock import now
from tests.e2e.cases import Cases, set_up
from tests.e2e.conftest import PHONE, Read, Visit
from tests.e2e.everybody import faults
from tests.e2e.scale import LATER, first_visits, later_visits
from tests.e2e.scale import PUBLIC as FIRST
from tests.e2e.stage import Stage
from tests.e2e.test_keyboard import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.live]

# Axe reads colours as they are in the middle of a change: nothing changes slowly here.
STILL = {"reduced_motion": "reduce"}
# Each page by its name: its address, or the name of one that was set up, and who reads it.
PUBLIC = {
    "gifts": "/dons",
    "campaign": "campaign",
    "gift": "gift",
    "gift, budget": "gift, budget",
    "ledger": "/dons/registre",
    "ledger, nothing": "/dons/registre?don=RIEN",
    "programmes": "/programmes",
    "programme": "programme",
    "receipt": "receipt",
    "promise, unknown": "/dons/promettre",
    "share": "/dons/confirmer",
    "register": "/associations",
    "association": "association",
    "calls": "/associations/demander",
    "find a decision": "/associations/verifier",
    "decision": "decision",
}
OWN = {
    "promise": ("/dons/promettre", "donor"),
    "gift, promised": ("gift, promised", "donor"),
    "read back": ("read back", "donor"),
    "change": ("change", "donor"),
    "treasury": ("/gestion/dons", "treasurer"),
    "prepare": ("/gestion/dons/preparer", "treasurer"),
    "exchange": ("/gestion/dons/changer", "treasurer"),
    "places": ("/gestion/dons/lieux", "treasurer"),
    "rates": ("/gestion/dons/taux", "treasurer"),
    "budgets": ("/gestion/dons/lignes", "treasurer"),
    "draft": ("draft", "treasurer"),
    "rewrite": ("rewrite", "treasurer"),
    "posted": ("posted", "treasurer"),
    "submitted": ("submitted", "approver"),
    "awards": ("awards", "approver"),
    "campaigns": ("/gestion/dons/campagnes", "secretary"),
    "beneficiaries": ("/gestion/dons/confirmations", "secretary"),
    "in the hall": ("/dons/dans-la-salle", "secretary"),
    "apply": ("apply", "officer"),
    "own dossiers": ("/associations/dossiers", "officer"),
    "dossier": ("dossier", "officer"),
    "desk": ("/gestion/accreditations", "reviewer"),
    "review": ("review", "reviewer"),
    "decide": ("decide", "decider"),
    "appeal": ("appeal", "committee"),
    "manage calls": ("/gestion/accreditations/appels", "secretary"),
}
PAGES: dict[str, tuple[str, str | None]] = {name: (at, None) for name, at in PUBLIC.items()} | OWN


@pytest.fixture(scope="module")
def cases(stage: Stage) -> Cases:
    """Gifts, a programme and dossiers, each with something to show."""
    return set_up(stage)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(read: Read, stage: Stage, cases: Cases, name: str) -> None:
    address, who = PAGES[name]
    cookie = cases.cookies[who] if who else None
    page = read(stage.url + cases.addresses.get(address, address), cookie=cookie)
    assert faults(page) == {}


def test_public_pages_stay_within_their_budget(visit: Visit, stage: Stage, cases: Cases) -> None:
    addresses = {name: stage.url + cases.addresses.get(at, at) for name, at in PUBLIC.items()}
    first = first_visits(visit, addresses)
    later = later_visits(visit, f"{stage.url}/", addresses)
    assert {name: cost for name, cost in first.items() if cost >= FIRST} == {}
    assert {name: cost for name, cost in later.items() if cost >= LATER} == {}


def test_a_donor_promises_and_confirms_by_keyboard_on_a_phone(
    visit: Visit, stage: Stage, cases: Cases
) -> None:
    address = f"{stage.url}/dons/promettre?campaign=bourses"
    page = visit(address, cookie=cases.cookies["donor"], device=PHONE, **STILL)
    tab_to(page, "[name=amount]")
    page.keyboard.type("0")
    tab_to(page, "[name=visibility]")
    page.keyboard.press("Space")
    tab_to(page, "main form button:not([name])")
    page.keyboard.press("Enter")
    expect(page.locator("#amount-error")).to_contain_text("Écrivez un nombre positif")
    expect(page.locator("[name=visibility]").first).to_be_checked()
    tab_to(page, "[name=amount]")
    page.keyboard.press("Control+A")
    page.keyboard.type("75 000")
    tab_to(page, "main form button:not([name])")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Est-ce bien cela")).to_be_visible()
    expect(page.locator(".figure")).to_contain_text("75 000 F CFA")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Un don")
    expect(page.locator(".receipt")).to_contain_text("75 000 F CFA")


def test_an_entry_is_submitted_and_approved_by_keyboard(
    visit: Visit, stage: Stage, cases: Cases
) -> None:
    address = stage.url + cases.addresses["draft"]
    page = visit(address, cookie=cases.cookies["treasurer"])
    tab_to(page, "[name=to][value=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".status", has_text="À approuver")).to_be_visible()
    expect(page.locator("[value=approve]")).to_have_count(0)
    other = visit(address, cookie=cases.cookies["approver"])
    tab_to(other, "[name=to][value=approve]")
    other.keyboard.press("Enter")
    expect(other.locator(".status", has_text="Inscrite")).to_be_visible()


def test_a_beneficiary_answers_by_code_on_a_phone(visit: Visit, stage: Stage, cases: Cases) -> None:
    page = visit(f"{stage.url}/dons/confirmer", device=PHONE, **STILL)
    tab_to(page, "[name=code]")
    page.keyboard.type(cases.addresses["code"].lower())
    page.keyboard.press("Enter")
    expect(page.locator(".receipt")).to_contain_text("1 122 600 F CFA")
    assert "code=" not in page.url
    assert faults(page) == {}
    tab_to(page, "[value=yes]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("cette part est bien arrivée")).to_be_visible()
    expect(page.locator(".chain")).to_contain_text("Confirmé par 3 bénéficiaires")


def test_an_officer_is_told_beside_the_field_what_to_correct(
    visit: Visit, stage: Stage, cases: Cases
) -> None:
    address = stage.url + cases.addresses["apply"]
    page = visit(address, cookie=cases.cookies["officer"], device=PHONE, **STILL)
    tab_to(page, "[name=name]")
    page.keyboard.type("Association d’essai")
    page.evaluate("document.querySelector('main form').noValidate = true")
    tab_to(page, "main form button:not([name])")
    page.keyboard.press("Enter")
    expect(page.locator("#presentation-error")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Association d’essai")
    assert faults(page) == {}


def test_a_decider_decides_by_keyboard(visit: Visit, stage: Stage, cases: Cases) -> None:
    page = visit(stage.url + cases.addresses["decide"], cookie=cases.cookies["decider"])
    tab_to(page, "[name=outcome]")
    page.keyboard.press("Space")
    tab_to(page, "[name=reason]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=words]")
    page.keyboard.type("Bienvenue au registre.")
    tab_to(page, "form:has([name=proposal]) button")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(f"{now().year}-")
