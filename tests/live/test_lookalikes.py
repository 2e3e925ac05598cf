"""What asks the same: suggested before sending, and beside the chosen question of the desk."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.db import db
from app.live import actions
from app.live.models import Question, QuestionState, Vote
from app.live.queries.lookalikes import Index, likeness, lookalikes, normalised
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

PASSPORT = "Quand les passeports demandés à Paris seront-ils délivrés ?"
SAME = "Quel est le délai de délivrance d’un passeport demandé à Paris ?"
OTHER = "Où déposer un projet d’atelier de couture à Bamako ?"


def test_words_are_compared_without_accents_plurals_or_what_says_nothing() -> None:
    words, sentence = normalised("Quels sont les délais des bourses ? Et les hôpitaux ?")
    assert words == {"delai", "bourse", "hopital"}
    assert sentence == "bourse delai hopital"
    assert normalised("Pourquoi est-ce que vous nous avez tous ?")[0] == frozenset()


def test_a_word_in_common_is_not_enough() -> None:
    candidate = Index(0, [(1, PASSPORT)]).candidates[1]
    assert likeness(*normalised(SAME), candidate) > 0
    assert likeness(*normalised("Peut-on payer un passeport par mobile money ?"), candidate) == 0


def test_the_same_question_in_other_words_is_found_and_another_is_not(app: Flask) -> None:
    room = live.room()
    found = live.question(room, body=PASSPORT)
    live.question(room, body=OTHER)
    assert [one.question.id for one in lookalikes(room, SAME)] == [found.id]
    assert lookalikes(room, "Combien de bourses pour les étudiants au Maroc ?") == []
    assert lookalikes(live.room(), SAME) == []


@pytest.mark.parametrize(
    "state", [s for s in QuestionState if s.value in {"received", "refused", "withdrawn"}]
)
def test_what_is_not_public_is_suggested_to_nobody(
    app: Flask, client: Client, state: QuestionState
) -> None:
    room = live.room()
    live.question(room, QuestionState(state), body=PASSPORT)
    assert lookalikes(room, PASSPORT) == []
    answer = client.post(f"/api/v1/rooms/{room.slug}/lookalikes", json={"body": PASSPORT})
    assert answer.json == {"lookalikes": []}


def test_what_became_public_is_suggested_at_once(app: Flask) -> None:
    room = live.room()
    waiting = live.question(room, QuestionState.RECEIVED, body=PASSPORT)
    assert lookalikes(room, SAME) == []
    actions.moderate_question(live.moderator(room), waiting, to="taken")
    assert [one.question.id for one in lookalikes(room, SAME)] == [waiting.id]


def test_a_program_gets_the_look_alikes_with_their_score(app: Flask, client: Client) -> None:
    room = live.room()
    found = live.question(room, body=PASSPORT)
    answer = client.post(f"/api/v1/rooms/{room.slug}/lookalikes", json={"body": SAME}).json
    (view,) = answer["lookalikes"]
    assert (view["id"], view["body"]) == (found.id, PASSPORT)
    assert 70 <= view["score"] <= 100
    assert client.post(f"/api/v1/rooms/{room.slug}/lookalikes", json={}).status_code == 422


def test_without_scripts_the_page_shows_them_before_it_sends(
    app: Flask, sign_in: Callable[..., Client]
) -> None:
    room = live.room()
    found = live.question(room, body=PASSPORT)
    client = sign_in(app.test_client(), people.guest())
    data = {"key": str(uuid4()), "body": SAME}
    answer = client.post(f"/direct/{room.slug}/poser", data=data)
    assert answer.status_code == 200
    assert "Soutenir celle-ci plutôt" in answer.text
    assert "Envoyer quand même" in answer.text
    assert SAME in answer.text.replace("&#39;", "’")
    assert db.session.scalar(db.select(db.func.count()).select_from(Question)) == 1
    sent = client.post(f"/direct/{room.slug}/poser", data=data | {"confirmed": "1"})
    assert sent.status_code == 303
    assert db.session.scalar(db.select(db.func.count()).select_from(Question)) == 2
    client.post(f"/direct/{room.slug}/questions/{found.id}/soutien", data={"on": "true"})
    assert db.session.scalar(db.select(Vote.question_id)) == found.id


def test_the_desk_sees_it_beside_the_chosen_question_and_joins_them(
    app: Flask, sign_in: Callable[..., Client]
) -> None:
    room = live.room()
    live.question(room, body=OTHER)
    found = live.question(room, body=PASSPORT)
    live.vote(found)
    waiting = live.question(room, QuestionState.RECEIVED, body=SAME)
    desk = sign_in(app.test_client(), people.staff(Role.MODERATOR), second_factor=True)
    page = desk.get(f"/direct/{room.slug}/bureau?q={waiting.id}").text
    assert f"Semblable à la n° {found.number}" in page
    assert ", en file, au rang 1." in page
    note = page.split('class="banner alike"')[1].split("</form>")[0]
    assert f'name="into" value="{found.id}"' in note
    data = {"to": "merged", "into": found.id}
    desk.post(f"/direct/{room.slug}/bureau/{waiting.id}", data=data)
    assert db.session.get_one(Question, waiting.id).merged_into_id == found.id
