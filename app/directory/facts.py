"""What happened in the directory."""

from dataclasses import dataclass

from app.core.facts import Fact

SCOPE = "directory"


@dataclass(frozen=True, kw_only=True)
class DirectoryFact(Fact):
    """A fact of the directory: one sequence for all of it."""

    @property
    def scope(self) -> str:
        return SCOPE


@dataclass(frozen=True, kw_only=True)
class SourceRegistered(DirectoryFact):
    """A document became a source."""

    source_id: int


@dataclass(frozen=True, kw_only=True)
class SourceUpdated(DirectoryFact):
    """What a source is about was put differently."""

    source_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(DirectoryFact):
    """An organisation entered the directory."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationUpdated(DirectoryFact):
    """What is known of an organisation changed."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationListed(DirectoryFact):
    """An organisation that had asked to be accredited is shown from now on."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class TaxonomyRegistered(DirectoryFact):
    """A list of terms entered the directory."""

    taxonomy_id: int


@dataclass(frozen=True, kw_only=True)
class TaxonomyUpdated(DirectoryFact):
    """A list of terms changed."""

    taxonomy_id: int


@dataclass(frozen=True, kw_only=True)
class FrameworkRegistered(DirectoryFact):
    """A framework entered the directory."""

    framework_id: int


@dataclass(frozen=True, kw_only=True)
class FrameworkUpdated(DirectoryFact):
    """What is known of a framework changed."""

    framework_id: int
