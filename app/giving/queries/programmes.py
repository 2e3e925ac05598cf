"""Programmes: what their source claims, and what their lines and awards add up to."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.giving.models import (
    Award,
    AwardState,
    Entry,
    KindPosition,
    Lot,
    Place,
    PlaceKind,
    Position,
    Programme,
    ProgrammeEdition,
    ProgrammeLine,
    ProgrammeReport,
    Tranche,
)

JOBS = "jobs_created"


@dataclass(frozen=True)
class Computed:
    """What the counted lines of a programme add up to; None where no line says it."""

    projects: int | None
    total: int | None
    verified_jobs: int
    reported_jobs: int
    spent: dict[str, int]

    @property
    def cost_per_verified_job(self) -> int | None:
        """What one verified job cost, in minor units, where both are known in one currency."""
        if self.verified_jobs and len(self.spent) == 1:
            return round(next(iter(self.spent.values())) / self.verified_jobs)
        return None


@dataclass(frozen=True)
class Grants:
    """
    What a programme granted, beside what it has, in minor units of its currency.

    Of an award that was ended, what was paid and not recovered counts. The budget is what the
    source says, or what the ledger opened for it where that is more; None where neither is known.
    """

    granted: int
    budget: int | None

    @property
    def left(self) -> int | None:
        """What may still be granted; below zero where more was granted before."""
        return None if self.budget is None else self.budget - self.granted


def programme_by_slug(slug: str) -> Programme | None:
    """Return the programme of that address, if there is one."""
    return db.session.scalar(select(Programme).where(Programme.slug == slug))


def programme(_actor: Actor, slug: str) -> Programme:
    """
    Return a programme with its lines and editions; programmes are public.

    :raises NotFound: if there is none
    """
    found = db.session.scalar(
        select(Programme)
        .where(Programme.slug == slug)
        .options(
            joinedload(Programme.organisation),
            joinedload(Programme.launched_at),
            joinedload(Programme.source),
            selectinload(Programme.lines).joinedload(ProgrammeLine.partner),
            selectinload(Programme.editions),
        )
    )
    if found is None:
        raise NotFound()
    return found


def programmes(_actor: Actor, limit: int = 60) -> list[Programme]:
    """Return the programmes, the latest first."""
    return list(db.session.scalars(select(Programme).order_by(Programme.id.desc()).limit(limit)))


def computed(programme: Programme) -> Computed:
    """Add up the lines, the reports and the movements of a programme."""
    counted = [line for line in programme.lines if line.is_counted]
    projects = [line.projects for line in counted if line.projects is not None]
    amounts = [line.amount for line in counted if line.amount is not None]
    verified = func.coalesce(
        func.sum(case((ProgrammeReport.verified_at.is_not(None), ProgrammeReport.value), else_=0)),
        0,
    )
    reported = func.coalesce(func.sum(ProgrammeReport.value), 0)
    query = select(verified, reported).where(
        ProgrammeReport.programme_id == programme.id, ProgrammeReport.indicator == JOBS
    )
    jobs, said = db.session.execute(query).one()
    spent = (
        select(KindPosition.currency, func.sum(KindPosition.entered - KindPosition.gone))
        .join(Lot, Lot.id == KindPosition.lot_id)
        .where(
            Lot.programme_id == programme.id,
            KindPosition.kind.in_((PlaceKind.AWARD, PlaceKind.BENEFICIARY)),
        )
        .group_by(KindPosition.currency)
    )
    return Computed(
        projects=sum(projects) if projects else None,
        total=sum(amounts) if amounts else None,
        verified_jobs=int(jobs),
        reported_jobs=int(said),
        spent={currency: int(sum_) for currency, sum_ in db.session.execute(spent)},
    )


def reports(programme: Programme, limit: int = 100) -> list[ProgrammeReport]:
    """Return what a programme reported, the last one first."""
    query = (
        select(ProgrammeReport)
        .where(ProgrammeReport.programme_id == programme.id)
        .options(
            joinedload(ProgrammeReport.edition),
            joinedload(ProgrammeReport.award),
            joinedload(ProgrammeReport.source),
        )
        .order_by(ProgrammeReport.id.desc())
    )
    return list(db.session.scalars(query.limit(limit)))


def awards(programme: Programme, limit: int = 500) -> list[Award]:
    """Return the awards of a programme with their tranches."""
    query = (
        select(Award)
        .where(Award.programme_id == programme.id)
        .options(selectinload(Award.tranches))
        .order_by(Award.id)
    )
    return list(db.session.scalars(query.limit(limit)))


def grants(programme: Programme) -> Grants:
    """Return what a programme granted and may grant, in its currency."""
    kept = _paid().where(Place.award_id == Award.id, Position.currency == Award.currency)
    granted = case(
        (Award.state == AwardState.TERMINATED, kept.correlate(Award).scalar_subquery()),
        else_=func.coalesce(Award.granted, 0),
    )
    total = select(func.sum(granted)).where(
        Award.programme_id == programme.id, Award.currency == programme.currency
    )
    opened = (
        select(func.sum(KindPosition.gone - KindPosition.entered))
        .join(Lot, Lot.id == KindPosition.lot_id)
        .where(
            Lot.programme_id == programme.id,
            KindPosition.kind == PlaceKind.EXTERNAL,
            KindPosition.currency == programme.currency,
        )
    )
    sums = db.session.execute(select(total.scalar_subquery(), opened.scalar_subquery())).one()
    given, credit = (int(each or 0) for each in sums)
    return Grants(granted=given, budget=max(programme.budget or 0, credit) or None)


def left_of_grant(award: Award) -> int:
    """Return what an award was granted and not paid, in minor units; 0 once it was ended."""
    if award.state == AwardState.TERMINATED:
        return 0
    query = _paid().where(Place.award_id == award.id, Position.currency == award.currency)
    return max((award.granted or 0) - int(db.session.scalar(query) or 0), 0)


def _paid() -> Select[Any]:
    """Return the query of what places received and kept."""
    return select(func.coalesce(func.sum(Position.entered - Position.gone), 0)).join(Position.place)


def tranche_paid_by(entry: Entry) -> Tranche | None:
    """Return the tranche that an entry paid."""
    return db.session.scalar(select(Tranche).where(Tranche.entry_id == entry.id))


def lots_of_programme(programme: Programme, limit: int = 50) -> list[Lot]:
    """Return the budget lines and gifts that pay for a programme."""
    query = select(Lot).where(Lot.programme_id == programme.id).order_by(Lot.id)
    return list(db.session.scalars(query.limit(limit)))


def stated_report(
    programme: Programme,
    edition: ProgrammeEdition | None,
    indicator: str,
    *,
    country: str | None,
    returned_in: int | None,
    about: str | None,
) -> ProgrammeReport | None:
    """Return the report that a source already made of the same thing."""
    return db.session.scalar(
        select(ProgrammeReport).where(
            ProgrammeReport.programme_id == programme.id,
            ProgrammeReport.edition_id.is_(None)
            if edition is None
            else ProgrammeReport.edition_id == edition.id,
            ProgrammeReport.indicator == indicator,
            ProgrammeReport.source_id.is_not(None),
            *(
                column.is_(None) if value is None else column == value
                for column, value in (
                    (ProgrammeReport.country, country),
                    (ProgrammeReport.returned_in, returned_in),
                    (ProgrammeReport.about, about),
                )
            ),
        )
    )


def award(_actor: Actor, ref: str) -> Award:
    """
    Return an award with its tranches.

    :raises NotFound: if there is none
    """
    found = db.session.scalar(
        select(Award)
        .where(Award.ref == ref)
        .options(joinedload(Award.programme), selectinload(Award.tranches))
    )
    if found is None:
        raise NotFound()
    return found


def tranche(_actor: Actor, number: int) -> Tranche:
    """
    Return a tranche with its award.

    :raises NotFound: if there is none
    """
    query = select(Tranche).where(Tranche.id == number)
    found = db.session.scalar(query.options(joinedload(Tranche.award).joinedload(Award.programme)))
    if found is None:
        raise NotFound()
    return found


def report(_actor: Actor, number: int) -> ProgrammeReport:
    """
    Return a report with its programme.

    :raises NotFound: if there is none
    """
    query = select(ProgrammeReport).where(ProgrammeReport.id == number)
    found = db.session.scalar(query.options(joinedload(ProgrammeReport.programme)))
    if found is None:
        raise NotFound()
    return found
