"""Letters: a plain text template whose first line is the subject, in the reader's language."""

import re
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale

from app.core.i18n import CODES

NO_BREAK = "\N{NO-BREAK SPACE}"
SPACES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Letter:
    """What a mail says, and in which language."""

    subject: str
    text: str
    language: str


def write_letter(template: str, language: str | None, **values: Any) -> Letter:
    """Return the letter of `template` ("accounts/mail/code.txt") in the person's language."""
    chosen = language if language in CODES else CODES[0]
    with force_locale(chosen):
        # Not render_template: a letter knows its reader, not who happens to be asking.
        written = current_app.jinja_env.get_template(template).render(values)
    subject, _, text = written.strip().partition("\n")
    return Letter(subject.strip(), SPACES.sub("\n\n", text.strip()) + "\n", str(chosen))


def in_header(subject: str) -> str:
    """
    Return a subject as a mail's header carries it, its spaces kept.

    Python may lose the space at which it breaks a header with accents; a no-break space it keeps.
    """
    return subject if subject.isascii() else subject.replace(" ", NO_BREAK)


def from_header(subject: str) -> str:
    """Return the subject that a mail's header carries, its spaces as they were written."""
    return subject.replace(NO_BREAK, " ")


def public_url(path: str = "/") -> str:
    """Return the address people know for `path`."""
    return str(current_app.config["SETTINGS"].public_url) + path
