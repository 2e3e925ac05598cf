"""Follow-up, figures and directory for everybody: axe, 320 pixels, targets, weight, keyboard."""

import re

import pytest
from playwright.sync_api import expect

from app.accounts.models import Role
from tests.e2e.conftest import PHONE, Read, Visit
from tests.e2e.everybody import faults
from tests.e2e.followup import REF, FollowupStage
from tests.e2e.scale import LATER, PUBLIC, first_visits, later_visits
from tests.e2e.stage import Cookie
from tests.e2e.test_keyboard import tab_to

# Bringing the whole record in takes its time on a busy machine.
pytestmark = [pytest.mark.browser, pytest.mark.live, pytest.mark.timeout(400)]

PUBLIC_PAGES = [
    *("/", "/suivi", f"/suivi/{REF}", "/suivi/MA-ML-2019/E-01", "/suivi/axes"),
    *("/suivi/organismes", "/suivi/dossier", "/suivi/preoccupations", "/suivi/preoccupations/P-1"),
    *("/suivi/textes", "/suivi/textes/PONAM", "/suivi/textes/MA-ML-2019", "/suivi/dire"),
    *("/suivi/code", "/reperes", "/organisations", "/organisations/mmeia", "/cadres/ccmex"),
]
WORKING_PAGES = [
    *("/gestion", "/gestion/suivi", "/gestion/suivi/textes", "/gestion/suivi/textes/nouveau"),
    *("/gestion/suivi/textes/MA-ML-2019", "/gestion/suivi/textes/PONAM", "/gestion/suivi/chiffres"),
    *("/gestion/suivi/chiffres/nouveau", "/gestion/suivi/chiffres/tokten-experts"),
    *("/gestion/suivi/recommandations/nouvelle", "/gestion/suivi/preoccupations/nouvelle"),
    *("/gestion/suivi/recommandations/{work}", "/gestion/suivi/engagements/{held}"),
    *("/gestion/suivi/rapports/{sent}", "/gestion/annuaire"),
    *("/gestion/annuaire/organisations/nouvelle", "/gestion/annuaire/organisations/mmeia"),
    *("/gestion/annuaire/cadres/ccmex", "/gestion/annuaire/sources/nouvelle"),
]


@pytest.fixture(scope="module")
def secretary(followup: FollowupStage) -> Cookie:
    """The session of somebody of the secretariat who also decides."""
    return followup.staff(Role.SECRETARIAT, Role.STEERING_COMMITTEE)


@pytest.mark.parametrize("address", [*PUBLIC_PAGES, *WORKING_PAGES])
def test_a_page_is_for_everybody(
    read: Read,
    followup: FollowupStage,
    secretary: Cookie,
    address: str,
) -> None:
    cookie = secretary if address.startswith("/gestion") else None
    places = {"work": followup.work, "held": followup.held, "sent": followup.sent}
    page = read(f"{followup.url}{address.format(**places)}", cookie=cookie)
    has_forms = cookie is not None or address in ("/suivi/dire", "/suivi/code")
    assert faults(page, has_large_targets=has_forms) == {}


def test_public_pages_stay_within_their_budget(followup: FollowupStage, visit: Visit) -> None:
    addresses = {at: f"{followup.url}{at}" for at in PUBLIC_PAGES}
    first = first_visits(visit, addresses)
    later = later_visits(visit, f"{followup.url}/", addresses)
    assert {at: cost for at, cost in first.items() if cost >= PUBLIC} == {}
    assert {at: cost for at, cost in later.items() if cost >= LATER} == {}


def test_the_dashboard_is_narrowed_by_keyboard(followup: FollowupStage, visit: Visit) -> None:
    page = visit(f"{followup.url}/suivi")
    tab_to(page, "#timeliness", most=80)
    page.keyboard.type("En retard, tous")
    tab_to(page, ".filters button")
    page.keyboard.press("Enter")
    page.wait_for_url("**timeliness=late**")
    expect(page.locator("tbody tr").first).to_contain_text("jours de retard")
    tab_to(page, "tbody th a", most=80)
    page.keyboard.press("Enter")
    expect(page.locator("#chain")).to_be_visible()


def test_a_concern_is_said_by_keyboard_and_gets_its_code(
    followup: FollowupStage, visit: Visit
) -> None:
    page = visit(f"{followup.url}/suivi/dire", device=PHONE)
    tab_to(page, "[name=words]")
    page.keyboard.type("Mes papiers attendent depuis un an.")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("DIT-")


def test_a_figure_is_corrected_by_keyboard(
    followup: FollowupStage,
    visit: Visit,
    secretary: Cookie,
) -> None:
    page = visit(f"{followup.url}/gestion/suivi/chiffres/diaspora-pays", cookie=secretary)
    tab_to(page, "[name=value]")
    page.keyboard.type("78")
    tab_to(page, "[name=source]")
    page.keyboard.type("Bilan")
    tab_to(page, "form[action$=valeurs] button")
    page.keyboard.press("Enter")
    expect(page.locator("#stated ~ table, section table").first).to_contain_text("78 pays")
    expect(page.locator("section table").first).to_contain_text("Remplacée")
    told = page.locator("[data-told]")
    expect(told).to_be_focused()
    expect(told).to_contain_text("La valeur est énoncée")
    expect(told).to_be_in_viewport()


def test_the_committee_s_pack_is_a_table_on_paper(followup: FollowupStage, visit: Visit) -> None:
    page = visit(f"{followup.url}/suivi/dossier", device=PHONE)
    decision = page.locator("#late ~ table .column-decision").last
    expect(decision).to_be_hidden()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 970})  # a sheet of A4 within its margins
    expect(decision).to_be_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('tbody tr')).display") == "table-row"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 690
    for hidden in (".nav", ".site-footer", ".breadcrumb"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_each_line_about_a_refused_form_names_its_field(
    followup: FollowupStage, visit: Visit
) -> None:
    page = visit(f"{followup.url}/suivi/dire")
    page.evaluate("() => { document.querySelector('main form').noValidate = true; }")
    page.get_by_role("main").get_by_role("button", name="Envoyer").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_text(re.compile("^Ce que vous voulez dire"))
