"""What keeping concerns, issuing and linking write, and what they refuse to write."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Role
from app.core.actors import ANONYMOUS
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, SignInRequired
from app.core.facts import FactRecord
from app.followup import actions, queries
from app.followup.models import (
    Concern,
    ConcernState,
    Link,
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
