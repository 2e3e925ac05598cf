"""What happens to promises, to money and to programmes."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CampaignOpened(Fact):
    """A call for gifts was opened."""

    campaign_id: int

    @property
    def scope(self) -> str:
        return "giving:campaigns"


@dataclass(frozen=True, kw_only=True)
class CampaignClosed(CampaignOpened):
    """A call for gifts was closed."""


@dataclass(frozen=True, kw_only=True)
class PledgeFact(Fact):
    """Something that happened to a promise."""

    pledge_id: int

    @property
    def scope(self) -> str:
        return f"pledge:{self.pledge_id}"


@dataclass(frozen=True, kw_only=True)
class PledgeAnnounced(PledgeFact):
    """A gift was promised; it waits to be read back."""


@dataclass(frozen=True, kw_only=True)
class PledgeConfirmed(PledgeFact):
    """A promise was read back to its donor and confirmed."""


@dataclass(frozen=True, kw_only=True)
class PledgeAmended(PledgeFact):
    """The donor changed what is promised."""


@dataclass(frozen=True, kw_only=True)
class PledgeEnded(PledgeFact):
    """The donor ended the promise."""


@dataclass(frozen=True, kw_only=True)
class PledgeReleased(PledgeFact):
    """The ministry released the donor from the promise."""


@dataclass(frozen=True, kw_only=True)
class PledgeCorrected(PledgeFact):
    """An error in what was written of the promise was corrected."""


@dataclass(frozen=True, kw_only=True)
class LedgerFact(Fact):
    """Something that happened in the ledger."""

    entry_id: int

    @property
    def scope(self) -> str:
        return "giving:ledger"


@dataclass(frozen=True, kw_only=True)
class EntryPrepared(LedgerFact):
    """An entry was prepared."""


@dataclass(frozen=True, kw_only=True)
class EntrySubmitted(LedgerFact):
    """An entry was submitted for approval."""


@dataclass(frozen=True, kw_only=True)
class EntryPosted(LedgerFact):
    """An entry was approved by another person, and money moved."""


@dataclass(frozen=True, kw_only=True)
class EntryRejected(LedgerFact):
    """An entry was rejected, or left by who prepared it; no money moved."""


@dataclass(frozen=True, kw_only=True)
class EntryRewritten(LedgerFact):
    """Who prepared an entry wrote it anew before it was approved."""

    by_id: int


@dataclass(frozen=True, kw_only=True)
class ShareConfirmed(LedgerFact):
    """A beneficiary said whether their share of an entry arrived."""

    confirmation_id: int


@dataclass(frozen=True, kw_only=True)
class ReceiptFact(Fact):
    """Something that happened to a receipt."""

    receipt_id: int

    @property
    def scope(self) -> str:
        return "giving:receipts"


@dataclass(frozen=True, kw_only=True)
class ReceiptIssued(ReceiptFact):
    """A receipt was handed out."""


@dataclass(frozen=True, kw_only=True)
class ReceiptCancelled(ReceiptFact):
    """A receipt no longer counts: this one says so."""


@dataclass(frozen=True, kw_only=True)
class PlaceOpened(Fact):
    """A place where money may sit was entered."""

    place_id: int

    @property
    def scope(self) -> str:
        return "giving:places"


@dataclass(frozen=True, kw_only=True)
class RateEntered(Fact):
    """A rate was entered, with its day and its source."""

    rate_id: int

    @property
    def scope(self) -> str:
        return "giving:rates"


@dataclass(frozen=True, kw_only=True)
class LotOpened(Fact):
    """A lot of money is followed from now on."""

    lot_id: int

    @property
    def scope(self) -> str:
        return "giving:lots"


@dataclass(frozen=True, kw_only=True)
class ProgrammeFact(Fact):
    """Something that happened to a programme."""

    programme_id: int

    @property
    def scope(self) -> str:
        return f"programme:{self.programme_id}"


@dataclass(frozen=True, kw_only=True)
class ProgrammeRecorded(ProgrammeFact):
    """A programme was entered as its source states it."""


@dataclass(frozen=True, kw_only=True)
class AwardProposed(ProgrammeFact):
    """An award was proposed."""

    award_id: int


@dataclass(frozen=True, kw_only=True)
class AwardMoved(ProgrammeFact):
    """An award went from one state to another."""

    award_id: int
    was: str
    to: str


@dataclass(frozen=True, kw_only=True)
class TrancheMoved(ProgrammeFact):
    """A tranche went from one state to another."""

    tranche_id: int
    was: str
    to: str


@dataclass(frozen=True, kw_only=True)
class ReportMade(ProgrammeFact):
    """A programme or an award reported an indicator."""

    report_id: int


@dataclass(frozen=True, kw_only=True)
class ReportVerified(ReportMade):
    """A report was verified by another person."""
