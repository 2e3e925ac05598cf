"""Every page that a link leads to opens on PostgreSQL: the doors are tested on SQLite alone."""

import html
import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from app.accounts.models import Role
from app.record.cli import prepare_demonstration
from tests.conftest import Client
from tests.factories import accounts as people
from tests.services.databases import Kind

pytestmark = pytest.mark.postgres
NOT_FOLLOWED = ("/static", "/langue", "/connexion", "/demo")
PAGES_OF_A_KIND = 2
FEWEST_PAGES = {"anybody": 30, "of all roles": 60}


@pytest.fixture
def database_kind() -> Kind:
    """The kind that the tests of the doors leave out."""
    return "postgresql"


def kind_of(app: Flask, address: str) -> tuple[str, tuple[str, ...]]:
    """Return the view that answers an address, with the names of its query."""
    parts = urlsplit(address)
    try:
        view, _values = app.url_map.bind("").match(parts.path)
    except NotFound:
        view = parts.path
    return str(view), tuple(sorted(parse_qs(parts.query)))


def walk(app: Flask, client: Client) -> dict[str, int]:
    """Return the status of some pages of each kind, following every link from the first one."""
    statuses: dict[str, int] = {}
    met: Counter[tuple[str, tuple[str, ...]]] = Counter()
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        kind = kind_of(app, address)
        is_known = address in statuses or met[kind] == PAGES_OF_A_KIND
        if is_known or address.startswith(NOT_FOLLOWED):
            continue
        met[kind] += 1
        answer = client.get(address)
        statuses[address] = answer.status_code
        if answer.status_code == 200 and answer.content_type.startswith("text/html"):
            found = re.findall(r'href="(/[^"#]*)', answer.text)
            waiting += [html.unescape(link) for link in found]
        elif answer.status_code in (302, 303):
            waiting.append(answer.location)
    return statuses


@pytest.mark.parametrize("who", FEWEST_PAGES)
def test_every_page_that_a_link_leads_to_opens(
    app: Flask, record: None, client: Client, sign_in: Callable[..., Client], who: str
) -> None:
    prepare_demonstration({})
    if who == "of all roles":
        sign_in(client, people.staff(*Role), second_factor=True)
    statuses = walk(app, client)
    assert {at: status for at, status in statuses.items() if status >= 400} == {}
    print(who, len(statuses), statuses)
    assert len(statuses) > FEWEST_PAGES[who]
