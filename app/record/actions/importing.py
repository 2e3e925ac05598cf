"""The import of a record: each section through the actions of the feature that keeps it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.facts import latest, record
from app.directory import actions as directory
from app.directory.facts import SCOPE as DIRECTORY
from app.directory.models import Framework, Organisation, Source, Taxonomy
from app.directory.queries import by_slug
from app.meetings import actions as meetings
from app.meetings.models import Meeting
from app.meetings.queries import today
from app.record import facts, queries, rules
from app.record.schemas.checking import check_document
from app.record.schemas.reading import Document
from app.record.schemas.shapes import LATER

CREATED, UPDATED, UNCHANGED, NOT_YET_READ = "created", "updated", "unchanged", "not yet read"


@dataclass(frozen=True)
class Report:
    """What an import did, per section: how many things were created, updated or unchanged."""

    sections: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, section: str, outcome: str, number: int = 1) -> None:
        """Count an outcome in a section."""
        self.sections.setdefault(section, Counter())[outcome] += number

    def total(self, outcome: str) -> int:
        """Return how many things had this outcome, in all sections."""
        return sum(counts[outcome] for counts in self.sections.values())


@action(rules.may_import)
def import_record(actor: Actor, *, document: Document) -> Report:
    """
    Bring a record file into the platform, all of it or nothing; again changes nothing.

    :raises RecordRefused: with the lines at fault
    """
    data = check_document(document, queries.known(actor))
    report = Report()
    steps: tuple[tuple[str, Callable[[Actor, Mapping[str, Any]], str]], ...] = (
        ("sources", _source),
        ("taxonomies", _taxonomy),
        ("organizations", _organisation),
        ("series", _framework),
        ("events", _meeting),
    )
    for section, bring in steps:
        report.sections[section] = Counter()
        for item in data[section]:
            report.count(section, bring(actor, item))
    for section in LATER:
        if section in data:
            report.count(section, NOT_YET_READ, _size(data[section]))
    created, updated = report.total(CREATED), report.total(UPDATED)
    if created or updated:
        record(actor, facts.RecordImported(created=created, updated=updated))
    return report


def _source(actor: Actor, item: Mapping[str, Any]) -> str:
    source = by_slug(Source, item["code"])
    if source is None:
        directory.register_source(actor, code=item["code"], about=item["about"])
        return CREATED
    return _outcome(DIRECTORY, lambda: directory.update_source(actor, source, about=item["about"]))


def _taxonomy(actor: Actor, item: Mapping[str, Any]) -> str:
    details = {
        "title": item["title"],
        "terms": [(term["code"], term["title"]) for term in item["items"]],
        "note": item["note"],
        "declared_count": item["declared_axes"],
        "sources": _cited(item),
    }
    taxonomy = by_slug(Taxonomy, item["code"])
    if taxonomy is None:
        directory.register_taxonomy(actor, code=item["code"], **details)
        return CREATED
    return _outcome(DIRECTORY, lambda: directory.update_taxonomy(actor, taxonomy, **details))


def _organisation(actor: Actor, item: Mapping[str, Any]) -> str:
    details = {name: item[name] for name in item.keys() - {"code", "source"}}
    details["sources"] = _cited(item)
    organisation = by_slug(Organisation, item["code"])
    if organisation is None:
        directory.register_organisation(actor, slug=item["code"], **details)
        return CREATED
    return _outcome(
        DIRECTORY, lambda: directory.update_organisation(actor, organisation, **details)
    )


def _framework(actor: Actor, item: Mapping[str, Any]) -> str:
    details = {
        "title": item["title"],
        "subtitle": item["subtitle"],
        "acronym": item["acronym"],
        "convened_by": by_slug(Organisation, item["convened_by"]),
        # A taxonomy is the objectives of a framework by its name: `ccmex-objectifs` of `ccmex`.
        "objectives": by_slug(Taxonomy, f"{item['code']}-objectifs"),
        "committees": item["bodies"],
        "sources": _cited(item),
    }
    framework = by_slug(Framework, item["code"])
    if framework is None:
        directory.register_framework(actor, slug=item["code"], **details)
        return CREATED
    return _outcome(DIRECTORY, lambda: directory.update_framework(actor, framework, **details))


def _meeting(actor: Actor, item: Mapping[str, Any]) -> str:
    meeting = by_slug(Meeting, item["code"])
    if meeting is None:
        meetings.plan_meeting(actor, slug=item["code"], **_details_of(item))
        return CREATED
    details = _details_of(item)
    if meeting.is_cancelled:
        del details["status"]
    return _outcome(
        f"meeting:{meeting.id}", lambda: meetings.change_meeting(actor, meeting, **details)
    )


SAME = (
    *("edition", "kind", "title", "starts_on", "ends_on", "year", "venue", "city", "country"),
    *("mode", "led_by", "invited_by", "theme", "source", "hosts"),
)


def _details_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `change_meeting` takes, from an event of the record."""
    details = {name: event[name] for name in SAME}
    starts_on = event["starts_on"]
    return details | {
        "framework": event["series"],
        "known_before": event["before"],
        # A record tells what took place; a day to come is a plan.
        "status": "planned" if starts_on and starts_on > today() else "held",
        "agenda": [{"title": title} for title in event["agenda"]],
        "stops": [{"place": place} for place in event["stops"]]
        + [{"country": country} for country in event["stops_countries"]],
        "figures": [_figure(name, value, event) for name, value in event["claimed"].items()],
        "notes": _notes_of(event),
    }


def _figure(name: str, value: int, event: Mapping[str, Any]) -> dict[str, Any]:
    what, _, doubt = name.partition("_")
    return {
        "what": what,
        "value": value,
        "at_least": doubt == "at_least",
        "about": doubt == "about",
        "source": event["source"],
    }


def _notes_of(event: Mapping[str, Any]) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = []
    notes += [{"kind": "follows_up", "text": text} for text in event["follows_up"]]
    notes += [{"kind": "presented", "text": text} for text in event["presented"]]
    notes += [
        {"kind": "community", "text": met["who"], "country": met["country"]}
        for met in event["communities"]
    ]
    notes += [{"kind": "remote_from", "country": code} for code in event["remote_from"]]
    notes += [
        {"kind": "concern", "text": heard["title"]} | {k: heard[k] for k in ("theme", "country")}
        for heard in event["concerns"]
    ]
    notes += [{"kind": kind, "text": event[kind]} for kind in ("beside", "about") if event[kind]]
    closing = event["closing"]
    if closing:
        place = {"on_date": closing["on"], "venue": closing["venue"]}
        notes.append({"kind": "closing", "text": closing["title"]} | place)
    return notes


def _cited(item: Mapping[str, Any]) -> list[Source]:
    return [by_slug(Source, code) for code in item["source"]]


def _outcome(scope: str, act: Callable[[], object]) -> str:
    """Do the act; a fact in its sequence tells that it changed something."""
    before = latest(scope)
    act()
    return UPDATED if latest(scope) > before else UNCHANGED


def _size(section: Any) -> int:
    return len(section) if isinstance(section, list | dict) else 1
