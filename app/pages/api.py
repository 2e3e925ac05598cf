"""The reference of the JSON door, for people who write programs."""

from flask import Blueprint, render_template

bp = Blueprint("reference", __name__)
blueprints = (bp,)


@bp.get("/api")
def show() -> str:
    """Show what a program may ask for; the same document is at /api/openapi.json."""
    return render_template("pages/api.html")
