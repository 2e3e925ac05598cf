"""The draft of the minutes of a room, written from what is public in it, and who took part."""

from collections import Counter
from collections.abc import Iterable, Iterator

from sqlalchemy import func, select, union

from app.accounts.models import Person
from app.core.db import db
from app.core.formats import country_name, day, day_hour, duration, hour
from app.core.i18n import ngettext
from app.core.i18n import translate as _
from app.core.prose import escaped
from app.live.models import (
    OPEN_TO_VOTES,
    AnswerMode,
    FeedLine,
    Hand,
    Participation,
    Poll,
    Question,
    QuestionState,
    Room,
    Vote,
)
from app.live.models.archived import Archived
from app.meetings.models import Meeting

SMALLEST_CELL = 5

Lines = Iterable[str]


def draft_of(archived: Archived, attendance: Counter[str]) -> str:
    """Return the draft, in Markdown: what nobody may read in the room is not in it."""
    room, zone = archived.room, archived.room.meeting.timezone
    answered = [one for one in archived.questions if one.state == QuestionState.ANSWERED]
    owed = [one for one in archived.questions if one.state == QuestionState.FOLLOW_UP]
    open_still = [one for one in archived.questions if one.state in OPEN_TO_VOTES]
    parts = (
        _part(_("La séance"), _sitting(archived)),
        _part(_("Ordre du jour"), _agenda(room.meeting)),
        _part(_("Présence par pays"), _present(attendance)),
        _part(_("Ce qui s’est dit"), (_said(line, zone) for line in archived.lines)),
        _part(_("Questions répondues"), (_answered(one, zone) for one in answered)),
        _part(_("Questions à suivre"), map(_owed, owed)),
        _part(_("Questions retenues, sans réponse encore"), map(_asked, open_still)),
        _part(_("Scrutins"), _polls(archived)),
        _part(_("Temps de parole par pays"), _spoken(archived)),
    )
    return "\n".join(part for part in parts if part)


def _part(title: str, lines: Lines) -> str:
    """Return a part of the minutes, or nothing where there is nothing to say in it."""
    items = [f"- {line}" for line in lines]
    return "\n".join([f"## {title}", "", *items, ""]) if items else ""


def _sitting(archived: Archived) -> Iterator[str]:
    meeting, zone = archived.room.meeting, archived.room.meeting.timezone
    yield escaped(f"{meeting.title}, {archived.room.title}")
    if meeting.starts_on:
        yield _("Le %(day)s.", day=day(meeting.starts_on))
    opened = [row.happened_at for row in archived.states if row.data["to"] == "open"]
    ended = [row.happened_at for row in archived.states if row.data["to"] in ("closed", "archived")]
    if opened:
        yield _("Salle ouverte le %(moment)s.", moment=day_hour(opened[0], zone))
    if ended:
        yield _("Salle fermée le %(moment)s.", moment=day_hour(ended[-1], zone))


def _agenda(meeting: Meeting) -> Iterator[str]:
    for item in meeting.agenda:
        yield escaped(item.title)


def _present(attendance: Counter[str]) -> Iterator[str]:
    """Tell who asked, supported, voted or raised a hand; too few people are never told apart."""
    told, others = without_small_cells(attendance)
    for country, count in told:
        people = ngettext("%(num)s personne", "%(num)s personnes", count)
        yield _("%(country)s : %(people)s", country=country_name(country), people=people)
    if others >= SMALLEST_CELL:
        people = ngettext("%(num)s personne", "%(num)s personnes", others)
        yield _("Autres pays, ou pays non dit : %(people)s", people=people)
    elif others:
        yield _("Moins de cinq personnes ont pris part à la salle.")


def _said(line: FeedLine, zone: str) -> str:
    words = escaped(line.body)
    if line.speaker:
        words = _("**%(speaker)s** : %(words)s", speaker=escaped(line.speaker), words=words)
    if line.question:
        words += " " + _("(question n° %(number)s)", number=line.question.number)
    if line.earlier:
        was = line.earlier[0]
        words += " " + _(
            "*(corrigée à %(time)s ; disait d’abord : « %(words)s »)*",
            time=hour(line.earlier[-1].corrected_at, zone),
            words=escaped(was.body),
        )
    return _("%(minute)s. %(words)s", minute=hour(line.said_at, zone), words=words)


