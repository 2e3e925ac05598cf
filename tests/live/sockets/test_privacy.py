"""Nothing private in any frame: a scripted session, every raw frame searched."""

import json
from typing import Any

import pytest

from app.accounts.models import Role
from app.accounts.queries import actor_of
from app.core.db import db
from app.live import actions
from app.live.models import Question, Room
from tests.factories import accounts as people
from tests.factories import live
from tests.live.sockets.clients import RawClient, question
from tests.live.sockets.conftest import Served, join_as_guest

pytestmark = pytest.mark.live

AUTHOR = "Kadidia Sidibé"
MODERATOR = "Modératrice de test"
WAITING = "corps resté en attente"
REFUSED = "corps refusé aussitôt"
ANONYMOUS = "corps anonyme et public"
WITHDRAWN = "corps retiré aussitôt"
WORDS = "mots du motif, pour elle seule"
PSEUDONYM = "Mère de famille"
OPENED = "motif de l’ouverture, pour le bureau seul"


class Script:
    """What happens in the room while everybody listens."""

    def __init__(self, served: Served, room: Room) -> None:
        self.served, self.room = served, room
        self.token = join_as_guest(served, AUTHOR, "CI")
        self.author = RawClient(served.url, self.token)
        staff = people.staff(Role.MODERATOR, meeting_id=room.meeting_id, name=MODERATOR)
        desk_token = people.device_token(staff, second_factor=True)
        self.desk = RawClient(served.url, desk_token)
        self.secrets = [self.token, desk_token, str(staff.email)]
        self.receipts: list[str] = []
        self.pending: list[int] = []

    def ask(self, body: str, pseudonym: str | None = None) -> int:
        sent = question(body=body, anonymous=True, pseudonym=pseudonym)
        answer = self.author.call("question.ask", sent)["ok"]
        self.receipts.append(answer["receipt"])
        return int(answer["id"])

    def move(self, number: int, to: str, **more: Any) -> None:
        sent = {"question": number, "to": to} | more
        assert "ok" in self.desk.call("question.moderate", sent)

    def play(self) -> None:
        self.author.call("room.join", {"room": self.room.slug, "html": True})
        self.desk.call("room.join", {"room": self.room.slug, "desk": True})
        waiting, shown = self.ask(WAITING), self.ask(ANONYMOUS, PSEUDONYM)
        refused, merged = self.ask(REFUSED), self.ask(WAITING + " aussi")
        # The second claim gives the first question back, and lasts: the desk is told who reads.
        self.move(shown, "in_review")
        self.move(waiting, "in_review")
        self.move(shown, "taken")
        self.move(refused, "refused", reason="other", words=WORDS)
        self.move(merged, "merged", into=shown)
        self.author.call("question.vote", {"question": shown, "on": True})
        for to in ("on_air", "answered"):
            self.move(shown, to)
        db.session.rollback()
        withdrawn = self.ask(WITHDRAWN)
        author = actor_of(self.token)
        assert author is not None
        actions.withdraw_question(author, db.session.get_one(Question, withdrawn))
        secretary = people.staff_actor(Role.SECRETARIAT)
        about = db.session.get_one(Question, shown)
        actions.open_identity(secretary, about, reason=OPENED)
        self.pending = [waiting, refused, merged, withdrawn]
        actions.write_feed_line(live.moderator(self.room), self.room, body="Repère de la fin")


@pytest.fixture
def script(served: Served, room: Room) -> Script:
    return Script(served, room)


def listen(client: RawClient, room: Room, **options: Any) -> None:
    assert "ok" in client.call("room.join", {"room": room.slug} | options)


def heard(client: RawClient, room: Room) -> str:
    """Read up to the end of the script, then everything a late joiner and a laggard would get."""
    client.read_until(lambda frame: "Repère de la fin" in json_text(frame))
    client.call("room.sync", {"after": 0})
    client.call("room.join", {"room": room.slug})
    return "\n".join(map(json_text, client.frames))


def json_text(frame: str) -> str:
    """Return the frame with its escaped letters as they are read."""
    start = min((frame.find(sign) for sign in "[{" if sign in frame), default=-1)
    if start < 0:
        return frame
    return frame[:start] + json.dumps(json.loads(frame[start:]), ensure_ascii=False)


def test_no_frame_of_the_public_holds_what_is_private(
    served: Served, room: Room, script: Script
) -> None:
    listeners = {
        "nobody": RawClient(served.url),
        "guest": RawClient(served.url, join_as_guest(served, "Binta", "SN")),
        "browser": RawClient(served.url, join_as_guest(served, "Chata", "FR")),
    }
    for name, client in listeners.items():
        listen(client, room, html=name == "browser")
    script.play()
    private = [AUTHOR, MODERATOR, WAITING, REFUSED, WITHDRAWN, WORDS, OPENED, *script.receipts]
    for name, client in listeners.items():
        frames = heard(client, room)
        assert ANONYMOUS in frames, name
        assert PSEUDONYM in frames, name
        for words in (*private, *script.secrets):
            assert words not in frames, (name, words)
        for number in script.pending:
            assert f'"kind": "question", "id": {number},' not in frames, (name, number)
            assert f"[{number}, " not in frames, (name, number)
        for field in (
            "author_id",
            "person_id",
            "actor_id",
            "reason",
            "receipt",
            "token",
            "email",
            "claimed_by",
            "openings",
        ):
            assert f'"{field}"' not in frames, (name, field)
        client.close()


def test_no_frame_of_the_desk_holds_who_is_hidden(
    served: Served, room: Room, script: Script
) -> None:
    script.play()
    frames = heard(script.desk, room)
    for words in (WAITING, REFUSED, WITHDRAWN, WORDS, ANONYMOUS, PSEUDONYM, OPENED, MODERATOR):
        assert words in frames
    for words in (AUTHOR, *script.receipts, *script.secrets):
        assert words not in frames


def test_no_frame_of_the_author_holds_who_moderates(
    served: Served, room: Room, script: Script
) -> None:
    script.play()
    frames = heard(script.author, room)
    for words in (WAITING, REFUSED, WITHDRAWN, WORDS, *script.receipts):
        assert words in frames
    assert MODERATOR not in frames
    assert OPENED not in frames
    assert AUTHOR not in frames
