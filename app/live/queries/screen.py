"""What the screen in the hall shows: never what a stranger may not see."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.forms import NEEDED
from app.core.i18n import N_, translate
from app.live import queries
from app.live.models import (
    PUBLIC_STATES,
    SHOWN_POLLS,
    Poll,
    Question,
    Room,
    RoomState,
    Scene,
    ScreenScene,
    Shown,
)
from app.live.queries import polls


def standing(room: Room) -> Scene:
    """
    Return what the screen of a room shows.

    It shows what happens by itself again once the question was taken away from the public, and
    once the room is a record.
    """
    query = select(ScreenScene).where(ScreenScene.room_id == room.id)
    query = query.options(joinedload(ScreenScene.question), joinedload(ScreenScene.poll))
    found = db.session.scalar(
        query.order_by(ScreenScene.id.desc()).limit(1).execution_options(populate_existing=True)
    )
    if found is None or room.state == RoomState.ARCHIVED or not _may_be_shown(found):
        return Scene()
    return Scene(
        found.shows, found.question, found.poll, found.words, found.language, found.shown_at
    )


def _may_be_shown(scene: ScreenScene) -> bool:
    if scene.question is not None and scene.question.state not in PUBLIC_STATES:
        return False
    return scene.poll is None or scene.poll.state in SHOWN_POLLS


def scene(
    actor: Actor,
    room: Room,
    *,
    shows: str,
    question: int | None = None,
    poll: int | None = None,
    words: str | None = None,
    language: str | None = None,
) -> Scene:
    """
    Return what the screen would show; a question and a poll are named by their numbers.

    :raises Invalid: if a question, a poll or a message lacks, or is not public
    """
    kind = Shown(shows)
    if kind == Shown.QUESTION:
        return Scene(kind, question=_question(room, _needed("question", question)))
    if kind == Shown.POLL:
        return Scene(kind, poll=_poll(room, _needed("poll", poll)))
    if kind == Shown.MESSAGE:
        return Scene(kind, words=_needed("words", words), language=language or "fr")
    return Scene(kind)


def _needed(name: str, value: Any) -> Any:
    if value is None:
        raise Invalid({name: [translate(NEEDED)]})
    return value


def _question(room: Room, number: int) -> Question:
    query = queries.questions().where(
        Question.room_id == room.id, Question.number == number, Question.state.in_(PUBLIC_STATES)
    )
    found: Question | None = db.session.scalar(query)
    if found is None:
        sentence = N_("Aucune question publique de cette salle ne porte le n° %(number)s.")
        raise Invalid({"question": [translate(sentence, number=number)]})
    return found


def _poll(room: Room, number: int) -> Poll:
    query = polls.whole_polls().where(
        Poll.room_id == room.id, Poll.number == number, Poll.state.in_(SHOWN_POLLS)
    )
    found: Poll | None = db.session.scalar(query)
    if found is None:
        sentence = N_("Aucun scrutin ouvert ou fermé de cette salle ne porte le n° %(number)s.")
        raise Invalid({"poll": [translate(sentence, number=number)]})
    return found
