"""Programmes: claimed beside computed; awards and reports with two people."""

import re
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import SYSTEM
from app.core.errors import NotAllowed
from app.giving import actions, queries
from app.giving.models import AwardState, TrancheState
from tests.factories import giving
from tests.factories.accounts import staff, staff_actor
from tests.giving.test_views import page


class TestAProgrammeOfTheRecord:
    def test_is_computed_from_its_lines_beside_what_is_claimed(
        self, app: Flask, client: Any
    ) -> None:
        programme = giving.programme()
        computed = queries.computed(queries.programme(SYSTEM, programme.slug))
        assert (computed.projects, computed.total) == (264, 901_304_460)
        assert giving.programme().id == programme.id
        text = page(client, f"/programmes/{programme.slug}")
        assert text.count("901 304 460 F CFA") == 2
        assert "Concordent" in text
        assert "environ 800" in text
        assert "hors des totaux" in text

    def test_says_jobs_of_an_edition_once(self, app: Flask, client: Any) -> None:
        programme = giving.programme()
        stated = {
            "indicator": queries.JOBS,
            "value": 4,
            "edition": "Édition antérieure",
            "country": "CG",
            "returned_in": 2024,
            "source": programme.source,
        }
        first, second = (actions.record_report(SYSTEM, programme, **stated) for _ in range(2))
        assert first.id == second.id
        text = page(client, f"/programmes/{programme.slug}")
        assert "Emplois rapportés : 4. Vérifiés par une autre personne : 0." in text

    def test_is_entered_by_the_system_alone(self, app: Flask) -> None:
        with pytest.raises(NotAllowed):
            actions.record_programme(
                giving.treasurer(), slug="x", title="X", currency="XOF", source=giving.source("S9")
            )


class TestAnAward:
    def test_goes_from_proposal_to_a_justified_tranche_by_two_people(self, app: Flask) -> None:
        programme, by, who = giving.programme(), giving.treasurer(), giving.approver()
        award = actions.propose_award(
            by, programme, title="Élevage", beneficiary="Projet 1", requested=100
        )
        for wrong in (by, staff_actor(Role.SECRETARIAT)):
            with pytest.raises(NotAllowed):
                actions.approve_award(wrong, award, granted=90, tranches=[90])
        with pytest.raises(actions.TooMuchAwarded):
            actions.approve_award(who, award, granted=90, tranches=[45, 46])
        actions.approve_award(who, award, granted=90, tranches=[60, 30])
        for to in (AwardState.AGREED, AwardState.DISBURSING):
            actions.move_award(by, award, to=to)
        with pytest.raises(actions.NotThatMove):
            actions.move_award(by, award, to=AwardState.CLOSED)
        tranche = award.tranches[0]
        actions.move_tranche(by, tranche, to=TrancheState.CONDITION_MET)
        with pytest.raises(NotAllowed):
            actions.move_tranche(by, tranche, to=TrancheState.APPROVED)
        actions.move_tranche(who, tranche, to=TrancheState.APPROVED)
        with pytest.raises(actions.NotThatMove):
            actions.move_tranche(by, tranche, to=TrancheState.PAID)
        entry = giving.paid(award, giving.opened(programme.slug))
        actions.move_tranche(by, tranche, to=TrancheState.PAID, entry=entry)
        actions.move_tranche(by, tranche, to=TrancheState.JUSTIFIED)
        assert tranche.state == TrancheState.JUSTIFIED
        assert queries.broken_promises() == []


class TestAReport:
    def test_is_verified_by_another_person_and_gives_a_cost_per_job(self, app: Flask) -> None:
        programme = giving.programme()
        both = staff_actor(Role.SECRETARIAT, Role.REVIEWER)
        report = actions.report_on_programme(both, programme, indicator=queries.JOBS, value=3)
        with pytest.raises(NotAllowed):
            actions.verify_report(both, report)
        actions.verify_report(staff_actor(Role.REVIEWER), report)
        giving.paid(self.award(programme), giving.opened(programme.slug))
        computed = queries.computed(queries.programme(SYSTEM, programme.slug))
        assert (computed.verified_jobs, computed.cost_per_verified_job) == (3, 20)

    def award(self, programme: Any) -> Any:
        award = giving.proposed(programme)
        return actions.approve_award(giving.approver(), award, granted=60, tranches=[60])

    def test_names_no_project_of_another_programme(
        self, app: Flask, client: Any, sign_in: Any
    ) -> None:
        other = actions.record_programme(SYSTEM, slug="autre", title="Autre", currency="XOF")
        foreign, programme = giving.proposed(other), giving.programme()
        sign_in(client, staff(Role.SECRETARIAT), second_factor=True)
        for name, value in (("award", foreign.ref), ("award", "PRJ-0"), ("on_date", "2999-01-01")):
            sent = {"value": "4", name: value, "key": giving.key()}
            answer = client.post(f"/gestion/programmes/{programme.slug}/rapports", data=sent)
            assert answer.status_code == 422, value
            assert f'id="{name}-error"' in answer.text
        assert queries.reports(programme) == []


class TestTheDeskOfAProgramme:
    def test_carries_a_project_from_proposal_to_verified_jobs(
        self, app: Flask, client: Any, sign_in: Any
    ) -> None:
        programme = giving.programme()
        desk = f"/gestion/programmes/{programme.slug}"
        assert client.get(desk).status_code == 401
        sign_in(client, staff(Role.SECRETARIAT), second_factor=True)
        sent = {"title": "Couture", "beneficiary": "Projet 1", "requested": "100"}
        proposed = client.post(f"{desk}/projets", data=sent | {"key": giving.key()})
        assert proposed.status_code == 303
        award = queries.awards(programme)[0]
        one = f"/gestion/programmes/projets/{award.ref}"
        grant = {"granted": "100", "tranches": "3"}
        own = client.post(f"{one}/approuver", data=grant | {"key": giving.key()})
        assert own.status_code == 403
        said = {"value": "4", "target": "10", "key": giving.key()}
        client.post(f"{desk}/rapports", data=said)
        sign_in(client, staff(Role.APPROVER, Role.REVIEWER), second_factor=True)
        for wrong in ({"granted": "0"}, {"granted": "1,5"}, {"tranches": "0"}):
            sent = grant | wrong | {"key": giving.key()}
            assert client.post(f"{one}/approuver", data=sent).status_code == 422
        approved = client.post(f"{one}/approuver", data=grant | {"key": giving.key()})
        assert approved.status_code == 303
        assert "Tranche 3 33 F CFA" in re.sub("<[^>]+>", "", page(client, desk))
        report = queries.reports(programme)[0]
        client.post(f"/gestion/programmes/rapports/{report.id}/verifier")
        shown = page(client, f"/programmes/{programme.slug}")
        assert "4 emplois créés" in shown
        assert "objectif : 10" in shown
        assert "Vérifiés par une autre personne : 4." in shown
        forged = client.post(one, data={"to": "closed", "key": giving.key()})
        assert forged.status_code == 403
        tranche = queries.awards(programme)[0].tranches[0]
        actions.move_award(giving.secretary(), tranche.award, to=AwardState.AGREED)
        way = f"/gestion/programmes/tranches/{tranche.id}"
        client.post(way, data={"to": "condition_met", "key": giving.key()})
        sign_in(client, staff(Role.APPROVER), second_factor=True)
        client.post(way, data={"to": "approved", "key": giving.key()})
        for number in ("", "999"):
            paid = {"to": "paid", "entry": number, "key": giving.key()}
            unknown = client.post(way, data=paid)
            assert unknown.status_code == 422
            assert 'id="entry-error"' in unknown.text
