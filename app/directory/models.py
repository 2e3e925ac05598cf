"""Organisations, frameworks with their committees, taxonomies, and where each comes from."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Table, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, restrict, word_of


class OrganisationKind(StrEnum):
    """What an organisation is."""

    MINISTRY = "ministry"
    HIGH_COUNCIL = "high_council"
    EMBASSY = "embassy"
    CONSULATE = "consulate"
    ASSOCIATION = "association"
    AGENCY = "agency"
    INTERGOVERNMENTAL = "intergovernmental"
    UNIVERSITY = "university"
    BANK = "bank"
    OTHER = "other"


class ChannelKind(StrEnum):
    """Where an organisation is found."""

    WEBSITE = "website"
    FACEBOOK = "facebook"
    TWITTER = "twitter"
    YOUTUBE = "youtube"


def _cited(table: str) -> Table:
    return Table(
        f"{table}_source",
        Base.metadata,
        Column(f"{table}_id", restrict(f"{table}.id"), primary_key=True),
        Column("source_id", restrict("source.id"), primary_key=True),
    )


organisation_source = _cited("organisation")
framework_source = _cited("framework")
taxonomy_source = _cited("taxonomy")


class Source(Identified, Base):
    """A document that states facts; pages name it beside each figure."""

    __tablename__ = "source"
    __table_args__ = (UniqueConstraint("code"),)

    code: Mapped[str]
    about: Mapped[str]


class Organisation(Identified, Base):
    """
    A ministry, an embassy, an association ... `search_text` holds its names without accents.

    One that only asked to be accredited is not listed: the directory does not show it yet.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("slug"),
        Index("ix_organisation_kind", "kind"),
        Index("ix_organisation_country", "country"),
    )

    slug: Mapped[str]
    name: Mapped[str]
    acronym: Mapped[str | None]
    kind: Mapped[OrganisationKind] = mapped_column(word_of(OrganisationKind))
    country: Mapped[str | None]
    city: Mapped[str | None]
    note: Mapped[str | None]
    offer: Mapped[str | None]
    planned_antennas: Mapped[int | None]
    sort_name: Mapped[str]
    search_text: Mapped[str]
    is_listed: Mapped[bool] = mapped_column(default=True, server_default=true())

    names: Mapped[list["OrganisationName"]] = relationship(
        back_populates="organisation", order_by="OrganisationName.id", cascade="all, delete-orphan"
    )
    channels: Mapped[list["Channel"]] = relationship(
        back_populates="organisation", order_by="Channel.id", cascade="all, delete-orphan"
    )
    sources: Mapped[list[Source]] = relationship(
        secondary=organisation_source, order_by=Source.code
    )


class OrganisationName(Identified, Base):
    """Another name an organisation is known by."""

    __tablename__ = "organisation_name"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    organisation_id: Mapped[int] = mapped_column(restrict("organisation.id"))
    name: Mapped[str]

    organisation: Mapped[Organisation] = relationship(back_populates="names")


class Channel(Identified, Base):
    """Where an organisation speaks: a site or an account, as it was stated."""

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("organisation_id", "kind"),)

    organisation_id: Mapped[int] = mapped_column(restrict("organisation.id"))
    kind: Mapped[ChannelKind] = mapped_column(word_of(ChannelKind))
    address: Mapped[str]

    organisation: Mapped[Organisation] = relationship(back_populates="channels")


class Taxonomy(Identified, Base):
    """
    An ordered list of terms: objectives, axes, themes.

    `declared_count` is how many terms its source announces, where it states more than it names.
    """

    __tablename__ = "taxonomy"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("declared_count >= 0", name="declared_count"),
    )

    code: Mapped[str]
    title: Mapped[str]
    note: Mapped[str | None]
    declared_count: Mapped[int | None]

    terms: Mapped[list["Term"]] = relationship(
        back_populates="taxonomy", order_by="Term.position, Term.id"
    )
    sources: Mapped[list[Source]] = relationship(secondary=taxonomy_source, order_by=Source.code)


class Term(Identified, Base):
    """One entry of a taxonomy, at its place in the order of the source."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("taxonomy_id", "code"),)

    taxonomy_id: Mapped[int] = mapped_column(restrict("taxonomy.id"))
    code: Mapped[str]
    title: Mapped[str]
    position: Mapped[int]

    taxonomy: Mapped[Taxonomy] = relationship(back_populates="terms")


class Framework(Identified, Base):
    """A standing framework that meetings belong to: Toukanblon, the CCMEX, a forum ..."""

    __tablename__ = "framework"
    __table_args__ = (UniqueConstraint("slug"),)

    slug: Mapped[str]
    title: Mapped[str]
    subtitle: Mapped[str | None]
    acronym: Mapped[str | None]
    convened_by_id: Mapped[int | None] = mapped_column(restrict("organisation.id"))
    objectives_id: Mapped[int | None] = mapped_column(restrict("taxonomy.id"))

    convened_by: Mapped[Organisation | None] = relationship()
    objectives: Mapped[Taxonomy | None] = relationship()
    committees: Mapped[list["Committee"]] = relationship(
        back_populates="framework", order_by="Committee.position, Committee.id"
    )
    sources: Mapped[list[Source]] = relationship(secondary=framework_source, order_by=Source.code)

    @property
    def short_title(self) -> str:
        """The acronym where there is one, else the title."""
        return self.acronym or self.title


class Committee(Identified, Base):
    """A standing body of a framework: Comité de pilotage, Comité technique."""

    __tablename__ = "committee"
    __table_args__ = (UniqueConstraint("framework_id", "name"),)

    framework_id: Mapped[int] = mapped_column(restrict("framework.id"))
    name: Mapped[str]
    position: Mapped[int]

    framework: Mapped[Framework] = relationship(back_populates="committees")
