"""A poll over the socket: it is voted in, and no frame says more than it should, or too early."""

import json
from uuid import uuid4

import pytest

from app.live import actions
from app.live.models import Room
from app.live.queries import polls
from tests.factories import live
from tests.live.sockets.clients import RawClient
from tests.live.sockets.conftest import Served, join_as_guest
from tests.live.sockets.test_privacy import json_text

pytestmark = pytest.mark.live


def test_frames_tell_of_a_poll_and_never_of_a_choice(served: Served, room: Room) -> None:
    voter = RawClient(served.url, join_as_guest(served, "Awa", "MA"))
    public = RawClient(served.url)
    for client, html in ((voter, False), (public, True)):
        assert "ok" in client.call("room.join", {"room": room.slug, "html": html})
    desk = live.moderator(room)
    poll = actions.prepare_poll(desk, room, title="Scrutin de test", options=["Oui", "Non"])
    actions.open_poll(desk, poll)
    public.read_until(lambda frame: '"state":"open"' in frame.replace(" ", ""))
    ballot = {"poll": 1, "key": str(uuid4()), "choices": [2]}
    for _ in range(2):
        assert voter.call("poll.vote", ballot) == {"ok": {"poll": 1, "counted": True}}
    again = voter.call("poll.vote", ballot | {"key": str(uuid4())})
    assert again["error"]["code"] == "already_voted"
    assert public.call("poll.vote", ballot)["error"]["code"] == "sign_in_required"
    for _ in range(2):
        live.ballot(polls.poll(desk, room, 1), 1)
    actions.close_poll(desk, polls.poll(desk, room, 1))
    public.read_until(lambda frame: '"state":"closed"' in frame.replace(" ", ""))
    for client in (voter, public):
        heard = "\n".join(map(json_text, client.frames))
        assert '"results": {' not in heard
        assert '"votes": ' not in heard.replace('"votes": []', "")
        assert "en tête" not in heard
    actions.publish_poll(desk, polls.poll(desk, room, 1))
    public.read_until(lambda frame: '"state":"published"' in frame.replace(" ", ""))
    last = next(frame for frame in reversed(public.frames) if "published" in frame)
    (item,) = json.loads(last[last.index("[") :])[1]["changes"]
    assert [one["votes"] for one in item["results"]["votes"]] == [2, 1]
    assert sorted(item["html"]["fr"]["parts"]) == ["poll-result"]
    for client in (voter, public):
        client.close()
