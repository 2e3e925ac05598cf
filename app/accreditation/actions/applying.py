"""What an association does: open a dossier, submit it, answer, withdraw, ask for a renewal."""

from sqlalchemy import select

from app.accounts import actions as accounts
from app.accounts import queries as people
from app.accounts.models import Role
from app.accreditation import facts, queries, rules
from app.accreditation.actions.steps import (
    AppealWaits,
    MoveRefused,
    TooEarly,
    _expect,
    _next_number,
    _take_step,
)
from app.accreditation.models import (
    BEFORE_DECISION,
    RENEWAL_OPENS,
    Alert,
    AlertKind,
    Call,
    Document,
    Dossier,
    DossierState,
    Move,
    StepReason,
    Verdict,
)
from app.core.actions import action
from app.core.actors import SYSTEM, Actor
from app.core.clock import now, today
from app.core.db import db
from app.core.errors import NotAllowed, Refused
from app.core.facts import record
from app.core.i18n import N_
from app.core.throttle import throttle
from app.directory import actions as directory
from app.directory.models import Organisation


class CallClosed(Refused):
    """The call takes no dossier today."""

    code = "call_closed"
    message = N_("Cet appel ne reçoit pas de dossier aujourd’hui.")


class AlreadyOpen(Refused):
    """The association has a dossier that goes on, or is accredited."""

    code = "already_open"
    message = N_("Cette association a déjà un dossier en cours ou une accréditation.")


class DocumentsMissing(Refused):
    """Documents that the call asks for were not sent."""

    status = 422
    code = "documents_missing"
    message = N_("Il manque encore : %(titles)s.")


class AnswerMissing(Refused):
    """Documents that the desk asked for were not sent, and no word says why."""

    status = 422
    code = "answer_missing"
    message = N_("Envoyez d’abord : %(titles)s. Ou dites en un mot pourquoi ce n’est pas possible.")


@action(rules.may_apply)
def open_dossier(
    actor: Actor,
    call: Call,
    *,
    name: str,
    country: str,
    city: str,
    officer_function: str,
    presentation: str,
    acronym: str | None = None,
) -> Dossier:
    """
    Open a draft for an association, enter it unlisted, and make the actor its officer.

    :raises CallClosed: if the call takes no dossier today
    :raises TooMany: if the actor opened five today
    """
    _expect_open(call)
    throttle.spend("5 per day", "dossier", actor.id)
    organisation = directory.enter_applicant(
        SYSTEM, name=name, acronym=acronym, country=country, city=city
    )
    accounts.grant_role(
        SYSTEM,
        people.person_of(actor),
        role=Role.ASSOCIATION_OFFICER,
        organisation_id=organisation.id,
    )
    return _open(actor, call, organisation, officer_function, presentation)


@action(rules.may_apply)
def open_dossier_again(
    actor: Actor,
    call: Call,
    organisation: Organisation,
    *,
    officer_function: str,
    presentation: str,
) -> Dossier:
    """
    Open another draft for an association the actor acts for already.

    :raises CallClosed: if the call takes no dossier today
    :raises NotAllowed: if the association is not the actor's
    :raises AlreadyOpen: if it has a dossier that goes on, or is accredited
    :raises AppealWaits: if an appeal of it waits for its answer
    """
    _expect_open(call)
    if organisation not in queries.own_organisations(actor):
        raise NotAllowed()
    # The association is the lock: two drafts at once would otherwise both find none.
    db.session.execute(
        select(Organisation.id).where(Organisation.id == organisation.id).with_for_update()
    )
    if queries.has_live_dossier(organisation.id):
        raise AlreadyOpen()
    if queries.has_waiting_appeal(organisation.id):
        raise AppealWaits()
    return _open(actor, call, organisation, officer_function, presentation)


def _expect_open(call: Call) -> None:
    if not call.is_open(today()):
        raise CallClosed()


def _open(
    actor: Actor, call: Call, organisation: Organisation, officer_function: str, presentation: str
) -> Dossier:
    year, serial = _next_number("dossier")
    dossier = Dossier(
        reference=f"{year}-{serial:04}",
        call=call,
        organisation=organisation,
        state=DossierState.DRAFT,
        last_step=0,
        officer_function=officer_function,
        presentation=presentation,
        opened_by_id=actor.id,
        is_demonstration=call.is_demonstration,
    )
    db.session.add(dossier)
    db.session.flush()
    _take_step(actor, dossier, Move.OPEN)
    return dossier


