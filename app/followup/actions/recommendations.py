"""Recommendations: issued under a permanent reference, and answered."""

from datetime import date
from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import today
from app.core.days import TO_COME
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.formats import sort_key
from app.core.i18n import N_, translate
from app.followup import facts, queries, rules
from app.followup.actions.instruments import follow_meeting
from app.followup.models import (
    Concern,
    Decision,
    Instrument,
    InstrumentKind,
    Link,
    LinkKind,
    Nature,
    Recommendation,
    Response,
)
from app.followup.queries.lookups import (
    UNKNOWN,
    found,
    next_number,
    organisation_id,
    refuse_stale,
    source_id,
    term_id,
)
from app.meetings.models import Meeting

PREFIX = {
    Nature.RECOMMENDATION: "R",
    Nature.DECISION: "D",
    Nature.COMMITMENT: "E",
    Nature.MEASURE: "M",
}
LONGEST_TITLE = 120
TOO_SOON = N_("Ce jour est avant la préoccupation dont elle vient.")


@action(rules.may_issue, locked=True)
def issue_recommendation(
    actor: Actor,
    instrument: Instrument,
    *,
    text: str,
    title: str | None = None,
    nature: str = "recommendation",
    axis: str | None = None,
    term: str | None = None,
    theme: str | None = None,
    country: str | None = None,
    beneficiaries: str | None = None,
    addressed_to: str | None = None,
    issued_on: date | None = None,
    concern: str | None = None,
    source: str | None = None,
) -> Recommendation:
    """
    Issue a recommendation: a minute's decision, an agreement's commitment, a policy's measure.

    Its reference is the instrument's code and the next number. `axis` is a code of the
    instrument's axes, `term` of the national policy's, `concern` the reference of the concern it
    derives from. Without a day, it takes the instrument's, where one is known; today's where the
    concern is more recent.

    :raises Invalid: if a reference is unknown, or the day has not come or is before the concern's
    """
    chosen = next((known for known in instrument.axes if known.code == axis), None)
    found("axis", axis, chosen)
    origin = queries.concern_or_none(concern)
    found("concern", concern, origin)
    day = _day_of_issue(issued_on, instrument, origin)
    instrument.issued += 1
    kind = Nature(nature)
    meeting = instrument.meeting
    recommendation = Recommendation(
        ref=f"{instrument.code}/{PREFIX[kind]}-{instrument.issued:02}",
        instrument_id=instrument.id,
        number=instrument.issued,
        nature=kind,
        text=text,
        title=title or _shortened(text),
        axis_id=chosen.id if chosen else None,
        term_id=term_id("term", "ponam", term),
        theme_id=term_id("theme", "themes", theme),
        country=country,
        beneficiaries=beneficiaries,
        addressed_to_id=organisation_id("addressed_to", addressed_to),
        issued_on=day,
        source_id=source_id(source) or instrument.source_id,
        entered_by_id=actor.id,
        is_demonstration=bool(meeting and meeting.is_demonstration),
        search_text=sort_key(f"{title or ''} {text}"),
    )
    db.session.add(recommendation)
    db.session.flush()
    if origin is not None:
        _derive(actor, recommendation, origin.id)
    record(actor, facts.RecommendationIssued(recommendation_id=recommendation.id))
    return recommendation


@action(rules.may_issue, locked=True)
def issue_from_meeting(actor: Actor, meeting: Meeting, **details: Any) -> Recommendation:
    """
    Make a decision of a meeting's minutes a recommendation; `details` as for another instrument.

    :raises Invalid: if a reference is unknown or the day has not come
    """
    return issue_recommendation(actor, follow_meeting(actor, meeting), **details)


@action(rules.may_answer, locked=True)
def answer_recommendation(
    actor: Actor,
    recommendation: Recommendation,
    *,
    decision: str,
    reason: str,
    decided_on: date | None = None,
    signatory: str | None = None,
    source: str | None = None,
    revision: int | None = None,
) -> Response:
    """
    Answer a recommendation: accepted, accepted in part, noted or refused, and why.

    A change of mind is the next response; those before it stay.

    :raises Conflict: if the form is stale
    :raises Invalid: if the day has not come or the signatory is unknown
    """
    refuse_stale(recommendation, revision)
    word = Decision(decision)
    if word == Decision.PENDING:
        raise Invalid({"decision": [translate(UNKNOWN, value=decision)]})
    if decided_on and decided_on > today():
        raise Invalid({"decided_on": [translate(TO_COME)]})
    response = Response(
        recommendation_id=recommendation.id,
        number=next_number(Response, recommendation_id=recommendation.id),
        decision=word,
        reason=reason,
        decided_on=decided_on or (today() if actor.id else None),
        signatory_id=organisation_id("signatory", signatory),
        source_id=source_id(source),
        entered_by_id=actor.id,
    )
    db.session.add(response)
    db.session.flush()
    recommendation.decision = word
    recommendation.revision += 1
    answered = facts.RecommendationAnswered(
        recommendation_id=recommendation.id, response_id=response.id, decision=word.value
    )
    record(actor, answered)
    return response


def _day_of_issue(said: date | None, instrument: Instrument, origin: Concern | None) -> date | None:
    """Return the day that is said, else the instrument's; none is before the concern's."""
    raised_on = origin.day if origin else None
    if said and said > today():
        raise Invalid({"issued_on": [translate(TO_COME)]})
    if said and raised_on and said < raised_on:
        raise Invalid({"issued_on": [translate(TOO_SOON)]})
    known = _day_of(instrument)
    return said or (today() if known and raised_on and known < raised_on else known)


def _day_of(instrument: Instrument) -> date | None:
    if instrument.kind == InstrumentKind.MEETING and instrument.meeting:
        last = instrument.meeting.last_day
        return min(last, today()) if last else None  # while it is held: today
    return instrument.signed_on or instrument.adopted_on


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= LONGEST_TITLE:
        return line
    return line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _derive(actor: Actor, recommendation: Recommendation, concern_id: int) -> None:
    link = Link(
        kind=LinkKind.DERIVED_FROM,
        from_recommendation_id=recommendation.id,
        to_concern_id=concern_id,
        person_id=actor.id,
    )
    db.session.add(link)
    db.session.flush()
    record(actor, facts.ThingsLinked(link_id=link.id, kind=link.kind.value))
