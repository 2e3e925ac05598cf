"""Receipts: verified by anybody, printed for their donor, issued and cancelled at the desk."""

import io
import json
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import segno
import typst
from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.addresses import public_address
from app.core.background import off_hub
from app.core.codes import LONGEST
from app.core.errors import NotFound
from app.core.formats import day
from app.core.forms import Form
from app.core.i18n import N_, in_source_language, locale_code, text_direction, translate
from app.core.money import Money, written
from app.core.web import actor, take
from app.giving import actions, queries, rules, schemas
from app.giving.models import Instrument, Receipt, ReceiptKind

bp = Blueprint("receipts", __name__, url_prefix="/recus")


@bp.get("")
def find() -> Any:
    """Ask for the number on a paper receipt, and go to it."""
    code = request.args.get("code", "").strip()
    if not code:
        return render_template("giving/find_receipt.html", code="", unknown=False)
    try:
        found = queries.receipt(actor(), code)
    except NotFound:
        return _unknown(code)
    return redirect(url_for("receipts.verify", code=found.code), 303)


@bp.get("/<code>")
def verify(code: str) -> Any:
    """Show what the receipt of that number states, and whether it still counts."""
    try:
        found = queries.receipt(actor(), code)
    except NotFound:
        return _unknown(code)
    return _show(found, Form(schemas.CancelReceipt))


def _unknown(code: str) -> tuple[str, int]:
    return render_template("giving/find_receipt.html", code=code[:LONGEST], unknown=True), 404


def _show(receipt: Receipt, form: Form) -> str:
    return render_template(
        "giving/receipt.html",
        receipt=receipt,
        form=form,
        snapshot=receipt.snapshot,
        occurred_on=_written_day(receipt.snapshot["occurred_on"]),
        issued_on=_written_day(receipt.snapshot["issued_on"]),
        replacement=queries.replacement_of(receipt),
        donor=_donor(receipt),
        may_print=_may_print(receipt),
        is_whole=queries.is_whole(receipt),
        reversal=queries.reversal_of(receipt.entry, posted=True),
        key=uuid4(),
    )


@bp.get("/<code>/recu.pdf")
def pdf(code: str) -> Response:
    """Print a receipt: for everybody where the donor is named, else for donor and treasury."""
    receipt = queries.receipt(actor(), code)
    if not _may_print(receipt):
        raise NotFound()
    address = public_address(url_for("receipts.verify", code=receipt.code))
    # The document's font has no Arabic: who reads from right to left gets it in French.
    with in_source_language() if text_direction() == "rtl" else nullcontext():
        data = _data(receipt, address)
    content = off_hub(_typeset, json.dumps(data), _source())
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{receipt.code}.pdf"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.post("/<code>/annuler")
def cancel(code: str) -> Any:
    """Cancel a receipt by a new one."""
    receipt = queries.receipt(actor(), code)
    return take(
        schemas.CancelReceipt,
        lambda **data: actions.cancel_receipt(actor(), receipt, **data),
        N_("Ce reçu ne compte plus : celui-ci le dit."),
        lambda made: url_for("receipts.verify", code=made.code),
        lambda form: _show(queries.receipt(actor(), code), form),
    )


def _donor(receipt: Receipt) -> str | None:
    pledge = receipt.lot.pledge
    if pledge is not None and rules.may_read_donor(actor(), pledge):
        return receipt.snapshot["donor"]
    return None


def _may_print(receipt: Receipt) -> bool:
    pledge = receipt.lot.pledge
    return pledge is not None and rules.may_read_donor(actor(), pledge)


def _data(receipt: Receipt, address: str) -> dict[str, Any]:
    """Return what the document says, in the reader's language, from the snapshot alone."""
    kept = receipt.snapshot
    instrument = kept["instrument"]
    words = translate(schemas.INSTRUMENTS[Instrument(instrument)]) if instrument else None
    rows = [
        (_("Donateur"), kept["donor"]),
        *([(_("Au nom de"), kept["on_behalf_of"])] if kept["on_behalf_of"] else []),
        (_("Destination du don"), kept["purpose"]),
        (_("Don"), kept["gift"]),
        (_("Remis le"), _written_day(kept["occurred_on"])),
        (_("Par"), words),
        (_("Reçu dans"), kept["held_in"]),
        (_("Préparé par"), kept["prepared_by"]),
        (_("Approuvé par"), kept["approved_by"]),
        (_("Écriture du registre"), f"n° {kept['entry']}"),
    ]
    is_cancellation = receipt.kind == ReceiptKind.CANCELLATION
    return {
        "language": locale_code(),
        "title": _("Annulation de reçu") if is_cancellation else _("Reçu de don"),
        "code": receipt.code,
        "amount": written(Money(kept["amount"], kept["currency"])),
        "in_words": kept["in_words"],
        "issued": _("Établi le %(day)s", day=_written_day(kept["issued_on"])),
        "cancels": _(
            "Le reçu %(code)s ne compte plus. Motif : %(because)s",
            code=kept["cancels"],
            because=kept["because"],
        )
        if is_cancellation
        else None,
        "demonstration": _("Exemple de démonstration, sans valeur.")
        if kept["demonstration"]
        else None,
        "rows": [(label, value or _("non précisé")) for label, value in rows],
        "verify": _("Vérifier ce reçu : %(address)s", address=address),
        "hash": _("Empreinte : %(hash)s", hash=receipt.hash),
        "qr_alt": _("Code à photographier, qui mène à la page de vérification"),
        "issuer": _("Ministère des Maliens établis à l’extérieur et de l’Intégration africaine"),
        "qr": _qr(address),
    }


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2)
    return drawn.getvalue().decode()


def _written_day(iso: str | None) -> str | None:
    return day(date.fromisoformat(iso)) if iso else None


def _source() -> bytes:
    root = Path(current_app.root_path)
    return (root / "templates" / "giving" / "receipt.typ").read_bytes()


def _typeset(data: str, source: bytes) -> bytes:
    """Typeset the tagged document; heavy, so it is called off the hub."""
    made = typst.compile(source, sys_inputs={"data": data}, pdf_standards=["ua-1"])
    return bytes(made)
