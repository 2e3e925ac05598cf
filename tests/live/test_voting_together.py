"""Votes that come at the same time: one transaction, and each its own answer."""

import queue
import random
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.core import facts
from app.core.actors import ANONYMOUS, Actor, Unread
from app.core.allowances import VOTE
from app.core.db import db
from app.core.errors import NotFound, SignInRequired, TooMany
from app.core.throttle import here, throttle
from app.core.together import Act, Then
from app.live import actions, queries
from app.live.models import Question, QuestionState, Room, Vote
from app.live.queries import tally
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything
from tests.racing import at_once


def voting(actor: Actor | Unread, ballot: Any, on: bool = True) -> Callable[[], Any]:
    """Return the act of voting, for a thread of its own."""
    return lambda: actions.vote_on_question(actor, ballot, on=on)


def ballot(asked: Question) -> actions.Ballot:
    return actions.Ballot(asked.id, asked.room_id)


def told(room: Room) -> list[str]:
    return [row.name for row in facts.since(room.votes_scope, 0)]


class TestManyAtOnce:
    def test_are_one_chain_without_a_gap_and_each_is_answered(self, app: Flask, room: Room) -> None:
        questions = [live.question(room) for _ in range(3)]
        tokens = [people.device_token(people.guest()) for _ in range(8)]
        ballots = [ballot(asked) for asked in questions]
        acts = [voting(Unread(token), one) for token in tokens for one in ballots]
        answers = at_once(app, *acts)
        assert {type(answer).__name__ for answer in answers} == {"Supported"}
        assert [answer.question_id for answer in answers] == [one.id for one in ballots] * 8
        assert max(answer.votes for answer in answers) == 8
        assert told(room) == ["VoteCast"] * 24
        assert list(facts.broken_links()) == []
        assert db.session.query(Vote).count() == 24

    def test_that_are_refused_are_refused_alone(self, app: Flask, room: Room) -> None:
        shown, hidden = live.question(room), live.question(room, QuestionState.RECEIVED)
        closed, elsewhere = live.question(room, QuestionState.ANSWERED), live.question(live.room())
        actors = [live.guest_actor() for _ in range(4)]
        spent = live.guest_actor()
        for _ in range(60):
            throttle.spend("60 per minute", "vote", spent.id)
        before = [ballot(shown), ballot(hidden), ballot(closed)]
        answers = at_once(
            app,
            voting(actors[0], before[0]),
            voting(actors[1], before[1]),
            voting(actors[2], before[2]),
            voting(actors[2], actions.Ballot(elsewhere.id, room.id)),
            voting(actors[2], actions.Ballot(10**9, room.id)),
            voting(ANONYMOUS, before[0]),
            voting(Unread("nobody's"), before[0]),
            voting(spent, before[0]),
            voting(actors[3], before[0]),
        )
        kinds = [type(answer) for answer in answers]
        assert kinds[1:8] == [
            *(NotFound, actions.VotesClosed, NotFound, NotFound),
            *(SignInRequired, SignInRequired, TooMany),
        ]
        assert [answers[0].on, answers[8].on] == [True, True]
        assert told(room) == ["VoteCast"] * 2

    def test_from_one_address_are_taken_as_far_as_it_may_vote(self, app: Flask, room: Room) -> None:
        one = ballot(live.question(room))
        VOTE.spend(Unread(None, "a hall"), room.id, times=60_000 - 2)
        voters = [Unread(people.device_token(people.guest()), "a hall") for _ in range(4)]
        answers = at_once(app, *(voting(voter, one) for voter in voters))
        here.setup("memory://")
        refused = [answer for answer in answers if isinstance(answer, TooMany)]
        assert len(refused) == 2
        assert "de votre connexion" in refused[0].sentence
        assert told(room) == ["VoteCast"] * 2

    def test_beside_one_that_the_database_refuses_are_taken(self, app: Flask, room: Room) -> None:
        asked = live.question(room)
        nobody = Actor(id=10**6, name="Personne")  # no such row: the foreign key refuses it
        one = ballot(asked)
        others = [voting(live.guest_actor(), one) for _ in range(5)]
        answers = at_once(app, *others[:3], voting(nobody, one), *others[3:])
        assert isinstance(answers.pop(3), IntegrityError)
        assert all(answer.on for answer in answers)
        assert told(room) == ["VoteCast"] * 5
        assert list(facts.broken_links()) == []

    def test_of_one_person_leave_what_the_last_of_them_said(self, app: Flask, room: Room) -> None:
        asked, guest = live.question(room), live.guest_actor()
        one = ballot(asked)
        acts = [voting(guest, one, on=bool(turn % 2)) for turn in range(10)]
        answers = at_once(app, *acts)
        assert all(answer.question_id == one.id for answer in answers)
        steps = [1 if name == "VoteCast" else -1 for name in told(room)]
        assert steps == [(1, -1)[turn % 2] for turn in range(len(steps))]
        assert queries.votes_of([one.id])[one.id] == sum(steps)

    def test_in_several_rooms_are_chained_in_each(self, app: Flask) -> None:
        asked = [live.question(live.room()) for _ in range(4)]
        acts = [voting(live.guest_actor(), ballot(one)) for one in asked for _ in range(3)]
        assert [answer.votes > 0 for answer in at_once(app, *acts)] == [True] * 12
        assert [len(told(one.room)) for one in asked] == [3] * 4
        assert list(facts.broken_links()) == []


