"""Choose the tables left out of a backup, and the counts that must be equal after a restore: SQL for psql."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import connection

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
OURS = (
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'"
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid"
    " AND d.deptype = 'e')"
)
IS_EMPTY = f"SELECT NOT EXISTS (SELECT {OURS})"
# For `sha256sum --check`, in the folder of documents. The database refuses rows whose path leads elsewhere.
FILES = (
    "SELECT format('%s  stored/%s/%s/%s-%s', sha256, substr(sha256, 1, 2), substr(sha256, 3, 2), sha256, reference)"
    " FROM documents_document ORDER BY id;"
)


@dataclass(frozen=True)
class ReplicationSlot:
    """How far a receiver of the journal is; `behind` is in bytes."""

    is_active: bool
    is_lost: bool
    seen_at: datetime
    behind: int


def replication_slot(name: str) -> ReplicationSlot | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT active, wal_status IS NOT DISTINCT FROM 'lost', COALESCE(inactive_since, now()),"
            " COALESCE(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint"
            " FROM pg_replication_slots WHERE slot_name = %s",
            [name],
        )
        row = cursor.fetchone()
    return ReplicationSlot(*row) if row else None


def tables_left_out() -> set[str]:
    """Return tables of installed apps to leave out, and the cache's, which counts attempts."""
    models = {model._meta.label_lower: model._meta.db_table for model in apps.get_models()}
    return {models[label] for label in LEFT_OUT if label in models} | {
        str(settings.CACHES["default"]["LOCATION"])
    }


def counts() -> str:
    """Return statements for psql, whose answer must be the same after a restore: rows, triggers, migrations."""
    left_out = ", ".join(f"'{table}'" for table in sorted(tables_left_out()))
    return (
        f"SELECT format('SELECT %L, count(*) FROM %I.%I', relname, nspname, relname) {OURS}"  # noqa: S608  (psql runs it)
        f" AND c.relkind = 'r' AND c.relname NOT IN ({left_out}) \\gexec\n"
        "SELECT 'triggers', count(*) FROM pg_trigger WHERE NOT tgisinternal;\n"
        "SELECT 'migration', app || '.' || name FROM django_migrations;"
    )


def mails() -> str:
    """Return a query of the mails that leave, without the links that must stay secret."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped"
            " ORDER BY attnum",
            [MAILS],
        )
        columns = [_saved(name) for (name,) in cursor.fetchall()]
    return f"SELECT {', '.join(columns)} FROM {MAILS}"  # noqa: S608  (psql runs it)


def _saved(column: str) -> str:
    name = connection.ops.quote_name(column)
    return f"CASE WHEN {HAS_A_LINK} THEN {BLANKED[column]} ELSE {name} END" if column in BLANKED else name
