"""The minutes of a room: drafted from what is public, kept version by version, published."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotAllowed, SignInRequired
from app.core.prose import as_blocks, as_html, escaped
from app.live import actions
from app.live.facts import MinutesPublished, MinutesWritten
from app.live.models import HandState, MinutesVersion, PollState, QuestionState, Room
from app.live.queries.archive import archive
from app.live.queries.minutes_draft import attendance, draft_of, without_small_cells
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything, last_facts

# How fast a shared machine draws its examples says nothing of the minutes.
AT_EASE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture
def secretariat(app: Flask) -> Actor:
    return people.staff_actor(Role.SECRETARIAT)


def address(room: Room, rest: str = "") -> str:
    return f"/direct/{room.slug}/proces-verbal{rest}"


class TestTheDraft:
    def test_tells_what_happened_in_order(self, app: Flask, room: Room) -> None:
        moderator = live.moderator(room)
        later = live.line(room, body="La séance est levée.", speaker="La présidente")
        first = live.line(room, body="La séance s’ouve.", said_at=now() - timedelta(minutes=9))
        actions.correct_feed_line(moderator, first, body="La séance s’ouvre.")
        live.question(room, QuestionState.ANSWERED, body="Quand le consulat", country="FR")
        live.question(room, QuestionState.FOLLOW_UP, body="Qui paiera", office_words="La DGME")
        live.question(room, QuestionState.TAKEN, body="Restée en file")
        live.question(room, QuestionState.RECEIVED, body="Encore chez le bureau")
        sealed = people.guest(name="Scellée Inconnue")
        live.question(room, QuestionState.REFUSED, sealed, body="Refusée par le bureau")
        live.poll(room, PollState.PUBLISHED, title="Une antenne", quorum=3)
        live.hand(room, HandState.DONE, country="ML")
        with app.test_request_context():
            draft = draft_of(archive(moderator, room), attendance(room))
            public = draft_of(archive(ANONYMOUS, room), attendance(room))
        assert draft == public
        said = ["s’ouvre", "disait d’abord", "s’ouve", later.body, "Quand le consulat"]
        said += ["Qui paiera", "La DGME", "Restée en file"]
        said += ["Une antenne", "Quorum non atteint", "Mali"]
        places = [draft.index(words) for words in said]
        assert places == sorted(places)
        for hidden in ("Encore chez", "Refusée", "Scellée"):
            assert hidden not in draft

    def test_runs_nothing_that_people_wrote(self, app: Flask, room: Room) -> None:
        words = "# Titre <script>alert(1)</script> [ici](https://ailleurs.example) **gras**"
        live.line(room, body=words)
        with app.test_request_context():
            shown = as_html(draft_of(archive(ANONYMOUS, room), Counter()))
        assert "<script" not in shown
        assert "<a " not in shown
        assert "# Titre &lt;script&gt;" in shown

    def test_begins_no_line_with_a_high_mark(self) -> None:
        assert as_html("« Quand ? » : *demain* !") == (
            "<p>«\u202fQuand\u202f?\u202f»\u202f: <em>demain</em>\u202f!</p>\n"
        )

    @AT_EASE
    @given(st.dictionaries(st.sampled_from(["FR", "ML", "US", "CI", "GA", ""]), st.integers(1, 12)))
    def test_never_tells_fewer_than_five_apart(self, counts: dict[str, int]) -> None:
        told, others = without_small_cells(Counter(counts))
        assert all(count >= 5 for _, count in told)
        assert others == 0 or others >= 5 or not told
        assert sum(count for _, count in told) + others == sum(counts.values())

    @AT_EASE
    @given(st.text(alphabet="ab #*_[](){}<>&`~!1.)+-=\\\n:|", max_size=60))
    def test_says_what_was_written_and_nothing_else(self, words: str) -> None:
        blocks = as_blocks(f"x {escaped(words)} x")
        assert [block["kind"] for block in blocks] == ["paragraph"]
        said = "".join(run["text"] for run in blocks[0]["runs"])
        assert said.split() == ["x", *words.split(), "x"]
        assert not any(run["strong"] or run["emphasis"] for run in blocks[0]["runs"])


class TestWriting:
    def test_keeps_every_version(self, room: Room, secretariat: Actor) -> None:
        actions.write_minutes(secretariat, room, body="Un.", seen=0)
        actions.write_minutes(secretariat, room, body="Deux.", seen=1)
        actions.write_minutes(secretariat, room, body="Deux.", seen=2)
        bodies = db.session.scalars(db.select(MinutesVersion.body).order_by(MinutesVersion.number))
        assert list(bodies) == ["Un.", "Deux."]
        told = [MinutesWritten(room_id=room.id, number=number) for number in (1, 2)]
        assert last_facts(room, 2) == told
        for statement in ("DELETE FROM minutes_version", "UPDATE minutes_version SET body = 'x'"):
            with pytest.raises(Exception, match="append-only"):
                db.session.execute(db.text(statement))
            db.session.rollback()

    def test_over_what_another_wrote_is_refused(self, room: Room, secretariat: Actor) -> None:
        actions.write_minutes(secretariat, room, body="Un.", seen=0)
        before = everything()
        for act in (actions.write_minutes, actions.publish_minutes):
            body = {"body": "Autre."} if act is actions.write_minutes else {}
            with pytest.raises(actions.MinutesRewritten):
                act(secretariat, room, seen=0, **body)
        assert everything() == before

    def test_sent_twice_is_written_once(self, room: Room, secretariat: Actor) -> None:
        key = uuid4()
        first = actions.write_minutes(secretariat, room, body="Un.", seen=0, key=key)
        again = actions.write_minutes(secretariat, room, body="Un.", seen=0, key=key)
        assert again.id == first.id
        assert last_facts(room, 5) == [MinutesWritten(room_id=room.id, number=1)]

    def test_is_for_who_writes_and_publishing_for_the_secretariat(
        self, room: Room, secretariat: Actor
    ) -> None:
        for actor in (ANONYMOUS, live.guest_actor(), people.staff_actor(Role.TREASURER)):
            with pytest.raises(NotAllowed if actor.is_known else SignInRequired):
                actions.write_minutes(actor, room, body="Un.", seen=0)
        rapporteur = people.staff_actor(Role.RAPPORTEUR, meeting_id=room.meeting_id)
        actions.write_minutes(rapporteur, room, body="Un.", seen=0)
        with pytest.raises(NotAllowed):
            actions.publish_minutes(rapporteur, room, seen=1)
        actions.publish_minutes(secretariat, room, seen=1)
        actions.publish_minutes(secretariat, room, seen=1)
        assert last_facts(room, 1) == [MinutesPublished(room_id=room.id, number=1)]


class TestThePages:
    def test_are_nobodys_before_publication(self, client: Client, room: Room) -> None:
        live.line(room, body="Encore un projet.")
        for rest in ("", ".pdf"):
            assert client.get(address(room, rest)).status_code == 404
        assert client.get(address(room, "/redaction")).status_code in (303, 401)

    def test_lead_from_the_draft_to_everybody(
        self, app: Flask, client: Client, room: Room, sign_in: Any
    ) -> None:
        live.line(room, body="La parole est donnée.")
        live.question(room, QuestionState.ANSWERED)
        sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
        assert "La parole est donnée." in client.get(address(room)).text
        assert client.get(address(room, ".pdf")).data.startswith(b"%PDF")
        body = "## Ouverture\n\n- La séance **s’ouvre**.\n\n#### Plus bas\n\nFin."
        sent = client.post(address(room, "/redaction"), data={"body": body, "seen": "0"})
        assert sent.status_code == 303
        assert app.test_client().get(address(room)).status_code == 404
        sent = client.post(address(room, "/publication"), data={"seen": "1"})
        assert sent.status_code == 303
        body = "## Ouverture\n\nVersion de travail, pas encore relue."
        client.post(address(room, "/redaction"), data={"body": body, "seen": "1"})
        reader = app.test_client()
        page = reader.get(address(room)).text
        assert "<strong>s’ouvre</strong>" in page
        assert "Version de travail" not in page
        assert address(room) in reader.get(f"/rencontres/{room.meeting.slug}").text

    def test_give_a_tagged_document(self, client: Client, room: Room, sign_in: Any) -> None:
        live.line(room, body="La parole est donnée à #set text(size: 99pt) \\ $x$.")
        sign_in(client, people.staff(Role.SECRETARIAT), second_factor=True)
        answer = client.get(address(room, ".pdf"))
        assert answer.content_type == "application/pdf"
        assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.data
        assert b"/StructTreeRoot" in answer.data
