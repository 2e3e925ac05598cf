"""Random acts by random roles: every invariant of the money holds after each of them."""

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from app.accounts.models import Role
from app.core.actors import ANONYMOUS
from app.core.clock import now
from app.core.db import db
from app.giving import actions
from app.giving.models import (
    EntryKind,
    EntryState,
    FxRate,
    Lot,
    Receipt,
)
from tests.factories import giving
from tests.factories.accounts import staff_actor
from tests.giving.world import LedgerWorld
from tests.services.databases import Kind
from tests.walks import walks

PICK = st.integers(0, 8)
WHO = st.sampled_from(
    [
        *("treasurer", "treasurer", "treasurer 2", "approver", "approver", "both", "both"),
        *("secretary", "donor", "nobody"),
    ]
)
KINDS = st.sampled_from(
    ["receipt", "deposit", "transfer", "dispatch", "fee", "allocation", "payment", "appropriation"]
)
AMOUNTS = st.sampled_from(["1", "7", "50", "60", "100", "101", "0", "-1", "1,5", "10" * 9])
CURRENCIES = st.sampled_from(["XOF", "XOF", "XOF", "USD"])


# Ways that entries go, by the places of the machine: what it prepares is often approved.
WAYS = st.sampled_from(
    [
        *(("receipt", 0, [1]), ("receipt", 0, [2]), ("deposit", 1, [2]), ("fee", 2, [7])),
        *(("transfer", 2, [3]), ("transfer", 3, [2]), ("dispatch", 2, [4]), ("dispatch", 3, [4])),
        *(("allocation", 3, [5, 6]), ("payment", 2, [5]), ("payment", 3, [6])),
    ]
)


class LedgerMachine(LedgerWorld):
    """Everybody who may act, and some who may not, in any order."""

    def __init__(self) -> None:
        super().__init__()
        for lot in (0, 1):
            self.move(lot=lot, way=("receipt", 0, [2]), amount="100", yes=True)
        self.prepare("treasurer", 2, "appropriation", 8, [2], "100", "XOF")
        self.decide("approver", 0, True)

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

    @rule(
        lot=st.integers(0, 1),
        way=WAYS,
        amount=st.sampled_from(["1", "7", "50", "60", "100"]),
        yes=st.sampled_from([True, True, True, False]),
    )
    def move(self, lot: int, way: tuple[str, int, list[int]], amount: str, yes: bool) -> None:
        kind, giving_, taking = way
        self.prepare("treasurer", lot, kind, giving_, taking, amount, ("XOF", "USD")[lot])
        self.decide("approver", 0, yes)

    @rule(amount=st.sampled_from(["1", "7", "50"]))
    def change_dollars(self, amount: str) -> None:
        self.exchange("treasurer", 1, 2, 2, amount)
        self.decide("approver", 0, True)

    @rule(pick=PICK)
    def undo(self, pick: int) -> None:
        self.reverse("treasurer", pick)
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
        waiting = self.entry(pick, EntryState.SUBMITTED)
        entry = waiting or self.entry(pick, EntryState.POSTED, EntryState.REJECTED)
        if entry is None:
            return
        if not yes:
            self.act(actions.reject_entry, self.people[who], entry, because="non")
        else:
            self.act(actions.approve_entry, self.people[who], entry)

    @rule(who=WHO, pick=PICK)
    def reverse(self, who: str, pick: int) -> None:
        entry = self.entry(pick, EntryState.POSTED, EntryState.SUBMITTED)
        if entry is None:
            return
        mirror = self.act(
            actions.prepare_reversal,
            self.people[who],
            entry,
            because="essai",
            idem_key=giving.key(),
        )
        if mirror:
            self.act(actions.submit_entry, self.people[who], mirror)

    @rule(
        who=st.sampled_from(["receiver", "receiver", "treasurer", "approver"]),
        pick=PICK,
        yes=st.booleans(),
    )
    def answer(self, who: str, pick: int, yes: bool) -> None:
        entry = self.entry(pick, EntryState.POSTED, kind=EntryKind.DISPATCH)
        if entry is None:
            return
        actor = self.receiver if who == "receiver" else self.people[who]
        if yes:
            there = self.place(3)
            self.act(actions.acknowledge_handover, actor, entry, place=there)
        else:
            self.act(actions.refuse_handover, actor, entry, because="non")

    @rule(who=WHO, pick=PICK, amount=AMOUNTS, anew=st.booleans())
    def take_back(self, who: str, pick: int, amount: str, anew: bool) -> None:
        entry = self.entry(pick, EntryState.SUBMITTED) or self.entry(pick, EntryState.POSTED)
        if entry is None:
            return
        if not anew:
            self.act(actions.leave_entry, self.people[who], entry)
            return
        line = entry.planned[0]
        made = self.act(
            actions.rewrite_entry,
            self.people[who],
            entry,
            line.lot,
            kind=entry.kind.value,
            from_place=line.from_place,
            to_places=[each.to_place for each in entry.planned],
            amount=amount,
            currency=line.currency,
            idem_key=giving.key(),
        )
        if made:
            self.act(actions.submit_entry, self.people[who], made)

    @rule(who=WHO, pick=PICK, place=PICK, yes=st.booleans())
    def hear(self, who: str, pick: int, place: int, yes: bool) -> None:
        entry = self.entry(pick, EntryState.POSTED, EntryState.SUBMITTED)
        if entry is not None:
            where = self.place(place)
            self.act(
                actions.confirm_for_beneficiary,
                self.people[who],
                entry,
                place=where,
                is_received=yes,
            )

    @rule(who=WHO, pick=PICK)
    def issue(self, who: str, pick: int) -> None:
        entry = self.entry(pick, EntryState.POSTED, EntryState.SUBMITTED)
        if entry is None:
            return
        self.act(actions.issue_receipt, self.people[who], entry)

    @rule(who=WHO, pick=PICK)
    def cancel(self, who: str, pick: int) -> None:
        own = db.select(Receipt).join(Lot).where(Lot.ref.in_(self.lots)).order_by(Receipt.id)
        found = list(db.session.scalars(own))
        if found:
            receipt = found[pick % len(found)]
            self.act(actions.cancel_receipt, self.people[who], receipt, because="essai")


@pytest.mark.timeout(900)
def test_random_acts_by_random_roles_keep_the_ledger(app: Flask, database_kind: Kind) -> None:
    LedgerMachine.app = app
    LedgerMachine.people = {
        "treasurer": giving.treasurer(),
        "treasurer 2": giving.treasurer(),
        "approver": giving.approver(),
        "both": staff_actor(Role.TREASURER, Role.APPROVER),
        "secretary": giving.secretary(),
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
        settings=walks(database_kind, 8, steps=25),
    )
