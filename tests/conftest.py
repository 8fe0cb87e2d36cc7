"""The cast: author, colleague, other direction, moderator, head of the group, managers, outsider."""

import gc
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management.commands import flush
from django.db import connection, transaction
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.notifications.registry import KINDS, Channel
from core.people.models import Agent
from core.people.roles import Role
from tests import databases
from tests import town as demonstration
from tests.answers import Answers, answers_to
from tests.emptying import empty_tables, remember_initial_rows, stock_flush
from tests.factories import AgentFactory, DirectionFactory

# The same examples at each run: no change fails by luck, nor by the load of the machine. HYPOTHESIS_PROFILE=explore
# draws others, as FUZZ_SEED does for tests/test_fuzzing.py.
hypothesis.settings.register_profile("repeat", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", database=None, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))

# Playwright's event loop runs in the tests' thread, beside the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


TESTS = Path(__file__).parent
LONGEST = (("browser/test_pages.py",), ("test_bad_input.py", "test_forms_without_right.py"))
# What a change seldom breaks and takes long to ask: `make test MARKERS='not slow'` leaves it out. The longest tests
# stand first, so that no worker waits at the end for one that the other has just begun.
SLOW = (
    "demo/test_without_demo.py",
    "config/upgrade",
    "demo/test_load_demonstration.py",
    "demo/test_growth.py",
    "demo/test_growth_races.py",
    "config/test_restart.py",
    "config/test_run.py",
    "backup",
    "test_fuzzing.py",
)
# Tests with a mail server of their own are slow, too.
SLOW_FIXTURES = {"dovecot", "mail_account"}


def pytest_itemcollected(item: pytest.Item) -> None:
    if slowness(item) < len(SLOW) or SLOW_FIXTURES & {*getattr(item, "fixturenames", ())}:
        item.add_marker("slow")


def slowness(item: pytest.Item) -> int:
    """Return the place of the test's module among the slow ones."""
    return next((n for n, name in enumerate(SLOW) if item.path.is_relative_to(TESTS / name)), len(SLOW))


def needs_database(item: pytest.Item) -> bool:
    names = {*getattr(item, "fixturenames", ())}
    return bool(item.get_closest_marker("django_db") or names & {"db", "django_db_setup", "transactional_db"})


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first and the slow last in each half, which is a worker's: neither waits for the other.

    While the one migrates and makes the town, the other runs the modules that need no database.
    """
    halves = [[TESTS / name for name in names] for names in LONGEST]
    assert all((TESTS / name).exists() for names in (*LONGEST, SLOW) for name in names)
    long = [[item for path in paths for item in items if item.path == path] for paths in halves]
    short = [item for item in items if not any(item.path in paths for paths in halves)]
    slow = sorted((item for item in short if item.get_closest_marker("slow")), key=slowness)
    quick = [item for item in short if not item.get_closest_marker("slow")]
    with_database = {item.path for item in quick if needs_database(item)}
    first = [item for item in quick if item.path not in with_database]
    quick = [item for item in quick if item.path in with_database]
    place, middle = max(0, (len(items) - len(slow)) // 2 - len(long[0])), len(slow) // 2
    items[:] = [*long[0], *quick[:place], *slow[:middle], *first, *long[1], *quick[place:], *slow[middle:]]


def pytest_collection_finish() -> None:
    """What the imports made stays to the end: the garbage collector need not walk over it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True, scope="session")
def _flush_is_ours() -> Iterator[None]:
    """A test with real commits empties every table afterwards, the history's too; the migrations' rows come back."""
    flush.Command.handle = empty_tables
    yield
    flush.Command.handle = stock_flush


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database is read before the first test."""
    with django_db_blocker.unblock():
        remember_initial_rows()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> None:
    """The test database is a copy of one that was migrated, unless an earlier run left it."""
    if django_db_createdb or not django_db_keepdb:
        with django_db_blocker.unblock():
            databases.use_migrated()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    caches["memory"].clear()


@pytest.fixture(autouse=True)
def documents_dir(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Stored files of each test go to a folder of its own, made when something is stored, or to its town's."""
    own = tmp_path_factory.getbasetemp() / "documents" / uuid.uuid4().hex
    settings.DOCUMENTS_DIR = demonstration.folders[-1] if demonstration.folders else own
    return settings.DOCUMENTS_DIR


@pytest.fixture(scope="module")
def loaded_town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    with demonstration.connected_to_town(django_db_blocker, demonstration.shared_folder(tmp_path_factory)):
        yield


@pytest.fixture
def town(loaded_town: None, db: None) -> None:
    """The demonstration town; what a test writes in it is rolled back."""


