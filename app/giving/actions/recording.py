"""What the import of the public record enters, by the system; what is not stated stays empty."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.core.actions import action, only_system
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.facts import record
from app.core.money import BadAmount, Money
from app.directory.models import Organisation, Source
from app.giving import facts, queries
from app.giving.actions.entries import WAYS, _check_ways
from app.giving.actions.errors import WrongLot
from app.giving.actions.pledges import _note, _open_lot
from app.giving.actions.posting import _post
from app.giving.models import (
    Campaign,
    Entry,
    EntryKind,
    EntryLine,
    EntryState,
    Instrument,
    Lot,
    Place,
    PlaceKind,
    Pledge,
    PledgeAct,
    PledgeChannel,
    PledgeState,
    Programme,
    ProgrammeEdition,
    ProgrammeLine,
    ProgrammeReport,
    Visibility,
)
from app.meetings.models import Meeting


@action(only_system)
def record_pledge(
    actor: Actor,
    *,
    ref: str,
    amount: Money,
    purpose: str,
    source: Source,
    donor_name: str | None = None,
    visibility: Visibility = Visibility.ANONYMOUS,
    donor_country: str | None = None,
    is_remote: bool | None = None,
    on_behalf_of: str | None = None,
    meeting: Meeting | None = None,
    campaign: Campaign | None = None,
    shown_rate: Decimal | None = None,
    equivalent: Money | None = None,
    spoken_at: datetime | None = None,
    due_on: date | None = None,
) -> Lot:
    """
    Enter a promise that a source states, and return its lot; a `ref` that is known stays as it is.

    :raises BadAmount: if an amount or the rate is not positive
    """
    known = queries.lot_of_ref(ref)
    if known is not None:
        return known
    worth = equivalent.minor if equivalent else 1
    if amount.minor < 1 or worth < 1 or (shown_rate is not None and shown_rate <= 0):
        raise BadAmount()
    pledge = Pledge(
        ref=ref,
        channel=PledgeChannel.RECORD,
        campaign=campaign,
        meeting_id=meeting.id if meeting else None,
        donor_name=donor_name,
        donor_country=donor_country,
        is_remote=is_remote,
        on_behalf_of=on_behalf_of,
        visibility=visibility,
        purpose=purpose,
        amount=amount.minor,
        currency=amount.currency,
        standing=amount.minor,
        shown_rate=shown_rate,
        equivalent=equivalent.minor if equivalent else None,
        equivalent_currency=equivalent.currency if equivalent else None,
        due_on=due_on,
        spoken_at=spoken_at,
        source_id=source.id,
    )
    db.session.add(pledge)
    db.session.flush()
    _note(actor, pledge, PledgeAct.ANNOUNCED, amount.minor)
    # That it was read back is not stated: it stands, and the instant of its confirmation is empty.
    pledge.state = PledgeState.CONFIRMED
    record(actor, facts.PledgeAnnounced(pledge_id=pledge.id))
    return _open_lot(pledge)


@action(only_system)
def record_place(
    actor: Actor,
    *,
    code: str,
    kind: PlaceKind,
    name: str,
    organisation: Organisation | None = None,
) -> Place:
    """Enter a place that a source names; a `code` that is known stays as it is."""
    known = queries.place_of_code(code)
    if known is not None:
        return known
    place = Place(
        code=code,
        kind=kind,
        name=name,
        organisation_id=organisation.id if organisation else None,
    )
    db.session.add(place)
    db.session.flush()
    record(actor, facts.PlaceOpened(place_id=place.id))
    return place


@action(only_system)
def record_entry(
    actor: Actor,
    lot: Lot,
    *,
    code: str,
    kind: EntryKind | str,
    from_place: Place,
    to_place: Place,
    amount: Money,
    source: Source,
    occurred_on: date | None = None,
    instrument: Instrument | str | None = None,
    meeting: Meeting | None = None,
    words: str | None = None,
) -> Entry:
    """
    Post a movement that a source states, in place of the people who are not named.

    A `code` that is known stays as it is. The day may be unknown.

    :raises BadAmount: if the amount is not positive
    :raises WrongPlaces: if entries of that kind do not go that way
    :raises Overdrawn: if the place does not hold that much of the lot
    """
    known = queries.entry_of_key(f"record:{code}")
    if known is not None:
        return known
    if amount.minor < 1:
        raise BadAmount()
    what = EntryKind(kind)
    if what not in WAYS:
        raise WrongLot()
    _check_ways(what, from_place, [to_place])
    entry = Entry(
        kind=what,
        idem_key=f"record:{code}",
        lines=1,
        occurred_on=occurred_on,
        instrument=Instrument(instrument) if instrument else None,
        meeting_id=meeting.id if meeting else None,
        words=words,
        source_id=source.id,
        submitted_at=now(),
    )
    entry.planned = [
        EntryLine(
            line=1,
            lot=lot,
            from_place=from_place,
            to_place=to_place,
            currency=amount.currency,
            amount=amount.minor,
        )
    ]
    db.session.add(entry)
    db.session.flush()
    entry.state = EntryState.SUBMITTED
    db.session.flush()
    _post(actor, entry)
    return entry


@action(only_system)
def record_programme(
    actor: Actor,
    *,
    slug: str,
    title: str,
    currency: str,
    source: Source | None = None,
    lines: Sequence[Mapping[str, Any]] = (),
    **details: Any,
) -> Programme:
    """
    Enter a programme as its source states it; a `slug` that is known stays as it is.

    Without a source it is the demonstration's, and says so. Amounts are in minor units.
    `details`: about, organisation_id, launched_at_id, starts_on, ends_on, budget, beneficiaries,
    instrument, claimed_projects, claimed_total, claimed_jobs, claimed_jobs_is_about. A line:
    title, partner_id, projects, people, amount, country, and `is_counted` False for what is
    stated beside the totals.
    """
    known = queries.programme_by_slug(slug)
    if known is not None:
        return known
    programme = Programme(
        slug=slug,
        title=title,
        currency=currency,
        source_id=source.id if source else None,
        is_demonstration=source is None,
        **details,
    )
    programme.lines = [
        ProgrammeLine(position=position, **line) for position, line in enumerate(lines, 1)
    ]
    db.session.add(programme)
    db.session.flush()
    record(actor, facts.ProgrammeRecorded(programme_id=programme.id))
    return programme


@action(only_system)
def record_report(
    actor: Actor,
    programme: Programme,
    *,
    indicator: str,
    value: int,
    source: Source,
    edition: str | None = None,
    about: str | None = None,
    country: str | None = None,
    returned_in: int | None = None,
    is_about: bool = False,
) -> ProgrammeReport:
    """
    Enter what a source states that a programme did; `edition` names one of another year.

    `country` and `returned_in` tell where and when the beneficiary came back from.
    """
    which = _edition(programme, edition) if edition else None
    known = queries.stated_report(
        programme, which, indicator, country=country, returned_in=returned_in, about=about
    )
    if known is not None:
        return known
    report = ProgrammeReport(
        programme=programme,
        edition_id=which.id if which else None,
        indicator=indicator,
        about=about,
        country=country,
        returned_in=returned_in,
        value=value,
        is_about=is_about,
        source_id=source.id,
    )
    db.session.add(report)
    db.session.flush()
    record(actor, facts.ReportMade(programme_id=programme.id, report_id=report.id))
    return report


def _edition(programme: Programme, title: str) -> ProgrammeEdition:
    known = {edition.title: edition for edition in programme.editions}
    if title not in known:
        known[title] = ProgrammeEdition(
            programme=programme, position=len(programme.editions) + 1, title=title
        )
        db.session.add(known[title])
        db.session.flush()
    return known[title]
