"""The environment, read with django-environ; what does not parse is named in French."""

import os
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
    """Variables of the process and of `.env`; a bad value raises ImproperlyConfigured naming the variable.

    An empty variable has its default, as one that is not there: `.env.example` has many, to be filled or left.
    """

    def __init__(self, dotenv: Path) -> None:
        if dotenv.is_file():
            environ.Env.read_env(dotenv)

    def _read[Value](self, kind: str, name: str, default: Value, convert: Callable[[str], Value]) -> Value:
        # Not environ.Env's own: it takes a password that begins with « $ » for the name of another variable.
        if not (written := os.environ.get(name, "")).strip():
            return default
        try:
            return convert(written)
        except (ValueError, TypeError, KeyError, ImproperlyConfigured) as error:
            raise self._refusal(kind, name) from error

    def _refusal(self, kind: str, name: str) -> ImproperlyConfigured:
        return ImproperlyConfigured(f"la variable {name} est illisible : il faut {KINDS[kind]}.")

    def text(self, name: str, default: str = "") -> str:
        return self._read("str", name, default, str)

    def text_or_nothing(self, name: str, default: str) -> str:
        """Return an empty text for an empty variable: the few of which `.env.example` says what that means."""
        return "" if name in os.environ and not os.environ[name].strip() else self.text(name, default)

    def words(self, name: str, default: Sequence[str] = ()) -> list[str]:
        found = self.text(name).split(",")
        return [item.strip() for item in found if item.strip()] or [*default]

    def number(self, name: str, default: int, *, least: int = 0) -> int:
        value = self._read("int", name, default, int)
        if value < least:
            raise self._refusal("int", name)
        return value

    def switch(self, name: str, default: bool) -> bool:
        # environ takes any unknown word for False: TRIAL=ture must not silently mean production.
        written = self.text(name, "true" if default else "false").strip().lower()
        if written not in BOOLEANS:
            raise self._refusal("bool", name)
        return BOOLEANS[written]

    def database(self, name: str) -> dict[Any, Any]:
        """Django's connection settings; only PostgreSQL will do."""
        found: dict[Any, Any] = self._read("db_url", name, {}, environ.Env.db_url_config)
        if "postgresql" not in found.get("ENGINE", "") or not found.get("NAME"):
            raise self._refusal("db_url", name)
        return {**found, "ENGINE": "django.db.backends.postgresql"}
