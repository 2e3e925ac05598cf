"""The blueprint that the pages of the directory share."""

from flask import Blueprint

bp = Blueprint("directory", __name__)
