"""The HTML door of the accounts."""

from app.accounts.views import factors, management, me, signing_in
from app.accounts.views.session import SignedIn, bp

__all__ = ["SignedIn", "blueprints", "factors", "management", "me", "signing_in"]

blueprints = (bp,)
