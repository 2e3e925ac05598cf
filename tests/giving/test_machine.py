"""Random acts by random roles: every invariant of the money holds after each of them."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Refused
from app.core.throttle import throttle
from app.giving import actions, queries
from app.giving.models import (
    BOTTOMLESS,
    Entry,
    EntryState,
    FxRate,
    Lot,
    Place,
    PlaceKind,
    Position,
    Receipt,
)
from tests.factories import giving
from tests.factories.accounts import staff_actor

PICK = st.integers(0, 7)
WHO = st.sampled_from(
    ["treasurer", "treasurer", "treasurer 2", "approver", "approver", "both", "donor", "nobody"]
)
KINDS = st.sampled_from(
    ["receipt", "deposit", "transfer", "dispatch", "fee", "allocation", "payment", "appropriation"]
)
AMOUNTS = st.sampled_from(["1", "7", "50", "60", "100", "101", "0", "-1", "1,5", "10" * 9])
CURRENCIES = st.sampled_from(["XOF", "XOF", "XOF", "USD"])


class LedgerMachine(RuleBasedStateMachine):
    """Two gifts and a budget line; what is posted is known by the entries that were approved."""

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
        self.places = [place.id for place in (giving.donors(), *made, fees)]
        self.receiver = giving.receiver(self.ministry)
        self.posted = 0

    def lot(self, pick: int) -> Lot:
        return queries.lot(ANONYMOUS, self.lots[pick % len(self.lots)])

    def place(self, pick: int) -> Place:
        return queries.place(ANONYMOUS, self.places[pick % len(self.places)])

    def entry(self, pick: int, *states: EntryState) -> Entry | None:
        query = db.select(Entry).where(Entry.state.in_(states)).order_by(Entry.id.desc()).limit(8)
        found = list(db.session.scalars(query))
        return found[pick % len(found)] if found else None

    def act(self, act: Any, *things: Any, **data: Any) -> Any:
        """Act; a refusal is an answer like another, anything else is a bug."""
        try:
            return act(*things, **data)
        except Refused:
            return None

    @rule(
        who=WHO,
        lot=PICK,
        kind=KINDS,
        giving_=PICK,
        taking=st.lists(PICK, min_size=1, max_size=3),
        amount=AMOUNTS,
        currency=CURRENCIES,
    )
    def prepare(
        self,
        who: str,
        lot: int,
        kind: str,
        giving_: int,
        taking: list[int],
        amount: str,
        currency: str,
    ) -> None:
        data = {
            "kind": kind,
            "from_place": self.place(giving_),
            "to_places": [self.place(pick) for pick in taking],
            "amount": amount,
            "currency": currency,
            "idem_key": giving.key(),
        }
        entry = self.act(actions.prepare_entry, self.people[who], self.lot(lot), **data)
        if entry:
            self.act(actions.submit_entry, self.people[who], entry)

    @rule(lot=st.integers(0, 1), place=st.integers(1, 3), amount=AMOUNTS, currency=CURRENCIES)
    def receive(self, lot: int, place: int, amount: str, currency: str) -> None:
        self.prepare("treasurer", lot, "receipt", 0, [place], amount, currency)
        self.decide("approver", 0, True)

    @rule(who=WHO, lot=PICK, giving_=PICK, taking=PICK, amount=AMOUNTS)
    def exchange(self, who: str, lot: int, giving_: int, taking: int, amount: str) -> None:
        rate = db.session.scalars(db.select(FxRate)).first()
        assert rate is not None
        entry = self.act(
            actions.prepare_exchange,
            self.people[who],
            self.lot(lot),
            from_place=self.place(giving_),
            to_place=self.place(taking),
            amount=amount,
            rate=rate,
            idem_key=giving.key(),
        )
        if entry:
            self.act(actions.submit_entry, self.people[who], entry)

    @rule(who=WHO, pick=PICK, yes=st.booleans())
    def decide(self, who: str, pick: int, yes: bool) -> None:
        entry = self.entry(pick, EntryState.SUBMITTED, EntryState.POSTED, EntryState.REJECTED)
        if entry is None:
            return
        if not yes:
            self.act(actions.reject_entry, self.people[who], entry, because="non")
        elif self.act(actions.approve_entry, self.people[who], entry):
            self.posted += 1

    @precondition(lambda self: self.posted)
    @rule(who=WHO, pick=PICK)
    def reverse(self, who: str, pick: int) -> None:
        entry = self.entry(pick, EntryState.POSTED, EntryState.SUBMITTED)
        assert entry is not None
        mirror = self.act(
            actions.prepare_reversal,
            self.people[who],
            entry,
            because="essai",
            idem_key=giving.key(),
        )
        if mirror:
            self.act(actions.submit_entry, self.people[who], mirror)

    @precondition(lambda self: self.posted)
    @rule(who=st.sampled_from(["receiver", "treasurer", "approver"]), pick=PICK, yes=st.booleans())
    def answer(self, who: str, pick: int, yes: bool) -> None:
        entry = self.entry(pick, EntryState.POSTED)
        assert entry is not None
        actor = self.receiver if who == "receiver" else self.people[who]
        if yes:
            there = self.place(3)
            answered = self.act(actions.acknowledge_handover, actor, entry, place=there)
        else:
            answered = self.act(actions.refuse_handover, actor, entry, because="non")
        self.posted += bool(answered)

    @precondition(lambda self: self.posted)
    @rule(who=WHO, pick=PICK)
    def issue(self, who: str, pick: int) -> None:
        entry = self.entry(pick, EntryState.POSTED, EntryState.SUBMITTED)
        assert entry is not None
        self.act(actions.issue_receipt, self.people[who], entry)

    @rule(who=WHO, pick=PICK)
    def cancel(self, who: str, pick: int) -> None:
        found = list(db.session.scalars(db.select(Receipt).order_by(Receipt.id)))
        if found:
            receipt = found[pick % len(found)]
            self.act(actions.cancel_receipt, self.people[who], receipt, because="essai")

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


@pytest.mark.timeout(180)
def test_random_acts_by_random_roles_keep_the_ledger(app: Flask) -> None:
    LedgerMachine.app = app
    LedgerMachine.people = {
        "treasurer": giving.treasurer(),
        "treasurer 2": giving.treasurer(),
        "approver": giving.approver(),
        "both": staff_actor(Role.TREASURER, Role.APPROVER),
        "donor": giving.donor(),
        "nobody": ANONYMOUS,
    }
    actions.enter_rate(
        LedgerMachine.people["treasurer"],
        base="USD",
        quote="XOF",
        rate="561,30",
        as_of=now().date(),
        source="avis",
    )
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
