"""Promises of a record with their steps, and its programmes; what is not stated stays empty."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.core.actors import Actor
from app.core.i18n import N_, translate
from app.core.money import Money, exponent
from app.directory.models import Organisation, Source
from app.directory.queries import by_slug
from app.giving import actions as giving
from app.giving import queries as given
from app.giving.models import (
    DONORS,
    EntryKind,
    Instrument,
    Lot,
    Place,
    PlaceKind,
    Visibility,
)
from app.giving.queries.programmes import JOBS
from app.meetings.models import Meeting
from app.record.actions.outcomes import AlreadyDifferent, _folded, _made, _refuse_other

UNNAMED_HOLDER = N_("Dépositaire que la source ne nomme pas")
EDITIONS = {"earlier": N_("Édition précédente")}
COMPARED = ("title", "projects", "people", "amount", "is_counted")
ENTRIES = {
    "handover": EntryKind.RECEIPT,
    "transfer": EntryKind.TRANSFER,
    "allocation": EntryKind.ALLOCATION,
}


def _money(amount: Mapping[str, Any] | None) -> Money | None:
    """Return an amount that the file gives in whole units of its currency."""
    if amount is None:
        return None
    currency = amount["currency"]
    return Money(amount["amount"] * 10 ** exponent(currency), currency)


def _pledge(actor: Actor, item: Mapping[str, Any]) -> str:
    amount, worth = _money(item), _money(item["counter_value"])
    assert amount is not None
    known = given.lot_of_ref(item["code"])
    if known is not None and known.pledge is not None:
        said = {"amount": amount.minor, "currency": amount.currency, "donor_name": item["donor"]}
        said |= {"equivalent": worth.minor if worth else None}
        _refuse_other(item["code"], known.pledge, said | {"shown_rate": item["implied_rate"]})
    return _made(known is not None, lambda: _promise(actor, item, amount, worth))


def _promise(actor: Actor, item: Mapping[str, Any], amount: Money, worth: Money | None) -> None:
    source = by_slug(Source, item["source"])
    named = item["donor_publicly_named"] and item["donor"]
    rate: Decimal | None = item["implied_rate"]
    lot = giving.record_pledge(
        actor,
        ref=item["code"],
        amount=amount,
        purpose=item["purpose"],
        source=source,
        donor_name=item["donor"],
        visibility=Visibility.NAMED if named else Visibility.ANONYMOUS,
        donor_country=item["made_remotely_from"],
        is_remote=True if item["made_remotely_from"] else None,
        meeting=by_slug(Meeting, item["made_at"]),
        shown_rate=rate,
        equivalent=worth,
    )
    place = given.place_of_code(DONORS)
    assert place is not None
    for number, step in enumerate(item["steps"], 1):
        place = _step(actor, lot, number, step, place, amount, source)


def _step(
    actor: Actor,
    lot: Lot,
    number: int,
    step: Mapping[str, Any],
    place: Place,
    amount: Money,
    source: Source,
) -> Place:
    """Enter a step of a gift, whole, and return where it then is."""
    to = _place(actor, lot, step)
    giving.record_entry(
        actor,
        lot,
        code=f"{lot.ref}:{number}",
        kind=ENTRIES[step["kind"]],
        from_place=place,
        to_place=to,
        amount=amount,
        source=source,
        occurred_on=step["on"],
        instrument=Instrument(step["instrument"]) if step["instrument"] else None,
        meeting=by_slug(Meeting, step["at"]),
        words=step["rule"],
    )
    return to


def _place(actor: Actor, lot: Lot, step: Mapping[str, Any]) -> Place:
    if step["kind"] == "allocation":
        code, kind = f"record:{lot.ref}:beneficiaries", PlaceKind.BENEFICIARY
        return giving.record_place(actor, code=code, kind=kind, name=step["to"])
    organisation = by_slug(Organisation, step["to"])
    if organisation is None:
        name = translate(UNNAMED_HOLDER)
        return giving.record_place(
            actor, code="record:unnamed-holder", kind=PlaceKind.CUSTODY, name=name
        )
    return giving.record_place(
        actor,
        code=f"record:{organisation.slug}",
        kind=PlaceKind.MINISTRY if organisation.kind == "ministry" else PlaceKind.CUSTODY,
        name=organisation.name,
        organisation=organisation,
    )


def _programme(actor: Actor, item: Mapping[str, Any]) -> str:
    details = _details(item)
    known = given.programme_by_slug(item["code"])
    if known is not None:
        _refuse_other(item["code"], known, details)
        recorded = [[_folded(getattr(line, name)) for name in COMPARED] for line in known.lines]
        if [[_folded(line[name]) for name in COMPARED] for line in _lines(item)] != recorded:
            raise AlreadyDifferent(code=item["code"], what="lines")
    return _made(known is not None, lambda: _enter(actor, item, details))


def _details(item: Mapping[str, Any]) -> dict[str, Any]:
    claimed = item["claimed"]
    budget, total = _money(item["budget"]), _money(claimed.get("total"))
    launch = by_slug(Meeting, item["launched_at"])
    counted = budget or total
    assert counted is not None
    return {
        "title": item["title"],
        "currency": counted.currency,
        "budget": budget.minor if budget else None,
        "beneficiaries": item["beneficiaries"],
        "launched_at_id": launch.id if launch else None,
        "instrument": Instrument(item["instrument"]) if item["instrument"] else None,
        "claimed_projects": claimed.get("projects"),
        "claimed_total": total.minor if total else None,
        "claimed_jobs": claimed.get("jobs"),
        "claimed_jobs_is_about": claimed.get("jobs_is_about", False),
    }


def _lines(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    currency = (item["budget"] or item["claimed"]["total"])["currency"]
    lines: list[dict[str, Any]] = []
    for name in ("lines", "also"):
        for line in item[name]:
            partner = by_slug(Organisation, line["partner"])
            amount = line["amount"]
            plain = {key: line[key] for key in ("title", "projects", "people", "country")}
            minor = None if amount is None else amount * 10 ** exponent(currency)
            more = {"partner_id": partner.id if partner else None, "amount": minor}
            lines.append(plain | more | {"is_counted": name == "lines"})
    return lines


def _enter(actor: Actor, item: Mapping[str, Any], details: Mapping[str, Any]) -> None:
    source = by_slug(Source, item["source"])
    programme = giving.record_programme(
        actor, slug=item["code"], source=source, lines=_lines(item), **details
    )
    for outcome in item["outcomes"]:
        edition = outcome["edition"]
        giving.record_report(
            actor,
            programme,
            indicator=JOBS,
            value=outcome["jobs_created"],
            source=source,
            edition=translate(EDITIONS[edition]) if edition in EDITIONS else edition,
            country=outcome["beneficiary_returned_from"],
            returned_in=outcome["returned"],
        )
