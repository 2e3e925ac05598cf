"""An association's dossier: what is asked, until when, the documents, what happened."""

from typing import Any, BinaryIO, cast
from uuid import uuid4

from flask import Response, flash, render_template, request, url_for

from app.accounts.views.detour import require
from app.accreditation import actions, queries, rules
from app.accreditation.models import RENEWAL_OPENS, SENDABLE, Dossier
from app.accreditation.schemas import (
    ITEM_REASONS,
    VERDICTS,
    Describe,
    LodgeAppeal,
    SayWhy,
    SendDocument,
    Simple,
)
from app.accreditation.views.blueprint import bp, see
from app.accreditation.views.progress import progress
from app.core import files
from app.core.clock import today
from app.core.errors import Invalid, Refused
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.web import actor, take

SENT = N_("La pièce est reçue.")
NO_FILE = N_("Choisissez un fichier ou prenez une photo.")
SUBMITTED = N_("Le dossier est déposé. Gardez sa référence.")
DESCRIBED = N_("C’est enregistré.")
ANSWERED = N_("Votre réponse est envoyée.")
WITHDRAWN = N_("Le dossier est retiré.")
RENEWAL = N_("La demande de renouvellement est envoyée.")
APPEALED = N_("Le recours est déposé. Une autre personne le lira.")


@bp.get("/associations/dossiers/<reference>")
def dossier(reference: str) -> Any:
    """Show the association its dossier; the desk has a page of its own."""
    found, detour = _own(reference)
    return detour or _page(found)


def _own(reference: str) -> tuple[Any, Any]:
    """Return the reader's own dossier, or where to send them."""
    if not actor().is_member:
        return None, require(False)
    found = queries.dossier(actor(), reference)
    if not rules.is_officer(actor(), found):
        return None, see(url_for("accreditation.review", reference=reference))
    return found, None


def _page(found: Dossier, form: Form | None = None, at: str = "") -> Any:
    appealable = queries.appealable_decision(found)
    documents, returns = queries.current_documents(found), queries.returns(found)
    return render_template(
        "accreditation/dossier.html",
        dossier=found,
        organisation=found.organisation,
        steps_shown=progress(found),
        documents=documents,
        counted=sum(not one.is_optional or one.id in documents for one in found.call.requirements),
        lacking=found.lacks(documents, today()),
        returns=returns,
        asked=next((one for one in returns if one.answered_at is None), None),
        decisions=queries.decisions(found),
        appealable=appealable,
        appeal_until=found.last_day_to_appeal(appealable.decided_at) if appealable else None,
        appeal=queries.waiting_appeal(found),
        status=found.status(today()),
        verdicts=VERDICTS,
        item_reasons=ITEM_REASONS,
        renewal_opens=found.valid_until and found.valid_until - RENEWAL_OPENS,
        may_send=found.state in SENDABLE,
        form=form or Form(Simple),
        at=at,
        today=today(),
        days_left=(found.due_at.date() - today()).days if found.due_at else None,
        key=uuid4(),
    )


@bp.post("/associations/dossiers/<reference>/pieces")
def send_document(reference: str) -> Any:
    """Take a document of the dossier."""
    found = queries.own_dossier(actor(), reference)
    form = Form(SendDocument, request.form)
    try:
        stream = _sent_file()
        if form.is_valid:
            actions.send_document(actor(), found, file=files.keep(stream), **form.data)
            flash(translate(SENT))
            return see(url_for("accreditation.dossier", reference=reference, _anchor="documents"))
    except Refused as refused:
        form.refuse(refused)
    return _page(queries.own_dossier(actor(), reference), form, "document"), form.status


def _sent_file() -> BinaryIO:
    """
    Return the file of the form, judged even where another answer is to be corrected.

    :raises Invalid: if none was chosen
    :raises FileTypeRefused: if it is not of a type that is taken
    """
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid({"file": [translate(NO_FILE)]})
    stream = cast(BinaryIO, sent.stream)
    files.true_type(stream)
    return stream


@bp.get("/associations/dossiers/<reference>/pieces/<int:number>")
def document(reference: str, number: int) -> Response:
    """Send a document to who may see its dossier."""
    found = queries.document(actor(), queries.dossier(actor(), reference), number)
    name = f"{reference} {found.requirement.title}"
    return files.show_file(found.sha256, found.media_type, name, "private, no-store")


@bp.post("/associations/dossiers/<reference>/presentation")
def describe(reference: str) -> Any:
    """Change what the association says of itself."""
    found = queries.own_dossier(actor(), reference)
    return take(
        Describe,
        lambda **data: actions.describe_dossier(actor(), found, **data),
        DESCRIBED,
        _address(reference),
        lambda form: _page(found, form, "describe"),
    )


@bp.post("/associations/dossiers/<reference>/deposer")
def submit(reference: str) -> Any:
    """Submit the dossier."""
    found = queries.own_dossier(actor(), reference)
    return take(
        Simple,
        lambda **data: actions.submit_dossier(actor(), found, **data),
        SUBMITTED,
        _address(reference),
        lambda form: _page(found, form, "submit"),
    )


@bp.post("/associations/dossiers/<reference>/repondre")
def answer(reference: str) -> Any:
    """Send the dossier back to the desk."""
    found = queries.own_dossier(actor(), reference)
    return take(
        SayWhy,
        lambda **data: actions.answer_return(actor(), found, **data),
        ANSWERED,
        _address(reference),
        lambda form: _page(found, form, "answer"),
    )


@bp.post("/associations/dossiers/<reference>/retirer")
def withdraw(reference: str) -> Any:
    """Take the dossier back."""
    found = queries.own_dossier(actor(), reference)
    return take(
        SayWhy,
        lambda **data: actions.withdraw_dossier(actor(), found, **data),
        WITHDRAWN,
        _address(reference),
        lambda form: _page(found, form, "withdraw"),
    )


@bp.post("/associations/dossiers/<reference>/renouveler")
def renew(reference: str) -> Any:
    """Ask for the accreditation to be renewed."""
    found = queries.own_dossier(actor(), reference)
    return take(
        SayWhy,
        lambda **data: actions.ask_renewal(actor(), found, **data),
        RENEWAL,
        _address(reference),
        lambda form: _page(found, form, "renew"),
    )


@bp.post("/associations/dossiers/<reference>/recours")
def lodge_appeal(reference: str) -> Any:
    """Appeal against the last decision."""
    found = queries.own_dossier(actor(), reference)

    def act(*, decision: int, **data: Any) -> None:
        actions.lodge_appeal(actor(), found, queries.decision(found, decision), **data)

    return take(
        LodgeAppeal,
        act,
        APPEALED,
        _address(reference),
        lambda form: _page(found, form, "appeal"),
    )


def _address(reference: str) -> str:
    return url_for("accreditation.dossier", reference=reference)
