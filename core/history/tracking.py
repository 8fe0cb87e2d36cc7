"""Append-only history of a business table, written by triggers whatever the door of the change."""

from collections.abc import Callable, Sequence
from typing import Any

import pghistory
import pgtrigger
from django.db import models


def track[M: type[models.Model]](
    *trackers: pghistory.Tracker, exclude: Sequence[str] = (), **options: Any
) -> Callable[[M], M]:
    """Class decorator: each insert, update and delete leaves a row that nothing can change, delete or truncate."""
    # Row triggers do not see TRUNCATE.
    no_truncate = pgtrigger.Trigger(
        name="no_truncate",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'The history cannot be truncated';",
    )
    return pghistory.track(
        *trackers,
        exclude=list(exclude) or None,
        meta={"triggers": [no_truncate]},
        **options,
    )


def was_tracked[M: type[models.Model]](**options: Any) -> Callable[[M], M]:
    """Class decorator: the past of a table whose changes are no longer recorded stays readable, and append-only."""
    # An event written by hand, which nobody writes: without a tracker the library records every change.
    return track(pghistory.ManualEvent("past"), **options)
