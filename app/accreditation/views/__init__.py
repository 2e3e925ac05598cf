"""The HTML door of accreditation: the register, the association's pages, the desk."""

from flask import Flask

from app.accreditation.schemas import state_shape
from app.accreditation.views import calls, deciding, desk, following, opening, public
from app.accreditation.views.blueprint import bp
from app.accreditation.views.words import (
    decision_word,
    move_word,
    owner_word,
    reason_word,
    state_word,
    status_shape,
    status_word,
)

blueprints = (bp,)
__all__ = ["blueprints", "calls", "deciding", "desk", "following", "opening", "public", "setup"]


def setup(app: Flask) -> None:
    """Give the templates the words of the procedure."""
    app.jinja_env.globals.update(
        dossier_state=state_word,
        dossier_shape=state_shape,
        dossier_move=move_word,
        dossier_reason=reason_word,
        dossier_owner=owner_word,
        decision_word=decision_word,
        accreditation_word=status_word,
        accreditation_shape=status_shape,
    )
