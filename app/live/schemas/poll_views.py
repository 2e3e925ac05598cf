"""How a poll is shown: its results to the desk once closed, to everybody once published."""

from typing import Any

from app.live.models import Participation, Poll, PollMethod, PollState


def poll_view(poll: Poll, taking_part: int, entitled: int | None) -> dict[str, Any]:
    """Return what everybody may see of a poll that opened; its results once they are published."""
    return _view(poll, taking_part, entitled, poll.state == PollState.PUBLISHED)


def poll_desk_view(poll: Poll, taking_part: int, entitled: int | None) -> dict[str, Any]:
    """Return what the desk sees of a poll: in every state, with its results once it is closed."""
    return _view(poll, taking_part, entitled, poll.is_closed)


def _view(poll: Poll, taking_part: int, entitled: int | None, with_results: bool) -> dict[str, Any]:
    moments = {
        name: moment.isoformat() if moment else None
        for name in ("opened_at", "closed_at", "published_at")
        for moment in (getattr(poll, name),)
    }
    return {
        "kind": "poll",
        "id": poll.id,
        "number": poll.number,
        "title": poll.title,
        "method": poll.method.value,
        "state": poll.state.value,
        "secret": poll.is_secret,
        "voters": poll.voters.value,
        "most_choices": poll.most_choices,
        "options": [
            {"number": option.position, "label": option.label, "grade": option.grade}
            for option in poll.options
        ],
        "quorum_people": poll.quorum_people,
        "quorum_percent": poll.quorum_percent,
        "taking_part": taking_part,
        "entitled": entitled,
        **moments,
        "results": results_of(poll) if with_results else None,
    }


def results_of(poll: Poll) -> dict[str, Any]:
    """
    Return what came of a closed poll.

    Shares are of the `valid` ballots: those that are not blank. `leading` holds the numbers of
    the options with most votes, several where they tie; `mean` and `median` are of a scale.
    """
    ballots, blank = poll.taking_part or 0, poll.blank or 0
    results: dict[str, Any] = {
        "ballots": ballots,
        "quorum_reached": poll.has_quorum,
        "uncounted": poll.uncounted.value if poll.uncounted else None,
    }
    if poll.uncounted:
        return results | dict.fromkeys(("blank", "valid", "votes", "leading", "mean", "median"))
    valid = ballots - blank
    votes = [(option, option.votes or 0) for option in poll.options]
    most = max((count for _, count in votes), default=0)
    return results | {
        "blank": blank,
        "valid": valid,
        "votes": [
            {
                "number": option.position,
                "votes": count,
                "share": round(count / valid, 4) if valid else None,
            }
            for option, count in votes
        ],
        "leading": [option.position for option, count in votes if count == most and most],
        "mean": _mean(poll, valid),
        "median": _median(poll, valid),
    }


def _mean(poll: Poll, valid: int) -> float | None:
    if poll.method != PollMethod.SCALE or not valid:
        return None
    total = sum((option.grade or 0) * (option.votes or 0) for option in poll.options)
    return round(total / valid, 2)


def _median(poll: Poll, valid: int) -> float | None:
    if poll.method != PollMethod.SCALE or not valid:
        return None
    grades = [
        option.grade or 0
        for option in sorted(poll.options, key=lambda option: option.grade or 0)
        for _ in range(option.votes or 0)
    ]
    return (grades[(valid - 1) // 2] + grades[valid // 2]) / 2


def ballot_view(participation: Participation) -> dict[str, Any]:
    """Return what acknowledges a ballot: the poll it is counted in, never what it says."""
    return {"poll": participation.poll.number, "counted": True}


def poll_receipt_view(poll: Poll) -> dict[str, Any]:
    """Return what acknowledges an act on a poll."""
    return {"id": poll.id, "number": poll.number, "state": poll.state.value}
