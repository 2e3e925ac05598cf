"""The desk drives the screen in the hall: what it shows stands, is kept, and is never private."""

from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from app.core import facts
from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, Refused, SignInRequired
from app.live import actions, queries, schemas
from app.live.actions import RoomArchived
from app.live.models import (
    PUBLIC_STATES,
    SHOWN_POLLS,
    PollState,
    Question,
    QuestionState,
    Room,
    RoomState,
    Scene,
    ScreenScene,
    Shown,
)
from app.live.queries import cursor, screen
from app.live.sockets.rendering import rendered
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything

BAMANANKAN = "An bɛ segin san 15 la"


def shown(room: Room) -> dict[str, object]:
    """Return what stands on the screen, as everybody is told."""
    db.session.rollback()
    view = schemas.scene_view(screen.standing(room))
    return {name: view[name] for name in ("shows", "question", "poll", "words", "language")}


def scene(shows: str, **more: object) -> dict[str, object]:
    return {"shows": shows, "question": None, "poll": None, "words": None, "language": None} | more


def test_stands_until_the_desk_changes_it_and_every_change_is_kept(
    room: Room, moderator: Actor
) -> None:
    asked, poll = live.question(room), live.poll(room)
    assert shown(room) == scene("automatic")
    before, key = facts.latest(room.scope), uuid4()
    actions.show_on_screen(moderator, room, shows="question", question=asked.number)
    assert shown(room) == scene("question", question=asked.number)
    actions.show_on_screen(moderator, room, shows="poll", poll=poll.number)
    assert shown(room) == scene("poll", poll=poll.number)
    for _ in range(2):
        message = {"words": BAMANANKAN, "language": "bm"}
        actions.show_on_screen(moderator, room, shows="message", key=key, **message)
    assert shown(room) == scene("message", words=BAMANANKAN, language="bm")
    told = [row.data["to"] for row in facts.since(room.scope, before, facts.latest(room.scope))]
    assert told == ["question", "poll", "message"]
    for statement in ("UPDATE screen_scene SET words = 'x'", "DELETE FROM screen_scene"):
        with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
            connection.execute(db.text(statement))


