"""What comes into follow-up through its forms."""

import re
from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from app.core.days import not_to_come
from app.core.forms import Country, Day, Flag, Key, Schema, Text, Whole, Word
from app.core.i18n import Phrase
from app.core.money import EXPONENTS
from app.followup.models import (
    BudgetKind,
    Closure,
    Decision,
    Execution,
    Nature,
    Timeliness,
)
from app.followup.schemas.fields import WHOLE_NUMBER, Account, maybe, not_too_far
from app.giving.schemas.fields import Amount

WORDS = 4000
SORTS = ("late", "due", "ref", "recent", "state")
SAME_PERSON = Phrase("Une autre personne que le point focal doit vérifier.")
OTHER_AXIS = Phrase("Cet axe est d’un autre texte que celui d’où elle vient.")
NO_WAY = Phrase("La cible doit différer du point de départ.")
WHAT_VERIFIED = Phrase("Dites ce que vous avez vérifié.")
MEASURE = "measure-"
MEASURE_NAME = re.compile(r"measure-[0-9]{1,15}")
INTEGER = re.compile(r"-?[0-9]{1,15}")


class Sent(Schema):
    """What every form carries: its key, and the revision of what it was drawn from."""

    key = maybe(Key)
    revision = maybe(Whole, least=0)


class IssueRecommendation(Sent):
    """A recommendation, as the minutes have it; its axis is written `MA-ML-2019:AXE1`."""

    instrument = Text(most=60, required=True)
    text = Text(most=WORDS, lines=True, required=True)
    title = maybe(Text, most=160)
    nature = Word(Nature, load_default=Nature.RECOMMENDATION)
    concern = maybe(Text, most=20)
    addressed_to = maybe(Text, most=120)
    axis = maybe(Text, most=101)
    term = maybe(Text, most=60)
    theme = maybe(Text, most=60)
    country = maybe(Country)
    beneficiaries = maybe(Text, most=200)
    issued_on = maybe(Day, validate=not_to_come)

    @ma.validates_schema(skip_on_field_errors=False)
    def axis_of_its_instrument(self, data: dict[str, Any], **_options: Any) -> None:
        """
        Refuse an axis of another instrument.

        :raises ValidationError: beside the axis
        """
        axis, instrument = data.get("axis"), data.get("instrument")
        if axis and instrument and axis.rpartition(":")[0] != instrument:
            raise ma.ValidationError(OTHER_AXIS, "axis")

    @ma.post_load
    def axis_alone(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Give the axis as its instrument calls it."""
        axis = data["axis"]
        return data | {"axis": axis and axis.rpartition(":")[2]}


class Answer(Sent):
    """A decision on a recommendation."""

    decision = Word([word for word in Decision if word != Decision.PENDING], required=True)
    reason = Text(most=WORDS, lines=True, required=True)
    decided_on = maybe(Day, validate=not_to_come)
    signatory = maybe(Text, most=120)


class OthersVerify(Sent):
    """A form that names people: who reports does not verify."""

    @ma.validates_schema(skip_on_field_errors=False)
    def another_verifies(self, data: dict[str, Any], **_options: Any) -> None:
        """
        Refuse a focal point as who verifies.

        :raises ValidationError: beside who verifies
        """
        validator = data.get("validator")
        if validator and validator in (data.get("focal_point"), data.get("alternate")):
            raise ma.ValidationError(SAME_PERSON, "validator")


class Commit(OthersVerify):
    """A commitment; the focal points and the validator are named by their address."""

    deliverable = Text(most=WORDS, lines=True, required=True)
    lead = Text(most=120, required=True)
    due_on = maybe(Day, validate=not_too_far)
    made_on = maybe(Day, validate=not_to_come)
    focal_point = maybe(Account)
    alternate = maybe(Account)
    validator = maybe(Account)


class Reschedule(Sent):
    """A new due date, with its reason."""

    due_on = Day(required=True, validate=not_too_far)
    reason = Text(most=400, lines=True, required=True)


class TransferCommitment(Sent):
    """Another body takes over."""

    lead = Text(most=120, required=True)
    reason = Text(most=400, lines=True, required=True)


class NamePeople(OthersVerify):
    """Who reports and who verifies, by their addresses."""

    focal_point = maybe(Account)
    alternate = maybe(Account)
    validator = maybe(Account)
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

    @ma.validates_schema(skip_on_field_errors=False)
    def leads_somewhere(self, data: dict[str, Any], **_options: Any) -> None:
        """
        Refuse a target that is where it starts.

        :raises ValidationError: beside the target
        """
        if "target" in data and data["target"] == data.get("baseline"):
            raise ma.ValidationError(NO_WAY, "target")


class SayObstacle(Sent):
    """What blocks, or how it was lifted."""

    blocked = Flag()
    reason = Text(most=400, lines=True, required=True)


class EnterBudget(Sent):
    """An amount planned, committed or disbursed, as a person writes it."""

    kind = Word(BudgetKind, required=True)
    amount = Amount(required=True)
    currency = Word(tuple(EXPONENTS), load_default="XOF")
    on_date = maybe(Day)
    reference = maybe(Text, most=120)


class WriteReport(Sent):
    """A progress report, first as a draft; what it measures is under `measure-` and a number."""

    execution = Word(Execution, required=True)
    percent = maybe(Whole, least=0, most=100)
    words = Text(most=WORDS, lines=True, required=True)
    obstacle = maybe(Text, most=1000, lines=True)
    next_step = maybe(Text, most=1000, lines=True)

    @ma.validates_schema(pass_original=True, skip_on_field_errors=False)
    def measure_in_whole_numbers(self, _data: Any, written: Any, **_options: Any) -> None:
        """
        Refuse a measure that is no whole number.

        :raises ValidationError: beside each
        """
        wrong = [name for name, value in _measures(written).items() if value is None]
        if wrong:
            raise ma.ValidationError({name: [WHOLE_NUMBER] for name in wrong})

    @ma.post_load(pass_original=True)
    def gather_measures(self, data: dict[str, Any], written: Any, **_options: Any) -> Any:
        """Give the measures by the numbers of what they measure."""
        told = _measures(written).items()
        return data | {"measures": {int(name.removeprefix(MEASURE)): value for name, value in told}}


class Validate(Sent):
    """What another person verified, or why the report is returned."""

    confirmed = Flag()
    execution = maybe(Word, Execution)
    percent = maybe(Whole, least=0, most=100)
    words = Text(most=1000, lines=True, required=True)

    @ma.validates_schema(skip_on_field_errors=False)
    def say_what(self, data: dict[str, Any], **_options: Any) -> None:
        """
        Ask what was verified where something was.

        :raises ValidationError: beside it
        """
        if data.get("confirmed") and "execution" in data and data["execution"] is None:
            raise ma.ValidationError(WHAT_VERIFIED, "execution")


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


def _measures(written: Mapping[str, str]) -> dict[str, int | None]:
    """Return what is written under the name of each measure, None for what is no whole number."""
    found: dict[str, int | None] = {}
    for name, text in written.items():
        plain = "".join(text.split()) if MEASURE_NAME.fullmatch(name) else ""
        if plain:
            found[name] = int(plain) if INTEGER.fullmatch(plain) else None
    return found
