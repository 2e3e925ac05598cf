"""Exchanges, handovers, receipts, and the gift of the record."""

import pytest
from flask import Flask

from app.core.clock import now
from app.core.errors import Invalid, NotAllowed
from app.core.money import BadAmount
from app.giving import actions, queries
from app.giving.models import EntryState, PlaceKind, ReceiptKind
from tests.factories import giving


class TestAnExchange:
    def test_is_at_the_recorded_rate_and_shows_its_gap(self, app: Flask) -> None:
        by, day = giving.treasurer(), now().date()
        actions.enter_rate(by, base="USD", quote="XOF", rate="564", as_of=day, source="dit")
        lot = giving.gift(amount="10 000", currency="USD")
        treasury = giving.place(PlaceKind.TREASURY)
        giving.posted(lot, "receipt", giving.donors(), treasury, amount="10 000", currency="USD")
        rate = actions.enter_rate(
            by, base="USD", quote="XOF", rate="561,30", as_of=day, source="avis de la banque"
        )
        entry = actions.prepare_exchange(
            by,
            lot,
            from_place=treasury,
            to_place=treasury,
            amount="10 000",
            rate=rate,
            idem_key=giving.key(),
        )
        actions.submit_entry(by, entry)
        actions.approve_entry(giving.approver(), entry)
        assert giving.left(lot, treasury, "XOF") == 5_613_000
        gap = queries.gift(by, lot.ref).exchange_gap
        assert gap is not None
        assert (gap.minor, gap.currency) == (-27_000, "XOF")

    @pytest.mark.parametrize("rate", ["0", "-1", "abc", "0,0000000000001", "1e5", "10000000000"])
    def test_at_no_rate_is_refused(self, app: Flask, rate: str) -> None:
        with pytest.raises(Invalid):
            actions.enter_rate(
                giving.treasurer(),
                base="USD",
                quote="XOF",
                rate=rate,
                as_of=now().date(),
                source="x",
            )

    def test_that_would_give_more_than_an_amount_may_be_is_refused(self, app: Flask) -> None:
        by, day = giving.treasurer(), now().date()
        rate = actions.enter_rate(
            by, base="KWD", quote="XOF", rate="1000000000", as_of=day, source="avis"
        )
        lot, treasury = giving.gift(), giving.place(PlaceKind.TREASURY)
        for amount in ("100000000000", "100001"):
            with pytest.raises(BadAmount):
                actions.prepare_exchange(
                    by,
                    lot,
                    from_place=treasury,
                    to_place=treasury,
                    amount=amount,
                    rate=rate,
                    idem_key=giving.key(),
                )
        promised = giving.announced(amount="100000000000", currency="KWD")
        assert (promised.amount, promised.equivalent) == (10**14, None)

    def test_rate_is_never_overwritten(self, app: Flask) -> None:
        said = {"base": "EUR", "quote": "XOF", "as_of": now().date(), "source": "BCEAO"}
        first = actions.enter_rate(giving.treasurer(), rate="655,957", **said)
        assert actions.enter_rate(giving.treasurer(), rate="655,957", **said).id == first.id
        with pytest.raises(actions.RateKnown):
            actions.enter_rate(giving.treasurer(), rate="650", **said)


class TestAHandover:
    def test_waits_in_transit_until_the_receiver_acknowledges(self, app: Flask) -> None:
        lot, treasury = giving.held("100")
        ministry = giving.organisation()
        transit = giving.place(PlaceKind.TRANSIT, "En chemin", ministry)
        there = giving.place(PlaceKind.MINISTRY, "Au ministère", ministry)
        entry = giving.posted(lot, "dispatch", treasury, transit, amount="100")
        assert giving.left(lot, transit) == 100
        with pytest.raises(NotAllowed):
            actions.acknowledge_handover(giving.treasurer(), entry, place=there)
        who = giving.receiver(ministry)
        assert [each.id for each in queries.handovers(who)] == [entry.id]
        actions.acknowledge_handover(who, entry, place=there)
        assert giving.left(lot, there) == 100
        with pytest.raises(actions.Answered):
            actions.refuse_handover(who, entry, because="Trop tard")
        assert queries.broken_promises() == []

    def test_that_is_refused_goes_back(self, app: Flask) -> None:
        lot, treasury = giving.held("100")
        ministry = giving.organisation()
        transit = giving.place(PlaceKind.TRANSIT, "En chemin", ministry)
        entry = giving.posted(lot, "dispatch", treasury, transit, amount="100")
        actions.refuse_handover(giving.receiver(ministry), entry, because="Chèque déchiré")
        assert (giving.left(lot, treasury), giving.left(lot, transit)) == (100, 0)


class TestAReceipt:
    def test_is_numbered_without_a_gap_and_cancelled_by_a_new_one(self, app: Flask) -> None:
        giving.held("100")
        giving.held("5 000 000")
        by = giving.treasurer()
        entries = queries.entries(by, EntryState.POSTED)
        first, second = (actions.issue_receipt(by, entry) for entry in entries)
        assert (first.number, second.number) == (1, 2)
        assert first.snapshot["in_words"] == "cinq millions de francs CFA"
        with pytest.raises(actions.NoReceipt):
            actions.issue_receipt(by, entries[0])
        cancelled = actions.cancel_receipt(giving.approver(), first, because="Nom mal écrit")
        assert (cancelled.number, cancelled.kind) == (3, ReceiptKind.CANCELLATION)
        assert cancelled.snapshot["cancels"] == first.code
        assert actions.issue_receipt(by, entries[0]).number == 4
        assert queries.broken_promises() == []

    @pytest.mark.parametrize(
        ("amount", "currency", "words"),
        [
            ("1", "XOF", "un franc CFA"),
            ("80 000", "XOF", "quatre-vingt mille francs CFA"),
            ("1 000 000", "XOF", "un million de francs CFA"),
            ("1 000 001", "XOF", "un million un francs CFA"),
            ("1,01", "USD", "un dollar et un centième"),
            ("10,50", "EUR", "dix euros et cinquante centièmes"),
            ("2,005", "KWD", "deux KWD et cinq millièmes"),
        ],
    )
    def test_says_its_amount_in_words(
        self, app: Flask, amount: str, currency: str, words: str
    ) -> None:
        lot, treasury = giving.gift(currency=currency), giving.place(PlaceKind.TREASURY)
        entry = giving.posted(
            lot, "receipt", giving.donors(), treasury, amount=amount, currency=currency
        )
        receipt = actions.issue_receipt(giving.treasurer(), entry)
        assert receipt.snapshot["in_words"] == words


class TestTheGiftOfTheRecord:
    def test_is_told_to_the_franc_and_what_is_unknown_stays_so(self, app: Flask) -> None:
        lot = giving.gift_of_the_record()
        gift = queries.gift(giving.donor(), lot.ref)
        assert gift.donor == "Makan Diarra"
        assert gift.is_honoured
        assert [str(money.minor) + money.currency for money in gift.left()] == ["0USD"]
        assert [step.entry.occurred_on is None for step in gift.steps] == [False, False, True]
        assert {step.entry.approved_by_id for step in gift.steps} == {None}
        assert gift.pledge is not None
        assert (gift.pledge.equivalent, gift.pledge.confirmed_at) == (5_640_000, None)
        assert queries.broken_promises() == []
