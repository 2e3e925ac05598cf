"""A refusal at each door: a page, a JSON problem (RFC 9457), an acknowledgement; each in French."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, abort

from app.core import errors
from app.core.realtime import refusal
from tests.conftest import Client
from tests.core.samples import Full


@pytest.fixture
def database_kind() -> str:
    """One kind of database: nothing here depends on it."""
    return "sqlite"


REFUSALS = [
    (errors.Refused(), 409, "refused"),
    (errors.SignInRequired(), 401, "sign_in_required"),
    (errors.SecondFactorRequired(), 403, "second_factor_required"),
    (errors.NotAllowed(), 403, "not_allowed"),
    (errors.NotFound(), 404, "not_found"),
    (errors.Conflict(), 409, "conflict"),
    (errors.TooMany(), 429, "too_many"),
    (errors.TooLarge(), 413, "too_large"),
    (errors.Invalid({"body": ["Trop long."]}), 422, "invalid"),
    (Full(book="b"), 409, "full"),
]
each_refusal = pytest.mark.parametrize(
    ("refused", "status", "code"), REFUSALS, ids=[code for _, _, code in REFUSALS]
)


@pytest.fixture
def app(new_app: Flask) -> Iterator[Flask]:
    """An application that takes routes of the tests."""
    with new_app.app_context():
        yield new_app


def raising(app: Flask, error: Exception) -> None:
    """Let two addresses, one for people and one for programs, fail with `error`."""

    def fail() -> Any:
        raise error

    for place, path in enumerate(("/essai", "/api/v1/essai")):
        app.add_url_rule(path, f"essai{place}", fail, methods=["GET", "POST"])


@each_refusal
def test_a_page_says_the_reason_and_what_to_do(
    app: Flask, client: Client, refused: errors.Refused, status: int, code: str
) -> None:
    raising(app, refused)
    answer = client.get("/essai")
    assert answer.status_code == status
    assert answer.content_type == "text/html; charset=utf-8"
    assert refused.sentence in answer.text
    assert f"Erreur {status}" in answer.text


@each_refusal
def test_a_program_gets_a_problem(
    app: Flask, client: Client, refused: errors.Refused, status: int, code: str
) -> None:
    raising(app, refused)
    answer = client.get("/api/v1/essai")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem.pop("title")
    expected = {
        "type": f"/api/problems/{code}",
        "status": status,
        "detail": refused.sentence,
        "code": code,
    }
    assert problem == expected | ({"fields": {"body": ["Trop long."]}} if code == "invalid" else {})


@each_refusal
def test_a_socket_gets_an_acknowledgement(
    app: Flask, refused: errors.Refused, status: int, code: str
) -> None:
    fields = {"body": ["Trop long."]} if code == "invalid" else {}
    expected = {"code": code, "message": refused.sentence, "fields": fields}
    assert refusal(refused) == expected


def test_a_sentence_names_what_it_is_about(app: Flask) -> None:
    assert Full(book="b").sentence == "Le cahier b est plein."


def test_every_refusal_has_a_code_of_its_own(app: Flask) -> None:
    def below(kind: type[errors.Refused]) -> list[type[errors.Refused]]:
        return [kind, *(deep for one in kind.__subclasses__() for deep in below(one))]

    codes = [kind.code for kind in below(errors.Refused) if kind.__module__.startswith("app.")]
    assert len(codes) == len(set(codes))


class TestAFailureOfOurs:
    def test_is_a_page_that_tells_nothing_of_the_inside(self, app: Flask, client: Client) -> None:
        raising(app, RuntimeError("secret detail"))
        answer = client.get("/essai")
        assert answer.status_code == 500
        assert "Une erreur est survenue de notre côté." in answer.text
        assert "secret detail" not in answer.text

    def test_is_a_problem_that_tells_nothing_of_the_inside(
        self, app: Flask, client: Client
    ) -> None:
        raising(app, RuntimeError("secret detail"))
        answer = client.get("/api/v1/essai")
        assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
        assert json.loads(answer.data)["code"] == "failure"
        assert "secret detail" not in answer.text


class TestWhatTheServerItselfRefuses:
    @pytest.mark.parametrize("path", ["/nulle-part", "/direct/personne", "/direct/x/texte"])
    def test_an_unknown_page_is_404(self, client: Client, path: str) -> None:
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Cette page n’existe pas, ou n’est pas ouverte à vous." in answer.text

    def test_an_unknown_address_of_a_program_is_a_problem(self, client: Client) -> None:
        answer = client.get("/api/v1/nulle-part")
        assert (answer.status_code, answer.json["code"]) == (404, "not_found")  # type: ignore[index]
        assert answer.content_type == "application/problem+json"

    @pytest.mark.parametrize("number", [2**53 + 1, 2**63, 10**30])
    def test_a_number_that_no_row_has_is_404_not_a_failure(
        self, client: Client, number: int
    ) -> None:
        answer = client.get(f"/api/v1/questions/{number}")
        assert (answer.status_code, answer.json["code"]) == (404, "not_found")  # type: ignore[index]

    def test_a_wrong_method_is_405(self, client: Client) -> None:
        answer = client.delete("/api/v1/rooms")
        assert answer.status_code == 405
        assert answer.content_type == "application/problem+json"

    @pytest.mark.parametrize(
        ("path", "shape"), [("/essai", "text/html; charset=utf-8"), ("/api/v1/essai", "")]
    )
    def test_a_frame_too_large_is_413(
        self, app: Flask, client: Client, path: str, shape: str
    ) -> None:
        from flask import request

        app.add_url_rule(path, "essai", lambda: request.get_data(), methods=["POST"])
        answer = client.post(path, data="x" * (257 * 1024), content_type="text/plain")
        assert answer.status_code == 413
        assert answer.content_type == (shape or "application/problem+json")

    @pytest.mark.parametrize("status", [400, 415, 429, 503])
    def test_each_status_has_a_sentence(self, app: Flask, client: Client, status: int) -> None:
        app.add_url_rule("/api/v1/essai", "essai", lambda: abort(status))
        answer = client.get("/api/v1/essai")
        assert answer.status_code == status
        problem = json.loads(answer.data)
        assert (problem["status"], bool(problem["detail"])) == (status, True)
