"""The blueprint that the modules of the JSON door share."""

from flask_smorest import Blueprint

bp = Blueprint("live_api", __name__, url_prefix="/api/v1", description="Rooms and questions")
