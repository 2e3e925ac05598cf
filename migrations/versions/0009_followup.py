"""Concerns, recommendations, commitments, reports and figures, and what guards them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

WRITTEN_ONCE = (
    "instrument_party",
    "response",
    "closure_act",
    "commitment_change",
    "evidence",
    "validation",
    "measurement",
)
# What is said once and stays, in tables of which something else may change.
SAID = {
    "instrument": ["code", "kind", "meeting_id"],
    "instrument_axis": ["instrument_id", "code"],
    "concern": [
        *("words", "language", "channel", "question_id", "note_id", "raised_at"),
        *("sealed_identity", "receipt", "sent_key", "entered_at"),
    ],
    "recommendation": [
        *("ref", "instrument_id", "number", "nature", "text", "source_id", "entered_by_id"),
        "entered_at",
    ],
    "commitment": ["recommendation_id", "number", "made_on", "entered_at"],
    "budget_line": ["commitment_id", "kind", "amount", "currency", "entered_by_id", "entered_at"],
    "progress_report": [
        *("commitment_id", "author_id", "author_role", "on_behalf_of_id", "created_at"),
    ],
    "followup_link": [
        *("kind", "from_concern_id", "from_recommendation_id", "from_commitment_id"),
        *("from_lot_id", "from_programme_id", "to_concern_id", "to_recommendation_id"),
        *("to_commitment_id", "to_meeting_id"),
    ],
    "indicator": ["code", "commitment_id", "baseline", "target", "decimals"],
}
KEPT = (*WRITTEN_ONCE, *SAID)
CLOSURE_MOVES = (
    "('open', 'requested'), ('requested', 'closed'), ('requested', 'open'), "
    "('closed', 'reopened'), ('reopened', 'requested')"
)
REPORT = "(SELECT {} FROM progress_report WHERE id = NEW.report_id)"

# Each: the table, when, and what must not hold, with the words of the refusal.
REFUSALS = (
    (
        "recommendation",
        "INSERT",
        "NEW.decision <> 'pending' OR NEW.closure <> 'open'",
        "a recommendation is born without answer and open",
    ),
    (
        "recommendation",
        "UPDATE",
        (
            "NEW.decision <> OLD.decision AND NEW.decision {unlike} (SELECT decision FROM response "
            "WHERE recommendation_id = NEW.id ORDER BY number DESC LIMIT 1)"
        ),
        "a decision comes with its response",
    ),
    (
        "recommendation",
        "UPDATE",
        (
            "NEW.closure <> OLD.closure AND NEW.closure {unlike} (SELECT becomes FROM closure_act "
            "WHERE recommendation_id = NEW.id ORDER BY number DESC LIMIT 1)"
        ),
        "closure comes with its act",
    ),
    (
        "closure_act",
        "INSERT",
        "NEW.was <> (SELECT closure FROM recommendation WHERE id = NEW.recommendation_id)",
        "an act of closure begins where closure stands",
    ),
    (
        "closure_act",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM (VALUES " + CLOSURE_MOVES + ") AS moves "
        "WHERE {first} = NEW.was AND {second} = NEW.becomes)",
        "closure does not go that way",
    ),
    (
        "commitment",
        "INSERT",
        (
            "NEW.declared IS NOT NULL OR NEW.verified IS NOT NULL OR NEW.settled_on IS NOT NULL "
            "OR NEW.missed_on IS NOT NULL OR NEW.rescheduled <> 0 OR NEW.reported <> 0"
        ),
        "a commitment is born without reports",
    ),
    (
        "commitment",
        "UPDATE",
        (
            "NEW.declared {unlike} OLD.declared AND NEW.declared {unlike} "
            "(SELECT execution FROM progress_report WHERE commitment_id = NEW.id "
            "AND number IS NOT NULL ORDER BY number DESC LIMIT 1)"
        ),
        "what is declared is what the last report sent declares",
    ),
    (
        "commitment",
        "UPDATE",
        (
            "NEW.verified {unlike} OLD.verified AND NEW.verified {unlike} "
            "(SELECT validation.execution FROM validation JOIN progress_report "
            "ON progress_report.id = validation.report_id "
            "WHERE progress_report.commitment_id = NEW.id AND validation.is_confirmed "
            "ORDER BY progress_report.number DESC LIMIT 1)"
        ),
        "what is verified is what another person verified",
    ),
    (
        "commitment",
        "UPDATE",
        "OLD.missed_on IS NOT NULL AND NEW.missed_on {unlike} OLD.missed_on",
        "a date that was missed stays missed",
    ),
    (
        "commitment",
        "UPDATE",
        "OLD.original_due_on IS NOT NULL AND NEW.original_due_on {unlike} OLD.original_due_on",
        "the first date stays",
    ),
    (
        "commitment",
        "UPDATE",
        (
            "NEW.due_on {unlike} OLD.due_on AND NEW.due_on {unlike} (SELECT due_is "
            "FROM commitment_change WHERE commitment_id = NEW.id AND kind = 'due' "
            "ORDER BY number DESC LIMIT 1)"
        ),
        "a date moves with its reason",
    ),
    (
        "progress_report",
        "INSERT",
        "NEW.state <> 'draft'",
        "a report is born a draft",
    ),
    (
        "progress_report",
        "UPDATE",
        (
            "OLD.state <> 'draft' AND (NEW.execution <> OLD.execution "
            "OR NEW.percent {unlike} OLD.percent OR NEW.words <> OLD.words "
            "OR NEW.obstacle {unlike} OLD.obstacle OR NEW.next_step {unlike} OLD.next_step "
            "OR NEW.number <> OLD.number OR NEW.submitted_at <> OLD.submitted_at)"
        ),
        "a report that was sent is append-only",
    ),
    (
        "progress_report",
        "UPDATE",
        (
            "NEW.state <> OLD.state AND NOT (OLD.state = 'draft' AND NEW.state = 'submitted' "
            "OR OLD.state = 'submitted' AND NEW.state = coalesce((SELECT CASE WHEN "
            "is_confirmed THEN 'validated' ELSE 'returned' END FROM validation "
            "WHERE report_id = NEW.id), ''))"
        ),
        "a report goes from draft to submitted to validated or returned",
    ),
    (
        "validation",
        "INSERT",
        REPORT.format("state") + " <> 'submitted'",
        "only a report that was sent is validated",
    ),
    (
        "validation",
        "INSERT",
        REPORT.format("author_id") + " = NEW.person_id",
        "nobody validates their own report",
    ),
    (
        "evidence",
        "INSERT",
        REPORT.format("state") + " <> 'draft'",
        "a report that was sent takes no more evidence",
    ),
    (
        "measurement",
        "INSERT",
        "NEW.report_id IS NOT NULL AND " + REPORT.format("state") + " <> 'draft'",
        "a report that was sent takes no more measures",
    ),
    ("budget_line", "UPDATE", "OLD.withdrawn_at IS NOT NULL", "a withdrawn line stays so"),
    ("followup_link", "UPDATE", "OLD.withdrawn_at IS NOT NULL", "a withdrawn link stays so"),
)


def changed(columns: list[str], unlike: str) -> str:
    return " OR ".join(f"NEW.{column} {unlike} OLD.{column}" for column in columns)


# How each database names the columns of a list of values, and tells unlike values.
WORDS = {
    "sqlite": {"unlike": "IS NOT", "first": "moves.column1", "second": "moves.column2"},
    "postgresql": {"unlike": "IS DISTINCT FROM", "first": "column1", "second": "column2"},
}
# A concern is numbered in the act that enters it: its name is given once.
NAMED = ("concern", "UPDATE", "NEW.ref <> OLD.ref AND OLD.ref NOT LIKE '~%'", "the name stays")


def refusals(kind: str) -> list[tuple[str, str, str, str]]:
    """Return every refusal in the words of one database."""
    said = [
        (table, "UPDATE", changed(columns, "{unlike}"), f"{table} stays as it was said")
        for table, columns in SAID.items()
    ]
    found = []
    for table, act, wrong, words in (*said, NAMED, *REFUSALS):
        for name, value in WORDS[kind].items():
            wrong = wrong.replace("{" + name + "}", value)
        found.append((table, act, wrong, words))
    return found


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
            f"CREATE TRIGGER {table}_followup_{number} BEFORE {act} ON {table} "
            f"WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            for number, (table, act, wrong, words) in enumerate(refusals("sqlite"), 1)
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
    for table, act, wrong, words in refusals("postgresql"):
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
    return f"guard_followup_{table}_{act.lower()}"


def upgrade() -> None:
    op.create_table(
        "instrument",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "meeting",
                "agreement",
                "policy",
                name="instrumentkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("adopted_by", sa.String(), nullable=True),
        sa.Column("amends", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("plan_from", sa.Integer(), nullable=True),
        sa.Column("plan_to", sa.Integer(), nullable=True),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("taxonomy_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'meeting') = (meeting_id is not null)", name=op.f("ck_instrument_meeting")
        ),
        sa.CheckConstraint(
            "(budget is null) = (currency is null)", name=op.f("ck_instrument_budget_currency")
        ),
        sa.CheckConstraint("budget > 0", name=op.f("ck_instrument_budget")),
        sa.CheckConstraint("issued >= 0", name=op.f("ck_instrument_issued")),
        sa.CheckConstraint("plan_to >= plan_from", name=op.f("ck_instrument_plan")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_instrument_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_instrument_source_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["taxonomy_id"],
            ["taxonomy.id"],
            name=op.f("fk_instrument_taxonomy_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument")),
        sa.UniqueConstraint("code", name=op.f("uq_instrument_code")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_instrument_meeting_id")),
    )
    op.create_table(
        "instrument_party",
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_instrument_party_instrument_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_instrument_party_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_party")),
        sa.UniqueConstraint(
            "instrument_id",
            "organisation_id",
            name=op.f("uq_instrument_party_instrument_id_organisation_id"),
        ),
    )
    op.create_index(
        op.f("ix_instrument_party_organisation_id"),
        "instrument_party",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "instrument_axis",
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_instrument_axis_instrument_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_axis")),
        sa.UniqueConstraint(
            "instrument_id", "code", name=op.f("uq_instrument_axis_instrument_id_code")
        ),
    )
    op.create_table(
        "concern",
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "live",
                "mission",
                "meeting",
                "form",
                "letter",
                "call",
                name="concernchannel",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "kept",
                "set_aside",
                name="concernstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("set_aside_because", sa.String(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=True),
        sa.Column("sealed_identity", sa.LargeBinary(), nullable=True),
        sa.Column("receipt", sa.String(length=40), nullable=True),
        sa.Column("sent_key", sa.String(length=36), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(channel = 'live') = (question_id is not null)", name=op.f("ck_concern_live_question")
        ),
        sa.CheckConstraint(
            "(state = 'set_aside') = (set_aside_because is not null)",
            name=op.f("ck_concern_reason"),
        ),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_concern_words")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["person.id"],
            name=op.f("fk_concern_entered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_concern_meeting_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["meeting_note.id"], name=op.f("fk_concern_note_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_concern_question_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_concern_source_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["term.id"], name=op.f("fk_concern_theme_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("note_id", name=op.f("uq_concern_note_id")),
        sa.UniqueConstraint("question_id", name=op.f("uq_concern_question_id")),
        sa.UniqueConstraint("receipt", name=op.f("uq_concern_receipt")),
        sa.UniqueConstraint("ref", name=op.f("uq_concern_ref")),
        sa.UniqueConstraint("sent_key", name=op.f("uq_concern_sent_key")),
    )
    op.create_index(op.f("ix_concern_country"), "concern", ["country"], unique=False)
    op.create_index(op.f("ix_concern_entered_by_id"), "concern", ["entered_by_id"], unique=False)
    op.create_index(op.f("ix_concern_meeting_id"), "concern", ["meeting_id"], unique=False)
    op.create_index("ix_concern_state", "concern", ["state", "id"], unique=False)
    op.create_index(op.f("ix_concern_theme_id"), "concern", ["theme_id"], unique=False)
    op.create_table(
        "recommendation",
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "recommendation",
                "decision",
                "commitment",
                "measure",
                name="nature",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("axis_id", sa.Integer(), nullable=True),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("beneficiaries", sa.String(), nullable=True),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "pending",
                "accepted",
                "accepted_in_part",
                "noted",
                "refused",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "closure",
            sa.Enum(
                "open",
                "requested",
                "closed",
                "reopened",
                name="closure",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_recommendation_text")),
        sa.CheckConstraint("number > 0", name=op.f("ck_recommendation_number")),
        sa.CheckConstraint(
            "source_id is not null or entered_by_id is not null",
            name=op.f("ck_recommendation_entered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["addressed_to_id"],
            ["organisation.id"],
            name=op.f("fk_recommendation_addressed_to_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["axis_id"],
            ["instrument_axis.id"],
            name=op.f("fk_recommendation_axis_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["person.id"],
            name=op.f("fk_recommendation_entered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_recommendation_instrument_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_recommendation_source_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_recommendation_term_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["term.id"], name=op.f("fk_recommendation_theme_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint(
            "instrument_id", "number", name=op.f("uq_recommendation_instrument_id_number")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_recommendation_ref")),
    )
    op.create_index(
        op.f("ix_recommendation_addressed_to_id"),
        "recommendation",
        ["addressed_to_id"],
        unique=False,
    )
    op.create_index(op.f("ix_recommendation_axis_id"), "recommendation", ["axis_id"], unique=False)
    op.create_index("ix_recommendation_closure", "recommendation", ["closure"], unique=False)
    op.create_index(op.f("ix_recommendation_country"), "recommendation", ["country"], unique=False)
    op.create_index(op.f("ix_recommendation_term_id"), "recommendation", ["term_id"], unique=False)
    op.create_index(
        op.f("ix_recommendation_theme_id"), "recommendation", ["theme_id"], unique=False
    )
    op.create_table(
        "response",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "pending",
                "accepted",
                "accepted_in_part",
                "noted",
                "refused",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("signatory_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("decision <> 'pending'", name=op.f("ck_response_decided")),
        sa.CheckConstraint(
            "source_id is not null or entered_by_id is not null",
            name=op.f("ck_response_entered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["person.id"],
            name=op.f("fk_response_entered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_response_recommendation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["signatory_id"],
            ["organisation.id"],
            name=op.f("fk_response_signatory_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_response_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint(
            "recommendation_id", "number", name=op.f("uq_response_recommendation_id_number")
        ),
    )
    op.create_index(op.f("ix_response_signatory_id"), "response", ["signatory_id"], unique=False)
    op.create_table(
        "closure_act",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "was",
            sa.Enum(
                "open",
                "requested",
                "closed",
                "reopened",
                name="was",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "becomes",
            sa.Enum(
                "open",
                "requested",
                "closed",
                "reopened",
                name="becomes",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_closure_act_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_closure_act_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_closure_act_recommendation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure_act")),
        sa.UniqueConstraint(
            "recommendation_id", "number", name=op.f("uq_closure_act_recommendation_id_number")
        ),
    )
    op.create_index(op.f("ix_closure_act_meeting_id"), "closure_act", ["meeting_id"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deliverable", sa.String(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("focal_point_id", sa.Integer(), nullable=True),
        sa.Column("alternate_id", sa.Integer(), nullable=True),
        sa.Column("validator_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("missed_on", sa.Date(), nullable=True),
        sa.Column("rescheduled", sa.Integer(), nullable=False),
        sa.Column("blocked_because", sa.String(), nullable=True),
        sa.Column("blocked_on", sa.Date(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column(
            "declared",
            sa.Enum(
                "not_started",
                "preparing",
                "in_progress",
                "largely_done",
                "done",
                "abandoned",
                "superseded",
                "not_applicable",
                name="declared",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("declared_on", sa.Date(), nullable=True),
        sa.Column(
            "verified",
            sa.Enum(
                "not_started",
                "preparing",
                "in_progress",
                "largely_done",
                "done",
                "abandoned",
                "superseded",
                "not_applicable",
                name="verified",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("reported", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(blocked_because is null) = (blocked_on is null)", name=op.f("ck_commitment_blocked")
        ),
        sa.CheckConstraint(
            "(due_on is null) = (original_due_on is null)", name=op.f("ck_commitment_dates")
        ),
        sa.CheckConstraint("rescheduled >= 0", name=op.f("ck_commitment_rescheduled")),
        sa.CheckConstraint(
            "validator_id <> focal_point_id", name=op.f("ck_commitment_another_validates")
        ),
        sa.CheckConstraint(
            "verified is not null or settled_on is null", name=op.f("ck_commitment_settled")
        ),
        sa.CheckConstraint("weight > 0 and weight <= 1000", name=op.f("ck_commitment_weight")),
        sa.ForeignKeyConstraint(
            ["alternate_id"],
            ["person.id"],
            name=op.f("fk_commitment_alternate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["person.id"],
            name=op.f("fk_commitment_entered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["focal_point_id"],
            ["person.id"],
            name=op.f("fk_commitment_focal_point_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"],
            ["organisation.id"],
            name=op.f("fk_commitment_lead_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_commitment_recommendation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["validator_id"],
            ["person.id"],
            name=op.f("fk_commitment_validator_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint(
            "recommendation_id", "number", name=op.f("uq_commitment_recommendation_id_number")
        ),
    )
    op.create_index(
        op.f("ix_commitment_alternate_id"), "commitment", ["alternate_id"], unique=False
    )
    op.create_index(
        "ix_commitment_standing",
        "commitment",
        [
            *("recommendation_id", "lead_id", "due_on", "missed_on", "settled_on", "heard_on"),
            *("declared", "verified", "blocked_on", "rescheduled"),
        ],
        unique=False,
    )
    op.create_index(
        op.f("ix_commitment_focal_point_id"), "commitment", ["focal_point_id"], unique=False
    )
    op.create_index(
        "ix_commitment_lead", "commitment", ["lead_id", "recommendation_id"], unique=False
    )
    op.create_index(
        op.f("ix_commitment_validator_id"), "commitment", ["validator_id"], unique=False
    )
    op.create_table(
        "commitment_change",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "due",
                "lead",
                "people",
                "blocked",
                "unblocked",
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("due_was", sa.Date(), nullable=True),
        sa.Column("due_is", sa.Date(), nullable=True),
        sa.Column("lead_was_id", sa.Integer(), nullable=True),
        sa.Column("lead_is_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_commitment_change_reason")),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_commitment_change_commitment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["lead_is_id"],
            ["organisation.id"],
            name=op.f("fk_commitment_change_lead_is_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["lead_was_id"],
            ["organisation.id"],
            name=op.f("fk_commitment_change_lead_was_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_commitment_change_person_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_change")),
        sa.UniqueConstraint(
            "commitment_id", "number", name=op.f("uq_commitment_change_commitment_id_number")
        ),
    )
    op.create_table(
        "budget_line",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "planned",
                "committed",
                "disbursed",
                name="budgetkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_because is null)",
            name=op.f("ck_budget_line_withdrawn"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_budget_line_amount")),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_budget_line_commitment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["person.id"],
            name=op.f("fk_budget_line_entered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_budget_line_source_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["person.id"],
            name=op.f("fk_budget_line_withdrawn_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    op.create_index("ix_budget_line_commitment", "budget_line", ["commitment_id"], unique=False)
    op.create_table(
        "progress_report",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "validated",
                "returned",
                name="reportstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "execution",
            sa.Enum(
                "not_started",
                "preparing",
                "in_progress",
                "largely_done",
                "done",
                "abandoned",
                "superseded",
                "not_applicable",
                name="execution",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("obstacle", sa.String(), nullable=True),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "author_role",
            sa.Enum(
                "focal_point",
                "alternate",
                "officer",
                "secretariat",
                name="authorrole",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(author_role = 'secretariat') = (on_behalf_of_id is not null)",
            name=op.f("ck_progress_report_on_behalf_of"),
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (number is null)", name=op.f("ck_progress_report_numbered")
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_at is null)", name=op.f("ck_progress_report_submitted")
        ),
        sa.CheckConstraint("percent between 0 and 100", name=op.f("ck_progress_report_percent")),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["person.id"],
            name=op.f("fk_progress_report_author_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_progress_report_commitment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["on_behalf_of_id"],
            ["organisation.id"],
            name=op.f("fk_progress_report_on_behalf_of_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
        sa.UniqueConstraint(
            "commitment_id", "number", name=op.f("uq_progress_report_commitment_id_number")
        ),
    )
    op.create_index("ix_progress_report_author", "progress_report", ["author_id"], unique=False)
    op.create_index("ix_progress_report_state", "progress_report", ["state", "id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_evidence_sha256")),
        sa.CheckConstraint("size > 0", name=op.f("ck_evidence_size")),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["person.id"],
            name=op.f("fk_evidence_added_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["progress_report.id"],
            name=op.f("fk_evidence_report_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("report_id", "sha256", name=op.f("uq_evidence_report_id_sha256")),
    )
    op.create_table(
        "validation",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column(
            "execution",
            sa.Enum(
                "not_started",
                "preparing",
                "in_progress",
                "largely_done",
                "done",
                "abandoned",
                "superseded",
                "not_applicable",
                name="execution",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "is_confirmed or (execution is null and percent is null)",
            name=op.f("ck_validation_returned"),
        ),
        sa.CheckConstraint(
            "not is_confirmed or execution is not null", name=op.f("ck_validation_confirmed")
        ),
        sa.CheckConstraint("percent between 0 and 100", name=op.f("ck_validation_percent")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_validation_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["progress_report.id"],
            name=op.f("fk_validation_report_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation")),
        sa.UniqueConstraint("report_id", name=op.f("uq_validation_report_id")),
    )
    op.create_table(
        "followup_link",
        sa.Column(
            "kind",
            sa.Enum(
                "raised_in",
                "merged_into",
                "split_from",
                "derived_from",
                "implements",
                "supersedes",
                name="linkkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("from_concern_id", sa.Integer(), nullable=True),
        sa.Column("from_recommendation_id", sa.Integer(), nullable=True),
        sa.Column("from_commitment_id", sa.Integer(), nullable=True),
        sa.Column("from_lot_id", sa.Integer(), nullable=True),
        sa.Column("from_programme_id", sa.Integer(), nullable=True),
        sa.Column("to_concern_id", sa.Integer(), nullable=True),
        sa.Column("to_recommendation_id", sa.Integer(), nullable=True),
        sa.Column("to_commitment_id", sa.Integer(), nullable=True),
        sa.Column("to_meeting_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(case when from_concern_id is null then 0 else 1 end) + (case when from_recommendation_id is null then 0 else 1 end) + (case when from_commitment_id is null then 0 else 1 end) + (case when from_lot_id is null then 0 else 1 end) + (case when from_programme_id is null then 0 else 1 end) = 1",
            name=op.f("ck_followup_link_one_from"),
        ),
        sa.CheckConstraint(
            "(case when to_concern_id is null then 0 else 1 end) + (case when to_recommendation_id is null then 0 else 1 end) + (case when to_commitment_id is null then 0 else 1 end) + (case when to_meeting_id is null then 0 else 1 end) = 1",
            name=op.f("ck_followup_link_one_to"),
        ),
        sa.CheckConstraint(
            "from_commitment_id <> to_commitment_id", name=op.f("ck_followup_link_two_commitments")
        ),
        sa.CheckConstraint(
            "from_concern_id <> to_concern_id", name=op.f("ck_followup_link_two_concerns")
        ),
        sa.CheckConstraint(
            "from_recommendation_id <> to_recommendation_id",
            name=op.f("ck_followup_link_two_recommendations"),
        ),
        sa.ForeignKeyConstraint(
            ["from_commitment_id"],
            ["commitment.id"],
            name=op.f("fk_followup_link_from_commitment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["from_concern_id"],
            ["concern.id"],
            name=op.f("fk_followup_link_from_concern_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["from_lot_id"],
            ["lot.id"],
            name=op.f("fk_followup_link_from_lot_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["from_programme_id"],
            ["programme.id"],
            name=op.f("fk_followup_link_from_programme_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["from_recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_followup_link_from_recommendation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_followup_link_person_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["to_commitment_id"],
            ["commitment.id"],
            name=op.f("fk_followup_link_to_commitment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["to_concern_id"],
            ["concern.id"],
            name=op.f("fk_followup_link_to_concern_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["to_meeting_id"],
            ["meeting.id"],
            name=op.f("fk_followup_link_to_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["to_recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_followup_link_to_recommendation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["person.id"],
            name=op.f("fk_followup_link_withdrawn_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup_link")),
    )
    op.create_index(
        "ix_followup_link_from_commitment",
        "followup_link",
        ["from_commitment_id", "kind"],
        unique=False,
    )
    op.create_index(
        "ix_followup_link_from_concern", "followup_link", ["from_concern_id", "kind"], unique=False
    )
    op.create_index(
        "ix_followup_link_from_lot", "followup_link", ["from_lot_id", "kind"], unique=False
    )
    op.create_index(
        "ix_followup_link_from_programme",
        "followup_link",
        ["from_programme_id", "kind"],
        unique=False,
    )
    op.create_index(
        "ix_followup_link_from_recommendation",
        "followup_link",
        ["from_recommendation_id", "kind"],
        unique=False,
    )
    op.create_index(
        "ix_followup_link_to_commitment",
        "followup_link",
        ["to_commitment_id", "kind"],
        unique=False,
    )
    op.create_index(
        "ix_followup_link_to_concern", "followup_link", ["to_concern_id", "kind"], unique=False
    )
    op.create_index(
        "ix_followup_link_to_meeting", "followup_link", ["to_meeting_id", "kind"], unique=False
    )
    op.create_index(
        "ix_followup_link_to_recommendation",
        "followup_link",
        ["to_recommendation_id", "kind"],
        unique=False,
    )
    op.create_table(
        "indicator",
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("baseline", sa.BigInteger(), nullable=True),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("share_of_id", sa.Integer(), nullable=True),
        sa.Column("compared_with_id", sa.Integer(), nullable=True),
        sa.Column("compared_note", sa.String(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "code is not null or commitment_id is not null", name=op.f("ck_indicator_named")
        ),
        sa.CheckConstraint("decimals between 0 and 6", name=op.f("ck_indicator_decimals")),
        sa.CheckConstraint(
            "share_of_id <> id and compared_with_id <> id", name=op.f("ck_indicator_another")
        ),
        sa.CheckConstraint("target <> baseline", name=op.f("ck_indicator_way_to_go")),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_indicator_commitment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["compared_with_id"],
            ["indicator.id"],
            name=op.f("fk_indicator_compared_with_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["share_of_id"],
            ["indicator.id"],
            name=op.f("fk_indicator_share_of_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_indicator_code")),
    )
    op.create_index("ix_indicator_commitment", "indicator", ["commitment_id"], unique=False)
    op.create_table(
        "measurement",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(length=60), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("at_least", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Boolean(), nullable=False),
        sa.Column("is_projection", sa.Boolean(), nullable=False),
        sa.Column("also_value", sa.BigInteger(), nullable=True),
        sa.Column("also_unit", sa.String(length=40), nullable=True),
        sa.Column("claimed_share", sa.Integer(), nullable=True),
        sa.Column("cites", sa.String(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(also_value is null) = (also_unit is null)", name=op.f("ck_measurement_also")
        ),
        sa.CheckConstraint("claimed_share >= 0", name=op.f("ck_measurement_claimed_share")),
        sa.CheckConstraint("not (at_least and about)", name=op.f("ck_measurement_one_doubt")),
        sa.CheckConstraint(
            "source_id is not null or report_id is not null", name=op.f("ck_measurement_stated_by")
        ),
        sa.CheckConstraint("year between 1900 and 2200", name=op.f("ck_measurement_year")),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["indicator.id"],
            name=op.f("fk_measurement_indicator_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["progress_report.id"],
            name=op.f("fk_measurement_report_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_measurement_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
    )
    op.create_index("ix_measurement_indicator", "measurement", ["indicator_id", "id"], unique=False)
    op.create_index("ix_measurement_report", "measurement", ["report_id"], unique=False)
    kind = op.get_bind().dialect.name
    for statement in postgresql_guards() if kind == "postgresql" else sqlite_guards():
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_measurement_report", table_name="measurement")
    op.drop_index("ix_measurement_indicator", table_name="measurement")
    op.drop_table("measurement")
    op.drop_index("ix_indicator_commitment", table_name="indicator")
    op.drop_table("indicator")
    op.drop_index("ix_followup_link_to_recommendation", table_name="followup_link")
    op.drop_index("ix_followup_link_to_meeting", table_name="followup_link")
    op.drop_index("ix_followup_link_to_concern", table_name="followup_link")
    op.drop_index("ix_followup_link_to_commitment", table_name="followup_link")
    op.drop_index("ix_followup_link_from_recommendation", table_name="followup_link")
    op.drop_index("ix_followup_link_from_programme", table_name="followup_link")
    op.drop_index("ix_followup_link_from_lot", table_name="followup_link")
    op.drop_index("ix_followup_link_from_concern", table_name="followup_link")
    op.drop_index("ix_followup_link_from_commitment", table_name="followup_link")
    op.drop_table("followup_link")
    op.drop_table("validation")
    op.drop_table("evidence")
    op.drop_index("ix_progress_report_state", table_name="progress_report")
    op.drop_index("ix_progress_report_author", table_name="progress_report")
    op.drop_table("progress_report")
    op.drop_index("ix_budget_line_commitment", table_name="budget_line")
    op.drop_table("budget_line")
    op.drop_table("commitment_change")
    op.drop_index(op.f("ix_commitment_validator_id"), table_name="commitment")
    op.drop_index("ix_commitment_lead", table_name="commitment")
    op.drop_index(op.f("ix_commitment_focal_point_id"), table_name="commitment")
    op.drop_index("ix_commitment_standing", table_name="commitment")
    op.drop_index(op.f("ix_commitment_alternate_id"), table_name="commitment")
    op.drop_table("commitment")
    op.drop_index(op.f("ix_closure_act_meeting_id"), table_name="closure_act")
    op.drop_table("closure_act")
    op.drop_index(op.f("ix_response_signatory_id"), table_name="response")
    op.drop_table("response")
    op.drop_index(op.f("ix_recommendation_theme_id"), table_name="recommendation")
    op.drop_index(op.f("ix_recommendation_term_id"), table_name="recommendation")
    op.drop_index(op.f("ix_recommendation_country"), table_name="recommendation")
    op.drop_index("ix_recommendation_closure", table_name="recommendation")
    op.drop_index(op.f("ix_recommendation_axis_id"), table_name="recommendation")
    op.drop_index(op.f("ix_recommendation_addressed_to_id"), table_name="recommendation")
    op.drop_table("recommendation")
    op.drop_index(op.f("ix_concern_theme_id"), table_name="concern")
    op.drop_index("ix_concern_state", table_name="concern")
    op.drop_index(op.f("ix_concern_meeting_id"), table_name="concern")
    op.drop_index(op.f("ix_concern_entered_by_id"), table_name="concern")
    op.drop_index(op.f("ix_concern_country"), table_name="concern")
    op.drop_table("concern")
    op.drop_table("instrument_axis")
    op.drop_index(op.f("ix_instrument_party_organisation_id"), table_name="instrument_party")
    op.drop_table("instrument_party")
    op.drop_table("instrument")
    if op.get_bind().dialect.name == "postgresql":
        for name in sorted({guard_name(table, act) for table, act, *_ in refusals("postgresql")}):
            op.execute(f"DROP FUNCTION {name}()")
