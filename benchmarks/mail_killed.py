"""200 mails while the fetcher and the workers are killed (`kill -9`) at each step in turn: what comes out."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import connection

from benchmarks.databases import database
from benchmarks.mail_messages import mark, messages
from benchmarks.mail_town import FETCHER, USED, WORKERS, MailTown, town, wait_until
from benchmarks.measure import Figure, exactly
from core.mail.models import IncomingMail, OutgoingMail, OwedAcknowledgement
from suggestions.models import Idea

MAILS = 200
# Where a process stands: the table that its next statement needs, and the beginning of that statement.
DEFERRING = "procrastinate_defer"
FETCHING = (
    ("mail_incomingmail", 'INSERT INTO "mail_incomingmail"'),
    ("mail_rawcontent", 'COPY "mail_rawcontent"'),
    ("procrastinate_jobs", DEFERRING),
)
READING = (
    ("mail_incomingmail", "WITH lazily"),
    ("suggestions_idea", 'INSERT INTO "suggestions_idea"'),
    ("mail_outgoingmail", 'INSERT INTO "mail_outgoingmail"'),
)
STANDING = """
    SELECT activity.pid FROM pg_stat_activity activity JOIN pg_locks lock ON lock.pid = activity.pid
    WHERE NOT lock.granted AND activity.datname = current_database() AND position(%s IN activity.query) > 0
"""
PATIENCE = 180.0
# A job that its worker left is given to another by a task of every five minutes.
LAST_PATIENCE = 900.0


def killed() -> list[Figure]:
    steps: list[Callable[[MailTown], None]] = [partial(stopped, step=step) for step in (*FETCHING, *READING)]
    steps += [moved_unnoted, unanswered, sent_unnoted, all_at_once]
    series = [f"mort{number}" for number in range(len(steps))]
    each = MAILS // len(steps)
    with town() as place:
        place.start(FETCHER, *WORKERS)
        for step, name in zip(steps, series, strict=True):
            # Before the step, so that the mails come while everything is held.
            with coming(place, name, each):
                step(place)
            place.start(*[command for command in (FETCHER, *WORKERS) if command not in place.processes])
        wait_until(is_settled, patience=LAST_PATIENCE, every=0.5)
        return account(place, {mark(name, number) for name in series for number in range(each)})


@contextmanager
def coming(place: MailTown, series: str, count: int) -> Iterator[None]:
    """Mails that arrive one after the other, from a thread of their own."""

    def arrive() -> None:
        for mail in messages(count, series=series):
            place.put([mail])

    thread = threading.Timer(0.5, arrive)
    thread.start()
    yield
    thread.join()


@contextmanager
def held(table: str) -> Iterator[None]:
    """Whoever writes there stands, to the end of the block."""
    holder = database(USED)
    holder.set_autocommit(False)
    try:
        with holder.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield
    finally:
        holder.rollback()
        holder.close()


def stopped(place: MailTown, *, step: tuple[str, str]) -> None:
    """Killed while it stands before a table that is held."""
    table, statement = step
    processes = [FETCHER] if step in FETCHING else WORKERS
    is_fetched_into = processes is WORKERS and table == FETCHING[0][0]
    if is_fetched_into:
        # The fetcher writes there too: held, the table would bring the workers nothing to read.
        place.kill(*WORKERS)
        wait_until(lambda: IncomingMail.objects.to_read().exists(), patience=PATIENCE)
    with held(table):
        if is_fetched_into:
            place.start(*WORKERS)
        wait_until(lambda: stands(statement), patience=PATIENCE)
        place.kill(*processes)


def moved_unnoted(place: MailTown) -> None:
    """Killed when the server has moved the messages and their rows do not say so yet."""
    is_held, is_over = threading.Event(), threading.Event()

    def hold_next() -> None:
        # Granted when the transaction that stands before the other table ends.
        with held("mail_incomingmail"):
            is_held.set()
            is_over.wait(PATIENCE)

    holder = threading.Thread(target=hold_next)
    with held("procrastinate_jobs"):
        wait_until(lambda: stands(DEFERRING), patience=PATIENCE)
        holder.start()
        wait_until(lambda: stands("LOCK TABLE mail_incomingmail"), patience=PATIENCE)
    wait_until(lambda: stands('UPDATE "mail_incomingmail" SET "left_folder_at"'), patience=PATIENCE)
    place.kill(FETCHER)
    is_over.set()
    holder.join()


def stands(statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [statement])
        return bool(cursor.fetchall())


@contextmanager
def answer_withheld(place: MailTown) -> Iterator[None]:
    """A mail has reached the town's server, and the worker hears so after the block only."""
    arrived, goes_on = threading.Event(), threading.Event()

    def on_data() -> None:
        arrived.set()
        goes_on.wait(PATIENCE)

    place.sink.on_data = on_data
    wait_until(arrived.is_set, patience=PATIENCE)
    yield
    place.sink.on_data = None
    goes_on.set()


def unanswered(place: MailTown) -> None:
    with answer_withheld(place):
        place.kill(*WORKERS)


def sent_unnoted(place: MailTown) -> None:
    """Killed between the server's word and the row."""
    withheld = answer_withheld(place)
    withheld.__enter__()
    with held("mail_outgoingmail"):
        withheld.__exit__(None, None, None)
        wait_until(lambda: stands('UPDATE "mail_outgoingmail"'), patience=PATIENCE)
        place.kill(*WORKERS)


def all_at_once(place: MailTown) -> None:
    """As when the machine falls: while mails come in."""
    before = IncomingMail.objects.count()
    wait_until(lambda: IncomingMail.objects.count() > before, patience=PATIENCE)
    place.kill(FETCHER, *WORKERS)


def is_settled() -> bool:
    return (
        IncomingMail.objects.count() >= MAILS
        and not IncomingMail.objects.to_read().exists()
        and not IncomingMail.objects.filter(left_folder_at=None).exists()
        and not OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING).exists()
    )


def account(place: MailTown, expected: set[str]) -> list[Figure]:
    titles = Counter(title[: title.index(",") + 1] for title in Idea.objects.values_list("title", flat=True))
    lost = len(expected - titles.keys()) + len(place.account.folder().uids)
    doubled = sum(titles.values()) - len(titles) + IncomingMail.objects.count() - len(expected)
    # What each mail was answered by: a server that has one twice knows it for one by its Message-ID.
    ids = {message["Message-ID"]: message["In-Reply-To"] for message in place.sink.messages}
    answers = Counter(answered for answered in ids.values() if answered and "poste.ville.example" in answered)
    silent = len(expected) - len(answers) - OwedAcknowledgement.objects.count()
    twice = sum(answers.values()) - len(answers)
    handed_twice = len(place.sink.messages) - len(ids)
    note = (
        f"{handed_twice} handed over twice under one Message-ID: killed between the server's word and our row"
    )
    return [
        exactly(f"{MAILS} mails and kill -9 at each step, lost", lost, 0),
        exactly("kill -9 at each step, doubled", doubled, 0),
        exactly("kill -9 at each step, answered twice", twice, 0, note=note),
        exactly("kill -9 at each step, without an answer", silent, 0),
    ]
