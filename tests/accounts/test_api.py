"""Programs: guests join, and a token says who it speaks for."""

from typing import Any

import pytest

from app.accounts import actions
from app.accounts.models import Person, Role
from app.core.db import db
from tests.factories import accounts as people

ADDRESS = "/api/v1/guests"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_program_joins_without_cookie_or_csrf(client: Any) -> None:
    answer = client.post(ADDRESS, json={"name": " Awa ", "country": "ci"}, csrf=False)
    assert answer.status_code == 201
    told = answer.json
    assert told["person"]["name"] == "Awa"
    assert told["person"]["country"] == "CI"
    me = client.get("/api/v1/me", headers=bearer(told["token"]))
    assert (me.status_code, me.json["id"], me.json["is_member"]) == (
        200,
        told["person"]["id"],
        False,
    )


def test_a_browser_that_is_signed_in_needs_its_csrf_token(client: Any, sign_in: Any) -> None:
    sign_in(client, people.guest())
    answer = client.post(ADDRESS, json={"name": "Awa", "country": "CI"}, csrf=False)
    assert (answer.status_code, answer.json["code"]) == (400, "csrf")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"country": "CI"}, "name"),
        ({"name": "", "country": "CI"}, "name"),
        ({"name": "   ", "country": "CI"}, "name"),
        ({"name": "a" * 10_000, "country": "CI"}, "name"),
        ({"name": "Awa\x00", "country": "CI"}, "name"),
        ({"name": "Awa\u202e", "country": "CI"}, "name"),
        ({"name": 3, "country": "CI"}, "name"),
        ({"name": "Awa", "country": "XX"}, "country"),
        ({"name": "Awa", "country": ""}, "country"),
        ({"name": "Awa", "country": None}, "country"),
        ({"name": "Awa", "country": "CI", "role": "administrator"}, "role"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(
    client: Any, body: dict[str, Any], field: str
) -> None:
    answer = client.post(ADDRESS, json=body, csrf=False)
    assert answer.status_code == 422
    assert list(answer.json["fields"]) == [field]
    assert answer.content_type == "application/problem+json"
    assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b'"a"', b"\xff"])
def test_what_is_no_object_is_refused(client: Any, body: bytes) -> None:
    answer = client.post(ADDRESS, data=body, content_type="application/json", csrf=False)
    assert answer.status_code == 422


def test_nobody_reads_no_one(client: Any) -> None:
    assert client.get("/api/v1/me").status_code == 401
    assert client.get("/api/v1/me", headers=bearer("forged")).status_code == 401


def test_a_revoked_token_is_nobody(client: Any) -> None:
    person = people.member()
    token, device = people.device(person)
    assert client.get("/api/v1/me", headers=bearer(token)).status_code == 200
    actions.revoke_device(people.actor(person), device)
    assert client.get("/api/v1/me", headers=bearer(token)).status_code == 401


def test_roles_are_told_only_once_they_count(client: Any) -> None:
    person = people.staff(Role.MODERATOR)
    weak, strong = people.device_token(person), people.device_token(person, second_factor=True)
    assert client.get("/api/v1/me", headers=bearer(weak)).json["roles"] == []
    assert client.get("/api/v1/me", headers=bearer(strong)).json["roles"] == [
        {"role": "moderator", "place": None, "number": None}
    ]


def test_no_answer_holds_what_is_private(client: Any) -> None:
    person = people.member(email="secret@exemple.org", password_hash="hash")
    answer = client.get("/api/v1/me", headers=bearer(people.device_token(person)))
    assert "secret@exemple.org" not in answer.text
    assert "hash" not in answer.text
