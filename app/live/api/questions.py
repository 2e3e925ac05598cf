"""Questions: asked, supported, moderated, worded, taken back."""

from typing import Any

from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, schemas
from app.live.api.blueprint import bp
from app.live.queries import journal


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
    return schemas.supported_view(actions.vote_on_question(actor(), question, on=data["on"]))


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


@bp.post("/rooms/<slug>/moderate")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.ModerateTogether}}})
def moderate_together(slug: str) -> Any:
    """Move several questions in one act; those that could not be moved are left."""
    room = queries.room(actor(), slug)
    data = parse(schemas.ModerateTogether, json_body())
    actions.moderate_together(actor(), room, **data)
    moved, left = queries.split_by_state(room, data["questions"], data["to"])
    return {"moved": [one.id for one in moved], "left": [one.id for one in left]}


@bp.post("/rooms/<slug>/undo")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.UndoAct}}})
def undo_act(slug: str) -> Any:
    """Take back one's own act within a few seconds, and return where its questions stand."""
    room = queries.room(actor(), slug)
    data = parse(schemas.UndoAct, json_body())
    actions.undo_act(actor(), room, **data)
    moved = journal.questions_of_act(actor(), room, data["move"])
    return {"questions": [{"id": one.id, "state": one.state.value} for one in moved]}
