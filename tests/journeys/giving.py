"""Money: promised from the room, received, sent on, acknowledged, allotted."""

import re

from playwright.sync_api import expect

from app.core.clock import now
from tests.journeys.people import Reader

PURPOSE = "La location d’un véhicule pour la permanence"
DONORS, CUSTODY = "Donateurs", "Caisse de démonstration"
ON_THE_WAY, DESK = "En chemin vers le service", "Caisse du service"
BENEFICIARY = "Bénéficiaire J-01"
AMOUNT = re.compile(r"200\s000\sF\sCFA")


def promise_from_the_room(phone: Reader) -> str:
    """Promise from the room's own button, read it again, say yes, and return its number."""
    phone.page.get_by_role("link", name="Don : promettre depuis cette salle").click()
    expect(phone.content).to_contain_text("Salle de démonstration")
    phone.fill(
        {
            "Montant": "200 000",
            "Campagne": "Campagne de démonstration",
            "Pour qui, pour quoi": PURPOSE,
            "Mon nom n’est pas montré": True,
        }
    ).press("Relire la promesse")
    expect(phone.content).to_contain_text(AMOUNT)
    expect(phone.content).to_contain_text("Salle de démonstration")
    phone.press("Oui, je confirme")
    expect(phone.content).to_contain_text("La promesse est inscrite")
    expect(phone.content).to_contain_text(re.compile(r"Promesse\s+\d+ \w+ \d{4}, \d+\sh\s\d\d"))
    return phone.page.url.rpartition("/")[2]


def receive(treasurer: Reader, approver: Reader, gift: str) -> None:
    """Enter that the donor handed the money over, and give a receipt."""
    post(treasurer, approver, gift, "Remise par le donateur", DONORS, CUSTODY, Moyen="espèces")
    treasurer.page.reload()
    treasurer.press("Établir le reçu")
    expect(treasurer.content).to_contain_text(re.compile(r"REC-\d{4}-\d{5}"))


def send(treasurer: Reader, approver: Reader, gift: str) -> None:
    """Send the money to the service, which has to answer."""
    post(treasurer, approver, gift, "Envoi à un destinataire", CUSTODY, ON_THE_WAY)


def acknowledge(receiver: Reader, gift: str) -> None:
    """Say, for the service, that the money is there."""
    receiver.go("/gestion/dons")
    waiting = receiver.section("Envois qui attendent votre réponse")
    expect(waiting).to_contain_text(gift)
    waiting.get_by_role("link", name="Envoi à un destinataire").click()
    receiver.fill({"Il est maintenant dans": DESK}).press("Oui, reçu")
    expect(receiver.content).to_contain_text("Réception par le destinataire")


def allot(treasurer: Reader, approver: Reader, gift: str) -> None:
    """Give the money to a beneficiary, who is a code."""
    treasurer.go("/gestion/dons/lieux")
    treasurer.fill({"Nature": "Bénéficiaires", "Nom que le public lira": BENEFICIARY})
    treasurer.press("Inscrire")
    expect(treasurer.section("Lieux inscrits")).to_contain_text(BENEFICIARY)
    post(treasurer, approver, gift, "Allocation aux bénéficiaires", DESK, BENEFICIARY)


def post(
    treasurer: Reader,
    approver: Reader,
    gift: str,
    kind: str,
    giver: str,
    taker: str,
    **more: str,
) -> None:
    """Prepare an entry as one person and approve it as another, who finds it at the desk."""
    treasurer.go("/gestion/dons").follow("Préparer une écriture")
    treasurer.fill({"Opération": kind, "Don ou ligne": gift, "De": giver}).tick("À", taker)
    today = now().date().isoformat()
    treasurer.fill({"Montant": "200 000", "Jour": today, **more}).press("Préparer")
    treasurer.press("Soumettre")
    expect(treasurer.content).to_contain_text("Elle attend une autre personne")
    waiting = approver.go("/gestion/dons").section("À approuver").get_by_role("listitem")
    mine = waiting.filter(has_text=gift)
    expect(mine).to_contain_text(AMOUNT)
    mine.get_by_role("link", name=kind).click()
    approver.press("Approuver")
    expect(approver.content).to_contain_text("Inscrite au registre public")


def read_as_anybody(passer_by: Reader, gift: str) -> None:
    """Read the way of the gift from hand to hand, down to the last franc."""
    passer_by.go("/dons").follow(PURPOSE)
    for step in ("Promesse", "Remise par le donateur", "Envoi à un destinataire"):
        expect(passer_by.section("De la main à la main")).to_contain_text(step)
    for step in ("Réception par le destinataire", "Allocation aux bénéficiaires"):
        expect(passer_by.section("De la main à la main")).to_contain_text(step)
    expect(passer_by.content).to_contain_text(re.compile(r"Reste\s: 0\sF\sCFA"))
    expect(passer_by.content).to_contain_text("Promesse honorée")
    expect(passer_by.content).to_contain_text("Anonyme pour le public")
    expect(passer_by.content).to_contain_text("exemple")
    assert passer_by.page.url.endswith(f"/dons/{gift}")
