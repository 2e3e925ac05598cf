"""The staff's page says how many things wait for its reader at each desk, and for nobody else."""

import re

import pytest

from app.accounts.models import Person, Role
from app.accreditation import actions as procedure
from app.core.db import db
from app.followup import actions as chain
from app.giving import actions as money
from app.giving.models import PlaceKind
from app.live import actions as room_acts
from app.live.models import QuestionState
from app.meetings import actions as meeting_acts
from app.meetings.models import Meeting
from tests.factories import accounts, accreditation, followup, giving, live
from tests.factories.meetings import counted_queries
from tests.meetings.test_delegations import nominate, seats

DESKS = {
    "accreditation": "/gestion/accreditations",
    "treasury": "/gestion/dons",
    "programmes": "/programmes",
    "followup": "/gestion/suivi",
    "meetings": "/gestion/rencontres",
}
WAITS = re.compile(r"(\d+) vous attend")


def waiting_at(page: str) -> dict[str, int]:
    """Return what the page says of each desk that is open to its reader."""
    found = {}
    for name, address in DESKS.items():
        door = re.search(rf'<a class="door" href="{address}">(.*?)</a>', page, re.DOTALL)
        if door:
            said = WAITS.search(door[1])
            found[name] = int(said[1]) if said else 0
    return found


def read_by(who, room) -> None:
    """Let a moderator take a question under their eyes."""
    asked = live.question(room, QuestionState.RECEIVED)
    room_acts.moderate_question(who, asked, to="in_review")


def heard() -> None:
    """Let a concern come in that nobody read."""
    chain.say_concern(accounts.guest_actor(), words="Mes mots")


def refused_and_appealed(decider) -> None:
    """Let an association appeal against a decision."""
    dossier, officer = accreditation.recommended(outcome="refused")
    decision = accreditation.decide(dossier, decider, "refused")
    procedure.lodge_appeal(officer, dossier, decision, grounds="La pièce y était.")


@pytest.fixture
def read(client, sign_in):
    """Return what opens the staff's page for somebody."""

    def read(who) -> str:
        person = db.session.get(Person, who.id)
        return sign_in(client, person, second_factor=True).get("/gestion").text

    return read


def test_a_moderator_reads_how_many_questions_nobody_else_reads(read):
    room = live.room()
    mine, colleague = live.moderator(room), live.moderator(room)
    for _ in range(3):
        live.question(room, QuestionState.RECEIVED)
    live.question(room, QuestionState.TAKEN)
    live.question(live.room(), QuestionState.RECEIVED)
    read_by(mine, room)
    read_by(colleague, room)

    assert WAITS.findall(read(mine)) == ["4"]


def test_a_reviewer_and_a_decider_read_what_each_owes(read):
    reviewer, decider, committee = (
        accounts.staff_actor(role)
        for role in (Role.REVIEWER, Role.DECIDER, Role.STEERING_COMMITTEE)
    )
    accreditation.submitted()
    accreditation.under_review()
    accreditation.returned()
    accreditation.recommended(reviewer)
    refused_and_appealed(accreditation.decider())

    said = [waiting_at(read(who))["accreditation"] for who in (reviewer, decider, committee)]
    assert said == [2, 2, 1]


def test_the_appeal_waits_neither_for_who_recommended_nor_for_who_decided(read):
    decider = accreditation.decider()
    refused_and_appealed(decider)

    assert waiting_at(read(decider))["accreditation"] == 0
    assert waiting_at(read(accreditation.decider()))["accreditation"] == 1


def test_the_treasury_reads_what_each_prepares_and_approves(read):
    treasurer, approver = giving.treasurer(), giving.approver()
    lot, place = giving.gift(), giving.place(PlaceKind.CUSTODY)
    received = (lot, "receipt", giving.donors(), place)
    giving.drafted(treasurer, *received, amount="10")
    giving.drafted(giving.treasurer(), *received, amount="10")
    money.submit_entry(treasurer, giving.drafted(treasurer, *received, amount="10"))
    giving.announced()

    assert waiting_at(read(treasurer))["treasury"] == 1
    assert waiting_at(read(approver))["treasury"] == 1


