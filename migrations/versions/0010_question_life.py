"""The life of a question: read, queued, answered by a body, owed, reworded, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

WAS_STATES = "('received', 'taken', 'on_air', 'answered', 'refused', 'merged', 'withdrawn')"
STATES = (
    "('received', 'in_review', 'taken', 'queued', 'on_air', 'answered', 'follow_up', "
    "'refused', 'merged', 'withdrawn')"
)
BODY = "(office_id is not null or office_words is not null)"
REASONS = (
    "('private_person', 'off_topic', 'already_answered', 'not_a_question', 'unclear', "
    "'offensive', 'other')"
)
SAME = {
    "not_into_itself": "merged_into_id <> id",
    "refused_with_reason": "(state = 'refused') = (reason is not null)",
    "refusalreason": f"reason IN {REASONS}",
}
WAS = SAME | {
    "merged": "(state = 'merged') = (merged_into_id is not null)",
    "questionstate": f"state IN {WAS_STATES}",
}
IS = SAME | {
    "merged": "state <> 'merged' or merged_into_id is not null",
    "merged_alone": "merged_into_id is null or state in ('merged', 'withdrawn')",
    "questionstate": f"state IN {STATES}",
    "answermode": "answered_as IN ('oral', 'written')",
    "claimed": "(state = 'in_review') = (claimed_by_id is not null)",
    "claimed_since": "(claimed_by_id is null) = (claimed_at is null)",
    "answered": "(state = 'answered') = (answered_as is not null)",
    "answered_at_a_minute": "answered_as is null or answered_at is not null",
    "written_by_a_body": f"answered_as <> 'written' or (answer is not null and {BODY})",
    "owed_by_a_body": f"state <> 'follow_up' or (due_on is not null and {BODY})",
    "one_office": "office_id is null or office_words is null",
    "reworded": "original <> body",
    "translated": "(translation is null) = (translation_language is null)",
    "other_language": "translation_language <> language",
    "pseudonym_seals": "pseudonym is null or is_anonymous",
}
NEW = (
    *(("pseudonym", sa.String()), ("original", sa.String()), ("translation", sa.String())),
    *(("translation_language", sa.String()), ("claimed_by_id", sa.Integer())),
    *(("claimed_at", sa.DateTime(timezone=True)), ("answered_as", sa.String(30))),
    *(("answered_at", sa.DateTime(timezone=True)), ("respondent", sa.String())),
    *(("office_id", sa.Integer()), ("office_words", sa.String()), ("due_on", sa.Date())),
)
POINTS = {"claimed_by_id": "person", "office_id": "organisation"}
# What was answered in writing was answered by whoever convened the meeting.
ANSWERED = (
    "UPDATE question SET answered_at = moved_at, "
    "answered_as = CASE WHEN answer IS NULL THEN 'oral' ELSE 'written' END, "
    "office_words = CASE WHEN answer IS NULL THEN NULL ELSE (SELECT framework.title FROM room "
    "JOIN meeting ON meeting.id = room.meeting_id "
    "JOIN framework ON framework.id = meeting.framework_id WHERE room.id = question.room_id) END "
    "WHERE state = 'answered'"
)
BACK = (
    "UPDATE question SET merged_into_id = NULL WHERE state = 'withdrawn'",
    "UPDATE question SET state = 'received' WHERE state = 'in_review'",
    "UPDATE question SET state = 'taken' WHERE state IN ('queued', 'follow_up')",
    "UPDATE question SET body = original WHERE original IS NOT NULL",
)


def upgrade() -> None:
    change(checks=(WAS, {}), added=True)
    op.execute(ANSWERED)
    change(checks=({}, IS))
    op.create_table(
        "identity_opening",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_identity_opening_with_a_reason")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"],
            ["person.id"],
            name=op.f("fk_identity_opening_opened_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_identity_opening_question_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_opening")),
    )
    op.create_index(op.f("ix_identity_opening_question_id"), "identity_opening", ["question_id"])
    for guard, act in (("kept", "DELETE"), ("unchanged", "UPDATE")):
        op.execute(guarding("identity_opening", guard, act))
    if on_postgresql():
        op.execute(
            "CREATE TRIGGER identity_opening_not_emptied BEFORE TRUNCATE ON identity_opening "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()"
        )


def downgrade() -> None:
    op.drop_index(op.f("ix_identity_opening_question_id"), table_name="identity_opening")
    op.drop_table("identity_opening")
    change(checks=(IS, {}))
    for statement in BACK:
        op.execute(statement)
    change(checks=({}, WAS), dropped=True)


def change(
    checks: tuple[dict[str, str], dict[str, str]], *, added: bool = False, dropped: bool = False
) -> None:
    """Put other checks on the questions, with the new columns or without them."""
    gone, made = (
        {op.f(f"ck_question_{name}"): one for name, one in some.items()} for some in checks
    )
    # SQLite copies the table, without its trigger.
    with op.batch_alter_table("question") as table:
        for name in gone:
            table.drop_constraint(name, type_="check")
        for name, kind in NEW if added else ():
            table.add_column(sa.Column(name, kind, nullable=True))
        for name, other in POINTS.items() if added else ():
            key = op.f(f"fk_question_{name}")
            table.create_foreign_key(key, other, [name], ["id"], ondelete="RESTRICT")
        for name in POINTS if dropped else ():
            table.drop_constraint(op.f(f"fk_question_{name}"), type_="foreignkey")
        for name, _kind in NEW if dropped else ():
            table.drop_column(name)
        for name, one in made.items():
            table.create_check_constraint(name, sa.text(one))
    if not on_postgresql():
        op.execute(guarding("question", "kept", "DELETE"))


def guarding(table: str, guard: str, act: str) -> str:
    """Return the trigger that refuses an act on a table."""
    made = f"CREATE TRIGGER {table}_{guard} BEFORE {act} ON {table} "
    if on_postgresql():
        return made + "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
    return made + f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def on_postgresql() -> bool:
    """Whether the database is PostgreSQL."""
    return op.get_bind().dialect.name == "postgresql"
