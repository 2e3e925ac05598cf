"""Moderation: every transition of the table, nothing else, and each undone by another."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import FactRecord
from app.live import actions, schemas
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
from tests.live.helpers import clear_the_air, details, everything, standing
from tests.racing import at_once

each_state = pytest.mark.parametrize("was", list(QuestionState))


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
            asked = standing(room, was, into, moderator)
            before = asked.moved_at
            actions.moderate_question(moderator, asked, to=to.value, **details(to, into))
            db.session.expire_all()
            assert asked.state == to
            assert asked.moved_at > before
            assert asked.reason == (
                RefusalReason.OFF_TOPIC if to == QuestionState.REFUSED else None
            )
            assert asked.merged_into_id == (into.id if to == QuestionState.MERGED else None)
            assert asked.claimed_by_id == (moderator.id if to == QuestionState.IN_REVIEW else None)
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
        asked = standing(room, was, into, moderator)
        before = everything()
        for to in sorted(set(QuestionState) - {was} - MODERATION[was]):
            with pytest.raises(MoveRefused) as caught:
                actions.moderate_question(moderator, asked, to=to.value, **details(to, into))
            assert caught.value.code == "move_refused"
        assert everything() == before

    def test_to_where_it_stands_changes_nothing(self, room: Room, moderator: Actor) -> None:
        for state, asked in live.every_state(room).items():
            again = {QuestionState.REFUSED: {"reason": "off_topic"}}.get(state, {})
            if state == QuestionState.IN_REVIEW:
                asked.claimed_by_id = moderator.id
                db.session.commit()
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
