"""The floor of a room: how it is given, and the hands raised."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

KEPT = ("floor", "hand")
SQLITE = tuple(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for table in KEPT
)
POSTGRESQL = (
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
        for table in KEPT
    ),
    *(
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()"
        for table in KEPT
    ),
)


def upgrade() -> None:
    op.create_table(
        "floor",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("raised", sa.Integer(), nullable=False),
        sa.Column("takes_hands", sa.Boolean(), nullable=False),
        sa.Column("speech_seconds", sa.Integer(), nullable=False),
        sa.Column("country_seconds", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("country_seconds > 0", name=op.f("ck_floor_country_seconds")),
        sa.CheckConstraint("raised >= 0", name=op.f("ck_floor_raised")),
        sa.CheckConstraint(
            "speech_seconds between 15 and 3600", name=op.f("ck_floor_speech_seconds")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_floor_room_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor")),
        sa.UniqueConstraint("room_id", name=op.f("uq_floor_room_id")),
    )
    op.create_table(
        "hand",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column(
            "turn",
            sa.Enum(
                "procedure",
                "reply",
                "speech",
                name="turn",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "raised",
                "called",
                "speaking",
                "paused",
                "done",
                "withdrawn",
                "passed",
                name="handstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("allotted", sa.Integer(), nullable=True),
        sa.Column("spoken_ms", sa.Integer(), nullable=False),
        sa.Column("running_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'paused') = (paused_at is not null)", name=op.f("ck_hand_paused")
        ),
        sa.CheckConstraint(
            "(state = 'speaking') = (running_since is not null)", name=op.f("ck_hand_running")
        ),
        sa.CheckConstraint(
            "state not in ('called', 'speaking', 'paused', 'done') or allotted is not null",
            name=op.f("ck_hand_called_with_time"),
        ),
        sa.CheckConstraint(
            "state not in ('speaking', 'paused', 'done') or started_at is not null",
            name=op.f("ck_hand_started"),
        ),
        sa.CheckConstraint(
            "(person_id is null) = (entered_by_id is not null)", name=op.f("ck_hand_entered")
        ),
        sa.CheckConstraint(
            "(person_id is null) = (name is not null)", name=op.f("ck_hand_person_or_name")
        ),
        sa.CheckConstraint("allotted between 15 and 3600", name=op.f("ck_hand_allotted")),
        sa.CheckConstraint("spoken_ms >= 0", name=op.f("ck_hand_spoken")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["person.id"],
            name=op.f("fk_hand_entered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hand_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_hand_room_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["term.id"], name=op.f("fk_hand_theme_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand")),
        sa.UniqueConstraint("room_id", "number", name=op.f("uq_hand_room_id_number")),
    )
    op.create_index(op.f("ix_hand_person_id"), "hand", ["person_id"], unique=False)
    op.create_index("ix_hand_room_state", "hand", ["room_id", "state"], unique=False)
    op.create_index(
        "uq_hand_called",
        "hand",
        ["room_id"],
        unique=True,
        sqlite_where=sa.text("state in ('called')"),
        postgresql_where=sa.text("state in ('called')"),
    )
    op.create_index(
        "uq_hand_one_of_person",
        "hand",
        ["room_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state in ('raised', 'called', 'speaking', 'paused')"),
        postgresql_where=sa.text("state in ('raised', 'called', 'speaking', 'paused')"),
    )
    op.create_index(
        "uq_hand_speaking",
        "hand",
        ["room_id"],
        unique=True,
        sqlite_where=sa.text("state in ('speaking')"),
        postgresql_where=sa.text("state in ('speaking')"),
    )
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("uq_hand_speaking", table_name="hand")
    op.drop_index("uq_hand_one_of_person", table_name="hand")
    op.drop_index("uq_hand_called", table_name="hand")
    op.drop_index("ix_hand_room_state", table_name="hand")
    op.drop_index(op.f("ix_hand_person_id"), table_name="hand")
    op.drop_table("hand")
    op.drop_table("floor")
