"""How many dossiers and appeals wait for an act of the actor."""

from typing import Any

from sqlalchemy import Select, select

from app.accounts.models import Role
from app.accreditation import rules
from app.accreditation.models import WAITING, Appeal, Dossier, Owner, Proposal
from app.core.actors import Actor
from app.core.db import how_many


def waiting(actor: Actor) -> int:
    """Return how many dossiers the actor is to examine or decide, and appeals to answer."""
    found: list[Select[Any]] = []
    if actor.holds(*rules.DESK):
        owed = select(Dossier.id).where(Dossier.owner == Owner.REVIEWERS)
        found.append(_of_others(owed.where(Dossier.state.in_(WAITING)), actor))
    if actor.holds(Role.DECIDER):
        proposed = select(Proposal.id).join(Proposal.dossier).where(Proposal.closed_at.is_(None))
        found.append(_of_others(proposed.where(Proposal.proposer_id != actor.id), actor))
    if rules.may_read_appeals(actor):
        open_ones = select(Appeal.id).join(Appeal.dossier).where(Appeal.answer_id.is_(None))
        untouched = open_ones.where(
            Appeal.decider_id != actor.id, Appeal.recommender_id.is_distinct_from(actor.id)
        )
        found.append(_of_others(untouched, actor))
    return how_many(*found)


def _of_others(query: Select[Any], actor: Actor) -> Select[Any]:
    """Leave out the associations that the actor is an officer of."""
    own = [
        grant.number
        for grant in actor.grants
        if grant.role == Role.ASSOCIATION_OFFICER and grant.place == "organisation"
    ]
    return query.where(Dossier.organisation_id.not_in(own))
