"""Above a refused form each line says which field it is about, without any script."""

import re
from html import unescape
from uuid import uuid4

import pytest
from flask import Flask, Response, render_template_string

from tests.conftest import Client

FIRST_LINE = re.compile(r'data-error-summary>.*?<a href="#(\w+)">(.*?)</a>', re.DOTALL)


def first_line(page: str) -> tuple[str, str]:
    found = FIRST_LINE.search(page)
    assert found
    assert "<!--field" not in page
    return found[1], unescape(found[2])


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Ce que vous voulez dire\u202f: Cette réponse est nécessaire."),
        ("en", "What you want to say: This answer is needed."),
    ],
)
def test_each_line_names_its_field(client: Client, language: str, line: str) -> None:
    page = client.post(
        "/suivi/dire", data={"key": uuid4()}, headers={"Accept-Language": language}
    ).text
    assert first_line(page) == ("words", line)


def test_a_question_is_named_without_its_mark(app: Flask) -> None:
    fields = """
        {% from "components/field.html" import error_summary, select %}
        {{ error_summary({"piece": "Il en faut une."}) }}
        {{ select("piece", "Quelle pièce <b>\u202f?", [], error="Il en faut une.") }}
    """
    with app.test_request_context():
        page = Response(render_template_string(fields), mimetype="text/html")
        named = app.process_response(page).get_data(as_text=True)
    assert first_line(named) == ("piece", "Quelle pièce <b>\u202f: Il en faut une.")
