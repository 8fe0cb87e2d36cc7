"""Append-only history of a business table, written by triggers, and rows that the database itself never rewrites."""

from collections.abc import Callable, Sequence
from typing import Any

import pghistory
import pgtrigger
from django.db import models


def no_truncate(what: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses TRUNCATE, which row triggers do not see."""
    return pgtrigger.Trigger(
        name="no_truncate",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func=f"RAISE EXCEPTION '{what} cannot be truncated';",
    )


def append_only(what: str, *, name: str = "append_only") -> list[pgtrigger.Trigger]:
    """Return the triggers of a table whose rows are for ever: no update, no delete, no TRUNCATE."""
    return [
        pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete),
        no_truncate(what),
    ]


def never_rewritten(*columns: str, name: str) -> pgtrigger.Protect:
    """Return the trigger that refuses a change of these columns, or of any when none is named."""
    if not columns:
        return pgtrigger.Protect(name=name, operation=pgtrigger.Update)
    changed = pgtrigger.AnyChange(*columns)
    return pgtrigger.Protect(name=name, operation=pgtrigger.UpdateOf(*columns), condition=changed)


def stays_once(moment: str, *, name: str) -> pgtrigger.Protect:
    """Return the trigger that refuses to delete a row once `moment` is set."""
    set_already = pgtrigger.Q(**{f"old__{moment}__isnull": False})
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete, condition=set_already)


def track[M: type[models.Model]](
    *trackers: pghistory.Tracker, exclude: Sequence[str] = (), **options: Any
) -> Callable[[M], M]:
    """Class decorator: each insert, update and delete leaves a row that nothing can change, delete or truncate."""
    return pghistory.track(
        *trackers,
        exclude=list(exclude) or None,
        meta={"triggers": [no_truncate("The history")]},
        **options,
    )


def was_tracked[M: type[models.Model]](**options: Any) -> Callable[[M], M]:
    """Class decorator: the past of a table whose changes are no longer recorded stays readable, and append-only."""
    # An event written by hand, which nobody writes: without a tracker the library records every change.
    return track(pghistory.ManualEvent("past"), **options)
