"""The words of follow-up as people read them, each with the shape that goes with it."""

from app.core.i18n import N_
from app.followup.models import (
    BudgetKind,
    Closure,
    ConcernChannel,
    Decision,
    Execution,
    InstrumentKind,
    LinkKind,
    Nature,
    Timeliness,
)

INSTRUMENTS = {
    InstrumentKind.MEETING: N_("Rencontre"),
    InstrumentKind.AGREEMENT: N_("Accord"),
    InstrumentKind.POLICY: N_("Politique"),
}
LINKS = {
    LinkKind.RAISED_IN: N_("dite à"),
    LinkKind.DERIVED_FROM: N_("tirée de"),
    LinkKind.MERGED_INTO: N_("fusionnée dans"),
    LinkKind.SPLIT_FROM: N_("séparée de"),
    LinkKind.SUPERSEDES: N_("remplace"),
    LinkKind.IMPLEMENTS: N_("met en œuvre"),
}
DECISIONS = {
    Decision.PENDING: N_("Sans réponse"),
    Decision.ACCEPTED: N_("Acceptée"),
    Decision.PARTLY: N_("Acceptée en partie"),
    Decision.NOTED: N_("Prise en note"),
    Decision.REFUSED: N_("Refusée"),
}
EXECUTIONS = {
    Execution.NOT_STARTED: N_("Pas commencée"),
    Execution.PREPARING: N_("Préparation"),
    Execution.IN_PROGRESS: N_("En cours"),
    Execution.LARGELY_DONE: N_("Largement faite"),
    Execution.DONE: N_("Faite"),
    Execution.ABANDONED: N_("Abandonnée"),
    Execution.SUPERSEDED: N_("Remplacée"),
    Execution.NOT_APPLICABLE: N_("Sans objet"),
}
# The shape that goes with each word of execution.
EXECUTION_STATES = {
    Execution.NOT_STARTED: "waiting",
    Execution.PREPARING: "followup",
    Execution.IN_PROGRESS: "progress",
    Execution.LARGELY_DONE: "done",
    Execution.DONE: "closed",
    Execution.ABANDONED: "refused",
    Execution.SUPERSEDED: "closed",
    Execution.NOT_APPLICABLE: "closed",
}
TIMELINESS = {
    Timeliness.LONG_OVERDUE: N_("En retard de plus de 90 jours"),
    Timeliness.OVERDUE: N_("En retard"),
    Timeliness.DUE_SOON: N_("À échéance sous 30 jours"),
    Timeliness.ON_TIME: N_("À temps"),
    Timeliness.UNDATED: N_("Non datée"),
}
TIMELINESS_STATES = {
    Timeliness.LONG_OVERDUE: "late",
    Timeliness.OVERDUE: "late",
    Timeliness.DUE_SOON: "followup",
    Timeliness.ON_TIME: "done",
    Timeliness.UNDATED: "unknown",
}
CLOSURES = {
    Closure.OPEN: N_("Ouverte"),
    Closure.REQUESTED: N_("Clôture demandée"),
    Closure.CLOSED: N_("Close"),
    Closure.REOPENED: N_("Rouverte"),
}
CHANNELS = {
    ConcernChannel.LIVE: N_("Question posée en direct"),
    ConcernChannel.MISSION: N_("Mission auprès de la diaspora"),
    ConcernChannel.MEETING: N_("Rencontre"),
    ConcernChannel.FORM: N_("Formulaire"),
    ConcernChannel.LETTER: N_("Lettre"),
    ConcernChannel.CALL: N_("Téléphone"),
}
NATURES = {
    Nature.RECOMMENDATION: N_("Recommandation"),
    Nature.DECISION: N_("Décision"),
    Nature.COMMITMENT: N_("Engagement d’un accord"),
    Nature.MEASURE: N_("Mesure d’une politique"),
}
BUDGETS = {
    BudgetKind.PLANNED: N_("Prévu"),
    BudgetKind.COMMITTED: N_("Engagé"),
    BudgetKind.DISBURSED: N_("Payé"),
}
