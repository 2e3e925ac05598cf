"""What follow-up needs for the tests: bodies, instruments, recommendations made by real acts."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from app.accounts.models import Role
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.directory.models import Organisation, OrganisationKind, Source
from app.followup import actions
from app.followup.models import Commitment, Instrument, ProgressReport, Recommendation
from app.meetings.models import Meeting
from tests.factories import accounts as people
from tests.factories import live

_numbers = count(1)


def today() -> date:
    """Return the day it is in Bamako."""
    return now().date()


def in_days(days: int) -> date:
    """Return the day that comes after so many days; before, where they are negative."""
    return today() + timedelta(days=days)


def body(**columns: Any) -> Organisation:
    """Return an organisation without any account."""
    number = next(_numbers)
    name = f"Organisme de test {number}"
    columns = {
        "slug": f"organisme-{number}",
        "name": name,
        "kind": OrganisationKind.AGENCY,
        "sort_name": name.lower(),
        "search_text": name.lower(),
    } | columns
    return _kept(Organisation(**columns))


def source() -> Source:
    """Return a source that figures cite."""
    return _kept(Source(code=f"S-{next(_numbers)}", about="Source de test"))


def secretariat() -> Actor:
    """Return somebody of the secretariat."""
    return people.staff_actor(Role.SECRETARIAT)


def technical() -> Actor:
    """Return somebody of the technical committee."""
    return people.staff_actor(Role.TECHNICAL_COMMITTEE)


def committee() -> Actor:
    """Return somebody of the steering committee."""
    return people.staff_actor(Role.STEERING_COMMITTEE)


def instrument(meeting: Meeting | None = None) -> Instrument:
    """Return the instrument that a meeting of its own is."""
    return actions.follow_meeting(secretariat(), meeting or live.meeting())


def recommendation(origin: Instrument | None = None, **details: Any) -> Recommendation:
    """Return a recommendation issued by the secretariat."""
    details = {"text": "Tenir une permanence consulaire mobile."} | details
    return actions.issue_recommendation(secretariat(), origin or instrument(), **details)


def commitment(on: Recommendation | None = None, **details: Any) -> Commitment:
    """Return a commitment of a body of its own on a recommendation."""
    details = {"deliverable": "Deux journées mobiles par trimestre."} | details
    details.setdefault("lead", body().slug)
    return actions.make_commitment(secretariat(), on or recommendation(), **details)


def report(on: Commitment, actor: Actor | None = None, **details: Any) -> ProgressReport:
    """Return a draft of the secretariat on behalf of the body."""
    details = {"execution": "in_progress", "words": "Une journée tenue."} | details
    return actions.draft_report(actor or secretariat(), on, **details)


def sent(on: Commitment, **details: Any) -> ProgressReport:
    """Return a report that was sent."""
    actor = details.pop("actor", None) or secretariat()
    return actions.submit_report(actor, report(on, actor, **details))


def verified(on: Commitment, execution: str = "done", **details: Any) -> ProgressReport:
    """Return a report that another person verified as it declares."""
    found = sent(on, execution=execution, **details)
    actions.validate_report(
        technical(), found, confirmed=True, execution=execution, words="Constaté sur place."
    )
    return found


def reread(thing: Any) -> Any:
    """Return a row as the database has it."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(type(thing), thing.id)


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row
