"""The HTML and JSON doors: who acts, how a refusal is shown, and the headers of every answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from secure import (
    ContentSecurityPolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)
from werkzeug import Response as AnyResponse
from werkzeug.exceptions import HTTPException

from app.core import errors
from app.core.actors import ANONYMOUS, Actor
from app.core.addresses import RowNumber, page_above, public_address
from app.core.forms import Form, Schema, mark
from app.core.i18n import N_, translate
from app.core.origins import origin_of

Answer = TypeVar("Answer", bound=AnyResponse)

login_manager = LoginManager()
csrf = CSRFProtect()

HTTP_SENTENCES = {
    400: N_("La demande est incomplète. Revenez en arrière et recommencez."),
    405: N_("Cette adresse ne répond pas à cette demande."),
    413: errors.TooLarge.message,
    415: N_("Ce format n’est pas lu ici."),
    429: errors.TooMany.message,
    500: N_(
        "Une erreur est survenue de notre côté. Rien n’a été perdu de ce qui était enregistré."
    ),
    503: N_("Le service redémarre. Réessayez dans une minute."),
}
NOT_AN_OBJECT = N_("Le message n’a pas la forme attendue.")
TITLES = {
    401: N_("Qui êtes-vous ?"),
    403: N_("Accès réservé"),
    404: N_("Page introuvable"),
    409: N_("Action impossible"),
    413: N_("Message trop lourd"),
    422: N_("À corriger"),
    429: N_("Un instant"),
    500: N_("Erreur de notre côté"),
}


def actor() -> Actor:
    """Return who acts in this request, read once."""
    if "actor" not in g:
        found = getattr(current_user, "actor", None) or ANONYMOUS
        origin = origin_of(request.remote_addr, current_app.config["SECRET_KEY"])
        g.actor = replace(found, origin=origin)
    return g.actor


def can(name: str, *things: Any) -> bool:
    """Ask the rule `feature.rule` ("live.may_ask") for the actor of this request."""
    return bool(_rule(name)(actor(), *things))


@cache
def _rule(name: str) -> Callable[..., bool]:
    feature, rule = name.split(".")
    return getattr(import_module(f"app.{feature}.rules"), rule)


def take(
    schema: type[Schema],
    act: Callable[..., Any],
    said: str | Callable[[Any], str],
    address: str | Callable[[Any], str],
    show: Callable[[Form], Any],
    *,
    values: dict[str, Any] | None = None,
) -> Any:
    """
    Do what the form that was sent says and go to `address`, or show it again with what is wrong.

    Where none was sent, show the form of `values`. What the act makes is given to `said` and to
    `address` where they ask for it; `show` makes the page of a form, which says its status.
    """
    if request.method != "POST":
        values = values or {}
        return show(Form(schema, **({"seen": mark(values)} | values)))
    form = Form(schema, request.form)
    if form.is_valid:
        try:
            made = act(**form.data)
        except errors.Refused as refused:
            form.refuse(refused)
        else:
            flash(said(made) if callable(said) else translate(said), "success")
            return redirect(address(made) if callable(address) else address, 303)
    return show(form), form.status


def asset(name: str) -> str:
    """Return the address of a built file, named by its content so that it is cached for ever."""
    built: dict[str, str] = current_app.extensions["assets"]
    return url_for("static", filename=f"dist/{built.get(name, name)}")


def safe_next(target: str | None, default: str) -> str:
    """Return `target` if it stays on this site, else `default`."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(c < " " or c == "\x7f" for c in target):
        return default  # browsers drop tabs and line ends: "/\t/elsewhere" would leave the site
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target


def wants_json() -> bool:
    """Whether the answer goes to a program."""
    return request.path.startswith("/api/")


def json_body() -> dict[str, Any]:
    """
    Return the JSON object of the request, an empty one if it has none.

    :raises Invalid: if the body is not a JSON object
    """
    try:
        body = request.get_json(silent=True, force=True) if request.get_data() else {}
    except RecursionError:
        body = None  # brackets within brackets, thousands deep
    if not isinstance(body, dict):
        raise errors.Invalid({"": [translate(NOT_AN_OBJECT)]})
    return body


def problem(refused: errors.Refused) -> Response:
    """Present a refusal as a JSON problem (RFC 9457)."""
    body: dict[str, Any] = {
        "type": f"/api/problems/{refused.code}",
        "title": translate(TITLES.get(refused.status, refused.message)),
        "status": refused.status,
        "detail": refused.sentence,
        "code": refused.code,
    }
    if refused.fields:
        body["fields"] = refused.fields
    body |= refused.more
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, refused.status, content_type="application/problem+json")


