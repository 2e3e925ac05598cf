"""The JSON door of the rooms: the same writes as the socket, with the same schemas and keys."""

from typing import Any

from flask import request
from flask_smorest import Blueprint

from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, rules, schemas
from app.live.queries import cursor, polls
from app.live.queries import desk as behind
from app.live.queries import floor as hands

bp = Blueprint("live_api", __name__, url_prefix="/api/v1", description="Rooms and questions")
blueprints = (bp,)


@bp.get("/rooms")
def list_rooms() -> Any:
    """List the rooms, those that are live first."""
    return {"rooms": [schemas.room_view(room) for room in queries.rooms(actor())]}


@bp.get("/rooms/<slug>")
@bp.doc(parameters=[{"in": "query", "name": "after", "schema": {"type": "integer"}}])
def show_room(slug: str) -> Any:
    """Return what came after a number, or the whole room as its caller may see it."""
    room = queries.room(actor(), slug)
    return cursor.catch_up(actor(), room, request.args.get("after", type=int))


@bp.post("/rooms/<slug>/questions")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.AskQuestion}}})
def ask(slug: str) -> Any:
    """Put a question to a room; a replayed key returns the first answer."""
    room = queries.room(actor(), slug)
    question = actions.ask_question(actor(), room, **parse(schemas.AskQuestion, json_body()))
    return schemas.receipt_view(question), 201


@bp.get("/questions/<int:question_id>")
def show_question(question_id: int) -> Any:
    """Return a question as its caller may see it."""
    question = queries.question(actor(), question_id)
    votes = queries.votes_of([question.root_id])[question.root_id]
    own = actor().is_known and question.author_id == actor().id
    view = schemas.own_view if own else schemas.public_view
    return view(question, votes)


@bp.post("/questions/<int:question_id>/vote")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.VoteOnQuestion}}})
def vote(question_id: int) -> Any:
    """Support a question, or take the support back."""
    data = parse(schemas.VoteOnQuestion, {**json_body(), "question": question_id})
    question = queries.question(actor(), question_id)
    actions.vote_on_question(actor(), question, on=data["on"])
    votes = queries.votes_of([question.root_id])[question.root_id]
    return {"question": question.id, "on": data["on"], "votes": votes}


@bp.post("/questions/<int:question_id>/moderate")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.ModerateQuestion}}})
def moderate(question_id: int) -> Any:
    """Turn a question into another state."""
    data = parse(schemas.ModerateQuestion, {**json_body(), "question": question_id})
    question = queries.question(actor(), data.pop("question"))
    actions.moderate_question(actor(), question, **data)
    return {"id": question.id, "state": question.state.value}


@bp.post("/questions/<int:question_id>/wording")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.RewordQuestion}}})
def reword(question_id: int) -> Any:
    """Word a question otherwise; its author's words stay beside it."""
    data = parse(schemas.RewordQuestion, {**json_body(), "question": question_id})
    question = queries.question(actor(), data.pop("question"))
    actions.reword_question(actor(), question, **data)
    return {"id": question.id, "body": question.body, "original": question.original}


@bp.post("/questions/<int:question_id>/translation")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.TranslateQuestion}}})
def put_into_language(question_id: int) -> Any:
    """Put a second language beside a question, or take it away."""
    data = parse(schemas.TranslateQuestion, {**json_body(), "question": question_id})
    question = queries.question(actor(), data.pop("question"))
    actions.translate_question(actor(), question, **data)
    return {"id": question.id, "language": question.translation_language}


@bp.post("/questions/<int:question_id>/withdraw")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.OwnQuestion}}})
def withdraw(question_id: int) -> Any:
    """Take one's question back."""
    data = parse(schemas.OwnQuestion, {**json_body(), "question": question_id})
    question = queries.question(actor(), data.pop("question"))
    actions.withdraw_question(actor(), question, **data)
    return {"id": question.id, "state": question.state.value}


@bp.post("/questions/<int:question_id>/reinstate")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.OwnQuestion}}})
def reinstate(question_id: int) -> Any:
    """Put back a question one took back."""
    data = parse(schemas.OwnQuestion, {**json_body(), "question": question_id})
    question = queries.question(actor(), data.pop("question"))
    actions.reinstate_question(actor(), question, **data)
    return {"id": question.id, "state": question.state.value}


