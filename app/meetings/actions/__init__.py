"""What is done to meetings and to delegations."""

from app.meetings.actions.delegations import (
    AlreadyNominated,
    DelegateMoveRefused,
    TooFewPlaces,
    answer_nomination,
    nominate_delegate,
    publish_quota,
    replace_delegate,
    settle_nomination,
)
from app.meetings.actions.lists import StillFollowed
from app.meetings.actions.meetings import (
    cancel_meeting,
    change_meeting,
    plan_meeting,
    restore_meeting,
)
from app.meetings.queries import (
    DelegationClosed,
    NominationsFrozen,
    NoPlaceLeft,
    NotAccredited,
)

__all__ = [
    "AlreadyNominated",
    "DelegateMoveRefused",
    "DelegationClosed",
    "NoPlaceLeft",
    "NominationsFrozen",
    "NotAccredited",
    "StillFollowed",
    "TooFewPlaces",
    "answer_nomination",
    "cancel_meeting",
    "change_meeting",
    "nominate_delegate",
    "plan_meeting",
    "publish_quota",
    "replace_delegate",
    "restore_meeting",
    "settle_nomination",
]
