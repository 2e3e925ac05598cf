"""What the secretariat and the import of the record do to the directory."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.formats import sort_key
from app.core.forms import refuse_changed
from app.core.i18n import N_, translate
from app.core.slugs import TAKEN_BY_PAGES
from app.directory import facts, queries, rules
from app.directory.models import (
    Channel,
    ChannelKind,
    Committee,
    Framework,
    Organisation,
    OrganisationKind,
    OrganisationName,
    Source,
    Taxonomy,
    Term,
)

TAKEN = N_("Ce code est déjà pris.")


@action(rules.may_keep_directory)
def register_source(actor: Actor, *, code: str, about: str) -> Source:
    """
    Make a document a source that facts can cite.

    :raises Invalid: if the code is taken
    """
    _refuse_taken(Source, "code", code)
    source = Source(code=code, about=about)
    db.session.add(source)
    db.session.flush()
    record(actor, facts.SourceRegistered(source_id=source.id))
    return source


@action(rules.may_keep_directory, locked=True)
def update_source(actor: Actor, source: Source, *, about: str) -> Source:
    """Say differently what a source is about."""
    if _set(source, about=about):
        record(actor, facts.SourceUpdated(source_id=source.id))
    return source


@action(rules.may_keep_directory)
def register_organisation(actor: Actor, *, slug: str, **details: Any) -> Organisation:
    """
    Enter an organisation into the directory; `details` as `update_organisation` takes them.

    :raises Invalid: if the address is taken
    """
    _refuse_taken(Organisation, "slug", slug)
    organisation = Organisation(slug=slug)
    _describe_organisation(organisation, **details)
    db.session.add(organisation)
    db.session.flush()
    record(actor, facts.OrganisationRegistered(organisation_id=organisation.id))
    return organisation


@action(rules.may_keep_directory, locked=True)
def update_organisation(
    actor: Actor, organisation: Organisation, *, seen: str | None = None, **details: Any
) -> Organisation:
    """
    Say again what is known of an organisation: what is not given is no longer known.

    `details` are its name, kind, acronym, country, city, note, offer, planned_antennas, names,
    channels (address by kind) and sources; `seen` is the mark of what the form was drawn from.

    :raises Conflict: if it changed meanwhile
    """
    refuse_changed(seen, queries.described_organisation(organisation))
    if _describe_organisation(organisation, **details):
        record(actor, facts.OrganisationUpdated(organisation_id=organisation.id))
    return organisation


@action(rules.may_keep_directory)
def register_taxonomy(actor: Actor, *, code: str, **details: Any) -> Taxonomy:
    """
    Enter a list of terms; `details` as `update_taxonomy` takes them.

    :raises Invalid: if the code is taken
    """
    _refuse_taken(Taxonomy, "code", code)
    taxonomy = Taxonomy(code=code)
    _describe_taxonomy(taxonomy, **details)
    db.session.add(taxonomy)
    db.session.flush()
    record(actor, facts.TaxonomyRegistered(taxonomy_id=taxonomy.id))
    return taxonomy


@action(rules.may_keep_directory, locked=True)
def update_taxonomy(actor: Actor, taxonomy: Taxonomy, **details: Any) -> Taxonomy:
    """
    Say a list again: title, terms ((code, title) in their order), note, declared_count, sources.

    A term that is no longer named stays, after the others: what cites it keeps its sense.
    """
    if _describe_taxonomy(taxonomy, **details):
        record(actor, facts.TaxonomyUpdated(taxonomy_id=taxonomy.id))
        db.session.expire(taxonomy, ["terms"])  # so that it is read again in its new order
    return taxonomy


@action(rules.may_keep_directory)
def register_framework(actor: Actor, *, slug: str, **details: Any) -> Framework:
    """
    Enter a framework; `details` as `update_framework` takes them.

    :raises Invalid: if the address is taken
    """
    _refuse_taken(Framework, "slug", slug)
    framework = Framework(slug=slug)
    _describe_framework(framework, **details)
    db.session.add(framework)
    db.session.flush()
    record(actor, facts.FrameworkRegistered(framework_id=framework.id))
    return framework


@action(rules.may_keep_directory, locked=True)
def update_framework(
    actor: Actor, framework: Framework, *, seen: str | None = None, **details: Any
) -> Framework:
    """
    Say again what is known of a framework.

    `details` are its title, subtitle, acronym, convened_by, objectives, committees (their names
    in order) and sources. A committee that is no longer named stays. `seen` is the mark of what
    the form was drawn from.

    :raises Conflict: if it changed meanwhile
    """
    refuse_changed(seen, queries.described_framework(framework))
    if _describe_framework(framework, **details):
        record(actor, facts.FrameworkUpdated(framework_id=framework.id))
        db.session.expire(framework, ["committees"])
    return framework


def _describe_organisation(
    organisation: Organisation,
    *,
    name: str,
    kind: str,
    acronym: str | None = None,
    country: str | None = None,
    city: str | None = None,
    note: str | None = None,
    offer: str | None = None,
    planned_antennas: int | None = None,
    names: Sequence[str] = (),
    channels: Mapping[str, str] | None = None,
    sources: Iterable[Source] = (),
) -> bool:
    words = " ".join([name, acronym or "", city or "", *names])
    changed = _set(
        organisation,
        name=name,
        kind=OrganisationKind(kind),
        acronym=acronym,
        country=country,
        city=city,
        note=note,
        offer=offer,
        planned_antennas=planned_antennas,
        sort_name=sort_key(name),
        search_text=sort_key(words),
    )
    changed |= _reconcile(
        organisation.names, "name", list(names), lambda other: OrganisationName(name=other)
    )
    changed |= _set_channels(organisation, channels or {})
    return changed | _cite(organisation, sources)


def _set_channels(organisation: Organisation, channels: Mapping[str, str]) -> bool:
    known = {channel.kind.value: channel for channel in organisation.channels}
    changed = False
    for kind in known.keys() - channels.keys():
        organisation.channels.remove(known[kind])
        changed = True
    for kind, address in channels.items():
        if kind in known:
            changed |= _set(known[kind], address=address)
        else:
            organisation.channels.append(Channel(kind=ChannelKind(kind), address=address))
            changed = True
    return changed


def _describe_taxonomy(
    taxonomy: Taxonomy,
    *,
    title: str,
    terms: Sequence[tuple[str, str]],
    note: str | None = None,
    declared_count: int | None = None,
    sources: Iterable[Source] = (),
) -> bool:
    changed = _set(taxonomy, title=title, note=note, declared_count=declared_count)
    known = {term.code: term for term in taxonomy.terms}
    for position, (code, words) in enumerate(terms, start=1):
        if code in known:
            changed |= _set(known.pop(code), title=words, position=position)
        else:
            taxonomy.terms.append(Term(code=code, title=words, position=position))
            changed = True
    for position, term in enumerate(known.values(), start=len(terms) + 1):
        changed |= _set(term, position=position)
    return changed | _cite(taxonomy, sources)


def _describe_framework(
    framework: Framework,
    *,
    title: str,
    subtitle: str | None = None,
    acronym: str | None = None,
    convened_by: Organisation | None = None,
    objectives: Taxonomy | None = None,
    committees: Sequence[str] = (),
    sources: Iterable[Source] = (),
) -> bool:
    changed = _set(
        framework,
        title=title,
        subtitle=subtitle,
        acronym=acronym,
        convened_by=convened_by,
        objectives=objectives,
    )
    known = {committee.name: committee for committee in framework.committees}
    for position, name in enumerate(committees, start=1):
        if name in known:
            changed |= _set(known[name], position=position)
        else:
            framework.committees.append(Committee(name=name, position=position))
            changed = True
    return changed | _cite(framework, sources)


def _cite(thing: Any, sources: Iterable[Source]) -> bool:
    wanted = sorted(sources, key=lambda source: source.code)
    if list(thing.sources) == wanted:
        return False
    thing.sources = wanted
    return True


def _reconcile(rows: list[Any], field: str, wanted: list[str], make: Any) -> bool:
    """Add the rows that are missing, take away those no longer wanted, leave the others."""
    known = {getattr(row, field): row for row in rows}
    for value in known.keys() - set(wanted):
        rows.remove(known[value])
    added = [value for value in dict.fromkeys(wanted) if value not in known]
    rows.extend(make(value) for value in added)
    return bool(added) or bool(known.keys() - set(wanted))


def _set(thing: Any, **values: Any) -> bool:
    """Write the values that differ; tell whether one did."""
    differing = {name: value for name, value in values.items() if getattr(thing, name) != value}
    for name, value in differing.items():
        setattr(thing, name, value)
    return bool(differing)


def _refuse_taken(model: type[Any], field: str, value: str) -> None:
    if value in TAKEN_BY_PAGES or queries.by_slug(model, value) is not None:
        raise Invalid({field: [translate(TAKEN)]})
