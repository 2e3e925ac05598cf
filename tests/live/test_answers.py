"""Answers: oral at a minute, written by a body, or owed by one until a day that all can read."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError

from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid
from app.live import actions, schemas
from app.live.actions import MoveRefused
from app.live.models import Question, QuestionState, Room
from tests.factories import live
from tests.factories.directory import organisation
from tests.live.helpers import everything


@pytest.fixture
def asked(room: Room) -> Question:
    return live.question(room)


class TestAnOralAnswer:
    def test_is_kept_with_the_minute_of_the_meetings_clock(
        self, room: Room, moderator: Actor, asked: Question
    ) -> None:
        here = now().astimezone(ZoneInfo(room.meeting.timezone)) - timedelta(minutes=3)
        act = {"to": "answered", "respondent": "Le ministre", "minute": f"{here:%H:%M}"}
        actions.moderate_question(moderator, asked, **act)
        told = schemas.public_view(asked, 0)
        assert (told["answer"], told["answered"]["as"]) == (None, "oral")
        assert told["answered"]["respondent"] == "Le ministre"
        assert asked.answered_at == here.replace(second=0, microsecond=0)
        before = everything()
        actions.moderate_question(moderator, asked, **act)
        assert everything() == before

    def test_of_a_minute_to_come_was_given_the_day_before(
        self, moderator: Actor, asked: Question
    ) -> None:
        later = now().astimezone(ZoneInfo(asked.room.meeting.timezone)) + timedelta(minutes=2)
        actions.moderate_question(moderator, asked, to="answered", minute=f"{later:%H:%M}")
        assert asked.answered_at is not None
        assert timedelta(hours=23) < now() - asked.answered_at < timedelta(hours=24)


class TestAWrittenAnswer:
    def test_names_a_body_of_the_directory_or_its_words(self, room: Room, moderator: Actor) -> None:
        body = organisation(name="Institut de prévoyance", acronym="INPS", slug="inps")
        known = {"name": "Institut de prévoyance", "slug": "inps"}
        for said, shown in (
            ("Institut de prévoyance", known),
            ("inps", known),
            ("La DGME", {"name": "La DGME", "slug": None}),
        ):
            asked = live.question(room)
            answer = {"answer": "Au printemps.", "respondent": "Mme Diarra", "office": said}
            actions.moderate_question(moderator, asked, to="answered", **answer)
            db.session.expire_all()
            told = schemas.public_view(asked, 0)
            assert told["answer"] == "Au printemps."
            assert told["answered"]["office"] == shown
        assert body.slug == "inps"

    def test_without_a_body_is_that_of_who_convenes(
        self, moderator: Actor, asked: Question
    ) -> None:
        actions.moderate_question(moderator, asked, to="answered", answer="Au printemps.")
        view = schemas.public_view(asked, 0)
        assert view["answered"]["office"] == {"name": "Cadre de test", "slug": None}

    def test_is_hidden_once_it_is_taken_back(self, moderator: Actor, asked: Question) -> None:
        actions.moderate_question(moderator, asked, to="answered", answer="Au printemps.")
        actions.moderate_question(moderator, asked, to="taken")
        actions.moderate_question(moderator, asked, to="answered")
        view = schemas.public_view(asked, 0)
        assert (view["answer"], view["answered"]["as"]) == (None, "oral")

    def test_without_a_body_is_refused_by_the_database(self, room: Room) -> None:
        wrong = {"answered_as": "written", "answer": "Oui", "answered_at": now()}
        with pytest.raises(IntegrityError):
            live.question(room, QuestionState.ANSWERED, **wrong)
        db.session.rollback()


class TestAFollowUp:
    def test_says_who_owes_the_answer_until_when_then_who_gave_it(
        self, moderator: Actor, asked: Question
    ) -> None:
        due = now().date() + timedelta(days=15)
        actions.moderate_question(moderator, asked, to="follow_up", office="La DGME", due=due)
        owed = {"office": {"name": "La DGME", "slug": None}, "due": due.isoformat()}
        assert schemas.public_view(asked, 0)["follow_up"] == owed
        actions.moderate_question(moderator, asked, to="answered", answer="Au printemps.")
        told = schemas.public_view(asked, 0)
        assert told["follow_up"] == owed
        assert told["answered"]["office"]["name"] == "La DGME"
        actions.moderate_question(moderator, asked, to="follow_up")
        assert schemas.public_view(asked, 0)["follow_up"] == owed
        actions.moderate_question(moderator, asked, to="taken")
        assert schemas.public_view(asked, 0)["follow_up"] is None

    def test_needs_its_body_and_a_day_to_come(self, moderator: Actor, asked: Question) -> None:
        today, before = now().date(), everything()
        for sent, fields in (
            ({}, ["due", "office"]),
            ({"office": "La DGME"}, ["due"]),
            ({"due": today}, ["office"]),
            ({"office": "La DGME", "due": today - timedelta(days=2)}, ["due"]),
        ):
            with pytest.raises(Invalid) as caught:
                actions.moderate_question(moderator, asked, to="follow_up", **sent)
            assert sorted(caught.value.fields) == fields
        assert everything() == before

    def test_promised_otherwise_again_is_refused(self, moderator: Actor, asked: Question) -> None:
        due = now().date() + timedelta(days=15)
        promise = {"to": "follow_up", "office": "La DGME", "due": due}
        actions.moderate_question(moderator, asked, **promise)
        before = everything()
        actions.moderate_question(moderator, asked, **promise)
        assert everything() == before
        for other in ({"office": "L’INPS"}, {"due": due + timedelta(days=1)}):
            with pytest.raises(MoveRefused):
                actions.moderate_question(moderator, asked, **(promise | other))
