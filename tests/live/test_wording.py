"""Words: the desk's beside the author's own, and a second language beside the first."""

import pytest

from app.core.actors import ANONYMOUS, Actor
from app.core.db import db
from app.core.errors import Invalid
from app.live import actions, schemas
from app.live.actions import WordingClosed
from app.live.facts import QuestionReworded, QuestionTranslated
from app.live.models import REWORDABLE, QuestionState, Room
from app.live.queries import cursor
from tests.conftest import Client
from tests.factories import live
from tests.live.helpers import everything, last_facts


class TestAWording:
    def test_given_with_the_acceptance_keeps_the_authors_own_beside_it(
        self, room: Room, moderator: Actor
    ) -> None:
        asked = live.question(room, QuestionState.RECEIVED, body="Les bourses : quand ?")
        actions.moderate_question(moderator, asked, to="taken", wording="Quand les bourses ?")
        for view in (schemas.public_view(asked, 0), schemas.own_view(asked, 0)):
            assert (view["body"], view["original"]) == (
                "Quand les bourses ?",
                "Les bourses : quand ?",
            )
        actions.reword_question(moderator, asked, wording="Les bourses : quand ?")
        db.session.expire_all()
        assert (asked.body, asked.original) == ("Les bourses : quand ?", None)
        reworded = QuestionReworded(room_id=room.id, question_id=asked.id)
        assert last_facts(room, 1) == [reworded]

    def test_of_a_question_that_is_refused_leaves_every_door_with_the_original(
        self, client: Client, room: Room, moderator: Actor
    ) -> None:
        asked = live.question(room, body="Quand partira Untel, ce voleur ?")
        actions.reword_question(moderator, asked, wording="Quand la direction change-t-elle ?")
        doors = [f"/direct/{room.slug}{door}" for door in ("", "/texte", "/equite")]
        doors += [f"/direct/{room.slug}/archive{door}" for door in ("", ".json", ".csv")]
        doors += [f"/api/v1/rooms/{room.slug}"]
        assert any("Untel" in client.get(door).text for door in doors)
        actions.moderate_question(moderator, asked, to="refused", reason="private_person")
        told = [client.get(door).text for door in doors]
        told.append(str(cursor.catch_up(ANONYMOUS, room, 0)))
        for text in told:
            assert "Untel" not in text
            assert "direction change" not in text

    @pytest.mark.parametrize("state", list(QuestionState))
    def test_changes_until_the_question_is_on_air(self, room: Room, state: QuestionState) -> None:
        moderator = live.moderator(room)
        asked = live.every_state(room)[state]
        asked.claimed_by_id = moderator.id if state == QuestionState.IN_REVIEW else None
        db.session.commit()
        before = everything()
        if state in REWORDABLE:
            actions.reword_question(moderator, asked, wording="Autrement")
            assert asked.body == "Autrement"
            return
        with pytest.raises(WordingClosed):
            actions.reword_question(moderator, asked, wording="Autrement")
        assert everything() == before

    def test_that_is_the_same_changes_nothing(self, room: Room, moderator: Actor) -> None:
        asked = live.question(room)
        before = everything()
        actions.reword_question(moderator, asked, wording=asked.body)
        assert everything() == before


class TestASecondLanguage:
    def test_stands_beside_the_first_until_it_is_taken_away(
        self, room: Room, moderator: Actor
    ) -> None:
        asked = live.question(room, language="bm")
        beside = {"translation": "Quand ?", "language": "fr"}
        actions.translate_question(moderator, asked, **beside)
        told = {"body": "Quand ?", "language": "fr"}
        assert schemas.public_view(asked, 0)["translation"] == told
        before = everything()
        actions.translate_question(moderator, asked, **beside)
        assert everything() == before
        actions.translate_question(moderator, asked, translation=None, language="fr")
        assert schemas.public_view(asked, 0)["translation"] is None
        translated = QuestionTranslated(room_id=room.id, question_id=asked.id)
        assert last_facts(room, 1) == [translated]

    def test_is_another_than_the_first(self, room: Room, moderator: Actor) -> None:
        asked = live.question(room)
        before = everything()
        for language in (None, asked.language):
            with pytest.raises(Invalid):
                actions.translate_question(
                    moderator, asked, translation="Quand ?", language=language
                )
        assert everything() == before
