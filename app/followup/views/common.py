"""What the pages of follow-up share."""

from typing import Any

from flask import redirect, request, url_for

from app.accounts import queries as people
from app.core.errors import NotAllowed
from app.core.web import actor


def require(allowed: bool) -> Any:
    """
    Return where to send a reader who must first sign in or prove a role; None if all is well.

    :raises NotAllowed: if the page is not theirs at all
    """
    if allowed:
        return None
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    if not actor().is_member:
        return redirect(url_for("accounts.sign_in", next=here), 303)
    if people.holds_staff_role(actor()) and not actor().second_factor:
        return redirect(url_for("accounts.second_factor", next=here), 303)
    raise NotAllowed()
