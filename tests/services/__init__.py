"""Real programs for the tests: PostgreSQL, Redis and the application itself, started on demand."""

from tests.services.databases import fresh_database, renewed_database
from tests.services.postgres import postgres
from tests.services.programs import MissingProgramError, find_program, free_port
from tests.services.redis import redis
from tests.services.server import Server, serve

__all__ = [
    "MissingProgramError",
    "Server",
    "find_program",
    "free_port",
    "fresh_database",
    "postgres",
    "redis",
    "renewed_database",
    "serve",
]
