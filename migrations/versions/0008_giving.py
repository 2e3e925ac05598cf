"""Campaigns, pledges, lots, places, movements, receipts and programmes, and what guards them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"

RATE = sa.Numeric(24, 10).with_variant(sa.String(40), "sqlite")

# The ends of every way: where money comes from, where it changes, what a bank keeps.
PLACES = (
    ("donors", "external", "Donateurs"),
    ("budget", "external", "Budget de l’État"),
    ("fx", "fx", "Change"),
    ("fees", "fees", "Frais bancaires"),
)

WRITTEN_ONCE = ("pledge_event", "fx_rate", "movement", "receipt")
KEPT = (
    *WRITTEN_ONCE,
    "campaign",
    "pledge",
    "programme",
    "programme_edition",
    "programme_line",
    "programme_report",
    "award",
    "tranche",
    "lot",
    "place",
    "entry",
    "position",
    "position_by_kind",
    "giving_series",
)
# What is said once and stays, in tables of which something else may change.
SAID = {
    "pledge": [
        "ref",
        "channel",
        "donor_id",
        "donor_name",
        "donor_country",
        "is_remote",
        "amount",
        "currency",
        "shown_rate",
        "equivalent",
        "equivalent_currency",
        "spoken_at",
        "entered_by_id",
        "entered_at",
        "source_id",
    ],
    "lot": ["ref", "kind", "pledge_id", "source_id", "opened_at"],
    "place": ["code", "kind", "award_id"],
    "entry": [
        "kind",
        "idem_key",
        "prepared_by_id",
        "prepared_at",
        "reverses_id",
        "answers_id",
        "source_id",
    ],
    "programme_report": [
        "programme_id",
        "edition_id",
        "award_id",
        "indicator",
        "about",
        "country",
        "returned_in",
        "target",
        "value",
        "is_about",
        "on_date",
        "evidence_sha256",
        "reported_by_id",
        "reported_at",
        "source_id",
    ],
}
GENESIS = "0" * 64


def changed(columns: list[str], unlike: str) -> str:
    return " OR ".join(f"NEW.{column} {unlike} OLD.{column}" for column in columns)


# Each: the table, when, and what must not hold, with the words of the refusal.
# An entry is posted with the number and the hash that follow; a movement is one that was approved,
# next in its lot; a position moves by one movement, the one it names.
REFUSALS = (
    ("entry", "INSERT", "NEW.state NOT IN ('draft', 'submitted')", "an entry is not born posted"),
    (
        "entry",
        "UPDATE",
        "OLD.state IN ('posted', 'rejected')",
        "entry is append-only once decided",
    ),
    (
        "entry",
        "UPDATE",
        (
            "OLD.state = 'submitted' AND NEW.state = 'draft' "
            "OR OLD.state = 'draft' AND NEW.state = 'posted'"
        ),
        "an entry is submitted before it is posted",
    ),
    (
        "entry",
        "UPDATE",
        (
            "OLD.state = 'submitted' AND (NEW.lines <> OLD.lines "
            "OR NEW.occurred_on {unlike} OLD.occurred_on OR NEW.instrument {unlike} OLD.instrument "
            "OR NEW.evidence_sha256 {unlike} OLD.evidence_sha256 OR NEW.words {unlike} OLD.words)"
        ),
        "a submitted entry stays as it was submitted",
    ),
    (
        "entry",
        "UPDATE",
        (
            "NEW.state = 'posted' AND (NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM entry) "
            "OR NEW.previous_hash <> coalesce((SELECT hash FROM entry WHERE number = NEW.number - 1), "
            f"'{GENESIS}'))"
        ),
        "the ledger has no gap",
    ),
    (
        "entry",
        "UPDATE",
        (
            "NEW.state = 'posted' "
            "AND NEW.lines <> (SELECT count(*) FROM entry_line WHERE entry_id = NEW.id)"
        ),
        "the entry has another number of lines",
    ),
    *(
        (
            "entry_line",
            act,
            f"(SELECT state FROM entry WHERE id = {row}.entry_id) <> 'draft'",
            "the lines of a submitted entry stay",
        )
        for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
    (
        "movement",
        "INSERT",
        "(SELECT state FROM entry WHERE id = NEW.entry_id) <> 'posted'",
        "only a posted entry moves money",
    ),
    (
        "movement",
        "INSERT",
        (
            "NOT EXISTS (SELECT 1 FROM entry_line WHERE entry_id = NEW.entry_id AND line = NEW.line "
            "AND lot_id = NEW.lot_id AND from_id = NEW.from_id AND to_id = NEW.to_id "
            "AND currency = NEW.currency AND amount = NEW.amount)"
        ),
        "the movement is not the one that was approved",
    ),
    (
        "movement",
        "INSERT",
        "NEW.seq <> (SELECT seq + 1 FROM lot WHERE id = NEW.lot_id)",
        "the movements of a lot have no gap",
    ),
    (
        "lot",
        "UPDATE",
        (
            "NEW.seq <> OLD.seq AND (NEW.seq <> OLD.seq + 1 OR NOT EXISTS "
            "(SELECT 1 FROM movement WHERE lot_id = NEW.id AND seq = NEW.seq))"
        ),
        "a lot counts its movements",
    ),
    *(
        (
            table,
            "INSERT",
            "NEW.entered <> 0 OR NEW.gone <> 0 OR NEW.last_seq <> 0",
            "a position begins at zero",
        )
        for table in ("position", "position_by_kind")
    ),
    (
        "position",
        "INSERT",
        "NEW.kind <> (SELECT kind FROM place WHERE id = NEW.place_id)",
        "the position is of another kind",
    ),
    (
        "position",
        "UPDATE",
        (
            "NEW.last_seq <= OLD.last_seq OR NEW.lot_id <> OLD.lot_id OR NEW.place_id <> OLD.place_id "
            "OR NEW.kind <> OLD.kind OR NEW.currency <> OLD.currency OR NOT EXISTS "
            "(SELECT 1 FROM movement WHERE lot_id = NEW.lot_id AND seq = NEW.last_seq "
            "AND currency = NEW.currency "
            "AND NEW.entered - OLD.entered = CASE to_id WHEN NEW.place_id THEN amount ELSE 0 END "
            "AND NEW.gone - OLD.gone = CASE from_id WHEN NEW.place_id THEN amount ELSE 0 END)"
        ),
        "a position follows the movements",
    ),
    (
        "position_by_kind",
        "UPDATE",
        (
            "NEW.last_seq <= OLD.last_seq OR NEW.lot_id <> OLD.lot_id "
            "OR NEW.kind <> OLD.kind OR NEW.currency <> OLD.currency OR NOT EXISTS "
            "(SELECT 1 FROM movement JOIN place giving ON giving.id = from_id "
            "JOIN place taking ON taking.id = to_id "
            "WHERE lot_id = NEW.lot_id AND seq = NEW.last_seq AND currency = NEW.currency "
            "AND NEW.entered - OLD.entered = CASE taking.kind WHEN NEW.kind THEN amount ELSE 0 END "
            "AND NEW.gone - OLD.gone = CASE giving.kind WHEN NEW.kind THEN amount ELSE 0 END)"
        ),
        "a position follows the movements",
    ),
    (
        "position",
        "UPDATE",
        "NEW.gone > NEW.entered AND NEW.kind NOT IN ('external', 'fx')",
        "would overdraw this lot in this place",
    ),
    (
        "pledge",
        "UPDATE",
        (
            "NEW.standing <> OLD.standing AND NEW.standing {unlike} (SELECT now_is FROM pledge_event "
            "WHERE pledge_id = NEW.id ORDER BY number DESC LIMIT 1)"
        ),
        "a promise changes only with an act on it",
    ),
    (
        "programme_report",
        "UPDATE",
        "OLD.verified_at IS NOT NULL",
        "programme_report was verified",
    ),
    (
        "giving_series",
        "UPDATE",
        "NEW.last NOT IN (OLD.last, OLD.last + 1) OR NEW.name <> OLD.name OR NEW.year <> OLD.year",
        "giving_series has no gap",
    ),
)
MOVED = """
  INSERT INTO position (lot_id, place_id, kind, currency, entered, gone, last_seq)
    SELECT NEW.lot_id, id, kind, NEW.currency, 0, 0, 0 FROM place
    WHERE id IN (NEW.from_id, NEW.to_id) AND NOT EXISTS (SELECT 1 FROM position
      WHERE lot_id = NEW.lot_id AND place_id = place.id AND currency = NEW.currency);
  INSERT INTO position_by_kind (lot_id, kind, currency, entered, gone, last_seq)
    SELECT DISTINCT NEW.lot_id, kind, NEW.currency, 0, 0, 0 FROM place
    WHERE id IN (NEW.from_id, NEW.to_id) AND NOT EXISTS (SELECT 1 FROM position_by_kind
      WHERE lot_id = NEW.lot_id AND kind = place.kind AND currency = NEW.currency);
  UPDATE lot SET seq = NEW.seq WHERE id = NEW.lot_id;
  UPDATE position SET last_seq = NEW.seq,
      entered = entered + CASE place_id WHEN NEW.to_id THEN NEW.amount ELSE 0 END,
      gone = gone + CASE place_id WHEN NEW.from_id THEN NEW.amount ELSE 0 END
    WHERE lot_id = NEW.lot_id AND place_id IN (NEW.from_id, NEW.to_id)
      AND currency = NEW.currency;
  UPDATE position_by_kind SET last_seq = NEW.seq,
      entered = entered + CASE kind WHEN (SELECT kind FROM place WHERE id = NEW.to_id)
        THEN NEW.amount ELSE 0 END,
      gone = gone + CASE kind WHEN (SELECT kind FROM place WHERE id = NEW.from_id)
        THEN NEW.amount ELSE 0 END
    WHERE lot_id = NEW.lot_id AND currency = NEW.currency
      AND kind IN (SELECT kind FROM place WHERE id IN (NEW.from_id, NEW.to_id));
