"""Who may not moderate, and the author who takes a question back."""

import pytest

from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import NotAllowed, SignInRequired
from app.core.facts import FactRecord
from app.live import actions
from app.live.actions import MoveRefused, RoomArchived
from app.live.facts import QuestionWithdrawn
from app.live.models import WITHDRAWABLE, QuestionState, Room, RoomState
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything


class TestWhoMayNot:
    def test_moderate_writes_nothing(self, room: Room) -> None:
        person = people.guest()
        asked = live.question(room, QuestionState.RECEIVED, person)
        elsewhere = live.moderator(live.room())
        before = everything()
        for actor, refused in (
            (ANONYMOUS, SignInRequired),
            (people.actor(person), NotAllowed),
            (live.guest_actor(), NotAllowed),
            (elsewhere, NotAllowed),
        ):
            before = everything()
            with pytest.raises(refused):
                actions.moderate_question(actor, asked, to="taken")
            assert everything() == before


class TestWithdrawing:
    @pytest.mark.parametrize("state", sorted(WITHDRAWABLE))
    def test_is_for_its_author_before_it_is_answered(
        self, room: Room, state: QuestionState
    ) -> None:
        person = people.guest()
        asked = live.question(room, state, person)
        actions.withdraw_question(people.actor(person), asked)
        assert asked.state == QuestionState.WITHDRAWN
        told = db.session.scalars(db.select(FactRecord).order_by(FactRecord.seq)).all()
        fact = QuestionWithdrawn(room_id=room.id, question_id=asked.id, was=state.value)
        assert told[-1].fact == fact

    def test_twice_changes_nothing(self, room: Room) -> None:
        person = people.guest()
        asked = live.question(room, QuestionState.WITHDRAWN, person)
        before = everything()
        actions.withdraw_question(people.actor(person), asked)
        assert everything() == before

    def test_is_refused_once_it_was_treated(self, room: Room) -> None:
        person = people.guest()
        actor, questions = people.actor(person), live.every_state(room, person)
        before = everything()
        for state in sorted(set(QuestionState) - {*WITHDRAWABLE, QuestionState.WITHDRAWN}):
            with pytest.raises(MoveRefused):
                actions.withdraw_question(actor, questions[state])
        assert everything() == before

    def test_is_refused_in_an_archive(self, room: Room) -> None:
        person = people.guest()
        asked = live.question(room, author=person)
        room.state = RoomState.ARCHIVED
        db.session.commit()
        before = everything()
        with pytest.raises(RoomArchived):
            actions.withdraw_question(people.actor(person), asked)
        assert everything() == before

    def test_is_for_nobody_else(self, room: Room, moderator: Actor) -> None:
        asked = live.question(room)
        stranger = live.guest_actor()
        before = everything()
        for actor, refused in (
            (ANONYMOUS, SignInRequired),
            (stranger, NotAllowed),
            (moderator, NotAllowed),
        ):
            with pytest.raises(refused):
                actions.withdraw_question(actor, asked)
        assert everything() == before
