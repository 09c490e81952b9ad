"""A home for many writers and readers: DuckLake, its catalogue in PostgreSQL, its rows in Parquet files.

A run gathers its rows in a file of its own, beside those of others; then, alone, it brings them into the lake in one transaction.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import catalogue, database, load, schema
from warehouse.errors import LakeUnreachable, WarehouseMissing, WarehouseOlder
from warehouse.schema import quote

if TYPE_CHECKING:
    from warehouse.database import Connection

SCHEME = "ducklake:"
_CATALOGUE = "ducklake:postgres:"
_EXTENSIONS = ("ducklake", "postgres_scanner")
_STAGED = ".staged"
_KEYWORDS = re.compile(_CATALOGUE + r"\s*\w+\s*=")
_PASSWORD = re.compile(r"""(?i)\bpassword\s*=\s*('(?:[^'\\]|\\.)*'|\S+)\s*""")
_LOCK = "SELECT pg_advisory_xact_lock(hashtext(''raqam''))"
_NOT_MADE = re.compile("Existing DuckLake .* does not exist")
_ADVICE = "Give it as 'ducklake:postgres:dbname=NAME host=HOST user=USER', and check that PostgreSQL answers there"


@dataclass(frozen=True, slots=True)
class Lake:
    """A lake as a home. What belongs to this machine alone (export, report, logs) lies in ``folder``.

    ``data`` is where a lake that is made keeps its Parquet files; one that is there knows.

    >>> lake = Lake.of("ducklake:postgres:dbname=press host=db", None, Path("data"))
    >>> str(lake), lake / "report.html"
    ('ducklake:postgres:dbname=press host=db', PosixPath('data/report.html'))
    """

    dsn: str
    data: str | None
    folder: Path

    @classmethod
    def of(cls, address: str, data: str | None, folder: Path) -> Lake:
        """The lake of an address; its password goes where PostgreSQL's library looks for it, since statements and their errors are told.

        Raises LakeUnreachable where the catalogue is not in PostgreSQL, and where the password may be at a place that is not known.
        """
        if not _KEYWORDS.match(address):
            raise LakeUnreachable(SCHEME + "…", "not an address of a lake that raqam knows", _ADVICE)
        password = _PASSWORD.search(address)
        if password:
            os.environ["PGPASSWORD"] = re.sub(r"\\(.)", r"\1", password[1].strip("'"))
        return cls(_PASSWORD.sub("", address).removeprefix(_CATALOGUE).strip(), data, folder)

    def __str__(self) -> str:
        return _CATALOGUE + self.dsn

    def __truediv__(self, name: str) -> Path:
        return self.folder / name

    @property
    def files(self) -> str:
        """Where the Parquet files of a lake go that is made now."""
        return self.data or str((self.folder / "lake").absolute())


@contextmanager
def reading(lake: Lake) -> Iterator[Connection]:
    """The lake, read-only."""
    with database.in_memory() as con:
        _attach(con, lake, "READ_ONLY")
        _require_current(con, lake)
        yield con


@dataclass(slots=True)
class LakeWork:
    """A run at work on a lake: what it gathers is in a file of its own, ``until_done`` is what must be let go in the end."""

    home: Lake
    path: Path
    con: Connection
    until_done: ExitStack

    @property
    def published(self) -> str:
        """Where readers look."""
        return str(self.home)

    def known(self, rules_version: str) -> Iterator[bytes]:
        """What is in the lake already (see `load.known_documents`); nothing where there is no lake yet."""
        with suppress(WarehouseMissing), reading(self.home) as con:
            yield from load.known_documents(con, rules_version)

    def is_ready(self) -> bool:
        """Always: a run on a lake begins with a file of its own."""
        return True

    @contextmanager
    def loading(self) -> Iterator[Connection]:
        """The run's own file, in a transaction."""
        self.con.begin()
        load.create_tables(self.con)
        yield self.con

    def keep(self, _con: Connection) -> None:
        """Nothing yet: the transaction ends in `checking`."""

    def settling(self, _con: Connection) -> None:
        """Wait for other runs to be through, and bring the rows into the lake, in a transaction that `checking` ends."""
        self.con.commit()
        _load_extensions(self.con, self.home)
        lock = self.until_done.enter_context(_connection(self.con))
        _execute(self.home, lock, f"ATTACH {quote(self.home.dsn)} AS writers (TYPE postgres)")
        lock.begin()
        lock.execute(f"CALL postgres_execute('writers', '{_LOCK}')")
        _attach(self.con, self.home, f"DATA_PATH {quote(self.home.files)}")
        self._prepare()
        self.con.begin()
        for name in schema.TABLES:
            self.con.execute(f'INSERT INTO "{name}" FROM staged."{name}"')

    @contextmanager
    def checking(self) -> Iterator[Connection]:
        """The lake with the run's rows; what was done is kept in the end."""
        try:
            yield self.con
            self.con.commit()
        except database.Error as error:
            raise LakeUnreachable(str(self.home), f"not published: {_reason(error)}", "Run again") from error

    def done(self) -> None:
        """Let other runs go on, and forget the run's own file; what is not kept is lost."""
        self.until_done.close()

    def _prepare(self) -> None:
        """Tables where there are none, views as they are now."""
        self.con.begin()
        if load.is_empty(self.con):
            load.create_tables(self.con)
        _require_current(self.con, self.home)
        catalogue.install(self.con, in_lake=True)
        self.con.commit()


