"""A mail that was queued leaves at once, not at the next minute."""

from app.core.background import background
from app.core.facts import FactRecord, on
from app.delivery.facts import MailQueued


@on(MailQueued)
def send_soon(_fact: MailQueued, _row: FactRecord) -> None:
    """Wake the worker."""
    background.enqueue("delivery.send_mail")
