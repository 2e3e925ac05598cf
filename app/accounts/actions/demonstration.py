"""People of the demonstration: each is a role, not somebody."""

from app.accounts import queries
from app.accounts.actions.devices import Entry, _open_device
from app.accounts.actions.roles import create_member, grant_role
from app.accounts.facts import SignedIn
from app.accounts.models import Role
from app.core.actions import action, anyone, only_system
from app.core.actors import Actor
from app.core.facts import record

# Who plays each role: a name said aloud, and the part of the address before @demo.invalid.
PLAYERS = {
    Role.ADMINISTRATOR: ("Administrateur de démonstration", "administrateur"),
    Role.SECRETARIAT: ("Secrétaire de démonstration", "secretariat"),
    Role.MODERATOR: ("Modératrice de démonstration", "moderatrice"),
    Role.RESPONDENT: ("Intervenant de démonstration", "intervenant"),
    Role.RAPPORTEUR: ("Rapporteuse de démonstration", "rapporteuse"),
    Role.REVIEWER: ("Instructeur de démonstration", "instructeur"),
    Role.DECIDER: ("Décideuse de démonstration", "decideuse"),
    Role.TREASURER: ("Trésorière de démonstration", "tresoriere"),
    Role.APPROVER: ("Approbateur de démonstration", "approbateur"),
    Role.STEERING_COMMITTEE: ("Membre du comité de pilotage de démonstration", "pilotage"),
    Role.TECHNICAL_COMMITTEE: ("Membre du comité technique de démonstration", "technique"),
    Role.ASSOCIATION_OFFICER: ("Responsable associative de démonstration", "association"),
    Role.PARTICIPANT: ("Participante de démonstration", "participante"),
}


@action(only_system)
def create_demonstration_member(
    actor: Actor,
    *,
    role: Role,
    country: str = "ML",
    organisation_id: int | None = None,
    meeting_id: int | None = None,
) -> Entry:
    """
    Return a new token for the person who plays `role`, made with it the first time.

    Its second factor counts as proved: production has none of these people.
    """
    role = Role(role)
    name, local = PLAYERS[role]
    person = create_member(actor, email=f"{local}@demo.invalid", name=name, country=country)
    person.is_demonstration = True
    place = (role, organisation_id, meeting_id)
    held = {(g.role, g.organisation_id, g.meeting_id) for g in queries.held_grants(person)}
    if place not in held:
        grant_role(actor, person, role=role, organisation_id=organisation_id, meeting_id=meeting_id)
    return _open_device(person, "Démonstration", proved=True)


@action(anyone)
def enter_demonstration(actor: Actor, *, token: str, label: str = "") -> Entry:
    """
    Sign a browser in as the demonstration person a token speaks for; the token stays as it is.

    :raises NotFound: if it is no demonstration person's
    """
    known = queries.demonstration_device(token)
    entry = _open_device(known.person, label, proved=known.second_factor_at is not None)
    record(
        actor,
        SignedIn(person_id=known.person.id, device_id=entry.device.id, means="demonstration"),
    )
    return entry
