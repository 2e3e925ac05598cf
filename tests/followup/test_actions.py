"""What the acts of follow-up write, and what they refuse to write."""

import io
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Role
from app.core.actors import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, SignInRequired
from app.core.facts import FactRecord, broken_links
from app.core.files import FileTypeRefused
from app.core.money import BadAmount, TooPrecise, UnknownCurrency
from app.followup import actions, queries
from app.followup.models import (
    Closure,
    Concern,
    ConcernState,
    Decision,
    Execution,
    Link,
    ProgressReport,
    Recommendation,
)
from app.live.models import QuestionState
from app.meetings.models import MeetingKind, MeetingNote, NoteKind
from tests.factories import accounts as people
from tests.factories import followup as make
from tests.factories import live

pytestmark = pytest.mark.usefixtures("app")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def count_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_question_becomes_a_concern_in_one_act_with_its_words_untouched():
    question = live.question(live.room(), body="Pourquoi  aller à Rabat ?")
    concern = actions.keep_question(make.secretariat(), question)
    assert (concern.words, concern.receipt) == (question.body, question.receipt)
    assert (concern.country, concern.language) == (question.country, question.language)
    assert (concern.state, concern.raised_at) == (ConcernState.KEPT, question.asked_at)
    assert concern.sealed_identity is None
    again = actions.keep_question(make.secretariat(), question)
    assert (again.id, count_of(Concern)) == (concern.id, 1)


def test_the_moderator_of_the_room_keeps_a_question_and_a_visitor_does_not():
    room = live.room()
    question = live.question(room)
    moderator = people.staff_actor(Role.MODERATOR, meeting_id=room.meeting_id)
    elsewhere = people.staff_actor(Role.MODERATOR, meeting_id=live.meeting().id)
    for nobody in (elsewhere, people.actor(people.guest())):
        with pytest.raises(NotAllowed):
            actions.keep_question(nobody, question)
    with pytest.raises(SignInRequired):
        actions.keep_question(ANONYMOUS, question)
    assert actions.keep_question(moderator, question).question_id == question.id


@pytest.mark.parametrize("state", [QuestionState.RECEIVED, QuestionState.REFUSED])
def test_a_question_that_was_not_taken_does_not_become_public(state):
    with pytest.raises(actions.QuestionNotTaken):
        actions.keep_question(make.secretariat(), live.question(live.room(), state))
    assert count_of(Concern) == 0


def test_a_mission_s_note_becomes_a_concern_once():
    mission = live.meeting(kind=MeetingKind.FIELD_MISSION)
    note = MeetingNote(
        meeting_id=mission.id, kind=NoteKind.CONCERN, position=1, text="Accès à la santé"
    )
    db.session.add(note)
    db.session.commit()
    concern = actions.keep_note(make.secretariat(), note)
    assert (concern.words, concern.channel.value) == ("Accès à la santé", "mission")
    assert (concern.raised_on, concern.receipt) == (mission.starts_on, None)
    assert actions.keep_note(make.secretariat(), note).id == concern.id


def test_a_form_sent_twice_is_one_concern_and_its_author_is_sealed():
    key = str(uuid4())
    sent = {"words": "Mes papiers.", "sent_key": key, "name": "Nom Secret", "country": "MA"}
    first = actions.say_concern(ANONYMOUS, **sent)
    assert actions.say_concern(ANONYMOUS, **sent).id == first.id
    assert first.sealed_identity is not None
    assert b"Nom Secret" not in first.sealed_identity
    assert first.state == ConcernState.RECEIVED
    assert first.ref == "P-1"


def test_a_form_says_nowhere_who_sent_it():
    sender = people.actor(people.member())
    actions.say_concern(sender, words="Mes papiers.", sent_key=str(uuid4()))
    assert count_of(FactRecord) == 1
    assert db.session.scalars(select(FactRecord.actor_id)).all() == [None]


def test_concerns_are_numbered_without_a_gap():
    refs = [actions.enter_concern(make.secretariat(), words=f"Mot {n}").ref for n in range(3)]
    assert refs == ["P-1", "P-2", "P-3"]


def test_the_words_of_a_concern_never_change():
    concern = actions.enter_concern(make.secretariat(), words="Mes mots")
    for change in ("words = 'autres'", "receipt = 'X'", "ref = 'P-9'"):
        with pytest.raises(DBAPIError):
            db.session.execute(text(f"UPDATE concern SET {change} WHERE id = {concern.id}"))
        db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(text(f"DELETE FROM concern WHERE id = {concern.id}"))
    db.session.rollback()


def test_a_concern_is_set_aside_only_with_a_reason():
    concern = actions.enter_concern(make.secretariat(), words="Mes mots")
    with pytest.raises(Invalid):
        actions.move_concern(make.secretariat(), concern, to="set_aside")
    moved = actions.move_concern(make.secretariat(), concern, to="set_aside", reason="Déjà dit.")
    assert moved.set_aside_because == "Déjà dit."
    with pytest.raises(actions.ConcernMoveRefused):
        actions.move_concern(make.secretariat(), concern, to="received")


def test_a_minute_s_decision_becomes_a_recommendation_with_a_permanent_reference():
    meeting = live.meeting(slug="ccmex-1")
    issued = [
        actions.issue_from_meeting(make.secretariat(), meeting, text=f"Décision {n}")
        for n in range(3)
    ]
    assert [one.ref for one in issued] == ["CCMEX-1/R-01", "CCMEX-1/R-02", "CCMEX-1/R-03"]
    assert issued[0].issued_on == meeting.starts_on
    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE recommendation SET text = 'autre'"))
    db.session.rollback()


def test_a_recommendation_derives_from_its_concern():
    concern = actions.enter_concern(make.secretariat(), words="Mes mots")
    issued = make.recommendation(concern=concern.ref)
    assert queries.concerns_behind(issued) == [concern]
    assert queries.what_became(concern) == [issued]
    with pytest.raises(Invalid) as refused:
        make.recommendation(concern="P-99")
    assert list(refused.value.fields) == ["concern"]


def test_what_was_merged_still_leads_its_author_to_what_became_of_it():
    first = actions.enter_concern(make.secretariat(), words="Mes mots")
    second = actions.enter_concern(make.secretariat(), words="Les mêmes")
    issued = make.recommendation(concern=second.ref)
    actions.link_things(
        make.secretariat(), kind="merged_into", start="concern:P-1", end="concern:P-2"
    )
    assert queries.what_became(first) == [issued]


def test_links_that_mean_nothing_are_refused():
    actor = make.secretariat()
    for words in ("un", "deux"):
        actions.enter_concern(actor, words=words)
    link = {"kind": "merged_into", "start": "concern:P-1", "end": "concern:P-2"}
    assert actions.link_things(actor, **link).id == actions.link_things(actor, **link).id
    refused = (
        {"kind": "merged_into", "start": "concern:P-2", "end": "concern:P-1"},
        {"kind": "merged_into", "start": "concern:P-1", "end": "concern:P-1"},
        {"kind": "implements", "start": "concern:P-1", "end": "concern:P-2"},
        {"kind": "invented", "start": "concern:P-1", "end": "concern:P-2"},
        {"kind": "merged_into", "start": "concern:P-1", "end": "concern:P-77"},
        {"kind": "merged_into", "start": "commitment:٣", "end": "person:1"},
    )
    for words in refused:
        with pytest.raises(Invalid):
            actions.link_things(actor, **words)
    assert count_of(Link) == 1


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
