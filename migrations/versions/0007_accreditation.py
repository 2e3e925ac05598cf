"""Accreditation: calls, dossiers, decisions, appeals and delegations, and what keeps them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# Written once, never changed.
WRITTEN_ONCE = (
    "call_criterion",
    "call_requirement",
    "dossier_step",
    "dossier_return_item",
    "accreditation_decision",
    "delegate_step",
)
KEPT = (
    *WRITTEN_ONCE,
    "accreditation_call",
    "number_series",
    "dossier",
    "dossier_document",
    "dossier_return",
    "consular_opinion",
    "dossier_alert",
    "dossier_proposal",
    "accreditation_appeal",
    "delegation_quota",
    "delegate",
)
# What a row says for ever; its other columns follow the procedure.
FIXED = {
    "number_series": "kind, year",
    "dossier": "reference, call_id, organisation_id, opened_by_id, opened_at",
    "dossier_document": (
        "dossier_id, requirement_id, sha256, media_type, size, note, expires_on, sent_by_id, "
        "sent_at"
    ),
    "dossier_return": "dossier_id, round, step_id, due_at",
    "consular_opinion": "dossier_id, asked_at, due_at",
    "dossier_alert": "dossier_id, kind, other_id, document_id, raised_at",
    "dossier_proposal": "dossier_id, outcome, reason, argument, proposer_id, proposed_at",
    "accreditation_appeal": (
        "dossier_id, decision_id, recommender_id, decider_id, grounds, lodged_by_id, lodged_at, "
        "due_at"
    ),
    "delegation_quota": "meeting_id, organisation_id, attendance",
    "delegate": "quota_id, meeting_id, name, email, nonce, nominated_by_id, nominated_at",
}
# Said once: a row that was closed stays as it is.
ONCE = {
    "dossier_document": "replaced_at",
    "dossier_return": "answered_at",
    "consular_opinion": "given_at",
    "dossier_alert": "settled_at",
    "dossier_proposal": "closed_at",
    "accreditation_appeal": "answer_id",
}
SQLITE = (
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in KEPT
    ),
    *(
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in WRITTEN_ONCE
    ),
    *(
        f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {columns} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, columns in FIXED.items()
    ),
    *(
        f"CREATE TRIGGER {table}_once BEFORE UPDATE ON {table} WHEN OLD.{column} IS NOT NULL "
        f"BEGIN SELECT RAISE(ABORT, '{table} was closed'); END"
        for table, column in ONCE.items()
    ),
    (
        "CREATE TRIGGER number_series_counts_up BEFORE UPDATE OF last ON number_series "
        "WHEN NEW.last <> OLD.last + 1 "
        "BEGIN SELECT RAISE(ABORT, 'number_series has no gap'); END"
    ),
    (
        "CREATE TRIGGER number_series_from_one BEFORE INSERT ON number_series "
        "WHEN NEW.last <> 1 BEGIN SELECT RAISE(ABORT, 'number_series has no gap'); END"
    ),
)
POSTGRESQL = (
    """CREATE FUNCTION number_without_gap() RETURNS trigger AS $$ BEGIN
    IF (TG_OP = 'UPDATE' AND NEW.last <> OLD.last + 1) OR (TG_OP = 'INSERT' AND NEW.last <> 1)
    THEN RAISE EXCEPTION 'number_series has no gap'; END IF;
    RETURN NEW; END $$ LANGUAGE plpgsql""",
    """CREATE FUNCTION refuse_reopening() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '% was closed', TG_TABLE_NAME; END $$ LANGUAGE plpgsql""",
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
    *(
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
        for table in WRITTEN_ONCE
    ),
    *(
        f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {columns} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
        for table, columns in FIXED.items()
    ),
    *(
        f"CREATE TRIGGER {table}_once BEFORE UPDATE ON {table} "
        f"FOR EACH ROW WHEN (OLD.{column} IS NOT NULL) EXECUTE FUNCTION refuse_reopening()"
        for table, column in ONCE.items()
    ),
    (
        "CREATE TRIGGER number_series_counts_up BEFORE INSERT OR UPDATE ON number_series "
        "FOR EACH ROW EXECUTE FUNCTION number_without_gap()"
    ),
)


def upgrade() -> None:
    op.add_column(
        "organisation",
        sa.Column("is_listed", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.create_table(
        "accreditation_call",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("completeness_days", sa.Integer(), nullable=False),
        sa.Column("return_days", sa.Integer(), nullable=False),
        sa.Column("consular_days", sa.Integer(), nullable=False),
        sa.Column("review_days", sa.Integer(), nullable=False),
        sa.Column("hold_days", sa.Integer(), nullable=False),
        sa.Column("decision_days", sa.Integer(), nullable=False),
        sa.Column("appeal_days", sa.Integer(), nullable=False),
        sa.Column("validity_months", sa.Integer(), nullable=False),
        sa.Column("provisional_months", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "closes_on >= opens_on", name=op.f("ck_accreditation_call_days_in_order")
        ),
        sa.CheckConstraint(
            "completeness_days > 0 and return_days > 0 and consular_days > 0 and review_days > 0 and hold_days > 0 and decision_days > 0 and appeal_days > 0",
            name=op.f("ck_accreditation_call_lengths"),
        ),
        sa.CheckConstraint(
            "validity_months > 0 and provisional_months > 0",
            name=op.f("ck_accreditation_call_validities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_call")),
        sa.UniqueConstraint("slug", name=op.f("uq_accreditation_call_slug")),
    )
    op.create_table(
        "call_criterion",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["accreditation_call.id"],
            name=op.f("fk_call_criterion_call_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_criterion")),
        sa.UniqueConstraint("call_id", "position", name=op.f("uq_call_criterion_call_id_position")),
    )
    op.create_table(
        "call_requirement",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("help", sa.String(), nullable=False),
        sa.Column("is_optional", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["accreditation_call.id"],
            name=op.f("fk_call_requirement_call_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_requirement")),
        sa.UniqueConstraint(
            "call_id", "position", name=op.f("uq_call_requirement_call_id_position")
        ),
    )
    op.create_table(
        "number_series",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "dossier",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "completeness",
                "returned",
                "consular_opinion",
                "under_review",
                "on_hold",
                "recommended",
                "accredited",
                "provisional",
                "refused",
                "closed_without_prejudice",
                "withdrawn",
                "renewal",
                "suspended",
                "revoked",
                name="dossierstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "owner",
            sa.Enum(
                "association",
                "reviewers",
                "consulate",
                "deciders",
                "appeal_reviewers",
                name="owner",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("officer_function", sa.String(), nullable=False),
        sa.Column("presentation", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("renewal_asked_on", sa.Date(), nullable=True),
        sa.Column("leadership_disputed", sa.Boolean(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "grade is null or grade in ('accredited', 'provisional')",
            name=op.f("ck_dossier_known_grade"),
        ),
        sa.CheckConstraint(
            "not (state in ('submitted', 'completeness', 'returned', 'consular_opinion', 'under_review', 'on_hold', 'recommended', 'renewal')) or (owner is not null and due_at is not null)",
            name=op.f("ck_dossier_owed_by"),
        ),
        sa.CheckConstraint("rounds between 0 and 2", name=op.f("ck_dossier_rounds")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_dossier_validity_in_order")),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["accreditation_call.id"],
            name=op.f("fk_dossier_call_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"],
            ["person.id"],
            name=op.f("fk_dossier_opened_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_dossier_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("reference", name=op.f("uq_dossier_reference")),
    )
    op.create_index("ix_dossier_organisation", "dossier", ["organisation_id"], unique=False)
    op.create_index("ix_dossier_state_due", "dossier", ["state", "due_at"], unique=False)
    op.create_index(
        "uq_dossier_live",
        "dossier",
        ["organisation_id"],
        unique=True,
        sqlite_where=sa.text(
            "state in ('draft', 'submitted', 'completeness', 'returned', 'consular_opinion', 'under_review', 'on_hold', 'recommended', 'accredited', 'provisional', 'renewal', 'suspended')"
        ),
        postgresql_where=sa.text(
            "state in ('draft', 'submitted', 'completeness', 'returned', 'consular_opinion', 'under_review', 'on_hold', 'recommended', 'accredited', 'provisional', 'renewal', 'suspended')"
        ),
    )
    op.create_table(
        "dossier_document",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "waiting",
                "accepted",
                "refused",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("verdict_words", sa.String(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'waiting') = (checked_at is null)", name=op.f("ck_dossier_document_checked")
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_dossier_document_sha256")),
        sa.CheckConstraint("size > 0", name=op.f("ck_dossier_document_size")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"],
            ["person.id"],
            name=op.f("fk_dossier_document_checked_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_dossier_document_dossier_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["call_requirement.id"],
            name=op.f("fk_dossier_document_requirement_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"],
            ["person.id"],
            name=op.f("fk_dossier_document_sent_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_document")),
    )
    op.create_index("ix_dossier_document_dossier", "dossier_document", ["dossier_id"], unique=False)
    op.create_index("ix_dossier_document_sha256", "dossier_document", ["sha256"], unique=False)
    op.create_index(
        "uq_dossier_document_current",
        "dossier_document",
        ["dossier_id", "requirement_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at is null"),
        postgresql_where=sa.text("replaced_at is null"),
    )
    op.create_table(
        "dossier_step",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "open",
                "submit",
                "check",
                "return",
                "answer",
                "resume",
                "ask_consulate",
                "receive_opinion",
                "go_on",
                "hold",
                "release",
                "recommend",
                "decide",
                "decline",
                "withdraw",
                "ask_renewal",
                "dispute",
                "settle",
                "appeal",
                "uphold",
                "overturn",
                name="move",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("was", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "completeness",
                "returned",
                "consular_opinion",
                "under_review",
                "on_hold",
                "recommended",
                "accredited",
                "provisional",
                "refused",
                "closed_without_prejudice",
                "withdrawn",
                "renewal",
                "suspended",
                "revoked",
                name="dossierstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "in_order",
                "own_wish",
                "no_answer",
                "consulate_silent",
                "awaits_information",
                "other_procedure",
                "leadership_disputed",
                "dispute_settled",
                "criteria_met",
                "criteria_partly_met",
                "criteria_not_met",
                "incomplete",
                "false_document",
                "report_missing",
                "activity_ceased",
                "conduct",
                "remedied",
                "procedure_at_fault",
                "new_evidence",
                "well_founded",
                "other",
                name="stepreason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_dossier_step_actor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_dossier_step_dossier_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_step")),
        sa.UniqueConstraint(
            "dossier_id", "position", name=op.f("uq_dossier_step_dossier_id_position")
        ),
    )
    op.create_table(
        "dossier_return",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("round between 1 and 2", name=op.f("ck_dossier_return_round")),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_dossier_return_dossier_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["step_id"],
            ["dossier_step.id"],
            name=op.f("fk_dossier_return_step_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_return")),
        sa.UniqueConstraint("dossier_id", "round", name=op.f("uq_dossier_return_dossier_id_round")),
    )
    op.create_table(
        "dossier_return_item",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "missing",
                "illegible",
                "unsigned",
                "expired",
                "not_the_one",
                "other",
                name="itemreason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["call_requirement.id"],
            name=op.f("fk_dossier_return_item_requirement_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["return_id"],
            ["dossier_return.id"],
            name=op.f("fk_dossier_return_item_return_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_return_item")),
        sa.UniqueConstraint(
            "return_id",
            "requirement_id",
            name=op.f("uq_dossier_return_item_return_id_requirement_id"),
        ),
    )
    op.create_table(
        "consular_opinion",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "opinion",
            sa.Enum(
                "favourable",
                "reserved",
                "unfavourable",
                name="opinion",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(opinion is null) = (given_at is null)", name=op.f("ck_consular_opinion_given")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_consular_opinion_dossier_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["person.id"],
            name=op.f("fk_consular_opinion_recorded_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consular_opinion")),
    )
    op.create_index("ix_consular_opinion_dossier", "consular_opinion", ["dossier_id"], unique=False)
    op.create_table(
        "dossier_alert",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "same_file",
                "same_name",
                name="alertkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_words", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(settled_at is null) = (settled_by_id is null)",
            name=op.f("ck_dossier_alert_settled_by"),
        ),
        sa.CheckConstraint("other_id <> dossier_id", name=op.f("ck_dossier_alert_another")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["dossier_document.id"],
            name=op.f("fk_dossier_alert_document_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_dossier_alert_dossier_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["dossier.id"],
            name=op.f("fk_dossier_alert_other_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"],
            ["person.id"],
            name=op.f("fk_dossier_alert_settled_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_alert")),
        sa.UniqueConstraint(
            "dossier_id",
            "kind",
            "other_id",
            "document_id",
            name=op.f("uq_dossier_alert_dossier_id_kind_other_id_document_id"),
        ),
    )
    op.create_index("ix_dossier_alert_dossier", "dossier_alert", ["dossier_id"], unique=False)
    op.create_table(
        "dossier_proposal",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accredited",
                "provisional",
                "refused",
                "closed_without_prejudice",
                "renewed",
                "suspended",
                "reinstated",
                "revoked",
                "upheld",
                "overturned",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "in_order",
                "own_wish",
                "no_answer",
                "consulate_silent",
                "awaits_information",
                "other_procedure",
                "leadership_disputed",
                "dispute_settled",
                "criteria_met",
                "criteria_partly_met",
                "criteria_not_met",
                "incomplete",
                "false_document",
                "report_missing",
                "activity_ceased",
                "conduct",
                "remedied",
                "procedure_at_fault",
                "new_evidence",
                "well_founded",
                "other",
                name="stepreason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("argument", sa.String(), nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_dossier_proposal_dossier_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"],
            ["person.id"],
            name=op.f("fk_dossier_proposal_proposer_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_proposal")),
        sa.UniqueConstraint("id", "proposer_id", name=op.f("uq_dossier_proposal_id_proposer_id")),
    )
    op.create_index(
        "uq_dossier_proposal_waiting",
        "dossier_proposal",
        ["dossier_id"],
        unique=True,
        sqlite_where=sa.text("closed_at is null"),
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_table(
        "accreditation_decision",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accredited",
                "provisional",
                "refused",
                "closed_without_prejudice",
                "renewed",
                "suspended",
                "reinstated",
                "revoked",
                "upheld",
                "overturned",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "in_order",
                "own_wish",
                "no_answer",
                "consulate_silent",
                "awaits_information",
                "other_procedure",
                "leadership_disputed",
                "dispute_settled",
                "criteria_met",
                "criteria_partly_met",
                "criteria_not_met",
                "incomplete",
                "false_document",
                "report_missing",
                "activity_ceased",
                "conduct",
                "remedied",
                "procedure_at_fault",
                "new_evidence",
                "well_founded",
                "other",
                name="stepreason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("recommender_id", sa.Integer(), nullable=True),
        sa.Column("decider_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(proposal_id is null) = (outcome in ('upheld', 'overturned'))",
            name=op.f("ck_accreditation_decision_ground"),
        ),
        sa.CheckConstraint(
            "(proposal_id is null) = (recommender_id is null)",
            name=op.f("ck_accreditation_decision_recommended_by"),
        ),
        sa.CheckConstraint(
            "recommender_id <> decider_id", name=op.f("ck_accreditation_decision_two_people")
        ),
        sa.CheckConstraint("serial > 0", name=op.f("ck_accreditation_decision_serial")),
        sa.CheckConstraint(
            "valid_until >= valid_from", name=op.f("ck_accreditation_decision_validity_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["decider_id"],
            ["person.id"],
            name=op.f("fk_accreditation_decision_decider_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_accreditation_decision_dossier_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id", "recommender_id"],
            ["dossier_proposal.id", "dossier_proposal.proposer_id"],
            name="fk_accreditation_decision_proposal",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_decision")),
        sa.UniqueConstraint(
            "id", "decider_id", name=op.f("uq_accreditation_decision_id_decider_id")
        ),
        sa.UniqueConstraint(
            "id",
            "recommender_id",
            "decider_id",
            name=op.f("uq_accreditation_decision_id_recommender_id_decider_id"),
        ),
        sa.UniqueConstraint("number", name=op.f("uq_accreditation_decision_number")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_accreditation_decision_proposal_id")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_accreditation_decision_year_serial")),
    )
    op.create_index(
        "ix_accreditation_decision_dossier", "accreditation_decision", ["dossier_id"], unique=False
    )
    op.create_table(
        "accreditation_appeal",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("recommender_id", sa.Integer(), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("lodged_by_id", sa.Integer(), nullable=False),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column(
            "result",
            sa.Enum(
                "upheld",
                "overturned",
                name="appealresult",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(result is null) = (answer_id is null) and (result is null) = (reviewer_id is null)",
            name=op.f("ck_accreditation_appeal_answered"),
        ),
        sa.CheckConstraint(
            "reviewer_id is null or (reviewer_id <> recommender_id and reviewer_id <> decider_id)",
            name=op.f("ck_accreditation_appeal_third_person"),
        ),
        sa.ForeignKeyConstraint(
            ["answer_id", "reviewer_id"],
            ["accreditation_decision.id", "accreditation_decision.decider_id"],
            name="fk_accreditation_appeal_answer",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["decision_id", "recommender_id", "decider_id"],
            [
                "accreditation_decision.id",
                "accreditation_decision.recommender_id",
                "accreditation_decision.decider_id",
            ],
            name="fk_accreditation_appeal_decision",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_accreditation_appeal_dossier_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["lodged_by_id"],
            ["person.id"],
            name=op.f("fk_accreditation_appeal_lodged_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"],
            ["person.id"],
            name=op.f("fk_accreditation_appeal_reviewer_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_appeal")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_accreditation_appeal_answer_id")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_accreditation_appeal_decision_id")),
    )
    op.create_index(
        "ix_accreditation_appeal_dossier", "accreditation_appeal", ["dossier_id"], unique=False
    )
    op.create_table(
        "delegation_quota",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "attendance",
            sa.Enum(
                "onsite",
                "remote",
                name="attendance",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("places >= 0", name=op.f("ck_delegation_quota_places")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_delegation_quota_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_delegation_quota_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_quota")),
        sa.UniqueConstraint("id", "meeting_id", name=op.f("uq_delegation_quota_id_meeting_id")),
        sa.UniqueConstraint(
            "meeting_id",
            "organisation_id",
            "attendance",
            name=op.f("uq_delegation_quota_meeting_id_organisation_id_attendance"),
        ),
    )
    op.create_index(
        op.f("ix_delegation_quota_organisation_id"),
        "delegation_quota",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "delegate",
        sa.Column("quota_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "nominated",
                "confirmed",
                "approved",
                "declined",
                "refused",
                "replaced",
                "revoked",
                name="delegatestate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("nominated_by_id", sa.Integer(), nullable=False),
        sa.Column("nominated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("replaced_by_id <> id", name=op.f("ck_delegate_not_by_itself")),
        sa.ForeignKeyConstraint(
            ["nominated_by_id"],
            ["person.id"],
            name=op.f("fk_delegate_nominated_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_delegate_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["quota_id", "meeting_id"],
            ["delegation_quota.id", "delegation_quota.meeting_id"],
            name="fk_delegate_quota",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["delegate.id"],
            name=op.f("fk_delegate_replaced_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate")),
    )
    op.create_index("ix_delegate_quota", "delegate", ["quota_id"], unique=False)
    op.create_index(
        "uq_delegate_seated",
        "delegate",
        ["meeting_id", "email"],
        unique=True,
        sqlite_where=sa.text("state in ('nominated', 'confirmed', 'approved')"),
        postgresql_where=sa.text("state in ('nominated', 'confirmed', 'approved')"),
    )
    op.create_table(
        "delegate_step",
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "nominate",
                "confirm",
                "decline",
                "approve",
                "refuse",
                "replace",
                "revoke",
                name="delegatemove",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "nominated",
                "confirmed",
                "approved",
                "declined",
                "refused",
                "replaced",
                "revoked",
                name="delegatestate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_delegate_step_actor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["delegate_id"],
            ["delegate.id"],
            name=op.f("fk_delegate_step_delegate_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate_step")),
        sa.UniqueConstraint(
            "delegate_id", "position", name=op.f("uq_delegate_step_delegate_id_position")
        ),
    )
    statements = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("delegate_step")
    op.drop_table("delegate")
    op.drop_table("delegation_quota")
    op.drop_table("accreditation_appeal")
    op.drop_table("accreditation_decision")
    op.drop_table("dossier_proposal")
    op.drop_table("dossier_alert")
    op.drop_table("consular_opinion")
    op.drop_table("dossier_return_item")
    op.drop_table("dossier_return")
    op.drop_table("dossier_step")
    op.drop_table("dossier_document")
    op.drop_table("dossier")
    op.drop_table("number_series")
    op.drop_table("call_requirement")
    op.drop_table("call_criterion")
    op.drop_table("accreditation_call")
    op.drop_column("organisation", "is_listed")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION number_without_gap()")
        op.execute("DROP FUNCTION refuse_reopening()")