"""


def sqlite_refusal(number: int, table: str, act: str, wrong: str, words: str) -> str:
    return (
        f"CREATE TRIGGER {table}_guard_{number} BEFORE {act} ON {table} "
        f"WHEN {wrong.format(unlike='IS NOT')} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


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
        f"CREATE TRIGGER {table}_said BEFORE UPDATE ON {table} "
        f"WHEN {changed(columns, 'IS NOT')} "
        f"BEGIN SELECT RAISE(ABORT, '{table} stays as it was said'); END"
        for table, columns in SAID.items()
    ),
    *(sqlite_refusal(number, *refusal) for number, refusal in enumerate(REFUSALS, 1)),
    *(
        f"CREATE TRIGGER {table}_whole BEFORE INSERT ON {table} "
        "WHEN typeof(NEW.amount) <> 'integer' "
        "BEGIN SELECT RAISE(ABORT, 'an amount is a whole number of minor units'); END"
        for table in ("movement", "entry_line", "pledge")
    ),
    f"CREATE TRIGGER movement_moves AFTER INSERT ON movement BEGIN {MOVED} END",
)


def postgresql_guard(table: str, act: str) -> tuple[str, str]:
    """Return the function and the trigger that refuse an act on a table."""
    lines = [
        # A write waits here for the one before it: what is read below is the last state.
        "PERFORM 1 FROM lot WHERE id = NEW.lot_id FOR UPDATE;"
    ] * (table == "movement" and act == "INSERT")
    if act == "UPDATE" and table in SAID:
        said = changed(SAID[table], "IS DISTINCT FROM")
        lines.append(f"IF {said} THEN RAISE EXCEPTION '{table} stays as it was said'; END IF;")
    lines += [
        f"IF {wrong.format(unlike='IS DISTINCT FROM')} THEN RAISE EXCEPTION '{words}'; END IF;"
        for of, when, wrong, words in REFUSALS
        if (of, when) == (table, act)
    ]
    name, back = f"guard_{table}_{act.lower()}", "OLD" if act == "DELETE" else "NEW"
    body = "\n  ".join(lines)
    return (
        (
            f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN\n  {body}\n  RETURN {back}; "
            "END $$ LANGUAGE plpgsql"
        ),
        (
            f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        ),
    )


GUARDED = sorted(
    {(table, act) for table, act, *_ in REFUSALS} | {(table, "UPDATE") for table in SAID}
)
FUNCTIONS = ("move_money", *(f"guard_{table}_{act.lower()}" for table, act in GUARDED))
POSTGRESQL = (
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
        for table in KEPT
    ),
    *(
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()"
        for table in (*KEPT, "entry_line")
    ),
    *(
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
        for table in WRITTEN_ONCE
    ),
    *(statement for table, act in GUARDED for statement in postgresql_guard(table, act)),
    (
        f"CREATE FUNCTION move_money() RETURNS trigger AS $$ BEGIN {MOVED} RETURN NULL; "
        "END $$ LANGUAGE plpgsql"
    ),
    (
        "CREATE TRIGGER movement_moves AFTER INSERT ON movement "
        "FOR EACH ROW EXECUTE FUNCTION move_money()"
    ),
)


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("goal", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_campaign_days_in_order")),
        sa.CheckConstraint("goal > 0", name=op.f("ck_campaign_goal")),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["person.id"],
            name=op.f("fk_campaign_created_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_campaign_meeting_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_campaign_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_campaign_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("slug", name=op.f("uq_campaign_slug")),
    )
    op.create_index(op.f("ix_campaign_meeting_id"), "campaign", ["meeting_id"], unique=False)
    op.create_index(
        op.f("ix_campaign_organisation_id"), "campaign", ["organisation_id"], unique=False
    )
    op.create_table(
        "fx_rate",
        sa.Column("base", sa.String(length=3), nullable=False),
        sa.Column("quote", sa.String(length=3), nullable=False),
        sa.Column("rate", RATE, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("CAST(rate AS NUMERIC) > 0", name=op.f("ck_fx_rate_rate")),
        sa.CheckConstraint("base <> quote", name=op.f("ck_fx_rate_two_currencies")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["person.id"],
            name=op.f("fk_fx_rate_entered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fx_rate")),
        sa.UniqueConstraint(
            "base", "quote", "as_of", "source", name=op.f("uq_fx_rate_base_quote_as_of_source")
        ),
    )
    op.create_table(
        "pledge",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "announced",
                "confirmed",
                "ended",
                "released",
                name="pledgestate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "room",
                "page",
                "hall",
                "record",
                name="pledgechannel",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("donor_id", sa.Integer(), nullable=True),
        sa.Column("donor_name", sa.String(), nullable=True),
        sa.Column("donor_country", sa.String(length=2), nullable=True),
        sa.Column("is_remote", sa.Boolean(), nullable=True),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum(
                "named",
                "anonymous",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("standing", sa.BigInteger(), nullable=False),
        sa.Column("shown_rate", RATE, nullable=True),
        sa.Column("equivalent", sa.BigInteger(), nullable=True),
        sa.Column("equivalent_currency", sa.String(length=3), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("spoken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state in ('ended', 'released')) = (standing = 0)",
            name=op.f("ck_pledge_nothing_stands_once_ended"),
        ),
        sa.CheckConstraint(
            "(equivalent is null) = (equivalent_currency is null)",
            name=op.f("ck_pledge_equivalent_whole"),
        ),
        sa.CheckConstraint("CAST(shown_rate AS NUMERIC) > 0", name=op.f("ck_pledge_shown_rate")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_pledge_amount")),
        sa.CheckConstraint(
            "donor_id is not null or donor_name is not null or source_id is not null",
            name=op.f("ck_pledge_donor"),
        ),
        sa.CheckConstraint("equivalent > 0", name=op.f("ck_pledge_equivalent")),
        sa.CheckConstraint(
            "equivalent_currency <> currency", name=op.f("ck_pledge_equivalent_in_another")
        ),
        sa.CheckConstraint("standing >= 0", name=op.f("ck_pledge_standing")),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_pledge_campaign_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["donor_id"], ["person.id"], name=op.f("fk_pledge_donor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["person.id"],
            name=op.f("fk_pledge_entered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_pledge_meeting_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_pledge_room_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_pledge_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
        sa.UniqueConstraint("ref", name=op.f("uq_pledge_ref")),
    )
    op.create_index("ix_pledge_campaign_state", "pledge", ["campaign_id", "state"], unique=False)
    op.create_index(op.f("ix_pledge_donor_id"), "pledge", ["donor_id"], unique=False)
    op.create_index(op.f("ix_pledge_meeting_id"), "pledge", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_pledge_room_id"), "pledge", ["room_id"], unique=False)
    op.create_table(
        "pledge_event",
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "announced",
                "confirmed",
                "amended_by_donor",
                "ended_by_donor",
                "released_by_ministry",
                "corrected",
                name="pledgeact",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("was", sa.BigInteger(), nullable=False),
        sa.Column("now_is", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_pledge_event_number")),
        sa.CheckConstraint("was >= 0 and now_is >= 0", name=op.f("ck_pledge_event_amounts")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pledge_event_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["pledge_id"],
            ["pledge.id"],
            name=op.f("fk_pledge_event_pledge_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_event")),
        sa.UniqueConstraint("pledge_id", "number", name=op.f("uq_pledge_event_pledge_id_number")),
    )
    op.create_table(
        "programme",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("launched_at_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("beneficiaries", sa.Integer(), nullable=True),
        sa.Column(
            "instrument",
            sa.Enum(
                "cheque",
                "wire",
                "cash",
                "mobile",
                "card",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("claimed_projects", sa.Integer(), nullable=True),
        sa.Column("claimed_total", sa.BigInteger(), nullable=True),
        sa.Column("claimed_jobs", sa.Integer(), nullable=True),
        sa.Column("claimed_jobs_is_about", sa.Boolean(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("beneficiaries > 0", name=op.f("ck_programme_beneficiaries")),
        sa.CheckConstraint("budget > 0", name=op.f("ck_programme_budget")),
        sa.CheckConstraint("claimed_jobs >= 0", name=op.f("ck_programme_claimed_jobs")),
        sa.CheckConstraint("claimed_projects >= 0", name=op.f("ck_programme_claimed_projects")),
        sa.CheckConstraint("claimed_total >= 0", name=op.f("ck_programme_claimed_total")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_programme_days_in_order")),
        sa.ForeignKeyConstraint(
            ["launched_at_id"],
            ["meeting.id"],
            name=op.f("fk_programme_launched_at_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_programme_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_programme_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("slug", name=op.f("uq_programme_slug")),
    )
    op.create_index(
        op.f("ix_programme_launched_at_id"), "programme", ["launched_at_id"], unique=False
    )
    op.create_index(
        op.f("ix_programme_organisation_id"), "programme", ["organisation_id"], unique=False
    )
    op.create_table(
        "programme_edition",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("budget > 0", name=op.f("ck_programme_edition_budget")),
        sa.CheckConstraint("year between 1900 and 2200", name=op.f("ck_programme_edition_year")),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_programme_edition_programme_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_edition")),
        sa.UniqueConstraint(
            "programme_id", "position", name=op.f("uq_programme_edition_programme_id_position")
        ),
    )
    op.create_table(
        "programme_line",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("projects", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_programme_line_amount")),
        sa.CheckConstraint("people >= 0", name=op.f("ck_programme_line_people")),
        sa.CheckConstraint("projects >= 0", name=op.f("ck_programme_line_projects")),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["organisation.id"],
            name=op.f("fk_programme_line_partner_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_programme_line_programme_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_line")),
        sa.UniqueConstraint(
            "programme_id", "position", name=op.f("uq_programme_line_programme_id_position")
        ),
    )
    op.create_index(
        op.f("ix_programme_line_partner_id"), "programme_line", ["partner_id"], unique=False
    )
    op.create_table(
        "award",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("beneficiary", sa.String(), nullable=False),
        sa.Column("private_name", sa.String(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("returned_from", sa.String(length=2), nullable=True),
        sa.Column("returned_in", sa.Integer(), nullable=True),
        sa.Column("requested", sa.BigInteger(), nullable=True),
        sa.Column("granted", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "approved",
                "agreed",
                "disbursing",
                "reporting",
                "closed",
                "terminated",
                name="awardstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("terminated_because", sa.String(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('proposed', 'terminated') or granted is not null",
            name=op.f("ck_award_granted_known"),
        ),
        sa.CheckConstraint("approved_by_id <> proposed_by_id", name=op.f("ck_award_two_people")),
        sa.CheckConstraint("granted > 0", name=op.f("ck_award_granted")),
        sa.CheckConstraint("requested > 0", name=op.f("ck_award_requested")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"],
            ["person.id"],
            name=op.f("fk_award_approved_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["programme_edition.id"],
            name=op.f("fk_award_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_award_programme_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["person.id"],
            name=op.f("fk_award_proposed_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_award_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("ref", name=op.f("uq_award_ref")),
    )
    op.create_index(op.f("ix_award_edition_id"), "award", ["edition_id"], unique=False)
    op.create_index(op.f("ix_award_programme_id"), "award", ["programme_id"], unique=False)
    op.create_table(
        "lot",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "donation",
                "budget",
                name="lotkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("restriction", sa.String(), nullable=True),
        sa.Column("pledge_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'donation') = (pledge_id is not null)", name=op.f("ck_lot_gift_has_pledge")
        ),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_lot_seq")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_lot_campaign_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["pledge.id"], name=op.f("fk_lot_pledge_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_lot_programme_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_lot_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("pledge_id", name=op.f("uq_lot_pledge_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_lot_ref")),
    )
    op.create_index(op.f("ix_lot_campaign_id"), "lot", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_lot_programme_id"), "lot", ["programme_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "external",
                "custody",
                "transit",
                "treasury",
                "ministry",
                "award",
                "beneficiary",
                "fees",
                "fx",
                name="placekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("private_name", sa.String(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'award') = (award_id is not null)", name=op.f("ck_place_place_of_award")
        ),
        sa.CheckConstraint(
            "kind <> 'transit' or organisation_id is not null",
            name=op.f("ck_place_transit_to_whom"),
        ),
        sa.ForeignKeyConstraint(
            ["award_id"], ["award.id"], name=op.f("fk_place_award_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_place_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_place_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("code", name=op.f("uq_place_code")),
    )
    op.create_index(op.f("ix_place_award_id"), "place", ["award_id"], unique=False)
    op.create_index("ix_place_kind", "place", ["kind"], unique=False)
    op.create_index(op.f("ix_place_organisation_id"), "place", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_place_person_id"), "place", ["person_id"], unique=False)
    op.create_table(
        "entry",
        sa.Column(
            "kind",
            sa.Enum(
                "receipt",
                "appropriation",
                "deposit",
                "exchange",
                "fee",
                "transfer",
                "dispatch",
                "acknowledgement",
                "refusal",
                "allocation",
                "payment",
                "reversal",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "posted",
                "rejected",
                name="entrystate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("idem_key", sa.String(length=80), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column(
            "instrument",
            sa.Enum(
                "cheque",
                "wire",
                "cash",
                "mobile",
                "card",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("instrument_number", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("evidence_type", sa.String(), nullable=True),
        sa.Column("evidence_size", sa.Integer(), nullable=True),
        sa.Column("evidence_is_public", sa.Boolean(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_by_id", sa.Integer(), nullable=True),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_because", sa.String(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id is not null)", name=op.f("ck_entry_reversal")
        ),
        sa.CheckConstraint(
            "(kind in ('acknowledgement', 'refusal')) = (answers_id is not null)",
            name=op.f("ck_entry_answer"),
        ),
        sa.CheckConstraint(
            "(state = 'posted') = (hash is not null)", name=op.f("ck_entry_posted_hash")
        ),
        sa.CheckConstraint(
            "(state = 'posted') = (number is not null)", name=op.f("ck_entry_posted_number")
        ),
        sa.CheckConstraint(
            "(state = 'posted') = (posted_at is not null)", name=op.f("ck_entry_posted_at")
        ),
        sa.CheckConstraint(
            "(state = 'posted') = (previous_hash is not null)",
            name=op.f("ck_entry_posted_previous"),
        ),
        sa.CheckConstraint(
            "(state = 'rejected') = (rejected_because is not null)", name=op.f("ck_entry_rejected")
        ),
        sa.CheckConstraint(
            "state <> 'posted' or source_id is not null or approved_by_id is not null",
            name=op.f("ck_entry_approved_by"),
        ),
        sa.CheckConstraint("approved_by_id <> prepared_by_id", name=op.f("ck_entry_two_people")),
        sa.CheckConstraint("length(evidence_sha256) = 64", name=op.f("ck_entry_evidence")),
        sa.CheckConstraint("lines > 0", name=op.f("ck_entry_lines")),
        sa.CheckConstraint(
            "source_id is not null or prepared_by_id is not null", name=op.f("ck_entry_prepared_by")
        ),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["entry.id"], name=op.f("fk_entry_answers_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"],
            ["person.id"],
            name=op.f("fk_entry_approved_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_entry_meeting_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"],
            ["person.id"],
            name=op.f("fk_entry_prepared_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["rejected_by_id"],
            ["person.id"],
            name=op.f("fk_entry_rejected_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["entry.id"], name=op.f("fk_entry_reverses_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_entry_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_entry_hash")),
        sa.UniqueConstraint("idem_key", name=op.f("uq_entry_idem_key")),
        sa.UniqueConstraint("number", name=op.f("uq_entry_number")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_entry_previous_hash")),
    )
    op.create_index(
        "ix_entry_answers_id",
        "entry",
        ["answers_id"],
        unique=False,
        sqlite_where=sa.text("answers_id is not null"),
        postgresql_where=sa.text("answers_id is not null"),
    )
    op.create_index(op.f("ix_entry_approved_by_id"), "entry", ["approved_by_id"], unique=False)
    op.create_index(op.f("ix_entry_meeting_id"), "entry", ["meeting_id"], unique=False)
    op.create_index("ix_entry_occurred_on", "entry", ["occurred_on"], unique=False)
    op.create_index(op.f("ix_entry_prepared_by_id"), "entry", ["prepared_by_id"], unique=False)
    op.create_index(
        "ix_entry_reverses_id",
        "entry",
        ["reverses_id"],
        unique=False,
        sqlite_where=sa.text("reverses_id is not null"),
        postgresql_where=sa.text("reverses_id is not null"),
    )
    op.create_index("ix_entry_state", "entry", ["state", "id"], unique=False)
    op.create_index(
        "uq_entry_answers_id",
        "entry",
        ["answers_id"],
        unique=True,
        sqlite_where=sa.text("answers_id is not null and state <> 'rejected'"),
        postgresql_where=sa.text("answers_id is not null and state <> 'rejected'"),
    )
    op.create_index(
        "uq_entry_reverses_id",
        "entry",
        ["reverses_id"],
        unique=True,
        sqlite_where=sa.text("reverses_id is not null and state <> 'rejected'"),
        postgresql_where=sa.text("reverses_id is not null and state <> 'rejected'"),
    )
    op.create_table(
        "entry_line",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("fx_rate_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_entry_line_amount")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_entry_line_two_places")),
        sa.CheckConstraint("line > 0", name=op.f("ck_entry_line_line")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_entry_line_entry_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["place.id"], name=op.f("fk_entry_line_from_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["fx_rate_id"],
            ["fx_rate.id"],
            name=op.f("fk_entry_line_fx_rate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lot.id"], name=op.f("fk_entry_line_lot_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["place.id"], name=op.f("fk_entry_line_to_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_line")),
        sa.UniqueConstraint("entry_id", "line", name=op.f("uq_entry_line_entry_id_line")),
    )
    op.create_index(op.f("ix_entry_line_lot_id"), "entry_line", ["lot_id"], unique=False)
    op.create_table(
        "movement",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("fx_rate_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_movement_amount")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_movement_two_places")),
        sa.CheckConstraint("line > 0", name=op.f("ck_movement_line")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_movement_entry_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["place.id"], name=op.f("fk_movement_from_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["fx_rate_id"], ["fx_rate.id"], name=op.f("fk_movement_fx_rate_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lot.id"], name=op.f("fk_movement_lot_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["place.id"], name=op.f("fk_movement_to_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint("entry_id", "line", name=op.f("uq_movement_entry_id_line")),
        sa.UniqueConstraint("lot_id", "seq", name=op.f("uq_movement_lot_id_seq")),
    )
    op.create_index("ix_movement_currency", "movement", ["currency", "id"], unique=False)
    op.create_index("ix_movement_from", "movement", ["lot_id", "from_id", "seq"], unique=False)
    op.create_index("ix_movement_to", "movement", ["lot_id", "to_id", "seq"], unique=False)
    op.create_table(
        "position",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "external",
                "custody",
                "transit",
                "treasury",
                "ministry",
                "award",
                "beneficiary",
                "fees",
                "fx",
                name="placekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("entered >= 0 and gone >= 0", name=op.f("ck_position_amounts")),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lot.id"], name=op.f("fk_position_lot_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_position_place_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint(
            "lot_id", "place_id", "currency", name=op.f("uq_position_lot_id_place_id_currency")
        ),
    )
    op.create_index("ix_position_lot_kind", "position", ["lot_id", "kind", "id"], unique=False)
    op.create_index("ix_position_place", "position", ["place_id", "currency"], unique=False)
    op.create_table(
        "position_by_kind",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "external",
                "custody",
                "transit",
                "treasury",
                "ministry",
                "award",
                "beneficiary",
                "fees",
                "fx",
                name="placekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("entered", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("entered >= 0 and gone >= 0", name=op.f("ck_position_by_kind_amounts")),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lot.id"], name=op.f("fk_position_by_kind_lot_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_by_kind")),
        sa.UniqueConstraint(
            "lot_id", "kind", "currency", name=op.f("uq_position_by_kind_lot_id_kind_currency")
        ),
    )
    op.create_index(
        "ix_position_by_kind_kind", "position_by_kind", ["kind", "lot_id"], unique=False
    )
    op.create_table(
        "giving_series",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_giving_series")),
        sa.UniqueConstraint("name", "year", name=op.f("uq_giving_series_name_year")),
    )
    op.create_table(
        "receipt",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "receipt",
                "cancellation",
                name="receiptkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'cancellation' or replaces_id is not null", name=op.f("ck_receipt_cancels")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_receipt_number")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_receipt_entry_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"],
            ["person.id"],
            name=op.f("fk_receipt_issued_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lot.id"], name=op.f("fk_receipt_lot_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["receipt.id"],
            name=op.f("fk_receipt_replaces_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("code", name=op.f("uq_receipt_code")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_receipt_replaces_id")),
        sa.UniqueConstraint("series", "year", "number", name=op.f("uq_receipt_series_year_number")),
    )
    op.create_index(op.f("ix_receipt_entry_id"), "receipt", ["entry_id"], unique=False)
    op.create_index(op.f("ix_receipt_lot_id"), "receipt", ["lot_id"], unique=False)
    op.create_table(
        "tranche",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("condition", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "condition_met",
                "approved",
                "paid",
                "justified",
                "recovered",
                name="tranchestate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("met_by_id", sa.Integer(), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state in ('paid', 'justified', 'recovered')) = (entry_id is not null)",
            name=op.f("ck_tranche_paid"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_tranche_amount")),
        sa.CheckConstraint("approved_by_id <> met_by_id", name=op.f("ck_tranche_two_people")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"],
            ["person.id"],
            name=op.f("fk_tranche_approved_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["award_id"], ["award.id"], name=op.f("fk_tranche_award_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_tranche_entry_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["met_by_id"], ["person.id"], name=op.f("fk_tranche_met_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tranche")),
        sa.UniqueConstraint("award_id", "position", name=op.f("uq_tranche_award_id_position")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_tranche_entry_id")),
    )
    op.create_table(
        "programme_report",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("returned_in", sa.Integer(), nullable=True),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("is_about", sa.Boolean(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(verified_by_id is null) = (verified_at is null)",
            name=op.f("ck_programme_report_verified"),
        ),
        sa.CheckConstraint(
            "length(evidence_sha256) = 64", name=op.f("ck_programme_report_evidence")
        ),
        sa.CheckConstraint(
            "source_id is not null or reported_by_id is not null",
            name=op.f("ck_programme_report_reported_by"),
        ),
        sa.CheckConstraint("target >= 0", name=op.f("ck_programme_report_target")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_programme_report_value")),
        sa.CheckConstraint(
            "verified_by_id <> reported_by_id", name=op.f("ck_programme_report_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["award_id"],
            ["award.id"],
            name=op.f("fk_programme_report_award_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["programme_edition.id"],
            name=op.f("fk_programme_report_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_programme_report_programme_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"],
            ["person.id"],
            name=op.f("fk_programme_report_reported_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_programme_report_source_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"],
            ["person.id"],
            name=op.f("fk_programme_report_verified_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_report")),
    )
    op.create_index(
        op.f("ix_programme_report_award_id"), "programme_report", ["award_id"], unique=False
    )
    op.create_index(
        op.f("ix_programme_report_programme_id"), "programme_report", ["programme_id"], unique=False
    )
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)
    for code, kind, name in PLACES:
        op.execute(f"INSERT INTO place (code, kind, name) VALUES ('{code}', '{kind}', '{name}')")


def downgrade() -> None:
    op.drop_index(op.f("ix_programme_report_programme_id"), table_name="programme_report")
    op.drop_index(op.f("ix_programme_report_award_id"), table_name="programme_report")
    op.drop_table("programme_report")
    op.drop_table("tranche")
    op.drop_index(op.f("ix_receipt_lot_id"), table_name="receipt")
    op.drop_index(op.f("ix_receipt_entry_id"), table_name="receipt")
    op.drop_table("receipt")
    op.drop_table("giving_series")
    op.drop_index("ix_position_by_kind_kind", table_name="position_by_kind")
    op.drop_table("position_by_kind")
    op.drop_index("ix_position_place", table_name="position")
    op.drop_index("ix_position_lot_kind", table_name="position")
    op.drop_table("position")
    op.drop_index("ix_movement_to", table_name="movement")
    op.drop_index("ix_movement_from", table_name="movement")
    op.drop_index("ix_movement_currency", table_name="movement")
    op.drop_table("movement")
    op.drop_index(op.f("ix_entry_line_lot_id"), table_name="entry_line")
    op.drop_table("entry_line")
    op.drop_index(
        "uq_entry_reverses_id",
        table_name="entry",
        sqlite_where=sa.text("reverses_id is not null and state <> 'rejected'"),
        postgresql_where=sa.text("reverses_id is not null and state <> 'rejected'"),
    )
    op.drop_index(
        "uq_entry_answers_id",
        table_name="entry",
        sqlite_where=sa.text("answers_id is not null and state <> 'rejected'"),
        postgresql_where=sa.text("answers_id is not null and state <> 'rejected'"),
    )
    op.drop_index("ix_entry_state", table_name="entry")
    op.drop_index(
        "ix_entry_reverses_id",
        table_name="entry",
        sqlite_where=sa.text("reverses_id is not null"),
        postgresql_where=sa.text("reverses_id is not null"),
    )
    op.drop_index(op.f("ix_entry_prepared_by_id"), table_name="entry")
    op.drop_index("ix_entry_occurred_on", table_name="entry")
    op.drop_index(op.f("ix_entry_meeting_id"), table_name="entry")
    op.drop_index(op.f("ix_entry_approved_by_id"), table_name="entry")
    op.drop_index(
        "ix_entry_answers_id",
        table_name="entry",
        sqlite_where=sa.text("answers_id is not null"),
        postgresql_where=sa.text("answers_id is not null"),
    )
    op.drop_table("entry")
    op.drop_index(op.f("ix_place_person_id"), table_name="place")
    op.drop_index(op.f("ix_place_organisation_id"), table_name="place")
    op.drop_index("ix_place_kind", table_name="place")
    op.drop_index(op.f("ix_place_award_id"), table_name="place")
    op.drop_table("place")
    op.drop_index(op.f("ix_lot_programme_id"), table_name="lot")
    op.drop_index(op.f("ix_lot_campaign_id"), table_name="lot")
    op.drop_table("lot")
    op.drop_index(op.f("ix_award_programme_id"), table_name="award")
    op.drop_index(op.f("ix_award_edition_id"), table_name="award")
    op.drop_table("award")
    op.drop_index(op.f("ix_programme_line_partner_id"), table_name="programme_line")
    op.drop_table("programme_line")
    op.drop_table("programme_edition")
    op.drop_index(op.f("ix_programme_organisation_id"), table_name="programme")
    op.drop_index(op.f("ix_programme_launched_at_id"), table_name="programme")
    op.drop_table("programme")
    op.drop_table("pledge_event")
    op.drop_index(op.f("ix_pledge_room_id"), table_name="pledge")
    op.drop_index(op.f("ix_pledge_meeting_id"), table_name="pledge")
    op.drop_index(op.f("ix_pledge_donor_id"), table_name="pledge")
    op.drop_index("ix_pledge_campaign_state", table_name="pledge")
    op.drop_table("pledge")
    op.drop_table("fx_rate")
    op.drop_index(op.f("ix_campaign_organisation_id"), table_name="campaign")
    op.drop_index(op.f("ix_campaign_meeting_id"), table_name="campaign")
    op.drop_table("campaign")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
