"""A ledger of any size, written by SQL alone: what the actions would have written, faster."""

from sqlalchemy import text

from app.core.db import db

STAMP = "2026-01-01 00:00:00"
SMALL = 1000  # gifts that share the other half of the movements
GUARDED = ("entry", "entry_line", "movement", "position", "position_by_kind", "lot")


def load(movements: int) -> None:
    """Write `movements` movements: half in one lot, half in a thousand others."""
    postgresql = db.engine.dialect.name == "postgresql"
    triggers = [] if postgresql else _take_off()
    if postgresql:
        _each([f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in GUARDED])
    half = movements // 2
    _each(_ends())
    _each(_lots(half, movements - half))
    _each(_sums())
    if postgresql:
        _each([f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in GUARDED])
    _each([*triggers, "ANALYZE"])


def _each(statements: list[str]) -> None:
    for statement in statements:
        db.session.execute(text(statement))
    db.session.commit()


def _take_off() -> list[str]:
    """Drop the triggers of SQLite, which has no switch for them; return how to put them back."""
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = db.session.execute(query).all()
    _each([f"DROP TRIGGER {name}" for name, _sql in found])
    return [sql for _name, sql in found]


def _numbers(last: int) -> str:
    """Return the query of the numbers from 1 to `last`, on either database."""
    return (
        f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {last}) "
        "SELECT n FROM n"
    )


def _ends() -> list[str]:
    return [
        (
            "INSERT INTO person (id, name, is_demonstration, created_at) VALUES "
            f"(1, 'Prépare', false, '{STAMP}'), (2, 'Approuve', false, '{STAMP}')"
        ),
        "INSERT INTO place (id, code, kind, name) VALUES (100, 'tresor', 'treasury', 'Trésor')",
    ]


def _lots(half: int, other: int) -> list[str]:
    lot = "INSERT INTO lot (id, ref, kind, title, seq, is_demonstration, opened_at) "
    place = "INSERT INTO place (id, code, kind, name) "
    entry = (
        "INSERT INTO entry (id, kind, state, idem_key, lines, evidence_is_public, prepared_by_id, "
        "prepared_at, approved_by_id, posted_at, number, previous_hash, hash, is_demonstration) "
    )
    movement = (
        "INSERT INTO movement (id, entry_id, line, lot_id, seq, from_id, to_id, currency, amount) "
    )
    total = half + other
    each = max(other // SMALL, 2)
    of_lot = f"(CASE WHEN n <= {half} THEN 1 ELSE 2 + (n - {half} - 1) / {each} END)"
    seq = f"(CASE WHEN n <= {half} THEN n ELSE 1 + (n - {half} - 1) % {each} END)"
    numbers = _numbers(total)
    lots = 2 + (other - 1) // each
    return [
        (
            f"{lot} SELECT n, CASE n WHEN 1 THEN 'BUD-GRAND' ELSE 'BUD-' || (n - 1) END, 'budget', "
            f"'Ligne de mesure', 0, false, '{STAMP}' FROM ({_numbers(lots)}) AS n"
        ),
        (
            f"{place} SELECT 1000 + n, 'mesure-' || n, 'beneficiary', 'Bénéficiaire ' || n "
            f"FROM ({_numbers(half)}) AS n"
        ),
        f"{entry} SELECT n, CASE {seq} WHEN 1 THEN 'appropriation' ELSE 'payment' END, 'posted', "
        f"'mesure-' || n, 1, false, 1, '{STAMP}', 2, '{STAMP}', n, "
        "substr('0000000000000000000000000000000000000000000000000000000000000000' || (n - 1), "
        "-64, 64), "
        "substr('0000000000000000000000000000000000000000000000000000000000000000' || n, -64, 64), "
        f"false FROM ({numbers}) AS n"
        if db.engine.dialect.name == "sqlite"
        else f"{entry} SELECT n, CASE {seq} WHEN 1 THEN 'appropriation' ELSE 'payment' END, "
        f"'posted', 'mesure-' || n, 1, false, 1, '{STAMP}', 2, '{STAMP}', n, "
        f"lpad((n - 1)::text, 64, '0'), lpad(n::text, 64, '0'), false FROM ({numbers}) AS n",
        (
            "INSERT INTO entry_line (entry_id, line, lot_id, from_id, to_id, currency, amount) "
            f"SELECT n, 1, {of_lot}, {_from(seq)}, {_to(seq, half)}, 'XOF', {_amount(seq, half)} "
            f"FROM ({numbers}) AS n"
        ),
        (
            f"{movement} SELECT n, n, 1, {of_lot}, {seq}, {_from(seq)}, {_to(seq, half)}, 'XOF', "
            f"{_amount(seq, half)} FROM ({numbers}) AS n"
        ),
    ]


def _from(seq: str) -> str:
    budget = "(SELECT id FROM place WHERE code = 'budget')"
    return f"(CASE {seq} WHEN 1 THEN {budget} ELSE 100 END)"


def _to(seq: str, half: int) -> str:
    return f"(CASE {seq} WHEN 1 THEN 100 ELSE 1000 + {seq} END)"


def _amount(seq: str, half: int) -> str:
    return f"(CASE {seq} WHEN 1 THEN {1000 * half} ELSE 700 END)"


def _sums() -> list[str]:
    """Write the positions as the triggers would have: sums of the movements."""
    sides = (
        "SELECT lot_id, to_id AS place_id, currency, amount AS entered, 0 AS gone, seq "
        "FROM movement UNION ALL "
        "SELECT lot_id, from_id, currency, 0, amount, seq FROM movement"
    )
    return [
        (
            "INSERT INTO position (lot_id, place_id, kind, currency, entered, gone, last_seq) "
            "SELECT lot_id, place_id, min(place.kind), currency, sum(entered), sum(gone), max(seq) "
            f"FROM ({sides}) AS sides JOIN place ON place.id = place_id "
            "GROUP BY lot_id, place_id, currency"
        ),
        (
            "INSERT INTO position_by_kind (lot_id, kind, currency, entered, gone, last_seq) "
            "SELECT lot_id, kind, currency, sum(entered), sum(gone), max(last_seq) "
            "FROM position GROUP BY lot_id, kind, currency"
        ),
        (
            "UPDATE lot SET seq = (SELECT coalesce(max(seq), 0) FROM movement "
            "WHERE movement.lot_id = lot.id)"
        ),
    ]
