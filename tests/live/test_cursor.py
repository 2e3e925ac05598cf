"""What is told after a number, in the view of each audience; what is private stays private."""

import json
from typing import Any

import pytest
from flask import Flask

from app.core import facts
from app.core.actors import ANONYMOUS, Actor
from app.live import actions, queries, schemas
from app.live.models import PUBLIC_STATES, Question, QuestionState, Room
from app.live.queries import cursor
from tests.factories import accounts as people
from tests.factories import live

HIDDEN = "Kadidia Sidibé"
BODY = "Le corps secret d’une question"
WORDS = "Des mots pour l’auteur seul"
PUBLIC_FIELDS = {
    "entered_for",
    *("kind", "id", "number", "body", "language", "theme", "author", "country", "state"),
    *("votes", "asked_at", "moved_at", "answer", "answered", "follow_up", "gathers"),
    *("original", "translation"),
}
OWN_FIELDS = PUBLIC_FIELDS | {
    *("own", "receipt", "reason", "reason_sentence", "reason_words", "merged_into", "root"),
}
DESK_FIELDS = PUBLIC_FIELDS | {
    *("anonymous", "entered_by", "reason", "reason_words", "merged_into"),
    *("claimed_by", "claimed_at"),
}


@pytest.fixture
def author(app: Flask) -> Actor:
    return live.guest_actor(name=HIDDEN, country="CI")


def ask(author: Actor, room: Room, **values: Any) -> Question:
    return actions.ask_question(author, room, **({"body": BODY, "anonymous": True} | values))


def move(moderator: Actor, question: Question, to: str, **values: Any) -> None:
    actions.moderate_question(moderator, question, to=to, **values)


def told(actor: Actor, room: Room, after: int = 0) -> list[dict[str, Any]]:
    return list(cursor.catch_up(actor, room, after)["changes"])


def kinds(items: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(item["kind"], item.get("state"), item.get("own", item.get("gone"))) for item in items]


class TestAPendingQuestion:
    def test_is_told_to_its_author_and_the_desk_and_to_nobody_else(
        self, room: Room, author: Actor, moderator: Actor
    ) -> None:
        asked = ask(author, room)
        assert kinds(told(author, room)) == [("question", "received", True)]
        assert kinds(told(moderator, room)) == [("question", "received", None)]
        assert told(ANONYMOUS, room) == told(live.guest_actor(), room) == []
        shown = cursor.snapshot(ANONYMOUS, room)["snapshot"]
        assert (shown["questions"], shown["own"]) == ([], [])
        assert asked.body not in json.dumps(shown, ensure_ascii=False)

    def test_that_is_withdrawn_or_refused_was_never_there(
        self, room: Room, author: Actor, moderator: Actor
    ) -> None:
        actions.withdraw_question(author, ask(author, room))
        move(moderator, ask(author, room), "refused", reason="other", words=WORDS)
        root = live.question(room)
        move(moderator, ask(author, room), "merged", into=root.id)
        (item,) = told(ANONYMOUS, room)
        assert item["id"] == root.id
        assert kinds(told(author, room))[1:] == [
            ("question", "withdrawn", True),
            ("question", "refused", True),
            ("question", "merged", True),
        ]


class TestAQuestionThatLeavesThePublicEye:
    @pytest.mark.parametrize("to", ["refused", "merged", "withdrawn"])
    def test_is_told_as_gone_and_no_more(
        self, room: Room, author: Actor, moderator: Actor, to: str
    ) -> None:
        asked = ask(author, room)
        move(moderator, asked, "taken")
        seen, root = facts.latest(room.scope), live.question(room)
        if to == "withdrawn":
            actions.withdraw_question(author, asked)
        elif to == "refused":
            move(moderator, asked, to, reason="other", words=WORDS)
        else:
            move(moderator, asked, to, into=root.id)
        items = told(ANONYMOUS, room, seen)
        assert {"kind": "question", "id": asked.id, "gone": True} in items
        assert BODY not in json.dumps(items, ensure_ascii=False)
        assert [item["id"] for item in items if not item.get("gone")] == (
            [root.id] if to == "merged" else []
        )


