"""The filters that moderators keep of their desk."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _

from app.core.web import actor
from app.live import actions, schemas
from app.live.models import DeskFilter
from app.live.queries import desk as behind
from app.live.views.desk_filter import filter_in_force
from app.live.views.desk_pages import act_at_desk, room_at_desk

bp = Blueprint("saved_views", __name__, url_prefix="/direct/<slug>/bureau/vues")


@bp.post("")
def save(slug: str) -> Any:
    """Keep the filter in force under a name."""
    room = room_at_desk(slug)

    def act(criteria: dict[str, Any], **data: Any) -> None:
        actions.save_view(actor(), room, wanted=DeskFilter(**criteria), **data)
        flash(_("Vue gardée."), "success")

    return act_at_desk(
        room,
        schemas.SaveView,
        act,
        url_for("desk.show", slug=slug),
        criteria=filter_in_force().criteria,
    )


@bp.post("/<int:view_id>/retrait")
def remove(slug: str, view_id: int) -> Any:
    """Remove a kept filter; what it filtered stays filtered."""
    room = room_at_desk(slug)
    view = behind.saved_view(actor(), room, view_id)

    def act(**data: Any) -> None:
        actions.remove_view(actor(), view, **data)
        flash(_("Vue supprimée."), "success")

    return act_at_desk(room, schemas.RemoveView, act, url_for("desk.show", slug=slug))
