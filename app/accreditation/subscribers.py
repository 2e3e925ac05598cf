"""Letters to those who act for an association, when a step concerns them."""

from app.accreditation import queries
from app.accreditation.facts import DossierMoved
from app.accreditation.models import Move
from app.core.actors import SYSTEM
from app.core.facts import FactRecord, on
from app.core.letters import public_url, write_letter
from app.delivery import actions as delivery

# What the association did itself needs no letter, but for the receipt of its dossier.
SILENT = {Move.OPEN, Move.ANSWER, Move.WITHDRAW}


@on(DossierMoved)
def write_to_officers(fact: DossierMoved, row: FactRecord) -> None:
    """Tell the association what was done, why, and who owes the next act until when."""
    step = queries.step(fact.step_id)
    if step is None or step.move in SILENT:
        return
    for person in queries.officers(step.dossier.organisation_id):
        if person.email is None:
            continue
        letter = write_letter(
            "accreditation/mail/step.txt",
            person.language,
            person=person,
            dossier=step.dossier,
            organisation=step.dossier.organisation,
            step=step,
            address=public_url(f"/associations/dossiers/{step.dossier.reference}"),
            home=public_url("/"),
        )
        delivery.queue_mail(
            SYSTEM,
            once=f"accreditation:{step.id}:{person.id}",
            to_address=person.email,
            subject=letter.subject,
            text=letter.text,
            language=letter.language,
        )
