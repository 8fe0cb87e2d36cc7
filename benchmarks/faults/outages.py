"""Each fault, in the order of the table: a generator that breaks and repairs, then, once nobody writes, looks."""

import os
import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import Error, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from benchmarks.browsers import NAME
from benchmarks.databases import change, count
from benchmarks.disks import full
from benchmarks.faults.clients import KIND, UPLOADS, crowd_of, line_to, multipart, read_crowd, upload
from benchmarks.faults.writing import PROPOSE
from benchmarks.mail_messages import mark, messages
from benchmarks.measure import wait_until
from benchmarks.site import children
from benchmarks.world import LIBFAKETIME, World
from config.messages import Refusal
from config.processes import stop
from core.documents.models import Upload
from core.mail.models import OutgoingMail
from core.mail.outbound import sending
from suggestions.models import Idea
from tests.mail.dovecot import HOST
from tests.mail.smtp import AnyPort

Steps = Generator[None]
# Seconds for a mail, whatever waits in the queue.
MAIL_WAITS = 30


@dataclass(frozen=True)
class Fault:
    """`bound`: within so many seconds of its end, the site takes writes again by itself."""

    name: str
    bound: float
    needs: str
    steps: Callable[[World], Steps]


FAULTS: dict[str, Fault] = {}


def fault(name: str, *, bound: float, needs: str = "") -> Callable[[Callable[[World], Steps]], Any]:
    def register(steps: Callable[[World], Steps]) -> Callable[[World], Steps]:
        FAULTS[steps.__name__] = Fault(name, bound, needs, steps)
        return steps

    return register


def is_soon(said: Callable[[], Any], seconds: float) -> bool:
    try:
        wait_until(said, patience=seconds, every=0.2)
    except Refusal:
        return False
    return True


def expect_mails(world: World, seconds: float = 120) -> None:
    """Every mail leaves, and the server has each of them."""
    waiting = OutgoingMail.objects.waiting()
    world.expect(is_soon(lambda: not waiting.exists(), seconds), f"{waiting.count()} mails have not left")
    ids = {message["Message-ID"] for message in world.sink.messages}
    sent = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT).count()
    world.expect(len(ids) >= sent, f"{sent} mails noted as sent, {len(ids)} arrived")


# Processes


@fault("gunicorn process killed, three times", bound=60)
def web_process(world: World) -> Steps:
    master = world.site.main_process("web")
    for _ in range(3):
        os.kill(children(master)[0], signal.SIGKILL)
        time.sleep(1)
    world.ended()
    yield


@fault("gunicorn itself killed", bound=60)
def web(world: World) -> Steps:
    world.site.kill("web")
    world.ended()
    yield


