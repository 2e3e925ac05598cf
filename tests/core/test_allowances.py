"""What a person, an address and a room may do: a hall is served, a flood is not."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.core.actors import Actor, Unread
from app.core.allowances import ASK, CATCH_UP, CONNECT, LOOKALIKES, PLEDGE, VOTE, Allowance
from app.core.errors import TooMany
from app.core.gate import PATH
from app.core.origins import origin_of
from app.core.throttle import here, throttle

HALL = "hall"


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    throttle.setup("memory://")
    here.setup("memory://")
    yield
    throttle.setup("memory://")
    here.setup("memory://")


def person(number: int, origin: str = HALL) -> Actor:
    """Return somebody who speaks from an address."""
    return Actor(id=number, origin=origin)


def refused(allowance: Allowance, *who: object) -> TooMany:
    """Return the refusal of one more."""
    with pytest.raises(TooMany) as caught:
        allowance.spend(*who)  # type: ignore[arg-type]
    return caught.value


def test_a_hall_of_three_hundred_asks_twice_in_a_minute() -> None:
    for _ in range(2):
        for number in range(300):
            ASK.spend(person(number), 1)
    assert "de votre connexion" in refused(ASK, person(300), 1).sentence
    ASK.spend(person(300, "elsewhere"), 1)


def test_who_goes_too_fast_uses_up_nothing_of_the_hall() -> None:
    for _ in range(10):
        ASK.spend(person(1), 1)
    for _ in range(700):
        assert refused(ASK, person(1), 1).sentence.startswith("Vous allez trop vite.")
    ASK.spend(person(2), 1)


def test_an_address_alone_does_not_close_a_room() -> None:
    for allowance in (ASK, CATCH_UP, VOTE, LOOKALIKES, PLEDGE):
        sizes = [int(str(text).split()[0]) for text in (allowance.address, allowance.room)]
        assert sizes[1] >= 4 * sizes[0]


def test_a_room_is_closed_to_more_than_it_holds_and_others_stay_open() -> None:
    tiny = Allowance("tiny", room="3 per minute")
    for number in range(3):
        tiny.spend(person(number), 1)
    assert "dans cette salle" in refused(tiny, person(3), 1).sentence
    tiny.spend(person(3), 2)


def test_the_refusal_says_when_to_try_again() -> None:
    tiny = Allowance("late", person="1 per hour")
    tiny.spend(person(1))
    late = refused(tiny, person(1))
    assert 3500 < late.wait <= 3600
    assert "dans 60 minutes" in late.sentence
    assert late.more == {"retry_after": late.wait}
    assert TooMany().more == {}


class TestAMarkOfAnAddress:
    def test_is_of_the_home_for_ipv6_and_of_the_address_for_ipv4(self) -> None:
        home = ("2001:db8:1:2::1", "2001:db8:1:2:f::9")
        marks = [origin_of(address, "secret") for address in home]
        assert marks[0] == marks[1] != origin_of("2001:db8:1:3::1", "secret")
        assert origin_of("::ffff:192.0.2.1", "secret") == origin_of("192.0.2.1", "secret")
        assert origin_of("192.0.2.1", "secret") != origin_of("192.0.2.2", "secret")

    def test_does_not_hold_it_and_depends_on_the_secret(self) -> None:
        mark = origin_of("192.0.2.1", "secret")
        assert "192" not in mark
        assert mark != origin_of("192.0.2.1", "another")
        assert origin_of(None, "secret") == ""
        assert mark not in repr(Actor(origin=mark))
        assert mark not in repr(Unread(None, mark))


class TestTheGate:
    ADDRESS = PATH + "?EIO=4&transport=polling"

    def opening(self, app: Flask, address: str, **headers: str) -> tuple[int, dict[str, str], str]:
        answer = app.test_client().get(
            self.ADDRESS, environ_base={"REMOTE_ADDR": address}, headers=headers
        )
        return answer.status_code, dict(answer.headers), answer.text

    def test_refuses_an_address_that_opens_too_many_in_words_and_no_other(self, app: Flask) -> None:
        mark = origin_of("192.0.2.1", app.config["SECRET_KEY"])
        for _ in range(6000):
            CONNECT.spend(Unread(None, mark))
        status, headers, text = self.opening(app, "192.0.2.1", **{"Accept-Language": "fr"})
        assert (status, headers["Content-Type"]) == (429, "application/json")
        assert 0 < int(headers["Retry-After"]) <= 60
        assert "recommencez dans" in text
        assert self.opening(app, "192.0.2.2")[0] == 200


def test_a_form_and_a_program_are_told_when_to_try_again(app: Flask) -> None:
    mark = origin_of("127.0.0.1", app.config["SECRET_KEY"])
    for _ in range(120):
        throttle.spend("120 per minute", "receipt from", mark)
    client = app.test_client()
    page = client.get("/ma-question")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post("/ma-question", data={"receipt": "BLON-1-AAAAAA", "csrf_token": token})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
