"""What the acts of follow-up write, and what they refuse to write."""

import io
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.facts import FactRecord, broken_links
from app.core.files import FileTypeRefused
from app.core.money import BadAmount, TooPrecise, UnknownCurrency
from app.followup import actions, queries
from app.followup.models import (
    Closure,
    Decision,
    Execution,
    ProgressReport,
    Recommendation,
)
from tests.factories import accounts as people
from tests.factories import followup as make

pytestmark = pytest.mark.usefixtures("app")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def count_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_response_is_the_next_one_and_those_before_it_stay():
    issued = make.recommendation()
    for decision in ("noted", "accepted"):
        actions.answer_recommendation(
            make.secretariat(), issued, decision=decision, reason="Voici pourquoi."
        )
    found = make.reread(issued)
    assert found.decision == Decision.ACCEPTED
    assert [one.decision for one in found.responses] == [Decision.NOTED, Decision.ACCEPTED]


def test_a_stale_form_and_a_forged_state_are_refused():
    issued = make.recommendation()
    answer = {"decision": "accepted", "reason": "Oui."}
    actions.answer_recommendation(make.secretariat(), issued, revision=0, **answer)
    with pytest.raises(Conflict):
        actions.answer_recommendation(make.secretariat(), issued, revision=0, **answer)
    with pytest.raises(Invalid):
        actions.answer_recommendation(
            make.secretariat(), issued, decision="pending", reason="Rien."
        )
    with pytest.raises(ValueError, match="invented"):
        actions.answer_recommendation(make.secretariat(), issued, decision="invented", reason="x")
    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE recommendation SET closure = 'closed'"))
    db.session.rollback()


def test_a_replayed_act_changes_nothing():
    actor, issued, key = make.secretariat(), make.recommendation(), uuid4()
    promise = {"deliverable": "Un guide.", "lead": make.body().slug, "key": key}
    first = actions.make_commitment(actor, issued, **promise)
    before = count_of(FactRecord)
    assert actions.make_commitment(actor, issued, **promise).id == first.id
    assert count_of(FactRecord) == before
    with pytest.raises(Conflict):
        actions.answer_recommendation(actor, issued, decision="noted", reason="x", key=key)


def test_nothing_is_promised_on_what_was_refused():
    issued = make.recommendation()
    actions.answer_recommendation(make.secretariat(), issued, decision="refused", reason="Non.")
    with pytest.raises(actions.RefusedFirst):
        make.commitment(issued)


def test_who_reports_never_validates():
    focal = people.member(email="focal@exemple.org")
    with pytest.raises(Invalid):
        make.commitment(focal_point=focal.email, validator=focal.email)
    secretary = make.secretariat()
    found = make.sent(make.commitment(), actor=secretary)
    validation = {"confirmed": True, "execution": "done", "words": "Vu."}
    with pytest.raises(NotAllowed):
        actions.validate_report(secretary, found, **validation)
    with pytest.raises(DBAPIError):
        db.session.execute(
            text(
                "INSERT INTO validation (report_id, is_confirmed, execution, words, person_id, at)"
                f" VALUES ({found.id}, true, 'done', 'x', {secretary.id}, '2026-01-01')"
            )
        )
    db.session.rollback()
    assert actions.validate_report(make.secretariat(), found, **validation).is_confirmed


def test_a_validator_may_verify_less_than_is_declared():
    promise = make.commitment()
    found = make.sent(promise, execution="done", percent=100)
    actions.validate_report(
        make.technical(),
        found,
        confirmed=True,
        execution="largely_done",
        percent=80,
        words="Une partie.",
    )
    promise = make.reread(promise)
    assert (promise.declared, promise.verified) == (Execution.DONE, Execution.LARGELY_DONE)
    readings = queries.readings_of([promise])[promise.id]
    assert (readings.declared.percent, readings.verified.percent) == (100, 80)


def test_a_returned_report_verifies_nothing():
    promise = make.commitment()
    found = make.sent(promise, execution="done")
    actions.validate_report(make.technical(), found, confirmed=False, words="Aucune preuve.")
    promise = make.reread(promise)
    assert (promise.declared, promise.verified) == (Execution.DONE, None)
    assert make.reread(found).state == "returned"


def test_an_older_report_validated_late_does_not_undo_a_newer_one():
    promise = make.commitment()
    first, second = make.sent(promise), make.sent(promise, execution="done")
    for found, execution in ((second, "done"), (first, "in_progress")):
        actions.validate_report(
            make.technical(), found, confirmed=True, execution=execution, words="Vu."
        )
    assert make.reread(promise).verified == Execution.DONE


def test_what_was_sent_never_changes():
    found = make.sent(make.commitment())
    with pytest.raises(NotAllowed):
        actions.rewrite_report(make.secretariat(), found, execution="done", words="x")
    for change in ("words = 'x'", "execution = 'done'", "state = 'draft'", "state = 'validated'"):
        with pytest.raises(DBAPIError):
            db.session.execute(text(f"UPDATE progress_report SET {change}"))
        db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE commitment SET verified = 'done'"))
    db.session.rollback()


