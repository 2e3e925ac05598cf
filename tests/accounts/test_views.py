"""The pages: come in, look after one's account, manage roles."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.accounts import actions, queries
from app.accounts.models import Device, Person, Role
from app.core.actors import SYSTEM
from app.core.db import db
from tests.factories import accounts as people

EMAIL = "awa@exemple.org"


def digits(app: Flask) -> str:
    """Return the six digits of the last letter."""
    newest = max((Path(app.config["VAR"]) / "mail").glob("*.eml"))
    found = re.search(r"(\d{3}) (\d{3})", newest.read_text())
    assert found is not None
    return found.group(1) + found.group(2)


def ask(client: Any, email: str = EMAIL, **data: str) -> Any:
    return client.post("/connexion", data={"email": email, **data})


def test_a_first_sign_in_leads_to_the_name_then_where_one_was_going(
    app: Flask, client: Any
) -> None:
    assert ask(client, next="/direct").location == "/connexion/code"
    first = client.post("/connexion/code", data={"code": digits(app)})
    assert (first.status_code, first.location) == (303, "/moi/profil?next=/direct")
    assert client.get("/moi").location == "/moi/profil?next=/moi"
    answers = {"name": "Awa", "country": "CI", "language": "fr", "next": "/direct"}
    assert client.post("/moi/profil", data=answers).location == "/direct"
    assert "Awa" in client.get("/moi").text


def test_the_answer_is_the_same_whether_or_not_an_address_is_known(client: Any) -> None:
    people.member(email=EMAIL)
    known, unknown = ask(client), ask(client, "nobody@exemple.org")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)


def test_the_cookie_lasts_and_is_renewed_at_sign_in(app: Flask, client: Any) -> None:
    people.member(email=EMAIL)
    ask(client)
    answer = client.post("/connexion/code", data={"code": digits(app)})
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("toukanblon="))
    assert "Expires=" in cookie
    assert "HttpOnly" in cookie
    assert "remember_token" not in str(answer.headers)


def test_a_wrong_code_is_said_in_the_page(app: Flask, client: Any) -> None:
    ask(client)
    wrong = f"{(int(digits(app)) + 1) % 1_000_000:06}"
    for _ in range(9):
        page = client.post("/connexion/code", data={"code": wrong})
    assert page.status_code == 422
    assert "Ce n’est pas le bon code." in page.text
    tenth = client.post("/connexion/code", data={"code": wrong})
    assert "Demandez-en un nouveau." in tenth.text
    assert client.post("/connexion/code", data={"code": digits(app)}).status_code == 422


def test_a_code_before_an_address_leads_back(client: Any) -> None:
    assert client.get("/connexion/code").location == "/connexion"


@pytest.mark.parametrize("email", ["", "awa", "a" * 250 + "@exemple.org", "a@b\r\nBcc: c@d.org"])
def test_what_is_no_address_is_corrected(client: Any, email: str) -> None:
    assert ask(client, email).status_code == 422


@pytest.mark.parametrize(
    "forged", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "x"]
)
def test_a_forged_next_stays_on_the_site(app: Flask, client: Any, forged: str) -> None:
    answer = client.post("/visiteur", data={"name": "Awa", "country": "CI", "next": forged})
    assert answer.location == "/"
    people.member(email=EMAIL)
    client.post("/deconnexion")
    ask(client, next=forged)
    assert client.post("/connexion/code", data={"code": digits(app)}).location == "/moi"


@pytest.mark.parametrize(
    "address",
    [
        "/visiteur",
        "/connexion",
        "/connexion/mot-de-passe",
        "/deconnexion",
        "/moi/profil",
        "/moi/appareils/retirer-les-autres",
        "/moi/seconde-verification/cle/defi",
        "/gestion/personnes/1",
    ],
)
def test_a_write_without_its_csrf_token_is_refused(client: Any, sign_in: Any, address: str) -> None:
    sign_in(client, people.member())
    assert client.post(address, csrf=False).status_code == 400


def test_a_visitor_takes_part_and_sees_their_space(client: Any) -> None:
    answer = client.post("/visiteur", data={"name": "Awa", "country": "CI", "next": "/direct/x"})
    assert (answer.status_code, answer.location) == (303, "/direct/x")
    page = client.get("/moi").text
    assert "Awa" in page
    assert "Vous participez sans compte." in page


@pytest.mark.parametrize(
    "data",
    [
        {"name": "", "country": "CI"},
        {"name": "Awa", "country": "XX"},
        {"name": "A" * 10_000, "country": "CI"},
        {"name": "A\x07wa", "country": "CI"},
    ],
)
def test_a_visitor_corrects_what_does_not_fit(client: Any, data: dict[str, str]) -> None:
    assert client.post("/visiteur", data=data).status_code == 422
    assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == 0


def test_nobody_has_no_space(client: Any) -> None:
    assert client.get("/moi").location == "/connexion?next=/moi"
    for address in ("/moi/profil", "/moi/appareils", "/moi/mot-de-passe"):
        assert client.get(address).status_code == 401


def test_a_short_password_is_refused_and_a_long_one_opens(client: Any, sign_in: Any) -> None:
    person = people.member(email=EMAIL)
    sign_in(client, person)
    assert client.post("/moi/mot-de-passe", data={"password": "onze signes"}).status_code == 422
    assert client.post("/moi/mot-de-passe", data={"password": "quatre mots ici"}).status_code == 303
    client.post("/deconnexion")
    form = {"email": EMAIL, "password": "quatre mots ici"}
    assert client.post("/connexion/mot-de-passe", data=form).location == "/moi"


def test_a_wrong_password_page_never_shows_what_was_typed(client: Any) -> None:
    form = {"email": EMAIL, "password": "un secret bien gardé"}
    page = client.post("/connexion/mot-de-passe", data=form)
    assert page.status_code == 422
    assert "un secret bien gardé" not in page.text


def test_another_persons_device_does_not_exist(client: Any, sign_in: Any) -> None:
    _, device = people.device(people.member())
    sign_in(client, people.member())
    assert client.post(f"/moi/appareils/{device.id}/retirer").status_code == 404
    assert db.session.get(Device, device.id).revoked_at is None  # type: ignore[union-attr]


def test_a_revoked_browser_is_nobody(client: Any, sign_in: Any) -> None:
    person = people.member()
    sign_in(client, person)
    assert client.get("/moi").status_code == 200
    (device,) = queries.devices(people.actor(person))[1:]
    actions.revoke_device(people.actor(person), device)
    assert client.get("/moi").status_code == 303


def test_signing_out_revokes_the_device(client: Any, sign_in: Any) -> None:
    person = people.member()
    sign_in(client, person)
    answer = client.post("/deconnexion")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert queries.devices(queries.as_actor(person)) == []
    assert client.get("/moi").status_code == 303


def test_staff_are_led_to_their_second_factor(app: Flask, client: Any) -> None:
    people.staff(Role.MODERATOR, email=EMAIL)
    ask(client)
    led = client.post("/connexion/code", data={"code": digits(app)}).location
    assert led == "/connexion/seconde-verification?next=/moi"
    assert client.get(led).location == "/moi/seconde-verification?next=/moi"
    assert (
        "Vos rôles demandent une seconde vérification."
        in client.get("/moi/seconde-verification").text
    )


def test_an_application_is_set_up_page_by_page(client: Any, sign_in: Any) -> None:
    import pyotp

    person = people.member()
    sign_in(client, person)
    begun = client.post("/moi/seconde-verification/application")
    shown = client.get(begun.location)
    assert shown.headers["Cache-Control"] == "no-store"
    page = shown.text
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r"<b data-secret>([A-Z2-7 ]+)</b>", page)
    assert secret is not None
    wrong = client.post(begun.location, data={"code": "000000"})
    assert wrong.status_code == 422
    code = pyotp.TOTP(secret.group(1).replace(" ", "")).now()
    done = client.post("/moi/seconde-verification/application/confirmer", data={"code": code})
    assert len(re.findall(r"[A-Z2-9]{5}-[A-Z2-9]{5}", done.text)) == 10
    assert done.headers["Cache-Control"] == "no-store"
    assert client.get("/moi/seconde-verification/application/confirmer").status_code == 303


def test_the_demonstration_opens_a_browser_and_keeps_its_token(app: Flask, client: Any) -> None:
    token = actions.create_demonstration_member(SYSTEM, role=Role.MODERATOR).token
    assert "Modératrice de démonstration" in client.get(f"/demo/entrer/{token}").text
    assert client.post(f"/demo/entrer/{token}").location == "/moi"
    assert "Modération" in client.get("/moi").text
    client.post("/deconnexion")
    assert queries.actor_of(token) is not None
    app.config["PRODUCTION"] = True
    assert client.get(f"/demo/entrer/{token}").status_code == 404
    assert client.post(f"/demo/entrer/{token}").status_code == 404


def test_a_real_persons_token_does_not_open_the_demonstration(client: Any) -> None:
    token = people.device_token(people.member())
    assert client.get(f"/demo/entrer/{token}").status_code == 404


def test_throttled_answers_read_the_same(client: Any) -> None:
    people.member(email=EMAIL)
    pages = []
    for email in (EMAIL, "nobody@exemple.org"):
        for _ in range(5):
            ask(client, email)
        page = ask(client, email)
        pages.append((page.status_code, "Vous allez trop vite." in page.text))
    assert pages == [(429, True), (429, True)]


def test_who_has_not_proved_a_role_is_asked_to_where_they_are_refused(
    client: Any, sign_in: Any
) -> None:
    sign_in(client, people.staff(Role.SECRETARIAT))
    asked = 'href="/connexion/seconde-verification?next='
    for refused in (client.get("/gestion"), client.post("/gestion/dons/preparer", data={})):
        assert refused.status_code == 403
        assert f'{asked}{refused.request.path}"' in refused.text
    hidden = client.get("/direct/aucune/bureau")
    assert hidden.status_code == 404
    assert f'{asked}/direct/aucune/bureau"' in hidden.text
    assert asked not in client.get("/nulle-part").text


def test_who_holds_no_role_is_only_refused(client: Any, sign_in: Any) -> None:
    sign_in(client, people.member())
    refused = client.get("/gestion")
    assert refused.status_code == 403
    assert "seconde-verification" not in refused.text
