"""Pages that anyone may open."""

from flask import Blueprint

bp = Blueprint("public", __name__)
