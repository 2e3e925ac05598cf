"""Facts that are written together take their numbers together, where each of them is there."""

from alembic import op

revision = "0020"
down_revision = "0019"

ONE_BY_ONE = "NEW.seq NOT IN (OLD.seq, OLD.seq + 1)"
TOGETHER = f"""{ONE_BY_ONE} AND NEW.seq - OLD.seq <> (
    SELECT count(*) FROM fact_record
    WHERE scope = NEW.name AND seq > OLD.seq AND seq <= NEW.seq)"""


def upgrade() -> None:
    _refuse_gaps(TOGETHER)


def downgrade() -> None:
    _refuse_gaps(ONE_BY_ONE)


def _refuse_gaps(gap: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"""CREATE OR REPLACE FUNCTION count_up() RETURNS trigger AS $$ BEGIN
            IF {gap} THEN RAISE EXCEPTION 'fact_scope has no gap'; END IF;
            RETURN NEW; END $$ LANGUAGE plpgsql"""
        )
        return
    op.execute("DROP TRIGGER fact_scope_counts_up")
    op.execute(
        f"CREATE TRIGGER fact_scope_counts_up BEFORE UPDATE OF seq ON fact_scope WHEN {gap} "
        "BEGIN SELECT RAISE(ABORT, 'fact_scope has no gap'); END"
    )
