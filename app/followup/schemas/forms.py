"""What comes into follow-up through its forms."""

from typing import Any

import marshmallow as ma

from app.core.forms import Country, Day, Flag, Key, Schema, Text, Whole, Word
from app.followup.models import (
    BudgetKind,
    Closure,
    ConcernChannel,
    ConcernState,
    Decision,
    Execution,
    Nature,
    Timeliness,
)
from app.live.schemas import LANGUAGE_NAMES

WORDS = 4000
ENTERED = (ConcernChannel.MISSION, ConcernChannel.MEETING, ConcernChannel.LETTER)
SORTS = ("late", "due", "ref", "recent", "state")


def maybe(field: type, *args: Any, **options: Any) -> Any:
    """Return a field that may be left empty."""
    return field(*args, load_default=None, allow_none=True, **options)


class Sent(Schema):
    """What every form carries: its key, and the revision of what it was drawn from."""

    key = maybe(Key)
    revision = maybe(Whole, least=0)


class SayConcern(Schema):
    """A concern from the public form; a name and a way to be reached are sealed."""

    key = Key(required=True)
    words = Text(most=WORDS, lines=True, required=True)
    language = Word((*LANGUAGE_NAMES, "other"), load_default="fr")
    country = maybe(Country)
    theme = maybe(Text, most=60)
    name = maybe(Text, most=120)
    contact = maybe(Text, most=200)


class EnterConcern(Sent):
    """A concern that the secretariat enters: from a question, a note, a letter."""

    words = maybe(Text, most=WORDS, lines=True)
    language = Word((*LANGUAGE_NAMES, "other"), load_default="fr")
    country = maybe(Country)
    theme = maybe(Text, most=60)
    channel = Word(ConcernChannel, load_default=ConcernChannel.LETTER)
    raised_on = maybe(Day)
    meeting = maybe(Text, most=120)
    name = maybe(Text, most=120)
    contact = maybe(Text, most=200)
    in_feed = Flag()


class MoveConcern(Sent):
    """Keep a concern, or set it aside with a reason that its author reads."""

    to = Word((ConcernState.KEPT, ConcernState.SET_ASIDE), required=True)
    reason = maybe(Text, most=400, lines=True)


class IssueRecommendation(Sent):
    """A recommendation, as the minutes have it."""

    instrument = Text(most=60, required=True)
    text = Text(most=WORDS, lines=True, required=True)
    title = maybe(Text, most=160)
    nature = Word(Nature, load_default=Nature.RECOMMENDATION)
    axis = maybe(Text, most=40)
    term = maybe(Text, most=60)
    theme = maybe(Text, most=60)
    country = maybe(Country)
    beneficiaries = maybe(Text, most=200)
    addressed_to = maybe(Text, most=120)
    issued_on = maybe(Day)
    concern = maybe(Text, most=20)


class Answer(Sent):
    """A decision on a recommendation."""

    decision = Word([word for word in Decision if word != Decision.PENDING], required=True)
    reason = Text(most=WORDS, lines=True, required=True)
    decided_on = maybe(Day)
    signatory = maybe(Text, most=120)


class Commit(Sent):
    """A commitment; the focal points and the validator are named by their address."""

    deliverable = Text(most=WORDS, lines=True, required=True)
    lead = Text(most=120, required=True)
    due_on = maybe(Day)
    made_on = maybe(Day)
    focal_point = maybe(Text, most=254)
    alternate = maybe(Text, most=254)
    validator = maybe(Text, most=254)


class Reschedule(Sent):
    """A new due date, with its reason."""

    due_on = Day(required=True)
    reason = Text(most=400, lines=True, required=True)


class TransferCommitment(Sent):
    """Another body takes over."""

    lead = Text(most=120, required=True)
    reason = Text(most=400, lines=True, required=True)


class NamePeople(Sent):
    """Who reports and who verifies, by their addresses."""

    focal_point = maybe(Text, most=254)
    alternate = maybe(Text, most=254)
    validator = maybe(Text, most=254)
    reason = Text(most=400, lines=True, required=True)


class Withdraw(Sent):
    """What no longer stands, and why."""

    reason = Text(most=400, lines=True, required=True)


class MeasureCommitment(Sent):
    """By what a commitment is measured."""

    title = Text(most=160, required=True)
    unit = maybe(Text, most=40)
    baseline = Whole(load_default=0)
    target = Whole(required=True)


class SayObstacle(Sent):
    """What blocks, or how it was lifted."""

    blocked = Flag()
    reason = Text(most=400, lines=True, required=True)


class EnterBudget(Sent):
    """An amount planned, committed or disbursed, as a person writes it."""

    kind = Word(BudgetKind, required=True)
    amount = Text(most=30, required=True)
    currency = Text(most=3, load_default="XOF")
    on_date = maybe(Day)
    reference = maybe(Text, most=120)


class WriteReport(Sent):
    """A progress report, first as a draft."""

    execution = Word(Execution, required=True)
    percent = maybe(Whole, least=0, most=100)
    words = Text(most=WORDS, lines=True, required=True)
    obstacle = maybe(Text, most=1000, lines=True)
    next_step = maybe(Text, most=1000, lines=True)


class Validate(Sent):
    """What another person verified, or why the report is returned."""

    confirmed = Flag()
    execution = maybe(Word, Execution)
    percent = maybe(Whole, least=0, most=100)
    words = Text(most=1000, lines=True, required=True)


class AddEvidence(Sent):
    """The words beside a file."""

    files = ("file",)
    caption = Text(most=200, required=True)
    public = Flag()


class MoveClosure(Sent):
    """A request, a decision or a reopening, always with its reason."""

    to = Word(Closure, required=True)
    reason = Text(most=1000, lines=True, required=True)
    meeting = maybe(Text, most=120)


class LinkThings(Sent):
    """A link from one thing to another, each named `recommendation:CCMEX-1/R-03`."""

    kind = Text(most=30, required=True)
    start = Text(most=120, required=True)
    end = Text(most=120, required=True)
    words = maybe(Text, most=400)


class FilterConcerns(Schema):
    """How the list of concerns is narrowed and ordered."""

    class Meta:
        unknown = ma.EXCLUDE

    country = maybe(Country)
    theme = maybe(Text, most=60)
    sort = maybe(Word, ("recent", "oldest"))


class FindByCode(Schema):
    """The code on a receipt."""

    code = Text(most=40, required=True)


class Filters(Schema):
    """What the dashboard shows."""

    class Meta:
        unknown = ma.EXCLUDE

    instrument = maybe(Text, most=60)
    axis = maybe(Text, most=60)
    body = maybe(Text, most=120)
    country = maybe(Country)
    theme = maybe(Text, most=60)
    timeliness = maybe(Word, (*Timeliness, "late"))
    verified = maybe(Word, (*Execution, "none"))
    decision = maybe(Word, Decision)
    closure = maybe(Word, (*Closure, "standing"))
    flag = maybe(Word, ("blocked", "silent", "rescheduled"))
    sort = Word(SORTS, load_default="late")
    page = Whole(least=1, most=100_000, load_default=1)
