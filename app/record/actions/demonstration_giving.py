"""The demonstration's money: a campaign, gifts at each stage, a programme and a project."""

from app.accounts import queries as people
from app.accounts.actions import grant_role
from app.accounts.models import Role
from app.core.actors import Actor
from app.core.clock import today
from app.directory import actions as directory
from app.directory.models import Organisation, OrganisationKind
from app.giving import actions as giving
from app.giving import queries
from app.giving.models import Entry, Lot, Place, PlaceKind, Pledge, Programme
from app.live.models import Room
from app.record.actions.cast import Tokens, _acting

CAMPAIGN = "demonstration"
PROGRAMME = "demonstration"
SERVICE = "service-de-demonstration"
TRANCHE = 1_000_000
TRANCHES = 2


def _demonstrate_giving(actor: Actor, room: Room, tokens: Tokens) -> None:
    """Carry the gifts and the programme to where they stand, once, by who plays each role."""
    if queries.campaign_by_slug(CAMPAIGN) is not None:
        return
    service = _service(actor, tokens)
    giving.open_campaign(
        _acting(tokens, Role.SECRETARIAT),
        slug=CAMPAIGN,
        title="Campagne de démonstration",
        purpose="Tables et bancs pour une école de démonstration",
        goal="2 000 000",
        meeting=room.meeting.slug,
        is_demonstration=True,
    )
    Gifts(tokens, service).carry(room.slug)
    _programme(actor, tokens)


def _service(actor: Actor, tokens: Tokens) -> Organisation:
    """Enter the public service that receives and reports, and who answers for it."""
    service = directory.register_organisation(
        actor,
        slug=SERVICE,
        name="Service public de démonstration",
        kind=OrganisationKind.AGENCY,
        country="ML",
        city="Bamako",
        note="Inventé pour la démonstration.",
    )
    respondent = people.person(_acting(tokens, Role.RESPONDENT).id or 0)
    assert respondent is not None
    grant_role(actor, respondent, role=Role.RESPONDENT, organisation_id=service.id)
    return service


