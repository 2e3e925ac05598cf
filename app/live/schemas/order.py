"""The order of a queue and its look-alikes, as they come in and as they are shown."""

from collections.abc import Iterable
from typing import Any

from app.core.forms import Key, Schema, Text, Whole, Word
from app.core.i18n import N_
from app.live.models import MoveReason, OrderRule
from app.live.schemas.questions import LONGEST_QUESTION

RULES = {
    OrderRule.BALANCED: (
        N_("ordre équitable"),
        N_(
            "Un tour par pays : un pays pas encore servi passe d’abord, puis les soutiens "
            "départagent, puis l’ancienneté."
        ),
    ),
    OrderRule.VOTES: (
        N_("les plus soutenues d’abord"),
        N_("Les plus soutenues d’abord ; à égalité, la plus ancienne."),
    ),
    OrderRule.TIME: (
        N_("les plus anciennes d’abord"),
        N_("Dans l’ordre où elles ont été posées."),
    ),
}
MOVE_REASONS = {
    MoveReason.THREAD: N_("elle suit celle à laquelle on répond"),
    MoveReason.RESPONDENT: N_("qui peut y répondre arrive ou s’en va"),
    MoveReason.URGENT: N_("elle presse"),
    MoveReason.FAIRNESS: N_("pour entendre chacun"),
    MoveReason.OTHER: N_("pour une autre raison"),
}
MOVES = ("up", "down", "first", "place", "rule")


class ChangeOrderRule(Schema):
    """Who goes first in the queue."""

    rule = Word(OrderRule, required=True)
    key = Key(load_default=None, allow_none=True)


class MoveQuestion(Schema):
    """Hold a question at another place of the queue, or let the rule decide again."""

    question = Whole(least=1, required=True)
    to = Word(MOVES, required=True)
    place = Whole(least=1, load_default=None, allow_none=True)
    reason = Word(MoveReason, required=True)
    key = Key(load_default=None, allow_none=True)


class FindLookalikes(Schema):
    """What somebody is about to ask."""

    body = Text(most=LONGEST_QUESTION, required=True)


def order_view(rule: OrderRule, places: Iterable[Any]) -> dict[str, Any]:
    """Return the rule in force and the questions that wait, as they are called."""
    standing = sorted(places, key=lambda place: place.place)
    return {
        "kind": "order",
        "rule": rule.value,
        "queue": [place.question_id for place in standing],
        "held": [place.question_id for place in standing if place.is_held],
    }


def fairness_view(figures: Any) -> dict[str, Any]:
    """Return the figures of a room by country; `null` stands for a number that is not told."""
    rows = [
        {"countries": None if row.is_merged else list(row.countries), "of": len(row.countries)}
        | {**row.counts, "wait": row.wait}
        for row in figures.rows
    ]
    total = {**figures.totals, "wait": figures.wait}
    return {"rows": rows, "total": total, "moves": dict(figures.moves)}
