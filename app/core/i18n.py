"""Languages: French is written in the source, the others are catalogues."""

import re
from datetime import timedelta
from functools import cache
from gettext import NullTranslations
from math import ceil
from typing import Any, NamedTuple

from babel import Locale, negotiate_locale
from babel.dates import format_timedelta
from flask import current_app, g, has_app_context, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations
from flask_babel import gettext as flask_gettext
from flask_babel import ngettext as ngettext
from jinja2.nodes import EvalContext
from jinja2.utils import pass_eval_context
from markupsafe import Markup

babel = Babel()

LANGUAGES = (
    ("fr", "Français", "FR"),
    ("en", "English", "EN"),
    ("es", "Español", "ES"),
    ("ar", "العربية", "ع"),
)
CODES = tuple(code for code, _, _ in LANGUAGES)
RIGHT_TO_LEFT = frozenset({"ar"})
# Of a decision, of a dossier: a year and its serial.
NUMBER = re.compile(r"\d+(?:-\d+)+")
# Whose dates, hours and numbers a language uses here, where Babel's own choice is another's.
FORMATS = {"en": "en_GB"}


def N_(text: str) -> str:  # noqa: N802 (the name gettext tools know)
    """Mark a French sentence for the catalogues; it is translated when it is shown."""
    return text


def translate(text: str, **values: Any) -> str:
    """Return `text` in the reader's language, its named places filled in."""
    if not has_app_context():
        return text % values if values else text
    return str(flask_gettext(text, **_in_order(values)))


def in_source_language() -> Any:
    """Return the context in which sentences are written in French, whoever reads or acts."""
    return force_locale(CODES[0])


class Phrase(str):
    """A French sentence that a library formats late: `format` translates it first."""

    __slots__ = ()

    def format(self, *args: object, **values: object) -> str:
        return translate(str(self)).format(*args, **values)


class Wish(NamedTuple):
    """What a browser says of its reader's language: the one chosen here, and the one it prefers."""

    chosen: str | None
    preferred: str

    @classmethod
    def of_request(cls) -> "Wish":
        """Read the wish of the current request."""
        cookie = request.cookies.get("language")
        preferred = list(request.accept_languages.values())
        best = negotiate_locale(preferred, CODES, sep="-") or CODES[0]
        return cls(cookie if cookie in CODES else None, best)

    def beside(self, kept: str | None) -> str:
        """Return the language chosen, else `kept` in the account, else the browser's."""
        return self.chosen or (kept if kept in CODES else None) or self.preferred


def choose_language() -> str:
    """Return the language chosen by the person, else kept in the account, else the browser's."""
    chosen = getattr(g, "language", None)
    if chosen in CODES:
        return str(chosen)
    if not has_request_context():
        return CODES[0]
    return Wish.of_request().beside(getattr(getattr(g, "actor", None), "language", None))


def locale_code() -> str:
    """Return the code of the language in use, `fr` for instance."""
    locale = get_locale() if has_app_context() else None
    return locale.language if locale else CODES[0]


def formats_locale() -> Locale:
    """Return the Babel locale that dates, numbers and names of countries are written in."""
    return _formats_of(locale_code())


@cache
def _formats_of(code: str) -> Locale:
    return Locale.parse(FORMATS.get(code, code))


def duration(seconds: int) -> str:
    """Return a time to wait in words; a long one is rounded up to the minute or the hour."""
    for unit in (3600, 60):
        if seconds >= 2 * unit:
            seconds = ceil(seconds / unit) * unit
            break
    return format_timedelta(timedelta(seconds=seconds), threshold=2, locale=formats_locale())


def text_direction() -> str:
    """Return `rtl` where the language in use is read from right to left, else `ltr`."""
    return "rtl" if locale_code() in RIGHT_TO_LEFT else "ltr"


def arrow() -> str:
    """Return the arrow from one thing to the next, in the direction that is read in."""
    return "←" if text_direction() == "rtl" else "→"


_catalogues: dict[str, NullTranslations] = {}


def _catalogue() -> NullTranslations:
    """Return the catalogue of the language in use; a page asks for it a thousand times."""
    code = locale_code()
    if code not in _catalogues:
        _catalogues[code] = get_translations()
    return _catalogues[code]


@pass_eval_context
def _gettext(reading: EvalContext, text: str, /, **values: Any) -> str:
    """Say a sentence of a template in fewer calls than Jinja's own: a page has hundreds."""
    return _filled(reading, _catalogue().gettext(text), values)


@pass_eval_context
def _ngettext(reading: EvalContext, one: str, many: str, count: int, /, **values: Any) -> str:
    return _filled(reading, _catalogue().ngettext(one, many, count), {"num": count, **values})


def _filled(reading: EvalContext, said: str, values: dict[str, Any]) -> str:
    if reading.autoescape:
        said = Markup(said)  # noqa: S704 (the catalogues are part of the source)
    return said % _in_order(values) if "%" in said else said


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """Mark numbers such as 2026-0001, which Arabic letters before them would turn round."""
    if not values or text_direction() != "rtl":
        return values
    return {
        name: f"\N{LEFT-TO-RIGHT MARK}{value}" if NUMBER.fullmatch(str(value)) else value
        for name, value in values.items()
    }


def setup() -> None:
    """Attach the catalogues to the current application."""
    babel.init_app(current_app, locale_selector=choose_language)
    current_app.jinja_env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext)
