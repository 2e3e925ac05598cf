"""Gifts, programmes and dossiers of a served application: each page with something to show."""

from dataclasses import dataclass, field
from datetime import timedelta

from app.accounts.models import Person, Role
from app.accreditation import actions as steps
from app.accreditation import queries as accreditation
from app.accreditation.models import Dossier
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.giving import actions, queries
from app.giving.models import Entry, EntryState, Lot, Place, PlaceKind, Visibility
from tests.e2e.stage import Cookie, Stage
from tests.factories import accounts as people
from tests.factories import accreditation as dossiers
from tests.factories import giving


@dataclass
class Cases:
    """The addresses of what was set up, and a browser session for each who works on it."""

    addresses: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, Cookie] = field(default_factory=dict)


def set_up(stage: Stage) -> Cases:
    """Carry gifts, a programme and dossiers to where their pages show most."""
    cases = Cases()
    with stage.data():
        stage._write()
        persons = {
            name: people.staff(*roles, name=f"{name.capitalize()} de démonstration")
            for name, roles in STAFF.items()
        }
        persons["donor"] = people.member("Donatrice de démonstration", country="US")
        _gifts(cases, persons)
        _programme(cases, persons)
        _dossiers(cases, persons)
        for name, person in persons.items():
            is_staff = name not in ("donor", "officer")
            cases.cookies[name] = stage._cookie(person, second_factor=is_staff)
        db.session.commit()
    return cases


STAFF: dict[str, tuple[Role, ...]] = {
    "treasurer": (Role.TREASURER,),
    "approver": (Role.APPROVER,),
    "secretary": (Role.SECRETARIAT,),
    "reviewer": (Role.REVIEWER,),
    "decider": (Role.DECIDER,),
    "committee": (Role.STEERING_COMMITTEE,),
}


def _as(person: Person) -> Actor:
    return people.actor(person, second_factor=True)


def _gifts(cases: Cases, persons: dict[str, Person]) -> None:
    treasurer, approver = _as(persons["treasurer"]), _as(persons["approver"])
    secretary, donor = _as(persons["secretary"]), _as(persons["donor"])
    actions.open_campaign(
        secretary,
        slug="bourses",
        title="Bourses de retour",
        purpose="Un trimestre d’études pour chaque jeune de retour au pays.",
        goal="8 000 000",
    )
    ministry = giving.organisation("ministere-essai", "Ministère de l’Enseignement supérieur")
    places = {
        "safe": giving.place(PlaceKind.CUSTODY, "Coffre du protocole"),
        "treasury": giving.place(PlaceKind.TREASURY, "Trésor public, compte des dons"),
        "on the way": giving.place(PlaceKind.TRANSIT, "En chemin vers le ministère", ministry),
        "ministry": giving.place(PlaceKind.MINISTRY, "Direction des bourses", ministry),
    }
    students = [giving.place(PlaceKind.BENEFICIARY, f"Étudiant·e {n:03}") for n in range(1, 6)]
    rate = actions.enter_rate(
        treasurer, base="USD", quote="XOF", rate="561,30", as_of=now().date(), source="Avis"
    )
    lot = _promise(donor, campaign="bourses", amount="10 000", currency="USD")
    receiver = giving.receiver(ministry)

    def carry(kind: str, giving_: Place, *taking: Place, amount: str, currency: str) -> Entry:
        entry = giving.submitted(
            treasurer,
            lot,
            kind,
            giving_,
            *taking,
            amount=amount,
            currency=currency,
            occurred_on=now().date(),
        )
        return actions.approve_entry(approver, entry)

    safe, treasury = places["safe"], places["treasury"]
    first = carry("receipt", giving.donors(), safe, amount="10 000", currency="USD")
    carry("deposit", safe, treasury, amount="10 000", currency="USD")
    change = actions.prepare_exchange(
        treasurer,
        lot,
        from_place=treasury,
        to_place=treasury,
        amount="10 000",
        rate=rate,
        idem_key=giving.key(),
    )
    actions.approve_entry(approver, actions.submit_entry(treasurer, change))
    sent = carry("dispatch", treasury, places["on the way"], amount="5 613 000", currency="XOF")
    actions.acknowledge_handover(receiver, sent, place=places["ministry"])
    share = {"amount": "5 613 000", "currency": "XOF"}
    paid = carry("payment", places["ministry"], *students, **share)
    for student, is_received in zip(students, (True, True, False), strict=False):
        actions.confirm_for_beneficiary(secretary, paid, place=student, is_received=is_received)
    receipt = actions.issue_receipt(treasurer, first)
    waiting = _promise(donor, campaign="bourses", amount="1 250 000")
    unread = giving.announced(donor, "300 000", campaign="bourses", purpose=None)
    actions.write_down_pledge(
        secretary,
        amount="45 000",
        currency="XOF",
        visibility=Visibility.ANONYMOUS,
        donor_name="Une donatrice dans la salle",
        purpose="Fournitures",
    )
    draft = giving.drafted(treasurer, waiting, "receipt", giving.donors(), safe, amount="1 250 000")
    submitted = giving.submitted(
        treasurer, waiting, "receipt", giving.donors(), safe, amount="250 000"
    )
    line = actions.open_budget(treasurer, title="Réinsertion, ligne d’essai")
    code = next(each.code for each in queries.shares(secretary) if each.said is None)
    cases.addresses |= {
        "gift": f"/dons/{lot.ref}",
        "gift, promised": f"/dons/{waiting.ref}",
        "gift, budget": f"/dons/{line.ref}",
        "campaign": "/dons/campagnes/bourses",
        "receipt": f"/recus/{receipt.code}",
        "read back": f"/dons/{unread.ref}/relecture",
        "change": f"/dons/{waiting.ref}/changer",
        "draft": f"/gestion/dons/ecritures/{draft.id}",
        "rewrite": f"/gestion/dons/ecritures/{draft.id}/reecrire",
        "submitted": f"/gestion/dons/ecritures/{submitted.id}",
        "posted": f"/gestion/dons/ecritures/{first.id}",
        "code": code,
    }
    assert queries.entries(treasurer, EntryState.POSTED)


