"""Several waiting questions by one act: all that may move do, the others are named."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from app.live import actions
from app.live.actions import RoomArchived
from app.live.models import Question, QuestionState, Room, RoomState
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything
from tests.racing import at_once

SignIn = Callable[..., Client]


def states(*questions: Question) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [db.session.get_one(Question, one.id).state.value for one in questions]


def wait(room: Room, count: int = 2) -> list[Question]:
    return [live.question(room, QuestionState.RECEIVED) for _ in range(count)]


class TestTheAct:
    def test_moves_those_that_may_and_leaves_the_others(self, room: Room, moderator: Actor) -> None:
        free, withdrawn = wait(room)[0], live.question(room, QuestionState.WITHDRAWN)
        read = actions.moderate_question(live.moderator(room), wait(room)[0], to="in_review")
        elsewhere = live.question(live.room(), QuestionState.RECEIVED)
        ids = [one.id for one in (free, withdrawn, read, elsewhere)] + [9999]
        actions.moderate_together(moderator, room, questions=ids, to="taken")
        assert states(free, withdrawn, read, elsewhere) == [
            *("taken", "withdrawn", "in_review", "received")
        ]

    def test_refuses_all_with_one_reason_that_each_author_reads(
        self, room: Room, moderator: Actor
    ) -> None:
        asked = wait(room, 3)
        ids = [one.id for one in asked]
        for wrong in ({}, {"reason": "other"}):
            before = everything()
            with pytest.raises(Invalid):
                actions.moderate_together(moderator, room, questions=ids, to="refused", **wrong)
            assert everything() == before
        words = {"reason": "other", "words": "Posée hier déjà"}
        actions.moderate_together(moderator, room, questions=ids, to="refused", **words)
        kept = [db.session.get_one(Question, number) for number in ids]
        assert {one.reason_words for one in kept} == {"Posée hier déjà"}

    def test_sent_twice_with_its_key_moves_once(self, room: Room, moderator: Actor) -> None:
        asked, key = wait(room), uuid4()
        ids = [one.id for one in asked]
        actions.moderate_together(moderator, room, questions=ids, to="taken", key=key)
        actions.moderate_question(moderator, asked[0], to="received")
        actions.moderate_together(moderator, room, questions=ids, to="taken", key=key)
        assert states(*asked) == ["received", "taken"]

    def test_is_for_who_moderates_a_room_that_is_not_archived(
        self, room: Room, moderator: Actor
    ) -> None:
        ids = [one.id for one in wait(room)]
        archived = live.room(RoomState.ARCHIVED)
        before = everything()
        for actor in (live.guest_actor(), live.moderator(live.room())):
            with pytest.raises(NotAllowed):
                actions.moderate_together(actor, room, questions=ids, to="taken")
        with pytest.raises(RoomArchived):
            actions.moderate_together(live.moderator(archived), archived, questions=ids, to="taken")
        db.session.rollback()
        assert everything()["question"] == before["question"]

    def test_by_two_at_once_waits_in_no_circle(
        self, app: Flask, room: Room, moderator: Actor
    ) -> None:
        asked = wait(room, 6)
        ids = [one.id for one in asked]
        other = live.moderator(room)

        def together(actor: Actor, order: list[int]) -> Callable[[], None]:
            def act() -> None:
                place = db.session.get_one(Room, room.id)
                actions.moderate_together(actor, place, questions=order, to="taken")

            return act

        results = at_once(app, together(moderator, ids), together(other, ids[::-1]))
        assert results == [None, None]
        assert set(states(*asked)) == {"taken"}


class TestTheDesk:
    def test_moves_what_is_ticked_and_says_what_stayed(self, room: Room, desk: Client) -> None:
        asked = wait(room)
        read = actions.moderate_question(live.moderator(room), wait(room)[0], to="in_review")
        path = f"/direct/{room.slug}/bureau"
        assert desk.get(path).text.count("data-tick>") == 4
        sent = {"questions": [one.id for one in (*asked, read)], "to": "taken", "key": uuid4()}
        assert desk.post(f"{path}/ensemble", data=sent).status_code == 303
        page = desk.get(path).text
        numbers = ", ".join(str(one.number) for one in asked)
        assert f"N°\u00a0{numbers} acceptées." in page
        assert f"par quelqu’un d’autre\u202f: {read.number}." in page

    def test_says_why_nothing_changed(self, room: Room, desk: Client) -> None:
        asked, path = wait(room)[0], f"/direct/{room.slug}/bureau/ensemble"
        before = everything()
        for sent, words in (
            ({"to": "taken"}, "Cochez d’abord une question."),
            ({"questions": [asked.id], "to": "on_air"}, "à corriger"),
            ({"questions": [asked.id], "to": "refused"}, "son auteur le lira"),
        ):
            answer = desk.post(path, data=sent)
            assert (answer.status_code, words in answer.text) == (422, True), sent
        assert everything() == before

    def test_has_its_twin_for_programs(self, app: Flask, room: Room) -> None:
        person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
        free, gone = wait(room)[0], live.question(room, QuestionState.WITHDRAWN)
        answer = app.test_client().post(
            f"/api/v1/rooms/{room.slug}/moderate",
            json={"questions": [free.id, gone.id], "to": "taken"},
            headers={"Authorization": f"Bearer {people.device_token(person, second_factor=True)}"},
        )
        assert answer.json == {"moved": [free.id], "left": [gone.id]}
