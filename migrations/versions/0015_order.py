"""The order of a room's queue, its question window, and what halls ask through their staff."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

KEPT = ("hall_entry", "queue_move")
RULES = "'balanced', 'votes', 'time'"
INSTANT = {"postgresql": "TIMESTAMP WITH TIME ZONE", "sqlite": "DATETIME"}

# Columns are added one by one, checks included: a table that is not copied keeps its triggers.
COLUMNS = (
    (
        "room",
        "order_rule",
        (
            "VARCHAR(30) DEFAULT 'balanced' NOT NULL "
            f"CONSTRAINT ck_room_orderrule CHECK (order_rule IN ({RULES}))"
        ),
    ),
    ("room", "questions_from", "{instant}"),
    (
        "room",
        "questions_until",
        "{instant} CONSTRAINT ck_room_questions_until CHECK (questions_until > questions_from)",
    ),
    (
        "room",
        "answers_until",
        "{instant} CONSTRAINT ck_room_answers_until CHECK (answers_until >= questions_until)",
    ),
    ("question", "turn", "INTEGER CONSTRAINT ck_question_turn CHECK (turn > 0)"),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table, name, kind in COLUMNS:
        column = kind.format(instant=INSTANT[dialect])
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {column}")
    op.create_table(
        "hall_entry",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("hall", sa.String(), nullable=False),
        sa.Column("spoken_by", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_hall_entry_question_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_hall_entry_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall_entry")),
        sa.UniqueConstraint("question_id", name=op.f("uq_hall_entry_question_id")),
    )
    op.create_index(op.f("ix_hall_entry_organisation_id"), "hall_entry", ["organisation_id"])
    op.create_table(
        "queue_move",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("from_place", sa.Integer(), nullable=False),
        sa.Column("to_place", sa.Integer(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                *("thread", "respondent", "urgent", "fairness", "other"),
                name="movereason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_queue_move_room_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_queue_move_question_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["moved_by_id"],
            ["person.id"],
            name=op.f("fk_queue_move_moved_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_move")),
    )
    op.create_index("ix_queue_move_room", "queue_move", ["room_id"])
    for table in KEPT:
        for statement in _guards(table, dialect):
            op.execute(statement)
    if dialect == "postgresql":
        op.execute(TRIGRAMS)


def _guards(table: str, dialect: str) -> tuple[str, ...]:
    if dialect == "sqlite":
        return (
            (
                f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            ),
        )
    refuse = "EXECUTE FUNCTION refuse_removal()"
    return (
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
        (
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT {refuse}"
        ),
    )


# A server without the extension, or that lets nobody add it, compares questions in Python.
TRIGRAMS = """DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'pg_trgm is not available'; END $$"""


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP EXTENSION IF EXISTS pg_trgm")
    op.drop_index("ix_queue_move_room", table_name="queue_move")
    op.drop_table("queue_move")
    op.drop_index(op.f("ix_hall_entry_organisation_id"), table_name="hall_entry")
    op.drop_table("hall_entry")
    for table, name, _kind in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
