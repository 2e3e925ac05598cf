"""What a programme grants, and what its projects are paid: never more than there is."""

from typing import Any

import pytest
from flask import Flask

from app.core.actors import SYSTEM
from app.core.db import db
from app.giving import actions, queries
from app.giving.models import Award, AwardState, Entry, Tranche, TrancheState
from tests.factories import giving
from tests.factories.giving import opened, paid, payable, proposed, running
from tests.racing import at_once


class TestABudget:
    def test_is_not_granted_twice_over(self, app: Flask) -> None:
        programme = self.small()
        actions.approve_award(giving.approver(), proposed(programme), granted=60, tranches=[60])
        other = proposed(programme)
        for too_much in (41, 10**13):
            with pytest.raises(actions.BeyondBudget):
                actions.approve_award(
                    giving.approver(), other, granted=too_much, tranches=[too_much]
                )
        assert other.state == AwardState.PROPOSED
        actions.approve_award(giving.approver(), other, granted=40, tranches=[40])
        assert queries.grants(programme) == queries.Grants(granted=100, budget=100)

    def test_grows_by_the_credit_that_two_people_open_in_the_ledger(self, app: Flask) -> None:
        programme = self.small()
        opened(programme.slug, "150")
        assert queries.grants(programme).left == 150
        opened(programme.slug, "50")
        actions.approve_award(giving.approver(), proposed(programme), granted=200, tranches=[200])
        assert queries.grants(programme).left == 0

    def test_gets_back_of_an_ended_project_what_was_not_paid(self, app: Flask) -> None:
        programme = self.small()
        award = running(programme, 60, 40)
        paid(award, opened(programme.slug))
        actions.move_award(giving.secretary(), award, to=AwardState.TERMINATED, because="Renoncé")
        assert queries.grants(programme).left == 40

    def test_that_no_source_says_limits_nothing(self, app: Flask) -> None:
        actions.approve_award(
            giving.approver(), proposed(giving.programme()), granted=10**9, tranches=[10**9]
        )

    def test_is_shared_by_two_approvals_at_once(self, app: Flask) -> None:
        programme = self.small()
        numbers = [proposed(programme).id for _ in range(4)]
        people = [giving.approver() for _ in numbers]

        def approving(who: Any, number: int) -> Any:
            def approve() -> Any:
                award = db.session.get_one(Award, number)
                return actions.approve_award(who, award, granted=60, tranches=[60]).id

            return approve

        results = at_once(app, *map(approving, people, numbers))
        assert len([each for each in results if isinstance(each, int)]) == 1, results
        assert queries.grants(programme).granted == 60

    def small(self) -> Any:
        return actions.record_programme(
            SYSTEM, slug="petit", title="Petit", currency="XOF", budget=100
        )


class TestATranche:
    def test_has_a_payment_of_its_own(self, app: Flask) -> None:
        programme, by = giving.programme(), giving.treasurer()
        award = running(programme, 60, 60)
        first, second = map(payable, award.tranches)
        entry = paid(award, opened(programme.slug, "200"))
        actions.move_tranche(by, first, to=TrancheState.PAID, entry=entry)
        with pytest.raises(actions.NotThatPayment):
            actions.move_tranche(by, second, to=TrancheState.PAID, entry=entry)

    def test_is_recovered_by_the_reversal_of_its_payment_and_may_be_paid_anew(
        self, app: Flask
    ) -> None:
        programme, by, who = giving.programme(), giving.treasurer(), giving.approver()
        award, credit = running(programme, 60), opened(programme.slug)
        (tranche,) = award.tranches
        payable(tranche)
        entry = paid(award, credit)
        actions.move_tranche(by, tranche, to=TrancheState.PAID, entry=entry)
        with pytest.raises(actions.NotThatMove):
            actions.move_tranche(by, tranche, to=TrancheState.RECOVERED)
        actions.move_tranche(by, tranche, to=TrancheState.JUSTIFIED)
        mirror = actions.prepare_reversal(by, entry, because="Erreur", idem_key=giving.key())
        actions.approve_entry(who, actions.submit_entry(by, mirror))
        assert tranche.state == TrancheState.RECOVERED
        actions.move_tranche(who, tranche, to=TrancheState.APPROVED)
        with pytest.raises(actions.NotThatPayment):
            actions.move_tranche(by, tranche, to=TrancheState.PAID, entry=entry)
        again = paid(award, credit)
        actions.move_tranche(by, tranche, to=TrancheState.PAID, entry=again)
        assert tranche.entry_id == again.id

    def test_is_not_paid_by_what_is_undone_at_the_same_time(self, app: Flask) -> None:
        programme, by, who = giving.programme(), giving.treasurer(), giving.approver()
        award, credit = running(programme, 60), opened(programme.slug)
        tranche = payable(award.tranches[0])
        entry = paid(award, credit)
        mirror = actions.prepare_reversal(by, entry, because="Erreur", idem_key=giving.key())
        actions.submit_entry(by, mirror)
        numbers = tranche.id, entry.id, mirror.id

        def mark() -> Any:
            found, payment = (
                db.session.get_one(model, number)
                for model, number in zip((Tranche, Entry), numbers[:2], strict=True)
            )
            return actions.move_tranche(by, found, to=TrancheState.PAID, entry=payment).id

        def undo() -> Any:
            return actions.approve_entry(who, db.session.get_one(Entry, numbers[2])).id

        at_once(app, mark, undo)
        db.session.expire_all()
        assert tranche.state in (TrancheState.APPROVED, TrancheState.RECOVERED)
        assert queries.broken_promises() == []

    def test_becomes_payable_while_its_project_runs_only(self, app: Flask) -> None:
        programme, by = giving.programme(), giving.treasurer()
        award = proposed(programme)
        actions.approve_award(giving.approver(), award, granted=60, tranches=[60])
        (tranche,) = award.tranches
        with pytest.raises(actions.NotRunning):
            actions.move_tranche(by, tranche, to=TrancheState.CONDITION_MET)
        actions.move_award(by, award, to=AwardState.AGREED)
        actions.move_tranche(by, tranche, to=TrancheState.CONDITION_MET)
        actions.move_award(by, award, to=AwardState.TERMINATED, because="Renoncé")
        with pytest.raises(actions.NotRunning):
            actions.move_tranche(giving.approver(), tranche, to=TrancheState.APPROVED)
        assert queries.waiting_on_programmes(giving.approver()) == 0

    def test_is_all_that_a_project_may_be_paid(self, app: Flask) -> None:
        programme = giving.programme()
        award, credit = running(programme, 60), opened(programme.slug, "200")
        with pytest.raises(actions.BeyondGrant):
            paid(award, credit, "61")
        paid(award, credit, "50")
        with pytest.raises(actions.BeyondGrant):
            paid(award, opened(programme.slug, "200"), "11")
        paid(award, credit, "10")
        actions.move_award(giving.secretary(), award, to=AwardState.TERMINATED, because="Renoncé")
        with pytest.raises(actions.BeyondGrant):
            paid(award, credit, "1")
