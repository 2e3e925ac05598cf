"""Words: a question said otherwise by the desk, with its author's own beside it, or translated."""

from app.core.actions import action
from app.core.actors import Actor
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.live import facts, rules
from app.live.actions.claims import _check_claim
from app.live.actions.rooms import _check_not_archived
from app.live.models import REWORDABLE, Question


class WordingClosed(Refused):
    """The words of the question are settled."""

    code = "wording_closed"
    message = N_("Les mots de cette question ne changent plus : on y répond, ou elle est close.")


@action(rules.may_moderate_question, locked=True)
def reword_question(actor: Actor, question: Question, *, wording: str) -> Question:
    """
    Word a question otherwise; what its author wrote stays beside it, and comes back if given again.

    :raises WordingClosed: if it is answered, on air or closed
    :raises ReadByAnother: if another moderator reads it
    :raises RoomArchived: if its room is archived
    """
    _check_not_archived(question.room)
    _check_claim(actor, question)
    if _reword(question, wording):
        record(actor, facts.QuestionReworded(room_id=question.room_id, question_id=question.id))
    return question


@action(rules.may_moderate_question, locked=True)
def translate_question(
    actor: Actor, question: Question, *, translation: str | None, language: str | None = None
) -> Question:
    """
    Put a question in a second language beside its own, or take that away (`translation` None).

    :raises Invalid: if the language is missing, or is the question's own
    :raises RoomArchived: if its room is archived
    """
    _check_not_archived(question.room)
    if translation is None:
        language = None
    elif language is None or language == question.language:
        sentence = N_("Choisissez une autre langue que celle de la question.")
        raise Invalid({"language": [translate(sentence)]})
    if (translation, language) == (question.translation, question.translation_language):
        return question
    question.translation, question.translation_language = translation, language
    record(actor, facts.QuestionTranslated(room_id=question.room_id, question_id=question.id))
    return question


def _reword(question: Question, wording: str) -> bool:
    """
    Say whether the words changed.

    :raises WordingClosed: if they are settled
    """
    if wording == question.body:
        return False
    if question.state not in REWORDABLE:
        raise WordingClosed()
    own = question.original or question.body
    question.body, question.original = wording, own if wording != own else None
    return True
