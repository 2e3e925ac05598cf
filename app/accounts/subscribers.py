"""Letters that follow what happened: codes, roles, and changes a person should know of."""

from datetime import datetime
from typing import Any

from app.accounts import queries
from app.accounts.facts import (
    PasswordChanged,
    PersonFact,
    RecoveryCodesMade,
    RoleGranted,
    RoleRevoked,
    SecondFactorAdded,
    SecondFactorRemoved,
    SignInCodeAsked,
)
from app.accounts.schemas import ROLE_NAMES
from app.core.actors import SYSTEM
from app.core.facts import FactRecord, on
from app.core.letters import public_url, write_letter
from app.delivery import actions as delivery


@on(SignInCodeAsked)
def send_code(fact: SignInCodeAsked, row: FactRecord) -> None:
    """Send the six digits; once sent, the outbox forgets them."""
    code = queries.sign_in_code(fact.code_id)
    if code is None:
        return
    _send(
        row,
        "code",
        code.email,
        code.language,
        is_secret=True,
        expires_at=code.expires_at,
        digits=queries.digits_of(code),
    )


@on(RoleGranted)
def tell_of_role(fact: RoleGranted, row: FactRecord) -> None:
    """Tell somebody that a role was given to them."""
    grant = queries.role_grant(fact.grant_id)
    if grant is not None and grant.granted_by_id is not None:
        _tell(fact, row, "role_granted", role=ROLE_NAMES[grant.role], until=grant.until)


@on(RoleRevoked)
def tell_of_lost_role(fact: RoleRevoked, row: FactRecord) -> None:
    """Tell somebody that a role was taken back."""
    grant = queries.role_grant(fact.grant_id)
    if grant is not None:
        _tell(fact, row, "role_revoked", role=ROLE_NAMES[grant.role])


@on(PasswordChanged)
def tell_of_password(fact: PasswordChanged, row: FactRecord) -> None:
    """Tell somebody that their password changed, in case it was not them."""
    _tell(fact, row, "password", is_set=fact.is_set)


@on(SecondFactorAdded, SecondFactorRemoved, RecoveryCodesMade)
def tell_of_factor(fact: PersonFact, row: FactRecord) -> None:
    """Tell somebody that their second factor changed, in case it was not them."""
    _tell(fact, row, "second_factor", change=type(fact).__name__)


def _tell(fact: PersonFact, row: FactRecord, template: str, **values: Any) -> None:
    person = queries.person(fact.person_id)
    if person is None or person.email is None or person.closed_at is not None:
        return
    _send(row, template, person.email, person.language, person=person, **values)


def _send(
    row: FactRecord,
    template: str,
    to_address: str,
    language: str | None,
    *,
    is_secret: bool = False,
    expires_at: datetime | None = None,
    **values: Any,
) -> None:
    letter = write_letter(
        f"accounts/mail/{template}.txt", language, home=public_url("/"), row=row, **values
    )
    delivery.queue_mail(
        SYSTEM,
        once=f"accounts:{template}:{row.id}",
        to_address=to_address,
        subject=letter.subject,
        text=letter.text,
        language=letter.language,
        is_secret=is_secret,
        expires_at=expires_at,
    )
