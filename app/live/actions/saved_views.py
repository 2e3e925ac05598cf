"""Filters of the desk that moderators keep for themselves, or for each other."""

from sqlalchemy import select

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.facts import record
from app.core.i18n import N_, translate
from app.live import facts, rules
from app.live.models import Room
from app.live.models.saved_views import MOST_VIEWS, DeskFilter, SavedView

NO_FILTER = N_("Rien n’est filtré : choisissez d’abord ce que vous voulez voir.")
NAME_TAKEN = N_("Vous avez déjà une vue de ce nom. Choisissez-en un autre.")


class TooManyViews(Refused):
    """The moderator keeps as many filters as the keys 1 to 9 can call."""

    code = "too_many_views"
    message = N_("Vous avez déjà neuf vues ici. Supprimez-en une d’abord.")


@action(rules.may_moderate, locked=True)
def save_view(
    actor: Actor, room: Room, *, name: str, wanted: DeskFilter, shared: bool = False
) -> SavedView:
    """
    Keep a filter of a room's desk under a name, shared with its other moderators or not.

    :raises Invalid: if the filter asks nothing, or the actor has a view of that name there
    :raises TooManyViews: if the actor keeps as many as can be called by a key
    """
    if not wanted.criteria:
        raise Invalid({"criteria": [translate(NO_FILTER)]})
    kept = select(SavedView.name).where(
        SavedView.room_id == room.id,
        SavedView.owner_id == actor.id,
        SavedView.removed_at.is_(None),
    )
    names = set(db.session.scalars(kept))
    if name in names:
        raise Invalid({"name": [translate(NAME_TAKEN)]})
    if len(names) >= MOST_VIEWS:
        raise TooManyViews()
    view = SavedView(
        room_id=room.id,
        owner_id=actor.id,
        name=name,
        criteria=wanted.criteria,
        is_shared=shared,
    )
    db.session.add(view)
    db.session.flush()
    record(actor, facts.ViewSaved(room_id=room.id, view_id=view.id))
    return view


@action(rules.may_remove_view, locked=True)
def remove_view(actor: Actor, view: SavedView) -> SavedView:
    """Remove a filter that one kept; nobody finds it again."""
    if view.removed_at is None:
        view.removed_at = now()
        record(actor, facts.ViewRemoved(room_id=view.room_id, view_id=view.id))
    return view
