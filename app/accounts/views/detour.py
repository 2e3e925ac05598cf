"""The detour of who has to sign in, or to prove a role, before a page of another feature."""

from typing import Any

from flask import redirect, request, url_for

from app.accounts import queries
from app.core.errors import NotAllowed
from app.core.web import actor


def require(allowed: bool) -> Any:
    """
    Return where to send a reader who must first sign in or prove a role; None if all is well.

    :raises NotAllowed: if the page is not theirs at all
    """
    if allowed:
        return None
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    if not actor().is_member:
        return redirect(url_for("accounts.sign_in", next=here), 303)
    if queries.holds_staff_role(actor()) and not actor().second_factor:
        return redirect(url_for("accounts.second_factor", next=here), 303)
    raise NotAllowed()
