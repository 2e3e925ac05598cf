"""Meetings are planned, changed, cancelled and restored; nothing unknown is filled in."""

from datetime import date

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, SignInRequired
from app.core.facts import since
from app.followup.actions import keep_note
from app.meetings import actions, queries
from app.meetings.models import AgendaItem, Meeting
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import meetings as factory

PLAN = {"title": "Réunion à Ségou", "kind": "session", "mode": "hybrid", "city": "Ségou"}


def plan(**details: object) -> Meeting:
    known = {"framework": directory.framework().slug}
    return actions.plan_meeting(SYSTEM, **(PLAN | known | details))


def facts_of(meeting: Meeting) -> list[str]:
    return [row.name for row in since(f"meeting:{meeting.id}", 0)]


def test_a_planned_meeting_has_an_address_made_of_its_title(app: Flask) -> None:
    assert [plan().slug, plan().slug] == ["reunion-a-segou", "reunion-a-segou-2"]


def test_what_is_not_known_stays_unknown(app: Flask) -> None:
    meeting = queries.meeting(ANONYMOUS, plan(known_before=date(2025, 11, 27)).slug)
    assert (meeting.starts_on, meeting.ends_on, meeting.year) == (None, None, None)
    assert meeting.known_before == date(2025, 11, 27)


def test_a_day_that_becomes_known_replaces_what_was_known_of_it(app: Flask) -> None:
    meeting = plan(known_before=date(2025, 11, 27))
    actions.change_meeting(SYSTEM, meeting, starts_on=date(2025, 11, 1))
    found = queries.meeting(ANONYMOUS, meeting.slug)
    assert (found.known_before, found.year) == (None, 2025)


def test_saying_the_same_again_writes_no_fact(app: Flask) -> None:
    details = {
        "stops": [{"place": "Rabat"}, {"country": "FR"}],
        "figures": [{"what": "countries", "value": 50, "at_least": True}],
        "notes": [{"kind": "concern", "text": "Logement", "country": "MA"}],
        "hosts": [directory.organisation().slug],
        "agenda": [{"title": "Ouverture"}],
    }
    meeting = plan(**details)
    actions.change_meeting(SYSTEM, meeting, **(PLAN | details))
    assert facts_of(meeting) == ["MeetingPlanned"]
    assert queries.meeting(ANONYMOUS, meeting.slug).revision == 0


def test_a_change_says_what_changed(app: Flask) -> None:
    meeting = plan(stops=[{"place": "Rabat"}])
    actions.change_meeting(SYSTEM, meeting, city="Kayes", stops=[{"place": "Tanger"}])
    assert since(f"meeting:{meeting.id}", 1)[0].data["fields"] == ["city", "stops"]
    found = queries.meeting(ANONYMOUS, meeting.slug)
    assert (found.city, [stop.place for stop in found.stops]) == ("Kayes", ["Tanger"])


def test_a_point_keeps_its_number_when_the_agenda_moves(app: Flask) -> None:
    meeting = plan(agenda=[{"title": "Un"}, {"title": "Deux"}, {"title": "Trois"}])
    before = {item.title: item.id for item in queries.meeting(ANONYMOUS, meeting.slug).agenda}
    actions.change_meeting(SYSTEM, meeting, agenda=[{"title": "Trois"}, {"title": "Un"}])
    after = {item.title: item.id for item in queries.meeting(ANONYMOUS, meeting.slug).agenda}
    assert after == {"Trois": before["Trois"], "Un": before["Un"]}
    withdrawn = db.session.get(AgendaItem, before["Deux"])
    assert withdrawn is not None
    assert withdrawn.withdrawn_at is not None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"framework": "rien"}, "framework"),
        ({"led_by": "rien"}, "led_by"),
        ({"theme": "rien"}, "theme"),
        ({"source": "rien"}, "source"),
        ({"hosts": ["rien"]}, "hosts"),
        ({"starts_on": date(2025, 2, 2), "ends_on": date(2025, 2, 1)}, "ends_on"),
        ({"ends_on": date(2025, 2, 1)}, "ends_on"),
    ],
)
def test_a_wrong_reference_or_order_writes_nothing(
    app: Flask, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        plan(**wrong)
    assert list(refused.value.fields) == [field]
    assert queries.every_meeting(ANONYMOUS) == []


def test_only_the_secretariat_and_administrators_plan(app: Flask) -> None:
    slug = directory.framework().slug
    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR):
        actions.plan_meeting(people.staff_actor(role), framework=slug, **PLAN)
    for actor, refusal in (
        (people.staff_actor(Role.MODERATOR), NotAllowed),
        (people.actor(people.staff(Role.SECRETARIAT)), NotAllowed),
        (people.actor(people.guest()), NotAllowed),
        (ANONYMOUS, SignInRequired),
    ):
        with pytest.raises(refusal):
            actions.plan_meeting(actor, framework=slug, **PLAN)
    assert len(queries.every_meeting(ANONYMOUS)) == 2


def test_a_secretary_of_one_meeting_changes_that_one_alone(app: Flask) -> None:
    mine, other = factory.meeting(), factory.meeting("Autre rencontre")
    secretary = people.staff_actor(Role.SECRETARIAT, meeting_id=mine.id)
    actions.change_meeting(secretary, mine, city="Kayes")
    with pytest.raises(NotAllowed):
        actions.change_meeting(secretary, other, city="Kayes")
    assert queries.meeting(ANONYMOUS, other.slug).city is None


def test_a_cancelled_meeting_stays_with_its_reason_until_it_is_restored(app: Flask) -> None:
    meeting = plan(starts_on=date(2099, 1, 1))
    secretary = people.staff_actor(Role.SECRETARIAT)
    actions.cancel_meeting(secretary, meeting, reason="Salle fermée")
    found = queries.meeting(ANONYMOUS, meeting.slug)
    assert (found.is_cancelled, found.cancelled_because) == (True, "Salle fermée")
    assert queries.next_meetings(ANONYMOUS) == []
    with pytest.raises(NotAllowed):
        actions.cancel_meeting(secretary, meeting, reason="Encore")
    actions.restore_meeting(SYSTEM, meeting)
    assert [m.slug for m in queries.next_meetings(ANONYMOUS)] == [meeting.slug]
    assert facts_of(meeting) == ["MeetingPlanned", "MeetingCancelled", "MeetingRestored"]


def test_a_note_that_stays_is_the_same_row_wherever_it_moves(app: Flask) -> None:
    meeting = factory.meeting()
    notes = [{"kind": "concern", "text": text} for text in ("Un", "Deux", "Trois")]
    actions.change_meeting(SYSTEM, meeting, notes=notes)
    known = {note.text: note.id for note in meeting.notes}
    moved = [{"kind": "concern", "text": text} for text in ("Trois", "Quatre", "Un")]
    actions.change_meeting(SYSTEM, meeting, notes=moved)
    found = {note.text: note.id for note in meeting.notes}
    assert {text: found[text] for text in ("Un", "Trois")} == {
        text: known[text] for text in ("Un", "Trois")
    }


def test_a_concern_that_is_followed_is_not_taken_out_of_its_meeting(app: Flask) -> None:
    meeting = factory.meeting()
    actions.change_meeting(SYSTEM, meeting, notes=[{"kind": "concern", "text": "Un"}])
    keep_note(SYSTEM, meeting.notes[0])
    with pytest.raises(actions.StillFollowed):
        actions.change_meeting(SYSTEM, meeting, notes=[])
    assert [note.text for note in meeting.notes] == ["Un"]
