"""A document of 100 MB downloaded, then fifty times at once by slow readers, beside people who ask for pages."""

import contextlib
import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from django.conf import settings
from django.db import connection
from django.test import Client

from benchmarks.databases import filled, use
from benchmarks.launch import free_port
from benchmarks.measure import Figure, at_most, exactly
from benchmarks.people import make_agents, reader
from benchmarks.server import CHECKOUT
from config.run import GUNICORN, first_page_status
from core.documents import actions
from core.documents.limits import DELIBERATION
from core.documents.models import Document

SIZE = 100_000_000
READERS = 50
RATE = 2_000_000
REQUESTS = 200
WARM_UP = 20
PAUSE = 0.05
DATABASE = "bench_documents"
GOAL = 2.0
# What a download may add to the server's own memory: its blocks, and threads that did not exist yet.
FLAT = 15.0
FLAT_FOR_FIFTY = 60.0


def make_file(folder: Path) -> Path:
    """What a scanner makes: a PDF that nothing compresses."""
    path = folder / "100.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        for _ in range(SIZE // 1_000_000):
            file.write(os.urandom(1_000_000).replace(b"/Encrypt", b"________"))
    return path


@contextlib.contextmanager
def served(folder: Path, name: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The site as `make run` serves it; yields its process and its port."""
    address = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "DATABASE_URL": f"{address}/{name}",
        "DATABASE_POOL": "4",
        "DJANGO_SETTINGS_MODULE": "benchmarks.documents_settings",
        "DOCUMENTS_DIR": str(folder),
    }
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", *GUNICORN.split(), "--no-control-socket"]
    process = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], cwd=CHECKOUT, env=environment)
    try:
        deadline = time.monotonic() + 60
        while not first_page_status(port):
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError("the site does not answer")
            time.sleep(0.1)
        yield process, port
    finally:
        process.terminate()
        process.wait(30)


class Page:
    """The home page, asked for again and again, over a new connection each time."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.headers = port, {"Cookie": cookie}

    def ask(self, times: int) -> list[float]:
        """Milliseconds of each request, without the first ones."""
        return [self._once() for _ in range(times)][WARM_UP:]

    def _once(self) -> float:
        time.sleep(PAUSE)
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", "/", headers=self.headers)
        response = connection.getresponse()
        body = response.read()
        spent = (time.perf_counter() - began) * 1000
        connection.close()
        if response.status != 200 or b"<h1" not in body:
            raise RuntimeError(f"the home page answered {response.status}: nothing to measure")
        return spent


def p95(durations: list[float]) -> float:
    return quantiles(durations, n=20)[-1]


def memory(process: subprocess.Popen[bytes]) -> float:
    """The memory of the server's own, all its processes together, in MB; files in the kernel's cache are no part."""
    tree = [process.pid, *children(process.pid)]
    return sum(own_memory(pid) for pid in tree) / 1000


def children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def own_memory(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1])
    return 0


class Downloads:
    """The readers at work, from the moment when all of them have their first bytes until `end()`."""

    def __init__(self, port: int, path: str, cookie: str, *, clients: int, rate: int) -> None:
        arguments = [str(port), path, cookie, str(clients), str(rate), str(SIZE)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.downloads", *arguments],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Downloads":
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "reading\n":
            raise RuntimeError("the readers got nothing")
        return self

    def end(self) -> tuple[int, int, int]:
        """Let each reader end its download: how many were begun, how many were whole, and the bytes."""
        said, _ = self._process.communicate(timeout=300)
        begun, whole, total = said.split()
        return int(begun), int(whole), int(total)

    def __exit__(self, *exception: object) -> None:
        self._process.kill()
        self._process.wait()


def connections_in_use() -> tuple[int, int]:
    """The site's connections to the database, and those of them in the middle of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE xact_start IS NOT NULL) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
            [DATABASE],
        )
        return cursor.fetchone()


def figures() -> list[Figure]:
    use(filled(DATABASE, make_agents, recipe=("documents",)))
    with tempfile.TemporaryDirectory(prefix="bench-documents-") as name:
        folder = Path(name)
        settings.DOCUMENTS_DIR = folder
        Document.objects.all().delete()
        document = actions.store(
            make_file(folder), name="100.pdf", by=reader(), limits=DELIBERATION, read_text=False
        )
        client = Client(SERVER_NAME="localhost")
        client.force_login(reader())
        cookie = f"sessionid={client.cookies['sessionid'].value}"
        with served(folder, DATABASE) as (process, port):
            return measure(process, Page(port, cookie), f"/bench/{document.reference}/", cookie)


def measure(process: subprocess.Popen[bytes], page: Page, path: str, cookie: str) -> list[Figure]:
    alone = page.ask(REQUESTS + WARM_UP)
    before = memory(process)
    with Downloads(page.port, path, cookie, clients=1, rate=SIZE) as readers:
        by_one = readers.end()
    after_one = memory(process)
    with Downloads(page.port, path, cookie, clients=READERS, rate=RATE) as readers:
        # Nobody asks for a page now: whatever is held is held by a download.
        total, busy = connections_in_use()
        beside = page.ask(REQUESTS + WARM_UP)
        during = memory(process)
        reading = connections_to(page.port)
        begun, whole, bytes_read = readers.end()
    medians = f"medians {median(alone):.1f} and {median(beside):.1f} ms"
    note = f"{p95(alone):.1f} ms alone, {p95(beside):.1f} ms beside; {medians}"
    downloaded = (
        f"{reading} still at it after the last page; {whole} read whole in the end, {bytes_read / 1e6:.0f} MB"
    )
    pool = f"{total} open: 2 processes with a pool of 4"
    return [
        exactly("download of 100 MB, whole", by_one[1], 1),
        at_most("download of 100 MB, memory of the site", after_one - before, FLAT, " MB", digits=1),
        at_most(f"{READERS} downloads, memory of the site", during - before, FLAT_FOR_FIFTY, " MB", digits=1),
        at_most(
            f"home page beside {READERS} downloads, p95 to p95 alone",
            p95(beside) / p95(alone),
            GOAL,
            " ×",
            note=note,
        ),
        exactly(f"{READERS} downloads at 2 MB/s, broken", begun - whole, 0, note=downloaded),
        exactly(f"connections in a transaction during {READERS} downloads", busy, 0, note=pool),
        at_most("connections open during the downloads", total, 8, digits=0),
    ]


def connections_to(port: int) -> int:
    """How many connections are established to the site, as the kernel counts them."""
    suffix = f":{port:04X}"
    rows = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(row.split()[1].endswith(suffix) and row.split()[3] == "01" for row in rows)
