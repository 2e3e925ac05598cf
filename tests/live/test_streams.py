"""The picture and the sound: on somebody else's player, asked for, and private where it must."""

from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import ANONYMOUS
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, SignInRequired
from app.live import actions, schemas
from app.live.models import Room, Stream
from app.live.queries import cursor
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

VIDEO = "https://www.youtube.com/watch?v=abc123"


def give(room: Room, **values: Any) -> None:
    said = {"player": "youtube", "address": VIDEO} | values
    actions.give_stream(live.moderator(room), room, **said)


class TestGiving:
    def test_replaces_what_was_said_and_an_empty_address_takes_it_away(self, room: Room) -> None:
        give(room, hourly_weight=300)
        give(room, player="jitsi", address="https://rencontre.example/salle", private=True)
        (row,) = db.session.scalars(db.select(Stream))
        assert (row.player, row.is_private, row.hourly_weight) == ("jitsi", True, None)
        give(room, player="jitsi", address=None)
        assert schemas.room_view(room)["stream"] is None

    @pytest.mark.parametrize(
        ("player", "address"),
        [
            ("youtube", "http://www.youtube.com/watch?v=abc"),
            ("youtube", "https://video.example/watch?v=abc"),
            ("youtube", "https://www.youtube.com@video.example/x"),
            ("facebook", "https://www.youtube.com/watch?v=abc"),
            ("jitsi", "javascript:alert(1)"),
            ("jitsi", "https://"),
        ],
    )
    def test_an_address_of_another_kind_is_refused(
        self, room: Room, player: str, address: str
    ) -> None:
        with pytest.raises(Invalid) as caught:
            give(room, player=player, address=address)
        assert list(caught.value.fields) == ["address"]
        assert db.session.scalars(db.select(Stream)).all() == []

    def test_is_for_who_runs_the_room(self, room: Room) -> None:
        for actor in (ANONYMOUS, live.guest_actor(), live.moderator(live.room())):
            with pytest.raises(NotAllowed if actor.is_known else SignInRequired):
                actions.give_stream(actor, room, player="youtube", address=VIDEO)
        assert db.session.scalars(db.select(Stream)).all() == []


class TestWatching:
    def test_loads_nothing_before_it_is_asked_for(self, client: Client, room: Room) -> None:
        give(room, hourly_weight=300)
        assert "youtube" not in client.get(f"/direct/{room.slug}").text.replace("YouTube", "")
        page = client.get(f"/direct/{room.slug}/video")
        assert "environ 300 Mo par heure" in page.text
        assert "<iframe" not in page.text
        assert "frame-src" not in page.headers["Content-Security-Policy"]
        player = client.get(f"/direct/{room.slug}/video?jouer=1")
        assert 'src="https://www.youtube-nocookie.com/embed/abc123"' in player.text
        policy = player.headers["Content-Security-Policy"]
        assert "frame-src https://www.youtube-nocookie.com;" in policy

    def test_of_a_private_stream_is_for_people_with_an_account(
        self, client: Client, app: Flask, room: Room, sign_in: Any
    ) -> None:
        secret = "https://rencontre.example/salle-privee"
        give(room, player="jitsi", address=secret, private=True)
        guest: Client = app.test_client()  # type: ignore[assignment]
        sign_in(guest, people.guest())
        for reader in (client, guest):
            for address in (
                f"/direct/{room.slug}",
                f"/direct/{room.slug}/texte",
                f"/direct/{room.slug}/video",
                f"/direct/{room.slug}/video?jouer=1",
                f"/api/v1/rooms/{room.slug}",
                f"/api/v1/rooms/{room.slug}?after=0",
            ):
                answer = reader.get(address)
                assert answer.status_code == 200
                assert "salle-privee" not in answer.text, address
        told = cursor.catch_up(ANONYMOUS, room, 0)["changes"]
        assert told[0]["stream"] == {"player": "jitsi", "private": True, "hourly_weight": None}
        sign_in(client, people.member())
        assert secret in client.get(f"/direct/{room.slug}/video").text
        assert f'src="{secret}"' in client.get(f"/direct/{room.slug}/video?jouer=1").text

    def test_where_there_is_none_does_not_exist(self, client: Client, room: Room) -> None:
        assert client.get(f"/direct/{room.slug}/video").status_code == 404
        give(room)
        give(room, address=None)
        assert client.get(f"/direct/{room.slug}/video").status_code == 404


class TestTheDesk:
    def test_gives_the_stream_by_a_form(self, client: Client, room: Room, sign_in: Any) -> None:
        sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
        address = f"/direct/{room.slug}/video/reglage"
        assert client.get(address).status_code == 200
        bad = client.post(address, data={"player": "youtube", "address": "https://a.example"})
        assert bad.status_code == 422
        assert "celle de ce lecteur" in bad.text
        sent = {"player": "youtube", "address": VIDEO, "hourly_weight": "300"}
        assert client.post(address, data=sent).status_code == 303
        db.session.expire_all()
        found = room.stream
        assert found is not None
        assert (found.address, found.hourly_weight) == (VIDEO, 300)
