"""What the public pages of giving and accreditation cost on prepaid data."""

from functools import partial
from urllib.parse import urlsplit

import pytest

from tests.e2e.cases import Cases, set_up
from tests.e2e.conftest import PHONE, Visit
from tests.e2e.stage import Stage
from tests.e2e.test_giving_access import PUBLIC
from tests.e2e.test_weight import LATER, Scale
from tests.e2e.test_weight import PUBLIC as FIRST

pytestmark = [pytest.mark.browser, pytest.mark.live]


@pytest.fixture(scope="module")
def cases(stage: Stage) -> Cases:
    """Gifts, a programme and dossiers, each with something to show."""
    return set_up(stage)


def test_public_pages_stay_within_their_budget(visit: Visit, stage: Stage, cases: Cases) -> None:
    first, later = {}, {}
    again = visit(f"{stage.url}/", device=PHONE)
    scale_of_again = Scale(again)
    for name, at in PUBLIC.items():
        address = stage.url + cases.addresses.get(at, at)
        page = visit(device=PHONE)
        scale = Scale(page)
        first[name] = scale.since(partial(page.goto, address, wait_until="networkidle"))
        assert scale.hosts == {urlsplit(stage.url).netloc}, name
        page.context.close()
        later[name] = scale_of_again.since(partial(again.goto, address, wait_until="networkidle"))
    print(first, later)
    assert {name: cost for name, cost in first.items() if cost >= FIRST} == {}
    assert {name: cost for name, cost in later.items() if cost >= LATER} == {}
