"""What everybody reads: the register, an association, a decision by its number."""

from typing import Any

from flask import Response, render_template, request, url_for

from app.accreditation import queries
from app.accreditation.schemas import STATUSES, FilterRegister
from app.accreditation.views.blueprint import bp, see
from app.accreditation.views.words import decision_word, status_word
from app.core.addresses import kept
from app.core.clock import today
from app.core.codes import copied
from app.core.errors import NotFound
from app.core.formats import country_name, sort_key
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.sheets import ENDING, sheet_response
from app.core.web import actor

HEADINGS = (
    *(N_("Association"), N_("Sigle"), N_("Ville"), N_("Pays"), N_("Statut")),
    *(N_("Valable jusqu’au"), N_("Décision n°"), N_("Nature de la décision")),
    *(N_("Date de la décision"), N_("Exemple de démonstration")),
)


@bp.get("/associations")
def register() -> tuple[str, int]:
    """Show the register, narrowed by the address, and how long dossiers wait."""
    form = Form(FilterRegister, request.args)
    found = queries.page_of_register(actor(), **_narrowing(form))
    day = today()
    page = render_template(
        "accreditation/register.html",
        form=form,
        found=found,
        decisions=queries.last_decisions(found.items),
        statuses=[(code, translate(words)) for code, (words, _shape) in STATUSES.items()],
        countries_there=sorted(
            ((code, country_name(code)) for code in queries.countries_of_register(actor())),
            key=lambda pair: sort_key(pair[1]),
        ),
        kept=kept(form),
        today=day,
        waiting=queries.waiting_counts(actor()),
        appeals=queries.waiting_appeals(actor()),
        open_calls=queries.open_calls(actor(), day),
    )
    return page, form.status


@bp.get(f"/associations.{ENDING}")
def register_sheet(ending: str) -> Response:
    """Send the register as a table, narrowed as the page is."""
    narrowing = _narrowing(Form(FilterRegister, request.args))
    narrowing.pop("page", None)
    found = queries.whole_register(actor(), **narrowing)
    decisions, day = queries.last_decisions(found), today()
    rows = [
        (
            dossier.organisation.name,
            dossier.organisation.acronym,
            dossier.organisation.city,
            country_name(dossier.organisation.country),
            status_word(str(dossier.status(day))),
            dossier.valid_until,
            decisions[dossier.id].number,
            decision_word(decisions[dossier.id].outcome),
            decisions[dossier.id].decided_at.date(),
            translate(N_("oui")) if dossier.is_demonstration else "",
        )
        for dossier in found
    ]
    headings = [translate(heading) for heading in HEADINGS]
    return sheet_response(f"associations.{ending}", headings, rows)


def _narrowing(form: Form) -> dict[str, Any]:
    return form.data if form.is_valid else {}


@bp.get("/associations/<slug>")
def association(slug: str) -> str:
    """Show what is public of an association: its status, its decisions."""
    dossier = queries.association(actor(), slug)
    events = [(made.decided_at, made) for made in queries.decisions(dossier)]
    asked = [(step.taken_at, None) for step in queries.renewals_asked(dossier)]
    history = sorted([*events, *asked], key=lambda event: event[0], reverse=True)
    return render_template(
        "accreditation/association.html",
        dossier=dossier,
        organisation=dossier.organisation,
        status=dossier.status(today()),
        history=history,
        last=queries.last_decisions([dossier])[dossier.id],
    )


@bp.get("/associations/verifier")
def find_decision() -> Any:
    """Ask for the number of a decision, and go to it."""
    number = copied(request.args.get("numero", ""))
    if number:
        try:
            found = queries.decision_by_number(actor(), number)
        except NotFound:
            return _unknown(number)
        return see(url_for("accreditation.verify", number=found.number))
    return render_template("accreditation/find_decision.html", number="", unknown=False)


@bp.get("/associations/verifier/<number>")
def verify(number: str) -> Any:
    """Say what the decision of that number is, and what it is worth today."""
    try:
        made = queries.decision_by_number(actor(), number)
    except NotFound:
        return _unknown(number)
    return render_template(
        "accreditation/decision.html",
        decision=made,
        answer=queries.answer_on_appeal(made),
        dossier=made.dossier,
        organisation=made.dossier.organisation,
        status=made.dossier.status(today()),
    )


def _unknown(number: str) -> tuple[str, int]:
    return render_template("accreditation/find_decision.html", number=number, unknown=True), 404
