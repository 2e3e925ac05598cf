"""Calls and dossiers for the tests, brought where a test needs them through the actions."""

import io
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import update

from app.accounts.models import Person, Role
from app.accreditation import actions, queries
from app.accreditation.models import FAVOURABLE, Call, Decision, Dossier, Requirement
from app.core import files
from app.core.actors import SYSTEM, Actor
from app.core.clock import now
from app.core.db import db
from app.core.throttle import throttle
from tests.factories import accounts

_numbers = count(1)
PDF = b"%PDF-1.4\n% a document of the tests, number "


def call(**columns: Any) -> Call:
    """Return an open call with two documents asked for and one optional."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "slug": f"appel-{number}",
        "title": "Appel de test",
        "opens_on": date(2025, 1, 1),
        "criteria": ["Agir depuis un an", "Tenir ses comptes"],
        "requirements": ["Statuts", "Liste du bureau | signée", "Rapport | une page | facultatif"],
    }
    return actions.publish_call(SYSTEM, **(values | columns))


def officer(**columns: Any) -> Actor:
    """Return a member who may open a dossier."""
    return accounts.actor(accounts.member(**columns))


def again(actor: Actor) -> Actor:
    """Return the same person with the roles given meanwhile."""
    person = db.session.get(Person, actor.id)
    assert person is not None
    db.session.refresh(person)
    return accounts.actor(person, second_factor=actor.second_factor)


def reviewer() -> Actor:
    """Return somebody who examines dossiers."""
    return accounts.staff_actor(Role.REVIEWER)


def decider() -> Actor:
    """Return somebody who decides."""
    return accounts.staff_actor(Role.DECIDER)


def draft(who: Actor | None = None, under: Call | None = None, **columns: Any) -> Any:
    """Return a draft and its officer, who holds the role now."""
    who = who or officer()
    values: dict[str, Any] = {
        "name": f"Association de test {next(_numbers)}",
        "country": "FR",
        "city": "Montreuil",
        "officer_function": "Présidente",
        "presentation": "Elle accueille.",
    }
    throttle.setup("memory://")
    opened = actions.open_dossier(who, under or call(), **(values | columns))
    return opened, again(who)


def stored(content: bytes | None = None) -> files.StoredFile:
    """Return a kept PDF, its bytes never the same unless they are given."""
    return files.keep(io.BytesIO(content or PDF + str(next(_numbers)).encode()))


def fill(dossier: Dossier, who: Actor, *requirements: Requirement) -> None:
    """Send every document that is asked for, or those given."""
    for requirement in requirements or dossier.call.requirements:
        if requirements or not requirement.is_optional:
            actions.send_document(who, dossier, requirement=requirement.id, file=stored())


def submitted(**columns: Any) -> Any:
    """Return a dossier that was submitted, and its officer."""
    dossier, who = draft(**columns)
    fill(dossier, who)
    return actions.submit_dossier(who, dossier), who


def checking(desk: Actor | None = None, **columns: Any) -> Any:
    """Return a dossier whose documents are being checked, and its officer."""
    dossier, who = submitted(**columns)
    return actions.begin_check(desk or reviewer(), dossier), who


def accept_all(dossier: Dossier, desk: Actor) -> None:
    """Accept every document that was sent."""
    for document in list(queries.current_documents(dossier).values()):
        actions.check_document(desk, dossier, document, verdict="accepted")


def returned(desk: Actor | None = None, **columns: Any) -> Any:
    """Return a dossier that waits for one document from its association."""
    desk = desk or reviewer()
    dossier, who = checking(desk, **columns)
    item = {"requirement": dossier.call.requirements[0].id, "reason": "illegible", "words": "p. 2"}
    return actions.return_dossier(desk, dossier, items=[item]), who


def at_consulate(desk: Actor | None = None, **columns: Any) -> Any:
    """Return a dossier whose consular opinion is awaited."""
    desk = desk or reviewer()
    dossier, who = checking(desk, **columns)
    accept_all(dossier, desk)
    return actions.ask_consulate(desk, dossier), who


def under_review(desk: Actor | None = None, **columns: Any) -> Any:
    """Return a dossier under review."""
    desk = desk or reviewer()
    dossier, who = at_consulate(desk, **columns)
    return actions.receive_opinion(desk, dossier, opinion="favourable"), who


def reason_of(outcome: str) -> str:
    """Return a reason that goes with a decision."""
    return "criteria_met" if outcome in FAVOURABLE else "incomplete"


def propose(dossier: Dossier, desk: Actor, outcome: str) -> Any:
    """Return a recommendation."""
    return actions.recommend(
        desk, dossier, outcome=outcome, reason=reason_of(outcome), argument="Tout est là."
    )


def recommended(desk: Actor | None = None, outcome: str = "accredited", **columns: Any) -> Any:
    """Return a dossier that waits for its decision, and its officer."""
    desk = desk or reviewer()
    dossier, who = under_review(desk, **columns)
    propose(dossier, desk, outcome)
    return dossier, who


def decide(dossier: Dossier, who: Actor, outcome: str) -> Decision:
    """Return the decision on what is recommended."""
    proposal = queries.waiting_proposal(dossier)
    assert proposal is not None
    return actions.decide(
        who, dossier, proposal, outcome=outcome, reason=reason_of(outcome), words="Vos motifs."
    )


def decided(outcome: str = "accredited", **columns: Any) -> Any:
    """Return a dossier that was decided on, and its officer."""
    dossier, who = recommended(outcome=outcome, **columns)
    decide(dossier, decider(), outcome)
    return dossier, who


def measured(outcome: str, dossier: Dossier) -> Decision:
    """Return a later decision on an accreditation."""
    propose(dossier, reviewer(), outcome)
    return decide(dossier, decider(), outcome)


def let_deadline_pass(dossier: Dossier) -> None:
    """Put the deadline of a dossier into the past."""
    db.session.execute(
        update(Dossier).where(Dossier.id == dossier.id).values(due_at=now() - timedelta(days=1))
    )
    db.session.commit()


def ends_on(dossier: Dossier, last_day: date) -> None:
    """Set the last day of an accreditation."""
    first = min(last_day, now().date())
    values = {"valid_from": first, "valid_until": last_day}
    db.session.execute(update(Dossier).where(Dossier.id == dossier.id).values(**values))
    db.session.commit()
