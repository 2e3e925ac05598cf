"""The filter of the desk: as it comes in, in words, and the ones that were kept."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from app.core.actors import Actor
from app.core.errors import Invalid
from app.core.formats import country_name
from app.core.forms import NEEDED, Flag, Key, Schema, Text, Word, country_codes, parse
from app.core.i18n import N_, translate
from app.live.models import QuestionState
from app.live.models.saved_views import NOT_SAID, DeskFilter, Reader, SavedView, Way
from app.live.schemas.questions import LANGUAGES_WRITTEN, language_choices

STATES = {
    QuestionState.RECEIVED: N_("reçues"),
    QuestionState.IN_REVIEW: N_("en lecture"),
    QuestionState.TAKEN: N_("en file"),
    QuestionState.QUEUED: N_("prévues à l’antenne"),
    QuestionState.ANSWERED: N_("répondues"),
    QuestionState.FOLLOW_UP: N_("à suivre"),
    QuestionState.REFUSED: N_("non retenues"),
    QuestionState.MERGED: N_("réunies"),
    QuestionState.WITHDRAWN: N_("retirées"),
}
WAYS = {
    Way.PHONE: N_("du téléphone, en séance"),
    Way.HALL: N_("saisies pour une salle"),
    Way.BEFORE: N_("posées avant la séance"),
}
READERS = {
    Reader.ME: N_("lues par vous"),
    Reader.NOBODY: N_("lues par personne"),
    Reader.SOMEBODY: N_("lues par quelqu’un"),
}
ALIKE = N_("semblables à une autre")
NO_COUNTRY = N_("pays non dit")
NO_THEME = N_("sans thème")


class FilterDesk(Schema):
    """What the desk asks of the questions it lists."""

    state = Word(STATES, load_default=None, allow_none=True)
    country = Word([*sorted(country_codes()), NOT_SAID], load_default=None, allow_none=True)
    theme = Text(most=60, load_default=None, allow_none=True)
    language = Word(LANGUAGES_WRITTEN, load_default=None, allow_none=True)
    way = Word(Way, load_default=None, allow_none=True)
    reader = Word(Reader, load_default=None, allow_none=True)
    alike = Word(("yes",), load_default=None, allow_none=True)
    words = Text(most=80, load_default=None, allow_none=True)


class SaveView(Schema):
    """Keep a filter under a name, for oneself or for every moderator of the room."""

    name = Text(most=40, required=True)
    shared = Flag()
    criteria = ma.fields.Nested(FilterDesk, required=True, error_messages={"required": NEEDED})
    key = Key(load_default=None, allow_none=True)


class RemoveView(Schema):
    """Remove a kept filter."""

    key = Key(load_default=None, allow_none=True)


def filter_of(asked: Mapping[str, str]) -> DeskFilter:
    """Return the filter that an address asks for; what it says wrongly is not asked."""
    try:
        return DeskFilter(**parse(FilterDesk, asked, form=True))
    except Invalid as refused:
        right = {name: value for name, value in asked.items() if name not in refused.fields}
        return DeskFilter(**parse(FilterDesk, right, form=True))


def filter_sentence(wanted: DeskFilter, themes: Mapping[str, str]) -> str:
    """Say what a filter asks, theme codes by their titles in `themes`."""
    said = {
        "state": lambda code: translate(STATES[QuestionState(code)]),
        "country": _country,
        "theme": lambda code: translate(NO_THEME) if code == NOT_SAID else themes.get(code, code),
        "language": lambda code: dict(language_choices())[code],
        "way": lambda code: translate(WAYS[Way(code)]),
        "reader": lambda code: translate(READERS[Reader(code)]),
        "alike": lambda _yes: translate(ALIKE),
        "words": lambda words: translate(N_("« %(words)s »"), words=words),
    }
    return ", ".join(said[name](value) for name, value in wanted.criteria.items())


def filter_choices(
    views: list[dict[str, Any]], themes: Mapping[str, str]
) -> dict[str, list[tuple[str, str]]]:
    """Return what may be asked of the questions of a room, as (code, words) by criterion."""
    countries = {view["country"] for view in views}
    spoken = {view["language"] for view in views}
    named = [(code, country_name(code)) for code in countries if code]
    none = [(NOT_SAID, _country(NOT_SAID))] if None in countries else []
    return {
        "state": [(state.value, translate(words)) for state, words in STATES.items()],
        "country": sorted(named, key=lambda pair: pair[1]) + none,
        "theme": [*themes.items(), (NOT_SAID, translate(NO_THEME))] if themes else [],
        "language": [pair for pair in language_choices() if pair[0] in spoken],
        "way": [(way.value, translate(words)) for way, words in WAYS.items()],
        "reader": [(reader.value, translate(words)) for reader, words in READERS.items()],
    }


def saved_view(view: SavedView, actor: Actor) -> dict[str, Any]:
    """Return a kept filter as the actor sees it."""
    is_own = view.owner_id == actor.id
    return {
        "id": view.id,
        "name": view.name,
        "criteria": view.criteria,
        "shared": view.is_shared,
        "own": is_own,
        "by": None if is_own else view.owner.name,
    }


def _country(code: str) -> str:
    return translate(NO_COUNTRY) if code == NOT_SAID else country_name(code)
