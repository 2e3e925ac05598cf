"""Who may do what to a dossier. Recommender, decider and appeal reviewer are three people."""

from app.accounts.models import Role
from app.accreditation.models import Appeal, Call, Dossier, Proposal
from app.core.actors import Actor

DESK = (Role.REVIEWER, Role.SECRETARIAT, Role.ADMINISTRATOR)
READERS = (*DESK, Role.DECIDER, Role.STEERING_COMMITTEE)
APPEAL_REVIEWERS = (Role.DECIDER, Role.STEERING_COMMITTEE)


def may_publish_call(actor: Actor, *_things: object) -> bool:
    """The secretariat and administrators publish calls."""
    return actor.holds(Role.SECRETARIAT, Role.ADMINISTRATOR)


def may_apply(actor: Actor, *_things: object) -> bool:
    """Anybody with an account may open a dossier for their association."""
    return actor.is_member


def is_officer(actor: Actor, dossier: Dossier, *_things: object) -> bool:
    """Whether the actor acts for the association."""
    return any(
        grant.role == Role.ASSOCIATION_OFFICER
        and grant.place == "organisation"
        and grant.number == dossier.organisation_id
        for grant in actor.grants
    )


def may_read_dossiers(actor: Actor, *_things: object) -> bool:
    """Those who examine, decide or read appeals see every dossier that was submitted."""
    return actor.holds(*READERS)


def may_see_dossier(actor: Actor, dossier: Dossier) -> bool:
    """The association sees its own dossier, a draft too; the desk what was submitted."""
    if is_officer(actor, dossier):
        return True
    return may_read_dossiers(actor) and dossier.submitted_at is not None


def may_check(actor: Actor, dossier: Dossier, *_things: object) -> bool:
    """Reviewers and the secretariat run the procedure, never for their own association."""
    return actor.holds(*DESK) and not is_officer(actor, dossier)


def may_recommend(actor: Actor, dossier: Dossier) -> bool:
    """Reviewers recommend, never for their own association."""
    return actor.holds(Role.REVIEWER) and actor.is_known and not is_officer(actor, dossier)


def may_decide(actor: Actor, dossier: Dossier, proposal: Proposal) -> bool:
    """A decider decides on what somebody else recommended, never for their own association."""
    return (
        actor.holds(Role.DECIDER)
        and actor.is_known
        and actor.id != proposal.proposer_id
        and proposal.dossier_id == dossier.id
        and not is_officer(actor, dossier)
    )


def may_answer_appeal(actor: Actor, dossier: Dossier, appeal: Appeal) -> bool:
    """A third person answers an appeal: neither its recommender nor its decider."""
    return (
        actor.holds(*APPEAL_REVIEWERS)
        and actor.is_known
        and actor.id not in (appeal.recommender_id, appeal.decider_id)
        and appeal.dossier_id == dossier.id
        and not is_officer(actor, dossier)
    )


def may_read_appeals(actor: Actor, *_things: object) -> bool:
    """Deciders and the steering committee read appeals."""
    return actor.holds(*APPEAL_REVIEWERS)


def may_change_call(actor: Actor, call: Call) -> bool:
    """Who publishes calls may move their last day."""
    return may_publish_call(actor)
