"""A room whose floor is open, its moderator, and people who ask to speak."""

from collections.abc import Callable
from typing import Any

import pytest

from app.live import actions
from app.live.models import Hand, Room
from tests.factories import live

Raise = Callable[..., Hand]


@pytest.fixture
def up(room: Room) -> Raise:
    """The function that raises the hand of a guest of its own."""

    def raise_one(country: str = "MA", **values: Any) -> Hand:
        guest = live.guest_actor(country=country)
        return actions.raise_hand(guest, room, **values)

    return raise_one
