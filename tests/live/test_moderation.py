"""Moderation: every transition of the table, nothing else, and each undone by another."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import FactRecord
from app.live import actions, queries, schemas
from app.live.actions import AirTaken, MoveRefused, RoomArchived
from app.live.facts import QuestionModerated
from app.live.models import (
    MODERATION,
    Question,
    QuestionState,
    RefusalReason,
    Room,
    RoomState,
)
from tests.factories import live
from tests.live.helpers import at_once, everything

each_state = pytest.mark.parametrize("was", list(QuestionState))


@pytest.fixture
def room(app: Flask) -> Room:
    return live.room()


@pytest.fixture
def moderator(room: Room) -> Actor:
    return live.moderator(room)


def standing(room: Room, state: QuestionState, into: Question) -> Question:
    """Return a question in a state, beside `into`, a taken one it may be merged into."""
    merged: dict[str, Any] = {"merged_into_id": into.id} if state == QuestionState.MERGED else {}
    return live.question(room, state, **merged)


def details(to: QuestionState, into: Question) -> dict[str, Any]:
    """Return what a state needs to be entered."""
    if to == QuestionState.REFUSED:
        return {"reason": "off_topic"}
    return {"into": into.id} if to == QuestionState.MERGED else {}


def clear_the_air(room: Room) -> None:
    """Make room for the next question on air."""
    on_air = (Question.room_id == room.id) & (Question.state == QuestionState.ON_AIR)
    db.session.execute(db.update(Question).where(on_air).values(state=QuestionState.ANSWERED))
    db.session.commit()


def last_fact(room: Room) -> Any:
    query = db.select(FactRecord).where(FactRecord.scope == room.scope)
    return db.session.scalars(query.order_by(FactRecord.seq.desc()).limit(1)).one().fact


class TestATransition:
    @each_state
    def test_of_the_table_is_made_and_recorded(
        self, room: Room, moderator: Actor, was: QuestionState
    ) -> None:
        into = live.question(room)
        for to in sorted(MODERATION[was]):
            asked = standing(room, was, into)
            before = asked.moved_at
            actions.moderate_question(moderator, asked, to=to.value, **details(to, into))
            db.session.expire_all()
            assert asked.state == to
            assert asked.moved_at > before
            assert asked.reason == (
                RefusalReason.OFF_TOPIC if to == QuestionState.REFUSED else None
            )
            assert asked.merged_into_id == (into.id if to == QuestionState.MERGED else None)
            assert last_fact(room) == QuestionModerated(
                room_id=room.id,
                question_id=asked.id,
                was=was.value,
                to=to.value,
                into_id=into.id if QuestionState.MERGED in (was, to) else None,
            )
            clear_the_air(room)

    @each_state
    def test_outside_the_table_is_refused_with_nothing_written(
        self, room: Room, moderator: Actor, was: QuestionState
    ) -> None:
        into = live.question(room)
        asked = standing(room, was, into)
        before = everything()
        for to in sorted(set(QuestionState) - {was} - MODERATION[was]):
            with pytest.raises(MoveRefused) as caught:
                actions.moderate_question(moderator, asked, to=to.value, **details(to, into))
            assert caught.value.code == "move_refused"
        assert everything() == before

    def test_to_where_it_stands_changes_nothing(self, room: Room, moderator: Actor) -> None:
        for state, asked in live.every_state(room).items():
            again = {QuestionState.REFUSED: {"reason": "off_topic"}}.get(state, {})
            before = everything()
            actions.moderate_question(moderator, asked, to=state.value, **again)
            assert everything() == before

    def test_back_to_the_queue_undoes_a_refusal_and_its_words(
        self, room: Room, moderator: Actor
    ) -> None:
        asked = live.question(room, QuestionState.RECEIVED)
        refusal = {"to": "refused", "reason": "other", "words": "Trop tard."}
        actions.moderate_question(moderator, asked, **refusal)
        assert (asked.reason, asked.reason_words) == (RefusalReason.OTHER, "Trop tard.")
        actions.moderate_question(moderator, asked, to="taken")
        db.session.expire_all()
        assert (asked.reason, asked.reason_words) == (None, None)

    def test_that_would_lose_what_it_brings_is_refused(self, room: Room, moderator: Actor) -> None:
        root, other = live.question(room), live.question(room)
        answered = live.question(room, QuestionState.ANSWERED)
        refused = live.question(room, QuestionState.REFUSED)
        merged = live.question(room, QuestionState.MERGED, merged_into_id=root.id)
        before = everything()
        for asked, lost in (
            (answered, {"to": "answered", "answer": "Au printemps."}),
            (refused, {"to": "refused", "reason": "unclear"}),
            (refused, {"to": "refused", "reason": "off_topic", "words": "Hors sujet."}),
            (merged, {"to": "merged", "into": other.id}),
        ):
            with pytest.raises(MoveRefused):
                actions.moderate_question(moderator, asked, **lost)
        assert everything() == before

    def test_in_an_archived_room_is_refused(self, room: Room, moderator: Actor) -> None:
        asked = live.question(room)
        room.state = RoomState.ARCHIVED
        db.session.commit()
        before = everything()
        with pytest.raises(RoomArchived):
            actions.moderate_question(moderator, asked, to="answered")
        assert everything() == before

    @pytest.mark.parametrize("state", [RoomState.CLOSED, RoomState.PAUSED])
    def test_in_a_room_that_is_closed_or_paused_is_made(
        self, room: Room, moderator: Actor, state: RoomState
    ) -> None:
        asked = live.question(room)
        room.state = state
        db.session.commit()
        actions.moderate_question(moderator, asked, to="answered", answer="Au printemps.")
        assert (asked.state, asked.answer) == (QuestionState.ANSWERED, "Au printemps.")


class TestARefusal:
    def test_needs_its_reason_and_another_reason_its_words(
        self, room: Room, moderator: Actor
    ) -> None:
        asked = live.question(room, QuestionState.RECEIVED)
        before = everything()
        for sent, field in (
            ({}, "reason"),
            ({"words": "Parce que."}, "reason"),
            ({"reason": "other"}, "words"),
            ({"reason": "other", "words": ""}, "words"),
        ):
            with pytest.raises(Invalid) as caught:
                actions.moderate_question(moderator, asked, to="refused", **sent)
            assert list(caught.value.fields) == [field]
        assert everything() == before

    def test_is_read_by_its_author(self, room: Room, moderator: Actor) -> None:
        for reason in RefusalReason:
            asked = live.question(room, QuestionState.RECEIVED)
            actions.moderate_question(
                moderator, asked, to="refused", reason=reason.value, words="Voilà."
            )
            view = schemas.own_view(asked, 0)
            assert (view["reason"], view["reason_words"]) == (reason.value, "Voilà.")
            assert view["reason_sentence"] == schemas.REASONS[reason]


class TestAMerge:
    @pytest.mark.parametrize(
        "state", [QuestionState.TAKEN, QuestionState.ON_AIR, QuestionState.ANSWERED]
    )
    def test_goes_into_a_question_that_is_shown(
        self, room: Room, moderator: Actor, state: QuestionState
    ) -> None:
        into, asked = live.question(room, state), live.question(room, QuestionState.RECEIVED)
        actions.moderate_question(moderator, asked, to="merged", into=into.id)
        assert asked.root_id == into.id

    def test_elsewhere_is_refused_with_nothing_written(self, room: Room, moderator: Actor) -> None:
        asked = live.question(room)
        places = {
            "itself": asked.id,
            "another room": live.question(live.room()).id,
            "missing": 10_000,
            "none": None,
            "too large": 2**53,
        } | {
            state: found.id
            for state, found in live.every_state(room).items()
            if state.value in {"received", "refused", "merged", "withdrawn"}
        }
        before = everything()
        for place, number in places.items():
            with pytest.raises(Invalid) as caught:
                actions.moderate_question(moderator, asked, to="merged", into=number)
            assert list(caught.value.fields) == ["into"], place
        assert everything() == before

    def test_brings_along_what_was_merged_before(self, room: Room, moderator: Actor) -> None:
        first, second, root = (live.question(room) for _ in range(3))
        actions.moderate_question(moderator, first, to="merged", into=second.id)
        actions.moderate_question(moderator, second, to="merged", into=root.id)
        db.session.expire_all()
        assert (first.root_id, second.root_id) == (root.id, root.id)

    def test_moves_the_votes_and_parting_moves_them_back(
        self, room: Room, moderator: Actor
    ) -> None:
        asked, root = live.question(room), live.question(room)
        live.vote(asked)
        live.vote(root)
        actions.moderate_question(moderator, asked, to="merged", into=root.id)
        assert queries.votes_of([root.id]) == {root.id: 2}
        actions.moderate_question(moderator, asked, to="taken")
        assert queries.votes_of([root.id, asked.id]) == {root.id: 1, asked.id: 1}

    def test_by_two_moderators_at_once_never_goes_round(self, app: Flask, room: Room) -> None:
        moderators = [live.moderator(room) for _ in range(2)]
        for _ in range(4):
            first, second = live.question(room).id, live.question(room).id

            def merging(actor: Actor, one: int, other: int) -> Callable[[], int]:
                return lambda: (
                    actions.moderate_question(
                        actor, db.session.get_one(Question, one), to="merged", into=other
                    ).id
                )

            results = at_once(
                app, merging(moderators[0], first, second), merging(moderators[1], second, first)
            )
            assert sorted(type(result).__name__ for result in results) == ["Invalid", "int"]

    def test_by_two_moderators_at_once_never_makes_a_chain(self, app: Flask, room: Room) -> None:
        moderators = [live.moderator(room) for _ in range(2)]
        for _ in range(4):
            a, b, c = (live.question(room).id for _ in range(3))

            def merging(actor: Actor, one: int, other: int) -> Callable[[], int]:
                return lambda: (
                    actions.moderate_question(
                        actor, db.session.get_one(Question, one), to="merged", into=other
                    ).id
                )

            at_once(app, merging(moderators[0], a, b), merging(moderators[1], b, c))
            db.session.expire_all()
            into = db.session.get_one(Question, a).merged_into
            assert into is None or into.merged_into_id is None


class TestTheAir:
    def test_is_for_one_question(self, room: Room, moderator: Actor) -> None:
        on_air, next_one = live.question(room, QuestionState.ON_AIR), live.question(room)
        before = everything()
        with pytest.raises(AirTaken) as caught:
            actions.moderate_question(moderator, next_one, to="on_air")
        assert f"n° {on_air.number}" in caught.value.sentence
        assert everything() == before
        actions.moderate_question(moderator, on_air, to="answered")
        actions.moderate_question(moderator, next_one, to="on_air")
        assert next_one.state == QuestionState.ON_AIR

    def test_of_another_room_is_another_air(self, room: Room, moderator: Actor) -> None:
        live.question(live.room(), QuestionState.ON_AIR)
        asked = live.question(room)
        actions.moderate_question(moderator, asked, to="on_air")
        assert asked.state == QuestionState.ON_AIR

    def test_is_given_once_to_moderators_at_once(self, app: Flask, room: Room) -> None:
        actors = [live.moderator(room) for _ in range(6)]
        numbers = [live.question(room).id for _ in actors]

        def airing(actor: Actor, number: int) -> Callable[[], int]:
            return lambda: (
                actions.moderate_question(
                    actor, db.session.get_one(Question, number), to="on_air"
                ).id
            )

        results = at_once(app, *map(airing, actors, numbers))
        assert sorted(type(r).__name__ for r in results) == ["AirTaken"] * 5 + ["int"]
