"""Several web processes, joined by Redis and the database."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.accounts.models import Role
from app.core.db import db
from app.factory import create_app
from app.live.models import Room
from config import Settings
from tests.factories import accounts as people
from tests.factories import live
from tests.live.sockets.clients import Follower, question
from tests.services import Server, fresh_database
from tests.services.programs import new_folder
from tests.services.redis import Redis

pytestmark = pytest.mark.live
Serve = Callable[[dict[str, str]], Server]
Beside = Callable[[str], Room]


@pytest.fixture
def beside() -> Iterator[Beside]:
    """The function that opens this process's application on a database, with a room in it."""
    contexts: list[Any] = []

    def open_room(url: str) -> Room:
        folder = str(new_folder("beside"))
        built = create_app(Settings(DATABASE_URL=url, VAR=folder, ASYNC_MODE="threading"))
        contexts.append(built.app_context())
        contexts[-1].push()
        return live.room()

    yield open_room
    for context in contexts:
        db.session.remove()
        context.pop()


def test_one_process_whose_throttle_is_redis_serves_many_at_once(
    serve: Serve, redis_server: Redis, beside: Beside
) -> None:
    # SQLite blocks a process that waits for its own lock: nothing may wait while it is held.
    url = fresh_database("sqlite")
    server = serve({"DATABASE_URL": url, "REDIS_URL": redis_server.url(2)})
    room = beside(url)
    tokens = [people.device_token(people.guest()) for _ in range(6)]
    followers = [Follower(server.url, token) for token in tokens]
    for follower in followers:
        follower.join(room.slug)
    with ThreadPoolExecutor(6) as pool:
        numbers = list(
            pool.map(lambda one: one.ok("question.ask", question())["number"], followers)
        )
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    for follower in followers:
        follower.close()


@pytest.mark.postgres
def test_two_processes_are_one_room(serve: Serve, redis_server: Redis, beside: Beside) -> None:
    url = fresh_database("postgresql")
    shared = {"DATABASE_URL": url, "REDIS_URL": redis_server.url(3)}
    here, there = serve(shared), serve(shared)
    room = beside(url)
    staff = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
    guest = people.device_token(people.guest())
    author = Follower(here.url, guest)
    desk = Follower(there.url, people.device_token(staff, second_factor=True))
    author.join(room.slug)
    desk.join(room.slug, desk=True)
    number = author.ok("question.ask", question())["id"]
    desk.wait_for_item(id=number, state="received")
    desk.ok("question.moderate", {"question": number, "to": "taken"})
    author.wait_for_item(id=number, state="taken")
    desk.ok("question.vote", {"question": number})
    author.wait_for_count(number, 1)
    for follower in (author, desk):
        follower.wait(lambda event, told: event == "room.counts" and told["present"] == 2)
    elsewhere = Follower(there.url, guest)
    elsewhere.join(room.slug)
    for turn in range(9):
        line = (author, elsewhere)[turn % 2]
        again = line.ok("question.ask", question())["id"]
        desk.ok("question.moderate", {"question": again, "to": "taken"})
    for line in (author, elsewhere):
        assert line.error("question.ask", question())["code"] == "too_many"
    for follower in (author, elsewhere, desk):
        follower.close()