def _promise(donor: Actor, **details: str) -> Lot:
    return giving.gift(donor, details.pop("amount"), purpose=None, **details)


def _programme(cases: Cases, persons: dict[str, Person]) -> None:
    programme = giving.programme()
    secretary, approver = _as(persons["secretary"]), _as(persons["approver"])
    award = actions.propose_award(
        secretary, programme, title="Menuiserie à Kayes", beneficiary="KAY-07", requested=3_000_000
    )
    actions.approve_award(approver, award, granted=2_500_001, tranches=[1_250_001, 1_250_000])
    actions.propose_award(
        secretary, programme, title="Maraîchage à Ségou", beneficiary="SEG-02", requested=900_000
    )
    actions.report_on_programme(secretary, programme, indicator=queries.JOBS, value=12)
    cases.addresses |= {
        "programme": f"/programmes/{programme.slug}",
        "awards": f"/gestion/programmes/{programme.slug}",
    }


def _dossiers(cases: Cases, persons: dict[str, Person]) -> None:
    call = dossiers.call(title="Accréditer les associations", introduction="Jusqu’à l’été.")
    persons["officer"] = people.member("Présidente d’essai")
    officer = people.actor(persons["officer"])
    asked, _who = dossiers.returned(who=officer, under=call, name="Les Amis du fleuve")
    proposed, _who = dossiers.recommended(under=call, name="Femmes de la diaspora")
    reviewed, _who = dossiers.under_review(under=call, name="Jeunes de Lyon")
    kept, _who = dossiers.decided(under=call, name="Union de Montreuil")
    provisional, _who = dossiers.decided("provisional", under=call, name="Maison de Gao")
    refused, who = dossiers.decided("refused", under=call, name="Cercle de Turin")
    dossiers.ends_on(provisional, now().date() + timedelta(days=40))
    _appeal(refused, who)
    decision = accreditation.decisions(kept)[0]
    desk = "/gestion/accreditations"
    cases.addresses |= {
        "apply": f"/associations/demander/{call.slug}",
        "dossier": f"/associations/dossiers/{asked.reference}",
        "association": f"/associations/{kept.organisation.slug}",
        "decision": f"/associations/verifier/{decision.number}",
        "review": f"{desk}/{reviewed.reference}",
        "decide": f"{desk}/{proposed.reference}/decision",
        "appeal": f"{desk}/{refused.reference}/recours",
    }


def _appeal(dossier: Dossier, who: Actor) -> None:
    decision = accreditation.decisions(dossier)[0]
    steps.lodge_appeal(dossiers.again(who), dossier, decision, grounds="Relisez nos comptes.")
