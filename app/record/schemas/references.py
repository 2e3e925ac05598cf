"""What a record file refers to, and what contradicts itself in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.core.i18n import N_, translate
from app.core.money import LARGEST, exponent
from app.record.schemas.reading import Path

END_BEFORE_START = N_("la fin vient avant le début")
STEP_BEFORE = N_("ce jour vient avant celui de l’étape précédente")
HANDOVER_FIRST = N_("un don commence par sa remise, une seule fois")
TO_WHOM = N_("dites à qui")
ONE_CURRENCY = N_("un programme tient ses comptes dans une seule monnaie, qui doit être dite")
TWO_CURRENCIES = N_("la contre-valeur est dans une autre monnaie que la promesse")
TWO_DOUBTS = N_("« au moins » ou « environ », pas les deux")
TOO_LARGE = N_("ce montant est trop grand")

Reference = tuple[Path, str, str | None]


def references(data: Mapping[str, Any]) -> Iterator[Reference]:
    """Yield where a file refers to a thing, what kind of thing it is, and its code."""
    yield from _of_directory(data)
    for index, event in enumerate(data["events"]):
        yield from _of_event(("events", index), event)
    yield from _of_instruments(data)
    for index, pledge in enumerate(data["giving"].get("pledges", [])):
        yield from _of_pledge(("giving", "pledges", index), pledge)
    for index, programme in enumerate(data["giving"].get("programmes", [])):
        yield from _of_programme(("giving", "programmes", index), programme)
    if data["tokten"]:
        yield ("tokten", "source"), "source", data["tokten"]["source"]
    for index, figure in enumerate(data["indicators"]):
        yield from of_indicator(("indicators", index), figure)


def of_indicator(path: Path, figure: Mapping[str, Any]) -> Iterator[Reference]:
    """Yield what a figure refers to."""
    yield (*path, "source"), "source", figure["source"]
    yield (*path, "share_of"), "indicator", figure["share_of"]
    if figure["check"]:
        yield (*path, "check", "of"), "indicator", figure["check"]["of"]


def _of_directory(data: Mapping[str, Any]) -> Iterator[Reference]:
    for section in ("taxonomies", "organizations", "series"):
        for index, item in enumerate(data[section]):
            for code in item["source"]:
                yield (section, index, "source"), "source", code
    for index, item in enumerate(data["series"]):
        yield ("series", index, "convened_by"), "organisation", item["convened_by"]


EVENT = {
    "series": "series",
    "source": "source",
    "theme": "theme",
    "about": "about",
    "led_by": "organisation",
    "invited_by": "organisation",
}


def _of_event(path: Path, event: Mapping[str, Any]) -> Iterator[Reference]:
    for name, kind in EVENT.items():
        yield (*path, name), kind, event[name]
    for number, code in enumerate(event["hosts"]):
        yield (*path, "hosts", number), "organisation", code
    for number, concern in enumerate(event["concerns"]):
        yield (*path, "concerns", number, "theme"), "theme", concern["theme"]


def _of_instruments(data: Mapping[str, Any]) -> Iterator[Reference]:
    for section in ("policies", "agreements"):
        for index, item in enumerate(data[section]):
            yield (section, index, "source"), "source", item["source"]
            for number, code in enumerate(item.get("parties", ())):
                yield (section, index, "parties", number), "organisation", code


def _of_pledge(path: Path, pledge: Mapping[str, Any]) -> Iterator[Reference]:
    yield (*path, "source"), "source", pledge["source"]
    yield (*path, "made_at"), "event", pledge["made_at"]
    for number, step in enumerate(pledge["steps"]):
        place: Path = (*path, "steps", number)
        yield (*place, "at"), "event", step["at"]
        if step["kind"] != "allocation":
            yield (*place, "to"), "organisation", step["to"]


def _of_programme(path: Path, programme: Mapping[str, Any]) -> Iterator[Reference]:
    yield (*path, "source"), "source", programme["source"]
    yield (*path, "launched_at"), "event", programme["launched_at"]
    for name in ("lines", "also"):
        for number, line in enumerate(programme[name]):
            yield (*path, name, number, "partner"), "organisation", line["partner"]


def unclear(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield where promises, programmes, policies and figures contradict themselves."""
    for index, policy in enumerate(data["policies"]):
        first, last = policy["plan"].get("first"), policy["plan"].get("last")
        if first and last and last < first:
            yield ("policies", index, "plan", "to"), translate(END_BEFORE_START)
    for index, pledge in enumerate(data["giving"].get("pledges", [])):
        yield from _unclear_pledge(("giving", "pledges", index), pledge)
    for index, programme in enumerate(data["giving"].get("programmes", [])):
        yield from _unclear_programme(("giving", "programmes", index), programme)
    if data["tokten"] and data["tokten"]["period"]["last"] < data["tokten"]["period"]["first"]:
        yield ("tokten", "period", "to"), translate(END_BEFORE_START)
    for index, figure in enumerate(data["indicators"]):
        if figure["is_at_least"] and figure["is_about"]:
            yield ("indicators", index, "is_about"), translate(TWO_DOUBTS)


def _unclear_pledge(path: Path, pledge: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    worth = pledge["counter_value"]
    if worth and worth["currency"] == pledge["currency"]:
        yield (*path, "counter_value"), translate(TWO_CURRENCIES)
    if pledge["amount"] * 10 ** exponent(pledge["currency"]) > LARGEST:
        yield (*path, "amount"), translate(TOO_LARGE)
    before = None
    for number, step in enumerate(pledge["steps"]):
        place: Path = (*path, "steps", number)
        if (step["kind"] == "handover") != (number == 0):
            yield (*place, "kind"), translate(HANDOVER_FIRST)
        if step["kind"] != "handover" and not step["to"]:
            yield (*place, "kind"), translate(TO_WHOM)
        if before and step["on"] and step["on"] < before:
            yield (*place, "on"), translate(STEP_BEFORE)
        before = step["on"] or before


def _unclear_programme(path: Path, programme: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    amounts = (programme["budget"], programme["claimed"].get("total"))
    if len({amount["currency"] for amount in amounts if amount}) != 1:
        yield path, translate(ONE_CURRENCY)
