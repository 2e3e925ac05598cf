"""The desk drives the screen in the hall."""

from app.core.actions import action
from app.core.actors import Actor
from app.core.db import db
from app.core.facts import record
from app.live import facts, rules
from app.live.actions.rooms import _check_not_archived
from app.live.models import Room, ScreenScene
from app.live.queries import screen


@action(rules.may_moderate, locked=True)
def show_on_screen(
    actor: Actor,
    room: Room,
    *,
    shows: str,
    question: int | None = None,
    poll: int | None = None,
    words: str | None = None,
    language: str | None = None,
) -> ScreenScene:
    """
    Put something on the screen: a question, a poll (by its number), words, or another scene.

    :raises RoomArchived: if the room is archived
    :raises Invalid: if the question, the poll or the message lacks, or is not public
    """
    _check_not_archived(room)
    wanted = screen.scene(
        actor, room, shows=shows, question=question, poll=poll, words=words, language=language
    )
    scene = ScreenScene(
        room_id=room.id,
        shows=wanted.shows,
        question_id=wanted.question.id if wanted.question else None,
        poll_id=wanted.poll.id if wanted.poll else None,
        words=wanted.words,
        language=wanted.language,
    )
    db.session.add(scene)
    db.session.flush()
    changed = facts.ScreenChanged(room_id=room.id, scene_id=scene.id, to=scene.shows.value)
    record(actor, changed)
    return scene
