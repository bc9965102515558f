from factory.alchemy import SQLAlchemyModelFactory

from webapp.extensions import db


class Factory(SQLAlchemyModelFactory):
    """Rows as the tests need them: each factory builds one thing, traits are named like situations."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731
        sqlalchemy_session_persistence = "commit"
