"""The words of the procedure: states, moves, outcomes, reasons."""

from datetime import timedelta
from enum import StrEnum

RENEWAL_OPENS = timedelta(days=120)  # before the last day of an accreditation
MOST_ROUNDS = 2  # how often an association may be asked for more


class DossierState(StrEnum):
    """Where a dossier stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    COMPLETENESS = "completeness"
    RETURNED = "returned"
    CONSULAR_OPINION = "consular_opinion"
    UNDER_REVIEW = "under_review"
    ON_HOLD = "on_hold"
    RECOMMENDED = "recommended"
    ACCREDITED = "accredited"
    PROVISIONAL = "provisional"
    REFUSED = "refused"
    CLOSED = "closed_without_prejudice"
    WITHDRAWN = "withdrawn"
    RENEWAL = "renewal"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


S = DossierState
BEFORE_DECISION = (
    *(S.DRAFT, S.SUBMITTED, S.COMPLETENESS, S.RETURNED, S.CONSULAR_OPINION),
    *(S.UNDER_REVIEW, S.ON_HOLD, S.RECOMMENDED),
)
# Somebody owes the next act, by a day.
WAITING = (*BEFORE_DECISION[1:], S.RENEWAL)
GRANTED = (S.ACCREDITED, S.PROVISIONAL, S.RENEWAL, S.SUSPENDED, S.REVOKED)
# Once an accreditation was given, its documents are kept up to date.
STANDING = (S.ACCREDITED, S.PROVISIONAL, S.RENEWAL, S.SUSPENDED)
SENDABLE = (S.DRAFT, S.RETURNED, *STANDING)
CHECKABLE = (S.COMPLETENESS, S.UNDER_REVIEW, S.ON_HOLD, *STANDING)


class Owner(StrEnum):
    """Who owes the next act."""

    ASSOCIATION = "association"
    REVIEWERS = "reviewers"
    CONSULATE = "consulate"
    DECIDERS = "deciders"
    APPEAL_REVIEWERS = "appeal_reviewers"


class Move(StrEnum):
    """What was done to a dossier in one step."""

    OPEN = "open"
    SUBMIT = "submit"
    CHECK = "check"
    RETURN = "return"
    ANSWER = "answer"
    RESUME = "resume"
    ASK_CONSULATE = "ask_consulate"
    RECEIVE_OPINION = "receive_opinion"
    GO_ON = "go_on"
    HOLD = "hold"
    RELEASE = "release"
    RECOMMEND = "recommend"
    DECIDE = "decide"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    ASK_RENEWAL = "ask_renewal"
    DISPUTE = "dispute"
    SETTLE = "settle"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    OVERTURN = "overturn"


class Outcome(StrEnum):
    """What a decision says."""

    ACCREDITED = "accredited"
    PROVISIONAL = "provisional"
    REFUSED = "refused"
    CLOSED = "closed_without_prejudice"
    RENEWED = "renewed"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REVOKED = "revoked"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


FIRST_OUTCOMES = (Outcome.ACCREDITED, Outcome.PROVISIONAL, Outcome.REFUSED, Outcome.CLOSED)
# What may be proposed and decided once an accreditation was given, by where it stands.
LATER_OUTCOMES = {
    S.ACCREDITED: (Outcome.SUSPENDED, Outcome.REVOKED),
    S.PROVISIONAL: (Outcome.ACCREDITED, Outcome.SUSPENDED, Outcome.REVOKED),
    S.RENEWAL: (Outcome.RENEWED, Outcome.SUSPENDED, Outcome.REVOKED),
    S.SUSPENDED: (Outcome.REINSTATED, Outcome.REVOKED),
}


class StepReason(StrEnum):
    """Why a step was taken; `in_order` is the usual course."""

    IN_ORDER = "in_order"
    OWN_WISH = "own_wish"
    NO_ANSWER = "no_answer"
    CONSULATE_SILENT = "consulate_silent"
    AWAITS_INFORMATION = "awaits_information"
    OTHER_PROCEDURE = "other_procedure"
    LEADERSHIP_DISPUTED = "leadership_disputed"
    DISPUTE_SETTLED = "dispute_settled"
    CRITERIA_MET = "criteria_met"
    CRITERIA_PARTLY_MET = "criteria_partly_met"
    CRITERIA_NOT_MET = "criteria_not_met"
    INCOMPLETE = "incomplete"
    FALSE_DOCUMENT = "false_document"
    REPORT_MISSING = "report_missing"
    ACTIVITY_CEASED = "activity_ceased"
    CONDUCT = "conduct"
    REMEDIED = "remedied"
    PROCEDURE_AT_FAULT = "procedure_at_fault"
    NEW_EVIDENCE = "new_evidence"
    WELL_FOUNDED = "well_founded"
    OTHER = "other"


FAVOURABLE = (Outcome.ACCREDITED, Outcome.PROVISIONAL, Outcome.RENEWED, Outcome.REINSTATED)
REASONS_FOR = (
    *(StepReason.CRITERIA_MET, StepReason.CRITERIA_PARTLY_MET),
    *(StepReason.REMEDIED, StepReason.OTHER),
)
REASONS_AGAINST = (
    *(StepReason.CRITERIA_NOT_MET, StepReason.CRITERIA_PARTLY_MET, StepReason.INCOMPLETE),
    *(StepReason.FALSE_DOCUMENT, StepReason.REPORT_MISSING, StepReason.ACTIVITY_CEASED),
    *(StepReason.CONDUCT, StepReason.NO_ANSWER, StepReason.OTHER),
)


REASONS_OF_APPEAL = {
    Outcome.UPHELD: (StepReason.WELL_FOUNDED, StepReason.OTHER),
    Outcome.OVERTURNED: (
        *(StepReason.PROCEDURE_AT_FAULT, StepReason.NEW_EVIDENCE),
        StepReason.OTHER,
    ),
}


def reasons_for(outcome: Outcome) -> tuple[StepReason, ...]:
    """Return the reasons that go with a decision, or with the answer to an appeal."""
    if outcome in REASONS_OF_APPEAL:
        return REASONS_OF_APPEAL[outcome]
    return REASONS_FOR if outcome in FAVOURABLE else REASONS_AGAINST


class ItemReason(StrEnum):
    """Why a document is asked for again."""

    MISSING = "missing"
    ILLEGIBLE = "illegible"
    UNSIGNED = "unsigned"
    EXPIRED = "expired"
    NOT_THE_ONE = "not_the_one"
    OTHER = "other"


class Verdict(StrEnum):
    """What a reviewer says of a document."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Opinion(StrEnum):
    """What the consulate says."""

    FAVOURABLE = "favourable"
    RESERVED = "reserved"
    UNFAVOURABLE = "unfavourable"


class AlertKind(StrEnum):
    """What reviewers should look at; an alert refuses nothing by itself."""

    SAME_FILE = "same_file"
    SAME_NAME = "same_name"


class AppealResult(StrEnum):
    """What an appeal leads to."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"
