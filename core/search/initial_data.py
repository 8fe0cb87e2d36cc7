"""The synonyms that a town begins with; its group edits them."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.search.vocabulary import is_same

DATA = Path(__file__).parent / "data"
EVERYDAY = "synonyms_everyday.csv"


def load_synonyms(
    apps: Any, schema_editor: Any = None, *, files: Iterable[str] = ("synonyms.csv", EVERYDAY)
) -> None:
    """Add the synonyms of these files whose words the town has not answered already."""
    model = apps.get_model("search", "Synonym")
    known = list(model.objects.values_list("words", flat=True))
    for file in files:
        with (DATA / file).open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter=";"))
        model.objects.bulk_create(
            model(**row) for row in rows if not any(is_same(row["words"], words) for words in known)
        )


def load_everyday_synonyms(apps: Any, schema_editor: Any = None) -> None:
    load_synonyms(apps, files=[EVERYDAY])
