"""What comes in about meetings and delegations."""

from app.meetings.schemas.delegations import (
    ATTENDANCES,
    DELEGATE_MOVES,
    DELEGATE_STATES,
    OWN_STATES,
    AnswerNomination,
    Nominate,
    PublishQuota,
    SettleNomination,
)
from app.meetings.schemas.planning import (
    CancelMeeting,
    DescribeMeeting,
    FilterMeetings,
    read_agenda,
    write_agenda,
)

__all__ = [
    "ATTENDANCES",
    "DELEGATE_MOVES",
    "DELEGATE_STATES",
    "OWN_STATES",
    "AnswerNomination",
    "CancelMeeting",
    "DescribeMeeting",
    "FilterMeetings",
    "Nominate",
    "PublishQuota",
    "SettleNomination",
    "read_agenda",
    "write_agenda",
]
