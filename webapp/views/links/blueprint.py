"""Pages opened from a mail, without an account."""

from flask import Blueprint

bp = Blueprint("links", __name__)
