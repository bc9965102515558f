"""Pages of the members of a committee."""

from flask import Blueprint

bp = Blueprint("committee", __name__, url_prefix="/comite")
