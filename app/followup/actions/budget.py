"""Money of a commitment: planned, committed, disbursed, never added together."""

from datetime import date

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.facts import record
from app.core.money import read_amount
from app.followup import facts, queries, rules
from app.followup.models import BudgetKind, BudgetLine, Commitment
from app.followup.queries.lookups import ids_of, source_id


@action(rules.may_change_commitment, locked=True)
def enter_budget(
    actor: Actor,
    commitment: Commitment,
    *,
    kind: str,
    amount: str,
    currency: str = "XOF",
    on_date: date | None = None,
    reference: str | None = None,
    source: str | None = None,
) -> BudgetLine:
    """
    Enter an amount planned, committed or disbursed; `amount` is as a person writes it.

    :raises BadAmount: if it is not a positive number, or too large
    :raises TooPrecise: if it has decimals that the currency does not have
    :raises UnknownCurrency: if the currency is not one of those accepted
    """
    money = read_amount(amount, currency.upper())
    line = BudgetLine(
        commitment_id=commitment.id,
        kind=BudgetKind(kind),
        amount=money.minor,
        currency=money.currency,
        on_date=on_date,
        reference=reference,
        source_id=source_id(source),
        entered_by_id=actor.id,
    )
    db.session.add(line)
    db.session.flush()
    commitment.revision += 1
    record(actor, facts.BudgetLineEntered(line_id=line.id, **ids_of(commitment)))
    return line


@action(rules.may_change_commitment, locked=True)
def withdraw_budget(actor: Actor, commitment: Commitment, *, line: int, reason: str) -> BudgetLine:
    """
    Say that an amount no longer counts, and why; the line stays in its place.

    :raises NotFound: if the commitment has no such line
    """
    entered = queries.budget_line(commitment, line)
    if entered.withdrawn_at is None:
        entered.withdrawn_at, entered.withdrawn_by_id = now(), actor.id
        entered.withdrawn_because = reason
        commitment.revision += 1
        record(actor, facts.BudgetLineWithdrawn(line_id=entered.id, **ids_of(commitment)))
    return entered
