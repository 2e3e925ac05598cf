"""Polls: prepared by the desk, opened, closed and published; there is no way back."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.live import facts, rules
from app.live.actions.counting import _count
from app.live.actions.rooms import PollStillOpen, _check_not_archived
from app.live.models import (
    POLL_MOVES,
    Poll,
    PollMethod,
    PollOption,
    PollState,
    Room,
    Urn,
    Voters,
)
from app.live.schemas import HIGHEST_GRADE, MOST_OPTIONS


class PollMoveRefused(Refused):
    """A poll cannot go from where it stands to there: there is no way back."""

    code = "poll_move_refused"
    message = N_(
        "Ce scrutin n’en est pas là : un scrutin fermé ne se rouvre pas, "
        "un scrutin ouvert ne s’annule pas. Préparez-en un autre."
    )


@action(rules.may_moderate, locked=True)
def prepare_poll(
    actor: Actor,
    room: Room,
    *,
    title: str,
    method: str = PollMethod.SINGLE,
    options: list[str] | None = None,
    most_choices: int | None = None,
    low: int | None = None,
    high: int | None = None,
    low_words: str | None = None,
    high_words: str | None = None,
    ballot: str = "secret",
    voters: str = Voters.EVERYBODY,
    quorum: int | None = None,
    quorum_unit: str = "people",
) -> Poll:
    """
    Prepare a poll, which nobody outside the desk sees before it opens.

    `low` and `high` are the bounds of a scale, with words for its two ends; `quorum` is a number
    of people, or a percentage of those who may vote. It cannot be changed: another is prepared.

    :raises RoomArchived: if the room is archived
    :raises Invalid: if the options, the scale or the quorum do not fit the method
    """
    _check_not_archived(room)
    kind = PollMethod(method)
    in_percent = quorum_unit == "percent"
    if quorum and in_percent:
        _check_percentage(quorum, voters)
    if kind == PollMethod.SCALE:
        answers = _grades(low, high, low_words, high_words)
    else:
        answers = [(label, None) for label in _checked(options or [])]
    poll = Poll(
        room=room,
        number=_next_number(room),
        title=title,
        method=kind,
        voters=Voters(voters),
        is_secret=ballot == "secret",
        most_choices=_most_choices(most_choices, answers) if kind == PollMethod.MULTIPLE else None,
        quorum_people=None if in_percent else quorum,
        quorum_percent=quorum if in_percent else None,
        options=[
            PollOption(position=place, label=label, grade=grade)
            for place, (label, grade) in enumerate(answers, 1)
        ],
    )
    db.session.add(poll)
    db.session.flush()
    record(actor, facts.PollPrepared(room_id=room.id, poll_id=poll.id))
    return poll


def _next_number(room: Room) -> int:
    last = db.session.scalar(select(func.max(Poll.number)).where(Poll.room_id == room.id))
    return (last or 0) + 1


def _checked(options: list[str]) -> list[str]:
    if len(options) < 2:
        raise _wrong("options", N_("Écrivez au moins deux réponses, une par ligne."))
    if len(options) > MOST_OPTIONS:
        raise _wrong("options", N_("Douze réponses au plus."))
    return options


def _grades(
    low: int | None, high: int | None, low_words: str | None, high_words: str | None
) -> list[tuple[str, int | None]]:
    """Return the options of a scale: its grades, with the words of its two ends."""
    low = 1 if low is None else low
    if high is None or not low < high <= HIGHEST_GRADE:
        raise _wrong("high", N_("La plus haute note doit dépasser la plus basse, et 10 au plus."))
    words = {low: low_words, high: high_words}
    return [
        (f"{grade}, {words[grade]}" if words.get(grade) else str(grade), grade)
        for grade in range(low, high + 1)
    ]


def _most_choices(most: int | None, answers: list[tuple[str, int | None]]) -> int:
    most = len(answers) if most is None else most
    if not 1 <= most <= len(answers):
        raise _wrong("most_choices", N_("Ce nombre ne peut pas dépasser celui des réponses."))
    return most


def _check_percentage(quorum: int, voters: str) -> None:
    if quorum > 100:
        raise _wrong("quorum", N_("Un pourcentage va de 1 à 100."))
    if voters == Voters.EVERYBODY:
        sentence = N_("Ouvert à tous, un scrutin n’a pas de liste : dites le quorum en personnes.")
        raise _wrong("quorum", sentence)


def _wrong(name: str, sentence: str) -> Invalid:
    return Invalid({name: [translate(sentence)]})


@action(rules.may_run_poll, locked=True)
def open_poll(actor: Actor, poll: Poll) -> Poll:
    """
    Let a prepared poll take ballots.

    :raises PollMoveRefused: if it was opened already, or given up
    :raises PollStillOpen: if another poll of the room is open
    :raises RoomArchived: if the room is archived
    """
    if not _moves(poll, PollState.OPEN):
        return poll
    _check_alone(poll)
    if poll.is_secret:
        poll.urn = Urn.empty(len(poll.options)).sealed(poll.id)
    poll.state, poll.opened_at = PollState.OPEN, now()
    record(actor, facts.PollOpened(room_id=poll.room_id, poll_id=poll.id))
    return poll


@action(rules.may_run_poll, locked=True)
def close_poll(actor: Actor, poll: Poll) -> Poll:
    """
    Take no more ballots: write down who could vote, who did, and the counts, for good.

    :raises PollMoveRefused: if it is not open
    :raises RoomArchived: if the room is archived
    """
    if not _moves(poll, PollState.CLOSED):
        return poll
    _count(poll)
    poll.state, poll.closed_at = PollState.CLOSED, now()
    record(actor, facts.PollClosed(room_id=poll.room_id, poll_id=poll.id))
    return poll


@action(rules.may_run_poll, locked=True)
def publish_poll(actor: Actor, poll: Poll) -> Poll:
    """
    Show the results of a closed poll to everybody.

    :raises PollMoveRefused: if it is not closed
    :raises RoomArchived: if the room is archived
    """
    if not _moves(poll, PollState.PUBLISHED):
        return poll
    poll.state, poll.published_at = PollState.PUBLISHED, now()
    record(actor, facts.PollPublished(room_id=poll.room_id, poll_id=poll.id))
    return poll


@action(rules.may_run_poll, locked=True)
def cancel_poll(actor: Actor, poll: Poll) -> Poll:
    """
    Give up a poll that was never opened; its number stays.

    :raises PollMoveRefused: if it was opened
    :raises RoomArchived: if the room is archived
    """
    if not _moves(poll, PollState.CANCELLED):
        return poll
    poll.state = PollState.CANCELLED
    record(actor, facts.PollCancelled(room_id=poll.room_id, poll_id=poll.id))
    return poll


# The act that brings a poll to a state.
POLL_ACTS: dict[str, Callable[..., Any]] = {
    PollState.OPEN: open_poll,
    PollState.CLOSED: close_poll,
    PollState.PUBLISHED: publish_poll,
    PollState.CANCELLED: cancel_poll,
}


def _moves(poll: Poll, to: PollState) -> bool:
    """Whether there is something to do; a poll that stands there already is left as it is."""
    _check_not_archived(poll.room)
    if poll.state == to:
        return False
    if to not in POLL_MOVES[poll.state]:
        raise PollMoveRefused()
    return True


def _check_alone(poll: Poll) -> None:
    # Two polls at once would otherwise both find the room without one.
    room = select(Room.id).where(Room.id == poll.room_id)
    db.session.execute(room.with_for_update(key_share=True))
    query = select(Poll.number).where(Poll.room_id == poll.room_id, Poll.state == PollState.OPEN)
    other = db.session.scalar(query)
    if other is not None:
        raise PollStillOpen(number=other)
