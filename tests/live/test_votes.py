"""Votes: one row for one person and one question, counted over everything merged into it."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.models import Person
from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import SignInRequired, TooMany
from app.core.facts import FactRecord
from app.core.throttle import throttle
from app.live import actions, queries
from app.live.facts import VoteCast, VoteWithdrawn
from app.live.models import OPEN_TO_VOTES, Question, QuestionState, Room, RoomState, Vote
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything
from tests.racing import at_once


@pytest.fixture
def guest(app: Flask) -> Actor:
    return live.guest_actor()


def votes(question: Question) -> int:
    return queries.votes_of([question.id])[question.id]


def told(room: Room) -> list[object]:
    query = db.select(FactRecord).where(FactRecord.scope == room.votes_scope)
    return [row.fact for row in db.session.scalars(query.order_by(FactRecord.seq))]


class TestASupport:
    @pytest.mark.parametrize("state", list(OPEN_TO_VOTES))
    def test_is_one_row_and_one_fact_beside_the_rooms_sequence(
        self, room: Room, guest: Actor, state: QuestionState
    ) -> None:
        asked = live.question(room, state)
        actions.vote_on_question(guest, asked, on=True)
        row = db.session.scalars(db.select(Vote)).one()
        assert (row.question_id, row.person_id) == (asked.id, guest.id)
        assert told(room) == [VoteCast(room_id=room.id, question_id=asked.id)]
        assert votes(asked) == 1

    def test_given_twice_changes_nothing(self, room: Room, guest: Actor) -> None:
        asked = live.question(room)
        actions.vote_on_question(guest, asked, on=True)
        before = everything()
        actions.vote_on_question(guest, asked, on=True)
        assert everything() == before

    def test_taken_back_without_one_changes_nothing(self, room: Room, guest: Actor) -> None:
        asked = live.question(room)
        before = everything()
        actions.vote_on_question(guest, asked, on=False)
        assert everything() == before

    def test_taken_back_stays_with_its_end(self, room: Room, guest: Actor) -> None:
        asked = live.question(room)
        actions.vote_on_question(guest, asked, on=True)
        actions.vote_on_question(guest, asked, on=False)
        row = db.session.scalars(db.select(Vote)).one()
        assert row.withdrawn_at is not None
        assert votes(asked) == 0
        ids = {"room_id": room.id, "question_id": asked.id}
        assert told(room) == [VoteCast(**ids), VoteWithdrawn(**ids)]

    def test_given_again_is_the_same_row(self, room: Room, guest: Actor) -> None:
        asked = live.question(room)
        for on in (True, False, True):
            actions.vote_on_question(guest, asked, on=on)
        row = db.session.scalars(db.select(Vote)).one()
        assert row.withdrawn_at is None
        assert votes(asked) == 1

    def test_of_ones_own_question_counts(self, room: Room) -> None:
        person = people.guest()
        asked = live.question(room, author=person)
        actions.vote_on_question(people.actor(person), asked, on=True)
        assert votes(asked) == 1

    @pytest.mark.parametrize("on", [True, False])
    def test_by_eight_threads_is_one_row(
        self, app: Flask, room: Room, guest: Actor, on: bool
    ) -> None:
        asked = live.question(room)
        if not on:
            live.vote(asked, db.session.get_one(Person, guest.id))
        number = asked.id

        def act() -> None:
            actions.vote_on_question(guest, db.session.get_one(Question, number), on=on)

        assert at_once(app, *[act] * 8) == [None] * 8
        db.session.expire_all()
        row = db.session.scalars(db.select(Vote)).one()
        assert (row.withdrawn_at is None) is on
        assert (votes(asked), len(told(room))) == (int(on), 1)

    def test_of_many_people_at_once_are_all_counted(self, app: Flask, room: Room) -> None:
        asked, actors = live.question(room), [live.guest_actor() for _ in range(8)]
        number = asked.id

        def voting(actor: Actor) -> Callable[[], int]:
            return lambda: (
                actions.vote_on_question(
                    actor, db.session.get_one(Question, number), on=True
                ).question_id
            )

        assert at_once(app, *map(voting, actors)) == [number] * 8
        assert votes(asked) == 8


class TestIsRefusedWithNothingWritten:
    def test_on_a_question_that_takes_none(self, room: Room) -> None:
        person = people.guest()
        actor, questions = people.actor(person), live.every_state(room, author=person)
        before = everything()
        for state in sorted(set(QuestionState) - set(OPEN_TO_VOTES)):
            for on in (True, False):
                with pytest.raises(actions.VotesClosed) as caught:
                    actions.vote_on_question(actor, questions[state], on=on)
                assert caught.value.code == "votes_closed"
        assert everything() == before

    def test_in_a_room_that_is_not_open(self, room: Room, guest: Actor) -> None:
        asked = live.question(room)
        for state in sorted(set(RoomState) - {RoomState.OPEN}):
            room.state = state
            db.session.commit()
            before = everything()
            with pytest.raises(actions.VotesClosed):
                actions.vote_on_question(guest, asked, on=True)
            assert everything() == before

    def test_to_who_is_not_known(self, room: Room) -> None:
        asked = live.question(room)
        before = everything()
        with pytest.raises(SignInRequired):
            actions.vote_on_question(ANONYMOUS, asked, on=True)
        assert everything() == before

    def test_after_sixty_in_a_minute(self, room: Room, guest: Actor) -> None:
        asked = live.question(room)
        for _ in range(60):
            throttle.spend("60 per minute", "vote", guest.id)
        before = everything()
        with pytest.raises(TooMany):
            actions.vote_on_question(guest, asked, on=True)
        assert everything() == before


class TestOverMergedQuestions:
    def test_people_are_counted_once(self, room: Room) -> None:
        root = live.question(room)
        merged = [
            live.question(room, QuestionState.MERGED, merged_into_id=root.id) for _ in range(2)
        ]
        both, first, second = (people.guest() for _ in range(3))
        for person, asked in (
            *((both, root), (both, merged[0]), (both, merged[1])),
            *((first, merged[0]), (second, merged[1])),
        ):
            live.vote(asked, person)
        assert votes(root) == 3
        assert queries.votes_of([merged[0].id]) == {}

    def test_one_who_supports_a_merged_one_supports_its_root(self, room: Room) -> None:
        root, person = live.question(room), people.guest()
        live.vote(live.question(room, QuestionState.MERGED, merged_into_id=root.id), person)
        actor, before = people.actor(person), everything()
        actions.vote_on_question(actor, root, on=True)
        assert everything() == before
        assert queries.supported_by(actor, room) == {root.id}

    def test_taking_it_back_takes_all_of_it_back(self, room: Room) -> None:
        root, person = live.question(room), people.guest()
        live.vote(live.question(room, QuestionState.MERGED, merged_into_id=root.id), person)
        live.vote(root, person)
        actions.vote_on_question(people.actor(person), root, on=False)
        assert votes(root) == 0
        assert all(row.withdrawn_at for row in db.session.scalars(db.select(Vote)))

    def test_a_taken_back_vote_counts_for_none(self, room: Room) -> None:
        asked = live.question(room)
        live.vote(asked, withdrawn_at=asked.asked_at)
        assert votes(asked) == 0
        assert queries.counts(room) == [(asked.id, 0)]
