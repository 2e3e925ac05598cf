"""Polls: prepared, opened, closed and published, with no way back."""

from typing import Any
from uuid import uuid4

import pytest

from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound, SignInRequired
from app.core.facts import since
from app.live import actions, facts
from app.live.models import (
    COUNTED_POLLS,
    POLL_MOVES,
    SHOWN_POLLS,
    Poll,
    PollState,
    Room,
)
from app.live.queries import polls
from tests.factories import live
from tests.live.helpers import everything


@pytest.fixture
def desk(room: Room) -> Actor:
    return live.moderator(room)


def reread(poll: Poll) -> Poll:
    db.session.expire_all()
    return db.session.get_one(Poll, poll.id)


class TestIsPrepared:
    def test_with_its_options_in_order_unseen_by_the_public(self, room: Room, desk: Actor) -> None:
        poll = actions.prepare_poll(desk, room, title="Où ?", options=["Kayes", "Ségou", "Gao"])
        assert (poll.number, poll.state, poll.is_secret) == (1, PollState.PREPARED, True)
        assert [(one.position, one.label) for one in poll.options] == [
            *((1, "Kayes"), (2, "Ségou"), (3, "Gao"))
        ]
        told = since(room.scope, 0)[-1].fact
        assert told == facts.PollPrepared(room_id=room.id, poll_id=poll.id)
        for who in (ANONYMOUS, live.guest_actor()):
            with pytest.raises(NotFound):
                polls.poll(who, room, 1)
        assert polls.poll(desk, room, 1).id == poll.id

    def test_as_a_scale_whose_grades_are_its_options(self, room: Room, desk: Actor) -> None:
        poll = actions.prepare_poll(
            desk, room, title="Clair ?", method="scale", low=1, high=3, high_words="très clair"
        )
        assert [(one.label, one.grade) for one in poll.options] == [
            *(("1", 1), ("2", 2), ("3, très clair", 3))
        ]

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"options": ["Seule"]}, "options"),
            ({"options": [str(n) for n in range(13)]}, "options"),
            ({"options": ["a", "b"], "method": "multiple", "most_choices": 3}, "most_choices"),
            ({"method": "scale", "low": 3, "high": 3}, "high"),
            ({"method": "scale"}, "high"),
            ({"options": ["a", "b"], "quorum": 50, "quorum_unit": "percent"}, "quorum"),
            (
                {
                    "options": ["a", "b"],
                    "quorum": 101,
                    "quorum_unit": "percent",
                    "voters": "delegates",
                },
                "quorum",
            ),
        ],
    )
    def test_or_says_what_does_not_fit(
        self, room: Room, desk: Actor, given: dict[str, Any], field: str
    ) -> None:
        before = everything()
        with pytest.raises(Invalid) as caught:
            actions.prepare_poll(desk, room, title="x", **given)
        assert list(caught.value.fields) == [field]
        assert everything() == before

    def test_by_the_desk_alone(self, room: Room) -> None:
        before = everything()
        for who, error in ((ANONYMOUS, SignInRequired), (live.guest_actor(), NotAllowed)):
            with pytest.raises(error):
                actions.prepare_poll(who, room, title="x", options=["a", "b"])
        assert everything() == before

    def test_once_for_one_key(self, room: Room, desk: Actor) -> None:
        key = uuid4()
        first, again = (
            actions.prepare_poll(desk, room, title="x", options=["a", "b"], key=key)
            for _ in range(2)
        )
        assert first.id == again.id
        assert [one.number for one in polls.polls_of(desk, room, at_desk=True)] == [1]


