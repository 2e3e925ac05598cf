"""What comes in: promises, entries, rates, places; and the words of giving."""

from app.core.forms import Country, Day, Flag, Key, Listed, Schema, Slug, Text, Whole, Word
from app.core.i18n import N_
from app.core.money import EXPONENTS
from app.giving.models import (
    EntryKind,
    EntryState,
    Instrument,
    PlaceKind,
    PledgeAct,
    PledgeState,
    Visibility,
)

CURRENCIES = tuple(EXPONENTS)
AMOUNT = 40  # signs, as a person writes it
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
VISIBILITIES = {
    Visibility.NAMED: N_("Mon nom est montré à tous"),
    Visibility.ANONYMOUS: N_("Mon nom n’est pas montré au public ; la trésorerie le connaît"),
}


class OpenCampaign(Schema):
    """A call for gifts."""

    title = Text(most=160, required=True)
    slug = Slug(most=80, required=True)
    purpose = Text(most=600, lines=True, required=True)
    goal = Text(most=AMOUNT, load_default=None, allow_none=True)
    currency = Word(CURRENCIES, load_default="XOF")
    meeting = Text(most=120, load_default=None, allow_none=True)
    closes_on = Day(load_default=None, allow_none=True)
    key = Key(load_default=None, allow_none=True)


class PromiseGift(Schema):
    """A promise; `key` makes sending it twice promise it once."""

    key = Key(required=True)
    amount = Text(most=AMOUNT, required=True)
    currency = Word(CURRENCIES, required=True)
    campaign = Text(most=80, load_default=None, allow_none=True)
    room = Text(most=80, load_default=None, allow_none=True)
    purpose = Text(most=300, load_default=None, allow_none=True)
    visibility = Word(Visibility, required=True)
    on_behalf_of = Text(most=160, load_default=None, allow_none=True)
    due_on = Day(load_default=None, allow_none=True)


class WriteDownPledge(PromiseGift):
    """A promise said in the hall, written down by the secretariat."""

    donor_name = Text(most=120, required=True)
    donor_country = Country(load_default=None, allow_none=True)


class ConfirmPledge(Schema):
    """The answer to what was read back; `seen` is the number of the last act that was shown."""

    seen = Whole(least=1, required=True)
    key = Key(required=True)


class ChangePledge(Schema):
    """One of the four later acts on a promise."""

    act = Word(
        (PledgeAct.AMENDED, PledgeAct.ENDED, PledgeAct.RELEASED, PledgeAct.CORRECTED), required=True
    )
    amount = Text(most=AMOUNT, load_default=None, allow_none=True)
    words = Text(most=400, lines=True, load_default=None, allow_none=True)
    seen = Whole(least=1, required=True)
    key = Key(required=True)


class PrepareEntry(Schema):
    """A movement of one lot, or an allocation shared equally among several beneficiaries."""

    key = Key(required=True)
    kind = Word(PREPARED, required=True)
    lot = Text(most=40, required=True)
    from_place = Whole(least=1, required=True)
    to_place = Listed(Whole(least=1), required=True)
    amount = Text(most=AMOUNT, required=True)
    currency = Word(CURRENCIES, required=True)
    occurred_on = Day(load_default=None, allow_none=True)
    instrument = Word(Instrument, load_default=None, allow_none=True)
    instrument_number = Text(most=60, load_default=None, allow_none=True)
    words = Text(most=400, lines=True, load_default=None, allow_none=True)
    evidence_is_public = Flag()


class PrepareExchange(Schema):
    """An exchange of one lot at a recorded rate."""

    key = Key(required=True)
    lot = Text(most=40, required=True)
    from_place = Whole(least=1, required=True)
    to_place = Whole(least=1, required=True)
    amount = Text(most=AMOUNT, required=True)
    rate = Whole(least=1, required=True)
    occurred_on = Day(load_default=None, allow_none=True)
    words = Text(most=400, lines=True, load_default=None, allow_none=True)


class DecideEntry(Schema):
    """What becomes of an entry."""

    to = Word(("submit", "leave", "approve", "reject"), required=True)
    because = Text(most=400, lines=True, load_default=None, allow_none=True)
    key = Key(required=True)


class AnswerHandover(Schema):
    """Whether the receiver has the money, where it is now, and why not if not."""

    is_received = Flag()
    place = Whole(least=1, load_default=None, allow_none=True)
    because = Text(most=400, lines=True, load_default=None, allow_none=True)
    key = Key(required=True)


class Reverse(Schema):
    """Undo a posted entry by its mirror."""

    because = Text(most=400, lines=True, required=True)
    key = Key(required=True)


class EnterRate(Schema):
    """What one unit of a currency was worth in another, on a day, and who says so."""

    base = Word(CURRENCIES, required=True)
    quote = Word(CURRENCIES, load_default="XOF")
    rate = Text(most=24, required=True)
    as_of = Day(required=True)
    source = Text(most=160, required=True)
    key = Key(required=True)


class OpenPlace(Schema):
    """Somewhere money may sit."""

    kind = Word(OPENED_PLACES, required=True)
    name = Text(most=160, required=True)
    private_name = Text(most=160, load_default=None, allow_none=True)
    organisation = Text(most=120, load_default=None, allow_none=True)
    key = Key(required=True)


class OpenBudget(Schema):
    """A line of a budget to follow."""

    title = Text(most=160, required=True)
    programme = Text(most=120, load_default=None, allow_none=True)
    key = Key(required=True)


class CancelReceipt(Schema):
    """Why a receipt no longer counts."""

    because = Text(most=400, lines=True, required=True)
    key = Key(required=True)
