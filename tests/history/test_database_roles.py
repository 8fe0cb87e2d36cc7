"""The role that runs the site, with the rights that the owner gave it: all that the site does, nothing rewritten."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pgtrigger
import psycopg
import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg import sql

from core.history import database_roles
from core.operations import doctor
from core.operations.findings import Severity
from core.operations.purges import TABLE, purge_all
from core.people import sign_ins
from core.people.models import Agent, SignIn
from core.people.roles import Role
from core.web.connections import vacuum
from rooms.models import Booking
from suggestions.anonymous import actions
from suggestions.models import Idea
from tests import databases
from tests.backup.conftest import Site
from tests.emptying import OWN_SERVER
from tests.factories import PASSWORD, AgentFactory
from tests.postgres import empty_database
from tests.rooms.factories import NOW, a_booking, a_room, sent
from tests.suggestions.factories import IdeaFactory
from tests.worker import run_worker

IDEA = {"title": "Un seul formulaire", "problem": "Trois, c’est trop.", "proposal": "Un seul."}
NAMED, ANONYMOUS = "suggestions:idea_propose_named", "suggestions:idea_propose_anonymous"


@pytest.fixture
def the_site(transactional_db: None, settings: Any) -> Iterator[Callable[[], None]]:
    """Call it: from then on, Django's connections are those of a role that runs the site and owns nothing."""
    given, owner = connection.settings_dict, {**connection.settings_dict}
    name, password = f"site_{uuid.uuid4().hex[:12]}", uuid.uuid4().hex
    role = sql.Identifier(name)
    as_administrator(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password)))
    settings.DATABASE_RUNNING_ROLE = name
    database_roles.after_migrate()

    def become() -> None:
        connection.close()
        given.update(USER=name, PASSWORD=password)

    yield become
    connection.close()
    given.update(owner)
    as_administrator(sql.SQL("DROP OWNED BY {}").format(role), sql.SQL("DROP ROLE {}").format(role))


def as_administrator(*statements: sql.Composed) -> None:
    """Of the tests' own server; of another, whoever DATABASE_URL names must be able to make roles."""
    params: dict[str, Any] = connection.get_connection_params()
    place = {name: params[name] for name in ("host", "port", "user", "password", "dbname") if name in params}
    if sockets := os.environ.get(OWN_SERVER):
        place |= {"host": sockets, "user": "postgres"}
    with psycopg.connect(**place) as administrator:
        for statement in statements:
            administrator.execute(statement)


def run(statement: Any, values: Any = None) -> list[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def signed_in(login: str) -> Client:
    client = Client()
    assert client.post("/compte/connexion/", {"login": login, "password": PASSWORD}).status_code == 302
    return client


def old_booking(author: Agent, *, days: int) -> Booking:
    end = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=days)
    return a_booking(a_room(), author, DateTimeTZRange(end - timedelta(hours=1), end), title="Entretien")


def test_the_site_does_all_that_it_does(the_site, tmp_path):
    cache.clear()
    AgentFactory.create(identifiant="nadia", email="nadia@ville.example")
    with time_machine.travel(NOW, tick=True):
        room = a_room()
        the_site()
        client, other = signed_in("nadia"), signed_in("nadia")
        assert client.get("/").status_code == 200
        assert client.post(reverse("rooms:booking_create"), sent(room)).status_code == 302
    assert client.post(reverse(NAMED), IDEA | {"submission_key": str(uuid.uuid4())}).status_code == 302
    assert client.post(reverse(ANONYMOUS), IDEA).status_code == 200
    assert actions.release(before=timezone.localdate() + timedelta(days=1)) == 1
    assert (Booking.objects.count(), Idea.objects.count()) == (1, 2)
    run_worker()
    client.post("/compte/sessions/", {"session": "others"})
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302
    # Two that came in, and the one that was ended.
    assert SignIn.objects.count() == 3
    call_command("clearsessions")
    assert sum(purge_all(timezone.now() + timedelta(days=40)).values())
    assert doctor_says() == [(Severity.FINE, "un autre fait tourner le site")]


def test_the_pages_of_what_never_changes_refuse_as_before(the_site):
    client = Client()
    client.force_login(AgentFactory.create(roles=[Role.ADMINISTRATOR]))
    line = SignIn.objects.create(means="password", outcome="opened")
    with as_the_site(the_site):
        page = reverse("admin:people_signin_change", args=[line.pk])
        assert client.get(page).status_code == 200
        assert client.post(page, {"outcome": "refused"}).status_code == 403


