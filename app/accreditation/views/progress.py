"""The named steps of a dossier: passed, here, to come."""

from app.accreditation.models import Dossier, DossierState, Move, Step
from app.core.formats import day
from app.core.i18n import N_, translate

PHASES = {
    DossierState.DRAFT: 0,
    DossierState.SUBMITTED: 1,
    DossierState.COMPLETENESS: 1,
    DossierState.RETURNED: 2,
    DossierState.CONSULAR_OPINION: 3,
    DossierState.UNDER_REVIEW: 4,
    DossierState.ON_HOLD: 4,
    DossierState.RECOMMENDED: 5,
}
NAMES = (
    N_("Dépôt"),
    N_("Pièces vérifiées"),
    N_("Pièces demandées"),
    N_("Avis du consulat"),
    N_("Examen"),
    N_("Décision"),
)
# The step after which a phase is passed.
ENDS = (
    (Move.SUBMIT,),
    (Move.ASK_CONSULATE, Move.RETURN),
    (Move.ANSWER, Move.RESUME),
    (Move.RECEIVE_OPINION, Move.GO_ON),
    (Move.RECOMMEND,),
    (Move.DECIDE,),
)
UNTIL = N_("Jusqu’au %(day)s")
SILENT = N_("%(days)s jours. Son silence ne bloque pas.")
DAYS = N_("%(days)s jours")


def progress(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Return (title, detail, state) for each step; what was asked for shows only if it was."""
    here = _phase(dossier)
    stopped = dossier.state == DossierState.WITHDRAWN
    shown = [place for place in range(len(NAMES)) if place != 2 or dossier.rounds]
    return [(translate(NAMES[place]), *_told(dossier, place, here, stopped)) for place in shown]


def _phase(dossier: Dossier) -> int:
    """Return the phase a dossier is in; after its decision, one more than the last."""
    state = dossier.state
    if state == DossierState.WITHDRAWN:
        state = DossierState(dossier.steps[-1].was or DossierState.DRAFT)
    return PHASES.get(state, len(NAMES))


def _told(dossier: Dossier, place: int, here: int, stopped: bool) -> tuple[str, str]:
    end = _end(dossier.steps, place)
    passed = place < here or (place == 2 and here == 1)
    if place == here:
        if stopped:
            return "", "missing"
        due = dossier.due_at
        return translate(UNTIL, day=day(due, zone="UTC")) if due else "", "here"
    if passed:
        return day(end.taken_at, zone="UTC") if end else "", "done"
    return _expected(dossier, place), ""


def _end(steps: list[Step], place: int) -> Step | None:
    return next((step for step in reversed(steps) if step.move in ENDS[place]), None)


def _expected(dossier: Dossier, place: int) -> str:
    call = dossier.call
    lengths = {1: call.completeness_days, 4: call.review_days, 5: call.decision_days}
    if place == 3:
        return translate(SILENT, days=call.consular_days)
    return translate(DAYS, days=lengths[place]) if place in lengths else ""
