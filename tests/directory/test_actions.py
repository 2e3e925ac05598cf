"""The directory is kept by the secretariat, and says again only what changed."""

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import ANONYMOUS, SYSTEM
from app.core.errors import Invalid, NotAllowed, SignInRequired
from app.core.facts import latest, since
from app.directory import actions, queries
from app.directory.models import Organisation
from tests.factories import accounts as people
from tests.factories import directory

DETAILS = {
    "name": "École des mines",
    "kind": "university",
    "country": "MA",
    "names": ["ENSMR"],
    "channels": {"website": "www.exemple.org"},
}


def test_an_organisation_is_registered_with_its_names_and_channels(app: Flask) -> None:
    source = directory.source()
    secretary = people.staff_actor(Role.SECRETARIAT)
    actions.register_organisation(secretary, slug="mines", **DETAILS, sources=[source])
    found = queries.organisation(ANONYMOUS, "mines")
    assert [name.name for name in found.names] == ["ENSMR"]
    assert [(c.kind.value, c.address) for c in found.channels] == [("website", "www.exemple.org")]
    assert [cited.code for cited in found.sources] == [source.code]
    assert [row.name for row in since("directory", 0)] == ["OrganisationRegistered"]


def test_saying_the_same_again_writes_no_fact(app: Flask) -> None:
    organisation = actions.register_organisation(SYSTEM, slug="mines", **DETAILS)
    before = latest("directory")
    actions.update_organisation(SYSTEM, organisation, **DETAILS)
    assert latest("directory") == before


def test_what_is_no_longer_said_is_no_longer_known(app: Flask) -> None:
    organisation = actions.register_organisation(SYSTEM, slug="mines", **DETAILS)
    actions.update_organisation(SYSTEM, organisation, name="École des mines", kind="university")
    found = queries.organisation(ANONYMOUS, "mines")
    assert (found.country, found.names, found.channels) == (None, [], [])


def test_an_address_is_given_once(app: Flask) -> None:
    directory.organisation(slug="mines")
    with pytest.raises(Invalid):
        actions.register_organisation(SYSTEM, slug="mines", **DETAILS)


def test_a_member_keeps_no_directory(app: Flask) -> None:
    organisation = directory.organisation("Association de test")
    with pytest.raises(NotAllowed):
        actions.update_organisation(people.actor(people.member()), organisation, **DETAILS)
    with pytest.raises(SignInRequired):
        actions.register_source(ANONYMOUS, code="S9", about="Document")
    assert queries.organisation(ANONYMOUS, organisation.slug).name == "Association de test"


def test_a_secretary_without_second_factor_keeps_nothing(app: Flask) -> None:
    weak = people.actor(people.staff(Role.SECRETARIAT))
    with pytest.raises(NotAllowed):
        actions.register_source(weak, code="S9", about="Document")
    assert queries.sources() == {}


def test_a_term_that_is_no_longer_named_stays_after_the_others(app: Flask) -> None:
    taxonomy = actions.register_taxonomy(
        SYSTEM, code="themes", title="Thèmes", terms=[("a", "Ancien"), ("b", "Bref")]
    )
    actions.update_taxonomy(SYSTEM, taxonomy, title="Thèmes", terms=[("c", "Clair"), ("b", "Bref")])
    assert [term.code for term in queries.terms("themes")] == ["c", "b", "a"]


def test_a_framework_has_its_committees_in_order(app: Flask) -> None:
    ministry = directory.organisation("Ministère de test")
    framework = actions.register_framework(
        SYSTEM,
        slug="cadre",
        title="Cadre",
        convened_by=ministry,
        committees=["Pilotage", "Technique"],
    )
    actions.update_framework(
        SYSTEM, framework, title="Cadre", convened_by=ministry, committees=["Technique", "Pilotage"]
    )
    found = queries.framework(ANONYMOUS, "cadre")
    assert [committee.name for committee in found.committees] == ["Technique", "Pilotage"]
    assert found.convened_by_id == ministry.id


def test_an_organisation_cited_by_a_framework_cannot_be_deleted(app: Flask) -> None:
    from sqlalchemy.exc import IntegrityError

    from app.core.db import db

    organisation = directory.organisation()
    directory.framework(convened_by_id=organisation.id)
    db.session.delete(db.session.get(Organisation, organisation.id))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_nothing_takes_the_address_of_the_page_that_enters_it(app: Flask) -> None:
    with pytest.raises(Invalid):
        actions.register_organisation(SYSTEM, slug="nouvelle", **DETAILS)
    with pytest.raises(Invalid):
        actions.register_framework(SYSTEM, slug="nouveau", title="Cadre")
    with pytest.raises(Invalid):
        actions.register_source(SYSTEM, code="nouvelle", about="Un document")
    entered = actions.enter_applicant(SYSTEM, name="Nouvelle", country="FR", city="Lyon")
    assert entered.slug == "nouvelle-2"
