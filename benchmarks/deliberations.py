"""The import of 100,000 lines against a bare COPY of its rows, and the council's pages at 100 and 100,000 acts."""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from statistics import median

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import reverse
from psycopg import sql

from benchmarks.databases import database, filled, use
from benchmarks.measure import Figure, at_most, described, take_turns
from benchmarks.pages import MeasuredPage, statement_count
from benchmarks.people import make_agents, reader
from deliberations.imports.importer import run_import
from deliberations.models import CouncilSession, Deliberation, Matter
from deliberations.scdl.table import COLUMNS

RATIO_GOAL = 0.03
MEMORY_GOAL = GROWTH_GOAL = 1.2
FEW, MANY = 100, 100_000
TENTH = 10_000
AN_EVENING = 25
COPIES = 3
EMPTY, IMPORTED = "bench_scdl_empty", "bench_scdl"
BARE = "bench_bare_deliberation"
LAST_DAY = date(2025, 12, 17)
WORDS = [
    *(
        "convention",
        "subvention",
        "association",
        "adoption",
        "budget",
        "marché",
        "travaux",
        "école",
        "voirie",
    ),
    *("acquisition", "parcelle", "autorisation", "signature", "avenant", "fourniture", "entretien", "jardin"),
    *("régie", "tarif", "médiathèque", "tableau", "effectifs", "garantie", "emprunt", "quartier", "fontaine"),
]


def write_file(path: Path, lines: int) -> None:
    """Evenings of 25 acts, newest first and four in the last year, whatever the number of lines."""
    chance = random.Random(1)
    matters = list(Matter.objects.current().values_list("code", "scdl_name"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, day in zip(range(lines), evenings(), strict=False):
            writer.writerow(line(number, day, chance.choice(matters), chance))


def evenings() -> Iterator[date]:
    """The day of each act: four evenings in 2025, then one every fourth day, back to the 1980s."""
    for rank in range(MANY):
        spread = timedelta(days=90 * rank) if rank < 4 else timedelta(days=365 + 4 * rank)
        for _ in range(AN_EVENING):
            yield LAST_DAY - spread


def line(number: int, day: date, matter: tuple[str, str], chance: random.Random) -> list[object]:
    against, abstentions = chance.randint(0, 9), chance.randint(0, 5)
    return [
        "Ville de Port-Mimosa",
        "21990999100016",
        f"{day:%Y_%m}_{number:06}",
        day.isoformat(),
        *matter,
        " ".join(chance.choices(WORDS, k=12)).capitalize(),
        day.year,
        "Budget principal",
        "PREF099",
        (day + timedelta(days=4)).isoformat(),
        45,
        43,
        43 - against - abstentions,
        against,
        abstentions,
        f"https://www.port-mimosa.example/deliberations/{number}.pdf",
    ]


# The import


def figures() -> list[Figure]:
    empty = filled(EMPTY, lambda: None, recipe="migrated")
    # A database that serves as a template has no connection.
    empty.close()
    return [*import_figures(), *page_figures()]


def import_figures() -> list[Figure]:
    home = connections["default"]
    peaks: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for lines in (TENTH, MANY):
            path = Path(folder) / f"{lines}.csv"
            with fresh_database(home):
                write_file(path, lines)
                seconds, peaks[lines] = run_command(path)
                copied = bare_copies(lines)
    ratio = median(copied) / seconds
    rate = MANY / seconds
    return [
        Figure(
            f"import of {MANY:,} lines, its lines a second against bare COPY",
            f"{ratio:.3f}",
            f"≥ {RATIO_GOAL:g}",
            ratio >= RATIO_GOAL,
            f"{seconds:.1f} s, {rate:,.0f} lines a second, the start of the command included; COPY "
            + ", ".join(f"{spent:.2f} s" for spent in copied),
        ),
        at_most(
            f"memory of the import, {MANY:,} lines against {TENTH:,}",
            peaks[MANY] / peaks[TENTH],
            MEMORY_GOAL,
            " ×",
            note=", ".join(f"{lines:,} lines {peak:.0f} MB" for lines, peak in peaks.items()),
        ),
    ]


@contextmanager
def fresh_database(home: BaseDatabaseWrapper) -> Iterator[None]:
    """A copy of the migrated database, for one import."""
    with home.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(IMPORTED)))
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(IMPORTED), sql.Identifier(EMPTY))
        )
    wrapper = database(IMPORTED)
    use(wrapper)
    try:
        yield
    finally:
        wrapper.close()
        use(home)


