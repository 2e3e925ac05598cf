"""The minutes of a room, each version of them kept; lines of the feed that lead somewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

SQLITE = (
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in ("minutes", "minutes_version")
    ),
    (
        "CREATE TRIGGER minutes_version_unchanged BEFORE UPDATE ON minutes_version "
        "BEGIN SELECT RAISE(ABORT, 'minutes_version is append-only'); END"
    ),
)
POSTGRESQL = (
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
        for table in ("minutes", "minutes_version")
    ),
    (
        "CREATE TRIGGER minutes_version_unchanged BEFORE UPDATE ON minutes_version "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
    ),
)


def upgrade() -> None:
    op.add_column("feed_line", sa.Column("link", sa.String(), nullable=True))
    op.create_table(
        "minutes",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "published between 1 and written", name=op.f("ck_minutes_published_is_written")
        ),
        sa.CheckConstraint(
            "(published is null) = (published_at is null)", name=op.f("ck_minutes_published_at")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_minutes_room_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("room_id", name=op.f("uq_minutes_room_id")),
    )
    op.create_table(
        "minutes_version",
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_id"],
            ["minutes.id"],
            name=op.f("fk_minutes_version_minutes_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"],
            ["person.id"],
            name=op.f("fk_minutes_version_written_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_version")),
        sa.UniqueConstraint(
            "minutes_id", "number", name=op.f("uq_minutes_version_minutes_id_number")
        ),
    )
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("minutes_version")
    op.drop_table("minutes")
    op.drop_column("feed_line", "link")
