"""Undoing an act: by its moderator, within half a minute, if nobody touched its questions since."""

import re
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
    actions.undo_act(moderator, room, move=move)
    assert asked.state == was
    assert asked.merged_into_id == (into.id if was == QuestionState.MERGED else None)
    assert last_facts(room, 1)[0].undoes == move  # type: ignore[attr-defined]


class TestIsRefusedInWords:
    def test_once_half_a_minute_has_passed(
        self, room: Room, moderator: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked, move = take(moderator, room)
        assert [one.number for one in journal.undoable(moderator, room)] == [asked.number]
        for place in ("actions.undoing", "queries.journal"):
            monkeypatch.setattr(f"app.live.{place}.UNDO_LASTS", -timedelta(seconds=9))
        before = everything()
        with pytest.raises(UndoPassed) as caught:
            actions.undo_act(moderator, room, move=move)
        assert str(asked.number) in caught.value.sentence
        assert everything() == before
        assert journal.undoable(moderator, room) == []

    def test_when_somebody_acted_since(self, room: Room, moderator: Actor) -> None:
        asked, move = take(moderator, room)
        actions.moderate_question(live.moderator(room), asked, to="queued")
        before = everything()
        with pytest.raises(UndoPassed):
            actions.undo_act(moderator, room, move=move)
        assert everything() == before
        assert journal.undoable(moderator, room) == []

    def test_for_the_move_of_another_or_of_another_room(self, room: Room, moderator: Actor) -> None:
        elsewhere = live.room(meeting=room.meeting)
        take(moderator, elsewhere)
        _asked, move = take(moderator, elsewhere)
        before = everything()
        with pytest.raises(NotFound):
            actions.undo_act(live.moderator(elsewhere), elsewhere, move=move)
        with pytest.raises(NotFound):
            actions.undo_act(moderator, room, move=move)
        with pytest.raises(NotAllowed):
            actions.undo_act(live.guest_actor(), elsewhere, move=move)
        assert everything() == before


class TestABatchGoesBackByOneAct:
    def test_whole(self, room: Room, moderator: Actor) -> None:
        read = actions.moderate_question(
            moderator, live.question(room, QuestionState.RECEIVED), to="in_review"
        )
        asked = [read, *(live.question(room, QuestionState.RECEIVED) for _ in range(2))]
        ids = [one.id for one in asked]
        actions.moderate_together(moderator, room, questions=ids, to="refused", reason="off_topic")
        act = journal.undoable(moderator, room)
        assert [one.number for one in act] == [one.number for one in asked]
        actions.undo_act(moderator, room, move=act[1].row.seq)
        stand = [db.session.get_one(Question, number) for number in ids]
        assert [one.state for one in stand] == ["in_review", "received", "received"]
        assert [one.claimed_by_id for one in stand] == [moderator.id, None, None]
        assert {one.reason for one in stand} == {None}
        assert journal.undoable(moderator, room) == []

    def test_but_for_what_somebody_touched_since(self, room: Room, moderator: Actor) -> None:
        asked = [live.question(room, QuestionState.RECEIVED) for _ in range(3)]
        ids = [one.id for one in asked]
        actions.moderate_together(moderator, room, questions=ids, to="taken")
        actions.moderate_question(live.moderator(room), asked[1], to="queued")
        act = journal.undoable(moderator, room)
        assert [one.number for one in act] == [asked[0].number, asked[2].number]
        move = act[0].row.seq
        actions.undo_act(moderator, room, move=move)
        stand = [db.session.get_one(Question, number).state for number in ids]
        assert stand == ["received", "queued", "received"]
        with pytest.raises(UndoPassed):
            actions.undo_act(moderator, room, move=move)

    def test_and_not_with_another_batch(self, room: Room, moderator: Actor) -> None:
        first, second = ([live.question(room, QuestionState.RECEIVED)] for _ in range(2))
        for batch in (first, second):
            batch.append(live.question(room, QuestionState.RECEIVED))
            ids = [one.id for one in batch]
            actions.moderate_together(moderator, room, questions=ids, to="taken")
        actions.undo_act(moderator, room, move=journal.undoable(moderator, room)[0].row.seq)
        assert {one.state for one in first} == {QuestionState.TAKEN}
        assert {one.state for one in second} == {QuestionState.RECEIVED}


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
            assert f'name="q" value="{one.id}"' in page
            move = page.split('name="move" value="')[1].split('"')[0]
            answer = desk.post(f"{path}/annulation", data={"move": move, "q": one.id})
            assert (answer.status_code, answer.location) == (303, f"{path}?q={one.id}")
        assert "data-undo" not in desk.get(path).text
        again = desk.post(f"{path}/annulation", data={"move": move})
        assert again.status_code == 409
        assert "Rien n’a changé" in again.text

    def test_takes_a_whole_batch_back_and_names_it(self, room: Room, desk: Client) -> None:
        asked = [live.question(room, QuestionState.RECEIVED) for _ in range(3)]
        path = f"/direct/{room.slug}/bureau"
        ticked = {"questions": [one.id for one in asked], "to": "taken"}
        desk.post(f"{path}/ensemble", data=ticked)
        page = desk.get(path).text
        numbers = ", ".join(str(one.number) for one in asked)
        (bar,) = re.findall(r"<form[^>]* data-undo.*?</form>", page, re.DOTALL)
        assert f"N° {numbers} acceptées." in bar
        move = bar.split('name="move" value="')[1].split('"')[0]
        answer = desk.post(f"{path}/annulation", data={"move": move, "q": asked[0].id})
        assert (answer.status_code, answer.location) == (303, f"{path}?q={asked[0].id}")
        assert desk.get(path).text.count("data-tick>") == 3

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
            f"/api/v1/rooms/{room.slug}/undo",
            json={"move": move},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 200
        assert answer.json == {"questions": [{"id": asked.id, "state": "received"}]}
        assert db.session.get_one(Question, asked.id).state == QuestionState.RECEIVED
