"""What happened to a meeting."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MeetingFact(Fact):
    """A fact of one meeting, in its sequence."""

    meeting_id: int

    @property
    def scope(self) -> str:
        return f"meeting:{self.meeting_id}"


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(MeetingFact):
    """A meeting was entered, to come or held."""


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(MeetingFact):
    """What is known of a meeting changed; `fields` names what."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(MeetingFact):
    """A meeting was called off."""


@dataclass(frozen=True, kw_only=True)
class MeetingRestored(MeetingFact):
    """A meeting that was called off is to be held after all."""


@dataclass(frozen=True, kw_only=True)
class QuotaPublished(MeetingFact):
    """The places of an association at a meeting were published, or changed."""

    quota_id: int
    places: int


@dataclass(frozen=True, kw_only=True)
class DelegateMoved(MeetingFact):
    """A nomination was made, answered, approved, refused, replaced or revoked."""

    delegate_id: int
    step_id: int
    move: str
    to: str
