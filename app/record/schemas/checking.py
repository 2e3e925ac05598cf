"""Checks a record file whole: its shape, its codes, its references and its dates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import marshmallow as ma

from app.core.i18n import N_, Phrase, translate
from app.record.schemas.reading import Document, Path, RecordRefused
from app.record.schemas.references import END_BEFORE_START, of_indicator, references, unclear
from app.record.schemas.shapes import RecordShape

MOST_FAULTS = 20

UNKNOWN_KEY = N_("la clé « %(key)s » n’est pas connue ici")
UNKNOWN_SECTION = N_("la section « %(key)s » n’est pas connue")
AT_FAULT = N_("%(field)s : %(sentence)s")
DUPLICATE = N_("le code « %(code)s » est déjà donné ligne %(line)s")
WRONG_REFERENCE = N_("%(field)s renvoie à « %(code)s », qui n’existe pas")
NOT_YET_GIVEN = N_("%(field)s renvoie à « %(code)s », qui doit venir avant")
END_ALONE = N_("une fin est donnée sans le début")
TWO_DATES = N_("« before » ne va pas avec une date de début")
TWO_FIGURES = N_("ce chiffre est donné deux fois")


@dataclass(frozen=True)
class Known:
    """The codes that a file may refer to because the database has them already."""

    sources: frozenset[str] = field(default_factory=frozenset)
    organisations: frozenset[str] = field(default_factory=frozenset)
    series: frozenset[str] = field(default_factory=frozenset)
    events: frozenset[str] = field(default_factory=frozenset)
    agreements: frozenset[str] = field(default_factory=frozenset)
    indicators: frozenset[str] = field(default_factory=frozenset)
    themes: frozenset[str] = field(default_factory=frozenset)


def check_document(document: Document, known: Known) -> dict[str, Any]:
    """
    Return the values of a record file.

    :raises RecordRefused: with each line at fault and its reason, twenty at most
    """
    try:
        data: dict[str, Any] = RecordShape().load(document.data)
    except ma.ValidationError as error:
        faults = list(_faults(error.normalized_messages(), ()))
        raise _refused(document, faults) from None
    faults = [
        *_duplicates(document, data),
        *_wrong_references(data, known),
        *_figures_too_late(data, known),
        *_wrong_dates(data),
        *unclear(data),
    ]
    if faults:
        raise _refused(document, faults)
    return data


def _refused(document: Document, faults: list[tuple[Path, str]]) -> RecordRefused:
    placed = sorted((document.line_of(path), reason) for path, reason in faults)
    return RecordRefused(placed[:MOST_FAULTS])


def _faults(messages: Mapping[Any, Any], path: Path) -> Iterator[tuple[Path, str]]:
    for name, texts in messages.items():
        place = path if name == "_schema" else (*path, name)
        if isinstance(texts, Mapping):
            yield from _faults(texts, place)
            continue
        for text in texts:
            yield place, _reason(place, text)


def _reason(path: Path, text: Any) -> str:
    if str(text) == RecordShape.error_messages["unknown"]:
        message = UNKNOWN_KEY if len(path) > 1 else UNKNOWN_SECTION
        return translate(message, key=path[-1])
    sentence = translate(text) if isinstance(text, Phrase) else str(text)
    names = [
        part
        for before, part in pairwise(("", *path))
        # Of what a file names itself, marshmallow says whether the name or its value is wrong.
        if isinstance(part, str) and not (isinstance(before, str) and part in {"key", "value"})
    ]
    return translate(AT_FAULT, field=names[-1] if names else "", sentence=sentence)


def _duplicates(document: Document, data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    names = ("taxonomies", "organizations", "series", "events", "sources", "indicators")
    shared: list[list[tuple[Path, list[Any]]]] = [[((name,), data[name])] for name in names]
    # The references of both begin with their codes.
    shared.append([((name,), data[name]) for name in ("policies", "agreements")])
    given = data["giving"]
    shared += [[(("giving", name), given.get(name, []))] for name in ("pledges", "programmes")]
    for section, inner in (("taxonomies", "items"), ("agreements", "axes")):
        for index, item in enumerate(data[section]):
            shared.append([((section, index, inner), item[inner])])
    for lists in shared:
        seen: dict[str, Path] = {}
        for place, code in _coded(lists):
            # Addresses and references are read in whatever case they are written.
            first = seen.setdefault(code.lower(), place)
            if first != place:
                yield place, translate(DUPLICATE, code=code, line=document.line_of(first))


def _coded(lists: list[tuple[Path, list[Any]]]) -> Iterator[tuple[Path, str]]:
    """Yield where each thing says its code, and the code."""
    for path, items in lists:
        for index, item in enumerate(items):
            yield (*path, index, "code"), item["code"]


def _wrong_references(data: Mapping[str, Any], known: Known) -> Iterator[tuple[Path, str]]:
    allowed = {
        "source": known.sources | _codes(data["sources"]),
        "organisation": known.organisations | _codes(data["organizations"]),
        "series": known.series | _codes(data["series"]),
        "event": known.events | _codes(data["events"]),
        "indicator": known.indicators | _codes(data["indicators"]),
        "theme": known.themes.union(
            *(_codes(t["items"]) for t in data["taxonomies"] if t["code"] == "themes")
        ),
        "about": {f"agreement:{code}" for code in known.agreements | _codes(data["agreements"])},
    }
    for place, kind, code in references(data):
        if code is not None and code not in allowed[kind]:
            names = [part for part in place if isinstance(part, str)]
            yield place, translate(WRONG_REFERENCE, field=names[-1], code=code)


def _figures_too_late(data: Mapping[str, Any], known: Known) -> Iterator[tuple[Path, str]]:
    """Yield where a figure refers to itself or to one that is given further down."""
    codes, before = _codes(data["indicators"]), set(known.indicators)
    for index, figure in enumerate(data["indicators"]):
        for place, kind, code in of_indicator(("indicators", index), figure):
            if kind == "indicator" and code in codes - before:
                yield place, translate(NOT_YET_GIVEN, field=place[-1], code=code)
        before.add(figure["code"])


def _wrong_dates(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    for index, event in enumerate(data["events"]):
        first, last = event["starts_on"], event["ends_on"]
        if last and not first:
            yield ("events", index, "ends_on"), translate(END_ALONE)
        elif last and last < first:
            yield ("events", index, "ends_on"), translate(END_BEFORE_START)
        if first and event["before"]:
            yield ("events", index, "before"), translate(TWO_DATES)
        whats = [name.split("_")[0] for name in event["claimed"]]
        if len(whats) != len(set(whats)):
            yield ("events", index, "claimed"), translate(TWO_FIGURES)


def _codes(items: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(item["code"] for item in items)
