"""Public questions of a room that ask the same as another, found by their words."""

import heapq
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import func, literal, select, text

from app.core import facts
from app.core.db import db
from app.core.formats import sort_key
from app.core.memory import Memory
from app.live import queries, schemas
from app.live.facts import QuestionFact
from app.live.models import PUBLIC_STATES, Question, Room

LEAST_ALIKE = 72  # of 100
CANDIDATES = 60
MOST_ROOMS = 8
MOST_BEHIND = 300  # facts; further behind, an index is made again
# Words that say nothing of what is asked, without accents.
STOP_WORDS = """
a ai aie aient ait alors apres as au aucun aucune aupres aurait aurons auront aussi autre autres
aux avait avant avec avez avoir avons ayant beaucoup bien bonjour bonsoir c ca car ce ceci cela
celle celles celui ces cet cette ceux chaque chez ci combien comme comment d dans de depuis des
devoir devons devrait doit doivent donc dont du elle elles en encore entre es est et etaient etait
etant ete etes etre eu eux excellence faire fait faut fois font fut ici il ils j jamais je jusqu
jusque l la le les leur leurs lors lorsque lui m ma madame mais me meme memes merci mes ministre
moi moins mon monsieur n ne ni non nos notre notres nous on ont ou oui par parce pas pendant peu
peut peuvent plus pour pourquoi pourra pourrait pouvez pouvoir pouvons prendre puis puisque qu
quand que quel quelle quelles quelque quelques quels question qui quoi s sa sans se sera serait
seront ses si sommes son sont sous souvent sur svp t ta tant te tel telle tes toi ton tous tout
toute toutes tres tu un une va vers voici voila vont vos votre voudrais vouloir voulons vous y
"""
WORD = re.compile(r"[a-z0-9]+")
STOPPED = frozenset(STOP_WORDS.split())


@dataclass(frozen=True)
class Lookalike:
    """A public question and how much it resembles what was asked, of 100."""

    question: Question
    score: int


@dataclass(frozen=True)
class Candidate:
    """A question to compare with, and its words."""

    id: int
    words: frozenset[str]
    sentence: str


class Index:
    """The public questions of a room by the words in them, as they stood at the number `seq`."""

    def __init__(self, seq: int, rows: Iterable[tuple[int, str]]) -> None:
        self.seq = seq
        self.candidates: dict[int, Candidate] = {}
        self.holding: dict[str, set[int]] = defaultdict(set)
        self.answers: dict[tuple[int, str], bool] = {}
        for number, body in rows:
            self.put(number, body)

    def put(self, number: int, body: str) -> None:
        """Take a question in, or what became of its words."""
        self.drop(number)
        self.candidates[number] = candidate = _candidate(number, body)
        for word in candidate.words:
            self.holding[word].add(number)

    def drop(self, number: int) -> None:
        """Leave a question out."""
        self.answers.clear()
        known = self.candidates.pop(number, None)
        for word in known.words if known else ():
            self.holding[word].discard(number)

    def has_other(self, number: int, body: str) -> bool:
        """Whether another question here asks much the same; worked out once until they change."""
        if (number, body) not in self.answers:
            words, sentence = normalised(body)
            others = (one for one in self.nearest(words) if one.id != number)
            self.answers[number, body] = any(likeness(words, sentence, one) for one in others)
        return self.answers[number, body]

    def nearest(self, words: frozenset[str]) -> list[Candidate]:
        """Return those that share words with these, the rarer the words the nearer."""
        nearness: dict[int, float] = defaultdict(float)
        for word in words:
            holders = self.holding.get(word, ())
            for number in holders:
                nearness[number] += 1 / len(holders)
        nearest = heapq.nlargest(CANDIDATES, nearness, key=lambda one: (nearness[one], -one))
        return [self.candidates[number] for number in nearest]


_indexes: Memory[int, Index] = Memory(MOST_ROOMS)


def lookalikes(
    room: Room, body: str, *, leave_out: Question | None = None, limit: int = 3
) -> list[Lookalike]:
    """Return the public questions of a room that ask much the same, the most alike first."""
    scores = scores_of(room, body, leave_out=leave_out)
    best = list(scores)[:limit]
    query = queries.questions().where(Question.id.in_(best), Question.state.in_(PUBLIC_STATES))
    questions = {one.id: one for one in db.session.scalars(query)}
    return [Lookalike(questions[number], scores[number]) for number in best if number in questions]