class TestOnOneDatabase:
    """The rest is the same on both."""

    @pytest.fixture
    def database_kind(self) -> str:
        return "sqlite"

    def test_is_driven_by_who_moderates_the_room_and_nobody_else(self, room: Room) -> None:
        elsewhere = live.moderator(live.room())
        before = everything()
        for actor, refusal in (
            (ANONYMOUS, SignInRequired),
            (live.guest_actor(), NotAllowed),
            (elsewhere, NotAllowed),
        ):
            with pytest.raises(refusal):
                actions.show_on_screen(actor, room, shows="blank")
        assert everything()["screen_scene"] == before["screen_scene"] == []

    def test_shows_a_question_only_while_everybody_may_read_it(
        self, room: Room, moderator: Actor
    ) -> None:
        for state, asked in live.every_state(room).items():
            if state in PUBLIC_STATES:
                actions.show_on_screen(moderator, room, shows="question", question=asked.number)
                assert shown(room) == scene("question", question=asked.number)
                continue
            before = shown(room)
            with pytest.raises(Invalid):
                actions.show_on_screen(moderator, room, shows="question", question=asked.number)
            assert shown(room) == before

    def test_shows_a_poll_only_once_it_opened(self, app: Flask) -> None:
        for state in PollState:
            room = live.room()
            poll, moderator = live.poll(room, state), live.moderator(room)
            if state in SHOWN_POLLS:
                actions.show_on_screen(moderator, room, shows="poll", poll=poll.number)
                assert shown(room) == scene("poll", poll=poll.number)
                continue
            with pytest.raises(Invalid):
                actions.show_on_screen(moderator, room, shows="poll", poll=poll.number)
            assert shown(room) == scene("automatic")

    def test_is_itself_again_once_its_question_left_the_public_eye(
        self, room: Room, moderator: Actor
    ) -> None:
        asker = live.guest_actor()
        asked = actions.ask_question(asker, room, body="À retirer", language="fr")
        actions.moderate_question(moderator, asked, to="taken")
        actions.show_on_screen(moderator, room, shows="question", question=asked.number)
        actions.withdraw_question(asker, asked)
        assert shown(room) == scene("automatic")

    def test_knows_only_the_numbers_of_its_own_room(self, room: Room, moderator: Actor) -> None:
        other = live.room()
        for _ in range(2):
            live.question(other)
        live.poll(other)
        for name in ("question", "poll"):
            with pytest.raises(Invalid) as refused:
                actions.show_on_screen(moderator, room, shows=name, **{name: 1})
            assert list(refused.value.fields) == [name]

    def test_asks_for_what_it_would_show(self, room: Room, moderator: Actor) -> None:
        for shows, needed in (("question", "question"), ("poll", "poll"), ("message", "words")):
            with pytest.raises(Invalid) as refused:
                actions.show_on_screen(moderator, room, shows=shows)
            assert list(refused.value.fields) == [needed]

    def test_of_a_record_shows_the_record(self, room: Room, moderator: Actor) -> None:
        actions.show_on_screen(moderator, room, shows="message", words="Une pause")
        actions.change_room_state(moderator, room, to="archived")
        assert shown(room) == scene("automatic")
        with pytest.raises(RoomArchived):
            actions.show_on_screen(moderator, room, shows="blank")

    def test_is_told_to_everybody_and_makes_no_phone_fetch_its_page(
        self, room: Room, moderator: Actor
    ) -> None:
        actions.show_on_screen(moderator, room, shows="message", words="Une pause")
        for reader in (ANONYMOUS, live.guest_actor(), moderator):
            caught_up, whole = (cursor.catch_up(reader, room, after) for after in (0, None))
            (item,) = [one for one in caught_up["changes"] if one["kind"] == "screen"]
            assert item == whole["snapshot"]["screen"]
            assert (item["shows"], item["words"]) == ("message", "Une pause")
        assert rendered([item], room, {"fr"})[0]["html"] == {"fr": {"parts": {}}}

    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        steps=st.lists(
            st.one_of(
                st.tuples(st.sampled_from([*Shown]), st.integers(1, 4)),
                st.tuples(st.sampled_from([*QuestionState]), st.integers(1, 4)),
            ),
            max_size=12,
        )
    )
    def test_never_holds_what_is_not_public_whatever_happens(
        self, app: Flask, steps: list[tuple[Shown | QuestionState, int]]
    ) -> None:
        room = live.room(RoomState.OPEN)
        moderator = live.moderator(room)
        for _ in range(3):
            live.question(room)
        last = Scene()
        for step, number in steps:
            try:
                if isinstance(step, Shown):
                    told = {"question": number, "poll": number, "words": "Une pause"}
                    actions.show_on_screen(moderator, room, shows=step.value, **told)
                else:
                    self.move(moderator, room, step, number)
            except Refused:
                continue
            last = screen.standing(room)
            assert last.question is None or last.question.state in PUBLIC_STATES
            assert (last.question is not None) == (last.shows == Shown.QUESTION)
        kept = db.session.scalar(
            db.select(ScreenScene)
            .where(ScreenScene.room_id == room.id)
            .order_by(ScreenScene.id.desc())
            .limit(1)
        )
        is_private = kept and kept.question and kept.question.state not in PUBLIC_STATES
        assert screen.standing(room).shows == (
            kept.shows if kept and not is_private else "automatic"
        )

    def move(self, moderator: Actor, room: Room, to: QuestionState, number: int) -> None:
        asked = db.session.scalar(
            queries.questions().where(Question.room_id == room.id, Question.number == number)
        )
        if asked is None:
            return
        if to == QuestionState.WITHDRAWN:
            actions.withdraw_question(people.actor(asked.author), asked)
            return
        more = {"reason": "off_topic"} if to == QuestionState.REFUSED else {}
        actions.moderate_question(moderator, asked, to=to.value, **more)
