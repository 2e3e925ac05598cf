"""Appeals: lodged by the association, answered by a third person."""

from app.accreditation import facts, queries, rules
from app.accreditation.actions.deciding import ProposalWaits, _expect_fitting, _number
from app.accreditation.actions.steps import MoveRefused, _due, _owe, _take_step
from app.accreditation.models import (
    Appeal,
    AppealResult,
    Decision,
    Dossier,
    DossierState,
    Move,
    Outcome,
    Owner,
    StepReason,
)
from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Refused
from app.core.facts import record
from app.core.i18n import N_


class TooLate(Refused):
    """The time to appeal is over."""

    code = "too_late"
    message = N_("Le délai de recours est passé : il était de %(days)s jours.")


class AnotherDossier(Refused):
    """The association chose to open another dossier."""

    code = "another_dossier"
    message = N_("L’association a ouvert un autre dossier : il se poursuit, sans recours ici.")


class AppealAnswered(Refused):
    """The appeal has its answer."""

    code = "appeal_answered"
    message = N_("Ce recours a déjà reçu sa réponse.")


@action(rules.is_officer, locked=True)
def lodge_appeal(actor: Actor, dossier: Dossier, decision: Decision, *, grounds: str) -> Appeal:
    """
    Appeal against the last decision, if it went against the association; its effect stays.

    :raises MoveRefused: if that decision is not the last, went well, or was appealed
    :raises TooLate: past the call's days of appeal
    :raises AnotherDossier: if the association opened another dossier since
    :raises ProposalWaits: if something else is about to be decided
    """
    last = queries.appealable_decision(dossier)
    if last is None or last.id != decision.id:
        raise MoveRefused()
    assert last.recommender_id is not None
    if now().date() > dossier.last_day_to_appeal(last.decided_at):
        raise TooLate(days=dossier.call.appeal_days)
    if queries.has_live_dossier(dossier.organisation_id, besides=dossier.id):
        raise AnotherDossier()
    if queries.waiting_proposal(dossier):
        raise ProposalWaits()
    due_at = _due(dossier.call.appeal_days)
    appeal = Appeal(
        dossier_id=dossier.id,
        decision_id=last.id,
        recommender_id=last.recommender_id,
        decider_id=last.decider_id,
        grounds=grounds,
        lodged_by_id=actor.id,
        due_at=due_at,
    )
    db.session.add(appeal)
    db.session.flush()
    dossier.owner, dossier.due_at = Owner.APPEAL_REVIEWERS, due_at
    _take_step(actor, dossier, Move.APPEAL)
    record(actor, facts.AppealLodged(dossier_id=dossier.id, appeal_id=appeal.id))
    return appeal


@action(rules.may_answer_appeal, locked=True)
def answer_appeal(
    actor: Actor, dossier: Dossier, appeal: Appeal, *, result: str, reason: str, words: str
) -> Decision:
    """
    Uphold the decision, or overturn it: a refusal goes back to review, a measure falls.

    :raises AppealAnswered: if the appeal has its answer
    :raises Invalid: if the reason is not one for that answer
    """
    db.session.refresh(appeal)
    if appeal.answer_id is not None:
        raise AppealAnswered()
    upheld = AppealResult(result) == AppealResult.UPHELD
    outcome = Outcome.UPHELD if upheld else Outcome.OVERTURNED
    _expect_fitting(outcome, StepReason(reason))
    was = dossier.state
    decision = _number(
        actor,
        dossier,
        Move.UPHOLD if upheld else Move.OVERTURN,
        was if upheld else _state_before(appeal.decision),
        Decision(
            outcome=outcome,
            reason=StepReason(reason),
            words=words,
            was=was.value,
        ),
    )
    appeal.result = AppealResult(result)
    appeal.reviewer_id, appeal.answer_id = actor.id, decision.id
    _owe(dossier, dossier.state)
    return decision


def _state_before(decision: Decision) -> DossierState:
    """Return where a decision that falls leaves the dossier: before it, or in review again."""
    was = DossierState(decision.was)
    return DossierState.UNDER_REVIEW if was == DossierState.RECOMMENDED else was
