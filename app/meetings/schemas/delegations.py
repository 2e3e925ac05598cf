"""What comes in about delegations, and the words of their states."""

from app.core.forms import Address, Day, Flag, Key, Schema, Slug, Text, Whole, Word
from app.core.i18n import N_
from app.meetings.models import Attendance, DelegateMove, DelegateState

ATTENDANCES = {Attendance.ONSITE: N_("sur place"), Attendance.REMOTE: N_("à distance")}
# The word and its shape.
DELEGATE_STATES = {
    DelegateState.NOMINATED: (N_("Désigné, sa réponse est attendue"), "waiting"),
    DelegateState.CONFIRMED: (N_("A confirmé, à approuver par le secrétariat"), "progress"),
    DelegateState.APPROVED: (N_("Approuvé"), "done"),
    DelegateState.DECLINED: (N_("A décliné"), "closed"),
    DelegateState.REFUSED: (N_("Refusé par le secrétariat"), "refused"),
    DelegateState.REPLACED: (N_("Remplacé"), "closed"),
    DelegateState.REVOKED: (N_("Retiré par le secrétariat"), "refused"),
}
# The same states, as they are said to the delegate.
OWN_STATES = {
    DelegateState.NOMINATED: N_("Votre réponse est attendue"),
    DelegateState.CONFIRMED: N_("Vous avez confirmé"),
    DelegateState.APPROVED: N_("Votre participation est approuvée"),
    DelegateState.DECLINED: N_("Vous avez décliné"),
    DelegateState.REFUSED: N_("Le secrétariat a refusé votre désignation"),
    DelegateState.REPLACED: N_("Une autre personne vous remplace"),
    DelegateState.REVOKED: N_("Le secrétariat a retiré votre désignation"),
}
DELEGATE_MOVES = {
    DelegateMove.NOMINATE: N_("Désignation"),
    DelegateMove.CONFIRM: N_("Confirmation"),
    DelegateMove.DECLINE: N_("Refus de la personne"),
    DelegateMove.APPROVE: N_("Approbation"),
    DelegateMove.REFUSE: N_("Refus du secrétariat"),
    DelegateMove.REPLACE: N_("Remplacement"),
    DelegateMove.REVOKE: N_("Retrait"),
}


class PublishQuota(Schema):
    """How many places an association has, and until when it may use them."""

    organisation = Slug(most=80, required=True)
    attendance = Word(Attendance, required=True)
    places = Whole(least=0, most=1000, required=True)
    closes_on = Day(load_default=None, allow_none=True)


class Nominate(Schema):
    """Who the association sends, in the place of whom if anybody."""

    attendance = Word(Attendance, required=True)
    name = Text(most=80, required=True)
    email = Address(required=True)
    replaces = Whole(least=1, load_default=None, allow_none=True)
    key = Key(load_default=None)


class AnswerNomination(Schema):
    """What the person nominated says."""

    accept = Flag()


class SettleNomination(Schema):
    """What the secretariat says of a nomination; a refusal says why."""

    move = Word(("approve", "refuse", "revoke"), required=True)
    words = Text(most=1000, load_default="", lines=True)
