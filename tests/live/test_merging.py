"""Merging: every author, support and country stays, and each author follows the result."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.live import actions, queries, schemas
from app.live.facts import QuestionReinstated, QuestionSucceeded, QuestionWithdrawn
from app.live.models import PUBLIC_STATES, Question, QuestionState, Room
from app.live.queries import cursor
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything, last_facts
from tests.racing import at_once


class TestAMerge:
    @pytest.mark.parametrize("state", PUBLIC_STATES)
    def test_goes_into_a_question_that_is_shown(
        self, room: Room, moderator: Actor, state: QuestionState
    ) -> None:
        into, asked = live.question(room, state), live.question(room, QuestionState.RECEIVED)
        actions.moderate_question(moderator, asked, to="merged", into=into.id)
        assert asked.root_id == into.id

    def test_elsewhere_is_refused_with_nothing_written(self, room: Room, moderator: Actor) -> None:
        asked = live.question(room)
        places = {
            "itself": asked.id,
            "another room": live.question(live.room()).id,
            "missing": 10_000,
            "none": None,
            "too large": 2**53,
        } | {
            state: found.id
            for state, found in live.every_state(room).items()
            if state not in PUBLIC_STATES
        }
        before = everything()
        for place, number in places.items():
            with pytest.raises(Invalid) as caught:
                actions.moderate_question(moderator, asked, to="merged", into=number)
            assert list(caught.value.fields) == ["into"], place
        assert everything() == before

    def test_brings_along_what_was_merged_before(self, room: Room, moderator: Actor) -> None:
        first, second, root = (live.question(room) for _ in range(3))
        actions.moderate_question(moderator, first, to="merged", into=second.id)
        actions.moderate_question(moderator, second, to="merged", into=root.id)
        db.session.expire_all()
        assert (first.root_id, second.root_id) == (root.id, root.id)

    def test_moves_the_votes_and_parting_moves_them_back(
        self, room: Room, moderator: Actor
    ) -> None:
        asked, root = live.question(room), live.question(room)
        live.vote(asked)
        live.vote(root)
        actions.moderate_question(moderator, asked, to="merged", into=root.id)
        assert queries.votes_of([root.id]) == {root.id: 2}
        actions.moderate_question(moderator, asked, to="taken")
        assert queries.votes_of([root.id, asked.id]) == {root.id: 1, asked.id: 1}

    def test_by_two_moderators_at_once_never_goes_round(self, app: Flask, room: Room) -> None:
        moderators = [live.moderator(room) for _ in range(2)]
        for _ in range(4):
            first, second = live.question(room).id, live.question(room).id

            def merging(actor: Actor, one: int, other: int) -> Callable[[], int]:
                return lambda: (
                    actions.moderate_question(
                        actor, db.session.get_one(Question, one), to="merged", into=other
                    ).id
                )

            results = at_once(
                app, merging(moderators[0], first, second), merging(moderators[1], second, first)
            )
            assert sorted(type(result).__name__ for result in results) == ["Invalid", "int"]

    def test_by_two_moderators_at_once_never_makes_a_chain(self, app: Flask, room: Room) -> None:
        moderators = [live.moderator(room) for _ in range(2)]
        for _ in range(4):
            a, b, c = (live.question(room).id for _ in range(3))

            def merging(actor: Actor, one: int, other: int) -> Callable[[], int]:
                return lambda: (
                    actions.moderate_question(
                        actor, db.session.get_one(Question, one), to="merged", into=other
                    ).id
                )

            at_once(app, merging(moderators[0], a, b), merging(moderators[1], b, c))
            db.session.expire_all()
            into = db.session.get_one(Question, a).merged_into
            assert into is None or into.merged_into_id is None


class TestTheAuthorOfAMergedQuestion:
    def test_follows_what_becomes_of_the_one_it_is_in(self, room: Room, moderator: Actor) -> None:
        person = people.guest()
        root, asked = live.question(room), live.question(room, author=person)
        actions.moderate_question(moderator, asked, to="merged", into=root.id)
        after = cursor.snapshot(people.actor(person), room)["seq"]
        answer = {"answer": "Au printemps.", "respondent": "Mme Diarra", "office": "La DGME"}
        actions.moderate_question(moderator, root, to="answered", **answer)
        told = cursor.catch_up(people.actor(person), room, after)["changes"]
        (own,) = [item for item in told if item.get("own")]
        assert (own["state"], own["root"]["state"]) == ("merged", "answered")
        assert own["root"]["answer"] == "Au printemps."
        assert own["root"]["answered"]["office"] == {"name": "La DGME", "slug": None}

    def test_reads_why_the_one_it_is_in_was_refused(self, room: Room, moderator: Actor) -> None:
        root, asked = live.question(room), live.question(room)
        actions.moderate_question(moderator, asked, to="merged", into=root.id)
        actions.moderate_question(
            moderator, root, to="refused", reason="unclear", words="Pour elle"
        )
        db.session.expire_all()
        view = schemas.own_view(asked, 0)
        assert view["root"]["reason"] == "unclear"
        assert "Pour elle" not in str(view)


class TestTheRootOfAMerge:
    def test_names_the_numbers_and_countries_that_it_gathers(
        self, room: Room, moderator: Actor
    ) -> None:
        root = live.question(room)
        asked = live.question(room, author=people.guest(country="SN"))
        actions.moderate_question(moderator, asked, to="merged", into=root.id)
        shown = cursor.snapshot(live.guest_actor(), room)["snapshot"]["questions"]
        assert [one["number"] for one in shown] == [root.number]
        assert shown[0]["gathers"] == [{"number": asked.number, "country": "SN"}]


class TestWithdrawingTheRoot:
    def family(self, room: Room, state: QuestionState = QuestionState.TAKEN) -> list[Question]:
        """Return a root of an author of its own, and two that are merged into it."""
        root = live.question(room, state)
        merged = [
            live.question(room, QuestionState.MERGED, merged_into_id=root.id) for _ in range(2)
        ]
        return [root, *merged]

    @pytest.mark.parametrize(
        ("state", "becomes"),
        [("taken", "taken"), ("queued", "queued"), ("received", "received")],
    )
    def test_puts_the_first_merged_in_its_place_with_every_support(
        self, room: Room, state: str, becomes: str
    ) -> None:
        root, first, second = family = self.family(room, QuestionState(state))
        for asked in family:
            live.vote(asked)
        author = people.actor(root.author)
        actions.withdraw_question(author, root)
        db.session.expire_all()
        assert (root.state, first.state.value) == (QuestionState.WITHDRAWN, becomes)
        assert (root.merged_into_id, second.merged_into_id) == (first.id, first.id)
        assert queries.votes_of([first.id]) == {first.id: 3}
        withdrawn = QuestionWithdrawn(
            room_id=room.id, question_id=root.id, was=state, into_id=first.id
        )
        succeeded = QuestionSucceeded(
            room_id=room.id, question_id=first.id, was="merged", to=becomes, into_id=root.id
        )
        assert last_facts(room, 2) == [succeeded, withdrawn]

    def test_shows_the_heir_to_who_follows_the_room(self, room: Room) -> None:
        root, first, _second = self.family(room)
        actions.withdraw_question(people.actor(root.author), root)
        told = cursor.catch_up(live.guest_actor(), room, 0)["changes"]
        assert {"kind": "question", "id": root.id, "gone": True} in told
        (heir,) = [item for item in told if not item.get("gone")]
        assert (heir["id"], heir["state"], len(heir["gathers"])) == (first.id, "taken", 1)

    def test_and_its_heir_leaves_nobody_without_a_public_root(self, room: Room) -> None:
        root, first, second = self.family(room)
        actions.withdraw_question(people.actor(root.author), root)
        actions.withdraw_question(people.actor(first.author), first)
        db.session.expire_all()
        assert second.state == QuestionState.TAKEN
        assert {one.merged_into_id for one in (root, first)} == {second.id}
        actions.withdraw_question(people.actor(second.author), second)
        db.session.expire_all()
        assert {one.merged_into_id for one in (root, first, second)} == {None}

    def test_is_undone_among_those_that_followed_it(self, room: Room) -> None:
        root, first, _second = self.family(room)
        live.vote(root)
        author = people.actor(root.author)
        actions.withdraw_question(author, root)
        actions.reinstate_question(author, root)
        db.session.expire_all()
        assert (root.state, root.merged_into_id) == (QuestionState.MERGED, first.id)
        assert queries.votes_of([first.id]) == {first.id: 1}
        assert last_facts(room, 1) == [
            QuestionReinstated(room_id=room.id, question_id=root.id, to="merged", into_id=first.id)
        ]

    def test_while_another_is_parted_from_it_keeps_one_root_each(
        self, app: Flask, room: Room, moderator: Actor
    ) -> None:
        for _ in range(4):
            root, first, second = self.family(room)
            author, ids = people.actor(root.author), (root.id, first.id)

            def withdrawing(actor: Actor = author, number: int = ids[0]) -> int:
                return actions.withdraw_question(actor, db.session.get_one(Question, number)).id

            def parting(number: int = ids[1]) -> int:
                asked = db.session.get_one(Question, number)
                return actions.moderate_question(moderator, asked, to="taken").id

            at_once(app, withdrawing, parting)
            db.session.expire_all()
            assert first.state == QuestionState.TAKEN
            assert second.root_id in (first.id, second.id)
            assert db.session.get_one(Question, second.root_id).state == QuestionState.TAKEN
