"""What happened in accreditation."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CallFact(Fact):
    """Something that happened to a call."""

    call_id: int

    @property
    def scope(self) -> str:
        return f"call:{self.call_id}"


@dataclass(frozen=True, kw_only=True)
class CallPublished(CallFact):
    """A call was published."""


@dataclass(frozen=True, kw_only=True)
class CallEndMoved(CallFact):
    """The last day of a call changed."""


@dataclass(frozen=True, kw_only=True)
class DossierFact(Fact):
    """Something that happened to a dossier."""

    dossier_id: int

    @property
    def scope(self) -> str:
        return f"dossier:{self.dossier_id}"


@dataclass(frozen=True, kw_only=True)
class DossierMoved(DossierFact):
    """A step was taken; the state may have stayed."""

    step_id: int
    move: str
    was: str | None
    to: str


@dataclass(frozen=True, kw_only=True)
class DossierDescribed(DossierFact):
    """The association said again what it is."""


@dataclass(frozen=True, kw_only=True)
class DocumentSent(DossierFact):
    """A document was received."""

    document_id: int


@dataclass(frozen=True, kw_only=True)
class DocumentChecked(DossierFact):
    """A reviewer accepted or refused a document."""

    document_id: int
    verdict: str


@dataclass(frozen=True, kw_only=True)
class AlertRaised(DossierFact):
    """A file or a name was seen in another dossier."""

    alert_id: int


@dataclass(frozen=True, kw_only=True)
class AlertSettled(DossierFact):
    """A reviewer said what an alert is worth."""

    alert_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalMade(DossierFact):
    """A reviewer recommended a decision."""

    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionMade(DossierFact):
    """A numbered decision was made."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class AppealLodged(DossierFact):
    """An association appealed."""

    appeal_id: int
