"""Numbers of decisions: no gap in a year, whoever decides at the same moment."""

from threading import Thread

import pytest
from sqlalchemy import select

from app.accreditation import actions, queries
from app.accreditation.models import Decision, Dossier, Proposal
from app.core.clock import now
from app.core.db import db
from tests.factories import accreditation as make

pytestmark = pytest.mark.usefixtures("app")


def test_decisions_made_at_the_same_moment_take_following_numbers(app) -> None:
    desk, deciders = make.reviewer(), [make.decider() for _ in range(3)]
    under = make.call()
    numbers = [make.recommended(desk, under=under)[0].id for _ in deciders]

    def race(number: int, who) -> None:
        with app.app_context():
            try:
                make.decide(db.session.get(Dossier, number), who, "accredited")
            finally:
                db.session.remove()

    racers = [Thread(target=race, args=pair) for pair in zip(numbers, deciders, strict=True)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    db.session.rollback()
    made = db.session.scalars(select(Decision.number).order_by(Decision.serial)).all()
    assert made == [f"{now().year}-{serial:04}" for serial in (1, 2, 3)]


def test_one_recommendation_is_decided_once_however_many_decide_at_once(app) -> None:
    dossier, _ = make.recommended()
    number, refused = dossier.id, []
    deciders = [make.decider() for _ in range(4)]
    proposal_id = queries.waiting_proposal(dossier).id

    def race(who) -> None:
        with app.app_context():
            try:
                actions.decide(
                    who,
                    db.session.get(Dossier, number),
                    db.session.get(Proposal, proposal_id),
                    outcome="accredited",
                    reason="criteria_met",
                    words="Oui.",
                )
            except actions.ProposalClosed as error:
                refused.append(error)
            finally:
                db.session.remove()

    racers = [Thread(target=race, args=(who,)) for who in deciders]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    db.session.rollback()
    assert len(refused) == 3
    assert len(queries.decisions(db.session.get(Dossier, number))) == 1


def test_a_number_reads_from_left_to_right_among_arabic_letters_and_is_found_as_copied(client):
    dossier, _ = make.decided()
    (decision,) = queries.decisions(dossier)
    shown = f"\N{LEFT-TO-RIGHT MARK}{decision.number}"
    page = client.get("/associations", headers={"Accept-Language": "ar"}).text
    assert shown in page
    assert shown not in client.get("/associations").text
    found = client.get("/associations/verifier", query_string={"numero": shown})
    assert found.location.endswith(f"/associations/verifier/{decision.number}")
