"""Promises and entries: what each act does, and what it refuses."""

from datetime import timedelta

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import Actor
from app.core.allowances import PLEDGE
from app.core.clock import now
from app.core.errors import Conflict, Invalid, NotAllowed, Refused, TooMany
from app.core.money import BadAmount, TooPrecise, UnknownCurrency
from app.giving import actions, queries
from app.giving.models import EntryState, PlaceKind, PledgeState
from tests.factories import giving, live
from tests.factories.accounts import staff_actor


class TestAPromise:
    def test_counts_once_it_is_read_back_and_confirmed(self, app: Flask) -> None:
        who = giving.donor()
        pledge = giving.announced(who, "10 000")
        assert queries.lot_of_ref(pledge.ref) is None
        actions.confirm_pledge(who, pledge, seen=1)
        assert pledge.state == PledgeState.CONFIRMED
        assert queries.lot_of_ref(pledge.ref) is not None

    def test_is_confirmed_by_its_donor_alone(self, app: Flask) -> None:
        with pytest.raises(NotAllowed):
            actions.confirm_pledge(giving.donor(), giving.announced(), seen=1)

    def test_sent_twice_is_one(self, app: Flask) -> None:
        who, key = giving.donor(), giving.key()
        details = {"amount": "5", "currency": "XOF", "visibility": "named", "purpose": "x"}
        first = actions.announce_pledge(who, key=key, **details)
        assert actions.announce_pledge(who, key=key, **details).id == first.id

    def test_from_a_room_is_bound_to_it_to_its_meeting_and_to_the_moment(self, app: Flask) -> None:
        room, before = live.room(), now()
        pledge = giving.announced(room=room.slug)
        assert (pledge.room_id, pledge.meeting_id) == (room.id, room.meeting_id)
        assert pledge.spoken_at is not None
        assert before <= pledge.spoken_at <= now()

    def test_from_a_room_that_was_promised_too_much_in_a_minute_waits(self, app: Flask) -> None:
        room, other, who = live.room(), live.room(), giving.donor()
        for number in range(1200):
            PLEDGE.spend(Actor(origin=f"hall {number}"), room.id)
        with pytest.raises(TooMany) as refused:
            giving.announced(who, room=room.slug)
        assert "dans cette salle" in refused.value.sentence
        for elsewhere in (other.slug, None):
            assert giving.announced(who, room=elsewhere).room_id == (elsewhere and other.id)

    def test_from_an_invented_meeting_is_invented_and_so_is_its_gift(self, app: Flask) -> None:
        invented = live.room(meeting=live.meeting(is_demonstration=True))
        assert giving.gift(room=invented.slug).is_demonstration
        assert not giving.gift(room=live.room().slug).is_demonstration
        assert not giving.gift().is_demonstration

    def test_keeps_the_rate_and_the_equivalent_as_they_were_shown(self, app: Flask) -> None:
        by = giving.treasurer()
        day = now().date()
        actions.enter_rate(by, base="USD", quote="XOF", rate="564", as_of=day, source="avis 1")
        pledge = giving.announced(amount="10 000", currency="USD")
        actions.enter_rate(by, base="USD", quote="XOF", rate="561,30", as_of=day, source="avis 2")
        assert (pledge.equivalent, pledge.equivalent_currency) == (5_640_000, "XOF")
        assert pledge.shown_rate == 564

    @pytest.mark.parametrize(
        ("amount", "currency", "refusal"),
        [
            ("0", "XOF", BadAmount),
            ("-5", "XOF", BadAmount),
            ("1000000000000000", "XOF", BadAmount),
            ("1,5", "XOF", TooPrecise),
            ("1.005", "USD", TooPrecise),
            ("dix", "XOF", BadAmount),
            ("5", "ZZZ", UnknownCurrency),
        ],
    )
    def test_of_no_amount_is_refused(
        self, app: Flask, amount: str, currency: str, refusal: type[Refused]
    ) -> None:
        with pytest.raises(refusal):
            giving.announced(amount=amount, currency=currency)

    def test_to_a_closed_campaign_is_refused(self, app: Flask) -> None:
        by = staff_actor(Role.SECRETARIAT)
        campaign = actions.open_campaign(by, slug="cuba", title="Cuba", purpose="Étudiants")
        actions.close_campaign(by, campaign)
        with pytest.raises(actions.CampaignOver):
            giving.announced(campaign="cuba")

    def test_read_before_it_changed_is_not_confirmed(self, app: Flask) -> None:
        who = giving.donor()
        pledge = giving.announced(who)
        actions.amend_pledge(who, pledge, amount="200", seen=1)
        with pytest.raises(actions.Stale):
            actions.confirm_pledge(who, pledge, seen=1)
        actions.confirm_pledge(who, pledge, seen=2)
        assert pledge.standing == 200
        assert pledge.amount == 100

    def test_said_in_the_hall_is_not_lost_among_those_that_donors_left(self, app: Flask) -> None:
        by = giving.secretary()
        said = {"amount": "5", "currency": "XOF", "visibility": "named", "purpose": "Livres"}
        first, second = (
            actions.write_down_pledge(by, donor_name=name, **said) for name in ("A", "B")
        )
        left = [giving.announced() for _ in range(2)]
        found = queries.announced_pledges(by, limit=3)
        assert [each.id for each in found] == [second.id, first.id, left[1].id]

    def test_for_a_day_that_is_past_is_refused(self, app: Flask) -> None:
        with pytest.raises(Invalid):
            giving.announced(due_on=now().date() - timedelta(days=1))


