"""What people do in a room."""

import secrets
from typing import Any

from sqlalchemy import func, select, update

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Conflict, Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.core.throttle import throttle
from app.directory import queries as directory
from app.live import facts, queries, rules
from app.live.models import (
    MODERATION,
    OPEN_TO_VOTES,
    PUBLIC_STATES,
    WITHDRAWABLE,
    FeedLine,
    Question,
    QuestionState,
    RefusalReason,
    Room,
    RoomState,
    Vote,
)
from app.meetings.models import Meeting

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


class VotesClosed(Refused):
    """The question is not open to support."""

    code = "votes_closed"
    message = N_("Cette question ne peut pas recevoir de soutien.")


class MoveRefused(Refused):
    """A question cannot go from where it stands to there."""

    code = "move_refused"
    message = N_("Cette question a déjà été traitée autrement. Rechargez la page.")


class AirTaken(Refused):
    """Another question is on air."""

    code = "air_taken"
    message = N_(
        "La n° %(number)s est encore à l’antenne. Dites d’abord si elle a reçu sa réponse."
    )


@action(rules.may_prepare_room)
def prepare_room(actor: Actor, meeting: Meeting, *, title: str, slug: str) -> Room:
    """
    Make a room for a meeting, closed at first.

    :raises Invalid: if the address is taken
    """
    if db.session.scalar(select(Room.id).where(Room.slug == slug)):
        raise Invalid({"slug": [translate(N_("Cette adresse est déjà prise."))]})
    room = Room(meeting=meeting, title=title, slug=slug)
    db.session.add(room)
    db.session.flush()
    record(actor, facts.RoomPrepared(room_id=room.id))
    return room


@action(rules.may_run_room, locked=True)
def change_room_state(actor: Actor, room: Room, *, to: str) -> Room:
    """
    Open, pause, close or archive a room.

    :raises Conflict: if the room is archived: an archive stays
    """
    state = RoomState(to)
    if room.state == state:
        return room
    if room.state == RoomState.ARCHIVED:
        raise Conflict()
    record(actor, facts.RoomStateChanged(room_id=room.id, was=room.state.value, to=state.value))
    room.state = state
    return room


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


@action(rules.is_author, locked=True)
def withdraw_question(actor: Actor, question: Question) -> Question:
    """
    Take one's question back before it is answered.

    :raises MoveRefused: if it was already treated
    """
    if question.state == QuestionState.WITHDRAWN:
        return question
    if question.state not in WITHDRAWABLE:
        raise MoveRefused()
    _move(question, QuestionState.WITHDRAWN)
    record(actor, facts.QuestionWithdrawn(room_id=question.room_id, question_id=question.id))
    return question


@action(rules.may_vote, locked=True)
def vote_on_question(actor: Actor, question: Question, *, on: bool) -> Question:
    """
    Support a question, or take the support back; doing it twice changes nothing.

    :raises VotesClosed: if the question or its room takes no support now
    :raises TooMany: if the actor votes too fast
    """
    if not question.room.is_open or question.state not in OPEN_TO_VOTES:
        raise VotesClosed()
    throttle.spend("60 per minute", "vote", actor.id)
    votes = _votes_of(actor, question)
    standing = [vote for vote in votes if vote.withdrawn_at is None]
    if on == bool(standing):
        return question
    ids = {"room_id": question.room_id, "question_id": question.id}
    if on:
        _cast(actor, question, votes)
        record(actor, facts.VoteCast(**ids))
    else:
        for vote in standing:
            vote.withdrawn_at = now()
        record(actor, facts.VoteWithdrawn(**ids))
    return question


def _votes_of(actor: Actor, question: Question) -> list[Vote]:
    """Return the actor's votes on the question and on those merged into it."""
    same = func.coalesce(Question.merged_into_id, Question.id) == question.id
    query = select(Vote).join(Question, Vote.question_id == Question.id)
    return list(db.session.scalars(query.where(same, Vote.person_id == actor.id)))


