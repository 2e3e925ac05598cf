"""Sources, taxonomies, organisations and frameworks of a record."""

from collections.abc import Mapping
from typing import Any

from app.core.actors import Actor
from app.directory import actions as directory
from app.directory.models import Framework, Organisation, Source, Taxonomy
from app.directory.queries import by_slug
from app.record.actions.outcomes import CREATED, _changed


def _source(actor: Actor, item: Mapping[str, Any]) -> str:
    source = by_slug(Source, item["code"])
    if source is None:
        directory.register_source(actor, code=item["code"], about=item["about"])
        return CREATED
    return _changed(lambda: directory.update_source(actor, source, about=item["about"]))


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
    return _changed(lambda: directory.update_taxonomy(actor, taxonomy, **details))


def _organisation(actor: Actor, item: Mapping[str, Any]) -> str:
    details = {name: item[name] for name in item.keys() - {"code", "source"}}
    details["sources"] = _cited(item)
    organisation = by_slug(Organisation, item["code"])
    if organisation is None:
        directory.register_organisation(actor, slug=item["code"], **details)
        return CREATED
    return _changed(lambda: directory.update_organisation(actor, organisation, **details))


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
    return _changed(lambda: directory.update_framework(actor, framework, **details))


def _cited(item: Mapping[str, Any]) -> list[Source]:
    return [by_slug(Source, code) for code in item["source"]]
