"""`manage.py import_ldap` as a test types it, and what it is to read."""

from io import StringIO
from typing import Any

from django.core.management import call_command

from core.people.models import Agent
from tests.directory.imports.slapd import Slapd

NADIA = ("nbenali", "Nadia", "BENALI")


def run(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command("import_ldap", *words, stdout=out, **options)
    return out.getvalue().replace("\u00a0", " ")


def rows() -> list[dict[str, Any]]:
    return list(Agent.objects.order_by("pk").values())


def crowd(slapd: Slapd, count: int) -> list[str]:
    """So many entries, whose accounts a first pass has made."""
    accounts = [f"agent{number:02}" for number in range(count)]
    slapd.add_all([(account, "Anne", f"Nom{account}", {}) for account in accounts])
    run()
    return accounts