class TestTheFourLaterActs:
    def test_stay_told_apart(self, app: Flask) -> None:
        who = giving.donor()
        pledge = giving.gift(who, "1 000").pledge
        assert pledge is not None
        actions.amend_pledge(who, pledge, amount="900", seen=2)
        actions.correct_pledge(
            giving.treasurer(), pledge, amount="90", seen=3, words="Un zéro de trop"
        )
        actions.release_pledge(giving.approver(), pledge, seen=4, words="Donateur au chômage")
        acts = [(act.act.value, act.was, act.now_is) for act in queries.acts_of(pledge)]
        assert acts == [
            ("announced", 0, 1000),
            ("confirmed", 1000, 1000),
            ("amended_by_donor", 1000, 900),
            ("corrected", 900, 90),
            ("released_by_ministry", 90, 0),
        ]
        assert pledge.state == PledgeState.RELEASED

    def test_are_each_for_who_may(self, app: Flask) -> None:
        pledge = giving.gift().pledge
        assert pledge is not None
        with pytest.raises(NotAllowed):
            actions.end_pledge(giving.treasurer(), pledge, seen=2)
        with pytest.raises(NotAllowed):
            actions.release_pledge(giving.treasurer(), pledge, seen=2, words="non")
        with pytest.raises(NotAllowed):
            actions.correct_pledge(giving.approver(), pledge, amount="1", seen=2, words="non")

    def test_need_their_reason_on_the_ministrys_side(self, app: Flask) -> None:
        pledge = giving.gift().pledge
        assert pledge is not None
        with pytest.raises(actions.ReasonNeeded):
            actions.release_pledge(giving.approver(), pledge, seen=2)

    def test_never_promise_less_than_was_received(self, app: Flask) -> None:
        who = giving.donor()
        lot = giving.gift(who, "100")
        treasury = giving.place(PlaceKind.TREASURY)
        giving.posted(lot, "receipt", giving.donors(), treasury, amount="60")
        assert lot.pledge is not None
        with pytest.raises(actions.BelowReceived):
            actions.amend_pledge(who, lot.pledge, amount="59", seen=2)


