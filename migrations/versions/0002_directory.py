"""Sources, organisations, taxonomies and frameworks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "source",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("code", name=op.f("uq_source_code")),
    )
    op.create_table(
        "organisation",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("acronym", sa.String(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "ministry",
                "high_council",
                "embassy",
                "consulate",
                "association",
                "agency",
                "intergovernmental",
                "university",
                "bank",
                "other",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("offer", sa.String(), nullable=True),
        sa.Column("planned_antennas", sa.Integer(), nullable=True),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_index("ix_organisation_country", "organisation", ["country"], unique=False)
    op.create_index("ix_organisation_kind", "organisation", ["kind"], unique=False)
    op.create_table(
        "organisation_name",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_name_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_name")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_organisation_name_organisation_id_name")
        ),
    )
    op.create_table(
        "channel",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "website",
                "facebook",
                "twitter",
                "youtube",
                name="channelkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_channel_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint(
            "organisation_id", "kind", name=op.f("uq_channel_organisation_id_kind")
        ),
    )
    op.create_table(
        "organisation_source",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_source_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_organisation_source_source_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "source_id", name=op.f("pk_organisation_source")
        ),
    )
    op.create_table(
        "taxonomy",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("declared_count", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("declared_count >= 0", name=op.f("ck_taxonomy_declared_count")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomy")),
        sa.UniqueConstraint("code", name=op.f("uq_taxonomy_code")),
    )
    op.create_table(
        "term",
        sa.Column("taxonomy_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["taxonomy_id"], ["taxonomy.id"], name=op.f("fk_term_taxonomy_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("taxonomy_id", "code", name=op.f("uq_term_taxonomy_id_code")),
    )
    op.create_table(
        "taxonomy_source",
        sa.Column("taxonomy_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_taxonomy_source_source_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["taxonomy_id"],
            ["taxonomy.id"],
            name=op.f("fk_taxonomy_source_taxonomy_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("taxonomy_id", "source_id", name=op.f("pk_taxonomy_source")),
    )
    op.create_table(
        "framework",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=True),
        sa.Column("acronym", sa.String(), nullable=True),
        sa.Column("convened_by_id", sa.Integer(), nullable=True),
        sa.Column("objectives_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["convened_by_id"],
            ["organisation.id"],
            name=op.f("fk_framework_convened_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["objectives_id"],
            ["taxonomy.id"],
            name=op.f("fk_framework_objectives_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework")),
        sa.UniqueConstraint("slug", name=op.f("uq_framework_slug")),
    )
    op.create_table(
        "committee",
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["framework.id"],
            name=op.f("fk_committee_framework_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
        sa.UniqueConstraint("framework_id", "name", name=op.f("uq_committee_framework_id_name")),
    )
    op.create_table(
        "framework_source",
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["framework.id"],
            name=op.f("fk_framework_source_framework_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_framework_source_source_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("framework_id", "source_id", name=op.f("pk_framework_source")),
    )


def downgrade() -> None:
    op.drop_table("framework_source")
    op.drop_table("committee")
    op.drop_table("framework")
    op.drop_table("taxonomy_source")
    op.drop_table("term")
    op.drop_table("taxonomy")
    op.drop_table("organisation_source")
    op.drop_table("channel")
    op.drop_table("organisation_name")
    op.drop_index("ix_organisation_kind", table_name="organisation")
    op.drop_index("ix_organisation_country", table_name="organisation")
    op.drop_table("organisation")
    op.drop_table("source")
