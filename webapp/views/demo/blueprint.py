"""The demonstration's own pages; they exist on a database marked as one, and nowhere else."""

from flask import Blueprint

bp = Blueprint("demo", __name__, url_prefix="/demo")
