"""Meetings of a record, the concerns heard in them, and its policies and agreements."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from app.core.actors import Actor
from app.core.clock import today
from app.directory.models import Taxonomy
from app.directory.queries import by_slug
from app.followup import actions as followup
from app.followup import queries as followed
from app.meetings import actions as meetings
from app.meetings.models import Meeting, NoteKind
from app.record import queries
from app.record.actions.money import _money
from app.record.actions.outcomes import CREATED, UNCHANGED, _changed, _folded, _made, _refuse_other


def _meeting(actor: Actor, item: Mapping[str, Any]) -> str:
    meeting = by_slug(Meeting, item["code"])
    if meeting is None:
        meetings.plan_meeting(actor, slug=item["code"], **_details_of(item))
        return CREATED
    details = _details_of(item)
    if meeting.is_cancelled:
        del details["status"]
    return _changed(lambda: meetings.change_meeting(actor, meeting, **details))


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


def _concerns(actor: Actor, event: Mapping[str, Any]) -> Counter[str]:
    """Follow what was heard in a meeting: each concern noted begins a chain."""
    counts: Counter[str] = Counter()
    meeting = by_slug(Meeting, event["code"])
    for note in meeting.notes_of(NoteKind.CONCERN):
        known = followed.concern_of_note(note) is not None
        counts[UNCHANGED if known else CREATED] += 1
        followup.keep_note(actor, note)
    return counts


def _policy(actor: Actor, item: Mapping[str, Any]) -> str:
    plan, code = item["plan"], item["code"]
    budget = _money(plan.get("budget"))
    details = {
        "title": item["title"],
        "adopted_on": item["adopted_on"],
        "adopted_by": item["adopted_by"],
        "plan_from": plan.get("first"),
        "plan_to": plan.get("last"),
        "budget": budget.minor if budget else None,
        "currency": budget.currency if budget else None,
        "taxonomy": code if by_slug(Taxonomy, code) else None,
        "source": item["source"],
    }
    known = followed.instrument_or_none(code)
    if known is not None:
        _refuse_other(code, known, {"kind": "policy"})
        return _changed(lambda: followup.update_instrument(actor, known, **details))
    followup.register_instrument(actor, code=code, kind="policy", **details)
    return CREATED


def _agreement(actor: Actor, item: Mapping[str, Any]) -> str:
    details = {name: item[name] for name in ("title", "signed_on", "place", "amends", "source")}
    details["parties"] = item["parties"]
    details["axes"] = [(axis["code"], axis["title"]) for axis in item["axes"]]
    known = followed.instrument_or_none(item["code"])
    if known is not None:
        _refuse_other(item["code"], known, {"kind": "agreement"})

    def enter() -> None:
        if known is None:
            followup.register_instrument(actor, code=item["code"], kind="agreement", **details)
        else:
            followup.update_instrument(actor, known, **details)
        _promises(actor, item)

    return _made(known is not None, enter)


def _promises(actor: Actor, item: Mapping[str, Any]) -> None:
    """Issue what the parties promised, each once: a text that is known keeps its reference."""
    instrument = followed.instrument_or_none(item["code"])
    assert instrument is not None
    issued = {(code, _folded(text)) for code, text in queries.texts_of(instrument)}
    for axis in item["axes"]:
        for text in axis["commitments"]:
            if (axis["code"], _folded(text)) in issued:
                continue
            followup.issue_recommendation(
                actor,
                instrument,
                text=text,
                nature="commitment",
                axis=axis["code"],
                source=item["source"],
            )
