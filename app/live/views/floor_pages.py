"""What the pages show of the floor."""

from typing import Any
from uuid import uuid4

from app.core.formats import countries
from app.core.forms import Form
from app.core.web import actor
from app.live import schemas
from app.live.models import Room
from app.live.queries import floor as queries


def floor_page(room: Room) -> dict[str, Any]:
    """Return the floor as everybody sees it, and the reader's own hand."""
    standing = queries.standing(room)
    mine = queries.own_hand(actor(), room)
    return {
        "floor": schemas.floor_view(standing),
        "hand": schemas.own_hand_view(mine, standing.place(mine)) if mine else None,
        "hand_form": Form(schemas.RaiseHand),
        "hand_key": uuid4(),
        "longest_subject": schemas.LONGEST_SUBJECT,
    }


def desk_floor(room: Room) -> dict[str, Any]:
    """Return the floor with every hand, for the desk."""
    return {
        "floor": schemas.desk_floor_view(queries.standing(room)),
        "country_choices": countries(),
        "hand_key": uuid4(),
        "longest_subject": schemas.LONGEST_SUBJECT,
    }
