"""Progress reports: drafted, sent, and validated or returned by another person."""

from collections.abc import Mapping
from typing import BinaryIO

from app.core import files
from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now, today
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.followup import facts, queries, rules
from app.followup.models import (
    FINAL,
    AuthorRole,
    Commitment,
    Evidence,
    Execution,
    Measurement,
    ProgressReport,
    ReportState,
    Validation,
)
from app.followup.queries.lookups import ids_of, next_number, refuse_stale
from app.followup.schemas import WHAT_VERIFIED

MOST_EVIDENCE = 10


class EnoughEvidence(Refused):
    """The report has as many files as it may."""

    code = "enough_evidence"
    message = N_("Ce rapport a déjà %(most)s fichiers. Faites un autre rapport pour la suite.")


@action(rules.may_report, locked=True)
def draft_report(
    actor: Actor,
    commitment: Commitment,
    *,
    execution: str,
    words: str,
    percent: int | None = None,
    obstacle: str | None = None,
    next_step: str | None = None,
    measures: Mapping[int, int] | None = None,
    revision: int | None = None,
) -> ProgressReport:
    """
    Begin a report; it counts for nothing before it is sent.

    `measures` are values by the numbers of the commitment's indicators. The secretariat writes
    on behalf of the lead body, and the report says so.

    :raises Conflict: if the form is stale
    :raises NotFound: if a measure is of another commitment's indicator
    """
    refuse_stale(commitment, revision)
    role = _role(actor, commitment)
    report = ProgressReport(
        commitment_id=commitment.id,
        execution=Execution(execution),
        percent=percent,
        words=words,
        obstacle=obstacle,
        next_step=next_step,
        author_id=actor.id,
        author_role=role,
        on_behalf_of_id=commitment.lead_id if role == AuthorRole.SECRETARIAT else None,
    )
    db.session.add(report)
    db.session.flush()
    _measure(report, commitment, measures or {})
    record(actor, facts.ReportDrafted(**_ids(report)))
    return report


@action(rules.may_rewrite, locked=True)
def rewrite_report(
    actor: Actor,
    report: ProgressReport,
    *,
    execution: str,
    words: str,
    percent: int | None = None,
    obstacle: str | None = None,
    next_step: str | None = None,
    measures: Mapping[int, int] | None = None,
) -> ProgressReport:
    """
    Write a draft again, as long as it was not sent; of a measure, the last value stands.

    :raises NotFound: if a measure is of another commitment's indicator
    """
    report.execution, report.percent, report.words = Execution(execution), percent, words
    report.obstacle, report.next_step = obstacle, next_step
    known = {indicator.id: value for indicator, value in queries.measures_of(report)}
    changed = {
        number: value for number, value in (measures or {}).items() if known.get(number) != value
    }
    _measure(report, report.commitment, changed)
    record(actor, facts.ReportRewritten(**_ids(report)))
    return report


def _measure(report: ProgressReport, commitment: Commitment, values: Mapping[int, int]) -> None:
    for number, value in values.items():
        indicator = queries.indicator_of(commitment, number)
        db.session.add(Measurement(indicator_id=indicator.id, report_id=report.id, value=value))


@action(rules.may_rewrite, locked=True)
def add_evidence(
    actor: Actor, report: ProgressReport, *, stream: BinaryIO, caption: str, public: bool = False
) -> Evidence:
    """
    Add a file to a draft; the same bytes twice are one file.

    :raises EnoughEvidence: if ten files are there
    :raises FileTooLarge: over 10 MB
    :raises FileEmpty: without a byte
    :raises FileTypeRefused: if its bytes are not a PDF or an image
    """
    if len(report.evidence) >= MOST_EVIDENCE:
        raise EnoughEvidence(most=MOST_EVIDENCE)
    kept = files.keep(stream)
    known = next((one for one in report.evidence if one.sha256 == kept.sha256), None)
    if known is not None:
        return known
    evidence = Evidence(
        sha256=kept.sha256,
        media_type=kept.media_type,
        size=kept.size,
        caption=caption,
        is_public=public,
        added_by_id=actor.id,
    )
    report.evidence.append(evidence)
    db.session.flush()
    record(actor, facts.EvidenceAdded(evidence_id=evidence.id, **_ids(report)))
    return evidence


@action(rules.may_rewrite, locked=True)
def submit_report(actor: Actor, report: ProgressReport) -> ProgressReport:
    """Send a draft: from now on it never changes, and what it declares is declared."""
    commitment = queries.locked_commitment(report.commitment_id)
    report.number = next_number(ProgressReport, commitment_id=commitment.id)
    report.submitted_at = now()
    report.state = ReportState.SUBMITTED
    db.session.flush()
    commitment.declared, commitment.declared_on = report.execution, today()
    commitment.reported += 1
    commitment.revision += 1
    record(actor, facts.ReportSubmitted(execution=report.execution.value, **_ids(report)))
    return report


@action(rules.may_validate, locked=True)
def validate_report(
    actor: Actor,
    report: ProgressReport,
    *,
    confirmed: bool,
    words: str,
    execution: str | None = None,
    percent: int | None = None,
) -> Validation:
    """
    Say what was verified of a report, which may be less than it declares; or return it.

    The newest report that was validated is what is verified, whatever the order of validations.

    :raises Invalid: if what was verified is not said
    """
    if confirmed and execution is None:
        raise Invalid({"execution": [translate(WHAT_VERIFIED)]})
    verified = Execution(execution) if confirmed and execution else None
    validation = Validation(
        report_id=report.id,
        is_confirmed=confirmed,
        execution=verified,
        percent=percent if confirmed else None,
        words=words,
        person_id=actor.id,
    )
    db.session.add(validation)
    db.session.flush()
    report.state = ReportState.VALIDATED if confirmed else ReportState.RETURNED
    commitment = queries.locked_commitment(report.commitment_id)
    db.session.flush()
    if verified is None:
        record(actor, facts.ReportReturned(**_ids(report)))
        return validation
    _verify(commitment, report, verified)
    record(actor, facts.ReportValidated(execution=verified.value, **_ids(report)))
    return validation


def _verify(commitment: Commitment, report: ProgressReport, verified: Execution) -> None:
    if report.number != queries.newest_validated(commitment):
        return
    was_settled = commitment.is_settled
    commitment.verified, commitment.verified_on = verified, today()
    assert report.submitted_at is not None
    commitment.heard_on = report.submitted_at.date()
    if verified not in FINAL:
        commitment.settled_on = None
    elif not was_settled:
        commitment.settled_on = today()
    commitment.revision += 1


def _role(actor: Actor, commitment: Commitment) -> AuthorRole:
    if actor.id == commitment.focal_point_id:
        return AuthorRole.FOCAL_POINT
    if actor.id == commitment.alternate_id:
        return AuthorRole.ALTERNATE
    if actor.holds(*rules.OFFICERS, organisation=commitment.lead_id):
        return AuthorRole.OFFICER
    return AuthorRole.SECRETARIAT


def _ids(report: ProgressReport) -> dict[str, int]:
    return ids_of(report.commitment) | {"report_id": report.id}
