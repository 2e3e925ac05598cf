"""Concerns: entered in the words of people, read, then kept or set aside."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.formats import sort_key
from app.core.i18n import N_, in_source_language, translate
from app.core.seal import seal
from app.followup import facts, queries, rules
from app.followup.models import CONCERN_MOVES, Concern, ConcernChannel, ConcernState
from app.followup.queries.lookups import (
    WORDS_NEEDED,
    meeting_of,
    new_receipt,
    source_id,
    term_id,
)
from app.live.actions import tell_in_feed
from app.live.models import PUBLIC_STATES, Question
from app.meetings.models import MeetingNote, NoteKind

IDENTITY = "concern identity"


class QuestionNotTaken(Refused):
    """A question that was not taken cannot become a concern."""

    code = "question_not_taken"
    message = N_("Retenez d’abord cette question : une préoccupation est publique.")


class ConcernMoveRefused(Refused):
    """A concern cannot go from where it stands to there."""

    code = "concern_move_refused"
    message = N_("Cette préoccupation a déjà été traitée autrement. Rechargez la page.")


@action(rules.may_speak)
def say_concern(
    actor: Actor,
    *,
    words: str,
    sent_key: str | None = None,
    language: str = "fr",
    country: str | None = None,
    theme: str | None = None,
    name: str | None = None,
    contact: str | None = None,
) -> Concern:
    """
    Say a concern through the form; it is read before it is public, and its author gets a code.

    `sent_key` makes sending it twice say it once, even for somebody unknown.

    :raises Invalid: if the theme is unknown
    """
    known = queries.concern_of_key(sent_key)
    if known is not None:
        return known
    return _enter(
        actor,
        words=words,
        language=language,
        channel=ConcernChannel.FORM,
        country=country,
        theme_id=term_id("theme", "themes", theme),
        raised_at=now(),
        sealed_identity=_sealed(name, contact),
        sent_key=sent_key,
    )


@action(rules.may_keep_question, locked=True)
def keep_question(actor: Actor, question: Question, *, in_feed: bool = False) -> Concern:
    """
    Make a live question a concern, in one act of the desk; doing it twice gives the same one.

    Its words, language, country, theme and moment come with it; its author stays in the room, and
    the question's own receipt leads to what became of it. `in_feed` says that its author agrees
    to the feed of the room telling it.

    :raises QuestionNotTaken: if the question was not taken
    """
    known = queries.concern_of_question(question.id)
    if known is not None:
        return known
    if question.state not in PUBLIC_STATES:
        raise QuestionNotTaken()
    concern = _enter(
        actor,
        words=question.body,
        language=question.language,
        channel=ConcernChannel.LIVE,
        state=ConcernState.KEPT,
        country=question.country,
        theme_id=question.theme_id,
        raised_at=question.asked_at,
        meeting_id=question.room.meeting_id,
        question_id=question.id,
        receipt=question.receipt,
        is_demonstration=question.room.meeting.is_demonstration,
    )
    if in_feed:
        body, link = _told_in_feed(concern, question), f"/suivi/preoccupations/{concern.ref}"
        tell_in_feed(actor, question.room, body=body, link=link, question=question)
    return concern


def _told_in_feed(concern: Concern, question: Question) -> str:
    """Write what the feed tells of a question that is followed, in the language of the feed."""
    with in_source_language():
        return translate(
            N_("La question n° %(number)s devient la préoccupation %(ref)s, suivie par le bureau."),
            number=question.number,
            ref=concern.ref,
        )


@action(rules.may_keep_followup)
def keep_note(actor: Actor, note: MeetingNote, *, language: str = "fr") -> Concern:
    """
    Make a concern that a mission or a meeting noted a concern that is followed; once only.

    :raises Invalid: if the note is not a concern
    """
    known = queries.concern_of_note(note)
    if known is not None:
        return known
    if note.kind != NoteKind.CONCERN:
        raise Invalid({"note": [translate(N_("Ce texte n’est pas une préoccupation."))]})
    meeting = note.meeting
    mission = meeting.kind.value == "field_mission"
    return _enter(
        actor,
        words=note.text,
        language=language,
        channel=ConcernChannel.MISSION if mission else ConcernChannel.MEETING,
        state=ConcernState.KEPT,
        country=note.country,
        theme_id=note.term_id,
        raised_on=note.on_date or meeting.starts_on,
        meeting_id=meeting.id,
        note_id=note.id,
        source_id=meeting.source_id,
        is_demonstration=meeting.is_demonstration,
    )


@action(rules.may_keep_followup)
def enter_concern(
    actor: Actor,
    *,
    words: str,
    channel: str = "letter",
    language: str = "fr",
    country: str | None = None,
    theme: str | None = None,
    raised_on: date | None = None,
    meeting: str | None = None,
    name: str | None = None,
    contact: str | None = None,
    source: str | None = None,
) -> Concern:
    """
    Enter a concern that came on paper or by word of mouth; its author is given the code.

    :raises Invalid: if a reference is unknown
    """
    event = meeting_of("meeting", meeting)
    return _enter(
        actor,
        words=words,
        language=language,
        channel=ConcernChannel(channel),
        state=ConcernState.KEPT,
        country=country,
        theme_id=term_id("theme", "themes", theme),
        raised_on=raised_on,
        meeting_id=event.id if event else None,
        sealed_identity=_sealed(name, contact),
        source_id=source_id(source),
        is_demonstration=event.is_demonstration if event else False,
    )


@action(rules.may_keep_followup, locked=True)
def move_concern(actor: Actor, concern: Concern, *, to: str, reason: str | None = None) -> Concern:
    """
    Keep a concern that was received, or set it aside with a reason that its author reads.

    :raises ConcernMoveRefused: if it cannot go there from where it stands
    :raises Invalid: if it is set aside without a reason
    """
    state = ConcernState(to)
    if concern.state == state:
        return concern
    if state not in CONCERN_MOVES[concern.state]:
        raise ConcernMoveRefused()
    if state == ConcernState.SET_ASIDE and not reason:
        raise Invalid({"reason": [translate(WORDS_NEEDED)]})
    was = concern.state
    concern.state, concern.moved_at = state, now()
    concern.set_aside_because = reason if state == ConcernState.SET_ASIDE else None
    moved = facts.ConcernMoved(concern_id=concern.id, was=was.value, to=state.value)
    record(actor, moved)
    return concern


def _enter(actor: Actor, *, words: str, receipt: str | None = None, **columns: Any) -> Concern:
    concern = Concern(
        words=words,
        ref=f"~{uuid4().hex[:18]}",
        receipt=receipt or (None if "note_id" in columns else new_receipt()),
        entered_by_id=actor.id if columns["channel"] != ConcernChannel.FORM else None,
        search_text=sort_key(words),
        **columns,
    )
    db.session.add(concern)
    db.session.flush()
    # The facts of this sequence have no gap: they number the concerns.
    concern.ref = f"P-{_told(actor, concern).seq}"
    db.session.flush()
    return concern


def _told(actor: Actor, concern: Concern) -> Any:
    # Who says a concern through the form is not written beside it.
    who = Actor() if concern.channel == ConcernChannel.FORM else actor
    return record(who, facts.ConcernRaised(concern_id=concern.id))


def _sealed(name: str | None, contact: str | None) -> bytes | None:
    if not name and not contact:
        return None
    return seal(IDENTITY, json.dumps({"name": name, "contact": contact}).encode())
