"""How a question is shown to the public, to its author and to the desk."""

from typing import Any

from app.core.i18n import translate
from app.live.models import AnswerMode, IdentityOpening, Question, QuestionState, RefusalReason
from app.live.schemas.halls import entry_view
from app.live.schemas.questions import REASONS


def public_view(question: Question, votes: int) -> dict[str, Any]:
    """Return what everybody may see of a public question."""
    return {
        "kind": "question",
        "id": question.id,
        "number": question.number,
        "body": question.body,
        "original": question.original,
        "language": question.language,
        "translation": _translation_view(question),
        "theme": question.theme.code if question.theme else None,
        "author": question.signature,
        "country": question.country,
        "gathers": [
            {"number": one.number, "country": one.country}
            for one in question.followers
            if one.state == QuestionState.MERGED
        ],
        "votes": votes,
        "asked_at": question.asked_at.isoformat(),
        "moved_at": question.moved_at.isoformat(),
        **_result_view(question),
        "entered_for": entry_view(question.entry),
    }


def own_view(question: Question, votes: int) -> dict[str, Any]:
    """
    Return what the author sees: the public view, and what became of the question.

    A merged one tells what becomes of the one it is in: its author follows that.
    """
    root = question.merged_into if question.state == QuestionState.MERGED else None
    return public_view(question, votes) | {
        "own": True,
        "receipt": question.receipt,
        **_refusal_view(question),
        "reason_words": question.reason_words,
        "merged_into": _number_view(question.merged_into),
        "root": _root_view(root) if root else None,
    }


def reason_sentence(reason: str | None) -> str | None:
    """Return why a question was refused, in the reader's language."""
    return translate(REASONS[RefusalReason(reason)]) if reason else None


def desk_view(question: Question, votes: int) -> dict[str, Any]:
    """Return what a moderator sees: no identity beyond what the author chose to show."""
    reader = question.claimed_by
    return public_view(question, votes) | {
        "anonymous": question.is_anonymous,
        "entered_by": question.author.name if question.entry else None,
        "reason": question.reason.value if question.reason else None,
        "reason_words": question.reason_words,
        "merged_into": _number_view(question.merged_into),
        "claimed_by": {"id": reader.id, "name": reader.name} if reader else None,
        "claimed_at": question.claimed_at.isoformat() if question.claimed_at else None,
    }


def _result_view(question: Question) -> dict[str, Any]:
    """Return where a question stands, and the answer that was given or is owed."""
    is_written = question.answered_as == AnswerMode.WRITTEN
    return {
        "state": question.state.value,
        "answer": question.answer if is_written else None,
        "answered": {
            "as": question.answered_as.value,
            "at": question.answered_at.isoformat(),
            "zone": question.room.meeting.timezone,
            "respondent": question.respondent,
            "office": _office_view(question),
        }
        if question.answered_as and question.answered_at
        else None,
        "follow_up": {"office": _office_view(question), "due": question.due_on.isoformat()}
        if question.due_on
        else None,
    }


def _office_view(question: Question) -> dict[str, Any] | None:
    if question.office:
        return {"name": question.office.name, "slug": question.office.slug}
    return {"name": question.office_words, "slug": None} if question.office_words else None


def _translation_view(question: Question) -> dict[str, Any] | None:
    if question.translation is None:
        return None
    return {"body": question.translation, "language": question.translation_language}


def _refusal_view(question: Question) -> dict[str, Any]:
    reason = question.reason
    return {
        "reason": reason.value if reason else None,
        "reason_sentence": reason_sentence(reason),
    }


def _number_view(question: Question | None) -> dict[str, Any] | None:
    return {"id": question.id, "number": question.number} if question else None


def _root_view(root: Question) -> dict[str, Any]:
    number = {"id": root.id, "number": root.number}
    return number | _result_view(root) | _refusal_view(root)


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


def opening_view(opening: IdentityOpening) -> dict[str, Any]:
    """Return what the desk is told of an opened identity: by whom and why, never whose it is."""
    return {
        "kind": "opening",
        "id": opening.id,
        "question": opening.question.number,
        "by": opening.opened_by.name,
        "reason": opening.reason,
        "opened_at": opening.opened_at.isoformat(),
    }


def identity_view(opening: IdentityOpening) -> dict[str, Any]:
    """Return whose question it is, to the one person who opened it, at that moment."""
    author = opening.question.author
    return {
        "id": opening.id,
        "question": opening.question_id,
        "name": author.name,
        "email": author.email,
        "country": author.country,
        "reason": opening.reason,
        "opened_at": opening.opened_at.isoformat(),
    }
