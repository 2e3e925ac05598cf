"""Polls: their options, who took part, who could, and what guards them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

WRITTEN_ONCE = ("participation", "named_choice", "poll_roll")
KEPT = (*WRITTEN_ONCE, "poll", "poll_option")
ASKED = (
    *("room_id", "number", "title", "method", "voters", "is_secret", "most_choices"),
    *("quorum_people", "quorum_percent", "prepared_at"),
)
FROZEN = ("entitled", "taking_part", "blank", "uncounted")
MOVES = "('prepared>open', 'prepared>cancelled', 'open>closed', 'closed>published')"
STATE = "(SELECT state FROM poll WHERE id = NEW.poll_id)"


def changed(columns: tuple[str, ...]) -> str:
    """Return the condition that one of the columns changes; each kind has a word for unlike."""
    return "(" + " OR ".join(f"NEW.{name} {{unlike}} OLD.{name}" for name in columns) + ")"


# Each: the table, when, and what must not hold, with the words of the refusal.
REFUSALS = (
    ("poll", "INSERT", "NEW.state <> 'prepared'", "a poll is prepared first"),
    ("poll", "UPDATE", changed(ASKED), "a poll stays as it was prepared"),
    (
        "poll",
        "UPDATE",
        f"NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN {MOVES}",
        "a poll does not go that way",
    ),
    (
        "poll",
        "UPDATE",
        f"OLD.state <> 'open' AND {changed(FROZEN)}",
        "the counts of a closed poll stand",
    ),
    (
        "poll",
        "UPDATE",
        (
            "NEW.state = 'closed' AND NEW.taking_part {unlike} "
            "(SELECT count(*) FROM participation WHERE poll_id = NEW.id)"
        ),
        "those who took part are counted when a poll closes",
    ),
    ("poll_option", "INSERT", f"{STATE} <> 'prepared'", "a poll stays as it was prepared"),
    (
        "poll_option",
        "UPDATE",
        changed(("poll_id", "position", "label", "grade")),
        "a poll stays as it was prepared",
    ),
    (
        "poll_option",
        "UPDATE",
        f"(OLD.votes IS NOT NULL OR {STATE} <> 'open') AND NEW.votes {{unlike}} OLD.votes",
        "the counts of a closed poll stand",
    ),
    ("participation", "INSERT", f"{STATE} <> 'open'", "this poll takes no ballot"),
    ("poll_roll", "INSERT", f"{STATE} <> 'open'", "the roll of a closed poll stands"),
    (
        "named_choice",
        "INSERT",
        (
            "NOT EXISTS (SELECT 1 FROM participation "
            "JOIN poll ON poll.id = participation.poll_id "
            "JOIN poll_option ON poll_option.poll_id = poll.id "
            "WHERE participation.id = NEW.participation_id AND poll_option.id = NEW.option_id "
            "AND poll.state = 'open' AND NOT poll.is_secret)"
        ),
        "a choice is kept in a poll by name alone",
    ),
)


def refusals(unlike: str) -> list[tuple[str, str, str, str]]:
    """Return what is refused, in the words of one kind of database."""
    return [
        (table, act, wrong.format(unlike=unlike), words) for table, act, wrong, words in REFUSALS
    ]


def sqlite_guards() -> list[str]:
    """Return the triggers of SQLite."""
    kept = [("DELETE", table) for table in KEPT] + [("UPDATE", table) for table in WRITTEN_ONCE]
    return [
        *(
            f"CREATE TRIGGER {table}_{act.lower()}_kept BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for act, table in kept
        ),
        *(
            f"CREATE TRIGGER {table}_poll_{number} BEFORE {act} ON {table} "
            f"WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            for number, (table, act, wrong, words) in enumerate(refusals("IS NOT"), 1)
        ),
    ]


def postgresql_guards() -> list[str]:
    """Return the functions and triggers of PostgreSQL; nothing is removed or emptied."""
    statements = []
    for table in KEPT:
        acts = "DELETE OR UPDATE" if table in WRITTEN_ONCE else "DELETE"
        statements += [
            (
                f"CREATE TRIGGER {table}_kept BEFORE {acts} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
            ),
            (
                f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()"
            ),
        ]
    guards: dict[tuple[str, str], list[str]] = {}
    for table, act, wrong, words in refusals("IS DISTINCT FROM"):
        line = f"IF {wrong} THEN RAISE EXCEPTION '{words}'; END IF;"
        guards.setdefault((table, act), []).append(line)
    for (table, act), lines in guards.items():
        name = guard_name(table, act)
        statements += [
            (
                f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {' '.join(lines)} RETURN NEW; "
                "END $$ LANGUAGE plpgsql"
            ),
            (
                f"CREATE TRIGGER {table}_{act.lower()}_guard BEFORE {act} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            ),
        ]
    return statements


def guard_name(table: str, act: str) -> str:
    """Return the name of the function that guards an act on a table."""
    return f"guard_polls_{table}_{act.lower()}"


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "single",
                "multiple",
                "approval",
                "scale",
                name="pollmethod",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "voters",
            sa.Enum(
                "everybody",
                "registered",
                "delegates",
                name="voters",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("most_choices", sa.Integer(), nullable=True),
        sa.Column("quorum_people", sa.Integer(), nullable=True),
        sa.Column("quorum_percent", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "open",
                "closed",
                "published",
                "cancelled",
                name="pollstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("urn", sa.LargeBinary(), nullable=True),
        sa.Column("entitled", sa.Integer(), nullable=True),
        sa.Column("taking_part", sa.Integer(), nullable=True),
        sa.Column("blank", sa.Integer(), nullable=True),
        sa.Column(
            "uncounted",
            sa.Enum(
                "few", "urn", name="uncounted", native_enum=False, create_constraint=True, length=30
            ),
            nullable=True,
        ),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(method = 'multiple') = (most_choices is not null)", name=op.f("ck_poll_most_choices")
        ),
        sa.CheckConstraint(
            "(taking_part is not null) = (state in ('closed', 'published'))",
            name=op.f("ck_poll_frozen"),
        ),
        sa.CheckConstraint(
            "(urn is not null) = (is_secret and state = 'open')", name=op.f("ck_poll_urn")
        ),
        sa.CheckConstraint(
            "quorum_percent is null or voters <> 'everybody'",
            name=op.f("ck_poll_quorum_of_a_known_number"),
        ),
        sa.CheckConstraint(
            "(blank is not null) = (taking_part is not null)", name=op.f("ck_poll_blank_frozen")
        ),
        sa.CheckConstraint(
            "entitled >= taking_part and blank <= taking_part", name=op.f("ck_poll_counts")
        ),
        sa.CheckConstraint("most_choices > 0", name=op.f("ck_poll_some_choices")),
        sa.CheckConstraint("quorum_people > 0", name=op.f("ck_poll_quorum_people")),
        sa.CheckConstraint(
            "quorum_people is null or quorum_percent is null", name=op.f("ck_poll_one_quorum")
        ),
        sa.CheckConstraint("quorum_percent between 1 and 100", name=op.f("ck_poll_quorum_percent")),
        sa.CheckConstraint("uncounted is null or is_secret", name=op.f("ck_poll_uncounted_secret")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_poll_room_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("room_id", "number", name=op.f("uq_poll_room_id_number")),
    )
    op.create_index(
        "uq_poll_open",
        "poll",
        ["room_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )

    op.create_table(
        "participation",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_participation_person_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_participation_poll_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint(
            "poll_id", "person_id", name=op.f("uq_participation_poll_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_participation_person_id"), "participation", ["person_id"], unique=False
    )

    op.create_table(
        "poll_option",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_poll_option_position")),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_poll_option_votes")),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_option_poll_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_option")),
        sa.UniqueConstraint("poll_id", "position", name=op.f("uq_poll_option_poll_id_position")),
    )
    op.create_table(
        "poll_roll",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(person_id is null) <> (delegate_id is null)", name=op.f("ck_poll_roll_one")
        ),
        sa.ForeignKeyConstraint(
            ["delegate_id"],
            ["delegate.id"],
            name=op.f("fk_poll_roll_delegate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_poll_roll_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_roll_poll_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_roll")),
        sa.UniqueConstraint(
            "poll_id", "delegate_id", name=op.f("uq_poll_roll_poll_id_delegate_id")
        ),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_roll_poll_id_person_id")),
    )
    op.create_index(op.f("ix_poll_roll_person_id"), "poll_roll", ["person_id"], unique=False)

    op.create_table(
        "named_choice",
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"],
            ["poll_option.id"],
            name=op.f("fk_named_choice_option_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_named_choice_participation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_choice")),
        sa.UniqueConstraint(
            "participation_id", "option_id", name=op.f("uq_named_choice_participation_id_option_id")
        ),
    )
    op.create_index(op.f("ix_named_choice_option_id"), "named_choice", ["option_id"], unique=False)
    kind = op.get_bind().dialect.name
    for statement in postgresql_guards() if kind == "postgresql" else sqlite_guards():
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_named_choice_option_id"), table_name="named_choice")

    op.drop_table("named_choice")
    op.drop_index(op.f("ix_poll_roll_person_id"), table_name="poll_roll")

    op.drop_table("poll_roll")
    op.drop_table("poll_option")
    op.drop_index(op.f("ix_participation_person_id"), table_name="participation")

    op.drop_table("participation")
    op.drop_index("uq_poll_open", table_name="poll")

    op.drop_table("poll")
    if op.get_bind().dialect.name == "postgresql":
        for name in sorted({guard_name(table, act) for table, act, *_ in REFUSALS}):
            op.execute(f"DROP FUNCTION {name}()")
