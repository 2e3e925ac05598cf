"""What comes into a room, and how what is in it is shown."""

from typing import Any

from app.core.forms import Flag, Key, Schema, Slug, Text, Whole, Word
from app.core.i18n import N_, translate
from app.live.models import FeedLine, Question, QuestionState, RefusalReason, Room, RoomState

LONGEST_QUESTION = 400
LANGUAGE_NAMES = {
    "fr": "Français",
    "en": "English",
    "ar": "العربية",
    "es": "Español",
    "bm": "Bamanankan",
    "snk": "Sooninkanxanne",
    "ff": "Fulfulde",
    "son": "Soŋay",
    "tmh": "Tamašeq",
    "pt": "Português",
    "ru": "Русский",
    "zh": "中文",
}
OTHER_LANGUAGE = N_("Une autre langue")
MODERATED_TO = (
    QuestionState.TAKEN,
    QuestionState.ON_AIR,
    QuestionState.ANSWERED,
    QuestionState.REFUSED,
    QuestionState.MERGED,
)

REASONS = {
    RefusalReason.PRIVATE_PERSON: N_("elle nomme une personne privée"),
    RefusalReason.OFF_TOPIC: N_("elle sort du sujet de la séance"),
    RefusalReason.ALREADY_ANSWERED: N_("la réponse a déjà été donnée"),
    RefusalReason.NOT_A_QUESTION: N_("elle ne pose pas de question"),
    RefusalReason.UNCLEAR: N_("elle n’est pas assez claire"),
    RefusalReason.OFFENSIVE: N_("ses mots blessent quelqu’un"),
    RefusalReason.OTHER: N_("une autre raison, dite ci-dessous"),
}


class JoinRoom(Schema):
    """Enter a room; `after` is the last number seen, `html` asks for rendered items too."""

    room = Text(most=80, required=True)
    after = Whole(least=0, load_default=None, allow_none=True)
    html = Flag()
    desk = Flag()


class SyncRoom(Schema):
    """Ask for what came after a number."""

    after = Whole(least=0, required=True)


class AskQuestion(Schema):
    """A question; `key` makes sending it twice ask it once."""

    key = Key(required=True)
    body = Text(most=LONGEST_QUESTION, required=True)
    language = Word((*LANGUAGE_NAMES, "other"), load_default="fr")
    theme = Text(most=60, load_default=None, allow_none=True)
    anonymous = Flag()


class VoteOnQuestion(Schema):
    """Support a question, or take the support back."""

    question = Whole(least=1, required=True)
    on = Flag(load_default=True)


class ModerateQuestion(Schema):
    """Turn a question into another state."""

    question = Whole(least=1, required=True)
    to = Word(MODERATED_TO, required=True)
    reason = Word(RefusalReason, load_default=None, allow_none=True)
    words = Text(most=400, lines=True, load_default=None, allow_none=True)
    into = Whole(least=1, load_default=None, allow_none=True)
    answer = Text(most=4000, lines=True, load_default=None, allow_none=True)
    key = Key(load_default=None, allow_none=True)


class ChangeRoomState(Schema):
    """Open, pause, close or archive a room."""

    to = Word(RoomState, required=True)


class PrepareRoom(Schema):
    """A room for a meeting."""

    title = Text(most=120, required=True)
    slug = Slug(most=80, required=True)


class WriteFeedLine(Schema):
    """A line of the written feed."""

    body = Text(most=600, lines=True, required=True)
    speaker = Text(most=120, load_default=None, allow_none=True)
    question = Whole(least=1, load_default=None, allow_none=True)
    key = Key(load_default=None, allow_none=True)


class FindQuestion(Schema):
    """The code on the receipt of a question."""

    receipt = Text(most=40, required=True)


def public_view(question: Question, votes: int) -> dict[str, Any]:
    """Return what everybody may see of a public question."""
    return {
        "kind": "question",
        "id": question.id,
        "number": question.number,
        "body": question.body,
        "language": question.language,
        "theme": question.theme.code if question.theme else None,
        "author": question.signature,
        "country": question.country,
        "state": question.state.value,
        "votes": votes,
        "asked_at": question.asked_at.isoformat(),
        "moved_at": question.moved_at.isoformat(),
        "answer": question.answer,
    }


def own_view(question: Question, votes: int) -> dict[str, Any]:
    """Return what the author sees: the public view, and what became of the question."""
    merged = question.merged_into
    return public_view(question, votes) | {
        "own": True,
        "receipt": question.receipt,
        "reason": question.reason.value if question.reason else None,
        "reason_sentence": translate(REASONS[question.reason]) if question.reason else None,
        "reason_words": question.reason_words,
        "merged_into": {"id": merged.id, "number": merged.number} if merged else None,
    }


def desk_view(question: Question, votes: int) -> dict[str, Any]:
    """Return what a moderator sees: no identity beyond what the author chose to show."""
    merged = question.merged_into
    return public_view(question, votes) | {
        "anonymous": question.is_anonymous,
        "reason": question.reason.value if question.reason else None,
        "reason_words": question.reason_words,
        "merged_into": {"id": merged.id, "number": merged.number} if merged else None,
    }


def receipt_view(question: Question) -> dict[str, Any]:
    """Return what acknowledges a question: number, the author's code, the room's sequence."""
    return {
        "id": question.id,
        "number": question.number,
        "receipt": question.receipt,
        "seq": question.asked_seq,
    }


def gone_view(question_id: int) -> dict[str, Any]:
    """Return what is told of a question that stopped being public."""
    return {"kind": "question", "id": question_id, "gone": True}


def room_view(room: Room) -> dict[str, Any]:
    """Return what everybody may see of a room."""
    return {
        "kind": "room",
        "slug": room.slug,
        "title": room.title,
        "state": room.state.value,
        "meeting": {"slug": room.meeting.slug, "title": room.meeting.title},
    }


def feed_view(line: FeedLine) -> dict[str, Any]:
    """Return a line of the written feed."""
    return {
        "kind": "line",
        "id": line.id,
        "body": line.body,
        "speaker": line.speaker,
        "said_at": line.said_at.isoformat(),
        "question": line.question.number if line.question else None,
    }
