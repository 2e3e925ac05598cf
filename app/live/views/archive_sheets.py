"""The lists that a room leaves behind, as sheets in the reader's language."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.core.formats import country_name
from app.core.i18n import N_, translate
from app.core.sheets import Sheet
from app.live.models import AnswerMode, FeedLine, Hand, Question, QuestionState, RoomState, Turn
from app.live.models.archived import Archived
from app.live.schemas import LANGUAGE_NAMES, OTHER_LANGUAGE, REASONS

STATES = {
    QuestionState.RECEIVED: N_("Reçue, en lecture"),
    QuestionState.IN_REVIEW: N_("En lecture maintenant"),
    QuestionState.TAKEN: N_("Retenue, en file"),
    QuestionState.QUEUED: N_("Prévue à l’antenne"),
    QuestionState.ON_AIR: N_("On y répond maintenant"),
    QuestionState.ANSWERED: N_("Répondue"),
    QuestionState.FOLLOW_UP: N_("Réponse attendue"),
    QuestionState.REFUSED: N_("Non retenue"),
    QuestionState.MERGED: N_("Réunie"),
}
MODES = {AnswerMode.ORAL: N_("de vive voix"), AnswerMode.WRITTEN: N_("par écrit")}
TURNS = {
    Turn.SPEECH: N_("Prise de parole"),
    Turn.REPLY: N_("Droit de réponse"),
    Turn.PROCEDURE: N_("Motion d’ordre"),
}
ROOM_STATES = {
    RoomState.OPEN: N_("En direct"),
    RoomState.PAUSED: N_("En pause"),
    RoomState.CLOSED: N_("Fermée"),
    RoomState.ARCHIVED: N_("Archivée"),
}


def sheets_of(archived: Archived) -> dict[str, Sheet]:
    """Return the sheets of a room by the name that an address gives them."""
    return {
        "questions": _questions(archived),
        "scrutins": _polls(archived),
        "parole": _turns(archived),
        "pays": _countries(archived),
        "fil": _feed(archived),
        "etats": _states(archived),
    }


def _questions(archived: Archived) -> Sheet:
    headings = [_("N°"), _("Posée à"), _("Pays"), _("Thème"), _("Langue"), _("Question")]
    headings += [_("Mots de l’auteur"), _("Traduction"), _("Signature"), _("État"), _("Soutiens")]
    headings += [_("Répondue"), _("Répondue à"), _("Réponse"), _("Qui répond"), _("Organisme")]
    headings += [_("Réponse due le")]
    if archived.at_desk:
        headings += [_("Motif"), _("Mots du motif"), _("Réunie à la question n°")]
    zone = archived.room.meeting.timezone
    rows = [
        [*_question(one, archived.votes[one.root_id], zone), *_of_desk(one, archived.at_desk)]
        for one in archived.questions
    ]
    return Sheet(_("Questions"), headings, rows)


def _question(question: Question, votes: int, zone: str) -> list[Any]:
    mode = question.answered_as
    language = LANGUAGE_NAMES.get(question.language) or translate(OTHER_LANGUAGE)
    office = question.office.name if question.office else question.office_words
    return [
        question.number,
        _minute(question.asked_at, zone),
        country_name(question.country),
        question.theme.title if question.theme else None,
        language,
        question.body,
        question.original,
        question.translation,
        question.signature,
        translate(STATES[question.state]),
        votes,
        translate(MODES[mode]) if mode else None,
        _minute(question.answered_at, zone) if mode else None,
        question.answer if mode == AnswerMode.WRITTEN else None,
        question.respondent,
        office,
        question.due_on,
    ]


def _of_desk(question: Question, at_desk: bool) -> list[Any]:
    """Return what the author and the desk alone know of a question."""
    if not at_desk:
        return []
    into = question.merged_into
    reason = translate(REASONS[question.reason]) if question.reason else None
    return [reason, question.reason_words, into.number if into else None]


def _polls(archived: Archived) -> Sheet:
    headings = [_("Scrutin n°"), _("Objet"), _("Réponse"), _("Voix"), _("Votes blancs")]
    headings += [_("Participants"), _("Inscrits à la fermeture"), _("Quorum atteint")]
    rows = [row for poll in archived.polls for row in _poll(poll)]
    return Sheet(_("Scrutins"), headings, rows)


def _poll(poll: dict[str, Any]) -> Iterator[list[Any]]:
    results = poll["results"]
    votes = {one["number"]: one["votes"] for one in results["votes"] or ()}
    has_quorum = _("oui") if results["quorum_reached"] else _("non")
    has_rule = poll["quorum_people"] is not None or poll["quorum_percent"] is not None
    counted = [results["blank"], results["ballots"], poll["entitled"]]
    for option in poll["options"]:
        answer = [option["label"], votes.get(option["number"])]
        yield [poll["number"], poll["title"], *answer, *counted, has_quorum if has_rule else None]


def _turns(archived: Archived) -> Sheet:
    headings = [_("Main n°"), _("Début"), _("Qui parle"), _("Pays"), _("À quel titre")]
    headings += [_("Thème"), _("Secondes accordées"), _("Secondes de parole")]
    zone = archived.room.meeting.timezone
    return Sheet(_("Parole"), headings, [_turn(hand, zone) for hand in archived.turns])


def _turn(hand: Hand, zone: str) -> list[Any]:
    return [
        hand.number,
        _minute(hand.started_at, zone),
        hand.signature,
        country_name(hand.country),
        translate(TURNS[hand.turn]),
        hand.theme.title if hand.theme else None,
        hand.allotted,
        hand.spoken_ms // 1000,
    ]


def _countries(archived: Archived) -> Sheet:
    headings = [_("Pays"), _("Secondes de parole"), _("Tours de parole")]
    spoken = sorted(archived.by_country.items(), key=lambda pair: -pair[1].milliseconds)
    rows = [
        [country_name(country) or _("Pays non dit"), had.seconds, had.turns]
        for country, had in spoken
    ]
    return Sheet(_("Temps par pays"), headings, rows)


def _feed(archived: Archived) -> Sheet:
    headings = [_("Minute"), _("Qui parle"), _("Ligne"), _("Question"), _("Remplacée à")]
    zone = archived.room.meeting.timezone
    rows = [row for line in archived.lines for row in _line(line, zone)]
    return Sheet(_("Fil écrit"), headings, rows)


def _line(line: FeedLine, zone: str) -> Iterator[list[Any]]:
    """Write what a line said each time, the last wording last."""
    about = line.question.number if line.question else None
    for was in line.earlier:
        replaced = _minute(was.corrected_at, zone)
        yield [_minute(was.said_at, zone), was.speaker, was.body, about, replaced]
    yield [_minute(line.said_at, zone), line.speaker, line.body, about, None]


def _states(archived: Archived) -> Sheet:
    zone = archived.room.meeting.timezone
    rows = [
        [
            _minute(row.happened_at, zone),
            translate(ROOM_STATES[RoomState(row.data["was"])]),
            translate(ROOM_STATES[RoomState(row.data["to"])]),
        ]
        for row in archived.states
    ]
    return Sheet(_("États de la salle"), [_("Moment"), _("Avant"), _("Après")], rows)


def _minute(moment: datetime | None, zone: str) -> str | None:
    """Write a minute on the clock of the meeting, so that a list sorts by it."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if moment else None