def _answered(question: Question, zone: str) -> str:
    who = ", ".join(filter(None, (question.respondent, _office(question))))
    asked, at = _asked(question), question.answered_at
    if question.answered_as == AnswerMode.WRITTEN:
        answer = escaped(question.answer or "")
        given = _("Réponse écrite de %(who)s : « %(words)s »", who=escaped(who), words=answer)
        return f"{asked} {given}"
    time = hour(at, zone) if at else ""
    if who:
        given = _("Réponse de vive voix à %(time)s, par %(who)s.", time=time, who=escaped(who))
    else:
        given = _("Réponse de vive voix à %(time)s.", time=time)
    return f"{asked} {given}"


def _owed(question: Question) -> str:
    due = day(question.due_on) if question.due_on else ""
    office = escaped(_office(question) or "")
    owed = _("Réponse écrite due par %(office)s au plus tard le %(day)s.", office=office, day=due)
    return f"{_asked(question)} {owed}"


def _asked(question: Question) -> str:
    words = escaped(question.body)
    asked = _("**n° %(number)s** : « %(words)s »", number=question.number, words=words)
    return f"{asked} ({country_name(question.country)})." if question.country else asked


def _office(question: Question) -> str | None:
    return question.office.name if question.office else question.office_words


def _polls(archived: Archived) -> Iterator[str]:
    for poll in archived.polls:
        results = poll["results"]
        labels = {option["number"]: option["label"] for option in poll["options"]}
        votes = ", ".join(
            f"{escaped(labels[one['number']])} {one['votes']}" for one in results["votes"] or ()
        )
        title = escaped(poll["title"])
        said = [_("**Scrutin n° %(number)s** : %(title)s", number=poll["number"], title=title)]
        said.append(ngettext("%(num)s participant.", "%(num)s participants.", results["ballots"]))
        if votes:
            blank = results["blank"]
            said.append(_("Voix : %(votes)s. Blancs : %(blank)s.", votes=votes, blank=blank))
        if poll["quorum_people"] is not None or poll["quorum_percent"] is not None:
            reached = results["quorum_reached"]
            said.append(_("Quorum atteint.") if reached else _("Quorum non atteint."))
        yield " ".join(said)


def _spoken(archived: Archived) -> Iterator[str]:
    spoken = sorted(archived.by_country.items(), key=lambda pair: -pair[1].milliseconds)
    for country, had in spoken:
        name = country_name(country) or _("Pays non dit")
        yield _("%(country)s : %(time)s", country=name, time=duration(had.seconds))


def attendance(room: Room) -> Counter[str]:
    """Return how many people of each country asked, supported, voted or raised a hand there."""
    who = union(
        select(Question.author_id.label("person_id")).where(Question.room_id == room.id),
        select(Vote.person_id).join(Question).where(Question.room_id == room.id),
        select(Participation.person_id).join(Poll).where(Poll.room_id == room.id),
        select(Hand.person_id).where(Hand.room_id == room.id, Hand.person_id.is_not(None)),
    ).subquery()
    query = select(Person.country, func.count()).join(who, who.c.person_id == Person.id)
    rows = db.session.execute(query.group_by(Person.country))
    return Counter({country or "": count for country, count in rows})


def without_small_cells(counts: Counter[str]) -> tuple[list[tuple[str, int]], int]:
    """
    Return the countries that may be told, most people first, and how many people are elsewhere.

    A country of fewer than five is told with the others; so is the smallest of the larger ones
    where those others would still be fewer than five, since a total would give them away.
    """
    told = [(country, count) for country, count in counts.most_common() if country]
    others = counts[""]
    while told and (told[-1][1] < SMALLEST_CELL or 0 < others < SMALLEST_CELL):
        others += told.pop()[1]
    return told, others
