"""What a browser keeps of a sign-in, and where it goes next."""

import re
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, session
from flask import url_for as address_of
from flask_login import UserMixin, current_user, login_user, logout_user

from app.accounts import actions, queries
from app.accounts.actions import Entry
from app.core.actors import Actor
from app.core.clock import now
from app.core.errors import SecondFactorRequired
from app.core.forms import Form
from app.core.web import actor, bearer_token, error_page, safe_next, wants_json

bp = Blueprint("accounts", __name__)

SEEN_EVERY = timedelta(hours=1)
BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh"),
    ("Linux", r"Linux|X11"),
)


class SignedIn(UserMixin):
    """What Flask-Login keeps of a session: the device's token, and who it speaks for."""

    def __init__(self, token: str) -> None:
        self.id = token
        device = queries.device_of(token)
        self.actor = queries.as_actor(device.person, device) if device else None
        self.last_seen_at = device.last_seen_at if device else None


def let_in(entry: Entry) -> None:
    """Start a session of this browser for who entered; nothing of the last one is kept."""
    session.clear()
    session.permanent = True
    login_user(SignedIn(entry.token))


def let_out(target: str) -> Response:
    """End the session of this browser, and have it forget pages, drafts and receipts."""
    logout_user()
    session.clear()
    answer = see(target)
    # Whoever sits down next would go back to them, or send in their own name what still waited.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def wanted(default: str | None = None) -> str:
    """Return the page the reader was going to, on this site."""
    asked = request.values.get("next") or session.get("next")
    return safe_next(asked, default or address_of("accounts.me"))


def onwards(entry: Entry, target: str) -> Response:
    """Lead who entered on: to their name if it is missing, to their second factor, to `target`."""
    who = queries.as_actor(entry.person, entry.device)
    if not who.name:
        return see(address_of("accounts.profile", next=target))
    return see(after_profile(who, target))


def after_profile(who: Actor, target: str) -> str:
    """Return the second check's address for whoever has one to pass, else `target`."""
    if not who.is_member or who.second_factor:
        return target
    if queries.holds_staff_role(who) or queries.factors(who).exist:
        return address_of("accounts.second_factor", next=target)
    return target


def see(target: str) -> Response:
    """Send the browser to `target` with a GET."""
    return redirect(target, 303)  # type: ignore[return-value]


def show(template: str, form: Form, **values: Any) -> Any:
    """Present a form, with the status of its refusal if there is one."""
    return render_template(f"accounts/{template}.html", form=form, **values), form.status


def sent(schema: Any, **values: Any) -> Form:
    """Return the form of this request, filled with `values` where nothing was sent."""
    return Form(schema, request.form if request.method == "POST" else None, **values)


def origin() -> str:
    """Return the mark of the address the request came from."""
    return actor().origin


def label() -> str:
    """Return what the browser says it is, in few words its owner recognises."""
    said = request.user_agent.string
    parts = [_first(BROWSERS, said), _first(SYSTEMS, said)]
    return ", ".join(part for part in parts if part)


def _first(kinds: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for name, pattern in kinds if re.search(pattern, said)), "")


@bp.before_app_request
def ask_for_the_name() -> Response | None:
    """A member without a name yet is asked for it before any other page."""
    page = request.endpoint or ""
    if request.method != "GET" or wants_json() or page.startswith("static"):
        return None
    if page in {"accounts.profile", "pages.choose_language", "healthz", ""}:
        return None
    if actor().is_member and not actor().name:
        return see(address_of("accounts.profile", next=request.full_path.rstrip("?")))
    return None


@bp.after_app_request
def ask_for_the_proof(response: Response) -> Response:
    """Say to who has not proved a role that this may be why a page or an act is refused to them."""
    is_refused = response.status_code in (403, 404) and request.endpoint and not wants_json()
    if is_refused and not actor().second_factor and queries.holds_staff_role(actor()):
        needed = SecondFactorRequired()
        page, _status = error_page(needed.status, needed.sentence, needed.code)
        response.set_data(page)
    return response


@bp.after_app_request
def note_presence(response: Response) -> Response:
    """Remember, once an hour, that the device of this request is in use."""
    seen = getattr(current_user, "last_seen_at", None)
    if seen is None or now() - seen < SEEN_EVERY or response.status_code >= 400:
        return response
    if bearer_token() is None and not current_app.config["TESTING"]:
        session.modified = True  # the cookie lives a year from the last visit
    if actor().device_id is not None:
        actions.note_presence(actor())
    return response