class Ledger:
    """Who prepares and who approves, and what they enter."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.treasurer = _acting(tokens, Role.TREASURER)
        self.approver = _acting(tokens, Role.APPROVER)

    def place(self, kind: PlaceKind, name: str, organisation: str | None = None) -> Place:
        """Enter a place where money may sit."""
        return giving.open_place(
            self.treasurer, kind=kind.value, name=name, organisation=organisation
        )

    def submitted(
        self, lot: Lot, kind: str, giver: Place, *takers: Place, amount: str, **details: str
    ) -> Entry:
        """Prepare an entry, which then waits for another person."""
        entry = giving.prepare_entry(
            self.treasurer,
            lot,
            kind=kind,
            from_place=giver,
            to_places=takers,
            amount=amount,
            currency="XOF",
            idem_key=f"demonstration:{lot.ref}:{kind}:{amount}",
            occurred_on=today(),
            **details,
        )
        return giving.submit_entry(self.treasurer, entry)

    def posted(
        self, lot: Lot, kind: str, giver: Place, *takers: Place, amount: str, **details: str
    ) -> Entry:
        """Prepare an entry and have it approved by another person."""
        entry = self.submitted(lot, kind, giver, *takers, amount=amount, **details)
        return giving.approve_entry(self.approver, entry)


class Gifts(Ledger):
    """One gift part-way to its beneficiaries, one received in part, one to be read back."""

    def __init__(self, tokens: Tokens, service: Organisation) -> None:
        super().__init__(tokens)
        self.donors = _known_place("donors")
        self.custody = self.place(PlaceKind.CUSTODY, "Caisse de démonstration")
        self.transit = self.place(PlaceKind.TRANSIT, "En chemin vers le service", service.slug)
        self.desk = self.place(PlaceKind.MINISTRY, "Caisse du service", service.slug)

    def carry(self, room: str) -> None:
        """Carry each gift to where it stands."""
        self._part_way(room)
        self._received_in_part()
        giving.write_down_pledge(
            self.treasurer,
            amount="150 000",
            currency="XOF",
            visibility="named",
            campaign=CAMPAIGN,
            donor_name="Donatrice de démonstration",
            donor_country="CI",
        )

    def _part_way(self, room: str) -> None:
        """Bring a gift up to two of its beneficiaries; the rest of it waits."""
        donor = _acting(self.tokens, Role.PARTICIPANT)
        lot = _confirmed(
            donor,
            giving.announce_pledge(
                donor,
                amount="500 000",
                currency="XOF",
                visibility="named",
                campaign=CAMPAIGN,
                room=room,
            ),
        )
        given = self.posted(
            lot, "receipt", self.donors, self.custody, amount="500 000", instrument="cash"
        )
        giving.issue_receipt(self.treasurer, given)
        sent = self.posted(lot, "dispatch", self.custody, self.transit, amount="500 000")
        respondent = _acting(self.tokens, Role.RESPONDENT)
        giving.acknowledge_handover(respondent, sent, place=self.desk)
        schools = [
            self.place(PlaceKind.BENEFICIARY, f"École de démonstration {letter}") for letter in "AB"
        ]
        self.posted(lot, "allocation", self.desk, *schools, amount="300 000")

    def _received_in_part(self) -> None:
        donor = _acting(self.tokens, Role.ASSOCIATION_OFFICER)
        pledge = giving.announce_pledge(
            donor,
            amount="300 000",
            currency="XOF",
            visibility="anonymous",
            campaign=CAMPAIGN,
            on_behalf_of="Association de démonstration",
        )
        lot = _confirmed(donor, pledge)
        self.posted(lot, "receipt", self.donors, self.custody, amount="100 000", instrument="wire")
        self.submitted(lot, "receipt", self.donors, self.custody, amount="50 000")


def _programme(actor: Actor, tokens: Tokens) -> Programme:
    """Fund a first project: a tranche paid, a tranche to come, jobs reported and verified."""
    ledger = Ledger(tokens)
    programme = giving.record_programme(
        actor,
        slug=PROGRAMME,
        title="Programme de démonstration",
        about="Aider des personnes de retour à ouvrir un atelier. Tout y est inventé.",
        currency="XOF",
        budget=5 * TRANCHE,
        beneficiaries=5,
    )
    budget = giving.open_budget(
        ledger.treasurer, title="Budget du programme de démonstration", programme=PROGRAMME
    )
    treasury = ledger.place(PlaceKind.TREASURY, "Compte du programme de démonstration")
    ledger.posted(budget, "appropriation", _known_place("budget"), treasury, amount="5 000 000")
    secretary = _acting(tokens, Role.SECRETARIAT)
    award = giving.propose_award(
        secretary,
        programme,
        title="Atelier de couture de démonstration",
        beneficiary="Bénéficiaire D-01",
        requested=TRANCHES * TRANCHE,
        country="ML",
        returned_from="GA",
    )
    giving.approve_award(
        ledger.approver, award, granted=TRANCHES * TRANCHE, tranches=[TRANCHE] * TRANCHES
    )
    for state in ("agreed", "disbursing"):
        giving.move_award(secretary, award, to=state)
    first = award.tranches[0]
    giving.move_tranche(ledger.treasurer, first, to="condition_met")
    giving.move_tranche(ledger.approver, first, to="approved")
    paid = ledger.posted(
        budget, "payment", treasury, _known_place(f"award-{award.ref.lower()}"), amount="1 000 000"
    )
    giving.move_tranche(ledger.treasurer, first, to="paid", entry=paid)
    report = giving.report_on_programme(
        secretary, programme, indicator=queries.JOBS, value=2, award=award, on_date=today()
    )
    giving.verify_report(_acting(tokens, Role.REVIEWER), report)
    return programme


def _known_place(code: str) -> Place:
    place = queries.place_of_code(code)
    assert place is not None
    return place


def _confirmed(donor: Actor, pledge: Pledge) -> Lot:
    """Read a promise back to its donor, who says yes."""
    giving.confirm_pledge(donor, pledge, seen=queries.last_act(pledge))
    lot = queries.lot_of_ref(pledge.ref)
    assert lot is not None
    return lot
