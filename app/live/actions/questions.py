"""Questions: asked."""

import secrets

from sqlalchemy import func, select

from app.core.actions import action
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.core.throttle import throttle
from app.directory import queries as directory
from app.live import facts, rules
from app.live.models import Question, QuestionState, Room

MOST_WAITING = 5
RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class RoomClosed(Refused):
    """The room takes nothing now."""

    code = "room_closed"
    message = N_("La salle est fermée pour le moment. Votre texte est gardé sur cet appareil.")


class TooManyWaiting(Refused):
    """Enough questions of this person wait already."""

    code = "too_many_waiting"
    message = N_("Vous avez déjà %(most)s questions en lecture. Attendez que l’une soit traitée.")


@action(rules.may_ask, locked=True)
def ask_question(
    actor: Actor,
    room: Room,
    *,
    body: str,
    language: str = "fr",
    theme: str | None = None,
    anonymous: bool = False,
) -> Question:
    """
    Put a question to an open room.

    :raises RoomClosed: if the room takes no question now
    :raises TooManyWaiting: if five of the actor's questions wait already
    :raises TooMany: if the actor asks too fast
    """
    if not room.is_open:
        raise RoomClosed()
    if _waiting(actor, room) >= MOST_WAITING:
        raise TooManyWaiting(most=MOST_WAITING)
    throttle.spend("10 per minute", "ask", actor.id)
    room.asked += 1
    question = Question(
        room=room,
        number=room.asked,
        author_id=actor.id,
        body=body,
        language=language,
        theme_id=_theme_id(theme),
        is_anonymous=anonymous,
        country=actor.country,
        receipt=_receipt(room.asked),
    )
    db.session.add(question)
    db.session.flush()
    fact = record(actor, facts.QuestionAsked(room_id=room.id, question_id=question.id))
    question.asked_seq = fact.seq
    return question


def _waiting(actor: Actor, room: Room) -> int:
    query = select(func.count()).where(
        Question.room_id == room.id,
        Question.author_id == actor.id,
        Question.state == QuestionState.RECEIVED,
    )
    return db.session.scalar(query) or 0


def _theme_id(code: str | None) -> int | None:
    if code is None:
        return None
    theme = directory.term("themes", code)
    if theme is None:
        raise Invalid({"theme": [translate(N_("Choisissez un thème dans la liste."))]})
    return theme.id


def _receipt(number: int) -> str:
    """Return a code that can be read aloud: no letter that is mistaken for a digit; 29 bits."""
    return f"BLON-{number}-" + "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(6))
