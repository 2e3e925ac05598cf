"""What comes into follow-up through its forms."""

from typing import Any

import marshmallow as ma

from app.core.forms import Country, Day, Flag, Key, Schema, Text, Whole, Word
from app.core.i18n import N_
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

DECISIONS = {
    Decision.PENDING: N_("Sans réponse"),
    Decision.ACCEPTED: N_("Acceptée"),
    Decision.PARTLY: N_("Acceptée en partie"),
    Decision.NOTED: N_("Prise en note"),
    Decision.REFUSED: N_("Refusée"),
}
EXECUTIONS = {
    Execution.NOT_STARTED: N_("Pas commencée"),
    Execution.PREPARING: N_("Préparation"),
    Execution.IN_PROGRESS: N_("En cours"),
    Execution.LARGELY_DONE: N_("Largement faite"),
    Execution.DONE: N_("Faite"),
    Execution.ABANDONED: N_("Abandonnée"),
    Execution.SUPERSEDED: N_("Remplacée"),
    Execution.NOT_APPLICABLE: N_("Sans objet"),
}
# The shape that goes with each word of execution.
EXECUTION_STATES = {
    Execution.NOT_STARTED: "waiting",
    Execution.PREPARING: "followup",
    Execution.IN_PROGRESS: "progress",
    Execution.LARGELY_DONE: "done",
    Execution.DONE: "closed",
    Execution.ABANDONED: "refused",
    Execution.SUPERSEDED: "closed",
    Execution.NOT_APPLICABLE: "closed",
}
TIMELINESS = {
    Timeliness.LONG_OVERDUE: N_("En retard de plus de 90 jours"),
    Timeliness.OVERDUE: N_("En retard"),
    Timeliness.DUE_SOON: N_("À échéance sous 30 jours"),
    Timeliness.ON_TIME: N_("À temps"),
    Timeliness.UNDATED: N_("Non datée"),
}
TIMELINESS_STATES = {
    Timeliness.LONG_OVERDUE: "late",
    Timeliness.OVERDUE: "late",
    Timeliness.DUE_SOON: "followup",
    Timeliness.ON_TIME: "done",
    Timeliness.UNDATED: "unknown",
}
CLOSURES = {
    Closure.OPEN: N_("Ouverte"),
    Closure.REQUESTED: N_("Clôture demandée"),
    Closure.CLOSED: N_("Close"),
    Closure.REOPENED: N_("Rouverte"),
}
CHANNELS = {
    ConcernChannel.LIVE: N_("Question posée en direct"),
    ConcernChannel.MISSION: N_("Mission auprès de la diaspora"),
    ConcernChannel.MEETING: N_("Rencontre"),
    ConcernChannel.FORM: N_("Formulaire"),
    ConcernChannel.LETTER: N_("Lettre"),
    ConcernChannel.CALL: N_("Téléphone"),
}
NATURES = {
    Nature.RECOMMENDATION: N_("Recommandation"),
    Nature.DECISION: N_("Décision"),
    Nature.COMMITMENT: N_("Engagement d’un accord"),
    Nature.MEASURE: N_("Mesure d’une politique"),
}
BUDGETS = {
    BudgetKind.PLANNED: N_("Prévu"),
    BudgetKind.COMMITTED: N_("Engagé"),
    BudgetKind.DISBURSED: N_("Payé"),
}


def _maybe(field: type, *args: Any, **options: Any) -> Any:
    return field(*args, load_default=None, allow_none=True, **options)


class Sent(Schema):
    """What every form carries: its key, and the revision of what it was drawn from."""

    key = _maybe(Key)
    revision = _maybe(Whole, least=0)


class SayConcern(Schema):
    """A concern from the public form; a name and a way to be reached are sealed."""

    key = Key(required=True)
    words = Text(most=WORDS, lines=True, required=True)
    language = Word((*LANGUAGE_NAMES, "other"), load_default="fr")
    country = _maybe(Country)
    theme = _maybe(Text, most=60)
    name = _maybe(Text, most=120)
    contact = _maybe(Text, most=200)


class EnterConcern(Sent):
    """A concern that the secretariat enters: from a question, a note, a letter."""

    words = _maybe(Text, most=WORDS, lines=True)
    language = Word((*LANGUAGE_NAMES, "other"), load_default="fr")
    country = _maybe(Country)
    theme = _maybe(Text, most=60)
    channel = Word(ConcernChannel, load_default=ConcernChannel.LETTER)
    raised_on = _maybe(Day)
    meeting = _maybe(Text, most=120)
    name = _maybe(Text, most=120)
    contact = _maybe(Text, most=200)


