"""Asking: numbered without a gap, acknowledged with a receipt, refused with its reason."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Conflict, Invalid, SignInRequired, TooMany
from app.core.facts import FactRecord
from app.core.throttle import throttle
from app.live import actions
from app.live.facts import QuestionAsked
from app.live.models import Question, QuestionState, Room, RoomState
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything
from tests.racing import at_once


@pytest.fixture
def guest(app: Flask) -> Actor:
    return live.guest_actor(name="Awa", country="MA")


def ask(actor: Actor, room: Room, **values: Any) -> Question:
    return actions.ask_question(actor, room, **({"body": "Quand ?"} | values))


class TestAQuestion:
    def test_is_kept_with_its_author_country_and_number(self, room: Room, guest: Actor) -> None:
        theme = live.theme("sante")
        asked = ask(guest, room, body="Quand ?", language="bm", theme="sante", anonymous=True)
        db.session.expire_all()
        assert (asked.body, asked.language, asked.theme_id) == ("Quand ?", "bm", theme.id)
        assert (asked.author_id, asked.country, asked.number) == (guest.id, "MA", 1)
        assert (asked.state, asked.is_anonymous) == (QuestionState.RECEIVED, True)
        assert (asked.signature, room.asked) == (None, 1)

    def test_is_signed_unless_its_author_hides(self, room: Room, guest: Actor) -> None:
        assert ask(guest, room).signature == "Awa"

    def test_is_recorded_by_its_numbers_alone(self, room: Room, guest: Actor) -> None:
        asked = ask(guest, room, body="Des mots privés")
        row = db.session.scalars(db.select(FactRecord)).one()
        assert row.fact == QuestionAsked(room_id=room.id, question_id=asked.id)
        assert (row.scope, row.seq, row.actor_id) == (room.scope, 1, guest.id)
        assert asked.asked_seq == 1
        assert "privés" not in str(row.data)

    def test_has_a_receipt_that_can_be_read_aloud(self, room: Room, guest: Actor) -> None:
        receipts = [ask(guest, room).receipt for _ in range(4)]
        assert len(set(receipts)) == 4
        for number, receipt in enumerate(receipts, 1):
            assert re.fullmatch(rf"BLON-{number}-[2-9A-HJKMNP-TV-Z]{{6}}", receipt)

    def test_is_numbered_in_its_room(self, room: Room, guest: Actor) -> None:
        other = live.room()
        assert [ask(guest, place).number for place in (room, room, other, room)] == [1, 2, 1, 3]

    def test_is_numbered_without_a_gap_by_threads(self, app: Flask, room: Room) -> None:
        actors, slug = [live.guest_actor() for _ in range(8)], room.slug

        def asking(actor: Actor) -> Callable[[], int]:
            def act() -> int:
                place = db.session.scalars(db.select(Room).where(Room.slug == slug)).one()
                return ask(actor, place).number

            return act

        assert sorted(at_once(app, *map(asking, actors))) == list(range(1, 9))
        db.session.expire_all()
        assert room.asked == 8
        seqs = db.session.scalars(db.select(FactRecord.seq).order_by(FactRecord.seq))
        assert list(seqs) == list(range(1, 9))


class TestIsRefusedWithNothingWritten:
    @pytest.fixture(autouse=True)
    def _nothing_written(self, app: Flask, room: Room, guest: Actor) -> Iterator[None]:
        self.before = everything()
        yield
        assert everything() == self.before

    def test_to_who_is_not_known(self, room: Room) -> None:
        with pytest.raises(SignInRequired):
            ask(ANONYMOUS, room)

    @pytest.mark.parametrize("state", [RoomState.CLOSED, RoomState.PAUSED, RoomState.ARCHIVED])
    def test_where_the_room_is_not_open(self, room: Room, guest: Actor, state: RoomState) -> None:
        room.state = state
        db.session.commit()
        self.before = everything()
        with pytest.raises(actions.RoomClosed) as caught:
            ask(guest, room)
        assert caught.value.code == "room_closed"
        assert "gardé" in caught.value.sentence

    def test_where_the_room_closed_since_the_page_was_read(self, room: Room, guest: Actor) -> None:
        assert room.is_open
        with db.engine.begin() as elsewhere:
            elsewhere.execute(db.text("UPDATE room SET state = 'closed'"))
        self.before = everything()
        with pytest.raises(actions.RoomClosed):
            ask(guest, room)

    def test_where_five_wait_already(self, room: Room, guest: Actor) -> None:
        for _ in range(5):
            ask(guest, room)
        self.before = everything()
        with pytest.raises(actions.TooManyWaiting) as caught:
            ask(guest, room)
        assert "5 questions" in caught.value.sentence

    @pytest.mark.parametrize("code", ["nulle-part", "Sante", " "])
    def test_with_a_theme_that_does_not_exist(self, room: Room, guest: Actor, code: str) -> None:
        live.theme("sante")
        with pytest.raises(Invalid) as caught:
            ask(guest, room, theme=code)
        assert caught.value.fields == {"theme": ["Choisissez un thème dans la liste."]}

    def test_with_the_eleventh_of_a_minute(self, room: Room, guest: Actor) -> None:
        for _ in range(10):
            throttle.spend("10 per minute", "ask", guest.id)
        with pytest.raises(TooMany):
            ask(guest, room)

    def test_with_a_key_that_served_another_act(self, room: Room, guest: Actor) -> None:
        key, line_writer = uuid4(), live.moderator(room)
        actions.write_feed_line(line_writer, room, body="Ligne", key=key)
        self.before = everything()
        with pytest.raises(Conflict):
            ask(line_writer, room, key=key)

    def test_when_it_is_the_same_sent_again(self, room: Room, guest: Actor) -> None:
        key = uuid4()
        first = ask(guest, room, key=key)
        self.before = everything()
        again = ask(guest, room, key=key, body="Autre chose")
        assert (again.id, again.receipt, again.body) == (first.id, first.receipt, "Quand ?")

    def test_when_it_is_sent_again_after_the_room_closed(self, room: Room, guest: Actor) -> None:
        # The phone was offline: the answer it missed is still its answer.
        key = uuid4()
        first = ask(guest, room, key=key)
        actions.change_room_state(live.moderator(room), room, to="closed")
        self.before = everything()
        assert ask(guest, room, key=key).receipt == first.receipt


class TestIsTakenNonetheless:
    def test_where_others_have_five_waiting(self, room: Room, guest: Actor) -> None:
        for _ in range(5):
            ask(guest, room)
        assert ask(live.guest_actor(), room).number == 6
        assert ask(guest, live.room()).number == 1

    def test_once_one_of_five_was_treated(self, room: Room, guest: Actor) -> None:
        waiting = [ask(guest, room) for _ in range(5)]
        actions.moderate_question(live.moderator(room), waiting[2], to="taken")
        assert ask(guest, room).number == 6

    def test_with_the_key_of_somebody_else(self, room: Room, guest: Actor) -> None:
        key = uuid4()
        first = ask(guest, room, key=key)
        second = ask(live.guest_actor(), room, key=key)
        assert first.id != second.id

    def test_once_where_eight_threads_send_one_key(self, app: Flask, room: Room) -> None:
        person = people.guest()
        for _ in range(4):
            live.question(room, QuestionState.RECEIVED, person)
        actor, slug, key = people.actor(person), room.slug, uuid4()

        def act() -> str:
            place = db.session.scalars(db.select(Room).where(Room.slug == slug)).one()
            return ask(actor, place, key=key).receipt

        receipts = at_once(app, *[act] * 8)
        assert len(set(receipts)) == 1
        assert db.session.query(Question).count() == 5
