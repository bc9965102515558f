"""The demonstration: who one is, the mailbox, the clock."""

from webapp.views.demo import gallery, mails, moves, people
from webapp.views.demo.bar import register_demo
from webapp.views.demo.blueprint import bp

__all__ = ["bp", "gallery", "mails", "moves", "people", "register_demo"]