class MoveConcern(Sent):
    """Keep a concern, or set it aside with a reason that its author reads."""

    to = Word((ConcernState.KEPT, ConcernState.SET_ASIDE), required=True)
    reason = _maybe(Text, most=400, lines=True)


class IssueRecommendation(Sent):
    """A recommendation, as the minutes have it."""

    instrument = Text(most=60, required=True)
    text = Text(most=WORDS, lines=True, required=True)
    title = _maybe(Text, most=160)
    nature = Word(Nature, load_default=Nature.RECOMMENDATION)
    axis = _maybe(Text, most=40)
    term = _maybe(Text, most=60)
    theme = _maybe(Text, most=60)
    country = _maybe(Country)
    beneficiaries = _maybe(Text, most=200)
    addressed_to = _maybe(Text, most=120)
    issued_on = _maybe(Day)
    concern = _maybe(Text, most=20)


class Answer(Sent):
    """A decision on a recommendation."""

    decision = Word([word for word in Decision if word != Decision.PENDING], required=True)
    reason = Text(most=WORDS, lines=True, required=True)
    decided_on = _maybe(Day)
    signatory = _maybe(Text, most=120)


class Commit(Sent):
    """A commitment; the focal points and the validator are named by their address."""

    deliverable = Text(most=WORDS, lines=True, required=True)
    lead = Text(most=120, required=True)
    due_on = _maybe(Day)
    made_on = _maybe(Day)
    focal_point = _maybe(Text, most=254)
    alternate = _maybe(Text, most=254)
    validator = _maybe(Text, most=254)


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

    focal_point = _maybe(Text, most=254)
    alternate = _maybe(Text, most=254)
    validator = _maybe(Text, most=254)
    reason = Text(most=400, lines=True, required=True)


class Withdraw(Sent):
    """What no longer stands, and why."""

    reason = Text(most=400, lines=True, required=True)


class MeasureCommitment(Sent):
    """By what a commitment is measured."""

    title = Text(most=160, required=True)
    unit = _maybe(Text, most=40)
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
    on_date = _maybe(Day)
    reference = _maybe(Text, most=120)


class WriteReport(Sent):
    """A progress report, first as a draft."""

    execution = Word(Execution, required=True)
    percent = _maybe(Whole, least=0, most=100)
    words = Text(most=WORDS, lines=True, required=True)
    obstacle = _maybe(Text, most=1000, lines=True)
    next_step = _maybe(Text, most=1000, lines=True)


class Validate(Sent):
    """What another person verified, or why the report is returned."""

    confirmed = Flag()
    execution = _maybe(Word, Execution)
    percent = _maybe(Whole, least=0, most=100)
    words = Text(most=1000, lines=True, required=True)


class AddEvidence(Sent):
    """The words beside a file."""

    caption = Text(most=200, required=True)
    public = Flag()


class MoveClosure(Sent):
    """A request, a decision or a reopening, always with its reason."""

    to = Word(Closure, required=True)
    reason = Text(most=1000, lines=True, required=True)
    meeting = _maybe(Text, most=120)


class LinkThings(Sent):
    """A link from one thing to another, each named `recommendation:CCMEX-1/R-03`."""

    kind = Text(most=30, required=True)
    start = Text(most=120, required=True)
    end = Text(most=120, required=True)
    words = _maybe(Text, most=400)


class FindByCode(Schema):
    """The code on a receipt."""

    code = Text(most=40, required=True)


class Filters(Schema):
    """What the dashboard shows."""

    class Meta:
        unknown = ma.EXCLUDE

    instrument = _maybe(Text, most=60)
    axis = _maybe(Text, most=60)
    body = _maybe(Text, most=120)
    country = _maybe(Country)
    theme = _maybe(Text, most=60)
    timeliness = _maybe(Word, (*Timeliness, "late"))
    verified = _maybe(Word, (*Execution, "none"))
    decision = _maybe(Word, Decision)
    closure = _maybe(Word, (*Closure, "standing"))
    flag = _maybe(Word, ("blocked", "silent", "rescheduled"))
    sort = Word(SORTS, load_default="late")
    page = Whole(least=1, most=100_000, load_default=1)
