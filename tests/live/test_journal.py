"""The log of the desk: every act in words, by whom, and never whose question is sealed."""

import re
from collections.abc import Callable

from flask import Flask

from app.accounts.models import Role
from app.core.actors import Actor
from app.core.facts import Fact
from app.live import actions, schemas
from app.live.facts import RoomFact
from app.live.models import QuestionState, Room
from app.live.models.journal import KINDS
from app.live.queries import journal
from app.live.schemas.journal import BY_STATE, SENTENCES
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live

SignIn = Callable[..., Client]


def ask(room: Room, name: str, **more: object) -> Actor:
    asker = live.guest_actor(name=name)
    body = "Quand le guichet ouvrira-t-il ?"
    actions.ask_question(asker, room, body=body, language="fr", **more)
    return asker


def test_every_fact_of_a_room_has_its_sentence_and_its_kind() -> None:
    named = {name for names in KINDS.values() for name in names}
    kinds = {
        name
        for name, kind in Fact.kinds.items()
        if issubclass(kind, RoomFact) and kind.__module__.startswith("app.live")
    }
    abstract = {"RoomFact", "QuestionFact", "HandFact", "PollFact"}
    elsewhere = {"BallotCast"}
    assert kinds - abstract - elsewhere - named == set()
    assert kinds - abstract - elsewhere - {*SENTENCES, *BY_STATE} == set()


def test_says_newest_first_what_was_done_and_by_whom(
    room: Room, aicha: Actor, desk: Client
) -> None:
    asked = live.question(room, QuestionState.RECEIVED)
    actions.moderate_question(aicha, asked, to="taken")
    actions.moderate_question(aicha, asked, to="on_air")
    page = desk.get(f"/direct/{room.slug}/bureau/journal").text
    assert page.index("à l’antenne, <b>Aïcha Keïta") < page.index("acceptée, <b>Aïcha Keïta")
    assert len(re.findall(r"<li><b>[^<]* \d{4}</b></li>", page)) == 1  # the day, above its acts
    assert "à l’antenne, <b>Aïcha Keïta" in desk.get(f"/direct/{room.slug}/bureau").text


def test_names_who_asked_under_their_name_and_nobody_who_is_sealed(
    room: Room, desk: Client
) -> None:
    ask(room, "Kadidia Sidibé")
    ask(room, "Oumar Traoré", anonymous=True)
    page = desk.get(f"/direct/{room.slug}/bureau/journal").text
    assert "Kadidia Sidibé" in page
    assert "Oumar Traoré" not in page


def test_a_sealed_author_is_found_by_no_filter(room: Room, aicha: Actor, desk: Client) -> None:
    sealed = ask(room, "Oumar Traoré", anonymous=True)
    open_one = ask(room, "Kadidia Sidibé")
    path = f"/direct/{room.slug}/bureau/journal"
    for author in (sealed, open_one):
        assert "reçue" not in desk.get(f"{path}?by={author.id}").text
    asked = live.question(room, QuestionState.RECEIVED)
    actions.moderate_question(aicha, asked, to="taken")
    only_hers = desk.get(f"{path}?by={aicha.id}").text
    assert "acceptée" in only_hers
    assert "reçue" not in only_hers


def test_is_filtered_by_kind_and_read_page_by_page(room: Room, aicha: Actor) -> None:
    for _ in range(3):
        ask(room, "Kadidia Sidibé")
    actions.change_room_state(aicha, room, to="paused")
    assert [e.row.name for e in journal.entries(aicha, room, kind="room")] == ["RoomStateChanged"]
    latest = journal.entries(aicha, room, limit=2)
    older = journal.entries(aicha, room, before=latest[-1].row.seq)
    assert [entry.row.seq for entry in [*latest, *older]] == [4, 3, 2, 1]
    sentences = [schemas.journal_view(entry)["sentence"] for entry in latest]
    assert sentences[0] == "Salle mise en pause"


def test_is_closed_to_who_may_not_moderate(
    app: Flask, room: Room, client: Client, sign_in: SignIn, desk: Client
) -> None:
    path = f"/direct/{room.slug}/bureau/journal"
    assert client.get(path).status_code == 401
    assert sign_in(app.test_client(), people.guest()).get(path).status_code == 403
    elsewhere = people.staff(Role.MODERATOR, meeting_id=live.room().meeting_id)
    other = sign_in(app.test_client(), elsewhere, second_factor=True)
    assert other.get(path).status_code == 403
    for odd in ("?kind=x", "?by=x", "?before=0"):
        assert desk.get(path + odd).status_code == 422
