"""A promise and a concern told in the feed of their room: only where their person agreed."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask_babel import force_locale

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import SignInRequired
from app.followup.actions import keep_question
from app.giving.actions import announce_pledge, confirm_pledge
from app.giving.models import Pledge
from app.live import actions, queries
from app.live.models import FeedLine, Room, RoomState
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything


@pytest.fixture
def donor(app: Flask) -> Actor:
    return people.actor(people.member(name="Donatrice de test"))


def promise(donor: Actor, room: Room, visibility: str = "named") -> Pledge:
    """Return a promise made from the room, which waits to be confirmed."""
    what = {"amount": "10 000", "currency": "XOF", "purpose": "Une pompe"}
    return announce_pledge(donor, room=room.slug, visibility=visibility, **what)


def lines(room: Room) -> list[FeedLine]:
    db.session.expire_all()
    return queries.feed(room)


class TestAPromise:
    def test_is_told_with_the_name_its_donor_shows(self, room: Room, donor: Actor) -> None:
        pledge = promise(donor, room)
        with force_locale("en"):
            confirm_pledge(donor, pledge, seen=1, in_feed=True)
        (line,) = lines(room)
        assert line.body.startswith("Promesse de don de Donatrice de test")
        assert "10\u202f000" in line.body
        assert line.link == f"/dons/{pledge.ref}"

    def test_is_told_without_the_name_its_donor_hides(self, room: Room, donor: Actor) -> None:
        confirm_pledge(donor, promise(donor, room, "anonymous"), seen=1, in_feed=True)
        (line,) = lines(room)
        assert "Donatrice" not in line.body
        written = db.session.execute(
            db.text("SELECT actor_id FROM fact_record WHERE name = 'FeedLineWritten'")
        )
        assert written.scalars().all() == [None]

    def test_is_not_told_unless_its_donor_agrees(self, room: Room, donor: Actor) -> None:
        confirm_pledge(donor, promise(donor, room), seen=1)
        assert lines(room) == []

    def test_is_told_once_when_it_is_sent_twice(self, room: Room, donor: Actor) -> None:
        pledge, key = promise(donor, room), uuid4()
        for _ in range(2):
            confirm_pledge(donor, pledge, seen=1, in_feed=True, key=key)
        assert len(lines(room)) == 1

    def test_counts_in_an_archived_room_and_is_not_told_there(
        self, room: Room, donor: Actor
    ) -> None:
        pledge = promise(donor, room)
        room.state = RoomState.ARCHIVED
        db.session.commit()
        assert confirm_pledge(donor, pledge, seen=1, in_feed=True).confirmed_at is not None
        assert lines(room) == []

    def test_is_agreed_to_by_a_box_that_nobody_ticked(
        self, client: Client, room: Room, sign_in: Any
    ) -> None:
        person = people.member(name="Donatrice de test")
        sign_in(client, person)
        pledge = promise(people.actor(person), room)
        address = f"/dons/{pledge.ref}/relecture"
        page = client.get(address).text
        assert 'name="in_feed"' in page
        assert "checked" not in page
        sent = {"seen": "1", "key": str(uuid4()), "in_feed": "true"}
        assert client.post(address, data=sent).status_code == 303
        assert f'href="/dons/{pledge.ref}"' in client.get(f"/direct/{room.slug}").text


class TestAConcern:
    def test_is_told_where_the_author_agrees(self, room: Room) -> None:
        sealed = people.guest(name="Scellée Inconnue")
        question = live.question(room, author=sealed, is_anonymous=True)
        concern = keep_question(live.moderator(room), question, in_feed=True)
        (line,) = lines(room)
        assert f"n° {question.number}" in line.body.replace("\u202f", " ").replace("\xa0", " ")
        assert concern.ref in line.body
        assert (line.link, line.question_id) == (
            f"/suivi/preoccupations/{concern.ref}",
            question.id,
        )
        assert "Scellée" not in line.body

    def test_is_not_told_by_the_door_without_its_box(
        self, client: Client, room: Room, sign_in: Any
    ) -> None:
        moderator = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
        sign_in(client, moderator, second_factor=True)
        for box, told in (({}, 0), ({"in_feed": "true"}, 1)):
            sent = {"question": live.question(room).id, "key": str(uuid4())} | box
            answer = client.post("/gestion/suivi/preoccupations/nouvelle", data=sent)
            assert answer.status_code == 303
            assert len(lines(room)) == told

    def test_may_be_corrected_like_any_line(self, room: Room) -> None:
        moderator = live.moderator(room)
        keep_question(moderator, live.question(room), in_feed=True)
        (line,) = lines(room)
        was = line.body
        actions.correct_feed_line(moderator, line, body="Dit autrement.")
        assert [wording.body for wording in line.earlier] == [was]


def test_nobody_unknown_is_told_of(room: Room) -> None:
    before = everything()
    with pytest.raises(SignInRequired):
        actions.tell_in_feed(ANONYMOUS, room, body="Rien.", link="/")
    assert everything() == before
