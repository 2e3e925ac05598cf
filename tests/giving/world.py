"""The ledger that random acts work on: its lots, places and people, and what must always hold."""

from collections import Counter
from typing import Any

from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine, invariant

from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.throttle import throttle
from app.giving import actions, queries
from app.giving.models import (
    BOTTOMLESS,
    Entry,
    EntryKind,
    EntryLine,
    EntryState,
    Lot,
    Movement,
    Place,
    PlaceKind,
    Position,
)
from app.giving.queries.steps import MOST_STEPS
from tests.factories import giving


class LedgerWorld(RuleBasedStateMachine):
    """Two gifts and a budget line, the places of one ministry, and everybody who may act."""

    app: Flask
    people: dict[str, Actor]

    def __init__(self) -> None:
        super().__init__()
        throttle.setup("memory://")
        donor = self.people["donor"]
        gifts = [giving.gift(donor, "100"), giving.gift(donor, "100", currency="USD")]
        line = actions.open_budget(self.people["treasurer"], title="Ligne d’essai")
        self.lots = [lot.ref for lot in (*gifts, line)]
        self.ministry = giving.organisation(f"ministere-{giving.key()}")
        kinds = (
            *(PlaceKind.CUSTODY, PlaceKind.TREASURY, PlaceKind.MINISTRY, PlaceKind.TRANSIT),
            *(PlaceKind.BENEFICIARY, PlaceKind.BENEFICIARY),
        )
        made = [giving.place(kind, f"{kind.value}", self.ministry) for kind in kinds]
        fees = queries.place_of_code("fees")
        assert fees is not None
        self.places = [place.id for place in (giving.donors(), *made, fees, giving.budget())]
        self.receiver = giving.receiver(self.ministry)

    def lot(self, pick: int) -> Lot:
        return queries.lot(ANONYMOUS, self.lots[pick % len(self.lots)])

    def place(self, pick: int) -> Place:
        return queries.place(ANONYMOUS, self.places[pick % len(self.places)])

    def entry(self, pick: int, *states: EntryState, kind: EntryKind | None = None) -> Entry | None:
        own = db.select(EntryLine.entry_id).join(Lot).where(Lot.ref.in_(self.lots))
        query = db.select(Entry).where(Entry.state.in_(states), Entry.id.in_(own))
        if kind:
            query = query.where(Entry.kind == kind)
        found = list(db.session.scalars(query.order_by(Entry.id.desc()).limit(8)))
        return found[pick % len(found)] if found else None

    def act(self, act: Any, *things: Any, **data: Any) -> Any:
        """Act; a refusal is an answer like another, anything else is a bug."""
        try:
            return act(*things, **data)
        except Refused:
            return None

    @invariant()
    def nothing_is_lost_and_nobody_is_alone(self) -> None:
        db.session.rollback()
        db.session.expire_all()
        assert queries.broken_promises() == []

    @invariant()
    def no_place_is_below_zero(self) -> None:
        for position in db.session.scalars(db.select(Position)):
            assert position.left >= 0 or position.kind in BOTTOMLESS

    @invariant()
    def an_entry_is_reversed_once(self) -> None:
        query = db.select(Entry.reverses_id).where(
            Entry.reverses_id.is_not(None), Entry.state == EntryState.POSTED
        )
        found = list(db.session.scalars(query))
        assert len(found) == len(set(found))

    def teardown(self) -> None:
        """See that the page of each gift shows its first entries, each whole."""
        db.session.rollback()
        for ref in self.lots:
            gift = queries.gift(ANONYMOUS, ref)
            of_lot = db.select(Movement.entry_id).where(Movement.lot_id == gift.lot.id)
            moved = Counter(db.session.scalars(of_lot.order_by(Movement.seq)))
            shown = {step.entry.id: step.movements for step in gift.steps}
            assert list(shown.items()) == list(moved.items())[:MOST_STEPS]