class TestTheViews:
    def test_have_these_fields_and_no_other(
        self, room: Room, author: Actor, moderator: Actor
    ) -> None:
        asked = ask(author, room, anonymous=False)
        move(moderator, asked, "taken")
        assert set(schemas.public_view(asked, 0)) == PUBLIC_FIELDS
        assert set(schemas.own_view(asked, 0)) == OWN_FIELDS
        assert set(schemas.desk_view(asked, 0)) == DESK_FIELDS
        assert schemas.public_view(asked, 3)["votes"] == 3
        assert schemas.public_view(asked, 0)["author"] == HIDDEN

    def test_hide_the_name_of_who_hides_from_the_desk_too(
        self, room: Room, author: Actor, moderator: Actor
    ) -> None:
        asked = ask(author, room)
        move(moderator, asked, "taken")
        for actor in (ANONYMOUS, live.guest_actor(), moderator):
            for payload in (told(actor, room), cursor.snapshot(actor, room)):
                text = json.dumps(payload, ensure_ascii=False)
                assert BODY in text
                assert HIDDEN not in text
                assert asked.receipt not in text
                assert '"country": "CI"' in text

    def test_say_why_to_the_author_and_the_desk_alone(
        self, room: Room, author: Actor, moderator: Actor
    ) -> None:
        asked = ask(author, room)
        move(moderator, asked, "taken")
        move(moderator, asked, "refused", reason="other", words=WORDS)
        for actor, reads in ((ANONYMOUS, 0), (live.guest_actor(), 0), (moderator, 1), (author, 1)):
            text = json.dumps(told(actor, room), ensure_ascii=False)
            assert (WORDS in text) is bool(reads)
            text = json.dumps(cursor.snapshot(actor, room), ensure_ascii=False)
            assert (WORDS in text) is bool(reads)


class TestMergedQuestions:
    def test_move_both_counts_when_they_are_parted(
        self, room: Room, author: Actor, moderator: Actor
    ) -> None:
        asked, root = ask(author, room), live.question(room)
        move(moderator, asked, "taken")
        live.vote(asked)
        move(moderator, asked, "merged", into=root.id)
        seen = facts.latest(room.scope)
        move(moderator, asked, "taken")
        found = cursor.changes(room, seen, facts.latest(room.scope))
        assert found.counts == {asked.id: 1, root.id: 0}
        assert {item["id"]: item["votes"] for item in told(ANONYMOUS, room, seen)} == {
            asked.id: 1,
            root.id: 0,
        }

    def test_tell_their_authors_where_they_went_with_another(
        self, room: Room, author: Actor, moderator: Actor
    ) -> None:
        asked, second, root = ask(author, room), live.question(room), live.question(room)
        move(moderator, asked, "merged", into=second.id)
        seen = facts.latest(room.scope)
        move(moderator, second, "merged", into=root.id)
        (item,) = [item for item in told(author, room, seen) if item.get("own")]
        assert item["merged_into"] == {"id": root.id, "number": root.number}


