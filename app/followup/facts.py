"""What happens to concerns, recommendations, commitments and figures: ids and words of a list."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ConcernRaised(Fact):
    """A concern was entered; the sequence of these facts numbers the concerns."""

    concern_id: int

    @property
    def scope(self) -> str:
        return "concerns"


@dataclass(frozen=True, kw_only=True)
class ConcernMoved(Fact):
    """A concern was kept or set aside."""

    concern_id: int
    was: str
    to: str

    @property
    def scope(self) -> str:
        return f"concern:{self.concern_id}"


@dataclass(frozen=True, kw_only=True)
class InstrumentFact(Fact):
    """Something that happened to an instrument."""

    instrument_id: int

    @property
    def scope(self) -> str:
        return f"instrument:{self.instrument_id}"


@dataclass(frozen=True, kw_only=True)
class InstrumentRegistered(InstrumentFact):
    """A meeting, an agreement or a policy was entered as what recommendations come from."""


@dataclass(frozen=True, kw_only=True)
class InstrumentUpdated(InstrumentFact):
    """What is known of an instrument was said again."""


@dataclass(frozen=True, kw_only=True)
class RecommendationFact(Fact):
    """Something that happened to a recommendation, down to its commitments and reports."""

    scopes: ClassVar[str] = "recommendation:"
    recommendation_id: int

    @property
    def scope(self) -> str:
        return f"{self.scopes}{self.recommendation_id}"


@dataclass(frozen=True, kw_only=True)
class RecommendationIssued(RecommendationFact):
    """A recommendation received its permanent reference."""


@dataclass(frozen=True, kw_only=True)
class RecommendationAnswered(RecommendationFact):
    """A decision was answered to a recommendation."""

    response_id: int
    decision: str


@dataclass(frozen=True, kw_only=True)
class CommitmentFact(RecommendationFact):
    """Something that happened to a commitment."""

    commitment_id: int


@dataclass(frozen=True, kw_only=True)
class CommitmentMade(CommitmentFact):
    """A body promised a deliverable."""


@dataclass(frozen=True, kw_only=True)
class CommitmentChanged(CommitmentFact):
    """A date moved, a body took over, an obstacle came or went."""

    change_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class BudgetLineEntered(CommitmentFact):
    """An amount was planned, committed or disbursed."""

    line_id: int


@dataclass(frozen=True, kw_only=True)
class BudgetLineWithdrawn(CommitmentFact):
    """An amount no longer counts."""

    line_id: int


@dataclass(frozen=True, kw_only=True)
class ReportFact(CommitmentFact):
    """Something that happened to a report."""

    report_id: int


@dataclass(frozen=True, kw_only=True)
class ReportDrafted(ReportFact):
    """A report was begun; it counts for nothing yet."""


@dataclass(frozen=True, kw_only=True)
class ReportRewritten(ReportFact):
    """A draft was rewritten by its author."""


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(ReportFact):
    """A file was added to a draft."""

    evidence_id: int


@dataclass(frozen=True, kw_only=True)
class ReportSubmitted(ReportFact):
    """A report was sent: what it declares is declared."""

    execution: str


@dataclass(frozen=True, kw_only=True)
class ReportValidated(ReportFact):
    """Another person verified a report."""

    execution: str


@dataclass(frozen=True, kw_only=True)
class ReportReturned(ReportFact):
    """Another person could not confirm a report."""


@dataclass(frozen=True, kw_only=True)
class ClosureMoved(RecommendationFact):
    """Closure was requested, decided, turned down, or undone."""

    act_id: int
    was: str
    to: str


@dataclass(frozen=True, kw_only=True)
class ThingsLinked(Fact):
    """One thing was linked to another."""

    link_id: int
    kind: str

    @property
    def scope(self) -> str:
        return "followup:links"


@dataclass(frozen=True, kw_only=True)
class LinkWithdrawn(Fact):
    """A link no longer stands."""

    link_id: int

    @property
    def scope(self) -> str:
        return "followup:links"


@dataclass(frozen=True, kw_only=True)
class IndicatorFact(Fact):
    """Something that happened to an indicator."""

    indicator_id: int

    @property
    def scope(self) -> str:
        return f"indicator:{self.indicator_id}"


@dataclass(frozen=True, kw_only=True)
class IndicatorRegistered(IndicatorFact):
    """Something began to be counted."""


@dataclass(frozen=True, kw_only=True)
class IndicatorUpdated(IndicatorFact):
    """What is counted was put differently."""


@dataclass(frozen=True, kw_only=True)
class MeasurementStated(IndicatorFact):
    """A value was stated by a source."""

    measurement_id: int
