"""The Socket.IO door of the rooms; docs/live-protocol.md describes it for other programs."""

from typing import Any

from flask_login import current_user

from app.core.actors import Actor, Unread
from app.core.allowances import CATCH_UP, LOOKALIKES
from app.core.clock import now
from app.core.errors import Refused
from app.core.i18n import N_
from app.core.lane import NAMESPACE
from app.core.realtime import connections, handles, handles_many, sid, socketio
from app.core.together import Then
from app.live import actions, queries, schemas
from app.live.models import Room
from app.live.queries import cursor, polls
from app.live.queries import floor as hands
from app.live.queries.lookalikes import lookalike_views
from app.live.queries.order import order_view
from app.live.sockets.arrivals import Arrivals
from app.live.sockets.broadcaster import Broadcaster

broadcaster = Broadcaster(socketio)
arrivals = Arrivals(broadcaster)


class NotInRoom(Refused):
    """The client acts before it entered a room."""

    code = "not_in_room"
    message = N_("Entrez d’abord dans une salle.")


@socketio.on("connect", namespace=NAMESPACE)
def connect(auth: Any = None) -> bool:
    """Accept a client that names no device, or a device that holds."""
    token = auth.get("token") if isinstance(auth, dict) else None
    if token is None and current_user.is_authenticated:
        token = current_user.get_id()
    return isinstance(token, str | None) and connections.open(token)


@socketio.on("disconnect", namespace=NAMESPACE)
def disconnect(*_reason: Any) -> None:
    """Forget the client that left; first that it is here, for whoever seats it at this moment."""
    connections.close()
    broadcaster.leave(sid())


@handles_many("room.join", schemas.JoinRoom, dict)
def join(client: str, speaker: Unread, data: dict[str, Any], then: Then) -> None:
    """Enter a room and catch up with it, or learn its number alone."""
    arrivals.bring(client, speaker, data, then)


@handles("room.sync", schemas.SyncRoom)
def sync(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Get what came after a number, or a snapshot."""
    room = _joined(actor)
    CATCH_UP.spend(actor, room.id, line=sid())
    caught_up = cursor.catch_up(actor, room, data["after"])
    return caught_up | {"at": now().isoformat()}


@handles("question.ask", schemas.AskQuestion)
def ask(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Put a question; the acknowledgement leaves after the commit."""
    return schemas.receipt_view(actions.ask_question(actor, _joined(actor), **data))


@handles_many("question.vote", schemas.VoteOnQuestion, schemas.supported_view)
def vote(client: str, speaker: Unread, data: dict[str, Any], then: Then) -> None:
    """Support a question, or take the support back."""
    room_id = broadcaster.room_id_of(client)
    if room_id is None:
        raise NotInRoom()
    ballot = actions.Ballot(data["question"], room_id)
    actions.vote_on_question(speaker, ballot, on=data["on"], then=then)


@handles("question.moderate", schemas.ModerateQuestion)
def moderate(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Turn a question into another state."""
    question = queries.question(actor, data.pop("question"), _joined(actor))
    actions.moderate_question(actor, question, **data)
    return {"id": question.id, "state": question.state.value}


@handles("poll.vote", schemas.VoteInPoll)
def vote_in_poll(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Vote in a poll, once; what was chosen is told to nobody."""
    poll = polls.poll(actor, _joined(actor), data.pop("poll"))
    return schemas.ballot_view(actions.cast_ballot(actor, poll, **data))


@handles("hand.raise", schemas.RaiseHand)
def raise_hand(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Ask to speak."""
    room = _joined(actor)
    hand = actions.raise_hand(actor, room, **data)
    return schemas.own_hand_view(hand, hands.standing(room).place(hand))


@handles("hand.withdraw", schemas.LowerHand)
def withdraw_hand(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Lower a hand."""
    room = _joined(actor)
    hand = hands.hand(actor, data.pop("hand"), room)
    return schemas.hand_state_view(actions.withdraw_hand(actor, room, hand, **data))


@handles("hand.next", schemas.CallNextHand)
def call_next_hand(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Call the first of the queue."""
    room = _joined(actor)
    hand = actions.call_next_hand(actor, room, **data)
    return schemas.desk_hand_view(hands.standing(room), hand)


@handles("hand.move", schemas.MoveHand)
def move_hand(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Turn a hand into another state."""
    room = _joined(actor)
    hand = hands.hand(actor, data.pop("hand"), room)
    return schemas.hand_state_view(actions.move_hand(actor, room, hand, **data))


@handles("hand.arrange", schemas.ArrangeHand)
def arrange_hand(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Change a hand's place, what it asks for, or its seconds."""
    room = _joined(actor)
    hand = hands.hand(actor, data.pop("hand"), room)
    return schemas.hand_state_view(actions.arrange_hand(actor, room, hand, **data))


@handles("question.reword", schemas.RewordQuestion)
def reword(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Word a question otherwise; its author's words stay beside it."""
    question = queries.question(actor, data.pop("question"), _joined(actor))
    actions.reword_question(actor, question, **data)
    return {"id": question.id, "body": question.body, "original": question.original}


@handles("question.translate", schemas.TranslateQuestion)
def put_into_language(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Put a second language beside a question, or take it away."""
    question = queries.question(actor, data.pop("question"), _joined(actor))
    actions.translate_question(actor, question, **data)
    return {"id": question.id, "language": question.translation_language}


@handles("question.withdraw", schemas.OwnQuestion)
def withdraw(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Take one's question back."""
    question = queries.question(actor, data.pop("question"), _joined(actor))
    actions.withdraw_question(actor, question, **data)
    return {"id": question.id, "state": question.state.value}


@handles("question.reinstate", schemas.OwnQuestion)
def reinstate(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Put back a question one took back."""
    question = queries.question(actor, data.pop("question"), _joined(actor))
    actions.reinstate_question(actor, question, **data)
    return {"id": question.id, "state": question.state.value}


@handles("question.lookalikes", schemas.FindLookalikes)
def find_lookalikes(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Return the public questions that ask much the same; what is sent is not kept."""
    room = _joined(actor)
    LOOKALIKES.spend(actor, room.id, line=sid())
    return {"lookalikes": lookalike_views(room, data["body"])}


@handles("queue.move", schemas.MoveQuestion)
def move_question(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Hold a question at another place of the queue, or let the rule decide again."""
    room = _joined(actor)
    question = queries.question(actor, data.pop("question"), room)
    actions.move_question(actor, question, **data)
    return order_view(room)


@handles("queue.rule", schemas.ChangeOrderRule)
def change_order_rule(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Change who goes first in the queue."""
    room = actions.change_order_rule(actor, _joined(actor), **data)
    return order_view(room)


def _joined(actor: Actor) -> Room:
    """Return the room this connection entered."""
    slug = broadcaster.room_of(sid())
    if slug is None:
        raise NotInRoom()
    return queries.room(actor, slug)
