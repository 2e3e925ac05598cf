"""Ballots: one of a person, from who may vote, and none is changed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Invalid, SignInRequired, TooMany
from app.core.facts import latest, since
from app.core.throttle import throttle
from app.live import actions, facts
from app.live.models import (
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
from tests.live.helpers import everything
from tests.racing import at_once


def reread(poll: Poll) -> Poll:
    db.session.expire_all()
    return db.session.get_one(Poll, poll.id)


def votes(poll: Poll) -> list[int | None]:
    return [option.votes for option in reread(poll).options]


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