@bp.post("/questions/<int:question_id>/identity")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.OpenIdentity}}})
def open_identity(question_id: int) -> Any:
    """Open the sealed identity of a question's author, for a reason that is kept."""
    data = parse(schemas.OpenIdentity, {**json_body(), "question": question_id})
    question = queries.question(actor(), data.pop("question"))
    opening = actions.open_identity(actor(), question, **data)
    return schemas.identity_view(opening), 201, {"Cache-Control": "no-store"}


@bp.post("/rooms/<slug>/feed")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.WriteFeedLine}}})
def write_feed_line(slug: str) -> Any:
    """Write a line of the feed."""
    room = queries.room(actor(), slug)
    line = actions.write_feed_line(actor(), room, **parse(schemas.WriteFeedLine, json_body()))
    return schemas.feed_view(line), 201


@bp.post("/rooms/<slug>/feed/<int:line_id>/correction")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.CorrectFeedLine}}})
def correct_feed_line(slug: str, line_id: int) -> Any:
    """Correct a line of the feed; what it said stays beside it."""
    line = queries.feed_line(actor(), queries.room(actor(), slug), line_id)
    actions.correct_feed_line(actor(), line, **parse(schemas.CorrectFeedLine, json_body()))
    return schemas.feed_view(line)


@bp.put("/rooms/<slug>/stream")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.GiveStream}}})
def give_stream(slug: str) -> Any:
    """Say where the room is seen and heard, or with no address that it is not."""
    room = queries.room(actor(), slug)
    actions.give_stream(actor(), room, **parse(schemas.GiveStream, json_body()))
    return schemas.room_view(room, queries.stream(actor(), room))


@bp.get("/rooms/<slug>/polls")
def list_polls(slug: str) -> Any:
    """List the polls of a room that opened, or all of them for its desk, the latest first."""
    room = queries.room(actor(), slug)
    at_desk = rules.may_moderate(actor(), room)
    found = polls.polls_of(actor(), room, at_desk=at_desk)
    return {"polls": polls.poll_views(found, at_desk=at_desk)}


@bp.post("/rooms/<slug>/polls")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.PreparePoll}}})
def prepare_poll(slug: str) -> Any:
    """Prepare a poll, for the desk."""
    room = queries.room(actor(), slug)
    poll = actions.prepare_poll(actor(), room, **parse(schemas.PreparePoll, json_body()))
    return schemas.poll_receipt_view(poll), 201


@bp.get("/rooms/<slug>/polls/<int:number>")
def show_poll(slug: str, number: int) -> Any:
    """Return a poll as its caller may see it."""
    room = queries.room(actor(), slug)
    poll = polls.poll(actor(), room, number)
    return polls.poll_views([poll], at_desk=rules.may_moderate(actor(), room))[0]


@bp.post("/rooms/<slug>/moderate")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.ModerateTogether}}})
def moderate_together(slug: str) -> Any:
    """Move several questions in one act; those that could not be moved are left."""
    room = queries.room(actor(), slug)
    data = parse(schemas.ModerateTogether, json_body())
    actions.moderate_together(actor(), room, **data)
    moved, left = queries.split_by_state(room, data["questions"], data["to"])
    return {"moved": [one.id for one in moved], "left": [one.id for one in left]}


@bp.post("/rooms/<slug>/notes")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.WriteStageNote}}})
def write_stage_note(slug: str) -> Any:
    """Write a note to the stage, for the desk."""
    room = queries.room(actor(), slug)
    note = actions.write_stage_note(actor(), room, **parse(schemas.WriteStageNote, json_body()))
    return schemas.stage_note_view(note), 201


@bp.post("/rooms/<slug>/notes/<int:note_id>/read")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.ReadStageNote}}})
def read_stage_note(slug: str, note_id: int) -> Any:
    """Say on the stage that a note was read."""
    note = behind.stage_note(actor(), queries.room(actor(), slug), note_id)
    read = actions.read_stage_note(actor(), note, **parse(schemas.ReadStageNote, json_body()))
    return schemas.stage_note_view(read)


