"""The order of a room: one for every page, moved by the desk with a reason, known to everybody."""

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core import facts
from app.core.actors import ANONYMOUS
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, SignInRequired
from app.live import actions
from app.live.facts import OrderRuleChanged, QueueMoved
from app.live.models import OrderRule, Question, QuestionState, QueueMove, Room, RoomState
from app.live.queries import cursor
from app.live.queries.order import order_of
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

TAKEN = QuestionState.TAKEN
SAID = {
    OrderRule.BALANCED: "ordre équitable",
    OrderRule.VOTES: "les plus soutenues d’abord",
    OrderRule.TIME: "les plus anciennes d’abord",
}


def filled(**columns: object) -> tuple[Room, list[Question]]:
    """Return a room where France asked three times and Cuba once, France with more supports."""
    room = live.room(**columns)
    asked = [live.question(room, TAKEN, people.guest(country=c)) for c in ("FR", "FR", "FR", "CU")]
    for question, votes in zip(asked, (3, 2, 1, 0), strict=True):
        for _ in range(votes):
            live.vote(question)
    return room, asked


def order(room: Room) -> list[int]:
    return list(order_of(room).places)


def told(room: Room, kind: type) -> list[object]:
    return [row.fact for row in facts.since(room.scope, 0) if isinstance(row.fact, kind)]


@pytest.fixture
def desk(app: Flask, sign_in: Callable[..., Client]) -> Client:
    return sign_in(app.test_client(), people.staff(Role.MODERATOR), second_factor=True)


def test_a_new_room_is_balanced_and_each_rule_orders_as_it_says(app: Flask) -> None:
    room, (first, second, third, cuba) = filled()
    moderator = live.moderator(room)
    assert order(room) == [first.id, cuba.id, second.id, third.id]
    actions.change_order_rule(moderator, room, rule="votes")
    assert order(room) == [first.id, second.id, third.id, cuba.id]
    live.vote(cuba)
    actions.change_order_rule(moderator, room, rule="time")
    assert order(room) == [first.id, second.id, third.id, cuba.id]


def test_turns_that_were_had_count(app: Flask) -> None:
    room, (first, second, third, cuba) = filled()
    moderator = live.moderator(room)
    for state in ("on_air", "answered"):
        actions.moderate_question(moderator, first, to=state)
    assert order(room) == [cuba.id, second.id, third.id]


def test_the_order_is_the_same_on_every_page_and_for_every_program(
    app: Flask, client: Client, desk: Client
) -> None:
    room, asked = filled()
    actions.move_question(live.moderator(room), asked[2], to="first", reason="urgent")
    expected = [asked[place].number for place in (2, 3, 0, 1)]
    ids = [asked[place].id for place in (2, 3, 0, 1)]
    page = client.get(f"/direct/{room.slug}").text
    queue = page.split('id="queue-list"')[1].split("</ol>")[0]
    assert re.findall(r'data-number="(\d+)"', queue) == [str(n) for n in expected]
    text = client.get(f"/direct/{room.slug}/texte").text.split("En file")[1].split("</ol>")[0]
    assert re.findall(r"<li>n°.(\d+)", text) == [str(n) for n in expected]
    screen = client.get(f"/direct/{room.slug}/ecran").text.split('id="next-list"')[1]
    assert re.findall(r"<li><b>(\d+)</b>", screen) == [str(n) for n in expected[:3]]
    table = desk.get(f"/direct/{room.slug}/bureau").text
    assert re.findall(r'id="row-(\d+)"[^>]* data-place', table) == [str(n) for n in ids]
    assert cursor.snapshot(ANONYMOUS, room)["snapshot"]["order"]["queue"] == ids
    answer = client.get(f"/api/v1/rooms/{room.slug}/order").json
    assert answer == {"kind": "order", "rule": "balanced", "queue": ids, "held": [asked[2].id]}


@pytest.mark.parametrize("rule", list(OrderRule))
def test_everybody_reads_the_rule_in_force(
    app: Flask, client: Client, desk: Client, rule: OrderRule
) -> None:
    room, _asked = filled(order_rule=rule)
    for part in ("", "/texte", "/ecran", "/equite"):
        assert SAID[rule] in client.get(f"/direct/{room.slug}{part}").text, part
    assert SAID[rule] in desk.get(f"/direct/{room.slug}/bureau").text


def test_changing_the_rule_is_an_act_of_the_desk_with_a_fact(app: Flask) -> None:
    room, _asked = filled()
    actions.change_order_rule(live.moderator(room), room, rule="votes")
    actions.change_order_rule(live.moderator(room), room, rule="votes")
    assert told(room, OrderRuleChanged) == [
        OrderRuleChanged(room_id=room.id, was="balanced", to="votes")
    ]
    for stranger, refusal in (
        (live.guest_actor(), NotAllowed),
        (live.moderator(live.room()), NotAllowed),
        (ANONYMOUS, SignInRequired),
    ):
        with pytest.raises(refusal):
            actions.change_order_rule(stranger, room, rule="time")
    assert room.order_rule == OrderRule.VOTES


def test_a_move_holds_a_question_and_says_why(app: Flask) -> None:
    room, (first, second, third, cuba) = filled()
    moderator = live.moderator(room)
    actions.move_question(moderator, third, to="up", reason="thread")
    assert order(room) == [first.id, cuba.id, third.id, second.id]
    assert told(room, QueueMoved) == [
        QueueMoved(room_id=room.id, question_id=third.id, was=4, to=3, reason="thread")
    ]
    move = db.session.scalars(db.select(QueueMove)).one()
    assert (move.question_id, move.moved_by_id) == (third.id, moderator.id)
    assert (move.from_place, move.to_place, move.reason.value) == (4, 3, "thread")


