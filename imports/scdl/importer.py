"""An import from end to end: batches in their own transactions, few statements each, and the result of every line.

What an import does, decided once:
- a line is matched on its number and its date; what is blank in the file never erases what the intranet knows;
- the file lists published acts: a session that the intranet does not know is created published, with its acts
  adopted; a session in preparation is never touched nor published, its lines are refused;
- two lines of one number in one year are refused from the second on; in one day, where numbers begin again at each
  session.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, connection, models, reset_queries, transaction
from django.utils import timezone

from core.french import long_date, short_date, spaced
from core.history.context import action_context
from core.imports.steps import Busy
from core.people.models import Agent
from core.search import index
from core.web import locks
from core.web.locks import locked
from deliberations.locking import MESSAGES, free_slug, lock_session_names
from deliberations.models import CouncilSession, Deliberation, Import, Matter, Numbering, NumberingChoice
from deliberations.models.imports import COUNTS, ImportLine
from deliberations.models.sessions import slug_of
from imports.scdl.cells import quoted
from imports.scdl.parser import ALONE, MATTER, VOTES, Outcome, Parser, vote_contradiction

BATCH = 1000
# Each field of each row is a condition of the statement.
CORRECTED_AT_ONCE = 200
WRITTEN = [*[column.field for column in ALONE.values()][2:], "matter", *MATTER, *VOTES]
# How the refusal of a number that another day has begins.
NUMBER_GIVEN = "numéro déjà donné"
ACTION_NAME = "a importé un fichier SCDL"
BY_SESSION = spaced(
    "Des numéros se répètent d’une séance à l’autre. Si les vôtres recommencent à chaque séance, dites-le d’abord "
    "dans « Numérotation des délibérations » (page d’administration), puis envoyez de nouveau le fichier."
)
# By year, series and number: the line that has it, and its day.
type Claims = dict[tuple[int, str, str], tuple[int, date]]
type OnLines = Callable[[Sequence[ImportLine], float], None]


class _Refused(Exception):
    """A line that what is stored, or an earlier line, contradicts."""


def count_rows(report: Import, *, is_forecast: bool) -> list[tuple[str, int]]:
    """The counts and their labels; a forecast says so."""
    return [
        ("lignes lues", report.lines),
        ("à créer" if is_forecast else "créées", report.created),
        ("à corriger" if is_forecast else "corrigées", report.changed),
        ("inchangées", report.same),
        ("refusées", report.refused),
        ("lignes réparées", report.repaired),
        ("séances à créer" if is_forecast else "séances créées", report.sessions),
    ]


def run_import(
    path: Path,
    *,
    by: Agent | None,
    dry_run: bool = False,
    report: Import | None = None,
    on_lines: OnLines = lambda lines, share: None,
) -> Import:
    """Import a file, and count in `report`; `on_lines` gets every line, batch after batch, and the share read.

    The caller checks the right. Raises Unreadable for what is no SCDL file, Busy while another import runs. A dry
    run reads and compares all the same, and writes nothing.
    """
    report = report or Import()
    for name in COUNTS:
        setattr(report, name, 0)
    matters = {matter.code: matter for matter in Matter.objects.current()}
    names = {code: matter.scdl_name for code, matter in matters.items()}
    parser = Parser(path.read_bytes(), names, siret=settings.TOWN_SIRET)
    alone = nullcontext(True) if dry_run else locks.alone("deliberations.import")
    with alone as is_ours, action_context(ACTION_NAME, by=by):
        if not is_ours:
            raise Busy(spaced("Un autre import est en cours : attendez qu’il soit terminé."))
        numbering = NumberingChoice.of(CouncilSession.Kind.ORDINARY)
        importer = _Importer(report, matters, by, dry_run, numbering)
        for lines in batched(parser.lines(), BATCH):
            importer.take([line for line in lines if line.outcome != Outcome.REFUSED])
            for line in lines:
                setattr(report, line.outcome, getattr(report, line.outcome) + 1)
                report.repaired += line.is_repaired
            on_lines(lines, lines[-1].line / parser.sheet.length)
            # With DEBUG, Django keeps the text of every statement.
            reset_queries()
    report.notes = [*([BY_SESSION] if importer.has_repeats else []), *parser.notes]
    return report


@dataclass
class _Importer:
    report: Import
    matters: Mapping[str, Matter]
    by: Agent | None
    dry_run: bool
    # Of a session that the import would create.
    numbering: str
    # Days whose session is, or would be, created.
    days: set[date] = field(default_factory=set)
    # The numbers that the file has given so far.
    seen: Claims = field(default_factory=dict)
    # A number was refused for one of another day.
    has_repeats: bool = False

    def take(self, lines: Sequence[ImportLine]) -> None:
        """Together; when the database refuses one of them, by halves, so that only that one is left out."""
        if not lines:
            return
        try:
            with transaction.atomic():
                claims, days = self._write(lines)
        except (IntegrityError, DataError) as error:
            if len(lines) == 1:
                name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
                unforeseen = f"refusée par la base de données ({name or type(error).__name__})"
                lines[0].becomes(Outcome.REFUSED, MESSAGES.get(name or "", ("", unforeseen))[1])
                return
            middle = len(lines) // 2
            self.take(lines[:middle])
            self.take(lines[middle:])
        else:
            self.report.sessions += len(days - self.days)
            self.days |= days
            self.seen |= claims

    def _write(self, lines: Sequence[ImportLine]) -> tuple[Claims, set[date]]:
        """Match and write these lines; return the numbers that they take and the days that had no session."""
        if not self.dry_run:
            _prepare()
        sessions = self._sessions({line.values["adopted_on"] for line in lines})
        stored = _stored_under({(line.values["adopted_on"].year, line.values["number"]) for line in lines})
        claims: Claims = {}
        new: list[tuple[ImportLine, CouncilSession | None]] = []
        matched: list[tuple[ImportLine, Deliberation]] = []
        for line in lines:
            day = line.values["adopted_on"]
            key = day.year, line.values["number"]
            try:
                match = self._match(line, claims, stored[key], sessions[day])
            except _Refused as refused:
                self.has_repeats |= str(refused).startswith(NUMBER_GIVEN)
                line.becomes(Outcome.REFUSED, str(refused))
                continue
            if isinstance(match, Deliberation):
                matched.append((line, match))
            else:
                new.append((line, match))
                line.becomes(Outcome.CREATED)
        days = {line.values["adopted_on"] for line, session in new if session is None}
        if not self.dry_run:
            self._create(new, _create_sessions(days, by=self.by))
        self._change(matched)
        return claims, days

    def _sessions(self, days: set[date]) -> dict[date, list[CouncilSession]]:
        """The sessions of these days, ordinary ones first; locked against a publication at the same moment."""
        sessions = CouncilSession.objects.filter(held_on__in=days).order_by("pk")
        found: dict[date, list[CouncilSession]] = defaultdict(list)
        rows = sessions if self.dry_run else locked(sessions)
        for session in sorted(rows, key=lambda session: session.kind != CouncilSession.Kind.ORDINARY):
            found[session.held_on].append(session)
        return found

    def _match(
        self, line: ImportLine, claims: Claims, stored: list[Deliberation], sessions: list[CouncilSession]
    ) -> Deliberation | CouncilSession | None:
        """Match a line to its deliberation, its session, or nothing yet, and take its number. Raises _Refused."""
        day = line.values["adopted_on"]
        same = next((act for act in stored if act.adopted_on == day), None)
        found = [same.session] if same else sessions
        session = next((session for session in found if session.is_published), None)
        if found and not session:
            said = f"la séance du {long_date(day)} est en préparation sur l’intranet : publiez-la d’abord"
            raise _Refused(spaced(said))
        kind = session.kind if session else CouncilSession.Kind.ORDINARY
        by_year = (session.numbering if session else self.numbering) == Numbering.YEAR
        other = next((act for act in stored if act.session_kind == kind), None)
        if other and not same and by_year:
            raise _Refused(f"{NUMBER_GIVEN} à une délibération du {long_date(other.adopted_on)}")
        # The series in which the number is unique.
        key = (day.year, kind if by_year else f"{kind} {day}", line.values["number"])
        first, its_day = self.seen.get(key) or claims.setdefault(key, (line.line, day))
        if first == line.line:
            return same or session
        if its_day == day:
            raise _Refused(f"même numéro et même date que la ligne {first}")
        raise _Refused(f"{NUMBER_GIVEN} à la ligne {first}, pour une délibération du {long_date(its_day)}")

    def _create(
        self, new: list[tuple[ImportLine, CouncilSession | None]], created: Mapping[date, CouncilSession]
    ) -> None:
        """New deliberations at the end of their sessions, in the file's order, with their index rows."""
        acts = []
        for line, session in new:
            given = line.values | self._matter(line) | {"result": Deliberation.Result.ADOPTED}
            session = session or created[given["adopted_on"]]
            acts.append(Deliberation(session=session, slug=slug_of(given["number"]), **given))
            acts[-1].clean()
        before = Deliberation.objects.filter(session__in={act.session_id for act in acts}).order_by()
        places = dict(before.values_list("session").annotate(models.Max("position")))
        for act in acts:
            places[act.session_id] = act.position = places.get(act.session_id, 0) + 1
        Deliberation.objects.bulk_create(acts)
        if acts and (kind := index.kind_of(Deliberation)):
            # Created in this transaction: no one else can be changing them.
            index.refresh_batch(kind, [act.pk for act in acts], are_new=True)

    def _change(self, matched: list[tuple[ImportLine, Deliberation]]) -> None:
        if not self.dry_run:
            # Read again under a lock: they may have been corrected on the site.
            rows = locked(Deliberation.objects.filter(pk__in=[act.pk for _, act in matched]))
            now = {act.pk: act for act in rows.select_related("matter").order_by("pk")}
            matched = [(line, now[act.pk]) for line, act in matched]
        changed = []
        for line, act in matched:
            before = {name: getattr(act, name) for name in WRITTEN}
            values, words = before | self._given(line, act), []
            if contradiction := vote_contradiction(values):
                values |= {name: before[name] for name in VOTES}
                words = [spaced(f"votes laissés comme sur l’intranet : {contradiction}")]
            if values == before:
                line.becomes(Outcome.SAME)
                continue
            for name in [name for name in WRITTEN if values[name] != before[name]]:
                label = str(getattr(Deliberation._meta.get_field(name), "verbose_name", name))
                words.append(spaced(f"{label} : {_shown(before[name])} devient {_shown(values[name])}"))
                setattr(act, name, values[name])
            line.becomes(Outcome.CHANGED, *words)
            changed.append(act)
        if changed and not self.dry_run:
            Deliberation.objects.bulk_update(changed, WRITTEN, batch_size=CORRECTED_AT_ONCE)
            index.refresh(changed)

    def _matter(self, line: ImportLine) -> dict[str, Any]:
        """The matter in force, or what the file says of one that is not."""
        given = {name: line.values.get(name, "") for name in MATTER}
        matter = self.matters.get(given["matter_code"])
        return {"matter": matter, **(dict.fromkeys(MATTER, "") if matter else given)}

    def _given(self, line: ImportLine, act: Deliberation) -> dict[str, Any]:
        """Return what the line says of a known deliberation, by field."""
        given = {name: value for name, value in line.values.items() if name in WRITTEN and name not in MATTER}
        # A deliberation keeps the version of the nomenclature that it was classified by.
        known = act.matter.code if act.matter else act.matter_code
        if line.values.get("matter_code", known) != known:
            given |= self._matter(line)
        elif "matter_name" in line.values and act.matter is None:
            given["matter_name"] = line.values["matter_name"]
        return given


