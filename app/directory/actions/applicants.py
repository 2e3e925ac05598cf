"""Associations that ask to be accredited: entered unlisted, listed once they are."""

from app.core.actions import action, only_system
from app.core.actors import Actor
from app.core.facts import record
from app.core.slugs import TAKEN_BY_PAGES, free_slug
from app.directory import facts, queries
from app.directory.actions.keeping import register_organisation
from app.directory.models import Organisation, OrganisationKind

# Addresses of the register's own pages.
RESERVED = TAKEN_BY_PAGES | {"demander", "verifier", "dossiers", "appels", "registre"}


@action(only_system)
def enter_applicant(
    actor: Actor, *, name: str, country: str, city: str, acronym: str | None = None
) -> Organisation:
    """Enter an association that applies; the directory does not show it yet."""
    organisation = register_organisation(
        actor,
        slug=free_slug(name, "association", _is_taken),
        name=name,
        kind=OrganisationKind.ASSOCIATION,
        acronym=acronym,
        country=country,
        city=city,
    )
    organisation.is_listed = False
    return organisation


@action(only_system, locked=True)
def list_organisation(actor: Actor, organisation: Organisation) -> Organisation:
    """Show an organisation in the directory from now on."""
    if not organisation.is_listed:
        organisation.is_listed = True
        record(actor, facts.OrganisationListed(organisation_id=organisation.id))
    return organisation


def _is_taken(slug: str) -> bool:
    return slug in RESERVED or queries.by_slug(Organisation, slug) is not None
