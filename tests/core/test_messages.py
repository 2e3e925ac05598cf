"""What comes in as a whole: messages, forms, and the sentences in the reader's language."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from app.core.errors import Conflict, Invalid
from app.core.forms import Form, parse
from tests.core.every_field import NECESSARY, Every, Needed


class TestAMessage:
    @pytest.mark.parametrize("sent", [None, "text", 3, True, [], [{"body": "x"}], 1.5])
    def test_that_is_no_object_is_refused_as_a_whole(self, sent: Any) -> None:
        with pytest.raises(Invalid) as caught:
            parse(Needed, sent)
        assert caught.value.fields == {"": ["Le message n’a pas la forme attendue."]}

    def test_with_an_unknown_field_is_refused(self) -> None:
        with pytest.raises(Invalid) as caught:
            parse(Needed, {"body": "x", "author": 3})
        assert caught.value.fields == {"author": ["Ce champ n’est pas attendu."]}

    def test_without_a_needed_field_is_refused(self) -> None:
        with pytest.raises(Invalid) as caught:
            parse(Needed, {})
        assert caught.value.fields == {"body": NECESSARY}

    def test_says_everything_that_is_to_be_corrected(self) -> None:
        with pytest.raises(Invalid) as caught:
            parse(Every, {"text": "", "whole": "x", "country": "ZZ"})
        assert sorted(caught.value.fields) == ["country", "text", "whole"]


class TestAForm:
    def test_leaves_aside_what_is_not_its_own(self) -> None:
        sent = MultiDict({"body": "x", "csrf_token": "t"})
        assert parse(Needed, sent, form=True) == {"body": "x"}

    def test_takes_an_empty_answer_for_none(self) -> None:
        with pytest.raises(Invalid) as caught:
            parse(Needed, MultiDict({"body": ""}), form=True)
        assert caught.value.fields == {"body": NECESSARY}
        assert parse(Every, MultiDict({"whole": "", "word": ""}), form=True) == {"flag": False}

    def test_takes_all_the_boxes_of_a_list(self) -> None:
        sent = MultiDict([("listed", "a"), ("listed", "b")])
        assert parse(Every, sent, form=True)["listed"] == ["a", "b"]

    def test_that_was_not_sent_is_not_valid_and_shows_its_values(self) -> None:
        form = Form(Needed, None, body="Bonjour")
        assert (form.is_valid, form.is_sent, form.values) == (False, False, {"body": "Bonjour"})

    def test_shows_again_what_was_written_beside_what_to_correct(self) -> None:
        form = Form(Needed, MultiDict({"body": "x" * 401}))
        assert (form.is_valid, form.is_sent) == (False, True)
        assert form.values["body"] == "x" * 401
        assert form.errors == {"body": ["Ce texte est trop long : 400 signes au plus."]}

    def test_that_fits_holds_its_data(self) -> None:
        form = Form(Needed, MultiDict({"body": " x "}))
        assert (form.is_valid, form.data) == (True, {"body": "x"})

    def test_shows_a_refusal_of_the_act_above_it(self) -> None:
        form = Form(Needed, MultiDict({"body": "x"}))
        form.refuse(Conflict())
        assert not form.is_valid
        assert list(form.errors) == [""]


class TestTheSentencesInTheReadersLanguage:
    @pytest.fixture(autouse=True)
    def _english(self, app: Flask) -> Iterator[None]:
        with app.test_request_context():
            g.language = "en"
            yield

    @pytest.fixture
    def database_kind(self) -> str:
        return "sqlite"

    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_are_found_for_every_kind(self, language: str) -> None:
        g.language = language
        sent = {"text": "x" * 401, "country": "ZZ", "address": "x", "other": 1}
        with pytest.raises(Invalid) as caught:
            parse(Every, sent)
        said = {name: texts[0] for name, texts in caught.value.fields.items()}
        french = {
            "text": "Ce texte est trop long : 400 signes au plus.",
            "country": "Choisissez un pays dans la liste.",
            "address": "Cette adresse ne semble pas complète. Exemple : nom@exemple.org",
            "other": "Ce champ n’est pas attendu.",
        }
        assert said.keys() == french.keys()
        if language == "fr":
            assert said == french
        else:
            assert not set(said.values()) & set(french.values())
            assert "400" in said["text"]
