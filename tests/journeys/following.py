"""Follow-up: issued, answered, promised, paid for, reported, verified, closed; read by anybody."""

import base64
import re
from datetime import timedelta

from playwright.sync_api import expect

from app.core.clock import now
from app.record.actions.cast import DOT
from tests.journeys.people import Reader
from tests.journeys.room import AUTHOR, WORDS
from tests.services.programs import new_folder

TITLE = "Une permanence mobile à Fès"
TEXT = "Tenir une permanence consulaire mobile à Fès, deux fois par trimestre."
ANSWER = "Deux journées mobiles par trimestre, sans bureau permanent."
DELIVERABLE = "Deux journées mobiles à Fès chaque trimestre"
BODY = "Ambassade du Mali à Rabat"
DONE = "La première journée a reçu quarante personnes."
PROOF = "Registre de la journée, sans les noms"
CLOSED = "Le Comité constate que la promesse est tenue."
BUDGET = re.compile(r"1\s500\s000\sF\sCFA")
DOORS = (
    *("Préoccupation", "Recommandation", "Réponse", "Engagement"),
    *("Argent", "Preuve", "Clôture"),
)


def issue(secretariat: Reader, concern: str) -> str:
    """Make the concern, found among those without a sequel, a recommendation; return its ref."""
    secretariat.go("/gestion/suivi")
    secretariat.section("Préoccupations sans suite").get_by_role("link", name=WORDS).click()
    secretariat.follow("En faire une recommandation")
    expect(secretariat.page.get_by_label("Préoccupation dont elle vient")).to_have_value(concern)
    secretariat.fill(
        {"Le texte": TEXT, "Titre court": TITLE, "Adressée à": BODY, "Pays concerné": "Maroc"}
    ).press("Émettre")
    expect(secretariat.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(secretariat.content).to_contain_text(WORDS)
    return secretariat.page.url.partition("/suivi/")[2]


def answer(secretariat: Reader, ref: str) -> None:
    """Write down the answer of a body that has no account."""
    secretariat.go(f"/suivi/{ref}").follow("Répondre, promettre, clore")
    given = {"Décision": "Acceptée en partie", "Pourquoi": ANSWER, "Organisme qui signe": BODY}
    secretariat.send("Répondre", given, "Publier la réponse")
    expect(secretariat.content).to_contain_text("La réponse est publique")


def promise(secretariat: Reader, ref: str) -> None:
    """Write down what that body promises, by when, who reports and who verifies."""
    due = (now() + timedelta(days=60)).date().isoformat()
    people = {"focal_point": "intervenant@demo.invalid", "validator": "technique@demo.invalid"}
    promised = {
        "Ce qui sera fait": DELIVERABLE,
        "Organisme responsable": BODY,
        "Échéance": due,
        "Courriel du point focal": people["focal_point"],
        "Courriel de qui vérifie": people["validator"],
    }
    secretariat.send("S’engager", promised, "Publier l’engagement")
    expect(secretariat.content).to_contain_text("L’engagement est public")


def budget(secretariat: Reader) -> None:
    """Enter the budget line that pays for it."""
    secretariat.follow(DELIVERABLE)
    form = secretariat.page.locator("form").filter(has_text="Ligne budgétaire")
    line = {"Montant": "Prévu", "Combien": "1 500 000", "Ligne budgétaire": "Fonctionnement"}
    secretariat.fill(line, form).press("Ajouter la ligne", form)
    expect(secretariat.section("Argent")).to_contain_text(BUDGET)


def link_money(secretariat: Reader, ref: str, gift: str) -> None:
    """Say that the gift serves the recommendation."""
    secretariat.go(f"/suivi/{ref}").follow("Répondre, promettre, clore")
    secretariat.send("Lier de l’argent", {"Don, ligne": gift}, "Lier cet argent")
    expect(secretariat.content).to_contain_text("Le lien est enregistré")


def report(reporter: Reader) -> None:
    """Report as the focal point, with evidence that anybody may see."""
    reporter.go("/gestion/suivi").section("Vos engagements").get_by_role(
        "link", name=DELIVERABLE
    ).click()
    done = {"Où en est-on": "Faite", "Ce qui a été fait": DONE}
    reporter.send("Rapporter", done, "Enregistrer le brouillon")
    picture = new_folder("evidence") / "registre.png"
    picture.write_bytes(base64.b64decode(DOT))
    proof = {"Fichier": picture, "Ce qu’il montre": PROOF, "Montrer à tous": True}
    reporter.send("Ajouter une preuve", proof, "Ajouter")
    expect(reporter.section("Preuves")).to_contain_text(PROOF)
    reporter.press("Envoyer le rapport")
    expect(reporter.content).to_contain_text("Une autre personne va le vérifier")


def verify(validator: Reader) -> None:
    """Find the report among those to verify, look at its evidence, and confirm it."""
    waiting = validator.go("/gestion/suivi").section("Rapports à vérifier")
    waiting.get_by_role("link", name=DELIVERABLE).click()
    expect(validator.content).to_contain_text(DONE)
    expect(validator.section("Preuves")).to_contain_text(PROOF)
    seen = {"Ce que vous avez vérifié": "Faite", "Comment": "Appel à deux associations de Fès."}
    validator.send("Vérifier", seen, "Confirmer")
    expect(validator.content).to_contain_text("Votre vérification est publique")


def ask_to_close(secretariat: Reader, ref: str) -> None:
    """Bring the recommendation before the committee."""
    secretariat.go(f"/suivi/{ref}").follow("Répondre, promettre, clore")
    secretariat.send("Clôture", {"Motif": "Tout est vérifié."}, "Demander la clôture")
    expect(secretariat.content).to_contain_text("Clôture demandée")


def close(committee: Reader, ref: str) -> None:
    """Find what is to be decided, and close it."""
    waiting = committee.go("/gestion/suivi").section("Clôtures à décider")
    waiting.get_by_role("link", name=TITLE).click()
    committee.send("Clôture", {"Motif": CLOSED}, "Clore")
    expect(committee.content).to_contain_text("La recommandation est close")


def read_as_anybody(passer_by: Reader, ref: str, concern: str, gift: str) -> None:
    """Read the chain, from the meeting's page: seven doors, each with its time and its words."""
    passer_by.go("/rencontres/demonstration").follow(TITLE)
    assert passer_by.page.url.endswith(f"/suivi/{ref}")
    doors = passer_by.section("La chaîne, porte par porte").locator("ol.chain > li")
    expect(doors).to_have_count(len(DOORS))
    told = (
        (WORDS, concern),
        (TEXT,),
        ("Acceptée en partie", ANSWER, BODY),
        (DELIVERABLE, BODY),
        (BUDGET, gift),
        (DONE, PROOF, "Vérifié"),
        ("Close", CLOSED),
    )
    for number, (name, words) in enumerate(zip(DOORS, told, strict=True)):
        door = doors.nth(number)
        expect(door).to_have_attribute("data-state", "done")
        expect(door).to_contain_text(name)
        expect(door.locator("time").first).to_contain_text(re.compile(r"\d{4}, \d+\sh\s\d\d à "))
        for word in words:
            expect(door).to_contain_text(word)
    expect(passer_by.content).to_contain_text("exemple")
    expect(passer_by.content).not_to_contain_text(AUTHOR)
    doors.nth(4).get_by_role("link", name=gift).click()
    expect(passer_by.section("Ce que cet argent met en œuvre")).to_contain_text(TITLE)


def read_by_code(phone: Reader, receipt: str, ref: str, gift: str) -> None:
    """Read, with the code of the receipt alone, what one's words became."""
    phone.go("/ma-question").fill({"Code du reçu": receipt}).press("Retrouver")
    became = phone.section("Ce qui en est venu")
    for words in (WORDS,):
        expect(phone.content).to_contain_text(words)
    for words in (*DOORS, ref, TEXT, ANSWER, DELIVERABLE, gift, "Vérifié", "Close", CLOSED):
        expect(became).to_contain_text(words)
    phone.go("/suivi/code").fill({"Code du reçu": receipt}).press("Suivre")
    expect(phone.section("Ce qui en est venu")).to_contain_text(CLOSED)
