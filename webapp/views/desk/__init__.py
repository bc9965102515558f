"""Pages of the coordinators: what waits, needs, missions, people, conventions. Guarded where they are registered."""

from webapp.views.desk import home
from webapp.views.desk.blueprint import bp

__all__ = ["bp", "home"]