class TestMoves:
    @pytest.mark.parametrize("to", [*actions.POLL_ACTS])
    @pytest.mark.parametrize("state", list(PollState))
    def test_only_forward(self, room: Room, desk: Actor, state: PollState, to: PollState) -> None:
        poll = live.poll(room, state)
        act, before = actions.POLL_ACTS[to], everything()
        if to == state:
            act(desk, poll)
            assert everything() == before
        elif to in POLL_MOVES[state]:
            act(desk, poll)
            assert reread(poll).state == to
        else:
            with pytest.raises(actions.PollMoveRefused):
                act(desk, poll)
            assert everything() == before

    def test_one_poll_of_a_room_is_open_at_a_time(self, room: Room, desk: Actor) -> None:
        live.poll(room)
        other = live.poll(room, PollState.PREPARED)
        with pytest.raises(actions.PollStillOpen) as caught:
            actions.open_poll(desk, other)
        assert "n° 1" in caught.value.sentence
        live.poll(live.room())  # another room votes on its own

    def test_a_room_is_not_archived_while_it_votes(self, room: Room, desk: Actor) -> None:
        poll = live.poll(room)
        with pytest.raises(actions.PollStillOpen):
            actions.change_room_state(desk, room, to="archived")
        actions.close_poll(desk, poll)
        actions.change_room_state(desk, room, to="archived")
        with pytest.raises(actions.RoomArchived):
            actions.publish_poll(desk, reread(poll))

    def test_by_the_desk_of_its_own_room(self, room: Room) -> None:
        poll = live.poll(room)
        strangers = (live.guest_actor(), live.moderator(live.room()))
        for who in strangers:
            with pytest.raises(NotAllowed):
                actions.close_poll(who, poll)
        with pytest.raises(SignInRequired):
            actions.close_poll(ANONYMOUS, poll)


class TestTheResults:
    def test_are_hidden_from_all_until_closed_and_from_the_public_until_published(
        self, room: Room, desk: Actor
    ) -> None:
        poll = live.poll(room)
        for choice in (1, 1, 0, 2):
            live.ballot(poll, choice)
        shown = {
            state: (polls.poll_views([poll])[0], polls.poll_views([poll], at_desk=True)[0])
            for state in SHOWN_POLLS
            if state == PollState.OPEN or actions.POLL_ACTS[state](desk, poll)
        }
        for public, at_desk in shown.values():
            assert public["taking_part"] == at_desk["taking_part"] == 4
        has = {state: [bool(one["results"]) for one in views] for state, views in shown.items()}
        assert has == {"open": [False, False], "closed": [False, True], "published": [True, True]}
        results = shown[PollState.PUBLISHED][0]["results"]
        assert (results["ballots"], results["blank"], results["valid"]) == (4, 1, 3)
        assert [one["votes"] for one in results["votes"]] == [2, 1]
        assert [one["share"] for one in results["votes"]] == [0.6667, 0.3333]
        assert results["leading"] == [1]

    def test_of_a_tie_name_all_who_lead(self, room: Room) -> None:
        poll = live.poll(room, ballot="named")
        for choice in (1, 2):
            live.ballot(poll, choice)
        actions.close_poll(live.moderator(), poll)
        assert polls.poll_views([poll], at_desk=True)[0]["results"]["leading"] == [1, 2]

    def test_of_a_scale_have_a_mean_and_a_median(self, room: Room) -> None:
        poll = live.poll(room, ballot="named", method="scale", low=0, high=4)
        for place in (1, 5, 5, 4, 0):  # grades 0, 4, 4, 3, and a blank one
            live.ballot(poll, place)
        actions.close_poll(live.moderator(), poll)
        results = polls.poll_views([poll], at_desk=True)[0]["results"]
        assert (results["mean"], results["median"], results["valid"]) == (2.75, 3.5, 4)

    def test_by_name_say_who_chose_what_once_published(self, room: Room, desk: Actor) -> None:
        poll = live.poll(room, ballot="named", method="approval", options=["a", "b", "c"])
        live.ballot(poll, 3, 1, by=live.guest_actor(name="Awa", country="MA"))
        live.ballot(poll, 0, by=live.guest_actor(name="Binta", country="FR"))
        assert polls.named_ballots(poll) == []
        actions.close_poll(desk, poll)
        assert polls.named_ballots(poll) == []
        actions.publish_poll(desk, poll)
        assert polls.named_ballots(poll) == [("Awa", "MA", ["a", "c"]), ("Binta", "FR", [])]

    @pytest.mark.parametrize("state", COUNTED_POLLS)
    def test_of_a_poll_without_a_ballot_are_zeros(self, room: Room, state: PollState) -> None:
        poll = live.poll(room, state)
        results = polls.poll_views([poll], at_desk=True)[0]["results"]
        assert [one["votes"] for one in results["votes"]] == [0, 0]
        assert (results["leading"], results["votes"][0]["share"]) == ([], None)
