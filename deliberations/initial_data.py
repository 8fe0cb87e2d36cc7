import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps as installed

MATTERS = Path(__file__).parent / "data" / "matters.csv"
FIRST_LABEL = "ACTES, version du 29 août 2019"
FIRST_DATE = date(2019, 8, 29)


def load_nomenclature(apps: Any = installed, **kwargs: Any) -> None:
    """After a migration or a flush, into a database that has no nomenclature; a flush gives no `apps`."""
    try:
        nomenclature_model = apps.get_model("deliberations", "Nomenclature")
        matter_model = apps.get_model("deliberations", "Matter")
    except LookupError:
        # A migration back to before the table.
        return
    if nomenclature_model.objects.exists():
        return
    nomenclature = nomenclature_model.objects.create(label=FIRST_LABEL, dated_on=FIRST_DATE, is_current=True)
    with MATTERS.open(encoding="utf-8", newline="") as lines:
        matter_model.objects.bulk_create(
            matter_model(
                nomenclature=nomenclature,
                code=row["code"],
                level1=row["niveau1"],
                level2=row["niveau2"],
                scdl_name=row["scdl_matiere_nom"],
            )
            for row in csv.DictReader(lines)
        )


def load_numbering(apps: Any = installed, **kwargs: Any) -> None:
    """A row for each kind of session, numbered by the year until someone chooses otherwise."""
    try:
        choice_model = apps.get_model("deliberations", "NumberingChoice")
    except LookupError:
        return
    for kind, _ in choice_model._meta.get_field("kind").choices:
        choice_model.objects.get_or_create(kind=kind)
