"""The figures of a record: its indicators, and the counts of the TOKTEN programme."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.core.actors import Actor
from app.core.i18n import N_, translate
from app.followup import actions as followup
from app.followup import queries as followed
from app.record.actions.outcomes import _made, _refuse_other

SECTORS = {
    "education": N_("Éducation"),
    "sante": N_("Santé"),
    "agriculture": N_("Agriculture"),
    "pme_pmi": N_("PME et PMI"),
    "autres": N_("Autres secteurs"),
}
# What the record's own arithmetic takes as a whole and its part, without a key that says so.
WHOLES = {"cic-transmises-2016": "cic-demandes-2016"}
PART = "dont "  # a title that begins so is a part of the figure before it


def _with_wholes(indicators: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the figures with their wholes, in their order."""
    before = None
    found = []
    for position, item in enumerate(indicators, 1):
        is_part = before is not None and item["title"].startswith(PART)
        whole = item["share_of"] or (before if is_part else WHOLES.get(item["code"]))
        found.append(item | {"share_of": whole, "position": position})
        before = before if is_part else item["code"]
    return found


def _indicator(actor: Actor, item: Mapping[str, Any]) -> str:
    beside, also = item["check"] or {}, item["also"]
    share = item["claimed"].get("share_percent")
    return _figure(
        actor,
        item["code"],
        {
            "title": item["title"],
            "unit": item["unit"],
            "position": item["position"],
            "share_of": item["share_of"],
            "compared_with": beside.get("of"),
            "compared_note": beside.get("note"),
        },
        [
            {
                "value": item["value"],
                "source": item["source"],
                "period": item["period"],
                "at_least": item["is_at_least"],
                "about": item["is_about"],
                "projection": item["projection"],
                "also": (also["value"], also["unit"]) if also else None,
                "claimed_share": None if share is None else int(share * 100),
                "cites": item["cites"],
            }
        ],
    )


def _figure(
    actor: Actor, code: str, details: Mapping[str, Any], stated: list[dict[str, Any]]
) -> str:
    known = followed.indicator_or_none(code)
    if known is not None:
        same = {name: details[name] for name in ("title", "unit") if name in details}
        if followed.was_described(known):
            same.pop("title", None)  # somebody corrected it since: the file does not undo that
        _refuse_other(code, known, same)

    def enter() -> None:
        indicator = known or followup.register_indicator(actor, code=code, **details)
        for measurement in stated:
            followup.state_measurement(actor, indicator, **measurement)

    return _made(known is not None, enter)


def _tokten(actor: Actor, item: Mapping[str, Any]) -> Counter[str]:
    counts: Counter[str] = Counter()
    first, last = item["period"]["first"], item["period"]["last"]
    told = {"source": item["source"], "period": f"{first.year}–{last.year}"}
    for position, (code, details, values) in enumerate(_counted_of(item), FIRST):
        days = [told | value for value in values]
        counts[_figure(actor, code, details | {"position": position}, days)] += 1
    return counts


FIRST = 1000  # the position of what is counted by sector, after the indicators
Counted = tuple[str, dict[str, Any], list[dict[str, Any]]]
STOCKS = {
    "experts": (N_("Experts TOKTEN"), N_("Nouveaux experts TOKTEN"), N_("experts")),
    "structures": (
        N_("Structures d’accueil TOKTEN"),
        N_("Nouvelles structures d’accueil TOKTEN"),
        N_("structures"),
    ),
}
MISSIONS = {
    "missions": (N_("Missions TOKTEN"), N_("missions")),
    "trained": (N_("Personnes formées par TOKTEN"), N_("personnes")),
}


def _counted_of(item: Mapping[str, Any]) -> Iterator[Counted]:
    for name, (title, new, unit) in STOCKS.items():
        stock = item[name]
        if stock is None:
            continue
        days = [
            {"value": counted["number"], "on_date": counted["day"], "period": None}
            for counted in sorted(stock["at"], key=_day)
        ]
        yield f"tokten-{name}", {"title": translate(title), "unit": translate(unit)}, days
        code, parts = f"tokten-{name}-new", stock["new_by_sector"].items()
        yield from _split(code, translate(new), translate(unit), stock["new"], dict(parts))
    missions = item["missions"]
    for name, (title, unit) in MISSIONS.items() if missions else ():
        parts_of = {part["sector"]: part[name] for part in missions["by_sector"]}
        whole = missions["claimed"][name]
        yield from _split(f"tokten-{name}", translate(title), translate(unit), whole, parts_of)


def _day(counted: Mapping[str, Any]) -> date:
    day: date = counted["day"]
    return day


def _split(
    code: str, title: str, unit: str, whole: int, parts: Mapping[str, int]
) -> Iterator[Counted]:
    yield code, {"title": title, "unit": unit}, [{"value": whole}]
    for sector, value in parts.items():
        part = f"{code}-{sector.replace('_', '-')}"
        details = {"title": translate(SECTORS[sector]), "unit": unit, "share_of": code}
        yield part, details, [{"value": value}]
