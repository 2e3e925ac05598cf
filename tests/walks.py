"""How long the machines are walked at random."""

from hypothesis import HealthCheck, settings

from tests.services.databases import Kind


def walks(kind: Kind, number: int, steps: int = 50) -> settings:
    """
    Return the settings of a machine that is walked so often, so far.

    On PostgreSQL half as often: what the rules say is the same there, and what is not (locks,
    types, triggers) shows at the first walk that comes by.
    """
    return settings(
        max_examples=number if kind == "sqlite" else number // 2,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
