"""Reads of the directory; it is public, so everybody sees all of it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actors import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.formats import sort_key
from app.directory.models import ChannelKind, Framework, Organisation, Source, Taxonomy, Term

PER_PAGE = 50


def organisations(
    _actor: Actor, *, kind: str | None = None, country: str | None = None, text: str | None = None
) -> Select[Organisation]:
    """Return the query of the organisations of a kind, in a country, whose names hold each word."""
    query = select(Organisation).where(Organisation.is_listed)
    query = query.order_by(Organisation.sort_name, Organisation.id)
    if kind:
        query = query.where(Organisation.kind == kind)
    if country:
        query = query.where(Organisation.country == country)
    for word in sort_key(text or "").split():
        query = query.where(Organisation.search_text.contains(word, autoescape=True))
    return query


def page_of_organisations(actor: Actor, *, page: int = 1, **filters: Any) -> Any:
    """Return one page of those that fit (`items`, `total`, `page`, `pages`), at most the last."""
    query = organisations(actor, **filters)
    found = db.paginate(query, page=page, per_page=PER_PAGE, error_out=False)
    if 1 <= found.pages < page:
        return db.paginate(query, page=found.pages, per_page=PER_PAGE, error_out=False)
    return found


def every_organisation(actor: Actor, **filters: Any) -> list[Organisation]:
    """Return all the organisations that fit, for an export."""
    query = organisations(actor, **filters).options(selectinload(Organisation.sources))
    return list(db.session.scalars(query))


def organisation_names(numbers: Collection[int]) -> dict[int, str]:
    """Return how organisations are called, listed or not."""
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(numbers))
    return dict(db.session.execute(query).all())


def organisation(_actor: Actor, slug: str) -> Organisation:
    """
    Return an organisation with what is known of it.

    :raises NotFound: if there is none
    """
    query = select(Organisation).where(Organisation.slug == slug, Organisation.is_listed)
    found = db.session.scalar(
        query.options(
            selectinload(Organisation.names),
            selectinload(Organisation.channels),
            selectinload(Organisation.sources),
        )
    )
    if found is None:
        raise NotFound()
    return found


def names_of_organisations(actor: Actor) -> list[str]:
    """Return the names of the listed organisations, in their order."""
    query = select(Organisation.name).where(Organisation.is_listed)
    return list(db.session.scalars(query.order_by(Organisation.sort_name, Organisation.id)))


def organisation_named(_actor: Actor, named: str) -> Organisation | None:
    """Return the listed organisation of that name, acronym or address, if there is one."""
    words = sort_key(named.strip())
    query = select(Organisation).where(
        Organisation.is_listed,
        or_(
            Organisation.slug == words,
            Organisation.sort_name == words,
            func.lower(Organisation.acronym) == words,
        ),
    )
    return db.session.scalar(query.order_by(Organisation.id).limit(1))


def countries_of_organisations(_actor: Actor) -> set[str]:
    """Return the codes of the countries where an organisation is."""
    query = select(Organisation.country).where(Organisation.is_listed).distinct()
    return {code for code in db.session.scalars(query) if code}


def frameworks(_actor: Actor) -> list[Framework]:
    """Return every framework, in the order of their titles."""
    query = select(Framework).options(joinedload(Framework.convened_by))
    return sorted(db.session.scalars(query), key=lambda framework: sort_key(framework.title))


def frameworks_of(_actor: Actor, organisation: Organisation) -> list[Framework]:
    """Return the frameworks that an organisation convenes."""
    query = select(Framework).where(Framework.convened_by_id == organisation.id)
    return sorted(db.session.scalars(query), key=lambda framework: sort_key(framework.title))


def framework(_actor: Actor, slug: str) -> Framework:
    """
    Return a framework with its committees, its objectives and its sources.

    :raises NotFound: if there is none
    """
    query = select(Framework).where(Framework.slug == slug)
    found = db.session.scalar(
        query.options(
            joinedload(Framework.convened_by),
            joinedload(Framework.objectives).selectinload(Taxonomy.terms),
            selectinload(Framework.committees),
            selectinload(Framework.sources),
        )
    )
    if found is None:
        raise NotFound()
    return found


def described_organisation(organisation: Organisation) -> dict[str, Any]:
    """Return an organisation as its form shows it."""
    plain = ("name", "acronym", "country", "city", "note", "offer", "planned_antennas")
    channels = {channel.kind.value: channel.address for channel in organisation.channels}
    return {name: getattr(organisation, name) for name in plain} | {
        "kind": organisation.kind.value,
        "names": "\n".join(other.name for other in organisation.names),
        "sources": [source.code for source in organisation.sources],
        **{kind.value: channels.get(kind.value) for kind in ChannelKind},
    }


def described_framework(framework: Framework) -> dict[str, Any]:
    """Return a framework as its form shows it."""
    return {
        "title": framework.title,
        "subtitle": framework.subtitle,
        "acronym": framework.acronym,
        "convened_by": framework.convened_by.slug if framework.convened_by else None,
        "objectives": framework.objectives.code if framework.objectives else None,
        "committees": "\n".join(committee.name for committee in framework.committees),
        "sources": [source.code for source in framework.sources],
    }


def taxonomy(code: str) -> Taxonomy | None:
    """Return a taxonomy with its terms, if it exists."""
    query = select(Taxonomy).where(Taxonomy.code == code)
    return db.session.scalar(query.options(selectinload(Taxonomy.terms)))


def taxonomies() -> list[Taxonomy]:
    """Return every taxonomy, in the order of their titles."""
    return sorted(db.session.scalars(select(Taxonomy)), key=lambda one: sort_key(one.title))


def terms(taxonomy_code: str) -> list[Term]:
    """Return the terms of a taxonomy in their order, none where it does not exist."""
    query = select(Term).join(Term.taxonomy).where(Taxonomy.code == taxonomy_code)
    return list(db.session.scalars(query.order_by(Term.position, Term.id)))


def term(taxonomy_code: str, code: str) -> Term | None:
    """Return one term of a taxonomy, if it exists."""
    query = select(Term).join(Term.taxonomy)
    return db.session.scalar(query.where(Taxonomy.code == taxonomy_code, Term.code == code))


def sources() -> dict[str, Source]:
    """Return the sources by their codes."""
    return {source.code: source for source in db.session.scalars(select(Source))}


def source(_actor: Actor, code: str) -> Source:
    """
    Return a source by its code.

    :raises NotFound: if there is none
    """
    found = by_slug(Source, code)
    if found is None:
        raise NotFound()
    return found


def by_slug(model: type[Any], slug: str | None) -> Any:
    """Return the row of `model` with that slug or code, or none."""
    if slug is None:
        return None
    column = model.slug if hasattr(model, "slug") else model.code
    return db.session.scalar(select(model).where(column == slug))
