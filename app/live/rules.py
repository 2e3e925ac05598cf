"""Who may do what in a room."""

from app.accounts.models import Role
from app.core.actors import Actor
from app.live.models import PUBLIC_STATES, Question, Room

STAGE = (Role.ADMINISTRATOR, Role.SECRETARIAT, Role.MODERATOR)


def may_prepare_room(actor: Actor, *_things: object) -> bool:
    """The secretariat makes rooms."""
    return actor.holds(Role.ADMINISTRATOR, Role.SECRETARIAT)


def may_set_window(actor: Actor, room: Room) -> bool:
    """The secretariat says when a room takes questions beside its session."""
    return actor.holds(Role.ADMINISTRATOR, Role.SECRETARIAT, meeting=room.meeting_id)


def may_run_room(actor: Actor, room: Room) -> bool:
    """The secretariat and the room's moderators open, pause and close it."""
    return actor.holds(*STAGE, meeting=room.meeting_id)


def may_ask(actor: Actor, room: Room) -> bool:
    """Anybody known, guest or member, may ask."""
    return actor.is_known


def may_enter_questions(actor: Actor, room: Room) -> bool:
    """Members may, for an organisation that they speak for: the act looks for it."""
    return actor.is_member


def may_vote(actor: Actor, question: Question) -> bool:
    """Anybody known may support a question that is shown."""
    return actor.is_known


def may_moderate(actor: Actor, room: Room) -> bool:
    """The secretariat and the room's moderators moderate it."""
    return actor.holds(*STAGE, meeting=room.meeting_id)


def may_moderate_question(actor: Actor, question: Question) -> bool:
    """Who moderates the room moderates its questions."""
    return may_moderate(actor, question.room)


def may_write_feed(actor: Actor, room: Room) -> bool:
    """Rapporteurs write the feed, and moderators where there is none."""
    return actor.holds(*STAGE, Role.RAPPORTEUR, meeting=room.meeting_id)


def may_see_question(actor: Actor, question: Question) -> bool:
    """What was taken is public; the rest is for its author and the desk."""
    if question.state in PUBLIC_STATES or is_author(actor, question):
        return True
    return may_moderate(actor, question.room)


def is_author(actor: Actor, question: Question) -> bool:
    """Whether the actor asked the question."""
    return actor.is_known and question.author_id == actor.id