class TestAnEntry:
    def test_moves_nothing_before_another_person_approves_it(self, app: Flask) -> None:
        lot, treasury = giving.gift(), giving.place(PlaceKind.TREASURY)
        by = giving.treasurer()
        entry = giving.submitted(by, lot, "receipt", giving.donors(), treasury, amount="100")
        assert giving.left(lot, treasury) == 0
        actions.approve_entry(giving.approver(), entry)
        assert giving.left(lot, treasury) == 100
        assert lot.pledge is not None
        assert queries.received_of([lot.pledge]) == {lot.pledge.id: 100}

    def test_is_never_approved_by_who_prepared_it(self, app: Flask) -> None:
        both = staff_actor(Role.TREASURER, Role.APPROVER)
        lot, treasury = giving.gift(), giving.place(PlaceKind.TREASURY)
        entry = giving.submitted(both, lot, "receipt", giving.donors(), treasury, amount="100")
        with pytest.raises(NotAllowed):
            actions.approve_entry(both, entry)

    def test_of_more_than_a_place_holds_is_refused(self, app: Flask) -> None:
        lot, treasury = giving.held("100")
        one = giving.place(PlaceKind.BENEFICIARY)
        entry = giving.submitted(giving.treasurer(), lot, "payment", treasury, one, amount="101")
        with pytest.raises(actions.Overdrawn):
            actions.approve_entry(giving.approver(), entry)
        assert entry.state == EntryState.SUBMITTED

    def test_takes_only_the_ways_of_its_kind(self, app: Flask) -> None:
        lot, treasury = giving.held()
        with pytest.raises(actions.WrongPlaces):
            giving.drafted(
                giving.treasurer(), lot, "receipt", treasury, giving.donors(), amount="1"
            )

    def test_takes_gifts_from_donors_and_credits_from_the_budget(self, app: Flask) -> None:
        by, treasury = giving.treasurer(), giving.place(PlaceKind.TREASURY)
        lot, line = giving.gift(), actions.open_budget(by, title="Ligne")
        wrong = ((lot, "receipt", giving.budget()), (line, "appropriation", giving.donors()))
        for about, kind, origin in wrong:
            with pytest.raises(actions.WrongPlaces):
                giving.drafted(by, about, kind, origin, treasury, amount="5")

    def test_shares_among_several_without_losing_anything(self, app: Flask) -> None:
        lot, treasury = giving.held("100")
        students = [giving.place(PlaceKind.BENEFICIARY, f"Étudiant {n}") for n in range(7)]
        giving.posted(lot, "allocation", treasury, *students, amount="100")
        shares = [giving.left(lot, student) for student in students]
        assert shares == [15, 15, 14, 14, 14, 14, 14]
        assert queries.gift(giving.donor(), lot.ref).left()[0].minor == 0

    def test_prepared_again_under_its_key_is_the_same(self, app: Flask) -> None:
        lot, treasury = giving.gift(), giving.place(PlaceKind.TREASURY)
        by, key = giving.treasurer(), giving.key()
        first, second = (
            giving.drafted(by, lot, "receipt", giving.donors(), treasury, amount="5", idem_key=key)
            for _ in range(2)
        )
        assert first.id == second.id
        with pytest.raises(Conflict):
            giving.drafted(
                giving.treasurer(),
                lot,
                "receipt",
                giving.donors(),
                treasury,
                amount="5",
                idem_key=key,
            )

    def test_is_reversed_once(self, app: Flask) -> None:
        lot, treasury = giving.held("100")
        entry = queries.entries(giving.treasurer(), EntryState.POSTED)[0]
        by = giving.treasurer()
        mirror = actions.prepare_reversal(by, entry, because="Chèque refusé", idem_key=giving.key())
        actions.submit_entry(by, mirror)
        actions.approve_entry(giving.approver(), mirror)
        assert giving.left(lot, treasury) == 0
        for wrong in (entry, mirror):
            with pytest.raises(actions.OneReversal):
                actions.prepare_reversal(by, wrong, because="Encore", idem_key=giving.key())
        assert queries.broken_promises() == []

    def test_that_was_rejected_moves_nothing_and_says_why(self, app: Flask) -> None:
        lot, treasury = giving.gift(), giving.place(PlaceKind.TREASURY)
        entry = giving.submitted(
            giving.treasurer(), lot, "receipt", giving.donors(), treasury, amount="100"
        )
        with pytest.raises(actions.ReasonNeeded):
            actions.reject_entry(giving.approver(), entry)
        actions.reject_entry(giving.approver(), entry, because="Chèque non signé")
        with pytest.raises(actions.WrongState):
            actions.approve_entry(giving.approver(), entry)
        assert giving.left(lot, treasury) == 0
