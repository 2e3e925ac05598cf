"""The demonstration's associations: one accredited, one that is asked for more; both invented."""

import base64
import io
from collections.abc import Mapping

from app.accounts.models import Role
from app.accounts.queries import actor_of
from app.accreditation import actions as accreditation
from app.accreditation import queries
from app.accreditation.models import Call, Dossier
from app.core import files
from app.core.actors import Actor
from app.core.clock import now
from app.directory.queries import by_slug
from app.meetings import actions as meetings
from app.meetings.models import Meeting

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
DOT = (  # the smallest picture: what is demonstrated is the way, not the paper
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
    "gg=="
)


def _demonstrate_accreditation(
    actor: Actor, meeting: Meeting, tokens: Mapping[str, str]
) -> Call | None:
    """Carry two dossiers through, once, each step by who plays its role."""
    if by_slug(Call, CALL) is not None:
        return None
    call = accreditation.publish_call(
        actor,
        slug=CALL,
        title="Appel de démonstration",
        introduction="Cet appel et ses associations sont inventés.",
        opens_on=now().date(),
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


def _player(tokens: Mapping[str, str], role: Role) -> Actor:
    """Return who plays a role, with what was given to them meanwhile."""
    player = actor_of(tokens[role.value])
    assert player is not None
    return player


def _submitted(tokens: Mapping[str, str], call: Call, name: str) -> Dossier:
    dossier = accreditation.open_dossier(
        _player(tokens, Role.ASSOCIATION_OFFICER),
        call,
        name=name,
        country="FR",
        city="Montreuil",
        officer_function="Présidente",
        presentation="Cette association est inventée pour la démonstration.",
    )
    officer = _player(tokens, Role.ASSOCIATION_OFFICER)
    for requirement in call.requirements:
        if not requirement.is_optional:
            # The picture differs by its end, so that no file is seen twice.
            content = base64.b64decode(DOT) + f"{dossier.reference} {requirement.id}".encode()
            accreditation.send_document(
                officer, dossier, requirement=requirement.id, file=files.keep(io.BytesIO(content))
            )
    accreditation.submit_dossier(officer, dossier)
    return accreditation.begin_check(_player(tokens, Role.REVIEWER), dossier)


def _accredit(tokens: Mapping[str, str], dossier: Dossier) -> None:
    reviewer = _player(tokens, Role.REVIEWER)
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
        _player(tokens, Role.DECIDER),
        dossier,
        proposal,
        outcome="accredited",
        reason="criteria_met",
        words="Votre association remplit les critères de l’appel.",
    )


def _ask(tokens: Mapping[str, str], dossier: Dossier) -> None:
    wanted = dossier.call.requirements[2]
    item = {"requirement": wanted.id, "reason": "illegible", "words": "La page 2 est illisible."}
    accreditation.return_dossier(_player(tokens, Role.REVIEWER), dossier, items=[item])
