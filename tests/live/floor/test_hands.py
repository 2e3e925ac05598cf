"""Hands: raised once, lowered by their person, called in order, counted by the milliseconds."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Conflict, NotAllowed, SignInRequired, TooMany
from app.core.facts import FactRecord
from app.core.throttle import throttle
from app.live import actions
from app.live.actions.floor import HandUpAgain
from app.live.facts import HandRaised
from app.live.models import Hand, HandState, Room, RoomState, Turn
from app.live.queries import floor
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything
from tests.racing import at_once

Raise = Callable[..., Hand]


class TestRaising:
    def test_keeps_the_person_the_country_and_the_number(self, room: Room) -> None:
        guest, theme = live.guest_actor(name="Awa", country="MA"), live.theme()
        hand = actions.raise_hand(guest, room, turn="reply", subject="Mots", theme="sante")
        db.session.expire_all()
        assert (hand.person_id, hand.country, hand.number) == (guest.id, "MA", 1)
        assert (hand.turn, hand.subject, hand.theme_id) == (Turn.REPLY, "Mots", theme.id)
        assert (hand.state, hand.signature) == (HandState.RAISED, "Awa")
        row = db.session.scalars(db.select(FactRecord)).one()
        assert row.fact == HandRaised(room_id=room.id, hand_id=hand.id)
        assert (row.scope, row.seq) == (room.scope, 1)

    def test_hides_a_name_on_request(self, room: Room) -> None:
        hand = actions.raise_hand(live.guest_actor(name="Awa"), room, anonymous=True)
        assert hand.signature is None

    def test_twice_with_one_key_raises_one(self, room: Room) -> None:
        guest, key = live.guest_actor(), uuid4()
        first = actions.raise_hand(guest, room, key=key)
        before = everything()
        assert actions.raise_hand(guest, room, key=key) is first
        with pytest.raises(Conflict):
            actions.withdraw_hand(guest, room, first, key=key)
        assert everything() == before

    def test_another_while_one_is_up_is_refused(self, room: Room, moderator: Actor) -> None:
        guest = live.guest_actor()
        hand = actions.raise_hand(guest, room)
        for to in (None, "called", "speaking", "paused"):
            if to:
                actions.move_hand(moderator, room, hand, to=to)
            with pytest.raises(actions.HandUp):
                actions.raise_hand(guest, room)
        actions.move_hand(moderator, room, hand, to="done")
        assert actions.raise_hand(guest, room).number == 2
        actions.raise_hand(guest, live.room())

    def test_where_no_hand_is_taken_is_refused(self, room: Room, moderator: Actor) -> None:
        guest = live.guest_actor()
        actions.set_floor(moderator, room, speech_seconds=60, takes_hands=False)
        with pytest.raises(actions.FloorClosed):
            actions.raise_hand(guest, room)
        actions.set_floor(moderator, room, speech_seconds=60)
        for state in set(RoomState) - {RoomState.OPEN}:
            room.state = state
            db.session.commit()
            with pytest.raises(actions.FloorClosed):
                actions.raise_hand(guest, room)

    def test_by_nobody_is_refused(self, room: Room) -> None:
        with pytest.raises(SignInRequired):
            actions.raise_hand(ANONYMOUS, room)

    def test_the_eleventh_time_in_a_minute_is_refused(self, room: Room) -> None:
        guest = live.guest_actor()
        for _ in range(10):
            throttle.spend("10 per minute", "hand", guest.id)
        with pytest.raises(TooMany):
            actions.raise_hand(guest, room)

    def test_by_threads_numbers_without_a_gap(self, app: Flask, room: Room) -> None:
        guests, slug = [live.guest_actor() for _ in range(6)], room.slug

        def raising(guest: Actor) -> Callable[[], int]:
            def act() -> int:
                place = db.session.scalars(db.select(Room).where(Room.slug == slug)).one()
                return actions.raise_hand(guest, place).number

            return act

        assert sorted(at_once(app, *map(raising, guests))) == [1, 2, 3, 4, 5, 6]

    @pytest.mark.parametrize("state", ["raised", "called", "speaking", "paused"])
    def test_the_database_keeps_one_hand_up_for_a_person(self, room: Room, state: str) -> None:
        person = people.guest()
        live.hand(room, HandState.RAISED, person)
        with pytest.raises(IntegrityError):
            live.hand(room, HandState(state), person)
        db.session.rollback()

    @pytest.mark.parametrize("state", ["called", "speaking"])
    def test_the_database_keeps_one_called_and_one_speaking(self, room: Room, state: str) -> None:
        live.hand(room, HandState(state))
        live.hand(live.room(), HandState(state))
        with pytest.raises(IntegrityError):
            live.hand(room, HandState(state))
        db.session.rollback()


class TestTheHall:
    def test_is_entered_by_the_desk_and_lowered_by_it(self, room: Room, moderator: Actor) -> None:
        hand = actions.enter_hand(moderator, room, name="Le consul", country="CI")
        assert (hand.signature, hand.country, hand.person_id) == ("Le consul", "CI", None)
        again = actions.enter_hand(moderator, room, name="Le consul", country="CI")
        assert again.number == 2
        with pytest.raises(NotAllowed):
            actions.withdraw_hand(live.guest_actor(), room, hand)
        assert actions.withdraw_hand(moderator, room, hand).state == HandState.WITHDRAWN

    def test_is_entered_while_the_list_is_closed(self, room: Room, moderator: Actor) -> None:
        actions.set_floor(moderator, room, speech_seconds=60, takes_hands=False)
        assert actions.enter_hand(moderator, room, name="Le consul").number == 1


class TestLowering:
    def test_is_for_its_person_alone(self, room: Room, moderator: Actor) -> None:
        guest = live.guest_actor()
        hand = actions.raise_hand(guest, room)
        for other in (live.guest_actor(), moderator):
            with pytest.raises(NotAllowed):
                actions.withdraw_hand(other, room, hand)
        assert actions.withdraw_hand(guest, room, hand).state == HandState.WITHDRAWN
        before = everything()
        actions.withdraw_hand(guest, room, hand)
        assert everything() == before
        assert actions.raise_hand(guest, room).state == HandState.RAISED

    def test_once_it_speaks_is_refused(self, room: Room, moderator: Actor) -> None:
        guest = live.guest_actor()
        hand = actions.raise_hand(guest, room)
        for to in ("called", "speaking", "paused", "done"):
            actions.move_hand(moderator, room, hand, to=to)
            if to != "called":
                with pytest.raises(actions.TurnRefused):
                    actions.withdraw_hand(guest, room, hand)


class TestCalling:
    def test_the_next_follows_the_order(self, room: Room, moderator: Actor, up: Raise) -> None:
        first, second, third = up("FR"), up("FR"), up("CI")
        motion = up("FR", turn="procedure")
        for expected in (motion, third, first, second):
            hand = actions.call_next_hand(moderator, room)
            assert hand is expected
            actions.move_hand(moderator, room, hand, to="speaking")
            actions.move_hand(moderator, room, hand, to="done")
        with pytest.raises(actions.NobodyWaits):
            actions.call_next_hand(moderator, room)

    def test_the_next_twice_with_one_key_calls_one(
        self, room: Room, moderator: Actor, up: Raise
    ) -> None:
        first, _, key = up(), up(), uuid4()
        assert actions.call_next_hand(moderator, room, key=key) is first
        assert actions.call_next_hand(moderator, room, key=key) is first

    def test_another_while_one_is_called_is_refused(
        self, room: Room, moderator: Actor, up: Raise
    ) -> None:
        first, second = up(), up()
        actions.move_hand(moderator, room, first, to="called")
        with pytest.raises(actions.CallTaken) as refused:
            actions.move_hand(moderator, room, second, to="called")
        assert f"n° {first.number}" in refused.value.sentence

    def test_gives_the_rooms_time_or_what_its_country_has_left(
        self, room: Room, moderator: Actor, up: Raise
    ) -> None:
        actions.set_floor(moderator, room, speech_seconds=120, country_seconds=150)
        live.hand(room, HandState.DONE, people.guest(country="FR"), spoken_ms=60_000)
        live.hand(room, HandState.DONE, people.guest(country="GA"), spoken_ms=150_000)
        expected = {"MA": 120, "FR": 90, "GA": None}
        for country, seconds in expected.items():
            hand = up(country)
            if seconds is None:
                with pytest.raises(actions.TimeSpent):
                    actions.move_hand(moderator, room, hand, to="called")
                actions.arrange_hand(moderator, room, hand, seconds=30)
                seconds = 30
            assert actions.move_hand(moderator, room, hand, to="called").allotted == seconds
            actions.move_hand(moderator, room, hand, to="passed")

    def test_hears_a_motion_though_its_country_has_no_time_left(
        self, room: Room, moderator: Actor, up: Raise
    ) -> None:
        actions.set_floor(moderator, room, speech_seconds=60, country_seconds=60)
        live.hand(room, HandState.DONE, people.guest(country="GA"), spoken_ms=90_000)
        hand = up("GA", turn="procedure")
        assert actions.move_hand(moderator, room, hand, to="called").allotted == 60


class TestSpeaking:
    def test_while_another_speaks_is_refused_unless_that_one_is_paused(
        self, room: Room, moderator: Actor, up: Raise
    ) -> None:
        speaker, motion = up(), up(turn="procedure")
        for to in ("called", "speaking"):
            actions.move_hand(moderator, room, speaker, to=to)
        actions.move_hand(moderator, room, motion, to="called")
        with pytest.raises(actions.FloorTaken):
            actions.move_hand(moderator, room, motion, to="speaking")
        actions.move_hand(moderator, room, speaker, to="paused")
        actions.move_hand(moderator, room, motion, to="speaking")
        with pytest.raises(actions.FloorTaken):
            actions.move_hand(moderator, room, speaker, to="speaking")
        assert floor.standing(room).speaker is motion
        actions.move_hand(moderator, room, motion, to="done")
        assert floor.standing(room).speaker is speaker

    def test_counts_what_ran_and_not_what_was_paused(self, room: Room, moderator: Actor) -> None:
        hand = live.hand(room, HandState.SPEAKING)
        assert hand.running_since is not None
        began = hand.running_since
        actions.move_hand(moderator, room, hand, to="paused")
        assert hand.paused_at is not None
        stretch = (hand.paused_at - began) // timedelta(milliseconds=1)
        assert (hand.spoken_ms, hand.left_ms) == (stretch, 180_000 - stretch)
        assert stretch >= 60_000
        hand.paused_at -= timedelta(hours=1)
        db.session.commit()
        actions.move_hand(moderator, room, hand, to="speaking")
        assert hand.spoken_ms == stretch
        assert hand.ends_at == hand.running_since + timedelta(milliseconds=hand.left_ms)

    def test_with_a_clock_set_back_takes_nothing_away(self, room: Room, moderator: Actor) -> None:
        hand = live.hand(room, HandState.SPEAKING, spoken_ms=5000)
        assert hand.running_since is not None
        hand.running_since += timedelta(hours=1)
        db.session.commit()
        assert actions.move_hand(moderator, room, hand, to="done").spoken_ms == 5000

    def test_is_counted_for_its_country_and_its_person(self, room: Room, moderator: Actor) -> None:
        person = people.guest(country="FR")
        for state in (HandState.DONE, HandState.PAUSED):
            live.hand(room, state, person)
        live.hand(room, HandState.DONE, people.guest(country="CI"), spoken_ms=1500)
        live.hand(room, HandState.RAISED, people.guest(country="GA"))
        live.hand(live.room(), HandState.DONE, person)
        by_country, by_person = floor.spoken(room)
        heard = {country: (had.seconds, had.turns) for country, had in by_country.items()}
        assert heard == {"FR": (120, 2), "CI": (1, 1)}
        assert by_person[person.id].milliseconds == 120_000

    def test_keeps_a_room_from_being_archived(self, room: Room, moderator: Actor) -> None:
        hand = live.hand(room, HandState.SPEAKING)
        with pytest.raises(actions.FloorTaken):
            actions.change_room_state(moderator, room, to="archived")
        actions.move_hand(moderator, room, hand, to="done")
        actions.change_room_state(moderator, room, to="archived")
        with pytest.raises(actions.RoomArchived):
            actions.move_hand(moderator, room, hand, to="speaking")


class TestPuttingBack:
    def test_opens_the_time_again(self, room: Room, moderator: Actor, up: Raise) -> None:
        hand = up()
        for to in ("called", "passed", "raised"):
            actions.move_hand(moderator, room, hand, to=to)
        assert (hand.state, hand.allotted) == (HandState.RAISED, None)

    def test_is_refused_once_its_person_raised_another(self, room: Room, moderator: Actor) -> None:
        guest = live.guest_actor()
        for states, back in ((("passed",), "raised"), (("called", "speaking", "done"), "speaking")):
            hand = actions.raise_hand(guest, room)
            for to in states:
                actions.move_hand(moderator, room, hand, to=to)
            other = actions.raise_hand(guest, room)
            with pytest.raises(HandUpAgain):
                actions.move_hand(moderator, room, hand, to=back)
            actions.withdraw_hand(guest, room, other)
            actions.move_hand(moderator, room, hand, to=back)
            actions.move_hand(moderator, room, hand, to="passed" if back == "raised" else "done")
