"""Questions that the staff of an organisation enter for the people of a hall."""

from app.core.actions import action
from app.core.actors import Actor
from app.core.allowances import ENTER
from app.core.db import db
from app.core.errors import NotAllowed
from app.live import rules
from app.live.actions.questions import RoomClosed, _receive, _theme_id
from app.live.models import HallEntry, Question, Room
from app.live.queries import halls


@action(rules.may_enter_questions, locked=True)
def enter_question(
    actor: Actor,
    room: Room,
    *,
    organisation: str,
    hall: str,
    country: str,
    body: str,
    spoken_by: str | None = None,
    language: str = "fr",
    theme: str | None = None,
) -> Question:
    """
    Enter what somebody asked in a hall; `organisation` is the slug of the actor's own.

    :raises NotAllowed: if the actor does not speak for that organisation
    :raises RoomClosed: if the room takes no question now
    :raises TooMany: if the actor enters more than thirty a minute
    """
    speaks_for = {one.slug: one for one in halls.organisations_of(actor, room)}
    if organisation not in speaks_for:
        raise NotAllowed()
    if not room.is_open:
        raise RoomClosed()
    ENTER.spend(actor, room.id)
    entry = HallEntry(organisation_id=speaks_for[organisation].id, hall=hall, spoken_by=spoken_by)
    question = _receive(
        *(actor, room),
        body=body,
        language=language,
        theme_id=_theme_id(theme),
        country=country,
        entry=entry,
    )
    db.session.flush()
    return question
