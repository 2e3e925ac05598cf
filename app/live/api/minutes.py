"""The minutes: read by everybody once published, written and published by the desk."""

from typing import Any

from app.core.actions import permit
from app.core.forms import parse
from app.core.web import actor, json_body
from app.live import actions, queries, rules, schemas
from app.live.api.blueprint import bp
from app.live.models import Room
from app.live.queries import minutes as texts


@bp.get("/rooms/<slug>/minutes")
def show_minutes(slug: str) -> Any:
    """Return the minutes that are published; before, their draft to those who write them."""
    room = queries.room(actor(), slug)
    return schemas.minutes_view(*texts.text_to_read(actor(), room))


@bp.get("/rooms/<slug>/minutes/versions")
def list_minutes_versions(slug: str) -> Any:
    """Return the working text of the minutes, its number and every version before it."""
    room = _room_of_writers(slug)
    minutes = texts.minutes_of(room)
    versions = texts.versions_of(minutes) if minutes else []
    return schemas.versions_view(minutes, versions, texts.working_text(room))


@bp.get("/rooms/<slug>/minutes/versions/<int:number>")
def show_minutes_version(slug: str, number: int) -> Any:
    """Return a version of the minutes."""
    return schemas.version_view(texts.version(_room_of_writers(slug), number))


@bp.post("/rooms/<slug>/minutes/versions")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.WriteMinutes}}})
def write_minutes(slug: str) -> Any:
    """Write a version of the minutes; every earlier one stays."""
    room = queries.room(actor(), slug)
    version = actions.write_minutes(actor(), room, **parse(schemas.WriteMinutes, json_body()))
    return schemas.version_view(version), 201


@bp.post("/rooms/<slug>/minutes/publish")
@bp.doc(requestBody={"content": {"application/json": {"schema": schemas.PublishMinutes}}})
def publish_minutes(slug: str) -> Any:
    """Publish the last version of the minutes."""
    room = queries.room(actor(), slug)
    actions.publish_minutes(actor(), room, **parse(schemas.PublishMinutes, json_body()))
    return schemas.minutes_view(*texts.text_to_read(actor(), room))


def _room_of_writers(slug: str) -> Room:
    room = queries.room(actor(), slug)
    permit(rules.may_write_minutes, actor(), room)
    return room
