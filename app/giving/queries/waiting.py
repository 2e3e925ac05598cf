"""How many things wait for an act of the actor: at the treasury's desk, and on programmes."""

from typing import Any

from sqlalchemy import Select, select

from app.accounts.models import Role
from app.core.actors import Actor
from app.core.db import how_many
from app.giving import rules
from app.giving.models import (
    RUNNING,
    Award,
    AwardState,
    Entry,
    EntryState,
    Pledge,
    PledgeState,
    ProgrammeReport,
    Tranche,
    TrancheState,
)
from app.giving.queries.ledger import handovers


def waiting_at_treasury(actor: Actor) -> int:
    """Return how many entries, sendings and promises said in the hall wait for the actor."""
    found: list[Select[Any]] = []
    if rules.may_prepare(actor):
        found.append(_entries(EntryState.DRAFT).where(Entry.prepared_by_id == actor.id))
    if actor.holds(Role.APPROVER):
        found.append(_entries(EntryState.SUBMITTED).where(Entry.prepared_by_id != actor.id))
    if rules.may_write_down_pledge(actor):
        said = select(Pledge.id).where(Pledge.donor_id.is_(None))
        found.append(said.where(Pledge.state == PledgeState.ANNOUNCED))
    return how_many(*found) + len(handovers(actor))


def waiting_on_programmes(actor: Actor) -> int:
    """Return how many projects, tranches and reports the actor is to approve, pay or verify."""
    found: list[Select[Any]] = []
    if actor.holds(Role.APPROVER):
        proposed = select(Award.id).where(Award.state == AwardState.PROPOSED)
        found.append(proposed.where(Award.proposed_by_id.is_distinct_from(actor.id)))
        met = _tranches(TrancheState.CONDITION_MET)
        found.append(met.where(Tranche.met_by_id.is_distinct_from(actor.id)))
    if actor.holds(Role.TREASURER):
        found.append(_tranches(TrancheState.APPROVED))
    if actor.holds(Role.REVIEWER):
        claimed = select(ProgrammeReport.id).where(ProgrammeReport.verified_at.is_(None))
        found.append(claimed.where(ProgrammeReport.reported_by_id.is_distinct_from(actor.id)))
    return how_many(*found)


def _entries(state: EntryState) -> Select[Any]:
    return select(Entry.id).where(Entry.state == state)


def _tranches(state: TrancheState) -> Select[Any]:
    """Return the tranches in a state, of awards that are running: of the others nothing waits."""
    return (
        select(Tranche.id)
        .join(Tranche.award)
        .where(Tranche.state == state, Award.state.in_(RUNNING))
    )
