"""The filter of the desk, in its address and on its page, and the ones that moderators keep."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import Role
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound
from app.live import actions
from app.live.actions import TooManyViews
from app.live.models import MOST_VIEWS, DeskFilter, QuestionState, Room, SavedView
from app.live.queries import cursor
from app.live.queries import desk as behind
from tests.conftest import Client
from tests.factories import accounts as people
from tests.factories import live
from tests.live.helpers import everything

SignIn = Callable[..., Client]
MALI = DeskFilter(country="ML")


def asked(room: Room, *countries: str, state: QuestionState = QuestionState.RECEIVED) -> list[int]:
    return [live.question(room, state, country=country).id for country in countries]


class TestTheFilter:
    @pytest.fixture
    def database_kind(self) -> str:
        """One kind of database: what is listed is sifted after it was read."""
        return "sqlite"

    def test_lists_what_answers_it_and_tells_what_waits_outside(
        self, room: Room, desk: Client
    ) -> None:
        mali, france, cuba = asked(room, "ML", "FR", "CU")
        queued, other = asked(room, "ML", "FR", state=QuestionState.TAKEN)
        path = f"/direct/{room.slug}/bureau"
        whole, page = desk.get(path).text, desk.get(f"{path}?country=ML").text
        for number in (france, cuba, other):
            assert f'id="row-{number}"' in whole
            assert f'id="row-{number}"' not in page
        assert f'id="chosen" data-question="{mali}"' in page
        assert f'id="row-{queued}"' in page
        assert "2 autres attendent hors du filtre." in page
        assert "3 questions ne sont pas montrées." in page
        assert f'data-outside="{france} {cuba}"' in page
        assert "hors du filtre" not in whole.split('id="filter-told"')[1].split("</section>")[0]
        assert re.search(rf'href="{path}"[^>]*data-sift="0">Tout montrer', page)

    def test_says_when_nothing_that_waits_answers_it(self, room: Room, desk: Client) -> None:
        asked(room, "ML")
        page = desk.get(f"/direct/{room.slug}/bureau?country=FR").text
        assert "Rien à trier dans ce filtre." in page
        assert "1 autre attend hors du filtre." in page
        assert "Tout est trié" not in page

    def test_opens_a_question_that_is_asked_for_whatever_it_lets_through(
        self, room: Room, desk: Client
    ) -> None:
        _mali, france = asked(room, "ML", "FR")
        page = desk.get(f"/direct/{room.slug}/bureau?country=ML&q={france}").text
        assert f'id="chosen" data-question="{france}"' in page

    def test_leaves_aside_what_the_address_says_wrongly(self, room: Room, desk: Client) -> None:
        mali, _france = asked(room, "ML", "FR")
        path = f"/direct/{room.slug}/bureau"
        page = desk.get(f"{path}?country=ML&state=ailleurs&language=&words={'x' * 90}").text
        assert ": Mali.</b>" in page
        assert f'id="chosen" data-question="{mali}"' in page
        assert "<b>Filtre" not in desk.get(f"{path}?country=Mali").text

    def test_is_said_in_words(self, room: Room, desk: Client) -> None:
        theme = live.theme("sante")
        live.question(room, QuestionState.RECEIVED, theme_id=theme.id)
        sent = {
            "state": "received",
            "country": "none",
            "theme": "sante",
            "language": "bm",
            "way": "hall",
            "reader": "nobody",
            "alike": "yes",
            "words": "carte",
        }
        page = desk.get(f"/direct/{room.slug}/bureau", query_string=sent).text
        said = f"reçues, pays non dit, {theme.title}, Bamanankan, saisies pour une salle, "
        said += "lues par personne, semblables à une autre, "
        assert said in page
        assert "carte" in page.split(said)[1].split("</b>")[0]

    def test_stays_through_every_act_of_the_desk_and_every_refusal(
        self, room: Room, desk: Client
    ) -> None:
        for one in live.every_state(room).values():
            one.country = "ML"
        live.hand(room)
        live.poll(room)
        db.session.commit()
        first = asked(room, "ML")[0]
        path = f"/direct/{room.slug}/bureau"
        page = desk.get(f"{path}?country=ML&q={first}").text
        posted = re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', page)
        posted += re.findall(r'formaction="([^"]*)"', page)
        inside = [one for one in posted if one.startswith(f"/direct/{room.slug}/")]
        assert len(inside) > 15
        assert [one for one in inside if "country=ML" not in one] == []
        opens = re.findall(r'data-choose href="([^"]*)"', page)
        assert [one for one in opens if "country=ML" not in one] == []
        moved = desk.post(f"{path}/{first}?country=ML", data={"to": "taken"})
        assert moved.location == f"{path}?country=ML"
        refused = desk.post(f"{path}/{first}?country=ML", data={"to": "ailleurs"})
        assert (refused.status_code, ": Mali.</b>" in refused.text) == (422, True)


class TestASavedView:
    def test_is_found_again_and_removed(self, room: Room, desk: Client) -> None:
        asked(room, "ML", "FR")
        path = f"/direct/{room.slug}/bureau"
        sent = {"name": "Du Mali", "key": uuid4()}
        for _ in range(2):
            answer = desk.post(f"{path}/vues?country=ML", data=sent)
            assert (answer.status_code, answer.location) == (303, f"{path}?country=ML")
        view = db.session.scalars(db.select(SavedView)).one()
        assert (view.criteria, view.is_shared) == ({"country": "ML"}, False)
        tab = rf'href="{path}\?country=ML" data-sift="1" (aria-current="true")?>\s*Du Mali'
        found = [re.search(tab, desk.get(path + query).text) for query in ("", "?country=ML")]
        assert [one and one.group(1) for one in found] == [None, 'aria-current="true"']
        page = desk.get(f"{path}?country=ML").text
        assert "Garder cette vue" not in page
        assert f"{path}/vues/{view.id}/retrait?country=ML" in page
        gone = desk.post(f"{path}/vues/{view.id}/retrait?country=ML")
        assert (gone.status_code, gone.location) == (303, f"{path}?country=ML")
        assert "Du Mali" not in desk.get(path).text
        again = desk.post(f"{path}/vues?country=ML", data={"name": "Du Mali"})
        assert again.status_code == 303

    def test_is_its_owners_unless_it_is_shared(
        self, room: Room, aicha: Actor, desk: Client
    ) -> None:
        own = actions.save_view(aicha, room, name="À moi", wanted=MALI)
        shared = actions.save_view(aicha, room, name="À tous", wanted=MALI, shared=True)
        other, elsewhere = live.moderator(room), live.room()
        assert [one.id for one in behind.saved_views(aicha, room)] == [own.id, shared.id]
        assert [one.id for one in behind.saved_views(other, room)] == [shared.id]
        assert behind.saved_views(live.guest_actor(), room) == []
        assert behind.saved_views(live.moderator(elsewhere), elsewhere) == []
        page = desk.get(f"/direct/{room.slug}/bureau?country=ML").text
        assert ("À moi" in page, "de Aïcha Keïta" in page) == (False, True)
        assert "Supprimer la vue" not in page
        before = everything()
        for view in (own, shared):
            with pytest.raises(NotAllowed):
                actions.remove_view(other, view)
        for actor, view in ((other, own), (live.guest_actor(), shared)):
            with pytest.raises(NotFound):
                behind.saved_view(actor, room, view.id)
        with pytest.raises(NotFound):
            behind.saved_view(aicha, elsewhere, own.id)
        assert everything()["saved_view"] == before["saved_view"]

    def test_is_refused_in_words(self, room: Room, aicha: Actor, desk: Client) -> None:
        path = f"/direct/{room.slug}/bureau/vues"
        for query, name, words in (
            ("", "Tout", "Rien n’est filtré"),
            ("?country=ML", "", "nécessaire"),
            ("?country=ML", "x" * 41, "trop long"),
        ):
            answer = desk.post(path + query, data={"name": name})
            assert (answer.status_code, words in answer.text) == (422, True), name
        actions.save_view(aicha, room, name="Vue 1", wanted=MALI)
        with pytest.raises(Invalid):
            actions.save_view(aicha, room, name="Vue 1", wanted=MALI)
        for number in range(2, MOST_VIEWS + 1):
            actions.save_view(aicha, room, name=f"Vue {number}", wanted=MALI)
        before = everything()
        with pytest.raises(TooManyViews):
            actions.save_view(aicha, room, name="De trop", wanted=MALI)
        for actor in (live.guest_actor(), live.moderator(live.room())):
            with pytest.raises(NotAllowed):
                actions.save_view(actor, room, name="Pirate", wanted=MALI)
        assert everything()["saved_view"] == before["saved_view"]

    def test_is_told_to_nobody_outside_the_desk(self, room: Room, aicha: Actor) -> None:
        actions.save_view(aicha, room, name="À tous", wanted=MALI, shared=True)
        for after in (0, None):
            assert "À tous" not in str(cursor.catch_up(live.guest_actor(), room, after))

    def test_has_its_twin_for_programs(self, app: Flask, room: Room) -> None:
        person = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
        bearer = {"Authorization": f"Bearer {people.device_token(person, second_factor=True)}"}
        path, browser = f"/api/v1/rooms/{room.slug}/views", app.test_client()

        def send(to: str, body: dict[str, Any]) -> Any:
            return browser.post(to, json=body, headers=bearer)

        body = {"name": "Du Mali", "criteria": {"country": "ml"}, "shared": True}
        assert send(path, body).status_code == 422
        body["criteria"] = {"country": "ML", "reader": "nobody"}
        saved = send(path, body)
        assert (saved.status_code, saved.json["criteria"]) == (201, body["criteria"])
        listed: Any = browser.get(path, headers=bearer)
        assert listed.json == {"views": [saved.json]}
        removed = send(f"{path}/{saved.json['id']}/remove", {})
        assert removed.json == {"id": saved.json["id"], "removed": True}
        listed = browser.get(path, headers=bearer)
        assert listed.json == {"views": []}
