"""What comes in: every kind of field, given what people and programs really send."""

import unicodedata
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Conflict, Invalid, Refused, TooMany
from app.core.forms import CONTROL, Form, Schema, Text, country_codes, parse
from tests.core.every_field import NECESSARY, Every

KEY = "8b6f0a52-6f0e-4d2a-9a52-1f6f3f1c7d11"
WRONG = ["Cette réponse n’est pas valable."]
INVISIBLE = ["Ce texte contient des caractères invisibles. Retirez-les."]
BLANK = ["Écrivez quelque chose."]


def value(field: str, sent: Any) -> Any:
    """Return what the field makes of what was sent."""
    return parse(Every, {field: sent})[field]


def refusal(field: str, sent: Any) -> list[str]:
    """Return the sentences for what was sent, French where no application runs."""
    with pytest.raises(Invalid) as caught:
        parse(Every, {field: sent})
    assert list(caught.value.fields) == [field]
    return list(caught.value.fields[field])


class TestATextThatIsTaken:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("  Quand ?  ", "Quand ?"),
            ("un\tmot", "un mot"),
            ("deux   mots", "deux mots"),
            ("deux\nlignes", "deux lignes"),
            ("deux\r\nlignes", "deux lignes"),
            ("e\u0301te\u0301", "été"),
            ("prix :\u202f12\u00a0€", "prix : 12 €"),
            ("x" * 400, "x" * 400),
            ("  " + "x" * 400 + "  ", "x" * 400),
            ("e\u0301" * 400, "é" * 400),
            ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
            ("می\u200cخواهم", "می\u200cخواهم"),
            ("هل يمكن؟", "هل يمكن؟"),
            ("ߒߞߏ ߞߊ߲", "ߒߞߏ ߞߊ߲"),
            ("🙂", "🙂"),
            ("0", "0"),
            ("ligne\u2028suivante", "ligne suivante"),
            ("a\x85b", "a b"),
        ],
    )
    def test_is_composed_and_trimmed(self, sent: str, kept: str) -> None:
        assert value("text", sent) == kept

    def test_keeps_its_lines_where_they_are_asked_for(self) -> None:
        assert value("lines", " un\r\n\r\ndeux  mots \n") == "un\n\ndeux mots"

    @pytest.mark.parametrize("sent", ["", "   ", "\u200b"])
    def test_may_be_blank_where_that_is_said(self, sent: str) -> None:
        assert value("note", sent) == ""


class TestATextThatIsRefused:
    @pytest.mark.parametrize("sent", ["", "   ", "\n\n", "\t", "\u200b", "\ufeff\u200d", "\u2060 "])
    def test_says_nothing(self, sent: str) -> None:
        assert refusal("text", sent) == BLANK

    @pytest.mark.parametrize(
        "sign",
        [
            *map(chr, [*range(9), 11, 12, *range(14, 32), 127, *range(0x80, 0x85)]),
            *map(chr, range(0x86, 0xA0)),
            *map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
            *("\ud800", "\udbff", "\udc00", "\udfff", "\r"),
        ],
    )
    @pytest.mark.parametrize("field", ["text", "lines"])
    def test_holds_a_control_a_turned_order_or_half_a_character(
        self, field: str, sign: str
    ) -> None:
        assert refusal(field, f"avant{sign}après") == INVISIBLE

    @pytest.mark.parametrize("length", [401, 10_000])
    def test_is_too_long(self, length: int) -> None:
        assert refusal("text", "x" * length) == ["Ce texte est trop long : 400 signes au plus."]

    @pytest.mark.parametrize("sent", [True, 1, 1.5, ["x"], {"x": 1}])
    def test_is_no_text(self, sent: Any) -> None:
        assert refusal("text", sent) == WRONG

    def test_is_nothing_at_all(self) -> None:
        assert refusal("text", None) == NECESSARY
        assert value("note", None) is None


@given(st.text(st.characters()), st.integers(1, 60), st.booleans())
def test_a_text_never_holds_a_control_nor_more_signs_than_allowed(
    sent: str, most: int, lines: bool
) -> None:
    class One(Schema):
        text = Text(most=most, lines=lines)

    try:
        kept = parse(One, {"text": sent})["text"]
    except Invalid:
        return
    assert 0 < len(kept) <= most
    assert kept == unicodedata.normalize("NFC", kept) == kept.strip()
    assert not CONTROL.search(kept)
    allowed = "\n" if lines else ""
    assert not [c for c in kept if unicodedata.category(c) in {"Cc", "Cs"} and c not in allowed]
    kept.encode()


