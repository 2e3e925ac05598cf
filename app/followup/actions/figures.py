"""Indicators and what sources state of them."""

from datetime import date
from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.forms import refuse_changed
from app.core.i18n import N_, translate
from app.followup import facts, queries, rules
from app.followup.models import Commitment, Indicator, Measurement
from app.followup.queries.lookups import TAKEN, found, source_id
from app.followup.schemas import LARGEST, NO_WAY, TOO_LARGE

ANOTHER = N_("Choisissez un autre chiffre que celui-ci.")
UNIT_STAYS = N_("L’unité ne change plus : des valeurs sont déjà énoncées dans celle-ci.")


@action(rules.may_keep_followup)
def register_indicator(
    actor: Actor,
    *,
    code: str,
    title: str,
    unit: str | None = None,
    decimals: int = 0,
    position: int = 0,
    share_of: str | None = None,
    compared_with: str | None = None,
    compared_note: str | None = None,
) -> Indicator:
    """
    Enter a figure of the record; values are whole numbers of 10^-`decimals` of the unit.

    `share_of` is the code of the whole it is a part of, `compared_with` of a figure it is read
    beside, with a note.

    :raises Invalid: if the code is taken or another unknown
    """
    if queries.indicator_or_none(code):
        raise Invalid({"code": [translate(TAKEN)]})
    whole = found("share_of", share_of, queries.indicator_or_none(share_of))
    beside = found("compared_with", compared_with, queries.indicator_or_none(compared_with))
    indicator = Indicator(
        code=code,
        title=title,
        unit=unit,
        decimals=decimals,
        position=position,
        share_of_id=whole.id if whole else None,
        compared_with_id=beside.id if beside else None,
        compared_note=compared_note,
    )
    return _entered(actor, indicator)


@action(rules.may_keep_followup, locked=True)
def describe_indicator(
    actor: Actor,
    indicator: Indicator,
    *,
    title: str,
    unit: str | None = None,
    position: int = 0,
    share_of: str | None = None,
    compared_with: str | None = None,
    compared_note: str | None = None,
    seen: str | None = None,
) -> Indicator:
    """
    Say again how a figure is called and what it is read beside; what was stated of it stays.

    `seen` is the mark of what the form was drawn from.

    :raises Conflict: if it changed meanwhile
    :raises Invalid: if another is unknown or itself, or a unit changes under stated values
    """
    refuse_changed(seen, queries.described_indicator(indicator))
    others = {"share_of_id": share_of, "compared_with_id": compared_with}
    columns: dict[str, Any] = {
        name: _other(indicator, name.removesuffix("_id"), code) for name, code in others.items()
    }
    columns |= {"title": title, "position": position, "compared_note": compared_note}
    if unit != indicator.unit and indicator.measurements:
        raise Invalid({"unit": [translate(UNIT_STAYS)]})
    columns["unit"] = unit
    changed = {name: value for name, value in columns.items() if getattr(indicator, name) != value}
    for name, value in changed.items():
        setattr(indicator, name, value)
    if changed:
        record(actor, facts.IndicatorUpdated(indicator_id=indicator.id))
    return indicator


@action(rules.may_change_commitment, locked=True)
def measure_commitment(
    actor: Actor,
    commitment: Commitment,
    *,
    title: str,
    target: int,
    baseline: int = 0,
    unit: str | None = None,
    decimals: int = 0,
) -> Indicator:
    """
    Say by what a commitment is measured, from where and up to where.

    :raises Invalid: if the target is where it starts
    """
    if target == baseline:
        raise Invalid({"target": [translate(NO_WAY)]})
    indicator = Indicator(
        commitment_id=commitment.id,
        title=title,
        unit=unit,
        decimals=decimals,
        baseline=baseline,
        target=target,
    )
    commitment.revision += 1
    return _entered(actor, indicator)


@action(rules.may_keep_followup, locked=True)
def state_measurement(
    actor: Actor,
    indicator: Indicator,
    *,
    value: int,
    source: str,
    period: str | None = None,
    on_date: date | None = None,
    at_least: bool = False,
    about: bool = False,
    projection: bool = False,
    also: tuple[int, str] | None = None,
    claimed_share: int | None = None,
    cites: str | None = None,
) -> Measurement:
    """
    Enter a value as a source states it, with its doubts; the same statement twice is one.

    `also` is the value in another unit, as stated; `claimed_share` a stated percentage in
    hundredths of a percent: 1481 is 14.81 %.

    :raises Invalid: if the source is unknown, the value too large or both doubts are claimed
    """
    if abs(value) > LARGEST:
        raise Invalid({"value": [translate(TOO_LARGE)]})
    if at_least and about:
        raise Invalid({"about": [translate(N_("« Au moins » ou « environ », pas les deux."))]})
    columns: dict[str, Any] = {
        "value": value,
        "period": period,
        "year": int(period) if period and period.isdecimal() and len(period) == 4 else None,
        "on_date": on_date,
        "at_least": at_least,
        "about": about,
        "is_projection": projection,
        "also_value": also[0] if also else None,
        "also_unit": also[1] if also else None,
        "claimed_share": claimed_share,
        "cites": cites,
        "source_id": source_id(source),
    }
    known = queries.same_measurement(indicator, columns)
    if known is not None:
        return known
    measurement = Measurement(indicator_id=indicator.id, **columns)
    db.session.add(measurement)
    db.session.flush()
    stated = facts.MeasurementStated(indicator_id=indicator.id, measurement_id=measurement.id)
    record(actor, stated)
    return measurement


def _other(indicator: Indicator, field: str, code: str | None) -> int | None:
    other = found(field, code, queries.indicator_or_none(code))
    if other is not None and other.id == indicator.id:
        raise Invalid({field: [translate(ANOTHER)]})
    return other.id if other else None


def _entered(actor: Actor, indicator: Indicator) -> Indicator:
    db.session.add(indicator)
    db.session.flush()
    record(actor, facts.IndicatorRegistered(indicator_id=indicator.id))
    return indicator
