"""Ballots: one of a person, and none is changed once it is in."""

from app.core.actions import action
from app.core.actors import Actor
from app.core.allowances import BALLOT
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.live import facts, rules
from app.live.actions.rooms import _check_not_archived
from app.live.models import NamedChoice, Participation, Poll, PollMethod, Urn, UrnBroken
from app.live.queries import polls
from app.live.schemas import BLANK


class PollClosed(Refused):
    """The poll takes no ballot."""

    code = "poll_closed"
    message = N_("Ce scrutin n’est pas ouvert : votre bulletin n’a pas été compté.")


class AlreadyVoted(Refused):
    """The person's ballot is in."""

    code = "already_voted"
    message = N_("Votre bulletin est déjà compté. Un bulletin ne se change pas.")


class NotEntitled(Refused):
    """The poll is for others."""

    status = 403
    code = "not_entitled"
    message = N_("Ce scrutin est réservé : votre nom n’est pas sur la liste de ceux qui votent.")


class UrnUnreadable(Refused):
    """The urn of a secret poll cannot be read: it takes no more ballots."""

    code = "urn_unreadable"
    message = N_(
        "L’urne de ce scrutin ne peut plus être lue : votre bulletin n’a pas été compté. "
        "Prévenez le bureau."
    )


@action(rules.may_cast_ballot, locked=True)
def cast_ballot(actor: Actor, poll: Poll, *, choices: list[int]) -> Participation:
    """
    Vote once: the numbers of the options chosen, or 0 alone for a blank ballot.

    :raises PollClosed: if the poll is not open
    :raises AlreadyVoted: if the actor's ballot is in
    :raises NotEntitled: if the actor may not vote in this poll
    :raises Invalid: if the poll does not take such a ballot
    :raises TooMany: if the actor tries too often
    :raises UrnUnreadable: if the urn was changed, or the platform's key was
    :raises RoomArchived: if the room is archived
    """
    _check_not_archived(poll.room)
    if not poll.is_open:
        raise PollClosed()
    BALLOT.spend(actor, poll.room_id)
    if polls.participation(actor, poll) is not None:
        raise AlreadyVoted()
    if not polls.is_entitled(actor, poll):
        raise NotEntitled()
    chosen = _checked(poll, choices)
    taken = Participation(poll=poll, person_id=actor.id)
    db.session.add(taken)
    db.session.flush()
    if poll.is_secret:
        _drop(poll, chosen)
    else:
        _write(poll, taken, chosen)
    record(actor, facts.BallotCast(room_id=poll.room_id, poll_id=poll.id))
    return taken


def _checked(poll: Poll, choices: list[int]) -> set[int]:
    """Return the options chosen, none for a blank ballot."""
    chosen = set(choices)
    if not chosen:
        raise _wrong(N_("Choisissez une réponse, ou le vote blanc."))
    if BLANK in chosen and len(chosen) > 1:
        raise _wrong(N_("Un vote blanc ne porte aucune réponse. Retirez l’un ou l’autre."))
    if not chosen - {BLANK} <= {option.position for option in poll.options}:
        raise _wrong(N_("Cette réponse n’est pas de ce scrutin."))
    most = _most(poll)
    if len(chosen) > most:
        sentence = (
            N_("Choisissez %(most)s réponses au plus.") if most > 1 else N_("Une seule réponse.")
        )
        raise _wrong(sentence, most=most)
    return chosen - {BLANK}


def _most(poll: Poll) -> int:
    if poll.method in (PollMethod.SINGLE, PollMethod.SCALE):
        return 1
    return poll.most_choices or len(poll.options)


def _wrong(sentence: str, **values: int) -> Invalid:
    return Invalid({"choices": [translate(sentence, **values)]})


def _drop(poll: Poll, chosen: set[int]) -> None:
    """Count a secret ballot: it is nowhere by itself, and the urn is sealed anew as a whole."""
    try:
        urn = Urn.unsealed(poll.id, poll.urn or b"")
    except UrnBroken:
        raise UrnUnreadable() from None
    urn.drop(chosen)
    poll.urn = urn.sealed(poll.id)


def _write(poll: Poll, taken: Participation, chosen: set[int]) -> None:
    db.session.add_all(
        NamedChoice(participation_id=taken.id, option_id=option.id)
        for option in poll.options
        if option.position in chosen
    )
