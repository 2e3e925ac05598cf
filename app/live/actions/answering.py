"""Answers: given orally at a minute or in writing by a body, or owed by one until a day."""

from datetime import date
from zoneinfo import ZoneInfo

from app.core.actors import SYSTEM
from app.core.clock import last_showing, now
from app.core.errors import Invalid
from app.core.i18n import N_, translate
from app.directory import queries as directory
from app.live.models import AnswerMode, Question

Office = tuple[int | None, str | None]


def _answer(
    question: Question,
    answer: str | None,
    respondent: str | None,
    office: str | None,
    minute: str | None,
) -> None:
    """Keep an answer: in writing where it has words, else orally at its minute."""
    question.answered_at = last_showing(minute, _zone(question)) if minute else now()
    question.respondent = respondent
    if office:
        question.office_id, question.office_words = _office(office)
    if answer is None:
        question.answered_as = AnswerMode.ORAL
        return
    question.answered_as, question.answer = AnswerMode.WRITTEN, answer
    if not (question.office_id or question.office_words):
        question.office_id, question.office_words = _convenor(question)


def _promise(question: Question, office: str | None, due: date | None) -> None:
    """
    Say which body owes an answer in writing, and until which day.

    :raises Invalid: if the body or the day is missing, or the day is past
    """
    if office:
        question.office_id, question.office_words = _office(office)
    question.due_on = due or question.due_on
    wrong = {}
    if not (question.office_id or question.office_words):
        wrong["office"] = [translate(N_("Dites qui doit répondre : chacun le lira."))]
    if question.due_on is None:
        wrong["due"] = [translate(N_("Dites jusqu’à quel jour : chacun le lira."))]
    elif due and due < now().astimezone(ZoneInfo(_zone(question))).date():
        wrong["due"] = [translate(N_("Ce jour est passé. Choisissez-en un à venir."))]
    if wrong:
        raise Invalid(wrong)


def _office(named: str) -> Office:
    """Return a body as the directory knows it, by its name, acronym or address, else its words."""
    known = directory.organisation_named(SYSTEM, named)
    return (known.id, None) if known else (None, named)


def _convenor(question: Question) -> Office:
    framework = question.room.meeting.framework
    if framework.convened_by_id:
        return framework.convened_by_id, None
    return None, framework.title


def _zone(question: Question) -> str:
    return question.room.meeting.timezone
