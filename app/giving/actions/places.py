"""Places where money may sit, rates with their source, and budget lines to follow."""

import secrets
from datetime import date
from decimal import Decimal, InvalidOperation

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import today
from app.core.days import TO_COME
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.i18n import N_, translate
from app.core.money import ROUGHEST_RATE, exponent
from app.directory import queries as directory
from app.directory.models import Organisation
from app.giving import facts, queries, rules
from app.giving.actions.errors import RateKnown
from app.giving.actions.numbers import _next_ref
from app.giving.models import FxRate, Lot, LotKind, Place, PlaceKind

LARGEST_RATE = Decimal(10) ** 9


@action(rules.may_prepare)
def open_place(
    actor: Actor,
    *,
    kind: str,
    name: str,
    private_name: str | None = None,
    organisation: str | None = None,
) -> Place:
    """
    Enter a place where money may sit; `organisation` is a slug, needed for a place in transit.

    :raises Invalid: if a transit place names no receiver, or the organisation is unknown
    """
    what = PlaceKind(kind)
    receiver = directory.by_slug(Organisation, organisation) if organisation else None
    if (organisation and receiver is None) or (what == PlaceKind.TRANSIT and receiver is None):
        raise Invalid({"organisation": [translate(N_("Choisissez l’organisation qui reçoit."))]})
    place = Place(
        code=f"{what.value}-{secrets.token_hex(5)}",
        kind=what,
        name=name,
        private_name=private_name,
        organisation_id=receiver.id if receiver else None,
    )
    db.session.add(place)
    db.session.flush()
    record(actor, facts.PlaceOpened(place_id=place.id))
    return place


@action(rules.may_prepare)
def enter_rate(
    actor: Actor, *, base: str, quote: str, rate: str, as_of: date, source: str
) -> FxRate:
    """
    Enter what one unit of `base` was worth in `quote` on a day, and who says so.

    :raises Invalid: if it is not a positive decimal, the currencies are one, or the day to come
    :raises UnknownCurrency: if a currency is not accepted
    :raises RateKnown: if that source said another rate for that day
    """
    value = _read_rate(rate)
    exponent(base), exponent(quote)
    if base == quote:
        raise Invalid({"quote": [translate(N_("Choisissez deux monnaies différentes."))]})
    if as_of > today():
        raise Invalid({"as_of": [translate(TO_COME)]})
    known = queries.rate_of(base, quote, as_of, source)
    if known is not None:
        if known.rate != value:
            raise RateKnown()
        return known
    found = FxRate(
        base=base, quote=quote, rate=value, as_of=as_of, source=source, entered_by_id=actor.id
    )
    db.session.add(found)
    db.session.flush()
    record(actor, facts.RateEntered(rate_id=found.id))
    return found


def _bad_rate() -> Invalid:
    return Invalid({"rate": [translate(N_("Un taux est un nombre positif, comme 561,30."))]})


@action(rules.may_prepare)
def open_budget(actor: Actor, *, title: str, programme: str | None = None) -> Lot:
    """
    Follow a line of a budget, of a programme (a slug) where there is one.

    :raises NotFound: if the programme does not exist
    """
    found = queries.programme(actor, programme) if programme else None
    lot = Lot(
        ref=_next_ref("BUD"),
        kind=LotKind.BUDGET,
        title=title,
        programme_id=found.id if found else None,
        is_demonstration=found.is_demonstration if found else False,
    )
    db.session.add(lot)
    db.session.flush()
    record(actor, facts.LotOpened(lot_id=lot.id))
    return lot


def _read_rate(text: str) -> Decimal:
    plain = "".join(text.split()).replace(",", ".")
    if not plain.isascii() or not plain.replace(".", "", 1).isdecimal():
        raise _bad_rate()
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise _bad_rate() from None
    digits = -int(value.as_tuple().exponent)
    if not ROUGHEST_RATE <= value <= LARGEST_RATE or digits > 10:
        raise _bad_rate()
    return value
