"""What comes in to the accounts, and what a program reads of a person."""

import unicodedata
from typing import Any
from zoneinfo import available_timezones

import marshmallow as ma

from app.accounts.models import Role
from app.core.days import not_past
from app.core.forms import SENTENCES, Address, Country, Day, Schema, Text, Whole, Word
from app.core.i18n import CODES, N_, Phrase

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
PLACES = ("meeting", "organisation")

ROLE_NAMES = {
    Role.ADMINISTRATOR: N_("Administration"),
    Role.SECRETARIAT: N_("Secrétariat"),
    Role.MODERATOR: N_("Modération"),
    Role.RESPONDENT: N_("Réponse aux questions"),
    Role.RAPPORTEUR: N_("Rapport"),
    Role.REVIEWER: N_("Instruction des dossiers"),
    Role.DECIDER: N_("Décision d’accréditation"),
    Role.TREASURER: N_("Trésorerie"),
    Role.APPROVER: N_("Approbation des dépenses"),
    Role.STEERING_COMMITTEE: N_("Comité de pilotage"),
    Role.TECHNICAL_COMMITTEE: N_("Comité technique"),
    Role.ASSOCIATION_OFFICER: N_("Responsable d’association"),
    Role.PARTICIPANT: N_("Participation"),
}


class Zone(ma.fields.String):
    """An IANA time zone."""

    default_error_messages = SENTENCES | {
        "zone": Phrase("Choisissez un fuseau horaire dans la liste."),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name = str(super()._deserialize(value, attr, data, **kwargs)).strip()
        if name not in available_timezones():
            raise self.make_error("zone")
        return name


class Password(ma.fields.String):
    """A password, kept as it is typed: only its Unicode form is made one (NFKC)."""

    default_error_messages = SENTENCES | {
        "short": Phrase("Un mot de passe compte au moins {least} signes."),
        "long": Phrase("Un mot de passe compte au plus {most} signes."),
    }

    def __init__(self, *, least: int = 1, **options: Any) -> None:
        self.least = least
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = unicodedata.normalize("NFKC", super()._deserialize(value, attr, data, **kwargs))
        if len(text) < self.least:
            raise self.make_error("short", least=self.least)
        if len(text) > LONGEST_PASSWORD:
            raise self.make_error("long", most=LONGEST_PASSWORD)
        return text


class Digits(ma.fields.String):
    """Six digits, however they are spaced."""

    default_error_messages = SENTENCES | {"digits": Phrase("Le code est fait de six chiffres.")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = "".join(str(super()._deserialize(value, attr, data, **kwargs)).split())
        if len(text) != 6 or not (text.isascii() and text.isdigit()):
            raise self.make_error("digits")
        return text


class JoinAsGuest(Schema):
    """A guest: the name shown, and the country they live in."""

    name = Text(most=80, required=True)
    country = Country(required=True)


class AskForCode(Schema):
    """The address a code is sent to."""

    email = Address(required=True)


class EnterCode(Schema):
    """The six digits that were received."""

    code = Digits(required=True)


class EnterPassword(Schema):
    """An address and its password."""

    email = Address(required=True)
    password = Password(required=True)


class ChoosePassword(Schema):
    """A new password."""

    password = Password(least=SHORTEST_PASSWORD, required=True)


class ChangeProfile(Schema):
    """How a person is shown and written to."""

    name = Text(most=80, required=True)
    country = Country(required=True)
    language = Word(CODES, required=True)
    timezone = Zone(load_default=None, allow_none=True)


class ProveSecondFactor(Schema):
    """Six digits of the authenticator, or a recovery code."""

    code = Text(most=40, required=True)


class SendPasskey(Schema):
    """What the browser's key answered, as JSON."""

    credential = Text(most=20_000, required=True)


class NamePasskey(SendPasskey):
    """A new key and the name its owner gives it."""

    name = Text(most=60, load_default="", blank=True)


class GrantRole(Schema):
    """A role, where it is held and until which day."""

    role = Word(Role, required=True)
    place = Text(most=40, load_default="", blank=True)
    until = Day(load_default=None, allow_none=True, validate=not_past)


class PersonView(Schema):
    """A person as they see themselves."""

    id = Whole()
    name = ma.fields.String()
    country = ma.fields.String(allow_none=True)
    language = ma.fields.String(allow_none=True)
    timezone = ma.fields.String(allow_none=True)
    is_member = ma.fields.Boolean()
    roles = ma.fields.List(ma.fields.Dict())


class GuestView(Schema):
    """A guest's token, shown once, and who it speaks for."""

    token = ma.fields.String()
    person = ma.fields.Nested(PersonView)