@fault("worker killed while it sends a mail", bound=60, needs="mailbox")
def worker(world: World) -> Steps:
    arrived, goes_on = threading.Event(), threading.Event()

    def on_data() -> None:
        arrived.set()
        goes_on.wait(60)

    world.sink.on_data = on_data
    world.expect(arrived.wait(60), "no mail was being sent")
    world.site.kill("worker")
    world.sink.on_data = None
    goes_on.set()
    world.ended()
    # A task of every five minutes does so, for workers that were not heard of for one.
    is_left = "status = 'doing' AND task_name = 'mail.send'"
    world.expect(count(f"SELECT count(*) FROM procrastinate_jobs WHERE {is_left}"), "no job was left")
    change(
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'"
        f" WHERE id IN (SELECT worker_id FROM procrastinate_jobs WHERE {is_left})"
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        name = "mail.retry_stalled"
        app.configure_task(name, queue="mail", queueing_lock=name).defer(timestamp=0)
    world.notes.append("its five minutes' wait brought forward")
    yield
    expect_mails(world)


@fault("fetcher killed while mails come", bound=60, needs="mailbox")
def fetcher(world: World) -> Steps:
    assert world.account
    mails, each = list(messages(12, series="panne")), 4
    for step in range(3):
        world.account.put(*mails[step * each : (step + 1) * each])
        if step < 2:
            time.sleep(0.3)
            world.site.kill("mail")
    world.ended()
    yield
    marks = [mark("panne", number) for number in range(len(mails))]

    def ideas() -> list[int]:
        return [Idea.objects.filter(title__startswith=each).count() for each in marks]

    world.expect(is_soon(lambda: all(ideas()), 120), f"{ideas().count(0)} mails without their idea")
    world.expect(max(ideas()) == 1, "a mail made two ideas")


# The database


@fault("PostgreSQL killed and started again", bound=60, needs="server")
def postgres(world: World) -> Steps:
    assert world.server
    assert world.server.process
    world.server.process.kill()
    world.server.process.wait()
    connection.close()
    time.sleep(2)
    world.server.start()
    world.ended()
    yield


@fault("database away", bound=60, needs="server")
def database_away(world: World) -> Steps:
    assert world.server
    assert world.server.process
    # Its folder of sockets stays, unlike with its own `stop()`: it comes back to the same place.
    stop(world.server.process, signal.SIGINT, signal.SIGQUIT)
    connection.close()
    time.sleep(world.bounds.away)
    world.server.start()
    world.ended()
    world.notes.append(f"for {world.bounds.away:.0f} s")
    yield
    expect_mails(world)


@fault("disk of the database full", bound=60, needs="disks")
def database_disk(world: World) -> Steps:
    assert world.server
    disk = world.server.place.data.parent
    with full(disk):
        with suppress(Error):
            change(
                "CREATE TABLE bench_growth AS SELECT repeat(n::text, 500) FROM generate_series(1, 500000) n"
            )
        time.sleep(world.bounds.seconds)
    connection.close()
    assert world.server.process
    if world.server.process.poll() is not None or not is_soon(world.server.answers, 15):
        world.notes.append("PostgreSQL had stopped, and was started again")
        world.server.start()
    world.ended()
    yield
    expect_mails(world)


@fault("pool of connections exhausted", bound=30)
def pool(world: World) -> Steps:
    day = "/salles/?site=annexe"
    with crowd_of(world, clients=80, seconds=4, path=day) as crowd:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE rooms_booking IN ACCESS EXCLUSIVE MODE")
            time.sleep(8)
        statuses = read_crowd(world, crowd)
    world.ended()
    world.expect(statuses[503], "nobody was told that the site is busy")
    yield


# Disks and mail


@fault("disk of the files full", bound=30, needs="disks")
def files_disk(world: World) -> Steps:
    with full(world.site.documents):
        refused = upload(world.browser(3))
        world.expect(
            refused.status == 422 and "plein" in refused.text, f"told {refused.status} {refused.text[:200]}"
        )
        time.sleep(world.bounds.seconds / 2)
    world.ended()
    yield
    world.expect(upload(world.browser(3)).status == 201, "a file is still refused")
    expect_nothing_left(world)


def expect_nothing_left(world: World) -> None:
    """Of what arrived and was not kept."""
    arriving = world.site.documents / "arriving"
    left = [*arriving.iterdir()] if arriving.exists() else []
    world.expect(not left, f"{len(left)} files left where they arrive")


@fault("upload cut at 99 %", bound=30)
def upload_cut(world: World) -> Steps:
    before = Upload.objects.count()
    for is_tls in (True, False):
        port = world.site.https if is_tls else world.site.site
        browser = world.browser(4, port=port, is_tls=is_tls)
        body = multipart(browser.get(PROPOSE).hidden["csrfmiddlewaretoken"], 2_000_000)
        browser.send(
            "POST", UPLOADS, body[: len(body) * 99 // 100], {**KIND, "Content-Length": str(len(body))}
        )
        time.sleep(0.5)
        browser.close()
    world.ended()
    time.sleep(1)
    yield
    world.expect(Upload.objects.count() == before, "half a file was kept")
    expect_nothing_left(world)


@fault("mail server away for an hour", bound=30, needs="mailbox")
def mail_server(world: World) -> Steps:
    world.controller.stop()
    waiting = OutgoingMail.objects.waiting()
    world.expect(is_soon(lambda: waiting.filter(attempts__gt=0).exists(), 60), "no mail was tried")
    # Its tries after 10 s, one, five and fifteen minutes, then an hour.
    for _ in range(5):
        try_mails_again()
        time.sleep(2)
    most = max(waiting.values_list("attempts", flat=True), default=0)
    world.notes.append(f"{waiting.count()} mails waited, tried {most} times at most; tries brought forward")
    world.controller = AnyPort(world.sink, hostname=HOST, port=world.controller.port)
    world.controller.start()
    try_mails_again()
    world.ended()
    yield
    try_mails_again()
    expect_mails(world)


def try_mails_again() -> None:
    change(
        "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name = 'mail.send' AND status = 'todo'"
    )


# Many


@fault("a queue of jobs", bound=60, needs="mailbox")
def queue(world: World) -> Steps:
    jobs, began = world.bounds.jobs, timezone.now()
    # As after a large import and an announcement: documents to read, and mails one in ten. What they are for is gone.
    for name, task, key, many, priority in (
        ("documents", "documents.read_text", "document_id", jobs - jobs // 10, 0),
        ("mail", sending.TASK, "mail_id", jobs // 10, sending.MASS_PRIORITY),
    ):
        change(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, priority)"
            " SELECT %s, %s, jsonb_build_object(%s, 0), %s FROM generate_series(1, %s)",
            *(name, task, key, priority, many),
        )
    inserted = timezone.now()
    left = "status = 'todo' AND args IN ('{\"document_id\": 0}', '{\"mail_id\": 0}')"
    world.notes.append(f"{jobs:,} jobs in {(inserted - began).total_seconds():.0f} s")
    time.sleep(world.bounds.seconds)
    world.ended()
    yield
    expect_mails(world, MAIL_WAITS)
    # Those that were written while the jobs were put there do not count: they saw but a part of them.
    behind = OutgoingMail.objects.filter(created_at__gt=inserted, state=OutgoingMail.State.SENT)
    moments = behind.values_list("created_at", "sent_at")
    waits = sorted((sent - written).total_seconds() for written, sent in moments if sent)
    world.expect(waits and waits[-1] <= MAIL_WAITS, f"mails behind the jobs left after {waits[-1:]} s")
    still = count(f"SELECT count(*) FROM procrastinate_jobs WHERE {left}")
    world.notes.append(
        f"{len(waits)} mails behind them left after {waits[-1:]} s at most; {still:,} jobs waited"
    )
    change(f"DELETE FROM procrastinate_jobs WHERE {left}")


@fault("many clients at once", bound=60)
def clients(world: World) -> Steps:
    with crowd_of(world, clients=world.bounds.clients, seconds=world.bounds.seconds) as crowd:
        statuses = read_crowd(world, crowd)
    world.ended()
    world.expect(statuses[200], "nobody was served")
    world.notes.append(f"{world.bounds.clients:,} clients")
    yield


@fault("slow clients", bound=30)
def slow(world: World) -> Steps:
    asked, lines, spent = world.browser(5), [], list[float]()
    for number in range(world.bounds.slow):
        line = line_to(world.site.https)
        head = f"POST {PROPOSE} HTTP/1.1\r\nHost: {NAME}\r\nCookie: sessionid={world.sessions[6]}\r\n"
        # Half of them never end their headers, the others their body.
        line.sendall((head + ("Content-Length: 100000\r\n\r\n" if number % 2 else "X-Lent: ")).encode())
        lines.append(line)
    began = time.monotonic()
    while not spent or time.monotonic() < began + world.bounds.seconds:
        for line in lines:
            with suppress(OSError):
                line.send(b"x")
        asking = time.monotonic()
        world.expect(asked.get("/").status == 200, "a page was refused")
        spent.append(time.monotonic() - asking)
        time.sleep(0.5)
    world.notes.append(f"{len(lines)} lines open, the slowest page {max(spent):.1f} s")
    for line in lines:
        line.close()
    world.ended()
    yield


@fault("clock moved a day on, then a day back", bound=60, needs="faketime")
def clock(world: World) -> Steps:
    names = [name for name in ("web", "worker") if name in world.site.running]
    for offset in ("+26h", "-26h", ""):
        fake = {"LD_PRELOAD": str(LIBFAKETIME[0]), "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        for name in names:
            world.site.again(name, **(fake if offset else {}))
        world.site.wait()
        time.sleep(world.bounds.seconds / 2)
    world.ended()
    world.notes.append("of gunicorn and the worker, which restart for it")
    yield
    expect_mails(world)
