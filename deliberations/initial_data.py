"""The matters of ACTES: dated versions, of which one is current; the first comes with the intranet."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

MATTERS = Path(__file__).parent / "data" / "matters.csv"
FIRST_LABEL = "ACTES, version du 29 août 2019"
FIRST_DATE = date(2019, 8, 29)


def load_first(apps: Any) -> None:
    """The nomenclature that comes with the intranet, into a database that has none yet."""
    nomenclature_model = apps.get_model("deliberations", "Nomenclature")
    if nomenclature_model.objects.exists():
        return
    nomenclature = nomenclature_model.objects.create(label=FIRST_LABEL, dated_on=FIRST_DATE, is_current=True)
    with MATTERS.open(encoding="utf-8", newline="") as lines:
        apps.get_model("deliberations", "Matter").objects.bulk_create(
            _matter(apps, nomenclature, row) for row in csv.DictReader(lines)
        )


def _matter(apps: Any, nomenclature: Any, row: dict[str, str]) -> Any:
    return apps.get_model("deliberations", "Matter")(
        nomenclature=nomenclature,
        code=row["code"],
        level1=row["niveau1"],
        level2=row["niveau2"],
        scdl_name=row["scdl_matiere_nom"],
    )
