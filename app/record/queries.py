"""What of a record the database has already, and whether its arithmetic holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.core.actors import Actor
from app.core.db import db
from app.core.i18n import N_, translate
from app.directory import queries as directory
from app.directory.models import Framework, Organisation, Source
from app.followup.models import Indicator, Instrument, InstrumentAxis, Recommendation
from app.meetings.models import Meeting
from app.pages.queries import CARRIED, Check, checks
from app.record.schemas.checking import Known, check_document
from app.record.schemas.reading import Document

NO_ROW = N_("rien dans le dossier ne permet de recalculer « %(name)s » de « %(code)s »")
NOT_SO = N_("« %(name)s » de « %(code)s » : attendu %(expected)s, les lignes donnent %(computed)s")
# What the record calls by another name than the rows.
ROWS = {
    ("tokten.missions", "missions"): ("tokten-missions", "sum"),
    ("tokten.missions", "trained"): ("tokten-trained", "sum"),
    ("tokten.experts", "new"): ("tokten-experts-new", "sum"),
    ("tokten.experts", "final"): ("tokten-experts", "final"),
    ("tokten.structures", "new"): ("tokten-structures-new", "sum"),
    ("tokten.structures", "final"): ("tokten-structures", "final"),
    ("cic-2016", "computed_share"): ("cic-transmises-2016", "share"),
}
SHARES = ("claimed_share", "computed_share")


def known(_actor: Actor) -> Known:
    """Return the codes that a file may refer to without giving them."""
    return Known(
        sources=_all(Source.code),
        organisations=_all(Organisation.slug),
        series=_all(Framework.slug),
        events=_all(Meeting.slug),
        agreements=frozenset(code.lower() for code in _all(Instrument.code)),
        indicators=_all(Indicator.code),
        themes=frozenset(term.code for term in directory.terms("themes")),
    )


def _all(column: Any) -> frozenset[str]:
    return frozenset(db.session.scalars(select(column)))


def texts_of(instrument: Instrument) -> set[tuple[str | None, str]]:
    """Return what an instrument issued: the code of the axis and the text."""
    query = (
        select(InstrumentAxis.code, Recommendation.text)
        .select_from(Recommendation)
        .outerjoin(Recommendation.axis)
        .where(Recommendation.instrument_id == instrument.id)
    )
    return {(code, text) for code, text in db.session.execute(query)}


@dataclass(frozen=True)
class Verdict:
    """
    One figure of a line of `checks`, beside what the rows give.

    `claimed` is what the file takes for the claim, `stated` what the source of the row claims, if
    anything; `is_quoted` is whether both are the same where the file quotes a claim.
    `is_carried` is whether the row holds the claim and nothing to compute it from.
    """

    index: int
    code: str
    name: str
    claimed: Decimal
    expected: Decimal
    computed: Decimal | None
    stated: Decimal | None = None
    is_gap_expected: bool = False
    is_quoted: bool = True
    is_carried: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether the rows give what is claimed."""
        return self.computed == self.claimed

    @property
    def holds(self) -> bool:
        """Whether the rows give what is expected, and a gap is where it is expected."""
        if not self.is_quoted or self.is_exact == self.is_gap_expected:
            return False
        return self.computed == self.expected

    @property
    def sentence(self) -> str:
        """What does not hold."""
        computed, expected = self.computed, self.expected
        names = {"code": self.code, "name": self.name}
        if computed is None:
            return translate(NO_ROW, **names)
        return translate(NOT_SO, expected=f"{expected:f}", computed=f"{computed:f}", **names)


def check_record(actor: Actor, document: Document) -> list[Verdict]:
    """
    Compute the `checks` of a record file again, from the rows.

    :raises RecordRefused: with the lines at fault
    """
    return verdicts(actor, check_document(document, known(actor))["checks"])


def verdicts(actor: Actor, lines: Sequence[Mapping[str, Mapping[str, Any]]]) -> list[Verdict]:
    """Compute each line of `checks` again from the rows."""
    if not lines:
        return []
    found = {(check.code, check.name): check for check in checks(actor)}
    return [
        verdict
        for index, line in enumerate(lines)
        for code, told in line.items()
        for verdict in _verdicts(found, index, code, told)
    ]


def _verdicts(
    found: Mapping[tuple[str, str], Check], index: int, code: str, told: Mapping[str, Any]
) -> Iterator[Verdict]:
    for name, value in told.items():
        if name == "discrepancy" or name in SHARES:
            continue
        check = found.get(ROWS.get((code, name), (code, name)))
        expected = Decimal(value)
        stated, computed = (check.claimed, check.computed) if check else (None, None)
        is_carried = check is not None and check.verdict == CARRIED
        yield Verdict(
            index, code, name, expected, expected, computed, stated, is_carried=is_carried
        )
    if any(name in told for name in SHARES):
        yield _share(found, index, code, told)


def _share(
    found: Mapping[tuple[str, str], Check], index: int, code: str, told: Mapping[str, Any]
) -> Verdict:
    name = next(name for name in SHARES if name in told)
    check = found.get(ROWS.get((code, name), (code, "share")))
    claimed = Decimal(told[name])
    return Verdict(
        index,
        code,
        name,
        claimed,
        expected=Decimal(told.get("computed_share", claimed)),
        computed=check.computed if check else None,
        stated=check.claimed if check else None,
        is_gap_expected=bool(told.get("discrepancy")),
        is_quoted="claimed_share" not in told or (check is not None and check.claimed == claimed),
    )
