"""What leads from an anonymous idea to whoever sent it: everything that a copy of the database, of the files and of the
logs would show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from core.people.models import Agent
from tests import postgres

# As PostgreSQL and JSON write them.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d(?::?\d\d)?|Z)?")
EPOCH = re.compile(r"(?<!\d)1[5-9]\d{8}(?:\.\d+)?(?!\d)")


def rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def tables() -> list[str]:
    found = rows("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
    return sorted(name for (name,) in found)


def sequences() -> dict[str, int | None]:
    return dict(rows("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"))


def dump() -> dict[str, list[tuple[int, int, str]]]:
    """Each table's rows: the transaction that wrote each, the one that locked or deleted it, and all its columns."""
    return {
        table: sorted(
            (int(xmin), int(xmax), text)
            for xmin, xmax, text in rows(
                f"SELECT xmin::text::bigint, xmax::text::bigint, t::text FROM {table} t"
            )
        )
        for table in tables()
    }


def next_transaction() -> int:
    """Without taking a number."""
    return int(rows("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")[0][0])


def words(snapshot: dict[str, list[tuple[int, int, str]]]) -> set[tuple[str, str]]:
    return {(table, text) for table, lines in snapshot.items() for *_, text in lines}


@dataclass
class Secret:
    """One sending: between which moments and transactions it happened, and what it must not be known by."""

    needles: list[str]
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    first: int = field(default_factory=next_transaction)
    before: set[tuple[str, str]] = field(default_factory=lambda: words(dump()))
    sequences: dict[str, int | None] = field(default_factory=sequences)
    ended: datetime | None = None
    last: int = 0
    used: dict[str, Any] = field(default_factory=dict)

    def end(self) -> None:
        self.ended, self.last = datetime.now(UTC), next_transaction()
        now = sequences()
        self.used = {name: now[name] for name in now if now[name] != self.sequences.get(name)}

    def holds(self, text: str) -> bool:
        """The moment is within this sending."""
        assert self.ended
        for found in MOMENT.findall(text):
            try:
                at = datetime.fromisoformat(found)
            except ValueError:
                continue
            if self.began <= (at if at.tzinfo else at.replace(tzinfo=UTC)) <= self.ended:
                return True
        return any(
            self.began.timestamp() <= float(found) <= self.ended.timestamp() for found in EPOCH.findall(text)
        )


def needles_of(agent: Agent, *others: str) -> list[str]:
    own = [agent.identifiant, agent.email or agent.identifiant, agent.last_name, agent.reference]
    return [*own, *others]


def in_the_database(secrets: list[Secret]) -> list[str]:
    """What the whole database says of these sendings, in sentences; nothing when it is silent."""
    found = []
    snapshot = dump()
    for secret in secrets:
        found += [f"sequence {name} moved to {value}" for name, value in secret.used.items()]
        for table, lines in snapshot.items():
            for xmin, xmax, text in lines:
                if any(secret.first <= number < secret.last for number in (xmin, xmax)):
                    found.append(f"{table}: written or locked by the sending: {text[:200]}")
                if secret.holds(text):
                    found.append(f"{table}: the time of the sending: {text[:200]}")
                if (table, text) not in secret.before and any(
                    named(needle, text) for needle in secret.needles
                ):
                    found.append(f"{table}: names whoever sent it: {text[:200]}")
    return found


def named(needle: str, text: str) -> bool:
    return needle in text or needle.encode().hex() in text


def in_the_files(folder: Path, secrets: list[Secret]) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        content = path.read_bytes() if path.is_file() else b""
        for secret in secrets:
            assert secret.ended
            if path.is_file() and secret.began <= written <= secret.ended:
                found.append(f"{path.name}: written during the sending")
            found += [
                f"{path.name}: holds {n}" for n in secret.needles if n.encode() in content or n in path.name
            ]
    return found


def in_the_servers_log(needles: list[str]) -> list[str]:
    """PostgreSQL writes refused statements whole, with the time."""
    found = []
    for server, folder in postgres._running:
        for log in folder.glob("*.log"):
            text = log.read_text(errors="replace")
            found += [f"{log.name}: {needle}" for needle in needles if needle in text]
        assert server
    return found