class TestCatchingUp:
    def test_gives_what_is_missing_from_a_number(
        self, room: Room, author: Actor, moderator: Actor
    ) -> None:
        for _ in range(3):
            move(moderator, ask(author, room), "taken")
        answer = cursor.catch_up(ANONYMOUS, room, 4)
        assert (answer["prev"], answer["seq"]) == (4, 6)
        assert [item["number"] for item in answer["changes"]] == [3]
        assert len(answer["counts"]) == 3
        assert told(ANONYMOUS, room, 6) == []

    @pytest.mark.parametrize("after", [None, 7, 2**53])
    def test_gives_a_snapshot_to_who_cannot_be_followed(
        self, room: Room, author: Actor, moderator: Actor, after: int | None
    ) -> None:
        for _ in range(3):
            move(moderator, ask(author, room), "taken")
        answer = cursor.catch_up(ANONYMOUS, room, after)
        assert set(answer) == {"seq", "snapshot"}
        assert answer["seq"] == 6
        assert len(answer["snapshot"]["questions"]) == 3

    def test_gives_a_snapshot_to_who_is_far_behind(
        self, room: Room, author: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cursor, "SNAPSHOT_BEHIND", 3)
        for _ in range(4):
            ask(author, room)
        assert "snapshot" in cursor.catch_up(ANONYMOUS, room, 0)
        assert "changes" in cursor.catch_up(ANONYMOUS, room, 1)

    def test_tells_the_state_of_the_room_and_the_feed(self, room: Room, moderator: Actor) -> None:
        asked = live.question(room)
        actions.write_feed_line(moderator, room, body="Ligne", speaker="La DGME", question=asked.id)
        actions.change_room_state(moderator, room, to="paused")
        line, place = told(ANONYMOUS, room)
        fields = {"kind", "id", "body", "speaker", "said_at", "question", "earlier", "link"}
        assert set(line) == fields
        assert (line["kind"], line["body"], line["question"]) == ("line", "Ligne", asked.number)
        bounds = {"questions_from", "questions_until", "answers_until", "stream"}
        assert set(place) == {"kind", "slug", "title", "state", "is_open", "meeting"} | bounds
        assert (place["kind"], place["state"]) == ("room", "paused")

    def test_holds_what_one_supports_and_asked(self, room: Room, moderator: Actor) -> None:
        person = people.guest()
        actor, asked = people.actor(person), live.question(room)
        own = live.question(room, QuestionState.RECEIVED, person)
        live.vote(asked, person)
        shown = cursor.snapshot(actor, room)["snapshot"]
        assert shown["supported"] == [asked.id]
        assert [item["id"] for item in shown["own"]] == [own.id]
        assert [item["id"] for item in shown["questions"]] == [asked.id]
        nobodys = cursor.snapshot(ANONYMOUS, room)["snapshot"]
        assert (nobodys["supported"], nobodys["own"]) == ([], [])


class TestVotes:
    def test_do_not_move_the_rooms_number(self, room: Room) -> None:
        asked, before = live.question(room), facts.latest(room.scope)
        actions.vote_on_question(live.guest_actor(), asked, on=True)
        assert facts.latest(room.scope) == before
        assert cursor.vote_changes(room.id, 0) == (1, [(asked.id, 1)])
        assert cursor.vote_changes(room.id, 1) == (1, [])

    def test_are_told_under_the_question_that_carries_them(
        self, room: Room, moderator: Actor
    ) -> None:
        asked, root = live.question(room), live.question(room)
        actions.vote_on_question(live.guest_actor(), asked, on=True)
        move(moderator, asked, "merged", into=root.id)
        assert cursor.vote_changes(room.id, 0) == (1, [(root.id, 1)])

    def test_of_what_left_the_public_eye_are_told_to_nobody(
        self, room: Room, moderator: Actor
    ) -> None:
        asked = live.question(room)
        actions.vote_on_question(live.guest_actor(), asked, on=True)
        move(moderator, asked, "refused", reason="unclear")
        assert cursor.vote_changes(room.id, 0) == (1, [])


def test_a_question_is_found_by_who_may_see_it_alone(room: Room) -> None:
    from app.core.errors import NotFound

    person = people.guest()
    stranger, author = live.guest_actor(), people.actor(person)
    moderator = live.moderator(room)
    for state, asked in live.every_state(room, person).items():
        public = state in PUBLIC_STATES
        for actor, sees in ((ANONYMOUS, public), (stranger, public), (author, 1), (moderator, 1)):
            if sees:
                assert queries.question(actor, asked.id, room) is asked
            else:
                with pytest.raises(NotFound):
                    queries.question(actor, asked.id, room)
        with pytest.raises(NotFound):
            queries.question(moderator, asked.id, live.room())
