"""Polls: prepared, opened, closed and published, with no way back; one ballot of a person."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound, SignInRequired, TooMany
from app.core.facts import latest, since
from app.core.throttle import throttle
from app.live import actions, facts
from app.live.models import (
    COUNTED_POLLS,
    POLL_MOVES,
    SHOWN_POLLS,
    Poll,
    PollState,
    Room,
    RoomState,
    Voters,
)
from app.live.queries import polls
from app.meetings.models import DelegateState
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import at_once, everything


@pytest.fixture
def room(app: Flask) -> Room:
    return live.room()


@pytest.fixture
def desk(room: Room) -> Actor:
    return live.moderator(room)


def reread(poll: Poll) -> Poll:
    db.session.expire_all()
    return db.session.get_one(Poll, poll.id)


def votes(poll: Poll) -> list[int | None]:
    return [option.votes for option in reread(poll).options]


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


class TestABallot:
    def test_is_one_participation_and_a_fact_that_names_the_poll(self, room: Room) -> None:
        poll, seq = live.poll(room), latest(room.scope)
        voter = live.ballot(poll, 2)
        assert polls.took_part(voter, room) == [1]
        (row,) = since(room.ballots_scope, 0)
        assert row.fact == facts.BallotCast(room_id=room.id, poll_id=poll.id)
        assert row.data == {"room_id": room.id, "poll_id": poll.id}
        assert latest(room.scope) == seq  # a ballot moves nobody's cursor
        assert votes(poll) == [None, None]

    def test_sent_again_with_its_key_is_counted_once(self, room: Room) -> None:
        poll, voter, key = live.poll(room), live.guest_actor(), uuid4()
        first = actions.cast_ballot(voter, poll, choices=[1], key=key)
        before = everything()
        assert actions.cast_ballot(voter, poll, choices=[2], key=key).id == first.id
        assert everything() == before

    def test_is_not_changed_once_it_is_in(self, room: Room) -> None:
        for ballot in ("secret", "named"):
            poll = live.poll(room, ballot=ballot)
            voter = live.ballot(poll, 1)
            before = everything()
            with pytest.raises(actions.AlreadyVoted):
                actions.cast_ballot(voter, poll, choices=[2], key=uuid4())
            assert everything() == before
            actions.close_poll(live.moderator(), poll)

    @pytest.mark.parametrize("ballot", ["secret", "named"])
    def test_of_one_person_by_eight_threads_counts_once(
        self, app: Flask, room: Room, ballot: str
    ) -> None:
        poll = live.poll(room, ballot=ballot)
        for _ in range(2):
            live.ballot(poll, 1)
        voter, number = live.guest_actor(), poll.id

        def act() -> int:
            found = db.session.get_one(Poll, number)
            return actions.cast_ballot(voter, found, choices=[2], key=uuid4()).id

        results = at_once(app, *[act] * 8)
        assert sorted(type(one).__name__ for one in results) == ["AlreadyVoted"] * 7 + ["int"]
        actions.close_poll(live.moderator(), reread(poll))
        assert votes(poll) == [2, 1]
        assert reread(poll).taking_part == 3

    def test_of_eight_people_at_once_are_all_counted(self, app: Flask, room: Room) -> None:
        poll, actors = live.poll(room), [live.guest_actor() for _ in range(8)]
        number = poll.id

        def voting(actor: Actor) -> Callable[[], str]:
            def act() -> str:
                found = db.session.get_one(Poll, number)
                return type(actions.cast_ballot(actor, found, choices=[1])).__name__

            return act

        assert at_once(app, *map(voting, actors)) == ["Participation"] * 8
        actions.close_poll(live.moderator(), reread(poll))
        assert votes(poll) == [8, 0]

    @pytest.mark.parametrize(
        ("prepared", "choices"),
        [
            ({}, []),
            ({}, [0, 1]),
            ({}, [1, 2]),
            ({}, [3]),
            ({"method": "multiple", "options": ["a", "b", "c"], "most_choices": 2}, [1, 2, 3]),
            ({"method": "scale", "high": 5}, [1, 2]),
            ({"method": "scale", "high": 5}, [6]),
        ],
    )
    def test_that_does_not_fit_is_refused(
        self, room: Room, prepared: dict[str, Any], choices: list[int]
    ) -> None:
        poll, before = live.poll(room, **prepared), everything()
        with pytest.raises(Invalid) as caught:
            live.ballot(poll, *choices, by=live.guest_actor())
        assert list(caught.value.fields) == ["choices"]
        assert everything() == before

    def test_too_many_tries_are_stopped(self, room: Room) -> None:
        poll, voter = live.poll(room), live.guest_actor()
        for _ in range(20):
            throttle.spend("20 per minute", "ballot", voter.id)
        with pytest.raises(TooMany):
            live.ballot(poll, 1, by=voter)

    def test_from_nobody_is_refused(self, room: Room) -> None:
        with pytest.raises(SignInRequired):
            actions.cast_ballot(ANONYMOUS, live.poll(room), choices=[1])

    @pytest.mark.parametrize("state", sorted(set(PollState) - {PollState.OPEN}))
    def test_that_comes_too_early_or_too_late_is_refused(
        self, room: Room, state: PollState
    ) -> None:
        poll, voter = live.poll(room, state), live.guest_actor()
        before = everything()
        with pytest.raises(actions.PollClosed):
            live.ballot(poll, 1, by=voter)
        assert everything() == before

    def test_does_not_need_a_room_that_takes_questions(self, room: Room) -> None:
        poll = live.poll(room)
        for state in (RoomState.PAUSED, RoomState.CLOSED):
            room.state = state
            db.session.commit()
            live.ballot(poll, 1)


class TestWhoMayVote:
    def test_registered_participants_and_delegates_of_the_meeting(self, room: Room) -> None:
        poll = live.poll(room, voters="registered")
        registered, elsewhere, once = (people.member() for _ in range(3))
        people.grant(registered, Role.PARTICIPANT, meeting_id=room.meeting_id)
        people.grant(elsewhere, Role.PARTICIPANT, meeting_id=live.room().meeting_id)
        people.grant(once, Role.PARTICIPANT, meeting_id=room.meeting_id, revoked_at=people.LONG_AGO)
        delegate = people.member()
        live.delegate(room.meeting, delegate)
        for person in (registered, delegate):
            live.ballot(poll, 1, by=people.actor(person))
        for person in (elsewhere, once, people.guest()):
            with pytest.raises(actions.NotEntitled):
                live.ballot(poll, 1, by=people.actor(person))
        assert polls.entitled(poll) == 2

    def test_accredited_delegates_whether_or_not_they_have_an_account(self, room: Room) -> None:
        poll = live.poll(room, voters="delegates", quorum=50, quorum_unit="percent")
        person, refused = people.member(), people.member()
        live.delegate(room.meeting, person)
        live.delegate(room.meeting)
        live.delegate(room.meeting, refused, state=DelegateState.REFUSED)
        live.ballot(poll, 0, by=people.actor(person))
        with pytest.raises(actions.NotEntitled):
            live.ballot(poll, 1, by=people.actor(refused))
        actions.close_poll(live.moderator(), poll)
        found = reread(poll)
        assert (found.entitled, found.taking_part, found.has_quorum) == (2, 1, True)

    def test_is_written_down_when_it_closes_and_stands(self, room: Room) -> None:
        poll = live.poll(room, voters=Voters.REGISTERED, ballot="named")
        first, second = (people.member() for _ in range(2))
        for person in (first, second):
            people.grant(person, Role.PARTICIPANT, meeting_id=room.meeting_id)
        live.ballot(poll, 1, by=people.actor(first))
        first.grants[0].revoked_at = people.LONG_AGO  # could vote when she did
        db.session.commit()
        actions.close_poll(live.moderator(), poll)
        people.grant(people.member(), Role.PARTICIPANT, meeting_id=room.meeting_id)
        found = reread(poll)
        assert (found.entitled, polls.entitled(found), found.taking_part) == (2, 2, 1)

    @pytest.mark.parametrize(("quorum", "reached"), [(1, True), (2, True), (3, False)])
    def test_counts_against_a_quorum_of_people(
        self, room: Room, quorum: int, reached: bool
    ) -> None:
        poll = live.poll(room, ballot="named", quorum=quorum)
        for _ in range(2):
            live.ballot(poll, 1)
        actions.close_poll(live.moderator(), poll)
        assert reread(poll).has_quorum is reached


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
