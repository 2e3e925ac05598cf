"""A session over the socket: asked, acknowledged after the commit, moderated, supported, told."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, text

from app.core.actions import action, only_system
from app.core.actors import SYSTEM, Actor
from app.core.db import db
from app.core.facts import record
from app.live import actions
from app.live.facts import RoomStateChanged
from app.live.models import Question, QuestionState, Room, Vote
from tests.factories import live
from tests.live.sockets.clients import Follower, question
from tests.live.sockets.conftest import Served, join_as_guest

pytestmark = pytest.mark.live
Connect = Callable[..., Follower]


def stored(served: Served, number: int) -> Any:
    """Read a question as the database file or server holds it at this instant, past our session."""
    engine = create_engine(served.app.config["SQLALCHEMY_DATABASE_URI"])
    with engine.connect() as connection:
        query = text("SELECT body, state, receipt FROM question WHERE id = :id")
        row = connection.execute(query, {"id": number}).one_or_none()
    engine.dispose()
    return row


def found(number: int) -> Question:
    """Return a question that the server has just written."""
    db.session.rollback()
    return db.session.get_one(Question, number)


class TestAsking:
    def test_is_acknowledged_once_it_is_kept(
        self, served: Served, room: Room, guest: str, connect: Connect
    ) -> None:
        follower = connect(guest)
        follower.join(room.slug)
        for number in range(1, 6):
            sent = question(body=f"La question {number}", language="bm", anonymous=True)
            answer = follower.ok("question.ask", sent)
            row = stored(served, answer["id"])
            assert set(answer) == {"id", "number", "receipt", "seq"}
            assert (answer["number"], answer["seq"]) == (number, number)
            assert tuple(row) == (f"La question {number}", "received", answer["receipt"])
        assert follower.error("question.ask", question())["code"] == "too_many_waiting"

    def test_twice_with_one_key_is_answered_alike_at_both_doors(
        self, served: Served, room: Room, guest: str, connect: Connect
    ) -> None:
        follower, sent = connect(guest), question()
        follower.join(room.slug)
        first = follower.ok("question.ask", sent)
        assert follower.ok("question.ask", sent) == first
        other_line = connect(guest)
        other_line.join(room.slug)
        assert other_line.ok("question.ask", sent) == first
        answer = requests.post(
            f"{served.url}/api/v1/rooms/{room.slug}/questions",
            json=sent,
            headers={"Authorization": f"Bearer {guest}"},
            timeout=20,
        )
        assert (answer.status_code, answer.json()) == (201, first)
        assert db.session.query(Question).filter_by(room_id=room.id).count() == 1

    def test_with_the_key_of_somebody_else_is_another_question(
        self, served: Served, room: Room, guest: str, connect: Connect
    ) -> None:
        one, other = connect(guest), connect(join_as_guest(served, "Binta", "SN"))
        sent = question()
        for follower in (one, other):
            follower.join(room.slug)
        first, second = one.ok("question.ask", sent), other.ok("question.ask", sent)
        assert first["id"] != second["id"]
        assert first["receipt"] != second["receipt"]

    def test_is_told_to_its_author_and_the_desk_and_to_nobody_else(
        self, served: Served, room: Room, guest: str, moderator: str, connect: Connect
    ) -> None:
        author, second_line, desk = connect(guest), connect(guest), connect(moderator)
        nobody, other = connect(), connect(join_as_guest(served, "Binta", "SN"))
        for follower in (author, second_line, nobody, other):
            follower.join(room.slug)
        desk.join(room.slug, desk=True)
        answer = author.ok("question.ask", question(body="Encore à lire"))
        for follower in (author, second_line):
            own = follower.wait_for_item(id=answer["id"], own=True)
            assert (own["body"], own["receipt"]) == ("Encore à lire", answer["receipt"])
        seen = desk.wait_for_item(id=answer["id"])
        assert (seen["state"], "receipt" in seen, "own" in seen) == ("received", False, False)
        actions.write_feed_line(live.moderator(room), room, body="Repère")
        for follower in (nobody, other):
            follower.wait_for_item(body="Repère")
            assert [item["kind"] for item in follower.items()] == ["line"]

    def test_in_a_room_that_closes_is_refused_and_the_room_says_so(
        self, room: Room, guest: str, connect: Connect
    ) -> None:
        follower = connect(guest)
        follower.join(room.slug)
        actions.change_room_state(live.moderator(room), room, to="paused")
        follower.wait_for_item(kind="room", state="paused")
        assert follower.error("question.ask", question())["code"] == "room_closed"
        assert db.session.query(Question).filter_by(room_id=room.id).count() == 0


class TestModerating:
    def test_shows_a_question_and_takes_it_away_again(
        self, room: Room, guest: str, moderator: str, connect: Connect
    ) -> None:
        author, desk, nobody = connect(guest), connect(moderator), connect()
        author.join(room.slug)
        desk.join(room.slug, desk=True)
        nobody.join(room.slug)
        number = author.ok("question.ask", question())["id"]
        sent = {"question": number}
        for to in ("taken", "on_air", "answered"):
            answer = desk.ok("question.moderate", sent | {"to": to})
            assert answer == {"id": number, "state": to}
            for follower in (nobody, desk):
                assert follower.wait_for_item(id=number, state=to)["author"] == "Awa Traoré"
            assert author.wait_for_item(id=number, state=to, own=True)
        desk.ok("question.moderate", sent | {"to": "taken"})
        refusal = {"to": "refused", "reason": "other", "words": "Trop tard."}
        assert desk.error("question.moderate", sent | {"to": "refused"})["code"] == "invalid"
        desk.ok("question.moderate", sent | refusal)
        assert nobody.wait_for_item(id=number, gone=True) == {
            "kind": "question",
            "id": number,
            "gone": True,
        }
        own = author.wait_for_item(id=number, state="refused", own=True)
        assert (own["reason"], own["reason_words"]) == ("other", "Trop tard.")

    def test_is_for_the_moderators_of_the_room(
        self, room: Room, guest: str, connect: Connect
    ) -> None:
        taken, pending = live.question(room), live.question(room, QuestionState.RECEIVED)
        follower = connect(guest)
        follower.join(room.slug)
        sent = {"question": taken.id, "to": "on_air"}
        assert follower.error("question.moderate", sent)["code"] == "not_allowed"
        sent = {"question": pending.id, "to": "taken"}
        assert follower.error("question.moderate", sent)["code"] == "not_found"
        db.session.expire_all()
        assert (taken.state, pending.state) == (QuestionState.TAKEN, QuestionState.RECEIVED)


class TestVoting:
    def test_is_counted_once_and_told_to_everybody_as_it_stands(
        self, served: Served, room: Room, guest: str, moderator: str, connect: Connect
    ) -> None:
        asked = live.question(room)
        voter, nobody, desk = connect(guest), connect(), connect(moderator)
        voter.join(room.slug)
        nobody.join(room.slug)
        desk.join(room.slug, desk=True)
        sent = {"question": asked.id, "on": True}
        for _ in range(2):
            assert voter.ok("question.vote", sent) == {**sent, "votes": 1}
        for follower in (voter, nobody, desk):
            frame = follower.wait_for_count(asked.id, 1)
            assert set(frame) == {"seq", "at", "counts", "present"}
            assert frame["seq"] == 1
        assert voter.ok("question.vote", sent | {"on": False})["votes"] == 0
        nobody.wait_for_count(asked.id, 0)
        assert db.session.query(Vote).filter_by(question_id=asked.id).count() == 1

    def test_of_many_is_told_at_once_and_whole(
        self, served: Served, room: Room, connect: Connect
    ) -> None:
        asked, follower = live.question(room), connect()
        follower.join(room.slug)
        for _ in range(10):
            actions.vote_on_question(live.guest_actor(), asked, on=True)
        follower.wait_for_count(asked.id, 10)
        told = [votes for _, payload in follower.told for _, votes in payload.get("counts", [])]
        assert told == sorted(told)
        assert len([payload for _, payload in follower.told]) <= 12

    def test_on_what_takes_none_is_refused(self, room: Room, guest: str, connect: Connect) -> None:
        follower = connect(guest)
        follower.join(room.slug)
        expected = dict.fromkeys(("taken", "queued", "on_air"))
        expected |= dict.fromkeys(("answered", "follow_up"), "votes_closed")
        for state, asked in live.every_state(room).items():
            answer = follower.call("question.vote", {"question": asked.id})
            code = answer.get("error", {}).get("code")
            assert code == expected.get(state.value, "not_found"), state

    def test_moves_with_a_merge_and_back(
        self, room: Room, moderator: str, connect: Connect
    ) -> None:
        asked, root = live.question(room), live.question(room)
        live.vote(asked)
        live.vote(root)
        nobody, desk = connect(), connect(moderator)
        nobody.join(room.slug)
        desk.join(room.slug, desk=True)
        desk.ok("question.moderate", {"question": asked.id, "to": "merged", "into": root.id})
        nobody.wait_for_count(root.id, 2)
        nobody.wait_for_item(id=asked.id, gone=True)
        desk.ok("question.moderate", {"question": asked.id, "to": "taken"})
        nobody.wait_for_count(root.id, 1)
        nobody.wait_for_count(asked.id, 1)


class TestTheChain:
    def test_of_frames_has_no_gap_for_anybody(
        self, served: Served, room: Room, guest: str, moderator: str, connect: Connect
    ) -> None:
        author, nobody, desk = connect(guest), connect(), connect(moderator)
        stood = [author.join(room.slug)["seq"], nobody.join(room.slug)["seq"]]
        stood.append(desk.join(room.slug, desk=True)["seq"])
        mod = live.moderator(room)
        for turn in range(4):
            number = author.ok("question.ask", question())["id"]
            asked = found(number)
            actions.moderate_question(
                mod,
                asked,
                to="taken" if turn % 2 else "refused",
                **({} if turn % 2 else {"reason": "unclear"}),
            )
            actions.write_feed_line(mod, room, body=f"Ligne {turn}")
            nobody.wait_for_item(body=f"Ligne {turn}")
        for follower, seq in zip((author, nobody, desk), stood, strict=True):
            follower.wait_for_item(body="Ligne 3")
            for frame in follower.changes():
                assert set(frame) == {"prev", "seq", "at", "changes"}
                assert frame["prev"] <= seq, "a frame before this one was lost"
                seq = max(seq, frame["seq"])
            assert seq == 12
        moving = [frame for frame in nobody.changes() if frame["seq"] > frame["prev"]]
        assert [frame["prev"] for frame in moving[1:]] == [frame["seq"] for frame in moving[:-1]]

    def test_goes_on_where_a_client_left(self, room: Room, guest: str, connect: Connect) -> None:
        follower, mod = connect(guest), live.moderator(room)
        follower.join(room.slug)
        number = follower.ok("question.ask", question())["id"]
        seen = follower.ok("room.sync", {"after": 0})["seq"]
        follower.close()
        asked = found(number)
        actions.moderate_question(mod, asked, to="taken")
        actions.write_feed_line(mod, room, body="Pendant ce temps")
        back = connect(guest).join(room.slug, after=seen)
        assert (back["prev"], back["seq"]) == (seen, seen + 2)
        assert [item.get("own", item["kind"]) for item in back["changes"]] == [
            *("question", "line", True),
        ]
        assert back["counts"] == [[number, 0]]

    def test_starts_anew_for_who_is_far_behind(
        self, served: Served, room: Room, guest: str, connect: Connect
    ) -> None:
        @action(only_system)
        def shake(actor: Actor) -> None:
            for _ in range(301):
                record(actor, RoomStateChanged(room_id=room.id, was="open", to="open"))

        follower = connect(guest)
        follower.join(room.slug)
        shake(SYSTEM)
        assert "snapshot" in follower.ok("room.sync", {"after": 0})
        assert "changes" in follower.ok("room.sync", {"after": 1})
        assert "snapshot" in follower.ok("room.sync", {"after": 9_999})