@given(st.text(st.characters()))
def test_a_text_once_taken_is_taken_again_as_it_is(sent: str) -> None:
    try:
        kept = value("text", sent)
    except Invalid:
        return
    assert value("text", kept) == kept


class TestTheOtherKinds:
    @pytest.mark.parametrize(
        ("field", "sent", "kept"),
        [
            ("slug", "salle-2", "salle-2"),
            ("flag", True, True),
            ("flag", "true", True),
            ("flag", "on", True),
            ("flag", 1, True),
            ("flag", False, False),
            ("flag", "false", False),
            ("whole", 1, 1),
            ("whole", "100", 100),
            ("key", KEY, UUID(KEY)),
            ("key", KEY.upper(), UUID(KEY)),
            ("word", "red", "red"),
            ("country", "ml", "ML"),
            ("country", " FR ", "FR"),
            ("address", " Nom@Exemple.ORG ", "nom@exemple.org"),
            ("day", "2025-12-16", date(2025, 12, 16)),
            ("listed", ["a", " b "], ["a", "b"]),
            ("listed", [], []),
        ],
    )
    def test_take_what_fits(self, field: str, sent: Any, kept: Any) -> None:
        assert value(field, sent) == kept

    @pytest.mark.parametrize("field", ["slug", "flag", "whole", "key", "word", "country", "day"])
    @pytest.mark.parametrize(
        "sent",
        ["", "x" * 10_000, "\x00", "\u202e", "\ud800", 1.5, [], ["red"], {}, {"a": 1}, -1, 10**400],
    )
    def test_refuse_what_does_not(self, field: str, sent: Any) -> None:
        assert refusal(field, sent)

    @pytest.mark.parametrize("field", ["address", "listed"])
    @pytest.mark.parametrize("sent", ["", "x" * 10_000, "\x00", "\ud800", 1.5, {}, {"a": 1}, True])
    def test_refuse_what_is_no_address_and_no_list(self, field: str, sent: Any) -> None:
        assert refusal(field, sent)

    @pytest.mark.parametrize(
        "field", ["text", "flag", "whole", "key", "word", "country", "address", "day", "listed"]
    )
    def test_refuse_null(self, field: str) -> None:
        assert refusal(field, None) == NECESSARY

    @pytest.mark.parametrize("sent", [True, False, 2.0, 0, 101, "1.0", "9" * 5000, float("inf")])
    def test_take_no_flag_and_no_fraction_for_a_number(self, sent: Any) -> None:
        assert refusal("whole", sent) == WRONG

    @pytest.mark.parametrize("code", ["ZZ", "EU", "XX", "MLI", "419", "001"])
    def test_take_no_country_that_is_none(self, code: str) -> None:
        assert refusal("country", code) == ["Choisissez un pays dans la liste."]

    def test_know_the_countries_of_the_world(self) -> None:
        assert {"ML", "FR", "CI", "GA", "CN", "US"} <= country_codes()
        assert 240 < len(country_codes()) < 270

    @pytest.mark.parametrize(
        "sent",
        ["nom", "nom@", "@exemple.org", "a@b@c.org", "n om@exemple.org", "a" * 250 + "@b.org"],
    )
    def test_take_no_address_that_cannot_be_written_to(self, sent: str) -> None:
        assert refusal("address", sent)[0].startswith("Cette adresse ne semble pas complète.")

    def test_name_the_place_in_a_list(self) -> None:
        with pytest.raises(Invalid) as caught:
            parse(Every, {"listed": ["fine", "too long", ""]})
        assert caught.value.fields == {
            "listed.1": ["Ce texte est trop long : 5 signes au plus."],
            "listed.2": BLANK,
        }

    @pytest.mark.parametrize("sent", ["Salle", "salle_2", "-salle", "é", "a/b", "a--b"])
    def test_take_no_slug_that_an_address_would_bend(self, sent: str) -> None:
        assert refusal("slug", sent) == [
            "Des lettres sans accent, des chiffres et des tirets, rien d’autre."
        ]


class TestTheStatusOfAForm:
    class Named(Schema):
        """One name."""

        name = Text(most=20, required=True)

    @pytest.mark.parametrize("refused", [Conflict(), TooMany(3), Invalid({"name": ["Prise."]})])
    def test_is_the_one_of_its_refusal(self, refused: Refused) -> None:
        form = Form(self.Named, {"name": "Awa"})
        assert (form.is_valid, form.status) == (True, 200)
        form.refuse(refused)
        assert (form.is_valid, form.status) == (False, refused.status)

    def test_is_422_where_an_answer_is_wrong_and_200_before_any(self) -> None:
        assert Form(self.Named, {"name": ""}).status == 422
        assert Form(self.Named).status == 200
