"""What the desk does and reads, through the JSON door: for who may, and nobody else."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Person, Role
from app.core.actors import Actor
from app.core.db import db
from app.core.presence import presence
from app.live import actions
from app.live.models import Question, QuestionState, Room, RoomState
from app.live.queries import journal
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything
from tests.live.program import Program
from tests.services.programs import ROOT

Programmed = Callable[..., Program]


@pytest.fixture
def programmed(app: Flask, room: Room) -> Programmed:
    """The function that gives a person of a role on the room's meeting their program."""

    def program(role: Role | None, **values: Any) -> Program:
        if role is None:
            return Program(app, people.device_token(people.guest()))
        person: Person = people.staff(role, meeting_id=room.meeting_id, **values)
        return Program(app, people.device_token(person, second_factor=True))

    return program


@pytest.fixture
def desk(programmed: Programmed) -> Program:
    return programmed(Role.MODERATOR, name="Aïcha Keïta")


def refused(program: Program, posts: dict[str, Any], gets: list[str]) -> set[int]:
    """Return how a program is refused all that it tries, once it was seen that nothing changed."""
    before = everything()
    answers = [program.get(path) for path in gets]
    answers += [program.post(path, body) for path, body in posts.items()]
    assert everything() == before
    return {status for status, _ in answers}


def test_every_act_in_a_room_has_its_twin_for_programs() -> None:
    texts = [path.read_text() for path in Path(ROOT, "app/live/api").glob("*.py")]
    called = set(re.findall(r"actions\.(\w+)", "\n".join(texts)))
    acts = {name for name in actions.__all__ if hasattr(getattr(actions, name), "rule")}
    by_state = {act.__name__ for act in actions.POLL_ACTS.values()}
    told_by_other_features = {"tell_in_feed"}
    assert "POLL_ACTS" in called
    assert acts - called - by_state == told_by_other_features


class TestARoom:
    def test_is_prepared_once_and_goes_through_its_states(
        self, app: Flask, room: Room, desk: Program, programmed: Programmed
    ) -> None:
        path = f"/meetings/{room.meeting.slug}/rooms"
        person = people.staff(Role.SECRETARIAT)
        secretariat = Program(app, people.device_token(person, second_factor=True))
        sent = {"title": "Atelier", "slug": "atelier", "key": str(uuid4())}
        made = secretariat.post(path, sent)
        assert (made[0], made[1]["slug"], made[1]["state"]) == (201, "atelier", "closed")
        assert secretariat.post(path, sent) == made
        again = secretariat.post(path, sent | {"key": str(uuid4())})
        assert (again[0], list(again[1]["fields"])) == (422, ["slug"])
        assert secretariat.post("/meetings/nulle-part/rooms", sent)[0] == 404
        state = f"/rooms/{room.slug}/state"
        for to in ("paused", "open", "archived"):
            assert desk.post(state, {"to": to, "key": str(uuid4())})[1]["state"] == to
        assert desk.post(state, {"to": "open"})[1]["code"] == "room_archived"
        assert desk.post(state, {"to": "ailleurs"})[0] == 422

    def test_is_its_peoples_alone_to_change(
        self, app: Flask, room: Room, desk: Program, programmed: Programmed
    ) -> None:
        rooms = {f"/meetings/{room.meeting.slug}/rooms": {"title": "A", "slug": "a"}}
        state = {f"/rooms/{room.slug}/state": {"to": "closed"}}
        assert refused(Program(app), rooms | state, []) == {401}
        assert refused(programmed(None), rooms | state, []) == {403}
        assert refused(desk, rooms, []) == {403}

    def test_says_where_it_is_seen_to_who_may_watch(
        self, app: Flask, room: Room, moderator: Actor, desk: Program, programmed: Programmed
    ) -> None:
        path = f"/rooms/{room.slug}/stream"
        assert desk.get(path)[0] == 404
        address = "https://meet.jit.si/salle"
        seen = {"player": "jitsi", "private": True, "hourly_weight": None}
        actions.give_stream(moderator, room, player="jitsi", address=address, private=True)
        assert desk.get(path) == (200, seen | {"address": address})
        for program in (Program(app), programmed(None)):
            assert program.get(path) == (200, seen | {"address": None})


