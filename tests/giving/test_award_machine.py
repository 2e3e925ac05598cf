"""Random acts on projects by random roles: what is granted and paid holds after each of them."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.accounts.models import Role
from app.core.actors import SYSTEM, Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.throttle import throttle
from app.giving import actions, queries
from app.giving.models import (
    Award,
    AwardState,
    Entry,
    EntryKind,
    EntryState,
    Programme,
    TrancheState,
)
from tests.factories import giving
from tests.factories.accounts import staff_actor
from tests.services.databases import Kind
from tests.walks import walks

PICK = st.integers(0, 5)
WHO = st.sampled_from(["treasurer", "approver", "approver 2", "both", "secretary", "donor"])
AMOUNTS = st.sampled_from([0, 1, 20, 40, 41, 60, 100, 101, 10**15])
WITH = {TrancheState.PAID, TrancheState.JUSTIFIED}


class AwardMachine(RuleBasedStateMachine):
    """A programme of 100, whose credit is open, and everybody who may act on its projects."""

    app: Flask
    people: dict[str, Actor]

    def __init__(self) -> None:
        super().__init__()
        throttle.setup("memory://")
        slug = f"essai-{giving.key()}"
        self.programme = actions.record_programme(
            SYSTEM, slug=slug, title="Essai", currency="XOF", budget=100
        ).id
        line, treasury = giving.opened(slug, "100")
        self.line, self.treasury = line.ref, treasury.id
        self.approve("approver", 0, 40, 2)

    def act(self, act: Any, *things: Any, **data: Any) -> Any:
        """Act; a refusal is an answer like another, anything else is a bug."""
        try:
            return act(*things, **data)
        except Refused:
            return None

    def awards(self) -> list[Award]:
        return list(db.session.scalars(db.select(Award).filter_by(programme_id=self.programme)))

    def award(self, pick: int) -> Award:
        """Return one of the projects, the first of which is proposed when there is none."""
        found = self.awards()
        if not found:
            self.propose("secretary")
            found = self.awards()
        return found[pick % len(found)]

    def payments(self) -> list[Entry]:
        query = db.select(Entry).filter_by(kind=EntryKind.PAYMENT, state=EntryState.POSTED)
        found = db.session.scalars(query.order_by(Entry.id)).all()
        mine = {award.id for award in self.awards()}
        return [each for each in found if each.planned[0].to_place.award_id in mine]

    @rule(who=WHO)
    def propose(self, who: str) -> None:
        programme = db.session.get_one(Programme, self.programme)
        act, details = actions.propose_award, {"title": "Projet", "beneficiary": "B-1"}
        self.act(act, self.people[who], programme, **details)

    @rule(who=WHO, pick=PICK, amount=AMOUNTS, parts=st.integers(1, 3))
    def approve(self, who: str, pick: int, amount: int, parts: int) -> None:
        tranches = [amount // parts] * parts
        act = actions.approve_award
        self.act(act, self.people[who], self.award(pick), granted=amount, tranches=tranches)

    @rule(who=WHO, pick=PICK, to=st.sampled_from(AwardState))
    def move(self, who: str, pick: int, to: AwardState) -> None:
        self.act(actions.move_award, self.people[who], self.award(pick), to=to, because="essai")

    @rule(pick=PICK)
    def agree(self, pick: int) -> None:
        self.move("secretary", pick, AwardState.AGREED)

    @rule(who=WHO, pick=PICK, part=PICK, to=st.sampled_from(TrancheState), payment=PICK)
    def move_tranche(self, who: str, pick: int, part: int, to: TrancheState, payment: int) -> None:
        tranches, payments = self.award(pick).tranches, self.payments()
        if tranches:
            entry = payments[payment % len(payments)] if payments else None
            tranche = tranches[part % len(tranches)]
            self.act(actions.move_tranche, self.people[who], tranche, to=to, entry=entry)

    @rule(pick=PICK, part=PICK, is_marked=st.booleans())
    def pay(self, pick: int, part: int, is_marked: bool) -> None:
        """Carry a tranche to its payment, as far as it goes."""
        tranches = self.award(pick).tranches
        if not tranches:
            return
        chosen = tranches[part % len(tranches)]
        number, amount = chosen.id, chosen.amount
        self.move_tranche("treasurer", pick, part, TrancheState.CONDITION_MET, 0)
        self.move_tranche("approver", pick, part, TrancheState.APPROVED, 0)
        self.transfer(pick, amount)
        payments = self.payments()
        if payments and is_marked:
            tranche = queries.tranche(SYSTEM, number)
            act, by = actions.move_tranche, self.people["treasurer"]
            self.act(act, by, tranche, to=TrancheState.PAID, entry=payments[-1])

    @rule(pick=PICK, amount=AMOUNTS)
    def transfer(self, pick: int, amount: int) -> None:
        """Pay a project whatever amount, its tranches aside."""
        place = queries.place_of_code(f"award-{self.award(pick).ref.lower()}")
        if place is None:
            return
        entry = self.act(
            actions.prepare_entry,
            self.people["treasurer"],
            queries.lot(SYSTEM, self.line),
            kind="payment",
            from_place=queries.place(SYSTEM, self.treasury),
            to_places=[place],
            amount=str(amount),
            currency="XOF",
            idem_key=giving.key(),
        )
        self.post(entry)

    @rule(pick=PICK)
    def undo(self, pick: int) -> None:
        payments = self.payments()
        if payments:
            act, by = actions.prepare_reversal, self.people["treasurer"]
            paid = payments[pick % len(payments)]
            self.post(self.act(act, by, paid, because="essai", idem_key=giving.key()))

    def post(self, entry: Entry | None) -> None:
        if entry is not None:
            self.act(actions.submit_entry, self.people["treasurer"], entry)
            self.act(actions.approve_entry, self.people["approver"], entry)

    @invariant()
    def no_more_is_granted_than_there_is(self) -> None:
        db.session.rollback()
        db.session.expire_all()
        grants = queries.grants(db.session.get_one(Programme, self.programme))
        assert grants.budget == 100
        assert grants.granted <= 100

    @invariant()
    def no_more_is_paid_than_was_granted_in_tranches(self) -> None:
        for award in self.awards():
            place = queries.place_of_code(f"award-{award.ref.lower()}")
            assert (place is not None) == bool(award.granted)
            assert sum(tranche.amount for tranche in award.tranches) == (award.granted or 0)
            lot = queries.lot_of_ref(self.line)
            if place is not None and lot is not None:
                assert queries.left_in(lot.id, place.id, "XOF") <= (award.granted or 0)

    @invariant()
    def tranches_say_what_the_ledger_says(self) -> None:
        tranches = [tranche for award in self.awards() for tranche in award.tranches]
        paid = [tranche.entry_id for tranche in tranches if tranche.entry_id]
        assert len(paid) == len(set(paid))
        for tranche in tranches:
            if tranche.entry_id is None:
                continue
            entry = db.session.get_one(Entry, tranche.entry_id)
            assert [line.amount for line in entry.planned] == [tranche.amount]
            is_undone = queries.reversal_of(entry, posted=True) is not None
            assert is_undone == (tranche.state not in WITH)

    @invariant()
    def nobody_is_alone_and_the_ledger_holds(self) -> None:
        for award in self.awards():
            assert award.approved_by_id is None or award.approved_by_id != award.proposed_by_id
            for tranche in award.tranches:
                is_alone = tranche.approved_by_id == tranche.met_by_id
                assert tranche.approved_by_id is None or not is_alone
        assert queries.broken_promises() == []


@pytest.mark.timeout(900)
def test_random_acts_on_projects_keep_the_money(app: Flask, database_kind: Kind) -> None:
    AwardMachine.app = app
    AwardMachine.people = {
        "treasurer": giving.treasurer(),
        "approver": giving.approver(),
        "approver 2": giving.approver(),
        "both": staff_actor(Role.TREASURER, Role.APPROVER),
        "secretary": giving.secretary(),
        "donor": giving.donor(),
    }
    run_state_machine_as_test(AwardMachine, settings=walks(database_kind, 6, steps=25))
