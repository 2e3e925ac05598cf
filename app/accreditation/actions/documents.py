"""Documents: sent by the association, checked by the desk; the same file elsewhere is an alert."""

from datetime import date

from sqlalchemy import select

from app.accreditation import facts, queries, rules
from app.accreditation.actions.steps import MoveRefused, _expect
from app.accreditation.models import (
    CHECKABLE,
    SENDABLE,
    Alert,
    AlertKind,
    Document,
    Dossier,
    DossierState,
    Verdict,
)
from app.accreditation.schemas import NO_LONGER_VALID
from app.core.actions import action
from app.core.actors import SYSTEM, Actor
from app.core.clock import now, today
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.files import StoredFile
from app.core.i18n import N_, translate
from app.core.throttle import throttle

UNKNOWN = N_("Choisissez une pièce de la liste.")
NOT_ASKED = N_("Cette pièce n’est pas demandée en ce moment.")
SAY_WHY = N_("Dites ce qui ne va pas : l’association le lira.")


@action(rules.is_officer, locked=True)
def send_document(
    actor: Actor,
    dossier: Dossier,
    *,
    requirement: int,
    file: StoredFile,
    expires_on: date | None = None,
    note: str = "",
) -> Document:
    """
    Add a file that is kept already to a dossier; it replaces the one sent before.

    :raises MoveRefused: if nothing is taken at this step
    :raises Invalid: if the requirement is not asked for, or the document is past its last day
    :raises TooMany: over sixty an hour
    """
    _expect(dossier, *SENDABLE)
    wanted = queries.requirement(dossier, requirement)
    if wanted is None:
        raise Invalid({"requirement": [translate(UNKNOWN)]})
    if dossier.state == DossierState.RETURNED:
        asked = queries.open_return(dossier)
        if asked is None or wanted.id not in {item.requirement_id for item in asked.items}:
            raise Invalid({"requirement": [translate(NOT_ASKED)]})
    if expires_on is not None and expires_on < today():
        raise Invalid({"expires_on": [translate(NO_LONGER_VALID)]})
    throttle.spend("60 per hour", "document", actor.id)
    before = queries.current_documents(dossier).get(wanted.id)
    if before is not None:
        before.replaced_at = now()
        db.session.flush()
    document = Document(
        dossier_id=dossier.id,
        requirement_id=wanted.id,
        sha256=file.sha256,
        media_type=file.media_type,
        size=file.size,
        note=note,
        expires_on=expires_on,
        sent_by_id=actor.id,
    )
    db.session.add(document)
    db.session.flush()
    record(actor, facts.DocumentSent(dossier_id=dossier.id, document_id=document.id))
    _alert_to_same_file(dossier, document)
    return document


def _alert_to_same_file(dossier: Dossier, document: Document) -> None:
    """Tell reviewers, not the association, that another one sent the very same bytes."""
    seen = select(Document.dossier_id).join(Document.dossier)
    seen = seen.where(
        Document.sha256 == document.sha256, Dossier.organisation_id != dossier.organisation_id
    )
    for other_id in sorted(set(db.session.scalars(seen))):
        alert = Alert(
            dossier_id=dossier.id,
            kind=AlertKind.SAME_FILE,
            other_id=other_id,
            document_id=document.id,
        )
        db.session.add(alert)
        db.session.flush()
        record(SYSTEM, facts.AlertRaised(dossier_id=dossier.id, alert_id=alert.id))


@action(rules.may_check, locked=True)
def check_document(
    actor: Actor, dossier: Dossier, document: Document, *, verdict: str, words: str = ""
) -> Document:
    """
    Accept a document, or say that it is to be sent again and why.

    :raises MoveRefused: if documents are not checked at this step, or a newer one replaced it
    :raises Invalid: if a refusal lacks its words
    """
    _expect(dossier, *CHECKABLE)
    if document.dossier_id != dossier.id or document.replaced_at is not None:
        raise MoveRefused()
    said = Verdict(verdict)
    if said == Verdict.REFUSED and not words:
        raise Invalid({"words": [translate(SAY_WHY)]})
    document.verdict, document.verdict_words = said, words
    document.checked_by_id, document.checked_at = actor.id, now()
    record(
        actor,
        facts.DocumentChecked(dossier_id=dossier.id, document_id=document.id, verdict=said.value),
    )
    return document


@action(rules.may_check, locked=True)
def settle_alert(actor: Actor, dossier: Dossier, alert: Alert, *, words: str) -> Alert:
    """
    Say what an alert is worth; it stays on the dossier with these words.

    :raises MoveRefused: if it is another dossier's
    """
    if dossier.id not in (alert.dossier_id, alert.other_id):
        raise MoveRefused()
    if alert.settled_at is None:
        alert.settled_at, alert.settled_by_id, alert.settled_words = now(), actor.id, words
        record(actor, facts.AlertSettled(dossier_id=dossier.id, alert_id=alert.id))
    return alert
