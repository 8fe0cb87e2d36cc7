"""The environment, read with django-environ; what does not parse is named in French."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

KINDS = {
    "bool": "« true » ou « false »",
    "int": "un nombre entier",
    "db_url": "une adresse du type postgres://compte:motdepasse@serveur:5432/base",
    "str": "un texte",
    "list": "une liste séparée par des virgules",
}
BOOLEANS = {
    "true": True,
    "false": False,
    "1": True,
    "0": False,
    "yes": True,
    "no": False,
    "on": True,
    "off": False,
}


class Environment:
    """Variables of the process and of `.env`; a bad value raises ImproperlyConfigured naming the variable."""

    def __init__(self, dotenv: Path) -> None:
        self._env = environ.Env()
        if dotenv.is_file():
            environ.Env.read_env(dotenv)

    def _read(self, kind: str, name: str, default: Any, check: Callable[[Any], bool] | None = None) -> Any:
        try:
            value = getattr(self._env, kind)(name, default=default)
        except (ValueError, TypeError, KeyError, ImproperlyConfigured) as error:
            raise self._refusal(kind, name) from error
        if check and not check(value):
            raise self._refusal(kind, name)
        return value

    def _refusal(self, kind: str, name: str) -> ImproperlyConfigured:
        return ImproperlyConfigured(f"la variable {name} est illisible : il faut {KINDS[kind]}.")

    def text(self, name: str, default: str = "") -> str:
        return self._read("str", name, default)

    def words(self, name: str, default: Sequence[str] = ()) -> list[str]:
        return [item.strip() for item in self._read("list", name, list(default)) if item.strip()]

    def number(self, name: str, default: int, *, least: int = 0) -> int:
        return self._read("int", name, default, lambda value: value >= least)

    def switch(self, name: str, default: bool) -> bool:
        # environ takes any unknown word for False: TRIAL=ture must not silently mean production.
        written = self.text(name, "true" if default else "false").strip().lower()
        if written not in BOOLEANS:
            raise self._refusal("bool", name)
        return BOOLEANS[written]

    def database(self, name: str) -> dict[Any, Any]:
        """Django's connection settings; only PostgreSQL will do."""
        found = self._read("db_url", name, environ.Env.NOTSET)
        if "postgresql" not in found.get("ENGINE", "") or not found.get("NAME"):
            raise self._refusal("db_url", name)
        return {**found, "ENGINE": "django.db.backends.postgresql"}
