"""The floor plan, as data: an app imports only from what stands below it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From the ground up. Each rung of `core` may import the rungs before it; rubrics on one floor never import each other.
FLOORS: list[set[str]] = [
    {"core.ui"},
    {"core.history"},
    {"core.admin"},
    {"core.people"},
    {"core.documents"},
    {"core.mail"},
    {"core.notifications"},
    {"core.search"},
    {"suggestions", "tips", "rooms", "manuals", "deliberations", "directory"},
    {"dematerialisation"},
    {"config"},
]
# Rungs without models or an AppConfig of their own: they need not be installed.
NOT_INSTALLED = {"core.admin", "config"}
LEVEL = {house: level for level, houses in enumerate(FLOORS) for house in houses}


def house_of(module: str) -> str | None:
    """The app that a module belongs to; None for libraries and for the bare `core` package."""
    parts = module.split(".")
    name = ".".join(parts[:2]) if parts[0] == "core" else parts[0]
    return name if name in LEVEL else None


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every import of a file, lazy ones included, with its line."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module or ""]))
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def violation(importer: str, imported: str) -> str | None:
    """Why `importer` may not import `imported`, both houses; None when it may."""
    if importer == imported:
        return None
    if LEVEL[imported] > LEVEL[importer]:
        return f"{importer} climbs to {imported}"
    if LEVEL[imported] == LEVEL[importer]:
        return f"{importer} goes sideways to {imported}"
    return None


def sources() -> list[Path]:
    return sorted(
        path for house in LEVEL for path in (ROOT / house.replace(".", "/")).rglob("*.py") if path.is_file()
    )


def test_no_import_climbs_or_goes_sideways() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {reason}"
        for path in sources()
        for line, module in imports(path)
        if (imported := house_of(module))
        and (reason := violation(house_of(".".join(path.relative_to(ROOT).parts)) or "", imported))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_app_stands_on_a_floor() -> None:
    from django.conf import settings

    ours = {app for app in settings.INSTALLED_APPS if (ROOT / app.replace(".", "/")).is_dir()}
    assert ours == set(LEVEL) - NOT_INSTALLED


def test_nothing_outside_the_program_is_imported_by_it() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        for line, module in imports(path)
        if module.split(".")[0] in {"tests", "benchmarks"}
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("rooms", "core.people", True),
        ("rooms", "suggestions", False),
        ("core.people", "core.mail", False),
        ("dematerialisation", "rooms", True),
        ("tips", "config", False),
    ],
)
def test_the_rule_itself(importer: str, imported: str, allowed: bool) -> None:
    assert (violation(importer, imported) is None) is allowed
