"""The running order, for any queue: nobody is lost, no country starves, what is held stands."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.live.models import OrderRule
from app.live.queries.order import Turn, Waiting, running_order

COUNTRIES = st.sampled_from(["FR", "CI", "CU", "GA", None])
THEMES = st.sampled_from([None, 1, 2])
TURNS = st.lists(st.builds(Turn, COUNTRIES, THEMES), max_size=12)


@st.composite
def queues(draw: st.DrawFn, held: bool = True, ranks: int = 1) -> list[Waiting]:
    """Return questions that wait, in no order."""
    turn = st.none() | st.integers(1, 20) if held else st.none()
    columns = st.tuples(st.integers(0, 6), COUNTRIES, THEMES, turn, st.integers(0, ranks - 1))
    rows = draw(st.lists(columns, max_size=10))
    return draw(st.permutations([Waiting(n, n, *row) for n, row in enumerate(rows, start=1)]))


RULES = st.sampled_from(OrderRule)


def numbers(order: list[Waiting]) -> list[int]:
    return [one.number for one in order]


@given(RULES, queues(ranks=2), TURNS)
def test_the_order_is_a_permutation_of_the_queue(
    rule: OrderRule, queue: list[Waiting], served: list[Turn]
) -> None:
    assert sorted(numbers(running_order(rule, queue, served))) == sorted(numbers(queue))


@given(RULES, queues(ranks=2), TURNS, st.randoms())
def test_the_same_queue_has_the_same_order_however_it_was_read(
    rule: OrderRule, queue: list[Waiting], served: list[Turn], random: object
) -> None:
    other = list(queue)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert running_order(rule, queue, served) == running_order(rule, other, served)


@given(RULES, queues(), TURNS)
def test_what_is_held_stands_at_its_turn(
    rule: OrderRule, queue: list[Waiting], served: list[Turn]
) -> None:
    order = running_order(rule, queue, served)
    for place, one in enumerate(order):
        turn, later = len(served) + place + 1, order[place + 1 :]
        if one.turn is None:
            assert not [other for other in later if other.turn is not None and other.turn <= turn]
        else:
            assert one.turn <= turn or all(other.turn is not None for other in later)


@given(RULES, queues(held=False, ranks=2), TURNS)
def test_the_states_called_first_come_first(
    rule: OrderRule, queue: list[Waiting], served: list[Turn]
) -> None:
    ranks = [one.rank for one in running_order(rule, queue, served)]
    assert ranks == sorted(ranks)


@given(queues(), TURNS)
def test_a_countrys_own_questions_stay_in_the_order_of_their_supports(
    queue: list[Waiting], served: list[Turn]
) -> None:
    order = running_order(OrderRule.BALANCED, queue, served)
    for country in {one.country for one in queue}:
        own = [one for one in order if one.country == country and one.turn is None]
        assert own == sorted(own, key=lambda one: (-one.votes, one.number))


@given(queues(held=False), TURNS)
def test_no_country_has_a_second_turn_before_every_other_had_one(
    queue: list[Waiting], served: list[Turn]
) -> None:
    order = running_order(OrderRule.BALANCED, queue, [])
    left = Counter(one.country for one in queue)
    since: Counter[str | None] = Counter()
    for one in order:
        since[one.country] += 1
        left[one.country] -= 1
        assert all(since[one.country] - since[other] <= 1 for other in left if left[other])


@given(queues(held=False), TURNS, st.lists(queues(held=False), max_size=4))
def test_no_country_starves_while_the_session_goes_on(
    queue: list[Waiting], served: list[Turn], arriving: list[list[Waiting]]
) -> None:
    """The first is served, others arrive with more supports: a country waits two rounds at most."""
    waiting, had = list(queue), list(served)
    waits: Counter[str | None] = Counter()
    numbers_given = 1000
    while waiting:
        first = running_order(OrderRule.BALANCED, waiting, had)[0]
        waiting.remove(first)
        had.append(Turn(first.country, first.theme))
        for country in {one.country for one in waiting}:
            waits[country] += 1
        waits[first.country] = 0
        for country in set(waits) - {one.country for one in waiting}:
            waits[country] = 0
        assert max(waits.values()) <= 2 * 5
        if arriving:
            for one in arriving.pop():
                numbers_given += 1
                waiting.append(
                    Waiting(numbers_given, numbers_given, one.votes + 50, one.country, one.theme)
                )


@given(queues(held=False), TURNS)
def test_the_next_one_is_of_a_country_never_served_if_one_waits(
    queue: list[Waiting], served: list[Turn]
) -> None:
    known = {turn.country for turn in served}
    order = running_order(OrderRule.BALANCED, queue, served)
    if any(one.country not in known for one in queue):
        assert order[0].country not in known


@given(queues(held=False), TURNS)
def test_the_simple_rules_are_what_they_say(queue: list[Waiting], served: list[Turn]) -> None:
    by_time = running_order(OrderRule.TIME, queue, served)
    by_votes = running_order(OrderRule.VOTES, queue, served)
    assert numbers(by_time) == sorted(numbers(queue))
    assert by_votes == sorted(queue, key=lambda one: (-one.votes, one.number))


def test_a_small_community_is_not_buried_by_a_large_one() -> None:
    france = [Waiting(n, n, 40 - n, "FR") for n in range(1, 6)]
    cuba, gabon = Waiting(6, 6, 1, "CU"), Waiting(7, 7, 3, "GA")
    order = running_order(OrderRule.BALANCED, [*france, cuba, gabon], [Turn("FR")])
    assert numbers(order) == [7, 6, 1, 2, 3, 4, 5]


def test_supports_decide_and_then_the_theme_heard_least() -> None:
    served = [Turn("FR", 1), Turn("CI", 1), Turn("CU", 2), Turn("FR", 2), Turn("CI", 1)]
    queue = [
        Waiting(1, 1, 9, "FR", 1),
        Waiting(2, 2, 4, "CI", 1),
        Waiting(3, 3, 2, "CU", 1),
        Waiting(4, 4, 2, "GA", 1),
        Waiting(5, 5, 2, "ES", 3),
    ]
    assert numbers(running_order(OrderRule.BALANCED, queue, served)) == [5, 4, 1, 2, 3]


def test_a_question_held_by_hand_counts_as_its_countrys_turn() -> None:
    queue = [Waiting(1, 1, 1, "FR", turn=1), Waiting(2, 2, 9, "FR"), Waiting(3, 3, 0, "CU")]
    assert numbers(running_order(OrderRule.BALANCED, queue, [])) == [1, 3, 2]
