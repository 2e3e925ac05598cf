"""What becomes of an entry: left or written anew by its preparer, decided by another person."""

from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.errors import Conflict
from app.core.facts import record
from app.core.files import StoredFile
from app.core.i18n import N_, translate
from app.giving import facts, rules
from app.giving.actions.entries import prepare_entry, prepare_exchange
from app.giving.actions.errors import ReasonNeeded, WrongState
from app.giving.actions.posting import _post
from app.giving.models import Entry, EntryState, Lot


@action(rules.may_submit, locked=True)
def submit_entry(actor: Actor, entry: Entry) -> Entry:
    """
    Submit a draft for approval by another person; from now on it stays as it is.

    :raises WrongState: if it is not a draft
    """
    if entry.state != EntryState.DRAFT:
        raise WrongState()
    entry.state, entry.submitted_at = EntryState.SUBMITTED, now()
    record(actor, facts.EntrySubmitted(entry_id=entry.id))
    return entry


@action(rules.may_submit, locked=True)
def leave_entry(actor: Actor, entry: Entry) -> Entry:
    """
    Leave what nobody approved yet: it moves nothing and stays on record as left by its preparer.

    :raises WrongState: if it was decided
    """
    if not entry.is_open:
        raise WrongState()
    return _reject(actor, entry, translate(N_("Abandonnée par qui l’a préparée.")))


@action(rules.may_rewrite, locked=True)
def rewrite_entry(
    actor: Actor, entry: Entry, lot: Lot, *, evidence: StoredFile | None = None, **content: Any
) -> Entry:
    """
    Write anew what nobody approved yet: another draft takes its place, and both stay on record.

    `content` is as for `prepare_entry`; the piece of the first is kept without another.

    :raises Refused: as `prepare_entry`
    """
    made = prepare_entry(actor, lot, evidence=evidence or _piece_of(entry), **content)
    _replace(actor, entry, made)
    return made


@action(rules.may_rewrite, locked=True)
def rewrite_exchange(actor: Actor, entry: Entry, lot: Lot, **content: Any) -> Entry:
    """
    Write an exchange anew, as `rewrite_entry`; `content` is as for `prepare_exchange`.

    :raises Refused: as `prepare_exchange`
    """
    made = prepare_exchange(actor, lot, **content)
    _replace(actor, entry, made)
    return made


def _piece_of(entry: Entry) -> StoredFile | None:
    if entry.evidence_sha256 is None:
        return None
    return StoredFile(entry.evidence_sha256, entry.evidence_type or "", entry.evidence_size or 0)


def _replace(actor: Actor, entry: Entry, by: Entry) -> None:
    if by.id == entry.id:
        raise Conflict()  # its own key was sent again: nothing else was written
    because = translate(N_("Réécrite : l’écriture %(number)s la remplace."), number=by.id)
    entry.state, entry.rejected_because = EntryState.REJECTED, because
    entry.rejected_by_id, entry.rejected_at = actor.id, now()
    record(actor, facts.EntryRewritten(entry_id=entry.id, by_id=by.id))


@action(rules.may_decide, locked=True)
def approve_entry(actor: Actor, entry: Entry) -> Entry:
    """
    Approve what another person prepared: it is posted, and its money moves.

    :raises WrongState: if it does not wait for approval
    :raises Overdrawn: if a place does not hold that much of the lot
    """
    if entry.state != EntryState.SUBMITTED:
        raise WrongState()
    _post(actor, entry)
    return entry


@action(rules.may_decide, locked=True)
def reject_entry(actor: Actor, entry: Entry, *, because: str | None = None) -> Entry:
    """
    Reject what another person prepared, with the reason; no money moves.

    :raises WrongState: if it does not wait for approval
    :raises ReasonNeeded: without a reason
    """
    if entry.state != EntryState.SUBMITTED:
        raise WrongState()
    if not because:
        raise ReasonNeeded()
    return _reject(actor, entry, because)


def _reject(actor: Actor, entry: Entry, because: str) -> Entry:
    entry.state, entry.rejected_because = EntryState.REJECTED, because
    entry.rejected_by_id, entry.rejected_at = actor.id, now()
    record(actor, facts.EntryRejected(entry_id=entry.id))
    return entry