def begin(lake: Lake, run_id: str) -> LakeWork:
    """A file of its own for a run; any number may be at work."""
    with ExitStack() as so_far:
        folder = so_far.enter_context(_staged(lake.folder / _STAGED, run_id))
        path = folder / "rows.duckdb"
        con = so_far.enter_context(database.in_memory())
        con.execute(f"SET temp_directory = {quote(str(folder))}")
        con.execute(f"ATTACH {quote(str(path))} AS staged")
        con.execute("USE staged")
        return LakeWork(lake, path, con, so_far.pop_all())


@contextmanager
def _staged(root: Path, run_id: str) -> Iterator[Path]:
    """A folder for a run, and those of runs that died removed: the lock on each ends with its process."""
    root.mkdir(parents=True, exist_ok=True)
    for left in root.iterdir():
        with suppress(OSError), _held(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = root / run_id
    folder.mkdir()
    with _held(folder):
        yield folder
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _connection(con: Connection) -> Iterator[Connection]:
    """Another connection to the same databases, whose transaction ends with it."""
    other = con.cursor()
    try:
        yield other
    finally:
        other.close()


def _attach(con: Connection, lake: Lake, options: str) -> None:
    """Attach a lake and make it the one that is asked."""
    _load_extensions(con, lake)
    _execute(lake, con, f"ATTACH {quote(str(lake))} AS lake ({options})")
    con.execute("USE lake")


def _load_extensions(con: Connection, lake: Lake) -> None:
    try:
        from duckdb_extensions import import_extension

        for name in _EXTENSIONS:
            import_extension(name, con=con)
    except (ImportError, database.Error) as error:
        reason = "a lake needs the DuckDB that its extensions are made for, and these"
        raise LakeUnreachable(str(lake), reason, "Try: pip install 'raqam[lake]'") from error


def _execute(lake: Lake, con: Connection, statement: str) -> None:
    """Run a statement that goes to PostgreSQL."""
    try:
        con.execute(statement)
    except database.Error as error:
        if _NOT_MADE.search(str(error)):
            raise _missing(lake) from error
        raise LakeUnreachable(str(lake), f"no lake there: {_reason(error)}", _ADVICE) from error


def _require_current(con: Connection, lake: Lake) -> None:
    """Raise where a lake is empty, not raqam's, or of another schema."""
    if load.is_empty(con):
        raise _missing(lake)
    stamp = database.stamp_of(con)
    if stamp is None or stamp[1] != schema.schema_hash():
        told = "not a raqam warehouse" if stamp is None else f"has the schema of raqam {stamp[0]}, another one than this"
        raise WarehouseOlder(str(lake), told, "Fill a new lake: raqam run SOURCE --home 'ducklake:postgres:dbname=ANOTHER'")


def _missing(lake: Lake) -> WarehouseMissing:
    return WarehouseMissing(str(lake), "no warehouse here yet", f"Fill one: raqam run SOURCE --home '{lake}'")


def _reason(error: Exception) -> str:
    """What PostgreSQL or DuckLake said, without the statement.

    >>> _reason(ValueError('IO Error: no "dbname=x": connection to server failed: refused\\n\\tIs it there?'))
    'connection to server failed: refused'
    """
    told = str(error).splitlines()[0]
    return told.rpartition('": ')[2]
