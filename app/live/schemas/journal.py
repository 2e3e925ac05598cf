"""The log of a room in sentences."""

from typing import Any

from app.core.forms import Schema, Whole, Word
from app.core.i18n import N_, translate
from app.live.models import UNDO_LASTS
from app.live.models.journal import KINDS, Entry

KIND_WORDS = {
    "public": N_("Du public"),
    "questions": N_("Questions"),
    "floor": N_("Parole"),
    "polls": N_("Scrutins"),
    "feed": N_("Fil écrit"),
    "identities": N_("Identités ouvertes"),
    "room": N_("La salle"),
    "desk": N_("Le bureau"),
}
MOVED = {
    "in_review": N_("N° %(number)s prise en lecture"),
    "received": N_("N° %(number)s remise en lecture"),
    "taken": N_("N° %(number)s acceptée"),
    "queued": N_("N° %(number)s prévue à l’antenne"),
    "on_air": N_("N° %(number)s à l’antenne"),
    "answered": N_("N° %(number)s répondue"),
    "follow_up": N_("N° %(number)s à suivre"),
    "refused": N_("N° %(number)s non retenue"),
    "merged": N_("N° %(number)s réunie avec la n° %(into)s"),
}
MOVED_TOGETHER = {
    "received": N_("N° %(numbers)s remises en lecture"),
    "taken": N_("N° %(numbers)s acceptées"),
    "refused": N_("N° %(numbers)s non retenues"),
}
HAND_MOVED = {
    "raised": N_("Main n° %(number)s remise dans la file"),
    "called": N_("Main n° %(number)s appelée"),
    "speaking": N_("Main n° %(number)s : la parole lui est donnée"),
    "paused": N_("Main n° %(number)s : en pause"),
    "done": N_("Main n° %(number)s : a fini de parler"),
    "passed": N_("Main n° %(number)s : tour passé"),
}
ROOM_MOVED = {
    "open": N_("Salle ouverte"),
    "paused": N_("Salle mise en pause"),
    "closed": N_("Salle fermée"),
    "archived": N_("Salle archivée"),
}
SCREEN = {
    "automatic": N_("Écran : ce qui se passe en salle"),
    "on_air": N_("Écran : la question à l’antenne"),
    "question": N_("Écran : la n° %(number)s"),
    "next": N_("Écran : les prochaines questions"),
    "history": N_("Écran : les questions répondues"),
    "poll": N_("Écran : le scrutin n° %(number)s"),
    "timer": N_("Écran : le temps de parole"),
    "join": N_("Écran : le code pour entrer"),
    "message": N_("Écran : un message"),
    "blank": N_("Écran : vide"),
}
BY_STATE = {
    "QuestionModerated": MOVED,
    "HandMoved": HAND_MOVED,
    "RoomStateChanged": ROOM_MOVED,
    "ScreenChanged": SCREEN,
}
SENTENCES = {
    "QuestionAsked": N_("N° %(number)s reçue"),
    "QuestionWithdrawn": N_("N° %(number)s retirée par son auteur"),
    "QuestionReinstated": N_("N° %(number)s remise par son auteur"),
    "QuestionSucceeded": N_("N° %(number)s prend la place de la n° %(into)s, retirée"),
    "QuestionReworded": N_("N° %(number)s reformulée"),
    "QuestionTranslated": N_("N° %(number)s : autre langue à côté"),
    "QueueMoved": N_("N° %(number)s : autre place dans la file"),
    "OrderRuleChanged": N_("Règle de la file changée"),
    "IdentityOpened": N_("N° %(number)s : identité ouverte"),
    "FloorSet": N_("Règles de la parole changées"),
    "HandRaised": N_("Main n° %(number)s levée"),
    "HandWithdrawn": N_("Main n° %(number)s baissée"),
    "HandArranged": N_("Main n° %(number)s : place ou temps changés"),
    "PollPrepared": N_("Scrutin n° %(number)s préparé"),
    "PollOpened": N_("Scrutin n° %(number)s ouvert"),
    "PollClosed": N_("Scrutin n° %(number)s fermé"),
    "PollPublished": N_("Scrutin n° %(number)s publié"),
    "PollCancelled": N_("Scrutin n° %(number)s annulé"),
    "FeedLineWritten": N_("Ligne du fil écrite"),
    "FeedLineCorrected": N_("Ligne du fil corrigée"),
    "MinutesWritten": N_("Version du procès-verbal écrite"),
    "MinutesPublished": N_("Procès-verbal publié"),
    "RoomPrepared": N_("Salle préparée"),
    "StreamChanged": N_("L’image et le son changés"),
    "QuestionWindowSet": N_("Fenêtre des questions changée"),
    "StageNoteWritten": N_("Mot écrit à la scène"),
    "StageNoteRead": N_("Mot lu par la scène"),
    "DeskHandedOver": N_("Main passée au bureau"),
    "ViewSaved": N_("Vue du bureau gardée"),
    "ViewRemoved": N_("Vue du bureau supprimée"),
}


class ReadJournal(Schema):
    """Which part of the log: of one moderator, of one kind, before a number."""

    by = Whole(least=1, load_default=None, allow_none=True)
    kind = Word(KINDS, load_default=None, allow_none=True)
    before = Whole(least=1, load_default=None, allow_none=True)


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of acts of the log, as (code, words)."""
    return [(kind, translate(words)) for kind, words in KIND_WORDS.items()]


def journal_view(entry: Entry) -> dict[str, Any]:
    """Return a line of the log, for the desk."""
    return {
        "seq": entry.row.seq,
        "fact": entry.row.name,
        "at": entry.row.happened_at.isoformat(),
        "who": entry.who,
        "sentence": act_sentence(entry),
    }


def undo_view(act: list[Entry]) -> dict[str, Any] | None:
    """Return the act that can still be taken back: its first move, its questions, until when."""
    if not act:
        return None
    row = act[0].row
    view = journal_view(act[0]) | {
        "questions": [entry.row.data["question_id"] for entry in act],
        "until": (row.happened_at + UNDO_LASTS).isoformat(),
    }
    if len(act) > 1:
        numbers = [entry.number for entry in act if entry.number]
        view["sentence"] = _moved_together(row.data["to"], numbers)
    return view


def moved_sentence(to: str, numbers: list[int]) -> str:
    """Say which questions a batch moved."""
    if not numbers:
        return translate(N_("Aucune question n’a bougé."))
    return _moved_together(to, numbers) + "."


def _moved_together(to: str, numbers: list[int]) -> str:
    if len(numbers) == 1:
        return translate(MOVED[to], number=numbers[0])
    return translate(MOVED_TOGETHER[to], numbers=_listed(numbers))


def left_sentence(numbers: list[int]) -> str:
    """Say which questions a batch could not move."""
    return translate(
        N_("Restées où elles étaient, lues ou traitées par quelqu’un d’autre : %(numbers)s."),
        numbers=_listed(numbers),
    )


def _listed(numbers: list[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def act_sentence(entry: Entry) -> str:
    """Say what happened; a kind of fact that has no words yet is named as the code does."""
    states = BY_STATE.get(entry.row.name, {})
    sentence = states.get(entry.row.data.get("to", "")) or SENTENCES.get(entry.row.name)
    said = translate(sentence or entry.row.name, number=entry.number, into=entry.into)
    is_undoing = entry.row.data.get("undoes") is not None
    return translate(N_("%(act)s (annulation)"), act=said) if is_undoing else said
