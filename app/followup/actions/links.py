"""Typed links between concerns, recommendations, commitments, meetings and money."""

from typing import Any

from app.core.actions import action
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.i18n import N_, translate
from app.followup import facts, queries, rules
from app.followup.models import LINKABLE, Link, LinkKind
from app.followup.queries.lookups import UNKNOWN

NOT_SO = N_("Ces deux choses ne se lient pas ainsi.")
ROUND = N_("Ce lien ferait une boucle.")


@action(rules.may_keep_followup)
def link_things(actor: Actor, *, kind: str, start: str, end: str, words: str | None = None) -> Link:
    """
    Link one thing to another; linking twice gives the same link.

    `start` and `end` are named by what they are: `concern:P-12`, `recommendation:CCMEX-1/R-03`,
    `commitment:5`, `meeting:slug`, `lot:ref`, `programme:slug`; the reference alone is enough for
    a concern or a recommendation.

    :raises Invalid: if one does not exist, they do not link so, or the link would close a circle
    """
    if kind not in set(LinkKind):
        raise Invalid({"kind": [translate(NOT_SO)]})
    word = LinkKind(kind)
    (start_kind, first), (end_kind, last) = _things(start=start, end=end)
    if (start_kind, end_kind) not in LINKABLE[word]:
        raise Invalid({"end": [translate(NOT_SO)]})
    ends = {f"from_{start_kind}_id": first.id, f"to_{end_kind}_id": last.id}
    known = queries.standing_link(word, ends)
    if known is not None:
        return known
    if start_kind == end_kind and queries.leads_to(word, start_kind, last.id, first.id):
        raise Invalid({"end": [translate(ROUND)]})
    link = Link(kind=word, words=words, person_id=actor.id, **ends)
    db.session.add(link)
    db.session.flush()
    record(actor, facts.ThingsLinked(link_id=link.id, kind=word.value))
    return link


@action(rules.may_keep_followup, locked=True)
def withdraw_link(actor: Actor, link: Link, *, reason: str) -> Link:
    """Say that a link no longer stands, and why; it stays in the record."""
    if link.withdrawn_at is None:
        link.withdrawn_at, link.withdrawn_by_id = now(), actor.id
        link.withdrawn_because = reason
        record(actor, facts.LinkWithdrawn(link_id=link.id))
    return link


def _things(**names: str) -> list[tuple[str, Any]]:
    """Return what the names call, each with its kind; all that call nothing are told at once."""
    found = {field: _thing(name) for field, name in names.items()}
    wrong = {
        field: [translate(UNKNOWN, value=names[field])]
        for field, (_kind, thing) in found.items()
        if thing is None
    }
    if wrong:
        raise Invalid(wrong)
    return list(found.values())


def _thing(name: str) -> tuple[str, Any]:
    kind, colon, value = name.partition(":")
    if not colon:
        kind, value = ("recommendation" if "/" in name else "concern"), name.upper()
    return kind.strip(), queries.linkable_thing(kind.strip(), value.strip())
