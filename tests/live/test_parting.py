"""A merge that is taken back: who followed only because of it follows no more, the others do."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.actors import Actor
from app.core.db import db
from app.live import actions, queries, schemas
from app.live.models import Question, QuestionState, Room
from app.live.queries import cursor, journal, tally
from tests.factories import accounts as people
from tests.factories import live
from tests.racing import at_once

PartBy = Callable[[Actor, Question], object]


def undo(moderator: Actor, question: Question) -> None:
    """Take the last move of the question back."""
    (move,) = journal.undoable(moderator, question.room)
    actions.undo_act(moderator, question.room, move=move.row.seq)


def part(moderator: Actor, question: Question) -> None:
    """Let the question stand for itself again, by a move of its own."""
    actions.moderate_question(moderator, question, to="taken")


def merge(moderator: Actor, question: Question, into: Question) -> None:
    actions.moderate_question(moderator, question, to="merged", into=into.id)


def roots(*questions: Question) -> list[int]:
    """Return the question that each follows, or itself."""
    db.session.expire_all()
    return [one.root_id for one in questions]


@pytest.mark.parametrize("taken_back_by", [undo, part])
class TestAMergeTakenBack:
    def test_gives_back_those_who_came_along_and_leaves_who_was_there(
        self, room: Room, moderator: Actor, taken_back_by: PartBy
    ) -> None:
        asked, along, root, there = (live.question(room) for _ in range(4))
        merge(moderator, along, asked)
        merge(moderator, there, root)
        for one in (asked, along, root, there):
            live.vote(one)
        merge(moderator, asked, root)
        assert roots(asked, along, there) == [root.id] * 3
        taken_back_by(moderator, asked)
        assert roots(asked, along, root, there) == [asked.id, asked.id, root.id, root.id]
        counted = {asked.id: 2, root.id: 2}
        assert queries.votes_of([asked.id, root.id]) == counted
        assert {one: tally.votes(room.id)[one] for one in counted} == counted

    def test_tells_the_result_to_nobody_who_did_not_ask_for_it(
        self, room: Room, moderator: Actor, taken_back_by: PartBy
    ) -> None:
        authors = [people.guest() for _ in range(3)]
        asked, along, there = (live.question(room, author=author) for author in authors)
        root = live.question(room)
        merge(moderator, along, asked)
        merge(moderator, there, root)
        merge(moderator, asked, root)
        after = cursor.snapshot(people.actor(authors[1]), room)["seq"]
        taken_back_by(moderator, asked)
        told = cursor.catch_up(people.actor(authors[1]), room, after)["changes"]
        (own,) = [item for item in told if item.get("own")]
        assert own["root"]["number"] == asked.number
        actions.moderate_question(moderator, root, to="answered", answer="Au printemps.")
        reading = [cursor.snapshot(people.actor(author), room)["snapshot"] for author in authors]
        follows = ["Au printemps." in str(one["own"]) for one in reading]
        assert follows == [False, False, True]

    def test_through_another_merge_gives_each_back_to_its_own(
        self, room: Room, moderator: Actor, taken_back_by: PartBy
    ) -> None:
        along, asked, between, root = (live.question(room) for _ in range(4))
        merge(moderator, along, asked)
        merge(moderator, asked, between)
        merge(moderator, between, root)
        taken_back_by(moderator, between)
        assert roots(along, asked, between) == [between.id] * 3
        part(moderator, asked)
        assert roots(along, asked, between) == [asked.id, asked.id, between.id]

    def test_leaves_who_was_moved_since_where_they_were_put(
        self, room: Room, moderator: Actor, taken_back_by: PartBy
    ) -> None:
        asked, stays, leaves, root = (live.question(room) for _ in range(4))
        for one in (stays, leaves):
            merge(moderator, one, asked)
        merge(moderator, asked, root)
        other = live.moderator(room)
        part(other, leaves)
        part(other, stays)
        merge(other, stays, root)
        taken_back_by(moderator, asked)
        assert roots(asked, stays, leaves) == [asked.id, root.id, leaves.id]

    def test_after_its_root_was_withdrawn_leaves_the_heir(
        self, room: Room, moderator: Actor, taken_back_by: PartBy
    ) -> None:
        root, heir = live.question(room), live.question(room)
        asked, along = live.question(room), live.question(room)
        merge(moderator, heir, root)
        merge(moderator, along, asked)
        merge(moderator, asked, root)
        actions.withdraw_question(people.actor(root.author), root)
        assert roots(asked, along, root) == [heir.id] * 3
        taken_back_by(moderator, asked)
        assert roots(asked, along, root) == [asked.id, asked.id, heir.id]


def test_undoing_a_parting_brings_those_back_who_left_with_it(room: Room, moderator: Actor) -> None:
    asked, along, root = (live.question(room) for _ in range(3))
    merge(moderator, along, asked)
    merge(moderator, asked, root)
    part(moderator, asked)
    undo(moderator, asked)
    assert roots(asked, along) == [root.id, root.id]
    part(moderator, asked)
    assert roots(asked, along) == [asked.id, asked.id]


def test_parting_while_the_others_are_moved_waits_in_no_circle(
    app: Flask, room: Room, moderator: Actor
) -> None:
    other = live.moderator(room)
    for _ in range(4):
        root, asked, along, third = (live.question(room) for _ in range(4))
        merge(moderator, along, asked)
        merge(moderator, asked, root)

        def moving(
            actor: Actor, number: int, to: str, into: int | None = None
        ) -> Callable[[], int]:
            return lambda: (
                actions.moderate_question(
                    actor, db.session.get_one(Question, number), to=to, into=into
                ).id
            )

        results = at_once(
            app,
            moving(moderator, asked.id, "taken"),
            moving(other, root.id, "merged", third.id),
            moving(other, along.id, "received"),
        )
        assert results == [asked.id, root.id, along.id]
        assert roots(asked, root, along) == [asked.id, third.id, along.id]
        assert along.state == QuestionState.RECEIVED


def test_a_question_that_is_parted_is_public_with_what_it_gathers(
    room: Room, moderator: Actor
) -> None:
    asked, along, root = (live.question(room) for _ in range(3))
    merge(moderator, along, asked)
    merge(moderator, asked, root)
    undo(moderator, asked)
    db.session.expire_all()
    gathers = {one.id: schemas.public_view(one, 0)["gathers"] for one in (asked, root)}
    assert [one["number"] for one in gathers[asked.id]] == [along.number]
    assert gathers[root.id] == []
