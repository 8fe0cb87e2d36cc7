"""A CSV or an XLSX as rows: whatever its encoding, its separator and the names of its columns."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO

from django.core.exceptions import ValidationError

from core.imports.tables import HEADER_WITHIN, header_of, notes_on_header, notes_on_text
from core.sandbox.client import Failed, Sandbox, ServerDied
from core.sandbox.limits import Limits
from core.ui.encodings import LOST, decoded, repaired
from core.ui.french import NBSP, listed, number, plain
from manuals.importing.workbook import MOST_COLUMNS, UNREADABLE

MOST_LINES = 2_000
ZIP, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LABELS = {
    "name": "nom",
    "purpose": "à quoi il sert",
    "owner": "direction responsable",
    "functional_referent": "référent fonctionnel",
    "it_referent": "référent informatique",
    "vendor": "éditeur",
    "version_in_use": "version en service",
    "link": "adresse",
    "state": "état",
    "needs": "besoins",
    "is_collaborative": "outil transversal",
    "shared_use": "ce que l’on y fait ensemble",
}
# Plain, without spaces or signs: « À quoi il sert » is « aquoiilsert ».
TITLES = {
    "name": "nom progiciel logiciel application nomduprogiciel nomdulogiciel nomdelapplication appli libelle",
    "purpose": "aquoiilsert usage description objet finalite fonction descriptif utilite",
    "owner": "direction directionresponsable service directionmetier proprietaire dir",
    "functional_referent": "referentfonctionnel referent referentmetier responsablefonctionnel contactmetier",
    "it_referent": "referentinformatique referenttechnique responsableinformatique chefdeprojet contactinformatique",
    "vendor": "editeur fournisseur prestataire titulaire societe",
    "version_in_use": "versionenservice version versionactuelle versioninstallee",
    "link": "adresse url lien adresseweb adressepourlouvrir siteweb acces",
    "state": "etat statut situation",
    "needs": "besoins besoin domaine domaines theme themes categorie",
    "is_collaborative": "outiltransversal transversal outildetravailtransversal outilcollaboratif collaboratif",
    "shared_use": "cequelonyfaitensemble usagecommun usagepartage usagetransversal",
}
FIELD_OF = {word: name for name, words in TITLES.items() for word in words.split()}
LIMITS = Limits(wall_seconds=30, cpu_seconds=20, memory=1_000_000_000)
EMPTY = "Ce fichier est vide."
DAMAGED = "Ce classeur ne peut pas être lu\u00a0: enregistrez-le de nouveau, ou en CSV."
OLD = "C’est un classeur d’un ancien format (XLS)\u00a0: enregistrez-le en XLSX ou en CSV."
TOO_WIDE = f"Ce fichier a plus de {MOST_COLUMNS} colonnes{NBSP}: gardez celles des progiciels."
TOO_LONG = (
    f"Ce fichier compte plus de {number(MOST_LINES)} lignes{NBSP}: ce n’est pas une liste de progiciels."
)
NO_HEADER = (
    "Une des premières lignes doit nommer les colonnes\u00a0: au moins le nom du progiciel, et une autre "
    "(«\u00a0à quoi il sert\u00a0», «\u00a0direction\u00a0»…)."
)


@dataclass
class Table:
    """`titles` as the file writes them; `rows` with their line; `notes` say how the file was understood."""

    titles: list[str]
    rows: list[tuple[int, list[str]]]
    notes: list[str] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The field that each title names, each once; an empty word for the others."""
        found: list[str] = []
        for title in self.titles:
            name = field_of(title)
            found.append(name if name not in found else "")
        return found


def field_of(title: str) -> str:
    return FIELD_OF.get(re.sub(r"[^a-z0-9]", "", plain(title)), "")


def parse(data: bytes) -> Table:
    """Raises ValidationError for what is no list of software: empty, damaged, without titles, far too long."""
    if not data.strip():
        raise ValidationError(EMPTY)
    if data.startswith(OLD_WORKBOOK):
        raise ValidationError(OLD)
    return _of_workbook(data) if data.startswith(ZIP) else _of_text(data)


def _of_workbook(data: bytes) -> Table:
    frames: list[bytes] = []
    try:
        with Sandbox("manuals.importing.workbook", LIMITS) as sandbox:
            sandbox.run(data, frames.append)
    except (Failed, ServerDied) as error:
        raise ValidationError(DAMAGED) from error
    if UNREADABLE in frames:
        raise ValidationError(DAMAGED)
    lines: list[list[str]] = [json.loads(frame) for frame in frames]
    for position, cells in enumerate(lines[:HEADER_WITHIN]):
        if len({field_of(cell) for cell in cells} - {""}) > 1:
            return _table(cells, lines[position + 1 :], position + 2, [])
    raise ValidationError(NO_HEADER if any(map(any, lines)) else EMPTY)


def _of_text(data: bytes) -> Table:
    found = decoded(data)
    sent = re.split(r"\r\n|\r|\n", found.text)
    if len(sent) > MOST_LINES * 5:
        raise ValidationError(TOO_LONG)
    lines = [repaired(line) for line in sent]
    notes = ["Le fichier n’est pas en UTF-8\u00a0: il a été lu comme du Latin-1."] if found.is_windows else []
    notes += notes_on_text(
        sum(fixed != line for fixed, line in zip(lines, sent, strict=True)),
        sum(LOST in line for line in lines),
    )
    if not any(line.strip(' ;,\t"') for line in lines):
        raise ValidationError(EMPTY)
    for position, line in enumerate(lines[:HEADER_WITHIN]):
        if header := header_of(line, lambda title: field_of(title) or None):
            separator, titles = header
            rest = StringIO("\n".join(lines[position + 1 :]).replace("\x00", ""), newline="")
            try:
                rows = list(csv.reader(rest, delimiter=separator))
            except csv.Error as error:
                raise ValidationError("Une cellule de ce fichier ne peut pas être lue.") from error
            return _table(titles, rows, position + 2, notes)
    raise ValidationError(NO_HEADER)


def _table(titles: Sequence[str], rows: Sequence[list[str]], first: int, notes: list[str]) -> Table:
    """`first` is the line of the first row. A cell that holds line ends counts for one line."""
    if len(rows) > MOST_LINES:
        raise ValidationError(TOO_LONG)
    if len(titles) > MOST_COLUMNS:
        raise ValidationError(TOO_WIDE)
    titles = [tidy(title)[:60] for title in titles]
    while titles and not titles[-1]:
        titles.pop()
    table = Table(titles, [(first + n, row) for n, row in enumerate(rows) if any(map(str.strip, row))])
    unread = [f"«{NBSP}{title}{NBSP}»" for title, name in zip(titles, table.columns, strict=True) if not name]
    table.notes = [*notes, *notes_on_header(first - 1)]
    if any(unread):
        table.notes.append(f"Colonnes non reconnues{NBSP}: {listed(unread)}.")
    return table


def tidy(text: str) -> str:
    """One line, single spaces, no sign that nobody sees."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\ufeff]", " ", text).split())
