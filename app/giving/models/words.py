"""The words that giving uses for its kinds and states."""

from enum import StrEnum


class Visibility(StrEnum):
    """Whether the public reads the donor's name; the accountant always does."""

    NAMED = "named"
    ANONYMOUS = "anonymous"


class PledgeChannel(StrEnum):
    """Where a promise was made."""

    ROOM = "room"
    PAGE = "page"
    HALL = "hall"
    RECORD = "record"


class PledgeState(StrEnum):
    """Where a promise stands by what was said; that it is honoured is read from the movements."""

    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    ENDED = "ended"
    RELEASED = "released"


class PledgeAct(StrEnum):
    """What was done to a promise. The last four are different acts and stay told apart."""

    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    AMENDED = "amended_by_donor"
    ENDED = "ended_by_donor"
    RELEASED = "released_by_ministry"
    CORRECTED = "corrected"


class LotKind(StrEnum):
    """What a lot of money is: a gift, or a line of a budget."""

    DONATION = "donation"
    BUDGET = "budget"


class PlaceKind(StrEnum):
    """Where money sits."""

    EXTERNAL = "external"
    CUSTODY = "custody"
    TRANSIT = "transit"
    TREASURY = "treasury"
    MINISTRY = "ministry"
    AWARD = "award"
    BENEFICIARY = "beneficiary"
    FEES = "fees"
    FX = "fx"


# A lot may go below zero only where money comes from, and where one currency becomes another.
BOTTOMLESS = (PlaceKind.EXTERNAL, PlaceKind.FX)
# Who says whether a share arrived.
LAST_PLACES = (PlaceKind.BENEFICIARY, PlaceKind.AWARD)
# The codes of the places that money comes from.
DONORS, STATE_BUDGET = "donors", "budget"
# Where money is kept before it is passed on.
HELD = {PlaceKind.CUSTODY, PlaceKind.TREASURY, PlaceKind.MINISTRY}
# Where a gift has arrived: nothing of it remains to be passed on.
FINAL = (PlaceKind.BENEFICIARY, PlaceKind.FEES)


class EntryKind(StrEnum):
    """What an entry does."""

    RECEIPT = "receipt"
    APPROPRIATION = "appropriation"
    DEPOSIT = "deposit"
    EXCHANGE = "exchange"
    FEE = "fee"
    TRANSFER = "transfer"
    DISPATCH = "dispatch"
    ACKNOWLEDGEMENT = "acknowledgement"
    REFUSAL = "refusal"
    ALLOCATION = "allocation"
    PAYMENT = "payment"
    REVERSAL = "reversal"


class EntryState(StrEnum):
    """Where an entry stands; only a posted one moves money, and it never changes again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    POSTED = "posted"
    REJECTED = "rejected"


class Instrument(StrEnum):
    """How money was handed over."""

    CHEQUE = "cheque"
    WIRE = "wire"
    CASH = "cash"
    MOBILE = "mobile"
    CARD = "card"


class ReceiptKind(StrEnum):
    """Whether a receipt states a gift, or that an earlier receipt no longer counts."""

    RECEIPT = "receipt"
    CANCELLATION = "cancellation"


class ConfirmationChannel(StrEnum):
    """How a beneficiary's word came: by the code they hold, or said to the secretariat."""

    CODE = "code"
    SECRETARIAT = "secretariat"


class AwardState(StrEnum):
    """Where an award stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    AGREED = "agreed"
    DISBURSING = "disbursing"
    REPORTING = "reporting"
    CLOSED = "closed"
    TERMINATED = "terminated"


AWARD_MOVES = {
    AwardState.PROPOSED: {AwardState.APPROVED, AwardState.TERMINATED},
    AwardState.APPROVED: {AwardState.AGREED, AwardState.TERMINATED},
    AwardState.AGREED: {AwardState.DISBURSING, AwardState.TERMINATED},
    AwardState.DISBURSING: {AwardState.REPORTING, AwardState.TERMINATED},
    AwardState.REPORTING: {AwardState.CLOSED, AwardState.TERMINATED},
    AwardState.CLOSED: set(),
    AwardState.TERMINATED: set(),
}
# Between its agreement and its end, an award's tranches become payable.
RUNNING = (AwardState.AGREED, AwardState.DISBURSING, AwardState.REPORTING)


class TrancheState(StrEnum):
    """Where a tranche of an award stands."""

    PLANNED = "planned"
    CONDITION_MET = "condition_met"
    APPROVED = "approved"
    PAID = "paid"
    JUSTIFIED = "justified"
    RECOVERED = "recovered"


TO_BE_PAID = {TrancheState.CONDITION_MET, TrancheState.APPROVED}
PAID = {TrancheState.PAID, TrancheState.JUSTIFIED}
# None is made recovered by hand: the reversal of its payment does it, and it may be approved anew.
TRANCHE_MOVES = {
    TrancheState.PLANNED: {TrancheState.CONDITION_MET},
    TrancheState.CONDITION_MET: {TrancheState.APPROVED, TrancheState.PLANNED},
    TrancheState.APPROVED: {TrancheState.PAID},
    TrancheState.PAID: {TrancheState.JUSTIFIED},
    TrancheState.JUSTIFIED: set(),
    TrancheState.RECOVERED: {TrancheState.APPROVED},
}
