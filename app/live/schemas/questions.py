"""What people and moderators say of questions."""

from marshmallow.validate import Length

from app.core.forms import Day, Flag, Key, Listed, Minute, Schema, Text, Whole, Word
from app.core.i18n import N_, Phrase, translate
from app.live.models import QuestionState, RefusalReason

LONGEST_QUESTION = 400
MOST_TOGETHER = 200
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
LANGUAGES_WRITTEN = (*LANGUAGE_NAMES, "other")
TICK_SOME = Phrase("Cochez d’abord une question.")
MODERATED_TO = tuple(state for state in QuestionState if state != QuestionState.WITHDRAWN)

REASONS = {
    RefusalReason.PRIVATE_PERSON: N_("elle nomme une personne privée"),
    RefusalReason.OFF_TOPIC: N_("elle sort du sujet de la séance"),
    RefusalReason.ALREADY_ANSWERED: N_("la réponse a déjà été donnée"),
    RefusalReason.NOT_A_QUESTION: N_("elle ne pose pas de question"),
    RefusalReason.UNCLEAR: N_("elle n’est pas assez claire"),
    RefusalReason.OFFENSIVE: N_("ses mots blessent quelqu’un"),
    RefusalReason.OTHER: N_("une autre raison, dite ci-dessous"),
}


def language_choices() -> list[tuple[str, str]]:
    """Return the languages a question may be in, as (code, words in that language)."""
    return [*LANGUAGE_NAMES.items(), ("other", translate(OTHER_LANGUAGE))]


class AskQuestion(Schema):
    """A question; `key` makes sending it twice ask it once."""

    key = Key(required=True)
    body = Text(most=LONGEST_QUESTION, required=True)
    language = Word(LANGUAGES_WRITTEN, load_default="fr")
    theme = Text(most=60, load_default=None, allow_none=True)
    anonymous = Flag()
    pseudonym = Text(most=40, load_default=None, allow_none=True)


class VoteOnQuestion(Schema):
    """Support a question, or take the support back."""

    question = Whole(least=1, required=True)
    on = Flag(load_default=True)


class ModerateQuestion(Schema):
    """Turn a question into another state; `over` takes it over from who reads it."""

    question = Whole(least=1, required=True)
    to = Word(MODERATED_TO, required=True)
    reason = Word(RefusalReason, load_default=None, allow_none=True)
    words = Text(most=400, lines=True, load_default=None, allow_none=True)
    into = Whole(least=1, load_default=None, allow_none=True)
    wording = Text(most=LONGEST_QUESTION, load_default=None, allow_none=True)
    answer = Text(most=4000, lines=True, load_default=None, allow_none=True)
    respondent = Text(most=120, load_default=None, allow_none=True)
    office = Text(most=200, load_default=None, allow_none=True)
    minute = Minute(load_default=None, allow_none=True)
    due = Day(load_default=None, allow_none=True)
    over = Flag()
    key = Key(load_default=None, allow_none=True)


class ModerateTogether(Schema):
    """Accept, refuse with one reason, or give back several questions."""

    questions = Listed(
        Whole(least=1),
        required=True,
        validate=Length(1, MOST_TOGETHER, error=TICK_SOME),
        error_messages={"required": TICK_SOME},
    )
    to = Word(("taken", "refused", "received"), required=True)
    reason = Word(RefusalReason, load_default=None, allow_none=True)
    words = Text(most=400, lines=True, load_default=None, allow_none=True)
    key = Key(load_default=None, allow_none=True)


class UndoAct(Schema):
    """Take back one's own act, by the number in the room of a move it made."""

    move = Whole(least=1, required=True)
    key = Key(load_default=None, allow_none=True)


class RewordQuestion(Schema):
    """Word a question otherwise."""

    question = Whole(least=1, required=True)
    wording = Text(most=LONGEST_QUESTION, required=True)
    key = Key(load_default=None, allow_none=True)


class TranslateQuestion(Schema):
    """Put a second language beside a question, or take it away."""

    question = Whole(least=1, required=True)
    translation = Text(most=LONGEST_QUESTION, load_default=None, allow_none=True)
    language = Word(LANGUAGES_WRITTEN, load_default=None, allow_none=True)
    key = Key(load_default=None, allow_none=True)


class OwnQuestion(Schema):
    """A question of one's own, to take back or to put back."""

    question = Whole(least=1, required=True)
    key = Key(load_default=None, allow_none=True)


class OpenIdentity(Schema):
    """Open the sealed identity of a question's author, for a reason."""

    question = Whole(least=1, required=True)
    reason = Text(most=400, lines=True, required=True)
    key = Key(load_default=None, allow_none=True)


class FindQuestion(Schema):
    """The code on the receipt of a question."""

    receipt = Text(most=40, required=True)
