"""The database itself: SQLAlchemy, connections, and faults told without values or passwords."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from giis._errors import GiisError, InputError
from giis._text import Text
from giis.converters._job import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator


def library() -> Any:
    """Return SQLAlchemy, or tell what to install."""
    try:
        import sqlalchemy
    except ImportError as error:
        raise InputError(
            Text(
                "para usar bases de datos falta SQLAlchemy: pip install 'giis[sql]'",
                "SQLAlchemy is needed for databases: pip install 'giis[sql]'",
            )
        ) from error
    return sqlalchemy


def engine_of(url: str) -> Any:
    """Return the way into a database."""
    sa = library()
    try:
        engine = sa.create_engine(url, hide_parameters=True)
    except ValueError as error:  # a port that is no number
        raise sa.exc.ArgumentError("port") from error
    if engine.dialect.name == "sqlite":
        # The driver would commit the making of tables by itself: transactions are begun here.
        sa.event.listen(engine, "connect", _by_hand)
        sa.event.listen(engine, "begin", _begin)
    return engine


def _by_hand(connection: Any, _: Any) -> None:
    connection.isolation_level = None


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


def refuse_absent(engine: Any) -> None:
    """Refuse to read a file of SQLite that is not there, which it would make."""
    name = engine.url.database
    if engine.dialect.name == "sqlite" and name and name != ":memory:" and not Path(name).exists():
        raise unreadable(name, Text("no existe", "it does not exist"))


def fresh_file(engine: Any) -> Path | None:
    """Return the file of SQLite that nothing is in yet (opening it makes one); None for any other database."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    path = Path(name)
    return None if path.exists() and path.stat().st_size else path


@contextmanager
def guarded(url: str) -> Iterator[None]:
    """Tell of a fault of the database without the values and the password that its own words may hold."""
    sa = library()
    try:
        yield
    except GiisError:
        raise
    except ImportError as error:
        driver = error.name or type(error).__name__
        raise InputError(
            Text(
                f"falta el controlador de esta base: pip install {driver}",
                f"the driver of this database is missing: pip install {driver}",
            )
        ) from error
    except sa.exc.NoSuchModuleError as error:
        kind = url.partition("://")[0]
        raise InputError(
            Text(
                f"{kind} no es una base que SQLAlchemy conozca aquí; un ejemplo: postgresql+psycopg://usuario@servidor/base",
                f"{kind} is no database that SQLAlchemy knows here; an example: postgresql+psycopg://user@server/base",
            )
        ) from error
    except sa.exc.ArgumentError as error:
        raise InputError(
            Text(
                "la dirección de la base no se entiende; un ejemplo: sqlite:///base.db",
                "the URL of the database cannot be read; an example: sqlite:///base.db",
            )
        ) from error
    except sa.exc.SQLAlchemyError as error:
        place, kind = without_password(url), type(getattr(error, "orig", None) or error).__name__
        raise InputError(
            Text(
                f"{place}: la base no pudo con lo pedido ({kind}); nada quedó a medias. Revise dirección, permisos y "
                "espacio",
                f"{place}: the database could not do what was asked ({kind}); nothing was left half done. Check "
                "address, rights and space",
            )
        ) from error


def without_password(url: str) -> str:
    """Return the URL as it may be shown."""
    sa = library()
    try:
        return str(sa.make_url(url).render_as_string(hide_password=True))
    except (sa.exc.ArgumentError, ValueError):
        return "sql"
