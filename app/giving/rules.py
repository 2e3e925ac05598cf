"""Who may promise, prepare, approve, receive and report."""

from app.accounts.models import Role
from app.core.actors import Actor
from app.giving.models import (
    AwardState,
    Campaign,
    Entry,
    EntryKind,
    EntryState,
    Pledge,
    PledgeState,
    ProgrammeReport,
    Receipt,
    Tranche,
    Visibility,
)

STEWARDS = (Role.ADMINISTRATOR, Role.SECRETARIAT)
TREASURY = (Role.TREASURER, Role.APPROVER)


def may_open_campaign(actor: Actor, *_things: object) -> bool:
    """The secretariat opens campaigns."""
    return actor.holds(*STEWARDS)


def may_close_campaign(actor: Actor, campaign: Campaign) -> bool:
    """The secretariat closes them."""
    return actor.holds(*STEWARDS)


def may_pledge(actor: Actor, *_things: object) -> bool:
    """Anybody known, guest or member, may promise a gift."""
    return actor.is_known


def may_write_down_pledge(actor: Actor, *_things: object) -> bool:
    """The secretariat and the treasurers write down what is promised in the hall."""
    return actor.is_known and actor.holds(*STEWARDS, Role.TREASURER)


def is_donor(actor: Actor, pledge: Pledge) -> bool:
    """Whether the actor made the promise."""
    return actor.is_known and pledge.donor_id == actor.id


def may_confirm_pledge(actor: Actor, pledge: Pledge) -> bool:
    """Who made the promise confirms it; one said in the hall, who wrote it and read it back."""
    if pledge.donor_id is not None:
        return is_donor(actor, pledge)
    return may_write_down_pledge(actor)


def may_change_pledge(actor: Actor, pledge: Pledge) -> bool:
    """The donor changes or ends a promise; for one said in the hall, on the donor's word."""
    return may_confirm_pledge(actor, pledge)


def may_release_pledge(actor: Actor, pledge: Pledge) -> bool:
    """The ministry releases a donor through somebody who approves, never through the donor."""
    return actor.is_known and actor.holds(Role.APPROVER) and not is_donor(actor, pledge)


def may_correct_pledge(actor: Actor, pledge: Pledge) -> bool:
    """A treasurer corrects an error of writing, never in a promise of their own."""
    return actor.is_known and actor.holds(Role.TREASURER) and not is_donor(actor, pledge)


def may_see_pledge(actor: Actor, pledge: Pledge) -> bool:
    """A promise is public once confirmed; before, it is its donor's and the treasury's."""
    if pledge.state != PledgeState.ANNOUNCED or is_donor(actor, pledge):
        return True
    return may_keep_ledger(actor) or may_write_down_pledge(actor)


def may_read_donor(actor: Actor, pledge: Pledge) -> bool:
    """A name is for everybody where the donor chose so, else for the donor and the treasury."""
    if pledge.visibility == Visibility.NAMED or is_donor(actor, pledge):
        return True
    return actor.holds(*TREASURY)


def may_keep_ledger(actor: Actor, *_things: object) -> bool:
    """Treasurers and approvers work at the desk of the ledger."""
    return actor.is_known and actor.holds(*TREASURY)


def may_prepare(actor: Actor, *_things: object) -> bool:
    """A treasurer prepares entries, places and rates."""
    return actor.is_known and actor.holds(Role.TREASURER)


def may_submit(actor: Actor, entry: Entry) -> bool:
    """Who prepared an entry submits it, or leaves it."""
    return may_prepare(actor) and entry.prepared_by_id == actor.id


def may_rewrite(actor: Actor, entry: Entry, *_things: object) -> bool:
    """Who prepared an entry writes it anew until another decided; a mirror is left, not changed."""
    return may_submit(actor, entry) and entry.is_open and entry.kind != EntryKind.REVERSAL


def may_decide(actor: Actor, entry: Entry) -> bool:
    """An approver decides, never about what they prepared."""
    return actor.is_known and actor.holds(Role.APPROVER) and entry.prepared_by_id != actor.id


def may_answer_handover(actor: Actor, entry: Entry) -> bool:
    """Somebody of the organisation that receives answers, who neither prepared nor approved."""
    if entry.kind != EntryKind.DISPATCH or entry.state != EntryState.POSTED:
        return False
    if not actor.is_known or actor.id in (entry.prepared_by_id, entry.approved_by_id):
        return False
    receivers = {line.to_place.organisation_id for line in entry.planned}
    return any(
        grant.role in (Role.RESPONDENT, Role.TREASURER)
        and grant.place == "organisation"
        and receivers == {grant.number}
        for grant in actor.grants
    )


def may_hear_beneficiaries(actor: Actor, *_things: object) -> bool:
    """The secretariat hands out the codes and writes down what beneficiaries say."""
    return actor.is_known and actor.holds(*STEWARDS)


def may_confirm_for_beneficiary(actor: Actor, entry: Entry) -> bool:
    """The secretariat speaks for a beneficiary, never about what they prepared or approved."""
    by = (entry.prepared_by_id, entry.approved_by_id)
    return may_hear_beneficiaries(actor) and actor.id not in by


def may_issue_receipt(actor: Actor, entry: Entry) -> bool:
    """A treasurer hands out receipts."""
    return may_prepare(actor)


def may_cancel_receipt(actor: Actor, receipt: Receipt) -> bool:
    """An approver cancels a receipt, not one they issued."""
    return actor.is_known and actor.holds(Role.APPROVER) and receipt.issued_by_id != actor.id


def may_propose_award(actor: Actor, *_things: object) -> bool:
    """The secretariat and the treasurers propose awards."""
    return actor.is_known and actor.holds(*STEWARDS, Role.TREASURER)


def may_move_award(actor: Actor, award: object) -> bool:
    """An approver approves what another proposed; the secretariat carries it on."""
    if getattr(award, "state", None) == AwardState.PROPOSED:
        return may_approve_award(actor, award)
    return actor.is_known and actor.holds(*STEWARDS, Role.TREASURER)


def may_approve_award(actor: Actor, award: object) -> bool:
    """An approver approves, never an award they proposed."""
    proposer = getattr(award, "proposed_by_id", None)
    return actor.is_known and actor.holds(Role.APPROVER) and proposer != actor.id


def may_move_tranche(actor: Actor, tranche: Tranche) -> bool:
    """Treasurers and approvers move tranches; who said a condition met never approves it."""
    return actor.is_known and actor.holds(*STEWARDS, *TREASURY)


def may_report(actor: Actor, *_things: object) -> bool:
    """The secretariat and those who answer for a body report what a programme did."""
    return actor.is_known and actor.holds(*STEWARDS, Role.RESPONDENT)


def may_keep_programme(actor: Actor, *_things: object) -> bool:
    """Who proposes, approves, reports or verifies works at the desk of a programme."""
    return actor.is_known and actor.holds(*STEWARDS, *TREASURY, Role.RESPONDENT, Role.REVIEWER)


def may_verify_report(actor: Actor, report: ProgrammeReport) -> bool:
    """A reviewer verifies, never what they reported."""
    return actor.is_known and actor.holds(Role.REVIEWER) and report.reported_by_id != actor.id
