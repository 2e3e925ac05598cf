"""What comes in: one schema for the form, the JSON body and the socket message."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

import marshmallow as ma
from babel import Locale
from marshmallow import validate

from app.core.errors import Conflict, Invalid
from app.core.i18n import Phrase, translate

# Controls, marks that turn the reading order, and halves of characters, which no database takes.
CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MINUTE = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
BLANKS = re.compile(r"[^\S\n]+")
LISTED_AT = re.compile(r"\.\d+$")

Sentences = dict[str, str | list[Any] | dict[Any, Any]]

NEEDED = Phrase("Cette réponse est nécessaire.")
NOT_VALID = Phrase("Cette réponse n’est pas valable.")
SENTENCES: Sentences = {
    "required": NEEDED,
    "null": NEEDED,
    "validator_failed": NOT_VALID,
    "invalid": NOT_VALID,
    "invalid_uuid": Phrase("La clé d’envoi n’est pas valable. Rechargez la page."),
    "invalid_utf8": Phrase("Ce texte ne peut pas être lu."),
    "too_large": Phrase("Ce nombre est trop grand."),
}
UNKNOWN = Phrase("Ce champ n’est pas attendu.")
WRONG_TYPE = Phrase("Le message n’a pas la forme attendue.")


class Text(ma.fields.String):
    """A text of at most `most` characters, composed (NFC), trimmed, without control characters."""

    default_error_messages: Sentences = SENTENCES | {
        "blank": Phrase("Écrivez quelque chose."),
        "control": Phrase("Ce texte contient des caractères invisibles. Retirez-les."),
        "long": Phrase("Ce texte est trop long : {most} signes au plus."),
    }

    def __init__(
        self, *, most: int, lines: bool = False, blank: bool = False, **options: Any
    ) -> None:
        self.most, self.lines, self.blank = most, lines, blank
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = unicodedata.normalize("NFC", super()._deserialize(value, attr, data, **kwargs))
        text = text.replace("\r\n", "\n").replace("\t", " ")
        if CONTROL.search(text):
            raise self.make_error("control")
        text = BLANKS.sub(" ", text if self.lines else text.replace("\n", " ")).strip()
        if not any(unicodedata.category(sign)[0] in "LMNPS" for sign in text):
            text = ""  # nothing that is seen
        if not text and not self.blank:
            raise self.make_error("blank")
        if len(text) > self.most:
            raise self.make_error("long", most=self.most)
        return text


class Slug(Text):
    """The part of an address that names a thing: letters without accents, digits, hyphens."""

    default_error_messages: Sentences = Text.default_error_messages | {
        "slug": Phrase("Des lettres sans accent, des chiffres et des tirets, rien d’autre."),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not SLUG.fullmatch(text):
            raise self.make_error("slug")
        return text


class Flag(ma.fields.Boolean):
    """Yes or no; a box left empty says no."""

    default_error_messages: Sentences = SENTENCES

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"load_default": False} | options))


class Whole(ma.fields.Integer):
    """A whole number between `least` and `most`."""

    default_error_messages: Sentences = SENTENCES

    def __init__(self, *, least: int | None = None, most: int = 2**53, **options: Any) -> None:
        bounds = validate.Range(min=least, max=most, error=NOT_VALID)
        super().__init__(validate=bounds, strict=False, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool | float):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Key(ma.fields.UUID):
    """The UUID a client makes for a write, so that sending it twice writes it once."""

    default_error_messages: Sentences = SENTENCES


class Word(ma.fields.String):
    """One of a few words."""

    default_error_messages: Sentences = SENTENCES

    def __init__(self, choices: Any, **options: Any) -> None:
        one_of = validate.OneOf([str(choice) for choice in choices], error=NOT_VALID)
        super().__init__(validate=one_of, **options)


class Country(ma.fields.String):
    """An ISO 3166-1 country code that Babel can name."""

    default_error_messages: Sentences = SENTENCES | {
        "country": Phrase("Choisissez un pays dans la liste.")
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        code = str(super()._deserialize(value, attr, data, **kwargs)).strip().upper()
        if code not in country_codes():
            raise self.make_error("country")
        return code


class Address(ma.fields.Email):
    """An e-mail address, in lower case."""

    default_error_messages: Sentences = SENTENCES | {
        "invalid": Phrase("Cette adresse ne semble pas complète. Exemple : nom@exemple.org"),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = value.strip().lower() if isinstance(value, str) else value
        if isinstance(text, str) and len(text) > 254:
            raise self.make_error("invalid")
        return str(super()._deserialize(text, attr, data, **kwargs))


class Day(ma.fields.Date):
    """A calendar day, as 2025-12-16."""

    default_error_messages: Sentences = SENTENCES


class Minute(Text):
    """A minute on the meeting's clock, as 11:24."""

    default_error_messages: Sentences = Text.default_error_messages | {"minute": NOT_VALID}

    def __init__(self, **options: Any) -> None:
        super().__init__(most=5, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not MINUTE.fullmatch(text):
            raise self.make_error("minute")
        return text


class Listed(ma.fields.List):
    """Several values of one kind."""

    default_error_messages: Sentences = SENTENCES


class Schema(ma.Schema):
    """The base of what comes in; what is not expected is refused, or left aside for a form."""

    error_messages = {"unknown": UNKNOWN, "type": WRONG_TYPE}  # noqa: RUF012 (as declared above it)
    # The names under which the form sends files, beside its fields.
    files: tuple[str, ...] = ()

    class Meta:
        unknown = ma.RAISE


@cache
def country_codes() -> frozenset[str]:
    """Return the two-letter codes of the countries and territories that Babel names."""
    names = map(str, Locale.parse("fr").territories)
    apart = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    return frozenset(
        code for code in names if len(code) == 2 and code.isalpha() and code not in apart
    )


def parse(schema: type[Schema], payload: Any, *, form: bool = False) -> dict[str, Any]:
    """
    Return the payload as the schema's values.

    A form's empty answers count as absent, and its other fields (the CSRF token) are left aside.

    :raises Invalid: with the sentences of each field at fault
    """
    try:
        if form:
            return dict(_made(schema).load(_answers(schema, payload), unknown=ma.EXCLUDE))
        return dict(_made(schema).load(payload))
    except ma.ValidationError as error:
        raise Invalid(_by_field(error.normalized_messages())) from None


@cache
def _made(schema: type[Schema]) -> Schema:
    """Return the schema with its fields, made once: that takes longer than most readings."""
    return schema()


def mark(values: Mapping[str, Any]) -> str:
    """Return a short mark of what a form was drawn from: other values give another mark."""
    told = repr(sorted((name, str(value)) for name, value in values.items()))
    return sha256(told.encode()).hexdigest()[:20]


def refuse_changed(seen: str | None, values: Mapping[str, Any]) -> None:
    """
    Refuse a form that was drawn from other values than those that are there now.

    :raises Conflict: if it was
    """
    if seen is not None and seen != mark(values):
        raise Conflict()


def _answers(schema: type[Schema], payload: Mapping[str, Any]) -> dict[str, Any]:
    many = {
        name for name, field in _made(schema).fields.items() if isinstance(field, ma.fields.List)
    }
    answers = {name: payload[name] for name in payload if name not in many and payload[name] != ""}
    for name in many & set(payload):
        answers[name] = payload.getlist(name) if hasattr(payload, "getlist") else payload[name]
    return answers


def _by_field(messages: Mapping[Any, Any]) -> dict[str, list[str]]:
    """Flatten nested messages into dotted names, each sentence in the reader's language."""
    flat: dict[str, list[str]] = {}
    for name, texts in messages.items():
        field = "" if name == "_schema" else str(name)
        if isinstance(texts, Mapping):
            for inner, sentences in _by_field(texts).items():
                flat[f"{field}.{inner}".strip(".")] = sentences
        else:
            flat[field] = [translate(t) if isinstance(t, Phrase) else str(t) for t in texts]
    return flat


class Form:
    """A form as the page shows it: the values again, what to correct, its refusal's status."""

    def __init__(
        self, schema: type[Schema], payload: Mapping[str, Any] | None = None, **values: Any
    ) -> None:
        self.values: dict[str, Any] = dict(values)
        self.errors: dict[str, list[str]] = {}
        self.data: dict[str, Any] = {}
        self.is_sent = payload is not None
        self.status = 200
        names = (*schema._declared_fields, *schema.files)
        self.places = {name: place for place, name in enumerate(names)}
        if payload is None:
            return
        self.values.update({name: payload[name] for name in payload})
        try:
            self.data = parse(schema, payload, form=True)
        except Invalid as refused:
            self.refuse(refused)

    @property
    def is_valid(self) -> bool:
        """Whether something was sent and nothing is to be corrected."""
        return self.is_sent and not self.errors

    def refuse(self, refused: Any) -> None:
        """Show a refusal beside its fields, in their order, or above the form if it names none."""
        self.status = refused.status
        beside = next((name for name in refused.beside if name in self.places), "")
        fields = refused.fields or {beside: [refused.sentence]}
        for name in sorted(fields, key=lambda name: self.places.get(name.partition(".")[0], -1)):
            place = LISTED_AT.sub("", name)  # what is wrong in a list is said once, beside it
            said = self.errors.setdefault(place, [])
            said += [text for text in fields[name] if text not in said]