@bp.post("/questions/<int:question_id>/undo")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.UndoMove}}})
def undo_move(question_id: int) -> Any:
    """Take back one's own move of a question, within a few seconds."""
    question = queries.question(actor(), question_id)
    data = parse(schemas.UndoMove, {**json_body(), "question": question_id})
    data.pop("question")
    found = actions.undo_move(actor(), question, **data)
    return {"id": found.id, "state": found.state.value}


@bp.post("/rooms/<slug>/polls/<int:number>/move")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.MovePoll}}})
def move_poll(slug: str, number: int) -> Any:
    """Open, close, publish or give up a poll."""
    poll = polls.poll(actor(), queries.room(actor(), slug), number)
    data = parse(schemas.MovePoll, json_body())
    return schemas.poll_receipt_view(actions.POLL_ACTS[data.pop("to")](actor(), poll, **data))


@bp.post("/rooms/<slug>/polls/<int:number>/ballots")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.CastBallot}}})
def cast_ballot(slug: str, number: int) -> Any:
    """Vote in a poll, once; a replayed key returns the first answer."""
    poll = polls.poll(actor(), queries.room(actor(), slug), number)
    taken = actions.cast_ballot(actor(), poll, **parse(schemas.CastBallot, json_body()))
    return schemas.ballot_view(taken), 201


@bp.post("/rooms/<slug>/hands")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.RaiseHand}}})
def raise_hand(slug: str) -> Any:
    """Ask to speak; a replayed key returns the first hand."""
    room = queries.room(actor(), slug)
    hand = actions.raise_hand(actor(), room, **parse(schemas.RaiseHand, json_body()))
    return schemas.own_hand_view(hand, hands.standing(room).place(hand)), 201


@bp.post("/rooms/<slug>/hands/hall")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.EnterHand}}})
def enter_hand(slug: str) -> Any:
    """Enter somebody of the hall among those who ask to speak."""
    room = queries.room(actor(), slug)
    hand = actions.enter_hand(actor(), room, **parse(schemas.EnterHand, json_body()))
    return schemas.desk_hand_view(hands.standing(room), hand), 201


@bp.post("/rooms/<slug>/hands/next")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.CallNextHand}}})
def call_next_hand(slug: str) -> Any:
    """Call the first of the queue."""
    room = queries.room(actor(), slug)
    hand = actions.call_next_hand(actor(), room, **parse(schemas.CallNextHand, json_body()))
    return schemas.desk_hand_view(hands.standing(room), hand)


@bp.post("/hands/<int:hand_id>/withdraw")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.LowerHand}}})
def withdraw_hand(hand_id: int) -> Any:
    """Lower a hand."""
    data = parse(schemas.LowerHand, {**json_body(), "hand": hand_id})
    hand = hands.hand(actor(), data.pop("hand"))
    return schemas.hand_state_view(actions.withdraw_hand(actor(), hand.room, hand, **data))


@bp.post("/hands/<int:hand_id>/move")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.MoveHand}}})
def move_hand(hand_id: int) -> Any:
    """Turn a hand into another state."""
    data = parse(schemas.MoveHand, {**json_body(), "hand": hand_id})
    hand = hands.hand(actor(), data.pop("hand"))
    return schemas.hand_state_view(actions.move_hand(actor(), hand.room, hand, **data))


@bp.post("/hands/<int:hand_id>/arrange")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.ArrangeHand}}})
def arrange_hand(hand_id: int) -> Any:
    """Change a hand's place, what it asks for, or its seconds."""
    data = parse(schemas.ArrangeHand, {**json_body(), "hand": hand_id})
    hand = hands.hand(actor(), data.pop("hand"))
    return schemas.hand_state_view(actions.arrange_hand(actor(), hand.room, hand, **data))


@bp.post("/rooms/<slug>/floor")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.SetFloor}}})
def set_floor(slug: str) -> Any:
    """Say how the floor of a room is given."""
    room = queries.room(actor(), slug)
    actions.set_floor(actor(), room, **parse(schemas.SetFloor, json_body()))
    return schemas.floor_view(hands.standing(room))
