"""What comes in: one schema for each form."""

from typing import Any

import marshmallow as ma

from app.accreditation.models import (
    DossierState,
    ItemReason,
    Opinion,
    Outcome,
    Verdict,
)
from app.accreditation.schemas.fields import (
    NOTHING_ASKED,
    SAY_OTHER_REASON,
    Lines,
    each_titled,
    refuse_contradiction,
    still_valid,
)
from app.accreditation.schemas.words import (
    APPEAL_REASONS,
    DECISION_REASONS,
    HOLD_REASONS,
    STATUSES,
)
from app.core.days import END_BEFORE_START
from app.core.forms import Country, Day, Flag, Key, Listed, Schema, Slug, Text, Whole, Word


class PublishCall(Schema):
    """A call: its criteria and its documents, one a line ("Titre | aide | facultatif")."""

    title = Text(most=160, required=True)
    slug = Slug(most=80, required=True)
    introduction = Text(most=2000, lines=True, load_default="")
    opens_on = Day(required=True)
    closes_on = Day(load_default=None, allow_none=True)
    criteria = Lines(most=6000, lines=True, required=True)
    requirements = Lines(most=6000, lines=True, required=True, validate=each_titled)
    key = Key(load_default=None)

    @ma.validates_schema(skip_on_field_errors=False)
    def order_days(self, data: dict[str, Any], **_options: Any) -> None:
        """
        Refuse an end before the start.

        :raises ValidationError: beside the last day
        """
        first, last = data.get("opens_on"), data.get("closes_on")
        if first and last and last < first:
            raise ma.ValidationError(END_BEFORE_START, "closes_on")


class MoveEnd(Schema):
    """Another last day of a call, or none."""

    closes_on = Day(load_default=None, allow_none=True)


class Apply(Schema):
    """An association that asks to be accredited, and who speaks for it."""

    name = Text(most=160, required=True)
    acronym = Text(most=30, load_default=None)
    country = Country(required=True)
    city = Text(most=80, required=True)
    officer_function = Text(most=80, required=True)
    presentation = Text(most=2000, lines=True, required=True)
    key = Key(load_default=None)


class Describe(Schema):
    """What the association says of itself, while the dossier is a draft."""

    officer_function = Text(most=80, required=True)
    presentation = Text(most=2000, lines=True, required=True)


class ApplyAgain(Describe):
    """Another dossier of an association that the actor acts for already."""

    organisation = Whole(least=1, required=True)
    key = Key(load_default=None)


class SendDocument(Schema):
    """Which requirement the file answers, until when it is worth something, a word for the desk."""

    files = ("file",)

    requirement = Whole(least=1, required=True)
    expires_on = Day(load_default=None, allow_none=True, validate=still_valid)
    note = Text(most=500, load_default="", lines=True)
    key = Key(load_default=None)


class Simple(Schema):
    """An act that needs no word."""

    key = Key(load_default=None)


class SayWhy(Schema):
    """An act with an optional word."""

    words = Text(most=2000, load_default="", lines=True)
    key = Key(load_default=None)


class CheckDocument(Schema):
    """What a reviewer says of a document."""

    verdict = Word([Verdict.ACCEPTED, Verdict.REFUSED], required=True)
    words = Text(most=500, load_default="")


class AskedItem(Schema):
    """One requirement that is asked for again."""

    requirement = Whole(least=1, required=True)
    reason = Word(ItemReason, required=True)
    words = Text(most=500, load_default="", blank=True)

    @ma.validates_schema(skip_on_field_errors=False)
    def say_other_reason(self, data: dict[str, Any], **_options: Any) -> None:
        """
        Ask for the words of a reason that has no name.

        :raises ValidationError: beside the words
        """
        if data.get("reason") == ItemReason.OTHER and data.get("words") == "":
            raise ma.ValidationError(SAY_OTHER_REASON, "words")


class AskForMore(Schema):
    """What the association is asked for."""

    items = Listed(
        ma.fields.Nested(AskedItem),
        required=True,
        validate=ma.validate.Length(min=1, error=NOTHING_ASKED),
    )
    words = Text(most=2000, load_default="", lines=True, blank=True)
    key = Key(load_default=None)


class ReceiveOpinion(Schema):
    """What the consulate said."""

    opinion = Word(Opinion, required=True)
    words = Text(most=2000, load_default="", lines=True)
    key = Key(load_default=None)


class Hold(Schema):
    """Why the review waits."""

    reason = Word(HOLD_REASONS, required=True)
    words = Text(most=2000, required=True, lines=True)
    key = Key(load_default=None)


class Reasoned(Schema):
    """What is to be decided, and why."""

    outcome = Word(Outcome, required=True)
    reason = Word(DECISION_REASONS, required=True)

    @ma.validates_schema(skip_on_field_errors=False)
    def fit(self, data: dict[str, Any], **_options: Any) -> None:
        """
        Refuse a reason that contradicts the decision.

        :raises ValidationError: beside the reason
        """
        refuse_contradiction(data.get("outcome"), data.get("reason"))


class Recommend(Reasoned):
    """What is recommended, why, and the argument for the decider."""

    argument = Text(most=4000, required=True, lines=True)
    words = Text(most=2000, load_default="", lines=True)
    key = Key(load_default=None)


class Decide(Reasoned):
    """What is decided, why, and the words the association reads."""

    proposal = Whole(least=1, required=True)
    words = Text(most=4000, required=True, lines=True)
    key = Key(load_default=None)


class Decline(Schema):
    """Why what was proposed is not followed."""

    proposal = Whole(least=1, required=True)
    words = Text(most=2000, required=True, lines=True)
    key = Key(load_default=None)


class Dispute(Schema):
    """Whether the leadership is contested, and the words shown."""

    disputed = Flag()
    words = Text(most=2000, required=True, lines=True)
    key = Key(load_default=None)


class SettleAlert(Schema):
    """What an alert is worth."""

    words = Text(most=1000, required=True, lines=True)


class LodgeAppeal(Schema):
    """Against which decision the association appeals, and why."""

    decision = Whole(least=1, required=True)
    grounds = Text(most=4000, required=True, lines=True)
    key = Key(load_default=None)


class AnswerAppeal(Schema):
    """What an appeal leads to."""

    appeal = Whole(least=1, required=True)
    result = Word(("upheld", "overturned"), required=True)
    reason = Word(APPEAL_REASONS, required=True)
    words = Text(most=4000, required=True, lines=True)
    key = Key(load_default=None)

    @ma.validates_schema(skip_on_field_errors=False)
    def fit(self, data: dict[str, Any], **_options: Any) -> None:
        """
        Refuse a reason that contradicts the answer.

        :raises ValidationError: beside the reason
        """
        refuse_contradiction(data.get("result"), data.get("reason"))


class FilterRegister(Schema):
    """How the public register is narrowed."""

    status = Word(STATUSES)
    country = Country()
    text = Text(most=80)
    page = Whole(least=1, most=10_000, load_default=1)


class FilterDesk(Schema):
    """How the desk's list is narrowed."""

    state = Word(DossierState)
    appeal = Flag()
    late = Flag()
    text = Text(most=80)
    page = Whole(least=1, most=10_000, load_default=1)
