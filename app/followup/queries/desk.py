"""What waits for the actor on the working pages, and for the committee in its pack."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.actors import Actor
from app.core.db import db, how_many
from app.followup import rules
from app.followup.models import (
    Closure,
    ClosureAct,
    Commitment,
    ProgressReport,
    Recommendation,
    ReportState,
    Timeliness,
)
from app.followup.queries.concerns import received
from app.followup.queries.crossings import without_sequel
from app.followup.queries.dashboard import Line, lines

MOST = 100


def waiting(actor: Actor) -> int:
    """Return how many things of the working page wait for an act of the actor."""
    found: list[Select[Any]] = [_drafts(actor), _to_validate(actor)]
    if rules.may_keep_followup(actor):
        found.append(received())
    if rules.may_issue(actor):
        found.append(without_sequel())
    if rules.may_decide_closure(actor):
        found.append(_to_close(actor))
    return how_many(*found)


def own_drafts(actor: Actor) -> list[ProgressReport]:
    """Return the actor's drafts, oldest first."""
    query = _drafts(actor).options(
        joinedload(ProgressReport.commitment).joinedload(Commitment.recommendation)
    )
    return list(db.session.scalars(query.order_by(ProgressReport.id).limit(MOST)))


def reports_to_validate(actor: Actor) -> list[ProgressReport]:
    """Return the reports that were sent and that the actor may validate, oldest first."""
    query = (
        _to_validate(actor)
        .options(
            joinedload(ProgressReport.commitment).joinedload(Commitment.recommendation),
            joinedload(ProgressReport.commitment).joinedload(Commitment.lead),
        )
        .order_by(ProgressReport.id)
        .limit(MOST)
    )
    return [one for one in db.session.scalars(query) if rules.may_validate(actor, one)]


def closures_to_decide(actor: Actor) -> list[Recommendation]:
    """Return the recommendations whose closure somebody else than the actor requested."""
    return list(db.session.scalars(_to_close(actor).order_by(Recommendation.id).limit(MOST)))


def _drafts(actor: Actor) -> Select[ProgressReport]:
    return select(ProgressReport).where(
        ProgressReport.author_id == actor.id, ProgressReport.state == ReportState.DRAFT
    )


def _to_validate(actor: Actor) -> Select[ProgressReport]:
    """Return the query of what `rules.may_validate` lets the actor verify."""
    query = (
        select(ProgressReport)
        .join(ProgressReport.commitment)
        .where(
            ProgressReport.state == ReportState.SUBMITTED,
            ProgressReport.author_id != actor.id,
            Commitment.focal_point_id.is_distinct_from(actor.id),
            Commitment.alternate_id.is_distinct_from(actor.id),
        )
    )
    if rules.validates_all(actor):
        return query
    return query.where(Commitment.validator_id == actor.id)


def _to_close(actor: Actor) -> Select[Recommendation]:
    """Return the query of what `rules.may_close` lets the actor decide."""
    who_asked = (
        select(ClosureAct.person_id)
        .where(ClosureAct.recommendation_id == Recommendation.id)
        .order_by(ClosureAct.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(Recommendation).where(
        Recommendation.closure == Closure.REQUESTED, who_asked.is_distinct_from(actor.id)
    )


def own_commitments(actor: Actor) -> list[Commitment]:
    """Return the commitments that the actor reports on, as focal point or for a body."""
    bodies = {
        grant.number
        for grant in actor.grants
        if grant.role in rules.OFFICERS and grant.place == "organisation"
    }
    query = (
        select(Commitment)
        .where(
            or_(
                Commitment.focal_point_id == actor.id,
                Commitment.alternate_id == actor.id,
                Commitment.lead_id.in_(bodies),
            )
        )
        .options(joinedload(Commitment.recommendation), joinedload(Commitment.lead))
        .order_by(Commitment.due_on.asc().nulls_last(), Commitment.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query)) if actor.is_known else []


def people_of(actor: Actor, commitment: Commitment) -> dict[str, Any]:
    """Return the addresses of who reports and who verifies, for who may name others."""
    if not rules.may_change_commitment(actor, commitment):
        return {}
    named = {
        "focal_point": commitment.focal_point_id,
        "alternate": commitment.alternate_id,
        "validator": commitment.validator_id,
    }
    people = db.session.scalars(select(Person).where(Person.id.in_(filter(None, named.values()))))
    known = {person.id: person.email for person in people}
    return {name: known[number] for name, number in named.items() if number}


@dataclass(frozen=True)
class Part:
    """A part of the committee's pack: its name, its first lines, and whether there are more."""

    name: str
    lines: list[Line]
    is_cut: bool


def pack(actor: Actor, today: date) -> list[Part]:
    """Return what the committee must look at: to be closed, late, blocked, due soon."""
    standing = {"closure": "standing"}
    wanted: dict[str, dict[str, Any]] = {
        "requested": {"closure": Closure.REQUESTED},
        "late": standing | {"timeliness": "late"},
        "blocked": standing | {"flag": "blocked"},
        "due_soon": standing | {"timeliness": Timeliness.DUE_SOON},
    }
    parts = []
    for name, filters in wanted.items():
        found = lines(actor, filters, today, MOST + 1)
        # What is late says there what blocks it: it is not printed twice.
        apart = [one for one in found[:MOST] if name != "blocked" or not one.standing.is_late]
        parts.append(Part(name, apart, len(found) > MOST))
    return parts
