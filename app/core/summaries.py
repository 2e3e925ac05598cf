"""
The summary above a refused form names the fields, which are drawn only after it.

Several are often refused in the same words, so each line begins with what its field is called.
"""

import re
from typing import Any

from flask import Flask, Response, g
from flask_babel import gettext as _
from markupsafe import Markup, escape

PLACE = Markup("<!--field {}-->")
PLACES = re.compile("<!--field (.*?)-->")


def setup(app: Flask) -> None:
    """Give the templates what the summary and the fields call."""
    app.jinja_env.globals.update(name_of_field=_name_of_field, called=_called)
    app.after_request(_name_fields)


def _name_of_field(name: str) -> Markup:
    """Keep a place for what the field of that id is called further down."""
    g.setdefault("field_names", {})
    return PLACE.format(name)


def _called(field_id: str, label: Any) -> str:
    """Say what a field is called; nothing is drawn for it."""
    if "field_names" in g:
        g.field_names[str(escape(field_id))] = label.rstrip().rstrip("?").rstrip()
    return ""


def _name_fields(response: Response) -> Response:
    names = g.pop("field_names", None)
    if names is not None and response.mimetype == "text/html":
        text = PLACES.sub(lambda place: _begins(names.get(place[1])), response.get_data(True))
        response.set_data(text)
    return response


def _begins(name: str | None) -> str:
    return f"{escape(name)}{_(' : ')}" if name else ""
