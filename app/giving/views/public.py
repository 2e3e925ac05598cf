"""What everybody may read: campaigns, gifts from hand to hand, the ledger."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from app.core.addresses import public_address
from app.core.errors import NotFound
from app.core.files import show_file
from app.core.i18n import translate
from app.core.money import Money, named_currencies
from app.core.sheets import ENDING, sheet_response
from app.core.web import actor
from app.giving import queries, rules, schemas
from app.giving.models import Entry, EntryKind

bp = Blueprint("giving", __name__)

NOTHING = -1  # no movement comes before it: a gift that is unknown lists nothing, never all
MOST_ROWS = 20_000  # of a spreadsheet; the rest follows with `suite`
OLDEST_FIRST = "ancien"


@bp.get("/dons")
def index() -> str:
    """List the campaigns with their two figures, and the latest gifts."""
    campaigns = queries.campaigns(actor())
    gifts = queries.latest_gifts(actor())
    return render_template(
        "giving/index.html",
        campaigns=campaigns,
        bars=queries.bars(campaigns),
        gifts=gifts,
        own=queries.own_pledges(actor()),
        received=queries.received_of(gifts),
        programmes=queries.programmes(actor(), limit=6),
        takes=queries.takes_pledges,
        can_read=lambda pledge: rules.may_read_donor(actor(), pledge),
    )


@bp.get("/dons/campagnes/<slug>")
def campaign(slug: str) -> str:
    """Show a campaign: what was promised, what was received, never one number."""
    found = queries.campaign(actor(), slug)
    gifts = queries.latest_gifts(actor(), limit=40, campaign_id=found.id)
    return render_template(
        "giving/campaign.html",
        campaign=found,
        bar=queries.bars([found])[found.id],
        gifts=gifts,
        received=queries.received_of(gifts),
        takes=queries.takes_pledges(found),
        can_read=lambda pledge: rules.may_read_donor(actor(), pledge),
    )


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
def ledger() -> str:
    """Show every movement, by lot, kind, currency and days; the last one first unless asked."""
    chosen, kept = _filters()
    rows = queries.movements(actor(), **chosen, limit=queries.PER_PAGE + 1)
    last = rows[queries.PER_PAGE - 1].id if len(rows) > queries.PER_PAGE else None
    return render_template(
        "giving/ledger.html",
        rows=rows[: queries.PER_PAGE],
        last=last,
        most_rows=MOST_ROWS,
        kept=kept,
        form=SimpleNamespace(values=kept, errors={}),
        kinds=[(kind.value, translate(words)) for kind, words in schemas.ENTRY_KINDS.items()],
        currencies=named_currencies(),
        orders=[(OLDEST_FIRST, _("Le plus ancien d’abord"))],
    )


@bp.get(f"/dons/registre.{ENDING}")
def ledger_sheet(ending: str) -> Response:
    """Give the movements as a sheet, with the hash of each entry."""
    return sheet_response(f"registre.{ending}", *_table())


def _table() -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the headings and the rows of the movements that the address chooses."""
    chosen, _kept = _filters()
    headings = [
        *(_("Mouvement"), _("Écriture"), _("Jour"), _("Opération"), _("Don ou ligne"), _("De")),
        *(_("À"), _("Montant"), _("Monnaie"), _("Taux"), _("Inscrite le"), _("Adresse")),
        _("Empreinte"),
    ]
    rows = [
        (
            row.id,
            row.entry.number,
            row.entry.occurred_on,
            translate(schemas.ENTRY_KINDS[row.entry.kind]),
            row.lot.ref,
            row.from_place.name,
            row.to_place.name,
            Money(row.amount, row.currency).decimal,
            row.currency,
            row.fx_rate.rate if row.fx_rate else "",
            row.entry.posted_at.isoformat() if row.entry.posted_at else "",
            public_address(url_for("giving.gift", ref=row.lot.ref)),
            row.entry.hash,
        )
        for row in queries.movements(actor(), **chosen, limit=MOST_ROWS)
    ]
    return headings, rows


def _filters() -> tuple[dict[str, Any], dict[str, str]]:
    """Read the filters of the address; what cannot be read filters nothing."""
    kept = {
        name: request.args[name][:80]
        for name in ("don", "operation", "monnaie", "depuis", "jusque", "ordre")
        if request.args.get(name)
    }
    kind = kept.get("operation")
    lot = queries.lot_of_ref(kept["don"].strip().upper()) if "don" in kept else None
    if "don" in kept and lot is None:
        lot = queries.lot_of_ref(kept["don"].strip())
    chosen = {
        "lot": lot,
        "kind": kind if kind in set(EntryKind) else None,
        "currency": kept.get("monnaie") if kept.get("monnaie") in schemas.CURRENCIES else None,
        "since": _day(kept.get("depuis")),
        "until": _day(kept.get("jusque")),
        "beyond": _number(request.args.get("suite")),
        "is_oldest_first": kept.get("ordre") == OLDEST_FIRST,
    }
    if "don" in kept and lot is None:
        chosen |= {"beyond": NOTHING, "is_oldest_first": False}
    return chosen, kept


def _number(text: str | None) -> int | None:
    is_number = text is not None and text.isascii() and text.isdecimal() and len(text) < 16
    return int(text) if text and is_number else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
