"""A served room with people in it: what the browser tests set up without going through pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import func, select

from app.accounts import queries as accounts
from app.accounts.models import Person, Role
from app.core.actors import SYSTEM, Actor
from app.core.clock import now
from app.core.db import db
from app.core.throttle import throttle
from app.directory import actions as directory
from app.factory import create_app
from app.live import actions, queries
from app.live.models import HandState, Question, QuestionState, Vote
from app.live.queries import polls
from app.meetings import actions as meetings
from config import Settings
from tests.factories import accounts as people
from tests.factories import live
from tests.services import Server

Cookie = dict[str, Any]


class Stage:
    """The data of a served application, changed and read through its own actions and queries."""

    def __init__(self, server: Server) -> None:
        self.server = server
        settings = Settings(
            ASYNC_MODE="threading",
            DATABASE_URL=server.env["DATABASE_URL"],
            SECRET_KEY=server.env["SECRET_KEY"],
            VAR=server.env["VAR"],
        )
        self.app: Flask = create_app(settings)
        self.people: dict[str, int] = {}

    @property
    def url(self) -> str:
        """The address of the application."""
        return self.server.url

    @contextmanager
    def data(self) -> Iterator[None]:
        """Read and write the data as the application does."""
        with self.app.app_context():
            yield
            db.session.remove()

    def _write(self) -> None:
        """Take the turn to write before anything is read: SQLite refuses it afterwards."""
        db.session.rollback()
        db.session.connection(execution_options={"writes": True})

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            db.engine.dispose()

    def room(self, slug: str, *, state: str = "open", meeting: str | None = None) -> str:
        """Prepare a room of a meeting that is held now and return its slug."""
        with self.data():
            directory.register_framework(SYSTEM, slug=f"cadre-{slug}", title="Cadre d’essai")
            planned = meetings.plan_meeting(
                SYSTEM,
                framework=f"cadre-{slug}",
                slug=f"rencontre-{slug}",
                title=meeting or "Rencontre de démonstration",
                kind="session",
                mode="hybrid",
                timezone="Africa/Bamako",
                starts_on=now().date(),
                starts_at=now() - timedelta(minutes=20),
                ends_at=now() + timedelta(hours=2),
                is_demonstration=True,
            )
            made = actions.prepare_room(SYSTEM, planned, title="Jour 1", slug=slug)
            actions.change_room_state(SYSTEM, made, to=state)
        return slug

    def guest(self, name: str, country: str = "MA") -> Cookie:
        """Return the session cookie of a new guest."""
        with self.data():
            self._write()
            return self._cookie(people.guest(name, country))

    def member(self, name: str, country: str = "FR") -> Cookie:
        """Return the session cookie of a new member."""
        with self.data():
            self._write()
            return self._cookie(people.member(name, country))

    def moderator(self, name: str = "Modératrice de démonstration") -> Cookie:
        """Return the session cookie of a moderator who proved a second factor."""
        with self.data():
            self._write()
            return self._cookie(people.staff(Role.MODERATOR, name=name), second_factor=True)

    def secretary(self, name: str = "Secrétaire de démonstration") -> Cookie:
        """Return the session cookie of somebody of the secretariat."""
        with self.data():
            self._write()
            return self._cookie(people.staff(Role.SECRETARIAT, name=name), second_factor=True)

    def _cookie(self, person: Person, *, second_factor: bool = False) -> Cookie:
        self.people[person.name] = person.id
        token = people.device_token(person, second_factor=second_factor)
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = serializer.dumps({"_user_id": token, "_fresh": True, "_permanent": True})
        host = urlsplit(self.url).hostname
        return {"name": "toukanblon", "value": value, "domain": host, "path": "/"}

    def _actor(self, name: str) -> Actor:
        if name not in self.people:
            self._write()
            self.people[name] = people.guest(name).id
        return accounts.as_actor(db.session.get_one(Person, self.people[name]))

    def ask(self, slug: str, name: str, body: str, **details: Any) -> int:
        """Let somebody ask a question, however many they asked just now, and return its id."""
        throttle.setup("memory://")
        with self.data():
            author = self._actor(name)
            room = queries.room(SYSTEM, slug)
            return actions.ask_question(author, room, body=body, **details).id

    def moderate(self, question: int, to: str, **details: Any) -> None:
        """Turn a question into another state."""
        with self.data():
            found = queries.question(SYSTEM, question)
            actions.moderate_question(SYSTEM, found, to=to, **details)

    def taken(self, slug: str, name: str, body: str, **details: Any) -> int:
        """Let somebody ask a question, take it and return its id."""
        question = self.ask(slug, name, body, **details)
        self.moderate(question, "taken")
        return question

    def vote(self, question: int, *names: str) -> None:
        """Let people support a question."""
        for name in names:
            with self.data():
                voter = self._actor(name)
                found = queries.question(SYSTEM, question)
                actions.vote_on_question(voter, found, on=True)

    def speaking(self, slug: str, since: timedelta) -> None:
        """Let somebody have the floor since a while."""
        with self.data():
            self._write()
            began = now() - since
            live.hand(queries.room(SYSTEM, slug), HandState.SPEAKING, running_since=began)

    def say(self, slug: str, body: str, speaker: str | None = None) -> None:
        """Write a line of the feed."""
        with self.data():
            self._write()
            rapporteur = people.actor(
                people.staff(Role.RAPPORTEUR, name="Rapporteur de démonstration"),
                second_factor=True,
            )
            actions.write_feed_line(
                rapporteur, queries.room(SYSTEM, slug), body=body, speaker=speaker
            )

    def take_hands(self, slug: str, takes_hands: bool) -> None:
        """Let the desk take hands, or no more."""
        with self.data():
            self._write()
            room = queries.room(SYSTEM, slug)
            actions.set_floor(live.moderator(), room, speech_seconds=180, takes_hands=takes_hands)

    def poll(self, slug: str, title: str = "Faut-il une antenne de plus ?") -> int:
        """Open a poll and return its number."""
        with self.data():
            self._write()
            return live.poll(queries.room(SYSTEM, slug), title=title).number

    def move_poll(self, slug: str, number: int, *steps: str) -> None:
        """Close a poll, publish it."""
        for step in steps:
            with self.data():
                self._write()
                found = polls.poll(SYSTEM, queries.room(SYSTEM, slug), number)
                actions.POLL_ACTS[step](live.moderator(), found)

    def change_room(self, slug: str, to: str) -> None:
        """Open, pause, close or archive a room."""
        with self.data():
            actions.change_room_state(SYSTEM, queries.room(SYSTEM, slug), to=to)

    def rows(self, slug: str) -> list[Question]:
        """Return the questions of a room as the database has them."""
        with self.data():
            room = queries.room(SYSTEM, slug)
            query = select(Question).where(Question.room_id == room.id).order_by(Question.number)
            found = list(db.session.scalars(query))
            db.session.expunge_all()
            return found

    def states(self, slug: str) -> dict[str, QuestionState]:
        """Return the state of each question of a room by its text."""
        return {row.body: row.state for row in self.rows(slug)}

    def votes(self, question: int) -> int:
        """Return how many supports of a question stand in the database."""
        with self.data():
            query = select(func.count()).where(
                Vote.question_id == question, Vote.withdrawn_at.is_(None)
            )
            return db.session.scalar(query) or 0
