"""Gifts for the tests: people who prepare and approve, places, promises, entries."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from app.accounts.models import Person, Role
from app.core.actors import SYSTEM, Actor
from app.core.db import db
from app.core.money import Money
from app.directory.models import Organisation, OrganisationKind, Source
from app.giving import actions, queries
from app.giving.models import (
    Award,
    AwardState,
    Entry,
    Lot,
    Place,
    PlaceKind,
    Pledge,
    Programme,
    Tranche,
    TrancheState,
    Visibility,
)
from tests.factories.accounts import actor, grant, member, staff_actor


def key() -> str:
    """Return a fresh key of a write."""
    return str(uuid4())


def treasurer() -> Actor:
    """Return somebody who prepares."""
    return staff_actor(Role.TREASURER)


def secretary() -> Actor:
    """Return somebody of the secretariat."""
    return staff_actor(Role.SECRETARIAT)


def approver() -> Actor:
    """Return somebody who approves."""
    return staff_actor(Role.APPROVER)


def donor(name: str = "Donatrice de test") -> Actor:
    """Return somebody who gives."""
    return actor(member(name))


def source(code: str = "S2") -> Source:
    """Return a document that states facts."""
    return _kept(Source(code=code, about="Dossier de test"))


def organisation(slug: str = "mesrs", name: str = "Ministère de test") -> Organisation:
    """Return a ministry."""
    return _kept(
        Organisation(
            slug=slug,
            name=name,
            kind=OrganisationKind.MINISTRY,
            country="ML",
            sort_name=name.lower(),
            search_text=name.lower(),
        )
    )


def receiver(of: Organisation) -> Actor:
    """Return somebody who answers for an organisation."""
    person: Person = member("Destinataire de test")
    grant(person, Role.RESPONDENT, organisation_id=of.id)
    return actor(person, second_factor=True)


def place(kind: PlaceKind, name: str = "Lieu de test", of: Organisation | None = None) -> Place:
    """Return a place where money sits."""
    return actions.record_place(
        SYSTEM, code=f"{kind.value}-{uuid4().hex[:10]}", kind=kind, name=name, organisation=of
    )


def donors() -> Place:
    """Return where gifts come from."""
    return _found("donors")


def budget() -> Place:
    """Return where budgets come from."""
    return _found("budget")


def fees() -> Place:
    """Return what a bank keeps."""
    return _found("fees")


def _found(code: str) -> Place:
    found = queries.place_of_code(code)
    assert found is not None
    return found


def announced(who: Actor | None = None, amount: str = "100", **details: Any) -> Pledge:
    """Return a promise that waits to be read back."""
    given = {"currency": "XOF", "visibility": Visibility.NAMED, "purpose": "Essai"} | details
    return actions.announce_pledge(who or donor(), amount=amount, **given)


def gift(who: Actor | None = None, amount: str = "100", **details: Any) -> Lot:
    """Return the lot of a promise that was read back and confirmed."""
    who = who or donor()
    pledge = announced(who, amount, **details)
    actions.confirm_pledge(who, pledge, seen=1)
    found = queries.lot_of_ref(pledge.ref)
    assert found is not None
    return found


def drafted(
    by: Actor, lot: Lot, kind: str, giving: Place, *taking: Place, amount: str, **details: Any
) -> Entry:
    """Return an entry that was prepared."""
    return actions.prepare_entry(
        by,
        lot,
        kind=kind,
        from_place=giving,
        to_places=taking,
        amount=amount,
        currency=details.pop("currency", "XOF"),
        idem_key=details.pop("idem_key", key()),
        **details,
    )


def submitted(
    by: Actor, lot: Lot, kind: str, giving: Place, *taking: Place, amount: str, **details: Any
) -> Entry:
    """Return an entry that waits for approval."""
    entry = drafted(by, lot, kind, giving, *taking, amount=amount, **details)
    return actions.submit_entry(by, entry)


def posted(
    lot: Lot, kind: str, giving: Place, *taking: Place, amount: str, **details: Any
) -> Entry:
    """Return an entry that one person prepared and another approved."""
    entry = submitted(treasurer(), lot, kind, giving, *taking, amount=amount, **details)
    return actions.approve_entry(approver(), entry)


def held(amount: str = "100", in_place: Place | None = None) -> tuple[Lot, Place]:
    """Return a gift whose money is in the treasury, and that place."""
    lot, treasury = gift(amount=amount), in_place or place(PlaceKind.TREASURY, "Trésor de test")
    posted(lot, "receipt", donors(), treasury, amount=amount)
    return lot, treasury


def left(lot: Lot, where: Place, currency: str = "XOF") -> int:
    """Return what remains of a lot in a place."""
    return queries.left_in(lot.id, where.id, currency)


def gift_of_the_record() -> Lot:
    """Return the 10,000 USD gift as the record states it, with all its steps."""
    said, ministry = source(), organisation()
    lot = actions.record_pledge(
        SYSTEM,
        ref="DON-CUBA-2025",
        amount=Money(1_000_000, "USD"),
        equivalent=Money(5_640_000, "XOF"),
        shown_rate=Decimal(564),
        purpose="Étudiants maliens en médecine à Cuba",
        donor_name="Makan Diarra",
        visibility=Visibility.NAMED,
        donor_country="US",
        is_remote=True,
        source=said,
    )
    custody = actions.record_place(
        SYSTEM, code="garde-cuba", kind=PlaceKind.CUSTODY, name="En garde, dépositaire non précisé"
    )
    higher = actions.record_place(
        SYSTEM, code="mesrs", kind=PlaceKind.MINISTRY, name=ministry.name, organisation=ministry
    )
    students = actions.record_place(
        SYSTEM, code="etudiants-cuba", kind=PlaceKind.BENEFICIARY, name="Étudiants à Cuba"
    )
    steps = (
        ("handover", "receipt", donors(), custody, date(2025, 11, 27)),
        ("transfer", "transfer", custody, higher, date(2025, 11, 27)),
        ("allocation", "allocation", higher, students, None),
    )
    for code, kind, giving, taking, on in steps:
        actions.record_entry(
            SYSTEM,
            lot,
            code=f"don-cuba-2025/{code}",
            kind=kind,
            from_place=giving,
            to_place=taking,
            amount=Money(1_000_000, "USD"),
            source=said,
            occurred_on=on,
            instrument="cheque" if code == "handover" else None,
        )
    return lot


def programme() -> Programme:
    """Return the programme of 2013 to 2017 as the record states it."""
    said = db.session.scalar(db.select(Source).where(Source.code == "S4")) or source("S4")
    return actions.record_programme(
        SYSTEM,
        slug="reinsertion-2013-2017",
        title="Réinsertion des Maliens de l’extérieur",
        currency="XOF",
        source=said,
        claimed_projects=264,
        claimed_total=901_304_460,
        claimed_jobs=800,
        claimed_jobs_is_about=True,
        lines=[
            {"title": "Retour de France", "projects": 128, "amount": 300_601_889},
            {"title": "Codéveloppement", "projects": 9, "amount": 410_702_571},
            {"title": "Budget spécial", "projects": 127, "amount": 190_000_000},
            {"title": "Kits", "people": 100, "country": "CF", "is_counted": False},
        ],
    )


def opened(slug: str, amount: str = "100") -> tuple[Lot, Place]:
    """Return a line whose credit is open for a programme, and the treasury that holds it."""
    line = actions.open_budget(treasurer(), title="Ligne", programme=slug)
    treasury = place(PlaceKind.TREASURY)
    posted(line, "appropriation", budget(), treasury, amount=amount)
    return line, treasury


def paid(award: Award, credit: tuple[Lot, Place], amount: str = "60") -> Entry:
    """Return a posted payment of a project."""
    project = queries.place_of_code(f"award-{award.ref.lower()}")
    assert project is not None
    return posted(credit[0], "payment", credit[1], project, amount=amount)


def proposed(programme: Programme) -> Award:
    """Return a project that waits for approval."""
    return actions.propose_award(treasurer(), programme, title="Couture", beneficiary="Projet 2")


def running(programme: Programme, *tranches: int) -> Award:
    """Return a project whose agreement is signed."""
    award = proposed(programme)
    actions.approve_award(approver(), award, granted=sum(tranches), tranches=list(tranches))
    return actions.move_award(secretary(), award, to=AwardState.AGREED)


def payable(tranche: Tranche) -> Tranche:
    """Return a tranche that may be paid."""
    actions.move_tranche(treasurer(), tranche, to=TrancheState.CONDITION_MET)
    return actions.move_tranche(approver(), tranche, to=TrancheState.APPROVED)


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row
