"""Two web processes behind nginx, on PostgreSQL and Redis: one is killed, Redis is restarted."""

from collections.abc import Iterator

import pytest

from tests.faults.conftest import Gather
from tests.services import fresh_database, serve
from tests.services.nginx import nginx
from tests.services.redis import Redis, new_redis

pytestmark = [pytest.mark.faults, pytest.mark.live, pytest.mark.postgres]


@pytest.fixture
def redis() -> Iterator[Redis]:
    """A Redis server of the test's own."""
    server = new_redis()
    server.start()
    yield server
    server.stop()


@pytest.mark.timeout(600)
def test_the_room_goes_on_in_the_process_that_is_left(gather: Gather, redis: Redis) -> None:
    shared = {"DATABASE_URL": fresh_database("postgresql"), "REDIS_URL": redis.url()}
    with serve(shared) as here, serve(shared | {"SECRET_KEY": here.env["SECRET_KEY"]}) as there:
        front = nginx([int(here.env["PORT"]), int(there.env["PORT"])])
        crowd = gather(there, front.url, size=40).start()
        crowd.go_on(40)
        here.kill()
        crowd.go_on(80)
        here.start()
        crowd.go_on(40)
        crowd.end()
        crowd.check()
        front.stop()


@pytest.mark.timeout(600)
def test_the_room_goes_on_while_redis_is_away(gather: Gather, redis: Redis) -> None:
    shared = {"DATABASE_URL": fresh_database("postgresql"), "REDIS_URL": redis.url()}
    with serve(shared) as here, serve(shared | {"SECRET_KEY": here.env["SECRET_KEY"]}) as there:
        front = nginx([int(here.env["PORT"]), int(there.env["PORT"])])
        crowd = gather(here, front.url, size=30).start()
        crowd.go_on(30)
        redis.kill()
        crowd.go_on(40)
        redis.start()
        crowd.go_on(30)
        crowd.end()
        crowd.check()
        front.stop()
