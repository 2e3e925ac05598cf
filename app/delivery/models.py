"""The outbox: mail that is to leave, and what became of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.db import Base, Identified


class Mail(Identified, Base):
    """
    One letter to one address; `key` is unique, so that a fact told twice writes once.

    `next_try_at` is empty once the mail left or was given up. The text of a secret one is wiped
    at that moment. What is worth nothing after `expires_at` (a code) is not sent later.
    """

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_mail_next_try_at", "next_try_at"),
        CheckConstraint("attempts >= 0", name="attempts"),
    )

    to_address: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    key: Mapped[str]
    is_secret: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