def _cast(actor: Actor, question: Question, votes: list[Vote]) -> None:
    own = next((vote for vote in votes if vote.question_id == question.id), None)
    if own is None:
        db.session.add(Vote(question_id=question.id, person_id=actor.id))
    else:
        own.withdrawn_at, own.cast_at = None, now()


@action(rules.may_moderate_question, locked=True)
def moderate_question(
    actor: Actor,
    question: Question,
    *,
    to: str,
    reason: str | None = None,
    words: str | None = None,
    into: int | None = None,
    answer: str | None = None,
) -> Question:
    """
    Turn a question into another state.

    `reason` and `words` go with a refusal, `into` with a merge, `answer` with an answer in writing.

    :raises MoveRefused: if the question cannot go there from where it stands
    :raises AirTaken: if another question is on air
    :raises Invalid: if a refusal lacks its reason, or a merge the question it goes into
    """
    state = QuestionState(to)
    if question.state == state:
        return question
    if state not in MODERATION[question.state]:
        raise MoveRefused()
    was = question.state
    target = _merge_target(actor, question, into) if state == QuestionState.MERGED else None
    if state == QuestionState.ON_AIR:
        _check_air(question)
    _move(question, state)
    question.reason = _reason(reason, words) if state == QuestionState.REFUSED else None
    question.reason_words = words if state == QuestionState.REFUSED else None
    question.merged_into_id = target.id if target else None
    if answer is not None and state == QuestionState.ANSWERED:
        question.answer = answer
    if target:
        _bring_along(question, target)
    record(
        actor,
        facts.QuestionModerated(
            room_id=question.room_id,
            question_id=question.id,
            was=was.value,
            to=state.value,
            into_id=target.id if target else None,
        ),
    )
    return question


def _move(question: Question, state: QuestionState) -> None:
    question.state = state
    question.moved_at = now()


def _reason(reason: str | None, words: str | None) -> RefusalReason:
    if reason is None:
        raise Invalid({"reason": [translate(N_("Dites pourquoi : son auteur le lira."))]})
    if reason == RefusalReason.OTHER and not words:
        raise Invalid({"words": [translate(N_("Dites cette raison en quelques mots."))]})
    return RefusalReason(reason)


def _merge_target(actor: Actor, question: Question, into: int | None) -> Question:
    target = queries.question(actor, into, question.room) if into else None
    if target is None or target.id == question.id or target.state not in PUBLIC_STATES:
        sentence = N_("Choisissez une question retenue de cette salle.")
        raise Invalid({"into": [translate(sentence)]})
    return target


def _bring_along(question: Question, target: Question) -> None:
    """Let what was merged into `question` follow it, so that every vote has one root."""
    db.session.flush()
    db.session.execute(
        update(Question)
        .where(Question.merged_into_id == question.id)
        .values(merged_into_id=target.id)
    )


def _check_air(question: Question) -> None:
    # The room is the lock: two moderators at once would otherwise both find the air free.
    db.session.execute(select(Room.id).where(Room.id == question.room_id).with_for_update())
    query = select(Question.number).where(
        Question.room_id == question.room_id, Question.state == QuestionState.ON_AIR
    )
    other = db.session.scalar(query)
    if other is not None:
        raise AirTaken(number=other)


@action(rules.may_write_feed)
def write_feed_line(
    actor: Actor, room: Room, *, body: str, speaker: str | None = None, question: int | None = None
) -> FeedLine:
    """
    Write a line of the feed, under the minute it is written.

    :raises NotFound: if the question it is about is not one of the room
    """
    about: Any = queries.question(actor, question, room) if question else None
    line = FeedLine(
        room_id=room.id,
        author_id=actor.id,
        body=body,
        speaker=speaker,
        question_id=about.id if about else None,
    )
    db.session.add(line)
    db.session.flush()
    record(actor, facts.FeedLineWritten(room_id=room.id, line_id=line.id))
    return line
