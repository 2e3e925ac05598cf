"""Handovers: what was sent waits in transit until the receiver answers."""

from uuid import NAMESPACE_URL, uuid5

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now, today
from app.core.db import db
from app.core.facts import record
from app.giving import facts, queries, rules
from app.giving.actions.errors import Answered, ReasonNeeded, WrongPlaces
from app.giving.actions.posting import _post
from app.giving.models import Entry, EntryKind, EntryLine, EntryState, Place, PlaceKind


@action(rules.may_answer_handover, locked=True)
def acknowledge_handover(actor: Actor, dispatch: Entry, *, place: Place) -> Entry:
    """
    Say, for the organisation that receives, that the money is there, in `place`.

    The answer is prepared by who prepared the sending and approved by the receiver.

    :raises Answered: if the sending has its answer, or was reversed
    :raises WrongPlaces: if the place is not one of the receiving organisation
    """
    receiver = dispatch.planned[0].to_place
    if (
        place.kind not in (PlaceKind.MINISTRY, PlaceKind.TREASURY)
        or place.organisation_id != receiver.organisation_id
    ):
        raise WrongPlaces(from_place=receiver.name, to_place=place.name)
    return _answer(actor, dispatch, EntryKind.ACKNOWLEDGEMENT, place, None)


@action(rules.may_answer_handover, locked=True)
def refuse_handover(actor: Actor, dispatch: Entry, *, because: str | None) -> Entry:
    """
    Say, for the organisation that receives, that the money is not taken; it goes back.

    :raises Answered: if the sending has its answer, or was reversed
    :raises ReasonNeeded: without a reason
    """
    if not because:
        raise ReasonNeeded()
    return _answer(actor, dispatch, EntryKind.REFUSAL, None, because)


def _answer(
    actor: Actor, dispatch: Entry, kind: EntryKind, place: Place | None, words: str | None
) -> Entry:
    if queries.answer_to(dispatch) is not None or queries.reversal_of(dispatch) is not None:
        raise Answered()
    entry = Entry(
        kind=kind,
        idem_key=f"answer:{uuid5(NAMESPACE_URL, str(dispatch.id))}",
        lines=len(dispatch.planned),
        occurred_on=today(),
        words=words,
        prepared_by_id=dispatch.prepared_by_id,
        submitted_at=now(),
        answers_id=dispatch.id,
        is_demonstration=dispatch.is_demonstration,
    )
    db.session.add(entry)
    db.session.flush()
    for line in dispatch.planned:
        entry.planned.append(
            EntryLine(
                line=line.line,
                lot_id=line.lot_id,
                lot=line.lot,
                from_place=line.to_place,
                to_place=place or line.from_place,
                currency=line.currency,
                amount=line.amount,
            )
        )
    db.session.flush()
    entry.state = EntryState.SUBMITTED  # once its lines are written: then they stay
    db.session.flush()
    record(actor, facts.EntryPrepared(entry_id=entry.id))
    _post(actor, entry)
    return entry
