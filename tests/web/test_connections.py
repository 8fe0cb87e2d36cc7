"""More requests than the pool has connections: served, or refused before anything is done, never a 500."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from core.people.models import Direction
from core.web.connections import IN_MEMORY, is_temporary, reading, spooled

POOL = 2
ran: list[str] = []
inside, go_on = threading.Semaphore(0), threading.Event()


def write(name: str) -> None:
    with transaction.atomic():
        Direction.objects.create(name=name, kind="general")


@login_not_required
def waits(request: HttpRequest) -> HttpResponse:
    """A page that keeps its connection until the test lets it go on."""
    Direction.objects.exists()
    inside.release()
    assert go_on.wait(30)
    return HttpResponse("served")


@login_not_required
def writes(request: HttpRequest) -> HttpResponse:
    ran.append(request.path)
    write(f"Direction générale {request.GET.urlencode()}")
    return HttpResponse("written")


@login_not_required
def streams(request: HttpRequest) -> StreamingHttpResponse:
    """A download: its first bytes leave, then it waits for a slow reader."""
    Direction.objects.exists()
    return StreamingHttpResponse(iter([b"first", b"last"]))


def too_long() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(20)")


@login_not_required
def is_stopped(request: HttpRequest) -> HttpResponse:
    too_long()
    return HttpResponse()


@login_not_required
def is_stopped_while_writing(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        write("Direction générale")
        too_long()
    return HttpResponse()


@login_not_required
def is_stopped_after_writing(request: HttpRequest) -> HttpResponse:
    write("Direction générale")
    too_long()
    return HttpResponse()


@login_not_required
def is_stopped_after_counting(request: HttpRequest) -> HttpResponse:
    cache.set("counted", 1)
    too_long()
    return HttpResponse()


@login_not_required
def idles_in_a_transaction(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '20ms'")
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            time.sleep(0.2)
            cursor.execute("SELECT 1")
    return HttpResponse()


@login_not_required
def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("not the database")


urlpatterns = [
    path("essai/attend/", waits),
    path("essai/ecrit/", writes),
    path("essai/envoie/", streams),
    path("essai/arrete/", is_stopped),
    path("essai/arrete-en-ecrivant/", is_stopped_while_writing),
    path("essai/arrete-apres/", is_stopped_after_writing),
    path("essai/arrete-compte/", is_stopped_after_counting),
    path("essai/oisif/", idles_in_a_transaction),
    path("essai/faute/", fails),
    path("", include("config.urls")),
]
handler500 = "core.web.errors.server_error"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]


def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def pool() -> Iterator[None]:
    """A real pool of two connections for the threads of this test."""
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    options["pool"] = {"min_size": 1, "max_size": POOL, "timeout": 30, "max_waiting": 40}
    go_on.clear()
    try:
        yield
    finally:
        go_on.set()
        connection.close()
        connection.close_pool()
        del options["pool"]


def in_threads(*calls: Callable[[], Any]) -> Callable[[], list[Any]]:
    """Start the calls; the function that is returned waits for their results."""
    results: list[Any] = [None] * len(calls)

    def one(position: int, call: Callable[[], Any]) -> None:
        try:
            results[position] = call()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()

    def wait() -> list[Any]:
        for thread in threads:
            thread.join(60)
        return results

    return wait


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_reading_begins_with_the_first_statement_and_writes_nothing():
    with CaptureQueriesContext(connection) as captured, reading():
        pass
    # Django writes these down; without a statement between them, the driver sends nothing.
    assert [query["sql"] for query in captured] == ["BEGIN", "COMMIT"]
    with pytest.raises(DatabaseError, match="read-only"), reading():
        write("Direction générale")
    write("Direction générale")


def test_what_waits_for_the_end_of_a_reading_may_write():
    with reading():
        transaction.on_commit(lambda: write("Direction générale"))
        assert not Direction.objects.exists()
    assert Direction.objects.exists()


def test_a_reading_that_breaks_leaves_a_connection_that_writes():
    def breaks() -> None:
        with reading():
            Direction.objects.exists()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks()
    write("Direction générale")
    with pytest.raises(OperationalError), reading(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close()
    write("Une autre")


def test_what_cannot_be_served_is_refused_before_anything_is_done(pool):
    holding = in_threads(*[lambda: client().get("/essai/attend/").status_code] * POOL)
    for _ in range(POOL):
        assert inside.acquire(timeout=30)
    ran.clear()
    # Both connections are held: however long one waits, none comes back.
    connection.pool.timeout = 0.1
    page, sent = in_threads(lambda: client().get("/"), lambda: client().post("/essai/ecrit/"))()
    go_on.set()
    assert holding() == [200] * POOL
    assert (page.status_code, sent.status_code) == (503, 503)
    assert int(page.headers["Retry-After"]) > 0
    assert "ne le renvoyez pas" in page.content.decode()
    assert "rien n’a été enregistré" in sent.content.decode()
    assert not ran
    assert not Direction.objects.exists()


def test_a_download_keeps_a_thread_and_no_connection(pool):
    reading = [threading.Event() for _ in range(POOL * 2)]

    def download(started: threading.Event) -> bytes:
        parts = iter(client().get("/essai/envoie/").streaming_content)
        first = next(parts)
        started.set()
        assert go_on.wait(30)
        return first + b"".join(parts)

    wait = in_threads(*[lambda event=event: download(event) for event in reading])
    assert all(event.wait(30) for event in reading)
    written = in_threads(lambda: client().post("/essai/ecrit/").status_code)()
    go_on.set()
    assert wait() == [b"firstlast"] * POOL * 2
    assert written == [200]


@pytest.mark.parametrize(
    ("path", "is_written", "words"),
    [
        ("/essai/arrete/", False, "rien n’a été enregistré"),
        ("/essai/arrete-en-ecrivant/", False, "rien n’a été enregistré"),
        ("/essai/arrete-compte/", False, "rien n’a été enregistré"),
        ("/essai/arrete-apres/", True, "est bien enregistré"),
        ("/essai/oisif/", False, "rien n’a été enregistré"),
    ],
)
def test_a_form_that_the_database_stops_says_whether_it_is_kept(path, is_written, words):
    page = client().post(path)
    assert page.status_code == 503
    assert words in page.content.decode()
    assert Direction.objects.exists() == is_written


@pytest.mark.parametrize("path", ["/essai/arrete/", "/essai/oisif/"])
def test_a_page_that_the_database_stops_can_be_asked_for_again(path):
    page = client().get(path)
    assert page.status_code == 503
    assert "Réessayez" in page.content.decode()
    assert client().get("/compte/connexion/").status_code == 200


def test_what_is_our_fault_is_still_a_500():
    page = client().get("/essai/faute/")
    assert page.status_code == 500
    assert not is_temporary(RuntimeError())
    assert not is_temporary(None)
    assert is_temporary(OperationalError())


def test_pieces_are_read_before_they_are_sent():
    def pieces() -> Iterator[str]:
        yield "é"
        yield str(Direction.objects.count())

    file = spooled(pieces())
    with CaptureQueriesContext(connection) as captured:
        assert b"".join(FileResponse(file).streaming_content) == "é0".encode()
    assert not captured.captured_queries
    with spooled(["a" * IN_MEMORY, "b", b"c"]) as large:
        assert large.read()[-3:] == b"abc"


SHOW = """
import sys
{load}
from django.db import connection
with connection.cursor() as cursor:
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        cursor.execute("SHOW " + name)
        print(cursor.fetchone()[0], end=" ")
"""


@pytest.mark.parametrize(
    ("load", "shown"),
    [("import config.wsgi", "7s 3s 9s"), ("import django; django.setup()", "0 0 0")],
    ids=["site", "workers and commands"],
)
def test_the_site_alone_has_timeouts(load, shown):
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "TRIAL": "true",
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_POOL": "2",
        "DATABASE_STATEMENT_SECONDS": "7",
        "DATABASE_LOCK_SECONDS": "3",
        "DATABASE_IDLE_SECONDS": "9",
    }
    done = subprocess.run(
        [sys.executable, "-c", SHOW.format(load=load)],
        env=environment,
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.strip() == shown
