"""Connecting and entering a room: as a guest, a browser, nobody, or with what is not valid."""

from collections.abc import Callable
from typing import Any

import pytest
import socketio.exceptions

from app.accounts.models import Device, Role
from app.core.clock import now
from app.core.db import db
from app.live import actions
from app.live.models import Question, QuestionState, Room
from tests.factories import accounts as people
from tests.factories import live
from tests.live.sockets.clients import Follower, RawClient, question
from tests.live.sockets.conftest import Served, join_as_guest

pytestmark = pytest.mark.live
Connect = Callable[..., Follower]


class TestEntering:
    def test_as_a_guest_gives_the_room_as_it_stands(
        self, room: Room, guest: str, connect: Connect
    ) -> None:
        asked = live.question(room)
        live.question(room, QuestionState.RECEIVED)
        entered = connect(guest).join(room.slug)
        assert set(entered) == {"seq", "snapshot", "room", "present", "at"}
        assert (entered["seq"], entered["room"], entered["present"]) == (0, room.slug, 1)
        shown = entered["snapshot"]
        assert set(shown) == {
            *("room", "questions", "own", "supported", "order", "feed"),
            *("floor", "hand", "polls", "voted", "screen"),
        }
        assert [item["id"] for item in shown["questions"]] == [asked.id]

    def test_as_nobody_is_to_read(self, room: Room, connect: Connect) -> None:
        asked = live.question(room)
        nobody = connect()
        assert len(nobody.join(room.slug)["snapshot"]["questions"]) == 1
        for event, sent in (
            ("question.ask", question()),
            ("question.vote", {"question": asked.id}),
            ("question.moderate", {"question": asked.id, "to": "on_air"}),
        ):
            assert nobody.error(event, sent)["code"] == "sign_in_required"
        db.session.expire_all()
        assert (room.asked, asked.state) == (1, QuestionState.TAKEN)

    def test_with_the_cookie_of_a_browser_is_as_its_person(
        self, served: Served, room: Room, connect: Connect
    ) -> None:
        person = people.guest()
        cookie = browser_cookie(served, person)
        browser = connect(headers={"Cookie": cookie}, origin=served.url)
        browser.join(room.slug)
        assert browser.ok("question.ask", question())["number"] == 1
        asked = db.session.scalars(db.select(Question).where(Question.room_id == room.id)).one()
        assert asked.author_id == person.id

    def test_with_the_cookie_from_another_site_is_refused(
        self, served: Served, connect: Connect
    ) -> None:
        cookie = browser_cookie(served, people.guest())
        with pytest.raises(socketio.exceptions.ConnectionError):
            connect(headers={"Cookie": cookie}, origin="https://elsewhere.example")

    def test_with_a_token_that_is_not_valid_is_refused(self, served: Served) -> None:
        revoked, device = people.device(people.guest())
        revoke(device)
        for token in ("wrong", "", 5, ["x"], {"a": 1}, True, "x" * 10_000, revoked):
            raw = RawClient(served.url, token)
            assert raw.greeting.startswith("44/live,"), token
            raw.close()

    def test_over_polling_works_where_websockets_are_blocked(
        self, room: Room, guest: str, connect: Connect
    ) -> None:
        follower = connect(guest, transports=["polling"])
        follower.join(room.slug)
        assert follower.ok("question.ask", question())["number"] == 1

    @pytest.mark.parametrize("named", ["nulle-part", "x" * 80, "../moi", "Salle", "'"])
    def test_a_room_that_does_not_exist_is_refused(self, connect: Connect, named: str) -> None:
        assert connect().error("room.join", {"room": named})["code"] == "not_found"

    def test_the_desk_is_for_moderators(
        self, room: Room, guest: str, moderator: str, connect: Connect
    ) -> None:
        live.question(room, QuestionState.RECEIVED)
        wanted = {"room": room.slug, "desk": True}
        assert connect(guest).error("room.join", wanted)["code"] == "not_allowed"
        assert connect().error("room.join", wanted)["code"] == "sign_in_required"
        entered = connect(moderator).ok("room.join", wanted)
        assert [item["state"] for item in entered["snapshot"]["questions"]] == ["received"]


class TestNotInARoom:
    @pytest.mark.parametrize(
        ("event", "sent"),
        [
            ("room.sync", {"after": 0}),
            ("question.ask", question()),
            ("question.vote", {"question": 1}),
            ("question.moderate", {"question": 1, "to": "taken"}),
        ],
    )
    def test_nothing_is_done(self, guest: str, connect: Connect, event: str, sent: Any) -> None:
        assert connect(guest).error(event, sent)["code"] == "not_in_room"

    def test_a_question_of_another_room_is_not_found(
        self, room: Room, guest: str, moderator: str, connect: Connect
    ) -> None:
        elsewhere = live.question(live.room())
        for token in (guest, moderator):
            follower = connect(token)
            follower.join(room.slug)
            sent = {"question": elsewhere.id}
            assert follower.error("question.vote", sent)["code"] == "not_found"
            move = {"question": elsewhere.id, "to": "on_air"}
            assert follower.error("question.moderate", move)["code"] == "not_found"

    def test_a_room_named_in_a_question_is_not_believed(
        self, room: Room, guest: str, connect: Connect
    ) -> None:
        other = live.room()
        follower = connect(guest)
        follower.join(room.slug)
        refusal = follower.error("question.ask", question(room=other.slug))
        assert (refusal["code"], list(refusal["fields"])) == ("invalid", ["room"])


