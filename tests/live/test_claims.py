"""Reading: one moderator at a time, seen by the others, given back or taken over."""

from datetime import timedelta

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import SYSTEM, Actor
from app.core.clock import now
from app.core.db import db
from app.live import actions, schemas
from app.live.actions import MoveRefused, ReadByAnother
from app.live.facts import QuestionModerated
from app.live.models import CLAIM_LASTS, Question, QuestionState, Room
from app.live.queries import cursor
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything, last_facts
from tests.racing import at_once


@pytest.fixture
def reader(room: Room) -> Actor:
    person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id, name="Aïcha Keïta")
    return people.actor(person, second_factor=True)


@pytest.fixture
def other(room: Room) -> Actor:
    return live.moderator(room)


def claim(actor: Actor, question: Question, **more: bool) -> Question:
    return actions.moderate_question(actor, question, to="in_review", **more)


@pytest.fixture
def read(room: Room, reader: Actor) -> Question:
    return claim(reader, live.question(room, QuestionState.RECEIVED))


def make_old(question: Question) -> None:
    question.claimed_at = now() - CLAIM_LASTS - timedelta(seconds=1)
    db.session.commit()


class TestAClaim:
    def test_is_seen_with_its_name_at_the_desk_and_nowhere_else(
        self, room: Room, reader: Actor, other: Actor, read: Question
    ) -> None:
        told = cursor.catch_up(other, room, 0)["changes"]
        assert told[0]["claimed_by"] == {"id": reader.id, "name": "Aïcha Keïta"}
        assert schemas.own_view(read, 0)["state"] == "in_review"
        for actor in (people.actor(read.author), live.guest_actor()):
            assert "Aïcha" not in str(cursor.catch_up(actor, room, 0))

    def test_keeps_the_others_off_until_it_is_old(self, other: Actor, read: Question) -> None:
        before = everything()
        for act in ({"to": "taken"}, {"to": "in_review"}, {"to": "received"}):
            with pytest.raises(ReadByAnother) as caught:
                actions.moderate_question(other, read, **act)
            assert "Aïcha Keïta" in caught.value.sentence
        with pytest.raises(ReadByAnother):
            actions.reword_question(other, read, wording="Dit autrement")
        assert everything() == before
        make_old(read)
        assert actions.moderate_question(other, read, to="taken").state == QuestionState.TAKEN

    def test_is_taken_over_on_purpose(self, other: Actor, read: Question) -> None:
        claim(other, read, over=True)
        db.session.expire_all()
        assert (read.state, read.claimed_by_id) == (QuestionState.IN_REVIEW, other.id)

    def test_of_another_question_gives_the_first_back(
        self, room: Room, reader: Actor, read: Question
    ) -> None:
        second = claim(reader, live.question(room, QuestionState.RECEIVED))
        db.session.expire_all()
        assert (read.state, read.claimed_by_id) == (QuestionState.RECEIVED, None)
        assert (second.state, second.claimed_by_id) == (QuestionState.IN_REVIEW, reader.id)
        given_back = QuestionModerated(
            room_id=room.id, question_id=read.id, was="in_review", to="received"
        )
        assert last_facts(room, 2)[0] == given_back

    def test_twice_by_its_reader_changes_nothing_but_an_old_one(
        self, reader: Actor, read: Question
    ) -> None:
        before = everything()
        claim(reader, read)
        assert everything() == before
        make_old(read)
        claim(reader, read)
        assert not read.claim_is_stale

    def test_needs_somebody(self, room: Room) -> None:
        with pytest.raises(MoveRefused):
            claim(SYSTEM, live.question(room, QuestionState.RECEIVED))

    def test_is_given_to_one_of_several_at_once(self, app: Flask, room: Room) -> None:
        actors = [live.moderator(room) for _ in range(5)]
        number = live.question(room, QuestionState.RECEIVED).id
        acts = [
            lambda actor=actor: claim(actor, db.session.get_one(Question, number)).id
            for actor in actors
        ]
        results = at_once(app, *acts)
        assert sorted(type(one).__name__ for one in results) == ["ReadByAnother"] * 4 + ["int"]
