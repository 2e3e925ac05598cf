"""The words of giving, and what may be chosen."""

from app.core.i18n import N_
from app.core.money import EXPONENTS
from app.giving.models import (
    AwardState,
    EntryKind,
    EntryState,
    Instrument,
    PlaceKind,
    PledgeAct,
    PledgeState,
    TrancheState,
    Visibility,
)

CURRENCIES = tuple(EXPONENTS)
OLDEST_FIRST = "ancien"
LATER_ACTS = (PledgeAct.AMENDED, PledgeAct.ENDED, PledgeAct.RELEASED, PledgeAct.CORRECTED)
# What a treasurer prepares by hand; the others follow from another entry.
PREPARED = (
    EntryKind.RECEIPT,
    EntryKind.DEPOSIT,
    EntryKind.FEE,
    EntryKind.TRANSFER,
    EntryKind.DISPATCH,
    EntryKind.ALLOCATION,
    EntryKind.PAYMENT,
    EntryKind.APPROPRIATION,
)
OPENED_PLACES = (
    PlaceKind.CUSTODY,
    PlaceKind.TRANSIT,
    PlaceKind.TREASURY,
    PlaceKind.MINISTRY,
    PlaceKind.BENEFICIARY,
    PlaceKind.FEES,
)

ENTRY_KINDS = {
    EntryKind.RECEIPT: N_("Remise par le donateur"),
    EntryKind.APPROPRIATION: N_("Ouverture de crédit"),
    EntryKind.DEPOSIT: N_("Encaissement au Trésor"),
    EntryKind.EXCHANGE: N_("Change"),
    EntryKind.FEE: N_("Frais"),
    EntryKind.TRANSFER: N_("Transfert"),
    EntryKind.DISPATCH: N_("Envoi à un destinataire"),
    EntryKind.ACKNOWLEDGEMENT: N_("Réception par le destinataire"),
    EntryKind.REFUSAL: N_("Refus par le destinataire"),
    EntryKind.ALLOCATION: N_("Allocation aux bénéficiaires"),
    EntryKind.PAYMENT: N_("Paiement"),
    EntryKind.REVERSAL: N_("Contre-passation"),
}
ENTRY_STATES = {
    EntryState.DRAFT: (N_("Brouillon"), "unknown"),
    EntryState.SUBMITTED: (N_("À approuver"), "waiting"),
    EntryState.POSTED: (N_("Inscrite"), "done"),
    EntryState.REJECTED: (N_("Rejetée"), "refused"),
}
PLACE_KINDS = {
    PlaceKind.EXTERNAL: N_("Origine"),
    PlaceKind.CUSTODY: N_("Garde"),
    PlaceKind.TRANSIT: N_("En chemin"),
    PlaceKind.TREASURY: N_("Trésor"),
    PlaceKind.MINISTRY: N_("Ministère"),
    PlaceKind.AWARD: N_("Projet"),
    PlaceKind.BENEFICIARY: N_("Bénéficiaires"),
    PlaceKind.FEES: N_("Frais"),
    PlaceKind.FX: N_("Change"),
}
INSTRUMENTS = {
    Instrument.CHEQUE: N_("chèque"),
    Instrument.WIRE: N_("virement"),
    Instrument.CASH: N_("espèces"),
    Instrument.MOBILE: N_("paiement mobile"),
    Instrument.CARD: N_("carte bancaire"),
}
PLEDGE_STATES = {
    PledgeState.ANNOUNCED: (N_("À relire et confirmer"), "waiting"),
    PledgeState.CONFIRMED: (N_("Promis"), "waiting"),
    PledgeState.ENDED: (N_("Promesse retirée par le donateur"), "closed"),
    PledgeState.RELEASED: (N_("Donateur délié par le ministère"), "closed"),
}
PLEDGE_ACTS = {
    PledgeAct.ANNOUNCED: N_("annoncé"),
    PledgeAct.CONFIRMED: N_("relu et confirmé"),
    PledgeAct.AMENDED: N_("changé par le donateur"),
    PledgeAct.ENDED: N_("retiré par le donateur"),
    PledgeAct.RELEASED: N_("délié par le ministère"),
    PledgeAct.CORRECTED: N_("erreur corrigée"),
}
AWARD_STATES = {
    AwardState.PROPOSED: (N_("Proposé"), "waiting"),
    AwardState.APPROVED: (N_("Approuvé"), "progress"),
    AwardState.AGREED: (N_("Convention signée"), "progress"),
    AwardState.DISBURSING: (N_("En versement"), "progress"),
    AwardState.REPORTING: (N_("En compte rendu"), "progress"),
    AwardState.CLOSED: (N_("Clos"), "done"),
    AwardState.TERMINATED: (N_("Arrêté"), "refused"),
}
TRANCHE_STATES = {
    TrancheState.PLANNED: (N_("Prévue"), "waiting"),
    TrancheState.CONDITION_MET: (N_("Condition remplie"), "progress"),
    TrancheState.APPROVED: (N_("Approuvée"), "progress"),
    TrancheState.PAID: (N_("Payée"), "progress"),
    TrancheState.JUSTIFIED: (N_("Justifiée"), "done"),
    TrancheState.RECOVERED: (N_("Recouvrée"), "closed"),
}
VISIBILITIES = {
    Visibility.NAMED: N_("Mon nom est montré à tous"),
    Visibility.ANONYMOUS: N_("Mon nom n’est pas montré au public ; la trésorerie le connaît"),
}
