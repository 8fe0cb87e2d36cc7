"""A council's hundred thousand deliberations, their files read page by page, and what search knows of them."""

import hashlib
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import batched

from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from benchmarks.corpus import Corpus
from benchmarks.people import make_agents
from core.documents.models import Document, PageText
from core.people.models import Agent
from core.people.roles import Role
from core.search.index import refresh
from core.search.models import Entry
from core.ui.french import long_date
from deliberations.models import CouncilSession, Deliberation
from deliberations.slugs import slug_of

SEED = 2010
A_SESSION = 25
# Four on average; a deliberation without a file has none.
PAGES = (2, 3, 4, 4, 5, 6)
LAST_DAY = date(2026, 11, 20)
YEARS = 30
# One session in twenty is in preparation, the newest among them: only the secretary may find what it holds.
DRAFTS = 20
BATCH, INDEXED = 2_000, 10_000
SECRETARY = "agent1"


def fill(deliberations: int) -> None:
    """So many deliberations, with four times as many pages."""
    make_agents()
    with connection.cursor() as cursor:
        # Constraints that wait are walked at each row by the history's triggers, and forbid to build an index.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    secretary = Agent.objects.get(identifiant=SECRETARY)
    secretary.groups.add(Group.objects.get(name=Role.COUNCIL_SECRETARY))
    began = time.monotonic()
    say(began, "sessions")
    sessions = make_sessions(deliberations // A_SESSION)
    say(began, "deliberations")
    corpus = Corpus(SEED)
    make_deliberations(sessions, corpus)
    say(began, "pages of text")
    copy_pages(corpus)
    index(began)


def say(began: float, what: str) -> None:
    print(f"  {time.monotonic() - began:4.0f} s  {what}…", flush=True)


def make_sessions(count: int) -> list[CouncilSession]:
    """Evenly over thirty years, the newest first."""
    days = [LAST_DAY - timedelta(days=number * YEARS * 365 // count) for number in range(count)]
    now = timezone.now()
    ranks: dict[date, int] = {}
    sessions = []
    for number, day in enumerate(days):
        ranks[day] = ranks.get(day, 0) + 1
        is_draft = number % DRAFTS == 0
        sessions.append(
            CouncilSession(
                held_on=day,
                year=day.year,
                place="Salle du conseil",
                slug=f"{day}-{ranks[day]}" if ranks[day] > 1 else f"{day}",
                state="draft" if is_draft else "published",
                published_at=None if is_draft else now,
                first_published_at=None if is_draft else now,
            )
        )
    return CouncilSession.objects.bulk_create(sessions, batch_size=BATCH)


def make_deliberations(sessions: list[CouncilSession], corpus: Corpus) -> None:
    """Each with its file; rows of documents alone, no file stands behind them."""
    for batch in batched(numbered(sessions), BATCH):
        documents = Document.objects.bulk_create(
            Document(
                name=f"{number}.pdf",
                size=80_000,
                content_type="application/pdf",
                sha256=hashlib.sha256(f"{session.pk} {number}".encode()).hexdigest(),
                text_state="read",
                page_count=PAGES[(session.pk + position) % len(PAGES)],
            )
            for session, position, number in batch
        )
        Deliberation.objects.bulk_create(
            Deliberation(
                session=session,
                year=session.year,
                session_kind=session.kind,
                number=number,
                slug=slug_of(number),
                position=position,
                adopted_on=session.held_on,
                object=corpus.object(),
                result="adopted",
                text=document,
            )
            for document, (session, position, number) in zip(documents, batch, strict=True)
        )


def numbered(sessions: list[CouncilSession]) -> Iterator[tuple[CouncilSession, int, str]]:
    """Session, place in it, and a number that its year has once: « 2026_0001 »."""
    given: dict[int, int] = {}
    for session in reversed(sessions):
        for position in range(1, A_SESSION + 1):
            given[session.year] = given.get(session.year, 0) + 1
            yield session, position, f"{session.year}_{given[session.year]:04}"


def copy_pages(corpus: Corpus) -> None:
    table = PageText._meta.db_table
    # Read whole first: a connection that copies answers nothing else.
    acts = list(
        Deliberation.objects.order_by("pk").values_list("text_id", "text__page_count", "number", "adopted_on")
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} (document_id, number, text) FROM STDIN") as copy,
    ):
        for document, count, number, day in acts:
            for page, text in enumerate(corpus.pages(number, long_date(day), count or 0), start=1):
                copy.write_row((document, page, text))


def index(began: float) -> None:
    """Through the application's own code; the indexes of the words are built once the rows are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%% USING gin %%'",
            [Entry._meta.db_table],
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute("ANALYZE")
    ids = list(Deliberation.objects.order_by("pk").values_list("pk", flat=True))
    for number, batch in enumerate(batched(ids, INDEXED)):
        say(began, f"index, {number * INDEXED:,} of {len(ids):,} deliberations")
        refresh(Deliberation.objects.filter(pk__in=batch))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for name, definition in found:
            say(began, name)
            cursor.execute(definition)
    say(began, "end")
