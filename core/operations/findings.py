"""Checks of the doctor: each app registers its own in its `registrations.py`.

@check("Fichiers")
def files(at: datetime) -> Iterator[Finding]:
    yield fine("12 fichiers, tous lisibles")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

from django.db import InterfaceError, OperationalError

from core.french import spaced
from core.web import connections
from core.web.non_blank import with_controls_shown


class Severity(IntEnum):
    """Also the exit status of `manage.py doctor`, which is that of the worst finding."""

    FINE = 0
    WARNING = 1
    FAILURE = 2


@dataclass(frozen=True)
class Finding:
    """A fact, and the next thing to type or look at."""

    severity: Severity
    text: str
    to_do: str = ""
    subject: str = ""


Look = Callable[[datetime], Iterable[Finding]]
# By subject, in French: the look, and whether it asks the database.
CHECKS: dict[str, tuple[Look, bool]] = {}
# The words of mail servers name recipients; monitoring keeps what it is told.
ADDRESS = re.compile(r"[^\s<>«»\"']+@")
DATABASE = "Base de données"
AWAY = "Regardez « pg_lsclusters » (Debian), « tail /var/log/postgresql/*.log », puis « df -h »."


# By what PostgreSQL, its library or the pool says.
WHY_AWAY = (
    ("refused|No such file or directory", "rien n’écoute à l’adresse de DATABASE_URL"),
    ("timeout expired|timed out|after [0-9.]+ sec", "elle n’a rien dit à temps"),
    ("authentication failed|no password supplied", "elle refuse le nom ou le mot de passe de DATABASE_URL"),
    ("no pg_hba.conf entry", "pg_hba.conf ne laisse pas entrer cette machine"),
    ("role .* does not exist", "le rôle de DATABASE_URL n’existe pas"),
    ("database .* does not exist", "la base de DATABASE_URL n’existe pas"),
    ("resolve|translate host name|not known", "le nom du serveur, dans DATABASE_URL, mène nulle part"),
    ("too many|connection slots", "toutes ses connexions sont prises"),
    ("starting up|shutting down|recovery mode|terminating connection", "elle démarre ou s’arrête"),
    ("closed the connection|connection is closed|is lost", "elle a coupé la connexion"),
)


def check(subject: str, *, asks_database: bool = True) -> Callable[[Look], Look]:
    """Register a check, run in the order of the apps. Raises ValueError for a subject already taken."""

    def register(look: Look) -> Look:
        if subject in CHECKS:
            raise ValueError(f"Check registered twice: {subject}")
        CHECKS[subject] = look, asks_database
        return look

    return register


def fine(text: str) -> Finding:
    return Finding(Severity.FINE, text)


def warning(text: str, to_do: str = "") -> Finding:
    return Finding(Severity.WARNING, text, to_do)


def failure(text: str, to_do: str = "") -> Finding:
    return Finding(Severity.FAILURE, text, to_do)


def findings(at: datetime) -> Iterator[Finding]:
    """All of them; once the database is away, nothing more is asked of it."""
    is_away = False
    for subject, (look, asks_database) in CHECKS.items():
        if is_away and asks_database:
            continue
        for found in _looked(look, at):
            is_away = is_away or found.to_do == AWAY
            yield Finding(found.severity, _clean(found.text), _clean(found.to_do), subject)


def worst(found: Iterable[Finding]) -> Severity:
    return max((finding.severity for finding in found), default=Severity.FINE)


def as_json(found: list[Finding], at: datetime) -> dict[str, Any]:
    """`status` is 0, 1 or 2, as the command's exit status."""
    return {
        "status": int(worst(found)),
        "at": at.isoformat(),
        "findings": [asdict(finding) | {"severity": finding.severity.name.lower()} for finding in found],
    }


def _looked(look: Look, at: datetime) -> list[Finding]:
    """Run a check; a database error in it is a finding too."""
    try:
        return [*look(at)]
    except (InterfaceError, OperationalError) as error:
        return [failure(f"la base ne répond pas : {why_away(error)}", AWAY)]
    except Exception as error:  # the others are still to be said
        return [failure(f"ce contrôle n’a pas abouti ({type(error).__name__} : {first_line(error)})")]


def why_away(error: Exception) -> str:
    """In the words of who is woken by it; what is not known is quoted."""
    error = connections.of_its_own(error)
    said = str(error)
    return next((words for sign, words in WHY_AWAY if re.search(sign, said)), "") or first_line(error)


def _clean(text: str) -> str:
    """Names and errors come from the database: what a stranger wrote gives no order to the terminal that shows it."""
    return spaced(with_controls_shown(ADDRESS.sub("…@", text)))


def first_line(error: Exception) -> str:
    """Without the rows that PostgreSQL quotes below."""
    return str(error).strip().partition("\n")[0]


def note_success(stamp: str) -> None:
    """Mark a work of each night as done; raise OSError where the mark cannot be written."""
    Path(stamp).touch()
    _failure_file(stamp).unlink(missing_ok=True)


def note_failure(stamp: str, said: str) -> None:
    """Say at once why it failed: its mark is good for a day and more. Without a place for it, nothing is noted."""
    if not stamp:
        return
    with suppress(OSError):
        _failure_file(stamp).write_text(said)
        # The site runs as another account.
        _failure_file(stamp).chmod(0o644)


def last_failure(stamp: str) -> str:
    """Return why the newest try failed; empty where it did not."""
    try:
        return _failure_file(stamp).read_text()
    except OSError:
        return ""


def _failure_file(stamp: str) -> Path:
    return Path(f"{stamp}.echec")
