"""The HTML door of giving: for the public, for donors, for the treasury."""

from flask import Flask

from app.core.money import Money
from app.giving import schemas
from app.giving.models import Instrument
from app.giving.views import (
    awards,
    blueprint,
    confirmations,
    desk,
    pledging,
    preparing,
    programmes,
    public,
    receipts,
    reference,
)

blueprints = (
    *(public.bp, pledging.bp, confirmations.bp, receipts.bp, programmes.bp),
    *(blueprint.bp, reference.bp, awards.bp),
)
__all__ = ["blueprints", "desk", "preparing", "setup"]


def setup(app: Flask) -> None:
    """Give the templates the words of giving."""
    app.jinja_env.globals["giving_words"] = {
        "kinds": schemas.ENTRY_KINDS,
        "states": schemas.ENTRY_STATES,
        "places": schemas.PLACE_KINDS,
        "instruments": {each.value: schemas.INSTRUMENTS[each] for each in Instrument},
        "pledges": schemas.PLEDGE_STATES,
        "acts": schemas.PLEDGE_ACTS,
        "awards": schemas.AWARD_STATES,
        "tranches": schemas.TRANCHE_STATES,
    }
    app.jinja_env.filters["minor"] = Money
