"""What the desk puts on the screen in the hall, each change of it kept."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

SHOWN = (
    *("automatic", "on_air", "question", "next", "history", "poll", "timer", "join", "message"),
    "blank",
)
CHECKS = {
    "question": "(question_id is not null) = (shows = 'question')",
    "poll": "(poll_id is not null) = (shows = 'poll')",
    "words": "(words is not null) = (shows = 'message')",
    "language": "(language is not null) = (words is not null)",
    "with_words": "words <> ''",
}
SQLITE = (
    (
        "CREATE TRIGGER screen_scene_kept BEFORE DELETE ON screen_scene "
        "BEGIN SELECT RAISE(ABORT, 'screen_scene is append-only'); END"
    ),
    (
        "CREATE TRIGGER screen_scene_unchanged BEFORE UPDATE ON screen_scene "
        "BEGIN SELECT RAISE(ABORT, 'screen_scene is append-only'); END"
    ),
)
POSTGRESQL = (
    (
        "CREATE TRIGGER screen_scene_kept BEFORE DELETE ON screen_scene "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
    ),
    (
        "CREATE TRIGGER screen_scene_unchanged BEFORE UPDATE ON screen_scene "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
    ),
    (
        "CREATE TRIGGER screen_scene_not_emptied BEFORE TRUNCATE ON screen_scene "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()"
    ),
)


def upgrade() -> None:
    op.create_table(
        "screen_scene",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column(
            "shows",
            sa.Enum(*SHOWN, name="shown", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("poll_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.CheckConstraint(check, name=op.f(f"ck_screen_scene_{name}"))
            for name, check in CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"],
                [f"{table}.id"],
                name=op.f(f"fk_screen_scene_{table}_id"),
                ondelete="RESTRICT",
            )
            for table in ("room", "question", "poll")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen_scene")),
    )
    op.create_index(op.f("ix_screen_scene_room_id"), "screen_scene", ["room_id"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("screen_scene")