def test_both_hands_of_one_person_are_not_counted_as_two(read):
    both = accounts.staff_actor(Role.TREASURER, Role.APPROVER)
    lot, place = giving.gift(), giving.place(PlaceKind.CUSTODY)
    entry = giving.drafted(both, lot, "receipt", giving.donors(), place, amount="10")
    money.submit_entry(both, entry)

    assert waiting_at(read(both))["treasury"] == 0


def test_a_project_waits_for_another_than_who_proposed_it(read):
    programme = giving.programme()
    money.propose_award(
        giving.secretary(), programme, title="Atelier", beneficiary="B-1", requested=1000
    )

    assert waiting_at(read(giving.approver()))["programmes"] == 1
    assert waiting_at(read(giving.treasurer()))["programmes"] == 0


def test_follow_up_reads_what_is_to_read_to_verify_and_to_close(read):
    heard()
    chain.enter_concern(followup.secretariat(), words="Sans suite encore")
    followup.sent(followup.commitment(), actor=followup.secretariat())
    done = followup.commitment()
    followup.verified(done)
    chain.request_closure(followup.secretariat(), done.recommendation, reason="Tenu.")

    said = [
        waiting_at(read(who))["followup"]
        for who in (followup.secretariat(), followup.technical(), followup.committee())
    ]
    assert said == [3, 2, 1]


def test_a_closure_waits_for_another_than_who_asked_it(client, read, sign_in):
    both = accounts.staff(Role.TECHNICAL_COMMITTEE, Role.STEERING_COMMITTEE)
    asker = accounts.actor(both, second_factor=True)
    done = followup.commitment()
    followup.verified(done)
    chain.request_closure(asker, done.recommendation, reason="Tenu.")

    assert waiting_at(read(asker))["followup"] == 0
    assert waiting_at(read(followup.committee()))["followup"] == 1
    desk = sign_in(client, both, second_factor=True)
    assert done.recommendation.title not in desk.get("/gestion/suivi").text
    page = desk.get(f"/gestion/suivi/recommandations/{done.recommendation_id}").text
    assert "une autre personne du Comité en décide" in page


def test_a_report_waits_for_another_than_its_author(read):
    author = followup.secretariat()
    followup.sent(followup.commitment(), actor=author)

    assert waiting_at(read(author))["followup"] == 0


def test_a_confirmed_nomination_waits_for_the_secretariat_and_its_meeting_says_so(
    client, sign_in, read
):
    quota, officer, _dossier = seats()
    confirmed, waiting = nominate(quota, officer, 1), nominate(quota, officer, 2)
    meeting_acts.answer_nomination(accounts.guest_actor(), confirmed, accept=True)
    assert waiting.state.value == "nominated"

    slug = db.session.get(Meeting, quota.meeting_id).slug
    secretary = accounts.staff_actor(Role.SECRETARIAT)
    assert waiting_at(read(secretary))["meetings"] == 1
    page = client.get("/gestion/rencontres").text
    assert f"/gestion/rencontres/{slug}/delegations" in page
    assert "1 délégué à approuver" in page


def test_what_waits_is_counted_with_as_many_queries_however_much_it_is(read):
    everything = accounts.staff_actor(
        *(Role.SECRETARIAT, Role.REVIEWER, Role.DECIDER, Role.TREASURER, Role.APPROVER),
        *(Role.STEERING_COMMITTEE,),
    )

    def add() -> None:
        heard()
        followup.sent(followup.commitment())
        giving.announced()
        accreditation.submitted()
        quota, officer, _ = seats()
        meeting_acts.answer_nomination(
            accounts.guest_actor(), nominate(quota, officer), accept=True
        )

    def asked() -> int:
        with counted_queries() as queries:
            read(everything)
        return len(queries)

    add()
    asked()
    few = asked()
    for _ in range(3):
        add()
    assert asked() == few
