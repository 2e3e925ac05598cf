"""The floor in browsers: a phone raises a hand, the desk gives it by keys, every page counts."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, PROJECTOR, Visit
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.live]


def seconds_shown(text: str | None) -> int:
    """Return the seconds that a countdown shows as minutes and seconds."""
    found = re.search(r"(\d+)\.(\d\d)", text or "")
    assert found, text
    return int(found.group(1)) * 60 + int(found.group(2))


@pytest.mark.timeout(300)
def test_a_hand_is_raised_called_by_a_key_and_counted_down_everywhere(
    visit: Visit, stage: Stage
) -> None:
    room = stage.room("parole-1")
    address = f"{stage.url}/direct/{room}"
    phone = visit(address, cookie=stage.guest("Awa", "CI"), device=PHONE)
    # A device whose clock is an hour late shows what the others do.
    late = "const late = Date.now; Date.now = () => late() - 3600000;"
    watcher = visit(cookie=stage.guest("Binta", "FR"), device=PHONE)
    watcher.add_init_script(late)
    watcher.goto(address)
    screen = visit(f"{address}/ecran", device=PROJECTOR)
    desk = visit(f"{address}/bureau", cookie=stage.moderator())
    expect(desk.locator("#desk-link")).to_have_text("Relié")

    phone.get_by_role("link", name="Lever la main").tap()
    phone.locator("#raise-subject").fill("Les visas")
    phone.locator("#raise-form button[type=submit]").click()
    expect(phone.locator("#own-hand")).to_contain_text("Vous êtes en tête")
    expect(phone.locator("#raise")).to_be_hidden()
    expect(phone.locator("#raise")).not_to_have_attribute("open", "")
    expect(watcher.locator("#floor-now")).to_contain_text("1 main levée")
    expect(watcher.locator("#floor")).not_to_contain_text("Les visas")
    expect(desk.locator("#desk-floor-list")).to_contain_text("Les visas")

    desk.keyboard.press("c")
    expect(phone.locator("#own-hand")).to_have_attribute("data-state", "called")
    expect(phone.locator("#notice")).to_contain_text("C’est à vous")
    expect(screen.locator("#frame")).to_contain_text("Awa")
    expect(desk.locator(".floor-card")).to_have_attribute("data-state", "called")
    desk.keyboard.press("g")
    shown = []
    for page, place in (
        (phone, "#floor-now [data-digits]"),
        (watcher, "#floor-now [data-digits]"),
        (screen, "#frame [data-digits]"),
        (desk, ".floor-card [data-digits]"),
    ):
        expect(page.locator(place)).to_have_text(re.compile(r"[12]\.\d\d"))
        shown.append(seconds_shown(page.locator(place).text_content()))
    assert all(0 < seconds <= 180 for seconds in shown), shown

    desk.keyboard.press("g")
    expect(watcher.locator("#floor-now")).to_contain_text("En pause")
    expect(watcher.locator("#floor-now [data-countdown]")).to_have_attribute("data-state", "paused")
    expect(desk.locator(".floor-card")).to_have_attribute("data-state", "paused")
    desk.keyboard.press("t")
    expect(phone.locator("#own-hand")).to_contain_text("Votre tour est terminé.")
    expect(phone.locator("#raise")).to_be_visible()
    expect(watcher.locator("#floor-countries")).to_contain_text("Temps de parole par pays")


def test_who_gave_no_name_is_led_to_where_it_is_asked(visit: Visit, stage: Stage) -> None:
    phone = visit(f"{stage.url}/direct/{stage.room('parole-5')}", device=PHONE)
    phone.get_by_role("link", name="Lever la main").tap()
    phone.wait_for_url("**/parole")
    expect(phone.get_by_label("Votre nom")).to_be_visible()


def test_no_hand_is_offered_while_the_desk_takes_none(visit: Visit, stage: Stage) -> None:
    room = stage.room("parole-4")
    phone = visit(f"{stage.url}/direct/{room}", cookie=stage.guest("Awa"), device=PHONE)
    expect(phone.locator("#present-note")).not_to_be_empty()
    expect(phone.locator("#raise")).to_be_visible()
    stage.take_hands(room, False)
    expect(phone.locator("#floor-shut")).to_be_visible()
    expect(phone.locator("#raise")).to_be_hidden()
    phone.reload()
    expect(phone.locator("#present-note")).not_to_be_empty()
    expect(phone.locator("#raise")).to_be_hidden()
    stage.take_hands(room, True)
    expect(phone.locator("#raise")).to_be_visible()


def test_time_that_is_over_is_said_in_words_and_shape(visit: Visit, stage: Stage) -> None:
    room = stage.room("parole-2")
    stage.speaking(room, since=timedelta(minutes=5))
    for path, part in (("", "#floor-now"), ("/ecran", "#frame")):
        page = visit(f"{stage.url}/direct/{room}{path}")
        expect(page.locator(f"{part} [data-countdown]")).to_have_attribute("data-state", "over")
        expect(page.locator(f"{part} [data-when-over]")).to_be_visible()
        expect(page.locator(f"{part} [data-words]")).to_contain_text("de trop")


def test_without_a_script_the_page_says_when_the_time_ends(visit: Visit, stage: Stage) -> None:
    room = stage.room("parole-3")
    address = f"{stage.url}/direct/{room}"
    phone = visit(address, cookie=stage.guest("Awa"), device=PHONE, java_script_enabled=False)
    phone.locator("#floor .no-js-only a").click()
    phone.locator("#raise-form button[type=submit]").click()
    expect(phone.locator("#own-hand")).to_contain_text("Vous êtes en tête")
    desk = visit(f"{address}/bureau", cookie=stage.moderator(), java_script_enabled=False)
    desk.get_by_role("button", name="Appeler la suivante").click()
    desk.get_by_role("button", name="Donner la parole").click()
    expect(desk.locator(".floor-card")).to_contain_text("jusqu’à")
    phone.reload()
    expect(phone.locator("#floor-now")).to_contain_text("jusqu’à")
    expect(phone.locator("#own-hand")).to_contain_text("Vous avez la parole.")
