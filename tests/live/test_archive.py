"""The archive of a room: whole, safe to open, and without what is sealed."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app.accounts.models import Role
from app.core.clock import now
from app.core.db import db
from app.live import actions
from app.live.models import (
    AnswerMode,
    HandState,
    PollState,
    Question,
    QuestionState,
    Room,
    RoomState,
)
from app.live.queries.archive import archive
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.reading import cells

LISTS = ("questions", "scrutins", "parole", "pays", "fil", "etats")
SEALED = ("Scellée Inconnue", "scellee@exemple.org", "BLON-", "Sans Nom Montré")
OF_THE_DESK = ("Question reçue seulement", "Question non retenue", "Mots du refus")
TAKEN_BACK = "Question que son auteur a reprise"


@pytest.fixture
def room(app: Flask) -> Room:
    """A room in which something of every kind happened, with what may leak beside it."""
    place = live.room()
    moderator = live.moderator(place)
    sealed = people.guest(name="Scellée Inconnue", email="scellee@exemple.org", country="FR")
    shown = {"is_anonymous": True, "pseudonym": "Une voix", "body": "=HYPERLINK(1) : quand"}
    live.vote(live.question(place, QuestionState.TAKEN, sealed, **shown))
    live.question(
        place,
        QuestionState.ANSWERED,
        answered_as=AnswerMode.WRITTEN,
        answer="@Réponse écrite, mot à mot.",
        respondent="La directrice",
        office_words="La DGME",
    )
    live.question(place, QuestionState.FOLLOW_UP)
    received = {"body": "Question reçue seulement", "is_anonymous": True}
    live.question(place, QuestionState.RECEIVED, sealed, **received)
    refused = {"body": "Question non retenue", "reason_words": "Mots du refus"}
    live.question(place, QuestionState.REFUSED, sealed, is_anonymous=True, **refused)
    live.question(place, QuestionState.WITHDRAWN, sealed, body=TAKEN_BACK)
    hidden = people.guest(name="Sans Nom Montré", country="ML")
    live.hand(place, HandState.DONE, hidden, is_anonymous=True, subject="Sujet pour le bureau")
    live.poll(place, PollState.PUBLISHED, title="Scrutin publié")
    live.poll(place, PollState.CLOSED, title="Scrutin non publié")
    line = live.line(place, body="+Deux cent lignes", said_at=now() - timedelta(minutes=3))
    actions.correct_feed_line(moderator, line, body="+Deux cents lignes")
    actions.change_room_state(moderator, place, to="paused")
    actions.change_room_state(moderator, place, to="closed")
    return db.session.get_one(Room, place.id)


def address(room: Room, ending: str = "") -> str:
    return f"/direct/{room.slug}/archive{ending}"


def everything_said(client: Client, room: Room) -> dict[str, list[str]]:
    """Return every cell of every file of the archive, as one reader gets it."""
    book = cells(client.get(address(room, ".xlsx")).data)
    lists = {
        name: [
            cell
            for row in csv.reader(io.StringIO(client.get(address(room, f".csv?liste={name}")).text))
            for cell in row
        ]
        for name in LISTS
    }
    whole = client.get(address(room, ".json"))
    assert json.loads(whole.data)["room"]["slug"] == room.slug
    return {"xlsx": book, "json": [whole.text], "page": [client.get(address(room)).text]} | lists


def readers(app: Flask, room: Room, sign_in: Any) -> dict[str, Client]:
    """Return a client for each kind of reader."""
    found: dict[str, Any] = {"nobody": app.test_client()}
    known = {
        "guest": people.guest(),
        "rapporteur": people.staff(Role.RAPPORTEUR, meeting_id=room.meeting_id),
        "moderator": people.staff(Role.MODERATOR, meeting_id=room.meeting_id),
        "secretariat": people.staff(Role.SECRETARIAT),
    }
    for name, person in known.items():
        found[name] = app.test_client()
        sign_in(found[name], person, second_factor=name != "guest")
    return found


class TestWhatLeaves:
    def test_holds_no_sealed_name_for_any_reader(
        self, app: Flask, room: Room, sign_in: Any
    ) -> None:
        for reader, client in readers(app, room, sign_in).items():
            for file, said in everything_said(client, room).items():
                for cell in said:
                    for secret in (*SEALED, TAKEN_BACK, "Sujet pour le bureau", "@exemple.org"):
                        assert secret not in cell, (reader, file)

    def test_holds_what_the_desk_received_for_the_desk_alone(
        self, app: Flask, room: Room, sign_in: Any
    ) -> None:
        for reader, client in readers(app, room, sign_in).items():
            said = everything_said(client, room)
            at_desk = reader in ("moderator", "secretariat")
            for words in OF_THE_DESK:
                assert any(words in cell for cell in said["questions"]) == at_desk, reader
                assert any(words in cell for cell in said["xlsx"]) == at_desk, reader
                assert (words in said["json"][0]) == at_desk, reader

    def test_holds_what_is_public_for_everybody(self, client: Client, room: Room) -> None:
        said = everything_said(client, room)
        assert "Une voix" in said["questions"]
        assert "La directrice" in said["questions"]
        assert "Scrutin publié" in said["scrutins"]
        assert "Scrutin non publié" not in said["scrutins"] + said["xlsx"]
        assert "Scrutin non publié" not in said["json"][0]
        assert {"'+Deux cent lignes", "'+Deux cents lignes"} <= set(said["fil"])
        for heading_alone, name in ((3, "etats"), (8, "parole"), (3, "pays")):
            assert said[name][heading_alone:], name
        view = json.loads(said["json"][0])
        assert [state["to"] for state in view["states"]] == ["paused", "closed"]
        assert view["floor"]["turns"][0]["spoken"] == 60
        assert view["questions"][0]["votes"] == 1

    def test_runs_no_formula(self, client: Client, room: Room) -> None:
        whole = client.get(address(room, ".csv"))
        assert whole.data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(whole.text.removeprefix("\ufeff"))))
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
        assert "=HYPERLINK(1) : quand" in cells(client.get(address(room, ".xlsx")).data)


class TestTheDoors:
    def test_open_while_the_room_lives(self, client: Client, app: Flask) -> None:
        place = live.room(RoomState.OPEN)
        live.question(place)
        for ending in ("", ".json", ".csv", ".xlsx"):
            assert client.get(address(place, ending)).status_code == 200
        assert json.loads(client.get(address(place, ".json")).data)["room"]["state"] == "open"

    def test_tell_what_each_file_weighs(self, client: Client, room: Room) -> None:
        page = client.get(address(room)).text
        for weighed in (".json", ".xlsx"):
            kilobytes = (len(client.get(address(room, weighed)).data) + 999) // 1000
            assert f"{kilobytes}\u202fKo" in page or f"{kilobytes} Ko" in page

    def test_find_no_list_and_no_room_of_another_name(self, client: Client, room: Room) -> None:
        assert client.get(address(room, ".csv?liste=secrets")).status_code == 404
        assert client.get("/direct/nulle-part/archive.json").status_code == 404

    def test_are_never_kept_for_another_reader(self, client: Client, room: Room) -> None:
        for ending in (".json", ".csv", ".xlsx"):
            kept = client.get(address(room, ending)).headers["Cache-Control"]
            assert kept == "private, no-cache"


def test_a_longer_room_takes_no_more_queries(app: Flask, client: Client, room: Room) -> None:
    def queries_of() -> int:
        ran: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            ran.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        client.get(address(room, ".json"))
        event.remove(db.engine, "before_cursor_execute", note)
        return len(ran)

    before = queries_of()
    for _ in range(5):
        live.vote(live.question(room))
        live.hand(room, HandState.DONE)
        live.line(room)
    assert queries_of() == before


def test_a_merged_question_leaves_with_its_root(app: Flask, room: Room) -> None:
    root = live.question(room)
    merged = live.question(room, QuestionState.MERGED, merged_into_id=root.id)
    live.vote(merged)
    from_desk = archive(live.moderator(room), room)
    assert merged.id in [one.id for one in from_desk.questions]
    assert from_desk.votes[root.id] == 1
    assert isinstance(from_desk.questions[0], Question)
