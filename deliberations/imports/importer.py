"""An import from end to end: batches in their own transactions, and the result of every line.

What an import does, decided once:
- a line is matched on its number and its date; what is blank in the file never erases what the intranet knows;
- the file lists published acts: a session that the intranet does not know is created published, with its acts
  adopted; a session in preparation is never touched nor published, its lines are refused;
- two lines of one number in one year are refused from the second on; in one day, where numbers begin again at each
  session.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, OperationalError, reset_queries, transaction
from django.utils import timezone

from core.history.context import action_context
from core.imports.steps import Busy
from core.people.models import Agent
from core.ui import locks
from core.ui.french import long_date, spaced
from deliberations.imports import statements
from deliberations.imports.statements import StoredAct
from deliberations.models import CouncilSession, ImportLine, Matter, Numbering, NumberingChoice
from deliberations.scdl.parser import MatterIndex, ParsedAct, ParsedLine, Parser, Votes, vote_contradiction
from deliberations.scdl.table import Table

BATCH = 1000
ATTEMPTS = 3
ACTION_NAME = "a importé un fichier SCDL"
BY_SESSION = spaced(
    "Des numéros se répètent d’une séance à l’autre. Si les vôtres recommencent à chaque séance, dites-le d’abord "
    "dans « Numérotation des délibérations » (page d’administration), puis envoyez de nouveau le fichier."
)


Outcome = ImportLine.Outcome


@dataclass(frozen=True, slots=True)
class LineResult:
    """The result of a line. `words` say what was corrected or changed, or why the line is refused."""

    line: int
    outcome: Outcome
    identifier: str
    words: tuple[str, ...]
    is_repaired: bool = False


@dataclass(slots=True)
class LineCounts:
    """Counts of lines; a corrected line (`repaired`) is also counted as created, changed or the same."""

    created: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    repaired: int = 0
    sessions: int = 0

    @property
    def lines(self) -> int:
        return self.created + self.changed + self.same + self.refused

    def add(self, result: LineResult) -> None:
        setattr(self, result.outcome, getattr(self, result.outcome) + 1)
        self.repaired += result.is_repaired


@dataclass(slots=True)
class ImportReport:
    """The counts, and what was said of the whole file."""

    counts: LineCounts = field(default_factory=LineCounts)
    notes: list[str] = field(default_factory=list)


OnResults = Callable[[list[LineResult]], None]
OnProgress = Callable[[float, LineCounts], None]


def run_import(
    path: Path,
    *,
    by: Agent | None,
    dry_run: bool = False,
    on_results: OnResults = lambda results: None,
    on_progress: OnProgress = lambda share, counts: None,
) -> ImportReport:
    """Import a file; `on_results` gets every line, batch after batch, `on_progress` the share read, from 0 to 1.

    The caller checks the right. Raises Unreadable for what is no SCDL file, Busy while another import runs. A dry
    run reads and compares all the same, and writes nothing.
    """
    with Table(path) as table, nullcontext() if dry_run else _alone(), statements.seen_numbers():
        reader = Parser(
            table,
            MatterIndex(dict(Matter.objects.current().values_list("code", "scdl_name"))),
            today=timezone.localdate(),
            siret=settings.TOWN_SIRET,
        )
        importer = _Importer(by=by, dry_run=dry_run, matters=statements.current_matters())
        report = ImportReport(importer.counts)
        with action_context(ACTION_NAME, by=by):
            for lines in batched(reader.lines(), BATCH):
                results = importer.batch(lines)
                for each in results:
                    report.counts.add(each)
                on_results(results)
                on_progress(table.share_read, report.counts)
                # With DEBUG, Django keeps the text of every statement.
                reset_queries()
        report.notes = [*([BY_SESSION] if importer.has_repeats else []), *reader.notes()]
        return report


@contextmanager
def _alone() -> Iterator[None]:
    """Raises Busy while another import writes."""
    with locks.alone("deliberations.import") as is_ours:
        if not is_ours:
            raise Busy(spaced("Un autre import est en cours : attendez qu’il soit terminé."))
        yield


@dataclass(slots=True)
class _Plan:
    results: list[LineResult] = field(default_factory=list)
    new: list[tuple[ParsedLine, CouncilSession | None]] = field(default_factory=list)
    matched: list[tuple[ParsedLine, StoredAct]] = field(default_factory=list)

    def refuse(self, line: ParsedLine, *words: str) -> None:
        self.results.append(_refused(line, words))


class _Importer:
    def __init__(self, *, by: Agent | None, dry_run: bool, matters: Mapping[str, int]) -> None:
        self.by = by
        self.dry_run = dry_run
        self.matters = matters
        self.counts = LineCounts()
        # Of a dry run: the days whose session would be created.
        self.days: set[Any] = set()
        # For a session that the import would create.
        self.numbering = NumberingChoice.of(CouncilSession.Kind.ORDINARY)
        # A number was refused for one of another day.
        self.has_repeats = False

    def batch(self, lines: Iterable[ParsedLine]) -> list[LineResult]:
        """The result of every line, in the file's order."""
        lines = list(lines)
        results = [_refused(line, tuple(line.words)) for line in lines if line.row is None]
        results += self._apply([line for line in lines if line.row is not None])
        return sorted(results, key=lambda each: each.line)

    def _apply(self, lines: list[ParsedLine]) -> list[LineResult]:
        """Together; when the database refuses one of them, by halves, so that only that one is left out."""
        if not lines:
            return []
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with transaction.atomic():
                    if not self.dry_run:
                        statements.prepare()
                    results, sessions = self._write(lines)
            except (IntegrityError, DataError) as error:
                if len(lines) == 1:
                    return [_refused(lines[0], (statements.refusal_of(error),))]
                middle = len(lines) // 2
                return self._apply(lines[:middle]) + self._apply(lines[middle:])
            except OperationalError as error:
                # A deadlock with a form sent at the same moment: one of the two has to start again.
                if attempt == ATTEMPTS or not statements.may_try_again(error):
                    raise
            else:
                self.counts.sessions += sessions
                return results
        raise AssertionError("unreachable")

    def _write(self, lines: list[ParsedLine]) -> tuple[list[LineResult], int]:
        plan = self._plan(lines)
        made = self._create(plan)
        self._change(plan)
        return plan.results, made

    def _plan(self, lines: list[ParsedLine]) -> _Plan:
        plan = _Plan()
        rows = [row for line in lines if (row := line.row)]
        sessions = statements.sessions_of({row.adopted_on for row in rows}, lock=not self.dry_run)
        held = statements.stored_under(rows)
        claims: list[tuple[ParsedLine, str]] = []
        matches: dict[int, StoredAct | CouncilSession | None] = {}
        for line in lines:
            assert line.row is not None
            others = held.get((line.row.adopted_on.year, line.row.number), [])
            match, series, reason = _match(
                line.row, others, sessions.get(line.row.adopted_on, []), self.numbering
            )
            if reason:
                plan.refuse(line, reason)
            else:
                claims.append((line, series))
                matches[line.number] = match
        taken = statements.claim_numbers(claims)
        for line, _ in claims:
            match = matches[line.number]
            if line.number in taken:
                plan.refuse(line, taken[line.number])
            elif isinstance(match, StoredAct):
                plan.matched.append((line, match))
            else:
                plan.new.append((line, match))
        self.has_repeats |= any(
            words.startswith(statements.NUMBER_GIVEN)
            for result in plan.results
            for words in result.words[-1:]
        )
        return plan

    def _create(self, plan: _Plan) -> int:
        """The new deliberations, in sessions created where there is none; how many those are."""
        days = {line.row.adopted_on for line, session in plan.new if line.row and session is None}
        plan.results += [_result(line, Outcome.CREATED) for line, _ in plan.new]
        if self.dry_run:
            made = len(days - self.days)
            self.days |= days
            return made
        created = statements.create_sessions(days, by=self.by)
        values = []
        for line, session in plan.new:
            assert line.row is not None
            at = session or created[line.row.adopted_on]
            values.append({**self._values(line.row), "line": line.number, "session_id": at.pk})
        statements.insert_acts(values)
        return len(created)

    def _change(self, plan: _Plan) -> None:
        changes = []
        for line, held in plan.matched:
            assert line.row is not None
            if self._merged(line.row, held)[0] == held.values:
                plan.results.append(_result(line, Outcome.SAME))
            else:
                changes.append((line, held))
        # Read again under a lock: they may have been corrected on the site.
        locked = {} if self.dry_run else statements.lock_acts([held.pk for _, held in changes])
        written = []
        for line, held in changes:
            assert line.row is not None
            now = locked.get(held.pk, held)
            values, words = self._merged(line.row, now)
            if values == now.values:
                plan.results.append(_result(line, Outcome.SAME, *words))
                continue
            written.append({"id": held.pk, **values})
            plan.results.append(
                _result(line, Outcome.CHANGED, *words, *statements.differences(now.values, values))
            )
        if not self.dry_run:
            statements.update_acts(written)

    def _values(self, row: ParsedAct) -> dict[str, Any]:
        matter = self.matters.get(row.matter_code)
        return {
            "number": row.number,
            "adopted_on": row.adopted_on,
            "object": row.object,
            "matter_id": matter,
            "matter_code": "" if matter else row.matter_code,
            "matter_name": "" if matter else row.matter_name,
            "budget_year": row.budget_year,
            "budget_name": row.budget_name,
            "prefecture": row.prefecture,
            "acknowledged_on": row.acknowledged_on,
            "public_url": row.public_url,
            **row.votes._asdict(),
        }

    def _merged(self, row: ParsedAct, held: StoredAct) -> tuple[dict[str, Any], list[str]]:
        """The held values with what the line says laid over them; words when its votes are left out."""
        given = self._values(row)
        values = dict(held.values)
        for name in statements.SIMPLE:
            if given[name] not in (None, ""):
                values[name] = given[name]
        # A deliberation keeps the version of the nomenclature that it was classified by.
        if row.matter_code and row.matter_code != held.matter_code:
            values |= {name: given[name] for name in ("matter_id", "matter_code", "matter_name")}
        elif row.matter_name and held.values["matter_id"] is None:
            values["matter_name"] = given["matter_name"]
        votes = Votes(
            *(mine if mine is not None else values[name] for name, mine in row.votes._asdict().items())
        )
        if contradiction := vote_contradiction(votes):
            return values, [spaced(f"votes laissés comme sur l’intranet : {contradiction}")]
        return values | votes._asdict(), []


