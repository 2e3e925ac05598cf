"""What the pages of follow-up share."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from flask import request

from app.core.errors import Invalid
from app.core.forms import Schema, parse
from app.core.i18n import translate


def offered(words: Mapping[Any, str], but: Collection[StrEnum | str] = ()) -> list[tuple[str, str]]:
    """Return the words of a register as a form offers them, without some."""
    return [(word.value, translate(label)) for word, label in words.items() if word not in but]


def fitting(schema: type[Schema]) -> dict[str, Any]:
    """Return the filters of the address; one that means nothing is left aside."""
    asked = {name: value for name, value in request.args.items() if value}
    try:
        return parse(schema, asked)
    except Invalid as refused:
        return parse(schema, {name: asked[name] for name in asked.keys() - refused.fields.keys()})
