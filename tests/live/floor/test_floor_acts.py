"""Every act of the floor by every role from every state, and what the desk arranges."""

from collections.abc import Callable
from typing import Any

import pytest

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, SYSTEM, Actor, Grant
from app.core.db import db
from app.core.errors import NotAllowed, NotFound, Refused, SignInRequired
from app.core.facts import FactRecord
from app.live import actions, rules
from app.live.facts import FloorSet, HandArranged, HandMoved
from app.live.models import ACTIVE, HAND_MOVES, Hand, HandState, Room, Turn
from app.live.queries import floor
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything

Raise = Callable[..., Hand]
ROOM = Room(id=1, meeting_id=7)
OWN = Hand(room=ROOM, person_id=1)
IN_HALL = Hand(room=ROOM, person_id=None, name="Le consul")
STAGE = {Role.ADMINISTRATOR, Role.SECRETARIAT, Role.MODERATOR}


def holder(role: Role, place: str | None = None, number: int | None = None) -> Actor:
    grants = frozenset({Grant(role.value, place, number)})
    return Actor(id=3, is_member=True, second_factor=True, grants=grants)


@pytest.mark.parametrize("role", list(Role))
def test_the_floor_is_run_by_who_moderates_the_room(role: Role) -> None:
    there, elsewhere = holder(role, "meeting", 7), holder(role, "meeting", 8)
    for hand in (OWN, IN_HALL):
        assert rules.may_run_floor(holder(role), ROOM, hand) is (role in STAGE)
        assert rules.may_run_floor(there, ROOM, hand) is (role in STAGE)
        assert rules.may_run_floor(elsewhere, ROOM, hand) is False
        assert rules.may_see_hand(there, hand) is (role in STAGE)
        assert rules.may_see_hand(elsewhere, hand) is False
    assert rules.may_lower_hand(there, ROOM, OWN) is False
    assert rules.may_lower_hand(there, ROOM, IN_HALL) is (role in STAGE)


def test_a_hand_is_its_persons_and_nobodys_is_nobodys() -> None:
    mine, other = Actor(id=1), Actor(id=2)
    for rule in (rules.may_see_hand, lambda who, hand: rules.may_lower_hand(who, ROOM, hand)):
        assert [rule(who, OWN) for who in (ANONYMOUS, mine, other)] == [False, True, False]
        assert [rule(who, IN_HALL) for who in (ANONYMOUS, mine, SYSTEM)] == [False, False, True]
    raising = [rules.may_raise_hand(who, ROOM) for who in (ANONYMOUS, mine, SYSTEM)]
    assert raising == [False, True, False]


@pytest.fixture
def database_kind() -> str:
    """One kind of database: the table of moves is in the code."""
    return "sqlite"


class TestEveryMove:
    @pytest.mark.parametrize("was", list(HandState))
    def test_goes_where_the_table_says_and_nowhere_else(
        self, room: Room, moderator: Actor, was: HandState
    ) -> None:
        for to in HandState:
            hand = live.hand(room, was)
            before = everything()
            try:
                actions.move_hand(moderator, room, hand, to=to.value)
            except Refused:
                assert to not in HAND_MOVES[was] | {was}
                assert everything() == before
            else:
                assert to in HAND_MOVES[was] | {was}
                assert (everything() == before) is (to == was)
                fact = db.session.scalars(
                    db.select(FactRecord).order_by(FactRecord.id.desc()).limit(1)
                )
                if to != was:
                    ids = {"room_id": room.id, "hand_id": hand.id}
                    assert fact.one().fact == HandMoved(**ids, was=was.value, to=to.value)
            hand = db.session.get_one(Hand, hand.id)
            hand.state, hand.running_since, hand.paused_at = HandState.WITHDRAWN, None, None
            db.session.commit()

    def test_can_be_undone(self) -> None:
        for was, next_ones in HAND_MOVES.items():
            for to in next_ones:
                reached, waiting = {to}, [to]
                while waiting:
                    found = HAND_MOVES[waiting.pop()] - reached
                    reached |= found
                    waiting += found
                assert was in reached, (was, to)

    def test_is_refused_to_who_does_not_run_the_floor(self, room: Room) -> None:
        person = people.guest()
        hand = live.hand(room, HandState.RAISED, person)
        others = [people.actor(person), live.guest_actor(), live.moderator(live.room())]
        unproved = people.actor(people.staff(Role.MODERATOR, meeting_id=room.meeting_id))
        before = everything()
        acts: list[Callable[[Actor], Any]] = [
            lambda who: actions.move_hand(who, room, hand, to="called"),
            lambda who: actions.call_next_hand(who, room),
            lambda who: actions.arrange_hand(who, room, hand, place="first"),
            lambda who: actions.enter_hand(who, room, name="Le consul"),
            lambda who: actions.set_floor(who, room, speech_seconds=60),
        ]
        for act in acts:
            for who in (*others, unproved):
                with pytest.raises(NotAllowed):
                    act(who)
            with pytest.raises(SignInRequired):
                act(ANONYMOUS)
        assert {**everything(), "answered_key": []} == {**before, "answered_key": []}


