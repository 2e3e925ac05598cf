"""Closure: requested, decided by the steering committee, and undone by it."""

from app.core.actions import action
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.facts import record
from app.core.i18n import N_
from app.followup import facts, queries, rules
from app.followup.models import (
    CLOSURE_MOVES,
    Closure,
    ClosureAct,
    Decision,
    Recommendation,
)
from app.followup.queries.lookups import meeting_of, next_number, refuse_stale


class NothingVerified(Refused):
    """Something promised is not verified as finished."""

    code = "nothing_verified"
    message = N_(
        "On ne clôt que ce qui est vérifié : il reste un engagement sans preuve vérifiée, "
        "ou aucune réponse."
    )


class ClosureMoveRefused(Refused):
    """A recommendation cannot go from where its closure stands to there."""

    code = "closure_move_refused"
    message = N_("Le Comité a déjà statué autrement. Rechargez la page.")


@action(rules.may_request_closure, locked=True)
def request_closure(
    actor: Actor, recommendation: Recommendation, *, reason: str, revision: int | None = None
) -> ClosureAct:
    """
    Bring a recommendation before the committee.

    :raises NothingVerified: if a commitment is not verified as finished, or nothing was answered
    :raises Conflict: if the form is stale
    """
    refuse_stale(recommendation, revision)
    return _move(actor, recommendation, Closure.REQUESTED, reason)


@action(rules.may_close, locked=True)
def decide_closure(
    actor: Actor,
    recommendation: Recommendation,
    *,
    to: str,
    reason: str,
    meeting: str | None = None,
    revision: int | None = None,
) -> ClosureAct:
    """
    Close what was requested, or turn the request down (`to` is closed or open).

    :raises ClosureMoveRefused: if `to` is another word
    :raises NothingVerified: if what was verified is no longer
    :raises Conflict: if the form is stale
    """
    refuse_stale(recommendation, revision)
    word = Closure(to)
    if word not in CLOSURE_MOVES[Closure.REQUESTED]:
        raise ClosureMoveRefused()
    return _move(actor, recommendation, word, reason, meeting)


@action(rules.may_reopen, locked=True)
def reopen(
    actor: Actor,
    recommendation: Recommendation,
    *,
    reason: str,
    meeting: str | None = None,
    revision: int | None = None,
) -> ClosureAct:
    """
    Undo a closure: the recommendation is followed again, late where it is late.

    :raises Conflict: if the form is stale
    """
    refuse_stale(recommendation, revision)
    return _move(actor, recommendation, Closure.REOPENED, reason, meeting)


def _move(
    actor: Actor,
    recommendation: Recommendation,
    to: Closure,
    reason: str,
    meeting: str | None = None,
) -> ClosureAct:
    was = recommendation.closure
    if to not in CLOSURE_MOVES[was]:
        raise ClosureMoveRefused()
    if to in (Closure.REQUESTED, Closure.CLOSED) and not _may_end(recommendation):
        raise NothingVerified()
    event = meeting_of("meeting", meeting)
    act = ClosureAct(
        recommendation_id=recommendation.id,
        number=next_number(ClosureAct, recommendation_id=recommendation.id),
        was=was,
        becomes=to,
        reason=reason,
        meeting_id=event.id if event else None,
        person_id=actor.id,
    )
    db.session.add(act)
    db.session.flush()
    recommendation.closure = to
    recommendation.revision += 1
    moved = facts.ClosureMoved(
        recommendation_id=recommendation.id, act_id=act.id, was=was.value, to=to.value
    )
    record(actor, moved)
    return act


def _may_end(recommendation: Recommendation) -> bool:
    """Every commitment is verified as finished; without any, it was refused or noted."""
    commitments = queries.commitments_of(recommendation)
    if commitments:
        return all(commitment.is_settled for commitment in commitments)
    return recommendation.decision in (Decision.REFUSED, Decision.NOTED)
