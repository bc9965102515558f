"""Real connections side by side, on a database of their own."""

import shutil
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from conftest import app_on
from sqlalchemy import create_engine, text

from webapp.extensions import db


@pytest.fixture(params=["sqlite", "postgres"])
def own_app(request, tmp_path) -> Iterator:
    """An application on a fresh database that really commits."""
    if request.param == "sqlite":
        path = tmp_path / "races.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield from app_on(f"sqlite:///{path}")
        return
    url = request.getfixturevalue("postgres_url")
    name = f"races_{uuid.uuid4().hex}"
    template = url.replace("postgresql://", "postgresql+psycopg://")
    server = create_engine(template.replace("/template_alize", "/postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_alize"))
    yield from app_on(url.replace("/template_alize", f"/{name}"))
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def all_at_once(app, acts) -> list:
    """Run the acts in threads that start together, each with its own connection; what each returned or raised."""
    start = Barrier(len(acts))

    def one(act):
        with app.app_context():
            try:
                start.wait(timeout=60)
                return act()
            except Exception as error:  # noqa: BLE001 what it raised is the result
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))
