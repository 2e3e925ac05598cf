"""The screen in the hall, driven by programs."""

from typing import Any

from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, schemas
from app.live.api.blueprint import bp
from app.live.queries import screen


@bp.post("/rooms/<slug>/screen")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.ShowOnScreen}}})
def show_on_screen(slug: str) -> Any:
    """Put something on the screen, for the desk."""
    room = queries.room(actor(), slug)
    actions.show_on_screen(actor(), room, **parse(schemas.ShowOnScreen, json_body()))
    return schemas.scene_view(screen.standing(room)), 201
