"""Why an act of giving is refused, in words that can be read aloud."""

from app.core.errors import Conflict, Refused
from app.core.i18n import N_


class CampaignOver(Refused):
    """The campaign takes no more promises."""

    code = "campaign_over"
    message = N_("Cette campagne est close. Choisissez-en une autre, ou promettez sans campagne.")
    beside = ("campaign",)


class NotYetConfirmed(Refused):
    """The promise was not read back and confirmed."""

    code = "not_confirmed"
    message = N_("Cette promesse n’a pas encore été relue et confirmée.")


class PledgeOver(Refused):
    """The promise no longer stands."""

    code = "pledge_over"
    message = N_("Cette promesse ne tient plus : elle ne peut plus changer.")


class BelowReceived(Refused):
    """Less would be promised than was already received."""

    status = 422
    code = "below_received"
    message = N_("Ce montant est sous ce qui a déjà été reçu : %(received)s.")
    beside = ("amount",)


class ReasonNeeded(Refused):
    """The act needs its reason in words."""

    status = 422
    code = "reason_needed"
    message = N_("Dites pourquoi : ces mots restent avec l’acte.")
    beside = ("because", "words")


class Stale(Conflict):
    """What was shown to the person has changed since."""

    code = "stale"
    message = N_("Cette promesse a changé depuis. Relisez-la, puis recommencez.")


class WrongPlaces(Refused):
    """An entry of that kind does not go from that kind of place to that other."""

    status = 422
    code = "wrong_places"
    message = N_("Cette opération ne va pas de « %(from_place)s » à « %(to_place)s ».")
    beside = ("to_place",)


class Overdrawn(Refused):
    """There is not that much of the lot in the place."""

    code = "overdrawn"
    message = N_("Il n’y a pas assez de ce don dans « %(place)s » : il y reste %(left)s.")
    beside = ("amount",)


class TooSmallToShare(Refused):
    """The amount has fewer minor units than there are shares."""

    status = 422
    code = "too_small_to_share"
    message = N_("Ce montant est trop petit pour être partagé en %(count)s.")
    beside = ("amount", "granted")


class WrongLot(Refused):
    """The act is not one for that kind of lot."""

    status = 422
    code = "wrong_lot"
    message = N_("Cette opération ne convient pas à ce lot.")
    beside = ("kind",)


class WrongState(Refused):
    """The entry is not where this act takes it from."""

    code = "wrong_state"
    message = N_("Cette écriture n’en est plus là. Rechargez la page.")


class OneReversal(Refused):
    """An entry is reversed once."""

    code = "one_reversal"
    message = N_("Cette écriture est déjà contre-passée, ou ne peut pas l’être.")


class Answered(Refused):
    """The handover has its answer."""

    code = "answered"
    message = N_("Cet envoi a déjà sa réponse.")


class NoReceipt(Refused):
    """The entry is not one that a receipt states, or has its receipt already."""

    code = "no_receipt"
    message = N_("Un reçu dit une remise inscrite au registre, une seule fois.")


class NotThatMove(Refused):
    """The thing does not go from its state to that one."""

    code = "not_that_move"
    message = N_("Ce passage n’est pas possible depuis l’état actuel.")


class NotThatPayment(NotThatMove):
    """No posted entry of that number paid exactly that tranche."""

    status = 422
    code = "not_that_payment"
    message = N_(
        "Écrivez le numéro, au registre, de l’écriture qui a payé exactement cette tranche."
    )
    beside = ("entry",)


class TrancheOpen(NotThatMove):
    """The award has a tranche that is not accounted for."""

    code = "tranche_open"
    message = N_("Une tranche n’est ni justifiée ni recouvrée : le projet ne se ferme pas encore.")
    beside = ("to",)


class NotRunning(NotThatMove):
    """The award has no agreement yet, or is over: nothing of it becomes payable."""

    code = "not_running"
    message = N_("Ce projet n’est pas en cours : sa convention n’est pas signée, ou il a pris fin.")
    beside = ("to",)


class BeyondGrant(Refused):
    """More would be paid to an award than it was granted."""

    code = "beyond_grant"
    message = N_("Ce projet ne peut recevoir que ce qui lui reste accordé : %(left)s.")


class BeyondBudget(Refused):
    """More would be granted than the programme has."""

    status = 422
    code = "beyond_budget"
    message = N_(
        "Le programme n’a plus que %(left)s à accorder. Accordez moins, "
        "ou faites d’abord ouvrir le crédit au registre."
    )
    beside = ("granted",)


class TooMuchAwarded(Refused):
    """The tranches are more than what was granted."""

    status = 422
    code = "too_much_awarded"
    message = N_("Les tranches dépassent le montant accordé.")
    beside = ("granted",)


class RateKnown(Refused):
    """That source already said a rate for that day."""

    code = "rate_known"
    message = N_("Ce taux est déjà inscrit pour ce jour et cette source, avec une autre valeur.")
    beside = ("rate",)


class NoSuchShare(Refused):
    """No beneficiary holds that code, or the entry gave nothing to that place."""

    status = 404
    code = "no_such_share"
    message = N_("Aucune part ne porte ce code. Relisez-le sur le papier que vous avez reçu.")
    beside = ("code",)


class AlreadyConfirmed(Refused):
    """The beneficiary's word is there already."""

    code = "already_confirmed"
    message = N_("Cette part a déjà sa réponse. Une personne du secrétariat peut vous aider.")
