"""Databases of their own, for what must be committed: races between processes, and processes that are killed."""

import multiprocessing
import shutil

import psycopg
import pytest
from conftest import app_on
from sqlalchemy.engine import make_url

from webapp.extensions import db

TEMPLATE = "template_alize"


@pytest.fixture(params=["sqlite", "postgres"])
def own_app(request, tmp_path):
    """The application on an empty database that nothing else uses, on each engine in turn."""
    yield from app_on(request.getfixturevalue(f"own_{request.param}"))


@pytest.fixture
def own_sqlite(sqlite_template, tmp_path):
    shutil.copyfile(sqlite_template, tmp_path / "own.sqlite")
    return f"sqlite:///{tmp_path / 'own.sqlite'}"


@pytest.fixture
def own_postgres(postgres_url, postgres_app, tmp_path):
    name = f"own_{abs(hash(tmp_path)):x}"
    with postgres_app.app_context():
        db.engine.dispose()
    with psycopg.connect(postgres_url, autocommit=True, dbname="postgres") as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def nursery():
    """Starts processes that have everything imported already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["processes.mail_worker", "processes.sink", "processes.ticker"])
    return context
