"""Figures as their sources claim them, beside what the rows give when they are added up again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import Actor
from app.core.db import db
from app.core.i18n import N_
from app.core.money import Money, converted
from app.directory.models import Source
from app.followup import queries as followup
from app.followup.models import Measurement
from app.followup.queries import Figure
from app.giving.models import Pledge, Programme, ProgrammeLine

EXACT, GAP, COMPUTED, CARRIED, UNKNOWN = "exact", "gap", "computed", "carried", "unknown"

PROJECTS = N_("Projets")
TOTAL = N_("Montant total")
JOBS = N_("Emplois créés")
BUDGET = N_("Budget")
BENEFICIARIES = N_("Bénéficiaires")
MEAN = N_("Montant moyen par bénéficiaire")
WORTH = N_("Contre-valeur")
RATE = N_("Taux de change")
SHARE = N_("Part")
SUM = N_("Total")
FINAL = N_("Total à la fin de la période")

SUM_OF_LINES = N_("somme des lignes du programme")
NO_LINE = N_("aucune ligne ne le détaille")
AS_CARRIED = N_("tel que le programme le porte, sans ligne à additionner")
DIVIDED = N_("budget divisé par le nombre de bénéficiaires")
AT_RATE = N_("montant promis multiplié par le taux")
BY_AMOUNT = N_("contre-valeur divisée par le montant promis")
OF_WHOLE = N_("partie divisée par le tout de la même période")
SUM_OF_SECTORS = N_("somme des secteurs")
START_AND_NEW = N_("total du début, plus les nouveaux")


@dataclass(frozen=True)
class Check:
    """
    One figure: `claimed` by its source, `computed` from the rows; None where it is unknown.

    `unit` is a currency, `%`, or none for things that are counted. `what` and `how` are sentences
    to translate: what is counted, and how it was computed. `of` are the part and the whole of a
    share.
    """

    code: str
    name: str
    title: str
    what: str
    how: str
    claimed: Decimal | None
    computed: Decimal | None
    source: Source | None
    unit: str | None = None
    is_about: bool = False
    period: str | None = None
    of: tuple[Decimal, Decimal] | None = None

    @property
    def verdict(self) -> str:
        """Whether both agree: exact or gap; or which of them there is nothing to compare with."""
        if self.how == AS_CARRIED:
            return CARRIED  # what is claimed is the row itself
        if self.computed is None:
            return UNKNOWN
        if self.claimed is None:
            return COMPUTED
        return EXACT if self.claimed == self.computed else GAP

    @property
    def recomputed(self) -> Decimal | None:
        """What was computed from anything but the claim itself."""
        return None if self.verdict == CARRIED else self.computed

    @property
    def difference(self) -> Decimal | None:
        """What the rows give, less what is claimed."""
        if self.claimed is None or self.computed is None:
            return None
        return self.computed - self.claimed


def checks(actor: Actor) -> list[Check]:
    """Return every figure that can be compared, computed now; the demonstration is left out."""
    return compared(followup.figures(actor), programmes())


def compared(figures: Sequence[Figure], found: Sequence[Programme]) -> list[Check]:
    """Return what can be compared of figures, of programmes and of the promises of the record."""
    return [
        *(check for programme in found for check in _of_programme(programme)),
        *(check for pledge in _pledges() for check in _of_pledge(pledge)),
        *_of_parts(figures),
        *_of_stocks(figures),
        *_of_shares(figures),
    ]


def programmes() -> list[Programme]:
    """Return the programmes of the record with their lines."""
    query = (
        select(Programme)
        .where(Programme.source_id.is_not(None), Programme.is_demonstration.is_(False))
        .options(
            joinedload(Programme.source),
            selectinload(Programme.lines).joinedload(ProgrammeLine.partner),
        )
        .order_by(Programme.id)
    )
    return list(db.session.scalars(query).unique())


def _pledges() -> list[Pledge]:
    query = (
        select(Pledge)
        .where(Pledge.source_id.is_not(None), Pledge.is_demonstration.is_(False))
        .options(joinedload(Pledge.source))
        .order_by(Pledge.id)
    )
    return list(db.session.scalars(query))


def parts_of(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Return the parts of each figure that its source splits, by the code of the whole."""
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.share:
            found.setdefault(figure.share.whole.code or "", []).append(figure)
    return {code: parts for code, parts in found.items() if len(parts) > 1}


def in_currency(minor: int, currency: str) -> Decimal:
    """Return an amount in minor units in the currency itself."""
    return Money(minor, currency).decimal


