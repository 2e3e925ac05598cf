"""Real programs for the tests: PostgreSQL, Redis and the application itself, started on demand."""

from tests.services.databases import drop_database, fresh_database
from tests.services.postgres import postgres
from tests.services.programs import MissingProgramError, find_program, free_port
from tests.services.redis import redis
from tests.services.server import Server, serve

__all__ = [
    "MissingProgramError",
    "Server",
    "drop_database",
    "find_program",
    "free_port",
    "fresh_database",
    "postgres",
    "redis",
    "serve",
]
