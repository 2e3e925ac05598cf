"""Letters to delegates: their personal link, and what became of their nomination."""

from app.core.actors import SYSTEM
from app.core.facts import FactRecord, on
from app.core.letters import public_url, write_letter
from app.delivery import actions as delivery
from app.meetings import queries
from app.meetings.facts import DelegateMoved
from app.meetings.models import DelegateMove
from app.meetings.schemas import OWN_STATES

# What the person did themselves needs no letter.
SILENT = {DelegateMove.CONFIRM, DelegateMove.DECLINE}


@on(DelegateMoved)
def write_to_delegate(fact: DelegateMoved, row: FactRecord) -> None:
    """Send a delegate their link, or tell them what was decided."""
    step = queries.delegate_step(fact.step_id)
    if step is None or step.move in SILENT:
        return
    delegate = step.delegate
    letter = write_letter(
        "meetings/mail/delegate.txt",
        None,
        delegate=delegate,
        step=step,
        meeting=delegate.quota.meeting,
        organisation=delegate.quota.organisation,
        state=OWN_STATES[step.state],
        address=public_url(queries.link_of(delegate)),
        home=public_url("/"),
    )
    delivery.queue_mail(
        SYSTEM,
        once=f"delegate:{step.id}",
        to_address=delegate.email,
        subject=letter.subject,
        text=letter.text,
        language=letter.language,
        is_secret=True,
    )
