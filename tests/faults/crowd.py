"""A room full of phones, and what must hold of it whatever happened."""

import time
from collections import Counter
from typing import Any

import requests
from sqlalchemy import func, select

from app.accounts.models import Role
from app.core import facts
from app.core.db import db
from app.core.throttle import throttle
from app.live import queries
from app.live.models import Question, Room, Vote
from tests.factories import accounts as people
from tests.factories import live
from tests.faults.phones import (
    LONGEST,
    PATIENCE,
    Line,
    Moderator,
    Phone,
    snapshot_view,
    together,
)


class Crowd:
    """Phones and a moderator in one room; `direct` is the address that no fault stands before."""

    def __init__(self, url: str, direct: str, size: int = 60) -> None:
        throttle.setup("memory://")
        self.direct = direct
        self.room = room = live.room()
        self.room_id, self.slug = room.id, room.slug
        tokens = [people.device_token(people.guest()) for _ in range(size)]
        staff = people.staff(Role.MODERATOR, meeting_id=room.meeting_id)
        desk = people.device_token(staff, second_factor=True)
        self.phones = [
            Phone(url, token, self.slug, **{"X-Phone": str(place)})
            for place, token in enumerate(tokens)
        ]
        self.moderator = Moderator(url, desk, self.slug, **{"X-Phone": "desk"})
        db.session.commit()  # SQLite lets one write at a time: nothing here may stand in the way

    @property
    def lines(self) -> list[Line]:
        """Everybody's connection."""
        return [*self.phones, self.moderator]

    def start(self) -> "Crowd":
        """Let everybody come in and act: a few of them act as often together as sixty would."""
        for line in self.lines:
            line.pause = max(0.3, len(self.phones) / 60)
        together(self.lines, lambda line: line.enter())
        for line in self.lines:
            line.start()
        return self

    def go_on(self, answers: int = 30) -> None:
        """Let the crowd act until so many more acts were acknowledged."""
        enough = self.acknowledged + answers
        deadline = time.monotonic() + LONGEST
        while self.acknowledged < enough:
            assert time.monotonic() < deadline, f"only {self.acknowledged} acts were acknowledged"
            time.sleep(0.1)

    @property
    def acknowledged(self) -> int:
        """How many acts were acknowledged so far."""
        return sum(len(phone.asked) + len(phone.supported) for phone in self.phones)

    def end(self) -> None:
        """Let everybody finish what they were doing."""
        together(self.lines, lambda line: line.end())

    def close(self) -> None:
        """Send everybody home."""
        together(self.lines, lambda line: line.close())

    def check(self) -> None:
        """Everything that was acknowledged is stored, once, and every phone shows it."""
        self.check_questions()
        self.check_votes()
        self.check_views()
        db.session.rollback()
        assert list(facts.broken_links()) == []

    def check_questions(self) -> None:
        """What was acknowledged is stored once, under the number that was told, without a gap."""
        db.session.rollback()
        query = select(Question.number).where(Question.room_id == self.room_id)
        numbers = sorted(db.session.scalars(query))
        assert numbers == list(range(1, len(numbers) + 1))
        told = Counter(number for phone in self.phones for number in phone.asked.values())
        assert told, "nobody was answered: the test shows nothing"
        assert set(told.values()) == {1}
        assert set(told) <= set(numbers)
        # What was stored without an answer getting through is at most what was on its way.
        assert set(told) == set(numbers)

    def check_votes(self) -> None:
        """The counts are those of unique rows, and every acknowledged support is among them."""
        query = (
            select(Vote.question_id, Vote.person_id)
            .join(Question)
            .where(Question.room_id == self.room_id, Vote.withdrawn_at.is_(None))
        )
        rows = [tuple(row) for row in db.session.execute(query)]
        acknowledged = sum(len(phone.supported) for phone in self.phones)
        assert acknowledged, "nobody's support was answered: the test shows nothing"
        assert len(rows) == len(set(rows)) == acknowledged
        counted = queries.votes_of(question for question, _person in rows)
        assert counted == Counter(question for question, _person in rows)
        assert db.session.scalar(select(func.count()).select_from(Room)) == 1

    def check_views(self) -> None:
        """Every phone shows what one that enters just now would show."""
        together(self.phones, lambda phone: phone.settle())
        stands = together(self.phones, lambda phone: snapshot_view(self.fresh(phone)))
        # A look that began before the last vote may tell its count after it; the next one mends it.
        deadline = time.monotonic() + PATIENCE
        for phone, fresh in zip(self.phones, stands, strict=True):
            while phone.view() != fresh and time.monotonic() < deadline:
                time.sleep(0.05)
            assert phone.view() == fresh

    def fresh(self, phone: Phone) -> dict[str, Any]:
        """Return the room as somebody with this phone's token reads it just now."""
        answer = requests.get(
            f"{self.direct}/api/v1/rooms/{self.slug}",
            headers={"Authorization": f"Bearer {phone.token}"},
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())
