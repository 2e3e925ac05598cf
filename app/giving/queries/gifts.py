"""One gift from hand to hand, in a constant number of queries whatever its size."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from sqlalchemy import Select, bindparam, func, select, union_all
from sqlalchemy.orm import joinedload

from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.money import Money, converted
from app.giving import rules
from app.giving.models import (
    BOTTOMLESS,
    FINAL,
    LAST_PLACES,
    KindPosition,
    Lot,
    PlaceKind,
    Pledge,
    PledgeState,
    Position,
    Receipt,
)
from app.giving.queries.confirmations import GIVING, words_in
from app.giving.queries.steps import Step, steps

MOST_PLACES = 30
MOST_BENEFICIARIES = 12
# Counting further would cost more than it tells: the page then says "plus de".
MOST_COUNTED = 1000
ON_THE_WAY = tuple(
    kind for kind in PlaceKind if kind not in (*LAST_PLACES, PlaceKind.EXTERNAL, PlaceKind.FX)
)


@dataclass(frozen=True)
class Gift:
    """A lot with everything its page shows; `donor` is empty where the actor may not read it."""

    lot: Lot
    pledge: Pledge | None
    donor: str | None
    totals: list[KindPosition]
    places: list[Position]
    beneficiaries: list[Position]
    beneficiary_count: int
    steps: list[Step]
    receipts: list[Receipt]
    words: dict[int, bool]

    @property
    def asks_beneficiaries(self) -> bool:
        """Whether somebody can say that a share came: what a source tells has no code."""
        return any(not step.entry.source_id and step.entry.kind in GIVING for step in self.steps)

    def left(self) -> list[Money]:
        """What was received and did not yet arrive, one amount per currency; 0 of one at least."""
        sums: dict[str, int] = {}
        for total in self.totals:
            if total.kind not in (*BOTTOMLESS, *FINAL, PlaceKind.AWARD):
                sums[total.currency] = sums.get(total.currency, 0) + total.left
        positive = [Money(minor, currency) for currency, minor in sums.items() if minor]
        return positive or [Money(0, self.currency)]

    @property
    def currency(self) -> str:
        """The currency of the promise, or of the first movement."""
        if self.pledge:
            return self.pledge.currency
        return self.totals[0].currency if self.totals else "XOF"

    def received(self) -> list[Money]:
        """What came from outside, one amount per currency."""
        return [
            Money(total.gone - total.entered, total.currency)
            for total in self.totals
            if total.kind == PlaceKind.EXTERNAL and total.gone != total.entered
        ]

    @property
    def received_as_promised(self) -> int:
        """What was received in the currency of the promise, in minor units."""
        found = [money.minor for money in self.received() if money.currency == self.currency]
        return found[0] if found else 0

    @property
    def waiting(self) -> Money | None:
        """What is promised and was not received, in the currency of the promise."""
        if self.pledge is None or self.pledge.standing <= self.received_as_promised:
            return None
        return Money(self.pledge.standing - self.received_as_promised, self.currency)

    @property
    def is_honoured(self) -> bool:
        """Whether all that is promised was received: read from the movements, stored nowhere."""
        pledge = self.pledge
        if pledge is None or pledge.state != PledgeState.CONFIRMED:
            return False
        return self.received_as_promised >= pledge.standing

    @property
    def exchange_gap(self) -> Money | None:
        """What the exchanges gave, less what the rate said with the promise would have given."""
        pledge = self.pledge
        if pledge is None or pledge.shown_rate is None or pledge.equivalent_currency is None:
            return None
        exchanged = {t.currency: t.entered - t.gone for t in self.totals if t.kind == PlaceKind.FX}
        sold, bought = exchanged.get(pledge.currency, 0), exchanged.get(pledge.equivalent_currency)
        if sold <= 0 or bought is None:
            return None
        said = _worth(sold, pledge.currency, pledge.equivalent_currency, pledge.shown_rate)
        return Money(-bought - said, pledge.equivalent_currency)


def _worth(minor: int, currency: str, quote: str, rate: Decimal) -> int:
    return converted(Money(minor, currency), quote, rate).minor


def gift(actor: Actor, ref: str) -> Gift:
    """
    Return a gift or a budget line by its reference; both are public.

    :raises NotFound: if there is none
    """
    lot = db.session.scalar(
        select(Lot)
        .where(Lot.ref == ref)
        .options(
            joinedload(Lot.pledge).options(
                joinedload(Pledge.meeting),
                joinedload(Pledge.source),
                joinedload(Pledge.room).lazyload("*"),
            ),
            joinedload(Lot.campaign),
            joinedload(Lot.programme),
        )
    )
    if lot is None:
        raise NotFound()
    pledge = lot.pledge
    reads = pledge is not None and rules.may_read_donor(actor, pledge)
    beneficiaries = _positions(lot, LAST_PLACES, MOST_BENEFICIARIES)
    return Gift(
        lot=lot,
        pledge=pledge,
        donor=pledge.donor_name if pledge and reads else None,
        totals=_totals(lot),
        places=_positions(lot, ON_THE_WAY, MOST_PLACES),
        beneficiaries=beneficiaries,
        beneficiary_count=_count_beneficiaries(lot),
        steps=steps(lot),
        receipts=_receipts(lot),
        words=words_in([each.place_id for each in beneficiaries], lot),
    )


def _totals(lot: Lot) -> list[KindPosition]:
    query = select(KindPosition).where(KindPosition.lot_id == lot.id).order_by(KindPosition.id)
    return list(db.session.scalars(query))


def _positions(lot: Lot, kinds: tuple[PlaceKind, ...], limit: int) -> list[Position]:
    """Return the first places of a lot."""
    return list(db.session.scalars(_first_positions(kinds, limit), {"lot_id": lot.id}))


@cache
def _first_positions(kinds: tuple[PlaceKind, ...], limit: int) -> Select[Position]:
    """Return the query of the first places; kind by kind, or a million would be sorted."""
    first = (
        select(Position.id)
        .where(Position.lot_id == bindparam("lot_id"), Position.kind == kind)
        .order_by(Position.id)
        .limit(limit)
        .subquery()
        for kind in kinds
    )
    numbers = union_all(*(select(each.c.id) for each in first))
    return (
        select(Position)
        .where(Position.id.in_(numbers))
        .options(joinedload(Position.place))
        .order_by(Position.id)
        .limit(limit)
    )


def _count_beneficiaries(lot: Lot) -> int:
    some = (
        select(Position.id)
        .where(Position.lot_id == lot.id, Position.kind.in_(LAST_PLACES))
        .limit(MOST_COUNTED + 1)
    )
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _receipts(lot: Lot) -> list[Receipt]:
    query = select(Receipt).where(Receipt.lot_id == lot.id).order_by(Receipt.id.desc())
    return list(db.session.scalars(query.limit(20)))