def scores_of(room: Room, body: str, *, leave_out: Question | None = None) -> dict[int, int]:
    """Return how alike the public questions of a room are, of 100, by id, the most alike first."""
    words, sentence = normalised(body)
    if not words:
        return {}
    found = _trigram_candidates(room, body) if _has_trigrams() else _indexed(room).nearest(words)
    scores = {one.id: score for one in found if (score := likeness(words, sentence, one))}
    scores.pop(leave_out.id if leave_out else 0, None)
    return dict(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))


def asking_the_same(room: Room, questions: Iterable[Question]) -> frozenset[int]:
    """Return which of a room's questions ask much the same as another, public one."""
    index = _indexed(room)
    return frozenset(one.id for one in questions if index.has_other(one.id, one.body))


def lookalike_views(room: Room, body: str) -> list[dict[str, Any]]:
    """Return the look-alikes as everybody may see them, each with its score."""
    found = lookalikes(room, body)
    votes = queries.votes_of(one.question.id for one in found)
    return [
        schemas.public_view(one.question, votes[one.question.id]) | {"score": one.score}
        for one in found
    ]


def likeness(words: frozenset[str], sentence: str, other: Candidate) -> int:
    """Return how alike two questions are, of 100; 0 where they share too few words."""
    shared = len(words & other.words)
    fewest = min(len(words), len(other.words))
    if shared < min(2, fewest) or 2 * shared < fewest:
        return 0
    score = fuzz.token_sort_ratio(sentence, other.sentence)
    if shared > 1:
        score = max(score, 0.95 * fuzz.token_set_ratio(sentence, other.sentence))
    return round(score) if score >= LEAST_ALIKE else 0


@lru_cache(maxsize=20_000)
def normalised(body: str) -> tuple[frozenset[str], str]:
    """Return the words that matter in a question, without accents or plurals, and as a sentence."""
    plain = sort_key(body).replace("œ", "oe").replace("æ", "ae")
    kept = [_stem(word) for word in WORD.findall(plain) if word not in STOPPED]
    return frozenset(kept), " ".join(sorted(kept))


def _stem(word: str) -> str:
    """Return a word without its plural: chevaux, cheval; passeports, passeport; délais, délai."""
    if len(word) > 4 and word.endswith("aux") and not word.endswith("eaux"):
        return word[:-2] + "l"
    if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss"):
        return word[:-1]
    return word


def _candidate(number: int, body: str) -> Candidate:
    return Candidate(number, *normalised(body))


def _indexed(room: Room) -> Index:
    """Return the index of a room, brought up to its number by what the facts since then touched."""
    seq = facts.latest(room.scope)
    index = _indexes.get(room.id)
    if index is None or not index.seq <= seq <= index.seq + MOST_BEHIND:
        bodies = db.session.execute(_public(room, Question.id, Question.body))
        return _indexes.keep(room.id, Index(seq, bodies))
    if index.seq < seq:
        _follow(index, room, seq)
    return index


def _follow(index: Index, room: Room, seq: int) -> None:
    told = [row.fact for row in facts.since(room.scope, index.seq, seq)]
    touched = {fact.question_id for fact in told if isinstance(fact, QuestionFact)}
    rows = db.session.execute(
        _public(room, Question.id, Question.body).where(Question.id.in_(touched))
    )
    for number in touched:
        index.drop(number)
    for number, body in rows:
        index.put(number, body)
    index.seq = seq


def _public(room: Room, *columns: Any) -> Any:
    shown = Question.state.in_(PUBLIC_STATES)
    return select(*columns).where(Question.room_id == room.id, shown)


def _has_trigrams() -> bool:
    if db.engine.dialect.name != "postgresql":
        return False
    return _extension_of(str(db.engine.url))


@cache
def _extension_of(_url: str) -> bool:
    query = text("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
    return bool(db.session.scalar(query))


def _trigram_candidates(room: Room, body: str) -> list[Candidate]:
    """Return the questions whose letters are the nearest, as PostgreSQL compares them."""
    near = func.similarity(_plain(Question.body), _plain(literal(body)))
    query = _public(room, Question.id, Question.body).order_by(near.desc(), Question.id)
    return [_candidate(*row) for row in db.session.execute(query.limit(CANDIDATES))]


ACCENTED, PLAIN = "àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc"


def _plain(words: Any) -> Any:
    return func.translate(func.lower(words), ACCENTED, PLAIN)