def test_a_measure_of_a_draft_is_corrected_and_its_last_value_stands():
    promise = make.commitment()
    measure = actions.measure_commitment(make.secretariat(), promise, title="Actes", target=200)
    author = make.secretariat()
    draft = make.report(promise, author, measures={measure.id: 500})
    for _time in range(2):
        actions.rewrite_report(
            author, draft, execution="in_progress", words="x", measures={measure.id: 50}
        )
    assert [value for _measured, value in queries.measures_of(draft)] == [50]
    assert len(make.reread(measure).measurements) == 2
    actions.submit_report(author, draft)
    declared = queries.readings_of([promise])[promise.id].declared
    assert declared is not None
    assert (declared.percent, declared.basis) == (25, "measured")


def test_evidence_is_what_its_bytes_are():
    actor = make.secretariat()
    draft = make.report(make.commitment(), actor)
    kept = actions.add_evidence(actor, draft, stream=io.BytesIO(PNG), caption="La file")
    again = actions.add_evidence(actor, draft, stream=io.BytesIO(PNG), caption="La file")
    assert (kept.media_type, again.id) == ("image/png", kept.id)
    with pytest.raises(FileTypeRefused):
        actions.add_evidence(actor, draft, stream=io.BytesIO(b"MZ\x90\0" * 20), caption="a.pdf")
    actions.submit_report(actor, draft)
    with pytest.raises(NotAllowed):
        actions.add_evidence(actor, draft, stream=io.BytesIO(PNG + b"1"), caption="Trop tard")


@pytest.mark.parametrize(
    ("amount", "currency", "refusal"),
    [
        ("0", "XOF", BadAmount),
        ("-5", "XOF", BadAmount),
        ("1000000000000000", "XOF", BadAmount),
        ("1,5", "XOF", TooPrecise),
        ("5", "ZZZ", UnknownCurrency),
    ],
)
def test_a_bad_amount_is_refused_in_words(amount, currency, refusal):
    promise = make.commitment()
    with pytest.raises(refusal):
        actions.enter_budget(
            make.secretariat(), promise, kind="planned", amount=amount, currency=currency
        )


def test_money_of_three_kinds_is_never_added_together():
    promise, actor = make.commitment(), make.secretariat()
    for kind, amount in (("planned", "100 000"), ("planned", "50 000"), ("disbursed", "20 000")):
        line = actions.enter_budget(actor, promise, kind=kind, amount=amount)
    sums = queries.sums(make.reread(promise).budget)
    assert {kind.value: [a.minor for a in found] for kind, found in sums.items()} == {
        "planned": [150_000],
        "disbursed": [20_000],
    }
    actions.withdraw_budget(actor, promise, line=line.id, reason="Saisie deux fois.")
    assert "disbursed" not in queries.sums(make.reread(promise).budget)


def test_a_body_that_takes_over_keeps_the_delay():
    promise = make.commitment(due_on=make.in_days(-10))
    other = make.body()
    actions.transfer_commitment(
        make.secretariat(), promise, lead=other.slug, reason="Nouveau gouvernement."
    )
    promise = make.reread(promise)
    assert (promise.lead_id, promise.due_on) == (other.id, make.in_days(-10))
    assert promise.changes[-1].lead_was_id is not None


def test_an_instrument_keeps_its_parties_and_axes_and_is_entered_once():
    parties = [make.body().slug, make.body().slug]
    agreement = actions.register_instrument(
        make.secretariat(),
        code="ma-ml-2019",
        kind="agreement",
        title="Mémorandum",
        signed_on=date(2019, 2, 25),
        parties=parties,
        axes=[("AXE1", "Gestion"), ("AXE2", "Intégration")],
    )
    issued = make.recommendation(agreement, axis="AXE2", nature="commitment")
    assert issued.ref == "MA-ML-2019/E-01"
    assert (issued.axis.title, issued.issued_on) == ("Intégration", date(2019, 2, 25))
    with pytest.raises(Invalid):
        make.recommendation(agreement, axis="AXE9")
    with pytest.raises(Invalid):
        actions.register_instrument(
            make.secretariat(), code="MA-ML-2019", kind="agreement", title="x"
        )
    before = count_of(FactRecord)
    actions.update_instrument(make.secretariat(), agreement, parties=parties)
    assert count_of(FactRecord) == before


def test_a_closed_recommendation_takes_nothing_until_it_is_reopened():
    issued = make.recommendation()
    promise = make.commitment(issued)
    make.verified(promise)
    actions.request_closure(make.secretariat(), issued, reason="Tout est vérifié.")
    actions.decide_closure(make.committee(), issued, to="closed", reason="Vu en séance.")
    for act in (lambda: make.report(promise), lambda: make.commitment(issued)):
        with pytest.raises(NotAllowed):
            act()
    actions.reopen(make.committee(), issued, reason="La permanence a cessé.")
    assert make.reread(issued).closure == Closure.REOPENED
    assert make.report(promise).id


def test_the_chain_of_facts_stays_whole():
    promise = make.commitment()
    make.verified(promise)
    assert list(broken_links()) == []
    assert count_of(Recommendation) == 1
    assert count_of(ProgressReport) == 1
