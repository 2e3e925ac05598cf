"""Behind the desk: notes to the stage, and hand-overs."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

KEPT = ("stage_note", "hand_over")
WRITTEN = {
    "stage_note": "OF room_id, author_id, body, written_at ",
    "hand_over": "",
}
SQLITE = (
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in KEPT
    ),
    *(
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE {columns}ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, columns in WRITTEN.items()
    ),
)
POSTGRESQL = (
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
        for table in KEPT
    ),
    *(
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE {columns}ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
        for table, columns in WRITTEN.items()
    ),
    *(
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()"
        for table in KEPT
    ),
)


def upgrade() -> None:
    op.create_table(
        "stage_note",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f("ck_stage_note_with_words")),
        sa.CheckConstraint(
            "(read_by_id is null) = (read_at is null)",
            name=op.f("ck_stage_note_read_by_somebody"),
        ),
        *(
            _points(table="stage_note", column=column, at=at)
            for column, at in (
                ("room_id", "room"),
                ("author_id", "person"),
                ("read_by_id", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_note")),
    )
    op.create_index(op.f("ix_stage_note_room_id"), "stage_note", ["room_id"])
    op.create_table(
        "hand_over",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("note <> ''", name=op.f("ck_hand_over_with_words")),
        *(
            _points(table="hand_over", column=column, at=at)
            for column, at in (
                ("room_id", "room"),
                ("by_id", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_index(op.f("ix_hand_over_room_id"), "hand_over", ["room_id"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(statement)


def _points(*, table: str, column: str, at: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{at}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT"
    )


def downgrade() -> None:
    op.drop_table("hand_over")
    op.drop_table("stage_note")
