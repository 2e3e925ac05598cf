"""A room takes questions before its session and answers after it, at hours everybody can read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core import facts
from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from app.live import actions
from app.live.facts import QuestionWindowSet
from app.live.models import QuestionState, Room, RoomState
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

DAY = timedelta(days=1)


def windowed(state: RoomState = RoomState.CLOSED, **columns: datetime) -> Room:
    bounds = {"questions_from": now() - DAY, "questions_until": now() + DAY} | columns
    return live.room(state, **bounds)


def test_a_closed_room_takes_questions_and_supports_in_its_window(app: Flask) -> None:
    room = windowed()
    assert actions.ask_question(live.guest_actor(), room, body="Quand ?").number == 1
    shown = live.question(room, QuestionState.TAKEN)
    assert actions.vote_on_question(live.guest_actor(), shown, on=True)


@pytest.mark.parametrize(
    "room",
    [
        lambda: live.room(RoomState.CLOSED),
        lambda: windowed(questions_from=now() + DAY / 2),
        lambda: windowed(questions_until=now() - DAY / 2),
        lambda: windowed(RoomState.PAUSED),
        lambda: windowed(RoomState.ARCHIVED),
    ],
)
def test_outside_of_it_or_paused_or_archived_it_takes_none(
    app: Flask, room: Callable[[], Room]
) -> None:
    with pytest.raises(actions.RoomClosed):
        actions.ask_question(live.guest_actor(), room(), body="Quand ?")


def test_written_answers_go_on_after_closing(app: Flask) -> None:
    room = windowed(questions_until=now() - DAY / 2, answers_until=now() + DAY)
    asked = live.question(room, QuestionState.TAKEN)
    actions.moderate_question(live.moderator(room), asked, to="answered", answer="Le 3 mars.")
    assert asked.answer == "Le 3 mars."


def test_the_secretariat_sets_it_at_the_hours_of_the_meetings_place(
    app: Flask, sign_in: Callable[..., Client]
) -> None:
    room = live.room(RoomState.CLOSED, meeting=live.meeting(timezone="Europe/Paris"))
    client = sign_in(app.test_client(), people.staff(Role.SECRETARIAT), second_factor=True)
    address = f"/gestion/rencontres/{room.meeting.slug}/salles/{room.slug}/fenetre"
    assert "Europe/Paris" in client.get(address).text
    data = {"questions_from": "2025-12-10T08:00", "questions_until": "2025-12-12T20:00"}
    assert client.post(address, data=data).status_code == 303
    kept = db.session.get_one(Room, room.id, populate_existing=True)
    assert kept.questions_from == datetime(2025, 12, 10, 7, tzinfo=UTC)
    assert kept.questions_until == datetime(2025, 12, 12, 19, tzinfo=UTC)
    assert 'value="2025-12-10T08:00"' in client.get(address).text
    (row,) = facts.since(room.scope, 0)
    assert row.fact == QuestionWindowSet(room_id=room.id)


@pytest.mark.parametrize(
    ("bounds", "field"),
    [
        ((DAY, None, None), "questions_until"),
        ((None, DAY, None), "questions_from"),
        ((2 * DAY, DAY, None), "questions_until"),
        ((DAY, DAY, None), "questions_until"),
        ((DAY, 3 * DAY, 2 * DAY), "answers_until"),
    ],
)
def test_a_window_that_ends_before_it_starts_is_refused(
    app: Flask, bounds: tuple[timedelta | None, ...], field: str
) -> None:
    room = live.room(RoomState.CLOSED)
    moment = now()
    first, last, answers = (moment + one if one else None for one in bounds)
    with pytest.raises(Invalid) as refused:
        actions.set_question_window(
            people.staff_actor(Role.SECRETARIAT),
            room,
            questions_from=first,
            questions_until=last,
            answers_until=answers,
        )
    assert list(refused.value.fields) == [field]


def test_the_database_refuses_it_too(app: Flask) -> None:
    with pytest.raises(IntegrityError):
        windowed(questions_until=now() - 2 * DAY)
    db.session.rollback()


def test_a_moderator_does_not_set_it(app: Flask) -> None:
    room = live.room(RoomState.CLOSED)
    bounds = dict.fromkeys(("questions_from", "questions_until", "answers_until"))
    with pytest.raises(NotAllowed):
        actions.set_question_window(live.moderator(room), room, **bounds)


def test_pages_say_until_when_at_both_times(app: Flask, client: Client) -> None:
    room = windowed(answers_until=now() + 3 * DAY)
    assert room.questions_until is not None
    for address in (
        f"/direct/{room.slug}",
        f"/direct/{room.slug}/poser",
        "/",
        f"/direct/{room.slug}/texte",
    ):
        page = client.get(address).text
        assert f'datetime="{room.questions_until.isoformat()}"' in page, address
        assert "data-yours=" in page, address
    assert "ouverte aux questions" in client.get(f"/direct/{room.slug}").text
    meeting = client.get(f"/rencontres/{room.meeting.slug}").text
    assert "Poser une question" in meeting
    assert room.answers_until is not None
    assert f'datetime="{room.answers_until.isoformat()}"' in meeting


def test_a_program_sets_it_and_reads_it(app: Flask, sign_in: Callable[..., Client]) -> None:
    room = live.room(RoomState.CLOSED)
    client = sign_in(app.test_client(), people.staff(Role.SECRETARIAT), second_factor=True)
    data = {
        "questions_from": "2025-12-10T08:00:00+00:00",
        "questions_until": "2025-12-12T20:00:00+00:00",
    }
    answer = client.post(f"/api/v1/rooms/{room.slug}/window", json=data).json
    assert (answer["questions_from"], answer["is_open"]) == (data["questions_from"], False)
