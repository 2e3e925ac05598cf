"""Where a room is seen and heard."""

from urllib.parse import urlsplit

from app.core.actions import action
from app.core.actors import Actor
from app.core.errors import Invalid
from app.core.facts import record
from app.core.i18n import N_, translate
from app.live import facts, rules
from app.live.models import Player, Room, Stream

# The sites of the players that have one; the others run on anybody's server.
SITES = {
    Player.YOUTUBE: {"www.youtube.com", "youtube.com", "youtu.be", "www.youtube-nocookie.com"},
    Player.FACEBOOK: {"www.facebook.com", "facebook.com", "fb.watch"},
}


@action(rules.may_give_stream, locked=True)
def give_stream(
    actor: Actor,
    room: Room,
    *,
    player: str,
    address: str | None,
    private: bool = False,
    hourly_weight: int | None = None,
) -> Room:
    """
    Say where the room is seen and heard, or with no `address` that it is not.

    `hourly_weight` is what an hour costs a watcher, in megabytes.

    :raises Invalid: if the address is not one of that player
    """
    if address is not None:
        _check_address(Player(player), address)
    stream = room.stream = room.stream or Stream()
    stream.player, stream.address = Player(player), address
    stream.is_private, stream.hourly_weight = private, hourly_weight
    record(actor, facts.StreamChanged(room_id=room.id))
    return room


def _check_address(player: Player, address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        sentence = N_("Donnez une adresse qui commence par « https ».")
        raise Invalid({"address": [translate(sentence)]})
    if player in SITES and parts.hostname not in SITES[player]:
        sentence = N_("Cette adresse n’est pas celle de ce lecteur.")
        raise Invalid({"address": [translate(sentence)]})
