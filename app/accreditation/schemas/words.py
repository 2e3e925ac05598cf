"""The French words of the procedure, as the association and the public read them."""

from app.accreditation.models import (
    AlertKind,
    DossierState,
    ItemReason,
    Move,
    Opinion,
    Outcome,
    Owner,
    StepReason,
    Verdict,
)
from app.core.i18n import N_

STATES = {
    DossierState.DRAFT: N_("Brouillon"),
    DossierState.SUBMITTED: N_("Déposé"),
    DossierState.COMPLETENESS: N_("Vérification des pièces"),
    DossierState.RETURNED: N_("À compléter par l’association"),
    DossierState.CONSULAR_OPINION: N_("Avis du consulat attendu"),
    DossierState.UNDER_REVIEW: N_("En examen"),
    DossierState.ON_HOLD: N_("En attente"),
    DossierState.RECOMMENDED: N_("Prêt pour la décision"),
    DossierState.ACCREDITED: N_("Accréditée"),
    DossierState.PROVISIONAL: N_("Accréditée à titre provisoire"),
    DossierState.REFUSED: N_("Refusé"),
    DossierState.CLOSED: N_("Clos, sans préjuger de la suite"),
    DossierState.WITHDRAWN: N_("Retiré par l’association"),
    DossierState.RENEWAL: N_("Renouvellement en examen"),
    DossierState.SUSPENDED: N_("Accréditation suspendue"),
    DossierState.REVOKED: N_("Accréditation retirée"),
}
SHAPES = {
    DossierState.DRAFT: "waiting",
    DossierState.RETURNED: "live",
    DossierState.ON_HOLD: "waiting",
    DossierState.ACCREDITED: "done",
    DossierState.PROVISIONAL: "done",
    DossierState.REFUSED: "refused",
    DossierState.CLOSED: "closed",
    DossierState.WITHDRAWN: "closed",
    DossierState.SUSPENDED: "refused",
    DossierState.REVOKED: "refused",
}
# What an accreditation is worth, in the public register: the word and its shape.
STATUSES = {
    "accredited": (N_("Accréditée"), "done"),
    "provisional": (N_("Accréditée à titre provisoire"), "progress"),
    "expired": (N_("Accréditation expirée"), "closed"),
    "suspended": (N_("Accréditation suspendue"), "refused"),
    "revoked": (N_("Accréditation retirée"), "refused"),
}
OWNERS = {
    Owner.ASSOCIATION: N_("l’association"),
    Owner.REVIEWERS: N_("les instructeurs"),
    Owner.CONSULATE: N_("le consulat"),
    Owner.DECIDERS: N_("la personne qui décide"),
    Owner.APPEAL_REVIEWERS: N_("les personnes qui lisent les recours"),
}
MOVES = {
    Move.OPEN: N_("Brouillon commencé"),
    Move.SUBMIT: N_("Dossier déposé"),
    Move.CHECK: N_("Vérification des pièces commencée"),
    Move.RETURN: N_("Des pièces sont demandées"),
    Move.ANSWER: N_("Réponse de l’association"),
    Move.RESUME: N_("Vérification reprise sans réponse"),
    Move.ASK_CONSULATE: N_("Pièces complètes, avis demandé au consulat"),
    Move.RECEIVE_OPINION: N_("Avis du consulat reçu"),
    Move.GO_ON: N_("Le consulat n’a pas répondu, l’examen continue"),
    Move.HOLD: N_("Examen mis en attente"),
    Move.RELEASE: N_("Examen repris"),
    Move.RECOMMEND: N_("Dossier transmis pour décision"),
    Move.DECIDE: N_("Décision"),
    Move.DECLINE: N_("Mesure proposée, non suivie"),
    Move.WITHDRAW: N_("Dossier retiré par l’association"),
    Move.ASK_RENEWAL: N_("Renouvellement demandé"),
    Move.DISPUTE: N_("Direction contestée : désignation de délégués gelée"),
    Move.SETTLE: N_("Contestation de la direction réglée"),
    Move.APPEAL: N_("Recours déposé"),
    Move.UPHOLD: N_("Recours : décision confirmée"),
    Move.OVERTURN: N_("Recours : décision annulée"),
}
OUTCOMES = {
    Outcome.ACCREDITED: N_("Accréditation"),
    Outcome.PROVISIONAL: N_("Accréditation provisoire"),
    Outcome.REFUSED: N_("Refus"),
    Outcome.CLOSED: N_("Clôture sans préjuger de la suite"),
    Outcome.RENEWED: N_("Renouvellement"),
    Outcome.SUSPENDED: N_("Suspension"),
    Outcome.REINSTATED: N_("Rétablissement"),
    Outcome.REVOKED: N_("Retrait de l’accréditation"),
    Outcome.UPHELD: N_("Recours rejeté, décision confirmée"),
    Outcome.OVERTURNED: N_("Recours accepté, décision annulée"),
}
REASONS = {
    StepReason.IN_ORDER: N_("suite normale"),
    StepReason.OWN_WISH: N_("souhait de l’association"),
    StepReason.NO_ANSWER: N_("pas de réponse dans le délai"),
    StepReason.CONSULATE_SILENT: N_("silence du consulat"),
    StepReason.AWAITS_INFORMATION: N_("une information est attendue"),
    StepReason.OTHER_PROCEDURE: N_("une autre procédure est en cours"),
    StepReason.LEADERSHIP_DISPUTED: N_("la direction de l’association est contestée"),
    StepReason.DISPUTE_SETTLED: N_("la contestation est réglée"),
    StepReason.CRITERIA_MET: N_("critères remplis"),
    StepReason.CRITERIA_PARTLY_MET: N_("critères remplis en partie"),
    StepReason.CRITERIA_NOT_MET: N_("critères non remplis"),
    StepReason.INCOMPLETE: N_("dossier incomplet"),
    StepReason.FALSE_DOCUMENT: N_("pièce non authentique"),
    StepReason.REPORT_MISSING: N_("rapport d’activité absent"),
    StepReason.ACTIVITY_CEASED: N_("activité arrêtée"),
    StepReason.CONDUCT: N_("manquement aux engagements"),
    StepReason.REMEDIED: N_("manquement corrigé"),
    StepReason.PROCEDURE_AT_FAULT: N_("erreur de procédure"),
    StepReason.NEW_EVIDENCE: N_("élément nouveau"),
    StepReason.WELL_FOUNDED: N_("décision fondée"),
    StepReason.OTHER: N_("autre motif"),
}
HOLD_REASONS = (
    *(StepReason.AWAITS_INFORMATION, StepReason.OTHER_PROCEDURE),
    *(StepReason.LEADERSHIP_DISPUTED, StepReason.OTHER),
)
DECISION_REASONS = (
    *(StepReason.CRITERIA_MET, StepReason.CRITERIA_PARTLY_MET, StepReason.CRITERIA_NOT_MET),
    *(StepReason.INCOMPLETE, StepReason.FALSE_DOCUMENT, StepReason.REPORT_MISSING),
    *(StepReason.ACTIVITY_CEASED, StepReason.CONDUCT, StepReason.REMEDIED),
    *(StepReason.NO_ANSWER, StepReason.OTHER),
)
APPEAL_REASONS = (
    *(StepReason.WELL_FOUNDED, StepReason.PROCEDURE_AT_FAULT, StepReason.NEW_EVIDENCE),
    StepReason.OTHER,
)
ITEM_REASONS = {
    ItemReason.MISSING: N_("absente"),
    ItemReason.ILLEGIBLE: N_("illisible"),
    ItemReason.UNSIGNED: N_("non signée"),
    ItemReason.EXPIRED: N_("périmée"),
    ItemReason.NOT_THE_ONE: N_("ce n’est pas la pièce demandée"),
    ItemReason.OTHER: N_("autre motif"),
}
VERDICTS = {
    Verdict.WAITING: (N_("Reçue, à vérifier"), "waiting"),
    Verdict.ACCEPTED: (N_("Acceptée"), "done"),
    Verdict.REFUSED: (N_("À refaire"), "refused"),
}
OPINIONS = {
    Opinion.FAVOURABLE: N_("favorable"),
    Opinion.RESERVED: N_("réservé"),
    Opinion.UNFAVOURABLE: N_("défavorable"),
}
ALERTS = {
    AlertKind.SAME_FILE: N_("Le même fichier se trouve dans un autre dossier"),
    AlertKind.SAME_NAME: N_("Une autre association porte ce nom"),
}


def state_shape(state: DossierState) -> str:
    """Return the shape a state is shown with, `progress` for those the desk works on."""
    return SHAPES.get(state, "progress")
