"""The demonstration's associations: one accredited, one that is asked for more; both invented."""

from app.accounts.models import Role
from app.accreditation import actions as accreditation
from app.accreditation import queries
from app.accreditation.models import Call, Dossier
from app.core import files
from app.core.actors import Actor
from app.core.clock import today
from app.directory.queries import by_slug
from app.meetings import actions as meetings
from app.meetings.models import Meeting
from app.record.actions.cast import Tokens, _acting, _picture

CALL = "demonstration"
PLACES = 3
CRITERIA = (
    "Être constituée depuis un an au moins",
    "Agir pour des Maliens établis à l’extérieur",
    "Tenir des comptes que ses membres peuvent lire",
)
REQUIREMENTS = (
    "Statuts de l’association",
    "Récépissé ou autre preuve d’existence",
    "Liste du bureau, signée",
    "Preuve d’activité récente | Un compte rendu, une photo datée ou un article suffisent.",
    "Rapport d’activité | Une page suffit. | facultatif",
)


def _demonstrate_accreditation(actor: Actor, meeting: Meeting, tokens: Tokens) -> Call | None:
    """Carry two dossiers through, once, each step by who plays its role."""
    if by_slug(Call, CALL) is not None:
        return None
    call = accreditation.publish_call(
        actor,
        slug=CALL,
        title="Appel de démonstration",
        introduction="Cet appel et ses associations sont inventés.",
        opens_on=today(),
        criteria=CRITERIA,
        requirements=REQUIREMENTS,
        is_demonstration=True,
    )
    accredited = _submitted(tokens, call, "Association de démonstration")
    _accredit(tokens, accredited)
    _ask(tokens, _submitted(tokens, call, "Association de démonstration en cours"))
    meetings.publish_quota(
        actor,
        meeting,
        organisation=accredited.organisation,
        attendance="onsite",
        places=PLACES,
    )
    return call


def _submitted(tokens: Tokens, call: Call, name: str) -> Dossier:
    dossier = accreditation.open_dossier(
        _acting(tokens, Role.ASSOCIATION_OFFICER),
        call,
        name=name,
        country="FR",
        city="Montreuil",
        officer_function="Présidente",
        presentation="Cette association est inventée pour la démonstration.",
    )
    officer = _acting(tokens, Role.ASSOCIATION_OFFICER)
    for requirement in call.requirements:
        if not requirement.is_optional:
            picture = _picture(f"{dossier.reference} {requirement.id}")
            accreditation.send_document(
                officer, dossier, requirement=requirement.id, file=files.keep(picture)
            )
    accreditation.submit_dossier(officer, dossier)
    return accreditation.begin_check(_acting(tokens, Role.REVIEWER), dossier)


def _accredit(tokens: Tokens, dossier: Dossier) -> None:
    reviewer = _acting(tokens, Role.REVIEWER)
    for document in queries.current_documents(dossier).values():
        accreditation.check_document(reviewer, dossier, document, verdict="accepted")
    accreditation.ask_consulate(reviewer, dossier)
    accreditation.receive_opinion(reviewer, dossier, opinion="favourable")
    proposal = accreditation.recommend(
        reviewer,
        dossier,
        outcome="accredited",
        reason="criteria_met",
        argument="Les pièces sont complètes et les critères remplis.",
    )
    accreditation.decide(
        _acting(tokens, Role.DECIDER),
        dossier,
        proposal,
        outcome="accredited",
        reason="criteria_met",
        words="Votre association remplit les critères de l’appel.",
    )


def _ask(tokens: Tokens, dossier: Dossier) -> None:
    wanted = dossier.call.requirements[2]
    item = {"requirement": wanted.id, "reason": "illegible", "words": "La page 2 est illisible."}
    accreditation.return_dossier(_acting(tokens, Role.REVIEWER), dossier, items=[item])
