"""Choose the tables left out of a backup, and the counts that must be equal after a restore."""

import json
from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass

from django.apps import apps
from django.conf import settings
from psycopg import Connection, sql

# What opens a session, counts tries, or waits an hour for its form: their tables come back empty. Some are of apps
# that a town may not have.
LEFT_OUT = [
    "sessions.session",
    "usersessions.usersession",
    "socialaccount.socialtoken",
    "account.emailconfirmation",
    "people.signincode",
    "documents.upload",
]
# A mail that carries a link (a new password) is saved without it, as one that failed: sent later, it would open
# nothing. The table is copied apart, for pg_dump takes whole rows.
MAILS = "mail_outgoingmail"
BLANKED = {
    "body": "'(Ce message portait un lien secret : il n’a pas été sauvegardé.)'",
    "html": "''",
    "calendar": "''",
    "error": "'Restauré sans son lien : il faut en demander un autre.'",
    "state": "'failed'",
}
HAS_A_LINK = "is_secret AND state <> 'sent'"
OURS = sql.SQL("""
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                    AND d.deptype = 'e')
""")


@dataclass
class Contents:
    """Said by the snapshot that was saved; compared with what was restored."""

    postgres: int
    migrations: list[list[str]]
    tables: dict[str, int]
    triggers: int
    # Documents whose file was already missing or damaged on the disk.
    lost_files: list[str]

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()


@dataclass(frozen=True)
class StoredFile:
    reference: str
    sha256: str


def tables_left_out() -> set[str]:
    """Return tables of installed apps to leave out, and the cache's, which counts attempts."""
    models = {model._meta.label_lower: model._meta.db_table for model in apps.get_models()}
    return {models[label] for label in LEFT_OUT if label in models} | {
        str(settings.CACHES["default"]["LOCATION"])
    }


def read(connection: Connection) -> Contents:
    """Counts each table, those left out as empty."""
    left_out = tables_left_out()
    named = sql.SQL("SELECT c.relname {} AND c.relkind = 'r' ORDER BY 1").format(OURS)
    tables = [name for (name,) in connection.execute(named).fetchall()]
    migrations = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    return Contents(
        postgres=connection.info.server_version // 10_000,
        migrations=[list(row) for row in migrations],
        tables={name: 0 if name in left_out else _count(connection, sql.Identifier(name)) for name in tables},
        triggers=_count(connection, sql.SQL("pg_trigger WHERE NOT tgisinternal")),
        lost_files=[],
    )


def _count(connection: Connection, source: sql.Composable) -> int:
    [(count,)] = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(source)).fetchall()
    return int(count)


def stored_files(connection: Connection) -> list[StoredFile]:
    rows = connection.execute("SELECT reference, sha256 FROM documents_document ORDER BY id")
    return [StoredFile(*row) for row in rows.fetchall()]


def mails(connection: Connection) -> Generator[bytes]:
    """The rows of the mails that leave, without the links that must stay secret."""
    columns = sql.SQL(", ").join(map(_saved, _mail_columns(connection)))
    statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(columns, sql.Identifier(MAILS))
    with connection.cursor() as cursor, cursor.copy(statement) as rows:
        yield from map(bytes, rows)


def put_mails(connection: Connection, chunks: Iterable[bytes]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {MAILS} FROM STDIN") as rows:
        for chunk in chunks:
            rows.write(chunk)


def _mail_columns(connection: Connection) -> list[str]:
    statement = (
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "ORDER BY attnum"
    )
    return [name for (name,) in connection.execute(statement, [MAILS]).fetchall()]


def _saved(column: str) -> sql.Composable:
    if column not in BLANKED:
        return sql.Identifier(column)
    case = sql.SQL("CASE WHEN {} THEN {} ELSE {} END")
    return case.format(sql.SQL(HAS_A_LINK), sql.SQL(BLANKED[column]), sql.Identifier(column))


def is_empty(connection: Connection) -> bool:
    found = sql.SQL("SELECT {} LIMIT 1").format(OURS)
    return connection.execute(found).fetchone() is None


def empty(connection: Connection) -> None:
    """Empty a database after a failed or a trial restore; it was empty before.

    Table by table, with `autocommit`: one statement for all takes a lock for each of some 9,000 objects. A server as
    Debian installs it has hardly room for them: meanwhile the site's own statements would run « out of shared memory ».
    """
    tables = connection.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    for (name,) in tables.fetchall():
        connection.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.SQL(name)))
    connection.execute("DROP SCHEMA public CASCADE")
    connection.execute("CREATE SCHEMA public")
    connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
