"""docs/live-protocol.md says what the code does: every event, field, code and limit."""

import re
from pathlib import Path

import pytest
from flask import Flask

from app.core import line, realtime
from app.core.errors import Refused
from app.core.forms import Schema
from app.live import actions, schemas
from app.live.models import (
    HAND_MOVES,
    MODERATION,
    PRECEDENCE,
    HandState,
    MoveReason,
    OrderRule,
    PollMethod,
    PollState,
    QuestionState,
    RefusalReason,
    RoomState,
    Scene,
    Shown,
    Uncounted,
    Voters,
)
from app.live.queries import cursor, floor, polls
from app.live.queries.fairness import MEASURES, fairness
from app.live.queries.order import order_view
from tests.factories import live
from tests.services.programs import ROOT

DOCUMENT = Path(ROOT, "docs", "live-protocol.md").read_text()
WORDS = set(re.findall(r"[a-z_]+(?:\.[a-z]+)?", DOCUMENT))


FAIRNESS_ROW = dict.fromkeys(("countries", "of", *MEASURES, "wait"))


def section(title: str) -> str:
    """Return the text under a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(title)}$(.*?)(?=^#+ |\Z)", DOCUMENT, re.M | re.S)
    assert found, f"no section {title}"
    return found.group(1)


@pytest.fixture
def database_kind() -> str:
    """One kind of database: the views are the same."""
    return "sqlite"


@pytest.fixture
def handled(app: Flask) -> dict[str, type[Schema]]:
    return realtime.handled


def test_every_event_of_the_client_is_described_with_its_fields(
    handled: dict[str, type[Schema]],
) -> None:
    assert handled
    for event, schema in handled.items():
        text = section(f"`{event}`")
        for name in schema().fields:
            assert f"`{name}`" in text, (event, name)


def test_no_event_is_described_that_is_not_there(handled: dict[str, type[Schema]]) -> None:
    described = set(re.findall(r"^### `([a-z.]+)`$", DOCUMENT, re.M))
    assert described == {*handled, "room.changes", "room.counts"}


def test_every_field_that_is_told_is_described(app: Flask) -> None:
    room = live.room()
    views = [schemas.room_view(room), schemas.feed_view(live.line(room)), schemas.gone_view(1)]
    views += [order_view(room), schemas.fairness_view(fairness(room)), FAIRNESS_ROW]
    for asked in live.every_state(room).values():
        views += [schemas.public_view(asked, 0), schemas.own_view(asked, 0)]
        views += [schemas.desk_view(asked, 0), schemas.receipt_view(asked)]
    for state in PollState:
        poll = live.poll(live.room(), state)
        views += [*polls.poll_views([poll], at_desk=True), schemas.poll_receipt_view(poll)]
    views += [view["results"] for view in views if view.get("results")]
    views += [one for view in views for one in view.get("options") or view.get("votes") or []]
    for state in HandState:
        hand = live.hand(room, state)
        standing = floor.standing(room)
        views += [schemas.own_hand_view(hand, 1), schemas.hand_state_view(hand)]
        views += [schemas.desk_floor_view(standing), schemas.desk_hand_view(standing, hand)]
        views += standing.by_country and schemas.floor_view(standing)["countries"]
    opening = live.opening(asked)
    views += [schemas.opening_view(opening), schemas.identity_view(opening)]
    note = actions.write_stage_note(live.moderator(room), room, body="Dix minutes")
    views += [schemas.stage_note_view(note), schemas.scene_view(Scene())]
    nested = ("root", "answered", "follow_up", "translation", "claimed_by", "office")
    views += [view[name] for view in views for name in nested if view.get(name)]
    caught_up = [cursor.catch_up(live.guest_actor(), room, after) for after in (0, None)]
    views += [*caught_up, caught_up[1]["snapshot"]]
    told = {name for view in views for name in view} | {"prev", "seq", "at", "changes", "present"}
    assert sorted(told - WORDS) == []


def test_every_code_of_a_refusal_is_described(app: Flask) -> None:
    errors = [getattr(actions, name) for name in actions.__all__]
    refused = {one.code for one in errors if isinstance(one, type) and issubclass(one, Refused)}
    from app.core import errors as core
    from app.live.sockets import NotInRoom

    shared = (core.Invalid, core.SignInRequired, core.NotAllowed, core.NotFound, core.Conflict)
    refused |= {kind.code for kind in (*shared, core.TooMany, NotInRoom)} | {"failure", "csrf"}
    described = set(re.findall(r"^\| `([a-z_]+)` \| [0-9–]+ \|", section("Codes"), re.M))
    assert described == refused


def test_the_words_of_the_fields_are_described() -> None:
    ask, moderate = section("`question.ask`"), section("`question.moderate`")
    for code in (*schemas.LANGUAGE_NAMES, "other"):
        assert re.search(rf"\b{code}\b", ask), code
    for reason in RefusalReason:
        assert re.search(rf"\b{reason.value}\b", moderate), reason
    for word in (*MoveReason, *schemas.MOVES):
        assert f"`{word}`" in section("`queue.move`"), word
    for rule in OrderRule:
        assert f"`{rule.value}`" in section("`queue.rule`"), rule
    for word in Shown:
        assert f"`{word}`" in section("The screen"), word
    for state in (*QuestionState, *RoomState, *PollState, *PollMethod, *Voters, *Uncounted):
        assert state.value in WORDS, state


def test_the_table_of_transitions_is_the_one_in_the_code() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| (.*) \|$", section("`question.moderate`"), re.M)
    written = {was: set(re.findall(r"`([a-z_]+)`", to)) for was, to in rows}
    for was, to in MODERATION.items():
        assert written[was.value] == {state.value for state in to}, was


def test_the_table_of_the_floor_is_the_one_in_the_code() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| (.*) \|$", section("`hand.move`"), re.M)
    written = {was: set(re.findall(r"`([a-z_]+)`", to)) for was, to in rows}
    assert written == {was.value: {state.value for state in to} for was, to in HAND_MOVES.items()}
    asked = re.search(r"what is asked: (.*?), called", section("`hand.raise`"))
    assert asked
    by_rank = sorted(PRECEDENCE, key=lambda turn: PRECEDENCE[turn])
    assert re.findall(r"`([a-z]+)`", asked.group(1)) == [turn.value for turn in by_rank]


def test_the_limits_are_those_of_the_code() -> None:
    ask = section("`question.ask`")
    assert f"1 to {schemas.LONGEST_QUESTION} signs" in ask
    assert f"at most {schemas.LONGEST_SUBJECT}," in section("`hand.raise`")
    assert f"{realtime.LARGEST_FRAME:,} bytes" in section("Limits")
    assert f"that {line.MOST_WAITING // 1024} KB" in " ".join(section("Limits").split())
    assert f"more than {cursor.SNAPSHOT_BEHIND} numbers" in section("Catching up")
    assert f"`words` (at most {schemas.LONGEST_MESSAGE})" in section("The HTTP twins")
    assert actions.MOST_WAITING == 5


def test_every_route_of_the_rooms_is_described(app: Flask) -> None:
    text = section("The HTTP twins")
    routes = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("live_api.")]
    assert routes
    for rule in routes:
        (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        path = rule.rule.replace("<slug>", "<room>").replace("<int:number>", "<number>")
        path = re.sub(r"<int:\w+>", "<id>", path)
        assert f"`{method} {path}`" in text, rule
