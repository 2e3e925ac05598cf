"""Delegations: the published places, an association's page, a delegate's link, the secretariat."""

from typing import Any
from uuid import uuid4

from flask import make_response, render_template, request, url_for

from app.core.actions import permit
from app.core.errors import NotFound
from app.core.forms import Form
from app.core.i18n import N_, translate
from app.core.web import actor, take
from app.directory import queries as directory
from app.directory.models import Organisation
from app.meetings import actions, queries, rules
from app.meetings.models import SEATED, DelegateState, Meeting, Quota
from app.meetings.schemas import (
    ATTENDANCES,
    DELEGATE_STATES,
    OWN_STATES,
    AnswerNomination,
    Nominate,
    PublishQuota,
    SettleNomination,
)
from app.meetings.views.blueprint import bp

NOMINATED = N_("La personne est désignée. Elle reçoit une lettre pour confirmer.")
PUBLISHED = N_("Les places sont publiées.")
ANSWERED = {
    DelegateState.CONFIRMED: N_(
        "C’est confirmé. Le secrétariat approuve ensuite, et une lettre vous le dit."
    ),
    DelegateState.DECLINED: N_("C’est décliné. L’association peut désigner quelqu’un d’autre."),
}
SETTLED = {
    DelegateState.APPROVED: N_("La désignation est approuvée. La personne reçoit une lettre."),
    DelegateState.REFUSED: N_("La désignation est refusée. La personne lira pourquoi."),
    DelegateState.REVOKED: N_("La désignation est retirée. La personne lira pourquoi."),
}


@bp.get("/rencontres/<slug>/delegations")
def delegations(slug: str) -> str:
    """Show how many places each association has, and how many are taken."""
    meeting = queries.meeting(actor(), slug)
    return render_template(
        "meetings/delegations.html",
        meeting=meeting,
        quotas=queries.quotas_of(actor(), meeting),
        mine={one.organisation_id for one in queries.own_quotas(actor(), meeting)},
        attendances=ATTENDANCES,
    )


@bp.route("/rencontres/<slug>/delegations/<association>", methods=["GET", "POST"])
def delegation(slug: str, association: str) -> Any:
    """Nominate and replace, for who acts for the association."""
    meeting = queries.meeting(actor(), slug)
    quotas = queries.delegations(actor(), meeting, association)

    def show(form: Form) -> Any:
        shown = queries.delegations(actor(), meeting, association)
        closed = {one.id: queries.why_closed(one) for one in shown}
        return render_template(
            "meetings/delegation.html",
            meeting=meeting,
            organisation=shown[0].organisation,
            quotas=shown,
            officer=rules.may_nominate(actor(), shown[0]),
            closed=closed,
            is_open=not all(closed.values()),
            form=form,
            states=DELEGATE_STATES,
            seated=SEATED,
            attendances=ATTENDANCES,
            choices=[
                (one.attendance.value, translate(ATTENDANCES[one.attendance])) for one in quotas
            ],
            replaced=request.form.get("replaces", type=int),
            key=uuid4(),
        )

    return take(
        Nominate,
        lambda **data: _nominate(meeting, quotas, **data),
        NOMINATED,
        url_for("meetings.delegation", slug=slug, association=association),
        show,
    )


def _nominate(
    meeting: Meeting,
    quotas: list[Quota],
    *,
    attendance: str,
    name: str,
    email: str,
    replaces: int | None,
    key: Any,
) -> None:
    if replaces is not None:
        delegate = queries.delegate(actor(), meeting, replaces)
        actions.replace_delegate(actor(), delegate, name=name, email=email, key=key)
        return
    quota = next((one for one in quotas if one.attendance == attendance), None)
    if quota is None:
        raise NotFound()
    actions.nominate_delegate(actor(), quota, name=name, email=email, key=key)


@bp.route("/delegue/<int:number>/<token>", methods=["GET", "POST"])
def answer_nomination(number: int, token: str) -> Any:
    """Let a delegate confirm or decline, by the link of their letter."""
    delegate = queries.delegate_of_link(number, token)

    def show(form: Form) -> str:
        return render_template(
            "meetings/nomination.html",
            delegate=delegate,
            meeting=delegate.quota.meeting,
            organisation=delegate.quota.organisation,
            said=OWN_STATES[delegate.state],
            states=DELEGATE_STATES,
            attendances=ATTENDANCES,
            form=form,
        )

    answer = make_response(
        take(
            AnswerNomination,
            lambda **data: actions.answer_nomination(actor(), delegate, **data),
            lambda made: translate(ANSWERED[made.state]),
            url_for("meetings.answer_nomination", number=number, token=token),
            show,
        )
    )
    answer.headers.update({"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"})
    return answer


@bp.route("/gestion/rencontres/<slug>/delegations", methods=["GET", "POST"])
def manage_delegations(slug: str) -> Any:
    """Publish the places of associations, and see who is to be approved."""
    meeting = _kept_meeting(slug)

    def publish(organisation: str, **data: Any) -> Quota:
        found = directory.organisation(actor(), organisation)
        return actions.publish_quota(actor(), meeting, organisation=found, **data)

    return take(
        PublishQuota,
        publish,
        PUBLISHED,
        url_for("meetings.manage_delegations", slug=slug),
        lambda form: _manage_page(meeting, form),
    )


def _manage_page(meeting: Meeting, form: Form, at: int | None = None) -> Any:
    return render_template(
        "meetings/manage_delegations.html",
        meeting=meeting,
        quotas=queries.quotas_of(actor(), meeting),
        delegates=queries.waiting_delegates(actor(), meeting),
        associations=[(one.slug, one.name) for one in _accredited()],
        attendances=ATTENDANCES,
        choices=[(one.value, translate(words)) for one, words in ATTENDANCES.items()],
        states=DELEGATE_STATES,
        form=form,
        at=at,
    )


def _accredited() -> list[Organisation]:
    return queries.accredited_associations(actor())


@bp.post("/gestion/rencontres/<slug>/delegations/<int:number>")
def settle_nomination(slug: str, number: int) -> Any:
    """Approve, refuse or revoke a delegate."""
    meeting = _kept_meeting(slug)
    delegate = queries.delegate(actor(), meeting, number)
    return take(
        SettleNomination,
        lambda **data: actions.settle_nomination(actor(), delegate, **data),
        lambda made: translate(SETTLED[made.state]),
        url_for("meetings.manage_delegations", slug=slug),
        lambda form: _manage_page(meeting, form, number),
    )


def _kept_meeting(slug: str) -> Meeting:
    meeting = queries.meeting(actor(), slug)
    permit(rules.may_change_meeting, actor(), meeting)
    return meeting
