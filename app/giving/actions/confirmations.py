"""Confirmations: a beneficiary says whether their share arrived, by code or to the secretariat."""

from app.core.actions import action, anyone
from app.core.actors import Actor
from app.core.db import db
from app.core.facts import record
from app.giving import facts, queries, rules
from app.giving.actions.errors import AlreadyConfirmed, NoSuchShare
from app.giving.models import Confirmation, ConfirmationChannel, Entry, Place


@action(anyone, locked=True)
def confirm_by_code(
    actor: Actor, entry: Entry, *, place: Place, code: str, is_received: bool
) -> Confirmation:
    """
    Say, as the beneficiary who holds `code`, whether the share in `place` arrived.

    :raises NoSuchShare: if it is not the code of that share
    :raises AlreadyConfirmed: if it has its answer
    """
    if not queries.is_code_of(code, entry, place):
        raise NoSuchShare()
    return _confirm(actor, entry, place, is_received, ConfirmationChannel.CODE, None, None)


@action(rules.may_confirm_for_beneficiary, locked=True)
def confirm_for_beneficiary(
    actor: Actor, entry: Entry, *, place: Place, is_received: bool, words: str | None = None
) -> Confirmation:
    """
    Write down what a beneficiary told the secretariat; `words` stay at the desk.

    :raises NoSuchShare: if the entry gave nothing to that place
    :raises AlreadyConfirmed: if it has its answer
    """
    channel = ConfirmationChannel.SECRETARIAT
    return _confirm(actor, entry, place, is_received, channel, actor.id, words)


def _confirm(
    actor: Actor,
    entry: Entry,
    place: Place,
    is_received: bool,
    channel: ConfirmationChannel,
    entered_by_id: int | None,
    words: str | None,
) -> Confirmation:
    if not queries.is_share(entry, place):
        raise NoSuchShare()
    said = queries.confirmation_of(entry, place)
    if said is not None and (said.is_received or not is_received):
        raise AlreadyConfirmed()
    confirmation = Confirmation(
        entry_id=entry.id,
        place_id=place.id,
        is_received=is_received,
        channel=channel,
        words=words,
        entered_by_id=entered_by_id,
    )
    db.session.add(confirmation)
    db.session.flush()
    record(actor, facts.ShareConfirmed(entry_id=entry.id, confirmation_id=confirmation.id))
    return confirmation
