"""The providers of sign-ins with an account kept elsewhere: whether they answer, as whom, and at what time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from django.conf import settings

from core.operations.findings import Finding, check, failure, fine
from core.people.openid.fetching import BoundedSession

DISCOVERY = "/.well-known/openid-configuration"
# Beyond, their tokens are refused as too old or not yet good.
DRIFT_SECONDS = 60


@check("Comptes extérieurs", asks_database=False)
def providers(at: datetime) -> Iterator[Finding]:
    """Nobody signs in by a provider that is away: better read it here than from those who are shut out."""
    for described in settings.OPENID_PROVIDERS:
        yield _looked_at(described, at)


def _looked_at(described: dict[str, Any], at: datetime) -> Finding:
    name, address = described["name"], described["provider_id"]
    try:
        with BoundedSession() as session:
            response = session.get(f"{address}{DISCOVERY}")
            response.raise_for_status()
            issuer = str(response.json()["issuer"])
    except requests.exceptions.SSLError:
        return failure(
            f"{name} : le certificat de {address} n’est pas accepté",
            "Une autorité propre à la ville se donne par REQUESTS_CA_BUNDLE (docs/exploitation.md, « Les rôles et les "
            "comptes »).",
        )
    except (requests.RequestException, KeyError, TypeError, ValueError) as error:
        return failure(
            f"{name} : {address} ne répond pas comme il le doit ({type(error).__name__})",
            f"Tapez « curl -sS {address}{DISCOVERY} » sur cette machine, puis demandez à qui tient ce service.",
        )
    if issuer.rstrip("/") != address:
        return failure(f"{name} : {address} se nomme autrement, {issuer}", "Corrigez son adresse dans .env.")
    if (drift := _drift(response.headers.get("Date", ""), at)) > DRIFT_SECONDS:
        return failure(
            f"{name} : son horloge et celle de cette machine diffèrent de {drift:.0f} secondes",
            "Tapez « timedatectl » : les connexions sont refusées tant que l’heure n’est pas juste.",
        )
    return fine(f"{name} répond")


def _drift(said: str, at: datetime) -> float:
    """Seconds between that moment and the header of an answer; 0 where it says none."""
    try:
        there = parsedate_to_datetime(said)
    except ValueError:
        return 0
    return abs((there.replace(tzinfo=there.tzinfo or UTC) - at).total_seconds())
