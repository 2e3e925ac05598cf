"""Recommendations and decisions, by two people; each decision has a number for ever."""

from datetime import date, timedelta

from app.accreditation import facts, queries, rules
from app.accreditation.actions.steps import (
    AppealWaits,
    MoveRefused,
    _due,
    _expect,
    _later,
    _next_number,
    _owe,
    _take_step,
)
from app.accreditation.models import (
    LATER_OUTCOMES,
    Decision,
    Dossier,
    DossierState,
    Move,
    Outcome,
    Owner,
    Proposal,
    StepReason,
    reasons_for,
)
from app.accreditation.schemas import NOT_FITTING
from app.core.actions import action
from app.core.actors import SYSTEM, Actor
from app.core.clock import now, today
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.directory import actions as directory

NOT_HERE = N_("Cette décision n’est pas possible à cette étape.")
STATE_AFTER = {
    Outcome.ACCREDITED: DossierState.ACCREDITED,
    Outcome.PROVISIONAL: DossierState.PROVISIONAL,
    Outcome.REFUSED: DossierState.REFUSED,
    Outcome.CLOSED: DossierState.CLOSED,
    Outcome.SUSPENDED: DossierState.SUSPENDED,
    Outcome.REVOKED: DossierState.REVOKED,
}


class ProposalWaits(Refused):
    """A recommendation waits for its decision already."""

    code = "proposal_waits"
    message = N_("Une recommandation attend déjà sa décision.")


class ProposalClosed(Refused):
    """The recommendation was decided on, declined or left behind."""

    code = "proposal_closed"
    message = N_("Cette recommandation a déjà reçu sa suite. Rechargez la page.")


@action(rules.may_recommend, locked=True)
def recommend(
    actor: Actor, dossier: Dossier, *, outcome: str, reason: str, argument: str, words: str = ""
) -> Proposal:
    """
    Recommend a decision to somebody else; `argument` is for the decider, `words` are shown.

    :raises MoveRefused: if nothing can be recommended at this step
    :raises Invalid: if that outcome is not possible at this step, or the reason is not one for it
    :raises ProposalWaits: if another recommendation waits
    :raises AppealWaits: if an appeal waits
    """
    possible = queries.proposable(dossier)
    if not possible:
        raise MoveRefused()
    if Outcome(outcome) not in possible:
        raise Invalid({"outcome": [translate(NOT_HERE)]})
    _expect_fitting(Outcome(outcome), StepReason(reason))
    if queries.waiting_proposal(dossier):
        raise ProposalWaits()
    if queries.waiting_appeal(dossier):
        raise AppealWaits()
    proposal = Proposal(
        dossier_id=dossier.id,
        outcome=Outcome(outcome),
        reason=StepReason(reason),
        argument=argument,
        proposer_id=actor.id,
    )
    db.session.add(proposal)
    db.session.flush()
    record(actor, facts.ProposalMade(dossier_id=dossier.id, proposal_id=proposal.id))
    first = dossier.state not in LATER_OUTCOMES
    if not first:
        dossier.owner, dossier.due_at = Owner.DECIDERS, _due(dossier.call.decision_days)
    _take_step(
        actor,
        dossier,
        Move.RECOMMEND,
        to=DossierState.RECOMMENDED if first else None,
        words=words,
    )
    return proposal


@action(rules.may_decide, locked=True)
def decide(
    actor: Actor, dossier: Dossier, proposal: Proposal, *, outcome: str, reason: str, words: str
) -> Decision:
    """
    Decide, as was recommended or otherwise; `words` are the grounds the association reads.

    :raises ProposalClosed: if the recommendation had its answer already
    :raises Invalid: if that outcome is not possible at this step, or the reason is not one for it
    """
    _expect_waiting(proposal)
    chosen = Outcome(outcome)
    if chosen not in queries.decidable(dossier):
        raise Invalid({"outcome": [translate(NOT_HERE)]})
    _expect_fitting(chosen, StepReason(reason))
    was = dossier.state
    proposal.closed_at = now()
    _apply(dossier, chosen)
    return _number(
        actor,
        dossier,
        Move.DECIDE,
        _state_after(dossier, chosen),
        Decision(
            outcome=chosen,
            reason=StepReason(reason),
            words=words,
            was=was.value,
            proposal_id=proposal.id,
            recommender_id=proposal.proposer_id,
        ),
    )


@action(rules.may_decide, locked=True)
def decline(actor: Actor, dossier: Dossier, proposal: Proposal, *, words: str) -> Dossier:
    """
    Not follow a measure that was proposed on an accreditation: it stays as it is.

    :raises MoveRefused: on a first decision, which is made one way or another
    :raises ProposalClosed: if the recommendation had its answer already
    """
    _expect_waiting(proposal)
    _expect(dossier, *LATER_OUTCOMES)
    proposal.closed_at = now()
    _owe(dossier, dossier.state)
    _take_step(actor, dossier, Move.DECLINE, reason=StepReason.OTHER, words=words)
    return dossier


def _expect_fitting(outcome: Outcome, reason: StepReason) -> None:
    if reason not in reasons_for(outcome):
        raise Invalid({"reason": [translate(NOT_FITTING)]})


def _expect_waiting(proposal: Proposal) -> None:
    db.session.refresh(proposal)
    if proposal.closed_at is not None:
        raise ProposalClosed()


def _state_after(dossier: Dossier, outcome: Outcome) -> DossierState:
    return STATE_AFTER.get(outcome) or DossierState(str(dossier.grade))


def _apply(dossier: Dossier, outcome: Outcome) -> None:
    """Write what the decision gives: a grade and a validity."""
    day = today()
    if outcome in (Outcome.ACCREDITED, Outcome.PROVISIONAL):
        dossier.grade = outcome.value
        _make_valid(dossier, day)
        directory.list_organisation(SYSTEM, dossier.organisation)
    elif outcome == Outcome.RENEWED:
        assert dossier.valid_until is not None
        _make_valid(dossier, max(day, dossier.valid_until + timedelta(days=1)))


def _make_valid(dossier: Dossier, start: date) -> None:
    call = dossier.call
    full = dossier.grade == DossierState.ACCREDITED.value
    months = call.validity_months if full else call.provisional_months
    dossier.valid_from = min(start, today())
    dossier.valid_until = _later(start, months) - timedelta(days=1)
    dossier.renewal_asked_on = None


def _number(
    actor: Actor, dossier: Dossier, move: Move, state: DossierState, decision: Decision
) -> Decision:
    """Give the decision the next number of the year, and take its step."""
    _take_step(actor, dossier, move, to=state, reason=decision.reason, words=decision.words)
    year, serial = _next_number("decision")
    decision.number, decision.year, decision.serial = f"{year}-{serial:04}", year, serial
    assert actor.id is not None
    decision.dossier_id, decision.decider_id = dossier.id, actor.id
    decision.valid_from, decision.valid_until = dossier.valid_from, dossier.valid_until
    db.session.add(decision)
    db.session.flush()
    record(actor, facts.DecisionMade(dossier_id=dossier.id, decision_id=decision.id))
    return decision
