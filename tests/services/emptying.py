"""
A PostgreSQL database as its migrations left it: emptied, for a seventh of what a copy costs.

The template keeps, in a schema of its own, what a copy of it is brought back to.
"""

from typing import Any

from tests.services.postgres import Postgres

# What makes a table another one to its writers: without these, a database is not given again.
SHAPE = """
SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
  SELECT concat(relname, relkind) AS part FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL
  SELECT concat(tgrelid, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
) AS parts
"""
# Rows that migrations wrote, and counters that they moved.
KEEP = f"""
CREATE SCHEMA beginning;
CREATE TABLE beginning.shape AS {SHAPE};
CREATE TABLE beginning.counter AS
  SELECT sequencename AS name, last_value AS value FROM pg_sequences
  WHERE schemaname = 'public' AND last_value IS NOT NULL;
DO $$ DECLARE name text; has_rows boolean; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO has_rows;
    IF has_rows THEN
      EXECUTE format('CREATE TABLE beginning.%I AS TABLE public.%I', name, name);
    END IF;
  END LOOP;
END $$;
CREATE FUNCTION beginning.again() RETURNS void LANGUAGE plpgsql
SET session_replication_role = replica AS $$ DECLARE name text; BEGIN
  FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
              AND relkind = 'r' AND pg_relation_size(oid) > 0 LOOP
    EXECUTE format('DELETE FROM public.%I', name);
  END LOOP;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'beginning'
              AND tablename NOT IN ('shape', 'counter') LOOP
    EXECUTE format('INSERT INTO public.%I TABLE beginning.%I', name, name);
  END LOOP;
  PERFORM setval(format('public.%I', sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL;
  PERFORM setval(format('public.%I', counter.name)::regclass, value) FROM beginning.counter;
END $$;
"""
OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
TIMES = 40  # until the rows that were deleted make a copy cheaper


class InTurn:
    """The one database that tests have in turn, and the connection that empties it."""

    def __init__(self, server: Postgres, name: str) -> None:
        self.server = server
        self.name = name
        self.times = TIMES
        self._connection: Any = None

    def begin(self, template: str) -> None:
        """Copy it from a template."""
        self.leave()
        self.server.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self.server.copy(template, self.name)
        self.times = 0

    def begin_empty(self, template: str) -> None:
        """Empty it; copy it from the migrated template at first, and where a test changed more."""
        self.times += 1
        if self.times > TIMES or not self._emptied():
            self.begin(template)

    def leave(self) -> None:
        """Let go of it: what is copied has nobody inside."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _emptied(self) -> bool:
        self._connection = self._connection or self.server.connect(self.name)
        cursor = self._connection.cursor()
        cursor.execute(OTHERS)
        cursor.execute(f"SELECT ({SHAPE}) = (SELECT md5 FROM beginning.shape)")
        is_same = bool(cursor.fetchone()[0])
        if is_same:
            cursor.execute("SELECT beginning.again()")
        return is_same
