"""How a question is shown to the public, to its author and to the desk."""

from typing import Any

from app.core.i18n import translate
from app.live.models import Question, RefusalReason
from app.live.schemas.questions import REASONS


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
        "reason_sentence": reason_sentence(question.reason),
        "reason_words": question.reason_words,
        "merged_into": {"id": merged.id, "number": merged.number} if merged else None,
    }


def reason_sentence(reason: str | None) -> str | None:
    """Return why a question was refused, in the reader's language."""
    return translate(REASONS[RefusalReason(reason)]) if reason else None


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