def _match(
    row: ParsedAct, held: list[StoredAct], sessions: list[CouncilSession], numbering: str
) -> tuple[StoredAct | CouncilSession | None, str, str]:
    """Match the line to its deliberation, its session, or nothing yet; return it with its series, or with a refusal.

    `numbering` is that of a session to be created.
    """
    same = next((each for each in held if each.adopted_on == row.adopted_on), None)
    if same is not None:
        series = _series(same.session_kind, same.numbering, row)
        return same, series, "" if same.is_published else _in_preparation(row)
    published = [session for session in sessions if session.is_published]
    if sessions and not published:
        return None, "", _in_preparation(row)
    session = published[0] if published else None
    kind = session.kind if session else CouncilSession.Kind.ORDINARY
    numbering = session.numbering if session else numbering
    other = next((each for each in held if each.session_kind == kind), None)
    if other and numbering == Numbering.YEAR:
        return None, "", f"{statements.NUMBER_GIVEN} à une délibération du {long_date(other.adopted_on)}"
    return session, _series(kind, numbering, row), ""


def _series(kind: str, numbering: str, row: ParsedAct) -> str:
    """Return the series in which the line's number is unique."""
    return kind if numbering == Numbering.YEAR else f"{kind} {row.adopted_on}"


def _in_preparation(row: ParsedAct) -> str:
    day = long_date(row.adopted_on)
    return spaced(f"la séance du {day} est en préparation sur l’intranet : publiez-la d’abord")


def _result(line: ParsedLine, outcome: Outcome, *more: str) -> LineResult:
    return LineResult(line.number, outcome, line.identifier, (*line.words, *more), bool(line.words))


def _refused(line: ParsedLine, words: Iterable[str]) -> LineResult:
    return LineResult(line.number, Outcome.REFUSED, line.identifier, tuple(words))


def first_rows(path: Path, limit: int) -> Iterator[ParsedLine]:
    """The first lines as they are read, for a person to look at."""
    names = dict(Matter.objects.current().values_list("code", "scdl_name"))
    with Table(path) as table:
        reader = Parser(table, MatterIndex(names), today=timezone.localdate())
        for line, _ in zip(reader.lines(), range(limit), strict=False):
            yield line
