"""The page in text alone: all that happens, in words, light, sent again only once it changed."""

from datetime import timedelta
from typing import Any

from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.live import actions
from app.live.models import HandState, PollState, QuestionState, Room, RoomState
from tests.conftest import Client
from tests.factories import live

WORDS = "Quand le consulat de Lyon ouvrira-t-il une seconde journée pour les passeports ?"


def text(client: Client, room: Room, seen: str | None = None) -> Any:
    headers = {"If-None-Match": seen} if seen else {}
    return client.get(f"/direct/{room.slug}/texte", headers=headers)


def test_the_floor_the_poll_and_what_is_owed_are_in_words(client: Client, room: Room) -> None:
    live.hand(room, HandState.SPEAKING, country="FR")
    live.hand(room)
    live.poll(room, PollState.OPEN, title="Une antenne de plus")
    live.question(room, QuestionState.FOLLOW_UP, office_words="La DGME")
    page = text(client, room).text
    for said in ("A la parole", "Scrutin ouvert", "Une antenne de plus", "La DGME"):
        assert said in page
    assert "Réponse écrite attendue au plus tard le" in page


def test_a_usual_room_stays_under_eight_kilobytes(client: Client, room: Room) -> None:
    live.question(room, QuestionState.ON_AIR, body=WORDS)
    for _ in range(8):
        live.question(room, body=WORDS)
        live.line(room, body="La direction répond : quatre journées en mars.", speaker="La DGME")
    for state in (QuestionState.ANSWERED, QuestionState.FOLLOW_UP):
        live.question(room, state, body=WORDS)
    live.hand(room, HandState.SPEAKING)
    live.poll(room, PollState.OPEN)
    assert len(text(client, room).data) < 8 * 1024


def test_it_is_sent_again_when_a_hand_or_a_poll_moves(
    client: Client, room: Room, moderator: Actor
) -> None:
    poll = live.poll(room, PollState.PREPARED)
    guest = live.guest_actor()
    acts = (
        lambda: actions.raise_hand(guest, room),
        lambda: actions.call_next_hand(moderator, room),
        lambda: actions.open_poll(moderator, poll),
        lambda: actions.cast_ballot(guest, poll, choices=[1]),
        lambda: actions.close_poll(moderator, poll),
    )
    seen = text(client, room).headers["ETag"]
    for act in acts:
        assert text(client, room, seen).status_code == 304
        act()
        changed = text(client, room, seen)
        assert changed.status_code == 200
        seen = changed.headers["ETag"]


def test_it_is_sent_again_once_the_window_opens(client: Client) -> None:
    day = timedelta(days=1)
    waits = live.room(RoomState.CLOSED, questions_from=now() + day, questions_until=now() + 2 * day)
    seen = text(client, waits).headers["ETag"]
    assert text(client, waits, seen).status_code == 304
    waits.questions_from = now() - day  # the hour came: no fact says so
    db.session.commit()
    assert "Questions jusqu’au" in text(client, waits, seen).text
