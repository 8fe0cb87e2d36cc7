"""What follows a test with real commits: every table empty, but for what the migrations put there."""

import os
from importlib import import_module
from typing import Any

import pgtrigger
import psycopg
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management.commands import flush
from django.db import connection
from psycopg import sql

from core.people.roles import Role
from core.search.initial_data import load_synonyms
from mailroom.initial_data import load_initial
from spaces.initial_data import make_group_space

# Set by tests/postgres.py: the folder of the sockets of a server whose administrator the tests are.
OWN_SERVER = "TESTS_OWN_SERVER"
# Django's own, the same all along: what is kept need not be made again.
KEPT = {"django_content_type", "auth_permission", "django_migrations"}
# Their models are not Django's to empty.
OF_THE_WORKER = ["procrastinate_periodic_defers", "procrastinate_events", "procrastinate_jobs"]
OF_THE_WORKER += ["procrastinate_workers"]
# Deleted rows that the next look at the table would walk over.
MANY = 500

# A module's name cannot begin with a number.
first_grid = import_module("suggestions.migrations.0002_first_grid").first_grid
starter_questionnaire = import_module(
    "dematerialisation.migrations.0002_starter_questionnaire"
).starter_questionnaire
starter_pages = import_module("dematerialisation.migrations.0003_starter_pages").starter_pages
stock_flush = flush.Command.handle


# What each table holds after the migrations, as COPY writes it.
_initial: dict[str, bytes] = {}


def remember_initial_rows() -> None:
    """Read once by each process, in the database that no test has changed yet; let its role leave triggers aside."""
    if not (sockets := os.environ.get(OWN_SERVER)):
        return
    role = sql.Identifier(connection.settings_dict["USER"])
    with psycopg.connect(host=sockets, user="postgres", dbname="postgres") as administrator:
        # Two processes that grant at once would refuse each other.
        administrator.execute("SELECT pg_advisory_xact_lock(hashtext('grant'))")
        administrator.execute(sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(role))
    with connection.cursor() as cursor:
        for table in filled_tables(cursor):
            with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as rows:
                _initial[table] = b"".join(rows)


def empty_tables(command: Any, **options: Any) -> None:
    """In place of the `flush` command."""
    if OWN_SERVER in os.environ:
        restore_initial_rows()
        return
    with pgtrigger.ignore():
        stock_flush(command, **options)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    Group.objects.bulk_create(Group(name=role) for role in Role)
    first_grid(apps, None)
    starter_questionnaire(apps, None)
    starter_pages(apps, None)
    load_synonyms(apps)
    load_initial(apps)
    make_group_space(apps)


def restore_initial_rows() -> None:
    """Without the triggers that refuse it, which the intranet's own role could not leave aside.

    A TRUNCATE makes the files of each table and index anew, some 1,200 of them, and takes a hundred times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            for table in filled_tables(cursor):
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                if cursor.rowcount > MANY:
                    cursor.execute(sql.SQL("VACUUM {}").format(sql.Identifier(table)))
            for table, rows in _initial.items():
                with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                    copy.write(rows)
        finally:
            cursor.execute("RESET session_replication_role")


def filled_tables(cursor: Any) -> list[str]:
    tables = sorted({*connection.introspection.django_table_names(only_existing=True)} - KEPT) + OF_THE_WORKER
    filled = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(table, sql.Identifier(table))
        for table in tables
    )
    cursor.execute(filled)
    return [table for (table,) in cursor.fetchall()]
