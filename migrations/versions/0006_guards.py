"""What people sent is kept, and a fact that was written stays as it was."""

from alembic import op

revision = "0006"
down_revision = "0005"

KEPT = (
    "person",
    "device",
    "role_grant",
    "answered_key",
    "question",
    "vote",
    "feed_line",
    "fact_scope",
)
WRITTEN = "id, scope, seq, name, actor_id, data, happened_at, previous_hash, hash"

SQLITE = (
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in (*KEPT, "fact_record")
    ),
    (
        f"CREATE TRIGGER fact_record_unchanged BEFORE UPDATE OF {WRITTEN} ON fact_record "
        "BEGIN SELECT RAISE(ABORT, 'fact_record is append-only'); END"
    ),
    (
        "CREATE TRIGGER fact_record_told_once BEFORE UPDATE OF told_at ON fact_record "
        "WHEN OLD.told_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'fact_record was told'); END"
    ),
    (
        "CREATE TRIGGER fact_scope_counts_up BEFORE UPDATE OF seq ON fact_scope "
        "WHEN NEW.seq NOT IN (OLD.seq, OLD.seq + 1) "
        "BEGIN SELECT RAISE(ABORT, 'fact_scope has no gap'); END"
    ),
)

POSTGRESQL = (
    """CREATE FUNCTION refuse_removal() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql""",
    """CREATE FUNCTION keep_fact() RETURNS trigger AS $$ BEGIN
    IF (NEW.id, NEW.scope, NEW.seq, NEW.name, NEW.actor_id, NEW.data::text, NEW.happened_at,
        NEW.previous_hash, NEW.hash) IS DISTINCT FROM
       (OLD.id, OLD.scope, OLD.seq, OLD.name, OLD.actor_id, OLD.data::text, OLD.happened_at,
        OLD.previous_hash, OLD.hash)
    THEN RAISE EXCEPTION 'fact_record is append-only'; END IF;
    IF OLD.told_at IS NOT NULL THEN RAISE EXCEPTION 'fact_record was told'; END IF;
    RETURN NEW; END $$ LANGUAGE plpgsql""",
    """CREATE FUNCTION count_up() RETURNS trigger AS $$ BEGIN
    IF NEW.seq NOT IN (OLD.seq, OLD.seq + 1) THEN RAISE EXCEPTION 'fact_scope has no gap'; END IF;
    RETURN NEW; END $$ LANGUAGE plpgsql""",
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_removal()"
        for table in (*KEPT, "fact_record")
    ),
    *(
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()"
        for table in (*KEPT, "fact_record")
    ),
    (
        "CREATE TRIGGER fact_record_unchanged BEFORE UPDATE ON fact_record "
        "FOR EACH ROW EXECUTE FUNCTION keep_fact()"
    ),
    (
        "CREATE TRIGGER fact_scope_counts_up BEFORE UPDATE ON fact_scope "
        "FOR EACH ROW EXECUTE FUNCTION count_up()"
    ),
)


def upgrade() -> None:
    statements = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for function in ("refuse_removal", "keep_fact", "count_up"):
            op.execute(f"DROP FUNCTION {function}() CASCADE")
        return
    for table in (*KEPT, "fact_record"):
        op.execute(f"DROP TRIGGER {table}_kept")
    for trigger in ("fact_record_unchanged", "fact_record_told_once", "fact_scope_counts_up"):
        op.execute(f"DROP TRIGGER {trigger}")