def error_page(status: int, sentence: str, code: str = "") -> tuple[str, int]:
    """Present an error as a page: what happened, what was kept, what to do."""
    title = translate(TITLES.get(status, TITLES[409]))
    values = {"title": title, "message": sentence, "code": code, "left": _page_left()}
    return render_template("errors/problem.html", status=status, **values), status


def _page_left() -> str:
    """Return the page of this site that a form was sent from, "" if there is none."""
    parts = urlsplit(request.referrer or "")
    if request.method == "GET" or parts.netloc != request.host:
        return ""
    return safe_next(parts._replace(scheme="", netloc="").geturl(), "")


def setup(app: Flask) -> None:
    """Attach the errors, headers and template words to the application."""
    app.url_map.converters["int"] = RowNumber
    csrf.init_app(app)
    login_manager.init_app(app)
    app.extensions["assets"] = _manifest(Path(app.static_folder or "") / "dist" / "manifest.json")
    app.register_error_handler(errors.Refused, _refuse)
    app.register_error_handler(CSRFError, _refuse_forged)
    app.register_error_handler(HTTPException, _refuse_http)
    app.register_error_handler(Exception, _fail)
    app.extensions["safety"] = _safety(app)
    app.after_request(secured)
    app.after_request(_say_when)
    app.jinja_env.globals.update(can=can, asset=asset, public_address=public_address)


def protect_unless_bearer() -> None:
    """Check the CSRF token of writes that a cookie authenticates; a bearer token needs none."""
    if request.method in {"POST", "PUT", "PATCH", "DELETE"} and not bearer_token():
        if wants_json() and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
            return  # a program that joins as a guest: no cookie speaks for anybody
        csrf.protect()


def bearer_token() -> str | None:
    """Return the token of the Authorization header, if the request carries one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def secured(response: Answer) -> Answer:
    """Add the headers that protect who reads the answer."""
    for name, value in current_app.extensions["safety"].items():
        response.headers.setdefault(name, value)
    return response


def _manifest(path: Path) -> dict[str, str]:
    return json.loads(path.read_text()) if path.exists() else {}


def _refuse(refused: errors.Refused) -> Any:
    if wants_json():
        return problem(refused)
    return error_page(refused.status, refused.sentence, refused.code)


def _refuse_forged(_error: CSRFError) -> Any:
    refused = errors.Refused()
    refused.status, refused.code = 400, "csrf"
    refused.message = N_("La page est restée ouverte trop longtemps. Rechargez-la, puis renvoyez.")
    return _refuse(refused)


def _refuse_http(error: HTTPException) -> Any:
    status = error.code or 500
    if 300 <= status < 400:
        return error
    if status == 404:
        return _refuse(errors.NotFound())
    if status == 405 and request.method == "GET" and not wants_json():
        return redirect(page_above(request.path))
    refused = errors.Refused()
    refused.status, refused.code = status, (error.name or "error").lower().replace(" ", "_")
    refused.message = HTTP_SENTENCES.get(status, HTTP_SENTENCES[400])
    return _refuse(refused)


def _fail(error: Exception) -> Any:
    current_app.logger.error("the request failed", exc_info=error)
    if current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error
    refused = errors.Refused()
    refused.status, refused.code, refused.message = 500, "failure", HTTP_SENTENCES[500]
    return _refuse(refused)


def _say_when(response: Response) -> Response:
    """Tell programs when to try again, whatever page shows that it was too soon."""
    if response.status_code == errors.TooMany.status and "retry_after" in g:
        response.headers["Retry-After"] = str(g.retry_after)
    return response


def _safety(app: Flask) -> Mapping[str, str]:
    """Return the headers that every answer carries."""
    policy = (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'", "data:")
        .font_src("'self'")
        .connect_src("'self'")
        .manifest_src("'self'")
        .form_action("'self'")
        .frame_ancestors("'none'")
        .base_uri("'none'")
    )
    return Secure(
        csp=policy,
        xfo=XFrameOptions().deny(),
        referrer=ReferrerPolicy().strict_origin_when_cross_origin(),
        xcto=XContentTypeOptions().nosniff(),
        permissions=PermissionsPolicy().camera().geolocation().microphone(),
        hsts=StrictTransportSecurity().max_age(31_536_000) if app.config["PRODUCTION"] else None,
    ).headers
