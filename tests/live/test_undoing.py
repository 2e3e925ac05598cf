"""Undoing a move: by its moderator, within half a minute, if nobody touched the question since."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotAllowed, NotFound
from app.live import actions
from app.live.actions import UndoPassed
from app.live.models import MODERATION, UNDOABLE, Question, QuestionState, Room
from app.live.queries import journal
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import details, everything, last_facts, standing

SignIn = Callable[..., Client]
MOVES = [
    (was, to) for was in UNDOABLE for to in sorted(MODERATION[was]) if to != QuestionState.IN_REVIEW
]


def take(moderator: Actor, room: Room) -> tuple[Question, int]:
    """Return a question that was just accepted, and the number of the move."""
    asked = live.question(room, QuestionState.RECEIVED)
    actions.moderate_question(moderator, asked, to="taken")
    return asked, journal.entries(moderator, room)[0].row.seq


@pytest.mark.parametrize(("was", "to"), MOVES)
def test_every_move_leads_back_to_where_the_question_stood(
    room: Room, moderator: Actor, was: QuestionState, to: QuestionState
) -> None:
    into = live.question(room)
    asked = standing(room, was, into, moderator)
    actions.moderate_question(moderator, asked, to=to.value, **details(to, into))
    move = journal.entries(moderator, room)[0].row.seq
    actions.undo_move(moderator, asked, move=move)
    assert asked.state == was
    assert asked.merged_into_id == (into.id if was == QuestionState.MERGED else None)
    assert last_facts(room, 1)[0].undoes == move  # type: ignore[attr-defined]


class TestIsRefusedInWords:
    def test_once_half_a_minute_has_passed(
        self, room: Room, moderator: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked, move = take(moderator, room)
        assert journal.undoable(moderator, room) is not None
        for place in ("actions.undoing", "queries.journal"):
            monkeypatch.setattr(f"app.live.{place}.UNDO_LASTS", -timedelta(seconds=9))
        before = everything()
        with pytest.raises(UndoPassed) as caught:
            actions.undo_move(moderator, asked, move=move)
        assert str(asked.number) in caught.value.sentence
        assert everything() == before
        assert journal.undoable(moderator, room) is None

    def test_when_somebody_acted_since(self, room: Room, moderator: Actor) -> None:
        asked, move = take(moderator, room)
        actions.moderate_question(live.moderator(room), asked, to="queued")
        before = everything()
        with pytest.raises(UndoPassed):
            actions.undo_move(moderator, asked, move=move)
        assert everything() == before
        assert journal.undoable(moderator, room) is None

    def test_for_the_move_of_another_or_of_another_question(
        self, room: Room, moderator: Actor
    ) -> None:
        asked, move = take(moderator, room)
        other, its_move = take(moderator, room)
        before = everything()
        with pytest.raises(NotFound):
            actions.undo_move(live.moderator(room), asked, move=move)
        with pytest.raises(NotFound):
            actions.undo_move(moderator, asked, move=its_move)
        with pytest.raises(NotAllowed):
            actions.undo_move(live.guest_actor(), other, move=its_move)
        assert everything() == before


class TestTheBar:
    def test_stands_on_the_desk_and_takes_the_moves_back_one_after_another(
        self, room: Room, desk: Client
    ) -> None:
        asked = [live.question(room, QuestionState.RECEIVED) for _ in range(2)]
        path = f"/direct/{room.slug}/bureau"
        assert "data-undo" not in desk.get(path).text
        for one in asked:
            desk.post(f"{path}/{one.id}", data={"to": "taken"})
        for one in reversed(asked):
            page = desk.get(path).text
            assert f"bureau/{one.id}/annulation" in page
            move = page.split('name="move" value="')[1].split('"')[0]
            answer = desk.post(f"{path}/{one.id}/annulation", data={"move": move})
            assert (answer.status_code, answer.location) == (303, f"{path}?q={one.id}")
        assert "data-undo" not in desk.get(path).text
        again = desk.post(f"{path}/{asked[0].id}/annulation", data={"move": move})
        assert again.status_code == 409
        assert "Rien n’a changé" in again.text

    def test_is_not_for_what_another_moderator_did(
        self, room: Room, moderator: Actor, desk: Client
    ) -> None:
        take(moderator, room)
        assert "data-undo" not in desk.get(f"/direct/{room.slug}/bureau").text

    def test_has_its_twin_for_programs(self, app: Flask, room: Room) -> None:
        person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
        actor = people.actor(person, second_factor=True)
        asked, move = take(actor, room)
        token = people.device_token(person, second_factor=True)
        answer = app.test_client().post(
            f"/api/v1/questions/{asked.id}/undo",
            json={"move": move},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert (answer.status_code, answer.json) == (200, {"id": asked.id, "state": "received"})
        assert db.session.get_one(Question, asked.id).state == QuestionState.RECEIVED
