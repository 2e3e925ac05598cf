"""What the pages of follow-up share."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for

from app.accounts import queries as people
from app.core.clock import now
from app.core.errors import NotAllowed, Refused
from app.core.forms import Form, Schema
from app.core.i18n import translate
from app.core.web import actor


def today() -> date:
    """Return the day it is in Bamako, which keeps UTC."""
    return now().date()


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


def take(
    schema: type[Schema],
    act: Callable[..., Any],
    said: str,
    address: str | Callable[[Any], str],
    show: Callable[[Form, int], Any],
) -> Any:
    """Do what the form says and go to `address`; or show the page again with what is wrong."""
    form, status = Form(schema, request.form), 422
    if form.is_valid:
        try:
            done = act(**form.data)
        except Refused as refused:
            form.refuse(refused)
            status = refused.status
        else:
            flash(translate(said))
            return redirect(address(done) if callable(address) else address, 303)
    return show(form, status)
