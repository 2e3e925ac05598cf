"""The demonstration's letter box: the mail that landed in the folder."""

from pathlib import Path

from flask import Blueprint, current_app, render_template

from app.core.errors import NotFound
from app.delivery import queries

bp = Blueprint("delivery", __name__)


@bp.get("/demo/courrier")
def mails() -> str:
    """Show the newest mails."""
    return render_template("delivery/mails.html", mails=queries.kept_mails(_folder()))


@bp.get("/demo/courrier/<int:number>")
def mail(number: int) -> str:
    """Show one mail."""
    return render_template("delivery/mail.html", mail=queries.kept_mail(_folder(), number))


def _folder() -> Path:
    """
    Return the folder where mail lands.

    :raises NotFound: where real people could be written to
    """
    if current_app.config["PRODUCTION"] or current_app.config["SETTINGS"].MAIL_URL:
        raise NotFound()
    return Path(current_app.config["VAR"]) / "mail"


blueprints = (bp,)
