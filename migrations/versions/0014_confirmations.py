"""Confirmations: what beneficiaries say of their shares, and what guards it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# A word is said of what was given, and "no" may become "yes", never the other way.
REFUSALS = (
    (
        (
            "NOT EXISTS (SELECT 1 FROM movement JOIN place ON place.id = to_id "
            "WHERE entry_id = NEW.entry_id AND to_id = NEW.place_id "
            "AND place.kind IN ('beneficiary', 'award'))"
        ),
        "nothing was given there",
    ),
    (
        (
            "EXISTS (SELECT 1 FROM confirmation WHERE entry_id = NEW.entry_id "
            "AND place_id = NEW.place_id AND is_received)"
        ),
        "the share has its answer",
    ),
)
SQLITE = (
    *(
        f"CREATE TRIGGER confirmation_{name} BEFORE {act} ON confirmation "
        "BEGIN SELECT RAISE(ABORT, 'confirmation is append-only'); END"
        for name, act in (("kept", "DELETE"), ("unchanged", "UPDATE"))
    ),
    *(
        f"CREATE TRIGGER confirmation_guard_{number} BEFORE INSERT ON confirmation "
        f"WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{words}'); END"
        for number, (wrong, words) in enumerate(REFUSALS, 1)
    ),
)
POSTGRESQL = (
    (
        "CREATE TRIGGER confirmation_kept BEFORE DELETE ON confirmation "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
    ),
    (
        "CREATE TRIGGER confirmation_unchanged BEFORE UPDATE ON confirmation "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
    ),
    (
        "CREATE TRIGGER confirmation_not_emptied BEFORE TRUNCATE ON confirmation "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()"
    ),
    "CREATE FUNCTION guard_confirmation_insert() RETURNS trigger AS $$ BEGIN\n  "
    + "\n  ".join(
        f"IF {wrong} THEN RAISE EXCEPTION '{words}'; END IF;" for wrong, words in REFUSALS
    )
    + "\n  RETURN NEW; END $$ LANGUAGE plpgsql",
    (
        "CREATE TRIGGER confirmation_insert BEFORE INSERT ON confirmation "
        "FOR EACH ROW EXECUTE FUNCTION guard_confirmation_insert()"
    ),
)


def upgrade() -> None:
    op.create_table(
        "confirmation",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("is_received", sa.Boolean(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "code",
                "secretariat",
                name="confirmationchannel",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(channel = 'secretariat') = (entered_by_id is not null)",
            name=op.f("ck_confirmation_who_wrote_it"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["person.id"],
            name=op.f("fk_confirmation_entered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_confirmation_entry_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_confirmation_place_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint(
            "entry_id",
            "place_id",
            "is_received",
            name=op.f("uq_confirmation_entry_id_place_id_is_received"),
        ),
    )
    op.create_index(op.f("ix_confirmation_place_id"), "confirmation", ["place_id"])
    op.create_index(op.f("ix_confirmation_entered_by_id"), "confirmation", ["entered_by_id"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("confirmation")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION guard_confirmation_insert()")