@pytest.fixture
def answers(town: None, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """`answers("groupe")`: what the addresses of the site answer to that account; see tests/answers.py."""
    return partial(answers_to, folder=demonstration.shared_folder(tmp_path_factory))


@pytest.fixture
def committed_town(
    transactional_db: None, settings: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The demonstration town, for a test with real commits: a copy that is dropped afterwards."""
    with demonstration.town_for_a_test(demonstration.shared_folder(tmp_path_factory)):
        settings.DOCUMENTS_DIR = demonstration.folders[-1]
        yield


@pytest.fixture
def author(db: None) -> Agent:
    return AgentFactory.create(
        first_name="Nadia", last_name="Benali", direction=DirectionFactory(name="Espaces verts")
    )


@pytest.fixture
def colleague(author: Agent) -> Agent:
    """Of the author's own direction."""
    return AgentFactory.create(first_name="Paul", last_name="Roux", direction=author.direction)


@pytest.fixture
def outsider(db: None) -> Agent:
    """An agent of another direction, with no role."""
    return AgentFactory.create(first_name="Inès", last_name="Haddad")


@pytest.fixture
def moderator(db: None) -> Agent:
    return AgentFactory.create(first_name="Rose", last_name="Leroy", roles=[Role.PROJECT_GROUP])


@pytest.fixture
def other_moderator(db: None) -> Agent:
    return AgentFactory.create(first_name="Malik", last_name="Silva", roles=[Role.PROJECT_GROUP])


@pytest.fixture
def head(db: None) -> Agent:
    return AgentFactory.create(
        first_name="Hélène", last_name="Faure", roles=[Role.PROJECT_GROUP, Role.GROUP_HEAD]
    )


@pytest.fixture
def room_manager(db: None) -> Agent:
    return AgentFactory.create(first_name="Théo", last_name="Petit", roles=[Role.ROOM_MANAGER])


@pytest.fixture
def council_secretary(db: None) -> Agent:
    return AgentFactory.create(first_name="Maud", last_name="Rivière", roles=[Role.COUNCIL_SECRETARY])


@pytest.fixture
def directory_manager(db: None) -> Agent:
    return AgentFactory.create(first_name="Zoé", last_name="Marin", roles=[Role.DIRECTORY_MANAGER])


@pytest.fixture
def administrator(db: None) -> Agent:
    return AgentFactory.create(first_name="Élie", last_name="Costa", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def signed_in() -> Callable[[Agent], Client]:
    """`signed_in(agent)`: a client whose session is that agent's, opened just now."""

    def sign_in(agent: Agent) -> Client:
        client = Client()
        client.force_login(agent)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
        session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(agent.pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def statements() -> Callable[[Callable[[], Any]], int]:
    """`statements(lambda: client.get(url))`: how many statements the call sends."""

    def count(call: Callable[[], Any]) -> int:
        # A process knows the types of rows after its first pages; which test came before must not count.
        ContentType.objects.get_for_models(*apps.get_models())
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count


def is_mailed(kind: str) -> bool:
    """Whether a kind is told beyond the site by default."""
    return kind not in KINDS or KINDS[kind].default != Channel.SITE


@pytest.fixture
def told() -> Callable[[], dict[str, set[str]]]:
    """`told()`: by kind, the identifiants told on the site; each has the same mail, or waits for the digest."""

    def read() -> dict[str, set[str]]:
        kinds: dict[str, set[str]] = {}
        for kind, who in Notification.objects.values_list("kind", "recipient__identifiant"):
            kinds.setdefault(kind, set()).add(who)
        mails: dict[str, set[str]] = {}
        for kind, who in OutgoingMail.objects.values_list("kind", "agent__identifiant"):
            mails.setdefault(kind, set()).add(who)
        waiting = Notification.objects.filter(Q(awaits_digest=True) | Q(letter_due_at__isnull=False))
        for kind, who in waiting.values_list("kind", "recipient__identifiant"):
            mails.setdefault(kind, set()).add(who)
        assert mails == {kind: who for kind, who in kinds.items() if is_mailed(kind)}
        return kinds

    return read


@pytest.fixture
def case(db: None, subtests: pytest.Subtests) -> Callable[..., AbstractContextManager[None]]:
    """`with case(name):` asks one of many cases of one set-up: its writes are undone, its failure hides no other."""

    @contextmanager
    def one(*names: object) -> Iterator[None]:
        with subtests.test(" ".join(map(ascii, names))[:200]), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return one


@pytest.fixture
def together() -> Callable[..., list[Any]]:
    """`together(call, call)`: each in its own thread and connection, started at once; results or exceptions."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        barrier = threading.Barrier(len(calls))
        results: list[Any] = [None] * len(calls)

        def one(position: int, call: Callable[[], Any]) -> None:
            try:
                barrier.wait(timeout=20)
                results[position] = call()
            except Exception as error:
                results[position] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return results

    return run