class TestLeftToBeTaken:
    def test_is_told_once_it_is_committed_and_nobody_waits(self, app: Flask, room: Room) -> None:
        asked, settled = live.question(room), queue.SimpleQueue[Act]()
        token = people.device_token(people.guest())
        then, one = Then(app, settled.put), ballot(asked)
        for speaker in (Unread(token), Unread("nobody's"), Unread(None)):
            assert actions.vote_on_question(speaker, one, on=True, then=then) is None
        taken, *refused = (settled.get(timeout=20) for _ in range(3))
        assert (taken.answer().on, taken.answer().votes) == (True, 1)
        assert [type(act.error) for act in refused] == [SignInRequired] * 2
        with db.engine.connect() as elsewhere:
            assert elsewhere.scalar(db.select(db.func.count()).select_from(Vote)) == 1

    def test_whose_telling_fails_harms_no_other(self, app: Flask, room: Room) -> None:
        asked, settled = live.question(room), queue.SimpleQueue[Act]()
        first, second, third = (live.guest_actor() for _ in range(3))
        one = ballot(asked)

        def fail(_act: Act) -> None:
            raise OSError

        for actor, tell in ((first, fail), (second, settled.put)):
            actions.vote_on_question(actor, one, on=True, then=Then(app, tell))
        assert settled.get(timeout=20).answer().on
        assert actions.vote_on_question(third, one, on=True).votes == 3


class TestMoreThanOneTransactionTakes:
    MOST, READERS, EACH = 8, 3, 20

    def test_is_read_no_faster_than_it_is_written_and_taken_once(
        self, app: Flask, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked, settled = live.question(room), queue.SimpleQueue[Act]()
        guests = [people.device_token(people.guest()) for _ in range(self.READERS * self.EACH)]
        brought = dict.fromkeys(range(self.READERS), 0)
        waits, one = {reader: threading.Event() for reader in brought}, ballot(asked)

        def pause(seconds: float) -> None:
            """Pause as the clock does, and note which reader waits for the writer."""
            name = threading.current_thread().name
            if name.startswith("reader "):
                waits[int(name[-1])].set()
            time.sleep(seconds)

        def read(reader: int) -> None:
            for token in guests[reader :: self.READERS]:
                then = Then(app, settled.put)
                actions.vote_on_question(Unread(token), one, on=True, then=then)
                brought[reader] += 1

        monkeypatch.setattr("app.core.together.MOST", self.MOST)
        monkeypatch.setattr(
            "app.core.together.time", SimpleNamespace(sleep=pause, monotonic=time.monotonic)
        )
        readers = [
            threading.Thread(target=read, args=(number,), name=f"reader {number}")
            for number in brought
        ]
        with db.engine.connect().execution_options(writes=True) as writer:
            # Another writes to the question: what is brought cannot be taken meanwhile.
            writer.execute(db.update(Question).where(Question.id == one.id).values(turn=1))
            for reader in readers:
                reader.start()
            assert all(waiting.wait(20) for waiting in waits.values())
            assert settled.empty()
            assert sum(brought.values()) <= 2 * self.MOST + self.READERS
            writer.rollback()
        for reader in readers:
            reader.join(60)
        acts = [settled.get(timeout=20) for _ in guests]
        assert settled.empty()
        assert len({id(act) for act in acts}) == len(guests)
        assert all(act.answer().on for act in acts)
        assert told(room) == ["VoteCast"] * len(guests)
        assert queries.votes_of([one.id]) == {one.id: len(guests)}
        assert list(facts.broken_links()) == []


class TestATally:
    def test_says_what_counting_anew_says_after_any_acts(self, app: Flask, room: Room) -> None:
        chance, moderator = random.Random(11), live.moderator(room)
        questions = [live.question(room) for _ in range(4)]
        actors = [live.guest_actor() for _ in range(4)]
        for _ in range(70):
            asked = chance.choice(questions)
            db.session.refresh(asked)
            try:
                if chance.random() < 0.75:
                    on = chance.random() < 0.7
                    actions.vote_on_question(chance.choice(actors), asked, on=on)
                elif asked.state == QuestionState.MERGED:
                    actions.moderate_question(moderator, asked, to="taken")
                else:
                    into = chance.choice(questions).id
                    actions.moderate_question(moderator, asked, to="merged", into=into)
            except Exception as error:
                assert hasattr(error, "code"), error  # noqa: PT017
            counted = queries.votes_of([one.id for one in questions])
            kept = tally.votes(room.id)
            assert {one.id: kept[one.id] for one in questions} == {
                one.id: counted[one.id] for one in questions
            }

    def test_is_not_moved_by_a_vote_that_was_refused(self, room: Room) -> None:
        asked = live.question(room)
        actions.vote_on_question(live.guest_actor(), asked, on=True)
        seq, before = tally.current(room.id).seq, everything()
        with pytest.raises(SignInRequired):
            actions.vote_on_question(ANONYMOUS, asked, on=True)
        assert (tally.current(room.id).seq, everything()) == (seq, before)

    def test_hears_of_votes_between_which_another_process_took_some(self, room: Room) -> None:
        asked = live.question(room)
        theirs, ours = live.guest_actor(), live.guest_actor()
        actions.vote_on_question(live.guest_actor(), asked, on=True)
        here = tally.current(room.id)
        tally._tallies.forget()  # what follows is counted by another one
        actions.vote_on_question(theirs, asked, on=True)
        assert here.votes[asked.id] == 1
        last = facts.since(room.votes_scope, 0)[-1]
        actions.vote_on_question(ours, asked, on=True)
        after = facts.since(room.votes_scope, last.seq)
        here.hear([{"seq": one.seq, "name": one.name, "data": one.data} for one in after])
        assert (here.votes[asked.id], here.seq) == (3, after[-1].seq)
