"""Who may do what in a room."""

from app.accounts.models import Role
from app.core.actors import Actor
from app.live.models import (
    PUBLIC_STATES,
    SHOWN_POLLS,
    FeedLine,
    Hand,
    Poll,
    Question,
    Room,
    SavedView,
    StageNote,
    Stream,
)

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


def may_open_identity(actor: Actor, *_things: object) -> bool:
    """Administrators and the whole secretariat, by name and with a second factor proved."""
    return actor.second_factor and actor.holds(Role.ADMINISTRATOR, Role.SECRETARIAT)


def may_write_feed(actor: Actor, room: Room) -> bool:
    """Rapporteurs write the feed, and moderators where there is none."""
    return actor.holds(*STAGE, Role.RAPPORTEUR, meeting=room.meeting_id)


def may_be_told(actor: Actor, room: Room) -> bool:
    """What somebody known did may be told in the feed; only acts of other features tell it."""
    return actor.is_known


def may_write_minutes(actor: Actor, room: Room) -> bool:
    """Who writes the feed writes the minutes, which begin with it."""
    return may_write_feed(actor, room)


def may_publish_minutes(actor: Actor, room: Room) -> bool:
    """The secretariat publishes the minutes."""
    return actor.holds(Role.ADMINISTRATOR, Role.SECRETARIAT, meeting=room.meeting_id)


def may_stand_on_stage(actor: Actor, room: Room) -> bool:
    """Who holds a role on the meeting sees the page of the stage."""
    return may_write_feed(actor, room)


def may_read_stage_note(actor: Actor, note: StageNote) -> bool:
    """Who stands on the stage says that a note was read."""
    return may_stand_on_stage(actor, note.room)


def may_see_view(actor: Actor, view: SavedView) -> bool:
    """A kept filter is its owner's; a shared one is for every moderator of its room."""
    return (is_own_view(actor, view) or view.is_shared) and may_moderate(actor, view.room)


def may_remove_view(actor: Actor, view: SavedView) -> bool:
    """Who kept a filter removes it."""
    return is_own_view(actor, view) and may_moderate(actor, view.room)


def is_own_view(actor: Actor, view: SavedView) -> bool:
    """Whether the actor kept the filter."""
    return actor.is_known and view.owner_id == actor.id


def may_correct_line(actor: Actor, line: FeedLine) -> bool:
    """Who writes the feed corrects it."""
    return may_write_feed(actor, line.room)


def may_give_stream(actor: Actor, room: Room) -> bool:
    """Who runs the room says where it is seen and heard."""
    return may_run_room(actor, room)


def may_watch(actor: Actor, stream: Stream) -> bool:
    """A private stream is for people with an account; the others are for everybody."""
    return stream.address is not None and (actor.is_member or not stream.is_private)


def may_see_question(actor: Actor, question: Question) -> bool:
    """What was taken is public; the rest is for its author and the desk."""
    if question.state in PUBLIC_STATES or is_author(actor, question):
        return True
    return may_moderate(actor, question.room)


def is_author(actor: Actor, question: Question) -> bool:
    """Whether the actor asked the question."""
    return actor.is_known and question.author_id == actor.id


def may_cast_ballot(actor: Actor, poll: Poll) -> bool:
    """Anybody known may bring a ballot; who may vote in this poll is looked up when it comes."""
    return actor.is_known


def may_run_poll(actor: Actor, poll: Poll) -> bool:
    """Who moderates the room opens, closes and publishes its polls."""
    return may_moderate(actor, poll.room)


def may_see_poll(actor: Actor, poll: Poll) -> bool:
    """A poll that opened is public; one that is prepared or given up is the desk's."""
    return poll.state in SHOWN_POLLS or may_moderate(actor, poll.room)


def may_raise_hand(actor: Actor, room: Room) -> bool:
    """Anybody known, guest or member, may ask to speak."""
    return actor.is_known


def may_run_floor(actor: Actor, room: Room, *_hand: Hand) -> bool:
    """Who moderates the room gives the floor."""
    return may_moderate(actor, room)


def may_lower_hand(actor: Actor, room: Room, hand: Hand) -> bool:
    """Everybody lowers their own hand; the desk those it entered for the hall."""
    return is_own_hand(actor, hand) or (hand.person_id is None and may_run_floor(actor, room))


def is_own_hand(actor: Actor, hand: Hand) -> bool:
    """Whether the actor raised the hand."""
    return actor.is_known and hand.person_id == actor.id


def may_see_hand(actor: Actor, hand: Hand) -> bool:
    """A hand is its person's and the desk's to see."""
    return is_own_hand(actor, hand) or may_moderate(actor, hand.room)
