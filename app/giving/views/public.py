"""What everybody may read: campaigns, gifts from hand to hand, the ledger."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from app.core.addresses import kept, public_address, row_number
from app.core.errors import Invalid, NotFound
from app.core.files import show_file
from app.core.forms import Form
from app.core.i18n import translate
from app.core.money import Money, named_currencies
from app.core.sheets import ENDING, sheet_response
from app.core.web import actor
from app.giving import queries, rules, schemas
from app.giving.models import Entry, Lot, Pledge

bp = Blueprint("giving", __name__)

ONE_MORE = queries.PER_PAGE + 1  # than a page shows, to know whether there is another
GIFTS = 40  # on a page of a campaign
MOST_ROWS = 20_000  # of a spreadsheet; the rest follows with `suite`


@bp.get("/dons")
def index() -> str:
    """List the campaigns with their two figures, and the latest gifts."""
    campaigns = queries.campaigns(actor())
    gifts, own = queries.latest_gifts(actor()), queries.own_pledges(actor())
    return render_template(
        "giving/index.html",
        campaigns=campaigns,
        bars=queries.bars(campaigns),
        gifts=gifts,
        own=own,
        received=queries.received_of([*own, *_pledges(gifts)]),
        programmes=queries.programmes(actor(), limit=6),
        takes=queries.takes_pledges,
        can_read=lambda pledge: rules.may_read_donor(actor(), pledge),
    )


@bp.get("/dons/campagnes/<slug>")
def campaign(slug: str) -> str:
    """Show a campaign: what was promised, what was received, never one number."""
    found = queries.campaign(actor(), slug)
    beyond = row_number(request.args.get("suite"))
    gifts = queries.latest_gifts(actor(), limit=GIFTS, campaign_id=found.id, beyond=beyond)
    return render_template(
        "giving/campaign.html",
        campaign=found,
        bar=queries.bars([found])[found.id],
        gifts=gifts,
        last=gifts[-1].id if len(gifts) == GIFTS else None,
        received=queries.received_of(_pledges(gifts)),
        takes=queries.takes_pledges(found),
        can_read=lambda pledge: rules.may_read_donor(actor(), pledge),
    )


def _pledges(gifts: list[Lot]) -> list[Pledge]:
    return [lot.pledge for lot in gifts if lot.pledge is not None]


@bp.get("/dons/<ref>")
def gift(ref: str) -> str:
    """Show a gift or a budget line from hand to hand, and what remains of it."""
    found = queries.gift(actor(), ref)
    bar = queries.bars([found.lot.campaign]) if found.lot.campaign else {}
    return render_template(
        "giving/gift.html",
        gift=found,
        lot=found.lot,
        pledge=found.pledge,
        acts=queries.acts_of(found.pledge) if found.pledge else [],
        bar=bar.get(found.lot.campaign_id or 0),
        takes=found.lot.campaign is not None and queries.takes_pledges(found.lot.campaign),
        most_counted=queries.MOST_COUNTED,
    )


@bp.get("/dons/<ref>/pieces/<int:number>")
def evidence(ref: str, number: int) -> Response:
    """Serve the evidence of an entry: to everybody where it is public, else to the treasury."""
    return served(queries.evidence_entry(actor(), ref, number))


def served(entry: Entry) -> Response:
    """Return the evidence of an entry that its reader may see."""
    if entry.evidence_sha256 is None or entry.evidence_type is None:
        raise NotFound()
    return show_file(
        entry.evidence_sha256, entry.evidence_type, f"piece-{entry.id}", "private, no-cache"
    )


@bp.get("/dons/registre")
def ledger() -> tuple[str, int]:
    """Show every movement, by lot, kind, currency and days; the last one first unless asked."""
    form = _filters()
    chosen = _chosen(form) if form.is_valid else None
    rows = [] if chosen is None else queries.movements(actor(), **chosen, limit=ONE_MORE)
    page = render_template(
        "giving/ledger.html",
        rows=rows[: queries.PER_PAGE],
        last=rows[queries.PER_PAGE - 1].id if len(rows) > queries.PER_PAGE else None,
        most_rows=MOST_ROWS,
        form=form,
        kept=kept(form),
        kinds=[(kind.value, translate(words)) for kind, words in schemas.ENTRY_KINDS.items()],
        currencies=named_currencies(),
        orders=[(schemas.OLDEST_FIRST, _("Le plus ancien d’abord"))],
    )
    return page, form.status


@bp.get(f"/dons/registre.{ENDING}")
def ledger_sheet(ending: str) -> Response:
    """Give the movements as a sheet, with the hash of each entry."""
    return sheet_response(f"registre.{ending}", *_table())


def _table() -> tuple[list[str], list[tuple[Any, ...]]]:
    """
    Return the headings and the rows of the movements that the address chooses.

    :raises Invalid: if it cannot be read: a table that looks chosen never holds all the rest
    """
    form = _filters()
    if form.errors:
        raise Invalid(form.errors)
    headings = [
        *(_("Mouvement"), _("Écriture"), _("Jour"), _("Opération"), _("Don ou ligne"), _("De")),
        *(_("À"), _("Montant"), _("Monnaie"), _("Taux"), _("Inscrite le"), _("Adresse")),
        _("Empreinte"),
    ]
    chosen = _chosen(form)
    found = [] if chosen is None else queries.table_of_movements(actor(), **chosen, limit=MOST_ROWS)
    kinds = {kind: translate(words) for kind, words in schemas.ENTRY_KINDS.items()}
    gifts = public_address(url_for("giving.index"))
    rows = [
        (
            *(row.id, row.number, row.occurred_on, kinds[row.kind], row.ref),
            *(row.giving, row.taking, Money(row.amount, row.currency).decimal, row.currency),
            "" if row.rate is None else row.rate,
            row.posted_at.isoformat() if row.posted_at else "",
            f"{gifts}/{row.ref}",
            row.hash,
        )
        for row in found
    ]
    return headings, rows


def _filters() -> Form:
    return Form(schemas.FilterLedger, request.args)


def _chosen(form: Form) -> dict[str, Any] | None:
    """Return what the filters choose; a gift that is unknown chooses nothing, never all."""
    chosen = form.data
    lot = None
    if ref := chosen.get("don"):
        written = (ref, ref.upper(), ref.lower())
        lot = next(filter(None, map(queries.lot_of_ref, written)), None)
        if lot is None:
            return None
    return {
        "lot": lot,
        "kind": chosen.get("operation"),
        "currency": chosen.get("monnaie"),
        "since": chosen.get("depuis"),
        "until": chosen.get("jusque"),
        "beyond": row_number(request.args.get("suite")),
        "is_oldest_first": chosen.get("ordre") == schemas.OLDEST_FIRST,
    }
