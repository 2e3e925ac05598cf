"""What people do in follow-up, from a concern to the closure."""

from app.followup.actions.budget import enter_budget, withdraw_budget
from app.followup.actions.closure import (
    ClosureMoveRefused,
    NothingVerified,
    decide_closure,
    reopen,
    request_closure,
)
from app.followup.actions.commitments import (
    AlreadySettled,
    NothingToMove,
    RefusedFirst,
    make_commitment,
    name_people,
    reschedule,
    say_obstacle,
    transfer_commitment,
)
from app.followup.actions.concerns import (
    ConcernMoveRefused,
    QuestionNotTaken,
    enter_concern,
    keep_note,
    keep_question,
    move_concern,
    say_concern,
)
from app.followup.actions.figures import (
    describe_indicator,
    measure_commitment,
    register_indicator,
    state_measurement,
)
from app.followup.actions.instruments import (
    follow_meeting,
    register_instrument,
    update_instrument,
)
from app.followup.actions.links import (
    link_things,
    withdraw_link,
)
from app.followup.actions.recommendations import (
    answer_recommendation,
    issue_from_meeting,
    issue_recommendation,
)
from app.followup.actions.reports import (
    MOST_EVIDENCE,
    EnoughEvidence,
    add_evidence,
    draft_report,
    rewrite_report,
    submit_report,
    validate_report,
)

__all__ = [
    "MOST_EVIDENCE",
    "AlreadySettled",
    "ClosureMoveRefused",
    "ConcernMoveRefused",
    "EnoughEvidence",
    "NothingToMove",
    "NothingVerified",
    "QuestionNotTaken",
    "RefusedFirst",
    "add_evidence",
    "answer_recommendation",
    "decide_closure",
    "describe_indicator",
    "draft_report",
    "enter_budget",
    "enter_concern",
    "follow_meeting",
    "issue_from_meeting",
    "issue_recommendation",
    "keep_note",
    "keep_question",
    "link_things",
    "make_commitment",
    "measure_commitment",
    "move_concern",
    "name_people",
    "register_indicator",
    "register_instrument",
    "reopen",
    "request_closure",
    "reschedule",
    "rewrite_report",
    "say_concern",
    "say_obstacle",
    "state_measurement",
    "submit_report",
    "transfer_commitment",
    "update_instrument",
    "validate_report",
    "withdraw_budget",
    "withdraw_link",
]
