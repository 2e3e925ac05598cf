"""A phone that several people use, one after the other."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, Visit
from tests.e2e.stage import Stage
from tests.e2e.test_journey import field, take_part

pytestmark = [pytest.mark.browser, pytest.mark.live]


def test_who_signs_out_leaves_neither_words_nor_receipts_to_the_next(
    stage: Stage, visit: Visit
) -> None:
    room = f"{stage.url}/direct/{stage.room('partagee')}"
    page = visit(room, device=PHONE)
    take_part(page, "Première personne", "MR")
    field(page).fill("Ma question, que je ne signe pas")
    page.get_by_role("button", name="Envoyer").tap()
    expect(page.locator("#receipts .receipt")).to_be_visible()
    field(page).fill("Une autre, à peine commencée")
    expect(page.locator("#draft-note")).not_to_be_empty()
    page.goto(f"{stage.url}/moi")
    page.get_by_role("button", name="Se déconnecter").tap()
    page.wait_for_url(f"{stage.url}/")
    page.goto(room)
    take_part(page, "Autre personne", "MR")
    expect(field(page)).to_have_value("")
    expect(page.locator("#receipts")).to_be_empty()