def _prepare() -> None:
    """First in a transaction of many rows: without either, the time grows with the square of the batch.

    The history's triggers ask which of them are set aside, and a setting that does not exist raises within them;
    each such fault then walks every foreign key still to be checked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _stored_under(keys: set[tuple[int, str]]) -> dict[tuple[int, str], list[Deliberation]]:
    # The series are named so that the index of numbers serves.
    acts = Deliberation.objects.filter(
        year__in={year for year, _ in keys},
        session_kind__in=CouncilSession.Kind.values,
        number__in={number for _, number in keys},
    )
    found: dict[tuple[int, str], list[Deliberation]] = defaultdict(list)
    for act in acts.exclude(number="").select_related("session", "matter").order_by("pk"):
        found[act.year, act.number].append(act)
    return found


def _create_sessions(days: set[date], *, by: Agent | None) -> dict[date, CouncilSession]:
    """An ordinary session for each of these days, published: the file lists published acts."""
    if not days:
        return {}
    lock_session_names()
    now = timezone.now()
    # A session moved to another day may have kept the name of this one.
    taken = {*CouncilSession.objects.filter(slug__in=map(str, days)).values_list("slug", flat=True)}
    created = CouncilSession.objects.bulk_create(
        CouncilSession(
            held_on=day,
            year=day.year,
            slug=free_slug(day) if str(day) in taken else str(day),
            state=CouncilSession.State.PUBLISHED,
            published_at=now,
            first_published_at=now,
            created_by=by,
        )
        for day in sorted(days)
    )
    index.refresh(created)
    return {session.held_on: session for session in created}


def _shown(value: Any) -> str:
    if value in (None, ""):
        return "rien"
    if isinstance(value, Matter):
        value = value.code
    return quoted(short_date(value) if isinstance(value, date) else str(value))
