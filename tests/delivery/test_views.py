"""The demonstration's letter box opens only where no real mail leaves."""

from typing import Any

from flask import Flask

from app.core.actors import SYSTEM
from app.delivery import actions
from config import Settings


def queue(once: str, subject: str) -> None:
    actions.queue_mail(
        SYSTEM,
        once=once,
        to_address="membre@exemple.org",
        subject=subject,
        text="Bonjour <b>vous</b>",
        language="fr",
    )


def test_the_newest_mail_comes_first_and_can_be_read(client: Any) -> None:
    queue("a", "Premier courrier")
    queue("b", "Second courrier reçu")
    page = client.get("/demo/courrier").text
    assert page.index("Second courrier reçu") < page.index("Premier courrier")
    assert "Bonjour &lt;b&gt;vous&lt;/b&gt;" in client.get("/demo/courrier/2").text


def test_an_empty_box_says_what_to_do(client: Any) -> None:
    assert "Aucun courrier encore." in client.get("/demo/courrier").text


def test_an_unknown_mail_does_not_exist(client: Any) -> None:
    assert client.get("/demo/courrier/7").status_code == 404
    assert client.get("/demo/courrier/..%2Fsecret_key").status_code == 404


def test_the_box_is_shut_in_production(app: Flask, client: Any) -> None:
    app.config["PRODUCTION"] = True
    assert client.get("/demo/courrier").status_code == 404
    assert client.get("/demo/courrier/1").status_code == 404


def test_the_box_is_shut_where_mail_leaves(app: Flask, client: Any) -> None:
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = Settings(**(vars(settings) | {"MAIL_URL": "smtp://127.0.0.1:25"}))
    assert client.get("/demo/courrier").status_code == 404
