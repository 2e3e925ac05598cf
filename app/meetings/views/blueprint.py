"""The blueprint that the pages of the meetings share."""

from flask import Blueprint

bp = Blueprint("meetings", __name__)