def doctor_says() -> list[tuple[Severity, str]]:
    found = [*doctor.roles(timezone.now())]
    known = (
        "un autre fait tourner le site",
        "un seul",
        "n’a pas ses droits",
        "réécrire",
        "DATABASE_OWNER_URL",
    )
    return [(each.severity, next(word for word in known if word in each.text)) for each in found]


def test_what_is_deleted_leaves_the_disk(the_site):
    """Without its right to do so, VACUUM only warns."""
    the_site()
    heard: list[str] = []
    connection.ensure_connection()
    connection.connection.add_notice_handler(lambda notice: heard.append(str(notice.message_primary)))
    vacuum(*actions.WAITING_ROOMS)
    assert heard == []
    with connection.cursor() as cursor:
        cursor.execute("VACUUM rooms_booking")
    assert "permission denied" in heard[0]


def test_the_history_goes_with_what_is_purged_and_no_sooner(the_site):
    author, now = AgentFactory.create(), timezone.now()
    for days in (1, 184):
        SignIn.objects.create(at=now - timedelta(days=days), means="password", outcome="opened")
    for days in (1, 365 * 4, 365 * 5 + 1):
        old_booking(author, days=days)
    young = Booking.objects.latest("period").pk
    the_site()
    assert sign_ins.purge(now + timedelta(days=1000)) == 1
    assert SignIn.objects.get().at == now - timedelta(days=1)
    assert TABLE["Réservations de salles"].erase(now) == 1
    assert run("SELECT count(DISTINCT pgh_obj_id) FROM rooms_bookingevent") == [(2,)]
    # Deleted by hand, a booking of yesterday keeps its history.
    Booking.objects.filter(pk=young).delete()
    with pgtrigger.ignore("rooms.BookingEvent:append_only"):
        run("SELECT rooms_erase_history(%s)", [[young]])
    assert run("SELECT count(*) FROM rooms_bookingevent WHERE pgh_obj_id = %s", [young]) == [(2,)]


FORBIDDEN = [
    "ALTER TABLE suggestions_ideaevent DISABLE TRIGGER ALL",
    "ALTER TABLE suggestions_idea DISABLE TRIGGER USER",
    "DROP TRIGGER {append_only} ON suggestions_ideaevent",
    "SET session_replication_role = replica",
    "SET LOCAL session_replication_role = replica",
    "UPDATE suggestions_ideaevent SET pgh_label = 'x'",
    "DELETE FROM suggestions_ideaevent",
    "TRUNCATE suggestions_ideaevent",
    "TRUNCATE suggestions_idea CASCADE",
    "UPDATE people_signin SET outcome = 'opened'",
    "DELETE FROM people_signin",
    "TRUNCATE people_signin",
    "UPDATE mailroom_elimination SET lines = '[]'",
    "DELETE FROM memos_elimination",
    "UPDATE spaces_noteversion SET body = ''",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
    "DELETE FROM django_migrations",
    "CREATE TABLE mine (id integer)",
    "DROP TABLE suggestions_idea",
    "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean"
    " AS 'SELECT true' LANGUAGE sql",
    "ALTER FUNCTION rooms_erase_history SECURITY INVOKER",
    "CREATE ROLE another SUPERUSER",
    "COPY people_agent TO PROGRAM 'cat'",
]


def test_each_forbidden_statement_is_refused(the_site):
    IdeaFactory.create()
    SignIn.objects.create(means="password", outcome="opened")
    the_site()
    [(model, trigger)] = pgtrigger.registered("suggestions.IdeaEvent:append_only")
    # Without the triggers' help.
    with pgtrigger.ignore():
        for statement in FORBIDDEN:
            with pytest.raises(DatabaseError, match=r"must be owner|permission denied"):
                run(statement.replace("{append_only}", trigger.get_pgid(model)))
    assert run("SELECT count(*) FROM suggestions_ideaevent") == [(1,)]


def test_the_site_sets_no_trigger_aside(the_site):
    idea = IdeaFactory.create()
    with pgtrigger.ignore():
        Idea.objects.filter(pk=idea.pk).update(title="Sans trace, par le propriétaire")
    assert run("SELECT count(*) FROM suggestions_ideaevent") == [(1,)]
    the_site()
    run("CREATE TEMPORARY TABLE suggestions_ideaevent (LIKE public.suggestions_ideaevent)")
    with pgtrigger.ignore():
        Idea.objects.filter(pk=idea.pk).update(title="Autre chose")
    run("DROP TABLE pg_temp.suggestions_ideaevent")
    assert run("SELECT pgh_label, title FROM suggestions_ideaevent ORDER BY pgh_id DESC LIMIT 1") == [
        ("update", "Autre chose")
    ]


