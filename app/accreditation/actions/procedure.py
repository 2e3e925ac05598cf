"""What the desk does: check, ask for more, ask the consulate, hold, freeze nominations."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.accreditation import queries, rules
from app.accreditation.actions.steps import (
    MoveRefused,
    TooEarly,
    _expect,
    _take_step,
)
from app.accreditation.models import (
    BEFORE_DECISION,
    GRANTED,
    MOST_ROUNDS,
    ConsularOpinion,
    Dossier,
    DossierState,
    ItemReason,
    Move,
    Opinion,
    Return,
    ReturnItem,
    StepReason,
    Verdict,
)
from app.accreditation.schemas import NOTHING_ASKED, SAY_OTHER_REASON
from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now, today
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.i18n import N_, translate


class NoMoreRounds(Refused):
    """The association was asked twice already."""

    code = "no_more_rounds"
    message = N_("L’association a déjà été sollicitée deux fois. Poursuivez avec ce qui est reçu.")


class DocumentsNotAccepted(Refused):
    """A document that the call asks for is not accepted."""

    code = "documents_not_accepted"
    message = N_("Ces pièces ne sont pas acceptées ou ne sont plus valables : %(titles)s.")


@action(rules.may_check, locked=True)
def begin_check(actor: Actor, dossier: Dossier) -> Dossier:
    """
    Begin to check the documents of a dossier that was submitted.

    :raises MoveRefused: if it stands elsewhere
    """
    _expect(dossier, DossierState.SUBMITTED)
    _take_step(actor, dossier, Move.CHECK, to=DossierState.COMPLETENESS)
    return dossier


@action(rules.may_check, locked=True)
def return_dossier(
    actor: Actor, dossier: Dossier, *, items: Sequence[Mapping[str, Any]], words: str = ""
) -> Dossier:
    """
    Ask the association for more, twice at most; each item names a requirement, a reason, words.

    :raises MoveRefused: if the documents are not being checked
    :raises NoMoreRounds: if it was asked twice already
    :raises Invalid: if nothing of the call's list is asked
    """
    _expect(dossier, DossierState.COMPLETENESS)
    if dossier.rounds >= MOST_ROUNDS:
        raise NoMoreRounds()
    asked = [_item(dossier, item) for item in items]
    if not asked or len({item.requirement_id for item in asked}) < len(asked):
        raise Invalid({"items": [translate(NOTHING_ASKED)]})
    dossier.rounds += 1
    step = _take_step(actor, dossier, Move.RETURN, to=DossierState.RETURNED, words=words)
    assert dossier.due_at is not None
    db.session.add(
        Return(
            dossier_id=dossier.id,
            round=dossier.rounds,
            step_id=step.id,
            due_at=dossier.due_at,
            items=asked,
        )
    )
    documents = queries.current_documents(dossier)
    for item in asked:
        document = documents.get(item.requirement_id)
        if document is not None and document.verdict != Verdict.REFUSED:
            document.verdict, document.verdict_words = Verdict.REFUSED, item.words
            document.checked_by_id, document.checked_at = actor.id, now()
    db.session.flush()
    return dossier


def _item(dossier: Dossier, item: Mapping[str, Any]) -> ReturnItem:
    requirement = queries.requirement(dossier, item["requirement"])
    if requirement is None:
        raise Invalid({"items": [translate(NOTHING_ASKED)]})
    reason = ItemReason(item["reason"])
    if reason == ItemReason.OTHER and not item.get("words"):
        raise Invalid({"items": [translate(SAY_OTHER_REASON)]})
    return ReturnItem(requirement_id=requirement.id, reason=reason, words=item.get("words") or "")


@action(rules.may_check, locked=True)
def resume_check(actor: Actor, dossier: Dossier, *, words: str = "") -> Dossier:
    """
    Go on with what there is, once the association let the deadline pass.

    :raises MoveRefused: if nothing was asked
    :raises TooEarly: before the deadline
    """
    _expect(dossier, DossierState.RETURNED)
    if not dossier.is_overdue(now()):
        raise TooEarly()
    asked = queries.open_return(dossier)
    if asked is not None:
        asked.answered_at = now()
    _take_step(
        actor,
        dossier,
        Move.RESUME,
        to=DossierState.COMPLETENESS,
        reason=StepReason.NO_ANSWER,
        words=words,
    )
    return dossier


@action(rules.may_check, locked=True)
def ask_consulate(actor: Actor, dossier: Dossier, *, words: str = "") -> Dossier:
    """
    Ask the consulate for its opinion, once every document asked for is accepted.

    :raises MoveRefused: if the documents are not being checked
    :raises DocumentsNotAccepted: if one is not accepted, or is past its last day
    """
    _expect(dossier, DossierState.COMPLETENESS)
    wrong = dossier.lacks(queries.current_documents(dossier), today(), accepted=True)
    if wrong:
        raise DocumentsNotAccepted(titles=", ".join(one.title for one in wrong))
    _take_step(actor, dossier, Move.ASK_CONSULATE, to=DossierState.CONSULAR_OPINION, words=words)
    assert dossier.due_at is not None
    db.session.add(ConsularOpinion(dossier_id=dossier.id, due_at=dossier.due_at))
    return dossier


@action(rules.may_check, locked=True)
def receive_opinion(actor: Actor, dossier: Dossier, *, opinion: str, words: str = "") -> Dossier:
    """
    Write down what the consulate said, and go on to the review; it binds nobody.

    :raises MoveRefused: if no opinion is awaited
    """
    _expect(dossier, DossierState.CONSULAR_OPINION)
    asked = queries.opinions(dossier)[-1]
    asked.opinion, asked.words = Opinion(opinion), words
    asked.given_at, asked.recorded_by_id = now(), actor.id
    _take_step(actor, dossier, Move.RECEIVE_OPINION, to=DossierState.UNDER_REVIEW)
    return dossier


@action(rules.may_check, locked=True)
def go_on_without_opinion(actor: Actor, dossier: Dossier) -> Dossier:
    """
    Go on to the review once the consulate let its deadline pass: its silence never blocks.

    :raises MoveRefused: if no opinion is awaited
    :raises TooEarly: before the deadline
    """
    _expect(dossier, DossierState.CONSULAR_OPINION)
    if not dossier.is_overdue(now()):
        raise TooEarly()
    _take_step(
        actor,
        dossier,
        Move.GO_ON,
        to=DossierState.UNDER_REVIEW,
        reason=StepReason.CONSULATE_SILENT,
    )
    return dossier


@action(rules.may_check, locked=True)
def hold_dossier(actor: Actor, dossier: Dossier, *, reason: str, words: str) -> Dossier:
    """
    Let the review wait, for a reason that the association reads.

    :raises MoveRefused: if the dossier is not under review
    """
    _expect(dossier, DossierState.UNDER_REVIEW)
    _take_step(
        actor,
        dossier,
        Move.HOLD,
        to=DossierState.ON_HOLD,
        reason=StepReason(reason),
        words=words,
    )
    return dossier


@action(rules.may_check, locked=True)
def release_dossier(actor: Actor, dossier: Dossier, *, words: str = "") -> Dossier:
    """
    Take the review up again.

    :raises MoveRefused: if it does not wait
    """
    _expect(dossier, DossierState.ON_HOLD)
    _take_step(actor, dossier, Move.RELEASE, to=DossierState.UNDER_REVIEW, words=words)
    return dossier


@action(rules.may_check, locked=True)
def mark_dispute(actor: Actor, dossier: Dossier, *, disputed: bool, words: str) -> Dossier:
    """
    Say that the leadership is contested, or no longer: nominations freeze, the status stays.

    :raises MoveRefused: if the dossier is a draft, or is closed
    """
    if dossier.leadership_disputed == disputed:
        return dossier
    if dossier.state not in (*BEFORE_DECISION[1:], *GRANTED):
        raise MoveRefused()
    dossier.leadership_disputed = disputed
    reason = StepReason.LEADERSHIP_DISPUTED if disputed else StepReason.DISPUTE_SETTLED
    move = Move.DISPUTE if disputed else Move.SETTLE
    _take_step(actor, dossier, move, reason=reason, words=words)
    return dossier
