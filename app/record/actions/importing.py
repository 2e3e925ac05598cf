"""The import of a record: each section through the actions of the feature that keeps it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.errors import Refused
from app.core.facts import record
from app.record import facts, queries, rules
from app.record.actions.figures import _indicator, _tokten, _with_wholes
from app.record.actions.money import _pledge, _programme
from app.record.actions.outcomes import CREATED, HOLDS, UPDATED, Report
from app.record.actions.people import _framework, _organisation, _source, _taxonomy
from app.record.actions.talks import _agreement, _concerns, _meeting, _policy
from app.record.schemas.checking import check_document
from app.record.schemas.reading import Document, Path, RecordRefused

Bring = Callable[[Actor, Any], str | Counter[str]]


@action(rules.may_import)
def import_record(actor: Actor, *, document: Document) -> Report:
    """
    Bring a record file into the platform, all of it or nothing; again changes nothing.

    What it says that the rows must add up to is checked last, from the rows.

    :raises RecordRefused: with the lines at fault
    """
    data = check_document(document, queries.known(actor))
    report = Report()
    for section, path, things, bring in _steps(data):
        counts = report.sections.setdefault(section, Counter())
        for index, thing in enumerate(things):
            place = path if section == "tokten" else (*path, index)
            counts.update(_counted(_bring(actor, thing, bring, document.line_of(place))))
    report.sections["checks"] = Counter({HOLDS: _check(actor, data["checks"], document)})
    created, updated = report.total(CREATED), report.total(UPDATED)
    if created or updated:
        record(actor, facts.RecordImported(created=created, updated=updated))
    return report


def _steps(data: Mapping[str, Any]) -> Iterator[tuple[str, Path, list[Any], Bring]]:
    plain: tuple[tuple[str, Bring], ...] = (
        ("sources", _source),
        ("taxonomies", _taxonomy),
        ("organizations", _organisation),
        ("series", _framework),
        ("events", _meeting),
    )
    for section, bring in plain:
        yield section, (section,), data[section], bring
    yield "concerns", ("events",), data["events"], _concerns
    yield "policies", ("policies",), data["policies"], _policy
    yield "agreements", ("agreements",), data["agreements"], _agreement
    giving = data["giving"]
    yield "pledges", ("giving", "pledges"), giving.get("pledges", []), _pledge
    yield "programmes", ("giving", "programmes"), giving.get("programmes", []), _programme
    yield "tokten", ("tokten",), [data["tokten"]] if data["tokten"] else [], _tokten
    yield "indicators", ("indicators",), _with_wholes(data["indicators"]), _indicator


def _bring(actor: Actor, thing: Any, bring: Bring, line: int) -> str | Counter[str]:
    try:
        return bring(actor, thing)
    except Refused as refused:
        told = [sentence for sentences in refused.fields.values() for sentence in sentences]
        raise RecordRefused([(line, " ".join(told) or refused.sentence)]) from None


def _counted(outcome: str | Counter[str]) -> Counter[str]:
    return Counter({outcome: 1}) if isinstance(outcome, str) else outcome


def _check(actor: Actor, sections: list[dict[str, Any]], document: Document) -> int:
    """Refuse a file whose own arithmetic the rows do not bear out; return how many lines hold."""
    verdicts = queries.verdicts(actor, sections)
    faults = [
        (document.line_of(("checks", verdict.index, verdict.code, verdict.name)), verdict.sentence)
        for verdict in verdicts
        if not verdict.holds
    ]
    if faults:
        raise RecordRefused(faults)
    return len(verdicts)