def test_what_is_held_stays_where_it_was_put_while_others_move(app: Flask) -> None:
    room, (first, second, third, cuba) = filled(order_rule=OrderRule.TIME)
    moderator = live.moderator(room)
    actions.move_question(moderator, cuba, to="first", reason="urgent")
    actions.move_question(moderator, third, to="place", place=2, reason="urgent")
    assert order(room) == [cuba.id, third.id, first.id, second.id]
    actions.move_question(moderator, cuba, to="down", reason="other")
    assert order(room) == [third.id, cuba.id, first.id, second.id]
    actions.move_question(moderator, cuba, to="place", place=40, reason="other")
    assert order(room) == [third.id, first.id, second.id, cuba.id]
    actions.move_question(moderator, cuba, to="rule", reason="other")
    actions.move_question(moderator, third, to="rule", reason="other")
    assert order(room) == [first.id, second.id, third.id, cuba.id]
    assert [fact.to for fact in told(room, QueueMoved)][-2:] == [None, None]  # type: ignore[attr-defined]


def test_what_is_held_goes_forward_as_the_turns_are_had(app: Flask) -> None:
    room, (first, second, third, cuba) = filled(order_rule=OrderRule.TIME)
    moderator = live.moderator(room)
    actions.move_question(moderator, cuba, to="place", place=3, reason="respondent")
    actions.moderate_question(moderator, first, to="on_air")
    assert order(room) == [second.id, cuba.id, third.id]
    actions.moderate_question(moderator, first, to="answered")
    actions.moderate_question(moderator, second, to="on_air")
    assert order(room) == [cuba.id, third.id]


def test_a_question_that_comes_back_goes_by_the_rule(app: Flask) -> None:
    room, (first, *_others, cuba) = filled(order_rule=OrderRule.TIME)
    moderator = live.moderator(room)
    actions.move_question(moderator, cuba, to="first", reason="urgent")
    actions.moderate_question(moderator, cuba, to="on_air")
    actions.moderate_question(moderator, cuba, to="taken")
    assert (order(room)[0], cuba.turn) == (first.id, None)


def test_only_a_question_that_waits_is_moved_and_never_in_an_archive(app: Flask) -> None:
    room, asked = filled()
    moderator = live.moderator(room)
    waiting = live.question(room, QuestionState.RECEIVED)
    with pytest.raises(actions.NotInQueue):
        actions.move_question(moderator, waiting, to="up", reason="urgent")
    with pytest.raises(Invalid):
        actions.move_question(moderator, asked[0], to="place", reason="urgent")
    with pytest.raises(NotAllowed):
        actions.move_question(live.guest_actor(), asked[0], to="down", reason="urgent")
    room.state = RoomState.ARCHIVED
    db.session.commit()
    with pytest.raises(actions.RoomArchived):
        actions.move_question(moderator, asked[0], to="down", reason="urgent")
    with pytest.raises(actions.RoomArchived):
        actions.change_order_rule(moderator, room, rule="time")
    assert told(room, QueueMoved) == []


def test_the_desk_moves_by_the_buttons_of_its_page(app: Flask, desk: Client) -> None:
    room, asked = filled()
    page = desk.get(f"/direct/{room.slug}/bureau").text
    assert f'formaction="/direct/{room.slug}/file/{asked[3].id}"' in page
    answer = desk.post(
        f"/direct/{room.slug}/file/{asked[3].id}", data={"to": "up", "reason": "fairness"}
    )
    assert answer.status_code == 303
    assert order(room)[0] == asked[3].id
    page = desk.get(f"/direct/{room.slug}/bureau").text
    assert "placée par le bureau" in page
    desk.post(f"/direct/{room.slug}/ordre", data={"rule": "time"})
    assert db.session.get_one(Room, room.id).order_rule == OrderRule.TIME
    refused = desk.post(
        f"/direct/{room.slug}/file/{asked[3].id}", data={"to": "up", "reason": "envie"}
    )
    assert refused.status_code == 422


def test_the_programs_have_the_same_acts(app: Flask, sign_in: Callable[..., Client]) -> None:
    room, asked = filled()
    client = sign_in(app.test_client(), people.staff(Role.MODERATOR), second_factor=True)
    moved = client.post(
        f"/api/v1/questions/{asked[3].id}/place", json={"to": "first", "reason": "urgent"}
    )
    assert moved.json["queue"][0] == asked[3].id
    changed = client.post(f"/api/v1/rooms/{room.slug}/order", json={"rule": "time"})
    assert (changed.json["rule"], changed.json["held"]) == ("time", [asked[3].id])


def test_a_change_of_the_order_reaches_everybody(app: Flask) -> None:
    room, asked = filled()
    before = facts.latest(room.scope)
    actions.move_question(live.moderator(room), asked[3], to="first", reason="urgent")
    actions.change_order_rule(live.moderator(room), room, rule="votes")
    changes = cursor.catch_up(ANONYMOUS, room, before)["changes"]
    assert [item["kind"] for item in changes] == ["order"]
    assert changes[0]["rule"] == "votes"
    assert changes[0]["queue"] == [asked[place].id for place in (3, 0, 1, 2)]
    assert "urgent" not in json.dumps(changes)
