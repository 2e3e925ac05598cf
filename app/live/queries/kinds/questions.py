"""Questions: public once taken, the author's own in every state, all of them at the desk."""

from collections.abc import Sequence
from typing import Any

from app.core.actors import Actor
from app.core.db import db
from app.core.facts import Fact
from app.live import queries, schemas
from app.live.facts import QuestionFact, QuestionModerated, QuestionWithdrawn
from app.live.models import PUBLIC_STATES, Question, Room
from app.live.queries import tally
from app.live.queries.kinds.seen import Seen


def changed(room: Room, told: Sequence[Fact]) -> Seen:
    """Return the questions that the facts touched."""
    touched = {fact.question_id for fact in told if isinstance(fact, QuestionFact)}
    touched |= {into for fact in told if (into := getattr(fact, "into_id", None))}
    if not touched:
        return Seen()
    # What was merged into one of them followed it, and has no fact of its own for that.
    related = Question.id.in_(touched) | Question.merged_into_id.in_(touched)
    query = queries.questions().where(related).order_by(Question.number)
    found = list(db.session.scalars(query.execution_options(populate_existing=True)))
    votes = queries.votes_of({asked.root_id for asked in found})
    revealed = _once_public(told)
    seen = Seen()
    for asked in found:
        supported = votes[asked.root_id]
        seen.desk.append(schemas.desk_view(asked, supported))
        seen.own.setdefault(asked.author_id, []).append(schemas.own_view(asked, supported))
        if asked.state in PUBLIC_STATES:
            seen.public.append(schemas.public_view(asked, supported))
            seen.counts[asked.id] = supported
        elif asked.id in revealed:
            seen.public.append(schemas.gone_view(asked.id))
    return seen


def _once_public(told: Sequence[Fact]) -> set[int]:
    """Return the questions that left the public eye: their readers must forget them."""
    public = {state.value for state in PUBLIC_STATES}
    return {
        fact.question_id
        for fact in told
        if isinstance(fact, QuestionModerated | QuestionWithdrawn) and fact.was in public
    }


def standing(actor: Actor, room: Room, at_desk: bool) -> dict[str, Any]:
    """Return the questions the actor may see, their own, and those they support."""
    shown = queries.all_questions(actor, room) if at_desk else queries.public_questions(room)
    votes = tally.votes(room.id)
    view = schemas.desk_view if at_desk else schemas.public_view
    return {"questions": [view(asked, votes[asked.root_id]) for asked in shown]} | mine(actor, room)


def mine(actor: Actor, room: Room) -> dict[str, Any]:
    """Return the actor's own questions, whatever became of them, and those they support."""
    own = queries.own_questions(actor, room)
    votes = tally.votes(room.id) if own else {}
    return {
        "own": [schemas.own_view(asked, votes[asked.root_id]) for asked in own],
        "supported": sorted(queries.supported_by(actor, room)),
    }
