"""The order in which hands are called: a pure function of what waits and of who spoke."""

from collections import defaultdict
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from app.live.models import PRECEDENCE, Turn
from app.live.models.standing import Spoken
from app.live.queries.floor import Waiting, in_order

COUNTRIES = st.sampled_from(["MA", "FR", "CI", "GA", None])
HANDS = st.lists(
    st.builds(
        Waiting,
        id=st.integers(1, 10_000),
        country=COUNTRIES,
        weight=st.sampled_from([-1, 0, 0, 0, 1, 2]),
        rank=st.sampled_from(sorted(PRECEDENCE.values())),
        turns=st.integers(0, 2),
        milliseconds=st.sampled_from([60_000, 120_000, 180_000]),
    ),
    max_size=25,
    unique_by=lambda hand: hand.id,
)
SPOKEN = st.dictionaries(
    COUNTRIES, st.builds(Spoken, st.integers(0, 600_000), st.integers(0, 5)), max_size=5
)


def speech(number: int, country: str | None, **values: int) -> Waiting:
    return Waiting(number, country, **values)


@given(HANDS, SPOKEN)
def test_every_hand_has_one_place(hands: list[Waiting], spoken: dict[str | None, Spoken]) -> None:
    assert sorted(in_order(hands, spoken)) == sorted(hand.id for hand in hands)


@given(HANDS, SPOKEN, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_reading(
    hands: list[Waiting], spoken: dict[str | None, Spoken], random: object
) -> None:
    before, kept = in_order(hands, spoken), dict(spoken)
    random.shuffle(hands)  # type: ignore[attr-defined]
    assert in_order(hands, spoken) == before
    assert spoken == kept


@given(HANDS, SPOKEN)
def test_the_desks_order_then_precedence_come_before_the_rotation(
    hands: list[Waiting], spoken: dict[str | None, Spoken]
) -> None:
    known = {hand.id: hand for hand in hands}
    levels = [(-known[one].weight, known[one].rank) for one in in_order(hands, spoken)]
    assert levels == sorted(levels)


@given(HANDS, SPOKEN)
def test_each_time_the_country_that_spoke_least_goes_first(
    hands: list[Waiting], spoken: dict[str | None, Spoken]
) -> None:
    known = {hand.id: hand for hand in hands}
    waiting, spent = list(hands), defaultdict(Spoken, spoken)
    for number in in_order(hands, spoken):
        chosen = known[number]
        level = [h for h in waiting if (h.weight, h.rank) == (chosen.weight, chosen.rank)]

        def claim(hand: Waiting) -> tuple[int, int, int, int]:
            had = spent[hand.country]
            return had.milliseconds, had.turns, hand.turns, hand.id

        assert min(level, key=claim) is chosen
        spent[chosen.country] += Spoken(chosen.milliseconds, 1)
        waiting.remove(chosen)


@given(HANDS, SPOKEN)
def test_taking_the_first_away_leaves_the_others_as_they_were(
    hands: list[Waiting], spoken: dict[str | None, Spoken]
) -> None:
    """Who is called counts as having spoken: the queue of the others does not jump."""
    order = in_order(hands, spoken)
    if not order:
        return
    first = next(hand for hand in hands if hand.id == order[0])
    others = [hand for hand in hands if hand is not first]
    spent = defaultdict(Spoken, spoken)
    spent[first.country] += Spoken(first.milliseconds, 1)
    assert in_order(others, spent) == order[1:]


def test_countries_take_turns_and_a_large_one_buries_no_small_one() -> None:
    hands = [speech(number, "FR") for number in range(1, 6)] + [speech(6, "CI"), speech(7, "GA")]
    assert in_order(hands, {}) == [1, 6, 7, 2, 3, 4, 5]


def test_who_spoke_least_goes_first_then_who_was_not_served_then_the_first_raised() -> None:
    hands = [speech(1, "FR"), speech(2, "CI"), speech(3, "GA"), speech(4, "MA")]
    spoken: dict[str | None, Spoken] = {
        "FR": Spoken(60_000, 1),
        "CI": Spoken(0, 1),
        "GA": Spoken(),
        "MA": Spoken(),
    }
    assert in_order(hands, spoken) == [3, 4, 2, 1]
    assert in_order([speech(1, "FR", turns=1), speech(2, "FR")], {}) == [2, 1]


def test_a_motion_goes_before_a_reply_and_a_reply_before_a_speech() -> None:
    ranks = [PRECEDENCE[turn] for turn in (Turn.PROCEDURE, Turn.REPLY, Turn.SPEECH)]
    for numbers in permutations([1, 2, 3]):
        hands = [speech(n, "MA", rank=r) for n, r in zip(numbers, ranks, strict=True)]
        assert in_order(hands, {"MA": Spoken(90_000, 1)}) == list(numbers)
    assert in_order([speech(1, "MA", rank=0), speech(2, "FR", weight=1)], {}) == [2, 1]
