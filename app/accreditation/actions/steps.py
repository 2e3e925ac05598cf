"""How a step is taken: the state, who owes the next act until when, one more append-only row."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.accreditation import facts
from app.accreditation.models import (
    Dossier,
    DossierState,
    Move,
    NumberSeries,
    Owner,
    Step,
    StepReason,
)
from app.core.actors import Actor
from app.core.clock import now
from app.core.db import db
from app.core.errors import Refused
from app.core.facts import record
from app.core.i18n import N_

END_OF_DAY = time(23, 59, 59, tzinfo=UTC)

# Who owes the next act in a state, and which length of the call it takes.
OWED = {
    DossierState.SUBMITTED: (Owner.REVIEWERS, "completeness_days"),
    DossierState.COMPLETENESS: (Owner.REVIEWERS, "completeness_days"),
    DossierState.RETURNED: (Owner.ASSOCIATION, "return_days"),
    DossierState.CONSULAR_OPINION: (Owner.CONSULATE, "consular_days"),
    DossierState.UNDER_REVIEW: (Owner.REVIEWERS, "review_days"),
    DossierState.ON_HOLD: (Owner.REVIEWERS, "hold_days"),
    DossierState.RECOMMENDED: (Owner.DECIDERS, "decision_days"),
    DossierState.RENEWAL: (Owner.REVIEWERS, "review_days"),
}


class MoveRefused(Refused):
    """The dossier does not stand where this act is possible."""

    code = "step_refused"
    message = N_("Ce dossier n’en est pas, ou n’en est plus, à cette étape. Rechargez la page.")


class TooEarly(Refused):
    """The deadline has not passed."""

    code = "too_early"
    message = N_("Le délai court encore. Cet acte sera possible une fois le délai passé.")


class AppealWaits(Refused):
    """An appeal is to be answered first."""

    code = "appeal_waits"
    message = N_("Un recours attend sa réponse. Rien d’autre ne se décide d’ici là.")


def _expect(dossier: Dossier, *states: DossierState) -> None:
    if dossier.state not in states:
        raise MoveRefused()


def _take_step(
    actor: Actor,
    dossier: Dossier,
    move: Move,
    *,
    to: DossierState | None = None,
    reason: StepReason = StepReason.IN_ORDER,
    words: str = "",
) -> Step:
    """Write the step; a state that stays keeps its owner and its deadline."""
    was = dossier.state
    if to is not None:
        _owe(dossier, to)
    dossier.last_step += 1
    step = Step(
        dossier_id=dossier.id,
        position=dossier.last_step,
        move=move,
        was=None if move == Move.OPEN else was.value,
        state=dossier.state,
        reason=reason,
        words=words,
        actor_id=actor.id,
        taken_at=now(),
        due_at=dossier.due_at,
    )
    db.session.add(step)
    db.session.flush()
    record(
        actor,
        facts.DossierMoved(
            dossier_id=dossier.id,
            step_id=step.id,
            move=move.value,
            was=step.was,
            to=step.state.value,
        ),
    )
    return step


def _owe(dossier: Dossier, state: DossierState) -> None:
    """Put the dossier into a state, and say who owes the next act there, until when."""
    owner, length = OWED.get(state, (None, ""))
    due_at = _due(getattr(dossier.call, length)) if length else None
    dossier.state, dossier.owner, dossier.due_at = state, owner, due_at


def _due(days: int) -> datetime:
    """Return the end of the day, in Bamako (UTC), that is `days` ahead."""
    return datetime.combine((now() + timedelta(days=days)).date(), END_OF_DAY)


def _later(day: date, months: int) -> date:
    """Return the day `months` later, the last of its month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _next_number(kind: str) -> tuple[int, int]:
    """Take the next number of this year; its row stays locked until the commit: no gap."""
    year = now().year
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    first = insert(NumberSeries).values(kind=kind, year=year, last=1)
    following = first.on_conflict_do_update(
        index_elements=[NumberSeries.kind, NumberSeries.year],
        set_={"last": NumberSeries.last + 1},
    )
    return year, db.session.execute(following.returning(NumberSeries.last)).scalar_one()
