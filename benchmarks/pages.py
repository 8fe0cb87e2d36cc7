"""A page as its reader asks for it, and the least that could be done instead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import urls
from benchmarks.databases import use
from benchmarks.measure import Figure, at_most, described, ratio_to_floor, take_turns
from core.people.models import Agent

MOST_STATEMENTS = 12
# Asked for before any view runs, hence part of the empty view too.
OWN_TO_THE_FRAME = ("django_session", "agent.password")
ROWS = ("SELECT", "WITH")


@dataclass
class MeasuredPage:
    """One address of one database, read by one signed-in agent; connections stay open between requests."""

    name: str
    wrapper: BaseDatabaseWrapper
    agent: Agent
    address: str

    def __post_init__(self) -> None:
        use(self.wrapper)
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(self.agent)
        urls.ready[self.name] = self.get()
        self.empty_address = reverse("bench_empty", args=[self.name])
        self.empty()

    def get(self) -> bytes:
        return self._ask(self.address)

    def empty(self) -> bytes:
        """As many bytes, ready made."""
        return self._ask(self.empty_address)

    def _ask(self, address: str) -> bytes:
        use(self.wrapper)
        response = self.client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}: nothing to measure")
        return response.content

    def statements(self) -> list[str]:
        """Everything one request sends, its transaction's own statements included."""
        use(self.wrapper)
        with CaptureQueriesContext(connection) as captured:
            self.get()
        return [query["sql"] for query in captured.captured_queries]

    def own_rows(self) -> list[str]:
        """The statements by which the page reads its rows, without those that the empty view sends too."""
        return [
            statement
            for statement in self.statements()
            if statement.startswith(ROWS) and not any(mark in statement for mark in OWN_TO_THE_FRAME)
        ]


def bare(wrapper: BaseDatabaseWrapper, statements: Sequence[str]) -> Callable[[], None]:
    """The same rows fetched by the driver alone."""
    wrapper.ensure_connection()
    assert wrapper.connection is not None
    driver = wrapper.connection

    def fetch() -> None:
        with driver.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement).fetchall()

    return fetch


def against_floor(page: MeasuredPage, statements: Sequence[str], *, goal: float) -> list[Figure]:
    """The page's ratio to (its bare SQL + the empty view), and its number of statements."""
    medians = take_turns(
        {"page": page.get, "bare SQL": bare(page.wrapper, statements), "empty view": page.empty}
    )
    ratio = ratio_to_floor(medians["page"], medians["bare SQL"], medians["empty view"])
    note = f"{described(medians)}; {len(page.get()) / 1000:.0f} kB"
    return [
        at_most(f"{page.name}, ratio to bare SQL + empty view", ratio, goal, " ×", note=note),
        statement_count(page),
    ]


def statement_count(page: MeasuredPage) -> Figure:
    sent = len(page.statements())
    return at_most(f"{page.name}, statements", sent, MOST_STATEMENTS, digits=0)
