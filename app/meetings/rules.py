"""Who plans, changes and cancels meetings; reading them is for everybody."""

from app.accounts.models import Role
from app.core.actors import Actor
from app.meetings.models import Meeting, MeetingStatus

KEEPERS = (Role.SECRETARIAT, Role.ADMINISTRATOR)


def may_plan_meeting(actor: Actor, *_things: object) -> bool:
    """Allow the secretariat and administrators, on everything."""
    return actor.holds(*KEEPERS)


def may_change_meeting(actor: Actor, meeting: Meeting) -> bool:
    """Allow the secretariat and administrators, on everything or on this meeting."""
    return actor.holds(*KEEPERS, meeting=meeting.id)


def may_cancel_meeting(actor: Actor, meeting: Meeting) -> bool:
    """Allow those who may change it, as long as it was neither held nor cancelled."""
    return may_change_meeting(actor, meeting) and meeting.status == MeetingStatus.PLANNED


def may_restore_meeting(actor: Actor, meeting: Meeting) -> bool:
    """Allow those who may change it to take a cancellation back."""
    return may_change_meeting(actor, meeting) and meeting.status == MeetingStatus.CANCELLED
