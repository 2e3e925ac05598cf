"""The words that follow-up uses: five independent axes, and the kinds of things."""

from enum import StrEnum

from sqlalchemy import Enum

from app.core.db import word_of


class InstrumentKind(StrEnum):
    """What recommendations come from."""

    MEETING = "meeting"
    AGREEMENT = "agreement"
    POLICY = "policy"


class ConcernChannel(StrEnum):
    """How a concern reached the platform."""

    LIVE = "live"
    MISSION = "mission"
    MEETING = "meeting"
    FORM = "form"
    LETTER = "letter"
    CALL = "call"


class ConcernState(StrEnum):
    """Whether a concern is kept; only a kept one is public."""

    RECEIVED = "received"
    KEPT = "kept"
    SET_ASIDE = "set_aside"


CONCERN_MOVES = {
    ConcernState.RECEIVED: {ConcernState.KEPT, ConcernState.SET_ASIDE},
    ConcernState.KEPT: {ConcernState.SET_ASIDE},
    ConcernState.SET_ASIDE: {ConcernState.KEPT},
}


class Nature(StrEnum):
    """What a followed text is in the document it comes from."""

    RECOMMENDATION = "recommendation"
    DECISION = "decision"
    COMMITMENT = "commitment"
    MEASURE = "measure"


class Decision(StrEnum):
    """The first axis: what was answered."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    PARTLY = "accepted_in_part"
    NOTED = "noted"
    REFUSED = "refused"


class Execution(StrEnum):
    """The second axis, declared by who does it and verified by another, in the order of work."""

    NOT_STARTED = "not_started"
    PREPARING = "preparing"
    IN_PROGRESS = "in_progress"
    LARGELY_DONE = "largely_done"
    DONE = "done"
    ABANDONED = "abandoned"
    SUPERSEDED = "superseded"
    NOT_APPLICABLE = "not_applicable"


# Nothing more is to be done once one of these is verified.
FINAL = (
    Execution.DONE,
    Execution.ABANDONED,
    Execution.SUPERSEDED,
    Execution.NOT_APPLICABLE,
)
# A recommendation is as far as its least advanced commitment.
RANKS = tuple(Execution)


class Timeliness(StrEnum):
    """The third axis: computed from the dates at every reading, never stored."""

    UNDATED = "undated"
    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"


LATE = (Timeliness.OVERDUE, Timeliness.LONG_OVERDUE)
DUE_SOON_DAYS = 30
LONG_OVERDUE_DAYS = 90
SILENT_DAYS = 90
GAP_DAYS = 30


class ChangeKind(StrEnum):
    """What changed in a commitment; blocked and rescheduled are the fourth axis."""

    DUE = "due"
    LEAD = "lead"
    PEOPLE = "people"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


class Closure(StrEnum):
    """The fifth axis: what the committee decided."""

    OPEN = "open"
    REQUESTED = "requested"
    CLOSED = "closed"
    REOPENED = "reopened"


CLOSURE_MOVES = {
    Closure.OPEN: {Closure.REQUESTED},
    Closure.REQUESTED: {Closure.CLOSED, Closure.OPEN},
    Closure.CLOSED: {Closure.REOPENED},
    Closure.REOPENED: {Closure.REQUESTED},
}


class ReportState(StrEnum):
    """Where a report stands; a draft is nobody's but its author's."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VALIDATED = "validated"
    RETURNED = "returned"


REPORT_MOVES = {
    ReportState.DRAFT: {ReportState.SUBMITTED},
    ReportState.SUBMITTED: {ReportState.VALIDATED, ReportState.RETURNED},
    ReportState.VALIDATED: set(),
    ReportState.RETURNED: set(),
}


class AuthorRole(StrEnum):
    """In what quality a report was written."""

    FOCAL_POINT = "focal_point"
    ALTERNATE = "alternate"
    OFFICER = "officer"
    SECRETARIAT = "secretariat"


class BudgetKind(StrEnum):
    """Three amounts that are never added together."""

    PLANNED = "planned"
    COMMITTED = "committed"
    DISBURSED = "disbursed"


class LinkKind(StrEnum):
    """What one thing is to another."""

    RAISED_IN = "raised_in"
    MERGED_INTO = "merged_into"
    SPLIT_FROM = "split_from"
    DERIVED_FROM = "derived_from"
    IMPLEMENTS = "implements"
    SUPERSEDES = "supersedes"


# What may be linked to what, and how: money implements what was promised or asked.
LINKABLE = {
    LinkKind.RAISED_IN: {("concern", "meeting")},
    LinkKind.MERGED_INTO: {("concern", "concern"), ("recommendation", "recommendation")},
    LinkKind.SPLIT_FROM: {("concern", "concern"), ("recommendation", "recommendation")},
    LinkKind.DERIVED_FROM: {
        ("recommendation", "concern"),
        ("recommendation", "recommendation"),
        ("commitment", "commitment"),
    },
    LinkKind.IMPLEMENTS: {
        ("commitment", "recommendation"),
        *(
            (money, end)
            for money in ("lot", "programme")
            for end in ("commitment", "recommendation", "concern")
        ),
    },
    LinkKind.SUPERSEDES: {("recommendation", "recommendation"), ("commitment", "commitment")},
}


def word_called(name: str, choices: type[StrEnum]) -> Enum:
    """Return a column of words whose check has a name of its own, for tables that have two."""
    column = word_of(choices)
    column.name = name
    return column
