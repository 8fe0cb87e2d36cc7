"""The floor plan, as data: an app imports only from what stands below it, and so do the parts of a large app."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From the ground up. Each rung of `core` may import the rungs before it; rubrics on one floor never import each other.
FLOORS: list[set[str]] = [
    {"core.french"},
    {"core.web"},
    {"core.sandbox"},
    {"core.history"},
    # Below the agents: their own admin pages use it. It knows whoever is signed in, not the model.
    {"core.admin"},
    # Below all that can go wrong, be kept too long or belong to somebody: each rung registers its own there by name.
    {"core.operations"},
    {"core.people"},
    {"core.documents"},
    {"core.mail"},
    {"core.backup"},
    {"core.notifications"},
    {"core.retention"},
    {"core.imports"},
    {"core.approvals"},
    {"core.search"},
    {
        "suggestions",
        "tips",
        "rooms",
        "manuals",
        "deliberations",
        "directory",
        "memos",
        "legalwatch",
        "mailroom",
        "spaces",
    },
    {"dematerialisation"},
    {"imports"},
    {"demo"},
    {"config"},
]
# Without models: they need not be installed.
NOT_INSTALLED = {
    "core.french",
    "core.sandbox",
    "core.admin",
    "core.imports",
    "core.retention",
    "demo",
    "config",
}
LEVEL = {house: level for level, houses in enumerate(FLOORS) for house in houses}

# Inside an app, from the ground up: each name is a package or a module of the app (dots go deeper, the longest match
# wins). A part imports only itself and what stands below. All parts stand somewhere, `migrations` apart.
INNER_FLOORS: dict[str, list[set[str]]] = {
    "core.mail": [
        {"models", "parsing", "signals"},
        {"registry"},
        {"headers", "policies"},
        {"outbound"},
        {"autoreply"},
        {"inbound"},
        {"monitoring"},
        {"imap"},
        {"views"},
        {"admin", "management", "registrations", "tasks", "urls"},
        {"apps"},
    ],
    "core.approvals": [
        {"assignees", "registry"},
        {"models", "querysets"},
        {"policies", "validation"},
        {"notifications"},
        {"actions", "forms", "timeline"},
        {"views"},
        {"admin", "apps", "registrations", "tasks", "urls"},
    ],
    "directory": [
        {"models", "querysets"},
        {"policies", "notifications"},
        {"agent_search"},
        {"fields"},
        # Imports write them too.
        {"assignments"},
        {"people", "cards", "corrections", "grid", "imports", "skills"},
        {"admin", "apps", "management", "registrations", "templatetags", "urls"},
    ],
    "deliberations": [
        {"initial_data", "data"},
        {"models", "querysets"},
        {"policies"},
        {"locking", "fields"},
        # The open-data format: its names and codes are needed wherever a deliberation is checked.
        {"scdl"},
        {"draft_steps"},
        # What the other features ask of it: acts reopen visas, sessions warn of those that lack.
        {"draft_approvals"},
        {"accounts", "sessions", "acts", "voting", "receipts", "pages"},
        {"admin", "apps", "registrations", "tasks", "urls"},
    ],
    "manuals": [
        {"models", "querysets"},
        {"policies"},
        {"notifications"},
        {"actions", "at_hand", "forms"},
        {"problems", "follow_ups", "contracts", "links", "pictures"},
        {"overview", "collaboration"},
        {"views"},
        {"admin", "apps", "registrations", "tasks", "urls"},
    ],
    "mailroom": [
        {"data", "initial_data"},
        {"models", "querysets"},
        {"policies"},
        {"notifications"},
        {"acknowledgements"},
        {"actions"},
        # Two that both stand on the path, and the work that one does in the sandbox.
        {"answers", "notes", "scans", "pdf_split"},
        {"mail_in", "forms"},
        {"retention", "statistics", "day_register"},
        {"views"},
        {"admin", "apps", "registrations", "tasks", "urls"},
    ],
    "memos": [
        {"models", "querysets"},
        {"policies"},
        {"notifications"},
        {"actions", "treatment"},
        {"forms"},
        {"views"},
        {"admin", "apps", "registrations", "tasks", "urls"},
    ],
    "legalwatch": [
        {"models"},
        {"policies"},
        {"actions"},
        {"forms"},
        {"views"},
        {"admin", "apps", "registrations", "tasks", "urls"},
    ],
    "spaces": [
        {"initial_data"},
        {"models"},
        {"policies"},
        {"notifications"},
        # What the others add to a page of the space: its frame, its members.
        {"space_pages"},
        {"corrections"},
        # Closing a project ends what its members do there.
        {"members"},
        {"projects", "notes", "files", "events", "threads", "retention"},
        {"apps", "registrations", "tasks", "urls"},
    ],
    "suggestions": [
        {"states"},
        {"models", "querysets"},
        {"policies"},
        {"similar", "statistics"},
        # What all features share of one idea: its path, who is told, locks, refusals.
        {"ideas"},
        {"comments", "evaluation", "exchange", "feedback", "notes", "proposing"},
        {"appeals", "decisions", "merging"},
        {"anonymous", "mail_in", "meetings"},
        {"pages"},
        {"exports"},
        {"tasks"},
        {"admin", "apps", "registrations", "urls"},
    ],
    "rooms": [
        {"constraints", "periods"},
        {"links", "recurrence"},
        {"models", "querysets"},
        {"policies", "fields"},
        {"availability"},
        {"bookings"},
        {"series"},
        {"ical", "ics", "view_shortcuts"},
        # Features: they listen to `bookings.events`. Some know what they end or change, none another feature.
        {
            "attendees",
            "check_in",
            "closures",
            "displays",
            "problems",
            "requests",
            "services",
            "statistics",
            "waiting_list",
        },
        # The mailbox of the rooms also reads the answers of those invited to a meeting.
        {"mail_in"},
        {"pages"},
        {
            "admin",
            "listeners",
            "registrations",
            "tasks",
            "templatetags",
            "urls",
        },
        {"apps"},
    ],
    "dematerialisation": [
        {"states"},
        {"models", "querysets"},
        {"policies"},
        {"notifications"},
        {"assessment", "group_actions", "pages", "priorities", "review", "survey"},
        # What a day saves is the measured gain of an action.
        {"printerless"},
        {"home", "menu"},
        {"admin", "apps", "registrations", "tasks", "urls"},
    ],
    "imports": [
        {"people"},
        {"calendars", "scdl", "software"},
        {"management", "registrations", "tasks", "urls"},
    ],
    "demo": [
        {"data_files", "dates", "keys", "models"},
        {"texts"},
        {"generators", "lookups"},
        {"loading"},
        {"growth"},
        # The site's processes load these: nothing here may read the texts.
        {"context", "tasks", "trial_mail"},
        {"apps", "management", "urls"},
    ],
}

# Our own imports inside functions hide circles, but in these; `apps.py` imports what listens once all is ready.
INSIDE_FUNCTIONS = {
    # Under its real name: procrastinate warns of an application made in the main module.
    "config/worker.py",
    # Libraries of the system may be missing: only whoever asks for a PDF is told so.
    "core/web/pdf.py",
}

LOCKS_OF_THEIR_OWN = {
    Path("core/web/locks.py"),
    # A set of the app that goes on as a set, within statements that change it.
    Path("core/notifications/models.py"),
}


def house_of(module: str) -> str | None:
    """The app that a module belongs to; None for libraries and for the bare `core` package."""
    parts = module.split(".")
    name = ".".join(parts[:2]) if parts[0] == "core" else parts[0]
    return name if name in LEVEL else None


def imports(path: Path, root: Path = ROOT) -> Iterator[tuple[int, str]]:
    """Every import of a file, those inside functions and under TYPE_CHECKING included, with its line."""
    package = path.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module or ""]))
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def hidden_imports(path: Path, root: Path = ROOT) -> set[int]:
    """The lines inside functions that import a house of ours."""
    tree = ast.parse(path.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {line for each in functions for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)}
    return {line for line, module in imports(path, root) if line in inside and house_of(module)}


def violation(importer: str, imported: str) -> str | None:
    """Why `importer` may not import `imported`, both houses; None when it may."""
    if importer == imported:
        return None
    if LEVEL[imported] > LEVEL[importer]:
        return f"{importer} climbs to {imported}"
    if LEVEL[imported] == LEVEL[importer]:
        return f"{importer} goes sideways to {imported}"
    return None


def sources(root: Path = ROOT, houses: Iterable[str] = LEVEL) -> list[Path]:
    return sorted(
        path for house in houses for path in (root / house.replace(".", "/")).rglob("*.py") if path.is_file()
    )


def name_of(path: Path, root: Path = ROOT) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


# Inside an app


def part_of(module: str, app: str, names: Iterable[str]) -> str | None:
    """The part of the app that a module belongs to, by the longest name; None for none."""
    inside = module.removeprefix(f"{app}.")
    found = [name for name in names if inside == name or inside.startswith(f"{name}.")]
    return max(found, key=len, default=None)


def inner_violations(app: str, floors: Sequence[set[str]], root: Path = ROOT) -> Iterator[str]:
    level = {name: height for height, names in enumerate(floors) for name in names}
    for path in sources(root, [app]):
        importer = name_of(path, root)
        if importer == app or "migrations" in path.parts:
            continue
        where = path.relative_to(root)
        own = part_of(importer, app, level)
        if own is None:
            yield f"{where}: stands on no floor"
            continue
        for line, module in imports(path, root):
            other = part_of(module, app, level) if module.startswith(f"{app}.") else None
            if other is None or other == own or {own, other} == {"models", "querysets"}:
                continue
            if level[other] >= level[own]:
                how = "climbs" if level[other] > level[own] else "goes sideways"
                yield f"{where}:{line}: {own} {how} to {other}"


def graph(paths: Iterable[Path], root: Path = ROOT) -> dict[str, set[str]]:
    """Which module imports which of these. The models of an app are one node, and its querysets may name them."""
    names = {name_of(path, root): path for path in paths if "migrations" not in path.parts}
    found: dict[str, set[str]] = {}
    for name, path in names.items():
        node, allowed = node_of(name), set()
        if node.endswith(".querysets"):
            allowed = {f"{node.removesuffix('.querysets')}.models"}
        for _, module in imports(path, root):
            while module and module not in names:
                module = module.rpartition(".")[0]
            if module:
                found.setdefault(node, set()).add(node_of(module))
        found[node] = found.get(node, set()) - allowed - {node}
    return found


def node_of(module: str) -> str:
    return re.sub(r"\.models\..*", ".models", module)


def test_no_import_climbs_or_goes_sideways():
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {reason}"
        for path in sources()
        for line, module in imports(path)
        if (imported := house_of(module))
        and (reason := violation(house_of(".".join(path.relative_to(ROOT).parts)) or "", imported))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_app_stands_on_a_floor():
    from django.conf import settings

    ours = {app for app in settings.INSTALLED_APPS if (ROOT / app.replace(".", "/")).is_dir()}
    assert ours - NOT_INSTALLED == set(LEVEL) - NOT_INSTALLED


@pytest.mark.parametrize("app", INNER_FLOORS)
def test_the_parts_of_an_app_import_only_what_stands_below(app):
    wrong = list(inner_violations(app, INNER_FLOORS[app]))
    assert not wrong, "\n".join(wrong)


def test_every_inner_floor_is_of_something_that_exists():
    gone = [
        f"{app}.{name}"
        for app, floors in INNER_FLOORS.items()
        for name in set().union(*floors)
        if not (place := ROOT / app.replace(".", "/") / name.replace(".", "/")).is_dir()
        and not place.with_suffix(".py").is_file()
    ]
    assert not gone


def test_no_modules_import_each_other_in_a_circle():
    # Raises CycleError, which says the circle.
    TopologicalSorter(graph(sources())).prepare()


def test_no_import_of_ours_hides_in_a_function():
    wrong = [
        f"{where}:{line}"
        for path in sources()
        if (where := str(path.relative_to(ROOT))) not in INSIDE_FUNCTIONS and path.name != "apps.py"
        for line in hidden_imports(path)
    ]
    assert not wrong, wrong


def test_the_docstring_of_a_package_names_what_is_there():
    """A newcomer reads it first: no module that is gone, and no package left out."""
    wrong = {}
    for package in sorted(ROOT.glob("**/__init__.py")):
        where = package.relative_to(ROOT).parent
        if where.parts[0] not in {house.partition(".")[0] for house in LEVEL} or "migrations" in where.parts:
            continue
        named = set(re.findall(r"`(\w+)`", ast.get_docstring(ast.parse(package.read_text())) or ""))
        packages = {path.parent.name for path in package.parent.glob("*/__init__.py")}
        packages -= {"data", "management", "migrations", "templatetags"}
        gone = named - packages - {path.stem for path in package.parent.glob("*.py")}
        if named and (gone or packages - named):
            wrong[str(where)] = (gone, packages - named)
    assert not wrong


def test_rows_are_locked_by_the_helper():
    wrong = [
        str(where)
        for path in sources()
        if (where := path.relative_to(ROOT)) not in LOCKS_OF_THEIR_OWN
        and "select_for_update" in path.read_text()
    ]
    assert not wrong, f"core.web.locks.locked locks rows: {wrong}"


# Statements that the ORM does not write, each with why.
RAW_SQL = {
    "core/backup/contents.py": "the columns of a table in its own order, replication slots",
    "core/history/database_roles.py": "roles and their grants",
    "core/mail/imap/storage.py": "COPY",
    "core/mail/outbound/sending.py": "the jobs' models are read-only",
    "core/search/queries.py": "the ranking of the matches of each kind",
    "core/web/cache.py": "the cache's table has no model",
    "core/web/connections.py": "functions of PostgreSQL, SET, VACUUM",
    "core/web/locks.py": "advisory locks",
    "rooms/availability/occupancy.py": "what bookings hold, written and crossed with dates in one statement",
    "imports/calendars/mrbs_database.py": "another program's database",
    "imports/scdl/importer.py": "tens of thousands of rows of an import",
    "rooms/pages/calendar/rows.py": "the rows of a day of fifty rooms",
    "rooms/pages/feeds.py": "the versions of rows (xmin)",
    "rooms/statistics/compute.py": "GROUPING SETS",
    "suggestions/statistics.py": "GROUPING SETS",
}


def test_raw_sql_stands_where_it_must():
    raw = re.compile(r"cursor\(\)|\.raw\(|RawSQL\(")
    found = {str(path.relative_to(ROOT)) for path in sources() if raw.search(path.read_text())}
    assert {path for path in found if path.partition("/")[0] != "demo"} == RAW_SQL.keys()


def test_only_registrations_are_found_by_their_name():
    """One file per app says what it lends to the ground; nothing imports it, and nothing else is discovered."""
    calls = [
        (str(path.relative_to(ROOT)), [ast.literal_eval(each) for each in node.args])
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and "autodiscover_modules" in ast.unparse(node.func)
    ]
    assert calls == [("core/operations/apps.py", ["registrations"])]
    imported = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        for line, module in imports(path)
        if "registrations" in module.split(".")
    ]
    assert not imported


def test_nothing_outside_the_program_is_imported_by_it():
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        for line, module in imports(path)
        if module.split(".")[0] in {"tests", "benchmarks"}
    ]
    assert not wrong
