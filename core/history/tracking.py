"""Append-only history of a business table, written by triggers whatever the door of the change."""

from collections.abc import Callable, Sequence
from typing import Any

import pghistory
import pgtrigger
from django.db import models


def track[M: type[models.Model]](*, exclude: Sequence[str] = (), **options: Any) -> Callable[[M], M]:
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
        exclude=list(exclude) or None,
        meta={"triggers": [no_truncate]},
        **options,
    )
