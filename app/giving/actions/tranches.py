"""Tranches of an award: met, approved by another, paid by the ledger, justified or recovered."""

from app.core.actions import action, lock_row
from app.core.actors import Actor
from app.core.clock import now
from app.core.errors import NotAllowed
from app.core.facts import record
from app.giving import facts, queries, rules
from app.giving.actions.errors import NotRunning, NotThatMove, NotThatPayment
from app.giving.models import (
    TRANCHE_MOVES,
    Entry,
    EntryKind,
    EntryState,
    Tranche,
    TrancheState,
)


@action(rules.may_move_tranche, locked=True)
def move_tranche(actor: Actor, tranche: Tranche, *, to: str, entry: Entry | None = None) -> Tranche:
    """
    Carry a tranche on: its condition met, approved by another, paid by a posted entry, justified.

    :raises NotThatMove: if that state does not follow
    :raises NotRunning: if the award has no agreement yet, or is over
    :raises NotThatPayment: if the entry did not pay exactly that tranche, and no other
    :raises NotAllowed: if who said the condition met approves it
    """
    target = TrancheState(to)
    if target not in TRANCHE_MOVES[tranche.state]:
        raise NotThatMove()
    if target not in tranche.following:
        raise NotRunning()
    if target == TrancheState.CONDITION_MET:
        tranche.met_by_id, tranche.met_at = actor.id, now()
    if target == TrancheState.PLANNED:
        tranche.met_by_id = tranche.met_at = None
    if target == TrancheState.APPROVED:
        if not rules.may_approve_award(actor, tranche) or actor.id == tranche.met_by_id:
            raise NotAllowed()
        tranche.approved_by_id, tranche.approved_at = actor.id, now()
        tranche.entry_id = None  # one that was recovered waits for another payment
    if target == TrancheState.PAID:
        if entry is None or not _pays(entry, tranche):
            raise NotThatPayment()
        tranche.entry_id = entry.id
    return _move_tranche(actor, tranche, target)


def _recover_tranche(actor: Actor, paid: Entry) -> None:
    """Take the tranche of a payment that is undone as recovered: its money came back."""
    lock_row(paid)
    tranche = queries.tranche_paid_by(paid)
    if tranche is not None:
        lock_row(tranche)
        _move_tranche(actor, tranche, TrancheState.RECOVERED)


def _move_tranche(actor: Actor, tranche: Tranche, to: TrancheState) -> Tranche:
    was, tranche.state = tranche.state, to
    record(
        actor,
        facts.TrancheMoved(
            programme_id=tranche.award.programme_id,
            tranche_id=tranche.id,
            was=was.value,
            to=to.value,
        ),
    )
    return tranche


def _pays(entry: Entry, tranche: Tranche) -> bool:
    """Whether a posted payment that stands brought exactly that tranche to the award's place."""
    lock_row(entry)  # it may be undone at the same time
    paid = [
        (line.amount, line.currency)
        for line in entry.planned
        if line.to_place.award_id == tranche.award_id
    ]
    return (
        entry.state == EntryState.POSTED
        and entry.kind in (EntryKind.PAYMENT, EntryKind.ALLOCATION)
        and paid == [(tranche.amount, tranche.award.currency)]
        and queries.tranche_paid_by(entry) is None
        and queries.reversal_of(entry, posted=True) is None
    )
