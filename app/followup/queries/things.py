"""Single things by what names them, for the acts and the pages."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core import facts
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.directory import queries as directory
from app.followup import rules
from app.followup.facts import IndicatorUpdated
from app.followup.models import (
    BudgetLine,
    Commitment,
    Concern,
    Evidence,
    Indicator,
    Instrument,
    Link,
    LinkKind,
    Measurement,
    ProgressReport,
    Recommendation,
    ReportState,
)
from app.giving.models import Lot, Programme
from app.meetings.models import Meeting, MeetingNote

LARGEST_NUMBER = 2**53


def instrument_or_none(code: str | None) -> Instrument | None:
    """Return an instrument by its code, if there is one."""
    if not code:
        return None
    return db.session.scalar(select(Instrument).where(Instrument.code == code.upper()))


def instrument(_actor: Actor, code: str) -> Instrument:
    """
    Return an instrument by its code.

    :raises NotFound: if there is none
    """
    return _found(instrument_or_none(code))


def instrument_of_meeting(meeting: Meeting) -> Instrument | None:
    """Return the instrument that a meeting is, if it was registered."""
    return db.session.scalar(select(Instrument).where(Instrument.meeting_id == meeting.id))


def instruments(_actor: Actor) -> list[Instrument]:
    """Return every instrument with its axes, in the order of their codes."""
    query = select(Instrument).options(selectinload(Instrument.axes))
    return list(db.session.scalars(query.order_by(Instrument.code)))


def recommendation(_actor: Actor, ref: str) -> Recommendation:
    """
    Return a recommendation by its reference, in whatever case it is written.

    :raises NotFound: if there is none
    """
    return _found(recommendation_or_none(ref))


def recommendation_or_none(ref: str | None) -> Recommendation | None:
    """Return a recommendation by its reference, if there is one."""
    if not ref:
        return None
    return db.session.scalar(select(Recommendation).where(Recommendation.ref == ref.upper()))


def recommendation_numbered(_actor: Actor, number: int) -> Recommendation:
    """
    Return a recommendation by its number.

    :raises NotFound: if there is none
    """
    return _found(db.session.get(Recommendation, number))


def commitment(_actor: Actor, number: int) -> Commitment:
    """
    Return a commitment by its number.

    :raises NotFound: if there is none
    """
    query = select(Commitment).where(Commitment.id == number)
    query = query.options(
        joinedload(Commitment.recommendation).joinedload(Recommendation.instrument),
        joinedload(Commitment.lead),
    )
    return _found(db.session.scalar(query))


def locked_commitment(number: int) -> Commitment:
    """Return a commitment read again under its lock."""
    query = select(Commitment).where(Commitment.id == number)
    query = query.with_for_update(of=Commitment, key_share=True)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def commitments_of(recommendation: Recommendation) -> list[Commitment]:
    """Return the commitments on a recommendation, in their order."""
    query = select(Commitment).where(Commitment.recommendation_id == recommendation.id)
    query = query.options(
        joinedload(Commitment.lead),
        selectinload(Commitment.changes),
        selectinload(Commitment.budget),
    )
    return list(db.session.scalars(query.order_by(Commitment.number)))


def budget_line(commitment: Commitment, number: int) -> BudgetLine:
    """
    Return a budget line of a commitment.

    :raises NotFound: if it has none with that number
    """
    line = db.session.get(BudgetLine, number)
    if line is None or line.commitment_id != commitment.id:
        raise NotFound()
    return line


def report(actor: Actor, number: int) -> ProgressReport:
    """
    Return a report that the actor may see.

    :raises NotFound: if there is none, or it is somebody's draft
    """
    found = db.session.get(ProgressReport, number)
    if found is None or not rules.may_see_report(actor, found):
        raise NotFound()
    return found


def newest_validated(commitment: Commitment) -> int | None:
    """Return the number of the newest report of a commitment that was validated."""
    query = select(func.max(ProgressReport.number)).where(
        ProgressReport.commitment_id == commitment.id,
        ProgressReport.state == ReportState.VALIDATED,
    )
    return db.session.scalar(query)


def evidence(actor: Actor, number: int) -> Evidence:
    """
    Return a piece of evidence that the actor may see.

    :raises NotFound: if there is none, or it is not the actor's to see
    """
    found = db.session.get(Evidence, number)
    if found is None or not rules.may_see_evidence(actor, found):
        raise NotFound()
    return found


def concern(actor: Actor, ref: str) -> Concern:
    """
    Return a concern that the actor may see.

    :raises NotFound: if there is none, or it is not the actor's to see
    """
    found = concern_or_none(ref)
    if found is None or not rules.may_see_concern(actor, found):
        raise NotFound()
    return found


def concern_or_none(ref: str | None) -> Concern | None:
    """Return a concern by its reference, if there is one."""
    if not ref:
        return None
    return db.session.scalar(select(Concern).where(Concern.ref == ref.upper()))


def concern_of_question(question: int) -> Concern | None:
    """Return what the live question of that number became, if it was made a concern."""
    return db.session.scalar(select(Concern).where(Concern.question_id == question))


def concern_of_note(note: MeetingNote) -> Concern | None:
    """Return what a note became, if it was made a concern."""
    return db.session.scalar(select(Concern).where(Concern.note_id == note.id))


def concern_of_key(key: str | None) -> Concern | None:
    """Return the concern that a form of that key made, if it did."""
    if key is None:
        return None
    return db.session.scalar(select(Concern).where(Concern.sent_key == key))


def note(_actor: Actor, number: int) -> MeetingNote:
    """
    Return a note of a meeting.

    :raises NotFound: if there is none
    """
    return _found(db.session.get(MeetingNote, number))


def indicator_or_none(code: str | None) -> Indicator | None:
    """Return a figure of the record by its code, if there is one."""
    if not code:
        return None
    return db.session.scalar(select(Indicator).where(Indicator.code == code))


def was_described(indicator: Indicator) -> bool:
    """Return whether somebody said again how a figure is called, since it was registered."""
    told = facts.since(f"indicator:{indicator.id}", 0)
    return any(isinstance(row.fact, IndicatorUpdated) for row in told)


def indicator_of(commitment: Commitment, number: int) -> Indicator:
    """
    Return an indicator of a commitment.

    :raises NotFound: if it is not one of them
    """
    found = db.session.get(Indicator, number)
    if found is None or found.commitment_id != commitment.id:
        raise NotFound()
    return found


def same_measurement(indicator: Indicator, columns: dict[str, Any]) -> Measurement | None:
    """Return what was stated in the very same way, if it was."""
    query = select(Measurement).filter_by(indicator_id=indicator.id, report_id=None, **columns)
    return db.session.scalar(query)


def link(_actor: Actor, number: int) -> Link:
    """
    Return a link by its number.

    :raises NotFound: if there is none
    """
    return _found(db.session.get(Link, number))


def standing_link(kind: LinkKind, ends: dict[str, int]) -> Link | None:
    """Return the link between two things that stands, if there is one."""
    return db.session.scalar(select(Link).filter_by(kind=kind, withdrawn_at=None, **ends))


def leads_to(kind: LinkKind, thing: str, start: int, end: int) -> bool:
    """Whether links of one kind lead from `start` to `end`, over any number of steps."""
    first, last = getattr(Link, f"from_{thing}_id"), getattr(Link, f"to_{thing}_id")
    seen, waiting = {start}, [start]
    while waiting:
        if end in seen:
            return True
        query = select(last).where(
            Link.kind == kind, Link.withdrawn_at.is_(None), first.in_(waiting), last.is_not(None)
        )
        waiting = [number for number in db.session.scalars(query) if number not in seen]
        seen.update(waiting)
    return end in seen


def linkable_thing(kind: str, value: str) -> Any:
    """Return what a link names, `recommendation` and `CCMEX-1/R-03` for instance, or none."""
    find: dict[str, Callable[[str], Any]] = {
        "concern": concern_or_none,
        "recommendation": recommendation_or_none,
        "commitment": _commitment_or_none,
        "meeting": lambda slug: directory.by_slug(Meeting, slug),
        "lot": lambda ref: db.session.scalar(select(Lot).where(Lot.ref == ref)),
        "programme": lambda slug: directory.by_slug(Programme, slug),
    }
    return find[kind](value) if kind in find and value else None


def _commitment_or_none(value: str) -> Commitment | None:
    if not value.isascii() or not value.isdecimal() or int(value) > LARGEST_NUMBER:
        return None
    return db.session.get(Commitment, int(value))


def _found(thing: Any) -> Any:
    if thing is None:
        raise NotFound()
    return thing
