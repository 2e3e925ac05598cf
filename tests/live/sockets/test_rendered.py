"""Items drawn by the server for browsers, in the language of each."""

from collections.abc import Callable

import pytest

from app.live import actions
from app.live.models import QuestionState, Room
from tests.factories import accounts as people
from tests.factories import live
from tests.live.sockets.clients import Follower

pytestmark = pytest.mark.live
Connect = Callable[..., Follower]


class TestRenderedItems:
    def test_come_in_the_language_of_who_asked_for_them(self, room: Room, connect: Connect) -> None:
        asked = live.question(room, QuestionState.RECEIVED)
        languages = {"fr": "fr-ML,fr", "en": "en-GB,en"}
        browsers = {
            code: connect(headers={"Accept-Language": header}) for code, header in languages.items()
        }
        program = connect()
        program.join(room.slug)
        for browser in browsers.values():
            browser.join(room.slug, html=True)
        actions.moderate_question(live.moderator(room), asked, to="taken")
        for code, browser in browsers.items():
            html = browser.wait_for_item(id=asked.id)["html"]
            assert list(html) == [code]
            assert f'id="question-{asked.id}"' in html[code]["item"]
        assert "html" not in program.wait_for_item(id=asked.id)

    def test_of_ones_own_question_say_why_it_was_refused(
        self, room: Room, connect: Connect
    ) -> None:
        person = people.guest()
        asked = live.question(room, QuestionState.RECEIVED, person)
        browser = connect(people.device_token(person), headers={"Accept-Language": "fr"})
        browser.join(room.slug, html=True)
        actions.moderate_question(live.moderator(room), asked, to="refused", reason="unclear")
        item = browser.wait_for_item(id=asked.id, own=True)
        assert "elle n’est pas assez claire" in item["html"]["fr"]["own"]
