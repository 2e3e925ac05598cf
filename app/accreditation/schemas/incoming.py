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
from app.accreditation.schemas.words import (
    APPEAL_REASONS,
    DECISION_REASONS,
    HOLD_REASONS,
    STATUSES,
)
from app.core.forms import Country, Day, Flag, Key, Schema, Slug, Text, Whole, Word
from app.core.i18n import N_, translate

MOST_LINES = 30
LONG_LINE = N_("Une ligne est trop longue : 200 signes au plus.")
MANY_LINES = N_("Trop de lignes : 30 au plus.")
END_BEFORE_START = N_("La fin vient avant le début.")


class Lines(Text):
    """Short texts, one a line."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if any(len(line) > 200 for line in lines):
            raise ma.ValidationError(translate(LONG_LINE))
        if len(lines) > MOST_LINES:
            raise ma.ValidationError(translate(MANY_LINES))
        return lines


class PublishCall(Schema):
    """A call: its criteria and its documents, one a line ("Titre | aide | facultatif")."""

    title = Text(most=160, required=True)
    slug = Slug(most=80, required=True)
    introduction = Text(most=2000, lines=True, load_default="")
    opens_on = Day(required=True)
    closes_on = Day(load_default=None, allow_none=True)
    criteria = Lines(most=6000, lines=True, required=True)
    requirements = Lines(most=6000, lines=True, required=True)
    key = Key(load_default=None)

    @ma.post_load
    def order_days(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Refuse an end before the start."""
        if data["closes_on"] and data["closes_on"] < data["opens_on"]:
            raise ma.ValidationError({"closes_on": [translate(END_BEFORE_START)]})
        return data


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

    requirement = Whole(least=1, required=True)
    expires_on = Day(load_default=None, allow_none=True)
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


class AskForMore(Schema):
    """What the association is asked for."""

    items = ma.fields.List(ma.fields.Nested(AskedItem), required=True)
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


class Recommend(Schema):
    """What is recommended, why, and the argument for the decider."""

    outcome = Word(Outcome, required=True)
    reason = Word(DECISION_REASONS, required=True)
    argument = Text(most=4000, required=True, lines=True)
    words = Text(most=2000, load_default="", lines=True)
    key = Key(load_default=None)


class Decide(Schema):
    """What is decided, why, and the words the association reads."""

    proposal = Whole(least=1, required=True)
    outcome = Word(Outcome, required=True)
    reason = Word(DECISION_REASONS, required=True)
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
