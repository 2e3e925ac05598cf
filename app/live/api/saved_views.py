"""The filters that moderators keep of their desk."""

from typing import Any

from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, schemas
from app.live.api.blueprint import bp
from app.live.models import DeskFilter
from app.live.queries import desk as behind


@bp.get("/rooms/<slug>/views")
def list_views(slug: str) -> Any:
    """Return the filters one kept of the desk, and those that the others share."""
    kept = behind.saved_views(actor(), queries.room(actor(), slug))
    return {"views": [schemas.saved_view(one, actor()) for one in kept]}


@bp.post("/rooms/<slug>/views")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.SaveView}}})
def save_view(slug: str) -> Any:
    """Keep a filter of the desk under a name, for oneself or for every moderator of the room."""
    room = queries.room(actor(), slug)
    data = parse(schemas.SaveView, json_body())
    wanted = DeskFilter(**data.pop("criteria"))
    return schemas.saved_view(actions.save_view(actor(), room, wanted=wanted, **data), actor()), 201


@bp.post("/rooms/<slug>/views/<int:view_id>/remove")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.RemoveView}}})
def remove_view(slug: str, view_id: int) -> Any:
    """Remove a filter that one kept."""
    view = behind.saved_view(actor(), queries.room(actor(), slug), view_id)
    actions.remove_view(actor(), view, **parse(schemas.RemoveView, json_body()))
    return {"id": view.id, "removed": True}
