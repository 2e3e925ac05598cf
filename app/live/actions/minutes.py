"""The minutes of a room: written version after version, then published."""

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Refused
from app.core.facts import record
from app.core.i18n import N_
from app.live import facts, rules
from app.live.models import Minutes, MinutesVersion, Room
from app.live.queries.minutes import minutes_of, version_of


class MinutesRewritten(Refused):
    """Somebody wrote another version meanwhile."""

    code = "minutes_rewritten"
    message = N_(
        "Quelqu’un a écrit une autre version du procès-verbal pendant que vous travailliez. "
        "Gardez votre texte, rechargez la page, puis reportez vos changements."
    )


@action(rules.may_write_minutes, locked=True)
def write_minutes(actor: Actor, room: Room, *, body: str, seen: int) -> MinutesVersion:
    """
    Write the working text of the minutes; every earlier version stays.

    `seen` is the number of the version that the text was drawn from, 0 where there was none.

    :raises MinutesRewritten: if that is not the last one
    """
    minutes = minutes_of(room) or Minutes(room_id=room.id, written=0)
    _check_seen(minutes, seen)
    last = version_of(minutes, seen) if seen else None
    if last is not None and last.body == body:
        return last
    minutes.written += 1
    version = MinutesVersion(
        minutes=minutes, number=minutes.written, body=body, written_by_id=actor.id
    )
    db.session.add(version)
    db.session.flush()
    record(actor, facts.MinutesWritten(room_id=room.id, number=version.number))
    return version


@action(rules.may_publish_minutes, locked=True)
def publish_minutes(actor: Actor, room: Room, *, seen: int) -> Minutes:
    """
    Publish the last version of the minutes, in place of the one that was published before.

    :raises MinutesRewritten: if `seen` is not the last one
    """
    minutes = minutes_of(room)
    if minutes is None:
        raise MinutesRewritten()
    _check_seen(minutes, seen)
    if minutes.published == seen:
        return minutes
    minutes.published, minutes.published_at = seen, now()
    record(actor, facts.MinutesPublished(room_id=room.id, number=seen))
    return minutes


def _check_seen(minutes: Minutes, seen: int) -> None:
    if minutes.written != seen:
        raise MinutesRewritten()
