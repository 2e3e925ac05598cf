"""Anonymity: a pseudonym shown, an identity sealed, opened by few for a reason that stays."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, SYSTEM, Actor
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, SignInRequired
from app.core.facts import FactRecord
from app.live import actions
from app.live.actions import NotSealed
from app.live.facts import IdentityOpened
from app.live.models import IdentityOpening, Question, Room
from app.live.queries import cursor
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything, last_facts

NAME = "Kadidia Sidibé"
REASON = "Une menace à signaler"


@pytest.fixture
def author(app: Flask) -> Actor:
    return live.guest_actor(name=NAME, country="CI")


@pytest.fixture
def secretary(app: Flask) -> Actor:
    return people.staff_actor(Role.SECRETARIAT)


@pytest.fixture
def sealed(room: Room, author: Actor) -> Question:
    asked = actions.ask_question(author, room, body="Quand ?", pseudonym="Mère de famille")
    return actions.moderate_question(live.moderator(room), asked, to="taken")


class TestAPseudonym:
    def test_is_all_that_anybody_reads(self, room: Room, author: Actor, sealed: Question) -> None:
        assert (sealed.signature, sealed.is_anonymous) == ("Mère de famille", True)
        for actor in (ANONYMOUS, live.guest_actor(), author, live.moderator(room)):
            for told in (cursor.snapshot(actor, room), cursor.catch_up(actor, room, 0)):
                text = json.dumps(told, ensure_ascii=False)
                assert "Mère de famille" in text
                assert NAME not in text

    def test_leaves_no_name_in_the_facts_of_its_author(
        self, room: Room, author: Actor, sealed: Question
    ) -> None:
        actions.withdraw_question(author, sealed)
        actions.reinstate_question(author, sealed)
        query = db.select(FactRecord.actor_id).where(FactRecord.scope == room.scope)
        assert author.id not in set(db.session.scalars(query))

    @pytest.mark.parametrize(
        "wrong",
        [
            *("Kadidia Sidibé", "KADIDIA SIDIBE", "kadi@exemple.org", "www.exemple.org"),
            *("07 07 07 07 07", "Le ministre", "Ambassadeur", "Modératrice", "12"),
        ],
    )
    def test_is_no_name_of_ones_own_no_address_and_no_office(
        self, room: Room, author: Actor, wrong: str
    ) -> None:
        before = everything()
        with pytest.raises(Invalid) as caught:
            actions.ask_question(author, room, body="Quand ?", pseudonym=wrong)
        assert list(caught.value.fields) == ["pseudonym"]
        assert everything() == before

    def test_may_be_a_first_name_or_a_trade(self, room: Room, author: Actor) -> None:
        for name in ("Awa", "Consultante en santé", "Étudiant, Dakar", "Né en 1987"):
            asked = actions.ask_question(author, room, body="Quand ?", pseudonym=name)
            assert asked.signature == name


class TestOpeningAnIdentity:
    def test_is_kept_for_ever_with_who_and_why(
        self, room: Room, secretary: Actor, sealed: Question
    ) -> None:
        opening = actions.open_identity(secretary, sealed, reason=REASON)
        opened = IdentityOpened(room_id=room.id, question_id=sealed.id, opening_id=opening.id)
        assert last_facts(room, 1) == [opened]
        assert (opening.opened_by_id, opening.reason) == (secretary.id, REASON)
        for change in ("DELETE FROM identity_opening", "UPDATE identity_opening SET reason = 'x'"):
            with pytest.raises(DBAPIError, match="append-only"):
                db.session.execute(db.text(change))
            db.session.rollback()

    def test_is_told_to_the_desk_alone_without_the_name(
        self, room: Room, author: Actor, secretary: Actor, sealed: Question
    ) -> None:
        after = cursor.snapshot(ANONYMOUS, room)["seq"]
        actions.open_identity(secretary, sealed, reason=REASON)
        desk = cursor.catch_up(live.moderator(room), room, after)["changes"]
        assert [(one["kind"], one["question"], one["reason"]) for one in desk] == [
            ("opening", sealed.number, REASON)
        ]
        assert NAME not in str(desk)
        for actor in (ANONYMOUS, live.guest_actor(), author):
            assert cursor.catch_up(actor, room, after)["changes"] == []
            assert "openings" not in cursor.snapshot(actor, room)["snapshot"]

    def test_is_for_administrators_and_the_whole_secretariat(
        self, room: Room, author: Actor, sealed: Question
    ) -> None:
        may = (Role.ADMINISTRATOR, Role.SECRETARIAT)
        refused = [people.staff_actor(role) for role in Role if role not in may]
        refused += [live.moderator(room), author, live.guest_actor(), SYSTEM]
        refused += [people.staff_actor(role, meeting_id=room.meeting_id) for role in may]
        before = everything()
        for actor in refused:
            with pytest.raises((NotAllowed, SignInRequired)):
                actions.open_identity(actor, sealed, reason=REASON)
        assert everything() == before
        for role in may:
            actions.open_identity(people.staff_actor(role), sealed, reason=REASON)

    def test_of_a_name_that_is_shown_is_refused(self, room: Room, secretary: Actor) -> None:
        with pytest.raises(NotSealed):
            actions.open_identity(secretary, live.question(room), reason=REASON)


class TestThePage:
    def path(self, room: Room, question: Question) -> str:
        return f"/direct/{room.slug}/bureau/{question.id}/identite"

    def test_shows_the_name_once_and_the_desk_shows_the_opening(
        self, app: Flask, room: Room, sealed: Question, sign_in: Callable[..., Client]
    ) -> None:
        person = people.staff(Role.SECRETARIAT, name="Secrétaire d’essai")
        browser = sign_in(app.test_client(), person, second_factor=True)
        path = self.path(room, sealed)
        assert NAME not in browser.get(path).text
        assert browser.post(path, data={"reason": ""}).status_code == 422
        answer = browser.post(path, data={"reason": REASON})
        assert (answer.status_code, NAME in answer.text) == (200, True)
        assert answer.headers["Cache-Control"] == "no-store"
        assert NAME not in browser.get(path).text
        desk = browser.get(f"/direct/{room.slug}/bureau?q={sealed.id}").text
        assert "Secrétaire d’essai" in desk
        assert REASON in desk
        assert NAME not in desk
        assert db.session.query(IdentityOpening).count() == 1

    def test_is_closed_to_moderators_and_without_a_second_factor(
        self, app: Flask, room: Room, sealed: Question, sign_in: Callable[..., Client]
    ) -> None:
        moderator = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
        unproved = people.staff(Role.ADMINISTRATOR)
        path = self.path(room, sealed)
        for person, proved in ((moderator, True), (unproved, False)):
            browser = sign_in(app.test_client(), person, second_factor=proved)
            assert browser.get(path).status_code == 403
            assert browser.post(path, data={"reason": REASON}).status_code == 403
        assert app.test_client().get(path).status_code == 401
        assert db.session.query(IdentityOpening).count() == 0
