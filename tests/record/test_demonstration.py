"""What the demonstration invents, each step by who plays its role, and always marked so."""

from collections import Counter

import pytest
from sqlalchemy import select

from app.accreditation import queries as accreditation
from app.accreditation.models import Dossier
from app.core.actors import ANONYMOUS
from app.core.clock import now, today
from app.core.db import db
from app.core.facts import count
from app.core.money import Money
from app.followup import queries as followed
from app.followup.models import Closure, Concern, Decision, Recommendation, Timeliness
from app.giving import queries as given
from app.giving.models import (
    Award,
    Campaign,
    Entry,
    EntryState,
    Lot,
    Pledge,
    PledgeState,
    Programme,
)
from app.live import queries as live
from app.meetings import queries as meetings
from app.record import actions
from app.record.actions.demonstration import Player
from app.record.cli import prepare_demonstration
from tests.conftest import Begin
from tests.services.databases import Kind

PLAYERS: dict[Kind, dict[str, Player]] = {}


@pytest.fixture
def demonstration(begin_with: Begin, database_kind: Kind) -> actions.Demonstration:
    """The demonstration, prepared once a run for each kind of database."""

    def prepare() -> None:
        PLAYERS[database_kind] = prepare_demonstration({}).players

    begin_with("demonstration", prepare)
    (room,) = live.open_rooms(ANONYMOUS)
    return actions.Demonstration(room, PLAYERS[database_kind])


def test_a_gift_stands_part_way_with_all_its_steps(
    demonstration: actions.Demonstration,
) -> None:
    lots = list(db.session.scalars(select(Lot).where(Lot.pledge_id.is_not(None)).order_by(Lot.id)))
    gift = given.gift(ANONYMOUS, lots[0].ref)
    kinds = [step.entry.kind.value for step in gift.steps]
    assert kinds == ["receipt", "dispatch", "acknowledgement", "allocation"]
    assert gift.left() == [Money(200_000, "XOF")]
    assert gift.is_honoured
    assert gift.pledge is not None
    assert gift.pledge.room_id == demonstration.room.id
    in_part = given.gift(ANONYMOUS, lots[1].ref)
    assert in_part.waiting == Money(200_000, "XOF")


def test_a_campaign_tells_promised_from_received(demonstration: actions.Demonstration) -> None:
    (campaign,) = given.campaigns(ANONYMOUS)
    bar = given.bars([campaign])[campaign.id]
    assert (bar.received, bar.waiting) == (600_000, 200_000)
    states = Counter(db.session.scalars(select(Pledge.state)))
    assert states == {PledgeState.CONFIRMED: 2, PledgeState.ANNOUNCED: 1}


def test_a_programme_has_a_project_with_one_of_two_tranches_paid(
    demonstration: actions.Demonstration,
) -> None:
    (award,) = db.session.scalars(select(Award))
    assert [tranche.state.value for tranche in award.tranches] == ["paid", "planned"]
    assert award.proposed_by_id != award.approved_by_id
    (report,) = given.reports(award.programme)
    assert (report.value, report.verified_at is not None) == (2, True)


def test_nobody_approved_what_they_prepared(demonstration: actions.Demonstration) -> None:
    entries = list(db.session.scalars(select(Entry)))
    posted = [entry for entry in entries if entry.state == EntryState.POSTED]
    assert (len(entries), len(posted)) == (8, 7)
    assert all(entry.prepared_by_id != entry.approved_by_id for entry in posted)
    assert given.broken_promises() == []


def test_each_way_that_a_promise_may_go_is_shown(demonstration: actions.Demonstration) -> None:
    lines = followed.lines(ANONYMOUS, {"sort": "ref"}, now().date())
    told = {line.recommendation.number: line.standing for line in lines}
    assert len(told) == 6
    assert (told[1].closure, told[1].timeliness) == (Closure.CLOSED, Timeliness.ON_TIME)
    assert (told[2].is_late, told[2].rescheduled, told[2].verified) == (True, 1, None)
    assert (told[3].is_silent, told[3].is_late) == (True, False)
    assert (told[4].is_silent, told[4].timeliness) == (False, Timeliness.ON_TIME)
    assert (told[5].decision, told[5].commitments) == (Decision.PENDING, 0)
    assert (told[6].decision, told[6].closure) == (Decision.REFUSED, Closure.REQUESTED)
    missing = {
        line.recommendation.number: [d.name for d in line.doors if d.state == "missing"]
        for line in lines
    }
    assert missing[2] == ["Argent"]
    assert missing[5] == ["Réponse"]
    assert missing[4] == missing[1] == []


def test_all_of_it_is_marked_as_invented(demonstration: actions.Demonstration) -> None:
    for model in (Recommendation, Concern, Campaign, Pledge, Lot, Entry, Programme, Award):
        marks = set(db.session.scalars(select(model.is_demonstration)))  # type: ignore[attr-defined]
        assert marks == {True}, model


def test_preparing_it_again_writes_nothing_more(demonstration: actions.Demonstration) -> None:
    tokens = {role: player.token for role, player in demonstration.players.items()}
    written = count()
    again = prepare_demonstration(tokens)
    assert again.players == demonstration.players
    assert count() == written


def test_the_demonstration_opens_a_room_with_everybody(
    demonstration: actions.Demonstration,
) -> None:
    assert [room.slug for room in live.open_rooms(ANONYMOUS)] == [demonstration.room.slug]
    meeting = meetings.meeting(ANONYMOUS, "demonstration")
    assert (meeting.is_demonstration, meeting.starts_on) == (True, today())
    assert len(demonstration.players) == 13
    assert all(player.email.endswith("@demo.invalid") for player in demonstration.players.values())


def test_the_demonstration_carries_its_invented_associations_through(
    demonstration: actions.Demonstration,
) -> None:
    (dossier,) = accreditation.whole_register(ANONYMOUS)
    assert dossier.is_demonstration
    assert dossier.status(today()) == "accredited"
    states = [one.state.value for one in db.session.scalars(select(Dossier).order_by(Dossier.id))]
    assert states == ["accredited", "returned"]
    (quota,) = meetings.quotas_of_organisation(ANONYMOUS, dossier.organisation)
    assert (quota.meeting.slug, quota.places) == ("demonstration", 3)
    assert accreditation.alerts(dossier) == []


def test_a_second_demonstration_keeps_what_still_speaks(
    demonstration: actions.Demonstration,
) -> None:
    first = demonstration.players
    tokens = {role: player.token for role, player in first.items()}
    second = prepare_demonstration(tokens | {"moderator": "perdu"})
    assert second.players["secretariat"] == first["secretariat"]
    assert second.players["moderator"].token not in {"perdu", tokens["moderator"]}
    assert second.players["moderator"].email == first["moderator"].email
