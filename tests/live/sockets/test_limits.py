"""What no honest client sends: a clear refusal, and a server that lives on for everybody else."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from websocket import WebSocketBadStatusException

from app.core.realtime import LARGEST_FRAME
from app.live.models import Room
from tests.factories import accounts as people
from tests.factories import live
from tests.faults.flood import masked, sent_as
from tests.live.helpers import everything
from tests.live.sockets.clients import Follower, RawClient, question
from tests.live.sockets.conftest import KINDS, Served, serving

pytestmark = pytest.mark.live
Connect = Callable[..., Follower]

EVENTS = ("room.join", "room.sync", "question.ask", "question.vote", "question.moderate")


@pytest.fixture(scope="module", params=KINDS)
def served_once(request: pytest.FixtureRequest) -> Iterator[Served]:
    """A web process of their own: an address whose lines are cut opens no more for a while."""
    with serving(*request.param) as served:
        yield served


class TestAPayloadOfTheWrongType:
    def test_is_refused_for_every_event_and_writes_nothing(
        self, served: Served, room: Room, guest: str, connect: Connect
    ) -> None:
        follower = connect(guest)
        follower.join(room.slug)
        odd: list[Any] = ["texte", "", 3, True, None, [], [question()], 1.5, [[[[]]]]]
        before = everything()
        for event in EVENTS:
            for sent in odd:
                refusal = follower.error(event, sent)
                assert refusal["code"] == "invalid", (event, sent)
                assert list(refusal["fields"]) == [""], (event, sent)
        assert everything() == before

    def test_with_wrong_fields_names_each(self, room: Room, guest: str, connect: Connect) -> None:
        follower = connect(guest)
        follower.join(room.slug)
        before = everything()
        for event, sent, fields in (
            ("room.join", {}, ["room"]),
            ("room.join", {"room": 3, "after": "x", "html": "oui?", "desk": []}, None),
            ("room.join", {"room": room.slug, "after": -1}, ["after"]),
            ("room.sync", {"after": None}, ["after"]),
            ("room.sync", {"after": 1.5}, ["after"]),
            ("room.sync", {"after": True}, ["after"]),
            ("room.sync", {"after": 2**60}, ["after"]),
            ("question.ask", {}, ["body", "key"]),
            ("question.ask", question(body=""), ["body"]),
            ("question.ask", question(body="x" * 401), ["body"]),
            ("question.ask", question(body="x" * 10_000), ["body"]),
            ("question.ask", question(body="a\x00b"), ["body"]),
            ("question.ask", question(body="\u202e"), ["body"]),
            ("question.ask", question(body={"a": 1}), ["body"]),
            ("question.ask", question(language=3, theme=[], anonymous="?"), None),
            ("question.ask", question(theme="nulle-part"), ["theme"]),
            ("question.ask", question(state="taken"), ["state"]),
            ("question.vote", {"question": "un"}, ["question"]),
            ("question.vote", {"question": 0}, ["question"]),
            ("question.vote", {"question": 1, "on": "?"}, ["on"]),
            ("question.moderate", {"question": 1, "to": "withdrawn"}, ["to"]),
            ("question.moderate", {"question": 1, "to": {"a": 1}}, ["to"]),
            ("question.moderate", {"question": 1, "to": "merged", "into": True}, ["into"]),
        ):
            refusal = follower.error(event, sent)
            assert refusal["code"] == "invalid", sent
            expected = fields or sorted(set(sent) - {"key", "body"})
            assert sorted(refusal["fields"]) == expected, sent
        assert everything() == before

    def test_is_refused_in_the_language_of_the_reader(self, room: Room, connect: Connect) -> None:
        english = connect(headers={"Accept-Language": "en"})
        french = connect(headers={"Accept-Language": "fr"})
        messages = [one.error("room.sync", {"after": 0})["message"] for one in (english, french)]
        assert messages[1] == "Entrez d’abord dans une salle."
        assert messages[0] != messages[1]


class TestAFrame:
    def test_too_large_closes_its_connection_and_no_other(
        self, served: Served, room: Room, guest: str, connect: Connect
    ) -> None:
        other = connect(guest)
        other.join(room.slug)
        for size in (LARGEST_FRAME + 1, 1024 * 1024):
            raw = RawClient(served.url, guest)
            raw.call("room.join", {"room": room.slug})
            head = '42/live,9["question.ask",'
            body = json.dumps(question(body="x" * size))
            with suppress(OSError):
                raw.socket.send(f"{head}{body}]")
            with pytest.raises(OSError, match=r"closed|reset|[Bb]roken pipe"):
                raw.read_ack(9)
            raw.close()
        assert other.ok("question.ask", question())["number"] == 1

    def test_as_large_as_allowed_is_answered(self, served: Served, room: Room, guest: str) -> None:
        raw = RawClient(served.url, guest)
        raw.call("room.join", {"room": room.slug})
        answer = raw.call("question.ask", question(body="x" * 60_000))
        assert list(answer["error"]["fields"]) == ["body"]
        raw.close()

    @pytest.mark.parametrize(
        "frame",
        [
            "42/live,",
            "42/live,1[",
            "42/live,1{}",
            '42/live,1"x"',
            "42/live,1[]",
            "42/live,1[3]",
            '42/live,1["nulle.part",{}]',
            '42/live,1["connect",{}]',
            "42/live,1" + "[" * 20_000,
            '42["question.ask",{}]',
            '42/live,1["question.vote",',
            '42/live,1["question.vote" 3]',
            '42/live,1["question.vote",' + "[" * 20_000,
            "43/live,7[1]",
            "45/live,1-[]",
            "9",
            "",
            "xyz",
            "42/live,1" + '["room.join",{"room":"\ud83d"}]',
        ],
        ids=range(19),
    )
    def test_that_is_broken_harms_nobody_else(
        self, served: Served, room: Room, guest: str, connect: Connect, frame: str
    ) -> None:
        raw = RawClient(served.url, guest)
        raw.socket.send(frame.encode("utf-8", "surrogatepass"), opcode=1)
        other = connect(guest)
        other.join(room.slug)
        assert other.ok("question.ask", question())["number"] == 1
        raw.close()

    def test_without_an_acknowledgement_asked_for_is_done_too(
        self, served: Served, room: Room, guest: str
    ) -> None:
        raw = RawClient(served.url, guest)
        raw.call("room.join", {"room": room.slug})
        raw.socket.send("42/live," + json.dumps(["question.ask", question(body="Sans accusé")]))
        raw.read_until(lambda frame: '"own":true' in frame)
        raw.close()

    def test_of_a_crowd_is_answered_whatever_it_holds(
        self, served: Served, room: Room, guest: str
    ) -> None:
        raw, asked = RawClient(served.url, guest), live.question(room)
        raw.call("room.join", {"room": room.slug})
        vote = {"question": asked.id}
        raw.socket.send("42/live," + json.dumps(["question.vote", vote], indent=1))
        raw.read_until(lambda frame: f'"counts":[[{asked.id},1]]' in frame)
        sent: list[list[Any]] = [["question.vote"], ["question.vote", {}], ["question.vote", [3]]]
        for number, message in enumerate([*sent, ["question.vote", vote, {"more": 1}]], 80):
            raw.socket.send(f"42/live,{number}" + json.dumps(message))
        acks = sorted(raw.read_until(lambda frame: "43/live,8" in frame) for _ in range(4))
        assert [place for place, ack in enumerate(acks, 80) if '"ok"' in ack] == [83]
        assert ['"code":"invalid"' in ack for ack in acks] == [True, True, True, False]
        raw.close()

    def test_with_more_arguments_than_one_is_read_by_its_first(
        self, served: Served, room: Room, guest: str
    ) -> None:
        raw = RawClient(served.url, guest)
        raw.call("room.join", {"room": room.slug})
        extra: list[Any] = ["question.ask", question(), {"more": 1}, 3]
        raw.socket.send("42/live,70" + json.dumps(extra))
        assert raw.read_ack(70)["ok"]["number"] == 1
        raw.close()


def test_the_eleventh_question_of_a_minute_is_refused(
    served: Served, room: Room, guest: str, moderator: str, connect: Connect
) -> None:
    follower, desk = connect(guest), connect(moderator)
    follower.join(room.slug)
    desk.join(room.slug, desk=True)
    for _ in range(10):
        number = follower.ok("question.ask", question())["id"]
        desk.ok("question.moderate", {"question": number, "to": "taken"})
    assert follower.error("question.ask", question())["code"] == "too_many"


def browser_of(served: Served, token: str) -> dict[str, str]:
    """Return the cookie by which the browser of a device speaks."""
    signed = served.app.session_interface.get_signing_serializer(served.app)
    return {"cookie": f"toukanblon={signed.dumps({'_user_id': token})}"}


def flood_until_turned_away(url: str, **options: str) -> int:
    """Open lines that are cut for what they send, until no other opens; return how many did."""
    opened = 0
    while True:
        try:
            raw = RawClient(url, **options)
        except WebSocketBadStatusException:
            return opened
        opened += 1
        with suppress(OSError):
            raw.socket.sock.sendall(masked("42/live,1[" for _ in range(200)))
            raw.read_until(lambda _frame: False)
        raw.close()


def test_a_flood_from_a_hall_closes_it_to_nobody_who_gave_a_name() -> None:
    with serving("eventlet", "sqlite") as served, served.app.app_context():
        hall = live.room()
        one, *others = (
            browser_of(served, people.device_token(people.guest(name)))
            for name in ("Qui inonde", "Awa", "Binta", "Coumba")
        )
        for flooding in (one, {}, {"cookie": "toukanblon=forged"}):
            assert flood_until_turned_away(served.url, **flooding) < 50
        for options in others:
            phone = RawClient(served.url, **options)
            assert "ok" in phone.call("room.join", {"room": hall.slug})
            phone.close()


def answers(raw: RawClient) -> list[Any]:
    """Return all that a client was answered so far."""
    acks = [frame for frame in raw.frames if frame.startswith("43/live,")]
    return [json.loads(ack[ack.index("[") :])[0] for ack in acks]


def ask_at_once(raw: RawClient, times: int) -> None:
    """Ask for the room so many times at once, and wait for every answer."""
    asked, known = sent_as("room.sync", {"after": 0}), len(answers(raw))
    raw.socket.sock.sendall(masked(map(asked, range(known + 1, known + 1 + times))))
    for _ in range(times):
        raw.read_until(lambda frame: frame.startswith("43/live,"))


def ask_without_end(raw: RawClient) -> None:
    while True:
        ask_at_once(raw, 100)


def test_who_sends_without_end_is_answered_in_words_then_cut(served: Served, room: Room) -> None:
    raw = RawClient(served.url)
    assert "ok" in raw.call("room.join", {"room": room.slug, "snapshot": False})
    ask_at_once(raw, 80)

    def refused() -> list[Any]:
        return [answer["error"] for answer in answers(raw) if "error" in answer]

    # The slower a server reads, the more it answers: it is asked again until it refuses to read.
    while not any(one["retry_after"] <= 5 for one in refused()):
        ask_at_once(raw, 40)
    assert len(answers(raw)) - len(refused()) == 20
    assert {one["code"] for one in refused()} == {"too_many"}
    assert all(one["message"].startswith("Vous allez trop vite.") for one in refused())
    assert any(one["retry_after"] > 5 for one in refused())
    with pytest.raises(OSError, match=r"closed|reset|[Bb]roken pipe"):
        ask_without_end(raw)
    raw.close()