def _of_programme(programme: Programme) -> Iterator[Check]:
    def told(
        name: str,
        what: str,
        claimed: int | Decimal | None,
        computed: int | Decimal | None,
        how: str,
        unit: str | None = None,
        is_about: bool = False,
    ) -> Check:
        said, found = (None if one is None else Decimal(one) for one in (claimed, computed))
        slug, title, source = programme.slug, programme.title, programme.source
        return Check(slug, name, title, what, how, said, found, source, unit, is_about)

    currency = programme.currency
    lines = [line for line in programme.lines if line.is_counted]
    projects = [line.projects for line in lines if line.projects is not None]
    amounts = [line.amount for line in lines if line.amount is not None]
    claimed, budget = (
        None if minor is None else in_currency(minor, currency)
        for minor in (programme.claimed_total, programme.budget)
    )
    if programme.claimed_projects is not None or projects:
        added = sum(projects) if projects else None
        yield told("projects", PROJECTS, programme.claimed_projects, added, SUM_OF_LINES)
    if claimed is not None or amounts:
        whole = in_currency(sum(amounts), currency) if amounts else None
        yield told("total", TOTAL, claimed, whole, SUM_OF_LINES, currency)
    if programme.claimed_jobs is not None:
        about = programme.claimed_jobs_is_about
        yield told("jobs", JOBS, programme.claimed_jobs, None, NO_LINE, is_about=about)
    if budget is not None:
        yield told("budget", BUDGET, budget, budget, AS_CARRIED, currency)
    if programme.beneficiaries is not None:
        number = programme.beneficiaries
        yield told("beneficiaries", BENEFICIARIES, number, number, AS_CARRIED)
    if budget is not None and programme.beneficiaries:
        mean = (budget / programme.beneficiaries).quantize(Decimal(1), ROUND_HALF_UP)
        yield told("mean", MEAN, None, mean, DIVIDED, currency)


def _of_pledge(pledge: Pledge) -> Iterator[Check]:
    if pledge.equivalent is None or pledge.equivalent_currency is None:
        return
    amount = Money(pledge.amount, pledge.currency)
    worth = in_currency(pledge.equivalent, pledge.equivalent_currency)
    rate, to = pledge.shown_rate, pledge.equivalent_currency
    computed = converted(amount, to, rate).decimal if rate else None
    title, source = pledge.purpose, pledge.source
    said = Check(pledge.ref, "counter_value", title, WORTH, AT_RATE, worth, computed, source, to)
    yield said
    ratio = (worth / amount.decimal).normalize()
    unit = f"{to} / {pledge.currency}"
    yield Check(pledge.ref, "rate", title, RATE, BY_AMOUNT, rate, ratio, source, unit)


def _of_parts(figures: Sequence[Figure]) -> Iterator[Check]:
    by_code = {figure.indicator.code: figure for figure in figures}
    for code, parts in parts_of(figures).items():
        whole = by_code.get(code)
        if whole is None or whole.latest is None:
            continue
        values = [part.value for part in parts if part.value is not None]
        latest = whole.latest
        computed, title = sum(values, Decimal(0)), whole.indicator.title
        yield Check(code, "sum", title, SUM, SUM_OF_SECTORS, whole.value, computed, latest.source)


def _of_stocks(figures: Sequence[Figure]) -> Iterator[Check]:
    by_code = {figure.indicator.code or "": figure for figure in figures}
    for code, figure in by_code.items():
        days = sorted(
            (one for one in figure.standing if one.on_date), key=lambda one: str(one.on_date)
        )
        new = by_code.get(f"{code}-new")
        if len(days) < 2 or new is None or new.value is None:
            continue
        first, last = (_value(figure, one) for one in (days[0], days[-1]))
        title, source = figure.indicator.title, days[-1].source
        yield Check(code, "final", title, FINAL, START_AND_NEW, last, first + new.value, source)


def _value(figure: Figure, measurement: Measurement) -> Decimal:
    return followup.in_unit(figure.indicator, measurement.value)


def is_exact(figure: Figure | None) -> bool:
    """Whether a figure is stated without a doubt: a share of "at least" says nothing."""
    latest = figure.latest if figure else None
    return latest is not None and not (latest.at_least or latest.about)


def _of_shares(figures: Sequence[Figure]) -> Iterator[Check]:
    split = parts_of(figures)
    by_code = {figure.indicator.code or "": figure for figure in figures}
    for figure in figures:
        share, latest = figure.share, figure.latest
        if share is None or latest is None or share.whole.code in split:
            continue
        if share.claimed is None and not is_exact(by_code.get(share.whole.code or "")):
            continue
        whole = by_code.get(share.whole.code or "")
        parts = (figure.value, whole.value if whole else None)
        yield Check(
            code=figure.indicator.code or "",
            name="share",
            title=full_title(figure),
            what=SHARE,
            how=OF_WHOLE,
            claimed=share.claimed,
            computed=share.computed,
            source=latest.source,
            unit="%",
            period=latest.period,
            of=(parts[0], parts[1]) if parts[0] is not None and parts[1] is not None else None,
        )


def full_title(figure: Figure) -> str:
    """Return the title of a figure after its whole's, where it only says what part it is."""
    title = figure.indicator.title
    if figure.share and title.startswith("dont "):
        return f"{figure.share.whole.title}, {title}"
    return title
