"""What comes in: promises, entries, rates, places, projects."""

from typing import Any

import marshmallow as ma

from app.core.days import not_past, not_to_come
from app.core.forms import Country, Day, Flag, Key, Listed, Schema, Slug, Text, Whole, Word
from app.giving.models import AwardState, EntryKind, Instrument, TrancheState, Visibility
from app.giving.schemas.fields import WHAT_FOR, Amount
from app.giving.schemas.words import (
    CURRENCIES,
    LATER_ACTS,
    OLDEST_FIRST,
    OPENED_PLACES,
    PREPARED,
)


class OpenCampaign(Schema):
    """A call for gifts."""

    title = Text(most=160, required=True)
    slug = Slug(most=80, required=True)
    purpose = Text(most=600, lines=True, required=True)
    goal = Amount(load_default=None, allow_none=True)
    currency = Word(CURRENCIES, load_default="XOF")
    meeting = Text(most=120, load_default=None, allow_none=True)
    closes_on = Day(load_default=None, allow_none=True, validate=not_past)
    key = Key(load_default=None, allow_none=True)


class PromiseGift(Schema):
    """A promise; `key` makes sending it twice promise it once."""

    key = Key(required=True)
    amount = Amount(required=True)
    currency = Word(CURRENCIES, required=True)
    campaign = Text(most=80, load_default=None, allow_none=True)
    room = Text(most=80, load_default=None, allow_none=True)
    purpose = Text(most=300, load_default=None, allow_none=True)
    visibility = Word(Visibility, required=True)
    on_behalf_of = Text(most=160, load_default=None, allow_none=True)
    due_on = Day(load_default=None, allow_none=True, validate=not_past)

    @ma.validates_schema(skip_on_field_errors=False)
    def say_what_for(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """
        Ask what the gift is for where no campaign says it.

        :raises ValidationError: beside the purpose
        """
        if not (data.get("campaign") or data.get("purpose")):
            raise ma.ValidationError(WHAT_FOR, "purpose")


class WriteDownPledge(PromiseGift):
    """A promise said in the hall, written down by the secretariat."""

    donor_name = Text(most=120, required=True)
    donor_country = Country(load_default=None, allow_none=True)


class ConfirmPledge(Schema):
    """The answer to what was read back; `seen` is the number of the last act that was shown."""

    seen = Whole(least=1, required=True)
    in_feed = Flag()
    key = Key(required=True)


class ChangePledge(Schema):
    """One of the four later acts on a promise."""

    act = Word(LATER_ACTS, required=True)
    amount = Amount(load_default=None, allow_none=True)
    words = Text(most=400, lines=True, load_default=None, allow_none=True)
    seen = Whole(least=1, required=True)
    key = Key(required=True)


class PrepareEntry(Schema):
    """A movement of one lot, or an allocation shared equally among several beneficiaries."""

    files = ("evidence",)

    key = Key(required=True)
    kind = Word(PREPARED, required=True)
    lot = Text(most=40, required=True)
    from_place = Whole(least=1, required=True)
    to_place = Listed(Whole(least=1), required=True)
    amount = Amount(required=True)
    currency = Word(CURRENCIES, required=True)
    occurred_on = Day(load_default=None, allow_none=True, validate=not_to_come)
    instrument = Word(Instrument, load_default=None, allow_none=True)
    instrument_number = Text(most=60, load_default=None, allow_none=True)
    words = Text(most=400, lines=True, load_default=None, allow_none=True)
    evidence_is_public = Flag()


class PrepareExchange(Schema):
    """An exchange of one lot at a recorded rate."""

    key = Key(required=True)
    lot = Text(most=40, required=True)
    from_place = Whole(least=1, required=True)
    to_place = Whole(least=1, required=True)
    amount = Amount(required=True)
    rate = Whole(least=1, required=True)
    occurred_on = Day(load_default=None, allow_none=True, validate=not_to_come)
    words = Text(most=400, lines=True, load_default=None, allow_none=True)


class DecideEntry(Schema):
    """What becomes of an entry."""

    to = Word(("submit", "leave", "approve", "reject"), required=True)
    because = Text(most=400, lines=True, load_default=None, allow_none=True)
    key = Key(required=True)


class AnswerHandover(Schema):
    """Whether the receiver has the money, where it is now, and why not if not."""

    is_received = Flag()
    place = Whole(least=1, load_default=None, allow_none=True)
    because = Text(most=400, lines=True, load_default=None, allow_none=True)
    key = Key(required=True)


class ConfirmShare(Schema):
    """The code of a beneficiary's share and, once it was shown, whether it arrived."""

    code = Text(most=40, required=True)
    answer = Word(("yes", "no"), load_default=None, allow_none=True)


class HearBeneficiary(Schema):
    """What a beneficiary told the secretariat; `words` stay at the desk."""

    answer = Word(("yes", "no"), required=True)
    words = Text(most=400, lines=True, load_default=None, allow_none=True)
    key = Key(required=True)


class Reverse(Schema):
    """Undo a posted entry by its mirror."""

    because = Text(most=400, lines=True, required=True)
    key = Key(required=True)


class EnterRate(Schema):
    """What one unit of a currency was worth in another, on a day, and who says so."""

    base = Word(CURRENCIES, required=True)
    quote = Word(CURRENCIES, load_default="XOF")
    rate = Text(most=24, required=True)
    as_of = Day(required=True, validate=not_to_come)
    source = Text(most=160, required=True)
    key = Key(required=True)


class OpenPlace(Schema):
    """Somewhere money may sit."""

    kind = Word(OPENED_PLACES, required=True)
    name = Text(most=160, required=True)
    private_name = Text(most=160, load_default=None, allow_none=True)
    organisation = Text(most=120, load_default=None, allow_none=True)
    key = Key(required=True)


class OpenBudget(Schema):
    """A line of a budget to follow."""

    title = Text(most=160, required=True)
    programme = Text(most=120, load_default=None, allow_none=True)
    key = Key(required=True)


class CancelReceipt(Schema):
    """Why a receipt no longer counts."""

    because = Text(most=400, lines=True, required=True)
    key = Key(required=True)


class ProposeAward(Schema):
    """A project that asks for a part of a programme; `beneficiary` is a public code."""

    title = Text(most=160, required=True)
    beneficiary = Text(most=80, required=True)
    private_name = Text(most=160, load_default=None, allow_none=True)
    returned_from = Country(load_default=None, allow_none=True)
    requested = Amount(load_default=None, allow_none=True)
    key = Key(required=True)


class ApproveAward(Schema):
    """What is granted, and in how many equal tranches."""

    granted = Amount(required=True)
    tranches = Whole(least=1, most=24, required=True)
    key = Key(required=True)


class MoveAward(Schema):
    """Where an award goes from where it stands."""

    to = Word(AwardState, required=True)
    because = Text(most=400, lines=True, load_default=None, allow_none=True)
    key = Key(required=True)


class MoveTranche(Schema):
    """Where a tranche goes; a payment names its number in the ledger."""

    to = Word(TrancheState, required=True)
    entry = Whole(least=1, load_default=None, allow_none=True)
    key = Key(required=True)


class FilterLedger(Schema):
    """How the public ledger is narrowed, as its address says it."""

    don = Text(most=40)
    operation = Word(EntryKind)
    monnaie = Word(CURRENCIES)
    depuis = Day()
    jusque = Day()
    ordre = Word((OLDEST_FIRST,))


class ReportOnProgramme(Schema):
    """The jobs that a programme or one of its projects created."""

    award = Text(most=40, load_default=None, allow_none=True)
    value = Whole(least=0, required=True)
    target = Whole(least=0, load_default=None, allow_none=True)
    about = Text(most=200, load_default=None, allow_none=True)
    on_date = Day(load_default=None, allow_none=True, validate=not_to_come)
    key = Key(required=True)