def test_what_no_trigger_lets_change_is_withheld():
    tables = {table for table, _ in database_roles.withheld()}
    events = {model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}
    assert len(events) > 50
    assert events < tables
    assert {*database_roles.withheld()} >= {(each, what) for each in events for what in ("UPDATE", "DELETE")}
    assert {"people_signin", "mailroom_elimination", "memos_elimination"} <= tables
    # A condition leaves some rows free.
    assert "suggestions_publishedanswer" not in tables


def test_what_runs_as_the_owner_is_the_sites_alone(the_site):
    """The names in it are of the schema, whatever the session that calls it has put before."""
    for name in ("people_purge_sign_ins", "rooms_erase_history"):
        run(f"GRANT EXECUTE ON FUNCTION {name} TO PUBLIC")
    database_roles.after_migrate()
    open_to_all = run(
        "SELECT oid::regprocedure::text FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) AS given"
        " WHERE prosecdef AND given.grantee = 0 AND pronamespace = 'public'::regnamespace"
    )
    assert open_to_all == []
    functions = run(
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"
    )
    assert functions == [
        (name, ["search_path=public, pg_temp"]) for name in ("people_purge_sign_ins", "rooms_erase_history")
    ]


def test_the_tables_of_one_app_alone_are_granted(the_site):
    with (
        empty_database(f"partial_{uuid.uuid4().hex[:6]}") as url,
        databases.connected_to(url.rpartition("/")[2]),
    ):
        call_command("migrate", "people", verbosity=0, interactive=False)
        tables = set(connection.introspection.table_names())
        assert "people_signin" in tables
        assert "suggestions_ideaevent" not in tables
        assert database_roles.rewritable_tables()
        with as_the_site(the_site):
            SignIn.objects.create(means="password", outcome="opened")
            assert database_roles.rewritable_tables() == []
            with pytest.raises(DatabaseError, match="permission denied"):
                run("DELETE FROM people_signin")


def test_the_site_is_saved_by_its_role_and_restored_by_the_owner(the_site, tmp_path, documents_dir):
    IdeaFactory.create()
    site = Site(tmp_path, documents_dir, connection.settings_dict["NAME"])
    site.prepare()
    with as_the_site(the_site):
        role = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}

    def url_of(name: str) -> str:
        return f"postgres://{role['USER']}:{role['PASSWORD']}@{site.server.rpartition('@')[2]}/{name}"

    site.done("backup", DATABASE_URL=url_of(site.database))
    with site.elsewhere() as other, databases.connected_to(other.database):
        owner = f"{site.server}/{other.database}"
        other.done("restore", DATABASE_URL=url_of(other.database), DATABASE_OWNER_URL=owner)
        with as_the_site(the_site):
            Idea.objects.update(title="Restaurée")
            with pytest.raises(DatabaseError, match="permission denied"):
                run("DELETE FROM suggestions_ideaevent")
            assert doctor_says() == [(Severity.FINE, "un autre fait tourner le site")]


def test_the_doctor_says_who_owns_what(the_site, settings):
    # What is made later is granted.
    run("CREATE TABLE later (id integer GENERATED BY DEFAULT AS IDENTITY)")
    with as_the_site(the_site):
        run("INSERT INTO later DEFAULT VALUES")
    run("DROP TABLE later")
    assert doctor_says() == [(Severity.FINE, "un seul")]
    settings.IS_DATABASE_OWNER = True
    assert doctor_says() == [(Severity.WARNING, "réécrire")]
    settings.IS_DATABASE_OWNER = False
    role = sql.Identifier(settings.DATABASE_RUNNING_ROLE)
    run(sql.SQL("GRANT DELETE ON people_signin TO {}").format(role))
    with as_the_site(the_site):
        assert doctor_says() == [(Severity.WARNING, "réécrire")]
    run(sql.SQL("REVOKE INSERT ON rooms_booking FROM {}").format(role))
    with as_the_site(the_site):
        assert doctor_says() == [(Severity.FAILURE, "n’a pas ses droits")]
    # As `migrate` does each time, with or without anything to migrate.
    database_roles.after_migrate()
    with as_the_site(the_site):
        assert doctor_says() == [(Severity.FINE, "un autre fait tourner le site")]


@contextmanager
def as_the_site(become: Callable[[], None]) -> Iterator[None]:
    before = {**connection.settings_dict}
    become()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
