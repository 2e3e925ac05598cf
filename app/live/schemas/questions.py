"""What people and moderators say of questions."""

from app.core.forms import Flag, Key, Schema, Text, Whole, Word
from app.core.i18n import N_
from app.live.models import QuestionState, RefusalReason

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


class FindQuestion(Schema):
    """The code on the receipt of a question."""

    receipt = Text(most=40, required=True)