def run_command(path: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of `manage.py import_scdl`, in a process of its own."""
    address = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {**os.environ, "DATABASE_URL": f"{address}/{IMPORTED}"}
    start = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "manage.py", "import_scdl", str(path)],
        cwd=Path(__file__).resolve().parent.parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdout is not None
    said = child.stdout.read().decode()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    if child.returncode:
        raise RuntimeError(f"import_scdl failed: {said}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


def bare_copies(lines: int) -> list[float]:
    """Seconds of each COPY of the very rows into an equal table: its columns, constraints and indexes, no trigger."""
    connection.ensure_connection()
    driver = connection.connection
    assert driver is not None
    data = BytesIO()
    table = sql.Identifier(Deliberation._meta.db_table)
    with driver.cursor() as cursor, cursor.copy(sql.SQL("COPY {} TO STDOUT").format(table)) as copy:
        for block in copy:
            data.write(block)
    if data.getvalue().count(b"\n") != lines:
        raise RuntimeError("not every line was imported: nothing to compare")
    return [_bare_copy(data) for _ in range(COPIES)]


def _bare_copy(data: BytesIO) -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {BARE}")
        cursor.execute(f"CREATE TABLE {BARE} (LIKE {Deliberation._meta.db_table} INCLUDING ALL)")
        for field in Deliberation._meta.concrete_fields:
            # Foreign keys are not copied by LIKE.
            if field.is_relation and field.related_model:
                cursor.execute(
                    f"ALTER TABLE {BARE} ADD FOREIGN KEY ({field.column}) REFERENCES"
                    f" {field.related_model._meta.db_table} DEFERRABLE INITIALLY DEFERRED"
                )
        data.seek(0)
        start = time.perf_counter()
        with cursor.cursor.copy(f"COPY {BARE} FROM STDIN") as copy:
            while block := data.read(65_536):
                copy.write(block)
    return time.perf_counter() - start


# The pages


def page_figures() -> list[Figure]:
    councils = {acts: council(acts) for acts in (FEW, MANY)}
    figures = []
    for name, address in addresses(councils[FEW]).items():
        few, many = (page_of(name, acts, wrapper, address) for acts, wrapper in councils.items())
        more = len(many.statements()) - len(few.statements())
        medians = take_turns({few.name: few.get, many.name: many.get})
        growth = medians[many.name] / medians[few.name]
        figures += [
            statement_count(many),
            at_most(f"{name}'s page, statements more than at {FEW}", more, 0, digits=0),
            at_most(
                f"{name}'s page at {MANY:,} acts and at {FEW}",
                growth,
                GROWTH_GOAL,
                " ×",
                note=described(medians),
            ),
        ]
    return figures


def page_of(name: str, acts: int, wrapper: BaseDatabaseWrapper, address: str) -> MeasuredPage:
    use(wrapper)
    return MeasuredPage(f"{name}-{acts}", wrapper, reader(), address)


def council(acts: int) -> BaseDatabaseWrapper:
    """A database whose acts were imported; the last year is the same in each."""
    recipe = (acts, AN_EVENING, LAST_DAY, "imported")
    return filled(f"bench_deliberations_{acts}", lambda: fill(acts), recipe=recipe)


def fill(acts: int) -> None:
    make_agents()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deliberations.csv"
        write_file(path, acts)
        run_import(path, by=None)


def addresses(wrapper: BaseDatabaseWrapper) -> dict[str, str]:
    use(wrapper)
    session = CouncilSession.objects.get(held_on=LAST_DAY)
    act = session.deliberations.order_by("position")[AN_EVENING // 2]
    return {
        "session": session.get_absolute_url(),
        "year": reverse("deliberations:year_detail", args=[session.year]),
        "deliberation": act.get_absolute_url(),
    }
