"""Two roles of the database: one owns the tables, the other runs the site and rewrites nothing that is kept.

Whoever is given DATABASE_OWNER_URL works as the owner; what it makes is granted to the role of DATABASE_URL. Without
it, one role does both, as in the trial.
"""

from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import connection, models, transaction
from psycopg import sql

# Tables whose deleted rows the site itself erases from the disk (VACUUM), by model.
MAINTAINED: set[type[models.Model]] = set()
# django-pgtrigger lets every role set its triggers aside, by a setting. With this, the owner alone: the purges do so,
# within functions that run as the owner. Each migration of a trigger brings the library's back.
IGNORED_BY_THE_OWNER_ALONE = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN AS $$
        DECLARE
            asked TEXT := current_setting('pgtrigger.ignore', true);
        BEGIN
            IF asked IS NULL OR asked IN ('', '{}') THEN
                RETURN false;
            END IF;
            RETURN trigger_name = ANY (asked::TEXT[]) AND pg_has_role(
                current_user, (SELECT relowner FROM pg_class WHERE oid = 'public.django_migrations'::regclass), 'USAGE'
            );
        END;
    $$ LANGUAGE plpgsql
"""
# The tables that a trigger names are the real ones, whatever a session calls its own temporary tables.
PINNED = r"""
    DO $$
        DECLARE
            each regprocedure;
        BEGIN
            FOR each IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                AND prorettype = 'trigger'::regtype AND proname LIKE 'pgtrigger\_%' AND proconfig IS NULL
            LOOP
                EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', each);
            END LOOP;
        END
    $$
"""
GRANTS = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    # For what is made otherwise than by `migrate`, such as the cache.
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)
# What runs with the owner's rights, whoever calls it: by default, every role of the server.
AS_THE_OWNER = """
    SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY 1
"""


def withheld() -> Iterator[tuple[str, str]]:
    """Each (table, privilege) that the running role lacks: what a trigger refuses of every row, whatever it holds."""
    for model, trigger in pgtrigger.registered():
        # Its subclass protects some fields only.
        if type(trigger) is pgtrigger.Protect and trigger.condition is None:
            for operation in str(trigger.operation).split(" OR "):
                if operation in ("UPDATE", "DELETE"):
                    yield model._meta.db_table, operation


@transaction.atomic
def grant(role: str) -> None:
    """All that running the site takes, and no more. As the owner; again after each migration.

    In one transaction: between the first line and the revocations, the site could rewrite its history.
    """
    # Of one app only, `migrate` leaves the others' tables to a later one.
    made = set(connection.introspection.table_names())
    maintained = [model._meta.db_table for model in MAINTAINED]
    statements = [
        *(sql.SQL(each).format(role=sql.Identifier(role)) for each in GRANTS),
        *(
            _on("REVOKE {what} ON {table} FROM {role}", table, role, what)
            for table, what in withheld()
            if table in made
        ),
        *(_on("GRANT MAINTAIN ON {table} TO {role}", table, role) for table in maintained if table in made),
    ]
    with connection.cursor() as cursor:
        cursor.execute(AS_THE_OWNER)
        for (function,) in cursor.fetchall():
            name = sql.SQL(function)
            statements.append(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(name))
            statements.append(
                sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(name, sql.Identifier(role))
            )
        for statement in statements:
            cursor.execute(statement)


def _on(statement: str, table: str, role: str, what: str = "") -> sql.Composed:
    names = {"table": sql.Identifier(table), "role": sql.Identifier(role)}
    return sql.SQL(statement).format(what=sql.SQL(what), **names)


def after_migrate(**kwargs: Any) -> None:
    # Whatever was migrated: what failed in here is tried again with nothing left to migrate.
    if owns_tables():
        with connection.cursor() as cursor:
            cursor.execute(IGNORED_BY_THE_OWNER_ALONE)
            cursor.execute(PINNED)
    grant_to_running_role()


def grant_to_running_role() -> None:
    """Nothing where one role does both."""
    role = settings.DATABASE_RUNNING_ROLE
    if role and role != connection.settings_dict["USER"]:
        grant(role)


def owns_tables() -> bool:
    """Whether the role of this connection could undo any of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class"
            " WHERE oid = 'public.django_migrations'::regclass"
        )
        return bool(cursor.fetchone()[0])


def closed_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND NOT (has_table_privilege(oid, 'SELECT')"
            " AND (has_table_privilege(oid, 'INSERT') OR relname = 'django_migrations')) ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def rewritable_tables() -> list[str]:
    """Return tables whose rows the role of this connection could rewrite, where it should not."""
    tables, privileges = zip(*withheld(), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT name FROM unnest(%s::text[], %s::text[]) AS wanted(name, privilege)"
            # Of no table, nothing.
            " WHERE has_table_privilege(to_regclass(quote_ident(name)), privilege) ORDER BY 1",
            [list(tables), list(privileges)],
        )
        return [name for (name,) in cursor.fetchall()]