class TestArranging:
    def test_puts_a_hand_first_last_or_at_its_turn(
        self, room: Room, moderator: Actor, up: Raise
    ) -> None:
        one, two, three = up("FR"), up("CI"), up("GA")

        def order() -> list[int]:
            return [hand.id for hand in floor.standing(room).queue]

        steps = (
            (three, "first", [three, one, two]),
            (two, "first", [two, three, one]),
            (two, "last", [three, one, two]),
            (one, "last", [three, two, one]),
            (three, "turn", [three, two, one]),
            (one, "turn", [one, three, two]),
            (two, "turn", [one, two, three]),
        )
        for hand, place, expected in steps:
            actions.arrange_hand(moderator, room, hand, place=place)
            assert order() == [each.id for each in expected], place
            before = everything()
            actions.arrange_hand(moderator, room, hand, place=place)
            assert everything() == before

    def test_changes_what_is_asked_and_the_time(
        self, room: Room, moderator: Actor, up: Raise
    ) -> None:
        hand = up()
        actions.arrange_hand(moderator, room, hand, turn="procedure", seconds=45)
        assert (hand.turn, hand.allotted, hand.weight) == (Turn.PROCEDURE, 45, 0)
        row = db.session.scalars(db.select(FactRecord).order_by(FactRecord.id.desc())).first()
        assert row is not None
        assert row.fact == HandArranged(
            room_id=room.id, hand_id=hand.id, weight=0, turn="procedure", seconds=45
        )
        actions.move_hand(moderator, room, hand, to="called")
        assert hand.allotted == 45
        with pytest.raises(actions.TurnRefused):
            actions.arrange_hand(moderator, room, hand, place="first")

    @pytest.mark.parametrize("state", list(HandState))
    def test_extends_the_time_of_who_waits_or_speaks(
        self, room: Room, moderator: Actor, state: HandState
    ) -> None:
        hand = live.hand(room, state)
        if state in ACTIVE:
            assert actions.arrange_hand(moderator, room, hand, seconds=240).allotted == 240
        else:
            with pytest.raises(actions.TurnRefused):
                actions.arrange_hand(moderator, room, hand, seconds=240)

    def test_the_floor_is_recorded_and_changed_once(self, room: Room, moderator: Actor) -> None:
        said: dict[str, Any] = {"speech_seconds": 120, "country_seconds": 600, "takes_hands": True}
        actions.set_floor(moderator, room, **said)
        before = everything()
        actions.set_floor(moderator, room, **said)
        assert everything() == before
        row = db.session.scalars(db.select(FactRecord)).one()
        assert row.fact == FloorSet(room_id=room.id, **said)
        kept = floor.floor_of(room)
        assert (kept.speech_seconds, kept.country_seconds, kept.raised) == (120, 600, 0)

    def test_in_an_archived_room_is_refused(self, room: Room, moderator: Actor) -> None:
        hand = live.hand(room)
        actions.change_room_state(moderator, room, to="archived")
        before = everything()
        acts: list[Callable[[], Any]] = [
            lambda: actions.move_hand(moderator, room, hand, to="called"),
            lambda: actions.call_next_hand(moderator, room),
            lambda: actions.arrange_hand(moderator, room, hand, place="first"),
            lambda: actions.enter_hand(moderator, room, name="Le consul"),
            lambda: actions.set_floor(moderator, room, speech_seconds=60),
        ]
        for act in acts:
            with pytest.raises(actions.RoomArchived):
                act()
        assert everything() == before


def test_a_hand_is_found_by_its_person_and_the_desk_alone(room: Room, moderator: Actor) -> None:
    person = people.guest()
    hand = live.hand(room, person=person)
    for who in (people.actor(person), moderator):
        assert floor.hand(who, hand.id, room) is hand
        with pytest.raises(NotFound):
            floor.hand(who, hand.id, live.room())
    for who in (ANONYMOUS, live.guest_actor(), live.moderator(live.room())):
        with pytest.raises(NotFound):
            floor.hand(who, hand.id)
