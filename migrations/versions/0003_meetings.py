"""Meetings and what is stated of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "session",
                "ceremony",
                "field_mission",
                "conference",
                "assizes",
                "forum",
                "consultation_days",
                "commemoration",
                "training",
                "campaign",
                "other",
                name="meetingkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("known_before", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("venue", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum(
                "onsite",
                "remote",
                "hybrid",
                name="meetingmode",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "held",
                "cancelled",
                name="meetingstatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("cancelled_because", sa.String(), nullable=True),
        sa.Column("led_by_id", sa.Integer(), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("edition > 0", name=op.f("ck_meeting_edition")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meeting_hours_in_order")),
        sa.CheckConstraint(
            "ends_at is null or starts_at is not null", name=op.f("ck_meeting_end_hour_has_start")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_meeting_days_in_order")),
        sa.CheckConstraint(
            "ends_on is null or starts_on is not null", name=op.f("ck_meeting_end_has_start")
        ),
        sa.CheckConstraint(
            "known_before is null or starts_on is null", name=op.f("ck_meeting_one_knowledge")
        ),
        sa.CheckConstraint(
            "starts_at is null or starts_on is not null", name=op.f("ck_meeting_hour_has_day")
        ),
        sa.CheckConstraint("year between 1900 and 2200", name=op.f("ck_meeting_year")),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["framework.id"],
            name=op.f("fk_meeting_framework_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"],
            ["organisation.id"],
            name=op.f("fk_meeting_invited_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["led_by_id"],
            ["organisation.id"],
            name=op.f("fk_meeting_led_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_meeting_source_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["term.id"], name=op.f("fk_meeting_theme_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("slug", name=op.f("uq_meeting_slug")),
    )
    op.create_index("ix_meeting_framework", "meeting", ["framework_id"], unique=False)
    op.create_index("ix_meeting_starts_on", "meeting", ["starts_on"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_agenda_item_hours_in_order")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_agenda_item_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(
        "ix_agenda_item_meeting", "agenda_item", ["meeting_id", "position"], unique=False
    )
    op.create_table(
        "meeting_host",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_host_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_meeting_host_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_host")),
        sa.UniqueConstraint(
            "meeting_id", "organisation_id", name=op.f("uq_meeting_host_meeting_id_organisation_id")
        ),
    )
    op.create_table(
        "meeting_stop",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "place is not null or country is not null", name=op.f("ck_meeting_stop_somewhere")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_stop_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_stop")),
        sa.UniqueConstraint(
            "meeting_id", "position", name=op.f("uq_meeting_stop_meeting_id_position")
        ),
    )
    op.create_table(
        "stated_figure",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "delegates",
                "countries",
                "participants",
                name="figurekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("at_least", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Boolean(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("not (at_least and about)", name=op.f("ck_stated_figure_one_doubt")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_stated_figure_value")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_stated_figure_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_stated_figure_source_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_figure")),
        sa.UniqueConstraint("meeting_id", "what", name=op.f("uq_stated_figure_meeting_id_what")),
    )
    op.create_table(
        "meeting_note",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "follows_up",
                "presented",
                "beside",
                "community",
                "remote_from",
                "closing",
                "concern",
                "about",
                name="notekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("venue", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_note_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_meeting_note_term_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
        sa.UniqueConstraint(
            "meeting_id", "kind", "position", name=op.f("uq_meeting_note_meeting_id_kind_position")
        ),
    )


def downgrade() -> None:
    op.drop_table("meeting_note")
    op.drop_table("stated_figure")
    op.drop_table("meeting_stop")
    op.drop_table("meeting_host")
    op.drop_index("ix_agenda_item_meeting", table_name="agenda_item")
    op.drop_table("agenda_item")
    op.drop_index("ix_meeting_starts_on", table_name="meeting")
    op.drop_index("ix_meeting_framework", table_name="meeting")
    op.drop_table("meeting")
