"""The four later acts on a promise, which stay told apart."""

from collections.abc import Callable

from app.core.actions import action
from app.core.actors import Actor
from app.core.facts import record
from app.core.money import Money, read_amount
from app.giving import facts, queries, rules
from app.giving.actions.errors import BelowReceived, NotYetConfirmed, PledgeOver, ReasonNeeded
from app.giving.actions.pledges import _note, _seen
from app.giving.models import Pledge, PledgeAct, PledgeState


@action(rules.may_change_pledge, locked=True)
def amend_pledge(
    actor: Actor, pledge: Pledge, *, amount: str, seen: int, words: str | None = None
) -> Pledge:
    """
    Change what is promised, as its donor or on the donor's word.

    :raises Stale: if the promise changed since it was shown
    :raises PledgeOver: if it no longer stands
    :raises BelowReceived: if more was already received
    :raises BadAmount: if it is not a positive amount
    """
    return _change(actor, pledge, PledgeAct.AMENDED, seen, words, amount, facts.PledgeAmended)


@action(rules.may_change_pledge, locked=True)
def end_pledge(actor: Actor, pledge: Pledge, *, seen: int, words: str | None = None) -> Pledge:
    """
    End a promise, as its donor or on the donor's word; what was received stays where it is.

    :raises Stale: if the promise changed since it was shown
    :raises PledgeOver: if it no longer stands, or is honoured
    """
    return _change(actor, pledge, PledgeAct.ENDED, seen, words, None, facts.PledgeEnded)


@action(rules.may_release_pledge, locked=True)
def release_pledge(actor: Actor, pledge: Pledge, *, seen: int, words: str | None = None) -> Pledge:
    """
    Release a donor from a promise, on the ministry's side, with its reason.

    :raises ReasonNeeded: without a reason
    :raises Stale: if the promise changed since it was shown
    :raises PledgeOver: if it no longer stands, or is honoured
    """
    if not words:
        raise ReasonNeeded()
    return _change(actor, pledge, PledgeAct.RELEASED, seen, words, None, facts.PledgeReleased)


@action(rules.may_correct_pledge, locked=True)
def correct_pledge(
    actor: Actor, pledge: Pledge, *, amount: str, seen: int, words: str | None = None
) -> Pledge:
    """
    Correct an error in what was written of a promise, with its reason; the first words stay.

    :raises ReasonNeeded: without a reason
    :raises Stale: if the promise changed since it was shown
    :raises PledgeOver: if it no longer stands
    :raises BelowReceived: if more was already received
    """
    if not words:
        raise ReasonNeeded()
    return _change(actor, pledge, PledgeAct.CORRECTED, seen, words, amount, facts.PledgeCorrected)


def _change(
    actor: Actor,
    pledge: Pledge,
    act: PledgeAct,
    seen: int,
    words: str | None,
    amount: str | None,
    fact: Callable[..., facts.PledgeFact],
) -> Pledge:
    _seen(pledge, seen)
    if not pledge.is_open:
        raise PledgeOver()
    if pledge.state == PledgeState.ANNOUNCED and act == PledgeAct.RELEASED:
        raise NotYetConfirmed()
    received = queries.received_of([pledge]).get(pledge.id, 0)
    if amount is None:
        if received >= pledge.standing:
            raise PledgeOver()
        standing = 0
    else:
        standing = read_amount(amount, pledge.currency).minor
        if standing < received:
            raise BelowReceived(received=str(Money(received, pledge.currency)))
    _note(actor, pledge, act, standing, words)
    pledge.standing = standing
    if not standing:
        ended = act == PledgeAct.ENDED
        pledge.state = PledgeState.ENDED if ended else PledgeState.RELEASED
    record(actor, fact(pledge_id=pledge.id))
    return pledge
