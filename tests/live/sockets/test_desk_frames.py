"""What the desk keeps and the feed hides: every raw frame of a guest searched."""

from uuid import uuid4

import pytest

from app.accounts.models import Role
from app.core.db import db
from app.directory.models import Organisation, OrganisationKind
from app.followup.actions import keep_question
from app.giving.actions import announce_pledge, confirm_pledge
from app.live import actions
from app.live.models import Question, Room
from tests.factories import accounts as people
from tests.factories import live
from tests.live.sockets.clients import RawClient
from tests.live.sockets.test_privacy import json_text

pytestmark = pytest.mark.live

NOTE = "mot du bureau pour la scène"
OVER = "consigne laissée au bureau suivant"
ADDRESS = "https://meet.example/salle-reservee"
DONOR, SEALED = "Fatim Kanté", "Oumar Sangaré"
DESK, ENTERS = "Assa Dembélé", "Salif Doumbia"
END = "Repère de la fin"


def test_no_frame_of_a_guest_holds_what_the_desk_keeps_or_the_feed_hides(
    room: Room, moderator: str, at_desk: RawClient, listeners: list[RawClient]
) -> None:
    address, concern = play(room)
    for client in (at_desk, *listeners):
        client.read_until(lambda frame: END in json_text(frame))
        client.call("room.sync", {"after": 0})
        client.call("room.join", {"room": room.slug})
    for client in listeners:
        frames = "\n".join(map(json_text, client.frames))
        for told in ("Promesse de don", address, concern, "Ambassade du Mali à Paris"):
            assert told in frames, told
        for private in (NOTE, OVER, ADDRESS, DONOR, SEALED, DESK, ENTERS, moderator):
            assert private not in frames, private
        for field in ("notes", "read_by", "entered_by", "author_id", "actor_id", "address"):
            assert f'"{field}":' not in frames, field
    frames = "\n".join(map(json_text, at_desk.frames))
    for told in (NOTE, DESK, ENTERS):
        assert told in frames, told
    for private in (DONOR, SEALED):
        assert private not in frames, private


def play(room: Room) -> tuple[str, str]:
    """Let the desk and the feed do what they do; return where the gift and the concern are told."""
    staff = people.staff(Role.MODERATOR, meeting_id=room.meeting_id, name=DESK)
    runs = people.actor(staff, second_factor=True)
    note = actions.write_stage_note(runs, room, body=NOTE)
    actions.read_stage_note(runs, note)
    actions.hand_over(runs, room, note=OVER)
    actions.give_stream(runs, room, player="jitsi", address=ADDRESS, private=True)
    embassy = an_embassy()
    speaks = people.member(name=ENTERS)
    people.grant(speaks, Role.RESPONDENT, organisation_id=embassy.id)
    entered = actions.enter_question(
        people.actor(speaks, second_factor=True),
        room,
        organisation=embassy.slug,
        hall="Montreuil",
        country="FR",
        body="Quand ouvre le guichet",
    )
    actions.moderate_question(runs, db.session.get_one(Question, entered.id), to="taken")
    donor = people.actor(people.member(name=DONOR))
    pledge = announce_pledge(
        donor,
        room=room.slug,
        amount="10 000",
        currency="XOF",
        purpose="Une pompe",
        visibility="anonymous",
    )
    confirm_pledge(donor, pledge, seen=1, in_feed=True)
    sealed = live.question(room, author=people.guest(name=SEALED), is_anonymous=True)
    concern = keep_question(runs, sealed, in_feed=True)
    actions.write_feed_line(live.moderator(room), room, body=END)
    return f"/dons/{pledge.ref}", concern.ref


def an_embassy() -> Organisation:
    """Return an embassy of this test alone."""
    row = Organisation(
        slug=f"ambassade-{uuid4().hex[:8]}",
        name="Ambassade du Mali à Paris",
        kind=OrganisationKind.EMBASSY,
        sort_name="ambassade du mali a paris",
        search_text="ambassade",
        country="FR",
    )
    db.session.add(row)
    db.session.commit()
    return row
