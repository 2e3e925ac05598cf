"""The HTML and JSON doors: headers, forged requests, languages, addresses to return to."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, g
from flask_babel import refresh

from app.core import i18n, web
from app.core.actors import Actor
from app.core.db import db
from app.factory import create_app
from app.live.models import Question
from config import Settings
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live


@pytest.fixture
def database_kind() -> str:
    """One kind of database: nothing here depends on it."""
    return "sqlite"


POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


class TestTheHeaders:
    @pytest.mark.parametrize("path", ["/direct", "/api/v1/rooms", "/nulle-part"])
    def test_of_every_answer_keep_others_out(self, client: Client, path: str) -> None:
        headers = client.get(path).headers
        assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers

    def test_of_a_built_file_keep_its_kind_and_let_it_be_kept(self, client: Client) -> None:
        built = re.search(r"/static/dist/toukanblon-\w+\.css", client.get("/aide").text)
        assert built is not None
        headers = client.get(built[0]).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "max-age=315360000, public, immutable"

    def test_ask_for_tls_in_production(self, settings: Settings) -> None:
        from dataclasses import replace

        built = create_app(replace(settings, ENVIRONMENT="production"), TESTING=True)
        answer = built.test_client().get("/api/v1/rooms")
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert built.config["SESSION_COOKIE_SECURE"] is True

    def test_of_the_cookie_keep_it_from_scripts_and_other_sites(self, client: Client) -> None:
        client.get("/direct")
        cookies = client.get("/ma-question").headers.getlist("Set-Cookie")
        session = [cookie for cookie in cookies if cookie.startswith("toukanblon=")]
        assert all("HttpOnly" in c and "SameSite=Lax" in c for c in session)
        assert session


class TestAForgedRequest:
    def test_by_form_is_refused_and_writes_nothing(
        self, app: Flask, client: Client, sign_in: Any
    ) -> None:
        room = live.room()
        sign_in(client, people.guest())
        sent = {"body": "Quand ?", "key": str(uuid4())}
        answer = client.post(f"/direct/{room.slug}/poser", data=sent, csrf=False)
        assert answer.status_code == 400
        assert "La page est restée ouverte trop longtemps." in answer.text
        assert db.session.query(Question).count() == 0

    @pytest.mark.parametrize("token", [None, "", "wrong"])
    def test_by_json_with_a_cookie_is_refused(
        self, app: Flask, client: Client, sign_in: Any, token: str | None
    ) -> None:
        room = live.room()
        sign_in(client, people.guest())
        answer = client.post(
            f"/api/v1/rooms/{room.slug}/questions",
            json={"body": "Quand ?", "key": str(uuid4())},
            headers={} if token is None else {"X-CSRFToken": token},
            csrf=False,
        )
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
        assert json.loads(answer.data)["code"] == "csrf"
        assert db.session.query(Question).count() == 0

    def test_by_json_as_plain_text_is_refused_too(
        self, app: Flask, client: Client, sign_in: Any
    ) -> None:
        # A form of another site can send JSON as text, with the cookie, without asking.
        room = live.room()
        sign_in(client, people.guest())
        body = json.dumps({"body": "Quand ?", "key": str(uuid4())})
        path = f"/api/v1/rooms/{room.slug}/questions"
        answer = client.post(path, data=body, content_type="text/plain", csrf=False)
        assert answer.status_code == 400
        assert db.session.query(Question).count() == 0

    def test_with_the_token_of_the_page_is_none(
        self, app: Flask, client: Client, sign_in: Any
    ) -> None:
        room = live.room()
        sign_in(client, people.guest())
        sent = {"body": "Quand ?", "key": str(uuid4())}
        answer = client.post(f"/api/v1/rooms/{room.slug}/questions", json=sent)
        assert answer.status_code == 201

    def test_is_not_feared_where_a_bearer_token_speaks(self, app: Flask, client: Client) -> None:
        room = live.room()
        token = people.device_token(people.guest())
        answer = client.post(
            f"/api/v1/rooms/{room.slug}/questions",
            json={"body": "Quand ?", "key": str(uuid4())},
            headers={"Authorization": f"Bearer {token}"},
            csrf=False,
        )
        assert answer.status_code == 201

    @pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic x", "x"])
    def test_is_feared_where_the_header_holds_no_token(
        self, app: Flask, client: Client, sign_in: Any, header: str
    ) -> None:
        room = live.room()
        sign_in(client, people.guest())
        answer = client.post(
            f"/api/v1/rooms/{room.slug}/questions",
            json={"body": "Quand ?", "key": str(uuid4())},
            headers={"Authorization": header},
            csrf=False,
        )
        assert answer.status_code == 400


class TestTheLanguage:
    def chosen(self, app: Flask, actor: Actor | None = None, **request: Any) -> str:
        with app.test_request_context(**request):
            if actor:
                g.actor = actor
            refresh()
            return i18n.choose_language()

    def test_is_french_for_who_says_nothing_and_asks_for_none_of_ours(self, app: Flask) -> None:
        assert self.chosen(app) == "fr"
        assert self.chosen(app, headers={"Accept-Language": "de, it;q=0.5"}) == "fr"

    def test_is_the_browsers(self, app: Flask) -> None:
        assert self.chosen(app, headers={"Accept-Language": "de, en-GB;q=0.8, fr;q=0.5"}) == "en"

    def test_is_the_accounts_before_the_browsers(self, app: Flask) -> None:
        actor = Actor(id=1, language="en")
        assert self.chosen(app, actor, headers={"Accept-Language": "fr"}) == "en"

    def test_is_the_chosen_one_before_the_accounts(self, app: Flask) -> None:
        cookie = {"Cookie": "language=fr"}
        assert self.chosen(app, Actor(id=1, language="en"), headers=cookie) == "fr"

    @pytest.mark.parametrize("forged", ["xx", "../fr", "fr-FR-x", ""])
    def test_is_never_one_we_do_not_speak(self, app: Flask, forged: str) -> None:
        assert self.chosen(app, headers={"Cookie": f"language={forged}"}) == "fr"

    def test_outside_a_request_is_french_unless_said(self, app: Flask) -> None:
        assert i18n.choose_language() == "fr"
        g.language = "en"
        assert i18n.choose_language() == "en"


class TestAnAddressToReturnTo:
    @pytest.mark.parametrize("target", ["/", "/direct/x?q=1#mine", "/moi/appareils", "/a//b"])
    def test_is_kept_where_it_stays_here(self, app: Flask, target: str) -> None:
        assert web.safe_next(target, "/") == target

    @pytest.mark.parametrize(
        "target",
        [
            *(None, "", "direct", "https://elsewhere.org/", "//elsewhere.org", "///elsewhere.org"),
            *("/\\elsewhere.org", "\\\\elsewhere.org", "/\t/elsewhere.org", "/\n/elsewhere.org"),
            *("/\t\\elsewhere.org", "javascript:alert(1)", " //elsewhere.org", "http:///x"),
        ],
    )
    def test_is_replaced_where_it_leaves(self, app: Flask, target: str | None) -> None:
        assert web.safe_next(target, "/chez-nous") == "/chez-nous"


class TestABodyOfJson:
    @pytest.mark.parametrize("sent", ["[]", "3", '"x"', "true", "null", "{", "x", "\x00"])
    def test_that_is_no_object_is_refused(self, client: Client, sent: str) -> None:
        answer = client.post("/api/v1/guests", data=sent, content_type="application/json")
        assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
        assert json.loads(answer.data)["fields"] == {"": ["Le message n’a pas la forme attendue."]}

    def test_that_is_missing_counts_as_an_empty_object(self, client: Client) -> None:
        answer = client.post("/api/v1/guests")
        assert answer.status_code == 422
        assert sorted(json.loads(answer.data)["fields"]) == ["country", "name"]

    def test_nested_for_ever_is_refused(self, client: Client) -> None:
        deep = "[" * 100_000 + "]" * 100_000
        answer = client.post("/api/v1/guests", data=deep, content_type="application/json")
        assert answer.status_code == 422


def test_can_asks_the_rule_of_the_feature_for_who_reads(app: Flask) -> None:
    room = live.room()
    with app.test_request_context():
        assert web.can("live.may_ask", room) is False
        g.actor = live.guest_actor()
        assert web.can("live.may_ask", room) is True
        assert web.can("live.may_moderate", room) is False


class TestAFormThatIsRefusedWhole:
    @pytest.mark.parametrize(
        ("left", "offered"),
        [
            ("http://localhost/connexion?next=/dons", "/connexion?next=/dons"),
            ("http://elsewhere.example/connexion", None),
            ("http://localhost//elsewhere.example/", None),
            ("", None),
        ],
    )
    def test_leads_back_to_its_page_if_that_is_ours(
        self, client: Client, left: str, offered: str | None
    ) -> None:
        answer = client.post("/connexion", data={}, headers={"Referer": left}, csrf=False)
        assert answer.status_code == 400
        assert ("Revenir à la page" in answer.text) is (offered is not None)
        assert offered is None or f'href="{offered}">Revenir à la page' in answer.text
