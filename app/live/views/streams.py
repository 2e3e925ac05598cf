"""Where a room is seen and heard: a player of somebody else, loaded only when asked for."""

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from uuid import uuid4

from flask import (
    Blueprint,
    Response,
    make_response,
    render_template,
    request,
    url_for,
)

from app.core.actions import permit
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.web import actor, take
from app.live import actions, queries, rules, schemas
from app.live.models import Player, Stream

bp = Blueprint("streams", __name__, url_prefix="/direct/<slug>/video")


@bp.get("")
def watch(slug: str) -> Response:
    """Say what watching costs; with `jouer` in the address, load the player."""
    room = queries.room(actor(), slug)
    stream = room.stream
    if stream is None or stream.address is None:
        raise NotFound()
    allowed = rules.may_watch(actor(), stream)
    frame = frame_of(stream) if allowed and "jouer" in request.args else None
    response = make_response(
        render_template(
            "live/video.html",
            room=room,
            stream=schemas.stream_view(stream),
            address=stream.address if allowed else None,
            can_frame=frame_of(stream) is not None,
            frame=frame,
        )
    )
    response.headers["Cache-Control"] = "private, no-store"
    if frame:
        site = "https://" + urlsplit(frame).netloc
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        policy += f"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src {site}"
        response.headers["Content-Security-Policy"] = policy + "; frame-ancestors 'none'"
    return response


@bp.route("/reglage", methods=["GET", "POST"])
def give(slug: str) -> Any:
    """Say where the room is seen and heard, or that it no longer is."""
    room = queries.room(actor(), slug)
    permit(rules.may_give_stream, actor(), room)
    now = room.stream if room.stream and room.stream.address else None
    return take(
        schemas.GiveStream,
        lambda **data: actions.give_stream(actor(), room, **data),
        N_("C’est enregistré."),
        url_for("desk.show", slug=slug),
        lambda form: render_template("live/stream.html", room=room, form=form, key=uuid4()),
        values={
            "player": now.player.value if now else Player.YOUTUBE.value,
            "address": now.address if now else "",
            "private": "true" if now and now.is_private else "",
            "hourly_weight": str(now.hourly_weight) if now and now.hourly_weight else "",
        },
    )


def frame_of(stream: Stream) -> str | None:
    """
    Return the address by which a player is put into a page, or None where it opens on its own.

    YouTube's embedded player: https://developers.google.com/youtube/player_parameters;
    Facebook's: https://developers.facebook.com/docs/plugins/embedded-video-player.
    """
    address = stream.address or ""
    if stream.player == Player.YOUTUBE:
        video = _youtube_video(address)
        return f"https://www.youtube-nocookie.com/embed/{quote(video)}" if video else None
    if stream.player == Player.FACEBOOK:
        return f"https://www.facebook.com/plugins/video.php?href={quote(address, safe='')}"
    return address if stream.player == Player.JITSI else None


def _youtube_video(address: str) -> str | None:
    parts = urlsplit(address)
    named = parse_qs(parts.query).get("v")
    if named:
        return named[0]
    steps = [step for step in parts.path.split("/") if step]
    return steps[-1] if steps and steps[-1] not in {"watch", "live", "embed"} else None
