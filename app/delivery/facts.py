"""What happened to the mail."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MailFact(Fact):
    """Something that happened to a mail of the outbox."""

    mail_id: int

    @property
    def scope(self) -> str:
        return "mail"


@dataclass(frozen=True, kw_only=True)
class MailQueued(MailFact):
    """A mail was put in the outbox."""


@dataclass(frozen=True, kw_only=True)
class MailSent(MailFact):
    """The mail server took the mail."""


@dataclass(frozen=True, kw_only=True)
class MailGivenUp(MailFact):
    """The mail will not be tried again."""
