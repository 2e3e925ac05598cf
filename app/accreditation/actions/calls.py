"""Calls: published by the secretariat, with their criteria and what they ask for."""

from collections.abc import Sequence
from datetime import date

from app.accreditation import facts, queries, rules
from app.accreditation.models import Call, Criterion, Requirement
from app.accreditation.schemas import UNTITLED
from app.core.actions import action
from app.core.actors import Actor
from app.core.days import END_BEFORE_START
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.i18n import N_, translate

TAKEN = N_("Cette adresse est déjà prise.")
OPTIONAL = "facultatif"


@action(rules.may_publish_call)
def publish_call(
    actor: Actor,
    *,
    slug: str,
    title: str,
    opens_on: date,
    criteria: Sequence[str],
    requirements: Sequence[str],
    closes_on: date | None = None,
    introduction: str = "",
    is_demonstration: bool = False,
) -> Call:
    """
    Publish a call; each requirement is a line "Titre | aide | facultatif".

    :raises Invalid: if the address is taken, or a requirement has no title
    """
    if queries.is_taken(slug):
        raise Invalid({"slug": [translate(TAKEN)]})
    call = Call(
        slug=slug,
        title=title,
        introduction=introduction,
        opens_on=opens_on,
        closes_on=closes_on,
        is_demonstration=is_demonstration,
    )
    call.criteria = [
        Criterion(position=position, title=line) for position, line in enumerate(criteria, start=1)
    ]
    call.requirements = [
        _requirement(position, line) for position, line in enumerate(requirements, start=1)
    ]
    db.session.add(call)
    db.session.flush()
    record(actor, facts.CallPublished(call_id=call.id))
    return call


@action(rules.may_change_call, locked=True)
def move_end(actor: Actor, call: Call, *, closes_on: date | None) -> Call:
    """
    Change the last day of a call, or take it away.

    :raises Invalid: if it comes before the first day
    """
    if closes_on is not None and closes_on < call.opens_on:
        raise Invalid({"closes_on": [translate(END_BEFORE_START)]})
    if call.closes_on != closes_on:
        call.closes_on = closes_on
        record(actor, facts.CallEndMoved(call_id=call.id))
    return call


def _requirement(position: int, line: str) -> Requirement:
    title, *rest = [part.strip() for part in line.split("|")]
    is_optional = bool(rest) and rest[-1].casefold() == OPTIONAL
    if not title:
        raise Invalid({"requirements": [translate(UNTITLED)]})
    return Requirement(
        position=position,
        title=title,
        help=" ".join(rest[:-1] if is_optional else rest),
        is_optional=is_optional,
    )
