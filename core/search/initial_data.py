"""The synonyms that a new town begins with; its group edits them."""

import csv
from pathlib import Path
from typing import Any

SYNONYMS = Path(__file__).parent / "data" / "synonyms.csv"


def load_synonyms(apps: Any, schema_editor: Any = None) -> None:
    model = apps.get_model("search", "Synonym")
    with SYNONYMS.open(encoding="utf-8", newline="") as lines:
        model.objects.bulk_create(model(**row) for row in csv.DictReader(lines, delimiter=";"))
