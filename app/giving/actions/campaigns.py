"""Campaigns: opened and closed by the secretariat."""

from datetime import date

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now, today
from app.core.days import PAST
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.i18n import N_, translate
from app.core.money import exponent, read_amount
from app.giving import facts, queries, rules
from app.giving.models import Campaign
from app.meetings import queries as meetings


@action(rules.may_open_campaign)
def open_campaign(
    actor: Actor,
    *,
    slug: str,
    title: str,
    purpose: str,
    currency: str = "XOF",
    goal: str | None = None,
    meeting: str | None = None,
    closes_on: date | None = None,
    is_demonstration: bool = False,
) -> Campaign:
    """
    Open a call for gifts; `goal` is written as a person writes it, `meeting` is a slug.

    :raises Invalid: if the address is taken
    :raises BadAmount: if the goal is not a positive amount of the currency
    :raises NotFound: if the meeting does not exist
    """
    if queries.campaign_by_slug(slug) is not None:
        raise Invalid({"slug": [translate(N_("Cette adresse est déjà prise."))]})
    exponent(currency)
    campaign = Campaign(
        slug=slug,
        title=title,
        purpose=purpose,
        currency=currency,
        goal=read_amount(goal, currency).minor if goal else None,
        meeting_id=meetings.meeting(actor, meeting).id if meeting else None,
        opens_on=today(),
        closes_on=closes_on,
        is_demonstration=is_demonstration,
        created_by_id=actor.id,
    )
    if closes_on and campaign.opens_on and closes_on < campaign.opens_on:
        raise Invalid({"closes_on": [translate(PAST)]})
    db.session.add(campaign)
    db.session.flush()
    record(actor, facts.CampaignOpened(campaign_id=campaign.id))
    return campaign


@action(rules.may_close_campaign, locked=True)
def close_campaign(actor: Actor, campaign: Campaign) -> Campaign:
    """Close a campaign: it takes no more promises, and stays readable; again changes nothing."""
    if campaign.closed_at is None:
        campaign.closed_at = now()
        record(actor, facts.CampaignClosed(campaign_id=campaign.id))
    return campaign
