"""Small SCDL files, written the way a test wants them."""

import csv
from io import StringIO
from pathlib import Path

from deliberations.scdl import COLUMNS

EXAMPLE = {
    "COLL_NOM": "Ville d’Exemple",
    "COLL_SIRET": "21990999100016",
    "DELIB_ID": "2026_06_001",
    "DELIB_DATE": "2026-06-25",
    "DELIB_MATIERE_CODE": "7.1",
    "DELIB_MATIERE_NOM": "finances locales/décisions budgétaires",
    "DELIB_OBJET": "Adoption du compte financier unique 2025",
    "BUDGET_ANNEE": "2025",
    "BUDGET_NOM": "Budget principal",
    "PREF_ID": "PREF099",
    "PREF_DATE": "2026-06-29",
    "VOTE_EFFECTIF": "45",
    "VOTE_REEL": "43",
    "VOTE_POUR": "36",
    "VOTE_CONTRE": "4",
    "VOTE_ABSTENTION": "3",
    "DELIB_URL": "https://www.ville-exemple.test/deliberations/2026_06_001.pdf",
}


def line(**cells: str) -> dict[str, str]:
    """A whole line; « DELIB_ID=… » and the others stand for the example's."""
    return EXAMPLE | cells


def as_csv(*lines: dict[str, str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The file of these lines."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode(encoding)


def written(
    folder: Path,
    *lines: dict[str, str],
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:
    return raw(folder, as_csv(*lines, delimiter=delimiter, encoding=encoding))


def raw(folder: Path, content: bytes) -> Path:
    path = folder / "deliberations.csv"
    path.write_bytes(content)
    return path
