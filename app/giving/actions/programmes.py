"""Awards in tranches, approved by another than who proposed; reports, verified by another."""

from datetime import date
from typing import Any

from app.core.actions import action, lock_row
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.i18n import N_, translate
from app.core.money import BadAmount, Money, exponent
from app.giving import facts, queries, rules
from app.giving.actions.errors import (
    BeyondBudget,
    NotThatMove,
    ReasonNeeded,
    TooMuchAwarded,
    TooSmallToShare,
    TrancheOpen,
)
from app.giving.actions.numbers import _next_ref
from app.giving.models import (
    AWARD_MOVES,
    Award,
    AwardState,
    Place,
    PlaceKind,
    Programme,
    ProgrammeReport,
    Tranche,
    TrancheState,
)


@action(rules.may_propose_award, locked=True)
def propose_award(
    actor: Actor,
    programme: Programme,
    *,
    title: str,
    beneficiary: str,
    requested: int | None = None,
    currency: str | None = None,
    **details: Any,
) -> Award:
    """
    Propose an award to a project; `requested` is in minor units, `beneficiary` a public code.

    `details`: private_name, country, returned_from, returned_in, edition_id. A project of the
    demonstration's programme is of the demonstration, and says so.

    :raises BadAmount: if what is requested is not positive
    :raises UnknownCurrency: if the currency is not accepted
    """
    if requested is not None and requested < 1:
        raise BadAmount()
    exponent(currency or programme.currency)
    award = Award(
        ref=_next_ref("PRJ"),
        programme=programme,
        title=title,
        beneficiary=beneficiary,
        requested=requested,
        currency=currency or programme.currency,
        proposed_by_id=actor.id,
        is_demonstration=programme.is_demonstration,
        **details,
    )
    db.session.add(award)
    db.session.flush()
    record(actor, facts.AwardProposed(programme_id=programme.id, award_id=award.id))
    return award


@action(rules.may_approve_award, locked=True)
def approve_award(actor: Actor, award: Award, *, granted: int, tranches: list[int]) -> Award:
    """
    Approve an award that another proposed, in tranches; amounts are in minor units.

    :raises NotThatMove: if it is not proposed
    :raises BadAmount: if the amount is not positive
    :raises TooSmallToShare: if it is too small for as many tranches
    :raises TooMuchAwarded: if the tranches are not the sum that is granted
    :raises BeyondBudget: if the programme has not that much left to grant
    """
    if award.state != AwardState.PROPOSED:
        raise NotThatMove()
    if granted < 1 or not tranches:
        raise BadAmount()
    if min(tranches) < 1:
        raise TooSmallToShare(count=len(tranches))
    if sum(tranches) != granted:
        raise TooMuchAwarded()
    _refuse_beyond_budget(award, granted)
    award.granted, award.approved_by_id, award.approved_at = granted, actor.id, now()
    for position, amount in enumerate(tranches, 1):
        db.session.add(Tranche(award=award, position=position, amount=amount))
    db.session.add(
        Place(
            code=f"award-{award.ref.lower()}",
            kind=PlaceKind.AWARD,
            name=award.title,
            private_name=award.private_name,
            award_id=award.id,
        )
    )
    _move_award(actor, award, AwardState.APPROVED)
    return award


def _refuse_beyond_budget(award: Award, granted: int) -> None:
    """Count what the programme granted under its lock: two approvals do not share one remainder."""
    lock_row(award.programme)
    left = queries.grants(award.programme).left
    if left is not None and award.currency == award.programme.currency and granted > left:
        raise BeyondBudget(left=str(Money(max(left, 0), award.currency)))


@action(rules.may_move_award, locked=True)
def move_award(actor: Actor, award: Award, *, to: str, because: str | None = None) -> Award:
    """
    Carry an award on: agreed, disbursing, reporting, closed, or terminated with its reason.

    :raises NotThatMove: if that state does not follow, or is not the actor's to give
    :raises ReasonNeeded: if it is terminated without a reason
    :raises TrancheOpen: if it would close before each tranche is accounted for
    """
    target = AwardState(to)
    if target not in AWARD_MOVES[award.state] or target == AwardState.APPROVED:
        raise NotThatMove()
    if target == AwardState.TERMINATED:
        if not because:
            raise ReasonNeeded()
        award.terminated_because = because
    if target == AwardState.CLOSED and any(
        tranche.state not in (TrancheState.JUSTIFIED, TrancheState.RECOVERED)
        for tranche in award.tranches
    ):
        raise TrancheOpen()
    _move_award(actor, award, target)
    return award


def _move_award(actor: Actor, award: Award, to: AwardState) -> None:
    was, award.state = award.state, to
    record(
        actor,
        facts.AwardMoved(
            programme_id=award.programme_id, award_id=award.id, was=was.value, to=to.value
        ),
    )


@action(rules.may_report, locked=True)
def report_on_programme(
    actor: Actor,
    programme: Programme,
    *,
    indicator: str,
    value: int,
    target: int | None = None,
    award: Award | None = None,
    about: str | None = None,
    on_date: date | None = None,
    evidence_sha256: str | None = None,
) -> ProgrammeReport:
    """
    Report an indicator (`jobs_created` ...) of a programme or one of its awards.

    :raises Invalid: if the award is one of another programme
    :raises BadAmount: if a figure is below zero
    """
    if award is not None and award.programme_id != programme.id:
        raise Invalid({"award": [translate(N_("Choisissez dans la liste."))]})
    if value < 0 or (target is not None and target < 0):
        raise BadAmount()
    report = ProgrammeReport(
        programme=programme,
        award_id=award.id if award else None,
        indicator=indicator,
        about=about,
        target=target,
        value=value,
        on_date=on_date,
        evidence_sha256=evidence_sha256,
        reported_by_id=actor.id,
    )
    db.session.add(report)
    db.session.flush()
    record(actor, facts.ReportMade(programme_id=programme.id, report_id=report.id))
    return report


@action(rules.may_verify_report, locked=True)
def verify_report(actor: Actor, report: ProgrammeReport) -> ProgrammeReport:
    """Verify what another person reported, once; again changes nothing."""
    if report.verified_at is None:
        report.verified_by_id, report.verified_at = actor.id, now()
        record(
            actor,
            facts.ReportVerified(programme_id=report.programme_id, report_id=report.id),
        )
    return report
