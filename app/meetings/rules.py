"""Who plans, changes and cancels meetings, and who sends delegates to them."""

from app.accounts.models import Role
from app.core.actors import Actor
from app.meetings.models import Delegate, Meeting, MeetingStatus, Quota

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


def may_nominate(actor: Actor, quota: Quota) -> bool:
    """Allow who acts for the association."""
    return _is_officer(actor, quota)


def may_replace(actor: Actor, delegate: Delegate) -> bool:
    """Allow who acts for the association that nominated."""
    return _is_officer(actor, delegate.quota)


def may_settle(actor: Actor, delegate: Delegate) -> bool:
    """Allow those who may change the meeting, never for their own association."""
    return actor.holds(*KEEPERS, meeting=delegate.meeting_id) and not _is_officer(
        actor, delegate.quota
    )


def _is_officer(actor: Actor, quota: Quota) -> bool:
    return any(
        grant.role == Role.ASSOCIATION_OFFICER
        and grant.place == "organisation"
        and grant.number == quota.organisation_id
        for grant in actor.grants
    )
