"""Who may do what in follow-up; nobody validates or closes what they themselves asked for."""

from app.accounts.models import Role
from app.core.actors import Actor
from app.followup.models import (
    REPORT_MOVES,
    Closure,
    Commitment,
    Concern,
    ConcernState,
    Evidence,
    ProgressReport,
    Recommendation,
    ReportState,
)
from app.live import rules as live
from app.live.models import Question

KEEPERS = (Role.ADMINISTRATOR, Role.SECRETARIAT)
WRITERS = (*KEEPERS, Role.RAPPORTEUR, Role.TECHNICAL_COMMITTEE)
OFFICERS = (Role.RESPONDENT, Role.ASSOCIATION_OFFICER)


def may_keep_followup(actor: Actor, *_things: object) -> bool:
    """The secretariat enters instruments, figures, links and concerns, and what others answer."""
    return actor.holds(*KEEPERS)


def may_speak(actor: Actor, *_things: object) -> bool:
    """Anybody may say a concern; it is read before it is public."""
    return True


def may_keep_question(actor: Actor, question: Question) -> bool:
    """Who moderates the room turns its questions into concerns."""
    return live.may_moderate(actor, question.room)


def may_see_concern(actor: Actor, concern: Concern) -> bool:
    """What was kept is public; the rest is for the secretariat."""
    return concern.state == ConcernState.KEPT or actor.holds(*KEEPERS)


def may_issue(actor: Actor, *_things: object) -> bool:
    """The secretariat, the rapporteurs and the technical committee issue recommendations."""
    return actor.holds(*WRITERS)


def may_answer(actor: Actor, recommendation: Recommendation) -> bool:
    """The secretariat, and the body it is addressed to, answer until it is closed."""
    if recommendation.closure == Closure.CLOSED:
        return False
    body = recommendation.addressed_to_id
    return actor.holds(*KEEPERS) or (
        body is not None and actor.holds(Role.RESPONDENT, organisation=body)
    )


def may_commit(actor: Actor, recommendation: Recommendation) -> bool:
    """Who may answer may promise."""
    return may_answer(actor, recommendation)


def may_change_commitment(actor: Actor, commitment: Commitment) -> bool:
    """The secretariat moves dates, bodies and money, until the recommendation is closed."""
    return actor.holds(*KEEPERS) and commitment.recommendation.closure != Closure.CLOSED


def may_say_obstacle(actor: Actor, commitment: Commitment) -> bool:
    """Who reports says what blocks."""
    return may_report(actor, commitment)


def is_focal_point(actor: Actor, commitment: Commitment) -> bool:
    """Whether the actor is the commitment's main or alternate focal point."""
    points = (commitment.focal_point_id, commitment.alternate_id)
    return actor.is_known and actor.id in points


def may_report(actor: Actor, commitment: Commitment) -> bool:
    """Focal points and officers of the lead body report; the secretariat on behalf of a body."""
    if actor.id is None or commitment.recommendation.closure == Closure.CLOSED:
        return False
    return (
        is_focal_point(actor, commitment)
        or actor.holds(*OFFICERS, organisation=commitment.lead_id)
        or actor.holds(*KEEPERS)
    )


def may_rewrite(actor: Actor, report: ProgressReport) -> bool:
    """Only its author rewrites a draft or sends it."""
    return (
        actor.is_known
        and actor.id == report.author_id
        and report.state == ReportState.DRAFT
        and may_report(actor, report.commitment)
    )


def may_see_report(actor: Actor, report: ProgressReport) -> bool:
    """A report that was sent is public; a draft is its author's."""
    return report.state != ReportState.DRAFT or (actor.is_known and actor.id == report.author_id)


def may_see_evidence(actor: Actor, evidence: Evidence) -> bool:
    """Public evidence of a report that was sent is for everybody; the rest for who handles it."""
    report = evidence.report
    if not may_see_report(actor, report):
        return False
    return (
        evidence.is_public
        or actor.id == report.author_id
        or is_validator(actor, report.commitment)
        or may_decide_closure(actor)
    )


def is_validator(actor: Actor, commitment: Commitment) -> bool:
    """Whether the actor verifies what is reported of a commitment."""
    named = actor.is_known and actor.id == commitment.validator_id
    return named or validates_all(actor)


def validates_all(actor: Actor, *_things: object) -> bool:
    """The secretariat and the technical committee verify what is reported of any commitment."""
    return actor.holds(*KEEPERS, Role.TECHNICAL_COMMITTEE)


def may_validate(actor: Actor, report: ProgressReport) -> bool:
    """Another person than the author validates a report that was sent."""
    if not REPORT_MOVES[report.state] or report.state == ReportState.DRAFT:
        return False
    return (
        actor.id is not None
        and actor.id != report.author_id
        and not is_focal_point(actor, report.commitment)
        and is_validator(actor, report.commitment)
    )


def may_request_closure(actor: Actor, recommendation: Recommendation) -> bool:
    """The secretariat and the technical committee bring a recommendation before the committee."""
    return recommendation.closure in (Closure.OPEN, Closure.REOPENED) and actor.holds(
        *KEEPERS, Role.TECHNICAL_COMMITTEE
    )


def may_decide_closure(actor: Actor, *_things: object) -> bool:
    """The steering committee alone decides."""
    return actor.holds(Role.STEERING_COMMITTEE)


def may_close(actor: Actor, recommendation: Recommendation) -> bool:
    """The steering committee closes what was requested by somebody else, or turns it down."""
    if recommendation.closure != Closure.REQUESTED or not may_decide_closure(actor):
        return False
    requests = [act for act in recommendation.closure_acts if act.becomes == Closure.REQUESTED]
    return actor.is_system or not requests or requests[-1].person_id != actor.id


def may_reopen(actor: Actor, recommendation: Recommendation) -> bool:
    """The steering committee undoes what it closed."""
    return recommendation.closure == Closure.CLOSED and may_decide_closure(actor)


def may_work(actor: Actor, *_things: object) -> bool:
    """Whether there is anything for the actor on the working pages."""
    roles = (*WRITERS, *OFFICERS, Role.STEERING_COMMITTEE)
    return actor.is_system or any(grant.role in roles for grant in actor.grants)
