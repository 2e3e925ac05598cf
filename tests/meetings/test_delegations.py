"""Delegations: within the published places, confirmed by link, approved by the secretariat."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person, Role
from app.accreditation import actions as accreditation
from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound, Refused
from app.delivery import queries as delivery
from app.meetings import actions, queries
from app.meetings.models import SEATED, Delegate, DelegateState, Meeting, MeetingStatus, Quota
from tests.factories import accounts
from tests.factories import accreditation as associations
from tests.factories import meetings as make
from tests.giving.test_bad_input import beside

pytestmark = pytest.mark.usefixtures("app")
S = DelegateState


def secretariat():
    """Return somebody of the secretariat."""
    return accounts.staff_actor(Role.SECRETARIAT)


def seats(places: int = 2, **columns):
    """Return the places of an accredited association at a meeting to come, and its officer."""
    dossier, officer = associations.decided()
    meeting = make.meeting(starts_on=now().date() + timedelta(days=30), **columns)
    quota = actions.publish_quota(
        secretariat(),
        meeting,
        organisation=dossier.organisation,
        attendance="onsite",
        places=places,
    )
    return quota, officer, dossier


def nominate(quota: Quota, who, number: int = 1) -> Delegate:
    """Return somebody nominated."""
    return actions.nominate_delegate(
        who, quota, name=f"Déléguée {number}", email=f"deleguee{number}@exemple.org"
    )


def test_a_refusal_stands_beside_the_answer_that_is_at_fault(app, sign_in) -> None:
    quota, officer, dossier = seats()
    delegate = nominate(quota, officer)
    path = f"/gestion/rencontres/{quota.meeting.slug}/delegations"
    desk = sign_in(app.test_client(), accounts.staff(Role.SECRETARIAT), second_factor=True)
    sent = {"organisation": dossier.organisation.slug, "attendance": "onsite", "places": "0"}
    assert "Publiez-en au moins autant" in beside(desk.post(path, data=sent), "places")
    path = f"/rencontres/{quota.meeting.slug}/delegations/{dossier.organisation.slug}"
    own = sign_in(app.test_client(), db.session.get(Person, officer.id))
    sent = {"attendance": "onsite", "name": "Awa", "email": delegate.email}
    assert "déjà désignée" in beside(own.post(path, data=sent), "email")


def test_a_delegate_is_nominated_confirms_by_the_letter_and_is_approved(app) -> None:
    quota, officer, _ = seats()
    delegate = nominate(quota, officer)
    (letter,) = [
        mail
        for mail in delivery.kept_mails(app.config["VAR"] / "mail")
        if mail.to_address == delegate.email
    ]
    link = queries.link_of(delegate)
    assert link in letter.text
    assert queries.delegate_of_link(delegate.id, link.rsplit("/", 1)[1]) is delegate
    with pytest.raises(NotFound):
        queries.delegate_of_link(delegate.id, "0" * 40)
    stranger = accounts.actor(accounts.member())
    actions.answer_nomination(stranger, delegate, accept=True)
    assert (delegate.state, delegate.person_id) == (S.CONFIRMED, stranger.id)
    actions.settle_nomination(secretariat(), delegate, move="approve")
    assert delegate.state == S.APPROVED
    db.session.refresh(delegate)
    assert [step.move.value for step in delegate.steps] == ["nominate", "confirm", "approve"]


def test_nobody_is_nominated_beyond_the_published_places() -> None:
    quota, officer, _ = seats(places=1)
    first = nominate(quota, officer)
    with pytest.raises(actions.NoPlaceLeft):
        nominate(quota, officer, 2)
    other = actions.replace_delegate(officer, first, name="Une autre", email="autre@exemple.org")
    assert (first.state, first.replaced_by_id) == (S.REPLACED, other.id)
    actions.answer_nomination(accounts.actor(accounts.guest()), other, accept=False)
    nominate(quota, officer, 3)
    with pytest.raises(actions.TooFewPlaces):
        actions.publish_quota(
            secretariat(),
            quota.meeting,
            organisation=quota.organisation,
            attendance="onsite",
            places=0,
        )


def test_the_same_person_holds_one_place_at_a_meeting() -> None:
    quota, officer, _ = seats()
    nominate(quota, officer)
    with pytest.raises(actions.AlreadyNominated):
        nominate(quota, officer)


def test_only_the_association_nominates_and_only_while_it_is_accredited_and_undisputed() -> None:
    quota, officer, dossier = seats()
    for stranger in (accounts.actor(accounts.member()), secretariat()):
        with pytest.raises(NotAllowed):
            nominate(quota, stranger)
    desk = associations.reviewer()
    accreditation.mark_dispute(desk, dossier, disputed=True, words="Deux bureaux.")
    with pytest.raises(actions.NominationsFrozen):
        nominate(quota, officer)
    accreditation.mark_dispute(desk, dossier, disputed=False, words="Réglé.")
    associations.measured("suspended", dossier)
    with pytest.raises(actions.NotAccredited):
        nominate(quota, officer)


def test_nominations_close_with_their_last_day_and_with_the_meeting() -> None:
    quota, officer, _ = seats()
    delegate = nominate(quota, officer)
    db.session.execute(update(Quota).values(closes_on=now().date() - timedelta(days=1)))
    db.session.commit()
    with pytest.raises(actions.DelegationClosed):
        nominate(quota, officer, 2)
    with pytest.raises(actions.DelegationClosed):
        actions.answer_nomination(officer, delegate, accept=True)
    db.session.execute(update(Quota).values(closes_on=None))
    db.session.execute(update(Meeting).values(status=MeetingStatus.CANCELLED))
    db.session.commit()
    with pytest.raises(actions.DelegationClosed):
        nominate(quota, officer, 2)


def test_places_are_published_for_accredited_associations_only() -> None:
    dossier, _ = associations.submitted()
    with pytest.raises(actions.NotAccredited):
        actions.publish_quota(
            secretariat(),
            make.meeting(),
            organisation=dossier.organisation,
            attendance="onsite",
            places=1,
        )


def test_the_secretariat_settles_only_what_is_there_to_settle() -> None:
    quota, officer, _ = seats()
    delegate, desk = nominate(quota, officer), secretariat()
    possible = {S.CONFIRMED: {"approve", "refuse"}, S.APPROVED: {"revoke"}}
    for state in S:
        for move in ("approve", "refuse", "revoke"):
            db.session.execute(update(Delegate).values(state=state))
            db.session.commit()
            with pytest.raises(NotAllowed):
                actions.settle_nomination(officer, delegate, move=move, words="Voilà.")
            if move not in possible.get(state, set()):
                with pytest.raises(actions.DelegateMoveRefused):
                    actions.settle_nomination(desk, delegate, move=move, words="Voilà.")
                continue
            if move != "approve":
                with pytest.raises(Invalid):
                    actions.settle_nomination(desk, delegate, move=move)
            actions.settle_nomination(desk, delegate, move=move, words="Voilà.")
            assert delegate.state != state


def test_a_replay_nominates_once() -> None:
    quota, officer, _ = seats()
    key = "0e6e5a43-6c0c-4f0e-9f8e-7a4d2c1f9b11"
    details = {"name": "Déléguée", "email": "deleguee@exemple.org", "key": key}
    first = actions.nominate_delegate(officer, quota, **details)
    assert actions.nominate_delegate(officer, quota, **details) is first


def test_eight_racing_nominations_fill_the_places_and_no_more(app) -> None:
    quota, officer, _ = seats(places=3)
    number = quota.id

    def race(place: int) -> None:
        with app.app_context():
            try:
                nominate(db.session.get(Quota, number), officer, place)
            except Refused:
                db.session.rollback()
            finally:
                db.session.remove()

    racers = [Thread(target=race, args=(place,)) for place in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    db.session.rollback()
    states = list(db.session.scalars(select(Delegate.state)))
    assert sum(state in SEATED for state in states) == 3


def test_the_page_of_a_delegation_asks_for_nothing_once_it_is_closed(app, sign_in) -> None:
    quota, officer, dossier = seats()
    nominate(quota, officer)
    path = f"/rencontres/{quota.meeting.slug}/delegations/{dossier.organisation.slug}"
    owner = sign_in(app.test_client(), db.session.get(Person, officer.id))
    page = owner.get(path).text
    assert "Désigner quelqu’un" in page
    assert 'name="replaces"' in page
    desk = associations.reviewer()
    accreditation.mark_dispute(desk, dossier, disputed=True, words="Deux bureaux.")
    page = owner.get(path).text
    assert "les désignations sont gelées" in page
    assert "Désigner quelqu’un" not in page
    assert 'name="replaces"' not in page
    late = owner.post(path, data={"attendance": "onsite", "name": "Bah", "email": "b@exemple.org"})
    assert late.status_code == 409
    assert "b@exemple.org" in late.text


def test_the_pages_carry_a_delegation_from_its_places_to_its_approval(app, client, sign_in) -> None:
    dossier, officer = associations.decided()
    meeting = make.meeting(starts_on=now().date() + timedelta(days=30))
    slug, association = meeting.slug, dossier.organisation.slug
    staff = accounts.staff(Role.SECRETARIAT)
    desk = sign_in(app.test_client(), staff, second_factor=True)
    manage = f"/gestion/rencontres/{slug}/delegations"
    published = desk.post(
        manage, data={"organisation": association, "attendance": "onsite", "places": "2"}
    )
    assert published.status_code == 303
    assert dossier.organisation.name in client.get(f"/rencontres/{slug}/delegations").text
    assert f"/rencontres/{slug}/delegations" in client.get(f"/rencontres/{slug}").text
    path = f"/rencontres/{slug}/delegations/{association}"
    assert client.get(path).status_code == 404
    assert client.get(manage).status_code in (401, 403)
    owner = sign_in(app.test_client(), db.session.get(Person, officer.id))
    assert path in owner.get(f"/associations/dossiers/{dossier.reference}").text
    wrong = owner.post(path, data={"attendance": "onsite", "name": "A", "email": "pas une adresse"})
    assert wrong.status_code == 422
    sent = {"attendance": "onsite", "name": "Awa D.", "email": "awa@exemple.org"}
    assert owner.post(path, data=sent).status_code == 303
    assert owner.post(path, data=sent).status_code == 409
    assert "Awa D." in owner.get(path).text
    assert "Awa D." not in client.get(f"/rencontres/{slug}/delegations").text
    delegate = db.session.scalar(select(Delegate))
    other = {
        "attendance": "onsite",
        "replaces": delegate.id,
        "name": "Bah",
        "email": "sans arobase",
    }
    refused = owner.post(path, data=other)
    assert refused.status_code == 422
    assert refused.text.count('id="email-error"') == 1
    assert refused.text.index("<details open>") < refused.text.index('value="sans arobase"')
    assert refused.text.count('value="sans arobase"') == 1
    link = queries.link_of(delegate)
    assert "Je confirme" in client.get(link).text
    assert client.post(link, data={"accept": "true"}).status_code == 303
    answer = client.get(link)
    assert "C’est confirmé." in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.get(f"/delegue/{delegate.id}/{'0' * 40}").status_code == 404
    (number,) = set(re.findall(rf"{manage}/(\d+)", desk.get(manage).text))
    assert desk.post(f"{manage}/{number}", data={"move": "refuse"}).status_code == 422
    assert desk.post(f"{manage}/{number}", data={"move": "approve"}).status_code == 303
    assert "La désignation est approuvée." in desk.get(manage).text
    assert "Votre participation est approuvée" in client.get(link).text