@action(rules.is_officer, locked=True)
def describe_dossier(
    actor: Actor, dossier: Dossier, *, officer_function: str, presentation: str
) -> Dossier:
    """
    Say again what the association is, while the dossier is a draft.

    :raises MoveRefused: once it was submitted
    """
    _expect(dossier, DossierState.DRAFT)
    if (dossier.officer_function, dossier.presentation) != (officer_function, presentation):
        dossier.officer_function, dossier.presentation = officer_function, presentation
        record(actor, facts.DossierDescribed(dossier_id=dossier.id))
    return dossier


@action(rules.is_officer, locked=True)
def submit_dossier(actor: Actor, dossier: Dossier) -> Dossier:
    """
    Submit a draft with every document that the call asks for.

    :raises MoveRefused: if it is no draft
    :raises CallClosed: if the call takes no dossier today
    :raises DocumentsMissing: if one is missing, or past its last day
    """
    _expect(dossier, DossierState.DRAFT)
    _expect_open(dossier.call)
    missing = dossier.lacks(queries.current_documents(dossier), today())
    if missing:
        raise DocumentsMissing(titles=", ".join(one.title for one in missing))
    dossier.submitted_at = now()
    _take_step(actor, dossier, Move.SUBMIT, to=DossierState.SUBMITTED)
    _alert_to_namesakes(dossier)
    return dossier


def _alert_to_namesakes(dossier: Dossier) -> None:
    same = select(Dossier.id).join(Dossier.organisation)
    same = same.where(
        Organisation.sort_name == dossier.organisation.sort_name,
        Organisation.id != dossier.organisation_id,
        Dossier.submitted_at.is_not(None),
    )
    for other_id in db.session.scalars(same).all():
        alert = Alert(dossier_id=dossier.id, kind=AlertKind.SAME_NAME, other_id=other_id)
        db.session.add(alert)
        db.session.flush()
        record(SYSTEM, facts.AlertRaised(dossier_id=dossier.id, alert_id=alert.id))


@action(rules.is_officer, locked=True)
def answer_return(actor: Actor, dossier: Dossier, *, words: str = "") -> Dossier:
    """
    Send the dossier back to the desk with what was asked for, or with a word that says why not.

    :raises MoveRefused: if nothing is asked
    :raises AnswerMissing: if a document is missing and no word says why
    """
    _expect(dossier, DossierState.RETURNED)
    asked = queries.open_return(dossier)
    if asked is None:
        raise MoveRefused()
    documents = queries.current_documents(dossier)
    missing = [
        item.requirement.title
        for item in asked.items
        if not _is_new(documents.get(item.requirement_id))
    ]
    if missing and not words:
        raise AnswerMissing(titles=", ".join(missing))
    asked.answered_at = now()
    _take_step(actor, dossier, Move.ANSWER, to=DossierState.COMPLETENESS, words=words)
    return dossier


def _is_new(document: Document | None) -> bool:
    return document is not None and document.verdict == Verdict.WAITING


@action(rules.is_officer, locked=True)
def withdraw_dossier(actor: Actor, dossier: Dossier, *, words: str = "") -> Dossier:
    """
    Take a dossier back before its decision.

    :raises MoveRefused: once it was decided
    """
    if dossier.state == DossierState.WITHDRAWN:
        return dossier
    _expect(dossier, *BEFORE_DECISION)
    proposal = queries.waiting_proposal(dossier)
    if proposal is not None:
        proposal.closed_at = now()
    asked = queries.open_return(dossier)
    if asked is not None:
        asked.answered_at = now()
    _take_step(
        actor,
        dossier,
        Move.WITHDRAW,
        to=DossierState.WITHDRAWN,
        reason=StepReason.OWN_WISH,
        words=words,
    )
    return dossier


@action(rules.is_officer, locked=True)
def ask_renewal(actor: Actor, dossier: Dossier, *, words: str = "") -> Dossier:
    """
    Ask for an accreditation to be renewed; it stays valid until the decision if asked in time.

    :raises MoveRefused: if there is no accreditation to renew
    :raises TooEarly: more than 120 days before its last day
    :raises AppealWaits: if an appeal waits
    """
    _expect(dossier, DossierState.ACCREDITED, DossierState.PROVISIONAL)
    if queries.waiting_appeal(dossier):
        raise AppealWaits()
    if queries.waiting_proposal(dossier):
        raise MoveRefused()
    day = today()
    if dossier.valid_until is None or day < dossier.valid_until - RENEWAL_OPENS:
        raise TooEarly()
    dossier.renewal_asked_on = day
    _take_step(
        actor,
        dossier,
        Move.ASK_RENEWAL,
        to=DossierState.RENEWAL,
        reason=StepReason.OWN_WISH,
        words=words,
    )
    return dossier
