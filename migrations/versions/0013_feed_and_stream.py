"""Corrections of the written feed, and the stream of a room."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

KEPT = ("feed_wording", "stream")
SQLITE = (
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in KEPT
    ),
    (
        "CREATE TRIGGER feed_wording_unchanged BEFORE UPDATE ON feed_wording "
        "BEGIN SELECT RAISE(ABORT, 'feed_wording is append-only'); END"
    ),
)
POSTGRESQL = (
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
        for table in KEPT
    ),
    (
        "CREATE TRIGGER feed_wording_unchanged BEFORE UPDATE ON feed_wording "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
    ),
)


def upgrade() -> None:
    op.create_table(
        "feed_wording",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by_id", sa.Integer(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["feed_line.id"], name=op.f("fk_feed_wording_line_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["corrected_by_id"],
            ["person.id"],
            name=op.f("fk_feed_wording_corrected_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_wording")),
    )
    op.create_index(op.f("ix_feed_wording_line_id"), "feed_wording", ["line_id"], unique=False)
    op.create_table(
        "stream",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column(
            "player",
            sa.Enum(
                "youtube",
                "facebook",
                "jitsi",
                "bigbluebutton",
                name="player",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("hourly_weight", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("address like 'https://%'", name=op.f("ck_stream_encrypted")),
        sa.CheckConstraint("hourly_weight > 0", name=op.f("ck_stream_weight")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_stream_room_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream")),
        sa.UniqueConstraint("room_id", name=op.f("uq_stream_room_id")),
    )
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("stream")
    op.drop_table("feed_wording")
