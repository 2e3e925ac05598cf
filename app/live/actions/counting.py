"""What is written down when a poll closes: who could vote, who did, and the counts."""

from collections import Counter

from sqlalchemy import select

from app.core.db import db
from app.live.models import (
    FEWEST_SECRET,
    NamedChoice,
    Participation,
    Poll,
    RollEntry,
    Uncounted,
    Urn,
    UrnBroken,
    Voters,
)
from app.live.queries import polls


def _count(poll: Poll) -> None:
    """Freeze the roll and the counts of a poll that closes, and empty its urn."""
    voters = list(
        db.session.scalars(select(Participation.person_id).where(Participation.poll_id == poll.id))
    )
    entitled = _write_roll(poll, voters)
    votes, blank, uncounted = _opened(poll, len(voters))
    if uncounted is None:
        for option, count in zip(poll.options, votes, strict=True):
            option.votes = count
    db.session.flush()  # the database takes the counts of a poll that is still open
    poll.entitled, poll.taking_part = entitled, len(voters)
    poll.blank, poll.uncounted, poll.urn = blank, uncounted, None


def _write_roll(poll: Poll, voters: list[int]) -> int | None:
    """Write who could vote, and return how many; none where everybody could."""
    if poll.voters == Voters.EVERYBODY:
        return None
    roll = polls.roll(poll)
    listed = polls.people_of(roll)
    # Who voted, then lost the right, could vote when they did.
    roll += [(person_id, None) for person_id in voters if person_id not in listed]
    db.session.add_all(
        RollEntry(poll_id=poll.id, person_id=person_id, delegate_id=delegate_id)
        for person_id, delegate_id in roll
    )
    return len(roll)


def _opened(poll: Poll, voters: int) -> tuple[list[int], int, Uncounted | None]:
    """Return the votes of each option, the blank ballots, and why there is nothing to count."""
    if not poll.is_secret:
        return (*_named_counts(poll, voters), None)
    try:
        urn = Urn.unsealed(poll.id, poll.urn or b"")
    except UrnBroken:
        return [], 0, Uncounted.URN
    if urn.ballots != voters:
        return [], 0, Uncounted.URN
    if 0 < voters < FEWEST_SECRET:
        return [], 0, Uncounted.FEW
    return urn.votes, urn.blank, None


def _named_counts(poll: Poll, voters: int) -> tuple[list[int], int]:
    choices = (
        select(NamedChoice.participation_id, NamedChoice.option_id)
        .join(Participation, Participation.id == NamedChoice.participation_id)
        .where(Participation.poll_id == poll.id)
    )
    rows = db.session.execute(choices).all()
    votes = Counter(option_id for _, option_id in rows)
    blank = voters - len({participation_id for participation_id, _ in rows})
    return [votes[option.id] for option in poll.options], blank
