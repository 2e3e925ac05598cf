"""Sealed identities: opened by few, for a reason that is kept and shown at the desk."""

from app.core.actions import action
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.facts import record
from app.core.i18n import N_
from app.live import facts, rules
from app.live.models import IdentityOpening, Question


class NotSealed(Refused):
    """The author's name is shown already."""

    code = "not_sealed"
    message = N_("Cette question montre le nom de son auteur : il n’y a rien à ouvrir.")


@action(rules.may_open_identity, locked=True)
def open_identity(actor: Actor, question: Question, *, reason: str) -> IdentityOpening:
    """
    Open the sealed identity of a question's author; who did and why is kept and cannot be undone.

    :raises NotSealed: if the author's name is shown with the question
    """
    if not question.is_anonymous:
        raise NotSealed()
    opening = IdentityOpening(question=question, opened_by_id=actor.id, reason=reason)
    db.session.add(opening)
    db.session.flush()
    opened = facts.IdentityOpened(
        room_id=question.room_id, question_id=question.id, opening_id=opening.id
    )
    record(actor, opened)
    return opening