class TestTheLog:
    def test_says_what_was_done_page_by_page(
        self, room: Room, moderator: Actor, desk: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(journal, "PAGE", 2)
        asked = live.question(room, QuestionState.RECEIVED)
        desk.post(f"/questions/{asked.id}/moderate", {"to": "taken"})
        actions.moderate_question(moderator, asked, to="queued")
        actions.change_room_state(moderator, room, to="paused")
        path = f"/rooms/{room.slug}/journal"
        status, found = desk.get(path)
        assert (status, [one["seq"] for one in found["entries"]]) == (200, [3, 2])
        assert found["entries"][0]["sentence"] == "Salle mise en pause"
        status, rest = desk.get(f"{path}?before={found['older']}")
        assert [(one["seq"], one["who"]) for one in rest["entries"]] == [(1, "Aïcha Keïta")]
        assert (rest["older"], rest["undo"]) == (None, None)
        by = {one["name"]: one["id"] for one in rest["moderators"]}["Aïcha Keïta"]
        assert [one["seq"] for one in desk.get(f"{path}?by={by}")[1]["entries"]] == [1]
        assert [one["fact"] for one in desk.get(f"{path}?kind=room")[1]["entries"]] == [
            "RoomStateChanged"
        ]
        for odd in ("?kind=x", "?by=x", "?before=0"):
            assert desk.get(path + odd)[0] == 422

    def test_names_the_move_that_can_be_taken_back(self, room: Room, desk: Program) -> None:
        asked = live.question(room, QuestionState.RECEIVED)
        desk.post(f"/questions/{asked.id}/moderate", {"to": "taken"})
        undo = desk.get(f"/rooms/{room.slug}/journal")[1]["undo"]
        assert undo["questions"] == [asked.id]
        taken_back = desk.post(f"/rooms/{room.slug}/undo", {"move": undo["seq"]})
        assert taken_back == (200, {"questions": [{"id": asked.id, "state": "received"}]})

    def test_names_no_sealed_author_and_is_the_desks_alone(
        self, app: Flask, room: Room, desk: Program, programmed: Programmed
    ) -> None:
        author = live.guest_actor(name="Oumar Traoré")
        actions.ask_question(author, room, body="Quand ?", language="fr", anonymous=True)
        path = f"/rooms/{room.slug}/journal"
        for query in ("", f"?by={author.id}", "?kind=public"):
            assert "Oumar Traoré" not in str(desk.get(path + query))
        assert refused(Program(app), {}, [path]) == {401}
        for role in (None, Role.RAPPORTEUR):
            assert refused(programmed(role), {}, [path]) == {403}
        assert desk.get(f"/rooms/{live.room().slug}/journal")[0] == 403
        assert desk.get("/rooms/nulle-part/journal")[0] == 404


class TestTheDesk:
    def test_is_handed_over_once_and_says_what_is_pending(
        self, room: Room, aicha: Actor, desk: Program
    ) -> None:
        path, asked = f"/rooms/{room.slug}/hand-over", live.question(room, QuestionState.RECEIVED)
        assert desk.get(path) == (200, {"handed_over": None, "at_desk": []})
        desk.post(f"/questions/{asked.id}/moderate", {"to": "in_review"})
        sent = {"note": "La n° 4 attend.", "key": str(uuid4())}
        status, left = desk.post(path, sent)
        assert (status, left["by"], left["note"]) == (201, "Aïcha Keïta", "La n° 4 attend.")
        db.session.rollback()
        assert db.session.get_one(Question, asked.id).state == QuestionState.RECEIVED
        before = everything()
        assert desk.post(path, sent) == (status, left)
        assert everything() == before
        presence.enter(room.desk_topic, "one", str(aicha.id))
        assert desk.get(path) == (200, {"handed_over": left, "at_desk": ["Aïcha Keïta"]})
        presence.leave(room.desk_topic, "one")
        assert desk.post(path, {"note": ""})[0] == 422

    def test_writes_to_the_stage_which_reads_it_there(
        self, app: Flask, room: Room, desk: Program, programmed: Programmed
    ) -> None:
        path, stage = f"/rooms/{room.slug}/notes", programmed(Role.RAPPORTEUR)
        _, note = desk.post(path, {"body": "Reste dix minutes"})
        assert stage.get(path) == (200, {"notes": [note]})
        assert refused(Program(app), {}, [path]) == {401}
        assert refused(programmed(None), {}, [path]) == {403}

    def test_is_closed_to_who_does_not_moderate(
        self, app: Flask, room: Room, desk: Program, programmed: Programmed
    ) -> None:
        path = f"/rooms/{room.slug}/hand-over"
        assert refused(Program(app), {path: {"note": "À moi"}}, [path]) == {401}
        for role in (None, Role.RAPPORTEUR):
            assert refused(programmed(role), {path: {"note": "À moi"}}, [path]) == {403}
        room.state = RoomState.ARCHIVED
        db.session.commit()
        assert desk.post(path, {"note": "Fini"})[1]["code"] == "room_archived"


class TestTheMinutes:
    def test_lead_from_the_draft_to_everybody(
        self, app: Flask, room: Room, programmed: Programmed
    ) -> None:
        live.line(room, body="La parole est donnée.")
        path, nobody = f"/rooms/{room.slug}/minutes", Program(app)
        rapporteur = programmed(Role.RAPPORTEUR, name="Fanta Coulibaly")
        status, draft = rapporteur.get(f"{path}/versions")
        assert (status, draft["seen"], draft["published"], draft["versions"]) == (200, 0, None, [])
        assert "La parole est donnée." in draft["body"]
        assert rapporteur.get(path) == (200, {"body": draft["body"], "published_at": None})
        sent = {"body": "## Un", "seen": 0, "key": str(uuid4())}
        first = rapporteur.post(f"{path}/versions", sent)
        assert (first[0], first[1]["number"], first[1]["written_by"]) == (
            *(201, 1),
            "Fanta Coulibaly",
        )
        assert rapporteur.post(f"{path}/versions", sent) == first
        stale = rapporteur.post(f"{path}/versions", {"body": "## Autre", "seen": 0})
        assert (stale[0], stale[1]["code"]) == (409, "minutes_rewritten")
        rapporteur.post(f"{path}/versions", {"body": "## Deux", "seen": 1})
        standing = rapporteur.get(f"{path}/versions")[1]
        assert (standing["seen"], standing["body"]) == (2, "## Deux")
        assert [one["number"] for one in standing["versions"]] == [1, 2]
        assert rapporteur.get(f"{path}/versions/1") == (200, first[1])
        for number in ("0", "3"):
            assert rapporteur.get(f"{path}/versions/{number}")[0] == 404
        assert nobody.get(path)[0] == 404
        assert rapporteur.post(f"{path}/publish", {"seen": 2})[0] == 403
        secretariat = programmed(Role.SECRETARIAT)
        assert secretariat.post(f"{path}/publish", {"seen": 1})[1]["code"] == "minutes_rewritten"
        sent = {"seen": 2, "key": str(uuid4())}
        published = secretariat.post(f"{path}/publish", sent)
        assert (published[0], published[1]["body"]) == (200, "## Deux")
        assert secretariat.post(f"{path}/publish", sent) == published
        rapporteur.post(f"{path}/versions", {"body": "## Trois, à relire", "seen": 2})
        assert nobody.get(path) == published

    def test_are_nobodys_before_and_their_versions_nobodys_ever(
        self, app: Flask, room: Room, programmed: Programmed
    ) -> None:
        writer = people.staff_actor(Role.SECRETARIAT, meeting_id=room.meeting_id)
        actions.write_minutes(writer, room, body="Un.", seen=0)
        path = f"/rooms/{room.slug}/minutes"
        posts = {
            f"{path}/versions": {"body": "Pirate", "seen": 1},
            f"{path}/publish": {"seen": 1},
        }
        gets = [f"{path}/versions", f"{path}/versions/1"]
        for published in (False, True):
            assert refused(Program(app), posts, gets) == {401}
            for role in (None, Role.TREASURER):
                assert refused(programmed(role), posts, gets) == {403}
            assert Program(app).get(path)[0] == (200 if published else 404)
            actions.publish_minutes(writer, room, seen=1)
