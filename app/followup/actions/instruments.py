"""Instruments: the meetings, agreements and policies that recommendations come from."""

from collections.abc import Sequence
from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.days import END_BEFORE_START
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.forms import refuse_changed
from app.core.i18n import N_, translate
from app.core.money import exponent
from app.directory import queries as directory
from app.directory.models import Taxonomy
from app.followup import facts, queries, rules
from app.followup.models import Instrument, InstrumentAxis, InstrumentKind, InstrumentParty
from app.followup.queries.lookups import TAKEN, found, meeting_of, organisation_id, source_id
from app.meetings.models import Meeting

PLAIN = {
    *("title", "signed_on", "place", "adopted_on", "adopted_by", "amends", "note"),
    *("plan_from", "plan_to", "budget", "currency"),
}


@action(rules.may_keep_followup)
def register_instrument(
    actor: Actor, *, code: str, kind: str, meeting: str | None = None, **details: Any
) -> Instrument:
    """
    Enter what recommendations come from; `details` as `update_instrument` takes them.

    `code` begins the references, `CCMEX-1`; `kind` is meeting, agreement or policy; `meeting` is
    the slug of the meeting, for that kind.

    :raises Invalid: if the code is taken, or a reference unknown
    """
    code = code.upper()
    event = meeting_of("meeting", meeting)
    namesake = directory.by_slug(Meeting, code.lower())  # its references will begin so too
    if queries.instrument_or_none(code) or namesake not in (None, event):
        raise Invalid({"code": [translate(TAKEN)]})
    if (kind == InstrumentKind.MEETING) != (event is not None):
        raise Invalid({"meeting": [translate(N_("Dites de quelle rencontre il s’agit."))]})
    if event and queries.instrument_of_meeting(event):
        raise Invalid({"meeting": [translate(TAKEN)]})
    details.setdefault("title", event.title if event else code)
    instrument = Instrument(code=code, kind=InstrumentKind(kind), meeting_id=event and event.id)
    _describe(instrument, details)
    db.session.add(instrument)
    db.session.flush()
    _describe_lists(instrument, details)
    record(actor, facts.InstrumentRegistered(instrument_id=instrument.id))
    return instrument


@action(rules.may_issue, locked=True)
def follow_meeting(actor: Actor, meeting: Meeting) -> Instrument:
    """
    Make a meeting what recommendations come from, under its own code; once only.

    :raises Invalid: if another text has that code
    """
    known = queries.instrument_of_meeting(meeting)
    if known is not None:
        return known
    code = meeting.slug.upper()[:60]
    if queries.instrument_or_none(code):
        raise Invalid({"instrument": [translate(TAKEN)]})
    instrument = Instrument(
        code=code,
        kind=InstrumentKind.MEETING,
        title=meeting.title,
        meeting_id=meeting.id,
        source_id=meeting.source_id,
    )
    db.session.add(instrument)
    db.session.flush()
    record(actor, facts.InstrumentRegistered(instrument_id=instrument.id))
    return instrument


@action(rules.may_keep_followup, locked=True)
def update_instrument(
    actor: Actor, instrument: Instrument, *, seen: str | None = None, **details: Any
) -> Instrument:
    """
    Say again what is given of an instrument; what is not given stays.

    Plain: title, signed_on, place, adopted_on, adopted_by, amends, note, plan_from and plan_to
    (years), budget (minor units) with currency. By code: source, taxonomy. Lists: parties
    (organisation slugs in order), axes ((code, title) in order); what is not listed stays after.
    `seen` is the mark of what the form was drawn from.

    :raises Conflict: if it changed meanwhile
    :raises Invalid: if a reference is unknown or the plan ends before it begins
    """
    refuse_changed(seen, queries.described_instrument(instrument))
    changed = _describe(instrument, details)
    if _describe_lists(instrument, details) or changed:
        record(actor, facts.InstrumentUpdated(instrument_id=instrument.id))
    return instrument


def _describe(instrument: Instrument, details: dict[str, Any]) -> bool:
    values = {name: details[name] for name in PLAIN & details.keys()}
    if values.get("currency"):
        exponent(values["currency"])
    if "source" in details:
        values["source_id"] = source_id(details["source"])
    if "taxonomy" in details:
        code = details["taxonomy"]
        taxonomy = found("taxonomy", code, directory.by_slug(Taxonomy, code))
        values["taxonomy_id"] = taxonomy.id if taxonomy else None
    changed = {name: value for name, value in values.items() if getattr(instrument, name) != value}
    for name, value in changed.items():
        setattr(instrument, name, value)
    first, last = instrument.plan_from, instrument.plan_to
    if first is not None and last is not None and last < first:
        raise Invalid({"plan_to": [translate(END_BEFORE_START)]})
    return bool(changed)


def _describe_lists(instrument: Instrument, details: dict[str, Any]) -> bool:
    parties = _parties(instrument, details.get("parties", ()))
    axes = _axes(instrument, details.get("axes", ()))
    db.session.flush()
    return parties or axes


def _parties(instrument: Instrument, slugs: Sequence[str]) -> bool:
    known = {party.organisation_id: party for party in instrument.parties}
    changed = False
    for position, slug in enumerate(slugs, 1):
        number = organisation_id("parties", slug)
        assert number is not None
        if number not in known:
            instrument.parties.append(InstrumentParty(organisation_id=number, position=position))
            changed = True
    return changed


def _axes(instrument: Instrument, axes: Sequence[tuple[str, str]]) -> bool:
    known = {axis.code: axis for axis in instrument.axes}
    changed = False
    for position, (code, title) in enumerate(axes, 1):
        axis = known.get(code)
        if axis is None:
            instrument.axes.append(InstrumentAxis(code=code, title=title, position=position))
            changed = True
        elif (axis.title, axis.position) != (title, position):
            axis.title, axis.position = title, position
            changed = True
    return changed
