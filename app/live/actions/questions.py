"""Questions: asked."""

import re
import secrets
from typing import Any

from sqlalchemy import func, select

from app.core.actions import action
from app.core.actors import ANONYMOUS, Actor
from app.core.allowances import ASK
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.formats import sort_key
from app.core.i18n import N_, translate
from app.directory import queries as directory
from app.live import facts, rules
from app.live.models import UNREAD, Question, Room

MOST_WAITING = 5
# What reaches somebody: an address, a link, a telephone number.
REACHES = re.compile(r"@|://|www\.|\d(?:[\s.-]?\d){5}")
OFFICES = re.compile(
    r"\b(ministre|ministere|moderat\w*|ambassad\w*|consul|consulat|president|secretariat|toukanblon)\b"
)
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
    pseudonym: str | None = None,
) -> Question:
    """
    Put a question to an open room; a `pseudonym` is shown with it and seals its author's name.

    :raises RoomClosed: if the room takes no question now
    :raises TooManyWaiting: if five of the actor's questions wait already
    :raises TooMany: if the actor asks too fast
    """
    _check_may_wait(actor, room)
    return _receive(
        *(actor, room),
        body=body,
        language=language,
        theme_id=_theme_id(theme),
        is_anonymous=anonymous or pseudonym is not None,
        pseudonym=_pseudonym(actor, pseudonym),
        country=actor.country,
    )


def _receive(actor: Actor, room: Room, **columns: Any) -> Question:
    """Write a question under the room's next number."""
    room.asked += 1
    question = Question(
        room=room,
        number=room.asked,
        author_id=actor.id,
        receipt=_receipt(room.asked),
        **columns,
    )
    db.session.add(question)
    db.session.flush()
    asked = facts.QuestionAsked(room_id=room.id, question_id=question.id)
    question.asked_seq = record(_teller(actor, question), asked).seq
    return question


def _teller(actor: Actor, question: Question) -> Actor:
    """Return who a fact names: nobody, where the author's identity is sealed."""
    return ANONYMOUS if question.is_anonymous else actor


def _check_may_wait(actor: Actor, room: Room) -> None:
    if not room.is_open:
        raise RoomClosed()
    if _waiting(actor, room) >= MOST_WAITING:
        raise TooManyWaiting(most=MOST_WAITING)
    ASK.spend(actor, room.id)


def _waiting(actor: Actor, room: Room) -> int:
    query = select(func.count()).where(
        Question.room_id == room.id,
        Question.author_id == actor.id,
        Question.state.in_(UNREAD),
    )
    return db.session.scalar(query) or 0


def _theme_id(code: str | None) -> int | None:
    if code is None:
        return None
    theme = directory.term("themes", code)
    if theme is None:
        raise Invalid({"theme": [translate(N_("Choisissez un thème dans la liste."))]})
    return theme.id


def _pseudonym(actor: Actor, chosen: str | None) -> str | None:
    """
    Return the name chosen for one question.

    :raises Invalid: if it is the actor's own, a way to reach somebody, or that of an office
    """
    if chosen is None:
        return None
    words = sort_key(chosen)
    if words == sort_key(actor.name):
        sentence = N_("C’est votre nom. Choisissez-en un autre, ou montrez le vôtre.")
    elif REACHES.search(words) or not any(sign.isalpha() for sign in words):
        sentence = N_("Un prénom ou un métier suffit : ni adresse, ni numéro, ni lien.")
    elif OFFICES.search(words):
        sentence = N_("Ce nom ferait croire à une parole officielle. Choisissez-en un autre.")
    else:
        return chosen
    raise Invalid({"pseudonym": [translate(sentence)]})


def _receipt(number: int) -> str:
    """Return a code that can be read aloud: no letter that is mistaken for a digit; 29 bits."""
    return f"BLON-{number}-" + "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(6))
