"""Preparing at the desk: an entry or an exchange, for the first time or written anew."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for

from app.core.actions import permit
from app.core.clock import today
from app.core.errors import NotFound, Refused
from app.core.files import StoredFile, keep
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.money import Money, named_currencies
from app.core.web import actor
from app.giving import actions, queries, rules, schemas
from app.giving.models import HELD, Entry, EntryKind, Instrument, PlaceKind
from app.giving.views.blueprint import bp, chosen, named_lots, named_places

FROM = (PlaceKind.EXTERNAL, *HELD)
TO = tuple(kind for kind in PlaceKind if kind not in (PlaceKind.EXTERNAL, PlaceKind.FX))
PREPARED = N_("L’écriture est préparée. Relisez-la, puis soumettez-la.")


@bp.route("/preparer", methods=["GET", "POST"])
def prepare() -> Any:
    """Prepare an entry of one lot, with its evidence."""
    permit(rules.may_prepare, actor())
    form = Form(
        schemas.PrepareEntry,
        request.form if request.method == "POST" else None,
        lot=request.args.get("don", ""),
        currency="XOF",
        occurred_on=today(),
    )
    return _entry_page(form, actions.prepare_entry)


@bp.route("/changer", methods=["GET", "POST"])
def exchange() -> Any:
    """Prepare an exchange at a recorded rate."""
    permit(rules.may_prepare, actor())
    sent = request.form if request.method == "POST" else None
    form = Form(schemas.PrepareExchange, sent, lot=request.args.get("don", ""), occurred_on=today())
    return _exchange_page(form, actions.prepare_exchange)


@bp.route("/ecritures/<int:number>/reecrire", methods=["GET", "POST"])
def rewrite(number: int) -> Any:
    """Write anew what nobody approved yet; the first version stays on record."""
    entry = queries.entry(actor(), number)
    if not rules.may_rewrite(actor(), entry):
        raise NotFound()
    sent = request.form if request.method == "POST" else None
    if entry.kind == EntryKind.EXCHANGE:
        form = Form(schemas.PrepareExchange, sent, **_said_by(entry), rate=_rate_of(entry))
        return _exchange_page(form, actions.rewrite_exchange, entry)
    form = Form(schemas.PrepareEntry, sent, **_said_by(entry), kind=entry.kind.value)
    return _entry_page(form, actions.rewrite_entry, entry)


def _entry_page(form: Form, act: Callable[..., Entry], anew: Entry | None = None) -> Any:
    """Prepare the entry that the form describes, in the place of `anew`; or show the form."""

    def perform(
        *, lot: str, from_place: int, to_place: list[int], key: UUID, **details: Any
    ) -> Entry:
        return act(
            actor(),
            *([anew] if anew else []),
            chosen("lot", queries.lot, lot),
            from_place=chosen("from_place", queries.place, from_place),
            to_places=[chosen("to_place", queries.place, number) for number in to_place],
            evidence=_evidence(),
            idem_key=str(key),
            key=key,
            **details,
        )

    takers = request.form.getlist("to_place")
    if anew and not form.is_sent:
        takers = [str(line.to_id) for line in anew.planned]
    return _done(
        form,
        perform,
        "giving/prepare.html",
        anew=anew,
        lots=named_lots(form.values.get("lot")),
        kinds=[(kind.value, translate(schemas.ENTRY_KINDS[kind])) for kind in schemas.PREPARED],
        giving=named_places(FROM),
        taking=named_places(TO),
        chosen=takers,
        currencies=named_currencies(),
        instruments=[(each.value, translate(schemas.INSTRUMENTS[each])) for each in Instrument],
    )


def _exchange_page(form: Form, act: Callable[..., Entry], anew: Entry | None = None) -> Any:
    """Prepare the exchange that the form describes, in the place of `anew`; or show the form."""

    def perform(
        *, lot: str, from_place: int, to_place: int, rate: int, key: UUID, **details: Any
    ) -> Entry:
        return act(
            actor(),
            *([anew] if anew else []),
            chosen("lot", queries.lot, lot),
            from_place=chosen("from_place", queries.place, from_place),
            to_place=chosen("to_place", queries.place, to_place),
            rate=chosen("rate", queries.rate, rate),
            idem_key=str(key),
            key=key,
            **details,
        )

    return _done(
        form,
        perform,
        "giving/exchange.html",
        anew=anew,
        lots=named_lots(form.values.get("lot")),
        held=named_places(HELD),
        rates=queries.rates(actor()),
    )


def _done(form: Form, perform: Callable[..., Entry], template: str, **shown: Any) -> Any:
    if form.is_valid:
        try:
            entry = perform(**form.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(translate(PREPARED))
            return redirect(url_for("treasury.entry", number=entry.id), 303)
    page = render_template(template, form=form, key=uuid4(), **shown)
    return page, form.status


def _evidence() -> StoredFile | None:
    sent = request.files.get("evidence")
    return keep(sent.stream) if sent is not None and sent.filename else None  # type: ignore[arg-type]


def _said_by(entry: Entry) -> dict[str, Any]:
    """Return what an entry says, as its form shows it."""
    first, last = entry.planned[0], entry.planned[-1]
    is_exchange = entry.kind == EntryKind.EXCHANGE
    total = first.amount if is_exchange else sum(line.amount for line in entry.planned)
    return {
        "lot": first.lot.ref,
        "from_place": first.from_id,
        "to_place": last.to_id,
        "amount": str(Money(total, first.currency).decimal),
        "currency": first.currency,
        "occurred_on": entry.occurred_on,
        "instrument": entry.instrument.value if entry.instrument else "",
        "instrument_number": entry.instrument_number or "",
        "words": entry.words or "",
        "evidence_is_public": entry.evidence_is_public,
    }


def _rate_of(entry: Entry) -> int | None:
    return entry.planned[0].fx_rate_id