class TestLeaving:
    def test_a_room_for_another_ends_its_news(
        self, room: Room, guest: str, moderator: str, connect: Connect
    ) -> None:
        other = live.room()
        stays, goes = connect(), connect(guest)
        stays.join(room.slug)
        goes.join(room.slug)
        goes.join(other.slug)
        mod = live.moderator()
        actions.write_feed_line(mod, room, body="Dans la première")
        stays.wait_for_item(body="Dans la première")
        actions.write_feed_line(mod, other, body="Dans la seconde")
        goes.wait_for_item(body="Dans la seconde")
        assert [item["body"] for item in goes.items()] == ["Dans la seconde"]

    def test_the_desk_for_the_audience_ends_its_news(
        self, served: Served, room: Room, moderator: str, connect: Connect
    ) -> None:
        follower = connect(moderator)
        follower.join(room.slug, desk=True)
        follower.join(room.slug)
        actions.ask_question(live.guest_actor(), room, body="En attente")
        actions.write_feed_line(live.moderator(room), room, body="Repère")
        follower.wait_for_item(body="Repère")
        assert [item["kind"] for item in follower.items()] == ["line"]

    def test_is_counted(self, served: Served, room: Room, connect: Connect) -> None:
        stays = connect(join_as_guest(served, "Un", "ML"))
        stays.join(room.slug)
        goes = connect()
        assert goes.join(room.slug)["present"] == 2
        stays.wait(lambda event, payload: event == "room.counts" and payload["present"] == 2)
        stays.told.clear()  # before: what is told at once must not be cleared away
        goes.close()
        stays.wait(lambda event, payload: event == "room.counts" and payload["present"] == 1)


class TestARevokedDevice:
    def test_is_nobody_from_then_on(self, room: Room, connect: Connect) -> None:
        token, device = people.device(people.guest())
        follower = connect(token)
        follower.join(room.slug)
        follower.ok("question.ask", question())
        revoke(device)
        assert follower.error("question.ask", question())["code"] == "sign_in_required"
        assert follower.ok("room.sync", {"after": 0})["changes"] == []

    def test_of_a_moderator_is_told_no_more_than_the_public(
        self, served: Served, room: Room, connect: Connect
    ) -> None:
        person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
        token, device = people.device(person, second_factor=True)
        follower = connect(token)
        follower.join(room.slug, desk=True)
        author = live.guest_actor()
        actions.ask_question(author, room, body="La première en attente")
        follower.wait_for_item(body="La première en attente")
        revoke(device)
        actions.ask_question(author, room, body="La seconde en attente")
        actions.write_feed_line(live.moderator(room), room, body="Repère")
        follower.wait_for_item(body="Repère")
        assert "La seconde en attente" not in [item.get("body") for item in follower.items()]

    def test_of_an_author_is_not_told_what_became_of_the_question(
        self, served: Served, room: Room, connect: Connect
    ) -> None:
        token, device = people.device(people.guest())
        follower, mod = connect(token), live.moderator(room)
        follower.join(room.slug)
        number = follower.ok("question.ask", question())["id"]
        follower.wait_for_item(id=number, own=True)
        revoke(device)
        asked = db.session.get_one(Question, number)
        actions.moderate_question(mod, asked, to="refused", reason="other", words="Pour elle")
        actions.write_feed_line(mod, room, body="Repère")
        follower.wait_for_item(body="Repère")
        assert "refused" not in [item.get("state") for item in follower.items()]


def test_a_namespace_of_ones_own_is_refused(served: Served) -> None:
    raw = RawClient(served.url)
    raw.socket.send("40/admin,")
    assert raw.read_until(lambda frame: "/admin" in frame).startswith("44/admin,")
    raw.close()


def revoke(device: Any) -> None:
    """Revoke a device, in a transaction that waits for what the server writes."""
    number = device.id
    db.session.rollback()
    db.session.connection(execution_options={"writes": True})
    db.session.execute(db.update(Device).where(Device.id == number).values(revoked_at=now()))
    db.session.commit()


def browser_cookie(served: Served, person: Any) -> str:
    """Return the cookie of a browser that signed in as the person."""
    client = served.app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"] = people.device_token(person)
        kept["_fresh"] = True
    cookie = client.get_cookie("toukanblon")
    assert cookie is not None
    return f"toukanblon={cookie.value}"
