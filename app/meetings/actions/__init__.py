"""What the secretariat and the import of the record do to meetings."""

from app.meetings.actions.lists import StillFollowed
from app.meetings.actions.meetings import (
    cancel_meeting,
    change_meeting,
    plan_meeting,
    restore_meeting,
)

__all__ = ["StillFollowed", "cancel_meeting", "change_meeting", "plan_meeting", "restore_meeting"]
