"""Rooms, questions, votes and the written feed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "room",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "closed",
                "open",
                "paused",
                "archived",
                name="roomstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("asked >= 0", name=op.f("ck_room_asked")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_room_meeting_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("slug", name=op.f("uq_room_slug")),
    )
    op.create_index(op.f("ix_room_meeting_id"), "room", ["meeting_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "taken",
                "on_air",
                "answered",
                "refused",
                "merged",
                "withdrawn",
                name="questionstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "private_person",
                "off_topic",
                "already_answered",
                "not_a_question",
                "unclear",
                "offensive",
                "other",
                name="refusalreason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("reason_words", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("asked_seq", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id is not null)", name=op.f("ck_question_merged")
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (reason is not null)",
            name=op.f("ck_question_refused_with_reason"),
        ),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_question_not_into_itself")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_question_author_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["question.id"],
            name=op.f("fk_question_merged_into_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_question_room_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["term.id"], name=op.f("fk_question_theme_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("receipt", name=op.f("uq_question_receipt")),
        sa.UniqueConstraint("room_id", "number", name=op.f("uq_question_room_id_number")),
    )
    op.create_index(op.f("ix_question_author_id"), "question", ["author_id"], unique=False)
    op.create_index(
        op.f("ix_question_merged_into_id"), "question", ["merged_into_id"], unique=False
    )
    op.create_index("ix_question_room_state", "question", ["room_id", "state"], unique=False)
    op.create_index(
        "uq_question_on_air",
        "question",
        ["room_id"],
        unique=True,
        sqlite_where=sa.text("state = 'on_air'"),
        postgresql_where=sa.text("state = 'on_air'"),
    )
    op.create_table(
        "vote",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_vote_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_vote_question_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("question_id", "person_id", name=op.f("uq_vote_question_id_person_id")),
    )
    op.create_index(op.f("ix_vote_person_id"), "vote", ["person_id"], unique=False)
    op.create_table(
        "feed_line",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_feed_line_author_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_feed_line_question_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_feed_line_room_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_line")),
    )
    op.create_index("ix_feed_line_room", "feed_line", ["room_id", "said_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_feed_line_room", table_name="feed_line")
    op.drop_table("feed_line")
    op.drop_index(op.f("ix_vote_person_id"), table_name="vote")
    op.drop_table("vote")
    op.drop_index(
        "uq_question_on_air",
        table_name="question",
        sqlite_where=sa.text("state = 'on_air'"),
        postgresql_where=sa.text("state = 'on_air'"),
    )
    op.drop_index("ix_question_room_state", table_name="question")
    op.drop_index(op.f("ix_question_merged_into_id"), table_name="question")
    op.drop_index(op.f("ix_question_author_id"), table_name="question")
    op.drop_table("question")
    op.drop_index(op.f("ix_room_meeting_id"), table_name="room")
    op.drop_table("room")
